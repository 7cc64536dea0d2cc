//! Which drawing a kind is shown by, and how a map symbol is put together from one.
//!
//! A symbol's name in the style tells all that is needed to draw it: `shape/drawing/look/theme`, such as
//! `disc/hospital/worry/light`. The page draws it when the map first misses it; nothing is prepared.

use super::palette::Palette;
use super::scene::{Mark, Scene};
use crate::domain::LayerName;
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

/// The id of one feature's symbol, the same as [`symbol_id`] finds for it.
pub(super) fn symbol(mark: &Mark, scene: &Scene) -> String {
    let layer = mark.feature.layer;
    let classes = scene.classes(layer);
    let look = match mark.class.map(usize::from) {
        Some(class) if class < classes => format!("m{class}of{classes}"),
        _ if layer == LayerName::FireStations => "station".to_owned(),
        _ if layer == LayerName::Venues && is_worry(&mark.kind) => "worry".to_owned(),
        _ => "plain".to_owned(),
    };
    let shape = Shape::of(layer).unwrap_or(Shape::Disc).code();
    format!("{shape}/{}/{look}/{}", of_kind(layer, &mark.kind), theme_code(scene.theme))
}

/// An expression for the id of a feature's symbol, from its `kind` and `class`.
///
/// `classes` is how many classes the layer is painted in; 0 for none. Without a class the ground is paper, and ink for
/// the kinds that worry.
pub(super) fn symbol_id(layer: LayerName, classes: usize, theme: Theme) -> Value {
    let icons = match layer {
        LayerName::Facilities => FACILITY_ICONS,
        LayerName::Venues => VENUE_ICONS,
        _ => &[],
    };
    let mut drawing = vec![json!("match"), json!(["get", "kind"])];
    for (kind, icon) in icons {
        drawing.extend([json!(kind), json!(icon)]);
    }
    drawing.push(json!(of_layer(layer)));
    let drawing = if icons.is_empty() { json!(of_layer(layer)) } else { Value::from(drawing) };

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

/// How the page draws symbols: for each `look/theme` the ground, its edge, the drawing's colour, the ground's and the
/// drawing's sizes in px. Handed over once, when the map is made.
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
        for classes in 1..=MAX_CLASSES {
            for (i, colour) in p.amount(classes).iter().enumerate() {
                look(format!("m{i}of{classes}"), colour, p.ink, p.on_amount(i, classes), 22, 14);
            }
        }
    }
    Value::Object(looks)
}

/// A legend has at most so many classes, and so has the map.
pub const MAX_CLASSES: usize = 6;

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
    fn every_look_of_a_symbol_can_be_drawn() {
        let looks = looks();
        for name in ["plain", "worry", "station", "quiet", "dry", "m0of1", "m4of5", "m5of6"] {
            for theme in ["light", "dark"] {
                assert!(looks[format!("{name}/{theme}")].is_object(), "{name}/{theme}");
            }
        }
    }
}
