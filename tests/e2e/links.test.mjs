// A link is the whole view: whoever opens it sees the same, and Back and Forward walk through what was looked at.
import assert from 'node:assert/strict';
import { features, rows } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const [venue] = rows('venues');

story('a link restores workbench, filter, order, selection and camera',
  { search: `?v=1&role=fire&sel=venues:${venue.id}&kinds=hotel.station&sort=hydrant&at=112.3,30.95,14.25` },
  async ({ page, map }) => {
    await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: venue.name, level: 1 }).waitFor(answered);
    const kinds = page.getByRole('group', { name: '场所类别' });
    await kinds.getByRole('button', { name: /^宾馆 /, pressed: true }).waitFor(answered);
    await kinds.getByRole('button', { name: /^车站 /, pressed: true }).waitFor(answered);
    assert.equal(await page.getByLabel('排序').inputValue(), 'hydrant');
    const { lng, lat, zoom } = await map.camera();
    assert.deepEqual([lng.toFixed(5), lat.toFixed(5), zoom.toFixed(2)], ['112.30000', '30.95000', '14.25']);
    assert.equal(new URL(page.url()).searchParams.get('sel'), `venues:${venue.id}`);
  });

story('what a link does not say right is left out and said', { search: '?v=1&role=fire&at=999,0,3&nonsense=1' }, async ({ page }) => {
  await page.getByText(/链接里有读不懂的部分.*at=999,0,3.*nonsense=1/).waitFor(answered);
  await page.getByRole('link', { name: '消防', current: 'page' }).waitFor();
});

story('a day that the data do not reach is left out of a link and said', { search: '?v=1&mode=levels&day=1990-01-01' }, async ({ page }) => {
  await page.getByText(/^日期要在 \d{4}-\d\d-\d\d 到 2026-03-03 之间$/).waitFor(answered);
  await page.waitForURL((url) => !url.searchParams.has('day'));
});

story('a district that the city does not have is left out of a link and said', { search: '?v=1&mode=levels&in=999' }, async ({ page }) => {
  await page.getByRole('alert').getByText(/数据里没有 ?行政区 999。/).waitFor(answered);
  assert.equal(await page.getByRole('combobox', { name: '行政区' }).locator('option:checked').innerText(), '全市');
  await page.waitForURL((url) => !url.search.includes('in='));
});

story('Back and Forward walk through workbench, selection and distance', { search: '?v=1&mode=exposure' }, async ({ page }) => {
  const inspector = page.getByRole('complementary', { name: '详情' });
  await page.getByText(/500 m 内人数最多/).first().waitFor(answered);
  await page.getByRole('spinbutton', { name: '距离' }).fill('800');
  await page.keyboard.press('Enter');
  await page.getByText(/800 m 内人数最多/).first().waitFor(answered);
  await page.waitForURL(/within=800/);
  const first = page.locator('.ranking').getByRole('button').first();
  const name = await first.locator('.name').innerText();
  await first.click();
  await inspector.getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
  await page.waitForURL(/sel=facilities/);
  await page.getByRole('link', { name: '消防' }).click();
  await page.waitForURL(/role=fire/);

  await page.goBack();
  await page.getByText(/800 m 内人数最多/).first().waitFor(answered);
  await inspector.getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
  await page.goBack();
  await inspector.waitFor({ state: 'detached' });
  await page.goBack();
  await page.getByText(/500 m 内人数最多/).first().waitFor(answered);
  assert.equal(await page.getByRole('spinbutton', { name: '距离' }).inputValue(), '500');
  for (let i = 0; i < 3; i++) await page.goForward();
  await page.getByRole('link', { name: '消防', current: 'page' }).waitFor(answered);
});

story('what one workbench asks does not follow into another, and is there again on the way back', { search: '?v=1&role=planning&mode=exposure&within=900' }, async ({ page }) => {
  await page.getByText(/900 m 内人数最多/).first().waitFor(answered);
  await page.getByRole('link', { name: '交警' }).click();
  await page.waitForURL((url) => url.search === '?v=1&role=traffic');
  await page.locator('.dock').getByRole('columnheader', { name: /^死亡.*人/s }).getByRole('button').click(answered);
  await page.waitForURL((url) => url.search === '?v=1&role=traffic&rank=deaths');
  await page.getByRole('link', { name: '规划' }).click();
  await page.waitForURL((url) => url.search === '?v=1&role=planning&mode=exposure&within=900');
  await page.goBack();
  await page.waitForURL((url) => url.search === '?v=1&role=traffic&rank=deaths');
  await page.locator('.dock th[aria-sort=descending]').getByText('死亡').waitFor(answered);
  await page.getByRole('link', { name: '规划' }).click();
  await page.getByText(/900 m 内人数最多/).first().waitFor(answered);
});

story('a view is kept under a name, shown again and forgotten; the page starts in the reader\'s own district', { search: '?v=1&role=planning&mode=exposure&within=900' }, async ({ page, map, url }) => {
  await page.getByText(/900 m 内人数最多/).first().waitFor(answered);
  const { zoom: city } = await map.camera();
  await page.keyboard.press('v');
  const dialog = page.getByRole('dialog', { name: '我的视图' });
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.getByText(/^没有保存/).waitFor();
  await dialog.getByRole('textbox').fill('周会 900 米');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '周会 900 米', exact: true }).waitFor();
  const { properties: { name } } = features('districts').find((district) => district.properties.level === 'county');
  await dialog.getByLabel('打开页面时看').selectOption({ label: name });
  await page.keyboard.press('Escape');

  await page.goto(url);
  await page.getByRole('link', { name: '总览', current: 'page' }).waitFor(answered);
  await page.waitForFunction((city) => window.riskmapTest?.camera().zoom > city + 0.3, city, answered);
  await page.getByRole('link', { name: '消防' }).click();
  await page.waitForFunction((name) => document.querySelector('.panel.left select')?.selectedOptions[0]?.label === name, name, answered);
  await page.keyboard.press('v');
  await dialog.getByRole('button', { name: '周会 900 米', exact: true }).click();
  await page.getByText(/900 m 内人数最多/).first().waitFor(answered);
  await page.waitForURL((url) => url.search === '?v=1&role=planning&mode=exposure&within=900');
  await page.waitForFunction((city) => Math.abs(window.riskmapTest.camera().zoom - city) < 0.1, city, answered);
  await page.keyboard.press('v');
  await dialog.getByRole('button', { name: '删除“周会 900 米”' }).click();
  await dialog.getByText('还没有保存的视图').waitFor();
  await dialog.getByLabel('打开页面时看').selectOption('');
});
