// Invented points that lie like a city's: crowded at centres, strung along roads, some anywhere. The same seed gives
// the same points everywhere.

/** A small generator of numbers in [0, 1); 32 bits of state are plenty for a benchmark. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CENTRE = { lng: 104.7, lat: 31.5 };
const SIDE_M = 40_000;
export const M_PER_DEGREE = 111_320;

/** `n` points as lng, lat, lng, lat, …, around their centre, within a square of `side` metres but for a few. */
export function city(n, seed = 1) {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const anywhere = () => (next() - 0.5) * SIDE_M;
  const centres = Array.from({ length: 60 }, () => ({ x: anywhere() * 0.8, y: anywhere() * 0.8, spread: 250 + 1750 * next() ** 2 }));
  const roads = Array.from({ length: 200 }, () => {
    const from = Math.floor(next() * centres.length), on = 1 + Math.floor(next() * (centres.length - 1));
    return { a: centres[from], b: centres[(from + on) % centres.length] };
  });
  const out = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const kind = next();
    let x, y;
    if (kind < 0.45) {
      const centre = centres[Math.floor(next() ** 2 * centres.length)];
      x = centre.x + normal() * centre.spread;
      y = centre.y + normal() * centre.spread;
    } else if (kind < 0.85) {
      const { a, b } = roads[Math.floor(next() * roads.length)], along = next();
      x = a.x + (b.x - a.x) * along + normal() * 8;
      y = a.y + (b.y - a.y) * along + normal() * 8;
    } else {
      x = anywhere();
      y = anywhere();
    }
    out[2 * i] = CENTRE.lng + x / (M_PER_DEGREE * Math.cos((CENTRE.lat * Math.PI) / 180));
    out[2 * i + 1] = CENTRE.lat + y / M_PER_DEGREE;
  }
  return { lngLat: out, centre: CENTRE, side: SIDE_M };
}

/** Points from the server, as 64-bit numbers lng, lat, lng, lat, …; the square is the one around them. */
export async function served(address) {
  const lngLat = new Float64Array(await (await fetch(address)).arrayBuffer());
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lngLat.length; i += 2) {
    west = Math.min(west, lngLat[i]); east = Math.max(east, lngLat[i]);
    south = Math.min(south, lngLat[i + 1]); north = Math.max(north, lngLat[i + 1]);
  }
  const centre = { lng: (west + east) / 2, lat: (south + north) / 2 };
  const width = (east - west) * M_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180);
  return { lngLat, centre, side: Math.max(width, (north - south) * M_PER_DEGREE) };
}

/** The files of these names in the demo city's folder. */
export async function named(names) {
  const bytes = async (name) => new Uint8Array(await (await fetch(`/demo/${name}`)).arrayBuffer());
  return Promise.all(names.map(async (name) => [name, await bytes(name)]));
}

/** A table of crashes at some points, as a city would hand it over. */
export function crashTable(lngLat) {
  const severities = ['slight', 'slight', 'slight', 'serious', 'damage_only', 'fatal'];
  const lines = ['id,lon,lat,at,severity'];
  for (let i = 0; i < lngLat.length / 2; i++) {
    const day = String(1 + (i % 28)).padStart(2, '0'), hour = String(i % 24).padStart(2, '0');
    lines.push(`C${i},${lngLat[2 * i].toFixed(6)},${lngLat[2 * i + 1].toFixed(6)},2024-01-${day}T${hour}:00,${severities[i % 6]}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The manifest beside it. */
export const CRASH_CITY = JSON.stringify({
  schema: 'riskmap/1', name: { zh: '百万起事故', en: 'A million crashes' }, as_of: '2024-01-31', fictional: true,
  layers: { crashes: { href: 'crashes.csv' } },
});

/**
 * The quickest of several runs in milliseconds, by name. They take turns, after each has run long enough for the browser
 * to have compiled what is hot: whatever else the machine does then falls on all alike, and only ever adds.
 */
export function race(rounds, contestants) {
  const names = Object.keys(contestants);
  for (const name of names) {
    const warm = performance.now();
    do contestants[name](); while (performance.now() - warm < 60);
  }
  const quickest = Object.fromEntries(names.map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      contestants[name]();
      quickest[name] = Math.min(quickest[name], performance.now() - start);
    }
  }
  return quickest;
}
