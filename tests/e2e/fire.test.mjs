// A fire officer looks for the premises that help reaches last.
import assert from 'node:assert/strict';
import { features, metres, rows } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const number = (text) => Number(text.replace(/[^\d.]/g, ''));

story('the hotel farthest from a fire station comes first', { motion: true, search: '?v=1&role=fire' }, async ({ page, map }) => {
  const posts = features('fire_stations').map((f) => f.geometry.coordinates);
  const hotels = rows('venues').filter((v) => v.kind === 'hotel').map((v) => {
    const at = [Number(v.lon), Number(v.lat)];
    return { name: v.name, at, people: Math.max(Number(v.people_day), Number(v.people_night)), m: Math.min(...posts.map((post) => metres(post, at))) };
  }).sort((a, b) => b.m - a.m);

  const kinds = page.getByRole('group', { name: '场所类别' });
  await kinds.getByRole('button', { name: /更多/ }).click(answered);
  await kinds.getByRole('button', { name: /^宾馆 / }).click();
  await page.getByLabel('排序').selectOption({ label: '离消防站' });
  await page.getByText('每 500 m 一档').first().waitFor(answered);
  await page.getByText(`${hotels.length} 处场所`).first().waitFor();

  // The farthest band of 500 m first; within a band the worse level, then more people.
  const ranking = page.locator('.ranking');
  const figures = await ranking.locator('.figure').allInnerTexts();
  // Several bear one name: the one that is as far away as its row says.
  const named = (name, km) => hotels.filter((hotel) => hotel.name === name).sort((a, b) => Math.abs(a.m / 1000 - km) - Math.abs(b.m / 1000 - km))[0];
  const shown = (await ranking.locator('.name').allInnerTexts()).map((name, i) => named(name, Number(figures[i])));
  const reasons = await ranking.locator('.reason').allInnerTexts();
  const level = (reason) => reason.match(/[ABCD](?=\s(重大|较大|一般|低))/)?.[0] ?? 'U';
  const order = shown.map((hotel, i) => [-Math.floor(hotel.m / 500), level(reasons[i]), -hotel.people]);
  const before = (a, b, at = 0) => at === a.length || a[at] < b[at] || (a[at] === b[at] && before(a, b, at + 1));
  for (let i = 1; i < order.length; i++) assert.ok(before(order[i - 1], order[i]), `${order[i - 1]} before ${order[i]}`);
  const last = Math.floor(shown.at(-1).m / 500);
  assert.deepEqual(hotels.filter((hotel) => Math.floor(hotel.m / 500) > last && !shown.includes(hotel)), [], 'nobody farther is left out');
  await page.getByText(`先看${shown[0].name}`).first().waitFor();
  for (const [i, text] of figures.entries()) {
    const km = shown[i].m / 1000, digit = 10 ** -(text.split('.')[1]?.length ?? 0);
    assert.ok(Math.abs(Number(text) - km) <= digit / 2 + 3e-4 * km, `${shown[i].name}: ${text} km, ${km.toFixed(4)} km`);
  }

  await map.idle();
  const kindsDrawn = new Set((await map.rendered(['venue-level'])).filter((f) => (f.properties.count ?? 1) === 1).map((f) => f.properties.kind));
  assert.deepEqual([...kindsDrawn].filter((kind) => kind !== 'hotel'), [], 'only hotels are drawn');
  await ranking.getByRole('button').first().dblclick();
  await map.arrives(shown[0].at);
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: shown[0].name, level: 1 }).waitFor(answered);
  await page.waitForURL(/role=fire.*kinds=hotel.*sort=station/);

  // By level: every row says its own, none worse behind.
  await page.getByLabel('排序').selectOption({ label: '等级' });
  await page.waitForURL(/sort=level/);
  await page.getByText('同级人多的在前').waitFor();
  await page.waitForFunction(() => !/ km$/.test(document.querySelector('.ranking .figure')?.innerText ?? ' km'), null, answered);
  const letters = (await ranking.locator('.reason').allInnerTexts()).map(level);
  assert.deepEqual([...letters].sort(), letters);
  assert.equal(await ranking.locator('.level-shape').count(), letters.length, 'shape beside the letter');
});

