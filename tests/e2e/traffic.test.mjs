// A traffic officer sees which sections have the crashes, picks some by hand and takes their figures along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { features, folder, table, village } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const number = (text) => Number(text.replace(/[^\d.]/g, ''));
const OLD_TOWN = '?v=1&role=traffic&at=112.29683,30.92031,14.5';

/** Draws with the pointer through places on the page, `[[x, y], …]`, with keys held. */
async function drag(page, points, ...keys) {
  // The tool is in hand once its drawing lies over the map.
  await page.locator('.maplibregl-canvas-container > svg').waitFor({ state: 'attached' });
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
  await page.getByText(/三分之一的事故集中在 [\d,]+ 段路上（全市 [\d,]+ 段）/).first().waitFor(answered);
  await map.idle();
  const rows = await page.getByRole('region', { name: '图例' }).getByRole('row').all();
  const counts = [];
  for (const row of rows) counts.push(number(await row.getByRole('cell').last().innerText()));
  const without = await page.getByRole('region', { name: '图例' }).getByRole('row', { name: /^不着色 不足 50 m，不分级 [\d,]+ · 无事故 [\d,]+/ }).count();
  assert.equal(without, 1, 'what is not coloured has one row and one swatch: too short for a rate, no crash');
  const [most] = counts, classes = rows.length - without;
  const all = counts.slice(0, classes).reduce((a, b) => a + b);
  const drawn = await map.drawn(['section'], (found) => found.filter((f) => f.properties.class !== undefined).length >= all);
  const worst = drawn.filter((f) => f.properties.class === classes - 1);
  assert.equal(worst.length, most, 'every section of the highest class is on the first map');
  assert.equal(drawn.length, all, 'and so is every other with a crash');
  assert.deepEqual(await map.rendered(['crash', 'crash-cell']), [], 'crashes do not bury them');
});

