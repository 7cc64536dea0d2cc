// Everything that matters can be done without a mouse.
import assert from 'node:assert/strict';
import { features } from './harness/files.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const [post, other] = features('fire_stations');

story('search is reached, a hit chosen and let go by keyboard alone', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const field = page.getByRole('combobox', { name: '搜索' });
  for (let i = 0; i < 12 && !(await field.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Tab');
  assert.ok(await field.evaluate((e) => e === document.activeElement), 'Tab leads to the search');
  await page.keyboard.type('消防救援站');
  await page.getByRole('option').nth(1).waitFor(answered);
  await page.keyboard.press('ArrowDown');
  const second = page.getByRole('option').nth(1);
  assert.equal(await second.getAttribute('aria-selected'), 'true');
  const name = await second.locator('.name').innerText();
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
  const { geometry } = features('fire_stations').find((f) => f.properties.name === name);
  await map.arrives(geometry.coordinates);
  await page.waitForFunction(() => document.activeElement?.closest('.panel.right h1'), null, answered); // it is read aloud
  await page.keyboard.press('m');
  await page.keyboard.press('i');
  await page.waitForFunction((name) => document.activeElement?.matches('h1') && document.activeElement.innerText === name, name, answered);
  await page.keyboard.press('Escape'); // lets the station go
  await inspector.waitFor({ state: 'detached' });

  // The map in words: what is in view as lists, each as long as the layer list counts it.
  await map.idle();
  const row = page.locator('.layers').getByRole('checkbox', { name: /公众场所/ }).locator('xpath=ancestor::*[contains(., "/")][1]');
  const [, seen] = (await row.innerText()).match(/([\d,]+)\s*\/\s*[\d,]+/);
  assert.ok(Number(seen.replace(',', '')) > 0);
  await page.keyboard.press('l');
  await page.waitForURL(/inside=box:/);
  await page.waitForFunction(() => document.activeElement?.closest('.panel.right h1'), null, answered);
  await inspector.locator('section').filter({ hasText: '公众场所' }).getByText(new RegExp(`(^|\\D)${seen} 处`)).first().waitFor(answered);
  assert.ok(await page.evaluate(() => document.activeElement?.closest('.panel.right h1')), 'the answer takes no focus away');
});

story('Ctrl K, an id, Enter', {}, async ({ page }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(post.id);
  await page.getByRole('option').first().getByText(post.properties.name).waitFor(answered);
  await page.keyboard.press('Enter');
  const heading = (of) => page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: of.properties.name, level: 1 });
  await heading(post).waitFor(answered);

  // Who pastes or types in haste presses Enter before anything is found: it takes what answers the whole text.
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(other.id);
  await page.keyboard.press('Enter');
  await heading(other).waitFor(answered);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`${post.id}\n`);
  await heading(post).waitFor(answered);
});

story('a name is found by its initials, a position by its digits, a layer by what it is called', { motion: true }, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const option = page.getByRole('option').first();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('xfjyz'); // 消防救援站
  await option.locator('.name').getByText(/消防救援站/).waitFor(answered);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('北纬30°54′36″ 东经112°18′'); // 30.91, 112.3
  await option.getByText(/WGS84/).waitFor(answered);
  await page.keyboard.press('Enter');
  await map.arrives([112.3, 30.91]);
  const pins = (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'pin');
  assert.equal(pins.length, 1, 'the place is marked');
  assert.ok(Math.abs(pins[0].geometry.coordinates[0] - 112.3) < 1e-6 && Math.abs(pins[0].geometry.coordinates[1] - 30.91) < 1e-6);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('hydrants show');
  await option.getByText('显示消火栓').waitFor(answered);
  await page.keyboard.press('Enter');
  await page.waitForURL(/layers=[^&]*hydrants/);
  await page.getByRole('checkbox', { name: /消火栓/ }).and(page.locator(':checked')).waitFor();
});

story('keys switch the workbench, move the map and walk a ranking', {}, async ({ page, map }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.keyboard.press('4');
  await page.getByRole('link', { name: '消防', current: 'page' }).waitFor();
  await page.keyboard.press('m');
  const before = await map.camera();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((lng) => window.riskmapTest.camera().lng > lng, before.lng);
  await map.idle();
  const rows = page.locator('.ranking').getByRole('button');
  await rows.first().waitFor(answered);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  assert.ok(await rows.nth(1).evaluate((e) => e === document.activeElement));
  const name = await rows.nth(1).locator('.name').innerText(), looked = await map.camera();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name, level: 1, exact: true }).waitFor(answered);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: '帮助' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // What the map went to is let go with the view of it: it looks again where it looked before.
  await map.idle();
  assert.ok((await map.camera()).zoom > looked.zoom + 1, 'it went near');
  await page.keyboard.press('Escape');
  await map.arrives([looked.lng, looked.lat]);
  assert.ok(Math.abs((await map.camera()).zoom - looked.zoom) < 0.01);
  await page.getByRole('complementary', { name: '详情' }).waitFor({ state: 'detached' });
});

story('a dialog keeps the focus and gives it back', {}, async ({ page }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  const help = page.getByRole('button', { name: '帮助' });
  await help.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '帮助' }).waitFor();
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => !document.activeElement?.closest('dialog') && document.activeElement !== document.body);
    assert.equal(outside, false, 'Tab stays in the dialog');
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(await help.evaluate((e) => e === document.activeElement), 'the focus is back');
});
