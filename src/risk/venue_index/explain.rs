//! The working of a venue's index.

use super::super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::super::faults::{Fault, wrong};
use super::super::parts::{exact, input, lowering, lowers, number, rating_words, row, span};
use super::super::rating::{Figure, Lowering, Range, Rating, Worked};
use super::super::set_by::SetBy;
use super::{Factor, Fuel, Inputs, Outcome, Symbol, Time, crowd, rate, waterfall};
use crate::domain::Level;
use crate::domain::parameters::VENUE_INDEX;
use crate::text::{Gap, Number, Said, Text, Written, said, same};

const FSES: &str = "NFPA 101A (FSES)";
const WAY: &str =
    "由直线距离界定：车速 20–60 km/h，绕行 1–1.5 倍 / bounded by the straight line: 20–60 km/h, a detour of 1–1.5";
const OURS: &str = "本项目指标，非标准 / this project's index, not a standard";

/// The factors' names: letter in the formula, what it stands for.
macro_rules! names {
    ($($symbol:ident $letter:literal $zh:literal $en:literal;)*) => {
        impl Symbol {
            /// As the formula writes it.
            pub fn letter(self) -> &'static str {
                match self {
                    $(Self::$symbol => $letter,)*
                }
            }

            /// What it stands for.
            pub const fn says(self) -> Said {
                match self {
                    $(Self::$symbol => said!($zh, $en),)*
                }
            }

            /// What its value at a time is called.
            fn figure(self, time: Time) -> Said {
                match (self, time) {
                    $((Self::$symbol, Time::Day) => {
                        Said::plain(concat!($letter, "(14:00) ", $zh), concat!($letter, "(14:00) ", $en))
                    }
                    (Self::$symbol, Time::Night) => {
                        Said::plain(concat!($letter, "(02:00) ", $zh), concat!($letter, "(02:00) ", $en))
                    })*
                }
            }
        }
    };
}

names! {
    O "O" "人数" "people";
    M "M" "行动能力" "mobility";
    L "L" "楼层" "floor";
    T "T" "每名看护人员照看人数" "people to an attendant";
    A "A" "年龄" "age";
    S "S" "睡眠" "sleep";
    G "G" "可燃物与火源" "fuel and ignition";
    Sprinklers "C" "自动喷水灭火" "sprinklers";
    Alarm "C" "火灾自动报警" "automatic alarm";
    SmokeControl "C" "防排烟" "smoke control";
    Brigade "C" "专职队或微型消防站" "own brigade";
    Exits "C" "安全出口" "exits";
    Travel "Q" "首车到场时间" "travel of the first engine";
    Hydrant "Q" "最近消火栓" "nearest hydrant";
}

impl Symbol {
    fn confidence(self) -> (&'static str, Confidence) {
        match self {
            Self::M | Self::L | Self::T | Self::A => (FSES, Confidence::Unverified),
            _ => (OURS, Confidence::OurRule),
        }
    }
}

fn clock(time: Time) -> &'static str {
    match time {
        Time::Day => "14:00",
        Time::Night => "02:00",
    }
}

/// A factor's value, or its ends.
fn value(of: Range) -> Number {
    Number::between(of.low, of.high, Written::Hundredths)
}