story('sections in a lasso are summed, and taken along as CSV', { motion: true, search: OLD_TOWN }, async ({ page, map }) => {
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
  // Whoever draws around sections asks about these: list, classes and file are of them, and the switch says so.
  const scope = page.getByRole('group', { name: '排哪些路段' });
  await page.waitForURL(/ranked=selection/);
  await scope.getByRole('button', { name: '所选', pressed: true }).waitFor(answered);
  const listed = page.locator('.dock tbody tr'), chosen = page.locator('.dock tbody tr[aria-selected=true]');
  assert.ok((await listed.count()) > 0 && (await listed.count()) === (await chosen.count()), 'what is ranked is what is selected');
  await scope.getByRole('button', { name: '全市' }).click();
  await page.waitForURL((url) => !url.search.includes('ranked='));
  await page.waitForFunction(() => document.querySelectorAll('.dock tbody tr[aria-selected=false]').length > 20, undefined, answered);
  assert.equal(await selected(page), count, 'the selection stays');

  const download = page.waitForEvent('download');
  await sections(page).getByRole('button', { name: '导出 CSV' }).click();
  const csv = readFileSync(await (await download).path());
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'spreadsheets are told that it is UTF-8');
  const lines = table(csv.subarray(3).toString('utf8'));
  assert.equal(lines.length, count);
  const sum = (...names) => lines.reduce((all, line) => all + names.reduce((s, name) => s + Number(line[name]), 0), 0);
  assert.deepEqual(await sums(page), [sum('crashes'), sum('fatal'), sum('serious', 'slight_or_unknown'), sum('damage_only')]);
  assert.ok(sum('crashes') > 0);
  // What its table says of each section, the summary says of them together; the drawing has gone.
  const inspector = sections(page), figure = async (name) => number((await inspector.locator(`dt:text-is("${name}") + dd`).innerText()).split(/\s/)[0]);
  const km = sum('length_m') / 1000, close = (shown, exact) => assert.ok(Math.abs(shown - exact) <= 0.006 * exact, `${shown}, ${exact}`);
  close(await figure('每公里'), sum('crashes') / km);
  close(await figure('当量事故'), sum('epdo_8_3_1'));
  close(await figure('每公里当量事故'), sum('epdo_8_3_1') / km);
  assert.equal(await figure('死亡'), sum('deaths'));
  await inspector.getByText('怎么算的').click();
  await inspector.getByText('框选与套索取所触及的每一段').waitFor();
  assert.match(await inspector.locator('.substituted').first().innerText(), new RegExp(`^${sum('crashes')} / `));
  await page.getByRole('complementary', { name: '工作台' }).getByText('取所触及的每一段').waitFor();
  const drawn = async () => (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'drawn').length;
  assert.equal(await drawn(), 0, 'what was drawn is gone with the selection that it made');
  for (const line of lines) {
    assert.match(line.dataset, /虚构/);
    assert.match(line.fictional, /虚构/);
    assert.match(line.exported_on, /^\d{4}-\d\d-\d\d$/);
    assert.equal(line.snap_m, '30');
  }

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
  // Beside a chosen section the legend folds, and finding and legend leave the map free; what the reader opens stays open.
  const legend = page.getByRole('region', { name: '图例' }), folded = () => legend.evaluate((e) => e.classList.contains('folded'));
  await page.locator('.caption').getByRole('button', { name: '回到全市' }).waitFor(answered);
  assert.ok(await folded());
  const area = async (what) => { const { width, height } = await page.locator(what).boundingBox(); return width * height; };
  assert.ok(await area('.caption') + await area('.legend') < 0.17 * await area('.stage .map'), 'the map is free');
  await legend.getByRole('button', { name: '图例' }).click();
  assert.ok(!(await folded()) && await legend.getByText('◂ 所选').isVisible());
  await rows.nth(2).click({ modifiers: ['Shift'] });
  await sections(page).getByText(/^2 段 · 共/).waitFor(answered);
  // A step is what the link has kept.
  const linked = (n) => page.waitForURL((url) => url.searchParams.getAll('road').length === n);
  await linked(2);
  await rows.nth(1).click({ modifiers: ['Alt'] });
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  await linked(1);
  await page.keyboard.press('Escape');
  await sections(page).waitFor({ state: 'detached' });
  await page.waitForURL((url) => !url.searchParams.has('road'));

  // A slip of the hand costs nothing: step by step back, and forth again.
  await page.keyboard.press('Control+z');
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  await page.keyboard.press('Control+z');
  await sections(page).getByText(/^2 段 · 共/).waitFor(answered);
  await page.keyboard.press('Control+y');
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  // Its crashes one by one, the newest first, as many as are counted; and what lies along it.
  const [crashes] = await sums(page);
  await sections(page).getByText(`共 ${crashes} 起，新的在前`).waitFor(answered);
  const days = await sections(page).locator('.crash-lines .link').allTextContents();
  assert.ok(days.length === crashes && days.every((day) => /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(day)), `${days}`);
  assert.deepEqual([...days].sort().reverse(), days);
  await sections(page).getByRole('button', { name: '周边有什么' }).click();
  await page.waitForURL(/inside=/);
  await sections(page).getByRole('heading', { level: 1, name: '离线 500 m 以内' }).waitFor(answered);
  await page.keyboard.press('Escape');
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  for (let left = 7; left && (await sections(page).count()); left--) {
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(400);
  }
  assert.equal(new URL(page.url()).searchParams.get('role'), 'traffic', 'what is undone is the page\'s own');
  await page.keyboard.press('Control+z');
  await page.getByText('没有可撤销的步骤').waitFor();
});

