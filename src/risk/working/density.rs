//! The workings of a density surface and of its value at one place.

use super::super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::{CrashesAsked, count, input, rows, within};
use crate::domain::{LayerName, Words};
use crate::risk::parts::number;
use crate::surface::density::{M2_PER_KM2, PointDensity, peak_per_m2};
use crate::text::{self, Lang, Said, said, same};

/// What a density surface was made of.
#[derive(Clone, Copy, Debug)]
pub struct DensityFacts<'a> {
    /// The points' layer.
    pub layer: LayerName,
    /// The kernel's radius, metres.
    pub bandwidth_m: f64,
    /// Metres between grid nodes.
    pub cell_m: f64,
    /// Points that count.
    pub points: u32,
    /// Points without a weight.
    pub without_weight: u32,
    /// The sum of weights.
    pub total: f64,
    /// What the surface integrates to.
    pub integral: f64,
    /// The highest value, per km².
    pub max_per_km2: f64,
    /// Whether the points are weighted.
    pub weighted: bool,
    /// Which crashes were asked, where they are what is drawn.
    pub asked: CrashesAsked<'a>,
    /// Whether it reaches farther than 150 km from the data's middle, where the plane stretches lengths.
    pub far: bool,
}

/// What the density at one place was made of.
#[derive(Clone, Copy, Debug)]
pub struct PlaceFacts<'a> {
    /// The points' layer.
    pub layer: LayerName,
    /// The field that weighs them; none counts them.
    pub weight: Option<&'a str>,
    /// The kernel's radius, metres.
    pub bandwidth_m: f64,
    /// The value, how many points made it, the sum of their weights.
    pub found: PointDensity,
    /// Points within the bandwidth that bring no weight.
    pub without_weight: u32,
    /// The point with the largest part: its name, weight and metres from the place.
    pub largest: Option<(&'a Words, f64, f64)>,
}

/// What is said where the plane stretches lengths.
fn far(is_far: bool) -> Option<Said> {
    is_far.then(|| {
        said!(
            "离数据中心 150 km 以外，平面有长度变形：带宽和值按当地比例尺换算为地面上的（按列分带，相差不超过千分之二）。",
            "Farther than 150 km from the middle the plane stretches lengths: bandwidth and values are turned into those of \
             the ground by the scale there (in strips, to two parts in a thousand)."
        )
    })
}

const FORMULA: &str = "f(x) = Σ wᵢ · 3/(πh²) · (1 − (dᵢ/h)²)²,  dᵢ < h";

/// The kernel's height over its own place for a weight of 1, per km².
fn peak(bandwidth_m: f64) -> f64 {
    peak_per_m2(bandwidth_m) * M2_PER_KM2
}

/// That height with numbers in it: one line that needs no words.
fn kernel_line(bandwidth_m: f64) -> Said {
    same!("K(0) = 3/(π · {0}²) m⁻² = {1} km⁻²", number(bandwidth_m), number(peak(bandwidth_m)))
}

/// The kernel as a constant of a step: its height and where it is from.
fn kernel(bandwidth_m: f64) -> Input {
    let from = Origin::Constant {
        source: "Silverman 1986, Density Estimation, ch. 4 (biweight kernel)".into(),
        confidence: Confidence::TwoSources,
    };
    let label = said!("四次核在距离 0 处的高度", "height of the quartic kernel at distance 0");
    input("K(0)", label, Some(peak(bandwidth_m)), "km⁻²", from)
}

/// What is said of points without a weight.
fn weightless(n: u32) -> Option<Said> {
    (n > 0).then(|| said!("{0} 个点没有权重，未计入", "{0} points have no weight and are left out", count(n.into())))
}

