//! Oil and gas pipelines: the potential impact radius, and which parts of a line are high-consequence areas.
//!
//! **Question.** Along which stretches would a failure of the line harm the most, of which grade, and why?
//!
//! **Source.** GB 32167-2015, high-consequence areas of oil pipelines (two sources agree on all items but e) and of
//! natural gas pipelines (checked against one source). Potential impact radius: ASME B31.8S as GB 32167 writes it; the
//! factor is derived from the American form and agrees within 0.7 %.
//!
//! **Formula.** `r = 0.099 √(d² p)`. Sliding window of 2 km, anchored where an object leaves it, so that no maximum is
//! missed. Areas that overlap are one, of the worst grade among them.
//!
//! **Units.** `r` m; `d` outside diameter, mm; `p` maximum allowable operating pressure (MAOP), MPa; chainage m.
//!
//! **Level** (rule of this project, no standard). Ⅲ red, Ⅱ orange, Ⅰ yellow, none blue; the worst stretch counts.
//!
//! **Assumptions.** The line is straight near an object. An area ends 200 m beyond the outer edge of the nearest building,
//! or where the reach of the rule ends, whichever is farther. "Buildings of four storeys or more are concentrated" has no
//! number in the standard: one recorded stretch decides, or a number of the user; else two such buildings in 2 km leave it
//! open. Item e of the oil rules is taken as Ⅱ, as two of three sources have it. A gas line whose radius ends just short
//! of 200 m, where items c and e leave a gap of 2 m, takes item e there. A village that lies along the line counts whole
//! in every window that it touches.
//!
//! **When not to use.** For gases other than lean natural gas (B31.8S asks for another factor), for city distribution
//! mains, as a probability.
//!
//! **Not per standard unless switched on.** Location classes 3 and 4 from counted households (GB 50251, not checked) and
//! merging areas up to 50 m apart. Switched off, counted classes decide nothing, but leave the worse end open.
//!
//! **Confidence.** As said above; a screening value.

mod areas;
mod explain;
mod rules;
#[cfg(test)]
mod tests;
mod windows;

pub use areas::{Area, Reason};
pub use explain::explain;
pub use rules::{Grade, Item};
pub use windows::{Extent, Stretch, stretches};

use super::faults::{Fault, Wrong, quantity, wrong};
use super::rating::{Range, Rating};
use crate::domain::{Level, Words};
use areas::merge;
use rules::{End, hits};

/// Where the rules are from.
pub const GB32167: &str = "GB 32167-2015";
/// Factor of the potential impact radius, m per mm·√MPa.
pub const PIR: f64 = 0.099;
/// Each side of the line, metres.
pub const SIDE_M: f64 = 200.0;
/// Roads, railways and flammable sites, metres.
pub const NEAR_M: f64 = 50.0;
/// Length of the sliding window, metres.
pub const WINDOW_M: f64 = 2000.0;
/// Areas no farther apart are merged where that is switched on, metres.
pub const GAP_M: f64 = 50.0;

/// What a line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// Crude oil and refined products.
    Oil,
    /// Natural gas.
    Gas,
    /// Something to which the rules do not apply.
    Other,
    /// Nobody knows.
    Unknown,
}

impl Product {
    /// What a product's name means.
    pub fn of(text: Option<&str>) -> Self {
        const GAS: &[&str] = &["gas", "natural_gas", "natural gas", "天然气", "cng", "lng"];
        const OIL: &[&str] = &[
            "oil",
            "crude",
            "crude oil",
            "crude_oil",
            "petroleum",
            "fuel",
            "diesel",
            "gasoline",
            "petrol",
            "kerosene",
            "jet fuel",
            "refined",
            "refined products",
            "oil products",
            "原油",
            "成品油",
            "石油",
            "汽油",
            "柴油",
            "航煤",
            "航空煤油",
            "输油",
        ];
        let Some(text) = text.map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty()) else { return Self::Unknown };
        match text.as_str() {
            t if GAS.contains(&t) => Self::Gas,
            t if OIL.contains(&t) => Self::Oil,
            // Words that say that nothing is known.
            "unknown" | "yes" | "other" | "substance" | "未知" | "不详" => Self::Unknown,
            _ => Self::Other,
        }
    }
}

/// A class of road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoadClass {
    /// 高速公路.
    Expressway,
    /// 国道.
    National,
    /// 省道.
    Provincial,
    /// A smaller one.
    Minor,
    /// Nobody knows.
    Unknown,
}

/// What stands near a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A building, or a group of them, with so many households.
    Households(Option<f64>),
    /// A village or town with so many households.
    Village(Option<f64>),
    /// A building of four storeys or more.
    TallBuilding,
    /// A stretch that a person has found to be built up with such buildings, with busy traffic and many mains.
    BuiltUp,
    /// 特定场所: a place that is hard to leave, or in which people gather.
    Identified,
    /// A recorded location class.
    LocationClass(u8),
    /// A road.
    Road(RoadClass),
    /// A railway.
    Railway,
    /// A site of flammables or explosives: a petrol station, an oil depot.
    Flammable,
    /// Wetland, forest, a national reserve at an estuary.
    Reserve,
    /// A water source, a river, a large or medium reservoir.
    Water,
}

/// An object near a line.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where along the line it begins, metres; the same as its end for a place.
    pub from_m: f64,
    /// Where along the line it ends, metres.
    pub to_m: f64,
    /// Metres between the line and its boundary; 0 where the line crosses it.
    pub distance_m: f64,
    /// Its name.
    pub name: &'a Words,
    /// Where it is recorded: "file#row".
    pub row: &'a str,
}

