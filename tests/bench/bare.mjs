// A bare MapLibre page that is given the style, camera and tiles of a page of ours, over the same kind of wire.
import { join } from 'node:path';
import { ROOT } from '../e2e/harness/server.mjs';
import { serveFolders } from './static.mjs';
import { instrument } from './watched.mjs';

const PAGE = `<!doctype html><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/node_modules/maplibre-gl/dist/maplibre-gl.css">
<div id="map" style="position:fixed;inset:0"></div><script type="module">
import { Map as GlMap, addProtocol, setWorkerUrl } from '/node_modules/maplibre-gl/dist/maplibre-gl.mjs';
setWorkerUrl('/node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs');
const { style, camera, urls } = await (await fetch('/view')).json();
const places = new Map(urls.map((url, i) => [url, i]));
addProtocol('riskmap', async ({ url }) => ({
  data: places.has(url) ? await (await fetch('/tile/' + places.get(url))).arrayBuffer() : new ArrayBuffer(0),
}));
const map = new GlMap({ container: 'map', style, center: [camera.lng, camera.lat], zoom: camera.zoom, attributionControl: false, maxPitch: 0, renderWorldCopies: false });
map.once('idle', () => { window.drawn = performance.now(); });
</script>`;

/** Opens a bare page with what a page of ours shows; `drawn` is when it had drawn all: ms after navigation began. What was
 * never asked for stays empty. */
export async function openBare(browser, ours) {
  const { style, camera, kept } = await ours.evaluate(async () => ({
    style: window.riskmapTest.style(), camera: window.riskmapTest.camera(),
    kept: Object.entries(seen.kept).map(([url, bytes]) => [url, [...new Uint8Array(bytes)]]),
  }));
  const memory = { '/bare': PAGE, '/view': JSON.stringify({ style, camera, urls: kept.map(([url]) => url) }) };
  kept.forEach(([, bytes], i) => { memory[`/tile/${i}`] = Uint8Array.from(bytes); });
  const server = await serveFolders({ node_modules: join(ROOT, 'node_modules') }, memory);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(instrument);
  await page.goto(`${server.url}bare`);
  const drawn = await (await page.waitForFunction(() => window.drawn)).jsonValue();
  return { page, drawn, async stop() { await context.close(); server.stop(); } };
}
