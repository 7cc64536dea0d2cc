//! Drawings: the files of `public/icons`, put into the page as they are, so that they take the text's colour. Which
//! drawing a kind has is decided once, for map and page, by [`crate::map::icons`].

use crate::domain::LayerName;
use crate::map::icons;
use crate::view::Role;
use leptos::prelude::*;

macro_rules! controls {
    ($($name:ident $file:literal,)*) => {
        /// A drawing on a control.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $(
            #[doc = concat!("`ui-", $file, ".svg`")]
            $name,
        )* }

        impl Icon {
            const fn file(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../../public/icons/ui-", $file, ".svg")),)* }
            }
        }
    };
}

macro_rules! kinds {
    ($($file:literal)*) => {
        /// The file of a kind's drawing.
        fn kind_file(name: &str) -> &'static str {
            match name {
                $($file => include_str!(concat!("../../../public/icons/kind-", $file, ".svg")),)*
                _ => include_str!("../../../public/icons/kind-venue.svg"),
            }
        }
    };
}

controls! {
    Along "along",
    Area "area",
    Bookmark "bookmark",
    Box "box",
    Check "check",
    Circle "circle",
    Close "close",
    Compare "compare",
    Down "down",
    Download "download",
    Eye "eye",
    File "file",
    Help "help",
    Lasso "lasso",
    Layers "layers",
    Left "left",
    Link "link",
    Locate "locate",
    Minus "minus",
    More "more",
    North "north",
    Pen "pen",
    Plus "plus",
    Print "print",
    Table "table",
    Polygon "polygon",
    Right "right",
    Ruler "ruler",
    Search "search",
    Theme "theme",
    Warn "warn",
}

kinds! {
    "bar" "bathhouse" "blasting_site" "chemical_park" "chemical_plant" "cinema"
    "clinic" "community_hall" "crash" "danger" "district" "explosives_depot"
    "explosives_plant" "facility" "fire_station" "fireworks_store" "fuel_station" "gas_gate"
    "gas_holder" "gas_regulator" "group_rental" "highrise" "hospital" "hotel"
    "hydrant" "hydrogen_station" "industrial_area" "kindergarten" "ktv" "library"
    "lpg_station" "mall" "market" "mine" "museum" "net_cafe"
    "nursing_home" "office" "park" "pipeline" "police" "power_plant"
    "quarry" "residents" "restaurant" "road" "school" "small_hotel"
    "sports_hall" "square" "stadium" "station" "storage_tank" "substation"
    "supermarket" "tailings_pond" "tank_farm" "tanker" "theatre" "three_in_one"
    "underground" "university" "venue" "waste_site" "welfare_home" "works"
    "worship"
}

/// What stands between a file's title (which is in one language only) and its end.
fn body(file: &'static str) -> &'static str {
    let start = file.find("</title>").map_or_else(|| file.find('>').map_or(0, |at| at + 1), |at| at + "</title>".len());
    let end = file.rfind("</svg>").unwrap_or(file.len());
    &file[start..end]
}

/// A control's drawing, hidden from readers of the page's text: what it says stands beside it.
pub fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" inner_html=body(icon.file())></svg>
    }
}

fn kind_drawing(name: &str) -> impl IntoView + use<> {
    view! {
        <svg
            class="icon kind"
            viewBox="0 0 16 16"
            fill="currentColor"
            aria-hidden="true"
            inner_html=body(kind_file(name))
        ></svg>
    }
}

/// The inside of a layer's drawing, 16 × 16, for an SVG made elsewhere.
pub fn layer_drawing(layer: LayerName) -> &'static str {
    body(kind_file(icons::of_layer(layer)))
}

/// The drawing of a layer in lists.
pub fn layer_icon(layer: LayerName) -> impl IntoView {
    kind_drawing(icons::of_layer(layer))
}

/// The drawing of a kind of facility or venue; the layer's own where the kind has none.
pub fn kind_icon(layer: LayerName, kind: &str) -> impl IntoView + use<> {
    kind_drawing(icons::of_kind(layer, kind))
}

/// The drawing of a workbench, on a phone's tabs.
pub fn role_icon(role: Role) -> AnyView {
    match role {
        Role::Overview => icon(Icon::Eye).into_any(),
        Role::Planning => icon(Icon::Layers).into_any(),
        Role::Traffic => kind_drawing("police").into_any(),
        Role::Fire => kind_drawing("fire_station").into_any(),
        Role::Ledger => kind_drawing("danger").into_any(),
    }
}
