//! The figures of a whole city. Each is counted as the workbench that lists it counts it, and nothing is painted.

use super::super::super::Engine;
use super::super::super::protocol::{CityFigures, CrashFigures, DangerFigures, EngineError, KnownSum};
use super::super::period;
use super::super::venues::cover;
use super::table::count;
use super::{day_of, redate};
use crate::domain::{Layer, LayerName};
use crate::network::Driven;
use crate::risk::assess::RATED;
use crate::risk::cover::Limits;
use crate::risk::ledger::Late;
use crate::risk::sections::years_of;

/// The figures on the day of the data.
pub(super) fn figures(engine: &mut Engine) -> Result<CityFigures, EngineError> {
    let day = day_of(engine.open()?, None).ok().filter(|_| engine.levels.is_some());
    if let Some(day) = day {
        redate(engine, day)?;
    }
    let open = engine.open()?;
    let layer = |name| open.city().layer(name);
    let summed = |name, field| layer(name).and_then(|layer| summed(layer, field));
    let levels = engine.levels.as_ref().filter(|_| day.is_some());
    let levels = levels.into_iter().flat_map(|levels| {
        let there = RATED.into_iter().filter(|name| open.get(*name).is_some());
        there.map(|name| (name, count(levels.base(name).iter().copied().zip(levels.dynamic(name).iter().copied()))))
    });
    let dangers = day.zip(engine.book.as_ref()).filter(|_| layer(LayerName::Dangers).is_some());
    let dangers = dangers.map(|(day, book)| {
        let mut of = DangerFigures::default();
        for (_, standing) in book.ledger.standings(day).filter(|(_, standing)| standing.is_found()) {
            of.found += 1;
            of.open += u32::from(standing.open);
            of.overdue += u32::from(standing.overdue_days().is_some());
            of.due_unknown += u32::from(standing.open && standing.late == Late::Unknown);
        }
        of
    });
    let beyond = engine.access.as_ref().zip(layer(LayerName::Venues)).map(|(access, venues)| {
        let all: Vec<u32> = (0..venues.len() as u32).collect();
        cover(open, access, Limits::of(&engine.parameters.set_by), &all)
    });
    Ok(CityFigures {
        as_of: open.city().manifest.as_of.clone(),
        residents: summed(LayerName::Residents, "residents"),
        venues_day: summed(LayerName::Venues, "people_day"),
        venues_night: summed(LayerName::Venues, "people_night"),
        levels: levels.collect(),
        crashes: layer(LayerName::Crashes).map(crashes),
        roads_km: roads_km(engine),
        dangers,
        cover: beyond,
    })
}

/// The sum of a number over a layer; none where no row says any.
fn summed(layer: &Layer, field: &str) -> Option<KnownSum> {
    let mut of = KnownSum { of: layer.len() as u32, ..KnownSum::default() };
    let cells = layer.cells(field);
    for value in (0..layer.len()).filter_map(|row| cells.number(row)) {
        (of.sum, of.known) = (of.sum + value, of.known + 1);
    }
    (of.known > 0).then_some(of)
}

fn crashes(layer: &Layer) -> CrashFigures {
    let days = layer.days("at");
    CrashFigures { count: layer.len() as u32, period: period(days), years: days.map(years_of) }
}

