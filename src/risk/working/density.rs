//! The working of a density surface.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::{input, rows, w};
use crate::domain::LayerName;
use crate::text::{Lang, count, layer, number};

/// What a density surface was made of.
#[derive(Clone, Copy, Debug)]
pub struct DensityFacts {
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
}

/// The working of a density surface.
pub fn density(f: &DensityFacts) -> Explanation {
    let (zh, en) = (layer(f.layer, Lang::Zh), layer(f.layer, Lang::En));
    let quartic = Origin::Constant {
        source: "Silverman 1986, Density Estimation, ch. 4 (biweight kernel)".to_owned(),
        confidence: Confidence::TwoSources,
    };
    let mut unknown = Vec::new();
    if f.without_weight > 0 {
        let n = count(u64::from(f.without_weight));
        unknown.push(w(format!("{n} 个点没有权重，未计入"), format!("{n} points have no weight and are left out")));
    }
    Explanation {
        title: w(format!("{zh}密度面"), format!("Density of {}", en.to_lowercase())),
        steps: vec![
            Step {
                says: w(
                    format!("最密处 {}／km²", number(f.max_per_km2)),
                    format!("At its densest {} per km²", number(f.max_per_km2)),
                ),
                formula: "f(x) = Σ wᵢ · 3/(πh²) · (1 − (dᵢ/h)²)²,  dᵢ < h".to_owned(),
                substituted: format!(
                    "3/(π · {}²) = {} per m² for a point at distance 0",
                    number(f.bandwidth_m),
                    format_args!("{:.3e}", 3.0 / (std::f64::consts::PI * f.bandwidth_m * f.bandwidth_m))
                ),
                inputs: vec![
                    input("h", w("带宽", "bandwidth"), Some(f.bandwidth_m), "m", Origin::Parameter),
                    input("n", w("点数", "points"), Some(f64::from(f.points)), "", rows(f.layer, f.points)),
                    input(
                        "Σw",
                        if f.weighted { w("权重合计", "sum of weights") } else { w("合计", "sum") },
                        Some(f.total),
                        "",
                        Origin::Computed,
                    ),
                    input("K", w("四次核", "quartic kernel"), None, "", quartic),
                ],
            },
            Step {
                says: w(
                    format!("合计守恒：面上积分 {}，合计 {}", number(f.integral), number(f.total)),
                    format!("The surface integrates to {} of {}", number(f.integral), number(f.total)),
                ),
                formula: "∫ f dA ≈ Σ f(node) · cell²".to_owned(),
                substituted: String::new(),
                inputs: vec![input("cell", w("网格间距", "grid spacing"), Some(f.cell_m), "m", Origin::Computed)],
            },
        ],
        unknown,
        notes: vec![
            w(
                "网格固定在平面坐标上，不随缩放改变；光标处的值为逐点精确求和。",
                "The grid belongs to the ground, so values never change with the zoom; the value under the cursor is the exact sum.",
            ),
            w(
                "道路上的事件用平面密度会偏向路网密集处；比较道路请用路段。",
                "For events on roads a planar density favours dense networks; to compare roads use sections.",
            ),
            w(
                "数据边界以外未知，边缘处偏低。",
                "Beyond the data nothing is known: near its border the values are low.",
            ),
        ],
        completeness: (f.points + f.without_weight > 0)
            .then(|| f64::from(f.points) / f64::from(f.points + f.without_weight)),
    }
}
