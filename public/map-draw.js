// Drawing on the map: a box, a circle or a lasso by dragging; a polygon or a line by clicking its corners, the last one
// twice. With the focus on the map Space puts a corner into its middle, Enter ends, Backspace takes the last corner back,
// Esc gives up what is being drawn, and with nothing begun the tool itself.
//
// Not terra-draw (MIT, 1.x, ready for MapLibre 6): its store, styles and editing are a second copy of what the page keeps in
// its link and the engine judges, at more than ten times this file's size.

const SVG = 'http://www.w3.org/2000/svg';
const DRAGGED = new Set(['box', 'circle', 'lasso']);
const LINES = new Set(['along', 'measure']);
// A click this near to a corner means the corner, px.
const NEAR = 8;

// Draws until the controller that comes back is aborted. `told` is given the positions so far, the one under the pointer
// too; `done` those that were drawn and the event that ended it, for the keys held at it; none when the tool was given up.
export function draw(map, tool, told, done) {
  const controller = new AbortController(), { signal } = controller;
  const element = map.getCanvasContainer(), svg = document.createElementNS(SVG, 'svg');
  const shape = svg.appendChild(document.createElementNS(SVG, LINES.has(tool) ? 'polyline' : 'polygon'));
  const dots = svg.appendChild(document.createElementNS(SVG, 'path')), cross = svg.appendChild(document.createElementNS(SVG, 'path'));
  Object.assign(svg.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' });
  const line = { stroke: 'var(--accent)', strokeWidth: '1.6', strokeLinejoin: 'round' };
  Object.assign(shape.style, line, LINES.has(tool) ? { fill: 'none', strokeWidth: '2' } : { fill: 'var(--accent)', fillOpacity: '.1' });
  Object.assign(dots.style, { fill: 'none', stroke: 'var(--accent)', strokeWidth: '7', strokeLinecap: 'round' });
  Object.assign(cross.style, { fill: 'none', stroke: 'var(--accent)', strokeWidth: '2' });
  element.append(svg);
  const { touchAction } = element.style;
  element.style.touchAction = 'none';

  let corners = [], last, pointer;
  const px = ({ lng, lat }) => map.project([lng, lat]);
  const place = ({ x, y }) => { const { lng, lat } = map.unproject([x, y]); return { lng, lat }; };
  const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
  const path = (points) => points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  // The positions that make the shape: of a box its four corners, of a circle its centre and a place on its rim.
  const drawn = () => {
    const all = last ? [...corners, last] : corners;
    if (tool !== 'box' || all.length < 2) return all;
    const [a, b] = [px(all[0]), px(all.at(-1))];
    return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }].map(place);
  };
  const show = () => {
    const all = drawn().map(px), [centre, rim] = all;
    const round = (i) => { const a = (i * Math.PI) / 32, r = apart(centre, rim); return { x: centre.x + r * Math.cos(a), y: centre.y + r * Math.sin(a) }; };
    shape.setAttribute('points', path(tool === 'circle' && rim ? Array.from({ length: 64 }, (_, i) => round(i)) : all));
    const dotted = tool === 'circle' || !DRAGGED.has(tool) || corners.length === 1 ? corners : [];
    dots.setAttribute('d', dotted.map(px).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join(''));
  };
  const changed = () => {
    show();
    told(drawn());
  };
  const clear = () => {
    corners = [];
    last = pointer = undefined;
    changed();
  };
  const end = (event) => {
    const ring = tool === 'polygon' || LINES.has(tool) ? corners : drawn();
    const needed = tool === 'circle' || LINES.has(tool) ? 2 : 3;
    clear();
    if (ring.length >= needed || (ring.length > 0 && tool === 'polygon')) done(ring, event);
  };
  const at = (event) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const on = (target, type, act, options) => target.addEventListener(type, act, { signal, ...options });

  const dragged = (p) => {
    if (tool !== 'lasso') last = place(p);
    else if (apart(p, px(corners.at(-1))) >= 4) corners.push(place(p));
    changed();
  };
  const clicked = (event) => {
    const p = at(event), near = event.pointerType === 'touch' ? 2 * NEAR : NEAR, on = (corner) => corner && apart(p, px(corner)) <= near;
    last = undefined;
    if (on(corners.at(-1)) || (tool === 'polygon' && corners.length > 2 && on(corners[0]))) return end(event);
    corners.push(place(p));
    changed();
  };
  on(element, 'pointerdown', (event) => {
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    element.setPointerCapture(pointer);
    if (DRAGGED.has(tool)) corners = [place(at(event))];
  });
  on(element, 'pointermove', (event) => {
    cross.setAttribute('d', '');
    if (DRAGGED.has(tool)) {
      if (event.pointerId === pointer) dragged(at(event));
    } else if (corners.length && event.pointerType === 'mouse') {
      last = place(at(event));
      changed();
    }
  });
  on(element, 'pointerup', (event) => {
    if (event.pointerId !== pointer) return;
    pointer = undefined;
    if (!DRAGGED.has(tool)) return clicked(event);
    // A busy page may be told of the end without the way there.
    const p = at(event);
    if (apart(p, px(corners[0])) >= 4) dragged(p);
    if (tool !== 'lasso' && !last) clear();
    else end(event);
  });
  on(element, 'pointercancel', clear);
  on(window, 'keydown', (event) => {
    const typing = event.target.closest?.('input, select, textarea, dialog'), pressing = event.target.closest?.('button, summary, a');
    const { clientWidth, clientHeight } = element, middle = { x: clientWidth / 2, y: clientHeight / 2 };
    if (event.key === 'Escape') {
      if (corners.length) clear();
      else done([], {});
    } else if (typing || (pressing && event.key !== 'Backspace')) return;
    else if (event.key === ' ') {
      last = undefined;
      corners.push(place(middle));
      changed();
      if ((tool === 'box' || tool === 'circle') && corners.length > 1) end(event);
    } else if (event.key === 'Enter' && corners.length) end(event);
    else if (event.key === 'Backspace' && corners.length) {
      corners.pop();
      changed();
    } else {
      const { x, y } = middle;
      if (event.key.startsWith('Arrow')) cross.setAttribute('d', `M${x - 9} ${y}h18M${x} ${y - 9}v18`);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
  map.on('move', show);
  signal.addEventListener('abort', () => {
    map.off('move', show);
    svg.remove();
    element.style.touchAction = touchAction;
  });
  return controller;
}
