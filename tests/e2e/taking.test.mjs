// What is on the screen is taken along: on paper, as a picture, as one page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { metres, rows } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const drawn = { timeout: 120_000 };

/** Width and height of a PDF's pages, mm, and how many there are. */
function pages(pdf) {
  const text = pdf.toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [w, h].map((pt) => Math.round((pt * 25.4) / 72)));
  return { boxes, count: (text.match(/\/Type ?\/Page\b/g) ?? []).length };
}

const VENUE = 'V-000001';

story('a crew takes along what it must know of a place, and the browser\'s own key prints it', {
  search: `?v=1&role=fire&sel=venues:${VENUE}`,
}, async ({ page, context, map }) => {
  const venue = rows('venues').find((row) => row.id === VENUE);
  const place = [Number(venue.lon), Number(venue.lat)];
  const hydrants = rows('hydrants').map((row) => ({ ...row, away: metres(place, [Number(row.lon), Number(row.lat)]) })).sort((a, b) => a.away - b.away);
  await page.getByRole('complementary', { name: '详情' }).getByText(VENUE).first().waitFor(answered);
  const before = await map.camera();
  await page.evaluate(() => { window.printed = 0; window.print = () => { window.printed += 1; }; });
  await page.keyboard.press('Control+p');
  const sheet = page.getByRole('dialog', { name: '打印单页' });
  const paper = sheet.getByRole('region', { name: '预览' });
  const print = sheet.getByRole('button', { name: '打印', exact: true });
  // The sheet is there before its map, and is not printed without it.
  await paper.getByText('正在画要打印的地图…').waitFor(answered);
  assert.ok(await print.isDisabled());
  const nearest = hydrants.find((row) => row.working !== 'false');
  const water = nearest.working === 'true' ? `最近可用消火栓 ${nearest.id} · [\\d.,]+ k?m` : `最近消火栓 ${nearest.id} · [\\d.,]+ k?m（是否可用未知）`;
  const title = new RegExp(`^${venue.name}：最近消防站 [\\d.,]+ k?m，${water}$`);
  const first = paper.locator('.sheet').first();
  await first.getByRole('heading', { level: 1, name: title }).waitFor();
  await first.getByText(`${place.map((degrees) => degrees.toFixed(6)).join(', ')}（WGS84）`).first().waitFor();
  await paper.getByRole('img', { name: '地图' }).waitFor(drawn);
  assert.ok(await print.isEnabled());
  assert.equal(await page.evaluate(() => window.printed), 0);
  await page.keyboard.press('Control+p');
  await page.waitForFunction(() => window.printed === 1);

  // What is asked first stands above the map, what nobody knows too.
  const fact = async (name) => (await first.locator(`.lead dt:text-is("${name}") + dd`).innerText()).split(/\s/)[0];
  const flag = (value) => ({ true: '是', false: '否' }[value] ?? '未知');
  assert.deepEqual(
    [await fact('消防车可到达'), await fact('自动喷淋'), await fact('安全出口'), await fact('日间人数'), await fact('夜间人数'), await fact('层数')],
    [flag(venue['protection.engine_access']), flag(venue['protection.sprinklers']), venue.exits || '未知', venue.people_day || '未知', venue.people_night || '未知', venue.floors || '未知'],
  );
  const [lead, picture] = [await first.locator('.lead').boundingBox(), await first.getByRole('img', { name: '地图' }).boundingBox()];
  assert.ok(lead.y + lead.height <= picture.y + 1 && lead.y < 400);
  const scale = Number((await first.getByText(/^1:[\d,]+（A4）$/).innerText()).match(/1:([\d,]+)/)[1].replaceAll(',', ''));
  assert.ok(scale >= 2_500 && scale <= 10_000, `1:${scale}`);
  await paper.getByRole('row', { name: new RegExp(hydrants[0].id) }).getByRole('cell', { name: { true: '能用', false: '干栓' }[hydrants[0].working] ?? '未知', exact: true }).waitFor();
  const works = hydrants.find((row) => row.working === 'true');
  await paper.getByRole('row', { name: new RegExp(works.id) }).getByRole('cell', { name: '能用' }).waitFor();
  await paper.getByText('来源与限制').waitFor();
  assert.equal(await paper.getByText(/列出前 30 行，共 10,000 行/).count(), 0, 'the ranking of others is not on it');
  await first.getByText(/数据 2026-03-03 · 打印 \d{4}-\d\d-\d\d \d\d:\d\d · riskmap /).waitFor();
  // Venues stand in the legend by level, as on the map.
  for (const level of ['A 重大', 'D 低', '未评']) await first.getByText(level, { exact: true }).first().waitFor();
  // Of the printed inch the picture has 200 pixels and more.
  const dpi = await paper.getByRole('img', { name: '地图' }).evaluate((image) => image.naturalWidth / (image.clientWidth / 96));
  assert.ok(dpi >= 200, `${dpi} dpi`);

  const a4 = pages(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const told = await paper.locator('.sheet').count();
  assert.deepEqual([a4.count, a4.boxes.every(([w, h]) => w === 210 && h === 297)], [told, true]);
  await sheet.getByRole('button', { name: 'A3' }).click();
  await paper.getByText(/（A3）$/).waitFor(drawn);
  const a3 = pages(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  assert.ok(a3.boxes.every(([w, h]) => w === 297 && h === 420), JSON.stringify(a3.boxes));

  const saved = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download', drawn), sheet.getByRole('button', { name }).click()]);
    return [file.suggestedFilename(), readFileSync(await file.path())];
  };
  const [slideName, slide] = await saved('存为图片');
  assert.match(slideName, /消防.*\.png$/);
  assert.deepEqual([slide.readUInt32BE(16), slide.readUInt32BE(20)], [2560, 1440], 'a slide of 1280 × 720 at two pixels each');
  const [pageName, html] = await saved('存为单个网页');
  assert.match(pageName, /\.html$/);
  const alone = await context.newPage();
  const asked = [];
  alone.on('request', (request) => asked.push(request.url()));
  await alone.setContent(html.toString(), { waitUntil: 'load' });
  await alone.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.ok(await alone.getByRole('img', { name: '地图' }).evaluate((image) => image.naturalWidth > 2000));
  assert.deepEqual([await alone.locator('script').count(), asked.filter((url) => !/^(data|about):/.test(url))], [0, []]);

  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await map.idle();
  const after = await map.camera();
  assert.ok(Math.abs(after.lng - before.lng) < 1e-6 && Math.abs(after.zoom - before.zoom) < 1e-6, 'the map looks where it looked');
});

story('a sheet is about what is looked at: an area, a pair, road sections, a danger', {
  search: '?v=1&role=overview&inside=circle:112.29683,30.92031,600',
}, async ({ page, map, visit }) => {
  const inspector = page.getByRole('complementary', { name: '详情' });
  const sheet = page.getByRole('dialog', { name: '打印单页' });
  const paper = sheet.getByRole('region', { name: '预览' });
  const title = (name) => paper.getByRole('heading', { level: 1, name }).waitFor(answered);
  const section = (name) => paper.getByRole('heading', { level: 2, name }).first().waitFor();
  const leave = async () => {
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  };

  // An area: its own title and counts, none of the city's list. The link does not say where to look: the map turns there.
  await inspector.getByText('怎么算的').waitFor(answered);
  await map.idle();
  assert.ok((await map.camera()).zoom > 12, 'the area is looked at, not the whole city');
  await page.keyboard.press('p');
  await title(/^半径 600 m 以内（1\.13 km²）：白天 .+ 人，夜间 .+ 人$/);
  const inside = rows('venues').filter((row) => metres([112.29683, 30.92031], [Number(row.lon), Number(row.lat)]) < 600);
  const count = (name) => paper.getByRole('row', { name: new RegExp(`^${name} `) }).first().getByRole('cell').nth(1).innerText();
  assert.ok(Math.abs(Number((await count('公众场所')).replaceAll(',', '')) - inside.length) <= 2, `${inside.length} venues by haversine`);
  await section(/等级（2026-03-03）/);
  await section(/怎么算的/);
  await paper.getByText(/人数为下限|场所中白天人数已知/).first().waitFor();
  assert.equal(await paper.getByText('十处最险').count(), 0);
  assert.equal(await paper.getByText('三方签字').count(), 0, 'nobody signs an overview');
  await leave();

  // A pair: the chosen one, then all of its hazard alone.
  await visit('?v=1&role=planning&mode=conflicts');
  const pair = page.locator('.ranking.pairs').getByRole('button').first();
  const said = (await pair.innerText(answered)).replace(/\s+/g, ' ');
  const [short] = said.match(/欠 [\d.,]+ k?m/);
  await pair.click();
  const hazard = await inspector.getByRole('heading', { level: 1 }).innerText(answered);
  await page.keyboard.press('p');
  await title(new RegExp(`^${hazard} → .+：相距 .+，${short}$`));
  for (const name of ['影响圈（按哪条算）', '圈的半径', '场所性质', '白天人数', '夜间人数']) await paper.getByText(name).first().waitFor();
  await section('影响圈内的场所');
  await paper.getByText(/缺：|适用方法要的数据都有/).first().waitFor();
  const first = paper.locator('h2:has-text("影响圈内的场所")').locator('xpath=ancestor::div[1]/following-sibling::table[1]').getByRole('row');
  for (const row of (await first.all()).slice(1)) assert.ok((await row.innerText()).includes(hazard), 'of this hazard alone');
  await leave();

  // Road sections: their sum in the title, each with its place in the city.
  await visit('?v=1&role=traffic');
  const third = page.locator('.dock tbody').getByRole('row').nth(2);
  await third.click(answered);
  await page.waitForURL(/road=/);
  await inspector.getByRole('heading', { level: 1 }).waitFor(answered);
  await page.keyboard.press('p');
  await title(/（1 段）：[\d,]+ 起事故，每公里 [\d.,]+ 起$/);
  await paper.getByRole('columnheader', { name: /每公里当量事故/ }).waitFor();
  const list = paper.locator('table').filter({ has: page.getByRole('columnheader', { name: /每公里当量事故/ }) });
  assert.equal(await list.locator('tbody tr').first().getByRole('cell').first().innerText(), '3');
  for (const name of ['不足 50 m，不分级', '无事故']) await paper.locator('.key').getByText(name).waitFor();
  await leave();

  // A danger goes along to be signed, with nothing filled in.
  const danger = rows('dangers').find((row) => row.what && row.status === 'assigned');
  await visit(`?v=1&role=ledger&group=all&danger=${danger.id}`);
  await inspector.getByRole('heading', { name: danger.what, level: 1 }).waitFor(answered);
  await page.keyboard.press('p');
  await title(new RegExp(`^${danger.what}：`));
  await paper.getByText(new RegExp(`^${danger.id} · `)).first().waitFor();
  assert.equal(await paper.getByText('隐患清单').count(), 0, 'the list of others is not on it');
  await section('三方签字');
  const boxes = paper.locator('.signing > div');
  assert.deepEqual(await boxes.allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' ').trim())), ['检查人 日期', '企业法定代表人 日期', '属地领导 日期']);
});

