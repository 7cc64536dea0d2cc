//! The working of one danger's standing.

use super::danger::Danger;
use super::standing::Standing;
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::parts::{count, says};
use crate::risk::rating::constant;
use crate::text::{Gap, Said, said, same};
use jiff::civil::Date;

/// Why a danger stands where it does on a day. `row` is its row, as "file#row".
pub fn explain(danger: &Danger, standing: &Standing<'_>, row: &str, day: Date) -> Explanation {
    let mut steps = vec![Step {
        says: said!("{0} 状态：{1}（{2}）", "On {0}: {1} ({2})", day, standing.state.says(), standing.basis.says()),
        inputs: vec![Input {
            symbol: "".into(),
            label: said!("台账里的记录", "record in the ledger"),
            value: Some(1.0),
            unit: "".into(),
            from: Origin::Row(row.to_owned()),
        }],
        ..Step::default()
    }];
    if standing.is_found() {
        steps.push(due(standing, day));
        steps.push(signatures(standing));
    }
    if let Some(next) = standing.next {
        steps.push(says(said!("下一步：{0}{1}", "Next: {0} – {1}", next.post(), next.act())));
    }
    for reason in standing.false_closing.says() {
        steps.push(says(said!("疑似假销号：{0}", "Falsely closed: {0}", reason)));
    }
    let known = [
        danger.target.is_some(),
        danger.category.is_some(),
        danger.found_on.is_some(),
        standing.due_on.is_some(),
        standing.plan_approved.is_some(),
    ];
    let mut unknown: Vec<Said> = standing
        .faults
        .iter()
        .map(|f| {
            let at = f.event.map_or_else(Said::default, |row| same!(" #{0}", row));
            said!("{0}（{1}{2}）", "{0} ({1}{2})", f.kind.says(), f.field, at)
        })
        .collect();
    if danger.category.is_none() {
        unknown.push(said!(
            "无类别，无法判断同类隐患是否再现",
            "without a category nothing tells whether the same kind came back"
        ));
    }
    Explanation {
        title: said!("隐患 {0}", "Danger {0}", danger.id.clone()),
        steps,
        unknown,
        notes: vec![
            said!(
                "状态、签字顺序与 90 天为本项目规则。",
                "States, order of signatures and the 90 days are a rule of this project."
            ),
            said!(
                "只看台账，不证明现场已整改。",
                "This is the ledger's word: it does not show that the work was done."
            ),
        ],
        completeness: Some(known.iter().filter(|k| **k).count() as f64 / known.len() as f64),
    }
}

fn due(standing: &Standing<'_>, day: Date) -> Step {
    let Some(on) = standing.due_on else {
        return says(said!("整改期限未知", "No due day is known"));
    };
    let first = standing.original_due_on.filter(|first| *first != on);
    let first = first.map_or_else(Said::default, |first| said!("，原期限 {0}", ", first {0}", first));
    let due = said!("整改期限 {0}{1}", "Due on {0}{1}", on, first);
    let Some(n) = standing.late.past().map(|days| count(days.into())) else { return says(due) };
    // What is closed is not called overdue, though its closing does not count.
    let past = match standing.overdue_days() {
        Some(_) => said!("，逾期 {0} 天", ", {0} days overdue", n),
        None => said!("，期限已过 {0} 天", ", {0} days past that day; its closing does not count", n),
    };
    Step {
        says: same!("{0}{1}", due, past),
        formula: "day − due".into(),
        substituted: same!("{0} − {1} = {2} d", day, on, n),
        ..Step::default()
    }
}

fn signatures(standing: &Standing<'_>) -> Step {
    let names = [said!("检查人", "inspector"), said!("企业法定代表人", "owner"), said!("属地领导", "leader")];
    let each = names.into_iter().zip(&standing.signatures).map(|(name, signed)| match signed {
        None => said!("{0} 未签", "{0} not signed", name),
        Some(s) => {
            let who = [s.by, s.post].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let order = if s.in_order { Said::default() } else { said!("（顺序不符）", " (out of order)") };
            said!("{0} {1} {2}{3}", "{0} “{1}” {2}{3}", name, who, s.at.date(), order)
        }
    });
    let mut step = says(same!("{0}", Gap::list(each, "；", "; ")));
    step.formula = "inspector ≤ owner ≤ leader ≤ close".into();
    step.inputs = vec![Input {
        symbol: "".into(),
        label: said!("签字顺序", "order of signatures"),
        value: None,
        unit: "".into(),
        from: constant("riskmap", Confidence::OurRule),
    }];
    step
}
