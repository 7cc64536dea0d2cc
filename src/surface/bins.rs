//! Bins of a histogram: round edges that hold every value.

use super::breaks::{round_steps, rung, rung_below};

/// Bins that are aimed at: so many can be told apart in a panel.
const AIMED: usize = 24;

/// The edges of a histogram's bins. A bin holds its lower edge and not its upper one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bins {
    /// The edges, ascending: one more than there are bins; empty where there are no values.
    pub edges: Vec<f64>,
    /// The edges are 1, 2 and 5 times powers of ten, and not equal steps.
    pub ladder: bool,
    /// All values are whole.
    pub whole: bool,
}

impl Bins {
    /// Bins for some finite values: equal round steps, or a ladder of 1, 2, 5, 10 … where these would leave most of the
    /// values in the lowest bin and the ladder spreads them. Of whole numbers no bin is narrower than 1.
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let (mut low, mut high, mut least, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, true);
        for v in values.clone() {
            (low, high) = (low.min(v), high.max(v));
            if v > 0.0 {
                least = least.min(v);
            }
            whole &= v.fract() == 0.0;
        }
        if !(low.is_finite() && high.is_finite()) {
            return Self::default();
        }
        let steps = Self { edges: steps(low, high, whole), ladder: false, whole };
        let counts = steps.counts(values.clone());
        let all: u32 = counts.iter().sum();
        let fullest = |counts: &[u32]| counts.iter().copied().max();
        if low < 0.0 || counts.len() < 2 || counts.first().is_none_or(|lowest| 2 * *lowest <= all) {
            return steps;
        }
        let rungs = Self { edges: rungs(low, high, least, whole), ladder: true, whole };
        if fullest(&rungs.counts(values)) < fullest(&counts) { rungs } else { steps }
    }

    /// The bin of a value; none where it lies beyond all.
    pub fn bin(&self, value: f64) -> Option<usize> {
        let bin = self.edges.partition_point(|edge| *edge <= value).checked_sub(1)?;
        (bin + 1 < self.edges.len()).then_some(bin)
    }

    /// How many of some values each bin holds.
    pub fn counts(&self, values: impl Iterator<Item = f64>) -> Vec<u32> {
        let mut counts = vec![0; self.edges.len().saturating_sub(1)];
        values.filter_map(|v| self.bin(v)).for_each(|bin| counts[bin] += 1);
        counts
    }
}

/// Equal steps.
fn steps(low: f64, high: f64, whole: bool) -> Vec<f64> {
    if low == high {
        let width = if whole { 1.0 } else { (low.abs() * 0.01).max(f64::MIN_POSITIVE) };
        return vec![low, low + width];
    }
    let aimed = if whole { (high - low + 1.0).min(AIMED as f64) as usize } else { AIMED };
    let mut edges = round_steps(low, high, aimed.max(2));
    if whole {
        edges = edges.into_iter().map(f64::floor).collect();
        edges.dedup();
    }
    let step = match edges[..] {
        [.., a, b] => b - a,
        _ => high - low,
    };
    if let Some(last) = edges.last().copied() {
        edges.push(tidy(last + step));
    }
    edges
}

/// A sum of round numbers without the noise of binary fractions.
fn tidy(v: f64) -> f64 {
    format!("{v:.12e}").parse().unwrap_or(v)
}

/// A ladder from the least value that is more than 0, and a bin below it where there are smaller ones.
fn rungs(low: f64, high: f64, least: f64, whole: bool) -> Vec<f64> {
    let top = rung_below(high) + 1;
    let first = rung_below(least).max(top - AIMED as i32);
    let first = if whole { first.max(0) } else { first };
    let below = (low < rung(first)).then_some(0.0);
    below.into_iter().chain((first..=top).map(rung)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64]) -> Bins {
        Bins::of(values.iter().copied())
    }

    #[test]
    fn few_whole_numbers_have_a_bin_each() {
        let bins = of(&[0.0, 1.0, 1.0, 2.0, 2.0]);
        assert_eq!(bins, Bins { edges: vec![0.0, 1.0, 2.0, 3.0], ladder: false, whole: true });
        assert_eq!(of(&[7.0, 7.0]).edges, [7.0, 8.0]);
        assert_eq!(of(&[]), Bins::default());
    }

    #[test]
    fn equal_steps_are_round() {
        let values: Vec<f64> = (0..500).map(|n| 3.0 + f64::from(n) * 0.19).collect();
        let bins = of(&values);
        assert_eq!((bins.edges[0], bins.edges[1], bins.ladder, bins.whole), (0.0, 5.0, false, false));
        assert_eq!(bins.edges.last(), Some(&100.0));
        let tenths: Vec<f64> = (1..=24).map(|n| f64::from(n) / 10.0).collect();
        assert_eq!(&of(&tenths).edges[..4], [0.1, 0.2, 0.3, 0.4], "no noise");
    }

    #[test]
    fn skewed_values_are_spread_over_a_ladder() {
        let values: Vec<f64> = (0..1000).map(|n| libm::floor(libm::exp(f64::from(n) / 110.0)) - 1.0).collect();
        let bins = of(&values);
        assert_eq!(&bins.edges[..6], [0.0, 1.0, 2.0, 5.0, 10.0, 20.0]);
        assert!(bins.ladder && bins.whole && bins.edges.len() < 18, "{:?}", bins.edges);
    }

    proptest! {
        #[test]
        fn every_value_is_in_one_bin(values in proptest::collection::vec(-1e6..1e9f64, 1..80), round in any::<bool>()) {
            let values: Vec<f64> = values.into_iter().map(|v| if round { v.round() } else { v }).collect();
            let bins = of(&values);
            prop_assert!(bins.edges.windows(2).all(|e| e[0] < e[1]), "{:?}", bins.edges);
            prop_assert_eq!(bins.counts(values.iter().copied()).iter().sum::<u32>() as usize, values.len());
            prop_assert!(bins.edges.len() <= 3 * AIMED, "{}", bins.edges.len());
            for v in &values {
                let by_hand = bins.edges.windows(2).position(|e| e[0] <= *v && *v < e[1]);
                prop_assert_eq!(bins.bin(*v), by_hand);
            }
        }

        #[test]
        fn spread_out_values_too(exponents in proptest::collection::vec(-6.0..9.0f64, 1..80)) {
            let values: Vec<f64> = exponents.into_iter().map(|e| libm::pow(10.0, e)).collect();
            let bins = of(&values);
            prop_assert!(bins.edges.windows(2).all(|e| e[0] < e[1]), "{:?}", bins.edges);
            prop_assert_eq!(bins.counts(values.iter().copied()).iter().sum::<u32>() as usize, values.len());
        }
    }
}
