//! A view as the text behind the `?` of a link, and back.
//!
//! Defaults are left out, and so are the parameters of other workbenches than the open one: they would follow a reader
//! to where they mean nothing. Numbers are rounded (5 decimals of a degree, 2 of a zoom) so that float noise cannot change the text,
//! and what cannot be read is returned beside the view instead of failing.

use super::area;
use super::selection::{self, Step};
use super::{Camera, FeatureId, Fire, LEVELLED, Planning, PlanningMode, Role, Theme, Traffic, View};
use crate::dataset::dates;
use crate::domain::LayerName;
use crate::engine::{Breaks, LevelKind, SectionSort, VenueSort};
use crate::text::Lang;
use crate::units::LngLat;

/// The text form's version; links with another one are read as far as they can be.
const VERSION: &str = "1";

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
        if let Some(s) = &self.selected {
            q.put("sel", &format!("{}:{}", s.layer.code(), s.id));
        }
        if let Some(area) = &self.area {
            q.put("inside", &area::to_text(area));
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
        for pair in parts() {
            let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(raw);
            if view.read(name, &value).is_none() {
                ignored.push(format!("{name}={value}"));
            }
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
            "day" => self.planning.day = Some(dates::write_date(dates::parse_date(value)?)),
            "in" => self.planning.district = Some(value.to_owned()),
            "hazard" => self.planning.hazard = Some(value.to_owned()).filter(|kind| !kind.is_empty()),
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
            "road" => self.traffic.selected.push(value.to_owned()),
            "pick" => selection::push(&mut self.traffic.made, Step::from_text(value)?),
            "kinds" => self.fire.kinds = value.split('.').filter(|k| !k.is_empty()).map(str::to_owned).collect(),
            "district" => self.fire.district = Some(value.to_owned()),
            "sort" => self.fire.sort = Some(sort(value)?),
            "at" => {
                let mut parts = value.split(',');
                let lng = within(parts.next()?, -180.0, 180.0)?;
                let lat = within(parts.next()?, -90.0, 90.0)?;
                let zoom = within(parts.next()?, 0.0, 24.0)?;
                let bearing = self.camera.map_or(0.0, |c| c.bearing);
                self.camera = Some(Camera { lng, lat, zoom, bearing });
            }
            "bearing" => self.camera.as_mut()?.bearing = within(value, -180.0, 180.0)?,
            _ => return self.ledger.read(name, value),
        }
        Some(())
    }
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
        if let Some(day) = &self.day {
            q.put("day", day);
        }
        if let Some(district) = &self.district {
            q.put("in", district);
        }
        if let Some(kind) = &self.hazard {
            q.put("hazard", kind);
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
        if let Some(by) = self.sort {
            q.put("sort", sort_code(by));
        }
    }
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn put(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        encode(value, &mut self.0);
    }

    fn number(&mut self, name: &str, value: f64, default: f64) {
        if round(value, 2) != round(default, 2) {
            self.put(name, &round(value, 2));
        }
    }

    fn breaks(&mut self, name: &str, value: Breaks, default: Breaks) {
        if value != default {
            self.put(name, breaks_code(value));
        }
    }

    fn finish(self) -> String {
        if self.0.is_empty() { self.0 } else { format!("v={VERSION}&{}", self.0) }
    }
}

/// Leaves letters, digits and `-._~,:/` as they are, so that links stay readable, and encodes the rest.
fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,:/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn decode(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = (first == b'%').then(|| tail.get(..2)).flatten().and_then(|hex| {
            let hex = std::str::from_utf8(hex).ok()?;
            u8::from_str_radix(hex, 16).ok()
        });
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(if first == b'+' { b' ' } else { first });
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A number with at most so many decimals, without trailing zeros, never "-0".
fn round(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn feature_id(text: &str) -> Option<FeatureId> {
    let (layer, id) = text.split_once(':')?;
    Some(FeatureId { layer: LayerName::from_code(layer)?, id: id.to_owned() })
}

fn within(text: &str, min: f64, max: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|v| (min..=max).contains(v))
}

const fn breaks_code(value: Breaks) -> &'static str {
    match value {
        Breaks::Quantile => "quantile",
        Breaks::Natural => "natural",
        Breaks::Equal => "equal",
        Breaks::Pretty => "round",
    }
}

