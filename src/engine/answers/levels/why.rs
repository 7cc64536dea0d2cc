//! Why one subject has its level, and what stands inside its rings.

use super::super::super::Engine;
use super::super::super::open::Open;
use super::super::super::protocol::{ConflictLine, DangerLine, EngineError, FeatureRef, RingLine, Why};
use super::reaching::reaching;
use super::{Parts, Teller, day_of};
use crate::domain::{LayerName, Level};
use crate::risk::assess::Conflict;
use crate::risk::venues::people;
use crate::units::Xy;

/// The status of what works as it is meant to.
const OPERATING: &str = "operating";

/// A conflict with its hazard and its site.
pub(super) fn conflict_line(open: &Open, conflict: Conflict) -> Result<ConflictLine, EngineError> {
    let hazard = open.hit(FeatureRef { layer: LayerName::Facilities, row: conflict.facility }, None)?;
    let site = FeatureRef { layer: conflict.layer, row: conflict.row };
    let layer = open.city().layer(conflict.layer);
    let at = |field: &str| layer.and_then(|layer| layer.number(conflict.row as usize, field));
    let headcount = match (conflict.layer, layer) {
        (LayerName::Venues, Some(layer)) => people(layer, conflict.row),
        (LayerName::Residents, Some(_)) => at("residents"),
        _ => None,
    };
    let (people_day, mut people_night) = (at("people_day"), at("people_night"));
    if conflict.layer == LayerName::Residents {
        // Who lives there is there by night, where nothing else is said.
        people_night = people_night.or(headcount);
    }
    let facilities = open.city().layer(LayerName::Facilities);
    let status = facilities.and_then(|layer| layer.text(conflict.facility as usize, "status"));
    Ok(ConflictLine {
        hazard,
        status: status.filter(|code| *code != OPERATING).map(str::to_owned),
        site: open.hit(site, Some(conflict.distance_m))?,
        people: headcount,
        people_day,
        people_night,
        conflict,
    })
}

/// Conflicts that a card lists.
const LISTED: usize = 200;

/// Why a subject has its level on a day.
pub(super) fn why_of(engine: &Engine, of: FeatureRef, as_of: Option<&str>) -> Result<Why, EngineError> {
    let parts = Parts::of(engine)?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let assessor = parts.assessor(book);
    let day = day_of(parts.open, as_of)?;
    let why = assessor.why((of.layer, of.row), day);
    let open = parts.open;
    let mut conflicts = Vec::new();
    let mut rings = Vec::new();
    if let (LayerName::Facilities, Some(facilities)) = (of.layer, &assessor.facilities) {
        for conflict in crate::risk::assess::conflicts_of(facilities, of.row).into_iter().take(LISTED) {
            conflicts.push(conflict_line(open, conflict)?);
        }
        let probe = open.probe(of)?;
        let degrees = |ring: Vec<Xy>| ring.into_iter().map(|at| open.plane().lnglat(at)).collect::<Vec<_>>();
        for (says, radius_m, level) in engine.rings.of(facilities, of.row).iter().cloned() {
            let outline = match radius_m.known() {
                Some(metres) => probe
                    .reach_on(open.plane(), metres)
                    .into_iter()
                    .map(|rings| rings.into_iter().map(degrees).collect())
                    .collect(),
                None => Vec::new(),
            };
            rings.push(RingLine { says, radius_m, level, outline });
        }
    }
    let dangers = open.city().layer(LayerName::Dangers);
    let line = |place: &u32| {
        let danger = book.ledger.dangers().get(*place as usize)?;
        let standing = book.ledger.standing(*place as usize, day)?;
        Some(DangerLine {
            id: danger.id.to_string(),
            what: dangers.and_then(|l| l.text(danger.row as usize, "what")).unwrap_or_default().to_owned(),
            level: danger.level,
            state: standing.state,
            late: standing.late,
            not_closed: standing.why_not_closed(),
        })
    };
    // A level that rests on what was put right by hand says so.
    let mut raised = why.raised;
    let mut parts = why.parts;
    super::super::super::correct::mark(open, of, &mut parts);
    let by_hand = super::super::super::correct::notes(open, of);
    raised.explanation.notes.extend(by_hand);
    let reached_by = match of.layer {
        LayerName::Venues => {
            let teller = Teller::of(engine, as_of)?;
            let level = |layer, row| teller.rows(layer, [row]).pop().flatten().unwrap_or(Level::Unrated);
            reaching(engine, (&open.probe(of)?, 0.0), &level, LISTED)?
        }
        _ => None,
    };
    Ok(Why {
        hit: open.hit(of, None)?,
        as_of: day.to_string(),
        base: why.base.rating,
        method: why.base.method,
        dynamic: why.dynamic,
        parts,
        raised,
        ways_down: why.ways_down,
        held_by_ledger: why.held_by_ledger,
        dangers: why.open.iter().filter_map(line).collect(),
        conflicts,
        rings,
        reached_by,
    })
}
