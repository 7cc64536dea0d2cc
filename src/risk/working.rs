//! The workings of this crate's first methods, put together from their results.

use super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::sections::{CrashesBySection, EPDO_WEIGHTS, SHORT_M, SectionCrashes, SectionSort};
use crate::domain::{LayerName, Words};
use crate::text::{Lang, count, layer, number};

fn w(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words::new(zh, en)
}

fn input(symbol: &str, label: Words, value: Option<f64>, unit: &str, from: Origin) -> Input {
    Input { symbol: symbol.to_owned(), label, value, unit: unit.to_owned(), from }
}

fn rows(name: LayerName, n: u32) -> Origin {
    Origin::Layer(name.code().to_owned(), n)
}

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

/// What an exposure ranking was made of.
#[derive(Clone, Copy, Debug)]
pub struct ExposureFacts {
    /// Whose exposure.
    pub layer: LayerName,
    /// How near counts, metres.
    pub distance_m: f64,
    /// Features ranked.
    pub features: u32,
    /// Venues in the city, and how many say how many people they hold.
    pub venues: (u32, u32),
    /// Rows of the residents layer; none where there is none.
    pub residents: Option<u32>,
    /// People or venues.
    pub by_people: bool,
}

/// The working of an exposure ranking.
pub fn exposure(f: &ExposureFacts) -> Explanation {
    let (all, known) = f.venues;
    let (zh, en) = (layer(f.layer, Lang::Zh), layer(f.layer, Lang::En));
    let mut steps = vec![Step {
        says: if f.by_people {
            w("按白天与夜间人数中较大者排序", "Ranked by the larger of people by day and by night")
        } else {
            w("没有任何人数记录，按场所数排序", "No headcount is known: ranked by the number of venues")
        },
        formula: if f.by_people {
            "N = max(Σ day, Σ night),  dᵢ ≤ d"
        } else {
            "N = count of venues,  dᵢ ≤ d"
        }
        .to_owned(),
        substituted: String::new(),
        inputs: vec![
            input(
                "d",
                w("距离（边界到边界）", "distance, boundary to boundary"),
                Some(f.distance_m),
                "m",
                Origin::Parameter,
            ),
            input("", w(format!("{zh}数"), en), Some(f64::from(f.features)), "", rows(f.layer, f.features)),
            input(
                "",
                w("有人数记录的场所", "venues with a headcount"),
                Some(f64::from(known)),
                "",
                rows(LayerName::Venues, all),
            ),
        ],
    }];
    if let Some(n) = f.residents {
        steps.push(Step {
            says: w("居民按面积分摊到各处", "Residents are spread over their areas"),
            inputs: vec![input(
                "",
                w("居民单元", "resident areas"),
                Some(f64::from(n)),
                "",
                rows(LayerName::Residents, n),
            )],
            ..Step::default()
        });
    }
    let mut unknown = Vec::new();
    if all > known {
        let n = count(u64::from(all - known));
        unknown.push(w(
            format!("{n} 处场所人数未知，按 0 计，数值为下限"),
            format!("{n} venues without a headcount add nothing: values are lower bounds"),
        ));
    }
    if f.residents.is_none() {
        unknown.push(w("数据集没有居民图层", "the dataset has no residents layer"));
    }
    Explanation {
        title: w(format!("{zh}周边暴露"), format!("Exposure near {}", en.to_lowercase())),
        steps,
        unknown,
        notes: vec![
            w("每处场所只计一次，无论管线多长。", "Each venue counts once, however long the line."),
            w(
                "距离不等于后果：不说明事故在该距离上的影响。",
                "A distance is not a consequence: nothing is said about what could happen at it.",
            ),
            w(
                "敏感场所类别：GB 36894 高敏感目标、PHMSA、PADHI 三者的并集。",
                "Sensitive kinds: the union of GB 36894's high-sensitivity targets, PHMSA and PADHI.",
            ),
        ],
        completeness: (all > 0).then(|| f64::from(known) / f64::from(all)),
    }
}

