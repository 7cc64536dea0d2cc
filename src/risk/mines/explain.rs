//! The working of a mine's level.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::super::faults::Fault;
use super::super::parts::{fixed, input, level_step, not_per_standard, number, row};
use super::super::rating::{Figure, Range, Worked};
use super::lower::lower;
use super::{
    GAS, GAS_LIMITS, GasGrade, INFLOW, INFLOW_NORTH_WEST, INRUSH, Inputs, Kind, Outcome, Rockburst, SLOPE_M, Status,
    WATER, WaterType, figures as named, good, rate,
};
use crate::text::{Gap, Lang, Said, Text, said, same};

impl GasGrade {
    /// Its name.
    pub fn says(self) -> Said {
        match self {
            Self::Low => said!("低瓦斯", "low gas"),
            Self::High => said!("高瓦斯", "high gas"),
            Self::Outburst => said!("突出", "outburst"),
        }
    }
}

impl WaterType {
    /// Its name.
    pub fn says(self) -> Said {
        match self {
            Self::Simple => said!("简单", "simple"),
            Self::Medium => said!("中等", "medium"),
            Self::Complex => said!("复杂", "complex"),
            Self::Extreme => said!("极复杂", "extremely complex"),
        }
    }
}

impl Rockburst {
    /// Its name.
    pub fn says(self) -> Said {
        match self {
            Self::None => said!("无", "none"),
            Self::Weak => said!("弱", "weak"),
            Self::Medium => said!("中等", "medium"),
            Self::Strong => said!("强", "strong"),
        }
    }
}

/// Both ends in words; one where they agree.
fn ends<T: Copy + PartialEq>(ends: [T; 2], words: impl Fn(T) -> Said) -> Said {
    let [best, worst] = [words(ends[0]), words(ends[1])];
    if ends[0] == ends[1] {
        return best;
    }
    said!("{0}至{1}", "{0} to {1}", best, worst)
}

/// The whole working of a mine or pond.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let outcome = rate(inputs);
    let mut steps: Vec<Step> =
        [gas(inputs, &outcome), water(inputs, &outcome), ground(inputs, &outcome)].into_iter().flatten().collect();
    let rule = said!(
        "A 下游有居民，或者在生产（在建、停产未停通风排水）而且突出、有冲击地压或水文地质极复杂；B 高瓦斯、水文地质复杂或边坡\
         超过 100 m；C 未闭坑封闭；D 已闭坑封闭",
        "A: residents below, or at work with outbursts, rockburst or extremely complex water; B: high gas, complex water or a \
         slope over 100 m; C: not closed and sealed; D: closed and sealed"
    );
    steps.push(Step { inputs: vec![state(inputs)], ..level_step(outcome.rating, rule) });
    let (missing, completeness) = missing(inputs);
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: figures(&outcome),
        lowering: lower(inputs, outcome.rating),
        explanation: Explanation {
            title: if inputs.kind == Kind::Tailings {
                said!("尾矿库等级", "Level of a tailings pond")
            } else {
                said!("矿山等级", "Level of a mine")
            },
            steps,
            unknown: unknown(inputs, &outcome),
            notes: notes(inputs),
            completeness: Some(completeness),
        },
        missing,
    }
}

fn given(
    inputs: &Inputs<'_>,
    symbol: &'static str,
    label: Said,
    value: Option<f64>,
    unit: &'static str,
) -> super::super::explain::Input {
    input(symbol, label, good(value), unit, row(inputs.row))
}

fn yes(value: Option<bool>) -> Option<f64> {
    value.map(|yes| f64::from(u8::from(yes)))
}

fn gas(inputs: &Inputs<'_>, outcome: &Outcome) -> Option<Step> {
    let grade = ends(outcome.gas?, GasGrade::says);
    let m = &inputs.mine;
    let labels = [
        (said!("相对瓦斯涌出量", "relative gas emission"), m.relative_m3_t, "m³/t"),
        (said!("绝对瓦斯涌出量", "absolute gas emission"), m.absolute_m3_min, "m³/min"),
        (said!("掘进工作面瓦斯涌出量", "gas of a heading"), m.heading_m3_min, "m³/min"),
        (said!("采煤工作面瓦斯涌出量", "gas of a working face"), m.face_m3_min, "m³/min"),
    ];
    let mut all = vec![given(inputs, "", said!("突出（1 是，0 否）", "outburst (1 yes, 0 no)"), yes(m.outburst), "")];
    let mut over = Vec::new();
    for ((label, value, unit), limit) in labels.into_iter().zip(GAS_LIMITS) {
        let limits = said!("{0}界限", "limit of {0}", &label);
        if let Some(v) = good(value) {
            over.push(same!("{0} {1} {2}", number(v), if v > limit { ">" } else { "≤" }, number(limit)));
        }
        all.push(given(inputs, "", label, value, unit));
        all.push(fixed("", limits, limit, unit, GAS, Confidence::TwoSources));
    }
    Some(Step {
        says: said!("瓦斯等级：{0}", "Gas grade: {0}", &grade),
        formula: "high: relative > 10 m³/t ∨ absolute > 40 m³/min ∨ heading > 3 m³/min ∨ face > 5 m³/min".into(),
        substituted: same!("{0}", Gap::list(over, ", ", ", ")),
        inputs: all,
    })
}

