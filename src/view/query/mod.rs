//! A view as the text behind the `?` of a link, and back.
//!
//! Defaults are left out, and so are the parameters of other workbenches than the open one: they would follow a reader
//! to where they mean nothing. Numbers are rounded (5 decimals of a degree, 2 of a zoom) so that float noise cannot change the text,
//! and what cannot be read is returned beside the view instead of failing.

mod text;

#[cfg(test)]
mod tests;

use super::area;
use super::selection::{self, Step};
use super::{Camera, Compare, Fire, LEVELLED, Planning, PlanningMode, RATED, Ranked, Role, Theme, Traffic, View};
use crate::dataset::dates;
use crate::domain::{CrashPart, LayerName, Level};
use crate::engine::{Lacks, crash_filter};
use crate::text::Lang;
use crate::units::LngLat;
pub use text::sort_code;
use text::*;
pub(super) use text::{level_code, level_kind};

/// The text form's version; links with another one are read as far as they can be.
const VERSION: &str = "1";

/// What classes are cut over that are not cut over the crashes that pass.
const ALL_CLASSES: &str = "all";

/// Parts of a link that could not be read, as `name=value`.
pub type Ignored = Vec<String>;

impl View {
    /// The text behind the `?`; empty for the default view.
    pub fn to_query(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let mut q = Writer::default();
        q.put("role", self.role.code());
        if let Some(city) = &self.city {
            q.put("data", city);
        }
        if let Some(lang) = self.lang {
            q.put("lang", lang.code());
        }
        if let Some(theme) = self.theme {
            q.put("theme", if theme == Theme::Dark { "dark" } else { "light" });
        }
        if let Some(layers) = &self.layers {
            q.put("layers", &layers.iter().map(|l| l.code()).collect::<Vec<_>>().join("."));
        }
        if let Some(fade) = self.looks.fade_text() {
            q.put("fade", &fade);
        }
        if let Some(order) = self.looks.order_text() {
            q.put("order", &order);
        }
        if let Some(s) = &self.selected {
            q.put("sel", &format!("{}:{}", s.layer.code(), s.id));
        }
        if let Some(area) = &self.area {
            q.put("inside", &area::to_text(area));
        }
        if let Some(day) = self.shown_day() {
            q.put("day", &day);
        }
        match self.role {
            Role::Planning => {
                if let Some(pin) = self.pin {
                    q.put("pin", &format!("{},{}", round(pin.lng, 5), round(pin.lat, 5)));
                }
                self.planning.write(&mut q);
            }
            Role::Traffic => self.traffic.write(&mut q),
            Role::Fire => self.fire.write(&mut q),
            Role::Ledger => {
                for (name, value) in self.ledger.to_parts() {
                    q.put(name, &value);
                }
            }
            Role::Overview => {}
        }
        if self.asks_crashes() {
            for (name, value) in crash_filter::to_parts(&self.crashes) {
                q.put(name, &value);
            }
        }
        if let Some(compare) = self.comparing() {
            q.put("vs", &compare.to_text());
        }
        if let Some(c) = self.camera {
            q.put("at", &format!("{},{},{}", round(c.lng, 5), round(c.lat, 5), round(c.zoom, 2)));
            q.number("bearing", c.bearing, 0.0);
        }
        q.finish()
    }

    /// The view of a link's text, with or without the `?`. Never fails: what cannot be read is returned beside it.
    pub fn from_query(query: &str) -> (Self, Ignored) {
        let mut view = Self::default();
        let mut ignored = Ignored::new();
        let parts = || query.trim_start_matches('?').split('&').filter(|p| !p.is_empty());
        // Links of before the overview named no role for planning.
        let planned =
            |part: &str| !matches!(part.split_once('=').map_or(part, |p| p.0), "v" | "lang" | "theme" | "data");
        if parts().any(planned) {
            view.role = Role::Planning;
        }
        // Links of before planning began with levels named no mode where they meant density.
        let named = |name: &str| parts().any(|part| part.split_once('=').map_or(part, |p| p.0) == name);
        let of_density = || ["density", "weight", "bw", "pin", "breaks"].into_iter().any(named) || crashes_named(named);
        let of_before = !named("mode") && parts().any(planned) && (!named("role") || of_density());
        for pair in parts() {
            let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(raw);
            if view.read(name, &value).is_none() {
                ignored.push(format!("{name}={value}"));
            }
        }
        if of_before && view.role == Role::Planning {
            view.planning.mode = PlanningMode::Density;
        }
        (view, ignored)
    }

