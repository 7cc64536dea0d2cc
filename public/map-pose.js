// A picture of the map: another size, zoom and fineness for a moment, then everything as before.

// How long a map may take to be drawn whole.
const PATIENCE_MS = 45_000;

// Resolves once the map has drawn all that it was asked for.
function drawn(map) {
  return new Promise((done, failed) => {
    const late = setTimeout(() => {
      map.off('idle', look);
      failed(new Error(`not drawn within ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
    // Some wait for an idle map before they ask for more.
    const look = () => {
      if (!map.loaded() || map.isMoving()) return;
      clearTimeout(late);
      map.off('idle', look);
      done();
    };
    map.on('idle', look);
    map.triggerRepaint();
  });
}

const FENCE = 'frame-edge', POST_PX = 12;

// Names that the picture's edge would cut give way or stand elsewhere: invisible posts along it have their place first.
function fence(map, width, height) {
  const along = (length) => Array.from({ length: Math.ceil(length / POST_PX) + 1 }, (_, n) => Math.min(n * POST_PX, length));
  const posts = [...along(width).flatMap((x) => [[x, 0], [x, height]]), ...along(height).flatMap((y) => [[0, y], [width, y]])];
  const features = posts.map((post) => map.unproject(post)).map(({ lng, lat }) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [lng, lat] } }));
  map.addImage(FENCE, { width: POST_PX, height: POST_PX, data: new Uint8Array(4 * POST_PX ** 2) });
  map.addSource(FENCE, { type: 'geojson', data: { type: 'FeatureCollection', features } });
  map.addLayer({ id: FENCE, type: 'symbol', source: FENCE, layout: { 'icon-image': FENCE, 'icon-allow-overlap': true, 'icon-padding': 0 } });
}

function tear(map) {
  if (map.getLayer(FENCE)) map.removeLayer(FENCE);
  if (map.getSource(FENCE)) map.removeSource(FENCE);
  if (map.hasImage(FENCE)) map.removeImage(FENCE);
}

// What the canvas shows lasts only as long as the frame that drew it.
function take(map) {
  return new Promise((done) => {
    map.once('render', () => done(map.getCanvas().toDataURL('image/png')));
    map.triggerRepaint();
  });
}

// `pose`: {width, height, ratio, zoomBy, center?}; gives {uri, ratio, metresPerPx, bearing, ring}. `still` is told while the map
// is not what the reader looks at.
async function stand(map, { width, height, ratio, zoomBy, center }, still) {
  if (map.getCanvas().getContext('webgl2')?.isContextLost()) throw new Error('the graphics card gave it up');
  await drawn(map);
  const box = map.getContainer(), canvas = map.getCanvas();
  const before = { zoom: map.getZoom(), center: map.getCenter(), bearing: map.getBearing() };
  still(true);
  try {
    Object.assign(box.style, { width: `${width}px`, height: `${height}px`, right: 'auto', bottom: 'auto' });
    map.setPixelRatio(ratio);
    map.resize();
    map.jumpTo({ center: center ?? before.center, bearing: before.bearing, zoom: before.zoom + zoomBy });
    fence(map, width, height);
    await drawn(map);
    const uri = await take(map), { lat } = map.getCenter(), zoom = map.getZoom();
    const corners = [[0, 0], [width, 0], [width, height], [0, height]];
    return {
      uri,
      ratio: canvas.width / width,
      metresPerPx: (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom),
      bearing: map.getBearing(),
      ring: corners.map((corner) => map.unproject(corner)).map(({ lng, lat }) => ({ lng, lat })),
    };
  } finally {
    tear(map);
    Object.assign(box.style, { width: '', height: '', right: '', bottom: '' });
    map.setPixelRatio(undefined); // the screen's own again
    map.resize();
    map.jumpTo(before);
    still(false);
  }
}

// The white between two pictures, CSS px.
const GAP_PX = 4;

async function loaded(uri) {
  const image = new Image();
  image.src = uri;
  await image.decode();
  return image;
}

// Two pictures of the same scale side by side as one. What is told of it, but for its size and place, is true of both.
async function joined(pictures, { width, height, flip }) {
  const { ratio } = pictures[0], inOrder = flip ? [...pictures].reverse() : pictures;
  const images = await Promise.all(inOrder.map(({ uri }) => loaded(uri)));
  const canvas = document.createElement('canvas'), half = (width - GAP_PX) / 2;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const paper = canvas.getContext('2d');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  images.forEach((image, n) => paper.drawImage(image, n * (half + GAP_PX) * ratio, 0, half * ratio, height * ratio));
  return { ...pictures[0], uri: canvas.toDataURL('image/png') };
}

// Stands with one map, or with both halves of a comparison one after the other: at the same scale, half as wide each. What is
// looked for at a place is not in another city.
export async function standAll(maps, pose) {
  if (maps.length < 2 || (pose.center && maps[1].apart)) return stand(maps[0].map, pose, maps[0].still);
  const half = { ...pose, width: (pose.width - GAP_PX) / 2 }, pictures = [], still = (is) => maps.forEach((of) => of.still(is));
  try {
    // Both keep still until both are taken: none leads the other away.
    for (const { map } of maps) pictures.push(await stand(map, half, () => still(true)));
  } finally {
    still(false);
  }
  return joined(pictures, pose);
}
