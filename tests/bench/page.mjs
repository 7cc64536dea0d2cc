// The built page, measured from outside: opening the demo city, opening a million crashes, and panning over them beside
// a bare MapLibre page that is given the very same tiles. Long tasks are the browser's own figure: over 50 ms.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../e2e/harness/chromium.mjs';
import { ROOT, serve } from '../e2e/harness/server.mjs';
import { answers } from './answers.mjs';
import { machine, table } from './print.mjs';
import { serveFolders } from './static.mjs';
import { at, engineMemory, held, instrument, ms, open, writeMillion } from './watched.mjs';

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
    const times = [];
    let entries;
    for (let i = 0; i < 3; i++) {
      const { context, page, drawn } = await open(browser, server.url);
      times.push(drawn);
      entries = await page.evaluate(() => seen.entries.map((entry) => entry.duration));
      await context.close();
    }
    rows.push(['demo city, opening to complete frame', ms(at(times, 0.5))]);
    rows.push(['our own code on the page\'s thread while opening: p95 · worst', held(entries)]);
    rows.push(...await answers(browser, server.url, (page) => page.waitForFunction(() => window.riskmapTest && !document.getElementById('boot'))));
  } else {
    console.log(`SKIPPED: the demo city, ${DEMO} absent`);
  }

  const folder = writeMillion();
  stops.push(() => rmSync(folder, { recursive: true }));
  const server = await serve(folder);
  stops.push(server.stop);
  const { page, asked, drawn } = await open(browser, server.url);
  const origin = await page.evaluate(() => performance.timeOrigin);
  const fetched = asked.get(`${server.url}data/crashes.csv`)?.timing().startTime - origin;
  const tiles = await page.evaluate(() => seen.tiles);
  const first = tiles.find((tile) => tile.size > 0);
  rows.push(['1M crashes, fetch to first tile', ms(first.came - fetched)]);
  rows.push(['1M crashes, opening to complete frame', ms(drawn)]);
  rows.push(['engine WASM memory after load', await engineMemory(page)]);

  const panned = await pan(page);
  const waits = (await page.evaluate(() => seen.tiles)).slice(tiles.length).map((tile) => tile.came - tile.asked);
  rows.push(['tile, asked to come while panning: p50 · p95 · worst', [0.5, 0.95, 1].map((share) => at(waits, share).toFixed(1)).join(' · ') + ' ms']);
  rows.push(['our own code on the page\'s thread while panning: p95 · worst', held(panned.entries)]);
  rows.push(['long tasks while panning, ours', `${panned.count}, longest ${ms(panned.longest)}`]);

  // The same style, camera and tiles without us. What was never asked for stays empty.
  const { style, camera, kept } = await page.evaluate(async () => ({
    style: window.riskmapTest.style(), camera: window.riskmapTest.camera(),
    kept: Object.entries(seen.kept).map(([url, bytes]) => [url, [...new Uint8Array(bytes)]]),
  }));
  await page.context().close();
  const bareServer = await serveFolders({ node_modules: join(ROOT, 'node_modules') });
  stops.push(bareServer.stop);
  const bare = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await bare.addInitScript(instrument);
  await bare.goto(bareServer.url);
  await bare.evaluate(async ({ style, camera, kept }) => {
    const { Map: GlMap, addProtocol, setWorkerUrl } = await import('/node_modules/maplibre-gl/dist/maplibre-gl.mjs');
    setWorkerUrl('/node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs');
    const tiles = new Map(kept.map(([url, bytes]) => [url, Uint8Array.from(bytes).buffer]));
    addProtocol('riskmap', async ({ url }) => ({ data: tiles.get(url)?.slice(0) ?? new ArrayBuffer(0) }));
    document.body.innerHTML = '<div id="map" style="position:fixed;inset:0"></div>';
    const map = new GlMap({ container: 'map', style, center: [camera.lng, camera.lat], zoom: camera.zoom, attributionControl: false, maxPitch: 0, renderWorldCopies: false });
    await new Promise((idle) => { map.once('idle', idle); });
  }, { style, camera, kept });
  const bared = await pan(bare);
  rows.push(['long tasks while panning, bare MapLibre', `${bared.count}, longest ${ms(bared.longest)}`]);

  table(['page', ''], rows);
} finally {
  for (const stop of stops.reverse()) await stop();
}