    /// Takes one part of a link; `None` when it cannot be read.
    fn read(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "v" => (value == VERSION).then_some(())?,
            "role" => self.role = Role::ALL.into_iter().find(|r| r.code() == value)?,
            "data" => self.city = Some(value.to_owned()),
            "lang" => self.lang = Some(Lang::from_code(value)?),
            "theme" => {
                self.theme = Some(match value {
                    "dark" => Theme::Dark,
                    "light" => Theme::Light,
                    _ => return None,
                });
            }
            "layers" => {
                let mut layers: Vec<LayerName> =
                    value.split('.').filter(|c| !c.is_empty()).map(LayerName::from_code).collect::<Option<_>>()?;
                layers.sort_unstable();
                layers.dedup();
                self.layers = Some(layers);
            }
            "fade" => self.looks.read_fade(value)?,
            "order" => self.looks.read_order(value)?,
            "sel" => {
                self.selected = Some(feature_id(value)?);
            }
            "inside" => self.area = Some(area::from_text(value)?),
            "pin" => {
                let (lng, lat) = value.split_once(',')?;
                self.pin = Some(LngLat::new(within(lng, -180.0, 180.0)?, within(lat, -90.0, 90.0)?));
            }
            "mode" => {
                self.planning.mode = PlanningMode::ALL.into_iter().find(|mode| mode.code() == value)?;
            }
            "of" => self.planning.levels_of = LayerName::from_code(value).filter(|layer| LEVELLED.contains(layer))?,
            "level" => self.planning.level = level_kind(value)?,
            // Links of before all workbenches showed one day named the ledger's like this.
            "day" | "on" => self.day = Some(dates::write_date(dates::parse_date(value)?)),
            "in" => self.planning.district = Some(value.to_owned()),
            "hazard" => self.planning.hazard = Some(value.to_owned()).filter(|kind| !kind.is_empty()),
            "site-kind" => self.planning.site_kind = Some(value.to_owned()).filter(|kind| !kind.is_empty()),
            "site" => self.planning.site = Some(feature_id(value)?),
            "density" => self.planning.density_of = Some(LayerName::from_code(value)?),
            "weight" => self.planning.weight = Some(value.to_owned()),
            "bw" => self.planning.bandwidth_m = within(value, 10.0, 50_000.0)?,
            "exposure" => self.planning.exposure_of = LayerName::from_code(value)?,
            "within" => self.planning.distance_m = within(value, 0.0, 50_000.0)?,
            "breaks" => self.planning.breaks = breaks(value)?,
            "snap" => self.traffic.snap_m = within(value, 0.0, 1_000.0)?,
            "rank" => self.traffic.sort = section_sort(value)?,
            "classes" => self.traffic.breaks = breaks(value)?,
            // Links of before classes were cut over what passes named that.
            "classes-of" => {
                self.traffic.own_classes = match value {
                    ALL_CLASSES => false,
                    "passing" => true,
                    _ => return None,
                };
            }
            "ranked" => {
                self.traffic.scope = match value {
                    "view" => Ranked::View,
                    "selection" => Ranked::Selection,
                    _ => return None,
                };
            }
            "road-num" => self.traffic.ranges.read(&[LayerName::Roads], value)?,
            "road" => self.traffic.selected.push(value.to_owned()),
            "pick" => selection::push(&mut self.traffic.made, Step::from_text(value)?),
            "kinds" => self.fire.kinds = value.split('.').filter(|k| !k.is_empty()).map(str::to_owned).collect(),
            "district" => self.fire.district = Some(value.to_owned()),
            "lacking" => self.fire.lacking = Lacks::from_codes(value)?,
            "levels" => self.fire.levels = levels(value)?,
            "only" => self.planning.only = levels(value)?,
            "num" => self.fire.ranges.read(&[LayerName::Venues], value)?,
            "of-num" => self.planning.numbers.read(&RATED, value)?,
            "sort" => self.fire.sort = Some(sort(value)?),
            "vs" => self.compare = Some(Compare::from_text(value)?),
            "at" => {
                let mut parts = value.split(',');
                let lng = within(parts.next()?, -180.0, 180.0)?;
                let lat = within(parts.next()?, -90.0, 90.0)?;
                let zoom = within(parts.next()?, 0.0, 24.0)?;
                let bearing = self.camera.map_or(0.0, |c| c.bearing);
                self.camera = Some(Camera { lng, lat, zoom, bearing });
            }
            "bearing" => self.camera.as_mut()?.bearing = within(value, -180.0, 180.0)?,
            _ => return crash_filter::read(&mut self.crashes, name, value).or_else(|| self.ledger.read(name, value)),
        }
        Some(())
    }
}

