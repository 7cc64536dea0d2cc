// Real open data, where it lies beside the project, dropped on the page as it was published: the numbers are those of its
// publishers, or of GDAL over the same file.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hamlet } from './harness/files.mjs';
import { cityIs, open } from './harness/opening.mjs';
import { ROOT } from './harness/server.mjs';
import { story } from './harness/story.mjs';

const DATA = join(ROOT, '../shared/data');
const HOME = hamlet();
const soon = { timeout: 60_000 };

/** A story over files of the data, skipped aloud where one is absent. */
function real(name, files, run) {
  const paths = files.map((file) => (file.startsWith('data/plans/') ? join(ROOT, file) : join(DATA, file)));
  const missing = paths.find((path) => !existsSync(path));
  const skip = missing ? `${basename(missing)} is absent` : false;
  story(name, { data: HOME, skip }, async (told) => {
    await open(told.page, paths);
    await run(told);
  });
}

/** How many of a layer the list of layers says there are. */
async function total(page, layer) {
  const line = page.locator('.layers li').filter({ hasText: layer }).first();
  await line.waitFor(soon);
  const [, n] = /([\d,]+)\s*$/.exec((await line.innerText()).trim());
  return Number(n.replaceAll(',', ''));
}

real('a country is opened from its OSM extract', ['osm-liechtenstein/liechtenstein-latest.osm.pbf'], async ({ page, map }) => {
  await cityIs(page, 'liechtenstein');
  await map.idle();
  // As GDAL counts them in the same file.
  assert.deepEqual([await total(page, '消火栓'), await total(page, '消防站'), await total(page, '管线')], [31, 9, 46]);
  const roads = await map.drawn(['main-road'], (found) => found.length > 50);
  assert.ok(roads.length > 50, 'its main roads are drawn');
  // Nothing is rated that the map does not say enough of, and that is said.
  await page.getByText('等级', { exact: true }).first().click();
  await page.getByText(/未评/).first().waitFor(soon);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Vaduz');
  await page.getByRole('listbox').getByRole('option').filter({ hasText: 'Vaduz' }).first().click();
  await page.locator('.panel.right').getByRole('heading', { level: 1 }).filter({ hasText: 'Vaduz' }).waitFor(soon);
});

const MANCHESTER = ['STATS19_road_casualties_2019-Jun2024.csv', 'gm_local_authority_full_resolution.geojson.gz',
  'gm_ward_generalised.geojson', 'gm_fire_stations.geojson', 'gm_hospitals.geojson', 'gm_libraries.csv', 'gm_post_offices.geojson',
  'gm_gambling_premises.csv', 'gm_places_of_worship_RAW.geojson', 'sports_facilities.csv', 'trafford_care_homes.csv', 'trafford_schools_and_colleges.csv', 'trafford_train_stops.csv',
  'trafford_metrolink_stops.csv'];

real('five years of collisions are opened with their plan', ['data/plans/manchester.toml', ...MANCHESTER.map((file) => `greater-manchester/${file}`)], async ({ page, map }) => {
  await cityIs(page, '大曼彻斯特');
  await map.idle();
  // One row is one casualty; the publisher counts 15,645 collisions.
  assert.equal(await total(page, '事故'), 15_645);
  await page.getByText('面上积分 15,645 = 合计 15,645').waitFor(soon);
  await page.getByText('Contains Department for Transport data').first().waitFor(soon);
});
