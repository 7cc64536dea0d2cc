//! Search: by id, by name as it is written or as it sounds, by words of it, by a position.

mod names;
mod positions;

pub use names::{Names, fold, sound};

use super::answers::Teller;
use super::apart::tell_where;
use super::open::{Open, anchor};
use super::protocol::{EngineError, FeatureRef, Findings, Hit, Reply};
use super::{Begun, Engine, Job, Step};
use crate::domain::{Column, Layer, LayerName};
use crate::risk::assess::subject;
use crate::units::LngLat;
use names::NAMES;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

/// How well a row matches; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Match {
    /// The id.
    Id,
    /// A whole name.
    Name,
    /// A name's beginning.
    Start,
    /// How a name sounds, from its beginning.
    Sound,
    /// Inside a name.
    Inside,
    /// How a name sounds, from a later syllable.
    SoundInside,
    /// Every word of what was typed is in a name.
    Words,
    /// An id's beginning.
    IdStart,
}

impl Match {
    const ALL: [Self; 8] =
        [Self::Id, Self::Name, Self::Start, Self::Sound, Self::Inside, Self::SoundInside, Self::Words, Self::IdStart];

    fn of(code: u8) -> Option<Self> {
        Self::ALL.get(code as usize).copied()
    }
}

/// An id is completed from so many letters on.
const ID_FROM: usize = 3;

/// What is looked for.
pub struct Wanted {
    /// What was typed.
    pub text: String,
    /// Where the reader is looking.
    pub near: Option<LngLat>,
    /// At most so many.
    pub limit: u32,
}

/// Begins a search. What it finds is told with its level: a city that is soon rated is rated first, a larger one is searched
/// at once, and its levels are told once something else has asked for them.
pub fn begin(engine: &mut Engine, wanted: Wanted) -> Result<Begun, EngineError> {
    engine.open()?;
    if engine.levels.is_none() && engine.is_soon_rated() {
        return Ok(Begun::Working(Box::new(Working { wanted })));
    }
    Ok(Begun::Done(Box::new(answer(engine, &wanted)?)))
}

struct Working {
    wanted: Wanted,
}

impl Job for Working {
    fn step(&mut self, engine: &mut Engine) -> Result<Step, EngineError> {
        match engine.prepare()? {
            Some(progress) => Ok(Step::More(progress)),
            None => Ok(Step::Done(Box::new(answer(engine, &self.wanted)?))),
        }
    }
}

fn answer(engine: &mut Engine, wanted: &Wanted) -> Result<Reply, EngineError> {
    let (open, names) = engine.names()?;
    let mut found = find(open, names, &wanted.text, wanted.near, wanted.limit.min(1_000) as usize);
    Teller::of(engine, None)?.tell(&mut found.hits);
    Ok(Reply::Findings(Box::new(found)))
}

/// Features whose id or name matches the text, best match first, then nearest to where the reader looks, then layer and
/// row; and the positions that it may mean. Base map shapes and tables without places are left out; towns and villages
/// are found. Sections that bear a road's name are found as one road in each district.
fn find(open: &Open, names: &Names, text: &str, near: Option<LngLat>, limit: usize) -> Findings {
    let wanted = fold(text);
    if wanted.is_empty() {
        return Findings::default();
    }
    let positions = positions::read(&wanted, open.bounds());
    let mut found: BTreeMap<Match, Vec<FeatureRef>> = BTreeMap::new();
    for layer in names::layers(open.city()) {
        matches(layer, names, &wanted, |row, how| {
            found.entry(how).or_default().push(FeatureRef { layer: layer.name(), row: row as u32 });
        });
    }
    Findings { hits: hits(open, found, near, limit), positions }
}

/// The first of what was found, with roads made whole.
fn hits(open: &Open, found: BTreeMap<Match, Vec<FeatureRef>>, near: Option<LngLat>, limit: usize) -> Vec<Hit> {
    let from = near.map(|p| open.plane().xy(p));
    let of_roads = found.iter().flat_map(|(how, of)| of.iter().filter(|of| is_section(*how, **of)));
    let sections: Vec<u32> = of_roads.map(|of| of.row).collect();
    let (mut hits, mut taken): (Vec<Hit>, HashSet<u32>) = (Vec::new(), HashSet::new());
    for (how, of) in found {
        if hits.len() == limit {
            break;
        }
        // Only as many as are listed are put in order.
        let mut nearest: BinaryHeap<Reverse<(u64, FeatureRef)>> = of
            .into_iter()
            .filter_map(|of| {
                let at = place(open, how, of)?;
                // Distances are not negative: their bits are in their order.
                Some(Reverse((from.map_or(0.0, |from| from.distance_m(open.plane().xy(at))).to_bits(), of)))
            })
            .collect();
        while hits.len() < limit {
            let Some(Reverse((distance, feature))) = nearest.pop() else { break };
            let of_road = is_section(how, feature);
            if of_road && taken.contains(&feature.row) {
                continue;
            }
            let Some(mut hit) = hit(open, how, feature, from.map(|_| f64::from_bits(distance))) else { continue };
            if of_road {
                make_whole(open, &mut hit, &sections);
                taken.extend(&hit.sections);
            }
            hits.push(hit);
        }
    }
    tell_where(open, &mut hits);
    hits
}

