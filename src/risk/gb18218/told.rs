//! What stands beside a plant's working: assumptions, what is missing, how much is known.

use super::overrides::Override;
use super::stock::{Basis, Identity};
use super::{FaultKind, Grade, Inputs, Outcome, Sleepers};
use crate::domain::Level;
use crate::risk::parts::{count, exact, short};
use crate::text::{Said, Text, said};

/// Assumptions, when not to use the grade, and constants that are set otherwise.
pub(super) fn notes(inputs: &Inputs, outcome: &Outcome) -> Vec<Said> {
    let mut notes = vec![
        said!(
            "筛查值，不替代重大危险源辨识、评估与备案。",
            "A screening value: it replaces no identification, assessment or filing."
        ),
        said!(
            "不适用于车辆运输与长输管道、军工与核设施、海上油气，以及矿山（其加工与储存除外）。",
            "Not for vehicles and long-distance pipelines, military and nuclear sites, offshore oil and gas, nor for \
             mines but for their processing and storage."
        ),
        said!(
            "表1列名物质按该行计，即视为符合其含量等限定；未列入表3者，β 按本项目套用的类别取表4。",
            "A substance named in Table 1 counts as its row, so as within that row's limits; where Table 3 does not name \
             it, β is Table 4's by a class that this project applies."
        ),
    ];
    let stocks = || inputs.units.iter().flat_map(|unit| &unit.stocks);
    if stocks().any(|stock| stock.classes.len() > 1 && stock.identity == Identity::ByClass) {
        notes.push(said!(
            "有多个危险类别的，取最小的 Q 与最大的 β。",
            "Of several hazard classes the smallest Q and the largest β count."
        ));
    }
    let present = || stocks().any(|stock| stock.basis == Some(Basis::Present));
    if inputs.count_design_max && present() {
        notes.push(said!(
            "按选项，实际存在量只作设计最大量的下限；该规定未经标准原文核对。",
            "As asked, what is present is only the least that the design maximum can be; not per standard: that rule \
             was not checked against its text."
        ));
    } else if present() {
        notes.push(said!(
            "部分量为实际存在量，设计最大量可能更大。",
            "Some quantities are what is present: the design maximum may be more."
        ));
    }
    if inputs.complete.is_none() && outcome.rating.best != Level::Blue {
        notes.push(said!(
            "未申明物质是否填报齐全，等级只按已填报的物质计。",
            "Nothing says that all substances are declared: the grade is that of those that are."
        ));
    }
    // α stands in no working of what is no installation.
    notes.extend(inputs.sleepers.filter(|_| outcome.worst != Grade::None).and_then(not_counted));
    let o = &inputs.overrides;
    let set = |symbol: &'static str, o: &Override| {
        said!(
            "参数覆盖：{0} 的 {1} = {2}（{3}）",
            "Overridden by a parameter: {1} of {0} = {2} ({3})",
            o.of.clone(),
            symbol,
            short(o.value),
            o.note.clone()
        )
    };
    notes.extend(o.thresholds.iter().map(|o| set("Q", o)));
    notes.extend(o.betas.iter().map(|o| set("β", o)));
    if let Some(alpha) = &o.alpha {
        notes.push(said!(
            "参数覆盖：α 的分档（{0}）",
            "Overridden by a parameter: the steps of α ({0})",
            alpha.note.clone()
        ));
    }
    notes
}

/// Who sleeps near the plant and is not in α; none where nobody is known to.
fn not_counted(sleepers: Sleepers) -> Option<Said> {
    let Sleepers { people, venues, unsaid } = sleepers;
    let n = |n: u32| count(u64::from(n));
    let others = match unsaid {
        0 => Said::default(),
        unsaid => said!("（另有 {0} 处人数未知）", " (of {0} more the number is not known)", n(unsaid)),
    };
    (people > 0.0).then(|| {
        said!(
            "α 只计常住人口：厂界外 500 m 内宿舍、群租房、养老院、医院、宾馆等 {0} 处场所夜间 {1} 人，未计入{2}。",
            "α counts permanent residents alone. Not counted: people who sleep in dormitories, group rentals, nursing \
             homes, hospitals and hotels within 500 m outside the boundary, {1} in {0} such venues{2}.",
            n(venues),
            exact(people),
            others
        )
    })
}

/// Why an end is open though no element is wrong.
pub(super) fn open(inputs: &Inputs, outcome: &Outcome) -> Option<Said> {
    match inputs.complete {
        Some(false) => Some(said!(
            "记录申明物质未填报齐全，最坏端不定",
            "the record says that not all substances are declared: the worst end is open"
        )),
        None if inputs.is_unrecorded() => Some(said!(
            "没有填报任何物质，也未申明已填报齐全，不能判为 D",
            "no substance is declared, and nothing says that there is none: not yet D"
        )),
        None if outcome.rating.best == Level::Blue => Some(said!(
            "未申明物质已填报齐全，S < 1 不能判为 D",
            "nothing says that all substances are declared: S < 1 is not yet D"
        )),
        _ => None,
    }
}

/// The fields without which no more can be said.
pub(super) fn missing(inputs: &Inputs, outcome: &Outcome) -> Vec<Text> {
    let mut missing = Vec::new();
    let mut add = |field: &'static str, is: bool| {
        if is {
            missing.push(field.into());
        }
    };
    let any = |kinds: &[FaultKind]| outcome.faults.iter().any(|fault| kinds.contains(&fault.kind));
    use FaultKind::*;
    add("units", inputs.units.is_empty() || any(&[NotJson, NotAList, NotARecord, NoSubstances]));
    add("units.substances.substance", any(&[NoName, CheckDigit, UnknownName, Ambiguous]));
    add("units.substances.hazard_class", any(&[UnknownName, NoThreshold, HazardClass]));
    add("units.substances.quantity_t", any(&[QuantityMissing, QuantityUnread, QuantityBad, QuantityWithoutUnit]));
    add("substances_complete", open(inputs, outcome).is_some());
    add("residents.residents", outcome.alpha.known().is_none() && outcome.worst != Grade::None);
    missing
}

/// The share of the needed inputs that are known: what each substance is, how much there is of it, the residents, whether
/// these are all substances.
pub(super) fn completeness(inputs: &Inputs) -> f64 {
    let mut known = usize::from(inputs.complete == Some(true)) + usize::from(inputs.people().known().is_some());
    let mut needed = 2;
    for unit in &inputs.units {
        needed += 2 * unit.stocks.len().max(usize::from(unit.unreadable));
        for stock in &unit.stocks {
            let is_known = stock.per_tonne(&inputs.overrides).weighted.known().is_some();
            known += usize::from(is_known) + usize::from(stock.known_t().is_some());
        }
    }
    known as f64 / needed as f64
}