for (const [lang, title, worst, small] of [
  ['zh', '打印单页', /十处最险/, /所有数字仅供筛查/], ['en', 'Print sheet', /The ten worst/, /All figures are for screening/],
]) {
  story(`whoever leads has one page, ${lang}`, { search: `?v=1&role=overview&lang=${lang}` }, async ({ page }) => {
    await page.locator('.ranking').first().waitFor(answered);
    await page.keyboard.press('Control+p');
    const paper = page.getByRole('dialog', { name: title }).getByRole('region');
    const plate = paper.getByRole('img', { name: lang === 'zh' ? '地图' : 'Map' });
    await plate.waitFor(drawn);
    for (const part of [worst, small]) await paper.getByText(part).first().waitFor();
    // The ledger is read for it, and comes when it comes: until then nothing is printed.
    await paper.getByRole('heading', { name: lang === 'zh' ? /责任表/ : /Responsibility/ }).waitFor(answered);
    // The counts of every level stand beside the map and nowhere else.
    const levels = paper.locator('.plate-side table'), reds = (await levels.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).slice(1);
    assert.equal(await paper.locator('.page-body table').count(), 2);
    const sum = reds.map((text) => Number(text.split(' ')[0].replaceAll(',', ''))).reduce((a, b) => a + b, 0);
    assert.match(await paper.getByRole('heading', { level: 1 }).innerText(), new RegExp(`\\b${sum}\\b`));
    const [map, beside] = [await plate.boundingBox(), await levels.boundingBox()];
    assert.ok(map.x + map.width <= beside.x && map.width / map.height > 0.9, 'a map as high as it is wide, and beside it the counts');
    const { count, boxes } = pages(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    assert.deepEqual([count, boxes], [1, [[210, 297]]]);
    assert.equal(await paper.locator('.page-foot b').innerText(), '1 / 1');
  });
}

story('without a map the sheet says so and has its tables', {
  open: false, errors: /WebGL|webgl/,
}, async ({ page, url }) => {
  await page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function context(kind, ...more) { return /webgl/.test(kind) ? null : get.call(this, kind, ...more); };
  });
  await page.goto(`${url}?v=1&lang=en&role=overview`);
  await page.locator('.caption h1:not(.stale)', { hasText: /major risk/ }).waitFor(answered);
  await page.getByRole('button', { name: 'Print sheet' }).click();
  const sheet = page.getByRole('dialog', { name: 'Print sheet' });
  const paper = sheet.getByRole('region', { name: 'Preview' });
  await paper.getByText(/No map here: .+ Tables and texts are whole\./).waitFor(answered);
  await paper.getByRole('heading', { name: /The ten worst/ }).waitFor();
  assert.ok(await paper.getByRole('row').count() > 10);
});
