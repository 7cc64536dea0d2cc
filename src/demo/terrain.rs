//! The ground: the Lan river with its meanders, the Qing stream, lakes, brooks, and hills.
//!
//! The plan is drawn by hand, in kilometres from the city's centre, as a city's site is: an old town on the outer bank
//! of a bend where a stream joins. The seed moves everything a little.

use super::geom::{
    Line, SegmentGrid, along, blob, distance, in_ring, km, line_length, mix, offset, spline, to_segment,
};
use super::rng::{Noise, Rng, smoothstep};
use crate::units::Xy;

/// Where the Lan river runs, kilometres, from west to east.
const RIVER: &[(f64, f64)] = &[
    (-36.0, 8.0),
    (-31.0, 6.0),
    (-27.5, 8.6),
    (-24.0, 5.0),
    (-20.5, 3.4),
    (-18.0, 6.0),
    (-14.5, 5.6),
    (-12.0, 1.6),
    (-8.6, -0.9),
    (-5.0, -0.6),
    (-2.2, -1.5),
    (0.6, -1.75),
    (3.4, -0.9),
    (6.4, -1.0),
    (9.4, -2.9),
    (12.6, -3.4),
    (15.2, -6.8),
    (18.4, -6.6),
    (20.6, -9.8),
    (18.6, -12.6),
    (20.4, -15.4),
    (24.0, -14.6),
    (27.0, -17.8),
    (31.0, -16.6),
    (36.0, -19.0),
];

/// Where the Qing stream runs, from the northern hills to the Lan.
const STREAM: &[(f64, f64)] = &[
    (9.6, 27.0),
    (8.2, 22.6),
    (9.3, 19.4),
    (7.0, 16.4),
    (7.4, 12.6),
    (5.4, 10.6),
    (5.9, 7.6),
    (3.9, 5.5),
    (4.3, 3.0),
    (3.2, 0.9),
    (3.4, -0.9),
];

/// A river: its middle line and half its width at each vertex.
#[derive(Clone, Debug)]
pub struct River {
    /// The middle line, downstream.
    pub line: Line,
    half_width: Vec<f64>,
}

impl River {
    fn new(control: &[(f64, f64)], jitter: f64, half: impl Fn(Xy, f64) -> f64, rng: &mut Rng) -> Self {
        let through: Line = control
            .iter()
            .map(|&(x, y)| {
                // The reach through the city is embanked: it moves less.
                let wild = smoothstep(6.0, 12.0, (x * x + y * y).sqrt()).max(0.15) * jitter;
                km(x + rng.range(-wild, wild), y + rng.range(-wild, wild))
            })
            .collect();
        let line = spline(&through, 60.0);
        let total = line_length(&line);
        let mut s = 0.0;
        let half_width = (0..line.len())
            .map(|i| {
                if i > 0 {
                    s += distance(line[i - 1], line[i]);
                }
                half(line[i], s / total)
            })
            .collect();
        Self { line, half_width }
    }

    /// The bank: left (1) or right (−1) of the flow, `beyond` metres landward.
    pub fn bank(&self, side: f64, beyond: f64) -> Line {
        offset(&self.line, |i| side * (self.half_width[i] + beyond))
    }

    /// The water between the banks, a ring.
    pub fn outline(&self) -> Line {
        let mut ring = self.bank(1.0, 0.0);
        ring.extend(self.bank(-1.0, 0.0).into_iter().rev());
        ring
    }
}

/// Still water.
#[derive(Clone, Debug)]
pub struct Lake {
    /// Its Chinese and English name.
    pub name: (&'static str, &'static str),
    /// Its shore, a ring.
    pub shore: Line,
    middle: Xy,
    reach: f64,
}

/// A park.
#[derive(Clone, Debug)]
pub struct Park {
    /// Its Chinese and English name.
    pub name: (&'static str, &'static str),
    /// Its edge, a ring.
    pub edge: Line,
    middle: Xy,
    reach: f64,
}