/// Whether a link names any part of a filter of crashes.
fn crashes_named(named: impl Fn(&str) -> bool) -> bool {
    ["from", "to", "hours", "weekdays"].into_iter().chain(CrashPart::OF_WORDS.map(CrashPart::field)).any(named)
}

impl Planning {
    fn write(&self, q: &mut Writer) {
        let d = Self::default();
        if self.mode != d.mode {
            q.put("mode", self.mode.code());
        }
        if let Some(layer) = self.density_of {
            q.put("density", layer.code());
        }
        if let Some(weight) = &self.weight {
            q.put("weight", weight);
        }
        q.number("bw", self.bandwidth_m, d.bandwidth_m);
        if self.exposure_of != d.exposure_of {
            q.put("exposure", self.exposure_of.code());
        }
        q.number("within", self.distance_m, d.distance_m);
        q.breaks("breaks", self.breaks, d.breaks);
        if self.levels_of != d.levels_of {
            q.put("of", self.levels_of.code());
        }
        if self.level != d.level {
            q.put("level", level_code(self.level));
        }
        if let Some(district) = &self.district {
            q.put("in", district);
        }
        for range in self.numbers.to_texts() {
            q.put("of-num", &range);
        }
        if !self.only.is_empty() {
            q.put("only", &Level::codes(&self.only));
        }
        if let Some(kind) = &self.hazard {
            q.put("hazard", kind);
        }
        if let Some(kind) = &self.site_kind {
            q.put("site-kind", kind);
        }
        // A pair is told by its hazard, which is selected, and its site.
        if let Some(site) = self.site.as_ref().filter(|_| self.mode == PlanningMode::Conflicts) {
            q.put("site", &format!("{}:{}", site.layer.code(), site.id));
        }
    }
}

impl Traffic {
    fn write(&self, q: &mut Writer) {
        let d = Self::default();
        q.number("snap", self.snap_m, d.snap_m);
        if self.sort != d.sort {
            q.put("rank", section_sort_code(self.sort));
        }
        q.breaks("classes", self.breaks, d.breaks);
        if !self.own_classes {
            q.put("classes-of", ALL_CLASSES);
        }
        match self.scope {
            Ranked::City => {}
            Ranked::View => q.put("ranked", "view"),
            Ranked::Selection => q.put("ranked", "selection"),
        }
        for range in self.ranges.to_texts() {
            q.put("road-num", &range);
        }
        for text in self.made.iter().flat_map(Step::to_texts) {
            q.put("pick", &text);
        }
        if self.made.is_empty() && !self.is_left_out() {
            for id in &self.selected {
                q.put("road", id);
            }
        }
    }
}

impl Fire {
    fn write(&self, q: &mut Writer) {
        if !self.kinds.is_empty() {
            q.put("kinds", &self.kinds.join("."));
        }
        if let Some(district) = &self.district {
            q.put("district", district);
        }
        if !self.lacking.is_empty() {
            q.put("lacking", &self.lacking.codes());
        }
        for range in self.ranges.to_texts() {
            q.put("num", &range);
        }
        if !self.levels.is_empty() {
            q.put("levels", &Level::codes(&self.levels));
        }
        if let Some(by) = self.sort {
            q.put("sort", sort_code(by));
        }
    }
}
