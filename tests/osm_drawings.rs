//! OSM extracts drawn by hand, each the smallest that shows one rule of how tags and shapes become layers.

mod pbf;

use pbf::{field, packed, varint};
use riskmap::dataset::import::{self, Imported};
use riskmap::dataset::{FileError, Formats, WarningKind};
use riskmap::domain::{Layer, LayerName, ShapeKind};
use std::borrow::Cow;

/// Imports objects written as OSM XML, without the outermost element.
fn drawn(objects: &str) -> Imported {
    imported("a.osm", format!("<osm version=\"0.6\">{objects}</osm>").as_bytes()).expect("an extract")
}

fn imported(file: &str, bytes: &[u8]) -> Result<Imported, String> {
    let open = |_: &str| Ok::<_, FileError>(Cow::Borrowed(bytes));
    let plan = import::plan_for(file, "2024-03-03").expect("extracts need no plan");
    let imported = import::run(&plan, &open, &Formats::all(), &mut |_| {}).map_err(|e| e.words().zh)?;
    for (layer, report) in &imported.report.layers {
        assert!(report.adds_up(), "{layer}: {report:?}");
    }
    Ok(imported)
}

/// A node a tenth of a degree a unit east and north of 9° E, 47° N.
fn node(id: i64, x: f64, y: f64, tags: &str) -> String {
    format!("<node id=\"{id}\" lon=\"{}\" lat=\"{}\">{}</node>", 9.0 + x / 10.0, 47.0 + y / 10.0, tagged(tags))
}

/// Nodes 1 to 9 in a square of three by three: 1 2 3 below, 7 8 9 above.
fn square() -> String {
    (1..=9).map(|i| node(i, f64::from((i as i32 - 1) % 3), f64::from((i as i32 - 1) / 3), "")).collect()
}

fn way(id: i64, nodes: &[i64], tags: &str) -> String {
    let nodes: String = nodes.iter().map(|n| format!("<nd ref=\"{n}\"/>")).collect();
    format!("<way id=\"{id}\">{nodes}{}</way>", tagged(tags))
}

/// Members as `(way, role)`.
fn relation(id: i64, members: &[(i64, &str)], tags: &str) -> String {
    let members: String =
        members.iter().map(|(w, role)| format!("<member type=\"way\" ref=\"{w}\" role=\"{role}\"/>")).collect();
    format!("<relation id=\"{id}\">{members}{}</relation>", tagged(tags))
}

/// `key=value key=value`; a value's blanks are written `~`.
fn tagged(tags: &str) -> String {
    let pairs = tags.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.map(|(k, v)| format!("<tag k=\"{k}\" v=\"{}\"/>", v.replace('~', " "))).collect()
}

fn layer(city: &Imported, name: LayerName) -> &Layer {
    city.city.layer(name).expect("every layer is there, empty or not")
}

fn ids(layer: &Layer) -> Vec<&str> {
    (0..layer.len()).map(|row| layer.id(row)).collect()
}

fn value<'a>(layer: &'a Layer, id: &str, field: &str) -> Option<&'a str> {
    layer.text(layer.row_of(id).unwrap_or_else(|| panic!("{id} in {:?}", ids(layer))), field)
}

/// read, kept, merged, skipped, rejected.
fn counts(city: &Imported, name: LayerName) -> [u64; 5] {
    let r = &city.report.layers[name.code()];
    [r.read, r.kept, r.merged, r.skipped, r.rejected_count]
}

#[test]
fn a_relation_of_split_ways_is_one_area_with_its_hole() {
    let city = drawn(
        &(square()
            + &node(11, 0.5, 0.5, "")
            + &node(12, 0.8, 0.5, "")
            + &node(13, 0.8, 0.8, "")
            + &way(1, &[1, 3, 9], "")
            + &way(2, &[1, 7, 9], "")
            + &way(3, &[11, 12, 13, 11], "natural=water")
            + &relation(1, &[(1, "outer"), (2, "outer"), (3, "inner")], "type=multipolygon landuse=forest")),
    );
    let green = layer(&city, LayerName::Green);
    assert_eq!(ids(green), ["r1"]);
    assert_eq!(
        green.shapes().get(0).parts().map(|(ring, hole)| (ring.len(), hole)).collect::<Vec<_>>(),
        [(5, false), (4, true)]
    );
    assert_eq!(ids(layer(&city, LayerName::Water)), ["w3"], "what fills the hole is an area of its own");
}

