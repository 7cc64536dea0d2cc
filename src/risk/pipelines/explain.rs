//! The working of a line's high-consequence areas.

use super::super::explain::{Confidence, Explanation, Step};
use super::super::faults::Fault;
use super::super::parts::{
    fixed, input, largest_below, level_step, lowering, lowers, not_per_standard, row, screening, smallest_above, span,
    w,
};
use super::super::rating::{Figure, Lowering, Worked};
use super::{
    Area, GAP_M, GB32167, Grade, Inputs, Item, Object, Options, Outcome, PIR, Product, Reason, WINDOW_M, rate,
};
use crate::domain::Words;
use crate::text::{count, number};

/// Areas that a working writes out; the rest are counted.
const WRITTEN: usize = 20;
/// Objects that are tried for what would lower the level.
const TRIED: usize = 32;

impl Grade {
    /// As the standard writes it.
    pub fn roman(self) -> &'static str {
        match self {
            Self::One => "Ⅰ",
            Self::Two => "Ⅱ",
            Self::Three => "Ⅲ",
        }
    }
}

impl Item {
    /// The rule, by its place in the standard, with the numbers that hold.
    pub fn words(self, options: &Options) -> Words {
        let (zh, en) = match self {
            Self::OilHouseholds => {
                let n = options.households;
                return w(
                    format!("输油 b：任意 2 km 内 200 m 范围 ≥ {n} 户"),
                    format!("oil b: ≥ {n} households within 200 m in 2 km"),
                );
            }
            Self::OilVillage => {
                let n = options.village_households;
                return w(
                    format!("输油 c：200 m 内 ≥ {n} 户的村庄、乡镇"),
                    format!("oil c: a village or town of ≥ {n} households within 200 m"),
                );
            }
            Self::OilBuiltUp => {
                ("输油 a：200 m 内四层及以上建筑集中", "oil a: concentrated buildings of ≥ 4 storeys within 200 m")
            }
            Self::OilNear => (
                "输油 d：50 m 内主要公路、铁路、易燃易爆场所",
                "oil d: a major road, railway or flammable site within 50 m",
            ),
            Self::OilReserve => {
                ("输油 e：200 m 内湿地、森林、河口保护区", "oil e: wetland, forest or reserve within 200 m")
            }
            Self::OilWater => {
                ("输油 f：200 m 内水源、河流、大中型水库", "oil f: a water source, river or reservoir within 200 m")
            }
            Self::GasClassFour => ("输气 a：四级地区", "gas a: location class 4"),
            Self::GasClassThree => ("输气 b：三级地区", "gas b: location class 3"),
            Self::GasSiteLarge => (
                "输气 c：管径 > 762 mm 且压力 > 6.9 MPa，潜在影响半径内有特定场所",
                "gas c: over 762 mm and 6.9 MPa, an identified site within the potential impact radius",
            ),
            Self::GasSiteSmall => (
                "输气 d：管径 < 273 mm 且压力 < 1.6 MPa，潜在影响半径内有特定场所",
                "gas d: under 273 mm and 1.6 MPa, an identified site within the potential impact radius",
            ),
            Self::GasSite => ("输气 e：200 m 内有特定场所", "gas e: an identified site within 200 m"),
            Self::GasFlammable => {
                ("输气 f：200 m 内有加油站、油库等易燃易爆场所", "gas f: a petrol station or oil depot within 200 m")
            }
        };
        w(zh, en)
    }
}

