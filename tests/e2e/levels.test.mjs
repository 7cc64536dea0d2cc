// A planner reads the four colours: why a place is red, whom it threatens, and what it was before a danger was found.
import assert from 'node:assert/strict';
import { features, metres, rows } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const AS_OF = '2026-03-03';
const number = (text) => Number(text.replace(/[^\d.]/g, ''));

/** The day before a day. */
const before = (day) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Facilities with a major danger overdue, before whose finding none was open; no accident ever. */
function raisedByOneDanger() {
  const dangers = rows('dangers'), accidents = new Set(rows('accidents').map((a) => a.target));
  const closed = new Map(rows('danger_events').filter((e) => e.event === 'close').map((e) => [e.danger, e.at.slice(0, 10)]));
  const gone = (other, danger) => other.found_on > danger.found_on || closed.get(other.id) < danger.found_on;
  return features('facilities').flatMap((f) => {
    const target = `facilities:${f.id}`, its = dangers.filter((d) => d.target === target);
    const late = its.filter((d) => d.level === 'major' && d.status !== 'closed' && d.due_on < AS_OF);
    const danger = late.find((d) => its.every((other) => other === d || gone(other, d)));
    return danger && !accidents.has(target) ? [{ id: f.id, name: f.properties.name, danger }] : [];
  });
}

story('a red place says why, and was better before its danger was found', { search: '?v=1&role=planning' }, async ({ page, map, visit }) => {
  await page.getByRole('heading', { name: '四色等级' }).waitFor(answered); // what a planner asks first
  const inspector = page.getByRole('complementary', { name: '详情' });
  const now = inspector.locator('.ladder .step.now'), base = inspector.locator('.ladder .step.base');
  let found;
  for (const one of raisedByOneDanger()) {
    await visit(`?v=1&mode=levels&sel=facilities:${one.id}`);
    await inspector.getByRole('heading', { name: one.name, level: 1 }).waitFor(answered);
    await now.first().waitFor(answered);
    // A major danger overdue makes it red, whatever it was.
    assert.match(await now.innerText(), /A 重大/);
    if (!/A 重大/.test(await base.last().innerText())) { found = one; break; }
  }
  assert.ok(found, 'a place that only the ledger makes red');
  const was = (await base.allInnerTexts()).join();

  // The caption, the legend and the danger say it.
  await page.getByRole('main').getByRole('heading', { level: 1, name: `${found.name}：A 重大` }).waitFor();
  const danger = inspector.locator(`.danger[data-id="${found.danger.id}"]`);
  await danger.getByText(found.danger.what).waitFor();
  const late = (Date.parse(AS_OF) - Date.parse(found.danger.due_on)) / 86_400_000;
  assert.match(await danger.innerText(), /重大隐患/);
  assert.match(await danger.innerText(), new RegExp(`逾期 ${late} 天`));
  await inspector.getByRole('heading', { name: '怎样降一级' }).waitFor();
  const titles = (await inspector.locator('.why h2').allInnerTexts()).map((text) => text.split('\n')[0]);
  assert.ok(titles.indexOf('怎样降一级') < titles.indexOf('怎么算的'), `what would lower it comes before the working: ${titles}`);
  await inspector.getByText(/隐患与事故使其升为 A 重大/).waitFor();
  const is = (f) => f.row !== undefined && f.properties.id === found.id;
  const class3 = await map.drawn(['facility-level'], (drawn) => drawn.some((f) => f.properties.class === 3 && is(f)));
  assert.ok(class3.some((f) => is(f) && f.properties.class === 3), `${found.id} is drawn as major`);

  // The day before it was found the level is the base.
  const day = before(found.danger.found_on);
  await page.getByRole('textbox', { name: '城市状态' }).fill(day);
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`day=${day}`));
  await danger.waitFor({ state: 'detached', ...answered });
  await inspector.getByText('这一天没有未销号的隐患。').waitFor();
  assert.equal((await now.allInnerTexts()).map((t) => t.replace(/基础 · 动态|动态|基础/g, '')).join(), was.replace(/基础 · 动态|动态|基础/g, ''));
  await page.locator('.caption').getByText(day).waitFor();

  // The slider steps a day by an arrow key, ten with Shift; Back brings the day before back.
  const slider = page.getByRole('slider', { name: '日期' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(new RegExp(`day=${found.danger.found_on}`));
  await danger.waitFor(answered);
  await page.keyboard.press('Shift+ArrowLeft');
  const ten = new Date(Date.parse(found.danger.found_on) - 10 * 86_400_000).toISOString().slice(0, 10);
  await page.waitForURL(new RegExp(`day=${ten}`));
  await danger.waitFor({ state: 'detached', ...answered });
  await page.goBack();
  await danger.waitFor(answered);
  await page.getByRole('button', { name: '回到数据日' }).click();
  await page.waitForURL((url) => !url.search.includes('day='));

  // The danger's id opens its own page in the ledger, and Back comes back to the place.
  await danger.getByRole('button', { name: found.danger.id }).click();
  await page.waitForURL(new RegExp(`role=ledger.*danger=${found.danger.id}`));
  await inspector.getByRole('heading', { name: found.danger.what, level: 1 }).waitFor(answered);
  await page.goBack();
  await inspector.getByRole('heading', { name: found.name, level: 1 }).waitFor(answered);
});