fn breaks(code: &str) -> Option<Breaks> {
    [Breaks::Quantile, Breaks::Natural, Breaks::Equal, Breaks::Pretty].into_iter().find(|b| breaks_code(*b) == code)
}

const fn level_code(value: LevelKind) -> &'static str {
    match value {
        LevelKind::Base => "base",
        LevelKind::Dynamic => "dynamic",
    }
}

fn level_kind(code: &str) -> Option<LevelKind> {
    [LevelKind::Base, LevelKind::Dynamic].into_iter().find(|kind| level_code(*kind) == code)
}

const fn sort_code(value: VenueSort) -> &'static str {
    match value {
        VenueSort::People => "people",
        VenueSort::Floors => "floors",
        VenueSort::StationDistance => "station",
        VenueSort::HydrantDistance => "hydrant",
    }
}

fn sort(code: &str) -> Option<VenueSort> {
    [VenueSort::People, VenueSort::Floors, VenueSort::StationDistance, VenueSort::HydrantDistance]
        .into_iter()
        .find(|s| sort_code(*s) == code)
}

const fn section_sort_code(value: SectionSort) -> &'static str {
    match value {
        SectionSort::PerKm => "per-km",
        SectionSort::Crashes => "crashes",
        SectionSort::Deaths => "deaths",
        SectionSort::Epdo => "epdo",
        SectionSort::EpdoPerKm => "epdo-per-km",
    }
}

