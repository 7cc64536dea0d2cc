// What is wrong on the map is put right by hand: a value, a place, a duplicate; saved, opened again, taken back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, village } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const VENUES = 'id,name,kind,people_day,people_night,floors,lon,lat\n'
  + 'V1,石桥小学,school,2400,0,,112.001,30.000\n'
  + 'V2,石桥旅馆,hotel,20,60,4,112.003,30.000\n'
  + 'V3,石桥小学（东门）,school,,,3,112.0013,30.000\n'
  + 'V4,远山宾馆,hotel,,,,112.060,30.030\n';
const HOME = folder(village({ 'venues.csv': VENUES }));
const soon = { timeout: 60_000 };
const link = (id, role = 'planning&mode=exposure') => `?v=1&role=${role}&sel=venues:${id}`;

/** What a click saves: its name and bytes. */
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), path, bytes: readFileSync(path) };
}

/** Drops a file from the machine on the page, as the window system would. */
async function drop(page, name, content) {
  const path = join(folder({ [name]: content }), name);
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
    if (type === 'dragOver') await page.getByText('松开即打开').waitFor();
  }
}

story('a wrong value, a wrong place and a duplicate are corrected, saved with the city and found again', { data: HOME, search: link('V1') }, async ({ page, map }) => {
  const card = page.locator('.panel.right');
  const dialog = page.getByRole('dialog', { name: '更正地图上的错误' });
  const heading = (name) => card.getByRole('heading', { name, level: 1, exact: true }).waitFor(soon);
  const begin = async () => {
    await card.getByRole('button', { name: '更正…' }).click();
    await dialog.getByText('哪里不对').or(dialog.getByRole('group', { name: '哪里不对' })).first().waitFor(soon);
  };
  const apply = async (reason) => {
    const button = dialog.getByRole('button', { name: '应用更正' });
    await dialog.getByText('还没有写理由').waitFor(soon);
    assert.ok(await button.isDisabled(), 'nothing is corrected without a reason');
    await dialog.getByLabel('理由（必填）').fill(reason);
    await button.click();
    await dialog.waitFor({ state: 'hidden', ...soon });
  };

  // A value, typed in the field's own unit; what the engine does not believe is refused in words.
  await heading('石桥小学');
  // The pen of a row opens the form at that field.
  await card.locator('dt', { hasText: '日间人数' }).hover();
  await card.getByRole('button', { name: '更正：日间人数' }).click();
  await dialog.getByText('现为：2400 人').waitFor(soon);
  assert.equal(await dialog.getByLabel('字段').inputValue(), 'people_day');
  await dialog.getByLabel('应为').fill('12.5');
  assert.equal(await dialog.getByLabel('应为').evaluate((input) => input.validity.stepMismatch), true, 'half a person');
  await dialog.getByLabel('应为').fill('-5');
  await dialog.getByLabel('理由（必填）').fill('x');
  await dialog.getByRole('button', { name: '应用更正' }).click();
  await dialog.getByText('应为介于 0 与').waitFor(soon);
  await dialog.getByLabel('理由（必填）').fill('');
  await dialog.getByLabel('应为').fill('240');
  await apply('多写了一个零');
  const told = card.locator('.corrected');
  await told.getByText('日间人数：240 人，原为 2,400 人').waitFor(soon);
  await told.getByText('理由：多写了一个零').waitFor();
  assert.match(await card.locator('dd', { hasText: '已更正' }).first().innerText(), /240/);
  // It is the last step: undone and done again like any other.
  await page.keyboard.press('Control+z');
  await told.waitFor({ state: 'hidden', ...soon });
  await card.locator('dd', { hasText: '2,400' }).first().waitFor(soon);
  await page.keyboard.press('Control+y');
  await told.getByText('日间人数：240 人，原为 2,400 人').waitFor(soon);

  // The same school twice: the other one goes, and what it knew stays.
  await begin();
  await dialog.getByRole('button', { name: '重复' }).click();
  const alike = dialog.locator('.alike').first().locator('li');
  assert.match(await alike.first().innerText(), /石桥小学（东门）[\s\S]*V3[\s\S]*29\s*m/, 'the nearest first');
  await alike.first().getByRole('radio').check();
  await apply('同一所学校登记了两次');
  await told.getByText('重复：V3 并入 V1').waitFor(soon);
  await told.getByText('从并入的一条取得：层数').waitFor();
  const layers = page.locator('.layers');
  await page.waitForFunction(() => /\/\s*3\b/.test(
    [...document.querySelectorAll('.layers li')].find((li) => li.textContent.includes('公众场所'))?.innerText ?? ''), undefined, soon);

  // A place, clicked on the map.
  await page.evaluate((search) => {
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link('V2', 'fire'));
  await heading('石桥旅馆');
  await begin();
  await dialog.getByRole('button', { name: '位置' }).click();
  await dialog.getByRole('button', { name: '在地图上点出位置' }).click();
  await page.getByText('在地图上点出“石桥旅馆”的正确位置').waitFor();
  await map.idle();
  const right = [112.0035, 30.0012], at = await map.point(right);
  await page.mouse.click(at.x, at.y);
  await dialog.getByText(/移到 112\.003\d+, 30\.001\d+，距现在的位置 \d+ m/).waitFor(soon);
  // Typed it is exact.
  await dialog.getByLabel('或输入经度, 纬度（WGS84）').fill('112.0035, 30.0012');
  await dialog.getByLabel('理由（必填）').click();
  await dialog.getByText('移到 112.003500, 30.001200').waitFor(soon);
  await apply('门牌在路北');
  await told.getByText(/位置：移动 \d+ m，原为 112\.003000, 30\.000000/).waitFor(soon);
  const near = (f) => f.properties.name === '石桥旅馆' && Math.abs(f.geometry.coordinates[1] - 30.0012) < 1e-4;
  const drawn = await map.drawn(['venue-level', 'worst-symbol'], (found) => found.some(near));
  assert.ok(drawn.some(near), 'the map draws it where it is');

  // The list, the file, and the city with both.
  await layers.getByText('有未保存的更正').waitFor();
  const asks = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  assert.equal(await asks(), true, 'the browser asks before what is not saved is lost');
  await layers.getByRole('button', { name: '查看更正' }).click();
  const list = page.getByRole('dialog', { name: '更正', exact: true });
  await list.getByText('3 条更正：3 条已应用，0 条不再适用，0 条无法读取').waitFor(soon);
  const file = await saved(page, () => list.getByRole('button', { name: '下载更正文件' }).click());
  assert.equal(file.name, 'patches.json');
  const { corrections } = JSON.parse(file.bytes.toString('utf8'));
  assert.deepEqual(corrections.map((c) => [c.id, c.was.lon ?? c.was, c.reason]),
    [['V1', 2400, '多写了一个零'], ['V3', 112.0013, '同一所学校登记了两次'], ['V2', 112.003, '门牌在路北']]);
  const zip = await saved(page, () => list.getByRole('button', { name: '另存为数据集（zip）' }).click());
  const check = spawnSync(process.env.RISKMAP_BIN ?? 'target/debug/riskmap', ['check', zip.path], { encoding: 'utf8' });
  assert.match(check.stdout, /corrections: patches\.json: 3 applied, 0 no longer fit, 0 malformed/, check.stderr);
  assert.match(check.stdout, /venues +read +4 +kept +3 +merged +1 +skipped +0 +rejected +0\b/);

  assert.equal(await asks(), false, 'what is saved is not asked about');

  // What is not saved is lost with the page; what is saved is found again, and can be taken back.
  await page.reload();
  await heading('石桥旅馆');
  assert.equal(await told.count(), 0);
  await drop(page, zip.name, zip.bytes);
  await page.waitForFunction(() => /\/\s*3\b/.test(
    [...document.querySelectorAll('.layers li')].find((li) => li.textContent.includes('公众场所'))?.innerText ?? ''), undefined, soon);
  await page.evaluate((search) => {
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, link('V3'));
  await heading('石桥小学');
  await told.getByText('日间人数：240 人，原为 2,400 人').waitFor(soon);
  await told.locator('li').filter({ hasText: '240 人' }).getByRole('button', { name: '撤销' }).click();
  await told.getByText('日间人数').waitFor({ state: 'hidden', ...soon });
  await card.locator('dd', { hasText: '2,400' }).first().waitFor(soon);
});
