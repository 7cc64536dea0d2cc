// Whoever keeps the ledger asks what is late, who has to act and whether a campaign gets through.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features, rows, table } from './harness/files.mjs';
import { ROOT } from './harness/server.mjs';
import { story } from './harness/story.mjs';

const answered = { timeout: 60_000 };
const city = JSON.parse(readFileSync(join(ROOT, 'data/lanchuan/city.json'), 'utf8'));
const day = city.as_of;
const SIGNERS = ['sign_inspector', 'sign_owner', 'sign_leader'];

/** Each danger with its events up to a day's end, in order of time; within a minute in the order of the file. */
function ledger(until = day) {
  const events = new Map();
  for (const e of rows('danger_events').filter((e) => e.at.slice(0, 10) <= until)) {
    events.set(e.danger, [...(events.get(e.danger) ?? []), e]);
  }
  return rows('dangers').filter((d) => d.found_on <= until).map((danger) => {
    const its = (events.get(danger.id) ?? []).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const last = its.findLast(({ event }) => event === 'close' || event === 'reopen' || event === 'return');
    return { ...danger, events: its, closed: last?.event === 'close' };
  });
}

/** Past its due day and not closed; the ledger's rows hold the due day with its extensions. */
const overdue = (dangers) => dangers.filter((d) => !d.closed && d.due_on !== '' && d.due_on < day);

const chip = (page, name) => page.getByRole('group', { name: '分组' }).getByRole('button', { name });
const figure = async (button) => Number((await button.locator('.number').innerText()).replaceAll(',', ''));
const list = (page) => page.getByRole('region', { name: '隐患清单' });
const ids = (page) => list(page).locator('tbody tr td:first-child').allInnerTexts();

