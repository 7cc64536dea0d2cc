//! Which drawing a kind is shown by, and how a map symbol is put together from one.
//!
//! A symbol's name in the style tells all that is needed to draw it: `shape/drawing/look/theme`, such as
//! `disc/hospital/worry/light`. The page draws it when the map first misses it; nothing is prepared. Of a level the look
//! has the shape, as the shape is the level: `level/tank_farm/a/light`, and small, without a drawing, `level/-/a-small/light`.

use super::palette::Palette;
use super::scene::{Mark, Scale, Scene};
use crate::domain::{LayerName, Level};
use crate::risk::sites::{WORRY, is_worry};
use crate::view::Theme;
use serde_json::{Value, json};

/// The file in `public/icons` without `kind-` and `.svg`, for each kind of facility.
const FACILITY_ICONS: &[(&str, &str)] = &[
    ("explosives_plant", "explosives_plant"),
    ("explosives_depot", "explosives_depot"),
    ("blasting_site", "blasting_site"),
    ("fireworks_store", "fireworks_store"),
    ("chemical_plant", "chemical_plant"),
    ("chemical_park", "chemical_park"),
    ("tank_farm", "tank_farm"),
    ("storage_tank", "storage_tank"),
    ("lpg_station", "lpg_station"),
    ("fuel_station", "fuel_station"),
    ("hydrogen_station", "hydrogen_station"),
    ("gas_gate", "gas_gate"),
    ("gas_regulator", "gas_regulator"),
    ("gas_holder", "gas_holder"),
    ("coal_mine", "mine"),
    ("metal_mine", "mine"),
    ("quarry", "quarry"),
    ("tailings_pond", "tailings_pond"),
    ("works", "works"),
    ("industrial_area", "industrial_area"),
    ("power_plant", "power_plant"),
    ("substation", "substation"),
    ("waste_site", "waste_site"),
    ("other", "facility"),
];

/// The same for each kind of venue.
const VENUE_ICONS: &[(&str, &str)] = &[
    ("hospital", "hospital"),
    ("clinic", "clinic"),
    ("nursing_home", "nursing_home"),
    ("welfare_home", "welfare_home"),
    ("kindergarten", "kindergarten"),
    ("school", "school"),
    ("university", "university"),
    ("mixed_use", "three_in_one"),
    ("group_rental", "group_rental"),
    ("dormitory", "group_rental"),
    ("high_rise", "highrise"),
    ("underground", "underground"),
    ("mall", "mall"),
    ("market", "market"),
    ("supermarket", "supermarket"),
    ("station", "station"),
    ("hotel", "hotel"),
    ("small_hotel", "small_hotel"),
    ("guest_house", "small_hotel"),
    ("restaurant", "restaurant"),
    ("net_cafe", "net_cafe"),
    ("karaoke", "ktv"),
    ("bar", "bar"),
    ("bathhouse", "bathhouse"),
    ("theatre", "theatre"),
    ("cinema", "cinema"),
    ("stadium", "stadium"),
    ("sports_hall", "sports_hall"),
    ("museum", "museum"),
    ("library", "library"),
    ("community_hall", "community_hall"),
    ("worship", "worship"),
    ("office", "office"),
    ("square", "square"),
    ("park", "park"),
    ("other", "venue"),
];

pub use crate::risk::sites::WORRY as WORRY_KINDS;

/// The drawing of a layer, for lists and legends: the file in `public/icons` without `kind-` and `.svg`.
pub const fn of_layer(layer: LayerName) -> &'static str {
    match layer {
        LayerName::Facilities => "facility",
        LayerName::Pipelines => "pipeline",
        LayerName::Venues => "venue",
        LayerName::Roads => "road",
        LayerName::Crashes => "crash",
        LayerName::Routes | LayerName::Tracks => "tanker",
        LayerName::FireStations => "fire_station",
        LayerName::Hydrants => "hydrant",
        LayerName::Dangers | LayerName::DangerEvents | LayerName::Inspections => "danger",
        LayerName::Accidents | LayerName::Penalties => "danger",
        LayerName::Districts => "district",
        LayerName::Residents => "residents",
        LayerName::Buildings => "highrise",
        LayerName::Railways => "station",
        LayerName::Green => "park",
        LayerName::Water | LayerName::Built | LayerName::Places => "district",
    }
}