story('base and day are two levels of one place, and what the ledger raised is said', { search: '?v=1&mode=levels' }, async ({ page, map }) => {
  const counts = page.locator('.level-counts tbody tr');
  await counts.first().waitFor(answered);
  const read = async () => Promise.all((await counts.all()).map(async (row) => (await row.locator('td').allInnerTexts()).map(number)));
  const table = await read();
  assert.equal(table.length, 5);
  const sum = (column) => table.reduce((all, row) => all + row[column], 0);
  const all = features('facilities').length;
  assert.deepEqual([sum(0), sum(1)], [all, all], 'every facility has a level or is counted as unrated');
  assert.ok(table[0][1] >= table[0][0], 'the ledger makes no place better');

  const caption = page.getByRole('main').getByRole('heading', { level: 1 });
  assert.match(await caption.innerText(), new RegExp(`^${table[0][1]} 处危险设施为重大风险，其中 ${table[0][1] - table[0][0]} 处`));
  const legend = page.getByRole('region', { name: '图例' });
  const shown = async () => (await legend.locator('td.number').allInnerTexts()).map(number);
  assert.deepEqual(await shown(), table.map((row) => row[1]));
  const names = (await legend.locator('.class-switch').allInnerTexts()).map((t) => t.trim());
  assert.deepEqual(names, ['A 重大', 'B 较大', 'C 一般', 'D 低', '未评']);

  await page.getByRole('group', { name: '看哪个等级' }).getByRole('button', { name: '基础' }).click();
  await page.waitForURL(/level=base/);
  await page.getByRole('main').getByText(/基础等级/).first().waitFor(answered);
  assert.deepEqual(await shown(), table.map((row) => row[0]));
  assert.match(await caption.innerText(), new RegExp(`^${table[0][0]} 处危险设施为重大风险$`));

  // A class alone: nothing else is on the map.
  await legend.getByRole('button', { name: 'D 低' }).click();
  const only = await map.drawn(['facility-level'], (drawn) => drawn.length > 0 && drawn.every((f) => f.properties.class === 0));
  assert.ok(only.length > 0 && only.every((f) => f.properties.class === 0));
  // And in the list, the link and the chips; a chip takes another one in, a step back takes it out again.
  const panel = page.getByRole('complementary', { name: '工作台' }), alone = panel.getByRole('group', { name: '只看这些等级' });
  await page.waitForURL(/only=blue/);
  await alone.getByRole('button', { name: /^D 低/, pressed: true }).waitFor(answered);
  const listed = async (shapes) => page.waitForFunction((shapes) => {
    const found = [...document.querySelectorAll('.ranking .level-shape')].map((shape) => shape.classList[1]);
    return found.length > 0 && found.every((shape) => shapes.includes(shape));
  }, shapes, answered);
  await listed(['d']);
  assert.deepEqual(await shown(), table.map((row) => row[0]), 'what the others would bring');
  await alone.getByRole('button', { name: /^C 一般/ }).click();
  await page.waitForURL(/only=yellow\.blue/);
  await listed(['c', 'd']);
  await page.keyboard.press('Control+z');
  await page.waitForURL(/only=blue/);
  // A list that is not whole ends with the way to its table, which holds as many.
  await panel.locator('.in-table').click();
  const dock = page.getByRole('region', { name: '危险设施表格' });
  await dock.getByRole('status').getByText(`${table[3][0].toLocaleString('en')} / `).waitFor(answered);
});

