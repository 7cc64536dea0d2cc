//! The factors of the venue index, each as far as it is known.

use super::super::faults::{Fault, Wrong, wrong};
use super::super::rating::Range;
use super::super::reach::HYDRANT_M;
use super::{Inputs, crowd};

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// 14:00 of a working day.
    Day,
    /// 02:00.
    Night,
}

/// How well people can leave, after FSES.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mobility {
    /// By themselves.
    Able,
    /// Slowly, or with help.
    Limited,
    /// Not by themselves; whether they can be moved at all is not known.
    Without,
    /// Not by themselves, but they can be moved.
    NotMobile,
    /// They cannot be moved.
    NotMovable,
}

/// What burns and kindles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fuel {
    /// Ordinary contents.
    Ordinary,
    /// Goods for sale, singing rooms, a restaurant's kitchen.
    Elevated,
    /// Living above stores or workshops, charging of e-bikes, combustible panels or cladding.
    Heavy,
}

/// One factor of the index. C and Q divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// People.
    O,
    /// Mobility.
    M,
    /// Floor.
    L,
    /// People to an attendant.
    T,
    /// Age.
    A,
    /// Sleep.
    S,
    /// Fuel.
    G,
    /// Sprinklers.
    Sprinklers,
    /// Alarm.
    Alarm,
    /// Smoke control.
    SmokeControl,
    /// Own brigade.
    Brigade,
    /// Exits.
    Exits,
    /// Travel of the first engine.
    Travel,
    /// Nearest hydrant.
    Hydrant,
}

/// A factor, and the index as it stands with it and all before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// Which.
    pub symbol: Symbol,
    /// Its value, or the ends between which it lies.
    pub value: Range,
    /// The index so far.
    pub running: Range,
}

impl Symbol {
    /// Whether the index is divided by it.
    pub fn divides(self) -> bool {
        use Symbol::{Alarm, Brigade, Exits, Hydrant, SmokeControl, Sprinklers, Travel};
        matches!(self, Sprinklers | Alarm | SmokeControl | Brigade | Exits | Travel | Hydrant)
    }
}

impl Fuel {
    fn factor(self) -> f64 {
        match self {
            Self::Ordinary => 1.0,
            Self::Elevated => 1.3,
            Self::Heavy => 1.6,
        }
    }
}

/// What a venue's kind, and its recorded fuel class, say of what burns there: at best and at worst. The kind gives the
/// least; without a class there may be more.
pub fn fuel(kind: &str, class: Option<&str>, faults: &mut Vec<Fault>) -> [Fuel; 2] {
    let least = match kind {
        "mixed_use" => Fuel::Heavy,
        "mall" | "market" | "supermarket" | "karaoke" | "restaurant" => Fuel::Elevated,
        _ => Fuel::Ordinary,
    };
    let recorded = match class.map(str::trim) {
        None | Some("") => None,
        Some("low" | "ordinary" | "低" | "普通") => Some(Fuel::Ordinary),
        Some("medium" | "elevated" | "中" | "中等") => Some(Fuel::Elevated),
        Some("high" | "heavy" | "高") => Some(Fuel::Heavy),
        Some(_) => {
            faults.push(Fault::new("fuel_class", None, Wrong::UnknownWord));
            None
        }
    };
    recorded.map_or([least, Fuel::Heavy], |class| [class.max(least); 2])
}

/// Whether the people of a kind of venue are 65 and over, or one year and under.
pub fn aged(kind: &str) -> Option<bool> {
    match kind {
        "nursing_home" => Some(true),
        "kindergarten" | "school" | "university" => Some(false),
        _ => None,
    }
}

const fn between(low: f64, high: f64) -> Range {
    Range { low, high }
}

fn quantity(value: Option<f64>) -> Range {
    Range::of(value.filter(|v| wrong(*v).is_none()))
}

/// What is wrong with a range of a quantity.
pub(super) fn wrong_range(range: Range) -> Option<Wrong> {
    match range {
        Range { low, high } if low.is_nan() || high.is_nan() || low.is_infinite() => Some(Wrong::NotFinite),
        Range { low, high } if low < 0.0 || high < low => Some(Wrong::Negative),
        _ => None,
    }
}

fn people(inputs: &Inputs, time: Time) -> Range {
    let factor = |n: f64| match n {
        n if n < 10.0 => 1.0,
        n if n < 30.0 => 1.5,
        n if n < 100.0 => 2.0,
        n if n < 300.0 => 2.5,
        n if n < 1000.0 => 3.0,
        _ => 3.5,
    };
    crowd::people(inputs, time).map(factor)
}

fn mobility(inputs: &Inputs) -> Range {
    match inputs.mobility {
        Some(Mobility::Able) => Range::exactly(1.0),
        Some(Mobility::Limited) => Range::exactly(1.6),
        Some(Mobility::NotMobile) => Range::exactly(3.2),
        Some(Mobility::NotMovable) => Range::exactly(4.5),
        Some(Mobility::Without) => between(3.2, 4.5),
        None => between(1.0, 4.5),
    }
}

