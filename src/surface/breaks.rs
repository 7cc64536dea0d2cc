//! Where classes are cut.
//!
//! **Question.** Which values share a colour?
//!
//! **Ways.** [`Breaks::Equal`]: equal steps from the least to the greatest value. [`Breaks::Quantile`]: the same number
//! of values in each class. [`Breaks::Natural`]: the cut with the least sum of squared differences from the class means
//! (Fisher 1958; Jenks 1977), exact by dynamic programming. [`Breaks::Pretty`]: round numbers, an equal step of 1, 2 or
//! 5 times a power of ten. Where a few very large values would leave more than half of them (none below 0) in the lowest
//! class, the classes are those of a [`ladder`] with one more below, unless it spreads them no better. A density surface,
//! whose values pile up near zero whatever its points are, always takes the ladder. [`Breaks::Typed`]: the edges that
//! somebody named, whatever the values are: those of a rule, or of another map that this one is compared with.
//!
//! **Result.** The lower edges of the classes, ascending, each different; a value belongs to the last class whose edge
//! it reaches. There are at most as many classes as asked, and fewer where there are fewer different values; `Pretty`
//! may give one more or fewer.
//!
//! **Degenerate input.** Values that are not finite are left out. No values: no classes. One value: one class.
//!
//! **When not to use.** Classes by the data's own spread say "more than elsewhere here", never "dangerous"; two maps can
//! be compared only with the breaks of one of them.
//!
//! **Cost.** n log n for sorting; `Natural` adds classes × m log m for m different values, of which at most
//! [`NATURAL_LIMIT`] are looked at (evenly drawn from the sorted ones, the extremes included).

use serde::{Deserialize, Serialize};

/// The most classes that a legend can tell apart.
pub const MAX_CLASSES: usize = 6;

/// Lower edges that somebody named: 1 to [`MAX_CLASSES`] finite numbers, ascending, each different.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f64>", into = "Vec<f64>")]
pub struct Edges {
    at: [f64; MAX_CLASSES],
    count: usize,
}

/// Why some numbers are no lower edges of classes.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum EdgesError {
    /// There is none, or there are too many.
    #[error("{0} edges, expected 1 to {MAX_CLASSES}")]
    Count(usize),
    /// One is not finite, or below 0: nothing that is classed is.
    #[error("{0} is no edge, expected a number of 0 or more")]
    NoNumber(f64),
    /// One is not above the one before it.
    #[error("{0} is not above {1}, expected ascending edges")]
    NotAscending(f64, f64),
}

impl Edges {
    /// Takes edges, lowest first.
    pub fn new(edges: &[f64]) -> Result<Self, EdgesError> {
        if !(1..=MAX_CLASSES).contains(&edges.len()) {
            return Err(EdgesError::Count(edges.len()));
        }
        if let Some(bad) = edges.iter().find(|edge| !(edge.is_finite() && **edge >= 0.0)) {
            return Err(EdgesError::NoNumber(*bad));
        }
        if let Some(pair) = edges.windows(2).find(|pair| pair[1] <= pair[0]) {
            return Err(EdgesError::NotAscending(pair[1], pair[0]));
        }
        let mut at = [0.0; MAX_CLASSES];
        at[..edges.len()].copy_from_slice(edges);
        Ok(Self { at, count: edges.len() })
    }

    /// The edges, lowest first.
    pub fn as_slice(&self) -> &[f64] {
        self.at.get(..self.count).unwrap_or_default()
    }
}

impl TryFrom<Vec<f64>> for Edges {
    type Error = EdgesError;

    fn try_from(edges: Vec<f64>) -> Result<Self, EdgesError> {
        Self::new(&edges)
    }
}

impl From<Edges> for Vec<f64> {
    fn from(edges: Edges) -> Self {
        edges.as_slice().to_vec()
    }
}

/// How values are cut into classes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Breaks {
    /// The same number in each.
    Quantile,
    /// Fisher–Jenks natural breaks.
    Natural,
    /// Equal steps.
    Equal,
    /// Round numbers.
    Pretty,
    /// These, whatever the values are.
    Typed(Edges),
}

/// More different values than this are thinned evenly before natural breaks are sought; below it they are exact.
pub const NATURAL_LIMIT: usize = 50_000;

impl Breaks {
    /// The lower edges of at most `classes` classes.
    pub fn edges(self, values: impl IntoIterator<Item = f64>, classes: usize) -> Vec<f64> {
        if let Self::Typed(edges) = self {
            return edges.as_slice().to_vec();
        }
        let mut sorted: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).map(|v| v + 0.0).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else { return Vec::new() };
        if classes == 0 {
            return Vec::new();
        }
        if low == high {
            return vec![low];
        }
        let mut edges = match self {
            Self::Equal => (0..classes).map(|k| low + (high - low) * k as f64 / classes as f64).collect(),
            Self::Quantile => quantile(&sorted, classes),
            Self::Natural => natural(&sorted, classes),
            Self::Pretty => pretty(&sorted, classes),
            Self::Typed(edges) => edges.as_slice().to_vec(),
        };
        edges.dedup();
        edges
    }
}

