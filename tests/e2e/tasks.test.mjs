// Five questions of a city's staff, each from the first view: every click, key and typed field is counted, and the
// seconds until the answer stands there, beside the steps that the same takes in a desktop GIS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { table } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };

/**
 * QGIS 3.40, counted from its user manual (Processing algorithms: heatmap, buffer, join attributes by location (summary),
 * join attributes by nearest, statistics by categories, join attributes by field value, distance to nearest hub; attribute
 * table; field calculator; print layout). In its favour: the layers are open, in metres, styled; an algorithm is found by
 * typing into the locator, two steps; choosing from a list is two; results stay temporary layers; no wrong turn is taken.
 * What it does not give at all (people counted once, sections too short for a rate, levels) is not counted.
 */
const QGIS = {
  'crashes per km² at a place, 500 m': {
    'heatmap opened': 2, 'layer': 2, 'radius': 1, 'cell size, x and y': 2, 'raw values': 2, 'run, close': 2,
    'pseudocolours': 4, 'value at the place': 3,
  },
  'people and sensitive venues within 500 m of each hazard': {
    'sensitive venues selected by expression': 4, 'buffer opened': 2, 'layer': 2, 'distance': 1, 'run, close': 2,
    'join by location (summary) opened': 2, 'both layers, selected only': 5, 'fields and sums': 6, 'run, close': 2,
    'table opened, sorted': 3,
  },
  'road sections by crashes a km, as a file': {
    'join by nearest opened': 2, 'both layers': 4, '30 m': 1, 'run, close': 2, 'statistics by categories opened': 2,
    'layer and category': 4, 'run, close again': 2, 'join by field value opened': 2, 'layers and fields': 8,
    'run, close once more': 2, 'field calculator: name, type, expression': 6, 'table opened, sorted': 3, 'saved as CSV': 5,
  },
  'the hotels farthest from a fire station': {
    'filtered to hotels': 4, 'distance to nearest hub opened': 2, 'both layers': 4, 'name and unit': 4, 'run, close': 2,
    'table opened, sorted': 3,
  },
  'the worst of the city on A4 with legend, scale, north': {
    'layout opened, named': 3, 'map drawn': 2, 'title': 3, 'legend': 2, 'scale bar': 2, 'north arrow': 2, 'sources': 3,
    'table of the worst': 5, 'PDF': 4,
  },
};

/** A hand that counts. */
function hand(page) {
  const counted = { steps: 0 };
  const step = () => { counted.steps++; };
  return {
    counted,
    click: async (locator) => { step(); await locator.click(answered); },
    key: async (key) => { step(); await page.keyboard.press(key); },
    type: async (locator, text) => { step(); await locator.fill(text); await page.keyboard.press('Enter'); },
  };
}

story('five questions take fewer steps than in a desktop GIS', { search: '' }, async ({ page, go, map }) => {
  const bench = (name) => page.getByRole('navigation', { name: '工作台' }).getByRole('link', { name });
  const mode = (name) => page.locator('.panel').getByRole('radio', { name }).or(page.locator('.panel').getByRole('button', { name, exact: true })).first();
  const tasks = {
    'crashes per km² at a place, 500 m': async ({ click }) => {
      await click(bench('规划'));
      await click(mode('密度'));
      await page.getByText(/事故最密处/).first().waitFor(answered);
      await page.getByText(/带宽 500 m/).first().waitFor(answered);
      await map.idle();
      const { lng, lat } = await map.camera();
      const { x, y } = await map.point([lng, lat]);
      // Pointing is enough.
      await page.mouse.move(x, y);
      await page.locator('.tip').getByText(/km²/).first().waitFor(answered);
    },
    'people and sensitive venues within 500 m of each hazard': async ({ click }) => {
      await click(bench('规划'));
      await click(mode('暴露'));
      await page.locator('.ranking').getByRole('button').first().waitFor(answered);
    },
    'road sections by crashes a km, as a file': async ({ click }) => {
      await click(bench('交警'));
      await page.locator('.dock').getByRole('row').nth(1).waitFor(answered);
      const download = page.waitForEvent('download');
      await click(page.getByRole('button', { name: /导出 CSV/ }).first());
      const rows = table(readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, ''));
      assert.ok(rows.length > 100 && rows.every((row) => row.crashes_per_km !== undefined));
    },
    'the hotels farthest from a fire station': async ({ click }) => {
      await click(bench('消防'));
      const kinds = page.getByRole('group', { name: '场所类别' });
      await click(kinds.getByRole('button', { name: /更多/ }));
      await click(kinds.getByRole('button', { name: /^宾馆 / }));
      await page.locator('.ranking').getByRole('button').first().waitFor(answered);
    },
    'the worst of the city on A4 with legend, scale, north': async ({ key }) => {
      await key('p');
      const sheet = page.getByRole('dialog', { name: '打印单页' });
      await sheet.getByText(/\d+ dpi/).waitFor(answered);
      for (const part of ['.key', '.north', '.scale-box', 'h1']) await sheet.locator(`.taking-desk ${part}`).first().waitFor();
    },
  };
  assert.deepEqual(Object.keys(tasks), Object.keys(QGIS));
  for (const [name, run] of Object.entries(tasks)) {
    await go('');
    await page.getByText('十处最险').first().waitFor(answered);
    const ours = hand(page), began = Date.now();
    await run(ours);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    const theirs = Object.values(QGIS[name]).reduce((a, b) => a + b);
    console.log(`${name}: ${ours.counted.steps} steps, ${seconds} s; QGIS ${theirs} steps`);
    assert.ok(ours.counted.steps < theirs, `${name}: ${ours.counted.steps} steps, QGIS ${theirs}`);
  }
});