/// The whole working of a venue that is recorded at a row ("file#row").
pub fn explain(inputs: &Inputs, at: &str, set_by: &SetBy) -> Worked {
    let outcome = rate(inputs);
    let factors = [Time::Day, Time::Night].map(|time| (time, waterfall(inputs, time)));
    let mut steps = Vec::with_capacity(4);
    steps.extend(crowd_step(inputs, at));
    steps.extend(factors.iter().map(|(time, factors)| index(inputs, *time, factors, at)));
    let level = rating_words(outcome.rating);
    let [day, night] = outcome.ratings.map(rating_words);
    let floor = if inputs.high_danger {
        said!("；火灾高危单位不低于 C", "; on the list of high fire danger, so never below C")
    } else {
        Said::default()
    };
    let [yellow, orange, red] = inputs.breaks.map(exact);
    steps.push(Step {
        says: said!(
            "等级：{0}（白天{1}，夜间{2}）{3}",
            "Level: {0} (by day {1}, by night {2}){3}",
            level,
            day,
            night,
            floor
        ),
        formula: same!("D < {0} ≤ C < {1} ≤ B < {2} ≤ A", yellow, orange, red),
        inputs: breaks(inputs, set_by),
        ..Step::default()
    });
    let (missing, completeness) = missing(&factors);
    Worked {
        rating: outcome.rating,
        because: because(&factors, &outcome),
        figures: figures(&factors, &outcome),
        lowering: lower(inputs, outcome.rating),
        explanation: Explanation {
            title: said!("场所人员火灾安全指数", "Life safety index of a venue in a fire"),
            steps,
            unknown: outcome.faults.iter().map(Fault::says).collect(),
            notes: vec![
                said!("本项目指标，非标准。", "This project's index, not a standard."),
                said!("因子表未经核对。", "The factor table is unverified."),
                said!(
                    "阈值须先用本地火灾记录或分位数校准，之后才能称为风险。",
                    "Thresholds have to be calibrated on local fire records or quantiles before this is called risk."
                ),
                said!(
                    "未知的因子取其全部可能值，指数是区间。",
                    "A factor that is not known takes all its values: the index is an interval."
                ),
                said!(
                    "Q 按首车到场时间取：不超过 4 min 为 1，8 min 为 0.8，更久为 0.6；最早与最晚落在同一档时 Q 就已知。再乘最近\
                     消火栓：150 m 以内为 1，更远为 0.8。",
                    "Q is 1 where the first engine is there within 4 minutes, 0.8 within 8, else 0.6; where the earliest and the \
                     latest lie in one class Q is known though the minute is not. It is multiplied by 1 for a hydrant within \
                     150 m, else by 0.8."
                ),
                said!(
                    "能自行疏散的人，看护人数和年龄不计（T = A = 1）。",
                    "For people who leave by themselves attendants and age do not count (T = A = 1)."
                ),
            ],
            completeness: Some(completeness),
        },
        missing,
    }
}

/// Factors that are named as those that weigh most.
const NAMED: usize = 4;

/// What makes the index as large as it is at the worse time: the factors that raise it, the heaviest first. Nothing where
/// none does for certain.
fn because(factors: &[(Time, [Factor; 14]); 2], outcome: &Outcome) -> Said {
    let [day, night] = outcome.index;
    let worse = usize::from((night.low, night.high) > (day.low, day.high));
    let (time, factors) = &factors[worse];
    // By how much it raises the index at least.
    let weight = |f: &Factor| if f.symbol.divides() { 1.0 / f.value.high } else { f.value.low };
    let mut raising: Vec<&Factor> = factors.iter().filter(|f| weight(f) > 1.0).collect();
    raising.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    if raising.is_empty() {
        return Said::default();
    }
    let named = raising.into_iter().take(NAMED).map(|f| match f.symbol.divides() {
        true => same!("{0} ÷{1}", f.symbol.says(), value(f.value)),
        false => same!("{0} ×{1}", f.symbol.says(), value(f.value)),
    });
    said!(
        "{0} 指数 {1}，主要来自：{2}",
        "index at {0}: {1}, mostly from {2}",
        clock(*time),
        span(outcome.index[worse]),
        Gap::list(named, "、", ", ")
    )
}

/// From which index on a level is what, each with where it comes from.
fn breaks(inputs: &Inputs, set_by: &SetBy) -> Vec<Input> {
    let own = || super::super::rating::constant(OURS, Confidence::OurRule);
    let each = VENUE_INDEX.iter().zip(inputs.breaks).map(|((name, _), at)| {
        input("", said!("界限", "threshold"), Some(at), "", set_by.from(name).unwrap_or_else(own))
    });
    each.collect()
}

