//! What the page says about an answer: captions, reasons, summaries. Computed from the reply alone, so that no sentence
//! can say what the figures do not. One file a workbench.

mod area;
pub mod changes;
mod chosen;
mod compare;
mod conflicts;
mod figures;
mod fire;
mod levels;
mod listing;
mod overview;
mod planning;
mod traffic;

pub use area::*;
pub use chosen::*;
pub use compare::*;
pub use conflicts::*;
pub use figures::*;
pub use fire::*;
pub use levels::*;
pub use listing::*;
pub use overview::*;
pub use planning::*;
pub use traffic::*;

use super::terms::{count, exact};
use super::words::Word;
use crate::domain::LayerName;
use crate::text::Lang;

/// The finding in one line, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// The finding.
    pub title: String,
    /// What it rests on.
    pub note: String,
}

/// Joins parts that stand side by side.
pub fn aside(parts: &[String]) -> String {
    parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A period as text; empty for none.
pub fn period(days: &Option<(String, String)>) -> String {
    days.as_ref().map(|(from, to)| if from == to { from.clone() } else { format!("{from} – {to}") }).unwrap_or_default()
}

/// So many features of a layer, with the layer's own counting word.
pub fn counted(layer: LayerName, n: u32, lang: Lang) -> String {
    let word = match layer {
        LayerName::Crashes => Word::CountCrashes,
        LayerName::Venues => Word::CountVenues,
        LayerName::Facilities => Word::CountFacilities,
        LayerName::Dangers => Word::CountDangers,
        LayerName::Pipelines => Word::CountPipelines,
        LayerName::Districts => Word::CountDistricts,
        _ => Word::CountPoints,
    };
    word.fill(lang, &[&count(u64::from(n))])
}

/// The length of a scale bar: a round number of metres at most so many pixels long, and its pixels.
pub fn scale_bar(metres_per_px: f64, longest_px: f64) -> Option<(f64, f64)> {
    let longest_m = metres_per_px * longest_px;
    if !longest_m.is_finite() || longest_m <= 0.0 {
        return None;
    }
    let power = 10f64.powf(longest_m.log10().floor());
    let length_m = [5.0, 2.0, 1.0].iter().map(|step| step * power).find(|m| *m <= longest_m)?;
    Some((length_m, length_m / metres_per_px))
}

/// The length of a scale bar in words: round numbers need no noughts behind the point.
pub fn bar_length(length_m: f64) -> String {
    if length_m < 1000.0 { format!("{} m", exact(length_m)) } else { format!("{} km", exact(length_m / 1000.0)) }
}

#[cfg(test)]
pub(in crate::ui) mod tests {
    use super::*;
    use crate::domain::Words;
    use crate::engine::{FeatureRef, Hit};
    use crate::units::{LngLat, LngLatBox};

    pub(in crate::ui) fn hit(layer: LayerName, name: &str) -> Hit {
        Hit {
            feature: FeatureRef { layer, row: 0 },
            id: name.to_owned(),
            name: Words::same(name),
            kind: "hotel".to_owned(),
            at: LngLat::default(),
            bounds: LngLatBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 },
            sections: Vec::new(),
            apart: Words::default(),
            own: false,
            distance_m: None,
            working: None,
            level: None,
            people: None,
        }
    }

    #[test]
    fn a_scale_bar_is_round_and_fits() {
        assert_eq!(scale_bar(10.0, 100.0), Some((1000.0, 100.0)));
        assert_eq!(scale_bar(9.0, 100.0), Some((500.0, 500.0 / 9.0)));
        assert_eq!(scale_bar(0.35, 100.0).map(|s| s.0), Some(20.0));
        assert_eq!([0.5, 200.0, 1000.0, 20_000.0].map(bar_length), ["0.5 m", "200 m", "1 km", "20 km"]);
        assert_eq!(scale_bar(0.0, 100.0), None);
        assert_eq!(scale_bar(f64::NAN, 100.0), None);
    }
}
