// A planner moves about the city: who is near a hazard, at which distance, and how dense crashes are at a place.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features, folder, metres, rows, table } from './harness/files.mjs';
import { ROOT } from './harness/server.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const number = (text) => Number(text.replace(/[^\d.−-]/g, '').replace('−', '-'));

/** Filling stations known as points, with the venues within 500 m, nearest first; none of them near that border. */
function stationsWithNeighbours() {
  const venues = rows('venues').map((v) => ({ ...v, at: [Number(v.lon), Number(v.lat)] }));
  return features('facilities')
    .filter((f) => f.properties.kind === 'fuel_station' && f.geometry.type === 'Point')
    .map((f) => ({ id: f.id, name: f.properties.name, at: f.geometry.coordinates }))
    .map((f) => ({ ...f, near: venues.map((v) => ({ ...v, m: metres(f.at, v.at) })).sort((a, b) => a.m - b.m) }))
    .filter((f) => f.near.every((v) => Math.abs(v.m - 500) > 0.5))
    .map((f) => ({ ...f, near: f.near.filter((v) => v.m < 500) }))
    .filter((f) => f.near.length >= 3);
}

story('the map is panned by hand, and the address follows', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const before = await map.camera();
  const { x, y } = await map.point([before.lng, before.lat]);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 200, y + 80, { steps: 8 });
  await page.mouse.up();
  await page.waitForURL(/[?&]at=/);
  await map.idle();
  const after = await map.camera();
  assert.ok(after.lng > before.lng && after.lat > before.lat, 'the ground went left and down, so the view right and up');
  assert.ok(Math.abs(after.zoom - before.zoom) < 1e-6, 'panning does not zoom');
});

story('a click on a filling station shows who is near, and each neighbour is a way there', { motion: true, open: false }, async ({ page, map, go }) => {
  const [station] = stationsWithNeighbours();
  await go(`?layers=facilities&at=${station.at[0]},${station.at[1]},15.5`);
  const is = (f) => f.properties.id === station.id;
  const drawn = await map.drawn(['facility-dot', 'facility-symbol'], (found) => found.some(is));
  assert.ok(drawn.some(is), `${station.id} is on the map`);
  const { x, y } = await map.point(station.at);
  await page.mouse.click(x, y);

  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: station.name, level: 1 }).waitFor(answered);
  const near = inspector.locator('section').filter({ hasText: '500 m 内的公众场所' });
  await near.getByText(`共 ${station.near.length} 处`).waitFor();
  for (const more of await near.locator('summary').all()) await more.click();
  const listed = await near.locator('.neighbour').getByRole('button').allInnerTexts();
  const away = (await near.locator('.neighbour .number').allInnerTexts()).map(number);
  // Each is really there, at its distance; the worst level first, and the nearest first of each level.
  const twin = (i) => station.near.find(({ name, m }) => name === listed[i] && Math.abs(m - away[i]) <= 1);
  for (const i of listed.keys()) assert.ok(twin(i), `${listed[i]}, ${away[i]} m`);
  const levels = await near.locator('.neighbour .level-mark').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')[0]));
  const order = listed.map((_, i) => ['A', 'B', 'C', 'D', '未'].indexOf(levels[i]) * 1000 + away[i]);
  assert.ok(order.every((place, i) => place >= 0 && (i === 0 || place >= order[i - 1])), `${levels}, ${away}`);

  const nearest = [...rows('hydrants')].map((h) => [Number(h.lon), Number(h.lat)]).sort((a, b) => metres(station.at, a) - metres(station.at, b))[0];
  const post = features('fire_stations').sort((a, b) => metres(station.at, a.geometry.coordinates) - metres(station.at, b.geometry.coordinates))[0];
  const ways = [
    [near, 0, twin(0).at],
    [near, 2, twin(2).at],
    [inspector.locator('section').filter({ hasText: '最近的消防站' }), 0, post.geometry.coordinates],
    [inspector.locator('section').filter({ hasText: '150 m 内的消火栓' }), 0, nearest],
  ];
  for (const [section, i, at] of ways) {
    const link = section.locator('.neighbour').nth(i).getByRole('button');
    const name = await link.innerText();
    await link.click();
    await map.arrives(at);
    await inspector.getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
    await page.waitForURL(/[?&]sel=/);
    await page.goBack();
    await inspector.getByRole('heading', { name: station.name, level: 1 }).waitFor(answered);
  }
});