/// Parks: names, middle (km), radius (m).
const PARKS: &[(&str, &str, f64, f64, f64)] = &[
    ("弯月湖公园", "Crescent Lake Park", -4.4, 3.9, 980.0),
    ("人民公园", "People's Park", -1.15, 3.15, 250.0),
    ("鼓楼公园", "Drum Tower Park", 0.75, 1.35, 130.0),
    ("莲塘公园", "Lotus Pond Park", 1.9, -6.1, 520.0),
    ("南湖中央公园", "Nanhu Central Park", 4.6, -5.3, 190.0),
    ("鹤山公园", "Heshan Park", -8.3, -4.4, 1250.0),
    ("东山公园", "Dongshan Park", 9.7, 5.0, 1000.0),
    ("沙湾公园", "Shawan Park", 6.0, 2.6, 240.0),
    ("西渡湿地公园", "Xidu Wetland Park", -5.2, -2.0, 330.0),
];

/// The ground of the prefecture.
pub struct Terrain {
    /// The Lan.
    pub river: River,
    /// The Qing.
    pub stream: River,
    /// Lakes and reservoirs.
    pub lakes: Vec<Lake>,
    /// Parks, which streets and buildings keep out of.
    pub parks: Vec<Park>,
    noise: Noise,
    water: SegmentGrid,
    half_widths: Vec<f64>,
}

