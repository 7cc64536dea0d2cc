//! The working of a dynamic level, and what would lower it.

use super::{Counts, Inputs, OpenDanger, Params, Reason, ReasonKind, Tally, both_ends, rate, reasons};
use crate::domain::{Level, Words};
use crate::risk::explain::{Confidence, Explanation, Input, Origin, Step};
use crate::risk::ledger::{DangerLevel, Late};
use crate::risk::parts::{letters, level_words};
use crate::risk::rating::{Figure, Lowering, Range, Rating, Worked, constant};
use std::collections::BTreeSet;

const SOURCE: &str = "riskmap";

/// The whole working.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let (outcome, p) = (rate(inputs), &inputs.params);
    let Tally { best, worst } = outcome.tally;
    let figure = |name: &str, low: u32, high: u32| {
        Figure::new(name, Range { low: f64::from(low), high: f64::from(high) }, "", SOURCE, Confidence::OurRule)
    };
    let all = reasons(inputs);
    let of = |kinds: &[ReasonKind]| -> Vec<&Reason<'_>> { all.iter().filter(|r| kinds.contains(&r.kind)).collect() };
    let base = both_ends(inputs.base);
    let ends = [best.steps(base.best, p), worst.steps(base.worst, p)];
    let after = |i: usize| Rating { best: ends[0][i], worst: ends[1][i] };
    let mut steps = vec![Step {
        says: Words::new(format!("基础等级：{}", zh(base)), format!("Base level: {}", en(base))),
        formula: "dyn = base".to_owned(),
        substituted: format!("dyn = {}", letters(base.best, base.worst)),
        inputs: Vec::new(),
    }];
    let majors = of(&[ReasonKind::Veto, ReasonKind::Major]);
    steps.extend(step(
        &majors,
        base,
        after(0),
        "major: overdue ∨ no plan → dyn = A; else dyn: one worse, at least B",
        vec![],
    ));
    let numbers = vec![
        parameter(
            inputs,
            ("d", "dynamic.general_days"),
            Words::new("逾期天数界限", "days past due"),
            p.general_days,
            Params::default().general_days,
            "d",
        ),
        parameter(
            inputs,
            ("n", "dynamic.general_count"),
            Words::new("逾期条数界限", "overdue dangers"),
            p.general_count,
            Params::default().general_count,
            "",
        ),
    ];
    let formula = format!("general, overdue: > {} d ∨ n ≥ {} → dyn: one worse", p.general_days, p.general_count);
    steps.extend(step(&of(&[ReasonKind::General]), after(0), after(1), &formula, numbers));
    let within = parameter(
        inputs,
        ("", "dynamic.accident_days"),
        Words::new("事故计算天数", "days of an accident"),
        p.accident_days,
        Params::default().accident_days,
        "d",
    );
    let formula = format!("fatal accident within {} d → dyn = A", p.accident_days);
    steps.extend(step(&of(&[ReasonKind::Fatal]), after(1), after(2), &formula, vec![within]));
    if all.is_empty() {
        let says = Words::new("没有使等级升高的隐患或事故", "No danger or accident raises the level");
        steps.push(Step { says, ..Step::default() });
    }
    let (unknown, missing, completeness) = missing(inputs);
    let lowering = lowering(inputs, outcome.tally, outcome.rating);
    Worked {
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
            title: Words::new(
                format!("{} 动态等级：{}", inputs.day, zh(outcome.rating)),
                format!("Dynamic level on {}: {}", inputs.day, en(outcome.rating)),
            ),
            steps,
            unknown,
            notes: notes(inputs, outcome.rating, lowering.is_empty(), worst),
            completeness,
        },
        lowering,
    }
}

