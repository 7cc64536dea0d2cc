//! The kernel as numbers on a lattice, corrected for the splines that spread each point over it.
//!
//! A point is spread over 3 × 3 cells with quadratic B-spline weights β, so a node sees Σ c(m) β(u − m) in place of
//! K(u). The taps c are the least-squares fit of that sum to the quartic over all u: the best the spread can do, on
//! average over where points lie in their cells. (K − ⅛∇²K is the first term of the same correction and leaves half as
//! much again.) What is left at its worst, for one lone point, is about 0.21 / radius² of its peak, on the rim where
//! the quartic's curvature breaks off.

/// What is left of one point's kernel at its worst, times the radius in cells squared, as a share of its peak;
/// measured for radii of 5 to 20 cells.
pub(super) const LONE_POINT_ERROR: f64 = 0.21;

/// A quarter of the symmetric taps: row distances 0…n, each with column distances 0…width.
#[derive(Clone, Debug)]
pub(super) struct Taps {
    /// By row distance.
    pub(super) rows: Vec<Vec<f32>>,
}

/// Cells beyond the radius that taps may reach.
const BEYOND: usize = 3;

impl Taps {
    /// The farthest distance of a tap for a radius in cells.
    pub(super) fn reach(radius: f64) -> usize {
        radius.ceil() as usize + BEYOND
    }

    /// The taps of the quartic of height 1 with this radius in cells.
    pub(super) fn quartic(radius: f64) -> Self {
        let n = Self::reach(radius);
        let fit = fit(radius, n);
        // What is this small adds up to less than the fit leaves.
        let kept = |c: f64| if c.abs() < 2e-5 { 0.0 } else { c };
        let mut sum = 0.0;
        for (dy, row) in fit.iter().enumerate() {
            for (dx, c) in row.iter().enumerate() {
                let copies = [1.0, 2.0][usize::from(dy > 0)] * [1.0, 2.0][usize::from(dx > 0)];
                sum += copies * kept(*c);
            }
        }
        // The surface integrates to the weight whatever was dropped.
        let scale = std::f64::consts::PI * radius * radius / 3.0 / sum;
        let rows = fit
            .into_iter()
            .map(|row| {
                let width = row.iter().rposition(|c| kept(*c) != 0.0).map_or(0, |at| at + 1);
                row[..width].iter().map(|c| (kept(*c) * scale) as f32).collect()
            })
            .collect();
        Self { rows }
    }
}

/// The least-squares fit in the space of quadratic splines, quarter `[dy][dx]`: G⁻¹ F G⁻¹ with the splines' inner
/// products G and those of kernel and splines F, both axes alike.
fn fit(radius: f64, n: usize) -> Vec<Vec<f64>> {
    const STEPS: usize = 16;
    // Samples at the middles of sixteenths of cells, and each spline's value there.
    let samples = (2 * n + 3) * STEPS;
    let at = |i: usize| (i as f64 + 0.5) / STEPS as f64 - n as f64 - 1.5;
    let size = 2 * n + 1;
    let splines: Vec<Vec<(usize, f64)>> = (0..size)
        .map(|m| {
            // The spline of cell m reaches 1.5 cells to either side.
            (m * STEPS..(m + 3) * STEPS).map(|i| (i, spline(at(i) + n as f64 - m as f64) / STEPS as f64)).collect()
        })
        .collect();
    // F by rows: first along x for every sample of y, then along y.
    let along_x: Vec<Vec<f64>> = (0..samples)
        .map(|j| {
            let y2 = at(j) * at(j);
            let quartic = |i: usize| {
                let rest = 1.0 - (at(i) * at(i) + y2) / (radius * radius);
                if rest > 0.0 { rest * rest } else { 0.0 }
            };
            splines.iter().map(|s| s.iter().map(|(i, w)| w * quartic(*i)).sum()).collect()
        })
        .collect();
    let mut f: Vec<Vec<f64>> =
        splines.iter().map(|s| (0..size).map(|m| s.iter().map(|(j, w)| w * along_x[*j][m]).sum()).collect()).collect();
    for _ in 0..2 {
        f.iter_mut().for_each(|row| solve_gram(row));
        f = (0..size).map(|x| f.iter().map(|row| row[x]).collect()).collect();
    }
    (n..size).map(|y| f[y][n..].to_vec()).collect()
}

