//! Lists on paper.

use super::*;
use crate::engine::{FeatureRef, VenueRow};
use crate::ui::sentences::tests::hit;

fn venue(n: u32) -> VenueRow {
    let hit = Hit {
        feature: FeatureRef { layer: LayerName::Venues, row: n },
        id: format!("V-{n}"),
        distance_m: Some(84.0),
        ..hit(LayerName::Venues, "云江 <宾馆>")
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
    let table = SectionTable::default();
    let list = sections(&table, Lang::En);
    assert_eq!((list.columns.len(), list.all), (12, 0));
    let mut galley = Galley::default();
    list.write(&mut galley, true, Lang::En);
    super::super::selection::write(&mut galley, &table, Lang::En);
    assert!(galley.is_empty(), "an empty list prints no head");
}
