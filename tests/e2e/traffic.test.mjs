// A traffic officer sees which sections have the crashes, picks some by hand and takes their figures along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { features, folder, table, village } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const number = (text) => Number(text.replace(/[^\d.]/g, ''));
const OLD_TOWN = '?v=1&role=traffic&at=112.29683,30.92031,14.5';

/** Draws with the pointer through places on the page, `[[x, y], …]`, with keys held. */
async function drag(page, points, ...keys) {
  for (const key of keys) await page.keyboard.down(key);
  const [[x, y], ...rest] = points;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 6 });
  await page.mouse.up();
  for (const key of keys) await page.keyboard.up(key);
}

const sections = (page) => page.getByRole('complementary', { name: '详情' });
/** The selection's sums as the inspector shows them: crashes, fatal, injury, damage. */
const sums = async (page) => (await sections(page).locator('.figures b').allInnerTexts()).map(number);
const selected = async (page) => number(await page.locator('.dock-head').getByText(/已选 .+ 段/).innerText());

story('the first view says which sections are accident-prone', { search: '?v=1&role=traffic' }, async ({ page, map }) => {
  await page.getByText(/段路占全部事故的三分之一/).first().waitFor(answered);
  await map.idle();
  const rows = await page.getByRole('region', { name: '图例' }).getByRole('row').all();
  const counts = [];
  for (const row of rows) counts.push(number(await row.getByRole('cell').last().innerText()));
  const [most] = counts, classes = rows.length - 1; // the last row has no class: no crash
  const all = counts.slice(0, classes).reduce((a, b) => a + b);
  const drawn = await map.drawn(['section'], (found) => found.filter((f) => f.properties.class !== undefined).length >= all);
  const worst = drawn.filter((f) => f.properties.class === classes - 1);
  assert.equal(worst.length, most, 'every section of the highest class is on the first map');
  assert.equal(drawn.length, all, 'and so is every other with a crash');
  assert.deepEqual(await map.rendered(['crash', 'crash-cell']), [], 'crashes do not bury them');
});

story('sections in a lasso are summed, and taken along as CSV', { search: OLD_TOWN }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  await page.getByRole('main').getByRole('button', { name: '套索' }).click();
  const { x, y } = await map.point([112.29683, 30.92031]);
  const ring = [[-180, -90], [-60, -140], [120, -110], [190, 20], [60, 120], [-150, 60]].map(([dx, dy]) => [x + dx, y + dy]);
  // Asked before the inspector opens and the map is narrower.
  const places = await Promise.all(ring.map(([px, py]) => map.place(px, py)));
  await drag(page, ring);
  await sections(page).getByRole('heading', { level: 1 }).waitFor(answered);
  await page.waitForURL(/road=r\d+/);
  const count = await selected(page);
  assert.ok(count > 10, `${count} sections`);

  const download = page.waitForEvent('download');
  await sections(page).getByRole('button', { name: '导出 CSV' }).click();
  const csv = readFileSync(await (await download).path());
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'spreadsheets are told that it is UTF-8');
  const lines = table(csv.subarray(3).toString('utf8'));
  assert.equal(lines.length, count);
  const sum = (...names) => lines.reduce((all, line) => all + names.reduce((s, name) => s + Number(line[name]), 0), 0);
  assert.deepEqual(await sums(page), [sum('crashes'), sum('fatal'), sum('serious', 'slight_or_unknown'), sum('damage_only')]);
  assert.ok(sum('crashes') > 0);

  // What was drawn is what was taken: sections with every corner well inside, and none with all well outside.
  const inside = ([px, py]) => places.reduce((odd, [ax, ay], i) => {
    const [bx, by] = places[(i + 1) % places.length];
    return (ay > py) !== (by > py) && px < ((bx - ax) * (py - ay)) / (by - ay) + ax ? !odd : odd;
  }, false);
  const taken = new Set(lines.map((line) => line.id));
  const box = [Math.min(...places.map((p) => p[0])), Math.min(...places.map((p) => p[1])), Math.max(...places.map((p) => p[0])), Math.max(...places.map((p) => p[1]))];
  const footways = ['path', 'footway', 'cycleway', 'steps', 'bridleway', 'track', 'pedestrian', 'corridor'];
  for (const road of features('roads').filter((r) => !footways.includes(r.properties.class))) {
    const corners = road.geometry.coordinates;
    if (corners.every(inside)) assert.ok(taken.has(road.id), `${road.id} lies inside`);
    const away = corners.every(([lng]) => lng < box[0]) || corners.every(([lng]) => lng > box[2])
      || corners.every(([, lat]) => lat < box[1]) || corners.every(([, lat]) => lat > box[3]);
    if (away) assert.ok(!taken.has(road.id), `${road.id} lies outside`);
  }
});

