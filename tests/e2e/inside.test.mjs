// Anyone draws an area and is told what is inside, keeps it in the link and takes it along; measures; copies a position.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { table } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const number = (text) => Number(text.replace(/[^\d.]/g, ''));
const OLD_TOWN = '?v=1&role=overview&at=112.29683,30.92031,13';
const asked = (page) => new URL(page.url()).searchParams.get('inside');

story('a circle drawn by hand says who and what is inside, stays in the link, and is taken along', { search: OLD_TOWN }, async ({ page, map }) => {
  const inspector = page.getByRole('complementary', { name: '详情' }), main = page.getByRole('main');
  const heading = (text) => inspector.getByRole('heading', { level: 1, name: text }).waitFor(answered);
  await main.getByRole('button', { name: '选择与量测' }).click();
  await main.getByRole('button', { name: '圆', exact: true }).click();
  await page.locator('.maplibregl-canvas-container > svg').waitFor({ state: 'attached' });
  const { x, y } = await map.point([112.29683, 30.92031]);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 90, y, { steps: 4 });
  await main.getByText(/^半径 /).last().waitFor();
  await page.mouse.up();
  await heading(/^半径 .+ 以内$/);
  await page.waitForURL(/inside=circle:/);
  const drawn = asked(page);

  const inside = inspector.getByRole('spinbutton', { name: '半径' });
  assert.equal(await inside.inputValue(), drawn.split(',')[2]);
  await inside.fill('600');
  await inside.press('Enter');
  await heading('半径 600 m 以内');
  const download = page.waitForEvent('download');
  await inspector.getByRole('button', { name: '导出 CSV' }).click();
  const lines = table(readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, ''));
  const of = (layer) => lines.filter((line) => line.layer === layer);
  assert.ok(of('venues').length > 20 && of('crashes').length > 0, `${lines.length} rows`);
  const figure = async (name) => number((await inspector.locator(`dt:text-is("${name}") + dd`).innerText()).split(/\s/)[0]);
  assert.equal(await figure('场所，白天'), of('venues').reduce((sum, line) => sum + Number(line.people_day), 0));
  await inspector.getByText(`共 ${of('crashes').length} 处`).first().waitFor();
  // Whose count the larger figure is stands under it; every venue of the list has its level, the worst first.
  const [day] = await inspector.locator('.figures div').allInnerTexts();
  const venues = await figure('场所，白天'), residents = await figure('居民，白天');
  assert.match(day, residents > venues ? /取居民人数/ : /取场所内人数/);
  const marks = await inspector.locator('section').filter({ hasText: '公众场所' }).locator('.neighbour .level-mark').allInnerTexts();
  assert.ok(marks.length > 0);
  assert.deepEqual([...marks].sort((a, b) => (a || 'U').localeCompare(b || 'U')), marks);
  // Points by haversine: none a metre beyond the radius.
  const rad = Math.PI / 180, [lng, lat] = drawn.slice(7).split(',').map(Number);
  for (const line of of('venues')) {
    const [dx, dy] = [(line.lon - lng) * rad * Math.cos(lat * rad), (line.lat - lat) * rad];
    assert.ok(6_371_000 * Math.hypot(dx, dy) < 600 * 1.004, `${line.id} is inside`);
  }
  // Whose rings reach in from outside: each with its radius, which is more than its distance.
  const rings = inspector.locator('section').filter({ hasText: '影响圈到这里的危险源（在区域外）' });
  for (const text of await rings.locator('.neighbour').allInnerTexts()) {
    const metres = [...text.matchAll(/([\d,.]+)\s*(km|m)(?![a-z²])/g)].map(([, n, unit]) => Number(n.replaceAll(',', '')) * (unit === 'km' ? 1000 : 1));
    assert.ok(metres.length >= 2 && metres.at(-2) > metres.at(-1), text);
  }
  const outline = async () => (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'drawn').length;
  assert.equal(await outline(), 1);

  // Back is the circle before, a reload the same one; a feature of the list opens and gives way to the area again.
  await page.goBack();
  await page.waitForURL((url) => url.searchParams.get('inside') === drawn);
  await page.reload();
  await heading(/^半径 .+ 以内$/);
  assert.equal(asked(page), drawn);
  await inspector.locator('.neighbours button').first().click();
  await page.waitForURL(/sel=/);
  await page.keyboard.press('Escape');
  await heading(/^半径 .+ 以内$/);
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('inside'));
  await inspector.waitFor({ state: 'detached' });

  // Without a pointer: a command, and corners put into the middle of the map.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('地图中心周围');
  await page.getByRole('option', { name: /地图中心周围/ }).waitFor();
  await page.keyboard.press('Enter');
  await heading('半径 500 m 以内');
});

story('a line is measured by keys, and the position copied in the system chosen', { search: OLD_TOWN }, async ({ page, map }) => {
  const main = page.getByRole('main');
  await page.keyboard.press('d');
  await page.locator('.maplibregl-canvas-container > svg').waitFor({ state: 'attached' });
  await map.idle();
  await page.keyboard.press('Space');
  const from = await map.camera();
  for (const key of ['ArrowRight', 'ArrowUp']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(600);
    await map.idle();
    await page.keyboard.press('Space');
  }
  const to = await map.camera();
  // Corners go into the middle of what is seen, and are seen there.
  const { width, height } = await page.locator('.stage .map').boundingBox();
  const dots = await page.locator('.maplibregl-canvas-container > svg path').first().getAttribute('d');
  const last = dots.split('M').at(-1).split(/[ h]/).map(Number);
  assert.ok(Math.abs(last[0] - width / 2) < 2 && Math.abs(last[1] - height / 2) < 2, dots);
  assert.equal(Math.round((await page.locator('.maplibregl-canvas-container > svg').boundingBox()).height), Math.round(height));
  await page.keyboard.press('Enter');
  const panel = main.getByRole('region', { name: '量距离和面积' });
  const metres = async (name) => {
    const [value, unit] = (await panel.locator(`dt:text-is("${name}") + dd`).innerText()).split(/\s+/);
    return number(value) * (unit === 'km' ? 1000 : 1);
  };
  // Three corners enclose an area: the answer about all of them is here.
  await panel.locator('dt:text-is("面积")').waitFor();
  const rad = Math.PI / 180, east = (to.lng - from.lng) * rad * Math.cos(from.lat * rad) * 6_371_000, north = (to.lat - from.lat) * rad * 6_371_000;
  const close = (shown, exact) => assert.ok(Math.abs(shown / exact - 1) < 0.02, `${shown}, ${exact}`);
  close(await metres('总长'), Math.abs(east) + Math.abs(north));
  close(await metres('闭合周长'), Math.abs(east) + Math.abs(north) + Math.hypot(east, north));
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });

  await page.keyboard.press('c');
  await page.getByText(/已复制 112\.\d{6}, 30\.\d{6}（WGS84）/).waitFor();
  for (let i = 0; i < 4; i++) await page.keyboard.press('k');
  await page.keyboard.press('c');
  await page.getByText(/EPSG:4525/).last().waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^37\d{6}\.\d, 34\d{5}\.\d$/);
});
