//! The working of a venue's index.

use super::super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::super::faults::{Fault, wrong};
use super::super::parts::{input, lowering, lowers, rating_words, row, w};
use super::super::rating::{Figure, Lowering, Range, Rating, Worked};
use super::super::set_by::SetBy;
use super::{Fuel, Inputs, Outcome, Symbol, Time, rate, waterfall};
use crate::domain::Words;
use crate::domain::parameters::VENUE_INDEX;
use crate::text::{count, exact, number};

const FSES: &str = "NFPA 101A (FSES)";
const WAY: &str =
    "由直线距离界定：车速 20–60 km/h，绕行 1–1.5 倍 / bounded by the straight line: 20–60 km/h, a detour of 1–1.5";
const OURS: &str = "本项目指标，非标准 / this project's index, not a standard";

impl Symbol {
    /// As the formula writes it.
    pub fn letter(self) -> &'static str {
        match self {
            Self::O => "O",
            Self::M => "M",
            Self::L => "L",
            Self::T => "T",
            Self::A => "A",
            Self::S => "S",
            Self::G => "G",
            Self::Travel | Self::Hydrant => "Q",
            _ => "C",
        }
    }

    /// What it stands for.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::O => ("人数", "people"),
            Self::M => ("行动能力", "mobility"),
            Self::L => ("楼层", "floor"),
            Self::T => ("每名看护人员照看人数", "people to an attendant"),
            Self::A => ("年龄", "age"),
            Self::S => ("睡眠", "sleep"),
            Self::G => ("可燃物与火源", "fuel and ignition"),
            Self::Sprinklers => ("自动喷水灭火", "sprinklers"),
            Self::Alarm => ("火灾自动报警", "automatic alarm"),
            Self::SmokeControl => ("防排烟", "smoke control"),
            Self::Brigade => ("专职队或微型消防站", "own brigade"),
            Self::Exits => ("安全出口", "exits"),
            Self::Travel => ("首车到场时间", "travel of the first engine"),
            Self::Hydrant => ("最近消火栓", "nearest hydrant"),
        };
        w(zh, en)
    }

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
fn said(value: Range) -> String {
    value.known().map_or_else(|| format!("{:.2}…{:.2}", value.low, value.high), |v| format!("{v:.2}"))
}

/// The whole working of a venue that is recorded at a row ("file#row").
pub fn explain(inputs: &Inputs, at: &str, set_by: &SetBy) -> Worked {
    let outcome = rate(inputs);
    let mut steps: Vec<Step> = [Time::Day, Time::Night].map(|time| index(inputs, time, at)).into();
    let level = rating_words(outcome.rating);
    let [day, night] = outcome.ratings.map(rating_words);
    let floor = if inputs.high_danger {
        w("；火灾高危单位不低于 C", "; on the list of high fire danger, so never below C")
    } else {
        w("", "")
    };
    let [yellow, orange, red] = inputs.breaks.map(exact);
    steps.push(Step {
        says: w(
            format!("等级：{}（白天{}，夜间{}）{}", level.zh, day.zh, night.zh, floor.zh),
            format!("Level: {} (by day {}, by night {}){}", level.en, day.en, night.en, floor.en),
        ),
        formula: format!("D < {yellow} ≤ C < {orange} ≤ B < {red} ≤ A"),
        inputs: breaks(inputs, set_by),
        ..Step::default()
    });
    let (missing, completeness) = missing(inputs);
    Worked {
        rating: outcome.rating,
        figures: figures(inputs, &outcome),
        lowering: lower(inputs, outcome.rating),
        explanation: Explanation {
            title: w("场所人员火灾安全指数", "Life safety index of a venue in a fire"),
            steps,
            unknown: outcome.faults.iter().map(Fault::words).collect(),
            notes: vec![
                w("本项目指标，非标准。", "This project's index, not a standard."),
                w("因子表未经核对。", "The factor table is unverified."),
                w(
                    "阈值须先用本地火灾记录或分位数校准，之后才能称为风险。",
                    "Thresholds have to be calibrated on local fire records or quantiles before this is called risk.",
                ),
                w(
                    "未知的因子取其全部可能值，指数是区间。",
                    "A factor that is not known takes all its values: the index is an interval.",
                ),
                w(
                    "Q 按首车到场时间取：不超过 4 min 为 1，8 min 为 0.8，更久为 0.6；最早与最晚落在同一档时 Q 就已知。再乘最近\
                     消火栓：150 m 以内为 1，更远为 0.8。",
                    "Q is 1 where the first engine is there within 4 minutes, 0.8 within 8, else 0.6; where the earliest and the \
                     latest lie in one class Q is known though the minute is not. It is multiplied by 1 for a hydrant within \
                     150 m, else by 0.8.",
                ),
                w(
                    "能自行疏散的人，看护人数和年龄不计（T = A = 1）。",
                    "For people who leave by themselves attendants and age do not count (T = A = 1).",
                ),
            ],
            completeness: Some(completeness),
        },
        missing,
    }
}