story('the map counts the venues that the list counts', { search: '?v=1&role=fire&at=112.34,30.92,8.2' }, async ({ page, map }) => {
  const venues = rows('venues'), hotels = venues.filter((v) => v.kind === 'hotel');
  const drawn = async () => {
    const places = new Map((await map.rendered(['venue-level'])).map((f) => [`${f.geometry.coordinates}`, f.properties]));
    const all = [...places.values()];
    return { count: all.reduce((sum, { count = 1 }) => sum + count, 0), cells: all.filter(({ count }) => count > 1).length };
  };
  /** Waits until cells and single venues together are as many as the list says, and gives how many that is. */
  const agree = async (listed) => {
    await page.getByText(`${listed.toLocaleString('en')} 处场所`).first().waitFor(answered);
    for (let left = 60; left > 0 && (await drawn()).count !== listed; left--) await page.waitForTimeout(250);
    assert.equal((await drawn()).count, listed);
  };
  await agree(venues.length);
  assert.ok((await drawn()).cells > 0, 'so many venues are counted in cells');
  await page.getByRole('group', { name: '场所类别' }).getByRole('button', { name: /更多/ }).click(answered);
  await page.getByRole('group', { name: '场所类别' }).getByRole('button', { name: /^宾馆 / }).click();
  await agree(hotels.length);
  assert.ok((await drawn()).cells > 0, 'cells of hotels too');
  const district = page.getByRole('combobox', { name: '行政区' });
  await district.selectOption('990102');
  await page.waitForURL(/district=990102/);
  await page.locator('.ranking').first().waitFor(answered);
  await page.waitForFunction((all) => !document.body.innerText.includes(`${all} 处场所`), hotels.length, answered);
  const listed = Number((await page.getByText(/^[\d,]+ 处场所/).first().innerText()).replace(/ .*$/s, '').replace(',', ''));
  assert.ok(listed > 0 && listed < hotels.length, `${listed} of ${hotels.length}`);
  await agree(listed);

  // By a number: its least is typed, its most set by the keyboard; list, map and chip go by the same.
  await district.selectOption('');
  await agree(hotels.length);
  await page.getByText('按数值筛选').click();
  await page.getByRole('combobox', { name: '数值' }).selectOption({ label: '床位' });
  const beds = page.getByRole('group', { name: '床位' }), least = beds.getByRole('textbox', { name: '最小' }), most = beds.getByRole('slider', { name: '最大' });
  const chip = page.getByRole('button', { name: /^去掉筛选：床位/ });
  const known = hotels.filter((v) => v.beds !== ''), between = (from, to) => known.filter((v) => Number(v.beds) >= from && Number(v.beds) <= to).length;
  await least.fill('50');
  await least.press('Enter');
  await agree(between(50, Infinity));
  assert.equal(await chip.innerText(), '床位 ≥ 50');
  if (known.length < hotels.length) await page.getByText(`另有 ${hotels.length - known.length} 条数值未知，未计入`).waitFor();
  await most.press('ArrowLeft');
  await page.waitForURL(/num=beds:50\.\.\d+/);
  const to = Number(new URL(page.url()).searchParams.get('num').split('..')[1]);
  assert.equal(await most.getAttribute('aria-valuetext'), to.toLocaleString('en'));
  await agree(between(50, to));
  assert.equal(await chip.innerText(), `床位 50–${to.toLocaleString('en')}`);
  await least.fill('999999');
  await least.press('Enter');
  await beds.getByRole('alert').getByText('最小值大于最大值').waitFor();
  await most.press('End');
  await least.fill('999,999');
  await least.press('Enter');
  await page.getByRole('button', { name: `去掉“床位”，会有 ${hotels.length.toLocaleString('en')} 条` }).click(answered);
  await agree(hotels.length);
  assert.equal(await chip.count(), 0);
});

