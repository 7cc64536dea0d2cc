//! A window that slides along a line: where it holds enough.

/// A weight on a part of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Where it begins, metres.
    pub from_m: f64,
    /// Where it ends, metres; not before its beginning.
    pub to_m: f64,
    /// How much it weighs: households, buildings.
    pub weight: f64,
}

/// A part of a line in which a window holds enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Where the first object that counts begins, metres.
    pub from_m: f64,
    /// Where the last object that counts ends, metres.
    pub to_m: f64,
    /// The most that a window within it holds.
    pub weight: f64,
}

/// The stretches in which a window of a length touches objects of at least a weight together; windows that overlap are
/// one stretch. O(n log n).
///
/// A window need only begin where an object ends: moving any other one forward to the next such place loses nothing.
pub fn stretches(objects: &[Extent], window_m: f64, at_least: f64) -> Vec<Stretch> {
    let mut by_from: Vec<&Extent> = objects.iter().collect();
    by_from.sort_by(|a, b| a.from_m.total_cmp(&b.from_m).then(a.weight.total_cmp(&b.weight)));
    let mut by_to = by_from.clone();
    by_to.sort_by(|a, b| a.to_m.total_cmp(&b.to_m).then(a.weight.total_cmp(&b.weight)));
    // The first beginning among the objects that end at or after each: what a window there reaches back to.
    let mut back = vec![f64::INFINITY; by_to.len()];
    let mut least = f64::INFINITY;
    for (i, object) in by_to.iter().enumerate().rev() {
        least = least.min(object.from_m);
        back[i] = least;
    }
    let mut found: Vec<Stretch> = Vec::new();
    let (mut entered, mut last) = (0, f64::NEG_INFINITY);
    // Unbounded weights are counted apart: their difference is no number.
    let mut held = Held::default();
    for (i, object) in by_to.iter().enumerate() {
        let end = object.to_m + window_m;
        while let Some(next) = by_from.get(entered).filter(|o| o.from_m <= end) {
            held.add(next.weight);
            last = last.max(next.to_m);
            entered += 1;
        }
        let weight = held.sum();
        // Shares of households may add up to a hair less than they are.
        if weight >= at_least - 1e-9 {
            let (from_m, to_m) = (back[i], last);
            match found.last_mut() {
                Some(before) if from_m <= before.to_m => {
                    before.from_m = before.from_m.min(from_m);
                    before.to_m = before.to_m.max(to_m);
                    before.weight = before.weight.max(weight);
                }
                _ => found.push(Stretch { from_m, to_m, weight }),
            }
        }
        held.remove(object.weight);
    }
    found
}

#[derive(Default)]
struct Held {
    sum: f64,
    unbounded: usize,
    objects: usize,
}

impl Held {
    fn add(&mut self, weight: f64) {
        self.objects += 1;
        if weight.is_finite() { self.sum += weight } else { self.unbounded += 1 }
    }

    fn remove(&mut self, weight: f64) {
        self.objects -= 1;
        if weight.is_finite() {
            self.sum -= weight
        } else {
            self.unbounded -= 1
        }
        if self.objects == self.unbounded {
            // Nothing is left that could carry a rounding error on.
            self.sum = 0.0;
        }
    }

    fn sum(&self) -> f64 {
        if self.unbounded > 0 { f64::INFINITY } else { self.sum }
    }
}