fn floor(inputs: &Inputs) -> Range {
    let factor = |floor: f64| match floor {
        f if f < 0.0 => 1.6,
        f if f < 2.0 => 1.1,
        f if f < 4.0 => 1.2,
        f if f < 7.0 => 1.4,
        _ => 1.6,
    };
    if inputs.underground == Some(true) {
        return Range::exactly(1.6);
    }
    if let Some(floor) = inputs.floor.filter(|f| f.is_finite()) {
        return Range::exactly(factor(floor));
    }
    // Any floor up to the top, and the basement unless there is none.
    let top = inputs.floors.filter(|f| wrong(*f).is_none() && inputs.underground == Some(false));
    between(1.1, top.map_or(1.6, factor))
}

/// Only where people cannot leave by themselves do attendants and age count.
fn only_if_helped(inputs: &Inputs, factor: Range) -> Range {
    match inputs.mobility {
        Some(Mobility::Able) => Range::exactly(1.0),
        Some(_) => factor,
        None => between(1.0, factor.high),
    }
}

fn attendants(inputs: &Inputs, time: Time) -> Range {
    let factor = |ratio: f64| match ratio {
        r if r <= 2.0 => 1.0,
        r if r <= 5.0 => 1.1,
        r if r <= 10.0 => 1.2,
        _ => 1.5,
    };
    // Where nobody is there is nobody to help.
    if crowd::is_empty(inputs, time) {
        return Range::exactly(1.0);
    }
    let help = quantity(inputs.attendants[time as usize]);
    let by = match help.known() {
        Some(0.0) => Range::exactly(4.0),
        Some(n) => crowd::people(inputs, time).map(|people| factor(people / n)),
        None => between(1.0, 4.0),
    };
    only_if_helped(inputs, by)
}

fn age(inputs: &Inputs) -> Range {
    let by = match inputs.aged {
        Some(true) => Range::exactly(1.2),
        Some(false) => Range::exactly(1.0),
        None => between(1.0, 1.2),
    };
    only_if_helped(inputs, by)
}

fn sleep(inputs: &Inputs, time: Time) -> Range {
    // Where nobody is nobody sleeps.
    if crowd::is_empty(inputs, time) {
        return Range::exactly(1.0);
    }
    match (time, inputs.sleeping) {
        (Time::Day, _) | (Time::Night, Some(false)) => Range::exactly(1.0),
        (Time::Night, Some(true)) => Range::exactly(1.5),
        (Time::Night, None) => between(1.0, 1.5),
    }
}

fn protection(has: Option<bool>, factor: f64) -> Range {
    match has {
        Some(true) => Range::exactly(factor),
        Some(false) => Range::exactly(1.0),
        None => between(1.0, factor),
    }
}

fn exits(inputs: &Inputs) -> Range {
    let factor = |n: f64| if n < 2.0 { 0.7 } else { 1.0 };
    quantity(inputs.exits).map(factor)
}

/// A factor that falls with a quantity.
fn falling(range: Range, factor: impl Fn(f64) -> f64) -> Range {
    let range = if wrong_range(range).is_some() { Range::unknown() } else { range };
    between(factor(range.high), factor(range.low))
}

fn travel(inputs: &Inputs) -> Range {
    falling(inputs.travel_min, |minutes| match minutes {
        m if m <= 4.0 => 1.0,
        m if m <= 8.0 => 0.8,
        _ => 0.6,
    })
}

fn hydrant(inputs: &Inputs) -> Range {
    falling(inputs.hydrant_m, |metres| if metres <= HYDRANT_M { 1.0 } else { 0.8 })
}

fn values(inputs: &Inputs, time: Time) -> [(Symbol, Range); 14] {
    let [best, worst] = inputs.fuel.map(Fuel::factor);
    [
        (Symbol::O, people(inputs, time)),
        (Symbol::M, mobility(inputs)),
        (Symbol::L, floor(inputs)),
        (Symbol::T, attendants(inputs, time)),
        (Symbol::A, age(inputs)),
        (Symbol::S, sleep(inputs, time)),
        (Symbol::G, between(best.min(worst), best.max(worst))),
        (Symbol::Sprinklers, protection(inputs.sprinklers, 1.5)),
        (Symbol::Alarm, protection(inputs.alarm, 1.2)),
        (Symbol::SmokeControl, protection(inputs.smoke_control, 1.1)),
        (Symbol::Brigade, protection(inputs.brigade, 1.1)),
        (Symbol::Exits, exits(inputs)),
        (Symbol::Travel, travel(inputs)),
        (Symbol::Hydrant, hydrant(inputs)),
    ]
}

fn apply(running: Range, symbol: Symbol, value: Range) -> Range {
    if symbol.divides() {
        between(running.low / value.high, running.high / value.low)
    } else {
        between(running.low * value.low, running.high * value.high)
    }
}

/// The index at a time.
pub(super) fn index(inputs: &Inputs, time: Time) -> Range {
    values(inputs, time).into_iter().fold(Range::exactly(1.0), |running, (symbol, value)| apply(running, symbol, value))
}

/// Every factor at a time, in the order of the formula, with the index as it stands after each.
pub fn waterfall(inputs: &Inputs, time: Time) -> [Factor; 14] {
    let mut so_far = Range::exactly(1.0);
    values(inputs, time).map(|(symbol, value)| {
        so_far = apply(so_far, symbol, value);
        Factor { symbol, value, running: so_far }
    })
}
