// The demo city answers its first questions: a planner's, a traffic officer's, a fire officer's.
import assert from 'node:assert/strict';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };

story('a planner reads how dense crashes are, and how that was computed', { search: '?v=1&role=planning&mode=density&layers=facilities' }, async ({ page, map }) => {
  await page.getByText(/事故最密处 .+ 起\/km²/).first().waitFor(answered);
  await page.getByText(/合计守恒：面上积分 .+ = 合计 10,299/).first().waitFor(answered);
  await page.getByText('怎么算的').first().click();
  await page.getByText(/f\(x\) = Σ/).first().waitFor(answered);
  await map.idle();
  const drawn = (await map.rendered()).filter(({ properties }) => properties.kind === 'fuel_station');
  assert.ok(drawn.length > 10, `fuel stations are drawn: ${drawn.length}`);
});

story('a traffic officer ranks the sections; back and forward come and go', {}, async ({ page }) => {
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.getByText('交警', { exact: true }).first().click();
  await page.getByText('路段排名').first().waitFor(answered);
  await page.getByText(/10,299 起事故/).first().waitFor(answered);
  await page.waitForURL(/role=traffic/);
  await page.goBack();
  await page.getByText(/事故最密处/).first().waitFor(answered);
  await page.goForward();
  await page.getByText('路段排名').first().waitFor(answered);
});

story('a link restores role and language', { search: '?v=1&role=fire&lang=en' }, async ({ page }) => {
  await page.getByText(/straight line/i).first().waitFor(answered);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByText(/fictional/i).first().waitFor(answered);
});
