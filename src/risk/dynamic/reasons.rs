//! Why a level is not its base: one sentence a danger or accident.

use super::{Accident, Counts, Doubt, Inputs, OpenDanger, Params, Tally, rate};
use crate::risk::ledger::{DangerLevel, Late};
use crate::risk::parts::{count, exact};
use crate::text::{Said, said, same};

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
    pub says: Said,
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

fn danger_says(d: &OpenDanger<'_>, p: &Params) -> Said {
    let late = match d.late {
        Late::Days(days) => {
            let n = count(days.into());
            let over = match d.level {
                DangerLevel::General if days > p.general_days => {
                    said!("（超过 {0} 天）", " (more than {0})", p.general_days)
                }
                _ => Said::default(),
            };
            // What is closed is not called overdue, though its closing does not count.
            match d.doubt {
                Doubt::Closing => said!("，期限已过 {0} 天{1}", ", {0} days past its due day{1}", n, over),
                _ => said!("，逾期 {0} 天{1}", ", {0} days overdue{1}", n, over),
            }
        }
        Late::No => said!("，未逾期", ", not overdue"),
        Late::Unknown => said!("，期限未知", ", due day unknown"),
    };
    let plan = match (d.level, d.plan_approved) {
        (DangerLevel::General, _) => Said::default(),
        (DangerLevel::Major, Some(true)) => said!("，整改方案已批准", ", plan approved"),
        (DangerLevel::Major, Some(false)) => said!("，无经批准的整改方案", ", no approved plan"),
        (DangerLevel::Major, None) => said!("，方案是否批准未知", ", not known whether its plan is approved"),
    };
    let doubt = match d.doubt {
        Doubt::None => Said::default(),
        Doubt::Closing => {
            said!("；已销号但签字不全或顺序不符，仍计", "; closed without its signatures in order, so it still counts")
        }
        Doubt::Fault => said!("；台账事件有误，仍计", "; its events are faulty, so it still counts"),
    };
    same!("{0} {1}{2}{3}{4}", d.level.says(), d.id.to_owned(), late, plan, doubt)
}

fn accident_says(a: &Accident<'_>, p: &Params) -> Said {
    let on = match a.on {
        Some(on) => said!("{0}", "on {0}", on),
        None => said!("日期未知", "on an unknown day"),
    };
    let dead = match a.deaths() {
        Some(n) => said!("死亡 {0} 人", "{0} killed", exact(n)),
        None => said!("死亡人数未知", "deaths unknown"),
    };
    said!(
        "{0} 事故 {1}，{2}（{3} 天内计）",
        "accident {1} {0}, {2} (counts for {3} days)",
        on,
        a.id.to_owned(),
        dead,
        p.accident_days
    )
}
