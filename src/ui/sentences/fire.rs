//! What the page says about venues.

use super::{Caption, aside};
use crate::domain::LayerName;
use crate::engine::{VenueRow, VenueSort, VenueTable};
use crate::text::Lang;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;

/// The fire services' finding: the first of the ranking, by what it is ranked by.
pub fn venues_caption(table: &VenueTable, lang: Lang) -> Caption {
    let title = match table.rows.first() {
        None => Word::NoVenues.said(lang).to_owned(),
        Some(first) => {
            let name = lang.of(&first.hit.name);
            match (table.query.sort, ranked_value(first, table.query.sort)) {
                (VenueSort::People, Some(v)) => Word::MostPeople.fill(lang, &[name, &number(v)]),
                (VenueSort::Floors, Some(v)) => Word::MostFloors.fill(lang, &[name, &number(v)]),
                (VenueSort::StationDistance, Some(v)) => Word::FarthestStation.fill(lang, &[name, &terms::metres(v)]),
                (VenueSort::HydrantDistance, Some(v)) => Word::FarthestHydrant.fill(lang, &[name, &terms::metres(v)]),
                (_, None) => Word::VenuesPass.fill(lang, &[&count(u64::from(table.count))]),
            }
        }
    };
    let worry = table.rows.iter().filter(|row| row.worry).count();
    let note = aside(&[
        Word::VenuesPass.fill(lang, &[&count(u64::from(table.count))]),
        if worry > 0 && (table.rows.len() as u32) == table.count {
            Word::WorryCount.fill(lang, &[&count(worry as u64)])
        } else {
            String::new()
        },
        Word::StraightLine.said(lang).to_owned(),
    ]);
    Caption { title, note }
}

/// What a venue is ranked by; none is unknown.
pub fn ranked_value(row: &VenueRow, sort: VenueSort) -> Option<f64> {
    match sort {
        VenueSort::People => row.people,
        VenueSort::Floors => row.floors,
        VenueSort::StationDistance => row.station.as_ref().and_then(|h| h.distance_m),
        VenueSort::HydrantDistance => row.hydrant.as_ref().and_then(|h| h.distance_m),
    }
}

/// One line of reason for a venue: all four values, the ranked one left to the figure.
pub fn venue_reason(row: &VenueRow, sort: VenueSort, lang: Lang) -> String {
    let all = [VenueSort::People, VenueSort::Floors, VenueSort::StationDistance, VenueSort::HydrantDistance];
    let said = all.into_iter().filter(|s| *s != sort).filter_map(|s| {
        let value = ranked_value(row, s)?;
        Some(match s {
            VenueSort::People => Word::PeopleIs.fill(lang, &[&number(value)]),
            VenueSort::Floors => Word::FloorsIs.fill(lang, &[&number(value)]),
            VenueSort::StationDistance => Word::StationAt.fill(lang, &[&terms::metres(value)]),
            VenueSort::HydrantDistance => Word::HydrantAt.fill(lang, &[&terms::metres(value)]),
        })
    });
    let kind = terms::kind(LayerName::Venues, &row.hit.kind, lang);
    std::iter::once(kind).chain(said).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::hit;
    use super::*;
    use crate::engine::VenuesQuery;
    use crate::risk::explain::Explanation;

    #[test]
    fn an_unknown_value_is_never_said_as_a_number() {
        let row = VenueRow {
            hit: hit(LayerName::Venues, "云江宾馆"),
            people: None,
            floors: Some(4.0),
            station: None,
            hydrant: None,
            worry: true,
        };
        let table = VenueTable {
            query: VenuesQuery { kinds: vec![], district: None, sort: VenueSort::People, limit: 10 },
            count: 1,
            kinds: vec![],
            rows: vec![row.clone()],
            explanation: Explanation::default(),
        };
        assert_eq!(venues_caption(&table, Lang::Zh).title, "1 处场所");
        assert_eq!(venue_reason(&row, VenueSort::People, Lang::Zh), "宾馆 · 4 层");
    }
}