/// The quadratic B-spline.
fn spline(t: f64) -> f64 {
    let t = t.abs();
    if t < 0.5 {
        0.75 - t * t
    } else if t < 1.5 {
        0.5 * (1.5 - t) * (1.5 - t)
    } else {
        0.0
    }
}

/// Solves G c = f in place: G is the band matrix of the splines' inner products, (1, 26, 66, 26, 1) / 120.
fn solve_gram(f: &mut [f64]) {
    const BAND: [f64; 3] = [66.0 / 120.0, 26.0 / 120.0, 1.0 / 120.0];
    let n = f.len();
    // Cholesky of the band: row i keeps L[i][i-2], L[i][i-1], L[i][i].
    let mut l = vec![[0.0f64; 3]; n];
    for i in 0..n {
        let two = if i >= 2 { BAND[2] / l[i - 2][2] } else { 0.0 };
        let one = if i >= 1 { (BAND[1] - if i >= 2 { two * l[i - 1][1] } else { 0.0 }) / l[i - 1][2] } else { 0.0 };
        l[i] = [two, one, (BAND[0] - two * two - one * one).sqrt()];
    }
    for i in 0..n {
        let mut v = f[i];
        if i >= 1 {
            v -= l[i][1] * f[i - 1];
        }
        if i >= 2 {
            v -= l[i][0] * f[i - 2];
        }
        f[i] = v / l[i][2];
    }
    for i in (0..n).rev() {
        let mut v = f[i];
        if i + 1 < n {
            v -= l[i + 1][1] * f[i + 1];
        }
        if i + 2 < n {
            v -= l[i + 2][0] * f[i + 2];
        }
        f[i] = v / l[i][2];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_point_is_within_the_stated_error_wherever_it_lies_in_its_cell() {
        for radius in [4.88, 7.0, 9.77, 12.2, 16.0, 20.0] {
            let taps = Taps::quartic(radius);
            let n = taps.rows.len() as i32 - 1;
            let mut worst = 0.0f64;
            for (px, py) in [(0.0, 0.0), (0.5, 0.5), (0.25, -0.4), (-0.1, 0.33), (0.49, 0.0), (-0.3, -0.2)] {
                for y in -n - 1..=n + 1 {
                    for x in -n - 1..=n + 1 {
                        let mut seen = 0.0;
                        for (j, i) in (-1..=1).flat_map(|j| (-1..=1).map(move |i| (j, i))) {
                            let (dy, dx) = ((y - j).unsigned_abs() as usize, (x - i).unsigned_abs() as usize);
                            let tap = taps.rows.get(dy).and_then(|row| row.get(dx)).copied().unwrap_or(0.0);
                            seen += f64::from(tap) * spline(f64::from(j) - py) * spline(f64::from(i) - px);
                        }
                        let r2 = ((f64::from(x) - px).powi(2) + (f64::from(y) - py).powi(2)) / (radius * radius);
                        let truth = (1.0 - r2).max(0.0).powi(2);
                        worst = worst.max((seen - truth).abs());
                    }
                }
            }
            let stated = LONE_POINT_ERROR / (radius * radius);
            assert!(worst < 1.1 * stated, "radius {radius}: {worst:.2e}, stated {stated:.2e}");
            assert!(worst > 0.3 * stated, "radius {radius}: the stated error is far too large, {worst:.2e}");
        }
    }

    #[test]
    fn the_taps_keep_the_mass() {
        for radius in [5.0, 10.0, 17.3] {
            let mut sum = 0.0;
            for (dy, row) in Taps::quartic(radius).rows.iter().enumerate() {
                for (dx, tap) in row.iter().enumerate() {
                    sum += f64::from(*tap) * f64::from(1 + u8::from(dy > 0)) * f64::from(1 + u8::from(dx > 0));
                }
            }
            assert!((sum / (std::f64::consts::PI * radius * radius / 3.0) - 1.0).abs() < 1e-5, "{radius}");
        }
    }
}
