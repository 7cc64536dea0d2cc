// Anyone opens a layer as a table: sorts it by several columns, searches it, goes from row to map and back, takes it along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rows as csvRows, table } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const venues = csvRows('venues');
const byPeople = (a, b) => {
  const [x, y] = [a, b].map((v) => v.people_day);
  return x === '' || y === '' ? (x === '') - (y === '') : Number(y) - Number(x);
};

story('a layer as a table: sorted, searched, tied to the map, taken along', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.locator('.layers').getByRole('button', { name: '公众场所表格' }).click();
  const dock = page.getByRole('region', { name: '公众场所表格' });
  const rows = dock.locator('tbody tr[data-row]');
  const head = (name) => dock.getByRole('columnheader', { name }).getByRole('button');
  const summary = (text) => dock.getByRole('status').getByText(text).waitFor(answered);
  const said = (n) => n.toLocaleString('en-US');
  await summary(`${said(venues.length)} / ${said(venues.length)} 行`);
  assert.equal(await dock.getByRole('table').getAttribute('aria-rowcount'), String(venues.length + 1));

  // One key, the other way round, a second key: as sorting the file does it.
  await head(/日间人数/).click();
  await head(/日间人数/).click();
  await dock.locator('th[aria-sort=descending]').waitFor(answered);
  await head(/^名称/).click({ modifiers: ['Shift'] });
  await dock.getByText(/↓1/).waitFor();
  await dock.getByText(/↑2/).waitFor();
  const column = await dock.locator('thead th').allInnerTexts().then((heads) => heads.findIndex((text) => /日间人数/.test(text)));
  const shown = async () => (await rows.locator(`td:nth-child(${column + 1})`).allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  const expected = [...venues].sort(byPeople).map((v) => Number(v.people_day));
  await page.waitForFunction(([column, first]) => document.querySelector(`.rows-dock tbody tr[data-row] td:nth-child(${column})`)?.innerText.replaceAll(',', '') === first, [column + 1, String(expected[0])], answered);
  assert.deepEqual((await shown()).slice(0, 40), expected.slice(0, 40));

  // Down to the last row: only a window of them is ever in the page.
  await dock.locator('.dock-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await dock.locator(`tr[data-row="${venues.length - 1}"]`).waitFor(answered);
  assert.ok((await rows.count()) <= 200, `${await rows.count()} rows in the page`);
  await dock.locator('.dock-body').evaluate((body) => body.scrollTo(0, 0));

  // A search, by the words of a code too.
  const hospitals = venues.filter((v) => v.kind === 'hospital' || /医院/.test(JSON.stringify(v)));
  await dock.getByRole('searchbox').fill('医院');
  await summary(`${said(hospitals.length)} / ${said(venues.length)} 行`);
  const first = rows.first();
  const id = await first.locator('td').first().innerText();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`sel=venues(:|%3A)${id}`));
  await dock.locator('tr[aria-selected=true]').first().waitFor(answered);
  const venue = venues.find((v) => v.id === id);
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { level: 1, name: venue.name }).waitFor(answered);
  await map.idle();
  const { x, y } = await map.point([Number(venue.lon), Number(venue.lat)]);
  const box = await page.locator('.stage').boundingBox();
  assert.ok(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height, 'it is in view');

  // Files hold what the table holds, in its order.
  const save = async (name) => {
    const file = page.waitForEvent('download');
    await dock.getByText('带走').click();
    await dock.getByRole('button', { name }).click();
    const saved = await file;
    await dock.getByText('带走').click();
    return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
  };
  const csv = await save('导出 CSV');
  const lines = table(csv.bytes.toString('utf8').replace(/^\ufeff/, ''));
  assert.deepEqual([csv.name, lines.length, lines[0].id], ['venues.csv', hospitals.length, id]);
  const geojson = await save('导出 GeoJSON');
  assert.deepEqual(JSON.parse(geojson.bytes).features.map((f) => f.properties.id), lines.map((line) => line.id));
  const xlsx = await save('导出 XLSX');
  assert.deepEqual([xlsx.name, xlsx.bytes.subarray(0, 2).toString()], ['venues.xlsx', 'PK']);
  await dock.getByText('带走').click();
  await dock.getByRole('button', { name: '复制为文本' }).click();
  await page.getByText(/已复制/).waitFor(answered);
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  assert.equal(copied.length, hospitals.length + 1);

  // A column is put away and stays away.
  await dock.getByText('列', { exact: true }).click();
  await dock.getByRole('checkbox', { name: /日间人数/ }).uncheck();
  await head(/日间人数/).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');

  // What is in view is what the layer list counts; the key closes the table.
  await dock.getByRole('searchbox').fill('');
  await dock.getByRole('combobox', { name: '哪些行' }).selectOption({ label: '视野内' });
  await map.idle();
  const [, seen] = (await page.locator('.layers li').filter({ hasText: '公众场所' }).innerText()).match(/([\d,]+)\s*\/\s*[\d,]+/);
  await summary(`${seen} / ${said(venues.length)} 行`);
  await page.locator('.map canvas').first().focus().catch(() => {});
  await dock.getByRole('button', { name: '关闭' }).click();
  await dock.waitFor({ state: 'detached' });
  await page.keyboard.press('t');
  await page.getByRole('region', { name: '危险设施表格' }).waitFor();

  // Where the table stands above the map its menus drop, where it stands below they rise: the page's edge cuts none.
  const inside = async (name) => {
    const dock = page.getByRole('region', { name });
    await dock.getByText('列', { exact: true }).click();
    const { x, y, width, height } = await dock.locator('.menu-list').first().boundingBox();
    assert.ok(x >= 0 && y >= 0 && x + width <= 1440 && y + height <= 900, `${name}: ${x}, ${y}, ${width}, ${height}`);
    await page.keyboard.press('Escape');
  };
  await inside('危险设施表格');
  await page.getByRole('link', { name: '隐患台账' }).click();
  await page.getByRole('region', { name: '危险设施表格' }).locator('tbody tr[data-row]').first().waitFor(answered);
  await inside('危险设施表格');
});
