// Two states of the map at once: what became worse between two days, two years of crashes, and how both halves behave as one map.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { features, rows, table } from './harness/files.mjs';
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
  assert.match(await stage.locator('.caption').innerText(), new RegExp(`${BEFORE}（动态） 到 ${NOW}（动态）`));
  const first = panel.locator('.rank-row').first();
  const change = (await first.locator('.figure').innerText()).trim();
  const letters = (row) => 'ABCD'[rank(row)];
  assert.ok(worse.some(([a, b]) => change === `${letters(a)} → ${letters(b)}`), change);
  assert.match(await page.getByRole('region', { name: '图例' }).innerText(), /左右两半同一分级/);
  assert.deepEqual(await stage.locator('.half-name').allInnerTexts(), [`${NOW}（动态）`, `${BEFORE}（动态）`]);

  // Each half draws its own day.
  await map.idle();
  const drawn = (hook) => page.evaluate((hook) => window[hook].idle().then(() => window[hook].rendered(['facility-level'])
    .filter((f) => (f.properties.count ?? 1) === 1).map((f) => [f.properties.id, f.properties.class ?? 255])), hook);
  const [left, right] = [new Map(await drawn('riskmapTest')), new Map(await drawn('riskmapTestOther'))];
  const classes = (row) => (rank(row) < 0 ? 255 : 3 - rank(row));
  const seen = [...left.keys()].filter((id) => right.has(id) && was.has(id));
  assert.ok(seen.length > 5, `${seen.length} places are drawn in both halves`);
  for (const id of seen) assert.deepEqual([left.get(id), right.get(id)], [classes(is.get(id)), classes(was.get(id))], id);

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
  await page.locator('.half-name.right').getByText('（基础）').waitFor(answered);
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
