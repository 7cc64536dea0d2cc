// Holds MapLibre's objects and nothing else: what is shown is decided in Rust (src/map) and comes in as commands.
// Everything said back goes through one queue that is emptied in a task of its own, never inside MapLibre's events.
import { Map as GlMap, addProtocol, setWorkerUrl } from './maplibre/maplibre-gl.mjs';
import { draw } from './map-draw.js';
import { standAll } from './map-pose.js';
import { symbol } from './map-symbols.js';
import { SCHEMES, tile } from './map-tiles.js';

// Whether this browser gives a page the WebGL2 that MapLibre draws with: remote desktops and locked-down machines may not.
export const canDraw = () => Boolean(document.createElement('canvas').getContext('webgl2'));

export { endTilePort, setTilePort } from './map-tiles.js';

setWorkerUrl(new URL('./maplibre/maplibre-gl-worker.mjs', import.meta.url).href);
SCHEMES.forEach((scheme) => addProtocol(scheme, tile));

// Maps that show the same place in two states: where one looks, the other looks. A map of another place looks elsewhere, at
// the same scale.
const tied = new Set();
let leading = false;
// So long after a notch of the wheel the map moves by it.
const WHEEL_MS = 1_000;

const KEEP_LAST = new Set(['moved', 'hovered', 'cursor', 'drawing']);
// What is not said while the map stands for a picture: it is not what the reader looks at.
const OF_SIGHT = new Set(['moved', 'hovered', 'cursor', 'clicked', 'drawing', 'drawn']);

export class RiskMap {
  #map; #hits; #say; #queue = []; #pending = []; #styled = false; #styling = false; #tool = 'pan'; #hovered = ''; #rests; #asking = false; #moved = 0; #drawing; #asked = new Set(); #addresses = new Map(); #posing = Promise.resolve(); #still = false; #watch; #hook; #wheeled = -Infinity; #apart;