fn water(inputs: &Inputs<'_>, outcome: &Outcome) -> Option<Step> {
    let of = ends(outcome.water?, WaterType::says);
    let m = &inputs.mine;
    let limits = if inputs.north_west == Some(true) { INFLOW_NORTH_WEST } else { INFLOW };
    let rows = [
        ("Q1", said!("平均涌水量", "mean inflow"), m.inflow_m3_h, "m³/h", limits[0]),
        ("Q2", said!("最大涌水量", "largest inflow"), m.inflow_max_m3_h, "m³/h", limits[1]),
        ("Q3", said!("突水量", "inrush"), m.inrush_m3_h, "m³/h", INRUSH[0]),
        ("q", said!("单位涌水量", "specific capacity"), m.capacity_l_sm, "L/(s·m)", INRUSH[1]),
    ];
    let mut all = vec![given(
        inputs,
        "",
        said!("西北地区（1 是，0 否）", "in the north-west (1 yes, 0 no)"),
        yes(inputs.north_west),
        "",
    )];
    let mut said = Vec::new();
    for (symbol, label, value, unit, limits) in rows {
        if let Some(v) = good(value) {
            let class = super::class(v, limits).says();
            // In English, as formulas are: their words are put into the reader's language.
            let class = class.told(Lang::En).into_owned();
            said.push(same!("{0} = {1} → {2}", symbol, number(v), class));
        }
        all.push(given(inputs, symbol, label, value, unit));
    }
    Some(Step {
        says: said!("水文地质类型：{0}", "Hydrogeological type: {0}", &of),
        formula: "max over Q1 180/600/2100, Q2 300/1200/3000, Q3 0/600/1800, q 0.1/1/5; north-west Q1 90/180/1200, Q2 210/600/2100".into(),
        substituted: same!("{0}", Gap::list(said, ", ", ", ")),
        inputs: all,
    })
}

fn ground(inputs: &Inputs<'_>, outcome: &Outcome) -> Option<Step> {
    match inputs.kind {
        Kind::Coal | Kind::Metal => {
            let of = ends(outcome.rockburst?, Rockburst::says);
            let value = inputs.mine.rockburst.map(|r| f64::from(r as u8));
            Some(Step {
                says: said!("冲击地压：{0}", "Rockburst: {0}", &of),
                inputs: vec![given(
                    inputs,
                    "",
                    said!("冲击地压（0 无至 3 强）", "rockburst (0 none to 3 strong)"),
                    value,
                    "",
                )],
                ..Step::default()
            })
        }
        Kind::OpenPit => Some(Step {
            says: said!("露天边坡高度", "Slope of the pit"),
            formula: "h > 100 m → B".into(),
            substituted: good(inputs.mine.slope_m).map_or_else(Said::default, |h| same!("h = {0} m", number(h))),
            inputs: vec![
                given(inputs, "h", said!("边坡高度", "height of the slope"), inputs.mine.slope_m, "m"),
                fixed("", said!("界限", "limit"), SLOPE_M, "m", "riskmap", Confidence::OurRule),
            ],
        }),
        Kind::Tailings => Some(Step {
            says: said!("尾矿库下游居民（头顶库）", "Residents below the pond"),
            formula: "n > 0 → A".into(),
            substituted: good(inputs.residents_below).map_or_else(Said::default, |n| same!("n = {0}", number(n))),
            inputs: vec![given(inputs, "n", said!("下游居民", "residents below"), inputs.residents_below, "")],
        }),
    }
}