/// How many people it may hold, where the record says: what bounds those whom nobody counted, and what a count is held
/// against. Nothing where the record says neither.
fn crowd_step(inputs: &Inputs, at: &str) -> Option<Step> {
    let most = crowd::at_most(inputs)?;
    let counted = inputs.people.into_iter().flatten().filter(|n| wrong(*n).is_none()).reduce(f64::max);
    let says = match counted {
        Some(people) if people > most => said!(
            "最多容纳 {0} 人；登记在场最多 {1} 人，超出",
            "Holds at most {0} people; up to {1} are recorded there, which is more",
            exact(most.floor()),
            exact(people)
        ),
        _ if inputs.people.contains(&None) => said!(
            "没有清点的人数按最多容纳 {0} 人封顶",
            "People whom nobody counted are at most the {0} whom it holds",
            exact(most.floor())
        ),
        _ => said!("最多容纳 {0} 人", "Holds at most {0} people", exact(most.floor())),
    };
    let mut rows = vec![input("", said!("登记容量", "recorded capacity"), inputs.capacity, "persons", row(at))];
    let load = crowd::design_load(inputs);
    if let (Some(density), Some(_)) = (inputs.density, load) {
        rows.push(input("A", said!("建筑面积", "floor area"), inputs.area_m2, "m²", row(at)));
        let source = super::super::rating::constant(crowd::SOURCE, Confidence::Checked);
        rows.push(input("ρ", said!("设计人员密度", "design density"), Some(density), "persons/m²", source));
    }
    let (formula, substituted) = match (inputs.density, inputs.area_m2, load) {
        (Some(density), Some(area), Some(load)) => {
            ("ρ · A".into(), same!("{0} · {1} = {2}", exact(density), exact(area), exact(load)))
        }
        _ => (Said::default(), Said::default()),
    };
    Some(Step { says, formula, substituted, inputs: rows })
}

/// The index at one time, factor by factor.
fn index(inputs: &Inputs, time: Time, factors: &[Factor; 14], at: &str) -> Step {
    let total = factors.last().map_or(Range::exactly(1.0), |f| f.running);
    let product = |divides: bool| {
        Gap::list(factors.iter().filter(|f| f.symbol.divides() == divides).map(|f| value(f.value)), " · ", " · ")
    };
    let clock = clock(time);
    let mut all = Vec::with_capacity(9 + factors.len());
    facts(inputs, time, at, &mut all);
    all.extend(factors.iter().map(|f| {
        let (source, confidence) = f.symbol.confidence();
        // Where only the ends are known they stand in the label.
        let label = match f.value.known() {
            Some(_) => f.symbol.says(),
            None => said!("{0}（{1}）", "{0} ({1})", f.symbol.says(), value(f.value)),
        };
        let from = super::super::rating::constant(source, confidence);
        input(f.symbol.letter(), label, f.value.known(), "", from)
    }));
    let index = match total.known() {
        Some(index) => same!("{0}", number(index)),
        None => same!("{0}…{1}", number(total.low), number(total.high)),
    };
    Step {
        says: said!("{0} 指数 {1}", "Index at {0}: {1}", clock, &index),
        formula: "VFI = O · M · L · T · A · S · G / (C · Q)".into(),
        substituted: same!("({0}) / ({1}) = {2}", product(false), product(true), index),
        inputs: all,
    }
}

/// What the record says.
fn facts(inputs: &Inputs, time: Time, at: &str, all: &mut Vec<Input>) {
    let i = time as usize;
    let flag = |v: Option<bool>| v.map(|v| f64::from(u8::from(v)));
    let good = |v: Option<f64>| v.filter(|v| wrong(*v).is_none());
    let rows = [
        (said!("人数", "people"), good(inputs.people[i]), ""),
        (said!("看护人员", "attendants"), good(inputs.attendants[i]), ""),
        (said!("最高使用楼层", "highest occupied floor"), inputs.floor.filter(|f| f.is_finite()), ""),
        (said!("有人住宿（1 是，0 否）", "people sleep there (1 yes, 0 no)"), flag(inputs.sleeping), ""),
        (said!("地下（1 是，0 否）", "below ground (1 yes, 0 no)"), flag(inputs.underground), ""),
        (said!("安全出口数", "exits"), good(inputs.exits), ""),
    ];
    all.extend(rows.into_iter().map(|(label, value, unit)| input("", label, value, unit, row(at))));
    // No record says how far it is: it was looked up among the hydrants.
    all.push(input("", said!("最近消火栓", "nearest hydrant"), inputs.hydrant_m.known(), "m", Origin::Computed));
    all.extend(travel(inputs));
}

