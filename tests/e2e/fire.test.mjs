// A fire officer looks for the premises that help reaches last.
import assert from 'node:assert/strict';
import { features, metres, rows } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };

story('the hotel farthest from a fire station comes first', { search: '?v=1&role=fire' }, async ({ page, map }) => {
  const posts = features('fire_stations').map((f) => f.geometry.coordinates);
  const hotels = rows('venues').filter((v) => v.kind === 'hotel').map((v) => {
    const at = [Number(v.lon), Number(v.lat)];
    return { name: v.name, at, m: Math.min(...posts.map((post) => metres(post, at))) };
  }).sort((a, b) => b.m - a.m);

  const kinds = page.getByRole('group', { name: '场所类别' });
  await kinds.getByRole('button', { name: /更多/ }).click(answered);
  await kinds.getByRole('button', { name: /^宾馆 / }).click();
  await page.getByLabel('排序').selectOption({ label: '离消防站' });
  await page.getByText(`离消防站最远：${hotels[0].name}`).first().waitFor(answered);
  await page.getByText(`${hotels.length} 处场所`).first().waitFor();

  const ranking = page.locator('.ranking');
  assert.deepEqual(await ranking.locator('.name').allInnerTexts(), hotels.slice(0, 10).map((h) => h.name));
  const figures = await ranking.locator('.figure').allInnerTexts();
  for (const [i, text] of figures.entries()) {
    const km = hotels[i].m / 1000, digit = 10 ** -(text.split('.')[1]?.length ?? 0);
    assert.ok(Math.abs(Number(text) - km) <= digit / 2 + 3e-4 * km, `${hotels[i].name}: ${text} km, ${km.toFixed(4)} km`);
  }

  await map.idle();
  const kindsDrawn = new Set((await map.rendered(['venue-dot', 'venue-symbol'])).map((f) => f.properties.kind));
  assert.deepEqual([...kindsDrawn].filter((kind) => kind !== 'hotel'), [], 'only hotels are drawn');
  await ranking.getByRole('button').first().dblclick();
  await map.arrives(hotels[0].at);
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: hotels[0].name, level: 1 }).waitFor(answered);
  await page.waitForURL(/role=fire.*kinds=hotel.*sort=station/);
});

story('the map counts the venues that the list counts', { search: '?v=1&role=fire&at=112.34,30.92,8.2' }, async ({ page, map }) => {
  const venues = rows('venues'), hotels = venues.filter((v) => v.kind === 'hotel');
  const drawn = async () => {
    const places = new Map((await map.rendered(['venue-cell', 'venue-dot'])).map((f) => [`${f.geometry.coordinates}`, f.properties]));
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
});