impl Terrain {
    /// The ground of a seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed, "terrain");
        let noise = Noise::new(seed, "terrain");
        let wide = |p: Xy, _| 205.0 + 55.0 * noise.fractal(p.x, p.y, 2600.0, 2);
        let river = River::new(RIVER, 0.7, wide, &mut rng);
        let narrow = |p: Xy, s: f64| 12.0 + 26.0 * s + 5.0 * noise.fractal(p.x, p.y, 1500.0, 1);
        let stream = River::new(STREAM, 0.4, narrow, &mut rng);
        let lakes = vec![
            lake(("弯月湖", "Crescent Lake"), km(-4.4, 3.9), 620.0, 1.5, &mut rng),
            lake(("莲塘", "Lotus Pond"), km(1.9, -6.1), 330.0, 1.2, &mut rng),
            lake(("白鹭湖", "Egret Lake"), km(-15.5, -9.8), 900.0, 1.4, &mut rng),
            lake(("青溪水库", "Qingxi Reservoir"), km(8.5, 20.6), 780.0, 0.7, &mut rng),
            lake(("石门水库", "Shimen Reservoir"), km(-17.6, 17.8), 700.0, 1.3, &mut rng),
            lake(("苇荡", "Reed Mere"), km(15.4, -11.2), 640.0, 0.8, &mut rng),
        ];
        let parks = PARKS
            .iter()
            .map(|&(zh, en, x, y, radius)| {
                let middle = km(x, y);
                let waver: Vec<f64> = (0..9).map(|_| rng.range(0.8, 1.12)).collect();
                let edge = blob(middle, radius, waver.len(), |i| waver[i]);
                let reach = edge.iter().map(|p| distance(*p, middle)).fold(0.0, f64::max);
                Park { name: (zh, en), edge, middle, reach }
            })
            .collect();
        let mut water = SegmentGrid::default();
        let mut half_widths = Vec::new();
        for course in [&river, &stream] {
            for (i, w) in course.line.windows(2).enumerate() {
                water.add(w[0], w[1], half_widths.len() as u32);
                half_widths.push((course.half_width[i] + course.half_width[i + 1]) / 2.0);
            }
        }
        Self { river, stream, lakes, parks, noise, water, half_widths }
    }

    /// Metres to the nearest shore, up to 3 km; negative in the water. Brooks do not count.
    pub fn shore_distance(&self, p: Xy) -> f64 {
        let mut best = 3000.0f64;
        for id in self.water.around(p, 700.0) {
            let (a, b, owner) = self.water.segment(id);
            best = best.min(to_segment(p, a, b).0 - self.half_widths[owner as usize]);
        }
        for lake in &self.lakes {
            let off = distance(p, lake.middle) - lake.reach;
            if off < best {
                best = best.min(lake.shore_distance(p));
            }
        }
        best
    }

    /// Whether the position is in a river or lake.
    pub fn in_water(&self, p: Xy) -> bool {
        self.shore_distance(p) < 0.0
    }

    /// Whether the position is in a lake.
    pub fn in_lake(&self, p: Xy) -> bool {
        self.lakes.iter().any(|l| distance(p, l.middle) < l.reach && in_ring(p, &l.shore))
    }

    /// Whether the position is in a park.
    pub fn in_park(&self, p: Xy) -> bool {
        self.parks.iter().any(|k| distance(p, k.middle) < k.reach && in_ring(p, &k.edge))
    }

    /// Whether the position is in the Lan, whose crossings are few.
    pub fn in_river(&self, p: Xy) -> bool {
        let main = self.river.line.len() as u32 - 1;
        self.water
            .nearest(p, 500.0, |owner| owner < main)
            .is_some_and(|n| n.distance < self.half_widths[n.owner as usize])
    }

    /// Metres to the middle of the Lan or the Qing, up to `max`, and the direction of its flow there.
    pub fn flow(&self, p: Xy, max: f64) -> Option<(f64, Xy)> {
        let near = self.water.nearest(p, max, |_| true)?;
        let (a, b, _) = self.water.segment(near.segment);
        Some((near.distance, super::geom::unit(super::geom::to(a, b))))
    }

    /// How high the ground stands over the plain, 0 (river plain) to about 1 (ridges).
    pub fn height(&self, p: Xy) -> f64 {
        let warp = 2400.0 * self.noise.fractal(p.x + 9000.0, p.y, 9000.0, 3);
        // Ranges in the north, the north-west and the south-west; the plain lies open to the south-east.
        let north = smoothstep(9500.0, 17500.0, p.y + 0.12 * p.x + warp);
        let west = smoothstep(15500.0, 24000.0, -p.x + 0.35 * p.y + warp);
        let south = smoothstep(13000.0, 20000.0, -p.y - 0.55 * p.x + warp);
        let east = 0.75 * smoothstep(19000.0, 25000.0, p.x + 0.5 * p.y - warp);
        let range = north.max(west).max(south).max(east);
        let ridges = 1.0 - self.noise.fractal(p.x, p.y, 5200.0, 4).abs() * 1.7;
        // Two knolls near the town, one of them its park.
        let knoll = |c: Xy, r: f64| 0.9 * smoothstep(r, 0.25 * r, distance(p, c));
        let knolls = knoll(km(-8.3, -4.4), 1900.0).max(knoll(km(9.6, 5.0), 1500.0));
        let valley = smoothstep(250.0, 1500.0, self.shore_distance(p));
        (range * (0.45 + 0.6 * ridges)).max(knolls) * valley
    }

    /// Woods: on the hills, with ragged edges and clearings.
    pub fn wood(&self, p: Xy) -> f64 {
        self.height(p) + 0.34 * self.noise.fractal(p.x - 4000.0, p.y, 2100.0, 4) - 0.46
    }

    /// Brooks: where water runs down from the hills into the rivers.
    pub fn brooks(&self) -> Vec<Line> {
        type Km = (f64, f64);
        const SPRINGS: &[(Km, Km)] = &[
            ((-26.0, 19.0), (-24.0, 5.2)),
            ((-17.6, 17.2), (-14.5, 5.7)),
            ((-7.5, 18.5), (-11.2, 1.2)),
            ((19.0, 19.5), (7.3, 12.8)),
            ((25.5, 9.0), (15.3, -6.7)),
            ((-24.5, -16.0), (-15.6, -9.9)),
            ((-15.0, -9.4), (-8.7, -0.9)),
            ((-6.0, -20.0), (1.9, -6.3)),
            ((2.2, -6.0), (9.3, -2.8)),
            ((4.0, -21.0), (15.6, -11.0)),
            ((15.8, -11.4), (18.7, -12.4)),
        ];
        SPRINGS.iter().map(|&(from, to)| self.brook(km(from.0, from.1), km(to.0, to.1))).collect()
    }

    /// Walks downhill-ish from a spring to its mouth, swinging as the ground does.
    fn brook(&self, from: Xy, mouth: Xy) -> Line {
        let n = (distance(from, mouth) / 400.0).ceil().max(4.0) as usize;
        let straight: Line = (0..=n).map(|i| mix(from, mouth, i as f64 / n as f64)).collect();
        let swung = offset(&straight, |i| {
            let s = i as f64 / n as f64;
            let p = straight[i];
            let free = smoothstep(0.0, 0.2, s) * smoothstep(1.0, 0.85, s);
            free * (900.0 * self.noise.fractal(p.x, p.y, 5000.0, 2) + 260.0 * self.noise.fractal(p.y, p.x, 1200.0, 2))
        });
        spline(&swung, 80.0)
    }
}