/// When the first engine is there: its two ends where only these are known, which may lie in one class of the factor.
fn travel(inputs: &Inputs) -> Vec<Input> {
    let Range { low, high } = inputs.travel_min;
    if !high.is_finite() {
        return vec![input("", said!("首车到场", "first engine there"), None, "min", Origin::Computed)];
    }
    if low == high {
        return vec![input("", said!("首车到场", "first engine there"), Some(low), "min", Origin::Computed)];
    }
    let ends = [
        (said!("首车最早到场", "first engine there, at the earliest"), low),
        (said!("首车最晚到场", "first engine there, at the latest"), high),
    ];
    let from = || super::super::rating::constant(WAY, Confidence::OurRule);
    ends.into_iter().map(|(label, minutes)| input("", label, Some(minutes), "min", from())).collect()
}

fn figures(factors: &[(Time, [Factor; 14]); 2], outcome: &Outcome) -> Vec<Figure> {
    let named = |name: Said, value, (source, confidence)| Figure::new(name, value, "", source, confidence);
    let mut all = Vec::with_capacity(2 + 2 * 14);
    all.extend(
        ["VFI(14:00)", "VFI(02:00)"]
            .into_iter()
            .zip(outcome.index)
            .map(|(name, value)| named(name.into(), value, (OURS, Confidence::OurRule))),
    );
    for (time, factors) in factors {
        all.extend(factors.iter().map(|f| named(f.symbol.figure(*time), f.value, f.symbol.confidence())));
    }
    all
}

/// What is missing, as the dataset names it, and the share of the factors that are known.
fn missing(factors: &[(Time, [Factor; 14]); 2]) -> (Vec<Text>, f64) {
    let mut fields: Vec<Text> = Vec::new();
    let (mut known, mut all) = (0, 0);
    for (time, factors) in factors {
        for factor in factors {
            all += 1;
            if factor.value.known().is_some() {
                known += 1;
                continue;
            }
            let field = match (factor.symbol, *time) {
                (Symbol::O, Time::Day) => "people_day",
                (Symbol::O, Time::Night) => "people_night",
                (Symbol::M, _) => "mobility",
                (Symbol::L, _) => "occupied_floor",
                (Symbol::T, Time::Day) => "attendants_day",
                (Symbol::T, Time::Night) => "attendants_night",
                (Symbol::A, _) => "age",
                (Symbol::S, _) => "sleeping",
                (Symbol::G, _) => "fuel_class",
                (Symbol::Sprinklers, _) => "protection.sprinklers",
                (Symbol::Alarm, _) => "protection.alarm",
                (Symbol::SmokeControl, _) => "protection.smoke_control",
                (Symbol::Brigade, _) => "protection.own_brigade",
                (Symbol::Exits, _) => "exits",
                (Symbol::Travel, _) => "travel time",
                (Symbol::Hydrant, _) => "hydrants",
            };
            if !fields.iter().any(|known| known == field) {
                fields.push(field.into());
            }
        }
    }
    (fields, f64::from(known) / f64::from(all))
}