story('with Shift a box adds, with Alt it takes out', { search: OLD_TOWN }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  // Corners by their places: the map grows narrower when the inspector opens.
  const box = async (west, east, ...keys) => {
    await page.getByRole('main').getByRole('button', { name: '框选' }).click();
    const corners = [await map.point([west, 30.9226]), await map.point([east, 30.9181])];
    await drag(page, corners.map(({ x, y }) => [x, y]), ...keys);
    await map.idle();
  };
  const roads = () => new URL(page.url()).searchParams.getAll('road').sort();
  const settles = async (was) => {
    await page.waitForFunction((was) => new URL(location.href).searchParams.getAll('road').sort().join() !== was, was.join(), { timeout: 20_000 });
    return roads();
  };
  const [west, middle, also, east] = [112.2931, 112.2962, 112.2974, 112.3005];
  await box(west, middle);
  const left = await settles([]);
  await box(also, east, 'Shift');
  const both = await settles(left);
  assert.ok(left.length > 0 && left.every((id) => both.includes(id)) && both.length > left.length, 'the second box was added');
  await box(west, middle, 'Alt');
  const right = await settles(both);
  assert.deepEqual(right.filter((id) => left.includes(id)), [], 'the first box was taken out');
  assert.deepEqual(right, both.filter((id) => !left.includes(id)));
});

story('sections are picked one by one on the map and in the table', { search: OLD_TOWN }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  await map.idle();
  const rows = page.locator('.dock').getByRole('row');
  await rows.nth(1).click();
  await page.waitForURL(/road=/);
  await rows.nth(2).click({ modifiers: ['Shift'] });
  await sections(page).getByText(/^2 段 · 共/).waitFor(answered);
  await rows.nth(1).click({ modifiers: ['Alt'] });
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  await page.keyboard.press('Escape');
  await sections(page).waitFor({ state: 'detached' });
  await page.waitForURL((url) => !url.searchParams.has('road'));
});

const line = (id, name, lat) => ({
  type: 'Feature', id, properties: { class: 'primary', name }, geometry: { type: 'LineString', coordinates: [[112, lat], [112.01, lat]] },
});
const dangerous = ['=HYPERLINK("https://example.org","x")', '@SUM(1)', '-1+2', '+3'];

story('a name that a spreadsheet would run is saved as text', { open: false }, async ({ page, go, map }) => {
  const roads = { type: 'FeatureCollection', features: dangerous.map((name, i) => line(`r${i}`, name, 30 + i / 500)) };
  const crashes = dangerous.map((_, i) => `C${i},2025-05-0${i + 1}T08:00,fatal,1,112.005,${30 + i / 500}`);
  const city = folder(village({
    'roads.geojson': JSON.stringify(roads),
    'crashes.csv': `id,at,severity,deaths,lon,lat\n${crashes.join('\n')}\n`,
  }, { layers: { roads: 'roads.geojson', crashes: 'crashes.csv' } }));
  await go('?v=1&role=traffic');
  await page.getByText('路段排名').first().waitFor(answered);
  await page.getByTitle('打开数据集').first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '打开文件夹' }).click();
  await (await chooser).setFiles(city);
  await page.getByRole('banner').getByText('石桥村').waitFor(answered);
  await page.locator('.dock').getByText('4 段路，4 段有事故').waitFor(answered);
  const download = page.waitForEvent('download');
  await page.locator('.dock').getByRole('button', { name: '导出 CSV' }).click();
  const lines = table(readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, ''));
  assert.deepEqual(lines.map((l) => l.name).sort(), dangerous.map((name) => `'${name}`).sort());
  assert.deepEqual(lines.map((l) => l.fatal), ['1', '1', '1', '1']);
  await map.idle();
});
