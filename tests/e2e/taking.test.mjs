// What is on the screen is taken along: on paper, as a picture, as one page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const drawn = { timeout: 120_000 };

/** Width and height of a PDF's pages, mm, and how many there are. */
function pages(pdf) {
  const text = pdf.toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [w, h].map((pt) => Math.round((pt * 25.4) / 72)));
  return { boxes, count: (text.match(/\/Type ?\/Page\b/g) ?? []).length };
}

story('the view is printed with its finding, legend, scale, lists and sources, and sent as one file', {
  search: '?v=1&role=fire&sel=venues:V-000001',
}, async ({ page, context, map }) => {
  await page.getByRole('complementary', { name: '详情' }).getByText('V-000001').first().waitFor(answered);
  const finding = await page.locator('.caption h1:not(.stale)').innerText(answered);
  const before = await map.camera();
  await page.keyboard.press('p');
  const sheet = page.getByRole('dialog', { name: '打印单页' });
  const paper = sheet.getByRole('region', { name: '预览' });
  await paper.getByRole('img', { name: '地图' }).waitFor(drawn);
  const first = paper.locator('.sheet').first();
  assert.equal(await first.getByRole('heading', { level: 1 }).innerText(), finding);
  await first.getByText(/^1:[\d,]+（A4）$/).waitFor();
  await first.getByText(/数据 2026-03-03 · 打印 \d{4}-\d\d-\d\d \d\d:\d\d · 方法：.+ · riskmap /).waitFor();
  await first.getByText('重点类别场所').waitFor();
  await paper.getByText('出警先看').waitFor();
  await paper.getByText('来源与限制').waitFor();
  await paper.getByText('列出前 30 行，共 10,000 行').waitFor();
  // Of the printed inch the picture has 200 pixels and more.
  const picture = await paper.getByRole('img', { name: '地图' }).evaluate((image) => image.naturalWidth / (image.clientWidth / 96));
  assert.ok(picture >= 200, `${picture} dpi`);

  // Beside the open inspector the map is higher than wide, and so is the paper.
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
  assert.equal(await alone.getByRole('heading', { level: 1 }).innerText(), finding);
  assert.ok(await alone.getByRole('img', { name: '地图' }).evaluate((image) => image.naturalWidth > 2000));
  assert.deepEqual([await alone.locator('script').count(), asked.filter((url) => !/^(data|about):/.test(url))], [0, []]);

  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await map.idle();
  const after = await map.camera();
  assert.ok(Math.abs(after.lng - before.lng) < 1e-6 && Math.abs(after.zoom - before.zoom) < 1e-6, 'the map looks where it looked');
});

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