story('another exposure distance gives another ranking and other colours', { search: '?v=1&mode=exposure' }, async ({ page, map }) => {
  const ranking = page.locator('.ranking');
  const caption = page.getByRole('main').getByRole('heading', { level: 1 });
  await page.getByText(/500 m 内人数最多/).first().waitFor(answered);
  await map.idle();
  const classes = (drawn) => Object.fromEntries(drawn.map((f) => [f.row, f.properties.class ?? 255]));
  const read = async (enough) => ({
    caption: await caption.innerText(),
    figures: (await ranking.locator('.figure').allInnerTexts()).map(number),
    names: await ranking.locator('.name').allInnerTexts(),
    classes: classes(await map.drawn(['facility-dot', 'facility-symbol'], (drawn) => enough(classes(drawn)))),
  });
  const painted = (classes) => Object.values(classes).filter((c) => c !== 255).length;
  const before = await read((classes) => painted(classes) > 50);
  assert.ok(before.figures.every((v, i, all) => i === 0 || v <= all[i - 1]), 'ranked, most exposed first');
  assert.match(before.caption, new RegExp(before.names[0]));

  await page.getByRole('spinbutton', { name: '距离' }).fill('1500');
  await page.keyboard.press('Enter');
  await page.getByText(/1\.50 km 内人数最多/).first().waitFor(answered);
  await page.waitForURL(/within=1500/);
  await map.idle();
  const moved = (classes) => Object.keys(classes).filter((row) => row in before.classes && classes[row] !== before.classes[row]);
  const after = await read((classes) => moved(classes).length > 10);
  assert.notDeepEqual(after.figures, before.figures);
  assert.ok(after.figures[0] > before.figures[0], 'farther reaches more people');
  assert.match(await page.getByRole('region', { name: '图例' }).innerText(), /1,?500 m/);
  const [changed, all] = [moved(after.classes).length, Object.keys(before.classes).length];
  assert.ok(changed > 10, `${changed} of ${all} changed colour`);
  const [source] = (await map.style()).sources.facilities.tiles;
  assert.match(source, /paint=\d+/);
  // The second of the list: the finding is about it, with the list's own figure.
  await ranking.locator('.name').nth(1).click();
  await caption.filter({ hasText: `${after.names[1].split('\n')[0]}：1.50 km 内` }).waitFor(answered);
  assert.equal(number((await caption.innerText()).split('：')[1].replace('1.50 km', '')), after.figures[1]);
});

story('the value under the cursor is the exact density there', { open: false }, async ({ page, map, go }) => {
  const crash = rows('crashes')[0];
  await go(`?at=${crash.lon},${crash.lat},13`);
  await page.getByText(/合计守恒/).first().waitFor(answered);
  const centre = await map.point([Number(crash.lon), Number(crash.lat)]);
  const steps = [[0, 0], [137, -61], [-223, 90], [61, 151]];
  const places = [];
  for (const [dx, dy] of steps) places.push(await map.place(Math.round(centre.x + dx), Math.round(centre.y + dy)));
  // The value is that of the place as it is written beside it, to about a metre.
  const file = join(folder({ 'points.csv': `lon,lat\n${places.map((p) => p.map((v) => v.toFixed(5)).join(',')).join('\n')}\n` }), 'points.csv');
  const said = execFileSync(process.env.RISKMAP_BIN ?? 'target/debug/riskmap',
    ['density', 'data/lanchuan', 'crashes', '--bandwidth', '500', '--points', file], { cwd: ROOT, encoding: 'utf8' });
  const exact = said.trim().split('\n').slice(1).map((line) => Number(line.split(',')[2]));

  const panel = page.locator('section').filter({ hasText: '光标处' });
  for (const [i, [dx, dy]] of steps.entries()) {
    await page.mouse.move(Math.round(centre.x + dx), Math.round(centre.y + dy));
    const [lng, lat] = places[i];
    await panel.getByText(`${lng.toFixed(5)}, ${lat.toFixed(5)}`).waitFor(answered);
    if (exact[i] === 0) {
      await panel.getByText('500 m 内没有').waitFor(answered);
      continue;
    }
    const value = panel.locator('.under-pointer b');
    await page.waitForFunction(([shown, exact]) => {
      const text = shown?.textContent?.replaceAll(',', '') ?? '';
      const digit = 10 ** -(text.split('.')[1]?.length ?? 0);
      return text !== '' && Math.abs(Number(text) - exact) <= digit / 2 * (1 + 1e-9);
    }, [await value.elementHandle(), exact[i]], { timeout: 10_000 })
      .catch(async () => assert.fail(`shown ${await value.innerText()}, exact ${exact[i]}`));
  }
  assert.ok(exact.filter((v) => v > 0).length >= 3, 'the places were worth asking');
});

