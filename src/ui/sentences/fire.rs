//! What the page says about venues.

use super::listing::listed_levels;
use super::{Caption, aside, missing};
use crate::domain::{LayerName, Level, NumberRanges};
use crate::engine::{Cover, Lack, VenueRow, VenueSort, VenueTable};
use crate::text::{Lang, number_ranges};
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;

/// The fire services' finding: whom help does not reach, and the first of the ranking.
pub fn venues_caption(table: &VenueTable, lang: Lang) -> Caption {
    let first = table.rows.first().map(|first| first_of(table, first, lang)).unwrap_or_default();
    let title = match cover_finding(table, lang) {
        _ if table.rows.is_empty() => Word::NoVenues.said(lang).to_owned(),
        Some(cover) => cover,
        None => first.clone(),
    };
    let first = if first == title { String::new() } else { first };
    let note = aside(&[
        Word::VenuesPass.fill(lang, &[&count(u64::from(table.count))]),
        table.cover.neither.map(|n| Word::CoverNeither.fill(lang, &[&count(u64::from(n))])).unwrap_or_default(),
        number_ranges(LayerName::Venues, &table.query.ranges, lang),
        listed_levels(&table.query.levels, lang),
        first,
        Word::StraightLine.said(lang).to_owned(),
        table.query.as_of.as_ref().map(|day| Word::LevelsOn.fill(lang, &[day])).unwrap_or_default(),
    ]);
    Caption { title, note }
}

/// How many lie beyond the reach of a station, how many of a hydrant; none where the city has neither.
fn cover_finding(table: &VenueTable, lang: Lang) -> Option<String> {
    let cover = &table.cover;
    let n = |n: u32| count(u64::from(n));
    let (all, station) = (n(cover.of), terms::limit_m(cover.station_m));
    let hydrant = terms::limit_m(cover.hydrant_m);
    match (cover.no_station, cover.no_hydrant) {
        (Some(far), Some(dry)) => Some(Word::CoverBoth.fill(lang, &[&all, &n(far), &station, &n(dry), &hydrant])),
        (Some(far), None) => Some(Word::CoverStation.fill(lang, &[&all, &n(far), &station])),
        (None, Some(dry)) => Some(Word::CoverHydrant.fill(lang, &[&all, &n(dry), &hydrant])),
        (None, None) => None,
    }
}

/// What a lack is called, with its limit.
pub fn lack(cover: &Cover, lack: Lack, lang: Lang) -> String {
    let word = match lack {
        Lack::Station => Word::BeyondStation,
        Lack::Hydrant => Word::WithoutHydrant,
    };
    word.fill(lang, &[&terms::limit_m(cover.metres(lack))])
}

/// The first of the ranking, by what it is ranked by.
fn first_of(table: &VenueTable, first: &VenueRow, lang: Lang) -> String {
    let name = lang.of(&first.hit.name);
    match (table.query.sort, ranked_value(first, table.query.sort)) {
        (VenueSort::People, Some(v)) => Word::MostPeople.fill(lang, &[name, &number(v)]),
        (VenueSort::Floors, Some(v)) => Word::MostFloors.fill(lang, &[name, &number(v)]),
        (VenueSort::StationDistance, Some(v)) => Word::FarthestStation.fill(lang, &[name, &terms::metres(v)]),
        (VenueSort::HydrantDistance, Some(v)) => Word::FarthestHydrant.fill(lang, &[name, &terms::metres(v)]),
        (VenueSort::Level, _) => level_finding(table, name, lang),
        (_, None) => String::new(),
    }
}

/// Ranked by level: how many of those listed have the worst, and the first of them with its people.
fn level_finding(table: &VenueTable, name: &str, lang: Lang) -> String {
    let Some(first) = table.rows.first() else { return Word::NoVenues.said(lang).to_owned() };
    let Some(level) = first.hit.level.filter(|level| *level != Level::Unrated) else {
        return Word::VenuesUnrated.fill(lang, &[&count(u64::from(table.count))]);
    };
    let there = table.rows.iter().filter(|row| row.hit.level == Some(level)).count() as u64;
    let people = first.hit.people.map(|n| Word::PeopleIs.fill(lang, &[&number(n)])).unwrap_or_default();
    let first = beside_comma(name, &people, lang);
    let level = terms::level_with_letter(level, lang);
    // Of a long list only the first rows are here: they may all have the worst level, and more behind them.
    let more = there == table.rows.len() as u64 && there < u64::from(table.count);
    let word = if more { Word::WorstVenuesMore } else { Word::WorstVenues };
    word.fill(lang, &[&level, &count(there), &first])
}

