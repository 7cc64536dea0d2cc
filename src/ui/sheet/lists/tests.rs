//! Lists on paper.

use super::*;
use crate::domain::Words;
use crate::engine::{FeatureRef, VenueRow};
use crate::units::{LngLat, LngLatBox};

fn venue(n: u32) -> VenueRow {
    let hit = Hit {
        feature: FeatureRef { layer: LayerName::Venues, row: n },
        id: format!("V-{n}"),
        name: Words::same("云江 <宾馆>"),
        kind: "hotel".to_owned(),
        at: LngLat::default(),
        bounds: LngLatBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 },
        sections: Vec::new(),
        apart: Words::default(),
        own: false,
        distance_m: Some(84.0),
        working: None,
        level: None,
        people: None,
    };
    VenueRow {
        people: [None, None],
        floors: Some(4.0),
        station: Some(hit.clone()),
        hydrant: None,
        worry: true,
        missing: vec![],
        hit,
    }
}

#[test]
fn a_long_list_is_cut_and_says_of_how_many() {
    let table = VenueTable { count: 812, rows: (0..40).map(venue).collect(), ..VenueTable::default() };
    let list = venues(&table, Lang::Zh);
    let written = |whole| {
        let mut galley = Galley::default();
        list.write(&mut galley, whole, Lang::Zh);
        galley
    };
    let head = written(false);
    assert_eq!(head.slips.len(), 1 + HEAD);
    let html = head.html(0..2, false);
    for part in ["列出前 30 行，共 812 行", "云江 &lt;宾馆&gt;", "宾馆", "未知", "84 m"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let whole = written(true);
    assert_eq!(whole.slips.len(), 41);
    assert!(whole.html(0..1, false).contains("列出前 40 行，共 812 行"));
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    let table = SectionTable {
        query: crate::engine::SectionsQuery {
            snap_m: 30.0,
            sort: crate::engine::SectionSort::PerKm,
            breaks: crate::engine::Breaks::Pretty,
            own_classes: false,
            scope: Default::default(),
            ranges: Default::default(),
            selected: vec![],
            crashes: Default::default(),
        },
        revision: 1,
        breaks: vec![],
        class_counts: vec![],
        crashes: 0,
        left_out: 0,
        unsnapped: 0,
        period: None,
        years: None,
        rows: vec![],
        with_crash: 0,
        in_scope: 0,
        out_of_range: 0,
        unknown_range: 0,
        loosened: vec![],
        short: 0,
        zero: 0,
        unknown: 0,
        sections: 0,
        third: None,
        selected: vec![],
        total: Default::default(),
        events: vec![],
        line: vec![],
        selection: Default::default(),
        explanation: Default::default(),
    };
    let list = sections(&table, Lang::En);
    assert_eq!((list.columns.len(), list.all), (12, 0));
    let mut galley = Galley::default();
    list.write(&mut galley, true, Lang::En);
    super::super::selection::write(&mut galley, &table, Lang::En);
    assert!(galley.is_empty(), "an empty list prints no head");
}
