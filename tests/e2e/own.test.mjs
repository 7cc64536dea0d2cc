// A reader's own table on its way into the city: matched, looked at, added, saved and opened again; and what is no table.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, hamlet, table, village, zip } from './harness/files.mjs';
import { gb18030 } from './harness/foreign.mjs';
import { story } from './harness/story.mjs';

const HOME = hamlet();
const soon = { timeout: 60_000 };
const answered = soon;

/** A register as Chinese offices keep it: a title, their own heads, a row without a place. */
const REGISTER = [
  ['2026年学校和旅馆名单', '', '', '', '', '', ''],
  ['单位名称', '单位类型', '学生人数（人）', '经度', '纬度', '联系人', '所属区县'],
  ['双溪二小', '小学', '310', '112.0020', '30.0010', '张三', '东区'],
  ['溪口旅社', '旅社', '25人', '112.0035', '30.0015', '李四', '东区'],
  ['无名场所', '小学', '40', '', '', '王五', '西区'],
].map((row) => row.join(',')).join('\r\n');

/** Drops files from the machine on the page, as the window system would. */
async function drop(page, name, content) {
  const path = join(folder({ [name]: content }), name);
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
    if (type === 'dragOver') await page.getByText('松开即打开').waitFor();
  }
}

/** What a click saves: its name and bytes. */
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), path, bytes: readFileSync(path) };
}

const form = (page) => page.getByRole('dialog', { name: '添加自己的表格' });
/** What each column of the table is read as, by its name. */
const readAs = (dialog) => dialog.locator('.own-columns tbody tr').evaluateAll((rows) => Object.fromEntries(rows.map((row) =>
  [row.cells[0].textContent, [row.querySelector('select').selectedOptions[0].label, row.cells[3].textContent]])));
const cityIs = (page, name) => page.waitForFunction(
  (name) => document.title.includes(name) && !document.querySelector('.loading:not(.empty)'), name, soon);

story('a register in GB18030 is matched, added beside the venues, saved with the city and opened again', { data: HOME }, async ({ page, map }) => {
  await cityIs(page, '双溪村');
  await drop(page, '学校名单.csv', gb18030(REGISTER));
  const dialog = form(page);
  await dialog.getByText('学校名单.csv · CSV · gb18030 · 3 行 · 7 列').waitFor(answered);
  await dialog.getByText('表头在第 2 行').waitFor();
  assert.equal(await dialog.getByLabel('这是').inputValue(), 'venues');
  const columns = await readAs(dialog);
  assert.deepEqual(columns['单位名称'], ['名称', '名称相符']);
  assert.deepEqual(columns['单位类型'], ['类别', '名称相符']);
  assert.equal(columns['学生人数（人）'][0], '日间人数 (人)');
  assert.deepEqual([columns['经度'][0], columns['纬度'][0]], ['经度或东坐标', '纬度或北坐标']);
  assert.deepEqual(columns['联系人'], ['原样保留', '没有对应，原样保留']);
  await dialog.getByText('3 行 = 读入 2 + 合并 0 + 空行 0 + 未读入 1').waitFor(answered);

  // Nothing is added before the reader has said in which system the degrees are.
  const add = dialog.getByRole('button', { name: '添加到地图' });
  assert.ok(await add.isDisabled(), 'the system is asked');
  await dialog.getByText('选了坐标系才能添加').waitFor();
  await dialog.getByLabel('坐标系').selectOption('GCJ02');
  await page.waitForFunction(() => !document.querySelector('.own-table .primary').disabled, undefined, soon);
  const preview = dialog.locator('.own-preview');
  await preview.getByText('双溪二小').waitFor();
  const row = await preview.locator('tbody tr').nth(1).innerText();
  assert.match(row, /溪口旅社/);
  assert.match(row, /小旅馆/, 'a word of the office is a kind of the page');
  assert.match(row, /25/, 'a number is taken out of its words');

  const rejected = await saved(page, () => dialog.getByRole('button', { name: '下载未读入的行' }).click());
  const [only] = table(rejected.bytes.toString('utf8').replace('\ufeff', ''));
  assert.equal(only['单位名称'], '无名场所');
  assert.equal(only['行'], '3');
  assert.match(only['原因'], /经度/);
  const plan = await saved(page, () => dialog.getByRole('button', { name: '存为导入方案' }).click());
  assert.match(plan.bytes.toString('utf8'), /crs = "GCJ02"/);

  await add.click();
  const layers = page.locator('.layers');
  await layers.getByText('自有数据：学校名单.csv，2 行').waitFor(answered);
  assert.match(await layers.locator('li', { hasText: '公众场所' }).innerText(), /\/\s*6\b/, 'four of the village and two of the reader\'s');
  await page.locator('.credit').getByText('自有数据：学校名单.csv').waitFor();
  await page.getByRole('link', { name: '消防' }).click();
  await page.getByText('6 处场所').first().waitFor(answered);
  const named = (name) => (found) => found.some((f) => f.properties.name === name);
  const drawn = await map.drawn(['venue-level', 'worst-symbol'], named('双溪二小'));
  assert.ok(named('双溪二小')(drawn) && named('石桥小学')(drawn), 'it is on the map, and so are the city\'s');

  // The city with the reader's rows in one file, which opens anywhere.
  const zip = await saved(page, () => page.getByRole('button', { name: '另存为数据集（zip）' }).click());
  assert.equal(zip.name, '双溪村.zip');
  const check = spawnSync(process.env.RISKMAP_BIN ?? 'target/debug/riskmap', ['check', zip.path], { encoding: 'utf8' });
  assert.match(check.stdout, /venues +read +7 +kept +6 +merged +0 +skipped +0 +rejected +1\b/, check.stderr);
  assert.match(check.stdout, /rejected: venues: 学校名单\.csv data row 3/, 'what was rejected is known to the saved city');
  await page.reload();
  await cityIs(page, '双溪村');
  assert.equal(await layers.getByText('自有数据').count(), 0, 'own data is on this page alone until it is saved');
  await drop(page, zip.name, zip.bytes);
  await layers.getByText('自有数据：学校名单.csv，2 行').waitFor(answered);
  assert.match(await layers.locator('li', { hasText: '公众场所' }).innerText(), /\/\s*6\b/);
});

