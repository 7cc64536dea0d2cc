// Drawing a box or a lasso with the pointer. Esc gives up what is being drawn, and with nothing begun the tool itself.

const SVG = 'http://www.w3.org/2000/svg';

// Draws on an element until the controller that comes back is aborted. `done` is given the corners in px, and the event
// that ended the drawing for the keys held at it; no corners and no keys when the tool was given up.
export function draw(element, tool, done) {
  const controller = new AbortController(), { signal } = controller;
  const svg = document.createElementNS(SVG, 'svg');
  const shape = svg.appendChild(document.createElementNS(SVG, 'polygon'));
  Object.assign(svg.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' });
  Object.assign(shape.style, { fill: 'var(--accent)', fillOpacity: '.1', stroke: 'var(--accent)', strokeWidth: '1.6' });
  element.append(svg);
  const { touchAction } = element.style;
  element.style.touchAction = 'none';
  signal.addEventListener('abort', () => {
    svg.remove();
    element.style.touchAction = touchAction;
  });

  let points = [], pointer;
  const show = () => shape.setAttribute('points', points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '));
  const clear = () => {
    points = [];
    pointer = undefined;
    show();
  };
  const at = (event) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const on = (target, type, act, options) => target.addEventListener(type, act, { signal, ...options });
  on(element, 'pointerdown', (event) => {
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    element.setPointerCapture(pointer);
    points = [at(event)];
  });
  const move = (event) => {
    const p = at(event), [first] = points, last = points.at(-1);
    if (tool === 'box') points = [first, { x: p.x, y: first.y }, p, { x: first.x, y: p.y }];
    else if (Math.hypot(p.x - last.x, p.y - last.y) >= 4) points.push(p);
    show();
  };
  on(element, 'pointermove', (event) => event.pointerId === pointer && move(event));
  on(element, 'pointerup', (event) => {
    if (event.pointerId !== pointer) return;
    // A busy page may be told of the end without the way there.
    const p = at(event), [first] = points;
    if (Math.hypot(p.x - first.x, p.y - first.y) >= 4) move(event);
    const drawn = points;
    clear();
    if (drawn.length > 2) done(drawn, event);
  });
  on(element, 'pointercancel', clear);
  on(window, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (pointer === undefined) done([], {});
    else clear();
  }, { capture: true });
  return controller;
}
