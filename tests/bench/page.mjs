// The built page, measured from outside: opening the demo city, opening a million crashes, and panning over them beside
// a bare MapLibre page that is given the very same tiles. Long tasks are the browser's own figure: over 50 ms.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../e2e/harness/chromium.mjs';
import { ROOT, serve } from '../e2e/harness/server.mjs';
import { answers } from './answers.mjs';
import { openBare } from './bare.mjs';
import { machine, table } from './print.mjs';
import { at, engineMemory, held, ms, open, writeMillion } from './watched.mjs';

const DEMO = 'data/lanchuan';

/** Drags back and forth over the map's middle, as a reader in a hurry would. */
async function pan(page) {
  const before = await page.evaluate(() => performance.now());
  for (let i = 0; i < 12; i++) {
    await page.mouse.move(800, 450);
    await page.mouse.down();
    await page.mouse.move(800 + (i % 2 ? 220 : -220), 450 + (i % 3) * 70, { steps: 16 });
    await page.mouse.up();
    await page.waitForTimeout(250);
  }
  const since = (list) => page.evaluate(([list, since]) => seen[list].filter((t) => t.startTime > since).map((t) => t.duration), [list, before]);
  const [tasks, entries] = [await since('longTasks'), await since('entries')];
  return { count: tasks.length, longest: Math.max(0, ...tasks), entries };
}

const browser = await launch();
const stops = [() => browser.close()];
try {
  console.log(await machine(browser));
  const rows = [];

  if (existsSync(join(ROOT, DEMO, 'city.json'))) {
    const server = await serve(DEMO);
    stops.push(server.stop);
    const [seen, whole, bare] = [[], [], []];
    let entries;
    for (let i = 0; i < 3; i++) {
      const { context, page, first, drawn } = await open(browser, server.url);
      [seen, whole].forEach((times, k) => times.push([first, drawn][k]));
      entries = await page.evaluate(() => window.seen.entries.map((entry) => entry.duration));
      const without = await openBare(browser, page);
      bare.push(without.drawn);
      await without.stop();
      await context.close();
    }
    const [sight, full, plain] = [seen, whole, bare].map((times) => at(times, 0.5));
    rows.push(['demo city, opening to first sight of it · to complete frame', `${ms(sight)} · ${ms(full)}`]);
    rows.push(['bare MapLibre on the same tiles, opening to complete frame', `${ms(plain)}: ours ${(sight / plain).toFixed(2)} · ${(full / plain).toFixed(2)} times as long`]);
    rows.push(['our own code on the page\'s thread while opening: p95 · worst', held(entries)]);
    rows.push(...await answers(browser, server.url, (page) => page.waitForFunction(() => window.riskmapTest && !document.getElementById('boot'))));
  } else {
    console.log(`SKIPPED: the demo city, ${DEMO} absent`);
  }

  const folder = writeMillion();
  stops.push(() => rmSync(folder, { recursive: true }));
  const server = await serve(folder);
  stops.push(server.stop);
  const { page, asked, drawn } = await open(browser, `${server.url}?v=1&role=planning&mode=density&layers=crashes`);
  const origin = await page.evaluate(() => performance.timeOrigin);
  const fetched = asked.get(`${server.url}data/crashes.csv`)?.timing().startTime - origin;
  const tiles = await page.evaluate(() => seen.tiles);
  // Of the crashes: the first of the surface waits until that is computed.
  const [first, surface] = ['crashes', 'density'].map((of) => tiles.find((tile) => tile.size > 0 && tile.url.includes(of)));
  rows.push(['1M crashes, fetch to first tile of crashes · of their surface', `${ms(first.came - fetched)} · ${ms(surface.came - fetched)}`]);
  rows.push(['1M crashes, opening to complete frame', ms(drawn)]);
  rows.push(['engine WASM memory after load', await engineMemory(page)]);

  const panned = await pan(page);
  const waits = (await page.evaluate(() => seen.tiles)).slice(tiles.length).map((tile) => tile.came - tile.asked);
  rows.push(['tile, asked to come while panning: p50 · p95 · worst', [0.5, 0.95, 1].map((share) => at(waits, share).toFixed(1)).join(' · ') + ' ms']);
  rows.push(['our own code on the page\'s thread while panning: p95 · worst', held(panned.entries)]);
  rows.push(['long tasks while panning, ours', `${panned.count}, longest ${ms(panned.longest)}`]);

  // The same style, camera and tiles without us.
  const bare = await openBare(browser, page);
  await page.context().close();
  const bared = await pan(bare.page);
  await bare.stop();
  rows.push(['long tasks while panning, bare MapLibre', `${bared.count}, longest ${ms(bared.longest)}`]);

  table(['page', ''], rows);
} finally {
  for (const stop of stops.reverse()) await stop();
}
