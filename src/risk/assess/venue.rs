//! Venues: what the venue index is asked.

use super::{Base, Method, Part};
use crate::domain::{Cells, Layer};
use crate::risk::rating::Range;
use crate::risk::set_by::SetBy;
use crate::risk::venue_index::{self, Mobility};
use crate::risk::venues::Access;
use crate::text::said;

/// An engine drives no faster on average, km/h. A rule of this project.
const FASTEST_KM_H: f64 = 60.0;
/// An engine drives no slower on average, km/h. A rule of this project.
const SLOWEST_KM_H: f64 = 20.0;
/// The way is at most so many times the straight line; 1.3 to 1.5 is usual. A rule of this project.
const LONGEST_DETOUR: f64 = 1.5;

/// A city's venues as the index asks about them.
#[derive(Clone, Copy)]
pub struct Venues<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The nearest stations and hydrants; none before they are looked up.
    access: Option<&'a Access>,
    /// From which index on a venue is yellow, orange, red.
    breaks: [f64; 3],
    /// What is asked of every venue.
    cells: Fields<'a>,
}

/// The fields that the index asks for.
#[derive(Clone, Copy)]
struct Fields<'a> {
    kind: Cells<'a>,
    people: [Cells<'a>; 2],
    capacity: Cells<'a>,
    area_m2: Cells<'a>,
    mobility: Cells<'a>,
    attendants: [Cells<'a>; 2],
    sleeping: Cells<'a>,
    floor: Cells<'a>,
    floors: Cells<'a>,
    underground: Cells<'a>,
    fuel_class: Cells<'a>,
    sprinklers: Cells<'a>,
    alarm: Cells<'a>,
    smoke_control: Cells<'a>,
    brigade: Cells<'a>,
    exits: Cells<'a>,
}

impl<'a> Venues<'a> {
    /// The venues of a layer, with the nearest stations and hydrants where they are looked up, and from which index on a
    /// venue is yellow, orange, red.
    pub fn new(layer: &'a Layer, access: Option<&'a Access>, breaks: [f64; 3]) -> Self {
        let of = |field| layer.cells(field);
        let cells = Fields {
            kind: of("kind"),
            people: [of("people_day"), of("people_night")],
            capacity: of("capacity"),
            area_m2: of("area_m2"),
            mobility: of("mobility"),
            attendants: [of("attendants_day"), of("attendants_night")],
            sleeping: of("sleeping"),
            floor: of("occupied_floor"),
            floors: of("floors"),
            underground: of("underground"),
            fuel_class: of("fuel_class"),
            sprinklers: of("protection.sprinklers"),
            alarm: of("protection.alarm"),
            smoke_control: of("protection.smoke_control"),
            brigade: of("protection.own_brigade"),
            exits: of("exits"),
        };
        Self { layer, access, breaks, cells }
    }

    /// A venue's base level.
    pub fn base(&self, row: u32) -> Base {
        Base { rating: venue_index::rate(&self.asked(row)).rating, method: Some(Method::VenueIndex) }
    }

    /// The whole answer.
    pub fn parts(&self, row: u32, set_by: &SetBy) -> Vec<Part> {
        let source = self.layer.source(row as usize);
        let mut worked = venue_index::explain(&self.asked(row), &source, set_by);
        worked.explanation.notes.push(said!(
            "到达时间由直线距离界定：车速 20–60 km/h，绕行系数 1–1.5（本项目规则），尚未按路网计算。",
            "Travel time is bounded by the straight line: 20–60 km/h, a detour of 1–1.5 (a rule of this project); it is \
             not computed along roads yet.",
        ));
        vec![Part { method: Method::VenueIndex, worked }]
    }

    fn asked(&self, row: u32) -> venue_index::Inputs {
        let (at, of) = (row as usize, &self.cells);
        let (kind, floor) = (of.kind.text(at).unwrap_or_default(), of.floor.number(at));
        venue_index::Inputs {
            people: of.people.map(|cells| cells.number(at)),
            capacity: of.capacity.number(at),
            area_m2: of.area_m2.number(at),
            density: venue_index::density(kind, floor),
            mobility: of.mobility.text(at).and_then(mobility),
            attendants: of.attendants.map(|cells| cells.number(at)),
            aged: venue_index::aged(kind),
            sleeping: of.sleeping.flag(at),
            floor,
            floors: of.floors.number(at),
            underground: of.underground.flag(at),
            fuel: venue_index::fuel(kind, of.fuel_class.text(at), &mut Vec::new()),
            sprinklers: of.sprinklers.flag(at),
            alarm: of.alarm.flag(at),
            smoke_control: of.smoke_control.flag(at),
            brigade: of.brigade.flag(at),
            exits: of.exits.number(at),
            travel_min: self.travel_min(row),
            hydrant_m: self.hydrant_m(row),
            high_danger: false,
            breaks: self.breaks,
        }
    }

    /// Minutes that the first engine drives, between the ends that the straight line leaves open; nobody has computed
    /// the way yet. Any number where the dataset has no station.
    fn travel_min(&self, row: u32) -> Range {
        let straight = self.access.and_then(|access| access.station(row)).map(|hit| hit.distance_m / 1000.0);
        straight.map_or(Range::unknown(), |km| Range {
            low: km / FASTEST_KM_H * 60.0,
            high: km * LONGEST_DETOUR / SLOWEST_KM_H * 60.0,
        })
    }

    /// Metres to the nearest hydrant that works. Where the dataset has hydrants and none is found, there is none.
    fn hydrant_m(&self, row: u32) -> Range {
        match self.access {
            None => Range::unknown(),
            Some(access) => Range::of(access.hydrant(row).map(|hit| hit.distance_m)),
        }
    }
}

/// How well people can leave, by the dataset's code.
fn mobility(code: &str) -> Option<Mobility> {
    match code {
        "able" => Some(Mobility::Able),
        "limited" => Some(Mobility::Limited),
        "none" => Some(Mobility::Without),
        _ => None,
    }
}