/** Metres from a place to a line, on a plane of metres about the place. */
function metresToLine(at, line) {
  const east = metres(at, [at[0] + 0.01, at[1]]) * 100, north = metres(at, [at[0], at[1] + 0.01]) * 100;
  const flat = line.map(([lng, lat]) => [(lng - at[0]) * east, (lat - at[1]) * north]);
  return Math.min(...flat.slice(1).map(([x2, y2], i) => {
    const [x1, y1] = flat[i], [dx, dy] = [x2 - x1, y2 - y1];
    const t = Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x1 + t * dx, y1 + t * dy);
  }));
}

story('the reach about a selected route is as far from it as its neighbours may be', { search: '?v=1&sel=routes:L-01' }, async ({ page, map }) => {
  const route = features('routes').find((f) => f.id === 'L-01');
  const reach = async () => (await map.style()).sources.overlay.data.features.find((f) => f.properties.what === 'ring')?.geometry;
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: route.properties.name, level: 1 }).waitFor(answered);
  for (const radius of [500, 800]) {
    if (radius !== 500) {
      await inspector.getByRole('spinbutton').first().fill(String(radius));
      await page.keyboard.press('Enter');
    }
    await inspector.getByText(`${radius} m 内的公众场所`).first().waitFor(answered);
    await page.waitForTimeout(300);
    const { type, coordinates } = await reach();
    assert.equal(type, 'MultiPolygon');
    const corners = coordinates.flat(2);
    assert.ok(corners.length > 100, `${corners.length} corners`);
    for (const at of corners) {
      const m = metresToLine(at, route.geometry.coordinates);
      assert.ok(Math.abs(m - radius) < 0.5, `${m} m from the route, not ${radius}`);
    }
  }
  assert.ok((await map.drawn(['ring-edge'], (found) => found.length > 0)).length > 0, 'it is drawn');
});

const BENZENE = '71-43-2';
const plant = features('facilities').find((f) => f.properties.units?.[0].substances[0].substance === BENZENE);

story('what a plant holds is said in words, with units', { search: `?v=1&sel=facilities:${plant.id}` }, async ({ page }) => {
  const [stored, made] = plant.properties.units.map((unit) => unit.substances[0].quantity_t);
  const held = (lang) => page.locator('.attributes .records').filter({ hasText: lang });
  await held(`罐区 · 储存 · 苯（${BENZENE}） · ${stored} t · 设计最大量`).waitFor(answered);
  await held(`生产装置 · 生产 · 苯（${BENZENE}） · ${made} t · 设计最大量`).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await held(`tank farm · storage · benzene (${BENZENE}) · ${stored} t · design maximum`).waitFor(answered);
  const shown = await page.locator('.attributes').allInnerTexts();
  assert.doesNotMatch(shown.join(' '), /quantity_t|design_max|substance /);
});

/** Crashes about a place, with metres, weight 1, and what each adds per km² at a bandwidth; largest first. */
function crashesAbout(at, bandwidth) {
  const height = (m) => (3 / (Math.PI * (bandwidth / 1000) ** 2)) * (1 - (m / bandwidth) ** 2) ** 2;
  return rows('crashes').map((c) => ({ id: c.id, m: metres(at, [Number(c.lon), Number(c.lat)]) }))
    .filter((c) => c.m < bandwidth).map((c) => ({ ...c, adds: height(c.m) })).sort((a, b) => b.adds - a.adds);
}

