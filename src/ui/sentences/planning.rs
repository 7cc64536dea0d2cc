//! What the page says about surfaces and exposure.

use super::{Caption, aside, counted, crashes_asked, left_out, period};
use crate::domain::LayerName;
use crate::engine::{Counted, DensityQuery, DensitySurface, ExposureOf, ExposureRow, ExposureTable};
use crate::text::Lang;
use crate::ui::terms::{self, count, number};
use crate::ui::words::Word;
use crate::view::DENSITY_LAYERS;

/// The unit of a density.
pub fn density_unit(query: &DensityQuery, lang: Lang) -> String {
    match &query.weight {
        Some(field) => Word::PerKm2.fill(lang, &[&terms::field(query.layer, field, lang)]),
        None => match query.layer {
            LayerName::Crashes => Word::CrashesPerKm2,
            LayerName::Dangers => Word::DangersPerKm2,
            _ => Word::PlacesPerKm2,
        }
        .said(lang)
        .to_owned(),
    }
}

/// Whether the surface keeps the sum of what went in, with both numbers; what they differ by only where it shows.
pub fn conserved(surface: &DensitySurface, lang: Lang) -> String {
    let (integral, total) = (number(surface.integral), number(surface.total));
    let percent = 100.0 * (surface.integral - surface.total).abs() / surface.total.abs().max(1.0);
    // A difference that no digit of the percentage shows is the rounding of the two numbers, not of the method.
    if integral == total || percent < 0.0005 {
        return Word::Conserved.fill(lang, &[&total, &total]);
    }
    Word::NearlyConserved.fill(lang, &[&integral, &total, &number(percent)])
}

/// How many points make a value.
pub fn made_of(query: &DensityQuery, points: u32, lang: Lang) -> String {
    match points {
        0 => Word::MadeOfNone.fill(lang, &[&number(query.bandwidth_m)]),
        n => Word::MadeOf.fill(lang, &[&counted(query.layer, n, lang)]),
    }
}

/// The density's finding; where the reader has not chosen the layer and it stands in for the usual one, that too.
pub fn density_caption(surface: &DensitySurface, chosen: bool, lang: Lang) -> Caption {
    let what = terms::layer(surface.query.layer, lang);
    let filtered = surface.query.layer == LayerName::Crashes && !surface.query.crashes.shows_all();
    let title = if surface.points == 0 && filtered {
        Word::NoCrashPasses.said(lang).to_owned()
    } else if surface.points == 0 {
        Word::DensityNone.fill(lang, &[what])
    } else {
        Word::DensityFinding.fill(lang, &[what, &number(surface.max_per_km2), &density_unit(&surface.query, lang)])
    };
    let usual = DENSITY_LAYERS[0];
    let instead = if chosen || surface.query.layer == usual {
        String::new()
    } else {
        let within = |layer| terms::layer_within(layer, lang);
        Word::InsteadOf.fill(lang, &[&within(usual), &within(surface.query.layer)])
    };
    let note = aside(&[
        instead,
        counted(surface.query.layer, surface.points, lang),
        Word::BandwidthIs.fill(lang, &[&number(surface.query.bandwidth_m)]),
        period(&surface.period),
        if filtered { crashes_asked(&surface.query.crashes, surface.period.is_some(), lang) } else { String::new() },
        left_out(surface.left_out, lang),
    ]);
    Caption { title, note }
}

/// A surface's highest value with its unit, as a word says it.
pub fn densest(surface: &DensitySurface, word: Word, lang: Lang) -> String {
    word.fill(lang, &[&number(surface.max_per_km2), &density_unit(&surface.query, lang)])
}

/// The exposure's finding.
pub fn exposure_caption(table: &ExposureTable, lang: Lang) -> Caption {
    let distance = terms::metres(table.query.distance_m);
    let title = match table.rows.first().filter(|row| row.value > 0.0) {
        Some(worst) => {
            let word = if table.by_people { Word::ExposureByPeople } else { Word::ExposureByVenues };
            let when = ranked_as(worst.counted).said(lang).to_lowercase();
            word.fill(lang, &[&distance, lang.of(&worst.hit.name), &exposure_value(worst), &when])
        }
        None => Word::ExposureNone.fill(lang, &[&distance, terms::layer(table.query.layer, lang)]),
    };
    let note = aside(&[
        Word::OfLayer.fill(lang, &[terms::layer(table.query.layer, lang), &count(table.rows.len() as u64)]),
        exposure_ranked_by(table, lang),
    ]);
    Caption { title, note }
}

