//! Mines and tailings ponds: gas grade, water type, rockburst, and the level that follows with the state of work.
//!
//! **Question.** How dangerous is a mine by its gas, water and ground, and does it still work?
//!
//! **Source.** Gas grade: coal mine safety rules and gas grading (two sources agree). Hydrogeological type: rules for
//! water prevention in coal mines, national and north-western table (one source). Rockburst grades and the ponds above
//! residents (头顶库): as recorded, their definitions not checked against the official text.
//!
//! **Formula.** Gas: outburst where one has happened or a seam is identified; high where relative is over 10 m³/t, absolute over
//! 40 m³/min, any heading over 3 m³/min or any face over 5 m³/min; low only where all four are known and none exceeds. Water:
//! the worst of Q1 (180/600/2100 m³/h), Q2 (300/1200/3000), Q3 (none/600/1800), q (0.1/1/5 L/(s·m)); north-west Q1
//! (90/180/1200), Q2 (210/600/2100).
//!
//! **Level** (rule of this project, first match). Red: residents below a tailings pond; or an outburst, rockburst or
//! extremely complex mine that works, is built, or whose ventilation and pumps have stopped. Orange: high gas, complex
//! water or worse, rockburst, a pit slope above 100 m. Yellow: every other mine that is not closed and sealed. Blue:
//! closed and sealed.
//!
//! **Units.** As in the formula; residents in persons; slope in metres.
//!
//! **Assumptions.** Inflow Q1 and Q2 give the water type; inrush Q3 and specific capacity q count where they are recorded.
//! Where it is not known whether a mine lies in the north-west, both tables are used. A mine that is suspended is not
//! safe: nothing but closed and sealed is blue, and a closed and sealed mine with orange conditions stays orange. Rockburst
//! of a metal mine counts where it is recorded. Ponds of any state count.
//!
//! **When not to use.** To grade a mine officially; for mines abandoned without a record; for dam stability.
//!
//! **Confidence.** Gas: two sources; water: one; level: this project's rule.

mod explain;
mod lower;
mod read;
#[cfg(test)]
mod tests;

pub use explain::explain;
pub use read::{read, read_tailings};

use super::faults::{Fault, wrong};
use super::rating::{Range, Rating};
use crate::domain::Level;

/// Where the gas grade is from.
pub const GAS: &str = "《煤矿安全规程》瓦斯等级 / Coal mine safety rules, gas grading";
/// Where the water type is from.
pub const WATER: &str =
    "《煤矿防治水细则》水文地质类型 / Rules for water prevention in coal mines, hydrogeological types";

/// Relative gas, m³/t; absolute, m³/min; heading, m³/min; face, m³/min: above these a mine is a high-gas mine.
pub const GAS_LIMITS: [f64; 4] = [10.0, 40.0, 3.0, 5.0];
/// Mean and largest inflow, m³/h, up to which water is simple, medium, complex.
pub const INFLOW: [[f64; 3]; 2] = [[180.0, 600.0, 2100.0], [300.0, 1200.0, 3000.0]];
/// The same in the north-west.
pub const INFLOW_NORTH_WEST: [[f64; 3]; 2] = [[90.0, 180.0, 1200.0], [210.0, 600.0, 2100.0]];
/// Inrush, m³/h, and specific capacity, L/(s·m).
pub const INRUSH: [[f64; 3]; 2] = [[0.0, 600.0, 1800.0], [0.1, 1.0, 5.0]];
/// Slope of an open pit above which it is orange, metres.
pub const SLOPE_M: f64 = 100.0;

/// What is mined, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Underground coal mine.
    Coal,
    /// Underground mine of metal or stone.
    Metal,
    /// Open pit or quarry.
    OpenPit,
    /// Tailings pond.
    Tailings,
}

/// The state of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It works.
    Operating,
    /// It is built.
    UnderConstruction,
    /// It stands still for a time.
    Suspended,
    /// It is closed.
    Closed,
}

/// Gas grade, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GasGrade {
    /// 低瓦斯.
    Low,
    /// 高瓦斯.
    High,
    /// 突出.
    Outburst,
}

/// Hydrogeological type, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaterType {
    /// 简单.
    Simple,
    /// 中等.
    Medium,
    /// 复杂.
    Complex,
    /// 极复杂.
    Extreme,
}

/// Rockburst grade, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rockburst {
    /// 无.
    None,
    /// 弱.
    Weak,
    /// 中等.
    Medium,
    /// 强.
    Strong,
}

