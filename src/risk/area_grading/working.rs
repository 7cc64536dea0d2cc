//! The working of an area's grade, and what would lower it.

use super::{Fault, Inputs, Item, Outcome, Targets, is_number, rate};
use crate::domain::{Level, Words};
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::gb18218::Grade;
use crate::risk::parts::{ends, input, letters, part, row as row_of, short, w};
use crate::risk::rating::{Figure, Lowering, Range, Worked, constant};

const SOURCE: &str = "安全风险分区 L×S（公开代码，原始文件未查明；筛查值） / Area grading L×S (public code, its document not identified; screening value)";

/// The four severities: words and the dataset's field.
fn severities() -> [(Words, &'static str); 4] {
    [
        (w("区域及相邻区域现场人数", "people in this area and those beside it"), "grading.people_area"),
        (w("任一装置区域最大现场人数", "most people in any process area"), "grading.people_unit"),
        (w("重大危险源等级", "grade of a major hazard installation"), "units"),
        (w("边界外 500 m 内防护目标", "protection targets within 500 m of the boundary"), "venues"),
    ]
}

/// Rates an area and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let confidence = Confidence::Checked;
    let (l, s) = (ends(outcome.l), ends(outcome.s));
    let is_item_known = |item: &&Item| inputs.item(**item).known().is_some();
    let scores = inputs.severities();
    let mut missing: Vec<String> =
        Item::ALL.iter().filter(|item| !is_item_known(item)).map(|item| format!("grading.{}", item.field())).collect();
    let known = known_severities(inputs);
    // A severity that could not raise the largest known one is not asked for.
    let least = scores.iter().map(|range| range.low).fold(1.0, f64::max);
    let asked = |i: usize| known.get(i) == Some(&false) && scores.get(i).is_some_and(|range| range.high > least);
    missing
        .extend(severities().iter().enumerate().filter(|(i, _)| asked(*i)).map(|(_, (_, field))| (*field).to_owned()));
    let matrix = Step {
        says: w(format!("L = {l}，S = {s}"), format!("L = {l}, S = {s}")),
        formula: "L\\S: 1 D D D C; 2 D C C B; 3 D C B A; 4 C B A A".to_owned(),
        substituted: format!("({l}, {s}) → {}", letters(outcome.rating.best, outcome.rating.worst)),
        inputs: vec![input("", w("矩阵", "matrix"), None, "", constant(SOURCE, confidence))],
    };
    let complete = Item::ALL.iter().filter(is_item_known).count() + known.iter().filter(|k| **k).count();
    Worked {
        rating: outcome.rating,
        figures: vec![
            Figure::new("L", outcome.l, "", SOURCE, confidence),
            Figure::new("S", outcome.s, "", SOURCE, confidence),
        ],
        missing,
        lowering: lowering(inputs, &outcome),
        explanation: Explanation {
            title: w("区域安全风险分级", "Grading of an area"),
            steps: vec![likelihood(inputs, &l), severity(inputs, &s), matrix],
            unknown: outcome.faults.iter().map(|fault| fault_words(*fault)).collect(),
            notes: notes(inputs, &known),
            completeness: Some(complete as f64 / 10.0),
        },
    }
}

fn known_severities(inputs: &Inputs) -> [bool; 4] {
    let people = |n: Range| is_number(n) && n.known().is_some();
    [people(inputs.people_area), people(inputs.people_unit), inputs.hazard.0 == inputs.hazard.1, inputs.targets.known()]
}

fn likelihood(inputs: &Inputs, l: &str) -> Step {
    let terms: Vec<String> = Item::ALL.iter().map(|item| part(inputs.item(*item))).collect();
    Step {
        says: w(format!("可能性 L = {l}"), format!("Likelihood L = {l}")),
        formula: "L = ⌈(l₁ + l₂ + l₃ + l₄ + l₅ + l₆)/6⌉ ≥ 1".to_owned(),
        substituted: format!("⌈({})/6⌉ = {l}", terms.join(" + ")),
        inputs: Item::ALL
            .iter()
            .map(|item| input("", item.label(), inputs.item(*item).known(), "", row_of(&inputs.row)))
            .collect(),
    }
}

fn severity(inputs: &Inputs, s: &str) -> Step {
    let terms: Vec<String> = inputs.severities().iter().map(|score| ends(*score)).collect();
    let known = |n: Range| if is_number(n) { n.known() } else { None };
    let targets = known(inputs.targets.third_class).zip(known(inputs.targets.others)).map(|(a, b)| a + b);
    let values = [
        (known(inputs.people_area), "persons", row_of(&inputs.row)),
        (known(inputs.people_unit), "persons", row_of(&inputs.row)),
        (None, "", Origin::Computed),
        (targets, "", Origin::Computed),
    ];
    let put_in = |((label, _), (value, unit, from)): ((Words, _), (Option<f64>, &str, Origin))| -> Input {
        input("", label, value, unit, from)
    };
    let mut inputs_of: Vec<Input> = severities().into_iter().zip(values).map(put_in).collect();
    if let Some(grade) = inputs_of.get_mut(2) {
        let (best, worst) = (inputs.hazard.0.names(), inputs.hazard.1.names());
        let both = |best: &str, worst: &str| if best == worst { best.to_owned() } else { format!("{best}…{worst}") };
        let is = w(both(best.0, worst.0), both(best.1, worst.1));
        grade.label = w(format!("{}：{}", grade.label.zh, is.zh), format!("{}: {}", grade.label.en, is.en));
    }
    Step {
        says: w(format!("严重性 S = {s}"), format!("Severity S = {s}")),
        formula: "S = max(s₁, s₂, s₃, s₄)".to_owned(),
        substituted: format!("max({}) = {s}", terms.join(", ")),
        inputs: inputs_of,
    }
}

