//! The working of a dynamic level, and what would lower it.

use super::{Counts, Inputs, OpenDanger, Params, Reason, ReasonKind, Tally, both_ends, rate, reasons};
use crate::domain::Level;
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::ledger::{DangerLevel, Late};
use crate::risk::parts::{input, letters};
use crate::risk::rating::{Figure, Lowering, Range, Rating, Worked, constant};
use crate::text::{Gap, Said, Text, said, same};
use std::collections::BTreeSet;

const SOURCE: &str = "riskmap";

/// The whole working.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let (outcome, p) = (rate(inputs), &inputs.params);
    let Tally { best, worst } = outcome.tally;
    let figure = |name: &'static str, low: u32, high: u32| {
        Figure::new(name, Range { low: f64::from(low), high: f64::from(high) }, "", SOURCE, Confidence::OurRule)
    };
    let all = reasons(inputs);
    let of = |kinds: &[ReasonKind]| -> Vec<&Reason<'_>> { all.iter().filter(|r| kinds.contains(&r.kind)).collect() };
    let base = both_ends(inputs.base);
    let ends = [best.steps(base.best, p), worst.steps(base.worst, p)];
    let after = |i: usize| Rating { best: ends[0][i], worst: ends[1][i] };
    let mut steps = vec![Step {
        says: said!("基础等级：{0}", "Base level: {0}", between(base)),
        formula: "dyn = base".into(),
        substituted: same!("dyn = {0}", letters(base.best, base.worst)),
        inputs: Vec::new(),
    }];
    steps.extend(step(&of(&[ReasonKind::Veto, ReasonKind::Major]), base, after(0), || {
        ("major: overdue ∨ no plan → dyn = A; else dyn: one worse, at least B".into(), vec![])
    }));
    steps.extend(step(&of(&[ReasonKind::General]), after(0), after(1), || {
        let formula = same!("general, overdue: > {0} d ∨ n ≥ {1} → dyn: one worse", p.general_days, p.general_count);
        let (days, many) = (said!("逾期天数界限", "days past due"), said!("逾期条数界限", "overdue dangers"));
        let (own, of) = (Params::default(), |named, label, set, unit| parameter(inputs, named, label, set, unit));
        let numbers = vec![
            of(("d", "dynamic.general_days"), days, (p.general_days, own.general_days), "d"),
            of(("n", "dynamic.general_count"), many, (p.general_count, own.general_count), ""),
        ];
        (formula, numbers)
    }));
    steps.extend(step(&of(&[ReasonKind::Fatal]), after(1), after(2), || {
        let (label, set) =
            (said!("事故计算天数", "days of an accident"), (p.accident_days, Params::default().accident_days));
        let within = parameter(inputs, ("", "dynamic.accident_days"), label, set, "d");
        (same!("fatal accident within {0} d → dyn = A", p.accident_days), vec![within])
    }));
    if all.is_empty() {
        let says = said!("没有使等级升高的隐患或事故", "No danger or accident raises the level");
        steps.push(Step { says, ..Step::default() });
    }
    let (unknown, missing, completeness) = missing(inputs);
    let lowering = lowering(inputs, outcome.tally, outcome.rating);
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: vec![
            figure("open_major", best.majors, worst.majors),
            figure("veto", best.vetoes, worst.vetoes),
            figure("overdue_general", best.generals, worst.generals),
            figure("long_overdue_general", best.long, worst.long),
            figure("fatal_accidents", best.fatal, worst.fatal),
        ],
        missing,
        explanation: Explanation {
            title: said!("{0} 动态等级：{1}", "Dynamic level on {0}: {1}", inputs.day, between(outcome.rating)),
            steps,
            unknown,
            notes: notes(inputs, outcome.rating, lowering.is_empty(), worst),
            completeness,
        },
        lowering,
    }
}