/// The working of a section ranking; the worst section's numbers are put in.
pub fn sections(
    result: &CrashesBySection,
    snap_m: f64,
    sort: SectionSort,
    worst: Option<&SectionCrashes>,
) -> Explanation {
    let snapped = result.crashes - result.unsnapped;
    let mut ranking = ranking(sort, worst);
    ranking.inputs.extend([
        input("", w("落路距离", "snapping distance"), Some(snap_m), "m", Origin::Parameter),
        input(
            "Σn",
            w("落到路段的事故", "crashes on sections"),
            Some(f64::from(snapped)),
            "",
            rows(LayerName::Crashes, result.crashes),
        ),
        input(
            "",
            w("机动车路段", "driven sections"),
            Some(result.sections.len() as f64),
            "",
            rows(LayerName::Roads, result.sections.len() as u32),
        ),
        input("T", w("时段", "period"), result.years(), "a", rows(LayerName::Crashes, result.crashes)),
        input(
            "",
            w("短路段界限", "short-section limit"),
            Some(SHORT_M),
            "m",
            Origin::Constant { source: "riskmap".to_owned(), confidence: Confidence::OurRule },
        ),
    ]);
    Explanation {
        title: match sort {
            SectionSort::PerKm => w("路段每公里事故数", "Crashes per km by road section"),
            SectionSort::Crashes => w("路段事故数", "Crashes by road section"),
            SectionSort::Deaths => w("路段死亡人数", "People killed by road section"),
            SectionSort::Epdo => w("路段当量事故", "Equivalent crashes by road section"),
            SectionSort::EpdoPerKm => w("路段每公里当量事故", "Equivalent crashes per km by road section"),
        },
        steps: vec![ranking, equivalent(worst)],
        unknown: sections_unknown(result, snap_m),
        notes: vec![
            w(
                format!("短于 {SHORT_M} m 的路段一起事故即成高值：已标明，按每公里排序时排在最后。"),
                format!(
                    "On sections under {SHORT_M} m one crash makes a high rate: they are marked, and ranked last by rate."
                ),
            ),
            w(
                "未计交通量：车多的路事故多，不等于更危险。",
                "Traffic is not asked: a busy road has more crashes without being more dangerous to drive.",
            ),
            w("路口事故归最近的一条路段，只计一次。", "A crash at a junction goes to the nearest section, once."),
        ],
        completeness: (result.crashes > 0).then(|| f64::from(snapped) / f64::from(result.crashes)),
    }
}

/// What sections are ranked by, and how the worst one got its value.
fn ranking(sort: SectionSort, worst: Option<&SectionCrashes>) -> Step {
    let Some(s) = worst else {
        return Step { says: w("没有落到路段的事故", "No crash lies on a section"), ..Step::default() };
    };
    let Some(value) = sort.value(s).map(number) else {
        let says = w("死亡事故均无死亡人数", "No fatal crash says how many were killed");
        return Step { says, ..Step::default() };
    };
    let km = number(s.length_m / 1000.0);
    let (says, formula, substituted) = match sort {
        SectionSort::PerKm => (
            w(format!("最高 {value} 起／km"), format!("At most {value} per km")),
            "r = n / L",
            format!("{} / {km} km = {value}", s.crashes),
        ),
        SectionSort::Crashes => (w(format!("最多 {value} 起"), format!("At most {value} crashes")), "n", String::new()),
        SectionSort::Deaths => {
            (w(format!("最多死亡 {value} 人"), format!("At most {value} people killed")), "D = Σ deaths", String::new())
        }
        SectionSort::Epdo => {
            (w(format!("最高 {value} 当量事故"), format!("At most {value} equivalent crashes")), "E", String::new())
        }
        SectionSort::EpdoPerKm => (
            w(format!("最高 {value} 当量事故／km"), format!("At most {value} equivalent crashes per km")),
            "e = E / L",
            format!("{} / {km} km = {value}", number(s.epdo())),
        ),
    };
    Step { says, formula: formula.to_owned(), substituted, inputs: Vec::new() }
}