story('the way between two sections is selected by two clicks, each of which is answered', { search: OLD_TOWN }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  await page.keyboard.press('a');
  const tools = page.getByRole('region', { name: '选择与量测' });
  await tools.getByRole('button', { name: '选路段' }).click();
  await tools.getByRole('button', { name: '路径' }).click();
  const drawn = await map.drawn(['section'], (found) => found.length > 10);
  // Two sections with a crash, far apart in view; a place in the river has none.
  const middle = ({ geometry: { type, coordinates } }) => { const line = type === 'LineString' ? coordinates : coordinates[0]; return line[Math.floor(line.length / 2)]; };
  const clear = ({ x, y }) => x > 340 && x < 900 && y > 240 && y < 560;
  const ends = [];
  for (const section of drawn) {
    const at = await map.point(middle(section));
    if (clear(at)) ends.push({ row: section.row, ...at });
  }
  ends.sort((a, b) => a.x - b.x);
  const [from, to] = [ends[0], ends.at(-1)];
  assert.ok(to.x - from.x > 100, `${from.x}, ${to.x}`);
  await page.mouse.click(from.x, from.y);
  await page.getByText('起点已选中').waitFor(answered);
  await sections(page).getByText(/^1 段 · 共/).waitFor(answered);
  const end = await map.point(middle(drawn.find((section) => section.row === to.row)));
  assert.ok(Math.hypot(end.x - to.x, end.y - to.y) < 2, 'the panel that opens does not move the ground');
  await page.mouse.click(to.x, to.y);
  const told = page.getByText(/最短路径 .+ 段/);
  await told.waitFor(answered);
  const [, n] = (await told.innerText()).match(/最短路径 ([\d,]+) 段/);
  assert.ok(number(n) > 2, `${n} sections`);
  // The sums come a moment later, and are of all of them.
  await page.locator('.dock-head').getByText(`已选 ${n} 段`).waitFor(answered);
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

/** What of a line on the ground cannot be seen: its corners outside of the map, or under what floats on it. */
async function hidden(page, map, places) {
  const points = await Promise.all(places.map((at) => map.point(at)));
  return page.evaluate((points) => {
    const rects = (what) => [...document.querySelectorAll(what)].map((e) => e.getBoundingClientRect());
    const holds = ({ x, y }) => (r) => r.left < x && x < r.right && r.top < y && y < r.bottom;
    const [stage] = rects('.stage .map'), floats = rects('.caption, .legend, .controls, .bar, .panel, .dock');
    return points.filter((p) => !holds(p)(stage) || floats.some(holds(p)));
  }, points);
}

const corners = new Map(features('roads').map((road) => [road.id, road.geometry.coordinates]));
const picked = (page) => new URL(page.url()).searchParams.getAll('road');
/** Waits until the camera has not moved for half a second, and gives it. */
async function rests(page, map) {
  for (let last = ''; ;) {
    const now = JSON.stringify(await map.camera());
    if (now === last) break;
    last = now;
    await page.waitForTimeout(500);
  }
  await map.idle();
  return map.camera();
}

for (const phone of [false, true]) {
  story(`a ranked section that is chosen is brought to where it can be seen${phone ? ', on a phone too' : ''}`, { phone, search: '?v=1&role=traffic' }, async ({ page, map }) => {
    const rows = phone ? page.locator('.ranking').getByRole('button') : page.locator('.dock tbody').getByRole('row');
    await rows.nth(4).waitFor(answered);
    await map.idle();
    const first = await map.camera();
    for (const n of [0, 4]) {
      if (phone && n === 4) await page.getByRole('complementary', { name: '详情' }).getByRole('button', { name: '关闭' }).tap();
      await rows.nth(n).click();
      await page.waitForURL((url) => url.search.includes('road='), answered);
      await page.waitForFunction((n) => window.chosen !== location.search && (window.chosen = location.search), n);
      const { zoom } = await rests(page, map);
      assert.ok(zoom > 13 - 1e-6 && zoom < 15.5 && zoom > first.zoom, `zoom ${zoom}`);
      const [id] = picked(page);
      assert.deepEqual(await hidden(page, map, corners.get(id)), [], `${id} is seen whole`);
    }
    if (phone) return;
    // Well in view already: nothing moves.
    const before = await map.camera();
    await rows.nth(4).click({ modifiers: ['Alt'] });
    await rows.nth(4).click();
    await sections(page).waitFor(answered);
    // The panel opened and closed: what is left of that are the last bits.
    const now = await rests(page, map);
    for (const of of ['lng', 'lat', 'zoom', 'bearing']) assert.ok(Math.abs(now[of] - before[of]) < 1e-9, `${of}: ${now[of]}, ${before[of]}`);
    // Off the map at the same zoom: it comes back, and the zoom stays.
    await page.mouse.move(600, 300);
    await page.mouse.down();
    await page.mouse.move(200, 300, { steps: 4 });
    await page.mouse.move(600, 700, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.press('Escape');
    await rows.nth(4).click();
    await sections(page).waitFor(answered);
    const after = await rests(page, map);
    assert.ok(Math.abs(after.zoom - before.zoom) < 1e-6);
    assert.deepEqual(await hidden(page, map, corners.get(picked(page)[0])), []);
  });
}

story('whoever wants no motion is there at once', { search: '?v=1&role=traffic' }, async ({ page, map }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const rows = page.locator('.dock tbody').getByRole('row');
  await rows.nth(2).waitFor(answered);
  await map.idle();
  await page.evaluate(() => {
    window.seenZooms = new Set();
    const look = () => { window.seenZooms.add(window.riskmapTest.camera().zoom); requestAnimationFrame(look); };
    look();
  });
  await rows.nth(2).click();
  await page.waitForURL(/road=/);
  await rests(page, map);
  assert.equal(await page.evaluate(() => window.seenZooms.size), 2, 'before and after, nothing between');
});

story('the head of a column ranks the sections by it, and the link keeps that', { search: '?v=1&role=traffic' }, async ({ page, url }) => {
  const head = (name) => page.locator('.dock').getByRole('columnheader', { name });
  const column = async (n) => (await page.locator(`.dock tbody tr td:nth-child(${n})`).allInnerTexts()).map(number);
  await head(/^每公里/).and(page.locator('[aria-sort=descending]')).waitFor(answered);
  for (const [name, rank, n] of [[/^死亡.*人/s, 'deaths', 9], [/^事故/, 'crashes', 5], [/^当量事故.*8/s, 'epdo', 10], [/^当量事故.*每公里/s, 'epdo-per-km', 11]]) {
    await head(name).getByRole('button').click();
    await page.waitForURL(new RegExp(`rank=${rank}(&|$)`));
    await head(name).and(page.locator('[aria-sort=descending]')).getByText('↓').waitFor();
    await page.locator('.dock-body:not(.stale)').waitFor(answered);
    await page.waitForFunction(([n]) => {
      const figures = [...document.querySelectorAll(`.dock tbody tr td:nth-child(${n})`)].map((e) => Number(e.innerText.replace(/[^\d.]/g, '')));
      return figures.length > 20 && figures.every((v, i) => i === 0 || v <= figures[i - 1]);
    }, [n], { timeout: 20_000 }).catch(async () => assert.fail(`${rank}: ${await column(n)}`));
    assert.equal(await page.locator('.dock th[aria-sort=descending]').count(), 1);
  }
  await page.goto(url + new URL(page.url()).search);
  await head(/^当量事故.*每公里/s).and(page.locator('[aria-sort=descending]')).waitFor(answered);
  await page.goBack();
  await head(/^当量事故.*8/s).and(page.locator('[aria-sort=descending]')).waitFor(answered);
});

story('ranked by people killed, the legend adds up and the finding is about them', { search: '?v=1&role=traffic&rank=deaths' }, async ({ page }) => {
  await page.getByRole('main').getByRole('heading', { name: /^死亡最多：/, level: 1 }).waitFor(answered);
  const legend = page.getByRole('region', { name: '图例' });
  const cells = await legend.getByRole('row').evaluateAll((rows) => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.innerText)));
  const all = number((await page.locator('.dock-head .summary').innerText()).split('，')[0]);
  assert.equal(cells.reduce((sum, [, n]) => sum + number(n), 0), all, 'every section is in one row');
  assert.ok(cells.some(([label]) => label.includes('有事故，无人死亡')));
  const classes = cells.filter(([label]) => /^\d/.test(label)).map(([label]) => label.split('–').map(number));
  assert.ok(classes.length > 0 && classes.every(([from], i) => i === 0 || from > (classes[i - 1].at(-1)) || classes[i - 1][0] > from), 'no number in two rows');
  const held = classes.flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  assert.equal(new Set(held).size, held.length);
  assert.equal(Math.min(...held), 1);
});

