// The page speaks two languages and has two themes, both whole.
import assert from 'node:assert/strict';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const CHINESE = /\p{Script=Han}/u;
const repainted = (page, not) => page.waitForFunction((not) => window.riskmapTest.style()
  .layers.find((layer) => layer.id === 'background').paint['background-color'] !== not, not, { timeout: 20_000 });
const ground = async (map) => (await map.style()).layers.find((layer) => layer.id === 'background').paint['background-color'];

story('one click changes the language of page and map, and it stays', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText(/Crashes: densest .+ crashes\/km²/).first().waitFor(answered);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.waitForURL(/lang=en/);
  const label = (await map.style()).layers.find((layer) => layer.id === 'place-label').layout['text-field'];
  assert.deepEqual(label[1], ['get', 'name_en']);
  await page.reload();
  await page.getByText(/Crashes: densest/).first().waitFor(answered);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByText(/事故最密处/).first().waitFor(answered);
});

// A working that is open stands before what is selected: what is selected comes first.
const VIEWS = [
  '&sel=facilities:F-0001', '&role=fire&sel=venues:V-000001', '&sel=hydrants:H-00004', '&sel=crashes:C-0000004', '&sel=pipelines:G-04',
  '&sel=routes:L-04', '&sel=districts:990104', '', '&role=overview', '&mode=exposure', '&mode=levels', '&mode=conflicts', '&role=traffic', '&role=fire',
  '&role=traffic&rank=deaths&road=r1&road=r2',
];
story('in English no Chinese is left over', { search: '?v=1&role=planning&mode=density&lang=en' }, async ({ page, map, visit }) => {
  for (const search of VIEWS) {
    await visit(`?v=1&lang=en${search}`);
    await page.locator('.caption h1:not(.stale)').waitFor(answered);
    await page.getByRole('region', { name: 'Layers' }).or(page.locator('.layers')).first().waitFor(answered);
    const id = search.match(/sel=\w+:([\w-]+)/)?.[1];
    if (id) await page.getByRole('complementary', { name: 'Inspector' }).getByText(id).first().waitFor(answered);
    else {
      const how = page.getByRole('button', { name: 'How this was computed' }).first();
      await how.waitFor(answered);
      if (await how.getAttribute('aria-expanded') !== 'true') await how.click();
    }
    await map.idle();
    // Words of the data are the city's own; everything else is the page's.
    const left = await page.evaluate((han) => {
      const own = (node) => node.parentElement.closest('.credit, .attributes dd, .switches, .source, noscript');
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (new RegExp(han, 'u').test(node.data) && !own(node)) found.push(node.data.trim());
      }
      for (const e of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
        const said = ['title', 'aria-label', 'placeholder'].map((name) => e.getAttribute(name) ?? '').join(' ');
        if (new RegExp(han, 'u').test(said) && !e.closest('.switches')) found.push(said);
      }
      return found;
    }, CHINESE.source);
    assert.deepEqual(left, [], search || 'density');
  }
});

story('one click turns page and map dark, and it stays', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const light = await ground(map);
  await page.getByRole('button', { name: '深色' }).click();
  await page.locator('html[data-theme=dark]').waitFor();
  await page.waitForURL(/theme=dark/);
  await repainted(page, light);
  const dark = await ground(map);
  await page.reload();
  await page.locator('html[data-theme=dark]').waitFor();
  // Before the districts are there, the ground has the land's colour: it is read with the city whole.
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await map.idle();
  assert.equal(await ground(map), dark);
  await page.getByRole('button', { name: '浅色' }).click();
  await page.locator('html[data-theme=light]').waitFor();
  await repainted(page, dark);
  assert.equal(await ground(map), light);
});

story('a dark, English browser gets a dark, English page', { theme: 'dark', locale: 'en-GB' }, async ({ page }) => {
  await page.getByText(/Crashes: densest/).first().waitFor(answered);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

story('nothing in the inspector is called the same twice over', { search: '?v=1&role=planning&mode=density&lang=en' }, async ({ page, visit }) => {
  for (const [of, line] of [['hydrants:H-00004', /^Hydrant · \S/], ['districts:990104', /^District · 990104$/], ['roads:r4', /^Secondary road · .+ · r4$/]]) {
    await visit(`?v=1&lang=en&sel=${of}`);
    const head = page.getByRole('complementary', { name: 'Inspector' }).locator('.names');
    await head.locator('p', { hasText: line }).waitFor(answered);
    const [title, under] = [await head.locator('h1').innerText(), (await head.locator('p').innerText()).replace(/\s+/g, ' ')];
    assert.match(under, line);
    assert.ok(!under.split(' · ').includes(title), `${title}: ${under}`);
  }
});