/// How crashes of different severity are weighed, with the worst section's numbers.
fn equivalent(worst: Option<&SectionCrashes>) -> Step {
    let [fatal, injury, damage] = EPDO_WEIGHTS;
    Step {
        says: w("当量事故按严重程度加权", "Equivalent crashes are weighed by severity"),
        formula: format!("E = {fatal}·fatal + {injury}·injury + {damage}·damage only"),
        substituted: worst.map_or_else(String::new, |s| {
            let injured = s.serious + s.slight;
            format!("{fatal}·{} + {injury}·{injured} + {damage}·{} = {}", s.fatal, s.damage, number(s.epdo()))
        }),
        inputs: vec![input(
            "",
            w("权重", "weights"),
            None,
            "",
            Origin::Constant { source: "EPDO 8/3/1, several US states".to_owned(), confidence: Confidence::Checked },
        )],
    }
}

fn sections_unknown(result: &CrashesBySection, snap_m: f64) -> Vec<Words> {
    let mut unknown = Vec::new();
    if result.unsnapped > 0 {
        let n = count(u64::from(result.unsnapped));
        let m = number(snap_m);
        unknown.push(w(
            format!("{n} 起事故距最近路段超过 {m} m，未落到路段"),
            format!("{n} crashes lie farther than {m} m from every section and belong to none"),
        ));
    }
    if result.days.is_none() {
        unknown.push(w("事故没有时间", "the crashes have no dates"));
    }
    let without = result.sections.iter().map(|s| u64::from(s.deaths_unknown)).sum::<u64>();
    if without > 0 {
        let n = count(without);
        unknown.push(w(
            format!("{n} 起死亡事故没有死亡人数，未计入死亡人数"),
            format!("{n} fatal crashes do not say how many were killed and add no deaths"),
        ));
    }
    unknown
}

/// What a venue ranking was made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct VenueFacts {
    /// Venues that pass the filter.
    pub venues: u32,
    /// Of these, with a headcount.
    pub people_known: u32,
    /// Of these, with floors.
    pub floors_known: u32,
    /// Fire stations in the city.
    pub stations: u32,
    /// Hydrants in the city: all, known to be dry, not known to work or not.
    pub hydrants: (u32, u32, u32),
}

/// The working of a venue ranking.
pub fn venues(f: &VenueFacts) -> Explanation {
    let (hydrants, dry, unsaid) = f.hydrants;
    let mut unknown = Vec::new();
    let missing = f.venues - f.people_known;
    if missing > 0 {
        let n = count(u64::from(missing));
        unknown.push(w(format!("{n} 处人数未知，排在最后"), format!("{n} venues without a headcount stand last")));
    }
    let missing = f.venues - f.floors_known;
    if missing > 0 {
        let n = count(u64::from(missing));
        unknown.push(w(format!("{n} 处层数未知"), format!("{n} venues without floors")));
    }
    if unsaid > 0 {
        let n = count(u64::from(unsaid));
        unknown.push(w(
            format!("{n} 个消火栓是否可用未知，按可用计"),
            format!("{n} hydrants say nothing of their state and count as usable"),
        ));
    }
    Explanation {
        title: w("场所、消防站与消火栓", "Venues, stations and hydrants"),
        steps: vec![Step {
            says: w("直线距离，从场所边界量起", "Straight lines, measured from the venue's boundary"),
            formula: "d = min |venue − station|".to_owned(),
            substituted: String::new(),
            inputs: vec![
                input("", w("场所", "venues"), Some(f64::from(f.venues)), "", rows(LayerName::Venues, f.venues)),
                input(
                    "",
                    w("消防站", "fire stations"),
                    Some(f64::from(f.stations)),
                    "",
                    rows(LayerName::FireStations, f.stations),
                ),
                input(
                    "",
                    w("消火栓，干栓除外", "hydrants, dry ones left out"),
                    Some(f64::from(hydrants - dry)),
                    "",
                    rows(LayerName::Hydrants, hydrants),
                ),
            ],
        }],
        unknown,
        notes: vec![
            w("不是到达时间：消防车沿路行驶。", "Not a response time: an engine drives along roads."),
            w(
                "重点类别为本项目规则：高层、地下、人员密集、有人住宿或行动不便者。",
                "The kinds marked are a rule of this project: high, underground, crowded, slept in, or with people who need help.",
            ),
        ],
        completeness: (f.venues > 0).then(|| f64::from(f.people_known + f.floors_known) / f64::from(2 * f.venues)),
    }
}
