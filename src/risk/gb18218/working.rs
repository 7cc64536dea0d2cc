//! The working of a plant's grade, with every number put in.

use super::classes::Class;
use super::lowering;
use super::overrides::Override;
use super::stock::{Basis, Identity, Stock};
use super::substances::By;
use super::{Grade, Inputs, Outcome, Unit, UnitKind, UnitOutcome, faults, rate, told};
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::parts::{ends, input, part, row as row_of, short};
use crate::risk::rating::{Figure, Range, Worked, constant};
use crate::text::{Gap, Said, Text, said, same};

const SOURCE: &str = "GB 18218-2018 · 筛查值 / screening value";

/// Rates a plant and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let changes = lowering::changes(inputs, &outcome);
    // Where nothing is recorded and nobody says that this is all, the sum of nothing is not known to be 0.
    let s = if inputs.is_unrecorded() { Range::unknown() } else { outcome.s };
    let mut figures = vec![
        Figure::new("S", s, "", SOURCE, Confidence::TwoSources),
        Figure::new("alpha", outcome.alpha, "", SOURCE, Confidence::TwoSources),
    ];
    if outcome.worst != Grade::None {
        figures.push(Figure::new("R", outcome.r, "", SOURCE, Confidence::TwoSources));
    }
    let mut steps = Vec::new();
    let units = || inputs.units.iter().map(|unit| (unit, inputs.unit(unit, outcome.alpha)));
    steps.extend(units().map(|(unit, of)| identification(inputs, unit, &of)));
    if units().any(|(_, of)| of.worst != Grade::None) {
        steps.push(alpha(inputs, &outcome));
    }
    for (i, (unit, of)) in (0u32..).zip(units()).filter(|(_, (_, of))| of.worst != Grade::None) {
        steps.push(grading(inputs, unit, &of, outcome.unit == Some(i)));
    }
    steps.push(level(inputs, &outcome));
    let mut notes = told::notes(inputs, &outcome);
    notes.extend(changes.grade);
    let missing = told::missing(inputs, &outcome);
    let unknown =
        outcome.faults.iter().map(|fault| faults::says(inputs, fault)).chain(told::open(inputs, &outcome)).collect();
    let title = said!("危险化学品重大危险源", "Major hazard installation");
    let explanation = Explanation { title, steps, unknown, notes, completeness: Some(told::completeness(inputs)) };
    Worked { rating: outcome.rating, because: Said::default(), figures, missing, lowering: changes.level, explanation }
}

/// A unit's name, or what it is for.
pub(super) fn unit_name(unit: &Unit) -> Said {
    let kind = match unit.kind {
        Some(UnitKind::Production) => said!("生产单元", "production unit"),
        Some(UnitKind::Storage) => said!("储存单元", "storage unit"),
        None => said!("单元", "unit"),
    };
    if unit.id.is_empty() { kind } else { said!("{0}“{1}”", "{0} “{1}”", kind, unit.id.clone()) }
}

/// A substance's name in Table 1, or as the record has it.
pub(super) fn stock_name(stock: &Stock) -> Said {
    match stock.identity.row() {
        Some(row) => Said::plain(row.zh, row.en),
        None if stock.written.is_empty() => said!("未命名物质", "a substance without a name"),
        None => Said::same(stock.written.clone()),
    }
}

/// A symbol with its place as an index.
fn at(symbol: &str, place: usize) -> Text {
    let digits = place.to_string();
    let index = digits.chars().filter_map(|d| char::from_u32(u32::from('₀') + d.to_digit(10)?));
    symbol.chars().chain(index).collect::<String>().into()
}

