// On a phone: the map full, one sheet over it, workbenches at the thumb.
import assert from 'node:assert/strict';
import { features } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const post = features('fire_stations')[1];

story('the sheet rises and falls, tabs switch, search selects', { phone: true }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).filter({ visible: true }).first().waitFor(answered);
  await map.idle();
  const sheet = page.getByRole('complementary', { name: '工作台' });
  const height = async () => (await sheet.boundingBox()).height;
  const half = await height();
  assert.ok(half > 250 && half < 500, `half: ${half}`);
  const grip = page.getByRole('button', { name: '拉高或放低' });
  await grip.tap();
  await page.waitForFunction(() => document.querySelector('.app').dataset.sheet === 'tall');
  await page.waitForTimeout(300); // the sheet's own motion
  assert.ok(await height() > half + 100);
  await grip.tap();
  await page.waitForFunction(() => document.querySelector('.app').dataset.sheet === 'peek');
  await page.waitForTimeout(300);
  assert.ok(await height() < half);

  await page.getByRole('link', { name: '消防' }).tap();
  await page.getByText(/处场所/).filter({ visible: true }).first().waitFor(answered);

  await page.getByRole('combobox', { name: '搜索' }).tap();
  await page.getByRole('combobox', { name: '搜索' }).fill(post.properties.name);
  await page.locator('[role=option]').first().tap();
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: post.properties.name, level: 1 }).waitFor(answered);
  await page.waitForFunction(([lng, lat]) => {
    const at = window.riskmapTest.project(lng, lat), sheet = document.querySelector('.panel.right').getBoundingClientRect();
    return window.riskmapTest.camera().zoom > 13 && at.x > 0 && at.x < innerWidth && at.y > 60 && at.y < sheet.top;
  }, post.geometry.coordinates, { timeout: 10_000 });
  await map.idle();
  await inspector.getByRole('button', { name: '关闭' }).tap();
  await sheet.waitFor();
});

story('nothing is wider than the phone, and every target is large enough', { phone: true }, async ({ page }) => {
  await page.getByText(/事故最密处/).filter({ visible: true }).first().waitFor(answered);
  for (const role of ['总览', '规划', '交警', '消防', '隐患台账']) {
    await page.getByRole('link', { name: role }).tap();
    await page.locator('.sheet-head h1:not(.stale)').waitFor(answered);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${role}: no sideways scrolling`);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a, select, summary, input:not([type=checkbox])')]
      .filter((e) => e.checkVisibility() && !e.disabled)
      .filter((e) => {
        const { width, height } = e.getBoundingClientRect(), after = getComputedStyle(e, '::after');
        const grown = after.position === 'absolute' ? -2 * Math.min(0, parseFloat(after.top) || 0) : 0;
        const label = e.closest('label')?.getBoundingClientRect();
        return width > 0 && Math.max(height + grown, label?.height ?? 0) < 32;
      })
      .map((e) => `${e.className || e.tagName} ${e.innerText || e.getAttribute('aria-label')} ${Math.round(e.getBoundingClientRect().height)}`));
    assert.deepEqual(small, [], `${role}: targets under 32 px`);
  }
});