fn fault_words(fault: Fault) -> Words {
    match fault {
        Fault::Unreadable => w("grading 不是可读的记录", "grading: no record that can be read"),
        Fault::Item(item) => {
            let label = item.label();
            w(
                format!("{}不是 0 至 4 的分值，按未知处理", label.zh),
                format!("{}: no score from 0 to 4, and taken as unknown", label.en),
            )
        }
        Fault::PeopleArea | Fault::PeopleUnit => {
            w("现场人数不是人数，按未知处理", "people on site: no number of people, and taken as unknown")
        }
        Fault::Targets => w("防护目标数不是数目，按未知处理", "targets: no number, and taken as unknown"),
    }
}

fn notes(inputs: &Inputs, known: &[bool; 4]) -> Vec<Words> {
    let mut notes = vec![
        w(
            "筛查值：方法取自公开代码，其原始文件未查明。",
            "A screening value: the method is that of public code whose document was not identified.",
        ),
        w("L 取平均，单项最高分会被其余项冲淡。", "L is a mean: the worst item is thinned by the others."),
    ];
    if inputs.conservative_defaults && known.contains(&false) {
        notes.push(w(
            "按选项，未知的严重性取最不利值（4 分为缺省）。",
            "As asked, an unknown severity counts as the worst it can be (4 by default).",
        ));
    }
    notes
}

/// One item a step lower, fewer people, a lower grade, fewer targets.
fn lowering(inputs: &Inputs, outcome: &Outcome) -> Vec<Lowering> {
    let now = outcome.rating.level();
    if matches!(now, Level::Unrated | Level::Blue) {
        return Vec::new();
    }
    // The first of some changes, mildest first, that brings the level down.
    let first = |changes: Vec<(Inputs, Words, bool)>| {
        changes.into_iter().find_map(|(changed, says, just_under)| {
            let to = rate(&changed).rating.level();
            (to > now && to != Level::Unrated).then_some(Lowering { says, to, just_under })
        })
    };
    let mut found = Vec::new();
    for (i, item) in Item::ALL.iter().enumerate() {
        let Some(score) = inputs.item(*item).known() else { continue };
        let changes = (0..score as u32).rev().map(|lower| {
            let mut changed = inputs.clone();
            if let Some(slot) = changed.items.get_mut(i) {
                *slot = Some(f64::from(lower));
            }
            let label = item.label();
            let says = w(
                format!("{}由 {} 分降到 {lower} 分", label.zh, short(score)),
                format!("{} from {} to {lower}", label.en, short(score)),
            );
            (changed, says, false)
        });
        found.extend(first(changes.collect()));
    }
    let fewer = |people: Range, label: &Words, with: &dyn Fn(Range) -> Inputs| {
        let now = people.known().unwrap_or(0.0);
        let steps = [29.0, 9.0, 2.0].into_iter().filter(|n| *n < now);
        let says = |n: f64| {
            w(
                format!("{}由 {} 人减至 {n} 人", label.zh, short(now)),
                format!("{} from {} to {n}", label.en, short(now)),
            )
        };
        first(steps.map(|n| (with(Range::exactly(n)), says(n), true)).collect())
    };
    let [(area, _), (unit, _), _, _] = severities();
    found.extend(fewer(inputs.people_area, &area, &|n| Inputs { people_area: n, ..inputs.clone() }));
    found.extend(fewer(inputs.people_unit, &unit, &|n| Inputs { people_unit: n, ..inputs.clone() }));
    let grades = [Grade::Second, Grade::Third, Grade::None].into_iter().filter(|g| *g > inputs.hazard.1);
    let grade = |to: Grade| {
        let (from, names) = (inputs.hazard.1.names(), to.names());
        let says = w(
            format!("重大危险源等级由{}降为{}", from.0, names.0),
            format!("the major hazard installation from {} to {}", from.1, names.1),
        );
        (Inputs { hazard: (to, to), ..inputs.clone() }, says, false)
    };
    found.extend(first(grades.map(grade).collect()));
    if inputs.targets.known() {
        let third = inputs.targets.third_class.low;
        let steps = (0..=2u32).rev().filter(|n| f64::from(*n) < third || inputs.targets.others.low > 0.0);
        let says = |n: u32| {
            w(
                format!("边界外 500 m 内防护目标减至 {n} 个三类目标（搬迁或退距）"),
                format!(
                    "targets within 500 m of the boundary down to {n} of the third class (moved, or the area back)"
                ),
            )
        };
        let steps = steps.filter(|n| f64::from(*n) <= third);
        found.extend(first(
            steps.map(|n| (Inputs { targets: Targets::exactly(n, 0), ..inputs.clone() }, says(n), false)).collect(),
        ));
    }
    found
}
