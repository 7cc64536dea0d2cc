// What fails is said once, and the page goes on.
import assert from 'node:assert/strict';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const engine = (page) => page.workers().find((worker) => /engine/.test(worker.url()));

/** Asks something new and reads the answer, and the map's tiles with it. */
async function goesOn(page, map) {
  await page.getByLabel('带宽').first().fill('900');
  await page.keyboard.press('Enter');
  await page.getByText(/带宽 900 m/).first().waitFor(answered);
  await map.idle();
  assert.ok((await map.rendered(['density-band'])).length > 0, 'the new surface is drawn');
  assert.ok((await map.rendered(['land', 'facility-dot'])).length > 0, 'and so is the city');
}

// A module whose one function traps: () { unreachable }.
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];

story('the engine traps: one sentence, the data is back, the page is usable', { errors: /unreachable/ }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const before = engine(page);
  await before.evaluate((bytes) => {
    const { t: trap } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports;
    self.addEventListener('message', () => trap());
  }, TRAP);
  await page.getByLabel('带宽').first().fill('700');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.getByText(/计算引擎停止于：.+已重新启动，数据已重新载入/).waitFor(answered);
  assert.equal(await alert.count(), 1);
  assert.match(await alert.innerText(), /unreachable/);
  assert.notEqual(engine(page), before, 'the trapped worker was ended');
  await alert.getByRole('button', { name: '知道了' }).click();
  await alert.waitFor({ state: 'detached' });
  await goesOn(page, map);
});

story('the engine runs out of memory in the middle of an answer', { errors: /allocation failed/ }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await engine(page).evaluate(() => {
    self.Uint8Array = class { constructor() { throw new RangeError('Array buffer allocation failed'); } };
  });
  await page.getByLabel('带宽').first().fill('700');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.getByText(/计算引擎停止于：.+已重新启动，数据已重新载入/).waitFor(answered);
  assert.match(await alert.innerText(), /allocation failed/);
  assert.equal(await alert.count(), 1);
  await goesOn(page, map);
});

story('a lost graphics context is restored with everything on the map', { search: '?v=1&role=planning&mode=density&layers=facilities' }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await map.idle();
  const layers = ['density-band', 'facility-dot', 'land'];
  const drawn = async () => {
    const found = await map.rendered(layers);
    return layers.map((id) => found.filter((f) => f.layer === id).length > 0);
  };
  assert.deepEqual(await drawn(), [true, true, true]);
  const context = await page.evaluateHandle(() => {
    const canvas = document.querySelector('.stage canvas');
    const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
    const lose = gl.getExtension('WEBGL_lose_context');
    lose.loseContext();
    return lose;
  });
  await page.getByRole('alert').getByText(/正在恢复/).waitFor(answered);
  // What is decided meanwhile is shown when the map is back.
  await page.getByRole('button', { name: '深色' }).click();
  await context.evaluate((lose) => lose.restoreContext());
  await page.getByRole('alert').waitFor({ state: 'detached', timeout: 20_000 });
  await page.waitForFunction(() => window.riskmapTest.rendered(['land']).length > 0, undefined, { timeout: 20_000 });
  await map.idle();
  assert.deepEqual(await drawn(), [true, true, true]);
  const dark = (await map.style()).layers.find((layer) => layer.id === 'background').paint['background-color'];
  assert.equal(dark, '#101315');
});

story('without WebGL everything but the map is there, and it is said why', { open: false }, async ({ page, context, url }) => {
  await context.addInitScript(() => {
    const context = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return /webgl/.test(kind) ? null : context.call(this, kind, ...rest);
    };
  });
  await page.goto(`${url}?v=1&role=planning&mode=levels`);
  const said = page.getByRole('status').filter({ hasText: '没有 WebGL2' });
  await said.waitFor(answered);
  assert.match(await said.innerText(), /等级、排名、名单、表格、检索和导出照常可用/);
  assert.equal(await page.getByRole('alert').count(), 0);
  // Nothing waits for a view that will never come.
  assert.match(await page.getByRole('checkbox', { name: /危险设施/ }).locator('..').innerText(), /^\s*危险设施\s*398\s*$/);
  await page.getByRole('heading', { name: '排名' }).waitFor();
  await page.locator('.left').getByRole('button', { name: /长庙南屏民爆器材厂/ }).click();
  await page.getByRole('complementary').getByRole('heading', { name: '长庙南屏民爆器材厂' }).waitFor(answered);
  await page.keyboard.press('t');
  await page.getByRole('row', { name: /F-0001/ }).waitFor(answered);
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await page.getByRole('dialog').getByText(/这里没有地图：浏览器画不出地图/).waitFor(answered);
});
