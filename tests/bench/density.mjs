// In the browser: our density surface beside fast-kde's, 1024 x 1024 nodes over all points.
import { density2d } from 'fast-kde';
import { race } from './points.mjs';

const NODES = 1024;

/** One row a bandwidth: milliseconds, and how far from the exact sum in parts of the maximum. */
export function density({ Bench }, { lngLat, centre, side }) {
  const ours = new Bench(lngLat, centre.lng, centre.lat);
  ours.build();
  const xy = ours.xy();
  const xs = xy.filter((_, i) => i % 2 === 0), ys = xy.filter((_, i) => i % 2 === 1);
  const rows = [];
  for (const bandwidth of [250, 500, 5000]) {
    let fast, exact;
    const { riskmap, fastKde } = race(5, {
      riskmap: () => { fast = ours.density(bandwidth, NODES, side, false); },
      // Its cheapest form: typed arrays and no objects. Its kernel is Gaussian, as wide as the quartic (the same
      // variance); its time does not depend on the width.
      fastKde: () => density2d(xs, {
        x: (d) => d, y: (_, i) => ys[i], weight: () => 1, bandwidth: bandwidth / Math.sqrt(7),
        extent: [-side / 2, side / 2], bins: [NODES, NODES],
      }).grid(),
    });
    const start = performance.now();
    exact = ours.density(bandwidth, NODES, side, true);
    const riskmapExact = performance.now() - start;
    const most = exact.reduce((a, b) => Math.max(a, b), 0);
    const off = fast.reduce((worst, value, i) => Math.max(worst, Math.abs(value - exact[i])), 0) / most;
    rows.push({ bandwidth, nodes: fast.length, riskmap, riskmapExact, fastKde, off });
  }
  ours.free();
  return rows;
}