story('an own table is marked, kept with the copy of the city, and taken away again', { data: HOME }, async ({ page, map }) => {
  await cityIs(page, '双溪村');
  await drop(page, '石桥村.zip', zip(village()));
  await cityIs(page, '石桥村');
  await drop(page, '学校名单.csv', gb18030(REGISTER));
  const dialog = form(page);
  await dialog.getByText('3 行 = 读入 2 + 合并 0 + 空行 0 + 未读入 1').waitFor(answered);
  await dialog.getByLabel('坐标系').selectOption('GCJ02');
  await page.waitForFunction(() => !document.querySelector('.own-table .primary').disabled, undefined, soon);
  await dialog.getByRole('button', { name: '添加到地图' }).click();
  const layers = page.locator('.layers');
  await layers.getByText('自有数据：学校名单.csv，2 行').waitFor(answered);
  await page.getByRole('status').filter({ hasText: '刷新页面就没有了' }).getByRole('button', { name: '留一份' }).click();
  await page.getByText(/已留存“石桥村”/).waitFor(answered);

  // It comes back with the copy.
  await page.reload();
  await cityIs(page, '石桥村');
  await layers.getByText('自有数据：学校名单.csv，2 行').waitFor(answered);
  await layers.getByText('自有数据在这个页面和留存的副本里').waitFor();
  await page.getByRole('link', { name: '消防' }).click();
  await page.getByText('6 处场所').first().waitFor(answered);

  // Its rows say what they are, in the list, in the inspector and on the map; the city's do not.
  const row = (name) => page.locator('.rank-row', { hasText: name });
  assert.equal(await row('双溪二小').locator('.own-mark').innerText(), '自有');
  assert.equal(await row('石桥小学').locator('.own-mark').count(), 0);
  await row('双溪二小').dblclick();
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { level: 1, name: '双溪二小' }).waitFor(answered);
  assert.equal(await inspector.locator('header .own-mark').innerText(), '自有');
  const marks = await map.drawn(['own-venue'], (found) => found.length > 0);
  assert.ok(marks.length > 0 && marks.every((f) => ['双溪二小', '溪口旅社'].includes(f.properties.name)), JSON.stringify(marks.map((f) => f.properties.name)));

  // Asked once, then the city is as it was before.
  await layers.getByRole('button', { name: '移除自有数据 学校名单.csv' }).click();
  await layers.getByRole('alert').getByText('把 学校名单.csv 的 2 行从地图上移除').waitFor();
  await layers.getByRole('button', { name: '移除', exact: true }).click();
  await page.getByText('4 处场所').first().waitFor(answered);
  assert.equal(await layers.getByText('自有数据').count(), 0);
  assert.equal(await row('双溪二小').count(), 0);
  assert.match(await layers.locator('li', { hasText: '公众场所' }).innerText(), /\/\s*4\b/);
  assert.equal((await map.drawn(['venue-level', 'own-venue'], (found) => !found.some((f) => f.properties.own))).filter((f) => f.properties.own).length, 0);
});

story('what is no table is told what it is, and the city stays', { data: HOME }, async ({ page }) => {
  await cityIs(page, '双溪村');
  const refusals = [
    ['照片.csv', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /没有打开：照片\.csv 是图片/],
    ['通知.pdf', '%PDF-1.7\n', /没有打开：通知\.pdf 是 PDF/],
    ['空.csv', '', /没有打开：空\.csv 是空文件/],
    ['只有表头.csv', '名称,经度,纬度\n', /没有打开：只有表头\.csv 只有表头/],
    ['很大.csv', Buffer.alloc((128 << 20) + 1, 'x'), /没有打开：很大\.csv 超过 128 MB/],
  ];
  for (const [name, content, words] of refusals) {
    await drop(page, name, content);
    const alert = page.getByRole('alert').filter({ hasText: words });
    await alert.waitFor(answered);
    await alert.getByRole('button').click();
    assert.equal(await page.getByRole('dialog').count(), 0, name);
  }
  // An empty form for whoever has no table yet.
  await page.getByRole('button', { name: /添加数据/ }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('图层').selectOption('hydrants');
  const form = await saved(page, () => dialog.getByRole('button', { name: '下载空表' }).click());
  assert.equal(form.name, 'hydrants-template.xlsx');
  assert.equal(form.bytes.toString('latin1', 0, 2), 'PK');
});
