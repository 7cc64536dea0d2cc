// The page as assistive technology meets it, judged by axe-core: nothing serious, nothing critical.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function judge(page) {
  // The page's content policy holds for scripts of the page, not for what the browser's own tools run.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`));
}

const views = {
  density: '',
  overview: '&role=overview',
  exposure: '&mode=exposure&sel=facilities:F-0001',
  traffic: '&role=traffic&road=r1&road=r2',
  fire: '&role=fire&sel=venues:V-000001',
  ledger: '&role=ledger&campaign=2025-gas-100&group=all&danger=Y-00001',
};

for (const theme of ['light', 'dark']) {
  story(`no serious barrier in any view, ${theme}`, { theme }, async ({ page, map, visit }) => {
    for (const [name, search] of Object.entries(views)) {
      await visit(`?v=1${search}`);
      await page.locator('.caption h1:not(.stale)').waitFor(answered);
      if (name === 'density') await page.getByRole('button', { name: '怎么算的' }).click(answered);
      await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { level: 1 }).first().waitFor(answered);
      await map.idle();
      assert.deepEqual(await judge(page), [], name);
    }
  });
}

story('the dialogs and the phone have no serious barrier either', { phone: true, theme: 'dark' }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).filter({ visible: true }).first().waitFor(answered);
  await map.idle();
  assert.deepEqual(await judge(page), []);
  await page.getByRole('button', { name: '图层' }).tap();
  await page.getByRole('button', { name: '帮助' }).tap();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await judge(page), []);
});
