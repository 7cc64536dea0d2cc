//! The working of a line's high-consequence areas.

use super::super::explain::{Confidence, Explanation, Step};
use super::super::faults::Fault;
use super::super::parts::{
    count, fixed, input, largest_below, level_step, lowering, lowers, not_per_standard, number, row, screening,
    smallest_above, span,
};
use super::super::rating::{Figure, Lowering, Worked};
use super::{
    Area, GAP_M, GB32167, Grade, Inputs, Item, Kind, Object, Options, Outcome, PIR, Product, Reason, WINDOW_M, rate,
};
use crate::text::{Gap, Said, Text, said, same};

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
    /// Its place in the standard.
    fn place(self) -> Said {
        match self {
            Self::OilHouseholds => said!("输油 b 项", "oil item b"),
            Self::OilVillage => said!("输油 c 项", "oil item c"),
            Self::OilBuiltUp => said!("输油 a 项", "oil item a"),
            Self::OilNear => said!("输油 d 项", "oil item d"),
            Self::OilReserve => said!("输油 e 项", "oil item e"),
            Self::OilWater => said!("输油 f 项", "oil item f"),
            Self::GasClassFour => said!("输气 a 项", "gas item a"),
            Self::GasClassThree => said!("输气 b 项", "gas item b"),
            Self::GasSiteLarge => said!("输气 c 项", "gas item c"),
            Self::GasSiteSmall => said!("输气 d 项", "gas item d"),
            Self::GasSite => said!("输气 e 项", "gas item e"),
            Self::GasFlammable => said!("输气 f 项", "gas item f"),
        }
    }

    /// What it asks, with the numbers that hold.
    fn rule(self, options: &Options) -> Said {
        match self {
            Self::OilHouseholds => {
                said!("任意 2 km 内 200 m 范围 ≥ {0} 户", "≥ {0} households within 200 m in 2 km", options.households)
            }
            Self::OilVillage => said!(
                "200 m 内 ≥ {0} 户的村庄、乡镇",
                "a village or town of ≥ {0} households within 200 m",
                options.village_households
            ),
            Self::OilBuiltUp => {
                said!("200 m 内四层及以上建筑集中", "concentrated buildings of ≥ 4 storeys within 200 m")
            }
            Self::OilNear => {
                said!("50 m 内主要公路、铁路、易燃易爆场所", "a major road, railway or flammable site within 50 m",)
            }
            Self::OilReserve => {
                said!("200 m 内湿地、森林、河口保护区", "wetland, forest or reserve within 200 m")
            }
            Self::OilWater => {
                said!("200 m 内水源、河流、大中型水库", "a water source, river or reservoir within 200 m")
            }
            Self::GasClassFour => said!("四级地区", "location class 4"),
            Self::GasClassThree => said!("三级地区", "location class 3"),
            Self::GasSiteLarge => said!(
                "管径 > 762 mm 且压力 > 6.9 MPa，潜在影响半径内有特定场所",
                "over 762 mm and 6.9 MPa, an identified site within the potential impact radius",
            ),
            Self::GasSiteSmall => said!(
                "管径 < 273 mm 且压力 < 1.6 MPa，潜在影响半径内有特定场所",
                "under 273 mm and 1.6 MPa, an identified site within the potential impact radius",
            ),
            Self::GasSite => said!("200 m 内有特定场所", "an identified site within 200 m"),
            Self::GasFlammable => {
                said!("200 m 内有加油站、油库等易燃易爆场所", "a petrol station or oil depot within 200 m")
            }
        }
    }

    /// The rule, by its place in the standard.
    pub fn says(self, options: &Options) -> Said {
        said!("{0}：{1}", "{0}: {1}", self.place(), self.rule(options))
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
    steps.extend(areas(inputs, &outcome.areas, said!("高后果区", "High-consequence areas")));
    if open {
        let title =
            said!("未知的都取最坏时的高后果区", "High-consequence areas if all that is missing is at its worst");
        steps.extend(areas(inputs, &outcome.possible, title));
    }
    steps.push(level_step(
        outcome.rating,
        said!("Ⅲ 级高后果区 A，Ⅱ 级 B，Ⅰ 级 C，没有 D", "high-consequence area of class Ⅲ: A, Ⅱ: B, Ⅰ: C, none: D"),
    ));
    let (missing, completeness) = missing(inputs, &outcome);
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: figures(inputs, &outcome),
        lowering: lower(inputs, &outcome),
        explanation: Explanation {
            title: said!("管道高后果区", "High-consequence areas of a pipeline"),
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
    let known_or = |v: Option<f64>| v.map_or_else(|| "?".into(), |v| Gap::from(number(v)));
    Step {
        says: said!("潜在影响半径 {0} m（筛查值）", "Potential impact radius {0} m (screening value)", r),
        formula: "r = 0.099 · √(d² · p)".into(),
        substituted: same!("0.099 · √({0}² · {1}) = {2} m", known_or(d), known_or(p), r),
        inputs: vec![
            input("d", said!("管径", "diameter"), d, "mm", row(inputs.row)),
            input("p", said!("最大允许操作压力", "maximum allowable operating pressure"), p, "MPa", row(inputs.row)),
            fixed("k", said!("系数", "factor"), PIR, "", GB32167, Confidence::Derived),
        ],
    }
}

/// One step for the whole list, one for each area.
fn areas(inputs: &Inputs<'_>, areas: &[Area], title: Said) -> Vec<Step> {
    let n = count(areas.len() as u64);
    let head = Step { says: said!("{0}：{1} 段", "{0}: {1}", title, n), ..Step::default() };
    let each = areas.iter().take(WRITTEN).map(|area| {
        let (from, to) = (number(area.from_m.round()), number(area.to_m.round()));
        let rules = Gap::list(area.reasons.iter().map(|r| r.item.says(&inputs.options)), "；", "; ");
        let grade = area.grade.roman();
        Step {
            says: said!("{0}–{1} m：{2} 级；{3}", "{0}–{1} m: grade {2}; {3}", from, to, grade, rules),
            inputs: area.reasons.iter().filter_map(|r| reason(inputs, r)).collect(),
            ..Step::default()
        }
    });
    let rest = areas.len().saturating_sub(WRITTEN);
    let more = (rest > 0).then(|| Step { says: said!("另有 {0} 段", "{0} further areas", rest), ..Step::default() });
    std::iter::once(head).chain(each).chain(more).collect()
}

fn reason(inputs: &Inputs<'_>, reason: &Reason) -> Option<super::super::explain::Input> {
    let object: &Object<'_> = inputs.objects.get(reason.object)?;
    let distance = Some(object.distance_m).filter(|d| d.is_finite() && *d >= 0.0);
    // The rule itself stands in the step's sentence.
    let label = said!("{0}（{1}，{2}）", "{0} ({1}; {2})", object.name, reason.item.place(), counted(object, reason));
    Some(input("d", label, distance, "m", row(object.row)))
}

/// How many households, buildings or other objects meet the rule.
fn counted(object: &Object<'_>, reason: &Reason) -> Said {
    let n = || if reason.count.is_finite() { Gap::from(number(reason.count)) } else { "?".into() };
    let one = reason.count == 1.0;
    match (object.kind, reason.item) {
        (Kind::Households(_) | Kind::Village(_), Item::OilHouseholds | Item::GasClassThree) if one => {
            said!("{0} 户", "{0} household", n())
        }
        (Kind::Households(_) | Kind::Village(_), Item::OilHouseholds | Item::GasClassThree) => {
            said!("{0} 户", "{0} households", n())
        }
        (Kind::TallBuilding, _) if one => said!("{0} 栋", "{0} building", n()),
        (Kind::TallBuilding, _) => said!("{0} 栋", "{0} buildings", n()),
        _ if one => said!("{0} 处", "{0} place", n()),
        _ => said!("{0} 处", "{0} places", n()),
    }
}

fn figures(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Figure> {
    let mut figures = Vec::new();
    if matches!(inputs.product, Product::Gas | Product::Unknown) {
        let source = format!("{GB32167} · 筛查值 / screening value");
        figures.push(Figure::new("r", outcome.radius_m, "m", source, Confidence::Derived));
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
    let open = |o: &&Object<'_>| matches!(o.kind, Kind::Households(None) | Kind::Village(None));
    inputs.objects.iter().filter(open).count()
}

/// Whether a location class that nobody recorded may make an area.
fn classes_open(inputs: &Inputs<'_>, outcome: &Outcome) -> bool {
    let class = |r: &Reason| matches!(r.item, Item::GasClassFour | Item::GasClassThree);
    let any = |areas: &[Area]| areas.iter().any(|a| a.reasons.iter().any(class));
    !inputs.options.location_classes && any(&outcome.possible) && outcome.areas != outcome.possible
}

fn missing(inputs: &Inputs<'_>, outcome: &Outcome) -> (Vec<Text>, f64) {
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
    let fields = asked.iter().filter(|(known, _)| !known).map(|(_, f)| (*f).into()).collect();
    (fields, known as f64 / asked.len() as f64)
}

fn unknown(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Said> {
    let mut said: Vec<Said> = outcome.faults.iter().map(Fault::says).collect();
    if inputs.product == Product::Other {
        said.push(said!(
            "此介质不适用 GB 32167 的输油、输气规则，不定级",
            "GB 32167's rules for oil and natural gas do not apply to this product: not rated"
        ));
    }
    if inputs.product == Product::Unknown {
        said.push(said!(
            "介质未知：按输油、输气两种规则算两端",
            "Product not known: both ends over the oil and the gas rules"
        ));
    }
    let households = inputs.objects.iter().filter(|o| matches!(o.kind, Kind::Households(None) | Kind::Village(None)));
    let n = households.count();
    if n > 0 {
        said.push(match n {
            1 => said!("1 处户数未知", "1 place with an unknown number of households"),
            n => said!("{0} 处户数未知", "{0} places with an unknown number of households", n),
        });
    }
    if classes_open(inputs, outcome) {
        said.push(said!(
            "地区等级未记录：按户数、楼层可能为三级或四级地区",
            "Location class not recorded: by households and storeys it may be class 3 or 4"
        ));
    }
    let built_up = |a: &Area| a.reasons.iter().any(|r| matches!(r.item, Item::OilBuiltUp | Item::GasClassFour));
    if inputs.options.concentrated.is_none()
        && outcome.possible.iter().any(built_up)
        && outcome.areas != outcome.possible
    {
        said.push(said!(
            "标准没有规定多少栋四层及以上建筑算“集中”",
            "The standard does not say how many buildings of four storeys or more are \"concentrated\""
        ));
    }
    if inputs.searched_m < outcome.radius_m.high.clamp(super::SIDE_M, f64::MAX) && inputs.product != Product::Oil
        || inputs.searched_m < super::SIDE_M
    {
        let far = number(inputs.searched_m);
        said.push(said!("管道两侧 {0} m 以外的目标未查", "Objects beyond {0} m of the line were not looked for", far));
    }
    said
}

fn notes(inputs: &Inputs<'_>) -> Vec<Said> {
    let window = number(WINDOW_M);
    let mut notes = vec![
        screening(),
        said!(
            "窗口 {0} m，起点放在目标离开处，不漏最大值；重叠的区段合并，取最高级。",
            "A window of {0} m that begins where objects end, so that no maximum is missed; what overlaps is one area of its worst grade.",
            window
        ),
        said!(
            "标准对“集中”“繁忙”没有量化，不同单位会定出不同等级：请记录由谁认定。",
            "The standard gives no numbers for \"concentrated\" and \"busy\", so firms grade the same place differently: record who decided."
        ),
        said!("等级颜色为本项目规则，非标准。", "The colour of a grade is this project's rule, no standard."),
    ];
    if inputs.product != Product::Oil {
        notes.push(said!(
            "潜在影响半径只适用于贫天然气。",
            "The potential impact radius holds for lean natural gas alone."
        ));
    }
    if inputs.product != Product::Gas {
        notes.push(said!(
            "输油 e 项取 Ⅱ 级：三个来源中两个如此，一个为 Ⅰ 级。",
            "Oil item e is taken as Ⅱ: two of three sources have it so, one has Ⅰ."
        ));
    }
    if inputs.options.merge_gaps {
        let gap = number(GAP_M);
        notes.push(said!(
            "相距 {0} m 以内的区段合并：{1}。",
            "Areas up to {0} m apart are merged. {1}.",
            gap,
            not_per_standard()
        ));
    }
    if inputs.options.location_classes {
        notes.push(said!(
            "按户数推定地区等级：{0}。",
            "Location classes from counted households: {0}.",
            not_per_standard()
        ));
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
            let says = said!(
                "最大允许操作压力不超过 {0} MPa",
                "maximum allowable operating pressure no more than {0} MPa",
                mpa
            );
            found.push(lowering(says, then(less), true));
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
        let says = said!("{0}距管道至少 {1} m", "{0} at least {1} m from the line", name, m);
        found.push(lowering(says, rating, true));
    }
    found
}
