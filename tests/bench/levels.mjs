// In the browser: how long the engine takes to rate, to explain and to hold rings against sites, over a whole city.

const OPENINGS = 5;

/** A row for each thing that is asked, in the order in which a page asks: how many, and the middle of the openings, ms. */
export function levels({ CityBench }, files) {
  const steps = [
    ['levels, with all that they are prepared from', (city) => city.levels()],
    ['levels again', (city) => city.levels()],
    ['conflicts', (city) => city.conflicts()],
    ['explanations, steps of all', (city) => city.explanations()],
  ];
  const rows = steps.map(([what]) => ({ what, count: 0, times: [] }));
  for (let i = 0; i < OPENINGS; i++) {
    const city = new CityBench();
    for (const [name, bytes] of files) city.add(name, bytes);
    city.open();
    for (const [at, [, ask]] of steps.entries()) {
      if (at === steps.length - 1) city.list();
      const start = performance.now();
      rows[at].count = ask(city);
      rows[at].times.push(performance.now() - start);
    }
    city.free();
  }
  return rows.map(({ what, count, times }) => ({ what, count, ms: times.sort((a, b) => a - b)[Math.floor(OPENINGS / 2)] }));
}