/// Where a feature is; a danger without a place of its own, that is asked for by its id, is where its target is.
fn place(open: &Open, how: Match, of: FeatureRef) -> Option<LngLat> {
    let at = |of: FeatureRef| anchor(open.city().layer(of.layer)?, of.row as usize);
    at(of).or_else(|| at(target(open, how, of)?))
}

fn hit(open: &Open, how: Match, of: FeatureRef, distance_m: Option<f64>) -> Option<Hit> {
    if of.layer == LayerName::Dangers {
        return open.danger_hit(of.row, target(open, how, of), distance_m);
    }
    open.hit(of, distance_m).ok()
}

/// What a danger is about. Looked up for whole ids alone: it takes as long as its layer has rows.
fn target(open: &Open, how: Match, of: FeatureRef) -> Option<FeatureRef> {
    let named = (of.layer == LayerName::Dangers && how == Match::Id).then(|| open.city().layer(of.layer)).flatten()?;
    let (layer, row) = subject(open.city(), named.text(of.row as usize, "target")?)?;
    Some(FeatureRef { layer, row })
}

/// Tells of each row of a layer that matches, and how well.
fn matches(layer: &Layer, names: &Names, wanted: &str, mut tell: impl FnMut(usize, Match)) {
    let whole = names.matching(layer.name(), wanted);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let by_word: Vec<_> = match words.len() {
        0 | 1 => Vec::new(),
        _ => words.iter().map(|word| names.matching(layer.name(), word)).collect(),
    };
    let completes = wanted.len() >= ID_FROM;
    let column = |field: &str| match layer.column(field) {
        Some(Column::Text(column)) => Some(column),
        _ => None,
    };
    let columns: BTreeMap<&str, _> = NAMES.iter().filter_map(|field| Some((*field, column(field)?))).collect();
    let best = |of: &[(&'static str, Vec<u8>)], row: usize| {
        let of_field = |(field, best): &(&'static str, Vec<u8>)| {
            let code = columns.get(field)?.code(row)?;
            Match::of(*best.get(code as usize)?)
        };
        of.iter().filter_map(of_field).min()
    };
    let may = !whole.is_empty() || by_word.iter().any(|word| !word.is_empty());
    for row in 0..layer.len() {
        let named = may.then(|| {
            let words = || !by_word.is_empty() && by_word.iter().all(|word| best(word, row).is_some());
            best(&whole, row).or_else(|| words().then_some(Match::Words))
        });
        if let Some(how) = by_id(layer.id(row), wanted, completes).into_iter().chain(named.flatten()).min() {
            tell(row, how);
        }
    }
}

/// How an id matches.
fn by_id(id: &str, wanted: &str, completes: bool) -> Option<Match> {
    let begins = id.as_bytes().get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted.as_bytes()));
    match (begins, id.len() == wanted.len()) {
        (true, true) => Some(Match::Id),
        (true, false) if completes => Some(Match::IdStart),
        _ => None,
    }
}

/// Whether a row was found as a part of a road: an id asks for the section itself.
fn is_section(how: Match, of: FeatureRef) -> bool {
    of.layer == LayerName::Roads && !matches!(how, Match::Id | Match::IdStart)
}

