//! The working of an area's grade, and what would lower it.

use super::{Fault, Inputs, Item, Outcome, Targets, is_number, rate};
use crate::domain::Level;
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::gb18218::Grade;
use crate::risk::parts::{ends, exact, input, letters, part, row as row_of, short};
use crate::risk::rating::{Figure, Lowering, Range, Worked, constant};
use crate::text::{Gap, Number, Said, Text, said, same};

const SOURCE: &str = "安全风险分区 L×S（公开代码，原始文件未查明；筛查值） / Area grading L×S (public code, its document not identified; screening value)";

/// The four severities: words and the dataset's field.
fn severities() -> [(Said, &'static str); 4] {
    [
        (said!("区域及相邻区域现场人数", "people in this area and those beside it"), "grading.people_area"),
        (said!("任一装置区域最大现场人数", "most people in any process area"), "grading.people_unit"),
        (said!("重大危险源等级", "grade of a major hazard installation"), "units"),
        (said!("边界外 500 m 内防护目标", "protection targets within 500 m of the boundary"), "venues"),
    ]
}

/// Rates an area and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let confidence = Confidence::Checked;
    let (l, s) = (ends(outcome.l), ends(outcome.s));
    let is_item_known = |item: &&Item| inputs.item(**item).known().is_some();
    let scores = inputs.severities();
    let mut missing: Vec<Text> = Item::ALL
        .iter()
        .filter(|item| !is_item_known(item))
        .map(|item| format!("grading.{}", item.field()).into())
        .collect();
    let known = known_severities(inputs);
    // A severity that could not raise the largest known one is not asked for.
    let least = scores.iter().map(|range| range.low).fold(1.0, f64::max);
    let asked = |i: usize| known.get(i) == Some(&false) && scores.get(i).is_some_and(|range| range.high > least);
    missing.extend(severities().iter().enumerate().filter(|(i, _)| asked(*i)).map(|(_, (_, field))| (*field).into()));
    let matrix = Step {
        says: said!("L = {0}，S = {1}", "L = {0}, S = {1}", l, s),
        formula: "L\\S: 1 D D D C; 2 D C C B; 3 D C B A; 4 C B A A".into(),
        substituted: same!("({0}, {1}) → {2}", l, s, letters(outcome.rating.best, outcome.rating.worst)),
        inputs: vec![input("", said!("矩阵", "matrix"), None, "", constant(SOURCE, confidence))],
    };
    let complete = Item::ALL.iter().filter(is_item_known).count() + known.iter().filter(|k| **k).count();
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: vec![
            Figure::new("L", outcome.l, "", SOURCE, confidence),
            Figure::new("S", outcome.s, "", SOURCE, confidence),
        ],
        missing,
        lowering: lowering(inputs, &outcome),
        explanation: Explanation {
            title: said!("区域安全风险分级", "Grading of an area"),
            steps: vec![likelihood(inputs, l), severity(inputs, s), matrix],
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

fn likelihood(inputs: &Inputs, l: Number) -> Step {
    let terms = Gap::list(Item::ALL.iter().map(|item| part(inputs.item(*item))), " + ", " + ");
    Step {
        says: said!("可能性 L = {0}", "Likelihood L = {0}", l),
        formula: "L = ⌈(l₁ + l₂ + l₃ + l₄ + l₅ + l₆)/6⌉ ≥ 1".into(),
        substituted: same!("⌈({0})/6⌉ = {1}", terms, l),
        inputs: Item::ALL
            .iter()
            .map(|item| input("", item.label(), inputs.item(*item).known(), "", row_of(&inputs.row)))
            .collect(),
    }
}

fn severity(inputs: &Inputs, s: Number) -> Step {
    let terms = Gap::list(inputs.severities().map(ends), ", ", ", ");
    let known = |n: Range| if is_number(n) { n.known() } else { None };
    let targets = known(inputs.targets.third_class).zip(known(inputs.targets.others)).map(|(a, b)| a + b);
    let values = [
        (known(inputs.people_area), "persons", row_of(&inputs.row)),
        (known(inputs.people_unit), "persons", row_of(&inputs.row)),
        (None, "", Origin::Computed),
        (targets, "", Origin::Computed),
    ];
    let put_in = |((label, _), (value, unit, from)): ((Said, _), (Option<f64>, &'static str, Origin))| -> Input {
        input("", label, value, unit, from)
    };
    let mut inputs_of: Vec<Input> = severities().into_iter().zip(values).map(put_in).collect();
    if let Some(grade) = inputs_of.get_mut(2) {
        let (best, worst) = inputs.hazard;
        let is = if best == worst { best.says() } else { same!("{0}…{1}", best.says(), worst.says()) };
        grade.label = said!("{0}：{1}", "{0}: {1}", &grade.label, is);
    }
    Step {
        says: said!("严重性 S = {0}", "Severity S = {0}", s),
        formula: "S = max(s₁, s₂, s₃, s₄)".into(),
        substituted: same!("max({0}) = {1}", terms, s),
        inputs: inputs_of,
    }
}

fn fault_words(fault: Fault) -> Said {
    match fault {
        Fault::Unreadable => said!("grading 不是可读的记录", "grading: no record that can be read"),
        Fault::Item(item) => {
            said!("{0}不是 0 至 4 的分值，按未知处理", "{0}: no score from 0 to 4, and taken as unknown", item.label())
        }
        Fault::PeopleArea | Fault::PeopleUnit => {
            said!("现场人数不是人数，按未知处理", "people on site: no number of people, and taken as unknown")
        }
        Fault::Targets => said!("防护目标数不是数目，按未知处理", "targets: no number, and taken as unknown"),
    }
}

fn notes(inputs: &Inputs, known: &[bool; 4]) -> Vec<Said> {
    let mut notes = vec![
        said!(
            "筛查值：方法取自公开代码，其原始文件未查明。",
            "A screening value: the method is that of public code whose document was not identified."
        ),
        said!("L 取平均，单项最高分会被其余项冲淡。", "L is a mean: the worst item is thinned by the others."),
    ];
    if inputs.conservative_defaults && known.contains(&false) {
        notes.push(said!(
            "按选项，未知的严重性取最不利值（4 分为缺省）。",
            "As asked, an unknown severity counts as the worst it can be (4 by default)."
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
    let first = |changes: Vec<(Inputs, Said, bool)>| {
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
            let says = said!("{0}由 {1} 分降到 {2} 分", "{0} from {1} to {2}", item.label(), short(score), lower);
            (changed, says, false)
        });
        found.extend(first(changes.collect()));
    }
    let fewer = |people: Range, label: &Said, with: &dyn Fn(Range) -> Inputs| {
        let now = people.known().unwrap_or(0.0);
        let steps = [29.0, 9.0, 2.0].into_iter().filter(|n| *n < now);
        let says = |n: f64| said!("{0}由 {1} 人减至 {2} 人", "{0} from {1} to {2}", label, short(now), exact(n));
        first(steps.map(|n| (with(Range::exactly(n)), says(n), true)).collect())
    };
    let [(area, _), (unit, _), _, _] = severities();
    found.extend(fewer(inputs.people_area, &area, &|n| Inputs { people_area: n, ..inputs.clone() }));
    found.extend(fewer(inputs.people_unit, &unit, &|n| Inputs { people_unit: n, ..inputs.clone() }));
    let grades = [Grade::Second, Grade::Third, Grade::None].into_iter().filter(|g| *g > inputs.hazard.1);
    let grade = |to: Grade| {
        let says = said!(
            "重大危险源等级由{0}降为{1}",
            "the major hazard installation from {0} to {1}",
            inputs.hazard.1.says(),
            to.says()
        );
        (Inputs { hazard: (to, to), ..inputs.clone() }, says, false)
    };
    found.extend(first(grades.map(grade).collect()));
    if inputs.targets.known() {
        let third = inputs.targets.third_class.low;
        let steps = (0..=2u32).rev().filter(|n| f64::from(*n) < third || inputs.targets.others.low > 0.0);
        let says = |n: u32| {
            said!(
                "边界外 500 m 内防护目标减至 {0} 个三类目标（搬迁或退距）",
                "targets within 500 m of the boundary down to {0} of the third class (moved, or the area back)",
                n
            )
        };
        let steps = steps.filter(|n| f64::from(*n) <= third);
        found.extend(first(
            steps.map(|n| (Inputs { targets: Targets::exactly(n, 0), ..inputs.clone() }, says(n), false)).collect(),
        ));
    }
    found
}
