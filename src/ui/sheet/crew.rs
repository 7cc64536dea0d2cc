//! A fire crew's sheet of one place: what it asks on the way stands above the map; under it water, stations, neighbours.

use super::html::{Column, Galley, escape};
use super::lists::{kind, name};
use super::object;
use super::reaching::rings_around;
use super::sight::Sight;
use crate::domain::LayerName;
use crate::domain::ranges::number_unit;
use crate::engine::{FeatureCard, FieldValue, Hit, Known, Neighbours, Why};
use crate::text::{Lang, System};
use crate::ui::crew::{FIELDS, sure_water};
use crate::ui::sentences::Caption;
use crate::ui::terms::{self, count, metres};
use crate::ui::words::Word;
use crate::units::{LngLat, LngLatBox};

/// Columns of a table whose names data gives to a postal address; the schema has none.
const ADDRESS: &[&str] = &["address", "addr", "addr:full", "地址", "详细地址"];

/// What a station brings, in the order of its layer's fields.
const STATION: [&str; 3] = ["engines", "crew", "water_t"];
/// Hydrants that are listed.
const WATER: usize = 12;
/// What stands so near to the place is on its map, metres.
const AROUND_M: f64 = 125.0;
/// The largest scale of a crew's map, by its denominator.
const NEAREST: f64 = 2_500.0;
/// The smallest, for the sake of water that works.
const FOR_WATER: f64 = 10_000.0;
/// The smallest for the sake of more water and of the station: smaller, the surroundings could not be read.
const FOR_HELP: f64 = 5_000.0;
/// Room for the names of what stands at the edge, px.
const MARGIN: (f64, f64) = (48.0, 24.0);

/// The nearest hydrants, each once: those at hand, and those farther off up to the first that works.
fn water(of: &Neighbours) -> Vec<&Hit> {
    let mut all: Vec<&Hit> = of.hydrants.iter().take(WATER).collect();
    let known = all.clone();
    all.extend(of.water.iter().filter(|hit| known.iter().all(|k| k.feature != hit.feature)));
    all
}

/// The place, with the way to the next station and to the nearest hydrant that is not known to be dry, and its state.
pub fn caption(card: &FeatureCard, lang: Lang) -> Caption {
    let near = &card.neighbours;
    let away = |hit: Option<&Hit>| {
        hit.and_then(|hit| hit.distance_m).map_or_else(|| Word::Unknown.said(lang).to_owned(), metres)
    };
    let water = near.nearest_hydrant.as_ref().map_or_else(
        || Word::NoWater.said(lang).to_owned(),
        |hit| {
            let word = if hit.working.is_some() { Word::CrewWater } else { Word::CrewWaterUnsaid };
            word.fill(lang, &[&hit.id, &away(Some(hit))])
        },
    );
    let title = Word::CrewFinding.fill(lang, &[lang.of(&card.hit.name), &away(near.stations.first()), &water]);
    let unknown = || Word::Unknown.said(lang).to_owned();
    let district = card.district.as_ref().map(|d| lang.of(d).to_owned()).filter(|d| !d.is_empty());
    let address = ADDRESS.iter().find_map(|name| card.extras.iter().find(|(n, text)| n == name && !text.is_empty()));
    let address = address.map_or_else(unknown, |(_, text)| text.clone());
    let sure = sure_water(near, lang).map(|said| Word::NameIs.fill(lang, &[Word::NearestWater.said(lang), &said]));
    let note = [
        sure.unwrap_or_default(),
        kind(&card.hit, lang),
        card.hit.id.clone(),
        district.unwrap_or_else(unknown),
        Word::AddressIs.fill(lang, &[&address]),
        position(card.hit.at, lang),
        Word::StraightLine.said(lang).to_owned(),
    ];
    let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    Caption { title, note: note.join(" · ") }
}

/// A position with its system.
pub fn position(at: LngLat, lang: Lang) -> String {
    let written = System::Wgs84.written(at).unwrap_or_default();
    Word::InBrackets.fill(lang, &[&written, "WGS84"])
}

/// What a crew asks first, as HTML.
pub fn lead(card: &FeatureCard, lang: Lang) -> String {
    let layer = card.hit.feature.layer;
    let fact = |name: &&str| {
        let field = card.fields.iter().find(|f| f.field == **name)?;
        let label = escape(&terms::field(layer, &field.field, lang));
        Some(format!("<div><dt>{label}</dt><dd>{}</dd></div>", object::value(layer, field, lang)))
    };
    let facts: String = FIELDS.iter().filter_map(fact).collect();
    format!("<section class=\"lead\"><h2>{}</h2><dl>{facts}</dl></section>", Word::CrewTitle.said(lang))
}