/// The drawing of a kind of a layer; unknown kinds share the layer's own.
pub fn of_kind(layer: LayerName, kind: &str) -> &'static str {
    let icons = match layer {
        LayerName::Facilities => FACILITY_ICONS,
        LayerName::Venues => VENUE_ICONS,
        _ => return of_layer(layer),
    };
    icons.iter().find(|(code, _)| *code == kind).map_or(of_layer(layer), |(_, icon)| icon)
}

/// A symbol's ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc: venues, hydrants, crashes.
    Disc,
    /// A square with round corners: facilities and stations.
    Tile,
}

impl Shape {
    /// Its name in a symbol's id.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Disc => "disc",
            Self::Tile => "tile",
        }
    }

    /// The shape of a layer's symbols; none for layers that are not points on the map.
    pub const fn of(layer: LayerName) -> Option<Self> {
        match layer {
            LayerName::Facilities | LayerName::FireStations => Some(Self::Tile),
            LayerName::Venues | LayerName::Hydrants | LayerName::Crashes | LayerName::Dangers => Some(Self::Disc),
            _ => None,
        }
    }
}

/// The kind of a danger's mark that is overdue: another shape, and the colour of what is refused.
pub const OVERDUE: &str = "overdue";

/// The id of one feature's symbol, the same as [`symbol_id`] finds for it.
pub(super) fn symbol(mark: &Mark, scene: &Scene) -> String {
    let layer = mark.feature.layer;
    if scene.scale(layer) == Some(Scale::Level) {
        let look = level_code(mark.class.map_or(Level::Unrated, Level::of_class));
        return format!("level/{}/{look}/{}", of_kind(layer, &mark.kind), theme_code(scene.theme));
    }
    let classes = scene.classes(layer);
    let look = match mark.class.map(usize::from) {
        Some(class) if class < classes => format!("m{class}of{classes}"),
        _ if layer == LayerName::FireStations => "station".to_owned(),
        _ if is_overdue(mark) => "late".to_owned(),
        _ if layer == LayerName::Venues && is_worry(&mark.kind) => "worry".to_owned(),
        _ => "plain".to_owned(),
    };
    let shape = if is_overdue(mark) { Shape::Tile } else { Shape::of(layer).unwrap_or(Shape::Disc) }.code();
    format!("{shape}/{}/{look}/{}", of_kind(layer, &mark.kind), theme_code(scene.theme))
}

fn is_overdue(mark: &Mark) -> bool {
    mark.feature.layer == LayerName::Dangers && mark.kind == OVERDUE
}

/// An expression for the drawing of a feature, from its `kind`.
fn drawing(layer: LayerName) -> Value {
    let icons = match layer {
        LayerName::Facilities => FACILITY_ICONS,
        LayerName::Venues => VENUE_ICONS,
        _ => return json!(of_layer(layer)),
    };
    let mut drawing = vec![json!("match"), json!(["get", "kind"])];
    for (kind, icon) in icons {
        drawing.extend([json!(kind), json!(icon)]);
    }
    drawing.push(json!(of_layer(layer)));
    Value::from(drawing)
}

/// An expression for the id of a feature's symbol, from its `kind` and `class`.
///
/// `classes` is how many classes the layer is painted in; 0 for none. Without a class the ground is paper, and ink for
/// the kinds that worry.
pub(super) fn symbol_id(layer: LayerName, classes: usize, theme: Theme) -> Value {
    let drawing = drawing(layer);
    let plain = match layer {
        LayerName::Venues => json!(["match", ["get", "kind"], WORRY, "worry", "plain"]),
        LayerName::FireStations => json!("station"),
        _ => json!("plain"),
    };
    let mut look = vec![json!("match"), json!(["coalesce", ["get", "class"], 255])];
    for class in 0..classes {
        look.extend([json!(class), json!(format!("m{class}of{classes}"))]);
    }
    look.push(plain.clone());
    let look = if classes == 0 { plain } else { Value::from(look) };

    let shape = Shape::of(layer).unwrap_or(Shape::Disc).code();
    json!(["concat", format!("{shape}/"), drawing, "/", look, format!("/{}", theme_code(theme))])
}

