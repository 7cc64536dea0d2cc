// One story: a fresh browser profile on a served dataset, and what the page must never do, asked at the end of each.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launch } from './chromium.mjs';
import { ROOT, serve } from './server.mjs';

const DEMO = 'data/lanchuan';
const OUT = join(ROOT, 'tests/e2e/out');

let browser;
const servers = new Map();
after(async () => {
  await browser?.close();
  for (const server of servers.values()) (await server).stop();
});

/**
 * A test in the browser. `run` gets:
 * - `page`: Playwright's page, already at the app and ready unless `open: false`;
 * - `map`: the map's test hook, see below;
 * - `seen`: console errors, requests that left the origin, all requests;
 * - `url`: the app's address; `go(search)`: opens it with a query string and waits until it is ready; `visit(search)`:
 *   the same without loading the page anew, as Back and Forward do it.
 * Nothing moves by itself, as who asks for reduced motion has it, which draws a flight's end at once; `motion` lets it move.
 * With `todo` it is told but fails nobody: what it asks for is not certain yet. With `skip` it is told and not run.
 * At the end no console error may have come (unless `errors` matches it) and no request left the origin.
 * @param {string} name what a user would say that happens
 * @param {{data?: string, locale?: string, theme?: 'light'|'dark', phone?: boolean, motion?: boolean, open?: boolean, search?: string, errors?: RegExp}} how
 * @param {(story: object) => Promise<void>} run
 */
export function story(name, how, run) {
  test(name, { timeout: 180_000, todo: how.todo, skip: how.skip }, async () => {
    browser ??= await launch();
    const { url } = await server(how.data ?? DEMO);
    const context = await browser.newContext({
      viewport: how.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      hasTouch: how.phone, isMobile: how.phone,
      colorScheme: how.theme ?? 'light', reducedMotion: how.motion ? 'no-preference' : 'reduce', locale: how.locale ?? 'zh-CN', timezoneId: 'Asia/Shanghai',
      acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const seen = watch(page, url);
    const go = async (search = '?v=1&role=planning&mode=density') => {
      await page.goto(url + search, { waitUntil: 'load' });
      await ready(page);
    };
    const visit = async (search) => {
      await page.evaluate((address) => {
        history.pushState(null, '', address);
        dispatchEvent(new PopStateEvent('popstate'));
      }, url + search);
      await page.evaluate(() => window.riskmapTest.idle());
    };
    try {
      if (how.open !== false) await go(how.search);
      await run({ page, context, seen, url, go, visit, map: hook(page) });
      const errors = seen.errors.filter((text) => !how.errors?.test(text));
      assert.deepEqual(errors, [], 'errors in the console');
      assert.deepEqual(seen.foreign, [], 'requests that left the page\'s origin');
    } catch (error) {
      mkdirSync(OUT, { recursive: true });
      const picture = join(OUT, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
      await page.screenshot({ path: picture }).catch(() => {});
      error.message += `\npicture: ${picture}\nconsole: ${JSON.stringify(seen.errors, null, 1)}`;
      throw error;
    } finally {
      await context.close();
    }
  });
}

function server(data) {
  if (!servers.has(data)) servers.set(data, serve(data));
  return servers.get(data);
}

/** What the page says and asks for, from its first byte on. */
export function watch(page, url) {
  const origin = new URL(url).origin;
  const seen = { errors: [], foreign: [], requests: [] };
  page.on('console', (message) => { if (message.type() === 'error') seen.errors.push(message.text()); });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => {
    const asked = request.url();
    seen.requests.push(asked);
    if (!asked.startsWith(`${origin}/`) && !/^(data|blob):/.test(asked)) seen.foreign.push(asked);
  });
  return seen;
}

/** Waits until the program runs and the map, where there is one, has drawn what it was asked for. */
export async function ready(page) {
  await page.waitForSelector('#boot', { state: 'detached', timeout: 60_000 });
  await page.waitForFunction(() => window.riskmapTest !== undefined, undefined, { timeout: 60_000 });
  await page.evaluate(() => window.riskmapTest.idle());
}

/**
 * The map is asked through `window.riskmapTest`, which public/map.js gives: `idle()` resolves when all is drawn;
 * `camera()` is `{lng, lat, zoom, bearing}`; `project(lng, lat)` is the place on the map in px, `{x, y}`; `style()` is
 * MapLibre's style; `rendered(layers)` lists `{layer, row, properties, geometry}` of what the style layers of these
 * names have drawn. Made from these: `point([lng, lat])`, the place on the page in px; `place(x, y)`, the place under a
 * point of the page; `arrives([lng, lat])` waits until the map looks there; `features(layers)` is what is drawn, once
 * a feature; `drawn(layers, enough)` waits up to 15 s until that is enough, and gives what there is.
 */
function hook(page) {
  const call = (verb) => (...values) => page.evaluate(([verb, values]) => window.riskmapTest[verb](...values), [verb, values]);
  const map = { idle: call('idle'), camera: call('camera'), project: call('project'), style: call('style'), rendered: call('rendered') };
  const box = () => page.locator('.stage > .map').boundingBox();
  map.point = async ([lng, lat]) => {
    const { x, y } = await box(), at = await map.project(lng, lat);
    return { x: x + at.x, y: y + at.y };
  };
  map.place = async (x, y) => {
    const { x: left, y: top, width, height } = await box(), { lng, lat, zoom } = await map.camera();
    const size = 512 * 2 ** zoom, rad = Math.PI / 180;
    const north = Math.asinh(Math.tan(lat * rad)) / rad - ((y - top - height / 2) * 360) / size;
    return [lng + ((x - left - width / 2) * 360) / size, Math.atan(Math.sinh(north * rad)) / rad];
  };
  map.arrives = async ([lng, lat]) => {
    await page.waitForFunction(([lng, lat]) => {
      const at = window.riskmapTest.camera();
      return Math.abs(at.lng - lng) < 1e-4 && Math.abs(at.lat - lat) < 1e-4;
    }, [lng, lat], { timeout: 10_000 });
    await map.idle();
  };
  map.drawn = async (layers, enough) => {
    for (let left = 60; ; left--) {
      const found = await map.features(layers);
      if (enough(found) || left === 0) return found;
      await page.waitForTimeout(250);
    }
  };
  map.features = async (layers) => [...new Map((await map.rendered(layers)).map((f) => [f.row, f])).values()];
  return map;
}