/// The same classes of whole numbers from 1 on, each beginning with a number that it holds; those that hold none are left
/// out.
pub fn of_whole_numbers(edges: &[f64]) -> Vec<f64> {
    let mut whole: Vec<f64> = edges.iter().map(|edge| edge.ceil().max(1.0)).collect();
    whole.dedup();
    whole
}

/// The class of a value: the last whose lower edge it reaches; `None` below the first edge or for NaN.
pub fn class_of(value: f64, edges: &[f64]) -> Option<u8> {
    let reached = edges.partition_point(|edge| *edge <= value);
    if value.is_nan() { None } else { reached.checked_sub(1).map(|class| class.min(255) as u8) }
}

/// How many values fall in each class; values below the first edge are in none.
pub fn class_counts(values: impl IntoIterator<Item = f64>, edges: &[f64]) -> Vec<u32> {
    let mut counts = vec![0; edges.len()];
    for class in values.into_iter().filter_map(|v| class_of(v, edges)) {
        counts[usize::from(class)] += 1;
    }
    counts
}

/// Class k begins with the value at place ⌈k·n/classes⌉ of the sorted values. Equal values stay together.
fn quantile(sorted: &[f64], classes: usize) -> Vec<f64> {
    let n = sorted.len();
    (0..classes).map(|k| sorted[(k * n).div_ceil(classes).min(n - 1)]).collect()
}

/// Round edges for sorted values: equal steps, or the ladder from 0 where these would leave most of the values in the
/// lowest class and the ladder spreads them.
fn pretty(sorted: &[f64], classes: usize) -> Vec<f64> {
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    let equal = round_steps(low, high, classes);
    let counts = class_counts(sorted.iter().copied(), &equal);
    let skewed = low >= 0.0 && counts.first().is_some_and(|lowest| 2 * *lowest as usize > sorted.len());
    if !skewed {
        return equal;
    }
    let from_zero: Vec<f64> = std::iter::once(0.0).chain(ladder(high, classes)).collect();
    // No class lies wholly below the lowest value.
    let first = from_zero.partition_point(|edge| *edge <= low).saturating_sub(1);
    let rungs = from_zero[first..].to_vec();
    let fullest = |counts: &[u32]| counts.iter().copied().max();
    if fullest(&class_counts(sorted.iter().copied(), &rungs)) < fullest(&counts) { rungs } else { equal }
}

/// Equal round edges: the step is the 1, 2 or 5 × 10ᵏ that gives the number of classes nearest to the one asked.
pub(super) fn round_steps(low: f64, high: f64, classes: usize) -> Vec<f64> {
    let raw = (high - low) / classes as f64;
    let power = libm::floor(libm::log10(raw)) as i32;
    let count = |step: f64| (high / step).floor() - (low / step).floor() + 1.0;
    let step = [(1, power), (2, power), (5, power), (1, power + 1), (2, power + 1)]
        .map(|(digit, power)| f64::from(digit) * libm::pow(10.0, f64::from(power)))
        .into_iter()
        .filter(|step| step.is_normal())
        .min_by(|a, b| {
            let off = |step: f64| (count(step) - classes as f64).abs();
            off(*a).total_cmp(&off(*b)).then(b.total_cmp(a))
        });
    let Some(step) = step else { return vec![low] };
    let first = (low / step).floor();
    (0..count(step) as usize).map(|k| round_to(step, first + k as f64)).collect()
}

/// The highest class of [`ladder`] begins at most at this share of the highest value, so that it is a place and not a
/// pinprick.
const TOP_SHARE: f64 = 0.8;

/// Round edges for values that thin out towards the high ones: each 2 or 2.5 times the one below (1, 2, 5, 10, 20 …),
/// `classes` of them, down from the largest that is at most four fifths of `high`. With five the lowest is 1.6 to 4 % of
/// `high`, and what lies below is in no class. None when `high` is not a positive number.
pub fn ladder(high: f64, classes: usize) -> Vec<f64> {
    if !(high.is_normal() && high > 0.0) {
        return Vec::new();
    }
    let most = high * TOP_SHARE;
    let top = rung_below(most);
    let lowest = top - i32::try_from(classes).unwrap_or(i32::MAX).min(3 * 640) + 1;
    (lowest..=top).map(rung).filter(|edge| edge.is_normal()).collect()
}

/// The place of the largest of [`rung`] that is at most a number above 0.
pub(super) fn rung_below(most: f64) -> i32 {
    let mut place = 3 * (libm::floor(libm::log10(most)) as i32 + 1);
    while rung(place) > most {
        place -= 1;
    }
    place
}