/// S of a unit, with its substances and their thresholds.
fn identification(inputs: &Inputs, unit: &Unit, of: &UnitOutcome) -> Step {
    let name = unit_name(unit);
    let is = match (of.s.low >= 1.0, of.best == Grade::None && of.worst == Grade::None) {
        (_, true) => said!("不构成重大危险源", "no major hazard installation"),
        (true, _) => said!("构成重大危险源", "a major hazard installation"),
        (false, _) => said!("未知", "open"),
    };
    let mut terms = Vec::new();
    let mut put_in = Vec::new();
    for (i, stock) in (1..).zip(&unit.stocks) {
        let tonnes = stock.tonnes(inputs.count_design_max);
        let q = threshold(inputs, stock);
        terms.push(same!("{0}/{1}", part(tonnes), part(q)));
        put_in.push(quantity(inputs, stock, i));
        put_in.push(Input { symbol: at("Q", i), ..threshold_input(inputs, stock, q) });
    }
    if unit.unreadable {
        terms.push("(0…∞)".into());
    }
    let s = ends(of.s);
    Step {
        says: said!("{0}：S = {1}，{2}", "{0}: S = {1}, {2}", name, s, is),
        formula: "S = q₁/Q₁ + q₂/Q₂ + … + qₙ/Qₙ ≥ 1".into(),
        substituted: if terms.is_empty() {
            Said::default()
        } else {
            same!("{0} = {1}", Gap::list(terms, " + ", " + "), s)
        },
        inputs: put_in,
    }
}

fn quantity(inputs: &Inputs, stock: &Stock, place: usize) -> Input {
    let basis = match stock.basis {
        Some(Basis::DesignMax) => said!("设计最大量", "design maximum"),
        Some(Basis::Present) => said!("实际存在量", "present"),
        None => said!("量", "quantity"),
    };
    let label = said!("{0}，{1}", "{0}, {1}", stock_name(stock), basis);
    input(at("q", place), label, stock.known_t(), "t", row_of(&inputs.row))
}

/// Q between its ends.
fn threshold(inputs: &Inputs, stock: &Stock) -> Range {
    let ratio = stock.per_tonne(&inputs.overrides).ratio;
    Range { low: 1.0 / ratio.high, high: 1.0 / ratio.low }
}

/// Where a constant that may be set comes from.
fn constant_or(set: Option<&Override>, table: impl Into<Text>, confidence: Confidence) -> Origin {
    match set {
        Some(set) => set.from.clone(),
        None => constant(table, confidence),
    }
}

fn threshold_input(inputs: &Inputs, stock: &Stock, q: Range) -> Input {
    let o = &inputs.overrides;
    let name = stock_name(stock);
    let from = match (stock.identity, stock.identity.row()) {
        (_, Some(row)) => constant_or(o.threshold(row), "GB 18218-2018 表1 / Table 1", Confidence::TwoSources),
        (Identity::Listed(_), _) => constant_or(None, "GB 18218-2018 表1 / Table 1", Confidence::TwoSources),
        _ => {
            let of_class = || stock.classes.iter().find_map(|class| o.class_threshold(*class));
            let set = o.own_threshold(&stock.written).or_else(of_class);
            constant_or(set, format!("GB 18218-2018 表2 / Table 2{}", symbols(&stock.classes)), Confidence::TwoSources)
        }
    };
    let label = said!("{0}，临界量", "{0}, threshold", &name);
    input("Q", label, q.known(), "t", from)
}

fn symbols(classes: &[Class]) -> String {
    classes.iter().fold(String::new(), |text, class| format!("{text} {}", class.symbol()))
}

fn beta_input(inputs: &Inputs, stock: &Stock, beta: Range) -> Input {
    let o = &inputs.overrides;
    let name = stock_name(stock);
    let of_class = |classes: &[Class], applied: bool| {
        let by = if applied { " · 类别由本项目套用 / class applied by this project" } else { "" };
        let confidence = if applied { Confidence::Derived } else { Confidence::TwoSources };
        let own = || stock.identity.row().is_none().then(|| o.own_beta(&stock.written)).flatten();
        let set = own().or_else(|| classes.iter().find_map(|class| o.class_beta(*class)));
        constant_or(set, format!("GB 18218-2018 表4{0} / Table 4{0}{by}", symbols(classes)), confidence)
    };
    let from = match stock.identity.row() {
        Some(row) => match (o.beta(row), row.by) {
            (Some(set), _) => constant_or(Some(set), "", Confidence::Unverified),
            (None, By::Table3(_)) => constant_or(None, "GB 18218-2018 表3 / Table 3", Confidence::TwoSources),
            (None, By::Class(_)) if !stock.classes.is_empty() && beta.known().is_some() => {
                of_class(&stock.classes, false)
            }
            (None, By::Class(applied)) => of_class(applied, true),
        },
        None => of_class(&stock.classes, stock.identity != Identity::ByClass),
    };
    let label = said!("{0}，校正系数", "{0}, correction factor", &name);
    input("β", label, beta.known(), "", from)
}