/// What the record says of a mine.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mine {
    /// Relative gas emission, m³/t.
    pub relative_m3_t: Option<f64>,
    /// Absolute gas emission, m³/min.
    pub absolute_m3_min: Option<f64>,
    /// The most of any heading, m³/min.
    pub heading_m3_min: Option<f64>,
    /// The most of any working face, m³/min.
    pub face_m3_min: Option<f64>,
    /// An outburst has happened, or a seam is identified.
    pub outburst: Option<bool>,
    /// Mean inflow Q1, m³/h.
    pub inflow_m3_h: Option<f64>,
    /// Largest inflow Q2, m³/h.
    pub inflow_max_m3_h: Option<f64>,
    /// Inrush Q3, m³/h.
    pub inrush_m3_h: Option<f64>,
    /// Specific capacity q, L/(s·m).
    pub capacity_l_sm: Option<f64>,
    /// Rockburst.
    pub rockburst: Option<Rockburst>,
    /// Height of a pit's slope, metres.
    pub slope_m: Option<f64>,
}

/// What the method asks of one mine or pond.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// What it is.
    pub kind: Kind,
    /// Whether it works.
    pub status: Option<Status>,
    /// Closed and sealed.
    pub sealed: Option<bool>,
    /// Ventilation and pumps run.
    pub running: Option<bool>,
    /// It lies in the north-west, where less water is much.
    pub north_west: Option<bool>,
    /// What is recorded of it.
    pub mine: Mine,
    /// People who live below a pond.
    pub residents_below: Option<f64>,
    /// Where it is recorded: "file#row".
    pub row: &'a str,
    /// What was wrong with the record where it was read.
    pub faults: &'a [Fault],
}

/// What the method gives. Ends are best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The level, or the ends between which it lies.
    pub rating: Rating,
    /// Gas grade; of coal mines.
    pub gas: Option<[GasGrade; 2]>,
    /// Water type; of underground mines.
    pub water: Option<[WaterType; 2]>,
    /// Rockburst; of underground mines.
    pub rockburst: Option<[Rockburst; 2]>,
    /// Values that cannot be.
    pub faults: Vec<Fault>,
}

fn good(value: Option<f64>) -> Option<f64> {
    value.filter(|v| wrong(*v).is_none())
}

/// Gas grade at best and at worst.
pub fn gas_grade(mine: &Mine) -> [GasGrade; 2] {
    let figures = [mine.relative_m3_t, mine.absolute_m3_min, mine.heading_m3_min, mine.face_m3_min].map(good);
    let over = figures.iter().zip(GAS_LIMITS).any(|(v, limit)| v.is_some_and(|v| v > limit));
    let open = figures.iter().any(Option::is_none);
    let best = if over { GasGrade::High } else { GasGrade::Low };
    let worst = if over || open { GasGrade::High } else { GasGrade::Low };
    match mine.outburst {
        Some(true) => [GasGrade::Outburst; 2],
        Some(false) => [best, worst],
        None => [best, GasGrade::Outburst],
    }
}

fn class(value: f64, limits: [f64; 3]) -> WaterType {
    match value {
        v if v <= limits[0] => WaterType::Simple,
        v if v <= limits[1] => WaterType::Medium,
        v if v <= limits[2] => WaterType::Complex,
        _ => WaterType::Extreme,
    }
}

/// Hydrogeological type at best and at worst.
pub fn water_type(mine: &Mine, north_west: Option<bool>) -> [WaterType; 2] {
    let of = |limits: [[f64; 3]; 2], worst: bool| {
        let inflow = [mine.inflow_m3_h, mine.inflow_max_m3_h].map(good).into_iter().zip(limits);
        let known = inflow.map(|(v, limits)| {
            let Range { low, high } = Range::of(v);
            class(if worst { high } else { low }, limits)
        });
        // These count where they are recorded: most mines have none.
        let others = [mine.inrush_m3_h, mine.capacity_l_sm].into_iter().zip(INRUSH);
        let others = others.filter(|(v, _)| v.is_some()).map(|(v, limits)| match good(v) {
            Some(v) => class(v, limits),
            None if worst => WaterType::Extreme,
            None => WaterType::Simple,
        });
        known.chain(others).max().unwrap_or(WaterType::Simple)
    };
    let (here, there) = (INFLOW, INFLOW_NORTH_WEST);
    match north_west {
        Some(true) => [of(there, false), of(there, true)],
        Some(false) => [of(here, false), of(here, true)],
        None => [of(here, false), of(there, true)],
    }
}

