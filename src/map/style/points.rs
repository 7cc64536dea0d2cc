//! Facilities, venues, stations, hydrants and crashes. Each point is always drawn as a dot, so that nothing is dropped;
//! where there is room its kind's symbol covers the dot. What stands for several is a dot that grows with their number.

use super::expr::{
    all, bold, by_class, by_text, by_zoom, count, font, has_class, if_hovered, is_cell, is_single, name, one_of, rows,
};
use super::{Draw, Look};
use crate::domain::{LayerName, Level};
use crate::map::icons::{self, LevelShape, theme_code};
use crate::map::layers::{HYDRANT_ICONS_FROM, HYDRANTS_FROM, ICONS_FROM, MapLayer};
use crate::map::scene::Scale;
use crate::risk::sites::WORRY;
use crate::text::own_mark;
use serde_json::{Value, json};

/// From these zooms on the two worst levels, and then all of them, carry their kind's icon.
const LEVEL_ICONS_FROM: (f64, f64) = (11.0, 13.0);

/// From this zoom on there is room for the word.
const OWN_FROM: f64 = 12.0;

impl Look<'_> {
    /// A layer of points, their symbols or outlines.
    pub(super) fn point(self, layer: MapLayer) -> Draw {
        use LayerName::{Crashes, Facilities, FireStations, Hydrants, Venues};
        use MapLayer::*;
        match layer {
            VenueArea => self.area(Venues),
            VenueAreaEdge => self.area_edge(Venues),
            FacilityArea => self.area(Facilities),
            FacilityAreaEdge => self.area_edge(Facilities),
            StationArea => self.area(FireStations).paint("fill-color", self.p.accent),

            CrashCell => self.cell(Crashes).paint("circle-opacity", 0.55),
            Crash => self.crash(),
            HydrantCell => self.cell(Hydrants).min_zoom(HYDRANTS_FROM).paint("circle-opacity", 0.35),
            Hydrant => self.hydrant(),
            VenueCell => self.cell(Venues).paint("circle-opacity", 0.7),
            VenueDot => self.dot(Venues),
            FacilityCell => self.cell(Facilities),
            FacilityDot => self.dot(Facilities),

            CrashCount => self.cell_count(Crashes),
            HydrantCount => self.cell_count(Hydrants).min_zoom(HYDRANTS_FROM),
            VenueCount => self.cell_count(Venues),
            FacilityCount => self.cell_count(Facilities),

            CrashHover => self.hover_ring(Crashes),
            HydrantHover => self.hover_ring(Hydrants),
            VenueHover => self.hover_ring(Venues),
            FacilityHover => self.hover_ring(Facilities),
            StationHover => self.hover_ring(FireStations),

            CrashSelected => self.selected_ring(Crashes),
            HydrantSelected => self.selected_ring(Hydrants),
            VenueSelected => self.selected_ring(Venues),
            FacilitySelected => self.selected_ring(Facilities),
            StationSelected => self.selected_ring(FireStations),

            HydrantIcon => self.hydrant_icon(),
            // The kinds that worry a city most claim their place first.
            VenueSymbol => {
                self.symbol(Venues, 15.0).min_zoom(ICONS_FROM).layout("symbol-sort-key", json!(["case", worry(), 0, 1]))
            }
            StationSymbol => self.symbol(FireStations, 12.0).min_zoom(7.0),
            OwnCrash => self.own(Crashes).min_zoom(HYDRANT_ICONS_FROM),
            OwnHydrant => self.own(Hydrants).min_zoom(HYDRANT_ICONS_FROM),
            OwnVenue => self.own(Venues).min_zoom(OWN_FROM),
            OwnFacility => self.own(Facilities).min_zoom(OWN_FROM),
            OwnStation => self.own(FireStations).min_zoom(OWN_FROM),
            VenueLevel => self.level(Venues, 15.0),
            FacilityLevel => self.level(Facilities, 14.0),
            // What the workbench asks about carries its icons sooner than what stands beside it.
            _ => {
                let subject = self.scene.classes(Facilities) > 0;
                let symbols = self.symbol(Facilities, 14.0).min_zoom(ICONS_FROM - 1.0);
                if subject { symbols } else { symbols.and(json!([">=", ["zoom"], ICONS_FROM])) }
            }
        }
    }

    /// The word under what comes from a table of the reader's own. It gives way to nothing.
    fn own(self, of: LayerName) -> Draw {
        Draw::new("symbol", of.code(), of.code())
            .filter(all([is_single(), json!(["==", ["get", "own"], "yes"])].into_iter().chain(self.isolated(of))))
            .layout("text-field", own_mark(self.scene.lang))
            .layout("text-font", bold())
            .layout("text-size", 10)
            .layout("text-anchor", "top")
            .layout("text-offset", json!([0, 1.5]))
            .layout("text-allow-overlap", true)
            .layout("text-ignore-placement", true)
            .paint("text-color", self.p.label)
            .paint("text-halo-color", self.p.halo)
            .paint("text-halo-width", 1.6)
    }

    /// Features of a layer that stand for themselves and that the legend has not filtered away.
    fn shown(self, of: LayerName) -> Value {
        all([is_single()].into_iter().chain(self.isolated(of)))
    }

    /// Where the legend isolates classes of a layer, only those.
    pub(super) fn isolated(self, of: LayerName) -> Option<Value> {
        let (classes, isolated) = (self.scene.classes(of), &self.scene.isolated);
        (classes > 0 && !isolated.is_empty()).then(|| has_class(classes, isolated))
    }

    fn area(self, of: LayerName) -> Draw {
        let classes = self.scene.classes(of);
        let painted = has_class(classes, &self.scene.isolated);
        Draw::new("fill", of.code(), format!("{}_area", of.code()))
            .min_zoom(12.0)
            .paint("fill-color", by_class(self.fills(of), self.p.ink))
            .paint("fill-opacity", if classes > 0 { json!(["case", painted, 0.4, 0.07]) } else { json!(0.07) })
    }

    fn area_edge(self, of: LayerName) -> Draw {
        Draw::new("line", of.code(), format!("{}_area", of.code()))
            .min_zoom(12.0)
            .layout("line-join", "round")
            .paint("line-color", if self.is_level(of) { self.edges(of) } else { json!(self.p.ink_2) })
            .paint("line-opacity", 0.7)
            .paint("line-width", 1)
    }

    /// Every feature and every cell by its level's shape; a cell has the worst level in it, and its count beside it. The
    /// worst lies on top, and none gives way.
    fn level(self, of: LayerName, names_from: f64) -> Draw {
        let (p, scene) = (self.p, self.scene);
        let id = |has_drawing: fn(Level) -> bool| icons::level_symbol_id(of, has_drawing, scene.theme);
        let (some, all_of_them) = LEVEL_ICONS_FROM;
        // What the overlay names is not named here again.
        let own = scene.worst.iter().chain(&scene.focus).filter(|m| m.feature.layer == of);
        let own: Vec<u32> = own.map(|m| m.feature.row).collect();
        let named = |single: Value| json!(["case", is_cell(), ["to-string", count()], rows(&own), "", single]);
        Draw::new("symbol", of.code(), of.code())
            .filter(all([json!(true)].into_iter().chain(self.isolated(of))))
            .layout(
                "icon-image",
                json!(["step", ["zoom"], id(|_| false), some, id(is_grave), all_of_them, id(|_| true)]),
            )
            .layout("icon-size", by_zoom(level_sizes(|of, px| px / f64::from(of.large))))
            .layout("icon-padding", 0)
            .layout("icon-allow-overlap", true)
            .layout("symbol-sort-key", json!(["coalesce", ["get", "class"], -1]))
            .layout("text-field", json!(["step", ["zoom"], named(json!("")), names_from, named(name(scene.lang))]))
            .layout("text-font", font())
            .layout("text-size", 12)
            .layout("text-optional", true)
            .layout("text-variable-anchor", json!(["left", "right", "top", "bottom"]))
            .layout("text-radial-offset", json!(["case", is_cell(), 1.0, by_class([1.2, 1.2, 1.7, 1.9], 1.2)]))
            .layout("text-justify", "auto")
            .layout("text-max-width", 12)
            .paint("text-color", p.label)
            .paint("text-halo-color", p.halo)
            .paint("text-halo-width", 1.6)
    }

    /// Whether a layer is painted by level.
    pub(super) fn is_level(self, of: LayerName) -> bool {
        self.scene.scale(of) == Some(Scale::Level)
    }

    /// A layer's fills by class.
    pub(super) fn fills(self, of: LayerName) -> Vec<String> {
        let classes = self.scene.classes(of);
        if self.is_level(of) { self.levels(0) } else { self.p.amount(classes) }
    }

    /// The edges of a layer's fills by class: of levels their own, of amounts ink.
    pub(super) fn edges(self, of: LayerName) -> Value {
        if self.is_level(of) { by_class(self.levels(1), self.p.u_edge) } else { json!(self.p.ink) }
    }

    /// One of the levels' colours, by class.
    fn levels(self, part: usize) -> Vec<String> {
        let of = |class| self.p.level(Level::of_class(class))[part].to_owned();
        (0..icons::LEVEL_CLASSES as u8).map(of).collect()
    }

    /// The ring around a layer's symbols, px: a level's symbol is as large as the level is bad.
    pub(super) fn ring(self, of: LayerName) -> Value {
        if !self.is_level(of) {
            return ring_radius();
        }
        by_zoom(level_sizes(|_, px| px / 2.0 + RING_PX))
    }

    /// What stands for several: its area grows with the number's logarithm, as neighbours may be eight px away. Where
    /// the layer is painted, a cell has the highest class in it.
    fn cell(self, of: LayerName) -> Draw {
        let classes = self.scene.classes(of);
        Draw::new("circle", of.code(), of.code())
            .filter(all([is_cell()].into_iter().chain(self.isolated(of))))
            .layout("circle-sort-key", count())
            .paint("circle-color", by_class(self.p.amount(classes), self.p.ink_2))
            .paint("circle-stroke-color", self.p.halo)
            .paint("circle-stroke-width", 0.5)
            .paint("circle-radius", json!(["+", 1.4, ["*", 1.3, ["ln", count()]]]))
    }

    fn cell_count(self, of: LayerName) -> Draw {
        let many = all([json!([">=", count(), 10])].into_iter().chain(self.isolated(of)));
        self.counted(Draw::new("symbol", of.code(), of.code()).filter(many))
    }

    /// The number of features that a cell stands for, where many do.
    pub(super) fn counted(self, cell: Draw) -> Draw {
        cell.layout("symbol-sort-key", json!(["-", 0, count()]))
            .layout("text-field", json!(["to-string", count()]))
            .layout("text-font", bold())
            .layout("text-size", 11)
            .layout("text-padding", 3)
            .paint("text-color", self.p.ink)
            .paint("text-halo-color", self.p.halo)
            .paint("text-halo-width", 1.6)
    }

    /// A single facility or venue, where its symbol finds no room.
    fn dot(self, of: LayerName) -> Draw {
        let p = self.p;
        let classes = self.scene.classes(of);
        let plain = if of == LayerName::Venues { json!(["case", worry(), p.ink, p.raise]) } else { json!(p.raise) };
        Draw::new("circle", of.code(), of.code())
            .filter(self.shown(of))
            .layout("circle-sort-key", json!(["coalesce", ["get", "class"], -1]))
            .paint("circle-color", by_class(p.amount(classes), plain))
            .paint("circle-radius", by_zoom([(8.0, 1.8), (12.0, 3.0), (14.0, 4.2)]))
            .paint("circle-stroke-color", p.ink_2)
            .paint("circle-stroke-width", by_zoom([(8.0, 0.7), (12.0, 1.1)]))
    }

    fn crash(self) -> Draw {
        let size = |scale: f64| by_text("severity", &[(&["fatal"], 2.2 * scale), (&["serious"], 1.4 * scale)], scale);
        Draw::new("circle", LayerName::Crashes.code(), LayerName::Crashes.code())
            .filter(is_single())
            .layout("circle-sort-key", by_text("severity", &[(&["fatal"], 2), (&["serious"], 1)], 0))
            .paint("circle-color", self.p.ink_2)
            .paint("circle-opacity", by_text("severity", &[(&["fatal"], 0.95), (&["serious"], 0.7)], 0.5))
            .paint("circle-radius", by_zoom([(10.0, size(0.9)), (13.0, size(1.3)), (16.0, size(3.0))]))
            .paint("circle-stroke-color", self.p.halo)
            .paint("circle-stroke-width", by_text("severity", &[(&["fatal"], 0.8)], 0))
    }

    fn hydrant(self) -> Draw {
        let p = self.p;
        Draw::new("circle", LayerName::Hydrants.code(), LayerName::Hydrants.code())
            .filter(is_single())
            .min_zoom(HYDRANTS_FROM)
            .paint("circle-color", by_text("working", &[(&["no"], p.halo)], p.ink_2))
            .paint("circle-radius", by_zoom([(12.0, 1.6), (13.0, 2.2), (15.0, 2.8)]))
            .paint("circle-stroke-color", by_text("working", &[(&["no"], p.bad)], p.halo))
            .paint("circle-stroke-width", 1.2)
    }

    fn hydrant_icon(self) -> Draw {
        let theme = theme_code(self.scene.theme);
        let image = |look: &str| Value::from(format!("disc/hydrant/{look}/{theme}"));
        Draw::new("symbol", LayerName::Hydrants.code(), LayerName::Hydrants.code())
            .filter(is_single())
            .min_zoom(HYDRANT_ICONS_FROM)
            .layout("icon-image", by_text("working", &[(&["no"], image("dry"))], image("quiet")))
            .layout("icon-size", by_zoom([(HYDRANT_ICONS_FROM, 0.6), (16.0, 1.0)]))
            .layout("icon-padding", 1)
    }

    /// The kind's symbol, with the name beside it from some zoom on.
    fn symbol(self, of: LayerName, names_from: f64) -> Draw {
        let p = self.p;
        let scene = self.scene;
        // What the overlay draws with its name is not named here again.
        let own = scene.worst.iter().chain(&scene.focus).filter(|m| m.feature.layer == of);
        let own: Vec<u32> = own.map(|m| m.feature.row).collect();
        Draw::new("symbol", of.code(), of.code())
            .filter(all([self.shown(of), json!(["!", rows(&own)])]))
            .layout("icon-image", icons::symbol_id(of, scene.classes(of), scene.theme))
            .layout("icon-size", by_zoom([(9.0, 0.7), (12.0, 0.85), (14.0, 1.0)]))
            .layout("icon-padding", 0)
            .layout("icon-allow-overlap", json!(["step", ["zoom"], of == LayerName::FireStations, 16, true]))
            .layout("symbol-sort-key", json!(["-", 0, ["coalesce", ["get", "class"], -1]]))
            .layout("text-field", json!(["step", ["zoom"], "", names_from, name(scene.lang)]))
            .layout("text-font", if of == LayerName::FireStations { bold() } else { font() })
            .layout("text-size", 12)
            .layout("text-optional", true)
            .layout("text-variable-anchor", json!(["left", "right", "top", "bottom"]))
            .layout("text-radial-offset", 1.15)
            .layout("text-justify", "auto")
            .layout("text-max-width", 12)
            .paint("text-color", p.label)
            .paint("text-halo-color", p.halo)
            .paint("text-halo-width", 1.6)
    }

    fn hover_ring(self, of: LayerName) -> Draw {
        Draw::new("circle", of.code(), of.code())
            .filter(self.shown(of))
            .paint("circle-opacity", 0)
            .paint("circle-radius", self.ring(of))
            .paint("circle-stroke-color", self.p.selected)
            .paint("circle-stroke-opacity", if_hovered(1.0, 0.0))
            .paint("circle-stroke-width", 2)
    }

    fn selected_ring(self, of: LayerName) -> Draw {
        let selected = self.scene.selected.get(&of).map_or(&[][..], Vec::as_slice);
        Draw::new("circle", of.code(), of.code())
            .filter(all([is_single(), rows(selected)]))
            .paint("circle-color", self.p.selected_halo)
            .paint("circle-radius", ring_radius())
            .paint("circle-stroke-color", self.p.selected)
            .paint("circle-stroke-width", 2.2)
    }
}

