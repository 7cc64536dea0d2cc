//! What a tile says of a feature: few things, those that the map's style reads.

use super::mvt::{MvtLayer, TileValue};
use crate::domain::{Column, Field, FieldType, Layer, LayerName, schema};

/// The class of a feature that a method did not classify.
pub(super) const NO_CLASS: u8 = 255;

/// The fields that a layer's tiles carry, as the dataset names them. In tiles a road's `class` is called `highway`,
/// because `class` there is what a method painted.
pub fn tile_fields(layer: LayerName) -> &'static [&'static str] {
    use LayerName::*;
    match layer {
        Districts => &["name", "name_en", "level"],
        Facilities | Venues => &["name", "name_en", "kind"],
        FireStations => &["name", "name_en"],
        Pipelines => &["name", "name_en", "product"],
        Routes => &["name", "name_en", "cargo"],
        Roads => &["name", "name_en", "class", "ref", "oneway", "bridge", "tunnel"],
        Crashes => &["severity"],
        Tracks => &["vehicle"],
        Hydrants => &["working"],
        Dangers => &["name", "name_en", "level", "status"],
        Water | Green => &["name", "name_en", "kind"],
        Built => &["kind"],
        Railways => &["kind"],
        Places => &["name", "name_en", "kind", "population"],
        Buildings | Residents | DangerEvents | Inspections | Accidents | Penalties => &[],
    }
}

/// What a method and a filter say of a layer's rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowLooks<'a> {
    /// A class a row, 255 for none.
    pub paint: Option<&'a [u8]>,
    /// Whether each row is shown; none shows all.
    pub shown: Option<&'a [bool]>,
    /// Points are drawn as symbols, which need more room than dots.
    pub symbols: bool,
    /// From which zoom each row's name is another layer's to say, [`ALWAYS_NAMED`] for never; none is never for all.
    pub named_until: Option<&'a [u8]>,
    /// Whether each row is the reader's own; none is none.
    pub own: Option<&'a [bool]>,
}

/// No other layer says the name.
pub const ALWAYS_NAMED: u8 = 255;

impl RowLooks<'_> {
    /// Whether a row is shown.
    pub(super) fn shows(&self, row: u32) -> bool {
        is_shown(self.shown, row)
    }
}

/// Whether a filter, if there is one, lets a row through.
pub(super) fn is_shown(shown: Option<&[bool]>, row: u32) -> bool {
    shown.is_none_or(|shown| shown.get(row as usize).copied().unwrap_or(false))
}

/// A layer's fields, looked up once a tile.
pub(super) struct Attributes<'a> {
    layer: &'a Layer,
    fields: Vec<(&'static str, &'static Field, &'a Column)>,
    pub(super) looks: RowLooks<'a>,
}

impl<'a> Attributes<'a> {
    pub(super) fn of(layer: &'a Layer, looks: RowLooks<'a>) -> Self {
        let name = layer.name();
        let fields = tile_fields(name)
            .iter()
            .filter_map(|field| {
                let def = schema::all(name).find(|def| def.name == *field)?;
                let key = if (name, *field) == (LayerName::Roads, "class") { "highway" } else { field };
                Some((key, def, layer.column(field)?))
            })
            .collect();
        Self { layer, fields, looks }
    }

    /// The class of a row, if a method gave it one.
    pub(super) fn class(&self, row: u32) -> Option<u8> {
        self.looks.paint?.get(row as usize).copied().filter(|class| *class != NO_CLASS)
    }

    /// Writes what is known of a row.
    pub(super) fn tag(&self, tile: &mut MvtLayer<'a>, row: u32, with_id: bool) {
        if with_id {
            tile.tag("id", TileValue::Text(self.layer.id(row as usize)));
        }
        for (key, def, column) in &self.fields {
            if let Some(value) = value(def, column, row as usize) {
                tile.tag(key, value);
            }
        }
        if self.looks.own.is_some_and(|own| own.get(row as usize) == Some(&true)) {
            tile.tag("own", TileValue::Text("yes"));
        }
        self.tag_class(tile, self.class(row));
    }

    /// Writes up to which zoom a row's name is its own to say, where that is not every zoom.
    pub(super) fn tag_until(&self, tile: &mut MvtLayer<'_>, row: u32) {
        let until = self.looks.named_until.and_then(|zooms| zooms.get(row as usize));
        if let Some(until) = until.filter(|zoom| **zoom != ALWAYS_NAMED) {
            tile.tag("until", TileValue::Whole(u64::from(*until)));
        }
    }

    /// Writes a class.
    pub(super) fn tag_class(&self, tile: &mut MvtLayer<'_>, class: Option<u8>) {
        if let Some(class) = class {
            tile.tag("class", TileValue::Whole(u64::from(class)));
        }
    }
}

/// A value as tiles have it: flags as yes and no, like the OSM tags they mostly come from. Dates are not carried.
fn value<'a>(def: &Field, column: &'a Column, row: usize) -> Option<TileValue<'a>> {
    match column {
        Column::Text(texts) => texts.get(row).map(TileValue::Text),
        Column::Number(numbers) => numbers.get(row).filter(|n| !n.is_nan()).map(|n| TileValue::Number(*n)),
        Column::Flag(flags) => match flags.get(row)? {
            1 => Some(TileValue::Text("no")),
            2 => Some(TileValue::Text("yes")),
            _ => None,
        },
        Column::Code(places) => {
            let place = usize::from(places.get(row)?.checked_sub(1)?);
            let code = match def.kind {
                FieldType::Code(codes) => codes.get(place).copied(),
                FieldType::Kind(kinds) => kinds.get(place).map(|kind| kind.code),
                _ => None,
            };
            code.map(TileValue::Text)
        }
        Column::Date(_) | Column::DateTime(_) => None,
    }
}

/// The first zoom at which a place of a kind is named: towns from far away, villages from near.
pub fn place_named_from(kind: &str) -> u8 {
    match kind {
        "city" | "town" => 0,
        "suburb" => 11,
        _ => 12,
    }
}

/// The first zoom at which a row is drawn for what it is; the map's style draws nothing of it before. A painted row is
/// drawn at every zoom.
pub(super) fn first_zoom(layer: &Layer, row: usize) -> u8 {
    match layer.name() {
        LayerName::Roads => match layer.text(row, "class").unwrap_or("other") {
            "motorway" | "trunk" | "primary" | "secondary" => 8,
            "motorway_link" | "trunk_link" | "primary_link" | "secondary_link" => 8,
            "tertiary" | "tertiary_link" | "unclassified" | "residential" | "living_street" | "road" | "busway" => 12,
            "track" => 12,
            _ => 13,
        },
        LayerName::Water => match layer.text(row, "kind") {
            Some("stream") => 11,
            _ => 8,
        },
        LayerName::Green => 9,
        LayerName::Built | LayerName::Railways => 10,
        LayerName::Buildings => 12,
        _ => 0,
    }
}