/// The finding about one feature: the figure that it is ranked by, and what else is near.
pub fn exposed_caption(of: &ExposureOf, lang: Lang) -> Caption {
    let (row, distance) = (&of.row, terms::metres(of.query.distance_m));
    let word = match row.counted.is_night() {
        Some(false) => Word::ExposedByDay,
        Some(true) => Word::ExposedByNight,
        None => Word::ExposedVenues,
    };
    let title = word.fill(lang, &[lang.of(&row.hit.name), &distance, &exposure_value(row)]);
    Caption { title, note: exposure_reason(row, lang) }
}

/// What an exposure ranking counts.
pub fn exposure_ranked_by(table: &ExposureTable, lang: Lang) -> String {
    if table.by_people { Word::ByPeople } else { Word::ByVenues }.said(lang).to_owned()
}

/// The ranked figure of an exposure, with its name.
pub fn exposure_figure(row: &ExposureRow, lang: Lang) -> String {
    let word = match row.counted.is_night() {
        Some(false) => Word::ByDayIs,
        Some(true) => Word::ByNightIs,
        None => Word::CountVenues,
    };
    word.fill(lang, &[&exposure_value(row)])
}

/// The ranked value; at least so many where somebody was not counted at that time.
pub fn exposure_value(row: &ExposureRow) -> String {
    at_least(row.value, row.counted.is_night().map_or(0, |night| row.unknown[usize::from(night)]))
}

/// People, of whom some venues say nothing.
fn at_least(people: f64, uncounted: u32) -> String {
    format!("{}{}", if uncounted > 0 { "≥ " } else { "" }, number(people))
}

/// One line of reason for an exposure: people at the other time of day than the ranked figure's, and what is near.
pub fn exposure_reason(row: &ExposureRow, lang: Lang) -> String {
    let venues = count(u64::from(row.venues));
    let sensitive = Word::SensitiveOf.fill(lang, &[&count(u64::from(row.sensitive)), &venues]);
    let at = |night: bool| row.unknown[usize::from(night)];
    let unknown = match row.counted.is_night().map(at) {
        Some(n) if n > 0 => Word::WithoutHeadcount.fill(lang, &[&count(u64::from(n))]),
        _ => String::new(),
    };
    let other = match row.counted.is_night() {
        None => String::new(),
        Some(false) => Word::ByNightIs.fill(lang, &[&at_least(row.people_night, row.unknown[1])]),
        Some(true) => Word::ByDayIs.fill(lang, &[&at_least(row.people_day, row.unknown[0])]),
    };
    aside(&[other, sensitive, unknown])
}

/// What an exposure's ranked value is called, wherever it stands.
pub const fn ranked_as(counted: Counted) -> Word {
    match counted.is_night() {
        Some(false) => Word::PeopleByDay,
        Some(true) => Word::PeopleByNight,
        None => Word::ByVenues,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Breaks;
    use crate::risk::explain::Explanation;

    #[test]
    fn a_sum_differs_only_where_a_digit_shows_it() {
        let surface = |integral: f64, total: f64| DensitySurface {
            query: DensityQuery {
                layer: LayerName::Crashes,
                weight: None,
                bandwidth_m: 500.0,
                breaks: Breaks::Pretty,
                crashes: Default::default(),
            },
            revision: 1,
            breaks: vec![],
            max_per_km2: 1.0,
            densest: None,
            cell_m: 25.0,
            points: 1,
            without_weight: 0,
            left_out: 0,
            total,
            integral,
            period: None,
            explanation: Explanation::default(),
        };
        let said = |integral, total| conserved(&surface(integral, total), Lang::Zh);
        assert_eq!(said(10_298.97, 10_299.0), "合计守恒：面上积分 10,299 = 合计 10,299");
        assert_eq!(said(3_512_345.6, 3_512_340.0), "合计守恒：面上积分 3,512,340 = 合计 3,512,340");
        assert_eq!(said(1e-12, 0.0), "合计守恒：面上积分 0 = 合计 0");
        assert_eq!(said(10_288.0, 10_299.0), "面上积分 10,288，合计 10,299，差 0.107 %");
    }
}
