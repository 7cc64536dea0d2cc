//! What is inside an area: counts, people, levels, dangers, the first of each list.

use super::super::Engine;
use super::super::apart::tell_apart;
use super::super::filter::Passing;
use super::super::open::{Open, anchor, kind_counts};
use super::super::protocol::{
    Area, EngineError, FeatureRef, Hit, InsideLayer, InsidePeople, InsideQuery, InsideTable, KindCount, LevelCount,
};
use super::region::Region;
use crate::domain::{Layer, LayerName, Level};
use crate::risk::assess::{Book, RATED, Subject};
use crate::risk::exposure::knows_people;
use crate::risk::ledger::Standing;
use crate::risk::venues::people as people_there;
use crate::risk::working::{self, AreaShape, CrashesAsked, InsideFacts};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Layers whose features are listed, in the order of the answer.
const LISTED: [LayerName; 7] = [
    LayerName::Facilities,
    LayerName::Venues,
    LayerName::Pipelines,
    LayerName::Routes,
    LayerName::Crashes,
    LayerName::FireStations,
    LayerName::Hydrants,
];

/// Severities, gravest first.
const SEVERITIES: [&str; 5] = ["fatal", "serious", "slight", "injury", "damage_only"];

/// The levels of rated rows on the day.
pub struct Rated<'a> {
    /// The ledger.
    pub book: &'a Book,
    /// The day.
    pub day: Date,
    /// Level counts of rows of a layer.
    pub counts: &'a dyn Fn(LayerName, &[u32]) -> Vec<LevelCount>,
    /// The level of a row on the day.
    pub level: &'a dyn Fn(LayerName, u32) -> Level,
    /// The crashes that count; none where all do.
    pub passing: Option<Passing>,
}

/// What is inside an area. The residents are spread and the city is rated already.
pub fn table(engine: &Engine, query: InsideQuery, rated: &Rated<'_>) -> Result<InsideTable, EngineError> {
    let open = engine.open()?;
    let region = Region::of(open, &query.area)?;
    let most = query.limit as usize;
    let mut inside: BTreeMap<LayerName, Vec<u32>> = BTreeMap::new();
    let mut layers = Vec::new();
    for name in LISTED {
        let Some(ready) = open.get(name) else { continue };
        let mut rows = region.rows(ready);
        if let Some(passing) = rated.passing.as_ref().filter(|_| name == LayerName::Crashes) {
            rows.retain(|row| passing.rows.get(*row as usize) == Some(&true));
        }
        layers.push(of_layer(open, ready.layer, &rows, rated, most)?);
        inside.insert(name, rows);
    }
    if let Some(layer) = open.city().layer(LayerName::Dangers) {
        layers.push(dangers(open, layer, &region, &mut inside, rated, most)?);
    }
    let venues = inside.get(&LayerName::Venues).map(Vec::as_slice).unwrap_or_default();
    let people = people(engine, open, &region, venues);
    let all = |name: LayerName| open.city().layer(name).map_or(0, |layer| layer.len() as u32);
    let asked = rated.passing.as_ref().map(|of| CrashesAsked { filter: &query.crashes, left_out: of.left_out });
    let mut explanation = working::inside(&InsideFacts {
        shape: match &query.area {
            Area::Box(_) | Area::Lasso(_) | Area::District(_) => AreaShape::Degrees,
            Area::Circle { radius_m, .. } => AreaShape::Circle(*radius_m),
            Area::Along { within_m, .. } => AreaShape::Along(*within_m),
        },
        area_m2: region.area_m2,
        layers: layers.iter().map(|of| (of.layer, of.count, all(of.layer))).collect(),
        people: people.map(|p| {
            ([p.venue_day, p.venue_night], p.residents_day.zip(p.residents_night).map(|(day, night)| [day, night]))
        }),
        residents: all(LayerName::Residents),
        venues: (venues.len() as u32, people.map_or(0, |p| p.unknown)),
        as_of: rated.day.to_string(),
    });
    explanation.notes.extend(asked.and_then(|asked| asked.note()));
    Ok(InsideTable {
        as_of: rated.day.to_string(),
        district: region.district,
        outline: region.outline,
        bounds: region.bounds,
        area_m2: region.area_m2,
        layers,
        people,
        reached_by: None,
        explanation,
        query,
    })
}