/// The working of the density at one place.
pub fn density_at(f: &PlaceFacts<'_>) -> Explanation {
    let (h, found) = (f.bandwidth_m, f.found);
    let share = |d: f64| (1.0 - (d / h) * (d / h)).powi(2);
    // What is left of the sum when the kernel's height is put before it.
    let scaled = found.per_km2 / peak(h);
    let weighed = match f.weight {
        Some(field) => {
            let field = Words::new(text::field(f.layer, field, Lang::Zh), text::field(f.layer, field, Lang::En));
            said!("{0}合计", "sum of {0}", field)
        }
        None => said!("权重合计（每个计 1）", "sum of weights (1 each)"),
    };
    let all = Step {
        says: said!("此处 {0}／km²", "Here {0} per km²", number(found.per_km2)),
        formula: FORMULA.into(),
        substituted: same!(
            "K(0) · Σ wᵢ · (1 − (dᵢ/h)²)² = {0} · {1} = {2}",
            number(peak(h)),
            number(scaled),
            number(found.per_km2)
        ),
        inputs: vec![
            input("h", said!("带宽", "bandwidth"), Some(h), "m", Origin::Parameter),
            input(
                "n",
                said!("带宽内的{0}", "{0} within the bandwidth", within(f.layer)),
                Some(f64::from(found.points)),
                "",
                rows(f.layer, found.points),
            ),
            input("Σw", weighed, Some(found.weight), "", rows(f.layer, found.points)),
            kernel(h),
        ],
    };
    let largest = f.largest.map(|(name, weight, d)| Step {
        says: said!("最大的一份：{0}，{1} m 外", "The largest part: {0}, {1} m away", name, number(d.round())),
        formula: "wᵢ · K(0) · (1 − (dᵢ/h)²)²".into(),
        substituted: same!(
            "{0} · {1} · (1 − ({2}/{3})²)² = {4}",
            number(weight),
            number(peak(h)),
            number(d),
            number(h),
            number(weight * peak(h) * share(d))
        ),
        inputs: Vec::new(),
    });
    Explanation {
        title: said!("此处的{0}密度", "Density of {0} here", within(f.layer)),
        steps: std::iter::once(all).chain(largest).collect(),
        unknown: weightless(f.without_weight).into_iter().collect(),
        notes: vec![said!(
            "逐点精确求和，不取自网格；由带宽内的全部对象构成，列出的与未列出的合起来就是这个值。",
            "The exact sum over all objects within the bandwidth, not read from the grid; those listed and those not \
             listed together are the value."
        )],
        completeness: None,
    }
}

/// The working of a density surface.
pub fn density(f: &DensityFacts<'_>) -> Explanation {
    let asked = Some(f.asked).filter(|_| f.layer == LayerName::Crashes);
    let mut unknown: Vec<Said> = weightless(f.without_weight).into_iter().collect();
    unknown.extend(asked.and_then(|asked| asked.unknown()));
    let mut notes: Vec<Said> = asked.and_then(|asked| asked.note()).into_iter().collect();
    notes.extend(far(f.far));
    notes.extend([
            said!(
                "网格固定在平面坐标上，不随缩放改变；光标处的值为逐点精确求和。",
                "The grid belongs to the ground, so values never change with the zoom; the value under the cursor is the exact sum.",
            ),
            said!(
                "道路上的事件用平面密度会偏向路网密集处；比较道路请用路段。",
                "For events on roads a planar density favours dense networks; to compare roads use sections.",
            ),
            said!("数据边界以外未知，边缘处偏低。", "Beyond the data nothing is known: near its border the values are low."),
        ]);
    Explanation {
        title: said!("{0}密度面", "Density of {0}", within(f.layer)),
        steps: vec![
            Step {
                says: said!("最密处 {0}／km²", "At its densest {0} per km²", number(f.max_per_km2)),
                formula: FORMULA.into(),
                substituted: kernel_line(f.bandwidth_m),
                inputs: vec![
                    input("h", said!("带宽", "bandwidth"), Some(f.bandwidth_m), "m", Origin::Parameter),
                    input("n", said!("点数", "points"), Some(f64::from(f.points)), "", rows(f.layer, f.points)),
                    input(
                        "Σw",
                        if f.weighted { said!("权重合计", "sum of weights") } else { said!("合计", "sum") },
                        Some(f.total),
                        "",
                        Origin::Computed,
                    ),
                    kernel(f.bandwidth_m),
                ],
            },
            Step {
                says: said!(
                    "合计守恒：面上积分 {0}，合计 {1}",
                    "The surface integrates to {0} of {1}",
                    number(f.integral),
                    number(f.total)
                ),
                formula: "∫ f dA ≈ Σ f(node) · cell²".into(),
                substituted: Said::default(),
                inputs: vec![input("cell", said!("网格间距", "grid spacing"), Some(f.cell_m), "m", Origin::Computed)],
            },
        ],
        unknown,
        notes,
        completeness: (f.points + f.without_weight > 0)
            .then(|| f64::from(f.points) / f64::from(f.points + f.without_weight)),
    }
}