/// A step of the rule with the reasons that it finds; none where it finds none. `rule` gives its formula and numbers.
fn step(
    reasons: &[&Reason<'_>],
    before: Rating,
    after: Rating,
    rule: impl FnOnce() -> (Said, Vec<Input>),
) -> Option<Step> {
    if reasons.is_empty() {
        return None;
    }
    let all = Gap::list(reasons.iter().map(|r| &r.says), "；", "; ");
    let mut inputs: Vec<Input> = reasons
        .iter()
        .map(|r| Input {
            symbol: r.id.to_owned().into(),
            label: r.says.clone(),
            value: r.figure,
            unit: if r.kind == ReasonKind::Fatal { "persons" } else { "d" }.into(),
            from: Origin::Row(r.row.to_owned()),
        })
        .collect();
    let (formula, numbers) = rule();
    inputs.extend(numbers);
    Some(Step {
        says: said!("{0} → {1}：{2}", "{0} → {1}: {2}", between(before), between(after), all),
        formula,
        substituted: same!("dyn = {0} → {1}", letters(before.best, before.worst), letters(after.best, after.worst)),
        inputs,
    })
}

/// Every single change that makes the worst end better: one danger closed, or the plan of one approved.
fn lowering(inputs: &Inputs<'_>, tally: Tally, now: Rating) -> Vec<Lowering> {
    let mut all = Vec::new();
    for d in inputs.dangers {
        let own = Tally::of_danger(d, &inputs.params);
        let mut offer = |then: Tally, says: fn(String) -> Said| {
            let then = then.rating(inputs.base, &inputs.params);
            // Levels are ordered worst first.
            if then.worst > now.worst {
                all.push((d.id, Lowering { says: says(d.id.to_owned()), to: then.level(), just_under: false }));
            }
        };
        offer(tally.minus(own), |id| said!("隐患 {0} 按序签字销号", "danger {0} closed, signed in order", id));
        if d.level == DangerLevel::Major && d.plan_approved != Some(true) {
            let planned = Tally::of_danger(&OpenDanger { plan_approved: Some(true), ..*d }, &inputs.params);
            offer(tally.minus(own).plus(planned), |id| {
                said!("隐患 {0} 的整改方案获批准", "the plan of danger {0} approved", id)
            });
        }
    }
    all.sort_by(|a, b| a.0.cmp(b.0));
    all.into_iter().map(|(_, change)| change).collect()
}

fn notes(inputs: &Inputs<'_>, now: Rating, stuck: bool, worst: Counts) -> Vec<Said> {
    let mut notes = vec![
        said!(
            "本项目规则，非标准；一票否决的做法参照应急〔2018〕19号与地方办法。",
            "A rule of this project, no standard; the veto follows 应急〔2018〕19号 and district schemes."
        ),
        said!(
            "不优于基础等级；整改中不降级，销号才降。",
            "Never better than the base; being mended lowers nothing, closing does."
        ),
    ];
    if stuck && now.worst < both_ends(inputs.base).worst {
        let (vetoes, fatal) = (worst.vetoes, worst.fatal);
        notes.push(said!(
            "任何一条单独销号都不能降级（否决性重大隐患 {0} 条，死亡事故 {1} 起）。",
            "No single closing lowers it (major dangers that veto: {0}, fatal accidents: {1}).",
            vetoes,
            fatal
        ));
    }
    let last = inputs
        .accidents
        .iter()
        .filter(|a| a.counts(inputs.day, inputs.params.accident_days).1)
        .filter_map(|a| a.on)
        .max();
    if let Some(until) =
        last.and_then(|on| on.checked_add(jiff::Span::new().try_days(inputs.params.accident_days).ok()?).ok())
    {
        notes.push(said!("死亡事故计至 {0}。", "The fatal accident counts until {0}.", until));
    }
    let d = Params::default();
    for (full, is, was) in [
        ("dynamic.general_days", inputs.params.general_days, d.general_days),
        ("dynamic.general_count", inputs.params.general_count, d.general_count),
        ("dynamic.accident_days", inputs.params.accident_days, d.accident_days),
    ] {
        let name = full.trim_start_matches("dynamic.");
        if let Some(set) = inputs.set_by.get(full) {
            let from = set.note(full);
            notes.push(said!(
                "参数 {0} 设为 {1}（默认 {2}）：{3}。",
                "Parameter {0} is set to {1} (default {2}): {3}.",
                name,
                is,
                was,
                from
            ));
        } else if is != was {
            notes.push(said!(
                "参数 {0} 已改为 {1}（默认 {2}）。",
                "Parameter {0} is overridden: {1} (default {2}).",
                name,
                is,
                was
            ));
        }
    }
    notes
}

/// What is unknown in words, the fields, and the share of what is known.
fn missing(inputs: &Inputs<'_>) -> (Vec<Said>, Vec<Text>, Option<f64>) {
    let (mut unknown, mut fields, mut asked) = (Vec::new(), BTreeSet::new(), 1u32);
    let mut lacking = 0;
    if inputs.base.level() == Level::Unrated {
        unknown.push(said!("基础等级未定", "the base level is unrated"));
        lacking += 1;
    }
    let mut lacks = |id: &str, field: &'static str, says: Said| {
        unknown.push(said!("{0}：{1}", "{0}: {1}", id.to_owned(), says));
        fields.insert(Text::from(field));
    };
    for d in inputs.dangers {
        asked += 1 + u32::from(d.level == DangerLevel::Major);
        if d.late == Late::Unknown {
            lacks(d.id, "due_on", said!("没有整改期限", "no due day"));
            lacking += 1;
        }
        if d.level == DangerLevel::Major && d.plan_approved.is_none() {
            lacks(d.id, "plan_approved_on", said!("方案是否批准未知", "not known whether its plan is approved"));
            lacking += 1;
        }
    }
    for a in inputs.accidents {
        asked += 2;
        if a.on.is_none() {
            lacks(a.id, "on", said!("事故没有日期", "an accident without a day"));
            lacking += 1;
        }
        if a.is_faulty() {
            lacks(a.id, "deaths", said!("死亡人数不合理，按未知计", "deaths that cannot be: taken as unknown"));
        } else if a.deaths.is_none() {
            lacks(a.id, "deaths", said!("没有死亡人数", "deaths are not said"));
        }
        lacking += u32::from(a.deaths().is_none());
    }
    (unknown, fields.into_iter().collect(), Some(1.0 - f64::from(lacking) / f64::from(asked)))
}

/// A level, or the two between which it lies.
fn between(r: Rating) -> Gap {
    if r.best == r.worst {
        return r.best.into();
    }
    said!("{0} 至 {1}", "{0} to {1}", r.best, r.worst).into()
}

/// A number of the rule: what it is set to, and the rule's own.
fn parameter(
    of: &Inputs<'_>,
    (symbol, name): (&'static str, &str),
    label: Said,
    (is, own): (u32, u32),
    unit: &'static str,
) -> Input {
    let default = || if is == own { constant(SOURCE, Confidence::OurRule) } else { Origin::Parameter };
    input(symbol, label, Some(f64::from(is)), unit, of.set_by.from(name).unwrap_or_else(default))
}