/// The classes in which levels are painted: blue 0 to red 3. What is unrated has none.
pub const LEVEL_CLASSES: usize = 4;

/// A level's name in a symbol's id: its letter.
const fn level_code(level: Level) -> &'static str {
    match level {
        Level::Red => "a",
        Level::Orange => "b",
        Level::Yellow => "c",
        Level::Blue => "d",
        Level::Unrated => "u",
    }
}

/// What stands behind the letter in the id of a level's symbol without a drawing.
const BARE: &str = "-small";

/// A level's shape: how large it is drawn, far away without its drawing, then with it where many stand near one another,
/// then at its full size; and its drawing's size at that. All px. The worst is largest, so that the eye meets it first even
/// in grey.
#[derive(Clone, Copy, Debug)]
pub(super) struct LevelShape {
    shape: &'static str,
    /// Far away.
    pub small: f64,
    /// Where many stand near one another.
    pub middle: f64,
    /// Near.
    pub large: u32,
    drawing: u32,
}

/// The shape of a level.
pub(super) const fn level_shape(level: Level) -> LevelShape {
    let (shape, small, middle, large, drawing) = match level {
        Level::Red => ("diamond", 16.0, 26.0, 36, 16),
        Level::Orange => ("triangle", 15.0, 24.0, 33, 13),
        Level::Yellow => ("square", 10.0, 15.0, 19, 12),
        Level::Blue => ("circle", 9.0, 15.0, 19, 11),
        Level::Unrated => ("hollow", 9.0, 14.0, 18, 11),
    };
    LevelShape { shape, small, middle, large, drawing }
}

/// An expression for the id of a feature's symbol by its level.
///
/// `has_drawing` says which levels carry their kind's drawing: a small symbol has no room for one.
pub(super) fn level_symbol_id(layer: LayerName, has_drawing: impl Fn(Level) -> bool, theme: Theme) -> Value {
    let look = |level: Level| {
        let (none, bare) = if has_drawing(level) { ("", "") } else { ("-", BARE) };
        json!(format!("{none}/{}{bare}", level_code(level)))
    };
    let mut looks = vec![json!("match"), json!(["coalesce", ["get", "class"], 255])];
    for class in 0..LEVEL_CLASSES as u8 {
        looks.extend([json!(class), look(Level::of_class(class))]);
    }
    looks.push(look(Level::Unrated));
    let small = Level::ALL.into_iter().filter(|level| !has_drawing(*level)).map(Level::class);
    let small: Vec<u8> = small.collect();
    let is_small = match small.as_slice() {
        [] => json!(false),
        some => json!(["match", ["coalesce", ["get", "class"], 255], some, true, false]),
    };
    // A cell is of several kinds and shows none.
    let is_cell = json!([">", ["coalesce", ["get", "count"], 1], 1]);
    let drawing = json!(["case", is_small, "", is_cell, "-", drawing(layer)]);
    json!(["concat", "level/", drawing, Value::from(looks), format!("/{}", theme_code(theme))])
}