story('what is overdue is what the files say, and a district has its own', { search: '?v=1&role=ledger' }, async ({ page, map }) => {
  const late = overdue(ledger());
  await list(page).getByRole('row').nth(1).waitFor(answered);
  assert.equal(await figure(chip(page, /^逾期/)), late.length);
  const of = (id) => late.filter((d) => d.district === id).length;
  const worst = features('districts').sort((a, b) => of(b.id) - of(a.id))[0];
  const most = `逾期 ${late.length} 条，虚假销号 \\d+ 条；逾期最多：${worst.properties.name}，${of(worst.id)} 条`;
  await page.getByText(new RegExp(most)).first().waitFor();

  await chip(page, /^逾期/).click();
  await page.waitForURL(/group=overdue/);
  await list(page).getByText(`列出 ${late.length} 条`).waitFor(answered);
  assert.deepEqual((await ids(page)).sort(), late.map((d) => d.id).sort());
  const days = (await list(page).locator('tbody td.late').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  assert.deepEqual(days, [...days].sort((a, b) => b - a), 'the longest overdue comes first');
  const longest = Math.max(...late.map((d) => (Date.parse(day) - Date.parse(d.due_on)) / 86_400_000));
  assert.equal(days[0], longest);

  // What is listed is what is on the map: one mark a place, all of them late.
  const place = (d) => (d.lon ? `own ${d.lon},${d.lat}` : d.target);
  const marks = (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what.startsWith('danger'));
  assert.equal(marks.length, new Set(late.map(place)).size);
  assert.ok(marks.every((f) => f.properties.what === 'danger-late'));

  const district = features('districts').find((d) => d.id === '990103');
  const there = late.filter((d) => d.district === '990103');
  await page.getByLabel('行政区').selectOption('990103');
  await page.waitForURL(/area=990103/);
  await list(page).getByText(`列出 ${there.length} 条`).waitFor(answered);
  assert.deepEqual((await ids(page)).sort(), there.map((d) => d.id).sort());
  assert.equal(await figure(chip(page, /^逾期/)), there.length);
  assert.ok(district, 'the district is in the data');
  await page.goBack();
  await list(page).getByText(`列出 ${late.length} 条`).waitFor(answered);
});

story('a danger tells its chain of signatures and what happened', { search: '?v=1&role=ledger&group=all' }, async ({ page, map }) => {
  // Closed, though the owner had signed before the inspector.
  const wrong = ledger().find((d) => {
    const since = d.events.findLastIndex(({ event }) => ['report_mended', 'return', 'assign', 'reopen'].includes(event));
    const signed = d.events.slice(since + 1).filter(({ event }) => SIGNERS.includes(event)).map(({ event }) => event);
    return d.closed && d.target.startsWith('facilities:') && signed[0] === 'sign_owner' && signed[1] === 'sign_inspector';
  });
  const row = list(page).locator('tbody tr').filter({ hasText: wrong.id });
  await list(page).getByRole('row').nth(1).waitFor(answered);
  while ((await row.count()) === 0) await list(page).getByRole('button', { name: /再显示/ }).click();
  await row.click();
  await page.waitForURL(new RegExp(`danger=${wrong.id}`));
  const inspector = page.getByRole('complementary', { name: '详情' });
  await inspector.getByRole('heading', { name: wrong.what, level: 1 }).waitFor(answered);
  await inspector.getByText(wrong.id).first().waitFor();
  const chain = inspector.locator('.chain li');
  assert.equal(await chain.count(), 3);
  for (const [i, signer] of SIGNERS.entries()) {
    const { at } = wrong.events.findLast(({ event }) => event === signer);
    assert.match(await chain.nth(i).innerText(), new RegExp(at.slice(0, 10)), signer);
  }
  assert.equal(await chain.nth(0).locator('.seal.done').count(), 1);
  assert.equal(await chain.nth(1).locator('.seal.wrong').count(), 1, 'the owner signed too early');
  await inspector.getByText(/签字顺序不符/).first().waitFor();
  assert.equal(await inspector.locator('.events li').count(), wrong.events.length);
  assert.match(await inspector.getByRole('heading', { name: /三方签字/ }).innerText(), /三方签字/);

  // Its target is a link, and Back comes back to the danger.
  const target = features('facilities').find((f) => f.id === wrong.target.split(':')[1]);
  await inspector.getByRole('button', { name: target.properties.name }).click();
  await inspector.getByRole('heading', { name: target.properties.name, level: 1 }).waitFor(answered);
  await page.waitForURL(/sel=facilities/);
  await page.goBack();
  await inspector.getByRole('heading', { name: wrong.what, level: 1 }).waitFor(answered);
  await map.idle();
  const focus = (await map.style()).sources.overlay.data.features.filter((f) => f.properties.what === 'focus');
  assert.equal(focus.length, 1, 'the map shows where it is');
  await page.keyboard.press('Escape');
  await inspector.waitFor({ state: 'detached' });
});

story('a mark on the map opens its danger', { search: '?v=1&role=ledger&group=overdue' }, async ({ page, map }) => {
  await list(page).getByRole('row').nth(1).waitFor(answered);
  await map.idle();
  const drawn = await map.rendered(['danger-late']);
  assert.ok(drawn.length > 0, 'late dangers are drawn at every zoom');
  const box = await page.locator('.stage .map').boundingBox();
  const places = await Promise.all(drawn.map(async (f) => ({ f, at: await map.point(f.geometry.coordinates) })));
  // One that stands by itself, away from what floats on the map.
  const alone = places.find(({ at }) => at.y > box.y + 80 && at.y < box.y + box.height - 120 && at.x > box.x + 300 && at.x < box.x + box.width - 80
    && places.every((other) => other.at === at || Math.hypot(other.at.x - at.x, other.at.y - at.y) > 24));
  const danger = rows('dangers')[alone.f.properties.row];
  await page.mouse.move(alone.at.x, alone.at.y);
  await list(page).locator('tbody tr.hovered').filter({ hasText: danger.id }).waitFor(answered);
  await page.mouse.click(alone.at.x, alone.at.y);
  await page.waitForURL(new RegExp(`danger=${danger.id}`));
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name: danger.what, level: 1 }).waitFor(answered);
});

story('a campaign shows its stock and its inflow', { search: '?v=1&role=ledger' }, async ({ page }) => {
  const campaign = city.campaigns.find((c) => c.id === '2025-gas-100');
  await list(page).getByRole('row').nth(1).waitFor(answered);
  await page.getByLabel('专项').selectOption(campaign.id);
  await page.waitForURL(/campaign=2025-gas-100/);
  const chart = page.getByRole('img', { name: /开始时存量/ });
  await chart.waitFor(answered);
  const [stock, inflow] = (await chart.getAttribute('aria-label')).match(/存量 (\d+) 条，期间新增 (\d+) 条/).slice(1).map(Number);
  const its = rows('dangers').filter((d) => d.campaign === campaign.id || d.sector === campaign.sector);
  assert.equal(inflow, its.filter((d) => d.found_on >= campaign.from && d.found_on <= campaign.to).length);
  const before = its.filter((d) => d.found_on < campaign.from);
  assert.ok(stock > 0 && stock <= before.length, `${stock} of ${before.length} found before`);
  await page.getByText('表格').click();
  const weeks = page.locator('.sums').last();
  await weeks.getByRole('cell', { name: campaign.from }).waitFor();
  await weeks.getByRole('cell', { name: campaign.to }).waitFor();
});