story('a click on the surface pins the place: its value, what makes it, and how', { open: false }, async ({ page, map, go }) => {
  const crash = rows('crashes')[0];
  // Pipelines and routes under the pointer are not meant.
  await go(`?layers=pipelines.routes&at=${crash.lon},${crash.lat},14`);
  await page.getByText(/合计守恒/).first().waitFor(answered);
  const centre = await map.point([Number(crash.lon), Number(crash.lat)]);
  await page.mouse.click(Math.round(centre.x + 40), Math.round(centre.y - 30));
  await page.waitForURL(/[?&]pin=/);
  const at = new URL(page.url()).searchParams.get('pin').split(',').map(Number);
  await page.getByRole('complementary', { name: '详情' }).waitFor(answered);
  const pinned = await map.point(at);
  assert.ok(Math.hypot(pinned.x - Math.round(centre.x + 40), pinned.y - Math.round(centre.y - 30)) < 2, 'the inspector moves nothing');
  const near = crashesAbout(at, 500), sum = near.reduce((all, c) => all + c.adds, 0);
  assert.ok(near.length > 8, 'a place worth taking apart');

  const inspector = page.getByRole('complementary', { name: '详情' });
  const heading = inspector.getByRole('heading', { level: 1 });
  await heading.waitFor(answered);
  const close = (text, exact) => Math.abs(number(text) - exact) <= Math.max(0.01 * exact, 0.05);
  assert.ok(close((await heading.innerText()).split(/\s/)[0], sum), `${await heading.innerText()}, ${sum}`);
  await inspector.getByText('四次核在距离 0 处的高度').waitFor();

  const section = inspector.locator('section').filter({ hasText: '由什么构成' });
  await section.getByText(`共 ${near.length} 起事故`).waitFor();
  const listed = async () => ({
    ids: await section.locator('.neighbour').getByRole('button').allInnerTexts(),
    // Behind day, time and severity: a crash has no name.
    shares: (await section.locator('.neighbour .note').allInnerTexts()).map((text) => number(text.split(' · ').at(-1))),
    away: (await section.locator('.neighbour .number').allInnerTexts()).map(number),
  });
  const head = await listed();
  assert.equal(head.ids.length, 8);
  for (const [i, id] of head.ids.entries()) {
    const twin = near.find((c) => c.id === id);
    assert.ok(Math.abs(head.away[i] - twin.m) <= 1, `${id}: ${head.away[i]} m, ${twin.m}`);
    assert.ok(close(String(head.shares[i]), (100 * twin.adds) / sum), `${id}: ${head.shares[i]} %`);
  }
  assert.ok(head.shares.every((s, i, all) => i === 0 || s <= all[i - 1]), 'largest share first');
  await section.getByText(new RegExp(`其余 ${near.length - 8} 起事故合占`)).waitFor();
  while (await section.getByRole('button', { name: /再显示/ }).count()) await section.getByRole('button', { name: /再显示/ }).click();
  const all = await listed();
  assert.deepEqual(new Set(all.ids), new Set(near.map((c) => c.id)));

  // A part is a way to the thing; closing the thing, or Back, returns to the place.
  await section.locator('.neighbour').getByRole('button').first().click();
  await page.waitForURL(/sel=crashes/);
  await inspector.getByRole('heading', { name: head.ids[0], level: 1 }).waitFor(answered);
  await page.goBack();
  await section.waitFor(answered);
  await page.keyboard.press('Escape');
  await inspector.waitFor({ state: 'detached' });
  await page.waitForURL((url) => !url.search.includes('pin='));
  await page.goBack();
  await section.waitFor(answered);
  assert.ok((await map.drawn(['pin'], (found) => found.length > 0)).length > 0, 'the place is marked on the map');

  // The densest place is marked with its value; the legend goes there, and the plain sum there is that value.
  await page.keyboard.press('Escape');
  const legend = page.getByRole('region', { name: '图例' });
  const highest = legend.getByTitle('飞到最密处'), says = number(await highest.innerText());
  await highest.click();
  await map.idle();
  const [mark] = await map.drawn(['densest-mark'], (found) => found.length > 0);
  const peak = mark.geometry.coordinates, exact = crashesAbout(peak, 500).reduce((all, c) => all + c.adds, 0);
  assert.ok(Math.abs(says / exact - 1) < 0.02, `${says}, ${exact}`);
  await map.arrives(peak);
});

story('on a phone a tap does it, and no word tells to move a pointer', { phone: true, search: '?v=1&layers=&at=112.28,30.96,13' }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).filter({ visible: true }).first().waitFor(answered);
  await map.idle();
  const sheet = page.getByRole('complementary', { name: '工作台' });
  await sheet.getByText('点一下地图').waitFor();
  assert.doesNotMatch(await sheet.innerText(), /光标/);
  await page.touchscreen.tap(180, 240);
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { level: 1 }).waitFor(answered);
  await page.waitForURL(/[?&]pin=/);
  await inspector.getByRole('button', { name: '关闭' }).tap();
  await sheet.waitFor();
});