story('a district\'s counts add up to the table, and its own list is as long', { search: '?v=1&mode=levels' }, async ({ page, map }) => {
  const counts = page.locator('.level-counts tbody tr');
  await counts.first().waitFor(answered);
  const column = async () => Promise.all((await counts.all()).map(async (row) => number(await row.locator('td').nth(1).innerText())));
  const city = await column();
  const districts = page.locator('.district-levels tbody tr');
  const lines = await Promise.all((await districts.all()).map(async (row) => ({
    name: (await row.locator('th').innerText()).trim(),
    counts: (await row.locator('td').allInnerTexts()).map(number),
  })));
  assert.deepEqual(city.map((_, i) => lines.reduce((all, line) => all + line.counts[i], 0)), city);

  const chosen = lines.find((line) => line.counts[0] > 0 && line.name !== '不在任何行政区');
  await districts.getByRole('button', { name: chosen.name, exact: true }).click();
  await page.waitForURL(/[?&]in=/);
  await page.getByRole('main').getByText(chosen.name).first().waitFor(answered);
  await page.waitForFunction((n) => document.querySelector('.level-counts tbody td:last-child')?.textContent.trim() === n, String(chosen.counts[0]), answered);
  assert.deepEqual(await column(), chosen.counts);
  // The map shows those that are counted, and none of the neighbours.
  await page.waitForTimeout(900);
  await map.idle();
  const places = new Map((await map.rendered(['facility-level'])).map((f) => [`${f.geometry.coordinates}`, f.properties.count ?? 1]));
  const drawn = [...places.values()].reduce((sum, n) => sum + n, 0);
  const listed = chosen.counts.reduce((sum, n) => sum + n, 0);
  assert.ok(drawn > 0 && drawn <= listed, `${drawn} drawn of ${listed}`);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelector('.level-counts tbody td:last-child')?.textContent.trim() === n, String(city[0]), answered);
});

/** LPG stations that hold 100 t and more, with a kindergarten or school within 300 m of a corner of their ground. */
function threatenedChildren() {
  const venues = rows('venues').filter((v) => ['kindergarten', 'school'].includes(v.kind)).map((v) => ({ ...v, at: [Number(v.lon), Number(v.lat)] }));
  return features('facilities').filter((f) => f.properties.kind === 'lpg_station' && f.geometry.type === 'Polygon').flatMap((f) => {
    const tonnes = (f.properties.vessels ?? []).reduce((sum, vessel) => sum + vessel.mass_t, 0);
    const [ground] = f.geometry.coordinates;
    const near = venues.map((v) => ({ ...v, m: Math.min(...ground.map((corner) => metres(corner, v.at))) })).filter((v) => v.m < 300);
    return tonnes >= 100 && near.length > 0 ? [{ id: f.id, name: f.properties.name, site: near[0] }] : [];
  });
}

story('a school inside a ring is named with its distance, and is a way there and back', { motion: true, open: false }, async ({ page, map, go }) => {
  const [station] = threatenedChildren();
  await go(`?v=1&mode=levels&sel=facilities:${station.id}`);
  const inspector = page.getByRole('complementary', { name: '详情' });
  const inside = inspector.locator('section').filter({ hasText: '影响圈内的场所' });
  const line = inside.locator('.neighbour').filter({ hasText: station.site.name });
  await line.first().waitFor(answered);
  const away = number(await line.locator('.number').innerText());
  assert.ok(away <= station.site.m + 1, `${away} m between boundaries, ${station.site.m.toFixed(1)} m from a corner`);
  assert.match(await line.innerText(), /欠 [\d,.]+ k?m/);

  // The method that decides lies open, the others are folded; each opens to its formula and its source.
  await inspector.locator('.methods details[open] .tag', { hasText: '由此定级' }).first().waitFor();
  assert.ok(await inspector.locator('.methods details[open] .working').first().isVisible());

  await line.getByRole('button', { name: station.site.name }).click();
  await map.arrives(station.site.at);
  await inspector.getByRole('heading', { name: station.site.name, level: 1 }).waitFor(answered);
  await page.waitForURL(/sel=venues/);
  await page.goBack();
  await inspector.getByRole('heading', { name: station.name, level: 1 }).waitFor(answered);
});