/// How the page draws symbols: for each `look/theme` the ground, its edge, the drawing's colour, the ground's and the
/// drawing's sizes in px, and a level's shape. Handed over once, when the map is made.
pub fn looks() -> Value {
    let mut looks = serde_json::Map::new();
    for theme in [Theme::Light, Theme::Dark] {
        let p = Palette::of(theme);
        let code = theme_code(theme);
        let mut look = |name: String, ground: &str, edge: &str, icon: &str, size: u32, icon_size: u32| {
            looks.insert(
                format!("{name}/{code}"),
                json!({"ground": ground, "edge": edge, "icon": icon, "size": size, "iconSize": icon_size}),
            );
        };
        look("plain".to_owned(), p.raise, p.edge, p.ink, 20, 13);
        look("worry".to_owned(), p.ink, p.halo, p.on_ink, 23, 14);
        look("station".to_owned(), p.accent, p.halo, p.on_accent, 24, 16);
        look("quiet".to_owned(), p.halo, p.halo, p.ink_2, 16, 13);
        look("dry".to_owned(), p.halo, p.bad, p.bad, 16, 11);
        look("late".to_owned(), p.halo, p.bad, p.bad, 20, 14);
        for classes in 1..=MAX_CLASSES {
            for (i, colour) in p.amount(classes).iter().enumerate() {
                look(format!("m{i}of{classes}"), colour, p.ink, p.on_amount(i, classes), 22, 14);
            }
        }
        for (level, bare) in Level::ALL.into_iter().flat_map(|level| [(level, false), (level, true)]) {
            let ([ground, edge, icon], of) = (p.level(level), level_shape(level));
            let (suffix, drawing) = if bare { (BARE, 0) } else { ("", of.drawing) };
            // Every symbol is made at its full size and drawn smaller; one that is mostly drawn small has its edge wider.
            let grow = if bare { f64::from(of.large) / of.small } else { 1.0 };
            looks.insert(
                format!("{}{suffix}/{code}", level_code(level)),
                json!({
                    "ground": ground, "edge": edge, "icon": icon, "size": of.large, "iconSize": drawing, "shape": of.shape,
                    "halo": p.halo, "grow": grow,
                }),
            );
        }
    }
    Value::Object(looks)
}

pub use crate::surface::breaks::MAX_CLASSES;

/// The theme's name in a symbol's id.
pub(super) const fn theme_code(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::{FACILITY_KINDS, VENUE_KINDS};
    use std::path::Path;

    #[test]
    fn every_kind_has_a_drawing() {
        for (kinds, icons) in [(FACILITY_KINDS, FACILITY_ICONS), (VENUE_KINDS, VENUE_ICONS)] {
            let codes: Vec<&str> = kinds.iter().map(|k| k.code).collect();
            let drawn: Vec<&str> = icons.iter().map(|(kind, _)| *kind).collect();
            assert_eq!(codes, drawn);
        }
    }

    #[test]
    fn every_drawing_is_there_and_is_plain() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/icons");
        let layers = LayerName::ALL.iter().map(|l| of_layer(*l));
        let kinds = FACILITY_ICONS.iter().chain(VENUE_ICONS).map(|(_, icon)| *icon);
        for icon in layers.chain(kinds) {
            let path = folder.join(format!("kind-{icon}.svg"));
            let svg = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(svg.contains("viewBox=\"0 0 16 16\"") && svg.contains("currentColor"), "{icon}");
            assert!(!svg.contains("<script") && !svg.contains("style="), "{icon}");
        }
    }

    #[test]
    fn unknown_kinds_share_the_layers_drawing() {
        assert_eq!(of_kind(LayerName::Venues, "hotel"), "hotel");
        assert_eq!(of_kind(LayerName::Venues, "igloo"), "venue");
        assert_eq!(of_kind(LayerName::Hydrants, ""), "hydrant");
    }

    #[test]
    fn a_level_is_a_shape_of_its_own_and_the_worst_is_largest() {
        let shapes = Level::ALL.map(level_shape);
        let names: std::collections::BTreeSet<&str> = shapes.iter().map(|of| of.shape).collect();
        assert_eq!(names.len(), shapes.len());
        let sizes: [fn(&LevelShape) -> f64; 3] = [|of| of.small, |of| of.middle, |of| f64::from(of.large)];
        for px in sizes {
            assert!(shapes.iter().map(px).rev().is_sorted(), "{shapes:?}");
        }
        assert!(shapes.iter().all(|of| of.small < of.middle && of.middle < f64::from(of.large)), "nearer is larger");
        for level in Level::ALL {
            assert_eq!(Level::of_class(level.class()), level);
        }
    }

    #[test]
    fn every_look_of_a_symbol_can_be_drawn() {
        let looks = looks();
        let levels = ["a", "b", "c", "d", "u", "a-small", "u-small"];
        for name in
            ["plain", "worry", "station", "quiet", "dry", "late", "m0of1", "m4of5", "m5of6"].into_iter().chain(levels)
        {
            for theme in ["light", "dark"] {
                assert!(looks[format!("{name}/{theme}")].is_object(), "{name}/{theme}");
            }
        }
    }
}