  // `options`: {style, looks, hits, camera?: {lng, lat, zoom, bearing}, title, second, apart?: [[west, south], [east, north]]}. A
  // second map follows the first, and the first follows it; one that is apart has a place of its own. `say` is given one JSON text an event.
  constructor(container, options, say) {
    const { style, looks, hits, camera, title, second, apart } = JSON.parse(options), still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#hits = hits;
    this.#say = say;
    const map = this.#map = new GlMap({
      container, style,
      ...(apart && { bounds: apart, fitBoundsOptions: { padding: 32, maxZoom: 14 } }),
      ...(camera && { center: [camera.lng, camera.lat], zoom: camera.zoom, bearing: camera.bearing }),
      minZoom: 2, maxZoom: 20, maxPitch: 0, renderWorldCopies: false, boxZoom: false, pitchWithRotate: false, touchPitch: false,
      attributionControl: false, trackResize: false, localIdeographFontFamily: false, fadeDuration: still ? 0 : 120, validateStyle: false, refreshExpiredTiles: false,
    });
    map.getCanvas().setAttribute('aria-label', title);
    map.setMissingStyleImageResolver(async (id) => {
      const image = await symbol(id, looks);
      if (image && map.style && !map.hasImage(id)) map.addImage(id, image.pixels, { pixelRatio: image.ratio });
    });
    map.on('style.load', () => {
      this.#styled = true;
      this.#run(this.#pending.splice(0));
    });
    map.once('style.load', () => this.#emit({ type: 'ready' }));
    map.on('webglcontextlost', () => {
      this.#styled = false;
      this.#emit({ type: 'lost' });
    });
    map.on('webglcontextrestored', () => this.#emit({ type: 'restored' }));
    map.on('error', ({ error, sourceId }) => {
      if (error?.name !== 'AbortError') this.#emit({ type: 'failed', message: String(error?.message ?? error) });
      this.#readdress(sourceId);
    });
    map.on('sourcedataloading', ({ sourceId, tile: asked }) => asked && this.#asked.add(sourceId));
    // While a layer of a source is being styled, which ends with the next frame, MapLibre forgets that the source's address
    // changed and draws its old tiles: they are asked for once more after that frame.
    map.on('sourcedata', ({ sourceId, sourceDataChanged }) => {
      if (sourceDataChanged && this.#styling) map.once('render', () => map.getSource(sourceId) && map.refreshTiles(sourceId));
      this.#readdress(sourceId);
    });
    map.on('render', () => { this.#styling = false; });
    map.on('idle', () => [...this.#addresses.keys()].forEach((source) => this.#readdress(source)));
    // The ground moves under a pointer that rests: it is on another place, and perhaps on another feature.
    map.on('move', () => this.#again());
    // A wheel's first notch is in no event that it leads to.
    map.on('wheel', () => { this.#wheeled = performance.now(); });
    map.on('move', (event) => this.#lead(this.#hand(event)));
    map.on('move', (event) => {
      if (performance.now() - this.#moved < 80) return;
      this.#moved = performance.now();
      this.#emit(this.#where({ originalEvent: this.#hand(event) }, false));
    });
    map.on('moveend', (event) => {
      // Who only follows says that it stands when its leader does.
      if (leading) return;
      const originalEvent = this.#hand(event);
      [...tied].forEach((of) => of.#emit(of.#where({ originalEvent }, true)));
      this.#again();
    });
    map.on('click', ({ point, lngLat, originalEvent: e }) => {
      if (this.#drawing) return;
      const reach = e.pointerType === 'touch' || matchMedia('(pointer: coarse)').matches ? 16 : 5;
      const at = { lng: lngLat.lng, lat: lngLat.lat };
      this.#emit({ type: 'clicked', at, features: this.#picked(point, reach), shift: e.shiftKey, alt: e.altKey });
    });
    map.on('mousemove', (event) => {
      this.#rests = event.point;
      this.#again();
    });
    map.on('mouseout', () => {
      this.#rests = undefined;
      this.#hover();
      this.#emit({ type: 'cursor', at: null });
    });
    const first = second ? [...tied][0] : undefined;
    tied.add(this);
    this.#apart = Boolean(apart);
    // Both cities are seen whole at first: the coarser scale is that of both.
    if (apart) map.once('load', () => (first?.#metres() > this.#metres() ? first : this).#lead());
    else first?.#lead();
    if (second) this.#keepSize(container);
    else this.#keepGround(container);
    this.#hook = second ? 'riskmapTestOther' : 'riskmapTest';
    window[this.#hook] = this.#testHook();
  }

  // What the reader moved the map by, if it was the reader.
  #hand({ originalEvent }) { return originalEvent ?? (performance.now() - this.#wheeled < WHEEL_MS ? 'wheel' : undefined); }

  // Takes the other map along, which is not led back by it.
  #lead(originalEvent) {
    if (leading || this.#still || tied.size < 2) return;
    const map = this.#map, apart = [...tied].some((of) => of.#apart);
    const camera = { zoom: map.getZoom(), bearing: map.getBearing(), ...(!apart && { center: map.getCenter() }) };
    leading = true;
    try {
      for (const of of tied) {
        // On another parallel the same zoom is another scale.
        const zoom = camera.zoom + (apart ? Math.log2(of.#parallel() / this.#parallel()) : 0);
        if (of !== this) of.#map.jumpTo({ ...camera, zoom }, originalEvent && { originalEvent });
      }
    } finally {
      leading = false;
    }
  }

  // How long the map's parallel is, in parts of the equator; how many metres a pixel of it is wide.
  #parallel() { return Math.cos((this.#map.getCenter().lat * Math.PI) / 180); }
  #metres() { return (40075016.686 * this.#parallel()) / (512 * 2 ** this.#map.getZoom()); }

  // A second map is as large as its box, and looks where the first does.
  #keepSize(container) {
    this.#watch = new ResizeObserver(() => {
      if (this.#still || !container.clientWidth) return;
      this.#map.resize();
      [...tied].find((of) => of !== this)?.#lead();
    });
    this.#watch.observe(container);
  }

  // Panels that open beside the map cut it and do not move it: what was under the pointer stays there. A flight under way
  // keeps its goal.
  #keepGround(container) {
    let box = container.getBoundingClientRect();
    this.#watch = new ResizeObserver(() => {
      const map = this.#map, old = box, now = (box = container.getBoundingClientRect());
      if (this.#still || !now.width || !now.height || (now.width === old.width && now.height === old.height)) return;
      const middle = [now.left + now.width / 2 - old.left, now.top + now.height / 2 - old.top];
      const center = old.width && !map.isMoving() && map.unproject(middle);
      map.resize();
      if (center) map.jumpTo({ center });
      if (now.height !== old.height) this.#emit({ type: 'recut' });
    });
    this.#watch.observe(container);
  }

  apply(commands) {
    const list = JSON.parse(commands);
    if (this.#styled) this.#run(list);
    else this.#pending.push(...list);
  }

  #run(commands) {
    const map = this.#map, unchecked = { validate: false };
    this.#styling = true;
    for (const c of commands) {
      if (c.op === 'paint') map.setPaintProperty(c.layer, c.name, c.value, unchecked);
      else if (c.op === 'layout') map.setLayoutProperty(c.layer, c.name, c.value, unchecked);
      else if (c.op === 'filter') map.setFilter(c.layer, c.value, unchecked);
      else if (c.op === 'move') map.moveLayer(c.layer, c.before ?? undefined);
      else if (c.op === 'tiles') this.#readdress(c.source, c.url);
      else if (c.op === 'data') map.getSource(c.source).setData(c.data);
      else if (c.op === 'hover') map.setFeatureState({ source: c.layer, sourceLayer: c.layer, id: c.row }, { hover: c.on });
    }
  }

  // Fetches a source's tiles anew from its next address, the newest if several came. MapLibre keeps what a tile under
  // way brings from the old address, so the next one waits until all of them are there.
  #readdress(source, next) {
    if (next) this.#addresses.set(source, next);
    const map = this.#map, url = this.#addresses.get(source);
    if (!url || !this.#styled || (this.#asked.has(source) && !map.isSourceLoaded(source))) return;
    this.#addresses.delete(source);
    map.getSource(source).setTiles([url]);
  }

  // Moves the camera. Only the reader's own moves carry the event that they came from.
  go(order) {
    const { to, fly, padding = {} } = JSON.parse(order);
    const map = this.#map, { top = 0, right = 0, bottom = 0, left = 0 } = padding;
    const move = (camera) => (fly ? map.flyTo({ ...camera, duration: 600 }) : map.jumpTo(camera));
    if (to.bounds) move(map.cameraForBounds(to.bounds, { padding: { top, right, bottom, left }, maxZoom: to.maxZoom, bearing: map.getBearing() }) ?? {});
    else if (to.by) map.easeTo({ zoom: map.getZoom() + to.by, ...(to.about && { around: to.about }), duration: 200 });
    else move(to);
  }

  // Stands for a picture, one after the other.
  pose(order) {
    const { serial, ...pose } = JSON.parse(order);
    const maps = [...tied].map((of) => ({ map: of.#map, apart: of.#apart, still: (is) => { of.#still = is; } }));
    this.#posing = this.#posing.then(() => standAll(maps, pose)).then(
      (picture) => this.#emit({ type: 'pictured', serial, picture }),
      (error) => {
        maps.forEach(({ still }) => still(false));
        this.#emit({ type: 'pictured', serial, why: String(error?.message ?? error) });
      },
    );
  }

  title(text) { this.#map.getCanvas().setAttribute('aria-label', text); }

  remove() {
    this.#rests = undefined;
    this.#say = () => {}; // The listener is freed with the map; events may still be on their way.
    this.#drawing?.abort();
    this.#watch.disconnect();
    tied.delete(this);
    this.#map.remove();
    delete window[this.#hook];
  }

  // pan and path pick what lies on the map, all others draw on it.
  tool(name) {
    this.#tool = name;
    this.#drawing?.abort();
    this.#drawing = undefined;
    const map = this.#map, drawing = name !== 'pan' && name !== 'path';
    for (const handler of [map.dragPan, map.dragRotate, map.touchZoomRotate, map.doubleClickZoom]) handler[drawing ? 'disable' : 'enable']();
    map.getCanvas().style.cursor = name === 'pan' ? '' : 'crosshair';
    if (!drawing) return;
    const told = (ring) => this.#emit({ type: 'drawing', ring });
    this.#drawing = draw(map, name, told, (ring, { shiftKey = false, altKey = false }) => {
      this.#emit({ type: 'drawn', tool: name, ring, shift: shiftKey, alt: altKey });
    });
  }

  // Tells once a frame what the pointer is on.
  #again() {
    if (!this.#rests || this.#asking) return;
    this.#asking = true;
    requestAnimationFrame(() => {
      this.#asking = false;
      if (this.#rests) this.#pointed(this.#rests);
    });
  }

  #pointed(point) {
    const map = this.#map, { clientWidth, clientHeight } = map.getContainer();
    if (point.x > clientWidth || point.y > clientHeight) {
      this.#hover();
      this.#emit({ type: 'cursor', at: null });
      return;
    }
    const { lng, lat } = map.unproject(point);
    this.#emit({ type: 'cursor', at: { lng, lat } });
    if (!this.#drawing && !map.isMoving()) this.#hover(this.#picked(point, 3)[0]);
  }

  #hover(feature = null) {
    const key = feature ? `${feature.layer}:${feature.row}` : '';
    if (key === this.#hovered) return;
    this.#hovered = key;
    if (this.#tool === 'pan') this.#map.getCanvas().style.cursor = feature ? 'pointer' : '';
    this.#emit({ type: 'hovered', feature });
  }

  // What lies at a point, else within reach of it; topmost first, each feature once.
  #picked({ x, y }, reach) {
    if (!this.#styled) return [];
    const found = (r) => this.#map.queryRenderedFeatures([[x - r, y - r], [x + r, y + r]], { layers: this.#hits, validate: false });
    const near = found(1), features = new Map();
    for (const f of near.length ? near : found(reach)) {
      // What the page itself draws names its feature; a tile's feature has its layer's name and its row as id.
      const { count = 1, layer = f.sourceLayer.replace(/_area$/, ''), row = f.id ?? 0 } = f.properties;
      if (!features.has(`${layer}:${row}`)) features.set(`${layer}:${row}`, { layer, row, count });
    }
    return [...features.values()].slice(0, 20);
  }

  #where({ originalEvent }, settled) {
    const map = this.#map, { lng, lat } = map.getCenter(), zoom = map.getZoom(), b = map.getBounds();
    const bounds = { west: b.getWest(), south: b.getSouth(), east: b.getEast(), north: b.getNorth() };
    return { type: 'moved', camera: { lng, lat, zoom, bearing: map.getBearing() }, bounds, metresPerPx: this.#metres(), byUser: Boolean(originalEvent), settled };
  }

  #emit(event) {
    if (this.#still && OF_SIGHT.has(event.type)) return;
    const last = this.#queue.at(-1);
    if (last?.type === event.type && KEEP_LAST.has(event.type)) this.#queue.pop();
    if (this.#queue.push(event) === 1 && !last) setTimeout(() => this.#queue.splice(0).forEach((e) => this.#say(JSON.stringify(e))));
  }

  // For the browser tests: they ask what is on the map instead of comparing pixels.
  #testHook() {
    const map = this.#map;
    return {
      idle: () => new Promise((done) => (map.loaded() && !map.isMoving() ? done() : map.once('idle', () => done()))),
      style: () => map.getStyle(),
      camera: () => ({ ...map.getCenter(), zoom: map.getZoom(), bearing: map.getBearing() }),
      project: (lng, lat) => ({ ...map.project([lng, lat]) }),
      rendered: (layers) => map.queryRenderedFeatures(layers && { layers })
        .map((f) => ({ layer: f.layer.id, row: f.id, properties: f.properties, geometry: f.geometry })),
    };
  }
}
