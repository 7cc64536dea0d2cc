//! What the page says about an area.

use crate::engine::Area;
use crate::text::Lang;
use crate::ui::terms;
use crate::ui::words::Word;

/// An area in words.
pub fn area_said(area: &Area, lang: Lang) -> String {
    match area {
        Area::Box(_) => Word::InsideBox.said(lang).to_owned(),
        Area::Lasso(ring) => Word::InsideRing.fill(lang, &[&terms::count(ring.len() as u64)]),
        Area::Circle { radius_m, .. } => Word::InsideCircle.fill(lang, &[&terms::metres(*radius_m)]),
        Area::Along { within_m, .. } => Word::InsideAlong.fill(lang, &[&terms::metres(*within_m)]),
        Area::District(_) => Word::InsideDistrict.said(lang).to_owned(),
    }
}

/// An area's size with its unit: m² up to a tenth of a km².
pub fn area_size(area_m2: f64) -> (String, &'static str) {
    if area_m2 < 1e5 { (terms::number(area_m2), "m²") } else { (terms::number(area_m2 / 1e6), "km²") }
}