fn section_sort(code: &str) -> Option<SectionSort> {
    SectionSort::ALL.into_iter().find(|s| section_sort_code(*s) == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Area, LedgerFilter, LedgerGroup};
    use crate::risk::ledger::{DangerLevel, State};
    use crate::view::Ledger;

    fn everything() -> View {
        View {
            role: Role::Fire,
            city: Some("/data/列支敦士登 & co/".to_owned()),
            lang: Some(Lang::En),
            theme: Some(Theme::Dark),
            layers: Some(vec![LayerName::Facilities, LayerName::Crashes]),
            selected: Some(FeatureId { layer: LayerName::Venues, id: "a:b=c?100%".to_owned() }),
            area: Some(Area::Circle { at: LngLat::new(112.3, 30.9), radius_m: 500.0 }),
            pin: Some(View::pin_at(LngLat::new(112.345678, -0.000004))),
            camera: Some(Camera { lng: -2.25, lat: 53.5, zoom: 11.25, bearing: -30.0 }),
            planning: Planning {
                mode: PlanningMode::Exposure,
                density_of: Some(LayerName::Venues),
                weight: Some("people_day".to_owned()),
                bandwidth_m: 250.0,
                exposure_of: LayerName::Routes,
                distance_m: 1234.5,
                breaks: Breaks::Equal,
                levels_of: LayerName::Venues,
                level: LevelKind::Base,
                day: Some("2025-11-07".to_owned()),
                district: Some("990103".to_owned()),
                hazard: Some("lpg_station".to_owned()),
                site: None,
            },
            traffic: Traffic {
                snap_m: 15.0,
                sort: SectionSort::EpdoPerKm,
                breaks: Breaks::Quantile,
                selected: vec!["w1-2".to_owned(), "人民路 1".to_owned()],
                made: vec![],
            },
            fire: Fire {
                kinds: vec!["mall".to_owned(), "hotel".to_owned()],
                district: Some("990102".to_owned()),
                sort: Some(VenueSort::HydrantDistance),
            },
            ledger: Ledger {
                day: Some("2026-01-15".to_owned()),
                filter: LedgerFilter {
                    sector: Some("gas".to_owned()),
                    district: Some("990102".to_owned()),
                    campaign: Some("2025-gas-100".to_owned()),
                    leader: Some("副市长 甲".to_owned()),
                    department: Some("城管委".to_owned()),
                    enterprise: Some("甲燃气".to_owned()),
                    level: Some(DangerLevel::Major),
                    state: Some(State::ToVerify),
                    group: Some(LedgerGroup::Overdue),
                },
                danger: Some("Y-00012".to_owned()),
                unchecked: true,
            },
        }
    }

    #[test]
    fn the_default_view_is_no_text() {
        assert_eq!(View::default().to_query(), "");
        assert_eq!(View::from_query(""), (View::default(), vec![]));
    }

    #[test]
    fn every_part_comes_back() {
        for role in Role::OPEN {
            // Of the workbenches' own parameters those of the open one.
            let View { pin, planning, traffic, fire, ledger, .. } = everything();
            let own = match role {
                Role::Planning => View { pin, planning, ..View::default() },
                Role::Traffic => View { traffic, ..View::default() },
                Role::Ledger => View { ledger, ..View::default() },
                Role::Fire => View { fire, ..View::default() },
                Role::Overview => View::default(),
            };
            let (all, asked) = (View { role, ..everything() }, View { role, ..everything() }.to_query());
            let expected = View {
                pin: own.pin,
                planning: own.planning,
                traffic: own.traffic,
                fire: own.fire,
                ledger: own.ledger,
                ..all
            };
            assert_eq!(View::from_query(&asked), (expected.clone(), vec![]));
            assert_eq!(expected.to_query(), asked);
            assert_eq!(View::from_query(&format!("?{asked}")).0.to_query(), asked);
        }
        for sort in SectionSort::ALL {
            let view = View { role: Role::Traffic, traffic: Traffic { sort, ..Traffic::default() }, ..View::default() };
            assert_eq!(View::from_query(&view.to_query()), (view, vec![]));
        }
    }

    #[test]
    fn a_link_to_levels_says_whose_which_and_when() {
        let query = "v=1&role=planning&mode=levels&of=pipelines&level=base&day=2025-11-07&in=990103";
        let (view, ignored) = View::from_query(query);
        assert_eq!(ignored, Vec::<String>::new());
        assert_eq!(view.planning.mode, PlanningMode::Levels);
        assert_eq!(view.planning.levels_of, LayerName::Pipelines);
        assert_eq!((view.planning.level, view.planning.day.as_deref()), (LevelKind::Base, Some("2025-11-07")));
        assert_eq!(view.to_query(), query);
        // What has no level, no such level, no day of the calendar.
        let (view, ignored) = View::from_query("mode=levels&of=roads&level=worst&day=2025-02-30");
        assert_eq!(ignored, ["of=roads", "level=worst", "day=2025-02-30"]);
        assert_eq!(view.planning, Planning { mode: PlanningMode::Levels, ..Planning::default() });
    }

    #[test]
    fn a_link_to_conflicts_says_which_and_the_pair_that_is_looked_at() {
        let query = "v=1&role=planning&sel=facilities:F-9&mode=conflicts&in=990103&hazard=lpg_station&site=venues:V-7";
        let (view, ignored) = View::from_query(query);
        assert_eq!((ignored, view.to_query().as_str()), (vec![], query));
        assert_eq!(view.planning.site, Some(FeatureId { layer: LayerName::Venues, id: "V-7".to_owned() }));
        let mut levels = view;
        levels.planning.mode = PlanningMode::Levels;
        assert!(!levels.to_query().contains("site="), "elsewhere nobody looks at a pair");
        assert_eq!(View::from_query("site=V-7&site=moon:1").1, ["site=V-7", "site=moon:1"]);
    }

    #[test]
    fn a_newcomer_sees_the_overview_and_an_old_link_planning() {
        for bare in ["", "?", "v=1", "lang=en&theme=dark", "v=1&data=big.zip"] {
            assert_eq!(View::from_query(bare).0.role, Role::Overview, "{bare}");
        }
        for old in ["v=1&mode=levels", "v=1&at=112,30,9", "sel=facilities:F-1", "v=1&layers="] {
            assert_eq!(View::from_query(old).0.role, Role::Planning, "{old}");
        }
        assert_eq!(View::default().to_query(), "");
        for role in Role::ALL {
            let view = View { role, lang: Some(Lang::En), ..View::default() };
            assert_eq!(View::from_query(&view.to_query()), (view, vec![]));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_is_kept() {
        let (view, ignored) =
            View::from_query("role=fire&at=200,0,3&bw=NaN&nonsense=1&pin=112.3&sort=%E4%BA&within=inf&lang=en");
        assert_eq!(view.role, Role::Fire);
        assert_eq!(view.lang, Some(Lang::En));
        assert_eq!(view.camera, None);
        assert_eq!(ignored.len(), 6, "{ignored:?}");
    }

    #[test]
    fn float_noise_does_not_change_the_text() {
        let mut a = everything();
        let b = a.to_query();
        if let Some(c) = &mut a.camera {
            c.lng += 1e-9;
            c.zoom -= 1e-7;
        }
        assert_eq!(a.to_query(), b);
    }
}