story('a district that is chosen comes into view, and the legend counts what the list does', { search: '?v=1&role=fire&at=112.34,30.92,15' }, async ({ page, map }) => {
  const legend = page.getByRole('region', { name: '图例' });
  const figures = async () => (await legend.getByRole('row').allInnerTexts()).map((row) => Number(row.split('\t').at(-1).replaceAll(',', '')));
  await page.locator('.ranking').first().waitFor(answered);
  // Each level has its row, what nobody could rate too; then what stands beside the venues.
  const LEVELS = 5, sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const first = await figures(), whole = first.slice(LEVELS);
  assert.equal(sum(first.slice(0, LEVELS)), rows('venues').length);
  const dry = rows('hydrants').filter((hydrant) => hydrant.working === 'false').length;
  assert.deepEqual(whole, [features('fire_stations').length, rows('hydrants').length, dry]);
  const district = features('districts').find((d) => d.id === '990102');
  await page.getByRole('combobox', { name: '行政区' }).selectOption('990102');
  await page.waitForURL(/district=990102/);
  await page.waitForFunction((all) => !document.body.innerText.includes(`${all} 处场所`), rows('venues').length.toLocaleString('en'), answered);
  await legend.getByText(/，筛选后$/).waitFor();
  const listed = Number((await page.getByText(/^[\d,]+ 处场所/).first().innerText()).replace(/ .*$/s, '').replace(',', ''));
  const some = await figures();
  assert.equal(sum(some.slice(0, LEVELS)), listed);
  assert.deepEqual(some.slice(LEVELS), whole, 'no filter is about these');
  await page.waitForTimeout(900);
  await map.idle();
  const { x, y, width, height } = await page.locator('.stage .map').boundingBox();
  const corners = await Promise.all(district.geometry.coordinates.flat(district.geometry.type === 'Polygon' ? 1 : 2).map((at) => map.point(at)));
  assert.ok(corners.every((p) => p.x > x && p.x < x + width && p.y > y && p.y < y + height), 'it is seen whole');

  await page.getByRole('group', { name: '场所类别' }).getByRole('button').first().click();
  await page.waitForURL(/kinds=/);
  await page.waitForFunction((listed) => !document.body.innerText.includes(`${listed} 处场所`), listed.toLocaleString('en'), answered);
  const passing = Number((await page.getByText(/^[\d,]+ 处场所/).first().innerText()).replace(/ .*$/s, '').replace(',', ''));
  assert.equal(sum((await figures()).slice(0, LEVELS)), passing);
});