fn of_layer(
    open: &Open,
    layer: &Layer,
    rows: &[u32],
    rated: &Rated<'_>,
    most: usize,
) -> Result<InsideLayer, EngineError> {
    let name = layer.name();
    let is_dry = |row: u32| layer.flag(row as usize, "working") == Some(false);
    let mut ranked = rows.to_vec();
    let levels = if RATED.contains(&name) { (rated.counts)(name, rows) } else { Vec::new() };
    match name {
        LayerName::Crashes => ranked.sort_by_key(|row| severity(layer, *row)),
        LayerName::Hydrants => ranked.sort_by_key(|row| !is_dry(*row)),
        _ if !levels.is_empty() => {
            let people = |row: u32| people_there(layer, row).map_or(-1, |n| n as i64);
            ranked.sort_by_cached_key(|row| ((rated.level)(name, *row), Reverse(people(*row)), *row));
        }
        _ => {}
    }
    let hits = ranked.iter().take(most).map(|row| open.hit(FeatureRef { layer: name, row: *row }, None));
    let mut hits: Vec<Hit> = hits.collect::<Result<_, _>>()?;
    tell_apart(open, &mut hits);
    if !levels.is_empty() {
        hits.iter_mut().for_each(|hit| hit.level = Some((rated.level)(name, hit.feature.row)));
    }
    let kinds = match name {
        LayerName::Crashes => severities(layer, rows),
        _ => kind_counts(layer, rows.iter().map(|row| *row as usize)),
    };
    let troubled = if name == LayerName::Hydrants { rows.iter().filter(|row| is_dry(**row)).count() as u32 } else { 0 };
    Ok(InsideLayer { layer: name, count: rows.len() as u32, kinds, levels, troubled, rows: hits })
}

/// How grave a crash is, 0 the gravest.
fn severity(crashes: &Layer, row: u32) -> usize {
    let code = crashes.text(row as usize, "severity");
    SEVERITIES.iter().position(|severity| Some(*severity) == code).unwrap_or(SEVERITIES.len())
}

fn severities(crashes: &Layer, rows: &[u32]) -> Vec<KindCount> {
    let mut counts = [0; SEVERITIES.len()];
    for row in rows {
        if let Some(count) = counts.get_mut(severity(crashes, *row)) {
            *count += 1;
        }
    }
    let counts = SEVERITIES.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    counts.map(|(kind, count)| KindCount { kind: kind.to_owned(), count }).collect()
}

/// Open dangers whose own place is inside; of those without one, whose target is.
fn dangers(
    open: &Open,
    layer: &Layer,
    region: &Region,
    inside: &mut BTreeMap<LayerName, Vec<u32>>,
    rated: &Rated<'_>,
    most: usize,
) -> Result<InsideLayer, EngineError> {
    let placed: HashSet<u32> =
        open.get(LayerName::Dangers).map(|ready| region.rows(ready)).unwrap_or_default().into_iter().collect();
    let mut found: Vec<(u32, Option<Subject>, Standing<'_>)> = Vec::new();
    for (place, danger) in rated.book.ledger.dangers().iter().enumerate() {
        let subject = rated.book.subject_of(place);
        let here = match (anchor(layer, danger.row as usize), subject) {
            (Some(_), _) => placed.contains(&danger.row),
            (None, Some((name, row))) => {
                let rows = || open.get(name).map(|ready| region.rows(ready)).unwrap_or_default();
                inside.entry(name).or_insert_with(rows).binary_search(&row).is_ok()
            }
            (None, None) => false,
        };
        if let (true, Some(standing)) = (here, rated.book.ledger.standing(place, rated.day))
            && standing.is_found()
            && standing.open
        {
            found.push((danger.row, subject, standing));
        }
    }
    let late = |standing: &Standing<'_>| standing.overdue_days().map_or(-1, i64::from);
    found.sort_by_key(|(row, _, standing)| (Reverse(late(standing)), *row));
    let troubled = found.iter().filter(|(_, _, standing)| standing.overdue_days().is_some()).count() as u32;
    let hits = found.iter().take(most).filter_map(|(row, subject, _)| {
        open.danger_hit(*row, subject.map(|(layer, row)| FeatureRef { layer, row }), None)
    });
    let rows = hits.collect();
    Ok(InsideLayer {
        layer: LayerName::Dangers,
        count: found.len() as u32,
        kinds: Vec::new(),
        levels: Vec::new(),
        troubled,
        rows,
    })
}

/// People in some venues, and of the residents inside.
fn people(engine: &Engine, open: &Open, region: &Region, rows: &[u32]) -> Option<InsidePeople> {
    let venues = open.get(LayerName::Venues).map(|ready| ready.layer);
    if !knows_people(venues, open.city().layer(LayerName::Residents)) {
        return None;
    }
    let mut sum = InsidePeople {
        venue_day: 0.0,
        venue_night: 0.0,
        known_day: 0,
        known_night: 0,
        unknown: 0,
        residents_day: None,
        residents_night: None,
    };
    for row in rows.iter().filter(|_| venues.is_some()) {
        let number = |field| venues.and_then(|layer| layer.number(*row as usize, field));
        let (day, night) = (number("people_day"), number("people_night"));
        sum.venue_day += day.unwrap_or(0.0);
        sum.venue_night += night.unwrap_or(0.0);
        sum.known_day += u32::from(day.is_some());
        sum.known_night += u32::from(night.is_some());
        sum.unknown += u32::from(day.or(night).is_none());
    }
    if let Some(population) = &engine.population {
        let (probe, metres) = region.probe(open);
        let residents = population.within(&probe, metres);
        (sum.residents_day, sum.residents_night) = (Some(residents.day), Some(residents.night));
    }
    Some(sum)
}
