//! What is suspicious about a city. Nothing is corrected: every finding is a warning that says what was seen.

mod dates;
mod ledger;
mod parameters;
mod peak;
mod places;
mod shift;
mod substances;
mod twins;

use super::report::{Report, Warning, WarningKind, shortened};
use crate::domain::{City, Layer, LayerName, Words};
use crate::units::{LngLat, LngLatBox};

/// Looks at a whole city and adds what it notices to the report. About 0.1 s for a million features.
pub fn check(city: &City, report: &mut Report) {
    places::far_and_swapped(city, report);
    twins::duplicates(city, report);
    places::wide(city, report);
    shift::shifted(city, report);
    dates::order(city, report);
    substances::cas_numbers(city, report);
    ledger::references(city, report);
    parameters::unread(city, report);
}

/// Layers with features of which [`check()`] cannot tell whether the whole of them is shifted.
pub fn unjudged_for_shift(city: &City) -> Vec<LayerName> {
    shift::unjudged(city)
}

/// Looks again at a city that rows were added to or corrected in: what it noticed before makes way for what is so now.
pub fn again(city: &City, report: &mut Report) {
    strip(report);
    check(city, report);
}

/// Takes out what [`check()`] noticed, so that what reading noticed is left.
pub fn strip(report: &mut Report) {
    use WarningKind::*;
    let found = |kind: WarningKind| {
        matches!(kind, Outlier | Swapped | Shifted | Duplicate | DateOrder | CasNumber | Quantity | NoTarget | WideCity)
    };
    report.warnings.retain(|w| !found(w.kind) && !w.field.starts_with("parameters."));
    for layer in report.layers.values_mut() {
        layer.warnings.retain(|w| !found(w.kind));
        layer.warning_counts.retain(|kind, _| !found(*kind));
    }
}

/// Adds a finding about one row to its layer's report.
fn note(
    report: &mut Report,
    layer: &Layer,
    row: usize,
    (kind, field, found): (WarningKind, &str, &str),
    text: impl FnOnce() -> Words,
) {
    let code = layer.name().code();
    report.layers.entry(code.to_owned()).or_default().warn(kind, || {
        let source = layer.source(row);
        let (file, number) = source.rsplit_once('#').unwrap_or((&source, ""));
        Warning {
            kind,
            layer: code.to_owned(),
            file: file.to_owned(),
            row: number.parse().ok(),
            field: field.to_owned(),
            found: shortened(found),
            text: text(),
        }
    });
}

/// The middle of a feature's box; `None` for a row without a place.
fn centre(layer: &Layer, row: usize) -> Option<LngLat> {
    match layer.shapes().get(row).coords() {
        [at] => Some(*at),
        coords => LngLatBox::around(coords.iter().copied()).map(|b| b.centre()),
    }
}

/// A position from which others are measured; good to a percent within a few hundred kilometres.
#[derive(Clone, Copy)]
struct Spot {
    at: LngLat,
    cos_lat: f64,
}

impl Spot {
    fn new(at: LngLat) -> Self {
        Self { at, cos_lat: libm::cos(at.lat.to_radians()) }
    }

    /// Metres east and north from here to another position.
    fn offset_m(self, to: LngLat) -> (f64, f64) {
        const M_PER_DEGREE: f64 = 111_195.0;
        let east = (to.lng - self.at.lng) * self.cos_lat * M_PER_DEGREE;
        (east, (to.lat - self.at.lat) * M_PER_DEGREE)
    }

    fn distance_m(self, to: LngLat) -> f64 {
        let (east, north) = self.offset_m(to);
        (east * east + north * north).sqrt()
    }
}

/// Metres east and north from one position to another.
fn offset_m(from: LngLat, to: LngLat) -> (f64, f64) {
    Spot::new(from).offset_m(to)
}

fn distance_m(from: LngLat, to: LngLat) -> f64 {
    Spot::new(from).distance_m(to)
}

/// The value below which a share of the values lies. Changes their order; `None` for no values.
fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let at = (share * last as f64).round() as usize;
    Some(*values.select_nth_unstable_by(at, f64::total_cmp).1)
}

#[cfg(test)]
mod tests;