story('every pair of a hazard and a site inside its ring is listed, drawn, and opens', { search: '?v=1&mode=conflicts' }, async ({ page, map }) => {
  const caption = page.getByRole('main').getByRole('heading', { level: 1, name: /处场所在 \d+ 处危险设施的影响圈内/ });
  await caption.waitFor(answered);
  // Every station that children stand too near to is there, and nothing but stations when only these are asked for.
  const [station] = threatenedChildren();
  await page.getByLabel('危险源类别').selectOption('lpg_station');
  await page.waitForURL(/hazard=lpg_station/);
  const list = page.locator('.pairs');
  const row = list.getByRole('button').filter({ hasText: `${station.name} → ${station.site.name}` });
  while ((await row.count()) === 0) await page.getByRole('button', { name: /再显示/ }).click(answered);
  const lines = async () => (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'conflict').length;
  const pairs = Number((await page.getByRole('main').getByText(/共 [\d,]+ 对/).first().innerText()).match(/共 ([\d,]+) 对/)[1].replaceAll(',', ''));
  assert.equal(await lines(), pairs, 'what is listed is drawn');
  const legend = page.getByRole('region', { name: '图例' });
  const counted = (await legend.locator('td.number').allInnerTexts()).map(number);
  assert.equal(counted.reduce((all, n) => all + n, 0), pairs);

  await row.click();
  await page.waitForURL(new RegExp(`sel=facilities:${station.id}.*site=venues:${station.site.id}`));
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: station.name, level: 1 }).waitFor(answered);
  await inspector.getByRole('button', { name: station.site.name }).first().waitFor(answered);
  assert.equal(await row.getAttribute('aria-current'), 'true');
  const said = (await row.innerText()).replace(/\s+/g, ' ');
  const [away, short] = [/相距 ([\d.,]+ k?m)/, /欠 ([\d.,]+ k?m)/].map((figure) => said.match(figure)[1]);
  await map.idle();
  const tie = (await map.style()).sources.overlay.data.features.find((f) => f.properties.what === 'tie' && f.properties.main);
  assert.equal(tie.properties.label, `${away}，欠 ${short}`, 'the map says what the row says');
  // Each ring that is drawn is in the legend, with whose it is and what it means; on the map it bears no level.
  const rings = (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'ring-label').map((f) => f.properties.label);
  assert.ok(rings.length > 0 && rings.every((label) => / · [\d,]+ m$/.test(label) && !/重大|较大|一般/.test(label)), `${rings}`);
  await legend.getByRole('button', { name: '图例' }).click();
  await legend.getByRole('heading', { name: `${station.name}的影响圈` }).waitFor();
  assert.equal(await legend.getByText(/^圈内有场所，则该危险源为 [ABCD]/).count(), rings.length);

  // Of the sites only schools: a filter of its own, kept by the link.
  await page.locator('.caption').getByRole('button', { name: '回到全市' }).click();
  const kind = page.getByLabel('场所类别');
  const choice = (await kind.locator('option').allInnerTexts()).find((text) => text.startsWith('学校 '));
  await kind.selectOption({ label: choice });
  await page.waitForURL(/site-kind=school/);
  await page.getByRole('main').getByText(`共 ${choice.split(' ')[1]} 对`).first().waitFor(answered);

  // The working is one click away, and says the difference with its numbers.
  await page.getByRole('button', { name: '怎么算的' }).click();
  await inspector.getByText('D = r − d > 0').waitFor(answered);
});

story('who opens the page sees the ten worst of the city, and why', { search: '' }, async ({ page, map, go }) => {
  const rows = page.locator('.ranking').getByRole('button'), tour = page.getByRole('complementary', { name: '两分钟导览' });
  await rows.nth(9).waitFor(answered);
  assert.equal(await rows.count(), 10);
  await tour.getByRole('button', { name: '开始' }).waitFor();
  const counted = page.locator('.level-counts tbody tr').first().locator('td.number');
  const major = (await counted.allInnerTexts()).reduce((sum, text) => sum + number(text), 0);
  assert.match(await page.locator('.caption h1').innerText(), new RegExp(`^全市 ${major.toLocaleString('en')} 处重大风险`));
  const legend = page.getByRole('region', { name: '图例' });
  // The legend counts what is on the map; venues are not, but for the worst.
  const legendMajor = async () => number(await legend.getByRole('row').filter({ hasText: '重大' }).locator('td.number').innerText());
  await legend.getByText('危险设施、管线，').waitFor();
  assert.ok((await legendMajor()) < major);
  await page.getByRole('checkbox', { name: /公众场所/ }).check();
  await legend.getByText('危险设施、管线、公众场所，').waitFor();
  assert.equal(await legendMajor(), major);
  const marks = (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'worst');
  assert.ok(marks.length > 0 && marks.length <= 10, 'the worst are on the map');

  const name = await rows.first().locator('.name').innerText();
  await rows.first().click();
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name, level: 1 }).waitFor(answered);
  await inspector.getByRole('heading', { name: /为什么是 A 重大/ }).waitFor(answered);
  await page.waitForURL(/role=overview.*sel=/);

  // A newcomer is offered the tour; the offer goes when work begins, and help has it. Each stop opens what it speaks of.
  assert.equal(await tour.count(), 0);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('button', { name: '两分钟导览' }).click();
  for (const role of ['planning', 'planning', 'traffic', 'fire', 'ledger']) {
    await tour.getByRole('button', { name: '下一站' }).click();
    await page.waitForURL(new RegExp(`role=${role}`));
  }
  await tour.getByRole('button', { name: '下一站' }).click();
  await tour.getByText(/数据不离开这台机器/).waitFor();
  await page.waitForURL(/role=overview/);
  await tour.getByRole('button', { name: '完' }).click();
  await go('');
  assert.equal(await tour.count(), 0);
});