/// The numbers 1, 2 and 5 times powers of ten in order, 1 at place 0, without the noise of binary fractions.
pub(super) fn rung(place: i32) -> f64 {
    let (digit, power) = ([1.0, 2.0, 5.0][place.rem_euclid(3) as usize], place.div_euclid(3));
    let ten = libm::pow(10.0, f64::from(power.abs()));
    if power < 0 { digit / ten } else { digit * ten }
}

/// `step · k` without the noise of binary fractions: 3 × 0.1 is 0.3.
fn round_to(step: f64, k: f64) -> f64 {
    if step < 1.0 { k / libm::round(1.0 / step) } else { k * step }
}

/// The exact least-squares cut of the sorted values into at most `classes` runs.
///
/// `cost[c][j]` is the least sum of squares of the first j + 1 different values in c + 1 runs. The best start of the
/// last run never moves back as j grows, so each class is solved by halving.
fn natural(sorted: &[f64], classes: usize) -> Vec<f64> {
    let runs = Runs::of(sorted);
    let n = runs.values.len();
    let classes = classes.min(n);
    let mut cost: Vec<f64> = (0..n).map(|j| runs.squares(0, j)).collect();
    let mut starts: Vec<Vec<u32>> = Vec::with_capacity(classes);
    for class in 1..classes {
        let mut next = vec![f64::INFINITY; n];
        let mut start = vec![class as u32; n];
        solve(&runs, &cost, class, &mut next, &mut start);
        cost = next;
        starts.push(start);
    }
    let mut edges = Vec::with_capacity(classes);
    let mut last = n - 1;
    for start in starts.iter().rev() {
        let begin = start[last] as usize;
        edges.push(runs.values[begin]);
        last = begin - 1;
    }
    edges.push(runs.values[0]);
    edges.reverse();
    edges
}

fn solve(runs: &Runs, before: &[f64], class: usize, cost: &mut [f64], start: &mut [u32]) {
    let n = before.len();
    // Ranges of j still to solve, each with the range in which its best starts lie.
    let mut open = vec![(class, n - 1, class, n - 1)];
    while let Some((from, to, low, high)) = open.pop() {
        let j = from + (to - from) / 2;
        let mut best = (f64::INFINITY, low);
        for i in low..=high.min(j) {
            let total = before[i - 1] + runs.squares(i, j);
            if total < best.0 {
                best = (total, i);
            }
        }
        (cost[j], start[j]) = (best.0, best.1 as u32);
        if j > from {
            open.push((from, j - 1, low, best.1));
        }
        if j < to {
            open.push((j + 1, to, best.1, high));
        }
    }
}

/// The different values with running sums of how many, their sum and their squares.
struct Runs {
    values: Vec<f64>,
    sums: Vec<[f64; 3]>,
}

impl Runs {
    fn of(sorted: &[f64]) -> Self {
        let mut distinct: Vec<(f64, f64)> = Vec::new();
        for &v in sorted {
            match distinct.last_mut() {
                Some((last, n)) if *last == v => *n += 1.0,
                _ => distinct.push((v, 1.0)),
            }
        }
        if distinct.len() > NATURAL_LIMIT {
            distinct = thinned(&distinct);
        }
        // Sums about the middle value: squares of large, nearly equal numbers would cancel.
        let middle = distinct[distinct.len() / 2].0;
        let mut sums = vec![[0.0; 3]];
        let mut total = [0.0; 3];
        for (v, n) in &distinct {
            let d = v - middle;
            total = [total[0] + n, total[1] + n * d, total[2] + n * d * d];
            sums.push(total);
        }
        Self { values: distinct.into_iter().map(|(v, _)| v).collect(), sums }
    }

    /// The sum of squared differences from their mean of the values `from..=to`.
    fn squares(&self, from: usize, to: usize) -> f64 {
        let (a, b) = (self.sums[from], self.sums[to + 1]);
        let (n, sum, squares) = (b[0] - a[0], b[1] - a[1], b[2] - a[2]);
        (squares - sum * sum / n).max(0.0)
    }
}

/// [`NATURAL_LIMIT`] of the values, evenly by rank, the first and last among them; each takes over the counts of those
/// dropped before it.
fn thinned(distinct: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let n = distinct.len();
    let mut kept = Vec::with_capacity(NATURAL_LIMIT);
    let mut from = 0;
    for k in 0..NATURAL_LIMIT {
        let at = k * (n - 1) / (NATURAL_LIMIT - 1);
        kept.push((distinct[at].0, distinct[from..=at].iter().map(|(_, n)| n).sum()));
        from = at + 1;
    }
    kept
}

#[cfg(test)]
mod tests;