fn beside_comma(name: &str, people: &str, lang: Lang) -> String {
    if people.is_empty() { name.to_owned() } else { [name, people].join(lang.pick("，", ", ")) }
}

/// What a venue is ranked by, or its people where that is its level; none is unknown.
pub fn ranked_value(row: &VenueRow, sort: VenueSort) -> Option<f64> {
    match sort {
        VenueSort::People | VenueSort::Level => row.hit.people,
        VenueSort::Floors => row.floors,
        VenueSort::StationDistance => row.station.as_ref().and_then(|h| h.distance_m),
        VenueSort::HydrantDistance => row.hydrant.as_ref().and_then(|h| h.distance_m),
    }
}

/// What the larger of people by day and by night counts.
pub fn people_word([day, night]: [Option<f64>; 2]) -> Word {
    match (day, night) {
        (Some(day), Some(night)) if day == night => Word::PeopleBothUnder,
        (Some(day), Some(night)) if night > day => Word::UnitPeopleNight,
        (None, Some(_)) => Word::UnitPeopleNight,
        _ => Word::UnitPeopleDay,
    }
}

/// The people of the time of day that a filter asks about, where the figure at the right is that of the other.
fn filtered_people(row: &VenueRow, ranges: &NumberRanges, lang: Lang) -> Vec<String> {
    let of = |field: &str, place: usize, word: Word| {
        let asked = |value: &f64| ranges.get(field).is_some() && Some(*value) != row.hit.people;
        let value = row.people[place].filter(asked)?;
        Some(word.fill(lang, &[&number(value)]))
    };
    let parts = [of("people_day", 0, Word::PeopleByDayIs), of("people_night", 1, Word::PeopleByNightIs)];
    parts.into_iter().flatten().collect()
}

/// So much of what an unrated venue lacks is named in its line.
const LACKED: usize = 2;