/// α, with the residents.
fn alpha(inputs: &Inputs, outcome: &Outcome) -> Step {
    let people = inputs.people();
    let (n, a) = (ends(people), ends(outcome.alpha));
    let mut put_in = vec![input(
        "",
        said!("厂区边界外 500 m 内常住人口", "permanent residents within 500 m outside the boundary"),
        people.known(),
        "persons",
        Origin::Layer("residents".into(), inputs.residents_rows),
    )];
    let set = inputs.overrides.alpha_from(people).cloned();
    let from = set.unwrap_or_else(|| constant("GB 18218-2018 α", Confidence::TwoSources));
    put_in.push(input("α", said!("暴露人员校正系数", "factor of exposed people"), outcome.alpha.known(), "", from));
    let steps = inputs.overrides.steps().iter();
    let steps = steps.map(|(from, alpha)| same!("≥ {0} → {1}", short(*from), short(*alpha)));
    Step {
        says: said!("常住人口 {0} 人：α = {1}", "{0} residents: α = {1}", n, a),
        formula: same!("α: {0}", Gap::list(steps, ", ", ", ")),
        substituted: same!("{0} → {1}", n, a),
        inputs: put_in,
    }
}

/// R of a unit and its grade.
fn grading(inputs: &Inputs, unit: &Unit, of: &UnitOutcome, is_worst: bool) -> Step {
    let name = unit_name(unit);
    let mut terms = Vec::new();
    let mut put_in = Vec::new();
    for (i, stock) in (1..).zip(&unit.stocks) {
        let tonnes = stock.tonnes(inputs.count_design_max);
        let beta = stock.beta(&inputs.overrides);
        terms.push(same!("{0}·{1}/{2}", part(beta), part(tonnes), part(threshold(inputs, stock))));
        put_in.push(Input { symbol: at("β", i), ..beta_input(inputs, stock, beta) });
    }
    if unit.unreadable {
        terms.push("(0…∞)".into());
    }
    let r = ends(of.r);
    let is = between(of.best, of.worst);
    let last = if is_worst && inputs.units.len() > 1 {
        said!("，为全厂最高", ", the plant's worst")
    } else {
        Said::default()
    };
    Step {
        says: said!("{0}：R = {1}，{2}{3}", "{0}: R = {1}, {2}{3}", name, r, is, last),
        formula: "R = α·(β₁·q₁/Q₁ + β₂·q₂/Q₂ + … + βₙ·qₙ/Qₙ)".into(),
        substituted: same!("{0}·({1}) = {2}", part(inputs.alpha()), Gap::list(terms, " + ", " + "), r),
        inputs: put_in,
    }
}

/// One grade, or both ends.
fn between(best: Grade, worst: Grade) -> Said {
    if best == worst {
        return best.says();
    }
    said!("{0}至{1}之间", "between {0} and {1}", best.says(), worst.says())
}

fn level(inputs: &Inputs, outcome: &Outcome) -> Step {
    let taken = match inputs.units.is_empty() {
        true => said!("没有任何物质记录", "No substance is on record"),
        false => {
            let worst = between(outcome.best, outcome.worst);
            said!("企业等级取最高单元：{0}", "The plant takes its worst unit's: {0}", worst)
        }
    };
    let is_open = outcome.rating.worst < outcome.worst.level();
    let open = if is_open {
        said!("；未填报的物质使最坏端不定", "; what is not declared leaves the worst end open")
    } else {
        Said::default()
    };
    Step {
        says: same!("{0}{1}", taken, open),
        formula: "R ≥ 100 (Ⅰ) A; 50 ≤ R < 100 (Ⅱ) B; 10 ≤ R < 50 (Ⅲ) C; R < 10 (Ⅳ) C; S < 1 D".into(),
        substituted: Said::default(),
        inputs: vec![input(
            "",
            said!("分级与四级的对应", "from grade to level"),
            None,
            "",
            constant(
                "riskmap（重大危险源分级与四级的对应） / riskmap (from the installation's grade to the four levels)",
                Confidence::OurRule,
            ),
        )],
    }
}
