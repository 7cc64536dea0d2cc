//! Which section each of many places is on.

use super::Driven;
use crate::units::{Step, Xy};

/// Places looked up in one step: about 30 ms.
const A_STEP: usize = 20_000;

/// The mark of a place that is on no section.
const NONE: u32 = u32::MAX;

/// Snaps places to the nearest driven section, step by step.
///
/// A place farther than `max_m` from every section is on none: it is counted, never pushed onto the nearest one
/// however far. Straight-line distance to the section's centre line; direction of travel and carriageway are not known.
#[derive(Clone, Debug)]
pub struct Snapping {
    max_m: f64,
    sections: Vec<u32>,
    along_m: Vec<f32>,
}

/// Which section each place is on.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapped {
    /// How far was looked, metres.
    pub max_m: f64,
    /// By place: the place of its section in [`Driven`], or `u32::MAX`.
    sections: Vec<u32>,
    /// By place: metres along its section; f32, so good to a few centimetres on the longest.
    along_m: Vec<f32>,
}

impl Snapping {
    /// Snaps within `max_m` metres.
    pub fn new(max_m: f64) -> Self {
        Self { max_m, sections: Vec::new(), along_m: Vec::new() }
    }

    /// Looks up the next places.
    pub fn step(&mut self, roads: &Driven, places: &[Xy]) -> Step {
        let from = self.sections.len();
        let to = (from + A_STEP).min(places.len());
        let max_m = self.max_m;
        for at in &places[from..to] {
            let on = roads.nearest(*at, max_m);
            self.sections.push(on.map_or(NONE, |on| on.row));
            self.along_m.push(on.map_or(0.0, |on| on.along_m as f32));
        }
        if to == places.len() { Step::Done } else { Step::More { done: to as u64, total: places.len() as u64 } }
    }

    /// What was found; complete once [`Self::step`] said [`Step::Done`].
    pub fn finish(self) -> Snapped {
        Snapped { max_m: self.max_m, sections: self.sections, along_m: self.along_m }
    }
}

impl Snapped {
    /// All places in one go.
    pub fn all(roads: &Driven, places: &[Xy], max_m: f64) -> Self {
        let mut snapping = Snapping::new(max_m);
        while snapping.step(roads, places) != Step::Done {}
        snapping.finish()
    }

    /// How many places were looked up.
    pub fn len(&self) -> usize {
        self.sections.len()
    }

    /// Whether there were none.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The section (a place in [`Driven`]) of a place; `None` when it is on none.
    pub fn section(&self, place: usize) -> Option<usize> {
        self.sections.get(place).copied().filter(|s| *s != NONE).map(|s| s as usize)
    }

    /// Metres along its section, from the section's first position, of a place; `None` when it is on none.
    pub fn along_m(&self, place: usize) -> Option<f64> {
        self.section(place).map(|_| f64::from(self.along_m[place]))
    }

    /// How many places are on no section.
    pub fn off_road(&self) -> usize {
        self.sections.iter().filter(|s| **s == NONE).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Layer, LayerName, Value, schema};
    use crate::spatial::Plane;
    use crate::units::LngLat;
    use proptest::prelude::*;

    fn roads(sections: &[(&'static str, Vec<Xy>)], plane: &Plane) -> Layer {
        let mut layer = Layer::new(LayerName::Roads, "roads");
        let class = schema::position(LayerName::Roads, "class").unwrap();
        for (i, (code, line)) in sections.iter().enumerate() {
            layer.shapes_mut().push_line(&[line.iter().map(|p| plane.lnglat(*p)).collect()]);
            layer.set(class, Value::Code(code));
            layer.finish_row(&i.to_string(), i as u32 + 1);
        }
        layer.finish();
        layer
    }

    #[test]
    fn a_crash_beside_a_footpath_is_on_the_street() {
        let plane = Plane::centred_on(LngLat::new(112.0, 31.0));
        let layer = roads(
            &[
                ("footway", vec![Xy::new(0.0, 0.0), Xy::new(100.0, 0.0)]),
                ("residential", vec![Xy::new(0.0, 20.0), Xy::new(100.0, 20.0)]),
            ],
            &plane,
        );
        let driven = Driven::of(&layer, &plane);
        assert_eq!(driven.len(), 1);
        assert!((driven.length_m(0) - 100.0).abs() < 1e-6);
        let places = [Xy::new(50.0, 1.0), Xy::new(50.0, 49.9), Xy::new(50.0, 50.1), Xy::new(50.0, -20.0)];
        let snapped = Snapped::all(&driven, &places, 30.0);
        let sections: Vec<_> = (0..4).map(|i| snapped.section(i).map(|s| driven.row(s))).collect();
        assert_eq!(sections, [Some(1), Some(1), None, None]);
        assert_eq!(snapped.off_road(), 2);
        assert!((snapped.along_m(1).unwrap() - 50.0).abs() < 1e-3);
        assert_eq!(snapped.along_m(3), None);
    }

    /// The brute-force twin: the least distance over every segment of every section.
    fn twin(lines: &[Vec<Xy>], at: Xy, max_m: f64) -> Option<(usize, f64)> {
        lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let d = line
                    .windows(2)
                    .map(|s| {
                        let (dx, dy) = (s[1].x - s[0].x, s[1].y - s[0].y);
                        let squared = dx * dx + dy * dy;
                        let t = if squared == 0.0 {
                            0.0
                        } else {
                            (((at.x - s[0].x) * dx + (at.y - s[0].y) * dy) / squared).clamp(0.0, 1.0)
                        };
                        at.distance_m(Xy::new(s[0].x + t * dx, s[0].y + t * dy))
                    })
                    .fold(f64::INFINITY, f64::min);
                (i, d)
            })
            .filter(|(_, d)| *d <= max_m)
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }

    proptest! {
        #[test]
        fn the_nearest_section_is_found(
            lines in prop::collection::vec(prop::collection::vec((-500.0..500.0f64, -500.0..500.0f64), 2..5), 1..20),
            places in prop::collection::vec((-600.0..600.0f64, -600.0..600.0f64), 1..20),
        ) {
            let plane = Plane::centred_on(LngLat::new(112.0, 31.0));
            let lines: Vec<Vec<Xy>> =
                lines.into_iter().map(|l| l.into_iter().map(|(x, y)| Xy::new(x, y)).collect()).collect();
            let layer = roads(&lines.iter().map(|l| ("primary", l.clone())).collect::<Vec<_>>(), &plane);
            let driven = Driven::of(&layer, &plane);
            for (x, y) in places {
                let at = Xy::new(x, y);
                let found = driven.nearest(at, 30.0).map(|on| (on.row as usize, on.distance_m));
                match (found, twin(&lines, at, 30.0)) {
                    (None, None) => {}
                    // The sections went through degrees and back, so equal distances may differ by nanometres.
                    (Some((_, a)), Some((_, b))) => prop_assert!((a - b).abs() < 1e-6),
                    (Some((_, d)), None) | (None, Some((_, d))) => prop_assert!((d - 30.0).abs() < 1e-6),
                }
            }
        }
    }
}