/// Lets a section stand for all of its road: those of its name in its district.
fn make_whole(open: &Open, hit: &mut Hit, found: &[u32]) {
    let Some(ready) = open.get(LayerName::Roads) else { return };
    let district = open.district_of(hit.feature, hit.at);
    let named = |row: u32| NAMES.map(|field| ready.layer.text(row as usize, field));
    let name = named(hit.feature.row);
    let mut bounds = hit.bounds;
    let mut sections = Vec::new();
    for row in found.iter().copied().filter(|row| named(*row) == name) {
        let Ok(section) = open.hit(FeatureRef { row, ..hit.feature }, None) else { continue };
        if open.district_of(section.feature, section.at) == district {
            bounds = bounds.union(section.bounds);
            sections.push(row);
        }
    }
    if sections.len() > 1 {
        sections.sort_unstable();
        (hit.sections, hit.bounds) = (sections, bounds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::village;

    /// Three sections of one road and one of another in the west, one of the first road's name in the east.
    fn found(text: &str) -> Vec<Hit> {
        let section = |id: &str, name: &str, west: f64| {
            let east = west + 0.01;
            format!(
                r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{name}","class":"primary"}},"geometry":{{"type":
                "LineString","coordinates":[[{west},30.05],[{east},30.05]]}}}}"#
            )
        };
        let roads = village::collection(&[
            section("r1", "解放路", 112.02),
            section("r2", "解放路", 112.03),
            section("r3", "解放西路", 112.05),
            section("r4", "解放路", 112.15),
            section("r5", "解放路", 112.04),
        ]);
        village::found("roads", "roads.geojson", &roads, text)
    }

    #[test]
    fn sections_of_one_name_are_one_road_in_each_district() {
        let said: Vec<_> =
            found("解放").iter().map(|h| (h.name.zh.clone(), h.sections.clone(), h.apart.zh.clone())).collect();
        let road = |name: &str, sections: &[u32], apart: &str| (name.to_owned(), sections.to_vec(), apart.to_owned());
        assert_eq!(
            said,
            [road("解放路", &[0, 1, 4], "西区"), road("解放西路", &[], "西区"), road("解放路", &[], "东区")]
        );
    }

    #[test]
    fn a_danger_is_found_by_its_id_where_its_target_is() {
        let dangers = "id,target,level,what,found_on\nY-7,districts:E,general,通道堵塞,2024-06-01\nY-8,districts:NO,general,甲,2024-06-01\n";
        let found = |text| village::found("dangers", "dangers.csv", dangers, text);
        let [hit] = &found("y-7")[..] else { panic!("it is found once") };
        assert_eq!((hit.id.as_str(), hit.name.zh.as_str(), hit.feature.layer), ("Y-7", "通道堵塞", LayerName::Dangers));
        assert!((112.1..112.2).contains(&hit.at.lng), "{hit:?}");
        assert!(found("y-8").is_empty(), "nobody knows where that is");
    }

    /// Names of venues that were found.
    fn venues(text: &str) -> Vec<String> {
        let rows = [
            ("V-00012", "望山幼儿园", "Wangshan Kindergarten"),
            ("V-00123", "吕家网吧", "Lyu Net Cafe"),
            ("V-01234", "第３小学", "School No. 3"),
            ("V-02345", "幼儿园东饭店", "Kindergarten East Restaurant"),
            ("V-03456", "安县医院", "An County Hospital"),
            ("V-04567", "仙女宾馆", "Fairy Hotel"),
        ];
        let lines = rows.map(|(id, zh, en)| format!("{id},{zh},{en},school,112.05,30.05\n")).concat();
        let text = village::found("venues", "venues.csv", &format!("id,name,name_en,kind,lon,lat\n{lines}"), text);
        text.into_iter().map(|hit| hit.id).collect()
    }

    #[test]
    fn names_are_found_as_they_are_written_and_as_they_sound() {
        for (typed, found) in [
            ("幼儿园", &["V-02345", "V-00012"][..]),
            ("KINDERGARTEN", &["V-02345", "V-00012"]),
            ("wangshan", &["V-00012"]),
            ("wangshanyou", &["V-00012"]),
            ("wsyey", &["V-00012"]),
            ("youeryuan", &["V-02345", "V-00012"]),
            ("yey", &["V-02345", "V-00012"]),
            ("lvjia", &["V-00123"]),
            ("第3", &["V-01234"]),
            ("di3xiaoxue", &["V-01234"]),
            ("望山 kinder", &["V-00012"]),
            ("kinder east", &["V-02345"]),
            ("v-012", &["V-01234"]),
            ("v-00012", &["V-00012"]),
            ("xiannv", &["V-04567"]),
            // A syllable is not cut.
            ("iannv", &[]),
            ("annv", &[]),
            ("v-", &[]),
            ("没有", &[]),
            (" ", &[]),
        ] {
            assert_eq!(venues(typed), found, "{typed}");
        }
    }

    #[test]
    fn a_road_is_looked_at_whole_and_a_section_is_found_by_its_id() {
        let road = &found("解放路")[0];
        assert!((road.bounds.west - 112.02).abs() < 1e-9 && (road.bounds.east - 112.05).abs() < 1e-9, "{road:?}");
        let section = found("r2");
        assert_eq!(section.len(), 1);
        assert!(section[0].sections.is_empty());
    }
}