story('ranking and selection are two files, and the list says how much it leaves out', { search: OLD_TOWN }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  await map.idle();
  const note = await page.locator('.dock').getByText(/^显示前 60 条，共 [\d,]+ 条/).innerText();
  await page.locator('.dock tbody').getByRole('row').first().click();
  await sections(page).waitFor(answered);
  const save = async (where, name) => {
    const download = page.waitForEvent('download');
    await where.getByRole('button', { name }).click();
    const file = await download;
    return [file.suggestedFilename(), table(readFileSync(await file.path(), 'utf8').replace(/^\ufeff/, ''))];
  };
  const [ranking, all] = await save(page.locator('.dock'), '导出 CSV（排名）');
  const [selection, one] = await save(sections(page), '导出 CSV（所选路段）');
  assert.deepEqual([ranking, selection, one.length], ['section-ranking.csv', 'selected-sections.csv', 1]);
  assert.equal(all.length, number(note.split('共')[1]));
  // Beside the inspector nothing is cut off, in neither language.
  const body = page.locator('.dock-body'), fits = () => body.evaluate((e) => e.scrollWidth <= e.clientWidth);
  assert.ok(await fits(), 'the table is as wide as its place');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Road sections ranked').waitFor();
  assert.ok(await fits(), 'in English too');
});