fn step(reasons: &[&Reason<'_>], before: Rating, after: Rating, formula: &str, numbers: Vec<Input>) -> Option<Step> {
    if reasons.is_empty() {
        return None;
    }
    let line = |of: fn(&Reason<'_>) -> String, sep: &str| reasons.iter().map(|r| of(r)).collect::<Vec<_>>().join(sep);
    let mut inputs: Vec<Input> = reasons
        .iter()
        .map(|r| Input {
            symbol: r.id.to_owned(),
            label: r.says.clone(),
            value: r.figure,
            unit: if r.kind == ReasonKind::Fatal { "persons" } else { "d" }.to_owned(),
            from: Origin::Row(r.row.to_owned()),
        })
        .collect();
    inputs.extend(numbers);
    Some(Step {
        says: Words::new(
            format!("{} → {}：{}", zh(before), zh(after), line(|r| r.says.zh.clone(), "；")),
            format!("{} → {}: {}", en(before), en(after), line(|r| r.says.en.clone(), "; ")),
        ),
        formula: formula.to_owned(),
        substituted: format!("dyn = {} → {}", letters(before.best, before.worst), letters(after.best, after.worst)),
        inputs,
    })
}

/// Every single change that makes the worst end better: one danger closed, or the plan of one approved.
fn lowering(inputs: &Inputs<'_>, tally: Tally, now: Rating) -> Vec<Lowering> {
    let mut all = Vec::new();
    for d in inputs.dangers {
        let own = Tally::of_danger(d, &inputs.params);
        let mut offer = |then: Tally, zh: String, en: String| {
            let then = then.rating(inputs.base, &inputs.params);
            // Levels are ordered worst first.
            if then.worst > now.worst {
                all.push((d.id, Lowering { says: Words::new(zh, en), to: then.level(), just_under: false }));
            }
        };
        offer(
            tally.minus(own),
            format!("隐患 {} 按序签字销号", d.id),
            format!("danger {} closed, signed in order", d.id),
        );
        if d.level == DangerLevel::Major && d.plan_approved != Some(true) {
            let planned = Tally::of_danger(&OpenDanger { plan_approved: Some(true), ..*d }, &inputs.params);
            offer(
                tally.minus(own).plus(planned),
                format!("隐患 {} 的整改方案获批准", d.id),
                format!("the plan of danger {} approved", d.id),
            );
        }
    }
    all.sort_by(|a, b| a.0.cmp(b.0));
    all.into_iter().map(|(_, change)| change).collect()
}

fn notes(inputs: &Inputs<'_>, now: Rating, stuck: bool, worst: Counts) -> Vec<Words> {
    let mut notes = vec![
        Words::new(
            "本项目规则，非标准；一票否决的做法参照应急〔2018〕19号与地方办法。",
            "A rule of this project, no standard; the veto follows 应急〔2018〕19号 and district schemes.",
        ),
        Words::new(
            "不优于基础等级；整改中不降级，销号才降。",
            "Never better than the base; being mended lowers nothing, closing does.",
        ),
    ];
    if stuck && now.worst < both_ends(inputs.base).worst {
        let (vetoes, fatal) = (worst.vetoes, worst.fatal);
        notes.push(Words::new(
            format!("任何一条单独销号都不能降级（否决性重大隐患 {vetoes} 条，死亡事故 {fatal} 起）。"),
            format!("No single closing lowers it (major dangers that veto: {vetoes}, fatal accidents: {fatal})."),
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
        notes.push(Words::new(format!("死亡事故计至 {until}。"), format!("The fatal accident counts until {until}.")));
    }
    let d = Params::default();
    for (name, is, was) in [
        ("general_days", inputs.params.general_days, d.general_days),
        ("general_count", inputs.params.general_count, d.general_count),
        ("accident_days", inputs.params.accident_days, d.accident_days),
    ] {
        let full = format!("dynamic.{name}");
        if let Some(set) = inputs.set_by.get(&full) {
            let from = set.note(&full);
            notes.push(Words::new(
                format!("参数 {name} 设为 {is}（默认 {was}）：{from}。"),
                format!("Parameter {name} is set to {is} (default {was}): {from}."),
            ));
        } else if is != was {
            notes.push(Words::new(
                format!("参数 {name} 已改为 {is}（默认 {was}）。"),
                format!("Parameter {name} is overridden: {is} (default {was})."),
            ));
        }
    }
    notes
}

/// What is unknown in words, the fields, and the share of what is known.
fn missing(inputs: &Inputs<'_>) -> (Vec<Words>, Vec<String>, Option<f64>) {
    let (mut unknown, mut fields, mut asked) = (Vec::new(), BTreeSet::new(), 1u32);
    let mut lacks = |id: &str, field: &str, zh: &str, en: &str| {
        unknown.push(Words::new(format!("{id}：{zh}"), format!("{id}: {en}")));
        if !field.is_empty() {
            fields.insert(field.to_owned());
        }
    };
    let mut lacking = 0;
    if inputs.base.level() == Level::Unrated {
        lacks("base", "", "基础等级未定", "the base is unrated");
        lacking += 1;
    }
    for d in inputs.dangers {
        asked += 1 + u32::from(d.level == DangerLevel::Major);
        if d.late == Late::Unknown {
            lacks(d.id, "due_on", "没有整改期限", "no due day");
            lacking += 1;
        }
        if d.level == DangerLevel::Major && d.plan_approved.is_none() {
            lacks(d.id, "plan_approved_on", "方案是否批准未知", "not known whether its plan is approved");
            lacking += 1;
        }
    }
    for a in inputs.accidents {
        asked += 2;
        if a.on.is_none() {
            lacks(a.id, "on", "事故没有日期", "an accident without a day");
            lacking += 1;
        }
        if a.is_faulty() {
            lacks(a.id, "deaths", "死亡人数不合理，按未知计", "deaths that cannot be: taken as unknown");
        } else if a.deaths.is_none() {
            lacks(a.id, "deaths", "没有死亡人数", "deaths are not said");
        }
        lacking += u32::from(a.deaths().is_none());
    }
    (unknown, fields.into_iter().collect(), Some(1.0 - f64::from(lacking) / f64::from(asked)))
}

fn zh(r: Rating) -> String {
    between(r, "至").zh
}

fn en(r: Rating) -> String {
    between(r, "to").en
}

/// A level, or the two between which it lies.
fn between(r: Rating, and: &str) -> Words {
    let (best, worst) = (level_words(r.best), level_words(r.worst));
    if r.best == r.worst {
        return best;
    }
    Words::new(format!("{} {and} {}", best.zh, worst.zh), format!("{} {and} {}", best.en, worst.en))
}

fn parameter(of: &Inputs<'_>, (symbol, name): (&str, &str), label: Words, is: u32, default: u32, unit: &str) -> Input {
    let own = || if is == default { constant(SOURCE, Confidence::OurRule) } else { Origin::Parameter };
    let from = of.set_by.from(name).unwrap_or_else(own);
    Input { symbol: symbol.to_owned(), label, value: Some(f64::from(is)), unit: unit.to_owned(), from }
}
