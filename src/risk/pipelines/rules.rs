//! The rules of GB 32167 on the objects along a line.

use super::super::faults::wrong;
use super::super::rating::Range;
use super::windows::{Extent, stretches};
use super::{Inputs, Kind, NEAR_M, Object, Product, RoadClass, SIDE_M, WINDOW_M, radius_m};
use serde::{Deserialize, Serialize};

/// How severe a high-consequence area is; Ⅲ is the most severe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// Ⅰ.
    One,
    /// Ⅱ.
    Two,
    /// Ⅲ.
    Three,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Item {
    /// Oil a: built up with buildings of four storeys or more.
    OilBuiltUp,
    /// Oil b: 100 households in 2 km.
    OilHouseholds,
    /// Oil c: a village or town of 50 households.
    OilVillage,
    /// Oil d: a major road, a railway, a flammable site within 50 m.
    OilNear,
    /// Oil e: wetland, forest, reserve.
    OilReserve,
    /// Oil f: water.
    OilWater,
    /// Gas a: location class 4.
    GasClassFour,
    /// Gas b: location class 3.
    GasClassThree,
    /// Gas c: an identified site within the radius of a large line.
    GasSiteLarge,
    /// Gas d: an identified site within the radius of a small line.
    GasSiteSmall,
    /// Gas e: an identified site within 200 m.
    GasSite,
    /// Gas f: a petrol station, an oil depot within 200 m.
    GasFlammable,
}

impl Item {
    /// Whether it counts in a window, rather than object by object.
    pub(super) fn counts(self) -> bool {
        matches!(self, Self::OilBuiltUp | Self::OilHouseholds | Self::GasClassFour | Self::GasClassThree)
    }
}

/// Which end of what is missing is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// As good as it can be.
    Best,
    /// As bad as it can be.
    Worst,
}

/// One rule met by one object, or by one window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    pub from_m: f64,
    pub to_m: f64,
    pub item: Item,
    pub grade: Grade,
    pub object: usize,
    pub distance_m: f64,
    pub count: f64,
}

/// Whether a gas line is large: over 762 mm and over 6.9 MPa.
pub(super) fn is_large(d: f64, p: f64) -> bool {
    d > 762.0 && p > 6.9
}

fn is_small(d: f64, p: f64) -> bool {
    d < 273.0 && p < 1.6
}

impl Product {
    /// Whether the rules for it may ask about a kind of object. What is not known to be the one may be the other.
    pub fn asks(self, kind: Kind) -> bool {
        let (oil, gas) = (self != Self::Gas, self != Self::Oil);
        match kind {
            Kind::Households(_) | Kind::Village(_) | Kind::TallBuilding | Kind::BuiltUp | Kind::Flammable => oil || gas,
            Kind::Road(_) | Kind::Railway | Kind::Reserve | Kind::Water => oil,
            Kind::Identified | Kind::LocationClass(_) => gas,
        }
    }
}

/// What the rules for a product find, at one end of what is missing. `of_line`: diameter, pressure, length at that end.
pub(super) fn hits(inputs: &Inputs<'_>, product: Product, end: End, of_line: (f64, f64, f64)) -> Vec<Hit> {
    let (d, p, length) = of_line;
    // Counted location classes are not checked against the standard: off, they leave only the worse end open.
    let options = &inputs.options;
    let line = Line {
        end,
        length,
        village: f64::from(options.village_households),
        classes: inputs.options.location_classes || end == End::Worst,
    };
    let mut found = Vec::new();
    for (i, object) in inputs.objects.iter().enumerate() {
        let rule = match product {
            Product::Oil => line.oil(object),
            _ => line.gas(object, d, p),
        };
        if let Some((item, grade, reach)) = rule {
            found.extend(line.hit(i, object, item, grade, reach));
        }
    }
    let (people, many, storeys) = match product {
        Product::Oil => (Item::OilHouseholds, f64::from(options.households), Item::OilBuiltUp),
        _ => (Item::GasClassThree, 100.0, Item::GasClassFour),
    };
    if product == Product::Oil || line.classes {
        let households = |o: &Object<'_>| match o.kind {
            Kind::Households(n) | Kind::Village(n) => Some(line.pick(count(n))),
            _ => None,
        };
        found.extend(line.windows(inputs.objects, households, many, people, Grade::Two));
        let tall = |o: &Object<'_>| (o.kind == Kind::TallBuilding).then_some(1.0);
        let enough = inputs.options.concentrated.map(f64::from).or((end == End::Worst).then_some(2.0));
        if let Some(enough) = enough {
            found.extend(line.windows(inputs.objects, tall, enough.max(1.0), storeys, Grade::Three));
        }
    }
    found
}

fn count(n: Option<f64>) -> Range {
    Range::of(n.filter(|n| wrong(*n).is_none()))
}

struct Line {
    end: End,
    length: f64,
    /// So many households of a village make an area.
    village: f64,
    /// Whether location classes are counted.
    classes: bool,
}

impl Line {
    fn pick(&self, range: Range) -> f64 {
        if self.end == End::Best { range.low } else { range.high }
    }

    /// The distance as it counts at this end: the far one is the good one.
    fn distance(&self, object: &Object<'_>) -> f64 {
        let d = Range::of(Some(object.distance_m).filter(|d| wrong(*d).is_none()));
        if self.end == End::Best { d.high } else { d.low }
    }