/// A house in several heights is a relation of its outline and its parts; the outline is the house.
#[test]
fn relations_that_only_group_are_skipped() {
    let city = drawn(
        &(square()
            + &way(1, &[1, 2, 5, 1], "building=yes")
            + &relation(1, &[(1, "outline")], "type=building building=yes")
            + &relation(2, &[(99, "")], "type=site amenity=school")
            + "<relation id=\"3\"><member type=\"node\" ref=\"1\" role=\"\"/>"
            + &tagged("type=site amenity=school")
            + "</relation>"),
    );
    assert_eq!(counts(&city, LayerName::Buildings), [2, 1, 0, 1, 0]);
    assert_eq!(counts(&city, LayerName::Venues), [2, 0, 0, 2, 0]);
}

/// A relation at the border of an extract: the island that is whole stays, and that it is a part is said. A district of
/// which only an exclave is there would be another district.
#[test]
fn an_area_cut_by_the_border_is_said_to_be_a_part() {
    let islands = square()
        + &way(1, &[1, 2, 5, 1], "")
        + &way(2, &[3, 6, 9], "")
        + &relation(1, &[(1, "outer"), (2, "outer")], "type=multipolygon landuse=forest")
        + &relation(2, &[(1, "outer"), (99, "outer")], "type=boundary boundary=administrative admin_level=8 name=A")
        + &relation(3, &[(2, "outer"), (99, "outer")], "type=multipolygon landuse=forest")
        + &relation(4, &[(2, "outer")], "type=multipolygon landuse=forest");
    let city = drawn(&islands);
    assert_eq!(ids(layer(&city, LayerName::Green)), ["r1"]);
    assert_eq!(counts(&city, LayerName::Green), [3, 1, 0, 1, 1], "cut away whole: skipped; open by itself: rejected");
    assert_eq!(city.report.layers["green"].warning_counts, [(WarningKind::PartDropped, 1)].into());
    assert_eq!(counts(&city, LayerName::Districts), [1, 0, 0, 1, 0]);
}

#[test]
fn what_the_extract_lacks_nodes_of_is_never_drawn_across_the_gap() {
    let city = drawn(
        &(square()
            + &way(1, &[1, 2, 99, 3, 6, 9], "highway=residential")
            + &way(2, &[1, 2, 99, 3, 6, 9], "waterway=river")
            + &way(3, &[1, 2, 98, 97, 3], "man_made=pipeline")
            + &way(4, &[1, 2, 99, 4, 1], "building=yes")
            + &way(5, &[97, 98], "highway=service")
            + &way(6, &[97, 98], "waterway=stream")
            + &way(7, &[], "highway=service")
            + &way(8, &[], "building=yes")
            + &way(9, &[1], "waterway=stream")),
    );
    assert_eq!(ids(layer(&city, LayerName::Roads)), ["w1-1", "w1-2"]);
    assert_eq!(counts(&city, LayerName::Roads)[3], 2);
    let water = layer(&city, LayerName::Water);
    assert_eq!((ids(water), water.shapes().get(0).parts().count()), (vec!["w2"], 2));
    assert_eq!(counts(&city, LayerName::Water), [3, 1, 0, 1, 1], "one node is no line, and no border's fault");
    assert_eq!(layer(&city, LayerName::Pipelines).shapes().get(0).coords().len(), 2);
    assert_eq!(counts(&city, LayerName::Buildings), [2, 0, 0, 1, 1]);
}

