// The index and the density surface in one Chromium run, beside what a web developer would pick; the time of tiles, and of
// levels, explanations and conflicts.
// node tests/bench/libraries.mjs MODULE_FOLDER
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { launch } from '../e2e/harness/chromium.mjs';
import { ROOT } from '../e2e/harness/server.mjs';
import { machine, table } from './print.mjs';
import { serveFolders } from './static.mjs';

const [module] = process.argv.slice(2);

// Crashes of a real conurbation resampled to a million, where the machine has them.
const REAL = join(ROOT, '../shared/data/points-1m/points_1m.csv.gz');
const cases = [['100,000 invented', 'city', 100_000], ['1,000,000 invented', 'city', 1_000_000]];
const memory = {};
if (existsSync(REAL)) {
  const lines = gunzipSync(readFileSync(REAL)).toString().trimEnd().split('\n').slice(1);
  memory['/points'] = Buffer.from(Float64Array.from(lines.flatMap((line) => line.split(',', 2).map(Number))).buffer);
  cases.push([`${lines.length.toLocaleString('en')} crash`, 'served', '/points']);
} else {
  console.log(`SKIPPED: crash points, ${REAL} absent`);
}

const DEMO = join(ROOT, 'data/lanchuan');
const server = await serveFolders({ demo: DEMO, node_modules: join(ROOT, 'node_modules'), bench: join(ROOT, 'tests/bench'), module }, memory);
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  /** Runs one of our modules' functions in a fresh page on one of the cases. */
  const run = async (name, [, make, from]) => {
    await page.goto(server.url);
    return page.evaluate(async ([name, make, from]) => {
      const program = await import('/module/bench-web.js');
      await program.default();
      const points = await (await import('/bench/points.mjs'))[make](from);
      const module = name.startsWith('tiles') ? 'tiles' : name;
      return (await import(`/bench/${module}.mjs`))[name](program, points);
    }, [name, make, from]);
  };

  console.log(await machine(browser));
  const version = (name) => `${name} ${JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version}`;
  console.log(['flatbush', 'kdbush', 'rbush', 'fast-kde'].map(version).join(' · '));

  for (const one of cases) {
    const rows = await run('spatial', one);
    console.log(`\nIndex, ${one[0]} points: ms (a build, or 1,000 queries), in brackets the ratio to flatbush`);
    table(['', 'riskmap', 'flatbush', 'kdbush', 'rbush', 'plain rstar'], rows.map(({ task, times }) => [task,
      ...['riskmap', 'flatbush', 'kdbush', 'rbush', 'rstar'].map((who) => times[who] === undefined ? '–'
        : `${times[who].toFixed(1)} (${(times[who] / times.flatbush).toFixed(2)})`)]));
  }
  for (const one of cases.slice(1)) {
    const rows = await run('density', one);
    console.log(`\nDensity, ${one[0]} points, 1024 × 1024 nodes: ms, and how far off the exact sum in parts of the maximum`);
    table(['bandwidth', 'riskmap', 'fast-kde', 'ratio', 'off by', 'exact mode'], rows.map((row) => [`${row.bandwidth} m`,
      row.riskmap.toFixed(0), row.fastKde.toFixed(0), (row.riskmap / row.fastKde).toFixed(2), row.off.toExponential(1), row.riskmapExact.toFixed(0)]));
  }
  for (const [title, rows] of [
    ['1,000,000 crashes', await run('tilesOfPoints', cases[1])],
    ['the demo city', await run('tilesOfCity', ['', 'named', readdirSync(DEMO)])],
  ]) {
    console.log(`\nTiles of ${title}: every tile of zooms 6–16 that holds something; ms to cut one`);
    table(['layer', 'tiles', 'p50', 'p95', 'worst', 'largest, kB'], rows.map((row) => [row.layer, row.tiles,
      row.p50.toFixed(2), row.p95.toFixed(2), row.worst.toFixed(2), (row.bytes / 1000).toFixed(0)]));
  }
  console.log('\nThe demo city in the worker\'s program, on one thread: ms, the middle of five openings');
  table(['', 'how many', 'ms'], (await run('levels', ['', 'named', readdirSync(DEMO)])).map(({ what, count, ms }) => [what,
    count.toLocaleString('en'), ms.toFixed(0)]));
} finally {
  await browser.close();
  server.stop();
}