/// The whole working of a line.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let outcome = rate(inputs);
    let open = outcome.areas != outcome.possible;
    let mut steps = Vec::new();
    if inputs.product != Product::Oil {
        steps.push(radius(inputs, &outcome));
    }
    steps.extend(areas(inputs, &outcome.areas, w("高后果区", "High-consequence areas")));
    if open {
        let title = w("未知的都取最坏时的高后果区", "High-consequence areas if all that is missing is at its worst");
        steps.extend(areas(inputs, &outcome.possible, title));
    }
    steps.push(level_step(
        outcome.rating,
        &w("Ⅲ 级高后果区 A，Ⅱ 级 B，Ⅰ 级 C，没有 D", "high-consequence area of class Ⅲ: A, Ⅱ: B, Ⅰ: C, none: D"),
    ));
    let (missing, completeness) = missing(inputs, &outcome);
    Worked {
        rating: outcome.rating,
        figures: figures(inputs, &outcome),
        lowering: lower(inputs, &outcome),
        explanation: Explanation {
            title: w("管道高后果区", "High-consequence areas of a pipeline"),
            steps,
            unknown: unknown(inputs, &outcome),
            notes: notes(inputs),
            completeness: Some(completeness),
        },
        missing,
    }
}

fn radius(inputs: &Inputs<'_>, outcome: &Outcome) -> Step {
    let known = |v: Option<f64>| v.filter(|v| v.is_finite() && *v >= 0.0);
    let (d, p) = (known(inputs.diameter_mm), known(inputs.pressure_mpa));
    let r = span(outcome.radius_m);
    let said = |v: Option<f64>| v.map_or_else(|| "?".to_owned(), number);
    Step {
        says: w(format!("潜在影响半径 {r} m（筛查值）"), format!("Potential impact radius {r} m (screening value)")),
        formula: "r = 0.099 · √(d² · p)".to_owned(),
        substituted: format!("0.099 · √({}² · {}) = {r} m", said(d), said(p)),
        inputs: vec![
            input("d", w("管径", "diameter"), d, "mm", row(inputs.row)),
            input("p", w("最大允许操作压力", "maximum allowable operating pressure"), p, "MPa", row(inputs.row)),
            fixed("k", w("系数", "factor"), PIR, "", GB32167, Confidence::Derived),
        ],
    }
}

/// One step for the whole list, one for each area.
fn areas(inputs: &Inputs<'_>, areas: &[Area], title: Words) -> Vec<Step> {
    let n = count(areas.len() as u64);
    let head = Step { says: w(format!("{}：{n} 段", title.zh), format!("{}: {n}", title.en)), ..Step::default() };
    let each = areas.iter().take(WRITTEN).map(|area| {
        let (from, to) = (number(area.from_m.round()), number(area.to_m.round()));
        let said = |zh: bool| {
            let words =
                area.reasons.iter().map(|r| r.item.words(&inputs.options)).map(|w| if zh { w.zh } else { w.en });
            words.collect::<Vec<_>>().join(if zh { "；" } else { "; " })
        };
        let grade = area.grade.roman();
        Step {
            says: w(
                format!("{from}–{to} m：{grade} 级；{}", said(true)),
                format!("{from}–{to} m: grade {grade}; {}", said(false)),
            ),
            inputs: area.reasons.iter().filter_map(|r| reason(inputs, r)).collect(),
            ..Step::default()
        }
    });
    let rest = areas.len().saturating_sub(WRITTEN);
    let more = (rest > 0)
        .then(|| Step { says: w(format!("另有 {rest} 段"), format!("{rest} further areas")), ..Step::default() });
    std::iter::once(head).chain(each).chain(more).collect()
}

fn reason(inputs: &Inputs<'_>, reason: &Reason) -> Option<super::super::explain::Input> {
    let object: &Object<'_> = inputs.objects.get(reason.object)?;
    let distance = Some(object.distance_m).filter(|d| d.is_finite() && *d >= 0.0);
    let item = reason.item.words(&inputs.options);
    // The rule itself stands in the step's sentence.
    let short = |text: &str, colon: char| text.split(colon).next().unwrap_or_default().to_owned();
    let letter = w(short(&item.zh, '：'), short(&item.en, ':'));
    let n = if reason.count.is_finite() { number(reason.count) } else { "?".to_owned() };
    let label = w(
        format!("{}（{}，计 {n}）", object.name.zh, letter.zh),
        format!("{} ({}; count {n})", object.name.en, letter.en),
    );
    Some(input("d", label, distance, "m", row(object.row)))
}