/// Tools that save space leave out nodes that only ways use and write their positions at the way.
#[test]
fn positions_may_stand_at_the_ways() {
    let nd = |id, x: f64| format!("<nd ref=\"{id}\" lon=\"{}\" lat=\"47\"/>", 9.0 + x);
    let city = drawn(&format!(
        "<way id=\"1\">{}{}{}</way><way id=\"2\">{}{}</way>",
        nd(1, 0.0),
        nd(2, 0.1),
        tagged("highway=primary"),
        nd(2, 0.1),
        nd(3, 0.2) + &tagged("highway=primary"),
    ));
    let roads = layer(&city, LayerName::Roads);
    assert_eq!(ids(roads), ["w1", "w2"]);
    assert_eq!(value(roads, "w1", "to_node"), value(roads, "w2", "from_node"));
}

#[test]
fn closed_ways_are_lines_or_areas_by_what_they_are() {
    let ring = [1, 2, 5, 4, 1];
    let city = drawn(
        &(square()
            + &way(1, &ring, "highway=residential")
            + &way(2, &ring, "highway=pedestrian")
            + &way(3, &ring, "highway=pedestrian area=yes")
            + &way(4, &ring, "highway=service area=no")
            + &way(5, &ring, "railway=tram")
            + &way(6, &ring, "natural=coastline")
            + &way(7, &ring, "waterway=stream")
            + &way(8, &ring, "natural=water water=pond")
            + &way(9, &ring, "man_made=pipeline substance=gas")
            + &way(10, &ring, "highway=rest_area name=Rest")
            + &way(11, &ring, "junction=roundabout highway=primary")),
    );
    let roads = layer(&city, LayerName::Roads);
    assert!(ids(roads).iter().all(|id| !id.starts_with("w3") && !id.starts_with("w10")), "{:?}", ids(roads));
    for id in ["w1", "w2", "w4", "w11"] {
        assert!(ids(roads).iter().any(|road| road.split('-').next() == Some(id)), "{id} in {:?}", ids(roads));
    }
    let kind = |name, id| {
        let layer = layer(&city, name);
        (value(layer, id, "kind").map(str::to_owned), layer.shapes().get(layer.row_of(id).expect("it is there")).kind())
    };
    let line = |kind: &str| (Some(kind.to_owned()), ShapeKind::Line);
    assert_eq!(kind(LayerName::Railways, "w5"), line("tram"));
    assert_eq!(kind(LayerName::Water, "w6"), line("sea"));
    assert_eq!(kind(LayerName::Water, "w7"), line("stream"));
    assert_eq!(kind(LayerName::Water, "w8"), (Some("lake".to_owned()), ShapeKind::Polygon));
    assert_eq!(layer(&city, LayerName::Pipelines).shapes().get(0).kind(), ShapeKind::Line);
    let round = (0..roads.len()).find(|r| roads.id(*r).starts_with("w11")).expect("the roundabout");
    assert_eq!(roads.text(round, "oneway"), Some("yes"), "a roundabout is one-way by what it is");
}

/// Roads are split where vehicles can turn, not where a footpath crosses.
#[test]
fn roads_are_split_at_junctions_of_motor_traffic() {
    let city = drawn(
        &(square()
            + &way(1, &[1, 2, 3], "highway=primary oneway=-1 maxspeed=30~mph lanes=2")
            + &way(2, &[2, 5], "highway=footway")
            + &way(3, &[3, 6, 9], "highway=secondary")
            + &way(4, &[6, 5, 4], "highway=track")
            + &way(5, &[6, 5], "highway=residential bridge=viaduct")
            + &way(6, &[7, 8], "highway=proposed")
            + &way(7, &[7, 8], "highway=via_ferrata")),
    );
    let roads = layer(&city, LayerName::Roads);
    let mut all = ids(roads);
    all.sort_unstable();
    assert_eq!(all, ["w1", "w2", "w3-1", "w3-2", "w4", "w5", "w6", "w7"]);
    assert_eq!(value(roads, "w3-1", "to_node"), Some("n6"));
    assert_eq!(value(roads, "w1", "class"), Some("primary"));
    let speed = roads.number(roads.row_of("w1").expect("w1"), "speed_kmh").expect("a speed");
    assert!((speed - 48.28).abs() < 0.01, "{speed}");
    for (id, class) in [("w6", "proposed"), ("w7", "other"), ("w4", "track")] {
        assert_eq!(value(roads, id, "class"), Some(class), "{id}");
    }
}

