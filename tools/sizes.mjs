// What a visitor's browser fetches, gzipped, beside the budget. A program over its budget is said, not refused: the
// budgets are an aim that is not met yet. A program that is missing is refused.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = process.argv[2] ?? 'dist';
const BUDGET_KB = { 'app WASM': 250, 'engine WASM': 250, 'importer WASM': 700 };

function* files(folder, inside = '') {
  for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
    const path = join(inside, entry.name);
    if (entry.isDirectory()) yield* files(folder, path);
    else if (!/\.(gz|br)$/.test(entry.name)) yield path;
  }
}

function part(path) {
  for (const program of ['app', 'engine', 'importer']) {
    if (path.startsWith(`${program}-`)) return path.endsWith('.wasm') ? `${program} WASM` : 'glue';
  }
  if (path.startsWith('maplibre') && !path.endsWith('.css')) return 'MapLibre';
  return path.endsWith('.css') ? 'styles' : 'page, scripts, icons';
}

const sizes = new Map();
for (const path of files(DIST)) {
  const name = part(path);
  const bytes = readFileSync(join(DIST, path));
  const sum = sizes.get(name) ?? { raw: 0, gzip: 0 };
  sizes.set(name, { raw: sum.raw + bytes.length, gzip: sum.gzip + gzipSync(bytes, { level: 9 }).length });
}

const kb = (bytes) => (bytes / 1000).toFixed(0).padStart(6);
console.log('size, kB                 raw  gzipped  budget');
let missing = 0;
for (const [name, { raw, gzip }] of [...sizes].sort()) {
  const budget = BUDGET_KB[name];
  const broken = budget !== undefined && gzip > budget * 1000;
  console.log(`${name.padEnd(22)}${kb(raw)}   ${kb(gzip)}  ${budget === undefined ? '' : String(budget).padStart(6)}${broken ? '  OVER' : ''}`);
}
for (const name of Object.keys(BUDGET_KB)) {
  if (!sizes.has(name)) { console.log(`${name}: missing in ${DIST}`); missing += 1; }
}
process.exit(missing ? 1 : 0);