story('what nobody inspected is counted, listed and on the map', { search: '?v=1&role=ledger' }, async ({ page, map }) => {
  const seen = new Set(rows('inspections').filter((i) => i.on <= day).map((i) => i.target));
  // A place's own row may say too when it was inspected.
  const never = (layer, all) => all.filter((one) => !seen.has(`${layer}:${one.id}`) && !(one.inspected_on && one.inspected_on <= day)).length;
  const facilities = never('facilities', features('facilities').map((f) => ({ id: f.id, ...f.properties })));
  const venues = never('venues', rows('venues'));
  const said = page.getByText(`没有检查记录的设施和场所 ${(facilities + venues).toLocaleString('en')} 处`);
  await said.waitFor(answered);
  await page.getByRole('button', { name: '列出并在图上看' }).click();
  await page.waitForURL(/unchecked=yes/);
  const legend = page.getByRole('region', { name: '图例' });
  const row = (name) => legend.getByRole('row').filter({ hasText: name }).locator('td.number');
  await row('没有检查记录的设施').waitFor(answered);
  const counts = [await row('没有检查记录的设施').innerText(), await row('没有检查记录的场所').innerText()];
  assert.deepEqual(counts.map((t) => Number(t.replaceAll(',', ''))), [facilities, venues]);
  const column = page.locator('.responsibility tbody tr:has(.depth-1) td:last-child');
  const sum = (await column.allInnerTexts()).reduce((all, t) => all + Number(t.replaceAll(',', '')), 0);
  assert.equal(sum, facilities + venues, 'as many as in the table of who answers');
  const drawn = await map.drawn(['unchecked-facility', 'unchecked-venue'], (drawn) => drawn.length > 0);
  assert.ok(drawn.length > 0);

  // The first of the list is selected by a click; Back lets it go.
  const first = page.locator('.unchecked-list').getByRole('listitem').first().getByRole('button');
  const name = (await first.locator('.name').innerText()).trim();
  await first.click();
  await page.waitForURL(/sel=facilities/);
  await page.getByRole('complementary', { name: '详情' }).getByRole('heading', { name, level: 1 }).waitFor(answered);
  await page.keyboard.press('Escape'); // what is chosen has a finding of its own
  await chip(page, /^逾期/).click();
  await page.getByLabel('主管部门').selectOption('市城管委燃气处');
  await page.waitForURL(/department=/);
  const answers = (target) => features('facilities').find((f) => target === `facilities:${f.id}`)?.properties.regulator;
  const late = overdue(ledger()).filter((d) => answers(d.target) === '市城管委燃气处');
  await page.getByRole('main').getByText(new RegExp(`^列出 ${late.length} 条`)).waitFor(answered);

  // Of hundreds of enterprises one is typed; what names none, or more than one, says so.
  await page.getByLabel('主管部门').selectOption('');
  await chip(page, /^全部/).click();
  const field = page.locator('input[list]');
  await field.waitFor(answered);
  await field.fill('没有这一家');
  await field.press('Enter');
  await page.getByText('没有一项是“没有这一家”').waitFor(answered);
  const names = await page.locator('datalist option').evaluateAll((lines) => lines.map((line) => line.value));
  const one = names.find((name) => name.length > 4 && names.filter((other) => other.includes(name.slice(1))).length === 1);
  await field.fill(one.slice(1));
  await field.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('enterprise') === one);
  assert.equal(await field.inputValue(), one);
});

story('the list is saved whole, with what it rests on', { search: '?v=1&role=ledger&group=overdue&area=990103' }, async ({ page }) => {
  await list(page).getByRole('row').nth(1).waitFor(answered);
  const saved = page.waitForEvent('download');
  await list(page).getByRole('button', { name: /导出 CSV/ }).click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), 'ledger.csv');
  const lines = table(readFileSync(await file.path(), 'utf8').replace(/^\ufeff/, ''));
  const there = overdue(ledger()).filter((d) => d.district === '990103');
  assert.deepEqual(lines.map((l) => l.id).sort(), there.map((d) => d.id).sort());
  assert.ok(lines.every((l) => l.as_of === day && l.filter === 'group: overdue; district: 990103' && l.dataset !== ''));
});

story('the day goes back, and English says it all', { search: '?v=1&role=ledger&lang=en&on=2025-06-30', theme: 'dark' }, async ({ page }) => {
  const table = page.getByRole('region', { name: 'List of dangers' });
  await table.getByRole('row').nth(1).waitFor(answered);
  await page.getByText(/as of 2025-06-30/).first().waitFor();
  const found = ledger('2025-06-30');
  const all = page.getByRole('group', { name: 'Groups' }).getByRole('button', { name: /^All/ });
  assert.equal(await figure(all), found.length);
});
