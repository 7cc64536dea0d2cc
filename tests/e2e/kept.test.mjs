// A reader's own data stays in this browser when asked to, comes back, is compared with what came before, is forgotten.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { folder, hamlet, table, village } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const HOME = hamlet();
const opened = (page, name) => page.getByRole('banner').getByText(name).waitFor(answered);
const offer = (page) => page.getByRole('status').filter({ hasText: '刷新页面就没有了' });
const dialog = (page) => page.getByRole('dialog', { name: '打开数据集' });

async function openFolder(page, path) {
  await page.getByTitle('打开数据集').first().click();
  const chooser = page.waitForEvent('filechooser');
  await dialog(page).getByRole('button', { name: '打开文件夹' }).click();
  await (await chooser).setFiles(path);
}

story('a dataset is kept, comes back after a reload, shows what changed since it, and is forgotten', { data: HOME }, async ({ page, url }) => {
  await openFolder(page, folder(village()));
  await opened(page, '石桥村');
  await offer(page).getByRole('button', { name: '留一份' }).click();
  await page.getByText(/已留存“石桥村”/).waitFor(answered);
  await page.getByRole('link', { name: '消防' }).click();
  await page.getByText('4 处场所').first().waitFor(answered);
  await page.reload();
  await opened(page, '石桥村');
  await page.getByText('4 处场所').first().waitFor(answered);
  assert.equal(await offer(page).count(), 0, 'what is kept is not offered again');

  // A link of the served city still opens that one, and a page without a link the kept one.
  const other = await page.context().newPage();
  await other.goto(`${url}?v=1&role=fire`);
  await opened(other, '双溪村');
  await other.goto(url);
  await opened(other, '石桥村');
  await other.close();

  // A month later: the school is gone, an inn is new, the hotel has more guests, the restaurant moved 111 m north.
  const venues = 'id,name,kind,people_day,people_night,lon,lat\n'
    + 'V2,石桥旅馆,hotel,20,90,112.003,30.000\n'
    + 'V3,桥头饭店,restaurant,45,30,112.004,30.002\n'
    + 'V4,远山宾馆,hotel,,,112.060,30.030\n'
    + 'V5,新客栈,hotel,5,8,112.002,30.001\n';
  await openFolder(page, folder(village({ 'venues.csv': venues }, { day: '2026-02-28' })));
  await offer(page).getByRole('button', { name: '不用' }).click();
  assert.equal(await offer(page).count(), 0);
  await page.getByTitle('打开数据集').first().click();
  const kept = dialog(page).locator('.kept li').filter({ hasText: '石桥村' });
  await kept.getByText(/数据截至 2026-01-31 · 留存于 \d{4}-\d\d-\d\d \d\d:\d\d · 0\.0 MB/).waitFor(answered);
  await kept.getByRole('button', { name: '与现在打开的比较' }).click();
  const changes = page.getByRole('dialog', { name: '与以前的数据相比' });
  await changes.getByText(/行有变化：新增 1，不再有 1，位置变动 1，取值变动 1/).waitFor(answered);
  await changes.getByText('截至 2026-01-31').waitFor();
  const line = (name) => changes.locator('.changes li').filter({ hasText: name });
  assert.match(await line('石桥小学').innerText(), /不再有/);
  assert.match(await line('桥头饭店').innerText(), /移动 111 m/);
  assert.match(await line('石桥旅馆').innerText(), /60 人 → 90 人/);
  assert.equal(await line('远山宾馆').count(), 0, 'what did not change is not listed');
  const [download] = await Promise.all([page.waitForEvent('download'), changes.getByRole('button', { name: /导出 CSV/ }).click()]);
  const rows = table(readFileSync(await download.path(), 'utf8').replace(/^\ufeff/, ''));
  assert.deepEqual(rows.filter((row) => row.change === 'gone').map((row) => row.id), ['V1']);
  await line('新客栈').getByRole('button', { name: '新客栈' }).click();
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: '新客栈', level: 1 }).waitFor(answered);

  // Forgotten, it does not come back.
  await page.getByTitle('打开数据集').first().click();
  await kept.getByRole('button', { name: '删除留存的“石桥村”' }).click();
  await page.getByText('已删除留存的“石桥村”').waitFor(answered);
  await page.goto(url);
  await opened(page, '双溪村');
});