fn state(inputs: &Inputs<'_>) -> super::super::explain::Input {
    let status = match inputs.status {
        Some(Status::Operating) => said!("生产", "operating"),
        Some(Status::UnderConstruction) => said!("在建", "under construction"),
        Some(Status::Suspended) => said!("停产", "suspended"),
        Some(Status::Closed) => said!("关闭", "closed"),
        None => said!("未知", "unknown"),
    };
    let from = if inputs.status.is_some() { row(inputs.row) } else { Origin::Computed };
    input("", said!("状态：{0}", "state: {0}", status), None, "", from)
}

/// Grades as numbers, the best first, with both ends.
fn figures(outcome: &Outcome) -> Vec<Figure> {
    let range = |low: u8, high: u8| Range { low: f64::from(low) + 1.0, high: f64::from(high) + 1.0 };
    let gas =
        outcome.gas.map(|[a, b]| Figure::new("瓦斯等级 1–3", range(a as u8, b as u8), "", GAS, Confidence::TwoSources));
    let water = outcome
        .water
        .map(|[a, b]| Figure::new("水文地质类型 1–4", range(a as u8, b as u8), "", WATER, Confidence::Checked));
    let bursts = outcome.rockburst;
    let rock = bursts.map(|[a, b]| {
        Figure::new("冲击地压 1–4", range(a as u8, b as u8), "", "recorded grade", Confidence::Unverified)
    });
    [gas, water, rock].into_iter().flatten().collect()
}

/// What is missing, as the dataset names it, and the share of what was asked that is known.
fn missing(inputs: &Inputs<'_>) -> (Vec<Text>, f64) {
    let figures = named(inputs);
    let figure = |i: usize| (good(figures[i].1).is_some(), figures[i].0);
    let mut asked = vec![(inputs.status.is_some(), "status")];
    match inputs.kind {
        Kind::Coal => {
            asked.extend([0, 1, 2, 3].map(figure));
            asked.push((inputs.mine.outburst.is_some(), "mine.outburst"));
            asked.extend([4, 5].map(figure));
            asked.push((inputs.mine.rockburst.is_some(), "mine.rockburst"));
        }
        Kind::Metal => asked.extend([4, 5].map(figure)),
        Kind::OpenPit => asked.push(figure(8)),
        Kind::Tailings => asked.push(figure(9)),
    }
    if inputs.status == Some(Status::Closed) {
        asked.push((inputs.sealed.is_some(), "sealed"));
    }
    if matches!(inputs.status, Some(Status::Suspended)) && matches!(inputs.kind, Kind::Coal | Kind::Metal) {
        asked.push((inputs.running.is_some(), "ventilation and pumps"));
    }
    let known = asked.iter().filter(|(known, _)| *known).count();
    let fields = asked.iter().filter(|(known, _)| !known).map(|(_, field)| (*field).into()).collect();
    (fields, known as f64 / asked.len() as f64)
}

fn unknown(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Said> {
    let mut said: Vec<Said> = outcome.faults.iter().map(Fault::says).collect();
    if outcome.gas.is_some_and(|[best, worst]| best == GasGrade::Low && worst == GasGrade::High) {
        said.push(said!(
            "四项瓦斯数据不全：不能判为低瓦斯",
            "Not all four gas figures are known: it cannot be called a low-gas mine"
        ));
    }
    if inputs.status.is_none() {
        said.push(said!("状态未知：各种状态都算", "State not known: every state is computed"));
    }
    if outcome.water.is_some() && inputs.north_west.is_none() {
        said.push(said!("不知是否在西北地区：两张表都用", "Not known whether in the north-west: both tables are used"));
    }
    said
}

fn notes(inputs: &Inputs<'_>) -> Vec<Said> {
    let mut notes = vec![said!(
        "等级规则为本项目规则，非标准；按顺序取先满足者。",
        "The rule for the level is this project's, no standard; the first that matches."
    )];
    match inputs.kind {
        Kind::Coal | Kind::Metal => {
            notes.push(said!(
                "停产不等于安全：通风、排水停止或不明时保持固有等级。",
                "Suspended is not safe: where ventilation and pumps have stopped, or nobody knows, the inherent level stays.",
            ));
            notes.push(said!("冲击地压分级：{0}。", "Rockburst grades: {0}.", not_per_standard()));
        }
        Kind::Tailings => notes.push(said!(
            "头顶库按记录的下游居民判断，其 1 km 定义：{0}。",
            "Residents below are taken as recorded; the definition of 1 km downstream: {0}.",
            not_per_standard()
        )),
        Kind::OpenPit => {}
    }
    notes
}
