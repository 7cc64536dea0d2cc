// The map's symbols: a ground with the kind's drawing on it, made when the map first misses one.
const drawings = new Map();

function drawing(name) {
  if (!drawings.has(name)) {
    const image = new Image();
    image.src = new URL(`./icons/kind-${name}.svg`, import.meta.url).href;
    // Without its drawing a symbol is still a place on the map.
    drawings.set(name, image.decode().then(() => image, () => undefined));
  }
  return drawings.get(name);
}

// The pixels of a symbol by its name, `shape/drawing/look/theme`; nothing for a name that is none.
export async function symbol(id, looks) {
  const [shape, name, look, theme] = id.split('/');
  const { ground, edge, icon, size, iconSize } = looks[`${look}/${theme}`] ?? {};
  if (!size) return undefined;
  const image = await drawing(name);
  const ratio = Math.max(2, Math.ceil(devicePixelRatio));
  const side = (size + 2) * ratio;
  const context = (width) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height: width });
    return canvas.getContext('2d', { willReadFrequently: true });
  };
  const symbol = context(side);
  symbol.beginPath();
  symbol.roundRect(1.2 * ratio, 1.2 * ratio, side - 2.4 * ratio, side - 2.4 * ratio, (shape === 'disc' ? size / 2 : 4) * ratio);
  Object.assign(symbol, { fillStyle: ground, strokeStyle: edge, lineWidth: 1.2 * ratio });
  symbol.fill();
  symbol.stroke();
  if (image) {
    const tinted = context(iconSize * ratio);
    tinted.drawImage(image, 0, 0, iconSize * ratio, iconSize * ratio);
    Object.assign(tinted, { globalCompositeOperation: 'source-in', fillStyle: icon });
    tinted.fillRect(0, 0, iconSize * ratio, iconSize * ratio);
    symbol.drawImage(tinted.canvas, Math.round((side - iconSize * ratio) / 2), Math.round((side - iconSize * ratio) / 2));
  }
  return { pixels: symbol.getImageData(0, 0, side, side), ratio };
}