story('a selection of thousands makes a link that can be sent, and comes back from it', { search: '?v=1&role=traffic' }, async ({ page, map, url }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  // The box begins where the card lies that tells what is still being read.
  await page.locator('.loading').waitFor({ state: 'detached', ...answered });
  await map.idle();
  await page.getByRole('main').getByRole('button', { name: '框选' }).click();
  const { x, y, width, height } = await page.locator('.stage .map').boundingBox();
  await drag(page, [[x + 20, y + 90], [x + width - 60, y + height - 20]]);
  await page.waitForURL(/pick=box:/, answered);
  const link = page.url(), count = await selected(page), all = await sums(page);
  assert.ok(count > 2_000, `${count} sections`);
  assert.ok(link.length < 2_200 && !link.includes('road='), link);
  const again = async () => {
    await sections(page).locator('.figures').waitFor(answered);
    assert.deepEqual([await selected(page), await sums(page)], [count, all]);
    assert.equal(new URL(page.url()).searchParams.get('pick'), new URL(link).searchParams.get('pick'));
  };
  await page.goto('about:blank');
  await page.goto(link);
  await again();
  await page.getByRole('link', { name: '消防' }).click();
  await page.waitForURL((u) => u.search.includes('role=fire') && !/pick=|road=|rank=/.test(u.search));
  await page.goBack();
  await again();
  await page.keyboard.press('Escape');
  await sections(page).waitFor({ state: 'detached' });
  await page.waitForURL((u) => !u.search.includes('pick='));
  await page.goBack();
  await again();
  assert.ok(page.url().startsWith(url));
});

story('a road that was found opens the crashes of its sections, and roads of one name are told apart', { search: '?v=1&role=traffic' }, async ({ page, map }) => {
  await page.getByText('路段排名').first().waitFor(answered);
  const names = features('roads').map((road) => road.properties.name).filter(Boolean);
  const name = names.find((one) => names.filter((other) => other === one).length > 12);
  await page.getByRole('combobox', { name: '搜索' }).fill(name);
  await page.getByRole('option').filter({ hasText: /全路 \d+ 段/ }).first().waitFor(answered);
  const notes = await page.getByRole('option').locator('.note').allInnerTexts();
  assert.equal(new Set(notes).size, notes.length, notes.join('\n'));
  const parts = notes[0].match(/全路 (\d+) 段/)[1];
  await page.keyboard.press('Enter');
  await page.waitForURL(/road=|pick=/);
  await sections(page).getByText(new RegExp(`^${parts} 段 · 共`)).waitFor(answered);
  assert.ok(await sections(page).getByText('死亡事故').count());
  await map.idle();
  const told = await page.locator('.dock tbody td.name').allInnerTexts();
  assert.equal(new Set(told).size, told.length, 'no two rows read the same');
});

/** The crashes of the demo city, as the file has them. */
const crashes = () => table(gunzipSync(readFileSync('data/lanchuan/crashes.csv.gz')).toString('utf8'));