fn figures(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Figure> {
    let mut figures = Vec::new();
    if matches!(inputs.product, Product::Gas | Product::Unknown) {
        let source = format!("{GB32167} · 筛查值 / screening value");
        figures.push(Figure::new("r", outcome.radius_m, "m", &source, Confidence::Derived));
    }
    let length = |areas: &[Area]| areas.iter().map(|a| a.to_m - a.from_m).sum::<f64>();
    // An area of the better end may end elsewhere than one of the worse; the length at worst is never less.
    let low = length(&outcome.areas);
    let value = super::super::rating::Range { low, high: length(&outcome.possible).max(low) };
    figures.push(Figure::new("L(HCA)", value, "m", GB32167, Confidence::Checked));
    figures
}

/// Places of which it is not known how many households they hold.
fn without_households(inputs: &Inputs<'_>) -> usize {
    let open = |o: &&Object<'_>| matches!(o.kind, super::Kind::Households(None) | super::Kind::Village(None));
    inputs.objects.iter().filter(open).count()
}

/// Whether a location class that nobody recorded may make an area.
fn classes_open(inputs: &Inputs<'_>, outcome: &Outcome) -> bool {
    let class = |r: &Reason| matches!(r.item, Item::GasClassFour | Item::GasClassThree);
    let any = |areas: &[Area]| areas.iter().any(|a| a.reasons.iter().any(class));
    !inputs.options.location_classes && any(&outcome.possible) && outcome.areas != outcome.possible
}

fn missing(inputs: &Inputs<'_>, outcome: &Outcome) -> (Vec<String>, f64) {
    let good = |v: Option<f64>| v.is_some_and(|v| v.is_finite() && v >= 0.0);
    let mut asked = vec![(inputs.product != Product::Unknown, "product")];
    if inputs.product != Product::Oil {
        asked.push((good(inputs.diameter_mm), "diameter_mm"));
        asked.push((good(inputs.pressure_mpa), "pressure_mpa"));
    }
    if without_households(inputs) > 0 {
        asked.push((false, "households"));
    }
    if classes_open(inputs, outcome) {
        asked.push((false, "location class"));
    }
    let known = asked.iter().filter(|(known, _)| *known).count();
    let fields = asked.iter().filter(|(known, _)| !known).map(|(_, f)| (*f).to_owned()).collect();
    (fields, known as f64 / asked.len() as f64)
}

fn unknown(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Words> {
    let mut said: Vec<Words> = outcome.faults.iter().map(Fault::words).collect();
    if inputs.product == Product::Other {
        said.push(w(
            "此介质不适用 GB 32167 的输油、输气规则，不定级",
            "GB 32167's rules for oil and natural gas do not apply to this product: not rated",
        ));
    }
    if inputs.product == Product::Unknown {
        said.push(w(
            "介质未知：按输油、输气两种规则算两端",
            "Product not known: both ends over the oil and the gas rules",
        ));
    }
    let households =
        inputs.objects.iter().filter(|o| matches!(o.kind, super::Kind::Households(None) | super::Kind::Village(None)));
    let n = households.count();
    if n > 0 {
        said.push(w(format!("{n} 处户数未知"), format!("{n} places with an unknown number of households")));
    }
    if classes_open(inputs, outcome) {
        said.push(w(
            "地区等级未记录：按户数、楼层可能为三级或四级地区",
            "Location class not recorded: by households and storeys it may be class 3 or 4",
        ));
    }
    let built_up = |a: &Area| a.reasons.iter().any(|r| matches!(r.item, Item::OilBuiltUp | Item::GasClassFour));
    if inputs.options.concentrated.is_none()
        && outcome.possible.iter().any(built_up)
        && outcome.areas != outcome.possible
    {
        said.push(w(
            "标准没有规定多少栋四层及以上建筑算“集中”",
            "The standard does not say how many buildings of four storeys or more are \"concentrated\"",
        ));
    }
    if inputs.searched_m < outcome.radius_m.high.clamp(super::SIDE_M, f64::MAX) && inputs.product != Product::Oil
        || inputs.searched_m < super::SIDE_M
    {
        let far = number(inputs.searched_m);
        said.push(w(
            format!("管道两侧 {far} m 以外的目标未查"),
            format!("Objects beyond {far} m of the line were not looked for"),
        ));
    }
    said
}

fn notes(inputs: &Inputs<'_>) -> Vec<Words> {
    let (zh, en) = (not_per_standard().zh, not_per_standard().en.to_lowercase());
    let window = number(WINDOW_M);
    let mut notes = vec![
        screening(),
        w(
            format!("窗口 {window} m，起点放在目标离开处，不漏最大值；重叠的区段合并，取最高级。"),
            format!(
                "A window of {window} m that begins where objects end, so that no maximum is missed; what overlaps is one area of its worst grade."
            ),
        ),
        w(
            "标准对“集中”“繁忙”没有量化，不同单位会定出不同等级：请记录由谁认定。",
            "The standard gives no numbers for \"concentrated\" and \"busy\", so firms grade the same place differently: record who decided.",
        ),
        w("等级颜色为本项目规则，非标准。", "The colour of a grade is this project's rule, no standard."),
    ];
    if inputs.product != Product::Oil {
        notes
            .push(w("潜在影响半径只适用于贫天然气。", "The potential impact radius holds for lean natural gas alone."));
    }
    if inputs.product != Product::Gas {
        notes.push(w(
            "输油 e 项取 Ⅱ 级：三个来源中两个如此，一个为 Ⅰ 级。",
            "Oil item e is taken as Ⅱ: two of three sources have it so, one has Ⅰ.",
        ));
    }
    if inputs.options.merge_gaps {
        let gap = number(GAP_M);
        notes.push(w(
            format!("相距 {gap} m 以内的区段合并：{zh}。"),
            format!("Areas up to {gap} m apart are merged. {en}."),
        ));
    }
    if inputs.options.location_classes {
        notes
            .push(w(format!("按户数推定地区等级：{zh}。"), format!("Location classes from counted households: {en}.")));
    }
    notes
}

/// The smallest single changes that bring the level down: less pressure, or one object farther away.
fn lower(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Lowering> {
    let now = outcome.rating;
    let mut found = Vec::new();
    if let (Some(p), Product::Gas) = (inputs.pressure_mpa, inputs.product) {
        let then = |p: f64| rate(&Inputs { pressure_mpa: Some(p), ..*inputs }).rating;
        if let Some(less) = largest_below(p, |p| lowers(now, then(p))) {
            let mpa = number(less);
            let zh = format!("最大允许操作压力不超过 {mpa} MPa");
            let en = format!("maximum allowable operating pressure no more than {mpa} MPa");
            found.push(lowering(zh, en, then(less), true));
        }
    }
    let top = outcome.possible.iter().map(|a| a.grade).max();
    let reasons = outcome.possible.iter().flat_map(|a| &a.reasons).filter(|r| Some(r.grade) == top);
    let mut tried: Vec<usize> = reasons.map(|r| r.object).take(TRIED).collect();
    tried.sort_unstable();
    tried.dedup();
    let mut objects = inputs.objects.to_vec();
    for i in tried {
        let Some(at) = inputs.objects.get(i).copied() else { continue };
        let mut then = |distance_m: f64| {
            objects[i].distance_m = distance_m;
            let rating = rate(&Inputs { objects: &objects, ..*inputs }).rating;
            objects[i].distance_m = at.distance_m;
            rating
        };
        if !lowers(now, then(1e6)) {
            continue;
        }
        let then = std::cell::RefCell::new(then);
        let Some(far) = smallest_above(at.distance_m, 1e6, |d| lowers(now, (then.borrow_mut())(d))) else { continue };
        let (name, m) = (at.name, number(far));
        let rating = (then.borrow_mut())(far);
        let zh = format!("{}距管道至少 {m} m", name.zh);
        found.push(lowering(zh, format!("{} at least {m} m from the line", name.en), rating, true));
    }
    found
}
