//! The ledger of hidden dangers as a table.

use super::super::super::Engine;
use super::super::super::csv_out::{Cell, table};
use super::super::super::protocol::{EngineError, LedgerFilter, LedgerQuery, LedgerRow, NamedBytes, Signed};
use super::super::ledger;
use super::About;
use crate::domain::LayerName;
use crate::risk::ledger::{DangerLevel, Late};

const HEADER: [&str; 24] = [
    "id",
    "what",
    "sector",
    "level",
    "state",
    "supervised",
    "found_on",
    "due_on",
    "days_past_due",
    "signed_inspector",
    "signed_owner",
    "signed_leader",
    "next_post",
    "next_act",
    "falsely_closed",
    "faults",
    "target_layer",
    "target_id",
    "target_name",
    "target_name_en",
    "district",
    "district_en",
    "lon",
    "lat",
];

/// Every danger that passes the filter, in the order of the list.
pub fn table_of(engine: &mut Engine, mut query: LedgerQuery, on: &str) -> Result<NamedBytes, EngineError> {
    query.limit = u32::MAX;
    let t = ledger(engine, query)?;
    let about = About::dataset(
        engine.open()?,
        &[LayerName::Dangers, LayerName::DangerEvents, LayerName::Facilities, LayerName::Venues, LayerName::Districts],
    )
    .and("as_of", &t.as_of)
    .and("filter", filter(&t.query.filter))
    .and(
        "method",
        "state, signatures and due day on the day as_of, replayed from the events; days_past_due counts from the day \
         after due_on of what counts as open; falsely_closed is found from events and dates; lon and lat are the danger's \
         own place or its target's",
    )
    .and("exported_on", on);
    Ok(table("ledger.csv", &HEADER, &about, t.rows.iter().map(cells)))
}

fn cells(row: &LedgerRow) -> Vec<Cell> {
    let known = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    let flag = |yes: bool| Cell::text(if yes { "yes" } else { "no" });
    let signed = |of: Signed| {
        Cell::text(match of {
            Signed::Missing => "missing",
            Signed::InOrder => "signed",
            Signed::OutOfOrder => "out_of_order",
        })
    };
    let [inspector, owner, leader] = row.signed.map(signed);
    let target = row.target.as_ref();
    // A name that both languages share is no translation.
    let english = |zh: &str, en: &str| if zh == en { Cell::Empty } else { known(en) };
    let district = row.district.as_ref();
    vec![
        Cell::text(&row.id),
        known(&row.what),
        known(&row.sector),
        Cell::text(match row.level {
            DangerLevel::General => "general",
            DangerLevel::Major => "major",
        }),
        Cell::text(row.state.code()),
        flag(row.supervised),
        known(&row.found_on),
        known(&row.due_on),
        match row.late {
            Late::Days(days) => Cell::Count(days),
            Late::No => Cell::Count(0),
            Late::Unknown => Cell::Empty,
        },
        inspector,
        owner,
        leader,
        row.next.map_or(Cell::Empty, |next| Cell::text(next.post().zh)),
        row.next.map_or(Cell::Empty, |next| Cell::text(next.act().zh)),
        Cell::text(row.false_closing.codes().collect::<Vec<_>>().join("; ")),
        Cell::Count(row.faults),
        target.map_or(Cell::Empty, |hit| Cell::text(hit.feature.layer.code())),
        target.map_or(Cell::Empty, |hit| Cell::text(&hit.id)),
        target.map_or(Cell::Empty, |hit| Cell::text(&hit.name.zh)),
        target.map_or(Cell::Empty, |hit| english(&hit.name.zh, &hit.name.en)),
        district.map_or(Cell::Empty, |name| Cell::text(&name.zh)),
        district.map_or(Cell::Empty, |name| english(&name.zh, &name.en)),
        Cell::number(row.at.map(|at| at.lng), 7),
        Cell::number(row.at.map(|at| at.lat), 7),
    ]
}

/// What was let through, as a script would ask for it again.
pub fn filter(of: &LedgerFilter) -> String {
    let level = of.level.map(|level| match level {
        DangerLevel::General => "general".to_owned(),
        DangerLevel::Major => "major".to_owned(),
    });
    let ranges = super::ranges(LayerName::Dangers, &of.ranges);
    let parts = [("level", level), ("state", of.state.map(|state| state.code().to_owned())), ("ranges", ranges)];
    let group = ("group", of.group.map(|group| group.code().to_owned()));
    said(std::iter::once(group).chain(of_places(of)).chain(parts))
}

/// The part of a filter that is about places, likewise.
pub fn places(of: &LedgerFilter) -> String {
    said(of_places(of))
}

fn of_places(of: &LedgerFilter) -> [(&'static str, Option<String>); 6] {
    [
        ("sector", of.sector.clone()),
        ("district", of.district.clone()),
        ("leader", of.leader.clone()),
        ("department", of.department.clone()),
        ("enterprise", of.enterprise.clone()),
        ("campaign", of.campaign.clone()),
    ]
}

fn said(parts: impl IntoIterator<Item = (&'static str, Option<String>)>) -> String {
    let said: Vec<String> = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?))).collect();
    if said.is_empty() { "none".to_owned() } else { said.join("; ") }
}
