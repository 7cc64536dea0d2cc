// How long the engine's worker works for what a reader asks, and, with the ways through a page that draws its map meanwhile,
// how long the answer takes from the question's posting to its arrival. Levels, explanations and conflicts of the demo city:
// aim 100 ms together in the worker.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../e2e/harness/server.mjs';

/** Variants of the protocol's messages, as postcard numbers them. */
const [ASK, ANSWER] = [0, 3];
/** Variants of what is asked, in the order of `Request`, from where it is defined. */
const source = readFileSync(join(ROOT, 'src/engine/protocol/request.rs'), 'utf8');
const variants = [...source.split('pub enum Request {')[1].split('\n}')[0].matchAll(/^ {4}([A-Z]\w*)/gm)].map(([, name]) => name);
const variant = (name) => variants.indexOf(name);
const QUESTIONS = {
  card: variant('Feature'), overview: variant('Overview'), levels: variant('Levels'), why: variant('Why'),
  conflicts: variant('Conflicts'), ledger: variant('Ledger'),
};

/** Stands before the worker's own program: tells the page when a message came in and when one was posted. */
const WITHIN = `
  const told = new BroadcastChannel('bench');
  const now = () => performance.timeOrigin + performance.now();
  const tell = (message, when) => message instanceof Uint8Array && told.postMessage({ data: message.slice(0, 16), ...when });
  addEventListener('message', ({ data }) => tell(data, { taken: now() }));
  const post = self.postMessage.bind(self);
  self.postMessage = (message, ...rest) => {
    tell(message, { done: now() });
    post(message, ...rest);
  };
`;

/** Runs in the page before anything else: notes when each question is posted to a worker, its kind, and its answer. */
function listen([ASK, ANSWER]) {
  const asked = (window.asked = new Map());
  // The message's variant, the question's number as a varint, and what follows it.
  const read = (bytes, variant) => {
    if (!(bytes instanceof Uint8Array) || bytes[0] !== variant) return {};
    let number = 0, at = 1;
    for (let shift = 0; at < bytes.length; at++, shift += 7) {
      number |= (bytes[at] & 127) << shift;
      if (bytes[at] < 128) break;
    }
    return { number, next: bytes[at + 1] };
  };
  new BroadcastChannel('bench').addEventListener('message', ({ data: { data, ...when } }) => {
    const question = asked.get(read(data, when.taken ? ASK : ANSWER).number);
    if (question) Object.assign(question, when);
  });
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const question = asked.get(read(data, ANSWER).number);
        if (question) question.answered = performance.now();
      });
    }

    postMessage(message, ...rest) {
      const { number, next } = read(message, ASK);
      if (number !== undefined) asked.set(number, { kind: next, posted: performance.now() });
      return super.postMessage(message, ...rest);
    }
  };
}

/** Goes to a view by its address and gives what `took` gives. */
async function view(page, search, names) {
  await page.evaluate((search) => {
    asked.clear();
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, search);
  return took(page, names);
}

/** The ms that the worker spent on some questions, one after another, and those from the first's posting to the last answer. */
async function took(page, names) {
  const kinds = names.map((name) => QUESTIONS[name]);
  const found = await page.waitForFunction((kinds) => {
    const ended = [...asked.values()].filter((question) => question.answered && question.done).sort((a, b) => a.done - b.done);
    // It takes a question up when it has answered the one before.
    ended.forEach((question, at) => { question.spent = question.done - Math.max(question.taken, ended[at - 1]?.done ?? 0); });
    const all = kinds.map((kind) => ended.find((question) => question.kind === kind));
    return all.every(Boolean) && all;
  }, kinds, { timeout: 60_000 });
  const all = await found.jsonValue();
  await page.waitForTimeout(1500);
  const sum = all.reduce((sum, { spent }) => sum + spent, 0);
  return [sum, Math.max(...all.map((q) => q.answered)) - Math.min(...all.map((q) => q.posted))];
}

/** Rows for the table of the page's benchmark: the middle of three openings. */
export async function answers(browser, url, settled) {
  const steps = [
    ['the same after a rest, in which it prepares them', '?v=1&layers=&mode=levels', ['levels']],
    ['levels on another day', '?v=1&layers=&mode=levels&day=2025-12-01', ['levels']],
    ['why one place has its level', '?v=1&layers=&mode=levels&day=2025-12-01&sel=facilities:F-0001', ['why']],
    ['another place: card, neighbours, the whole why', '?v=1&layers=&mode=levels&day=2025-12-01&sel=facilities:F-0004', ['card', 'why']],
    ['conflicts', '?v=1&layers=&mode=conflicts', ['conflicts']],
    ['ledger', '?v=1&layers=&role=ledger', ['ledger']],
    ['overview', '?v=1&layers=&role=overview', ['overview']],
  ];
  const [cold, times] = [[], steps.map(() => [])];
  const begin = async (search) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await context.route('**/engine_loader.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: WITHIN + (await response.text()) });
    });
    await page.addInitScript(listen, [ASK, ANSWER]);
    await page.goto(url + search);
    await settled(page);
    return { context, page };
  };
  for (let i = 0; i < 3; i++) {
    const first = await begin('?v=1&layers=&mode=levels');
    cold.push(await took(first.page, ['levels']));
    await first.context.close();
    const { context, page } = await begin('?v=1&layers=&mode=density');
    await page.evaluate(() => window.riskmapTest.idle());
    await page.waitForTimeout(4000);
    for (const [at, [, search, names]] of steps.entries()) times[at].push(await view(page, search, names));
    await context.close();
  }
  const middle = (times) => [0, 1].map((at) => times.map((t) => t[at]).sort((a, b) => a - b)[1].toFixed(0)).join(' of ') + ' ms';
  const rows = steps.map(([name], at) => [`in the worker: ${name}`, middle(times[at])]);
  return [['in the worker: levels of the whole city, asked with its opening', middle(cold)], ...rows];
}
