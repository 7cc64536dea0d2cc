//! A sheet about an area: who and what is inside.

use super::html::{Column, Galley, escape};
use super::lists::{kind, name};
use super::marks;
use super::reaching::rings_reach;
use super::sight::Sight;
use crate::domain::{LayerName, Level};
use crate::engine::{Area, InsideLayer, InsidePeople, InsideTable, KindCount};
use crate::text::Lang;
use crate::ui::sentences::{Caption, area_said, area_size};
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;

/// The largest scale at which an area is shown, by its denominator.
const NEAREST: f64 = 1_000.0;
/// Room for the names of what stands at its edge, px.
const MARGIN: (f64, f64) = (40.0, 24.0);

/// What the area is called, before it is answered too.
pub fn named(area: &Area, table: Option<&InsideTable>, lang: Lang) -> String {
    let district = table.and_then(|t| t.district.as_ref()).map(|name| lang.of(name).to_owned());
    district.unwrap_or_else(|| area_said(area, lang))
}

/// Shape, size and people; what they rest on.
pub fn caption(t: &InsideTable, lang: Lang) -> Caption {
    let (value, unit) = area_size(t.area_m2);
    let size = format!("{value} {unit}");
    let named = named(&t.query.area, Some(t), lang);
    let people = match &t.people {
        None => Word::PeopleUnknown.said(lang).to_owned(),
        Some(p) => {
            // Who is in a venue that does not say so is not counted.
            let venues = t.of(LayerName::Venues).map_or(0, |of| of.count);
            let least = |people: f64, known: u32| {
                if known < venues { format!("≥\u{a0}{}", number(people)) } else { number(people) }
            };
            Word::AreaPeople.fill(lang, &[&least(p.by_day(), p.known_day), &least(p.by_night(), p.known_night)])
        }
    };
    let centre = match &t.query.area {
        Area::Circle { at, .. } => Word::CentreIs.fill(lang, &[&super::crew::position(*at, lang)]),
        _ => String::new(),
    };
    let note = [Word::AreaDay.fill(lang, &[&t.as_of]), centre, unknown(t, lang)];
    Caption {
        title: Word::AreaFinding.fill(lang, &[&named, &size, &people]),
        note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
    }
}

/// How far the number of people is known.
fn unknown(t: &InsideTable, lang: Lang) -> String {
    match t.people.filter(|p| p.unknown > 0) {
        Some(p) => Word::PeopleAtLeast.fill(lang, &[&count(u64::from(p.unknown))]),
        None => String::new(),
    }
}

/// All of the area.
pub fn sight(t: &InsideTable) -> Sight {
    Sight { margin: MARGIN, ..Sight::of(t.bounds).no_nearer(NEAREST) }
}

/// Figures, people, levels, counts by layer, lists; `most` is how many rows a list has at most.
pub fn write(galley: &mut Galley, t: &InsideTable, most: usize, lang: Lang) {
    figures(galley, t, lang);
    levels(galley, t, lang);
    if let Some(of) = &t.reached_by {
        rings_reach(galley, of, lang);
    }
    counts(galley, t, lang);
    for of in t.layers.iter().filter(|of| of.count > 0) {
        rows(galley, of, most, lang);
    }
}