story('whom help does not reach is the finding, and each count a filter', { search: '?v=1&role=fire' }, async ({ page, map }) => {
  const at = (row) => [Number(row.lon), Number(row.lat)];
  const posts = features('fire_stations').map((f) => f.geometry.coordinates), wet = rows('hydrants').filter((h) => h.working !== 'false').map(at);
  const beyond = (places, m) => rows('venues').filter((v) => !places.some((place) => metres(place, at(v)) <= m)).length;
  const cover = page.getByRole('group', { name: '够不着的场所' }), chips = cover.getByRole('button');
  await chips.nth(1).waitFor(answered);
  const said = await chips.allInnerTexts();
  // What lies within a metre or two of a limit may be told apart otherwise on another plane.
  for (const [i, [places, m, name]] of [[posts, 1_795, /^距消防站超过 1,795 m\s/], [wet, 150, /^150 m 内没有消火栓（干栓不计）\s/]].entries()) {
    assert.match(said[i], name);
    assert.ok(Math.abs(number(said[i].split(/\s/).at(-1)) - beyond(places, m)) <= 4, `${said[i]}, ${beyond(places, m)}`);
  }
  const counts = said.map((text) => text.split(/\s/).at(-1));
  const caption = page.locator('.caption h1');
  assert.match(await caption.innerText(), new RegExp(`^10,000 处场所中，${counts[0]} 处距消防站超过 .*，${counts[1]} 处 150 m 内没有`));
  await chips.first().click();
  await page.waitForURL(/lacking=station/);
  await page.locator('.ranking').getByText(/未评：缺/).first().waitFor(answered);
  await page.locator('.section h2 .note', { hasText: `${counts[0]} 处场所` }).waitFor(answered);
  const legend = page.getByRole('region', { name: '图例' });
  await legend.getByText(/，筛选后$/).waitFor(answered);
  const levels = (await legend.locator('tr:has(.class-switch) td.number').allInnerTexts()).map(number);
  assert.equal(levels.reduce((a, b) => a + b, 0), number(counts[0]));
  // A figure of people says of which time of day it is.
  const under = await page.locator('.ranking .under').allInnerTexts();
  assert.ok(under.length > 0 && under.every((text) => /^人，(白天|夜间|昼夜)$/.test(text)), `${under}`);
  const drawn = await map.drawn(['venue-level'], (found) => found.length > 0 && !found.some((f) => nearPost(f)));
  assert.ok(drawn.length > 0 && !drawn.some((f) => nearPost(f)), 'the map has none within reach');

  // The layer as a table holds what the list counts, in its order, and says by which filter; taken off it holds all.
  const listed = await page.locator('.ranking .name').allInnerTexts();
  await page.keyboard.press('t');
  const dock = page.getByRole('region', { name: '公众场所表格' }), lines = dock.locator('tbody tr[data-row]');
  const holds = (n) => dock.getByRole('status').getByText(`${n} / 10,000 行`).waitFor(answered);
  await holds(counts[0]);
  const names = async () => (await lines.locator('td.name').allInnerTexts()).slice(0, listed.length);
  assert.deepEqual(await names(), listed, 'as the ranking has them');
  const filtered = dock.getByRole('button', { name: /^按筛选：距消防站超过 1,795 m/ });
  await dock.getByRole('searchbox').fill('没有这样的场所');
  await dock.getByText('没有符合的行').waitFor(answered);
  await dock.getByRole('button', { name: `去掉“查找词”，会有 ${counts[0]} 条` }).click();
  await holds(counts[0]);
  await filtered.click();
  await holds('10,000');
  await dock.getByRole('button', { name: /^只看工作台所列/ }).click();
  await holds(counts[0]);
  await filtered.waitFor();
  await dock.getByRole('button', { name: '关闭' }).click();
  // Both lacks at once: the other chip counts what the map would show, and then shows it.
  const neither = rows('venues').filter((v) => [[posts, 1_795], [wet, 150]].every(([places, m]) => !places.some((place) => metres(place, at(v)) <= m))).length;
  const both = number((await chips.nth(1).innerText()).split(/\s/).at(-1));
  assert.ok(Math.abs(both - neither) <= 4 && both < number(counts[1]), `${both}, ${neither}, ${counts[1]}`);
  await chips.nth(1).click();
  await page.waitForURL(/lacking=station\.hydrant/);
  await page.locator('.section h2 .note', { hasText: `${both.toLocaleString('en')} 处场所` }).waitFor(answered);
  assert.deepEqual(await chips.evaluateAll((all) => all.map((chip) => chip.getAttribute('aria-pressed'))), ['true', 'true']);
  await chips.first().click();
  await page.waitForURL(/lacking=hydrant/);
  await page.locator('.section h2 .note', { hasText: `${counts[1]} 处场所` }).waitFor(answered);
  function nearPost(f) { return (f.properties.count ?? 1) === 1 && posts.some((post) => metres(post, f.geometry.coordinates) < 1_780); }
});

