//! Names, numbers and codes as a link writes them.

use super::VERSION;
use crate::domain::{LayerName, Level};
pub(super) use crate::engine::decode;
use crate::engine::{Breaks, Edges, LevelKind, SectionSort, VenueSort, encode};
use crate::view::FeatureId;

#[derive(Default)]
pub(super) struct Writer(String);

impl Writer {
    pub(super) fn put(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        encode(value, &mut self.0);
    }

    pub(super) fn number(&mut self, name: &str, value: f64, default: f64) {
        if round(value, 2) != round(default, 2) {
            self.put(name, &round(value, 2));
        }
    }

    pub(super) fn breaks(&mut self, name: &str, value: Breaks, default: Breaks) {
        if value != default {
            self.put(name, &breaks_code(value));
        }
    }

    pub(super) fn finish(self) -> String {
        if self.0.is_empty() { self.0 } else { format!("v={VERSION}&{}", self.0) }
    }
}

/// A number with at most so many decimals, without trailing zeros, never "-0".
pub(super) fn round(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

pub(super) fn feature_id(text: &str) -> Option<FeatureId> {
    let (layer, id) = text.split_once(':')?;
    Some(FeatureId { layer: LayerName::from_code(layer)?, id: id.to_owned() })
}

pub(super) fn within(text: &str, min: f64, max: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|v| (min..=max).contains(v))
}

/// A way to cut classes; typed edges are written out, lowest first.
pub(super) fn breaks_code(value: Breaks) -> String {
    match value {
        Breaks::Quantile => "quantile".to_owned(),
        Breaks::Natural => "natural".to_owned(),
        Breaks::Equal => "equal".to_owned(),
        Breaks::Pretty => "round".to_owned(),
        Breaks::Typed(edges) => edges.as_slice().iter().map(f64::to_string).collect::<Vec<_>>().join("_"),
    }
}

pub(super) fn breaks(code: &str) -> Option<Breaks> {
    let named = [Breaks::Quantile, Breaks::Natural, Breaks::Equal, Breaks::Pretty];
    named.into_iter().find(|b| breaks_code(*b) == code).or_else(|| {
        let edges: Vec<f64> = code.split('_').map(|edge| edge.parse().ok()).collect::<Option<_>>()?;
        Edges::new(&edges).ok().map(Breaks::Typed)
    })
}

pub(in crate::view) const fn level_code(value: LevelKind) -> &'static str {
    match value {
        LevelKind::Base => "base",
        LevelKind::Dynamic => "dynamic",
    }
}

pub(in crate::view) fn level_kind(code: &str) -> Option<LevelKind> {
    [LevelKind::Base, LevelKind::Dynamic].into_iter().find(|kind| level_code(*kind) == code)
}

/// The levels of a link; all of them are none that is asked for.
pub(super) fn levels(text: &str) -> Option<Vec<Level>> {
    let levels = Level::read_codes(text)?;
    Some(if levels.len() == Level::ALL.len() { Vec::new() } else { levels })
}

/// An order of venues, as a link names it.
pub const fn sort_code(value: VenueSort) -> &'static str {
    match value {
        VenueSort::People => "people",
        VenueSort::Floors => "floors",
        VenueSort::StationDistance => "station",
        VenueSort::HydrantDistance => "hydrant",
        VenueSort::Level => "level",
    }
}

pub(super) fn sort(code: &str) -> Option<VenueSort> {
    VenueSort::ALL.into_iter().find(|s| sort_code(*s) == code)
}

pub(super) const fn section_sort_code(value: SectionSort) -> &'static str {
    match value {
        SectionSort::PerKm => "per-km",
        SectionSort::Crashes => "crashes",
        SectionSort::Deaths => "deaths",
        SectionSort::Epdo => "epdo",
        SectionSort::EpdoPerKm => "epdo-per-km",
    }
}

pub(super) fn section_sort(code: &str) -> Option<SectionSort> {
    SectionSort::ALL.into_iter().find(|s| section_sort_code(*s) == code)
}