    fn oil(&self, object: &Object<'_>) -> Option<(Item, Grade, f64)> {
        match object.kind {
            Kind::BuiltUp => Some((Item::OilBuiltUp, Grade::Three, SIDE_M)),
            Kind::Village(n) => (self.pick(count(n)) >= self.village).then_some((Item::OilVillage, Grade::Two, SIDE_M)),
            Kind::Road(RoadClass::Minor) => None,
            Kind::Road(RoadClass::Unknown) if self.end == End::Best => None,
            Kind::Road(_) | Kind::Railway | Kind::Flammable => Some((Item::OilNear, Grade::One, NEAR_M)),
            Kind::Reserve => Some((Item::OilReserve, Grade::Two, SIDE_M)),
            Kind::Water => Some((Item::OilWater, Grade::Three, SIDE_M)),
            Kind::Households(_) | Kind::TallBuilding | Kind::Identified | Kind::LocationClass(_) => None,
        }
    }

    fn gas(&self, object: &Object<'_>, d: f64, p: f64) -> Option<(Item, Grade, f64)> {
        match object.kind {
            Kind::LocationClass(4) => Some((Item::GasClassFour, Grade::Three, f64::INFINITY)),
            Kind::LocationClass(3) => Some((Item::GasClassThree, Grade::Two, f64::INFINITY)),
            // A class that cannot be may be any.
            Kind::LocationClass(n) if !(1..=2).contains(&n) && self.end == End::Worst => {
                Some((Item::GasClassFour, Grade::Three, f64::INFINITY))
            }
            // A person's finding, but that it makes class 4 is not checked.
            Kind::BuiltUp => self.classes.then_some((Item::GasClassFour, Grade::Three, SIDE_M)),
            Kind::Identified => {
                let radius = radius_m(d, p);
                Some(match self.distance(object) {
                    m if is_large(d, p) && m <= radius => (Item::GasSiteLarge, Grade::Two, radius),
                    _ if is_small(d, p) => (Item::GasSiteSmall, Grade::One, radius),
                    _ => (Item::GasSite, Grade::One, SIDE_M),
                })
            }
            Kind::Flammable => Some((Item::GasFlammable, Grade::Two, SIDE_M)),
            _ => None,
        }
    }

    /// The part of the line that an object within reach makes an area; none where it is out of reach.
    fn hit(&self, i: usize, object: &Object<'_>, item: Item, grade: Grade, reach: f64) -> Option<Hit> {
        let distance_m = if reach.is_infinite() { self.distance(object).min(f64::MAX) } else { self.distance(object) };
        if distance_m > reach {
            return None;
        }
        let chord = if reach.is_finite() { (reach * reach - distance_m * distance_m).max(0.0).sqrt() } else { 0.0 };
        let margin = match item {
            // A recorded class is as long as it is recorded.
            Item::GasClassFour | Item::GasClassThree if reach.is_infinite() => 0.0,
            Item::OilNear | Item::OilReserve | Item::OilWater => chord,
            _ if reach.is_infinite() => f64::INFINITY,
            _ => chord.max(SIDE_M),
        };
        let (from_m, to_m) = self.along(object, margin)?;
        Some(Hit { from_m, to_m, item, grade, object: i, distance_m, count: 1.0 })
    }

    /// Where an object lies along the line, with a margin, on the line itself.
    fn along(&self, object: &Object<'_>, margin: f64) -> Option<(f64, f64)> {
        let (from, to) = (object.from_m.min(object.to_m), object.from_m.max(object.to_m));
        if !object.from_m.is_finite() || !object.to_m.is_finite() {
            // Nobody knows where: nowhere at best, anywhere at worst.
            return (self.end == End::Worst).then_some((0.0, self.length));
        }
        let (from, to) = ((from - margin).max(0.0), (to + margin).min(self.length));
        // Beyond the line's ends: nothing of it is near.
        (from <= to).then_some((from, to))
    }

    fn windows(
        &self,
        objects: &[Object<'_>],
        weight: impl Fn(&Object<'_>) -> Option<f64>,
        at_least: f64,
        item: Item,
        grade: Grade,
    ) -> Vec<Hit> {
        let mut extents = Vec::new();
        let mut of = Vec::new();
        for (i, object) in objects.iter().enumerate() {
            let (Some(weight), true) = (weight(object), self.distance(object) <= SIDE_M) else { continue };
            if let Some((from_m, to_m)) = self.along(object, 0.0) {
                extents.push(Extent { from_m, to_m, weight });
                of.push(i);
            }
        }
        let all = stretches(&extents, WINDOW_M, at_least);
        let found = all.into_iter().filter_map(|s| {
            let inside = extents.iter().zip(&of).filter(|(e, _)| e.to_m >= s.from_m && e.from_m <= s.to_m);
            // The one that counts most stands for the window.
            let (_, &object) = inside.max_by(|(a, i), (b, j)| a.weight.total_cmp(&b.weight).then(j.cmp(i)))?;
            Some(Hit {
                from_m: (s.from_m - SIDE_M).max(0.0),
                to_m: (s.to_m + SIDE_M).min(self.length),
                item,
                grade,
                object,
                distance_m: self.distance(&objects[object]),
                count: s.weight,
            })
        });
        found.collect()
    }
}
