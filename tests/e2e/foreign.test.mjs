// Raw files of others opened in the page: an OSM extract, a table with its plan, a workbook; and what cannot be opened.
import assert from 'node:assert/strict';
import { gb18030, workbook, zip } from './harness/foreign.mjs';
import { hamlet } from './harness/files.mjs';
import { cityIs, open } from './harness/opening.mjs';
import { story } from './harness/story.mjs';

const HOME = hamlet();
/** What lies on the map is looked at: a surface would cover it. */
const SEEN = '?v=1&role=planning&mode=density&layers=facilities.pipelines';
const soon = { timeout: 60_000 };

/** A town of three streets by three, a park, a river, a district, a filling station and a school. */
function town() {
  const node = (id, x, y, tags = '') => `<node id="${id}" lon="${(12.3 + x / 500).toFixed(6)}" lat="${(45.2 + y / 700).toFixed(6)}">${tags}</node>`;
  const tag = (tags) => Object.entries(tags).map(([k, v]) => `<tag k="${k}" v="${v}"/>`).join('');
  const way = (id, nodes, tags) => `<way id="${id}">${nodes.map((n) => `<nd ref="${n}"/>`).join('')}${tag(tags)}</way>`;
  const grid = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => node(1 + x + 3 * y, x, y)));
  return `<?xml version="1.0"?><osm version="0.6">
    ${grid.join('')}
    ${node(11, -1, -1)}${node(12, 3, -1)}${node(13, 3, 3)}${node(14, -1, 3)}
    ${node(21, 0.2, 0.3, tag({ amenity: 'fuel', name: 'Stazione Nord' }))}
    ${node(22, 1.4, 1.2, tag({ amenity: 'school', name: 'Scuola Media' }))}
    ${node(23, 1, 1, tag({ place: 'town', name: 'Campolungo' }))}
    ${[1, 4, 7].map((n, i) => way(i + 1, [n, n + 1, n + 2], { highway: 'primary', name: `Via ${i + 1}` })).join('')}
    ${[1, 2, 3].map((n, i) => way(i + 4, [n, n + 3, n + 6], { highway: 'residential' })).join('')}
    ${way(7, [1, 2, 5, 4, 1], { leisure: 'park' })}
    ${way(8, [11, 14], { waterway: 'river', name: 'Brenta' })}
    ${way(9, [11, 12, 13, 14, 11], { boundary: 'administrative', admin_level: 8, name: 'Campolungo' })}
    </osm>`;
}

const PLAN = `[city]
name = { zh = "江口", en = "Jiangkou" }
as_of = "2026-01-31"
[[source]]
file = "设施.FILE"
layer = "facilities"
[source.fields]
id = "编号"
name = "名称"
kind = { column = "类别", map = { "加油站" = "fuel_station", "液化气站" = "lpg_station" }, otherwise = "reject" }
x = "经度"
y = "纬度"
`;
const ROWS = [
  ['编号', '名称', '类别', '经度', '纬度'],
  ['F1', '江口加油站', '加油站', 113.01, 28.01],
  ['F2', '城北液化气站', '液化气站', 113.02, 28.02],
  ['F3', '观景台', '景点', 113.03, 28.03],
];
const csv = (rows) => gb18030(rows.map((row) => row.join(',')).join('\r\n'));
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

/** Everything that the progress box says from now on. */
async function listen(page) {
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => {
      const text = document.querySelector('.loading')?.innerText;
      if (text) window.said.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.said.join('\n'));
}

story('an OSM extract is opened as it is', { data: HOME, search: SEEN }, async ({ page, map, seen }) => {
  const importers = () => seen.requests.filter((asked) => /importer/.test(asked));
  assert.deepEqual(importers(), [], 'the importer is not fetched before it is needed');
  const said = await listen(page);
  await open(page, [file('campolungo_town.osm', town())]);
  await cityIs(page, 'campolungo town');
  assert.ok(importers().some((asked) => asked.endsWith('.wasm')), 'the importer is fetched now');
  assert.match(await said(), /campolungo_town\.osm/, 'what is being read is said');
  await map.idle();
  const drawn = await map.rendered();
  assert.ok(drawn.some((f) => f.layer === 'main-road'), 'its streets are drawn');
  assert.ok(drawn.some((f) => f.properties.kind === 'fuel_station'), 'its filling station is drawn');
  await page.getByText('© OpenStreetMap contributors').first().waitFor(soon);
  assert.ok(!new URL(page.url()).searchParams.has('city'), 'no link can name what lies on this machine');
});

story('a table in GB18030 is opened with its plan, and the row that cannot be read is named', { data: HOME, search: SEEN }, async ({ page, map }) => {
  await open(page, [file('设施.csv', csv(ROWS)), file('plan.toml', PLAN.replace('FILE', 'csv'))]);
  await cityIs(page, '江口');
  await map.idle();
  const names = (await map.rendered()).map((f) => f.properties.name);
  assert.ok(names.includes('江口加油站') && names.includes('城北液化气站'), `${names}`);
  await page.getByText('1 行未读入').first().waitFor(soon);
  await page.getByRole('button', { name: /原因/ }).first().click();
  await page.getByRole('dialog').getByText('景点').waitFor(soon);
});

story('a workbook with its plan in one archive is opened', { data: HOME, search: SEEN }, async ({ page, map }) => {
  const archive = zip({ '江口/设施.xlsx': workbook(ROWS), '江口/plan.toml': PLAN.replace('FILE', 'xlsx') });
  await open(page, [file('江口.zip', archive)]);
  await cityIs(page, '江口');
  await map.idle();
  assert.ok((await map.rendered()).some((f) => f.properties.name === '城北液化气站'));
});

story('what cannot be opened says what to do, and the city stays', { data: HOME, search: SEEN }, async ({ page, map }) => {
  await cityIs(page, '双溪村');
  const before = await page.title();
  const refusals = [
    [[file('a.csv', csv(ROWS)), file('b.csv', csv(ROWS))], /没有打开：.*导入方案/],
    [[file('plan.toml', PLAN.replace('FILE', 'csv'))], /没有打开：.*设施\.csv.*没有一起打开/],
    [[file('a.csv', csv(ROWS)), file('plan.toml', PLAN.replace('设施.FILE', 'a.csv').replace('"类别"', '"种类"'))], /没有打开：.*没有列 "种类"/],
    [[file('town.osm.pbf', '<!doctype html><html>not found')], /没有打开：.*网页/],
    [[file('town.osm', '<osmChange version="0.6"><create/></osmChange>')], /没有打开：.*变更文件/],
  ];
  for (const [files, words] of refusals) {
    await open(page, files);
    const alert = page.getByRole('alert').filter({ hasText: words });
    await alert.waitFor(soon);
    await alert.getByRole('button').click();
    assert.equal(await page.title(), before);
  }
  await map.idle();
  assert.ok((await map.rendered(['facility-dot'])).length > 0, 'the city is still drawn');
});