story('the crew is told people, floors, station and water first, and sees the way to both', { search: '?v=1&role=fire' }, async ({ page, map }) => {
  const row = page.locator('.ranking').getByRole('button').first();
  await row.waitFor(answered);
  await row.click();
  await page.waitForURL(/sel=venues/);
  const id = new URL(page.url()).searchParams.get('sel').split(':')[1];
  const venue = rows('venues').find((v) => v.id === id), at = [Number(venue.lon), Number(venue.lat)];
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: venue.name, level: 1 }).waitFor(answered);
  const titles = (await inspector.locator('section h2').allInnerTexts()).map((text) => text.split('\n')[0]);
  assert.deepEqual(titles.slice(0, 4), ['出警先看', '最近的消防站', '150 m 内的消火栓', '属性']);
  // Why it has its level unfolds where it stands: nobody is led to another workbench.
  await inspector.getByRole('button', { name: '为什么', exact: true }).click();
  await inspector.locator('.ladder').waitFor(answered);
  assert.match(page.url(), /role=fire/);
  await inspector.getByRole('button', { name: '收起', exact: true }).click();
  await inspector.locator('.ladder').waitFor({ state: 'detached' });
  const facts = await inspector.locator('section').filter({ hasText: '出警先看' }).innerText();
  const nearest = rows('hydrants').filter((h) => h.working !== 'false').map((h) => [h.id, metres(at, [Number(h.lon), Number(h.lat)]), h.working]).sort((a, b) => a[1] - b[1])[0];
  // Only one that is known to work is called so.
  const called = nearest[2] === 'true' ? '最近可用消火栓' : '最近消火栓';
  assert.match(facts, new RegExp(`${called}[^]*${nearest[0]} · `), 'the nearest that is not dry, by its id');
  assert.match(facts, /消防车可到达[^]*安全出口[^]*自动喷淋|未知：/);
  assert.ok((await inspector.locator('.crew .unknown').count()) === 0, 'what is unknown is one line, not a row each');
  assert.match(facts.replaceAll(',', ''), new RegExp(`${venue.people_day}[^]*${venue.people_night}[^]*层数[^]*${venue.floors}`));

  // What they bring stands beside them.
  const post = features('fire_stations').sort((a, b) => metres(at, a.geometry.coordinates) - metres(at, b.geometry.coordinates))[0].properties;
  const brought = [['消防车', post.engines, ''], ['人员', post.crew, ' 人'], ['载水量', post.water_t, ' t']];
  const said = brought.filter(([, n]) => n !== undefined).map(([name, n, unit]) => `${name} ${n}${unit}`).join(' · ');
  assert.ok(facts.includes(said), `${said}: ${facts}`);
  const flow = rows('hydrants').find((h) => h.id === nearest[0]).flow_lps;
  if (flow !== '') assert.ok(facts.includes(`流量 ${flow} L/s`), facts);

  const far = (place) => metres(at, place);
  const station = features('fire_stations').map((f) => f.geometry.coordinates).sort((a, b) => far(a) - far(b))[0];
  const water = rows('hydrants').filter((h) => h.working !== 'no').map((h) => [Number(h.lon), Number(h.lat)]).filter((p) => far(p) < 150);
  const ends = async () => (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'tie');
  await page.waitForFunction(() => window.riskmapTest.style().sources.overlay.data.features.some((f) => f.properties.what === 'tie'));
  const ties = await ends(), main = ties.filter((f) => f.properties.main);
  assert.deepEqual(main.map((f) => f.geometry.coordinates), [[at, station]]);
  assert.match(main[0].properties.label, /^直线 /);
  const led = ties.filter((f) => !f.properties.main).map((f) => `${f.geometry.coordinates[1]}`).sort();
  if (water.length > 0 && water.length <= 12) assert.deepEqual(led, water.map(String).sort());
  await page.waitForTimeout(900);
  await map.idle();
  const { x, y, width, height } = await page.locator('.stage .map').boundingBox();
  for (const p of [await map.point(at), await map.point(station)]) {
    assert.ok(p.x > x + 48 && p.x < x + width - 48 && p.y > y + 48 && p.y < y + height - 48, 'both ends are seen, well inside');
    const under = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('.caption, .legend, .controls, .panel')?.className, p);
    assert.equal(under, undefined, 'and under no box');
  }
  // The finding is about the venue, its level and what it lacks; the legend has folded, and lists what is drawn around it.
  const caption = page.locator('.caption');
  assert.match(await caption.locator('h1').innerText(), new RegExp(`^${venue.name}：`));
  assert.match(await caption.locator('p').innerText(), /最近消防站 [\d.]+ k?m，(超过|在) 1,795 m/);
  const legend = page.getByRole('region', { name: '图例' });
  assert.ok(await legend.evaluate((e) => e.classList.contains('folded')));
  await legend.getByRole('button', { name: '图例' }).click();
  await legend.getByText(`${venue.name}周边`).waitFor();
  await legend.getByText('直线距离').waitFor();
  assert.ok((await map.drawn(['tie-line'], (found) => found.length > 0)).length > 0, 'the line is drawn');
  await caption.getByRole('button', { name: '回到全市' }).click();
  await caption.getByText(/^10,000 处场所中/).waitFor(answered);
  await page.waitForFunction(() => !window.riskmapTest.style().sources.overlay.data.features.some((f) => f.properties.what === 'tie'));
});
