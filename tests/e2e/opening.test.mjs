// Someone opens their own city: as a zip, as a folder, by dropping it; and what is wrong with it is said.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { folder, hamlet, village, zip } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const HOME = hamlet();
const opened = (page, name) => page.getByRole('banner').getByText(name).waitFor(answered);

/** Opens a file or folder through the page's dialog. */
async function choose(page, button, path) {
  await page.getByTitle('打开数据集').first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  await (await chooser).setFiles(path);
}

/** Drops a file or folder from the machine on the page, as the window system would. */
async function drop(page, path) {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
    if (type === 'dragOver') await page.getByText('松开即打开').waitFor();
  }
}

story('a city in a zip is opened', { data: HOME }, async ({ page, map }) => {
  await choose(page, '打开 zip 或文件', join(folder({ 'shiqiao.zip': zip(village()) }), 'shiqiao.zip'));
  await opened(page, '石桥村');
  assert.equal(await page.title(), '石桥村 · riskmap');
  await page.getByRole('link', { name: '消防' }).click();
  await page.getByText('4 处场所').first().waitFor(answered);
  await map.idle();
  const drawn = await map.features(['venue-level', 'worst-symbol']);
  assert.ok(drawn.some((f) => f.properties.name === '石桥旅馆'), 'its venues are on the map');
  assert.equal(new URL(page.url()).searchParams.has('data'), false, 'no link names it');
});

story('a city without crashes opens on the density of what it has', { data: HOME }, async ({ page, map }) => {
  await choose(page, '打开文件夹', folder(village()));
  await opened(page, '石桥村');
  await page.getByRole('heading', { name: /^公众场所最密处/, level: 1 }).first().waitFor(answered);
  await page.getByText('没有事故数据，改看公众场所').first().waitFor();
  const of = page.getByLabel('对象');
  assert.equal(await of.evaluate((select) => select.selectedOptions[0].label), '公众场所');
  assert.deepEqual(await of.locator('option').allInnerTexts(), ['公众场所', '危险设施'], 'no layer that is not there');
  assert.ok((await map.drawn(['density-band'], (found) => found.length > 0)).length > 0, 'the surface is drawn');
  const density = () => new URL(page.url()).searchParams.get('density');
  assert.equal(density(), null);
  await of.selectOption({ label: '危险设施' });
  await page.waitForURL(/[?&]density=facilities/);
  await page.getByRole('heading', { name: /^危险设施最密处/, level: 1 }).first().waitFor(answered);
  await of.selectOption({ label: '公众场所' });
  await page.waitForFunction(() => !new URL(location).searchParams.has('density'));
});

story('a zip with the city in a folder of its own is opened too', { data: HOME }, async ({ page }) => {
  const inFolder = Object.fromEntries(Object.entries(village()).map(([name, bytes]) => [`石桥/${name}`, bytes]));
  await choose(page, '打开 zip 或文件', join(folder({ 'a.zip': zip(inFolder) }), 'a.zip'));
  await opened(page, '石桥村');
});

story('a city in a folder is opened', { data: HOME }, async ({ page }) => {
  await choose(page, '打开文件夹', folder(village()));
  await opened(page, '石桥村');
});

story('a folder dropped on the page is opened', { data: HOME }, async ({ page }) => {
  await drop(page, folder(village()));
  await opened(page, '石桥村');
});

story('a zip dropped on the page is opened', { data: HOME }, async ({ page }) => {
  await drop(page, join(folder({ 'shiqiao.zip': zip(village()) }), 'shiqiao.zip'));
  await opened(page, '石桥村');
});

