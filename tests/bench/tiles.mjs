// In the browser: how long the engine takes to cut a tile, layer by layer, over every tile that holds something.
import { CRASH_CITY, crashTable } from './points.mjs';

const ZOOMS = [6, 16];
/** Of zooms with more tiles, evenly drawn so many. */
const MOST_A_ZOOM = 1500;
/** Each tile is cut so often, and its quickest time kept: whatever else the machine does only adds. */
const ROUNDS = 3;

/** One row for a million crashes. */
export function tilesOfPoints({ CityBench }, { lngLat }) {
  const text = new TextEncoder();
  const city = new CityBench();
  city.add('city.json', text.encode(CRASH_CITY));
  city.add('crashes.csv', text.encode(crashTable(lngLat)));
  return times(city, ['crashes']);
}

/** One row a layer of the demo city. */
export function tilesOfCity({ CityBench }, files) {
  const city = new CityBench();
  for (const [name, bytes] of files) city.add(name, bytes);
  return times(city, ['roads', 'buildings', 'built', 'green', 'water', 'districts', 'pipelines', 'routes', 'venues', 'crashes', 'facilities', 'hydrants']);
}

function times(city, layers) {
  const bounds = city.open();
  const rows = layers.map((layer) => {
    const spent = [];
    let bytes = 0;
    for (let z = ZOOMS[0]; z <= ZOOMS[1]; z++) {
      const tiles = [...covering(bounds, z)];
      const every = Math.max(1, Math.ceil(tiles.length / MOST_A_ZOOM));
      for (let i = 0; i < tiles.length; i += every) {
        const address = `riskmap://${layer}/${tiles[i]}?v=1`;
        let quickest = Infinity, size = 0;
        for (let round = 0; round < ROUNDS; round++) {
          const start = performance.now();
          size = city.tile(address).length;
          quickest = Math.min(quickest, performance.now() - start);
        }
        bytes = Math.max(bytes, size);
        if (size > 0) spent.push(quickest);
      }
    }
    spent.sort((a, b) => a - b);
    const at = (share) => spent[Math.min(spent.length - 1, Math.floor(spent.length * share))] ?? NaN;
    return { layer, tiles: spent.length, p50: at(0.5), p95: at(0.95), worst: at(1), bytes };
  });
  city.free();
  return rows;
}

function* covering([west, south, east, north], z) {
  const across = 2 ** z;
  const x = (lng) => Math.floor(((lng + 180) / 360) * across);
  const y = (lat) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * across);
  for (let column = x(west); column <= x(east); column++) {
    for (let row = y(north); row <= y(south); row++) yield `${z}/${column}/${row}`;
  }
}