/// The smallest single changes that bring the level down: of each kind the least that does.
fn lower(inputs: &Inputs, now: Rating) -> Vec<Lowering> {
    // A level that does not stand has nothing to come down from, and none is below blue.
    if matches!(now.level(), Level::Unrated | Level::Blue) {
        return Vec::new();
    }
    let helps = |then: &Inputs| Some(rate(then).rating).filter(|then| lowers(now, *then));
    let crowd = [999.0, 299.0, 99.0, 29.0, 9.0].into_iter().find_map(|most: f64| {
        let people = inputs.people.map(|p| p.map(|p| p.min(most)));
        // To send more than two of three away is to close the venue, not to change it.
        if inputs.people.into_iter().flatten().any(|now| now > 3.0 * (most + 1.0)) {
            return None;
        }
        let then = helps(&Inputs { people, ..*inputs })?;
        // By day and by night alike; who is there now tells how far that is away.
        let says = match inputs.people {
            [Some(day), Some(night)] => said!(
                "同时在场的人任何时候都不超过 {0} 人（现在最多 {1} 人）",
                "never more than {0} people there at once (now up to {1})",
                exact(most),
                exact(day.max(night)),
            ),
            _ => said!("同时在场的人任何时候都不超过 {0} 人", "never more than {0} people there at once", exact(most),),
        };
        Some(lowering(says, then, true))
    });
    let help = [10.0, 5.0, 2.0].into_iter().find_map(|ratio: f64| {
        let need =
            |i: usize| inputs.people[i].map(|p| inputs.attendants[i].unwrap_or(0.0).max((p / ratio).ceil().max(1.0)));
        let then = helps(&Inputs { attendants: [need(0), need(1)], ..*inputs })?;
        let n = number(ratio);
        let says = said!("每 {0} 人有 1 名看护人员，昼夜如此", "an attendant to {0} people, day and night", n);
        Some(lowering(says, then, true))
    });
    let floor = [6.0, 3.0, 1.0].into_iter().find_map(|floor| {
        let then = helps(&Inputs { floor: Some(floor), underground: Some(false), ..*inputs })?;
        let n = number(floor);
        let says = said!("使用楼层不高于 {0} 层且不在地下", "no higher than floor {0} and not below ground", n);
        Some(lowering(says, then, true))
    });
    let fuel = [Fuel::Elevated, Fuel::Ordinary].into_iter().find_map(|least| {
        let then = helps(&Inputs { fuel: inputs.fuel.map(|f| f.min(least)), ..*inputs })?;
        let says = match least {
            Fuel::Ordinary => said!("只有普通可燃物", "ordinary contents only"),
            _ => said!(
                "人员住宿与生产、仓储、电动自行车充电分开",
                "no one living above stores or workshops, no charging of e-bikes",
            ),
        };
        Some(lowering(says, then, false))
    });
    let yes = Some(true);
    let protection = [
        (said!("自动喷水灭火系统", "sprinklers"), Inputs { sprinklers: yes, ..*inputs }),
        (said!("火灾自动报警系统", "an automatic alarm"), Inputs { alarm: yes, ..*inputs }),
        (said!("防排烟设施", "smoke control"), Inputs { smoke_control: yes, ..*inputs }),
        (said!("专职队或微型消防站", "an own brigade"), Inputs { brigade: yes, ..*inputs }),
        (said!("两个安全出口", "two exits"), Inputs { exits: inputs.exits.map(|n| n.max(2.0)), ..*inputs }),
        (said!("150 m 内有消火栓", "a hydrant within 150 m"), Inputs { hydrant_m: Range::exactly(150.0), ..*inputs }),
        (
            said!("首车 8 min 内到场", "the first engine within 8 minutes"),
            Inputs { travel_min: sooner(inputs, 8.0), ..*inputs },
        ),
        (
            said!("首车 4 min 内到场", "the first engine within 4 minutes"),
            Inputs { travel_min: sooner(inputs, 4.0), ..*inputs },
        ),
    ];
    let protection = protection.into_iter().filter_map(|(says, then)| Some(lowering(says, helps(&then)?, false)));
    [crowd, help, floor, fuel].into_iter().flatten().chain(protection).collect()
}

fn sooner(inputs: &Inputs, minutes: f64) -> Range {
    inputs.travel_min.map(|t| t.min(minutes))
}