fn figures(galley: &mut Galley, t: &InsideTable, lang: Lang) {
    let unsaid = || Word::Unknown.said(lang).to_owned();
    let people = |of: fn(&InsidePeople) -> f64| t.people.as_ref().map_or_else(unsaid, |p| number(of(p)));
    let of = |layer| t.of(layer).map_or_else(unsaid, |of| count(u64::from(of.count)));
    let pair = |word: Word, value: String| (word.said(lang).to_owned(), escape(&value));
    galley.heading(Word::WhatIsInside.said(lang), &Word::AsOf.fill(lang, &[&t.as_of]));
    let mut pairs = vec![
        pair(Word::PeopleByDay, people(InsidePeople::by_day)),
        pair(Word::PeopleByNight, people(InsidePeople::by_night)),
    ];
    if let Some(p) = &t.people {
        pairs.push(pair(Word::InVenuesByDay, number(p.venue_day)));
        pairs.push(pair(Word::InVenuesByNight, number(p.venue_night)));
        pairs.push(pair(Word::ResidentsByDay, p.residents_day.map_or_else(unsaid, number)));
        pairs.push(pair(Word::ResidentsByNight, p.residents_night.map_or_else(unsaid, number)));
    }
    pairs.push(pair(Word::OpenDangersTitle, of(LayerName::Dangers)));
    pairs.push(pair(Word::Crashes, of(LayerName::Crashes)));
    galley.pairs(&pairs);
    if t.layers.iter().all(|of| of.count == 0) {
        galley.note(Word::NothingInside.said(lang));
    }
    galley.note(&unknown(t, lang));
    if let Some(p) = &t.people {
        let known = [p.known_day, p.known_night, p.unknown].map(|n| count(u64::from(n)));
        galley.note(&Word::VenuesKnown.fill(lang, &[&known[0], &known[1], &known[2]]));
    }
}

fn levels(galley: &mut Galley, t: &InsideTable, lang: Lang) {
    let rated: Vec<&InsideLayer> = t.layers.iter().filter(|of| !of.levels.is_empty() && of.count > 0).collect();
    if rated.is_empty() {
        return;
    }
    galley.heading(&Word::LevelsOn.fill(lang, &[&t.as_of]), "");
    let columns: Vec<Column> = std::iter::once(Column::text(Word::Level.said(lang), 10))
        .chain(rated.iter().map(|of| Column::number(terms::layer(of.layer, lang), "", 6)))
        .collect();
    let row = |level: Level| {
        let n = |of: &&InsideLayer| of.levels.iter().find(|n| n.level == level).map_or(0, |n| n.dynamic);
        std::iter::once(marks::level(level, &terms::level_with_letter(level, lang)))
            .chain(rated.iter().map(|of| count(u64::from(n(of)))))
            .collect::<Vec<_>>()
    };
    galley.table(&columns, Level::ALL.map(row));
}

/// How many of every layer, of which kinds, and how many of them are in trouble.
fn counts(galley: &mut Galley, t: &InsideTable, lang: Lang) {
    galley.heading(Word::CountsByLayer.said(lang), "");
    let columns = [
        Column::text(Word::Layers.said(lang), 8),
        Column::number(Word::SheetCount.said(lang), "", 4),
        Column::text(Word::SheetTroubled.said(lang), 8),
        Column::text(Word::SheetKinds.said(lang), 26),
    ];
    let row = |of: &InsideLayer| {
        let kinds = of.kinds.iter().map(|n| format!("{} {}", kind_word(of, n, lang), count(u64::from(n.count))));
        vec![
            escape(&title(of.layer, lang)),
            count(u64::from(of.count)),
            escape(&troubled(of, lang)),
            escape(&kinds.collect::<Vec<_>>().join(Word::ListComma.said(lang))),
        ]
    };
    galley.table(&columns, t.layers.iter().map(row));
}

fn kind_word(of: &InsideLayer, n: &KindCount, lang: Lang) -> String {
    match of.layer {
        LayerName::Crashes => terms::code(of.layer, "severity", &n.kind, lang),
        layer => terms::kind(layer, &n.kind, lang),
    }
}

fn title(layer: LayerName, lang: Lang) -> String {
    match layer {
        LayerName::Dangers => Word::OpenDangersTitle.said(lang).to_owned(),
        layer => terms::layer(layer, lang).to_owned(),
    }
}

fn troubled(of: &InsideLayer, lang: Lang) -> String {
    match (of.troubled, of.layer) {
        (0, _) => String::new(),
        (n, LayerName::Hydrants) => Word::DryOf.fill(lang, &[&count(u64::from(n))]),
        (n, _) => Word::OverdueOf.fill(lang, &[&count(u64::from(n))]),
    }
}

