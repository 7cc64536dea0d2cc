//! What the four levels are called, and what their methods miss.

use super::{Lang, field, layer};
use crate::domain::{LayerName, Level};

/// A level in one word.
pub const fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Red => lang.pick("重大", "Major"),
        Level::Orange => lang.pick("较大", "High"),
        Level::Yellow => lang.pick("一般", "Moderate"),
        Level::Blue => lang.pick("低", "Low"),
        Level::Unrated => lang.pick("未评", "Unrated"),
    }
}

/// A level with its letter; what is unrated has none.
pub fn level_with_letter(of: Level, lang: Lang) -> String {
    match of {
        Level::Unrated => level(of, lang).to_owned(),
        rated => format!("{} {}", rated.letter(), level(rated, lang)),
    }
}

/// What a method of the levels misses, in words: a field of the subject's layer, a member of one of its records, or
/// something of another layer. A name that nobody knows stays as it is.
pub fn missing(of: LayerName, name: &str, lang: Lang) -> String {
    let known = match name {
        "residents.residents" => ("居民人口", "residents"),
        "units" => ("单元与物质数量", "units and their substances"),
        "units.substances.substance" => ("物质名称或 CAS 号", "substance or CAS number"),
        "units.substances.hazard_class" => ("物质危险类别", "hazard class of a substance"),
        "units.substances.quantity_t" => ("物质数量", "quantity of a substance"),
        "vessels" => ("储罐容器", "vessels"),
        "vessels.substance" => ("储罐介质", "substance of a vessel"),
        "vessels.mass_t" => ("储罐充装量", "mass in a vessel"),
        "grading.fire" => ("分级：火灾危险性", "grading: fire class"),
        "grading.toxicity" => ("分级：急性毒性", "grading: acute toxicity"),
        "grading.control" => ("分级：自动化控制", "grading: process control"),
        "grading.process" => ("分级：工艺危险性", "grading: process hazard"),
        "grading.pressure" => ("分级：压力", "grading: pressure"),
        "grading.temperature" => ("分级：温度", "grading: temperature"),
        "grading.people_area" => ("分级：区域人数", "grading: people in the area"),
        "grading.people_unit" => ("分级：单元人数", "grading: people in a unit"),
        "location class" => ("地区等级", "location class"),
        "accidents" => ("事故记录", "accident records"),
        "accidents.on" => ("事故日期", "day of an accident"),
        "accidents.deaths" => ("事故死亡人数", "deaths in an accident"),
        "sealed" => ("闭坑封闭情况", "whether it is sealed"),
        "ventilation and pumps" => ("停产期通风排水", "ventilation and pumps while suspended"),
        "age" => ("人员年龄构成", "ages"),
        "net_explosive_kg nearby" => ("近旁库房的净药量", "net quantity of the depots close by"),
        "travel time" => ("消防到达时间", "travel time of the fire services"),
        "hydrants" => ("附近消火栓", "hydrants nearby"),
        "on" => ("事故日期", "day of an accident"),
        "deaths" => ("事故死亡人数", "deaths in an accident"),
        "venues" => return layer(LayerName::Venues, lang).to_lowercase(),
        // Of the danger that raises the level, not of the subject.
        "due_on" | "plan_approved_on" => return field(LayerName::Dangers, name, lang).to_lowercase(),
        other => {
            let said = field(of, other, lang);
            return if lang == Lang::En { lowered(&said) } else { said };
        }
    };
    lang.pick(known.0, known.1).to_owned()
}

/// Words within a sentence: abbreviations keep their capitals.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_letter_and_a_word() {
        assert_eq!(level_with_letter(Level::Red, Lang::Zh), "A 重大");
        assert_eq!(level_with_letter(Level::Blue, Lang::En), "D Low");
        assert_eq!(level_with_letter(Level::Unrated, Lang::En), "Unrated");
    }

    #[test]
    fn what_is_missing_is_said_in_words() {
        assert_eq!(missing(LayerName::Facilities, "net_explosive_kg", Lang::Zh), "核定药量");
        assert_eq!(missing(LayerName::Facilities, "lec.c", Lang::En), "LEC: consequence C");
        assert_eq!(missing(LayerName::Pipelines, "diameter_mm", Lang::En), "diameter");
        assert_eq!(missing(LayerName::Facilities, "units.substances.quantity_t", Lang::Zh), "物质数量");
        assert_eq!(missing(LayerName::Venues, "due_on", Lang::Zh), "整改期限");
    }
}