/// From which index on a level is what, each with where it comes from.
fn breaks(inputs: &Inputs, set_by: &SetBy) -> Vec<Input> {
    let own = || super::super::rating::constant(OURS, Confidence::OurRule);
    let each = VENUE_INDEX
        .iter()
        .zip(inputs.breaks)
        .map(|((name, _), at)| input("", w("界限", "threshold"), Some(at), "", set_by.from(name).unwrap_or_else(own)));
    each.collect()
}

/// The index at one time, factor by factor.
fn index(inputs: &Inputs, time: Time, at: &str) -> Step {
    let factors = waterfall(inputs, time);
    let total = factors.last().map_or(Range::exactly(1.0), |f| f.running);
    let product = |divides: bool| {
        let some = factors.iter().filter(|f| f.symbol.divides() == divides).map(|f| said(f.value));
        some.collect::<Vec<_>>().join(" · ")
    };
    let clock = clock(time);
    let mut all = facts(inputs, time, at);
    all.extend(factors.iter().map(|f| {
        let (name, (source, confidence)) = (f.symbol.words(), f.symbol.confidence());
        let value = said(f.value);
        // Where only the ends are known they stand in the label.
        let label = match f.value.known() {
            Some(_) => name,
            None => w(format!("{}（{value}）", name.zh), format!("{} ({value})", name.en)),
        };
        let from = super::super::rating::constant(source, confidence);
        input(f.symbol.letter(), label, f.value.known(), "", from)
    }));
    let index = if total.known().is_some() {
        number(total.low)
    } else {
        format!("{}…{}", number(total.low), number(total.high))
    };
    Step {
        says: w(format!("{clock} 指数 {index}"), format!("Index at {clock}: {index}")),
        formula: "VFI = O · M · L · T · A · S · G / (C · Q)".to_owned(),
        substituted: format!("({}) / ({}) = {index}", product(false), product(true)),
        inputs: all,
    }
}

/// What the record says.
fn facts(inputs: &Inputs, time: Time, at: &str) -> Vec<Input> {
    let i = time as usize;
    let flag = |v: Option<bool>| v.map(|v| f64::from(u8::from(v)));
    let good = |v: Option<f64>| v.filter(|v| wrong(*v).is_none());
    let rows = [
        (w("人数", "people"), good(inputs.people[i]), ""),
        (w("看护人员", "attendants"), good(inputs.attendants[i]), ""),
        (w("最高使用楼层", "highest occupied floor"), inputs.floor.filter(|f| f.is_finite()), ""),
        (w("有人住宿（1 是，0 否）", "people sleep there (1 yes, 0 no)"), flag(inputs.sleeping), ""),
        (w("地下（1 是，0 否）", "below ground (1 yes, 0 no)"), flag(inputs.underground), ""),
        (w("安全出口数", "exits"), good(inputs.exits), ""),
        (w("最近消火栓", "nearest hydrant"), inputs.hydrant_m.known(), "m"),
    ];
    let rows = rows.into_iter().map(|(label, value, unit)| input("", label, value, unit, row(at)));
    rows.chain(travel(inputs)).collect()
}

/// When the first engine is there: its two ends where only these are known, which may lie in one class of the factor.
fn travel(inputs: &Inputs) -> Vec<Input> {
    let Range { low, high } = inputs.travel_min;
    if !high.is_finite() {
        return vec![input("", w("首车到场", "first engine there"), None, "min", Origin::Computed)];
    }
    if low == high {
        return vec![input("", w("首车到场", "first engine there"), Some(low), "min", Origin::Computed)];
    }
    let ends = [
        (w("首车最早到场", "first engine there, at the earliest"), low),
        (w("首车最晚到场", "first engine there, at the latest"), high),
    ];
    let from = || super::super::rating::constant(WAY, Confidence::OurRule);
    ends.into_iter().map(|(label, minutes)| input("", label, Some(minutes), "min", from())).collect()
}

fn figures(inputs: &Inputs, outcome: &Outcome) -> Vec<Figure> {
    let times = [Time::Day, Time::Night];
    let index = times
        .map(|t| Figure::new(&format!("VFI({})", clock(t)), outcome.index[t as usize], "", OURS, Confidence::OurRule));
    let factors = times.into_iter().flat_map(|time| {
        waterfall(inputs, time).map(|f| {
            let (source, confidence) = f.symbol.confidence();
            let symbol = format!("{}({})", f.symbol.letter(), clock(time));
            let words = f.symbol.words();
            let says = w(format!("{symbol} {}", words.zh), format!("{symbol} {}", words.en));
            Figure::new(&says.en.clone(), f.value, "", source, confidence).called(says)
        })
    });
    index.into_iter().chain(factors).collect()
}

