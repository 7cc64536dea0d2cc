// A city grows on the map while it is being read, and one that is given up leaves the old one whole.
import assert from 'node:assert/strict';
import { story } from './harness/story.mjs';

const soon = { timeout: 60_000 };
/** Near enough to see houses in the old town. */
const NEAR = '?layers=facilities&at=112.29843,30.90631,15';

/** Keeps the requests that match back until the returned function is called. */
async function hold(page, pattern) {
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route(pattern, async (route) => {
    await released;
    await route.continue().catch(() => {}); // the page may not want it any more
  });
  return release;
}

/** Waits until the map has drawn something of a layer. */
const drawn = (page, layer) => page.waitForFunction(
  (layer) => window.riskmapTest?.rendered([layer]).length > 0, layer, soon);

story('a city is drawn before its houses are there, and stays drawn when they come', { open: false }, async ({ page, map, url }) => {
  const release = await hold(page, '**/buildings.geojson.gz');
  await page.goto(url + NEAR);
  for (const layer of ['minor-road', 'facility-dot']) await drawn(page, layer);
  await page.locator('.loading').waitFor(soon);
  assert.equal((await map.rendered(['building'])).length, 0, 'the houses are still on their way');
  // What is asked for meanwhile is not lost: a layer that is turned on joins those that are, a table opens with the city.
  const venues = page.locator('.layers').getByRole('checkbox', { name: /公众场所/ });
  await venues.check();
  await page.waitForURL((url) => ['facilities', 'venues'].every((layer) => url.searchParams.get('layers')?.split('.').includes(layer)));
  await page.keyboard.press('t');
  // From here on every frame must have roads in it.
  await page.evaluate(() => {
    window.fewest = Infinity;
    const look = () => {
      window.fewest = Math.min(window.fewest, window.riskmapTest.rendered(['minor-road', 'main-road']).length);
      window.looking = requestAnimationFrame(look);
    };
    look();
  });
  release();
  await drawn(page, 'building');
  await page.locator('.loading').waitFor({ state: 'detached', ...soon });
  await map.idle();
  assert.ok(await page.evaluate(() => { cancelAnimationFrame(window.looking); return window.fewest; }) > 0);
  assert.ok(await venues.isChecked());
  await page.getByRole('region', { name: '危险设施表格' }).waitFor(soon);
});

story('a city that is given up leaves the old one whole', {}, async ({ page, map }) => {
  await page.locator('.loading').waitFor({ state: 'detached', ...soon });
  await page.getByText(/事故最密处/).first().waitFor(soon);
  const before = { title: await page.title(), camera: await map.camera() };
  const ring = [[20, 50], [20.1, 50], [20.1, 50.1], [20, 50.1], [20, 50]];
  const districts = { type: 'FeatureCollection', features: [
    { type: 'Feature', properties: { id: 'd', name: '他市', level: 'county' }, geometry: { type: 'Polygon', coordinates: [ring] } },
  ] };
  const manifest = {
    schema: 'riskmap/1', name: { zh: '他市', en: 'Elsewhere' }, as_of: '2026-01-31',
    layers: { districts: { href: 'districts.geojson' }, roads: { href: 'roads.geojson' } },
  };
  await page.route('**/elsewhere/city.json', (route) => route.fulfill({ json: manifest }));
  await page.route('**/elsewhere/districts.geojson', (route) => route.fulfill({ json: districts }));
  await hold(page, '**/elsewhere/roads.geojson');
  // As Back and Forward do with a link to another city.
  await page.evaluate(() => {
    history.pushState(null, '', '?v=1&role=planning&mode=density&data=elsewhere/');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.waitForFunction(() => document.title.includes('他市'), undefined, soon);
  await page.locator('.loading').getByRole('button', { name: '取消' }).click(soon);
  await page.waitForFunction((title) => document.title === title, before.title, soon);
  await drawn(page, 'main-road');
  await map.idle();
  const after = await map.camera();
  assert.ok(Math.abs(after.lng - before.camera.lng) < 0.01 && Math.abs(after.zoom - before.camera.zoom) < 0.1, JSON.stringify(after));
  await page.getByText('消防', { exact: true }).first().click();
  await page.getByText(/处场所/).first().waitFor(soon);
});
