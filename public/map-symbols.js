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

// The outlines of the four levels and of none, in a box of side 1; and how much lower than its middle the drawing sits.
const SHAPES = {
  diamond: (path) => { path.moveTo(0.5, 0); path.lineTo(1, 0.5); path.lineTo(0.5, 1); path.lineTo(0, 0.5); path.closePath(); },
  triangle: (path) => { path.moveTo(0.5, 0.04); path.lineTo(1, 0.92); path.lineTo(0, 0.92); path.closePath(); },
  square: (path) => path.rect(0, 0, 1, 1),
  circle: (path) => path.arc(0.5, 0.5, 0.5, 0, 2 * Math.PI),
  hollow: (path) => path.arc(0.5, 0.5, 0.5, 0, 2 * Math.PI),
};
const LOWER = { triangle: 0.08 };
// What the halo needs around a shape, px.
const margin = (grow) => 1 + 2 * grow;

// A level's shape on a halo, its edge around it; dashed for what is unrated.
// What is drawn smaller than it is made has edge and halo wider, by `grow`.
function drawShape(context, { ground, edge, halo, size, shape, grow }, ratio) {
  const outline = new Path2D();
  const unit = new Path2D();
  SHAPES[shape](unit);
  outline.addPath(unit, new DOMMatrix().translate(margin(grow) * ratio, margin(grow) * ratio).scale((size - 2) * ratio));
  Object.assign(context, { lineJoin: 'round', strokeStyle: halo, lineWidth: 4 * grow * ratio, globalAlpha: 0.9 });
  context.stroke(outline);
  Object.assign(context, { fillStyle: ground, strokeStyle: edge, lineWidth: (size > 20 ? 1.4 : 1.2) * grow * ratio, globalAlpha: 1 });
  context.fill(outline);
  if (shape === 'hollow') context.setLineDash([2.2 * grow * ratio, 1.6 * grow * ratio]);
  context.stroke(outline);
}

// The pixels of a symbol by its name, `shape/drawing/look/theme`; nothing for a name that is none.
export async function symbol(id, looks) {
  const [shape, name, look, theme] = id.split('/');
  const { ground, edge, icon, size, iconSize, ...level } = looks[`${look}/${theme}`] ?? {};
  if (!size) return undefined;
  const image = name === '-' || !iconSize ? undefined : await drawing(name);
  const ratio = Math.max(2, Math.ceil(devicePixelRatio));
  const side = Math.ceil(level.shape ? size - 2 + 2 * margin(level.grow) : size + 2) * ratio;
  const context = (width) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height: width });
    return canvas.getContext('2d', { willReadFrequently: true });
  };
  const symbol = context(side);
  if (level.shape) {
    drawShape(symbol, { ground, edge, size, ...level }, ratio);
  } else {
    symbol.beginPath();
    symbol.roundRect(1.2 * ratio, 1.2 * ratio, side - 2.4 * ratio, side - 2.4 * ratio, (shape === 'disc' ? size / 2 : 4) * ratio);
    Object.assign(symbol, { fillStyle: ground, strokeStyle: edge, lineWidth: 1.2 * ratio });
    symbol.fill();
    symbol.stroke();
  }
  if (image) {
    const tinted = context(iconSize * ratio);
    tinted.drawImage(image, 0, 0, iconSize * ratio, iconSize * ratio);
    Object.assign(tinted, { globalCompositeOperation: 'source-in', fillStyle: icon });
    tinted.fillRect(0, 0, iconSize * ratio, iconSize * ratio);
    const from = (side - iconSize * ratio) / 2, lower = (LOWER[level.shape] ?? 0) * size * ratio;
    symbol.drawImage(tinted.canvas, Math.round(from), Math.round(from + lower));
  }
  return { pixels: symbol.getImageData(0, 0, side, side), ratio };
}