story('one facility has one exposure: in the ranking, the inspector and the working', { search: '?v=1&mode=exposure' }, async ({ page }) => {
  const inspector = page.getByRole('complementary', { name: '详情' });
  await page.getByText(/500 m 内人数最多/).first().waitFor(answered);
  const row = page.locator('.rank-row').nth(3);
  for (const [within, said] of [[500, '500 m'], [1200, '1.20 km']]) {
    if (within !== 500) {
      // The same field, in the inspector: the ranking follows.
      await inspector.getByRole('spinbutton', { name: '周边范围' }).fill(String(within));
      await page.keyboard.press('Enter');
      // The finding is about the place that is chosen.
      await page.locator('.caption').getByText(`：${said} 内`).waitFor(answered);
      assert.equal(await page.getByRole('complementary', { name: '工作台' }).getByRole('spinbutton', { name: '距离' }).inputValue(), String(within));
    }
    await page.locator('.ranking:not(.stale)').waitFor(answered);
    const [name, figure] = [await row.locator('.name').innerText(), await row.locator('.figure').innerText()];
    await row.click();
    await inspector.getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
    const exposure = inspector.locator('section.exposure');
    await exposure.getByText(`${said} 内的人数`).waitFor(answered);
    await exposure.getByText(/第 4 位，共/).waitFor(answered);
    assert.equal(await exposure.locator('.under-pointer b').innerText(), figure);
    // Named by its time of day, which the row says too, and larger than the other time's.
    const time = (await row.locator('.under').innerText()).split('，')[1];
    assert.equal(await exposure.locator('.under-pointer .note').innerText(), `${time}人数`);
    const of = async (name) => number(await exposure.locator(`dt:text-is("${name}") + dd`).innerText());
    const [day, night] = [await of('白天人数'), await of('夜间人数')];
    assert.equal(number(figure), time === '白天' ? day : night);
    assert.equal(number(figure), Math.max(day, night));
    assert.deepEqual([day, night], [Math.max(await of('居民，白天'), await of('场所，白天')), Math.max(await of('居民，夜间'), await of('场所，夜间'))]);
    const other = time === '白天' ? `夜间 ${night}` : `白天 ${day}`;
    const reason = (await row.locator('.reason').innerText()).replaceAll(/,|≥\s/g, '').replaceAll('\u00a0', ' ');
    assert.ok(reason.includes(other), `${other} in ${reason}`);
    assert.doesNotMatch(reason, /居民/, 'no third figure');
    const download = page.waitForEvent('download');
    await page.getByRole('complementary', { name: '工作台' }).getByRole('button', { name: '导出 CSV' }).click();
    const line = table(readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, ''))[3];
    assert.deepEqual([line.rank, line.name, line.ranked_value, line.people_day, line.people_night, line.distance_m].map(String),
      ['4', name, number(figure), day, night, within].map(String));
    const near = inspector.locator('section').filter({ hasText: `${said} 内的公众场所` });
    assert.doesNotMatch(await near.locator('h2').innerText(), /人（/, 'no second sum of people');
    await page.getByRole('complementary', { name: '工作台' }).getByRole('button', { name: '怎么算的' }).click();
    await inspector.getByText(`以${name}为例`).waitFor(answered);
    assert.match(await inspector.locator('.substituted').first().innerText(), new RegExp(`= ${figure.replace('≥ ', '')}$`));
    await page.keyboard.press('Escape');
  }
});

story('a field that is emptied comes back to what is in force', {}, async ({ page }) => {
  const field = page.getByRole('spinbutton', { name: '带宽' });
  await page.getByText(/合计守恒/).first().waitFor(answered);
  for (const [typed, kept] of [['', '500'], ['99999', '5000'], ['', '5000'], ['3', '100']]) {
    await field.fill(typed);
    await field.blur();
    assert.equal(await field.inputValue(), kept, `after ${JSON.stringify(typed)}`);
  }
});

story('the tip follows the ground that moves under a resting pointer', { search: '?v=1&layers=&at=112.28,30.96,13' }, async ({ page, map }) => {
  await page.getByText(/合计守恒/).first().waitFor(answered);
  const { x, y, width, height } = await page.locator('.stage .map').boundingBox();
  const spot = [Math.round(x + width / 2) + 60, Math.round(y + height / 2)];
  await page.mouse.move(...spot);
  const panel = page.locator('section').filter({ hasText: '光标处' });
  const said = async (at) => panel.getByText(at.map((v) => v.toFixed(5)).join(', ')).waitFor({ timeout: 10_000 });
  await said(await map.place(...spot));
  await page.mouse.click(...spot);
  await page.getByRole('complementary', { name: '详情' }).waitFor(answered);
  await map.idle();
  await said(await map.place(...spot));
});