story('a row that could not be read is named with file, row and field', { data: HOME }, async ({ page }) => {
  const venues = `${village()['venues.csv']}V5,没有坐标,hotel,1,1,,\nV6,人数写错,hotel,很多,2,112.002,30.001\nV7,太远了,hotel,1,1,999,30\n`;
  await choose(page, '打开文件夹', folder(village({ 'venues.csv': venues })));
  await opened(page, '石桥村');
  const foot = page.locator('.data-foot');
  await foot.getByText(/\d+ 行未读入/).waitFor(answered);
  await foot.getByRole('button', { name: '查看原因' }).click();
  const report = page.getByRole('dialog', { name: '数据状况' });
  await report.getByText(/读 9 行 = 用 \d+ \+ 合并 0 \+ 跳过 0 \+ 未读入 \d+/).waitFor(answered);
  const [, kept, rejected] = (await report.locator('.sentence').innerText()).match(/用 (\d+) .*未读入 (\d+)/);
  assert.equal(Number(kept) + Number(rejected), 9);
  const rows = await report.locator('.rejected tbody tr').all();
  assert.equal(rows.length, Number(rejected));
  const cells = [];
  for (const row of rows) cells.push(await row.getByRole('cell').allInnerTexts());
  const far = cells.find((row) => row.some((cell) => cell.includes('999')));
  assert.ok(far, JSON.stringify(cells));
  assert.deepEqual(far.slice(0, 2), ['venues.csv', '7']);
  assert.deepEqual(far.slice(2, 4), ['lon, lat', '(999, 30)']);
  assert.ok(far[4].length > 0, 'what was expected is said');
});

story('a broken zip is refused in one sentence, and the old city stays', { data: HOME, search: '?v=1&role=planning&mode=density&layers=facilities' }, async ({ page, map }) => {
  await map.idle();
  // Drawn as levels, once those are known.
  const drawn = async () => (await map.rendered(['facility-dot'])).length;
  for (let tries = 0; (await drawn()) === 0; tries += 1) {
    assert.ok(tries < 100, 'no facility is drawn');
    await page.waitForTimeout(100);
  }
  const before = await drawn();
  const whole = zip(village());
  await choose(page, '打开 zip 或文件', join(folder({ 'half.zip': whole.subarray(0, whole.length / 2) }), 'half.zip'));
  const alert = page.getByRole('alert');
  await alert.getByText(/没有打开：.+原来的数据还在。/).waitFor(answered);
  assert.equal(await alert.count(), 1);
  await page.getByRole('banner').getByText('双溪村').waitFor();
  await map.idle();
  assert.equal((await map.rendered(['facility-dot'])).length, before);
  await alert.getByRole('button', { name: '知道了' }).click();
  await page.getByLabel('带宽').first().fill('800');
  await page.keyboard.press('Enter');
  await page.getByText(/带宽 800 m/).first().waitFor(answered);
});

story('names and columns that look like markup are shown as text', { data: HOME }, async ({ page, map }) => {
  const bold = '<b>粗</b>', image = '<img src=x onerror="window.ran=true">';
  const venues = `id,name,kind,people_day,people_night,${`"${image.replaceAll('"', '""')}"`},lon,lat\n`
    + `V1,${bold},hotel,1,1,<script>window.ran=true</script>,112.001,30\n`
    + `V2,"${image.replaceAll('"', '""')}",hotel,2,2,x,112.002,30\n`;
  await choose(page, '打开文件夹', folder(village({ 'venues.csv': venues }, { name: { zh: `${bold}村`, en: image } })));
  await opened(page, `${bold}村`);
  await page.getByRole('combobox', { name: '搜索' }).fill('粗');
  await page.getByRole('option').first().getByText(bold).waitFor(answered);
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: bold, level: 1 }).waitFor(answered);
  await inspector.getByText(image, { exact: true }).first().waitFor();
  await inspector.getByText('<script>window.ran=true</script>').waitFor();
  await page.getByRole('link', { name: '消防' }).click();
  await page.locator('.ranking').getByText(image).waitFor(answered);
  await map.idle();
  assert.deepEqual(await page.evaluate(() => [document.querySelectorAll('main img, aside img, header img').length, window.ran]), [0, undefined]);
});
