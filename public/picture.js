// What only the browser can do for a file that is taken along: draw one image over another, and read the page's styles.

const loaded = async (uri) => {
  const image = new Image();
  image.src = uri;
  await image.decode();
  return image;
};

// The map's picture at its place with an SVG of `width` × `height` over all of it, as PNG: bytes.
export async function compose(picture, left, top, across, down, svg, width, height, ratio) {
  const canvas = Object.assign(document.createElement('canvas'), { width: width * ratio, height: height * ratio });
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.fillStyle = '#FFFFFF';
  context.fillRect(0, 0, width, height);
  if (picture) context.drawImage(await loaded(picture), left, top, across, down);
  context.drawImage(await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`), 0, 0, width, height);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  if (!blob) throw new Error('the picture is too large');
  return new Uint8Array(await blob.arrayBuffer());
}

// The rules of those style sheets of the page whose names begin so.
export function styles(names) {
  const wanted = names.split(' ');
  const file = ({ href }) => new URL(href ?? '', document.baseURI).pathname.split('/').pop();
  return [...document.styleSheets]
    .filter((sheet) => wanted.some((name) => file(sheet).startsWith(name)))
    .flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('\n');
}