fn lake(name: (&'static str, &'static str), middle: Xy, radius: f64, stretch: f64, rng: &mut Rng) -> Lake {
    let waver: Vec<f64> = (0..11).map(|_| rng.range(0.72, 1.18)).collect();
    let tilt = rng.range(-0.5, 0.5);
    let shore: Line = blob(Xy::default(), radius, waver.len(), |i| waver[i])
        .into_iter()
        .map(|p| {
            let (x, y) = (p.x * stretch, p.y / stretch);
            let (c, s) = (libm::cos(tilt), libm::sin(tilt));
            Xy::new(middle.x + x * c - y * s, middle.y + x * s + y * c)
        })
        .collect();
    let reach = shore.iter().map(|p| distance(*p, middle)).fold(0.0, f64::max);
    Lake { name, shore, middle, reach }
}

impl Lake {
    fn shore_distance(&self, p: Xy) -> f64 {
        let n = self.shore.len();
        let off = (0..n).map(|i| to_segment(p, self.shore[i], self.shore[(i + 1) % n]).0).fold(f64::INFINITY, f64::min);
        if in_ring(p, &self.shore) { -off } else { off }
    }
}

/// Where the Lan passes a given x (kilometres) in the city, and the direction of its flow.
pub fn river_at(terrain: &Terrain, x: f64) -> (Xy, Xy) {
    let x = x * 1000.0;
    let line = &terrain.river.line;
    let i = (1..line.len()).find(|&i| line[i].x >= x).unwrap_or(line.len() - 1);
    let direction = super::geom::unit(super::geom::to(line[i - 1], line[i]));
    (line[i], direction)
}

/// A line across the Lan at a given x: from the land on the left bank to the land on the right, at right angles.
pub fn crossing_at(terrain: &Terrain, x: f64, landward: f64) -> [Xy; 2] {
    let (middle, flow) = river_at(terrain, x);
    let across = super::geom::left(flow);
    [along(middle, across, landward), along(middle, across, -landward)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::geom::at;

    #[test]
    fn the_middle_of_the_river_is_wet_and_its_banks_are_dry() {
        let terrain = Terrain::new(1);
        let half = line_length(&terrain.river.line) / 2.0;
        assert!(terrain.in_river(at(&terrain.river.line, half).0));
        for p in terrain.river.bank(1.0, 15.0).iter().step_by(9) {
            assert!(!terrain.in_river(*p) || terrain.in_water(*p));
        }
        assert!(terrain.in_lake(km(-4.4, 3.9)) && terrain.in_water(km(-4.4, 3.9)));
    }
}