/// The place and what stands around it; farther water and the station, as far as the map stays large.
pub fn sight(card: &FeatureCard) -> Sight {
    let near = &card.neighbours;
    let place = |hit: &Hit| LngLatBox { west: hit.at.lng, south: hit.at.lat, east: hit.at.lng, north: hit.at.lat };
    let works = |hit: &&Hit| hit.working == Some(true);
    let first = water(near).into_iter().find(works);
    let first = near.nearest_hydrant.iter().chain(first).map(|hit| (place(hit), FOR_WATER));
    let help = near.hydrants.iter().chain(near.stations.first()).map(|hit| (place(hit), FOR_HELP));
    let around = card.hit.bounds.grown(AROUND_M);
    Sight { wishes: first.chain(help).collect(), margin: MARGIN, ..Sight::of(around).no_nearer(NEAREST) }
}

/// Columns for what stations or hydrants bring.
fn brings(layer: LayerName, fields: &[&str], lang: Lang) -> Vec<Column> {
    let unit = |field: &str| number_unit(layer, field).map_or("", |unit| terms::unit_of(2.0, unit, lang)).to_owned();
    fields.iter().map(|field| Column::number(&terms::field(layer, field, lang), &unit(field), 4)).collect()
}

/// Their cells.
fn brought(near: &Neighbours, hit: &Hit, lang: Lang) -> Vec<String> {
    let cell = |field: &FieldValue| match &field.value {
        Known::Number(v) => escape(&terms::exact(*v)),
        _ => Word::Unknown.said(lang).to_owned(),
    };
    near.brought_by(hit.feature).iter().map(cell).collect()
}

/// In which of eight directions something lies, and its bearing from north, clockwise.
fn direction(from: LngLat, to: LngLat, lang: Lang) -> String {
    let east = (to.lng - from.lng) * from.lat.to_radians().cos();
    let turn = east.atan2(to.lat - from.lat).to_degrees().rem_euclid(360.0);
    let eighth = (turn / 45.0).round() as usize % 8;
    let wind = Word::EightWinds.said(lang).split(' ').nth(eighth).unwrap_or_default();
    format!("{wind} {:.0}°", turn.round() % 360.0)
}