/// The list of a layer, the worst first.
fn rows(galley: &mut Galley, of: &InsideLayer, most: usize, lang: Lang) {
    let shown = of.rows.len().min(most);
    let n = |n: u64| count(n);
    let note = if shown < of.count as usize {
        Word::SheetRowsOf.fill(lang, &[&n(shown as u64), &n(u64::from(of.count))])
    } else {
        Word::SheetRows.fill(lang, &[&n(u64::from(of.count))])
    };
    galley.heading(&title(of.layer, lang), &note);
    let rated = of.rows.iter().any(|hit| hit.level.is_some());
    let mut columns = if rated { vec![Column::text(Word::Level.said(lang), 6)] } else { Vec::new() };
    columns.extend([
        Column::text(Word::DangerId.said(lang), 6),
        Column::text(Word::SheetName.said(lang), 14),
        Column::text(Word::SheetKind.said(lang), 9),
    ]);
    let line = |hit: &crate::engine::Hit| {
        let level = |level: Level| marks::level(level, &terms::level_with_letter(level, lang));
        let level = rated.then(|| hit.level.map(level).unwrap_or_default());
        let dry = hit.working == Some(false);
        let what = if dry { Word::Dry.said(lang).to_owned() } else { kind(hit, lang) };
        level.into_iter().chain([escape(&hit.id), name(hit, lang), escape(&what)]).collect::<Vec<_>>()
    };
    galley.table(&columns, of.rows.iter().take(shown).map(line));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, InsideQuery, NamedBytes, Reply, Request};
    use crate::units::LngLat;

    const CITY: &str = r#"{"schema":"riskmap/1","name":{"zh":"甲市","en":"A"},"as_of":"2026-03-03",
        "layers":{"venues":{"href":"v.csv"},"hydrants":{"href":"h.csv"}}}"#;
    const VENUES: &str = "id,name,kind,people_day,people_night,lng,lat\n\
        V-1,云江宾馆,hotel,120,86,112.0,31.0\nV-2,松鹤小学,school,,,112.001,31.0\nV-3,远处,school,9,9,112.5,31.0\n";
    const HYDRANTS: &str = "id,working,lng,lat\nH-1,yes,112.0005,31.0\nH-2,no,112.0006,31.0\n";

    fn table() -> InsideTable {
        let file = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let files = vec![file("city.json", CITY), file("v.csv", VENUES), file("h.csv", HYDRANTS)];
        let mut engine = Engine::new();
        assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
        let area = Area::Circle { at: LngLat::new(112.0, 31.0), radius_m: 500.0 };
        match engine.handle(Request::Inside(InsideQuery { area, as_of: None, limit: 60, crashes: Default::default() }))
        {
            Ok(Reply::Inside(table)) => *table,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_sheet_of_an_area_says_who_is_inside_and_what_is_unknown() {
        let table = table();
        let said = caption(&table, Lang::Zh);
        // π · 500² m² is 785,398 m².
        assert_eq!(said.title, "半径 500 m 以内（0.785 km²）：白天 ≥\u{a0}120 人，夜间 ≥\u{a0}86 人");
        assert!(said.note.contains("1 处场所人数未知") && said.note.contains("2026-03-03"), "{}", said.note);
        assert!(said.note.contains("112.000000, 31.000000"), "{}", said.note);
        let mut galley = Galley::default();
        write(&mut galley, &table, 30, Lang::Zh);
        let html = galley.html(0..galley.slips.len(), false);
        for part in ["云江宾馆", "松鹤小学", "未评", "1 个干栓", "宾馆 1、", "V-1"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("远处"), "what is outside is left out");
        assert!(html.find("H-2") < html.find("H-1"), "the dry one comes first");
        let mut head = Galley::default();
        write(&mut head, &table, 1, Lang::Zh);
        assert!(head.html(0..head.slips.len(), false).contains("列出前 1 行，共 2 行"));
    }
}
