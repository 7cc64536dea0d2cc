// Two states of the map at once: what became worse between two days, two years of crashes, and how both halves behave as one map.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { features, folder, rows, table, village, zip } from './harness/files.mjs';
import { ROOT } from './harness/server.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const [BEFORE, NOW] = ['2025-11-07', '2026-03-03'];
const WORST_FIRST = ['red', 'orange', 'yellow', 'blue'];

/** The levels of facilities on a day, by id, as the command line tells them. */
function levels(day) {
  const said = execFileSync(process.env.RISKMAP_BIN ?? 'target/debug/riskmap',
    ['levels', 'data/lanchuan', '--layer', 'facilities', '--as-of', day], { cwd: ROOT, encoding: 'utf8' });
  return new Map(table(said).map((row) => [row.id, row]));
}

story('two days stand under one swipe, and say what became worse', { search: `?v=1&mode=levels&vs=${BEFORE}.dynamic` }, async ({ page, map, visit }) => {
  const [was, is] = [levels(BEFORE), levels(NOW)];
  const rank = (row) => WORST_FIRST.indexOf(row.dynamic);
  const both = [...was.keys()].map((id) => [was.get(id), is.get(id)]).filter((pair) => pair.every((row) => rank(row) >= 0));
  const worse = both.filter(([a, b]) => rank(b) < rank(a)), better = both.filter(([a, b]) => rank(b) > rank(a));
  assert.ok(worse.length > 0 && better.length > 0);

  // The finding counts them, the panel lists them, worse first.
  const stage = page.getByRole('main'), panel = page.locator('.comparing');
  await stage.getByRole('heading', { level: 1, name: `${worse.length} 处变差，${better.length} 处变好` }).waitFor(answered);
  assert.match(await stage.locator('.caption').innerText(), new RegExp(`左 ${BEFORE}（动态） → 右 ${NOW}（动态）`));
  const first = panel.locator('.rank-row').first();
  const change = (await first.locator('.figure').innerText()).trim();
  const letters = (row) => 'ABCD'[rank(row)];
  assert.ok(worse.some(([a, b]) => change === `${letters(a)} → ${letters(b)}`), change);
  assert.match(await page.getByRole('region', { name: '图例' }).innerText(), /左右两半同一分级/);
  assert.deepEqual(await stage.locator('.half-name').allInnerTexts(), [`${BEFORE}（动态）`, `${NOW}（动态）`], 'what was before is left');

  // Each half draws its own day: the page's own is the later one, and right.
  await map.idle();
  const drawn = (hook) => page.evaluate((hook) => window[hook].idle().then(() => window[hook].rendered(['facility-level'])
    .filter((f) => (f.properties.count ?? 1) === 1).map((f) => [f.properties.id, f.properties.class ?? 255])), hook);
  const [right, left] = [new Map(await drawn('riskmapTest')), new Map(await drawn('riskmapTestOther'))];
  assert.match(await page.locator('.compare > .map').evaluate((map) => getComputedStyle(map).clipPath), /inset\(0px calc\(50%|inset\(0px 50%/);
  const classes = (row) => (rank(row) < 0 ? 255 : 3 - rank(row));
  const seen = [...left.keys()].filter((id) => right.has(id) && was.has(id));
  assert.ok(seen.length > 5, `${seen.length} places are drawn in both halves`);
  for (const id of seen) assert.deepEqual([left.get(id), right.get(id)], [classes(was.get(id)), classes(is.get(id))], id);

  // The handle moves by key and by hand; what the right half is moved by moves the left.
  const handle = page.getByRole('slider', { name: '拉帘位置' });
  await handle.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  assert.equal(await handle.getAttribute('aria-valuenow'), '40');
  const box = await page.locator('.stage > .map').boundingBox(), at = await handle.boundingBox();
  await page.mouse.move(at.x + at.width / 2, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 300, { steps: 4 });
  await page.mouse.up();
  assert.equal(await handle.getAttribute('aria-valuenow'), '30');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.mouse.wheel(0, -240);
  await page.waitForURL(/at=/);
  const cameras = await page.evaluate(() => [window.riskmapTest.camera(), window.riskmapTestOther.camera()]);
  for (const part of ['lng', 'lat', 'zoom']) assert.ok(Math.abs(cameras[0][part] - cameras[1][part]) < 1e-9, `${part}: ${JSON.stringify(cameras)}`);

  // A row of the list is a link.
  const name = (await first.locator('.name').innerText()).trim();
  await first.click();
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { level: 1, name }).waitFor(answered);

  // The right half's context is lost and comes back.
  const context = await page.evaluateHandle(() => {
    const lose = document.querySelector('.compare canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    lose.loseContext();
    return lose;
  });
  await page.getByRole('alert').getByText(/正在恢复/).waitFor(answered);
  await context.evaluate((lose) => lose.restoreContext());
  await page.getByRole('alert').waitFor({ state: 'detached', timeout: 20_000 });
  await page.waitForFunction(() => window.riskmapTestOther.rendered(['land']).length > 0, undefined, { timeout: 20_000 });

  // Side by side both are half as wide and look at the same place; the link says it, and Esc ends it.
  await panel.getByRole('button', { name: '并排' }).click();
  await page.waitForURL(/vs=2025-11-07\.dynamic\.beside/);
  const widths = await page.locator('.stage .map').evaluateAll((maps) => maps.map((map) => map.getBoundingClientRect().width));
  const { width } = await stage.boundingBox();
  assert.ok(Math.abs(widths[0] - widths[1]) <= 1 && Math.abs(2 * widths[0] - width) <= 2, `${widths} of ${width}`);
  await page.keyboard.press('Escape');
  await page.locator('.compare').waitFor({ state: 'detached' });
  await page.waitForURL((url) => !url.search.includes('vs='));
  assert.equal(await page.evaluate(() => window.riskmapTestOther), undefined);

  // Two years of crashes, by section: the classes are those of the left half.
  const day = (crash) => crash.at.slice(0, 10), crashes = rows('crashes');
  const between = (from, to) => crashes.filter((crash) => day(crash) >= from && day(crash) <= to).length;
  const years = [between('2024-03-04', '2025-03-02'), between('2025-03-04', '2026-03-02')].map((n) => n.toLocaleString('en'));
  await visit('?v=1&role=traffic&classes=1_5_20&from=2025-03-04&vs=from.2024-03-04');
  await stage.getByRole('heading', { level: 1, name: `事故由 ${years[0]} 起变为 ${years[1]} 起` }).waitFor(answered);
  assert.match(await stage.locator('.caption').innerText(), /超出偶然/);
  const classesOf = (hook) => page.evaluate((hook) => window[hook].style().layers.find((l) => l.id === 'section').filter, hook);
  assert.deepEqual(await classesOf('riskmapTest'), await classesOf('riskmapTestOther'), 'both halves have the same classes');

  // Edges that cannot be meant are said beside their field, and leave those in force.
  const edges = page.getByRole('textbox', { name: '各级下限' });
  await edges.fill('5 3');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('要从小到大：3 不大于前一个 5').waitFor();
  await edges.fill('2，10');
  await page.keyboard.press('Enter');
  await page.waitForURL(/classes=2_10/);
  await page.locator('.compare').waitFor();

  // The selection in view is turned inside out, and back.
  await page.keyboard.press('Escape');
  const section = features('roads').find((road) => road.properties.class === 'primary');
  await visit(`?v=1&role=traffic&road=${section.id}`);
  await page.getByRole('complementary', { name: '详情' }).waitFor(answered);
  await page.getByRole('main').locator('canvas').first().focus();
  await page.keyboard.press('n');
  await page.getByText(/已反选：/).waitFor(answered);
  await page.waitForURL(/pick=box:[^&]*&pick=-road:/);
  await page.keyboard.press('Control+z');
  await page.waitForURL((url) => !url.search.includes('pick='));

  // A room sees the finding large and no panels.
  const size = () => stage.locator('.caption h1').evaluate((h1) => h1.getBoundingClientRect().height);
  const small = await size();
  await page.keyboard.press('f');
  await page.locator('.panel.left').waitFor({ state: 'detached' });
  assert.ok(await size() > 1.3 * small);
  await page.keyboard.press('Escape');
  await page.locator('.panel.left').waitFor();
});

story('a finger moves the swipe, and a layer is drawn fainter', { phone: true, search: `?v=1&mode=levels&vs=base` }, async ({ page, context, map }) => {
  const handle = page.getByRole('slider', { name: '拉帘位置' });
  await page.locator('.half-name.left').getByText('（基础）').waitFor(answered);
  const at = await handle.boundingBox(), y = at.y + 260;
  const finger = await context.newCDPSession(page);
  const touch = (type, x) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  await touch('touchStart', at.x + 1);
  await touch('touchMove', 150);
  await touch('touchMove', 100);
  await touch('touchEnd');
  assert.equal(await handle.getAttribute('aria-valuenow'), String(Math.round(100 * 100 / 390)));

  await page.getByRole('button', { name: '图层' }).tap();
  await page.getByRole('button', { name: '危险设施的画法' }).tap();
  await page.getByRole('slider', { name: '不透明度' }).fill('40');
  await page.waitForURL(/fade=facilities-40/);
  await map.idle();
  const symbols = (await map.style()).layers.find((layer) => layer.id === 'facility-level');
  assert.equal(symbols.paint['icon-opacity'], 0.4);
});

/** A small city whose every figure can be counted by hand, as a zip. */
function shiqiao() {
  const files = village({
    'residents.csv': 'id,residents,lon,lat\nR1,6000,112.001,30.001\nR2,4000,112.004,30.002\n',
    'roads.geojson': JSON.stringify({ type: 'FeatureCollection', features: [{
      type: 'Feature', id: 'W1', properties: { name: '石桥路', class: 'primary' },
      geometry: { type: 'LineString', coordinates: [[111.99, 30], [112.01, 30]] },
    }] }),
    'crashes.csv': ['id,at,severity,lon,lat', 'C1,2024-01-01T08:00:00,slight,112,30', 'C2,2025-12-31T09:00:00,slight,112.0001,30',
      'C3,2025-06-01T10:00:00,slight,112.0002,30', 'C4,2025-06-02T10:00:00,slight,112.005,30'].join('\n'),
    'dangers.csv': ['id,target,level,what,found_on,due_on,status', 'D1,venues:V1,general,甲,2026-01-01,2026-01-10,assigned',
      'D2,venues:V2,general,乙,2026-01-01,2026-02-10,assigned'].join('\n'),
  }, { layers: { residents: 'residents.csv', roads: 'roads.geojson', crashes: 'crashes.csv', dangers: 'dangers.csv' } });
  files['city.json'] = JSON.stringify({ ...JSON.parse(files['city.json']), fictional: true });
  return join(folder({ 'shiqiao.zip': zip(files) }), 'shiqiao.zip');
}

const engines = (page) => page.workers().filter((worker) => /engine/.test(worker.url()));
// A module whose one function traps: () { unreachable }.
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
/** Metres that a pixel of a map is wide. */
const metresPerPx = ({ lat, zoom }) => (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
const cameras = (page) => page.evaluate(() => [window.riskmapTest.camera(), window.riskmapTestOther.camera()]);
const near = (a, b, share) => Math.abs(a - b) <= share * Math.abs(b);

async function choose(page, path) {
  const dialog = page.getByRole('dialog', { name: '与另一座城对比' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: '打开 zip 或文件' }).click()]);
  await chooser.setFiles(path);
  await page.locator('.half-name.right').getByText('石桥村（虚构） · 数据截至 2026-01-31').waitFor(answered);
}

story('another city stands beside this one at the same scale, in the same classes, with its figures', {}, async ({ page, map, visit }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  assert.equal(engines(page).length, 1, 'no engine before somebody asks for a city');
  const zipped = shiqiao();
  await page.locator('.panel.left').getByRole('button', { name: '与另一座城对比' }).click();
  await choose(page, zipped);
  assert.equal(engines(page).length, 2);
  assert.match(await page.locator('.half-name.left').innerText(), /岚川市（虚构） · 数据截至 2026-03-03/);

  // The figures of both, as they are counted by hand.
  const panel = page.locator('.two-cities');
  const cell = async (name) => (await panel.getByRole('row', { name }).locator('td').allInnerTexts()).map((text) => text.split('\n').map((line) => line.trim()));
  await panel.getByText('2 行中 2 行有数').waitFor(answered);
  await page.waitForFunction(() => !document.querySelector('.city-figures td.note'), undefined, answered);
  const people = rows('residents').map((row) => row.residents).filter(Boolean).map(Number);
  const all = people.reduce((sum, n) => sum + n, 0);
  const number = (text) => Number(text.replace(/[^0-9.]/g, ''));
  const residents = await cell('常住人口');
  assert.ok(near(number(residents[0][0]), all, 1e-6), `${residents} of ${all}`);
  assert.deepEqual(residents[1], ['10,000', '2 行中 2 行有数']);
  assert.deepEqual((await cell('场所内白天人数'))[1], ['至少 305', '4 行中 3 行有数']);
  const [there, here] = [await cell('每万人年事故'), rows('crashes').map((crash) => crash.at.slice(0, 10)).sort()];
  assert.ok(near(number(there[1][0]), 4 / (731 / 365.25), 0.02), there[1]);
  const years = ((new Date(here.at(-1)) - new Date(here[0])) / 86_400_000 + 1) / 365.25;
  assert.ok(near(number(there[0][0]), (1e4 * here.length) / years / all, 0.02), `${there[0]}`);
  // A road of 0.02° along the parallel of 30°.
  assert.ok(near(number((await cell('每公里道路年事故'))[1][0]), 4 / (731 / 365.25) / 1.93, 0.02));
  assert.deepEqual((await cell('未销号隐患'))[1], ['2', '已发现 2 条中']);
  assert.deepEqual((await cell('逾期隐患'))[1], ['1', '未销号 2 条中']);
  assert.match((await cell('消防站覆盖外的场所'))[1].join(), /^1 \(25 %\),4 处场所中，直线 1[.,]?\d* k?m 以外$/);
  assert.match((await cell('附近无消火栓的场所（干栓不计）'))[1].join(), /^未知,没有消火栓图层$/);
  assert.match((await cell('管线等级'))[1].join(), /^未知,/);

  // Each looks at its own place, at the same scale; moving one leaves the other.
  await page.evaluate(() => window.riskmapTestOther.idle());
  let [one, other] = await cameras(page);
  assert.ok(near(metresPerPx(one), metresPerPx(other), 1e-6));
  assert.ok(Math.abs(other.lng - 112.03) < 0.1 && Math.abs(other.lat - 30.01) < 0.1 && Math.abs(one.lat - other.lat) > 0.3);
  const box = await page.locator('.compare.cities > .map').boundingBox();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(...middle);
  await page.mouse.down();
  await page.mouse.move(middle[0] - 60, middle[1] - 20, { steps: 4 });
  await page.mouse.up();
  await page.mouse.wheel(0, -240);
  await page.waitForFunction((zoom) => window.riskmapTestOther.camera().zoom > zoom + 0.2, other.zoom);
  const [now, moved] = await cameras(page);
  assert.ok(moved.lng > other.lng && Math.abs(now.lng - one.lng) < 1e-6 && Math.abs(now.lat - one.lat) < 1e-6);
  assert.ok(now.zoom > one.zoom && near(metresPerPx(now), metresPerPx(moved), 1e-6));

  // The classes are those of one of them: of this city, or, as typed edges, of the other.
  assert.match(await page.getByRole('region', { name: '图例' }).innerText(), /左右两半同一分级/);
  const bands = (hook) => page.evaluate((hook) => window[hook].style().layers.find((l) => l.id === 'density-band').paint['fill-color'], hook);
  await map.idle();
  assert.deepEqual(await bands('riskmapTest'), await bands('riskmapTestOther'));
  await panel.getByRole('button', { name: '右图' }).click();
  await page.waitForURL(/(classes|breaks)=/, answered);
  await panel.getByRole('button', { name: '左图' }).click();
  await page.waitForURL((url) => !/(classes|breaks)=/.test(url.search), answered);

  // On paper both stand side by side, with their figures and the scale of both.
  await page.keyboard.press('p');
  const sheet = page.getByRole('dialog', { name: '打印单页' });
  await sheet.locator('.sheets:not(.taking-rule) img').first().waitFor(answered);
  const printed = await sheet.locator('.taking-desk').innerText();
  assert.match(printed, /两城的数/);
  assert.match(printed, /石桥村（虚构） · 数据截至 2026-01-31/);
  assert.match(printed, /至少 305/);
  await page.keyboard.press('Escape');

  // Another workbench asks both. What is clicked there is named there.
  await visit('?v=1&role=fire');
  await page.waitForFunction(() => window.riskmapTestOther.rendered(['venue-level']).some((f) => f.properties.name === '石桥小学'), undefined, answered);
  const hotel = await page.evaluate(() => window.riskmapTestOther.project(112.06, 30.03));
  const half = await page.locator('.compare.cities > .map').boundingBox();
  assert.ok(hotel.x > 10 && hotel.x < half.width - 10 && hotel.y > 10 && hotel.y < half.height - 10, JSON.stringify([hotel, half]));
  await page.mouse.click(half.x + hotel.x, half.y + hotel.y);
  await page.locator('.half-hit').getByText('远山宾馆').waitFor(answered);
  assert.equal(await page.getByRole('complementary', { name: '详情' }).getByText('远山宾馆').count(), 0);

});

story('the engine of another city dies: told once, and this city goes on as it was', { errors: /unreachable/ }, async ({ page, visit }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const [first] = engines(page), zipped = shiqiao();
  await page.locator('.panel.left').getByRole('button', { name: '与另一座城对比' }).click();
  await choose(page, zipped);
  const second = engines(page).find((worker) => worker !== first);
  await second.evaluate((bytes) => {
    const { t: trap } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports;
    self.addEventListener('message', () => trap());
  }, TRAP);
  await visit('?v=1&role=traffic');
  await page.getByRole('alert').getByText(/另一座城的计算引擎停止了（.*unreachable.*）：对比已结束，这座城不受影响/).waitFor(answered);
  await page.locator('.compare').waitFor({ state: 'detached' });
  assert.deepEqual(engines(page), [first], 'the first engine is the one that it was');
  await page.getByRole('alert').getByRole('button', { name: '知道了' }).click();
  await page.getByRole('main').getByRole('heading', { level: 1, name: /事故/ }).waitFor(answered);

  // By the search for commands it comes again; Esc lets it go and its memory with it.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('另一座城');
  await page.getByRole('option', { name: /与另一座城对比/ }).click();
  await choose(page, zipped);
  assert.equal(engines(page).length, 2);
  await page.getByRole('main').locator('canvas').first().focus();
  await page.keyboard.press('Escape');
  await page.locator('.compare').waitFor({ state: 'detached' });
  await page.waitForFunction(() => window.riskmapTestOther === undefined);
  assert.deepEqual(engines(page), [first]);
});

story('on a phone two cities stand one over the other', { phone: true }, async ({ page }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.locator('.panel.left').getByRole('button', { name: '与另一座城对比' }).tap();
  await choose(page, shiqiao());
  const [one, other] = await page.locator('.stage .map').evaluateAll((maps) => maps.map((map) => map.getBoundingClientRect().toJSON()));
  assert.equal(one.width, 390);
  assert.equal(other.width, 390);
  assert.ok(one.height > 150 && Math.abs(one.bottom - other.top) <= 1 && Math.abs(one.height - other.height) <= 1, JSON.stringify([one, other]));
  const sheet = await page.locator('.panel.left').boundingBox();
  assert.ok(other.bottom <= sheet.y + 24, 'neither is under the sheet');
});
