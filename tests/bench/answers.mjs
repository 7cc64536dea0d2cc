// How long the engine's worker works for what a reader asks: from a question's posting to its answer's arrival. Levels,
// explanations and conflicts of the demo city: aim 100 ms together.

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

/** Goes to a view by its address and gives the ms from the posting of the first of some questions to the last answer. */
async function view(page, search, names) {
  await page.evaluate((search) => {
    asked.clear();
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, search);
  return took(page, names);
}

/** The ms from the posting of the first of some questions to the last answer. */
async function took(page, names) {
  const kinds = names.map((name) => QUESTIONS[name]);
  const found = await page.waitForFunction((kinds) => {
    const all = kinds.map((kind) => [...asked.values()].find((question) => question.kind === kind && question.answered));
    return all.every(Boolean) && all;
  }, kinds, { timeout: 60_000 });
  const all = await found.jsonValue();
  await page.waitForTimeout(1500);
  return Math.max(...all.map((q) => q.answered)) - Math.min(...all.map((q) => q.posted));
}

/** Rows for the table of the page's benchmark: the middle of three openings. */
export async function answers(browser, url, settled) {
  const steps = [
    ['the same after a rest, in which it prepares them', '?v=1&layers=&mode=levels', ['levels']],
    ['levels on another day', '?v=1&layers=&mode=levels&day=2025-12-01', ['levels']],
    ['one place: card, neighbours, the whole why', '?v=1&layers=&mode=levels&day=2025-12-01&sel=facilities:F-0001', ['card', 'why']],
    ['conflicts', '?v=1&layers=&mode=conflicts', ['conflicts']],
    ['ledger', '?v=1&layers=&role=ledger', ['ledger']],
    ['overview', '?v=1&layers=&role=overview', ['overview']],
  ];
  const [cold, times] = [[], steps.map(() => [])];
  const begin = async (search) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', reducedMotion: 'reduce' });
    const page = await context.newPage();
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
    await page.waitForTimeout(3000);
    for (const [at, [, search, names]] of steps.entries()) times[at].push(await view(page, search, names));
    await context.close();
  }
  const middle = (times) => `${times.sort((a, b) => a - b)[1].toFixed(0)} ms`;
  const rows = steps.map(([name], at) => [`in the worker: ${name}`, middle(times[at])]);
  return [['in the worker: levels of the whole city, asked with its opening', middle(cold)], ...rows];
}