story('crashes are filtered in time and kind, and map, list, figures and link agree', { search: '?v=1&role=traffic&layers=crashes.roads&at=112.34,30.92,8.2' }, async ({ page, map, visit }) => {
  const panel = page.getByRole('complementary', { name: '工作台' }), all = crashes();
  const passing = () => panel.locator('.crash-filters h2 .note').innerText();
  const says = async (n) => {
    await panel.getByText(`${all.length.toLocaleString('en')} 起中 ${n.toLocaleString('en')} 起`).waitFor(answered);
    await page.locator('.caption h1:not(.stale)').waitFor(answered);
    await page.getByRole('main').getByText(new RegExp(`^${n.toLocaleString('en')} 起事故`)).waitFor(answered);
  };
  const onMap = async (n) => {
    const drawn = async () => {
      const found = await map.rendered(['crash', 'crash-cell']);
      const each = new Map(found.map((f) => [f.properties.count ? `${f.geometry.coordinates}` : f.row, f.properties.count ?? 1]));
      return [...each.values()].reduce((a, b) => a + b, 0);
    };
    for (let left = 60; left > 0 && (await drawn()) !== n; left--) await page.waitForTimeout(250);
    assert.equal(await drawn(), n, 'the map shows what the list counts');
  };
  await page.getByText('路段排名').first().waitFor(answered);
  await page.getByRole('slider', { name: '起始日' }).waitFor(answered);

  const limits = async () => (await page.locator('.legend .class-switch').allInnerTexts()).map((text) => text.split('–')[0]);
  await page.locator('.legend .class-switch').first().waitFor(answered);
  const ofAll = await limits();

  // By keyboard: 15 months from the beginning, 12 months from the end.
  const first = page.getByRole('slider', { name: '起始日' }), last = page.getByRole('slider', { name: '截止日' });
  await first.focus();
  await page.keyboard.press('Shift+ArrowRight');
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  await last.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  for (let n = 0; n < 2; n++) await page.keyboard.press('ArrowLeft');
  const [from, to] = await Promise.all([first, last].map((thumb) => thumb.getAttribute('aria-valuetext')));
  assert.match(`${from} ${to}`, /^2024-06-01 2025-03-31$/);
  const within = all.filter((c) => c.at.slice(0, 10) >= from && c.at.slice(0, 10) <= to);
  await says(within.length);
  await onMap(within.length);
  assert.ok((await page.locator('.legend').innerText()).includes(`${from} – ${to}`), 'the legend names the days');

  // A click on an hour, Shift over midnight; a kind.
  const hour = (name) => panel.getByRole('button', { name });
  const before = await limits();
  await hour(/^8–9 时/).click();
  // A plain click begins anew.
  await hour(/^22–23 时/).click();
  await hour(/^4–5 时/).click({ modifiers: ['Shift'] });
  const night = within.filter((c) => [22, 23, 0, 1, 2, 3, 4].includes(Number(c.at.slice(11, 13))) && c.at.slice(11, 16) !== '00:00');
  await says(night.length);
  // The limits of the classes go with what is shown, and say so; the reader can have them stay, to compare.
  await page.locator('.legend').getByText('随筛选而变').waitFor(answered);
  await page.waitForFunction((was) => document.querySelector('.legend .class-switch').innerText.split('–')[0] !== was, before[0], answered);
  await page.locator('.legend').getByRole('button', { name: '改按全部' }).click();
  await page.waitForURL(/classes-of=all/);
  await page.locator('.legend').getByText('筛选前后可比').waitFor(answered);
  await page.locator('.caption h1:not(.stale)').waitFor(answered);
  assert.deepEqual((await limits()).slice(0, -1), ofAll.slice(0, -1));
  await page.locator('.legend').getByRole('button', { name: '改按筛选后' }).click();
  await page.waitForURL((url) => !url.search.includes('classes-of='));
  await says(night.length);
  // A rate of a few crashes is marked.
  const lines = page.locator('.dock tbody tr'), few = await lines.evaluateAll((rows) => rows.map((row) => [Number(row.cells[4].innerText), !!row.querySelector('.few')]));
  assert.ok(few.length > 0 && few.every(([n, marked]) => marked === n < 4), `${few}`);
  // So is one of a section on which a single crash weighs much: under 100 m, by the length that stands in its row.
  const short = await lines.evaluateAll((rows) => rows.map((row) => [row.cells[3].innerText, !!row.querySelector('.short')]));
  const metresOf = (text) => number(text) * (/km/.test(text) ? 1000 : 1);
  assert.ok(short.every(([length, marked]) => marked === metresOf(length) < 100 || Math.abs(metresOf(length) - 100) < 1), `${short}`);
  const fatal = panel.getByRole('group', { name: '严重程度' }).getByRole('button', { name: /^死亡/ });
  const grave = night.filter((c) => c.severity === 'fatal');
  assert.equal(number(await fatal.innerText()), grave.length, 'what stands beside a choice is what it would leave');
  await fatal.click();
  await says(grave.length);
  await onMap(grave.length);
  // Each section of the list has a crash that passes, and together they are those that lie on a road.
  const listed = (await page.locator('.dock tbody tr td:nth-child(5)').allInnerTexts()).map(number).reduce((a, b) => a + b, 0);
  const [, offRoad] = (await page.locator('.caption p').first().innerText()).match(/([\d,]+) 起未落路/);
  assert.equal(listed + number(offRoad), grave.length);
  const download = page.waitForEvent('download');
  await page.locator('.dock').getByRole('button', { name: '导出 CSV' }).click();
  const csv = table(readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, ''));
  assert.equal(csv.reduce((n, line) => n + Number(line.crashes), 0), listed);
  assert.match(csv[0].crash_filter, /^2024-06-01 – 2025-03-31 · 22:00–05:00 · fatal/);

  // The link brings it all back, a chip takes one part out, Back brings it again.
  await page.waitForURL(/from=2024-06-01&to=2025-03-31&hours=22-5&severity=fatal/);
  const link = page.url();
  await panel.getByRole('button', { name: '去掉筛选：22–5 时' }).click();
  const graves = within.filter((c) => c.severity === 'fatal').length;
  await says(graves);
  await page.waitForURL((url) => !url.search.includes('hours='));
  await page.goBack();
  await says(grave.length);
  await page.goto('about:blank');
  await page.goto(link);
  await says(grave.length);
  assert.equal(await panel.locator('.chip.removes').count(), 3);

  // Nothing passes: what to loosen is named, and loosening gives what it says. Nonsense is said once.
  await visit('?v=1&role=traffic&from=2024-06-01&to=2025-03-31&hours=22-5&weather=hail&moon=full');
  await panel.getByText('没有事故符合全部筛选').waitFor(answered);
  const loosen = panel.getByRole('button', { name: /^放宽“天气”后最多/ });
  assert.equal(number(await loosen.innerText()), night.length);
  await loosen.click();
  await says(night.length);
  await panel.getByRole('button', { name: '全部清除' }).click();
  await page.waitForURL((url) => !/from=|to=|hours=|weather=/.test(url.search));
  assert.equal(await passing(), '');

  // The least length is off until it is set; then it is a chip, list, map and file go by it, and Back takes it off.
  const least = panel.getByRole('combobox', { name: '最短路段' }), summary = page.locator('.dock-head .summary');
  const ranked = async () => number((await summary.innerText()).split('，')[1]);
  const before100 = await ranked();
  await least.selectOption('100');
  await page.waitForURL(/road-num=length_m:100\.\./);
  const chip = panel.getByRole('button', { name: '去掉筛选：路段长 ≥ 100 m' });
  await chip.waitFor(answered);
  await panel.getByText(/^另有 [\d,]+ 段有事故的在所设范围之外$/).waitFor(answered);
  const outside = number(await panel.getByText(/^另有 [\d,]+ 段有事故的/).innerText());
  assert.ok(outside > 0 && (await ranked()) + outside === before100, 'none is lost');
  assert.equal(await page.locator('.dock .short').count(), 0, 'no section under 100 m is left');
  await panel.locator('details.numbers').last().locator('summary').first().click();
  await panel.getByRole('group', { name: '路段长' }).locator('.time-bars').waitFor(answered);
  await page.goBack();
  await chip.waitFor({ state: 'detached', ...answered });
  await page.waitForFunction((n) => Number(document.querySelector('.dock-head .summary').innerText.split('，')[1].replace(/[^\d]/g, '')) === n, before100, answered);

  // The night in one click, and out again.
  const dark = all.filter((c) => (Number(c.at.slice(11, 13)) >= 20 || Number(c.at.slice(11, 13)) < 6) && c.at.slice(11, 16) !== '00:00');
  const nights = panel.getByRole('button', { name: /^夜间 20–6 时/ });
  assert.equal(number(await nights.locator('.number').innerText()), dark.length);
  await nights.click();
  await page.waitForURL(/hours=20-6/);
  await says(dark.length);
  await nights.click();
  await page.waitForURL((url) => !url.search.includes('hours='));
});

story('on a phone the crashes in time stand in the sheet', { phone: true, search: '?v=1&role=traffic&hours=7-9' }, async ({ page }) => {
  await page.getByRole('button', { name: '去掉筛选：7–9 时' }).waitFor({ state: 'attached', ...answered });
  assert.equal(await page.locator('.stage .time').count(), 0, 'nothing of it lies over the map');
  await page.locator('.panel .time').waitFor({ state: 'attached', ...answered });
});
