// Ten minutes of use over a million crashes: what a reader does, over and over, at a reader's pace. Told at the end: how
// long our own code held the page's thread, how soon an answer stood on the screen beside a bare map's, and what the
// memory grew to. RISKMAP_BENCH_MINUTES shortens it.
import { rmSync } from 'node:fs';
import { launch } from '../e2e/harness/chromium.mjs';
import { serve } from '../e2e/harness/server.mjs';
import { machine, table } from './print.mjs';
import { at, engineMemory, held, ms, open, writeMillion } from './watched.mjs';

const MINUTES = Number(process.env.RISKMAP_BENCH_MINUTES ?? 10);
/** A reader looks at what came before going on. */
const LOOKS = 700;

/** What is done in turn: each gives the ms from the click or key to the moment that its answer stands there, or nothing. */
const ACTS = {
  'pan and zoom': async (page) => {
    await page.mouse.move(820, 450);
    await page.mouse.down();
    await page.mouse.move(600 + Math.random() * 400, 350 + Math.random() * 200, { steps: 12 });
    await page.mouse.up();
    await page.mouse.wheel(0, Math.random() < 0.5 ? -240 : 240);
  },
  'choose a place': async (page) => answered(page, () => page.mouse.click(780 + Math.random() * 60, 420 + Math.random() * 60), '.panel.right'),
  'let it go': async (page) => page.keyboard.press('Escape'),
  'search': async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(['c1', 'c77', '112.3, 30.9'][Math.floor(Math.random() * 3)], { delay: 40 });
    await page.waitForTimeout(LOOKS / 2);
    await page.keyboard.press('Escape');
  },
  'open and close the table': async (page) => {
    await page.keyboard.press('t');
    await page.waitForTimeout(LOOKS);
    await page.mouse.move(820, 800);
    for (let i = 0; i < 5; i++) await page.mouse.wheel(0, 4000);
    await page.waitForTimeout(LOOKS / 2);
    await page.keyboard.press('t');
  },
  'another workbench and back': async (page) => {
    await page.keyboard.press('3');
    await page.waitForTimeout(LOOKS);
    await page.keyboard.press('2');
  },
  'a step back and again': async (page) => {
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(LOOKS / 2);
    await page.keyboard.press('Control+y');
  },
  'another language': async (page) => {
    await page.getByRole('button', { name: /(English|中文)$/ }).first().click();
  },
};

/** Ms from an act to a change of what a heading in `selector` says that is not stale; none where nothing changes within two seconds. */
async function answered(page, act, selector) {
  await page.evaluate((selector) => {
    const said = () => {
      const heading = document.querySelector(`${selector} :is(h1, h2, h3)`);
      return heading?.closest('.stale') ? '' : heading?.textContent ?? '';
    };
    const before = said();
    window.answer = new Promise((told) => {
      addEventListener('click', ({ timeStamp }) => {
        const look = () => {
          if (said() !== before && said() !== '') return told(performance.now() - timeStamp);
          if (performance.now() - timeStamp > 2_000) return told(null);
          requestAnimationFrame(look);
        };
        look();
      }, { once: true, capture: true });
    });
  }, selector);
  await act();
  return page.evaluate(() => window.answer);
}

/** What the page's JavaScript holds after a collection, and what its WASM memories have grown to. */
async function memory(page, devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const heap = metrics.find((metric) => metric.name === 'JSHeapUsedSize').value;
  return `${(heap / 1e6).toFixed(0)} MB of JavaScript, engine ${await engineMemory(page)}`;
}

const browser = await launch();
const folder = writeMillion();
const server = await serve(folder);
try {
  console.log(await machine(browser));
  const { page } = await open(browser, `${server.url}?v=1&role=planning`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.evaluate(() => { seen.entries.length = 0; seen.longTasks.length = 0; });
  const rows = [['memory at the start', await memory(page, devtools)]];
  const end = Date.now() + MINUTES * 60_000, middle = end - MINUTES * 30_000;
  const waits = [], acts = Object.entries(ACTS);
  let done = 0, told = false;
  for (; Date.now() < end; done++) {
    const [name, act] = acts[done % acts.length];
    const wait = await act(page).catch((error) => { throw new Error(`${name}: ${error.message}`); });
    if (typeof wait === 'number') waits.push(wait);
    await page.waitForTimeout(LOOKS);
    // What the instrument itself keeps is not the page's.
    await page.evaluate(() => { seen.kept = {}; seen.tiles.length = Math.min(seen.tiles.length, 1); });
    if (!told && Date.now() > middle) {
      told = true;
      rows.push(['memory in the middle', await memory(page, devtools)]);
    }
  }
  rows.push(['memory at the end', await memory(page, devtools)]);
  const [entries, tasks] = await page.evaluate(() => [seen.entries.map((e) => e.duration), seen.longTasks.map((t) => t.duration)]);
  rows.push(['acts', `${done} in ${MINUTES} min`]);
  rows.push(['our own code on the page\'s thread: p95 · worst', held(entries)]);
  rows.push(['long tasks, all of the page', `${tasks.length}, longest ${ms(Math.max(0, ...tasks))}`]);
  rows.push(['from a click to its answer: p50 · p95', `${ms(at(waits, 0.5))} · ${ms(at(waits, 0.95))}, ${waits.length} answers`]);
  table(['ten minutes, 1M crashes', ''], rows);
} finally {
  await browser.close();
  server.stop();
  rmSync(folder, { recursive: true });
}
