//! The working of one danger's standing.

use super::danger::Danger;
use super::standing::Standing;
use crate::domain::Words;
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::rating::constant;
use crate::text::count;
use jiff::civil::Date;

/// Why a danger stands where it does on a day. `row` is its row, as "file#row".
pub fn explain(danger: &Danger, standing: &Standing<'_>, row: &str, day: Date) -> Explanation {
    let (state, basis) = (standing.state.says(), standing.basis.says());
    let mut steps = vec![Step {
        says: Words::new(
            format!("{day} 状态：{}（{}）", state.zh, basis.zh),
            format!("On {day}: {} ({})", state.en, basis.en),
        ),
        inputs: vec![Input {
            symbol: String::new(),
            label: Words::new("台账里的记录", "record in the ledger"),
            value: Some(1.0),
            unit: String::new(),
            from: Origin::Row(row.to_owned()),
        }],
        ..Step::default()
    }];
    if standing.is_found() {
        steps.push(due(standing, day));
        steps.push(signatures(standing));
    }
    if let Some(next) = standing.next {
        let (post, act) = (next.post(), next.act());
        steps.push(says(format!("下一步：{}{}", post.zh, act.zh), format!("Next: {} – {}", post.en, act.en)));
    }
    for reason in standing.false_closing.says() {
        steps.push(says(format!("疑似假销号：{}", reason.zh), format!("Falsely closed: {}", reason.en)));
    }
    let known = [
        danger.target.is_some(),
        danger.category.is_some(),
        danger.found_on.is_some(),
        standing.due_on.is_some(),
        standing.plan_approved.is_some(),
    ];
    let mut unknown: Vec<Words> = standing
        .faults
        .iter()
        .map(|f| {
            let (w, field) = (f.kind.says(), f.field);
            let at = f.event.map_or_else(String::new, |row| format!(" #{row}"));
            Words::new(format!("{}（{field}{at}）", w.zh), format!("{} ({field}{at})", w.en))
        })
        .collect();
    if danger.category.is_none() {
        unknown.push(Words::new(
            "无类别，无法判断同类隐患是否再现",
            "without a category nothing tells whether the same kind came back",
        ));
    }
    Explanation {
        title: Words::new(format!("隐患 {}", danger.id), format!("Danger {}", danger.id)),
        steps,
        unknown,
        notes: vec![
            Words::new(
                "状态、签字顺序与 90 天为本项目规则。",
                "States, order of signatures and the 90 days are a rule of this project.",
            ),
            Words::new(
                "只看台账，不证明现场已整改。",
                "This is the ledger's word: it does not show that the work was done.",
            ),
        ],
        completeness: Some(known.iter().filter(|k| **k).count() as f64 / known.len() as f64),
    }
}

fn says(zh: String, en: String) -> Step {
    Step { says: Words::new(zh, en), ..Step::default() }
}

fn due(standing: &Standing<'_>, day: Date) -> Step {
    let Some(on) = standing.due_on else {
        return says("整改期限未知".to_owned(), "No due day is known".to_owned());
    };
    let first = standing.original_due_on.filter(|first| *first != on);
    let (zh_first, en_first) =
        first.map_or_else(Default::default, |first| (format!("，原期限 {first}"), format!(", first {first}")));
    let mut step = says(format!("整改期限 {on}{zh_first}"), format!("Due on {on}{en_first}"));
    if let Some(n) = standing.late.past() {
        // What is closed is not called overdue, though its closing does not count.
        let (zh, en) = match standing.overdue_days() {
            Some(_) => ("逾期", "overdue"),
            None => ("期限已过", "past that day; its closing does not count"),
        };
        let n = count(u64::from(n));
        step.says.zh.push_str(&format!("，{zh} {n} 天"));
        step.says.en.push_str(&format!(", {n} days {en}"));
        step.formula = "day − due".to_owned();
        step.substituted = format!("{day} − {on} = {n} d");
    }
    step
}

fn signatures(standing: &Standing<'_>) -> Step {
    let names = [("检查人", "inspector"), ("企业法定代表人", "owner"), ("属地领导", "leader")];
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for ((zh_name, en_name), signed) in names.iter().zip(&standing.signatures) {
        match signed {
            None => {
                zh.push(format!("{zh_name} 未签"));
                en.push(format!("{en_name} not signed"));
            }
            Some(s) => {
                let who = [s.by, s.post].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let day = s.at.date();
                zh.push(format!("{zh_name} {who} {day}{}", if s.in_order { "" } else { "（顺序不符）" }));
                en.push(format!("{en_name} “{who}” {day}{}", if s.in_order { "" } else { " (out of order)" }));
            }
        }
    }
    let mut step = says(zh.join("；"), en.join("; "));
    step.formula = "inspector ≤ owner ≤ leader ≤ close".to_owned();
    step.inputs = vec![Input {
        symbol: String::new(),
        label: Words::new("签字顺序", "order of signatures"),
        value: None,
        unit: String::new(),
        from: constant("riskmap", Confidence::OurRule),
    }];
    step
}
