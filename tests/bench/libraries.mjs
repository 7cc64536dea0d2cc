// The index and the density surface in one Chromium run, beside what a web developer would pick.
// node tests/bench/libraries.mjs MODULE_FOLDER [points …]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../e2e/harness/chromium.mjs';
import { ROOT } from '../e2e/harness/server.mjs';
import { machine, table } from './print.mjs';
import { serveFolders } from './static.mjs';

const [module, ...sizes] = process.argv.slice(2);
const server = await serveFolders({ node_modules: join(ROOT, 'node_modules'), bench: join(ROOT, 'tests/bench'), module });
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  console.log(await machine(browser));
  const version = (name) => `${name} ${JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version}`;
  console.log(['flatbush', 'kdbush', 'rbush', 'fast-kde'].map(version).join(' · '));

  for (const n of sizes.length ? sizes.map(Number) : [100_000, 1_000_000]) {
    await page.goto(server.url);
    const rows = await page.evaluate(async (n) => {
      const program = await import('/module/bench-web.js');
      await program.default();
      return (await import('/bench/spatial.mjs')).spatial(program, n);
    }, n);
    console.log(`\nIndex, ${n.toLocaleString('en')} points: ms (a build, or 1,000 queries), in brackets the ratio to flatbush`);
    table(['', 'riskmap', 'flatbush', 'kdbush', 'rbush', 'plain rstar'], rows.map(({ task, times }) => [task,
      ...['riskmap', 'flatbush', 'kdbush', 'rbush', 'rstar'].map((who) => times[who] === undefined ? '–'
        : `${times[who].toFixed(1)} (${(times[who] / times.flatbush).toFixed(2)})`)]));
  }

  await page.goto(server.url);
  const rows = await page.evaluate(async () => {
    const program = await import('/module/bench-web.js');
    await program.default();
    return (await import('/bench/density.mjs')).density(program, 1_000_000);
  });
  console.log('\nDensity, 1,000,000 points, 1024 × 1024 nodes: ms, and how far off the exact sum in parts of the maximum');
  table(['bandwidth', 'riskmap', 'fast-kde', 'ratio', 'off by', 'exact mode'], rows.map((row) => [`${row.bandwidth} m`,
    row.riskmap.toFixed(0), row.fastKde.toFixed(0), (row.riskmap / row.fastKde).toFixed(2), row.off.toExponential(1), row.riskmapExact.toFixed(0)]));
} finally {
  await browser.close();
  server.stop();
}
