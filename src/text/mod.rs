//! Chinese and English words for everything the core says: layers, fields, codes, units, numbers. The page and the
//! command line use the same.
//!
//! The tables are complete by test: a layer, field or code without words in both languages fails it.

mod codes;
pub mod contract;
mod corrections;
mod crashes;
mod fields;
mod formulas;
mod levels;
mod numbers;
mod positions;
mod ranges;
mod records;
mod said;
mod substances;
mod units;

pub use codes::{code, flag, read_words, text};
pub use corrections::{act as correction_act, corrected_source, correction, grounds as correction_grounds};
pub use crashes::{clock, crash_filter, crash_part, weekday};
pub use fields::field;
pub use formulas::{formula, source};
pub use levels::{level, level_with_letter, missing};
pub use numbers::{count, exact, metres, number, short};
pub use positions::System;
pub use ranges::{amount, number_range, number_ranges};
pub use records::{name as register_name, record};
pub use said::{Gap, Number, Said, Text, Written};
pub(crate) use said::{has_gaps, said, same};
pub use substances::substance;
pub use units::{unit, unit_of};

use crate::dataset::own::Labels;
use crate::domain::kinds::{self, FACILITY_KINDS, Kind, VENUE_KINDS};
use crate::domain::{LayerName, Words};
use serde::{Deserialize, Serialize};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese, simplified.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Its code in links and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The words of this language.
    pub fn of(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => &words.en,
        }
    }

    /// The one of two that is in this language.
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// What tables of a reader's own are matched by: the page's words for layers, fields and codes.
pub const LABELS: Labels = Labels {
    field: |layer, name| Words::new(field(layer, name, Lang::Zh), field(layer, name, Lang::En)),
    code: |layer, name, of| Words::new(code(layer, name, of, Lang::Zh), code(layer, name, of, Lang::En)),
};

/// What a layer is called.
pub const fn layer(layer: LayerName, lang: Lang) -> &'static str {
    use LayerName::*;
    match layer {
        Districts => lang.pick("行政区", "Districts"),
        Residents => lang.pick("居民", "Residents"),
        Facilities => lang.pick("危险设施", "Facilities"),
        Pipelines => lang.pick("管线", "Pipelines"),
        Venues => lang.pick("公众场所", "Venues"),
        Roads => lang.pick("路段", "Road sections"),
        Crashes => lang.pick("事故", "Crashes"),
        Routes => lang.pick("运输路线", "Routes"),
        Tracks => lang.pick("车辆轨迹", "Vehicle tracks"),
        FireStations => lang.pick("消防站", "Fire stations"),
        Hydrants => lang.pick("消火栓", "Hydrants"),
        Dangers => lang.pick("隐患", "Hidden dangers"),
        DangerEvents => lang.pick("隐患记录", "Danger events"),
        Inspections => lang.pick("检查", "Inspections"),
        Accidents => lang.pick("生产安全事故", "Work accidents"),
        Penalties => lang.pick("处罚", "Penalties"),
        Water => lang.pick("水系", "Water"),
        Green => lang.pick("林地绿地", "Green"),
        Built => lang.pick("建成区", "Built-up land"),
        Buildings => lang.pick("建筑", "Buildings"),
        Railways => lang.pick("铁路", "Railways"),
        Places => lang.pick("地名", "Places"),
    }
}

/// What one feature of a layer is called.
pub const fn one(layer: LayerName, lang: Lang) -> &'static str {
    use LayerName::*;
    let en = match layer {
        Districts => "District",
        Residents => "Resident area",
        Facilities => "Facility",
        Pipelines => "Pipeline",
        Venues => "Venue",
        Roads => "Road section",
        Crashes => "Crash",
        Routes => "Route",
        Tracks => "Vehicle track",
        FireStations => "Fire station",
        Hydrants => "Hydrant",
        Dangers => "Hidden danger",
        DangerEvents => "Danger event",
        Inspections => "Inspection",
        Accidents => "Work accident",
        Penalties => "Penalty",
        Buildings => "Building",
        Railways => "Railway",
        Places => "Place",
        Water | Green | Built => self::layer(layer, Lang::En),
    };
    match lang {
        Lang::Zh => self::layer(layer, Lang::Zh),
        Lang::En => en,
    }
}

/// What a layer is called within a sentence.
pub fn layer_within(name: LayerName, lang: Lang) -> String {
    let called = layer(name, lang);
    if lang == Lang::En { called.to_lowercase() } else { called.to_owned() }
}

/// The mark of what comes from a table of the reader's own.
pub const fn own_mark(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "自有",
        Lang::En => "own",
    }
}

/// What a kind of a layer's features is called, of roads their class; the code itself where there is no such kind.
pub fn kind(layer: LayerName, code: &str, lang: Lang) -> String {
    let list: &'static [Kind] = match layer {
        LayerName::Facilities => FACILITY_KINDS,
        LayerName::Venues => VENUE_KINDS,
        LayerName::Roads => return codes::code(layer, "class", code, lang),
        LayerName::Railways => return codes::text(layer, "kind", code, lang),
        _ => return codes::code(layer, "kind", code, lang),
    };
    kinds::find(list, code).map_or(code, |k| lang.pick(k.zh, k.en)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_every_layer_have_words() {
        assert_eq!(kind(LayerName::Venues, "hospital", Lang::Zh), "医院");
        assert_eq!(kind(LayerName::Roads, "primary", Lang::Zh), "主干路");
        assert_eq!(kind(LayerName::Water, "lake", Lang::En), "lake");
        assert_eq!(kind(LayerName::Railways, "rail", Lang::Zh), "铁路");
        let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for kind in FACILITY_KINDS.iter().chain(VENUE_KINDS) {
            assert!(is_chinese(kind.zh) && !kind.en.is_empty() && !is_chinese(kind.en), "{kind:?}");
        }
    }
}
