//! The working of a plant's grade, with every number put in.

use super::classes::Class;
use super::lowering;
use super::overrides::Override;
use super::stock::{Basis, Identity, Stock};
use super::substances::By;
use super::{Grade, Inputs, Outcome, Unit, UnitKind, UnitOutcome, faults, rate, told};
use crate::domain::Words;
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::parts::{ends, input, part, row as row_of, short, w};
use crate::risk::rating::{Figure, Range, Worked, constant};

const SOURCE: &str = "GB 18218-2018 · 筛查值 / screening value";

/// Rates a plant and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let changes = lowering::changes(inputs, &outcome);
    let mut figures = vec![
        Figure::new("S", outcome.s, "", SOURCE, Confidence::TwoSources),
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
    let title = w("危险化学品重大危险源", "Major hazard installation");
    let explanation = Explanation { title, steps, unknown, notes, completeness: Some(told::completeness(inputs)) };
    Worked { rating: outcome.rating, figures, missing, lowering: changes.level, explanation }
}

/// A unit's name, or what it is for.
pub(super) fn unit_name(unit: &Unit) -> Words {
    let (zh, en) = match unit.kind {
        Some(UnitKind::Production) => ("生产单元", "production unit"),
        Some(UnitKind::Storage) => ("储存单元", "storage unit"),
        None => ("单元", "unit"),
    };
    if unit.id.is_empty() { w(zh, en) } else { w(format!("{zh}“{}”", unit.id), format!("{en} “{}”", unit.id)) }
}

/// A substance's name in Table 1, or as the record has it.
pub(super) fn stock_name(stock: &Stock) -> Words {
    match stock.identity.row() {
        Some(row) => w(row.zh, row.en),
        None if stock.written.is_empty() => w("未命名物质", "a substance without a name"),
        None => Words::same(stock.written.as_str()),
    }
}

/// A symbol with its place as an index.
fn at(symbol: &str, place: usize) -> String {
    let digits = place.to_string();
    let index = digits.chars().filter_map(|d| char::from_u32(u32::from('₀') + d.to_digit(10)?));
    symbol.chars().chain(index).collect()
}

/// S of a unit, with its substances and their thresholds.
fn identification(inputs: &Inputs, unit: &Unit, of: &UnitOutcome) -> Step {
    let name = unit_name(unit);
    let (zh, en) = match (of.s.low >= 1.0, of.best == Grade::None && of.worst == Grade::None) {
        (_, true) => ("不构成重大危险源", "no major hazard installation"),
        (true, _) => ("构成重大危险源", "a major hazard installation"),
        (false, _) => ("未知", "open"),
    };
    let mut terms = Vec::new();
    let mut put_in = Vec::new();
    for (i, stock) in (1..).zip(&unit.stocks) {
        let tonnes = stock.tonnes(inputs.count_design_max);
        let q = threshold(inputs, stock);
        terms.push(format!("{}/{}", part(tonnes), part(q)));
        put_in.push(quantity(inputs, stock, i));
        put_in.push(Input { symbol: at("Q", i), ..threshold_input(inputs, stock, q) });
    }
    if unit.unreadable {
        terms.push("(0…∞)".to_owned());
    }
    let s = ends(of.s);
    Step {
        says: w(format!("{}：S = {s}，{zh}", name.zh), format!("{}: S = {s}, {en}", name.en)),
        formula: "S = q₁/Q₁ + q₂/Q₂ + … + qₙ/Qₙ ≥ 1".to_owned(),
        substituted: if terms.is_empty() { String::new() } else { format!("{} = {s}", terms.join(" + ")) },
        inputs: put_in,
    }
}

fn quantity(inputs: &Inputs, stock: &Stock, place: usize) -> Input {
    let name = stock_name(stock);
    let (zh, en) = match stock.basis {
        Some(Basis::DesignMax) => ("设计最大量", "design maximum"),
        Some(Basis::Present) => ("实际存在量", "present"),
        None => ("量", "quantity"),
    };
    let label = w(format!("{}，{zh}", name.zh), format!("{}, {en}", name.en));
    input(&at("q", place), label, stock.known_t(), "t", row_of(&inputs.row))
}

/// Q between its ends.
fn threshold(inputs: &Inputs, stock: &Stock) -> Range {
    let ratio = stock.per_tonne(&inputs.overrides).ratio;
    Range { low: 1.0 / ratio.high, high: 1.0 / ratio.low }
}

/// Where a constant that may be set comes from.
fn constant_or(set: Option<&Override>, table: &str, confidence: Confidence) -> Origin {
    match set {
        Some(set) => set.from.clone(),
        None => constant(&format!("GB 18218-2018 {table}"), confidence),
    }
}

