//! Whether a count changed between two periods of the same length.
//!
//! **Question.** A place had 2 crashes in one year and 7 in the next: is that more than chance?
//!
//! **Method.** The conditional test of two Poisson counts (Przyborowski & Wilenski, Biometrika 31, 1940): if both periods
//! had the same rate, each of the `n = a + b` events would fall into either with probability ½, so `b` is binomial. The
//! two-sided chance is twice the smaller tail, at most 1: `p = min(1, 2 · P(X ≤ min(a, b)))`, `X ~ Bin(n, ½)`. Exact.
//!
//! **Units.** Counts; `p` is a probability, 0…1.
//!
//! **When not to use.** Periods of different length; counts that are not independent (one crash with many injured is one
//! event); weighted sums. It judges one place: of a hundred places that did not change up to five are under 5 % by chance,
//! so how many were looked at stands beside every count of changes. It says nothing of why, and a place chosen because it
//! was bad falls by itself (regression to the mean).

/// Below this chance a change counts as one: the usual 5 %, a convention and no law.
pub const CHANCE: f64 = 0.05;

/// How likely counts as far apart as these or farther are, if nothing changed.
pub fn chance(before: u32, after: u32) -> f64 {
    let (n, least) = (u64::from(before) + u64::from(after), before.min(after));
    if n == 0 {
        return 1.0;
    }
    // ln C(n, k) − n ln 2, from k = 0 up; the terms of the smaller tail ascend, so none is lost.
    let half = -(n as f64) * core::f64::consts::LN_2;
    let mut log = 0.0;
    let mut tail = libm::exp(half);
    for k in 0..u64::from(least) {
        log += libm::log((n - k) as f64) - libm::log((k + 1) as f64);
        tail += libm::exp(log + half);
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Summed with whole numbers (`math.comb` of Python 3): for 1 and 6 it is 2 · (1 + 7) / 2⁷ = 0.125.
    #[test]
    fn the_chance_is_the_binomial_tests() {
        for (before, after, p) in [
            (1, 6, 0.125),
            (0, 5, 0.0625),
            (0, 6, 0.03125),
            (2, 9, 0.065_429_687_5),
            (2, 10, 0.038_574_218_75),
            (9, 2, 0.065_429_687_5),
        ] {
            assert!((chance(before, after) - p).abs() < 1e-12, "{before} {after}: {}", chance(before, after));
        }
        for (before, after) in [(0, 0), (7, 7), (3, 4)] {
            assert!((chance(before, after) - 1.0).abs() < 1e-12, "{before} {after}");
        }
    }

    #[test]
    fn large_counts_neither_overflow_nor_vanish() {
        // By the normal approximation z = 200 / √20,200 = 1.41, p about 0.16.
        let p = chance(10_000, 10_200);
        assert!((0.15..0.17).contains(&p), "{p}");
        let none = chance(0, 1_000_000);
        assert!((0.0..1e-300).contains(&none), "{none}");
    }
}