/// Ranks differ between countries: what counts is that each district finds the smallest one around it.
#[test]
fn districts_nest_whatever_ranks_a_country_uses() {
    let admin = |level: &str, name: &str| format!("type=boundary boundary=administrative {level} name={name}");
    let city = drawn(
        &(square()
            + &way(1, &[1, 2, 3, 6, 9, 8, 7, 4, 1], "boundary=administrative admin_level=4")
            + &way(2, &[1, 2, 5, 4, 1], "boundary=administrative admin_level=10")
            + &way(3, &[1, 2, 3], "boundary=administrative admin_level=8")
            + &way(4, &[3, 6, 5, 4, 1], "boundary=administrative admin_level=8")
            + &way(5, &[5, 6, 9, 8, 5], "boundary=administrative admin_level=11 name=Lone")
            + &relation(1, &[(1, "outer")], &admin("admin_level=4", "Land"))
            + &relation(2, &[(3, "outer"), (4, "outer")], &admin("admin_level=7", "Half"))
            + &relation(3, &[(2, "outer")], &admin("admin_level=10", "Corner"))
            + &relation(4, &[(1, "outer")], &admin("admin_level=2", "State"))
            + &relation(5, &[(1, "outer")], &admin("admin_level=eight", "Odd"))
            + &relation(6, &[(1, "outer")], &admin("", "None"))),
    );
    let districts = layer(&city, LayerName::Districts);
    let mut all = ids(districts);
    all.sort_unstable();
    assert_eq!(all, ["r1", "r2", "r3", "w5"], "sides of a boundary are no districts of their own");
    let told = |id| (value(districts, id, "level"), value(districts, id, "parent"));
    assert_eq!(told("r1"), (Some("city"), None));
    assert_eq!(told("r2"), (Some("county"), Some("r1")));
    assert_eq!(told("r3"), (Some("grid"), Some("r2")));
    assert_eq!(told("w5"), (Some("grid"), Some("r1")));
    assert_eq!(counts(&city, LayerName::Districts), [7, 4, 0, 3, 0]);
}

/// The same place as an area and as a point inside it, of the same kind and name, is one; anything else is another.
#[test]
fn points_inside_areas_are_merged_only_with_their_own_kind_and_name() {
    let city = drawn(
        &(square()
            + &way(1, &[1, 3, 9, 7, 1], "amenity=fuel name=North")
            + &node(21, 0.3, 0.3, "amenity=fuel name=North")
            + &node(22, 0.4, 0.4, "amenity=fuel name=South")
            + &node(23, 0.5, 0.5, "amenity=fuel")
            + &node(24, 5.0, 5.0, "amenity=fuel name=North")
            + &node(25, 0.6, 0.6, "tourism=hotel name=North")
            + &way(2, &[1, 2, 5, 4, 1], "tourism=hotel amenity=restaurant building=yes building:levels=12")),
    );
    let facilities = layer(&city, LayerName::Facilities);
    let mut all = ids(facilities);
    all.sort_unstable();
    assert_eq!(all, ["n22", "n23", "n24", "w1"]);
    assert_eq!(counts(&city, LayerName::Facilities), [5, 4, 1, 0, 0]);
    let venues = layer(&city, LayerName::Venues);
    assert_eq!(value(venues, "w2", "kind"), Some("high_rise"));
    assert_eq!(value(venues, "w2", "also"), Some("hotel restaurant"));
    assert_eq!(value(venues, "n25", "kind"), Some("hotel"));
}

