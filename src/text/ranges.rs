//! Ranges of numbers in words.

use super::{Lang, exact, field, unit};
use crate::domain::ranges::number_unit;
use crate::domain::{LayerName, NumberRange, NumberRanges};

/// A number of a layer as it is written: with every figure; a year is a name, and has no thousands comma.
pub fn amount(number: &str, value: f64) -> String {
    if number.ends_with("_year") { value.to_string() } else { exact(value) }
}

/// A range with what its number is called and its unit. People and days are named by the number.
pub fn number_range(layer: LayerName, range: &NumberRange, lang: Lang) -> String {
    let said = |end: f64| amount(&range.number, end);
    let ends = match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => format!("= {}", said(from)),
        (Some(from), Some(to)) if from < 0.0 => format!("{} … {}", said(from), said(to)),
        (Some(from), Some(to)) => format!("{}–{}", said(from), said(to)),
        (Some(from), None) => format!("≥ {}", said(from)),
        (None, Some(to)) => format!("≤ {}", said(to)),
        (None, None) => String::new(),
    };
    let unit = match number_unit(layer, &range.number) {
        None | Some("" | "persons" | "d") => String::new(),
        Some(of) => format!(" {}", unit(of, lang)),
    };
    let unknown = if range.with_unknown { lang.pick("（含未知）", " (or unknown)") } else { "" };
    format!("{} {ends}{unit}{unknown}", field(layer, &range.number, lang))
}

/// Ranges in one line; empty where nothing is left out.
pub fn number_ranges(layer: LayerName, ranges: &NumberRanges, lang: Lang) -> String {
    ranges.iter().map(|range| number_range(layer, range, lang)).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use LayerName::{Dangers, Pipelines, Venues};

    #[test]
    fn a_range_is_said_with_its_unit_in_both_languages() {
        for (layer, number, ends, zh, en) in [
            (Venues, "beds", "50..", "床位 ≥ 50", "Beds ≥ 50"),
            (Venues, "area_m2", "..1500.5", "面积 ≤ 1,500.5 m²", "Area ≤ 1,500.5 m²"),
            (Venues, "floors", "3..3~", "层数 = 3（含未知）", "Floors = 3 (or unknown)"),
            (Venues, "occupied_floor", "-2..5", "所在楼层 −2 … 5", "Floor occupied −2 … 5"),
            (Venues, "station_m", "2000..", "距消防站 ≥ 2,000 m", "To a fire station ≥ 2,000 m"),
            (Dangers, "overdue_days", "1..30", "逾期天数 1–30", "Days overdue 1–30"),
            (Pipelines, "laid_year", "1990..2010", "敷设年份 1990–2010", "Laid in 1990–2010"),
        ] {
            let range = NumberRange::of_ends(number, ends).unwrap();
            let said = [Lang::Zh, Lang::En].map(|lang| number_range(layer, &range, lang));
            assert_eq!(said, [zh, en]);
        }
    }
}
