// In the browser: our density surface beside fast-kde's, one million points, 1024 x 1024 nodes over 40 km.
import { density2d } from 'fast-kde';
import { CENTRE, city, time } from './points.mjs';

const NODES = 1024, SIDE_M = 40_000;

/** One row a bandwidth: milliseconds, and how far from the exact sum in parts of the maximum. */
export function density({ Bench }, n) {
  const ours = new Bench(city(n), CENTRE.lng, CENTRE.lat);
  ours.build();
  const xy = ours.xy();
  const xs = xy.filter((_, i) => i % 2 === 0), ys = xy.filter((_, i) => i % 2 === 1);
  const rows = [];
  for (const bandwidth of [250, 500, 5000]) {
    let fast, exact;
    const riskmap = time(5, () => { fast = ours.density(bandwidth, NODES, SIDE_M, false); });
    const riskmapExact = time(1, () => { exact = ours.density(bandwidth, NODES, SIDE_M, true); });
    // Its cheapest form: typed arrays and no objects. Its kernel is Gaussian; the time does not depend on the bandwidth.
    const fastKde = time(5, () => density2d(xs, {
      x: (d) => d, y: (_, i) => ys[i], weight: () => 1,
      bandwidth: bandwidth / Math.sqrt(7), // as wide as the quartic: the same variance
      extent: [-SIDE_M / 2, SIDE_M / 2], bins: [NODES, NODES],
    }).grid());
    const most = exact.reduce((a, b) => Math.max(a, b), 0);
    const off = fast.reduce((worst, value, i) => Math.max(worst, Math.abs(value - exact[i])), 0) / most;
    rows.push({ bandwidth, nodes: fast.length, riskmap, riskmapExact, fastKde, off });
  }
  ours.free();
  return rows;
}