/// What is dangerous about a mine, at one end.
#[derive(Clone, Copy)]
struct Hazard {
    gas: GasGrade,
    water: WaterType,
    rockburst: Rockburst,
    steep: bool,
    residents: bool,
}

fn level(hazard: &Hazard, status: Status, sealed: bool, running: bool) -> Level {
    let works = match status {
        Status::Operating | Status::UnderConstruction => true,
        // Gas and water gather where nothing runs.
        Status::Suspended => !running,
        Status::Closed => !sealed && !running,
    };
    let grave =
        hazard.gas == GasGrade::Outburst || hazard.rockburst > Rockburst::None || hazard.water == WaterType::Extreme;
    if hazard.residents || (grave && works) {
        Level::Red
    } else if grave || hazard.gas == GasGrade::High || hazard.water == WaterType::Complex || hazard.steep {
        Level::Orange
    } else if status == Status::Closed && sealed {
        Level::Blue
    } else {
        Level::Yellow
    }
}

/// Rates a mine or pond.
pub fn rate(inputs: &Inputs<'_>) -> Outcome {
    let mine = &inputs.mine;
    let underground = matches!(inputs.kind, Kind::Coal | Kind::Metal);
    let gas = (inputs.kind == Kind::Coal).then(|| gas_grade(mine));
    let water = underground.then(|| water_type(mine, inputs.north_west));
    let rockburst = underground.then_some(match (mine.rockburst, inputs.kind) {
        (Some(r), _) => [r; 2],
        (None, Kind::Coal) => [Rockburst::None, Rockburst::Strong],
        (None, _) => [Rockburst::None; 2],
    });
    let slope = (inputs.kind == Kind::OpenPit).then_some(Range::of(good(mine.slope_m)));
    let below = (inputs.kind == Kind::Tailings).then_some(Range::of(good(inputs.residents_below)));
    let hazard = |end: usize| {
        let pick = |r: Range| if end == 0 { r.low } else { r.high };
        Hazard {
            gas: gas.map_or(GasGrade::Low, |g| g[end]),
            water: water.map_or(WaterType::Simple, |w| w[end]),
            rockburst: rockburst.map_or(Rockburst::None, |r| r[end]),
            steep: slope.is_some_and(|s| pick(s) > SLOPE_M),
            residents: below.is_some_and(|b| pick(b) > 0.0),
        }
    };
    let (best, worst) = (hazard(0), hazard(1));
    let any = [Status::Operating, Status::UnderConstruction, Status::Suspended, Status::Closed];
    let statuses = any.into_iter().filter(|s| inputs.status.is_none_or(|is| is == *s));
    let either = |known: Option<bool>| [false, true].into_iter().filter(move |b| known.is_none_or(|is| is == *b));
    let mut rating: Option<Rating> = None;
    for status in statuses {
        for sealed in either(inputs.sealed) {
            for running in either(inputs.running) {
                let best = level(&best, status, sealed, running);
                let worst = level(&worst, status, sealed, running);
                rating =
                    Some(rating.map_or(Rating { best, worst }, |r| Rating {
                        best: r.best.max(best),
                        worst: r.worst.min(worst),
                    }));
            }
        }
    }
    let mut faults = inputs.faults.to_vec();
    faults.extend(figures(inputs).into_iter().filter_map(|(field, v)| Some(Fault::new(field, None, wrong(v?)?))));
    Outcome { rating: rating.unwrap_or(Rating::unknown()), gas, water, rockburst, faults }
}

/// Every figure with its name in the dataset.
fn figures(inputs: &Inputs<'_>) -> [(&'static str, Option<f64>); 10] {
    let m = &inputs.mine;
    [
        ("mine.gas_relative_m3_t", m.relative_m3_t),
        ("mine.gas_absolute_m3_min", m.absolute_m3_min),
        ("mine.gas_heading_m3_min", m.heading_m3_min),
        ("mine.gas_face_m3_min", m.face_m3_min),
        ("mine.inflow_m3_h", m.inflow_m3_h),
        ("mine.inflow_max_m3_h", m.inflow_max_m3_h),
        ("mine.inrush_m3_h", m.inrush_m3_h),
        ("mine.capacity_l_sm", m.capacity_l_sm),
        ("mine.slope_m", m.slope_m),
        ("tailings.residents_below", inputs.residents_below),
    ]
}
