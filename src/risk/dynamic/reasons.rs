//! Why a level is not its base: one sentence a danger or accident.

use super::{Accident, Counts, Doubt, Inputs, OpenDanger, Params, Tally, rate};
use crate::domain::Words;
use crate::risk::ledger::{DangerLevel, Late};
use crate::text::{count, exact};

/// By what a level is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonKind {
    /// A major danger that is overdue, or has no approved plan: red.
    Veto,
    /// A major danger on schedule: one worse, orange at least.
    Major,
    /// An overdue general danger, one of those that make it one worse.
    General,
    /// A fatal accident: red.
    Fatal,
}

/// A reason why a level is not its base.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason<'a> {
    /// By what.
    pub kind: ReasonKind,
    /// The danger's or accident's id.
    pub id: &'a str,
    /// Its row, as "file#row".
    pub row: &'a str,
    /// Whether it certainly counts; otherwise what is unknown decides.
    pub certain: bool,
    /// The sentence.
    pub says: Words,
    /// Of a danger the days past its due day, of an accident who died; none where nobody knows.
    pub figure: Option<f64>,
}

/// Every reason, the gravest first, then by id. General dangers are among them only where they raise the level.
pub fn reasons<'a>(inputs: &Inputs<'a>) -> Vec<Reason<'a>> {
    let (p, tally) = (&inputs.params, rate(inputs).tally);
    let many = |c: &Counts| c.generals >= p.general_count;
    let mut all = Vec::new();
    for d in inputs.dangers {
        let own = Tally::of_danger(d, p);
        let (kind, certain) = match d.level {
            DangerLevel::Major if own.worst.vetoes > 0 => (ReasonKind::Veto, own.best.vetoes > 0),
            DangerLevel::Major => (ReasonKind::Major, true),
            DangerLevel::General => {
                let counts = |own: &Counts, all: &Counts| own.long > 0 || (own.generals > 0 && many(all));
                if !counts(&own.worst, &tally.worst) {
                    continue;
                }
                (ReasonKind::General, counts(&own.best, &tally.best))
            }
        };
        all.push(Reason { kind, id: d.id, row: d.row, certain, says: danger_says(d, p), figure: days_past(d) });
    }
    for a in inputs.accidents {
        let (best, worst) = a.counts(inputs.day, p.accident_days);
        if worst {
            all.push(Reason {
                kind: ReasonKind::Fatal,
                id: a.id,
                row: a.row,
                certain: best,
                says: accident_says(a, p),
                figure: a.deaths(),
            });
        }
    }
    all.sort_by(|a, b| (a.kind, a.id, a.row).cmp(&(b.kind, b.id, b.row)));
    all
}

fn days_past(d: &OpenDanger<'_>) -> Option<f64> {
    match d.late {
        Late::No => Some(0.0),
        Late::Days(days) => Some(f64::from(days)),
        Late::Unknown => None,
    }
}

fn danger_says(d: &OpenDanger<'_>, p: &Params) -> Words {
    let level = d.level.says();
    let (mut zh, mut en) = (format!("{} {}", level.zh, d.id), format!("{} {}", level.en, d.id));
    match d.late {
        Late::Days(days) => {
            let n = count(u64::from(days));
            // What is closed is not called overdue, though its closing does not count.
            let (past_zh, past_en) = match d.doubt {
                Doubt::Closing => (format!("，期限已过 {n} 天"), format!(", {n} days past its due day")),
                _ => (format!("，逾期 {n} 天"), format!(", {n} days overdue")),
            };
            zh.push_str(&past_zh);
            en.push_str(&past_en);
            if d.level == DangerLevel::General && days > p.general_days {
                zh.push_str(&format!("（超过 {} 天）", p.general_days));
                en.push_str(&format!(" (more than {})", p.general_days));
            }
        }
        Late::No => {
            zh.push_str("，未逾期");
            en.push_str(", not overdue");
        }
        Late::Unknown => {
            zh.push_str("，期限未知");
            en.push_str(", due day unknown");
        }
    }
    if d.level == DangerLevel::Major {
        let (plan_zh, plan_en) = match d.plan_approved {
            Some(true) => ("，整改方案已批准", ", plan approved"),
            Some(false) => ("，无经批准的整改方案", ", no approved plan"),
            None => ("，方案是否批准未知", ", not known whether its plan is approved"),
        };
        zh.push_str(plan_zh);
        en.push_str(plan_en);
    }
    let (doubt_zh, doubt_en) = match d.doubt {
        Doubt::None => ("", ""),
        Doubt::Closing => {
            ("；已销号但签字不全或顺序不符，仍计", "; closed without its signatures in order, so it still counts")
        }
        Doubt::Fault => ("；台账事件有误，仍计", "; its events are faulty, so it still counts"),
    };
    zh.push_str(doubt_zh);
    en.push_str(doubt_en);
    Words::new(zh, en)
}

fn accident_says(a: &Accident<'_>, p: &Params) -> Words {
    let (on_zh, on_en) = match a.on {
        Some(on) => (on.to_string(), format!("on {on}")),
        None => ("日期未知".to_owned(), "on an unknown day".to_owned()),
    };
    let (dead_zh, dead_en) = match a.deaths() {
        Some(n) => (format!("死亡 {} 人", exact(n)), format!("{} killed", exact(n))),
        None => ("死亡人数未知".to_owned(), "deaths unknown".to_owned()),
    };
    Words::new(
        format!("{on_zh} 事故 {}，{dead_zh}（{} 天内计）", a.id, p.accident_days),
        format!("accident {} {on_en}, {dead_en} (counts for {} days)", a.id, p.accident_days),
    )
}