/// One line of reason for a venue: its level, its kind and all values, the one at the right left to the figure.
pub fn venue_reason(row: &VenueRow, sort: VenueSort, ranges: &NumberRanges, lang: Lang) -> String {
    let all = [VenueSort::People, VenueSort::Floors, VenueSort::StationDistance, VenueSort::HydrantDistance];
    let at_right = if sort == VenueSort::Level { VenueSort::People } else { sort };
    let said = all.into_iter().filter(|s| *s != at_right).filter_map(|s| {
        let value = ranked_value(row, s)?;
        Some(match s {
            VenueSort::People | VenueSort::Level => Word::PeopleIs.fill(lang, &[&number(value)]),
            VenueSort::Floors => Word::FloorsIs.fill(lang, &[&number(value)]),
            VenueSort::StationDistance => Word::StationAt.fill(lang, &[&terms::metres(value)]),
            VenueSort::HydrantDistance => Word::HydrantAt.fill(lang, &[&terms::metres(value)]),
        })
    });
    let level = row.hit.level.map(|level| match missing(LayerName::Venues, &row.missing, LACKED, lang) {
        lacks if level == Level::Unrated && !lacks.is_empty() => {
            Word::LacksThese.fill(lang, &[Word::Unrated.said(lang), &lacks])
        }
        _ => terms::level_with_letter(level, lang),
    });
    let kind = terms::kind(LayerName::Venues, &row.hit.kind, lang);
    let filtered = filtered_people(row, ranges, lang);
    level.into_iter().chain(std::iter::once(kind)).chain(filtered).chain(said).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::engine::{Hit, VenuesQuery};

    #[test]
    fn an_unknown_value_is_never_said_as_a_number() {
        let all = NumberRanges::default();
        let row = VenueRow {
            hit: hit(LayerName::Venues, "云江宾馆"),
            people: [None, None],
            floors: Some(4.0),
            station: None,
            hydrant: None,
            worry: true,
            missing: vec![],
        };
        let table = VenueTable {
            as_of: "2026-03-03".to_owned(),
            count: 1,
            worry: 1,
            levels: vec![(Level::Unrated, 1)],
            rows: vec![row.clone()],
            ..VenueTable::default()
        };
        assert_eq!(
            venues_caption(&table, Lang::Zh).title,
            "",
            "nobody can say who is near a station, or how many are there"
        );
        assert_eq!(venue_reason(&row, VenueSort::People, &all, Lang::Zh), "宾馆 · 4 层");
        let red = Hit { level: Some(Level::Red), people: Some(120.0), ..row.hit.clone() };
        let row = VenueRow { hit: red, ..row };
        assert_eq!(venue_reason(&row, VenueSort::Level, &all, Lang::Zh), "A 重大 · 宾馆 · 4 层");
        assert_eq!(venue_reason(&row, VenueSort::Floors, &all, Lang::En), "A Major · Hotel · 120 people");
        let by_level = VenuesQuery { sort: VenueSort::Level, ..table.query.clone() };
        let table = VenueTable { query: by_level, rows: vec![row], ..table };
        assert_eq!(venues_caption(&table, Lang::Zh).title, "A 重大 1 处，先看云江宾馆，120 人");
    }

    #[test]
    fn a_figure_of_people_says_of_which_time_of_day_it_is() {
        let of = |day, night| people_word([day, night]);
        assert_eq!(of(Some(376.0), Some(653.0)), Word::UnitPeopleNight);
        assert_eq!(of(Some(653.0), Some(376.0)), Word::UnitPeopleDay);
        assert_eq!((of(Some(5.0), Some(5.0)), of(None, Some(5.0))), (Word::PeopleBothUnder, Word::UnitPeopleNight));
        let people = Hit { people: Some(653.0), ..hit(LayerName::Venues, "友谊大厦") };
        let row = VenueRow {
            hit: people,
            people: [Some(376.0), Some(653.0)],
            floors: None,
            station: None,
            hydrant: None,
            worry: false,
            missing: vec![],
        };
        let mut ranges = NumberRanges::default();
        ranges.read(&[LayerName::Venues], "people_day:100..500").unwrap();
        assert_eq!(venue_reason(&row, VenueSort::Level, &ranges, Lang::Zh), "宾馆 · 白天 376 人", "why it passes");
        ranges.clear("people_day");
        ranges.read(&[LayerName::Venues], "people_night:600..").unwrap();
        assert_eq!(venue_reason(&row, VenueSort::Level, &ranges, Lang::Zh), "宾馆", "the figure at the right says it");
    }

    #[test]
    fn the_finding_says_whom_help_does_not_reach_with_the_limits_that_were_used() {
        let hit = Hit { level: Some(Level::Unrated), people: Some(120.0), ..hit(LayerName::Venues, "云江宾馆") };
        let missing = ["exits", "floors", "beds"].map(Into::into).to_vec();
        let row = VenueRow {
            hit,
            people: [Some(120.0), None],
            floors: None,
            station: None,
            hydrant: None,
            worry: true,
            missing,
        };
        let cover = Cover {
            of: 10_000,
            station_m: 1_795.0,
            hydrant_m: 150.0,
            no_station: Some(4_321),
            no_hydrant: Some(1),
            neither: Some(1),
        };
        let table = VenueTable {
            as_of: "2026-03-03".to_owned(),
            count: 10_000,
            worry: 1,
            cover,
            rows: vec![row.clone()],
            ..VenueTable::default()
        };
        let all = NumberRanges::default();
        let said = venues_caption(&table, Lang::En);
        assert_eq!(
            said.title,
            "Of 10,000 venues 4,321 lie beyond 1,795 m of a fire station, 1 beyond 150 m of a hydrant, dry ones not counted"
        );
        assert!(said.note.contains("Most people: 云江宾馆, 120"), "{}", said.note);
        let stations = VenueTable { cover: Cover { no_hydrant: None, ..cover }, ..table.clone() };
        assert_eq!(venues_caption(&stations, Lang::Zh).title, "10,000 处场所中，4,321 处距消防站超过 1,795 m");
        assert_eq!(
            venue_reason(&row, VenueSort::Floors, &all, Lang::En),
            "Unrated: lacks exits, floors and 1 more · Hotel · 120 people",
            "what nobody could rate says what is missing"
        );
    }
}
