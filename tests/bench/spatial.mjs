// In the browser: our index beside flatbush, kdbush, rbush and plain rstar, on the same points and queries.
import Flatbush from 'flatbush';
import KDBush from 'kdbush';
import RBush from 'rbush';
import { M_PER_DEGREE, race, random } from './points.mjs';

const QUERIES = 1000, ROUNDS = 15;

/** One table row a task: milliseconds by library, a build or 1,000 queries each. */
export function spatial({ Bench, PlainRstar }, { lngLat, centre }) {
  const n = lngLat.length / 2;
  const ours = new Bench(lngLat, centre.lng, centre.lat);
  const rows = [];
  const row = (task, times) => rows.push({ task, times });

  const runs = n > 300_000 ? 5 : 15;
  ours.build();
  const xy = ours.xy();
  let flat, kd, r, plain;
  const built = race(runs, {
    riskmap: () => ours.build_projected(),
    projecting: () => ours.build(),
    flatbush: () => {
      flat = new Flatbush(n);
      for (let i = 0; i < n; i++) flat.add(xy[2 * i], xy[2 * i + 1]);
      flat.finish();
    },
    kdbush: () => {
      kd = new KDBush(n);
      for (let i = 0; i < n; i++) kd.add(xy[2 * i], xy[2 * i + 1]);
      kd.finish();
    },
    rstar: () => { plain?.free(); plain = new PlainRstar(xy); },
  });
  // rbush stores objects; making them is part of using it. It is slow enough for two rounds to tell.
  const { rbush } = race(2, { rbush: () => {
    const items = new Array(n);
    for (let i = 0; i < n; i++) items[i] = { minX: xy[2 * i], minY: xy[2 * i + 1], maxX: xy[2 * i], maxY: xy[2 * i + 1], id: i };
    r = new RBush().load(items);
  } });
  const { projecting, ...plainly } = built;
  row('build', { ...plainly, rbush });
  row('build, projection included', { ...plainly, rbush, riskmap: projecting });

  // Places to ask at are places where something is: that is where people look.
  const next = random(7);
  const places = new Float64Array(2 * QUERIES);
  for (let i = 0; i < QUERIES; i++) {
    const at = Math.floor(next() * n);
    places[2 * i] = xy[2 * at];
    places[2 * i + 1] = xy[2 * at + 1];
  }
  const [eastward, northward] = [M_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180), M_PER_DEGREE];
  const boxes = (half) => {
    const inXy = new Float64Array(4 * QUERIES), inDegrees = new Float64Array(4 * QUERIES);
    for (let i = 0; i < QUERIES; i++) {
      const x = places[2 * i], y = places[2 * i + 1];
      inXy.set([x - half, y - half, x + half, y + half], 4 * i);
      const lng = centre.lng + x / eastward, lat = centre.lat + y / northward;
      inDegrees.set([lng - half / eastward, lat - half / northward, lng + half / eastward, lat + half / northward], 4 * i);
    }
    return { inXy, inDegrees };
  };

  for (const hits of [10, 100, 1000]) {
    const half = solve((h) => plain.count_in_box(boxes(h).inXy) / QUERIES, hits);
    const { inXy, inDegrees } = boxes(half);
    const each = (ask) => () => {
      let sum = 0;
      for (let i = 0; i < QUERIES; i++) sum += ask(inXy[4 * i], inXy[4 * i + 1], inXy[4 * i + 2], inXy[4 * i + 3]);
      return sum;
    };
    const peers = {
      flatbush: each((a, b, c, d) => flat.search(a, b, c, d).length),
      kdbush: each((a, b, c, d) => kd.range(a, b, c, d).length),
      rbush: each((minX, minY, maxX, maxY) => r.search({ minX, minY, maxX, maxY }).length),
    };
    row(`box of about ${hits}`, race(ROUNDS, { riskmap: () => batch(ours.in_box(inDegrees)), ...peers, rstar: () => batch(plain.in_box(inXy)) }));
    // None of the peers counts without listing.
    row(`count of about ${hits}`, race(ROUNDS, { riskmap: () => ours.count_in_box(inDegrees), ...peers, rstar: () => plain.count_in_box(inXy) }));
  }

  const radius = solve((m) => batch(plain.within(places, m)) / QUERIES, 100);
  const r2 = radius * radius;
  const near = (x, y) => (id) => (xy[2 * id] - x) ** 2 + (xy[2 * id + 1] - y) ** 2 <= r2;
  const each = (ask) => () => {
    let sum = 0;
    for (let i = 0; i < QUERIES; i++) sum += ask(places[2 * i], places[2 * i + 1]);
    return sum;
  };
  // Ours come sorted by distance, the others in no order.
  row('within a distance, about 100', race(ROUNDS, {
    riskmap: () => batch(ours.within(places, radius)),
    flatbush: each((x, y) => flat.search(x - radius, y - radius, x + radius, y + radius, near(x, y)).length),
    kdbush: each((x, y) => kd.within(x, y, radius).length),
    rbush: each((x, y) => r.search({ minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }).filter(({ id }) => near(x, y)(id)).length),
    rstar: () => batch(plain.within(places, radius)),
  }));
  row('8 nearest', race(ROUNDS, {
    riskmap: () => batch(ours.nearest(places, 8)),
    flatbush: each((x, y) => flat.neighbors(x, y, 8).length),
    rstar: () => batch(plain.nearest(places, 8)),
  }));

  // The same answers, or the times mean nothing.
  const check = boxes(300);
  const mine = ours.count_in_box(check.inDegrees), theirs = plain.count_in_box(check.inXy);
  if (Math.abs(mine - theirs) > 0.02 * theirs) throw new Error(`box counts differ: ${mine} and ${theirs}`);
  const [a, b] = [ours.within(places, radius), plain.within(places, radius)];
  if (a.ids().length !== b.ids().length) throw new Error(`within a distance: ${a.ids().length} and ${b.ids().length}`);
  ours.free();
  plain.free();
  return rows;
}

/** Takes a batch's answers into JavaScript, as a page would, and says how many they are. */
function batch(found) {
  const ids = found.ids();
  found.ends();
  found.free();
  return ids.length;
}

/** The argument at which a growing function reaches a value. */
function solve(grows, value) {
  let low = 0.5, high = 20_000;
  for (let i = 0; i < 24; i++) {
    const middle = Math.sqrt(low * high);
    if (grows(middle) < value) low = middle; else high = middle;
  }
  return high;
}
