// The dataset's own files, read without the program under test; and small datasets made for one story.
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import { ROOT } from './server.mjs';

/** The text of a dataset's file, plain or gzipped. */
export function text(file, data = 'data/lanchuan') {
  const path = join(ROOT, data, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString('utf8');
}

/** The features of a GeoJSON layer. */
export const features = (layer, data) => JSON.parse(text(`${layer}.geojson`, data)).features;

/** The rows of a CSV layer, as objects of texts by the header's names. */
export const rows = (layer, data) => table(text(`${layer}.csv`, data));

/** A CSV's rows as objects; quotes, commas and line ends in quotes as RFC 4180 has them. */
export function table(csv) {
  const records = [[]];
  let cell = '', quoted = false;
  const end = () => { records.at(-1).push(cell); cell = ''; };
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i];
    if (quoted) {
      if (c === '"' && csv[i + 1] === '"') { cell += '"'; i++; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') end();
    else if (c === '\n') { end(); records.push([]); }
    else if (c !== '\r') cell += c;
  }
  if (cell || records.at(-1).length) end();
  else records.pop();
  const [header, ...lines] = records;
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ''])));
}

/**
 * Metres between two places `[lng, lat]`, by the ellipsoid's two radii at their middle latitude: within 1e-6 of the
 * geodesic over a city.
 */
export function metres([lng1, lat1], [lng2, lat2]) {
  const a = 6378137, e2 = 0.00669437999014, rad = Math.PI / 180;
  const phi = ((lat1 + lat2) / 2) * rad, w = 1 - e2 * Math.sin(phi) ** 2;
  const x = (lng2 - lng1) * rad * Math.cos(phi) * (a / Math.sqrt(w));
  const y = (lat2 - lat1) * rad * ((a * (1 - e2)) / w ** 1.5);
  return Math.hypot(x, y);
}

/** Writes files (name to text or bytes) into a new folder of this run and gives its path. */
export function folder(files, name = 'city') {
  const path = join(mkdtempSync(join(tmpdir(), 'riskmap-')), name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  }
  return path;
}

/** The bytes of a zip of files (name to text or bytes). */
export function zip(files) {
  const local = [], central = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content), packed = deflateRawSync(raw), title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0); // version needed
    head.writeUInt16LE(0x0800, 2); // names are UTF-8
    head.writeUInt16LE(8, 4); // deflate
    head.writeUInt32LE(0x00210000, 6); // 1980-01-01
    head.writeUInt32LE(crc32(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(raw.length, 18);
    head.writeUInt16LE(title.length, 22);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, title);
    at += 4 + head.length + title.length + packed.length;
  }
  const directory = Buffer.concat(central), count = Object.keys(files).length, end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

/**
 * The files of a village of six places: four venues, a tank with a 500 m reach, a fire station. `more` replaces or adds
 * files; `layers` adds layers to the manifest; `day` is that of the data.
 */
export function village(more = {}, { name = { zh: '石桥村', en: 'Shiqiao' }, layers = {}, day = '2026-01-31' } = {}) {
  const hrefs = { facilities: 'facilities.csv', venues: 'venues.csv', fire_stations: 'fire_stations.csv', ...layers };
  const manifest = {
    schema: 'riskmap/1', name, as_of: day,
    layers: Object.fromEntries(Object.entries(hrefs).map(([layer, href]) => [layer, { href }])),
    sources: [{ name: 'made for a test', licence: 'CC0-1.0', attribution: 'made for a test' }],
  };
  return {
    'city.json': JSON.stringify(manifest),
    'facilities.csv': 'id,name,kind,lon,lat\nF1,石桥储罐,storage_tank,112.000,30.000\n',
    'venues.csv': 'id,name,kind,people_day,people_night,lon,lat\n'
      + 'V1,石桥小学,school,240,0,112.001,30.000\n'
      + 'V2,石桥旅馆,hotel,20,60,112.003,30.000\n'
      + 'V3,桥头饭店,restaurant,45,30,112.004,30.001\n'
      + 'V4,远山宾馆,hotel,,,112.060,30.030\n',
    'fire_stations.csv': 'id,name,lon,lat\nX1,石桥消防站,112.002,30.004\n',
    ...more,
  };
}

/** A served city that opens in a moment, for stories that only need one to be open: 双溪村. */
export const hamlet = () => folder(village({}, { name: { zh: '双溪村', en: 'Shuangxi' } }));