fn threshold_input(inputs: &Inputs, stock: &Stock, q: Range) -> Input {
    let o = &inputs.overrides;
    let name = stock_name(stock);
    let from = match (stock.identity, stock.identity.row()) {
        (_, Some(row)) => constant_or(o.threshold(row), "表1 / Table 1", Confidence::TwoSources),
        (Identity::Listed(_), _) => constant_or(None, "表1 / Table 1", Confidence::TwoSources),
        _ => {
            let of_class = || stock.classes.iter().find_map(|class| o.class_threshold(*class));
            let set = o.own_threshold(&stock.written).or_else(of_class);
            constant_or(set, &format!("表2 / Table 2{}", symbols(&stock.classes)), Confidence::TwoSources)
        }
    };
    let label = w(format!("{}，临界量", name.zh), format!("{}, threshold", name.en));
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
        constant_or(set, &format!("表4{0} / Table 4{0}{by}", symbols(classes)), confidence)
    };
    let from = match stock.identity.row() {
        Some(row) => match (o.beta(row), row.by) {
            (Some(set), _) => constant_or(Some(set), "", Confidence::Unverified),
            (None, By::Table3(_)) => constant_or(None, "表3 / Table 3", Confidence::TwoSources),
            (None, By::Class(_)) if !stock.classes.is_empty() && beta.known().is_some() => {
                of_class(&stock.classes, false)
            }
            (None, By::Class(applied)) => of_class(applied, true),
        },
        None => of_class(&stock.classes, stock.identity != Identity::ByClass),
    };
    let label = w(format!("{}，校正系数", name.zh), format!("{}, correction factor", name.en));
    input("β", label, beta.known(), "", from)
}

/// α, with the residents.
fn alpha(inputs: &Inputs, outcome: &Outcome) -> Step {
    let people = inputs.people();
    let (n, a) = (ends(people), ends(outcome.alpha));
    let mut put_in = vec![input(
        "",
        w("厂区边界外 500 m 内常住人口", "permanent residents within 500 m outside the boundary"),
        people.known(),
        "persons",
        Origin::Layer("residents".to_owned(), inputs.residents_rows),
    )];
    let set = inputs.overrides.alpha_from(people).cloned();
    let from = set.unwrap_or_else(|| constant("GB 18218-2018 α", Confidence::TwoSources));
    put_in.push(input("α", w("暴露人员校正系数", "factor of exposed people"), outcome.alpha.known(), "", from));
    let formula: Vec<String> = inputs
        .overrides
        .steps()
        .iter()
        .map(|(from, alpha)| format!("≥ {} → {}", short(*from), short(*alpha)))
        .collect();
    Step {
        says: w(format!("常住人口 {n} 人：α = {a}"), format!("{n} residents: α = {a}")),
        formula: format!("α: {}", formula.join(", ")),
        substituted: format!("{n} → {a}"),
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
        terms.push(format!("{}·{}/{}", part(beta), part(tonnes), part(threshold(inputs, stock))));
        put_in.push(Input { symbol: at("β", i), ..beta_input(inputs, stock, beta) });
    }
    if unit.unreadable {
        terms.push("(0…∞)".to_owned());
    }
    let r = ends(of.r);
    let (zh, en) = between(of.best, of.worst);
    let last =
        if is_worst && inputs.units.len() > 1 { ("，为全厂最高", ", the plant's worst") } else { ("", "") };
    Step {
        says: w(format!("{}：R = {r}，{zh}{}", name.zh, last.0), format!("{}: R = {r}, {en}{}", name.en, last.1)),
        formula: "R = α·(β₁·q₁/Q₁ + β₂·q₂/Q₂ + … + βₙ·qₙ/Qₙ)".to_owned(),
        substituted: format!("{}·({}) = {r}", part(inputs.alpha()), terms.join(" + ")),
        inputs: put_in,
    }
}

/// One grade, or both ends.
fn between(best: Grade, worst: Grade) -> (String, String) {
    let (best_names, worst_names) = (best.names(), worst.names());
    if best == worst {
        return (best_names.0.to_owned(), best_names.1.to_owned());
    }
    (format!("{}至{}之间", best_names.0, worst_names.0), format!("between {} and {}", best_names.1, worst_names.1))
}

fn level(inputs: &Inputs, outcome: &Outcome) -> Step {
    let (zh, en) = between(outcome.best, outcome.worst);
    let (zh, en) = match inputs.units.is_empty() {
        true => ("没有任何物质记录".to_owned(), "No substance is on record".to_owned()),
        false => (format!("企业等级取最高单元：{zh}"), format!("The plant takes its worst unit's: {en}")),
    };
    let is_open = outcome.rating.worst < outcome.worst.level();
    let open = if is_open {
        ("；未填报的物质使最坏端不定", "; what is not declared leaves the worst end open")
    } else {
        ("", "")
    };
    Step {
        says: w(zh + open.0, en + open.1),
        formula: "R ≥ 100 (Ⅰ) A; 50 ≤ R < 100 (Ⅱ) B; 10 ≤ R < 50 (Ⅲ) C; R < 10 (Ⅳ) C; S < 1 D".to_owned(),
        substituted: String::new(),
        inputs: vec![input(
            "",
            w("分级与四级的对应", "from grade to level"),
            None,
            "",
            constant(
                "riskmap（重大危险源分级与四级的对应） / riskmap (from the installation's grade to the four levels)",
                Confidence::OurRule,
            ),
        )],
    }
}