story('on a phone the levels fit, and the day can be moved', { phone: true, search: '?v=1&mode=levels' }, async ({ page }) => {
  await page.locator('.level-counts').waitFor(answered);
  const wide = await page.evaluate(() => [...document.querySelectorAll('.app, .strip, .panel.left, .panel.left .scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className));
  assert.deepEqual(wide, []);
  await page.getByRole('slider', { name: '日期' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(new RegExp(`day=${before(AS_OF)}`));
});

story('every workbench shows the city on the day that one of them was turned to, and says so', { search: '?v=1&role=overview' }, async ({ page, map, visit }) => {
  const DAY = '2025-10-01';
  const caption = page.locator('.caption'), marker = page.getByRole('banner').getByRole('button', { name: `城市状态 ${DAY}` });
  const tab = (name) => page.getByRole('navigation', { name: '工作台' }).getByRole('link', { name }).click();
  const red = async () => number(await page.locator('.left').getByRole('button', { name: /^A 重大/ }).innerText());
  // The overview has the slider, too; its counts are those of the day.
  await page.getByRole('heading', { name: '十处最险' }).waitFor(answered);
  await caption.getByText(/2026-03-03，对比 2026-02-01/).waitFor(answered);
  assert.equal(await marker.count(), 0);
  await page.getByRole('textbox', { name: '城市状态' }).fill(DAY);
  await page.keyboard.press('Enter');
  await caption.getByText(/2025-10-01，对比 2025-09-01/).waitFor(answered);
  await marker.waitFor();
  const counts = page.locator('.left table').filter({ hasText: '公众场所' }).getByRole('row', { name: /A 重大/ });
  const [, , venues] = (await counts.getByRole('cell').allInnerTexts()).map(number).slice(-3);
  // Fire lists and paints by it.
  await tab('消防');
  await caption.getByText(`等级（${DAY}）`).waitFor(answered);
  assert.equal(await red(), venues);
  const NEAR = 'at=112.32,30.9,14';
  const painted = async () => {
    const single = (drawn) => drawn.filter((f) => f.row !== undefined && (f.properties.count ?? 1) === 1);
    const drawn = await map.drawn(['venue-level'], (drawn) => single(drawn).length > 50);
    return new Map(single(drawn).map((f) => [f.row, f.properties.class]));
  };
  await visit(`?v=1&role=fire&day=${DAY}&${NEAR}`);
  await map.idle();
  const before = await painted();
  // So does the ledger; what has no day says none, and a link of it names none.
  await tab('隐患台账');
  await page.locator('.caption').getByText(new RegExp(DAY)).waitFor(answered);
  await tab('交警');
  await page.waitForFunction(() => /起/.test(document.querySelector('.caption').innerText), undefined, answered);
  assert.equal(await marker.count(), 0);
  await page.waitForURL(/role=traffic/); // the address follows the page by a moment
  assert.doesNotMatch(page.url(), /day=/);
  // Planning's rule of the base paints venues otherwise; back in fire they stand as the list says again.
  await visit(`?v=1&role=planning&of=venues&level=base&day=${DAY}&${NEAR}`);
  await caption.getByText(/基础等级/).waitFor(answered);
  await map.idle();
  await visit(`?v=1&role=fire&day=${DAY}&${NEAR}`);
  await caption.getByText(`等级（${DAY}）`).waitFor(answered);
  await map.idle();
  const after = await painted(), both = [...after.keys()].filter((row) => before.has(row));
  assert.ok(both.length > 50, `${both.length} venues seen twice`);
  assert.deepEqual(both.filter((row) => after.get(row) !== before.get(row)), []);
  // The mark in the bar leads back to the day of the data.
  await marker.click();
  await page.waitForURL((url) => !url.search.includes('day='));
  await page.getByText('数据截至 2026-03-03').waitFor();
  await page.waitForFunction((day) => !document.querySelector('.caption').innerText.includes(day), DAY, answered);
  assert.notEqual(await red(), venues);
});