/// The length of the driven roads, those that crashes are counted on.
fn roads_km(engine: &Engine) -> Option<f64> {
    let fresh;
    let roads = match &engine.network {
        Some(network) => network.roads(),
        None => {
            let open = engine.open.as_ref()?;
            fresh = Driven::of(open.get(LayerName::Roads)?.layer, open.plane());
            &fresh
        }
    };
    (!roads.is_empty()).then(|| (0..roads.len()).map(|place| roads.length_m(place)).sum::<f64>() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::super::{Engine, NamedBytes, Reply, Request};
    use super::*;
    use crate::domain::Level;

    fn figures_of(layers: &[(&str, &str)]) -> CityFigures {
        let hrefs = layers.iter().map(|(layer, _)| format!(r#""{layer}":{{"href":"{layer}.csv"}}"#));
        let manifest = format!(
            r#"{{"schema":"riskmap/1","name":{{"zh":"村","en":"village"}},"as_of":"2026-01-31","layers":{{{}}},
            "sources":[{{"name":"t","licence":"CC0-1.0","attribution":"t"}}]}}"#,
            hrefs.collect::<Vec<_>>().join(",")
        );
        let file = |name: String, text: &str| NamedBytes { name, bytes: text.as_bytes().to_vec() };
        let mut named = vec![file("city.json".to_owned(), &manifest)];
        named.extend(layers.iter().map(|(layer, text)| file(format!("{layer}.csv"), text)));
        let mut engine = Engine::new();
        engine.handle(Request::Open(named)).unwrap();
        match engine.handle(Request::Figures).unwrap() {
            Reply::Figures(figures) => *figures,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_figure_says_how_much_of_it_is_known() {
        let of = figures_of(&[
            (
                "venues",
                "id,name,kind,people_day,people_night,lon,lat\nV1,甲,school,240,0,112.001,30\nV2,乙,hotel,,60,112.003,30\n\
                 V3,丙,hotel,,,112.06,30.03\n",
            ),
            ("fire_stations", "id,name,lon,lat\nX1,站,112.002,30.004\n"),
            (
                "crashes",
                "id,at,severity,lon,lat\nC1,2024-01-01T08:00,slight,112,30\nC2,2025-12-31T09:00,slight,112,30\nC4,2025-06-01T10:00,slight,112,30\n",
            ),
        ]);
        assert_eq!(of.venues_day, Some(KnownSum { sum: 240.0, known: 1, of: 3 }));
        assert_eq!(of.venues_night, Some(KnownSum { sum: 60.0, known: 2, of: 3 }));
        let cover = of.cover.unwrap();
        // V3 is 6 km from the only station; nobody knows of hydrants.
        assert_eq!((cover.of, cover.no_station, cover.no_hydrant), (3, Some(1), None));
        let crashes = of.crashes.unwrap();
        assert_eq!(crashes.count, 3);
        // 731 days.
        assert!((crashes.a_year().unwrap() - 3.0 / (731.0 / 365.25)).abs() < 1e-12);
        let levels: Vec<LayerName> = of.levels.iter().map(|(layer, _)| *layer).collect();
        assert_eq!(levels, [LayerName::Venues], "no facilities, no levels of them");
        let all: u32 = of.levels[0].1.iter().map(|of| of.dynamic).sum();
        assert_eq!(all, 3);
        let unrated = of.levels[0].1.iter().find(|of| of.level == Level::Unrated).unwrap().dynamic;
        assert!(unrated >= 1, "of V3 nothing is known");
        assert_eq!((of.residents, of.roads_km, of.dangers), (None, None, None));
    }

    #[test]
    fn less_than_a_year_gives_no_yearly_figure() {
        let of = figures_of(&[(
            "crashes",
            "id,at,severity,lon,lat\nC1,2025-01-01T08:00,slight,112,30\nC2,2025-12-30T09:00,slight,112,30\n",
        )]);
        assert_eq!(of.crashes.unwrap().a_year(), None, "364 days");
        let of = figures_of(&[(
            "crashes",
            "id,at,severity,lon,lat\nC1,2025-01-01T08:00,slight,112,30\nC2,2025-12-31T09:00,slight,112,30\n",
        )]);
        let yearly = of.crashes.unwrap().a_year().unwrap();
        assert!((yearly - 2.0 / (365.0 / 365.25)).abs() < 1e-12);
    }

    #[test]
    fn who_lives_where_and_what_is_due() {
        let of = figures_of(&[
            ("residents", "id,residents,lon,lat\nR1,100,112,30\nR2,,112,30.01\nR3,50.5,112,30.02\n"),
            (
                "dangers",
                "id,target,level,found_on,due_on,status,what\nD1,venues:V1,general,2026-01-01,2026-01-10,assigned,甲\n\
                 D2,venues:V1,general,2026-01-01,2026-02-10,assigned,乙\nD3,venues:V1,general,2026-03-01,2026-03-10,assigned,丙\n",
            ),
        ]);
        assert_eq!(of.residents, Some(KnownSum { sum: 150.5, known: 2, of: 3 }));
        assert!(!of.residents.unwrap().is_whole());
        let dangers = of.dangers.unwrap();
        assert_eq!((dangers.found, dangers.open, dangers.overdue), (2, 2, 1), "D3 is found later");
        assert_eq!(of.cover, None);
    }
}