/// Water, stations, neighbours, everything else that is known of the place.
pub fn write(galley: &mut Galley, card: &FeatureCard, why: Option<&Why>, lang: Lang) {
    let near = &card.neighbours;
    let (from, straight) = (card.hit.at, Word::StraightLine.said(lang));
    let way = |hit: &Hit| {
        let away = hit.distance_m.map_or_else(|| Word::Unknown.said(lang).to_owned(), metres);
        [escape(&away), direction(from, hit.at, lang), escape(&System::Wgs84.written(hit.at).unwrap_or_default())]
    };
    let columns = |first: [Column; 2]| {
        let way = [
            Column::number(Word::SheetDistance.said(lang), "", 5),
            Column::text(Word::SheetDirection.said(lang), 4),
            Column::text(Word::SheetPosition.said(lang), 9),
        ];
        first.into_iter().chain(way).collect::<Vec<_>>()
    };
    let hydrants = water(near);
    galley.heading(Word::NearestHydrants.said(lang), straight);
    if hydrants.is_empty() {
        galley.note(Word::NoHydrants.said(lang));
    } else {
        let state = |hit: &Hit| match hit.working {
            Some(true) => Word::HydrantWorks,
            Some(false) => Word::Dry,
            None => Word::Unknown,
        };
        let head = [Column::text(Word::DangerId.said(lang), 6), Column::text(Word::State.said(lang), 5)];
        let row = |hit: &&Hit| {
            let first = [escape(&hit.id), format!("<b>{}</b>", state(hit).said(lang))];
            first.into_iter().chain(way(hit)).chain(brought(near, hit, lang)).collect()
        };
        let columns = columns(head).into_iter().chain(brings(LayerName::Hydrants, &["flow_lps"], lang));
        galley.table(&columns.collect::<Vec<_>>(), hydrants.iter().map(row));
        let within = Word::HydrantsWithin.fill(lang, &[&metres(crate::engine::HYDRANT_RADIUS_M)]);
        let (all, dry) = (near.hydrants.len() as u64, u64::from(near.dry_hydrants));
        galley.note(&format!("{within}: {}", Word::DryAmong.fill(lang, &[&count(all), &count(dry)])));
    }
    galley.heading(Word::NearestStations.said(lang), straight);
    if near.stations.is_empty() {
        galley.note(Word::NoStations.said(lang));
    } else {
        let head = [Column::text(Word::DangerId.said(lang), 4), Column::text(Word::SheetName.said(lang), 7)];
        let row = |hit: &Hit| {
            [escape(&hit.id), name(hit, lang)].into_iter().chain(way(hit)).chain(brought(near, hit, lang)).collect()
        };
        let columns = columns(head).into_iter().chain(brings(LayerName::FireStations, &STATION, lang));
        galley.table(&columns.collect::<Vec<_>>(), near.stations.iter().map(row));
    }
    if let Some(of) = why.and_then(|why| why.reached_by.as_ref()) {
        rings_around(galley, of, lang);
    }
    object::near(galley, near, lang);
    if let Some(why) = why {
        object::ladder(galley, why, lang);
    }
    object::attributes(galley, card, FIELDS, lang);
    galley.note(&format!("{}: {}", Word::ReadFrom.said(lang), card.source));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, FeatureRef, NamedBytes, Reply, Request};

    const CITY: &str = r#"{"schema":"riskmap/1","name":{"zh":"甲市","en":"A"},"as_of":"2026-03-03",
        "layers":{"venues":{"href":"v.csv"},"hydrants":{"href":"h.csv"},"fire_stations":{"href":"s.csv"}}}"#;
    const VENUES: &str = "id,name,kind,people_day,people_night,floors,protection.engine_access,地址,lng,lat\n\
        V-1,云江宾馆,hotel,120,86,,no,人民路 <1> 号,112.0,31.0\nV-2,松鹤小学,school,540,,3,,,112.001,31.0\n";
    const HYDRANTS: &str = "id,working,lng,lat\nH-1,no,112.0005,31.0\nH-2,,112.0006,31.0\nH-3,yes,112.0,31.009\n";
    const STATIONS: &str = "id,name,lng,lat\nS-1,城关站,112.2,31.0\n";

    fn card() -> FeatureCard {
        let file = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let files =
            vec![file("city.json", CITY), file("v.csv", VENUES), file("h.csv", HYDRANTS), file("s.csv", STATIONS)];
        let mut engine = Engine::new();
        assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
        let of = FeatureRef { layer: crate::domain::LayerName::Venues, row: 0 };
        match engine.handle(Request::Feature { of, radius_m: 500.0, as_of: None }) {
            Ok(Reply::Feature(card)) => *card,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_crew_reads_access_people_water_station_and_what_nobody_knows() {
        let card = card();
        let lead = lead(&card, Lang::Zh);
        for part in ["出警先看", "消防车可到达</dt><dd>否", "120", "86", "安全出口</dt><dd>未知"] {
            assert!(lead.contains(part), "{part}: {lead}");
        }
        let mut galley = Galley::default();
        write(&mut galley, &card, None, Lang::Zh);
        let html = galley.html(0..galley.slips.len(), false);
        for part in ["城关站", "H-1", "干栓", "H-2", "H-3", "能用", "松鹤小学", "v.csv#"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("消防车可到达"), "what stands above the map is not said again");
        // Neighbours stand by level first, and say it.
        let mut rated = card.clone();
        rated.neighbours.venues.iter_mut().for_each(|hit| hit.level = Some(crate::domain::Level::Red));
        let printed = |card: &FeatureCard| {
            let mut galley = Galley::default();
            object::near(&mut galley, &card.neighbours, Lang::Zh);
            galley.html(0..galley.slips.len(), false)
        };
        assert!(printed(&rated).contains("A 重大") && !printed(&card).contains("A 重大"), "{}", printed(&rated));
        // Of the nearest that is not dry nobody says whether it works: 0.0006° of longitude are 57 m there.
        let said = caption(&card, Lang::Zh);
        assert!(said.title.starts_with("云江宾馆：最近消防站 "), "{}", said.title);
        assert!(said.title.ends_with("，最近消火栓 H-2 · 57 m（是否可用未知）"), "{}", said.title);
        // A degree of the meridian is 110.87 km there; the one that works lies 0.009° north.
        let mut known = card.clone();
        known.neighbours.nearest_hydrant = known.neighbours.water.last().cloned();
        let known = caption(&known, Lang::Zh).title;
        assert!(known.ends_with("，最近可用消火栓 H-3 · 998 m"), "{known}");
        let mut dry = card.clone();
        dry.neighbours.nearest_hydrant = None;
        assert!(caption(&dry, Lang::Zh).title.ends_with("，没有已知可用的消火栓"));
        assert!(said.note.contains("112.000000, 31.000000（WGS84）"), "{}", said.note);
        assert!(said.note.contains("人民路 <1> 号"), "{}", said.note);
        assert_eq!(direction(card.hit.at, LngLat::new(112.0, 31.009), Lang::Zh), "北 0°");
        // A degree of longitude is cos 31° = 0.857 of one of latitude: 180° + atan(0.857).
        assert_eq!(direction(card.hit.at, LngLat::new(111.0, 30.0), Lang::En), "SW 221°");
    }
}
