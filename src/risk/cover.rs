//! Which venues lie beyond the reach of help.
//!
//! **Question.** How many premises are farther from a fire station than its crew reaches in time, and how many have no
//! hydrant at hand?
//!
//! **Method.** The straight-line distances of [`super::venues`], each against one limit. A venue exactly at a limit is
//! within it. Where a city has no stations nobody can say who is near one, and nothing is counted; hydrants alike.
//!
//! **Limits.** A station's is the straight reach of the design formula at 35 km/h with a detour of 1.3
//! ([`super::reach`]: 1,795 m, unverified); a hydrant's is 150 m (checked against one source). `fire.station_m` and
//! `fire.hydrant_m` of a city's parameters set them otherwise.
//!
//! **When not to use.** Not a response time: within the limit an engine may still come late, as roads are no straight lines.

use super::explain::{Confidence, Origin, Step};
use super::parts::input;
use super::rating::constant;
use super::reach::{HYDRANT_M, reach};
use super::set_by::SetBy;
use super::venues::Access;
use crate::text::said;
use serde::{Deserialize, Serialize};

/// The speed of the design formula, km/h.
const SPEED_KM_H: f64 = 35.0;
/// Its detour of roads over the straight line.
const DETOUR: f64 = 1.3;

/// What a venue may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// A fire station within reach.
    Station,
    /// A hydrant at hand that is not known to be dry.
    Hydrant,
}

impl Lack {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Station, Self::Hydrant];

    /// Its name in links and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Station => "station",
            Self::Hydrant => "hydrant",
        }
    }

    /// The lack of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lack| lack.code() == code)
    }
}

/// What is asked of a venue to lack, all of it at once; by itself nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacks {
    station: bool,
    hydrant: bool,
}

impl Lacks {
    /// Whether this is among them.
    pub const fn has(self, lack: Lack) -> bool {
        match lack {
            Lack::Station => self.station,
            Lack::Hydrant => self.hydrant,
        }
    }

    /// With this where it was not, without it where it was.
    pub const fn toggled(mut self, lack: Lack) -> Self {
        match lack {
            Lack::Station => self.station = !self.station,
            Lack::Hydrant => self.hydrant = !self.hydrant,
        }
        self
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Lack> {
        Lack::ALL.into_iter().filter(move |lack| self.has(*lack))
    }

    /// Whether nothing is asked.
    pub const fn is_empty(self) -> bool {
        !self.station && !self.hydrant
    }

    /// Their names in links and addresses, dots between them.
    pub fn codes(self) -> String {
        self.each().map(Lack::code).collect::<Vec<_>>().join(".")
    }

    /// Those of some names; none where one of them names no lack.
    pub fn from_codes(codes: &str) -> Option<Self> {
        codes.split('.').filter(|code| !code.is_empty()).try_fold(Self::default(), |lacks, code| {
            let lack = Lack::from_code(code)?;
            Some(if lacks.has(lack) { lacks } else { lacks.toggled(lack) })
        })
    }
}

impl From<Lack> for Lacks {
    fn from(lack: Lack) -> Self {
        Self::default().toggled(lack)
    }
}

/// How far help reaches, metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// From a fire station.
    pub station_m: f64,
    /// From a hydrant.
    pub hydrant_m: f64,
}

impl Limits {
    /// The limits that a city sets, or else this project's.
    pub fn of(set: &SetBy) -> Self {
        let ideal = reach(SPEED_KM_H, DETOUR).map_or(0.0, |reach| (reach.straight_km * 1000.0).round());
        Self { station_m: set.or("fire.station_m", ideal), hydrant_m: set.or("fire.hydrant_m", HYDRANT_M) }
    }

    /// The step of a working that counts who lacks what, and says where each limit comes from.
    pub fn step(self, set: &SetBy, lacking: [Option<u32>; 2]) -> Step {
        let own = [
            ("fire.station_m", "S / λ = 35 km/h · 4 min / 1.3", Confidence::Unverified),
            ("fire.hydrant_m", "GB 50974-2014 7.2.5", Confidence::Checked),
        ];
        let names = [said!("消防站覆盖距离", "reach of a fire station"), said!("消火栓保护距离", "reach of a hydrant")];
        let counts = [
            said!("距消防站更远", "farther from a station"),
            said!("距消火栓更远（干栓不计）", "farther from a hydrant, dry ones not counted"),
        ];
        let mut inputs = Vec::new();
        for (at, lack) in Lack::ALL.into_iter().enumerate() {
            let Some(n) = lacking[at] else { continue };
            let (name, source, confidence) = own[at];
            let from = set.from(name).unwrap_or_else(|| constant(source, confidence));
            inputs.push(input("", names[at].clone(), Some(self.metres(lack)), "m", from));
            inputs.push(input("", counts[at].clone(), Some(f64::from(n)), "", Origin::Computed));
        }
        Step {
            says: said!(
                "够不着：直线距离超过限值的场所；恰在限值上的不算。不论另选了哪一项够不着。",
                "Beyond the reach of help: venues whose straight line is longer than the limit, whichever lack is asked for"
            ),
            inputs,
            ..Step::default()
        }
    }

    /// One of them.
    pub const fn metres(self, lack: Lack) -> f64 {
        match lack {
            Lack::Station => self.station_m,
            Lack::Hydrant => self.hydrant_m,
        }
    }

    /// Whether a venue lacks all of it.
    pub fn lacks_all(self, access: &Access, venue: u32, lacks: Lacks) -> bool {
        lacks.each().all(|lack| self.lacks(access, venue, lack))
    }

    /// Whether a venue lacks it: where none is found at all it does.
    pub fn lacks(self, access: &Access, venue: u32, lack: Lack) -> bool {
        access.nearest(lack, venue).is_none_or(|hit| hit.distance_m > self.metres(lack))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_parameters_the_design_formula_and_the_hydrants_radius_hold() {
        let limits = Limits::of(&SetBy::default());
        // 35 km/h for 4 minutes, over a detour of 1.3: 35 / 60 · 4 / 1.3 km.
        assert_eq!((limits.station_m, limits.hydrant_m), (1_795.0, 150.0));
        assert!(Limits { station_m: 1.0, ..limits }.lacks(&Access::default(), 0, Lack::Hydrant), "none is found");
    }

    #[test]
    fn names_come_back() {
        for lack in Lack::ALL {
            assert_eq!(Lack::from_code(lack.code()), Some(lack));
        }
        assert_eq!(Lack::from_code("water"), None);
    }
}
