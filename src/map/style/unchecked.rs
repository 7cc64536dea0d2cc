//! Places that nobody has inspected: hollow, as nothing is known of them; several in one place are a larger ring with
//! their number.

use super::expr::{by_zoom, count};
use super::{Draw, Look};
use crate::domain::LayerName;
use crate::map::layers::MapLayer;
use crate::map::sources::UNCHECKED;
use serde_json::json;

impl Look<'_> {
    /// A layer of places that nobody has inspected.
    pub(super) fn unchecked(self, layer: MapLayer) -> Draw {
        match layer {
            MapLayer::UncheckedVenue => self.hollow(LayerName::Venues, 1.0),
            // There are few of them, and they matter more.
            MapLayer::UncheckedFacility => self.hollow(LayerName::Facilities, 1.6),
            MapLayer::UncheckedVenueCount => self.hollow_count(LayerName::Venues),
            _ => self.hollow_count(LayerName::Facilities),
        }
    }

    fn hollow(self, of: LayerName, weight: f64) -> Draw {
        let size = |px: f64| json!(["+", px * weight, ["*", 1.5, ["ln", count()]]]);
        Draw::new("circle", UNCHECKED, of.code())
            .layout("circle-sort-key", count())
            .paint("circle-color", self.p.halo)
            .paint("circle-opacity", 0.25)
            .paint("circle-radius", by_zoom([(8.0, size(1.8)), (12.0, size(3.0)), (15.0, size(5.0))]))
            .paint("circle-stroke-color", self.p.ink_2)
            .paint("circle-stroke-opacity", if of == LayerName::Facilities { 1.0 } else { 0.75 })
            .paint("circle-stroke-width", by_zoom([(8.0, 0.7 * weight), (12.0, 1.1 * weight)]))
    }

    fn hollow_count(self, of: LayerName) -> Draw {
        self.counted(Draw::new("symbol", UNCHECKED, of.code()).filter(json!([">=", count(), 10])))
    }
}