/// How far the ring around a level's symbol lies off it, px.
const RING_PX: f64 = 4.0;

/// Whether a level carries its drawing before the others.
const fn is_grave(level: Level) -> bool {
    matches!(level, Level::Red | Level::Orange)
}

/// Something of each level, by class.
pub(super) fn by_level<V: Into<Value>>(of: impl Fn(Level) -> V) -> Value {
    let classes = (0..icons::LEVEL_CLASSES as u8).map(|class| of(Level::of_class(class)));
    by_class(classes.collect::<Vec<_>>(), of(Level::Unrated))
}

/// How much smaller than it is made a level's symbol is drawn far away.
pub(super) fn small_by(level: Level) -> f64 {
    let of = icons::level_shape(level);
    of.small / f64::from(of.large)
}

/// Something of the size in which each level's symbol is drawn, by zoom and class. Symbols grow without a jump: where
/// one comes to carry its drawing it has grown to hold it.
fn level_sizes(of: impl Fn(LevelShape, f64) -> f64) -> [(f64, Value); 5] {
    let (some, all_of_them) = LEVEL_ICONS_FROM;
    let at = |px: fn(Level, LevelShape) -> f64| {
        by_level(|level| of(icons::level_shape(level), px(level, icons::level_shape(level))))
    };
    let grave_only = |level, of: LevelShape| if is_grave(level) { of.middle } else { of.small };
    [
        (8.0, at(|_, of| 0.8 * of.small)),
        (10.0, at(|_, of| of.small)),
        (some, at(grave_only)),
        (all_of_them, at(|_, of| of.middle)),
        (14.0, at(|_, of| f64::from(of.large))),
    ]
}

/// The ring around a symbol, px.
pub(super) fn ring_radius() -> Value {
    by_zoom([(9.0, 10.5), (12.0, 12.5), (14.0, 15.0)])
}

/// Whether a venue is of a kind that worries.
fn worry() -> Value {
    one_of("kind", WORRY)
}