/// What the user may switch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Merge areas up to [`GAP_M`] apart; not checked against the standard.
    pub merge_gaps: bool,
    /// Count location classes 3 and 4 by GB 50251; not checked against the standard.
    pub location_classes: bool,
    /// So many buildings of four storeys or more in 2 km are concentrated; none leaves it open.
    pub concentrated: Option<u32>,
    /// So many households in 2 km of an oil line make an area; 100 by the standard.
    pub households: u32,
    /// So many households of a village or town beside an oil line do; 50 by the standard.
    pub village_households: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { merge_gaps: false, location_classes: false, concentrated: None, households: 100, village_households: 50 }
    }
}

/// What the method asks of one line.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Its length, metres.
    pub length_m: f64,
    /// Its outside diameter, mm.
    pub diameter_mm: Option<f64>,
    /// Its maximum allowable operating pressure, MPa.
    pub pressure_mpa: Option<f64>,
    /// What it carries.
    pub product: Product,
    /// What stands near.
    pub objects: &'a [Object<'a>],
    /// How far from the line objects were looked for, metres.
    pub searched_m: f64,
    /// What is switched on.
    pub options: Options,
    /// Where the line is recorded: "file#row".
    pub row: &'a str,
}

/// What the method gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The level, or the ends between which it lies.
    pub rating: Rating,
    /// The potential impact radius, metres; of gas alone.
    pub radius_m: Range,
    /// High-consequence areas that hold whatever is missing, by chainage.
    pub areas: Vec<Area>,
    /// High-consequence areas if all that is missing is as bad as it can be; the same where nothing is missing.
    pub possible: Vec<Area>,
    /// Values that cannot be.
    pub faults: Vec<Fault>,
}

/// Potential impact radius of natural gas, metres.
pub fn radius_m(diameter_mm: f64, pressure_mpa: f64) -> f64 {
    if diameter_mm == 0.0 || pressure_mpa == 0.0 {
        0.0
    } else {
        PIR * (diameter_mm * diameter_mm * pressure_mpa).sqrt()
    }
}

/// Rates a line.
pub fn rate(inputs: &Inputs<'_>) -> Outcome {
    let mut faults = Vec::new();
    let d = quantity("diameter_mm", None, inputs.diameter_mm, &mut faults);
    let p = quantity("pressure_mpa", None, inputs.pressure_mpa, &mut faults);
    let length = quantity("length_m", None, Some(inputs.length_m), &mut faults).high;
    for (i, object) in inputs.objects.iter().enumerate() {
        faults.extend(object_faults(i, object));
    }
    let radius_m = Range { low: radius_m(d.low, p.low), high: radius_m(d.high, p.high) };
    let at = |product, end| {
        let (d, p) = match end {
            End::Best => (d.low, p.low),
            End::Worst => (d.high, p.high),
        };
        hits(inputs, product, end, (d, p, length))
    };
    let gap = if inputs.options.merge_gaps { GAP_M } else { 0.0 };
    let (areas, possible) = match inputs.product {
        Product::Oil | Product::Gas => {
            (merge(at(inputs.product, End::Best), gap), merge(at(inputs.product, End::Worst), gap))
        }
        Product::Unknown => {
            let (oil, gas) = (merge(at(Product::Oil, End::Best), gap), merge(at(Product::Gas, End::Best), gap));
            let both = [at(Product::Oil, End::Worst), at(Product::Gas, End::Worst)].concat();
            (if top(&oil) <= top(&gas) { oil } else { gas }, merge(both, gap))
        }
        Product::Other => (Vec::new(), Vec::new()),
    };
    let rating = match inputs.product {
        // The rules do not apply, which is not the same as low.
        Product::Other => Rating::unknown(),
        _ => Rating { best: level(top(&areas)), worst: level(top(&possible)).min(beyond(inputs, d, p, radius_m)) },
    };
    Outcome { rating, radius_m, areas, possible, faults }
}

/// The worst that may stand beyond what was searched.
fn beyond(inputs: &Inputs<'_>, d: Range, p: Range, radius_m: Range) -> Level {
    let covered = inputs.searched_m >= SIDE_M;
    let gas = matches!(inputs.product, Product::Gas | Product::Unknown);
    match covered {
        false => Level::Red,
        true if gas && rules::is_large(d.high, p.high) && radius_m.high > inputs.searched_m => Level::Orange,
        true => Level::Blue,
    }
}

fn top(areas: &[Area]) -> Option<Grade> {
    areas.iter().map(|a| a.grade).max()
}

/// The level of a grade.
pub fn level(grade: Option<Grade>) -> Level {
    match grade {
        Some(Grade::Three) => Level::Red,
        Some(Grade::Two) => Level::Orange,
        Some(Grade::One) => Level::Yellow,
        None => Level::Blue,
    }
}

fn object_faults(i: usize, object: &Object<'_>) -> impl Iterator<Item = Fault> {
    let chainage =
        (!object.from_m.is_finite() || !object.to_m.is_finite()).then_some(("objects.chainage_m", Wrong::NotFinite));
    let distance = wrong(object.distance_m).map(|w| ("objects.distance_m", w));
    let households = match object.kind {
        Kind::Households(Some(n)) | Kind::Village(Some(n)) => wrong(n).map(|w| ("objects.households", w)),
        Kind::LocationClass(n) if !(1..=4).contains(&n) => Some(("objects.location_class", Wrong::UnknownWord)),
        _ => None,
    };
    [chainage, distance, households].into_iter().flatten().map(move |(field, wrong)| Fault::new(field, Some(i), wrong))
}
