// The built page, measured from outside: opening the demo city, opening a million crashes, and panning over them beside
// a bare MapLibre page that is given the very same tiles. Long tasks are the browser's own figure: over 50 ms.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../e2e/harness/chromium.mjs';
import { ROOT, serve } from '../e2e/harness/server.mjs';
import { answers } from './answers.mjs';
import { CRASH_CITY, city, crashTable } from './points.mjs';
import { machine, table } from './print.mjs';
import { serveFolders } from './static.mjs';

const DEMO = 'data/lanchuan';
const MILLION = 1_000_000;

/** Runs in the page before anything else: notes when tiles are asked for and come, every long task, and how long each
 * entry into our WASM takes: whatever the browser calls of ours, it calls through the module's exports. */
function instrument() {
  const seen = (window.seen = { tiles: [], longTasks: [], waiting: new Map(), kept: {}, entries: [] });
  const timed = (exports) => {
    let inside = false;
    const wrap = (call) => (...given) => {
      if (inside) return call(...given);
      inside = true;
      const startTime = performance.now();
      try { return call(...given); } finally {
        inside = false;
        seen.entries.push({ startTime, duration: performance.now() - startTime });
      }
    };
    return Object.fromEntries(Object.entries(exports).map(([name, it]) => [name, typeof it === 'function' ? wrap(it) : it]));
  };
  for (const way of ['instantiate', 'instantiateStreaming']) {
    const before = WebAssembly[way];
    WebAssembly[way] = async (...given) => {
      const made = await before.apply(WebAssembly, given);
      const instance = made.instance ?? made;
      const exports = timed(instance.exports);
      return made.instance ? { module: made.module, instance: { exports } } : { exports };
    };
  }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.url) seen.waiting.set(message.id, { url: message.url, asked: performance.now() });
    return post.call(this, message, ...rest);
  };
  const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    set(listener) {
      set.call(this, (event) => {
        const tile = seen.waiting.get(event.data?.id);
        if (tile) {
          seen.waiting.delete(event.data.id);
          const bytes = event.data.bytes;
          seen.tiles.push({ ...tile, came: performance.now(), size: bytes?.byteLength ?? 0 });
          if (bytes) seen.kept[tile.url] = new Uint8Array(bytes).slice().buffer;
        }
        return listener.call(this, event);
      });
    },
  });
}

/** The moment after which nothing more was asked for and the map had drawn all: ms after navigation began. */
function settled() {
  return new Promise((done) => {
    let since, tiles = -1;
    const timer = setInterval(async () => {
      const hook = window.riskmapTest;
      if (!hook || document.getElementById('boot') || seen.waiting.size || !seen.tiles.some((t) => t.size) || tiles !== seen.tiles.length) {
        [since, tiles] = [undefined, seen.tiles.length];
        return;
      }
      since ??= hook.idle().then(() => performance.now());
      const at = await since;
      if (performance.now() - at > 800 && since) { clearInterval(timer); done(at); }
    }, 20);
  });
}

async function open(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(instrument);
  const asked = new Map();
  context.on('request', (request) => asked.set(request.url(), request));
  await page.goto(url);
  const drawn = await page.evaluate(settled);
  return { context, page, asked, drawn };
}

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

/** How long our own code held the page's thread, entry by entry. */
const held = (entries) => `${at(entries, 0.95).toFixed(1)} · ${at(entries, 1).toFixed(1)} ms, ${entries.length} entries`;

const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const ms = (value) => `${value.toFixed(0)} ms`;

/** What the engine's WASM memory has grown to, asked of its own glue, which holds the instance. */
async function engineMemory(page) {
  const engine = page.workers().find((worker) => /\/engine-[0-9a-f]+\//.test(worker.url()));
  const bytes = await engine?.evaluate(async () => {
    const glue = await import(new URL('./engine.js', location.href).href);
    return (await glue.default()).memory.buffer.byteLength;
  });
  return bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(0)} MB`;
}

function writeMillion() {
  const folder = mkdtempSync(join(tmpdir(), 'riskmap-bench-'));
  writeFileSync(join(folder, 'crashes.csv'), crashTable(city(MILLION).lngLat));
  writeFileSync(join(folder, 'city.json'), CRASH_CITY);
  return folder;
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
