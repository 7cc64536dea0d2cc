// A page of ours that is watched from outside: the tiles it asks for, the browser's long tasks, and how long each entry into
// our WASM holds its thread.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRASH_CITY, city, crashTable } from './points.mjs';

const MILLION = 1_000_000;

/** Runs in the page before anything else: notes when tiles are asked for and come, every long task, and how long each
 * entry into our WASM takes: whatever the browser calls of ours, it calls through the module's exports. */
export function instrument() {
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

/** The moment at which the first roads stood on the map, where there are any, and that after which nothing more was asked
 * for and the map had drawn all: ms after navigation began. */
function settled() {
  return new Promise((done) => {
    let since, first, tiles = -1;
    const timer = setInterval(async () => {
      const hook = window.riskmapTest;
      if (first === undefined && seen.tiles.some((tile) => tile.size) && hook?.rendered(['main-road']).length) first = performance.now();
      if (!hook || document.getElementById('boot') || seen.waiting.size || !seen.tiles.some((t) => t.size) || tiles !== seen.tiles.length) {
        [since, tiles] = [undefined, seen.tiles.length];
        return;
      }
      since ??= hook.idle().then(() => performance.now());
      const at = await since;
      if (performance.now() - at > 800 && since) { clearInterval(timer); done({ first, drawn: at }); }
    }, 20);
  });
}

/** Opens a page of ours and waits until it is settled. */
export async function open(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(instrument);
  const asked = new Map();
  context.on('request', (request) => asked.set(request.url(), request));
  await page.goto(url);
  return { context, page, asked, ...await page.evaluate(settled) };
}

/** How long our own code held the page's thread, entry by entry. */
export const held = (entries) => `${at(entries, 0.95).toFixed(1)} · ${at(entries, 1).toFixed(1)} ms, ${entries.length} entries`;

export const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
export const ms = (value) => `${value.toFixed(0)} ms`;

/** What the engine's WASM memory has grown to, asked of its own glue, which holds the instance. */
export async function engineMemory(page) {
  const engine = page.workers().find((worker) => /\/engine-[0-9a-f]+\//.test(worker.url()));
  const bytes = await engine?.evaluate(async () => {
    const glue = await import(new URL('./engine.js', location.href).href);
    return (await glue.default()).memory.buffer.byteLength;
  });
  return bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(0)} MB`;
}

export function writeMillion() {
  const folder = mkdtempSync(join(tmpdir(), 'riskmap-bench-'));
  writeFileSync(join(folder, 'crashes.csv'), crashTable(city(MILLION).lngLat));
  writeFileSync(join(folder, 'city.json'), CRASH_CITY);
  return folder;
}