/// Editors write new objects with negative numbers and mark what they delete.
#[test]
fn files_of_editors_are_read() {
    let city = drawn(
        &(node(-1, 0.0, 0.0, "")
            + &node(-2, 1.0, 0.0, "")
            + &way(-7, &[-1, -2], "highway=primary")
            + "<way id=\"-8\" action=\"delete\"><nd ref=\"-1\"/><nd ref=\"-2\"/><tag k=\"highway\" v=\"primary\"/></way>"
            + "<node id=\"3\" visible=\"false\" version=\"2\" changeset=\"9\" user=\"x\" uid=\"1\" timestamp=\"2024-01-01T00:00:00Z\"/>"
            + "<node id=\"4\" lon=\"9\" lat=\"47\" action=\"delete\"><tag k=\"emergency\" v=\"fire_hydrant\"/></node>"
            + "<node id=\"5\" lon=\"9\" lat=\"47\" version=\"2\" changeset=\"9\" user=\"x\" uid=\"1\" timestamp=\"2024-01-01T00:00:00Z\"><tag k=\"emergency\" v=\"fire_hydrant\"/></node>"),
    );
    assert_eq!(ids(layer(&city, LayerName::Roads)), ["w-7"]);
    assert_eq!(value(layer(&city, LayerName::Roads), "w-7", "from_node"), Some("n-1"));
    assert_eq!(ids(layer(&city, LayerName::Hydrants)), ["n5"]);
}

#[test]
fn what_is_no_extract_is_said_in_both_languages() {
    for (bytes, zh) in [
        (&b"<osmChange version=\"0.6\"><create/></osmChange>"[..], "变更文件"),
        (b"<html><body>", "网页"),
        (b"<gpx/>", "最外层元素"),
        (b"PK\x03\x04rest", "zip"),
        (b"{\"type\":\"FeatureCollection\"}", "JSON"),
        (b"", "空"),
    ] {
        let said = imported("a.osm", bytes).err().expect("it is no extract");
        assert!(said.starts_with("a.osm：不是 OSM") && said.contains(zh), "{said}");
        assert!(!said.contains("this is not"), "{said}");
    }
}

/// Nodes one by one, dense ones without tags and information, and ways that carry their nodes' positions.
#[test]
fn nodes_may_be_written_in_every_way_that_pbf_has() {
    let words = ["", "emergency", "fire_hydrant", "highway", "service"];
    let number = |at: u64, n: u64, out: &mut Vec<u8>| {
        varint(at << 3, out);
        varint(n, out);
    };
    let mut plain = Vec::new();
    number(1, 2, &mut plain); // id 1, zigzag
    field(2, &packed([1], false), &mut plain);
    field(3, &packed([2], false), &mut plain);
    number(8, 2 * 470_000_000, &mut plain);
    number(9, 2 * 90_000_000, &mut plain);
    let mut dense = Vec::new();
    field(1, &packed([2, 1], true), &mut dense);
    field(8, &packed([470_000_000, 0], true), &mut dense);
    field(9, &packed([90_000_000, 1_000_000], true), &mut dense);
    let way = |id: u64, refs: &[i64], at: Option<[&[i64]; 2]>| {
        let mut out = Vec::new();
        number(1, id, &mut out);
        field(2, &packed([3], false), &mut out);
        field(3, &packed([4], false), &mut out);
        field(8, &packed(refs.iter().copied(), true), &mut out);
        if let Some([lats, lngs]) = at {
            field(9, &packed(lats.iter().copied(), true), &mut out);
            field(10, &packed(lngs.iter().copied(), true), &mut out);
        }
        out
    };
    let mut group = Vec::new();
    field(1, &plain, &mut group);
    field(2, &dense, &mut group);
    field(3, &way(1, &[2, 1], None), &mut group);
    field(3, &way(2, &[3, 10], Some([&[470_000_000, 1_000_000], &[91_000_000, 0]])), &mut group);
    let city = imported("a.osm.pbf", &pbf::file(&words, &[group])).expect("an extract");
    assert!(city.report.warnings.is_empty(), "{:?}", city.report.warnings);
    let place = |name, row: usize| layer(&city, name).shapes().get(row).coords().to_vec();
    assert_eq!((place(LayerName::Hydrants, 0)[0].lng, place(LayerName::Hydrants, 0)[0].lat), (9.0, 47.0));
    let roads = layer(&city, LayerName::Roads);
    assert_eq!(ids(roads), ["w1", "w2"]);
    assert_eq!(place(LayerName::Roads, 0)[1], place(LayerName::Roads, 1)[0]);
    assert_eq!(place(LayerName::Roads, 1)[1].lat, 47.1);
    assert_eq!(value(roads, "w2", "to_node"), Some("n13"));
}