/// What is missing, as the dataset names it, and the share of the factors that are known.
fn missing(inputs: &Inputs) -> (Vec<String>, f64) {
    let mut fields: Vec<&str> = Vec::new();
    let (mut known, mut all) = (0, 0);
    for time in [Time::Day, Time::Night] {
        for factor in waterfall(inputs, time) {
            all += 1;
            if factor.value.known().is_some() {
                known += 1;
                continue;
            }
            let field = match (factor.symbol, time) {
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
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    (fields.into_iter().map(str::to_owned).collect(), f64::from(known) / f64::from(all))
}

/// The smallest single changes that bring the level down: of each kind the least that does.
fn lower(inputs: &Inputs, now: Rating) -> Vec<Lowering> {
    let mut found = Vec::new();
    let mut first = |changes: Vec<(String, String, bool, Inputs)>| {
        let lower = changes.into_iter().find_map(|(zh, en, just_under, then)| {
            let rating = rate(&then).rating;
            lowers(now, rating).then(|| lowering(zh, en, rating, just_under))
        });
        found.extend(lower);
    };
    let crowd = [999u32, 299, 99, 29, 9].map(|most| {
        let n = count(u64::from(most));
        let people = inputs.people.map(|p| p.map(|p| p.min(f64::from(most))));
        (format!("人数不超过 {n}"), format!("no more than {n} people"), true, Inputs { people, ..*inputs })
    });
    first(crowd.into());
    let help = [10.0, 5.0, 2.0].map(|ratio| {
        let need =
            |i: usize| inputs.people[i].map(|p| inputs.attendants[i].unwrap_or(0.0).max((p / ratio).ceil().max(1.0)));
        let n = number(ratio);
        let then = Inputs { attendants: [need(0), need(1)], ..*inputs };
        (
            format!("每 {n} 人有 1 名看护人员，昼夜如此"),
            format!("an attendant to {n} people, day and night"),
            true,
            then,
        )
    });
    first(help.into());
    let floors = [(6.0, "6"), (3.0, "3"), (1.0, "1")].map(|(floor, n)| {
        let then = Inputs { floor: Some(floor), underground: Some(false), ..*inputs };
        (
            format!("使用楼层不高于 {n} 层且不在地下"),
            format!("no higher than floor {n} and not below ground"),
            true,
            then,
        )
    });
    first(floors.into());
    let fuels = [
        (
            Fuel::Elevated,
            "人员住宿与生产、仓储、电动自行车充电分开",
            "no one living above stores or workshops, no charging of e-bikes",
        ),
        (Fuel::Ordinary, "只有普通可燃物", "ordinary contents only"),
    ];
    let fuels = fuels.map(|(least, zh, en)| {
        let fuel = inputs.fuel.map(|f| f.min(least));
        (zh.to_owned(), en.to_owned(), false, Inputs { fuel, ..*inputs })
    });
    first(fuels.into());
    let yes = Some(true);
    let protection = [
        ("自动喷水灭火系统", "sprinklers", Inputs { sprinklers: yes, ..*inputs }),
        ("火灾自动报警系统", "an automatic alarm", Inputs { alarm: yes, ..*inputs }),
        ("防排烟设施", "smoke control", Inputs { smoke_control: yes, ..*inputs }),
        ("专职队或微型消防站", "an own brigade", Inputs { brigade: yes, ..*inputs }),
        ("两个安全出口", "two exits", Inputs { exits: inputs.exits.map(|n| n.max(2.0)), ..*inputs }),
        ("150 m 内有消火栓", "a hydrant within 150 m", Inputs { hydrant_m: Range::exactly(150.0), ..*inputs }),
        (
            "首车 8 min 内到场",
            "the first engine within 8 minutes",
            Inputs { travel_min: sooner(inputs, 8.0), ..*inputs },
        ),
        (
            "首车 4 min 内到场",
            "the first engine within 4 minutes",
            Inputs { travel_min: sooner(inputs, 4.0), ..*inputs },
        ),
    ];
    for (zh, en, then) in protection {
        first(vec![(zh.to_owned(), en.to_owned(), false, then)]);
    }
    found
}

fn sooner(inputs: &Inputs, minutes: f64) -> Range {
    inputs.travel_min.map(|t| t.min(minutes))
}
