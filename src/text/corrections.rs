//! Corrections made by hand, in words.

use super::{Lang, code, exact, field, metres, text, unit_of};
use crate::domain::{Act, Correction, FieldType, LayerName, schema};
use crate::spatial::Plane;
use crate::units::LngLat;

/// What a correction does, with what stood there.
pub fn act(of: &Correction, lang: Lang) -> String {
    match &of.act {
        Act::Move { to, was } => {
            let (far, unit) = metres(far_m(*was, *to));
            let from = format!("{:.6}, {:.6}", was.lng, was.lat);
            match lang {
                Lang::Zh => format!("位置：移动 {far} {unit}，原为 {from}"),
                Lang::En => format!("Position: moved {far} {unit}, was {from}"),
            }
        }
        Act::Set { field: name, to, was } => {
            let (what, to) = (field(of.layer, name, lang), value(of.layer, name, to.as_deref(), lang));
            let was = value(of.layer, name, was.as_deref(), lang);
            match lang {
                Lang::Zh => format!("{what}：{to}，原为 {was}"),
                Lang::En => format!("{what}: {to}, was {was}"),
            }
        }
        Act::Merge { into, .. } => match lang {
            Lang::Zh => format!("重复：{} 并入 {into}", of.id),
            Lang::En => format!("Duplicate: {} merged into {into}", of.id),
        },
        Act::Remove { .. } => match lang {
            Lang::Zh => format!("实地不存在：{} 已从地图移除", of.id),
            Lang::En => format!("Not there: {} removed from the map", of.id),
        },
    }
}

/// Where a figure comes from that was put right by hand: that it was, what stood there, and where.
pub fn corrected_source(row: &str, was: Option<&str>, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("更正，原为{} · {row}", was.map_or_else(|| "未知".to_owned(), |was| format!(" {was}"))),
        Lang::En => format!("corrected, was {} · {row}", was.unwrap_or("unknown")),
    }
}

/// Why, who says so and when, in one line.
pub fn grounds(of: &Correction, lang: Lang) -> String {
    let who = if of.who.is_empty() { String::new() } else { format!(" · {}", of.who) };
    match lang {
        Lang::Zh => format!("理由：{}{who} · {}", of.reason, of.on),
        Lang::En => format!("Reason: {}{who} · {}", of.reason, of.on),
    }
}

/// The whole correction in one line.
pub fn correction(of: &Correction, lang: Lang) -> String {
    let (act, grounds) = (act(of, lang), grounds(of, lang));
    match lang {
        Lang::Zh => format!("手工更正。{act}。{grounds}"),
        Lang::En => format!("Corrected by hand. {act}. {grounds}"),
    }
}

fn far_m(from: LngLat, to: LngLat) -> f64 {
    let plane = Plane::centred_on(from);
    plane.xy(from).distance_m(plane.xy(to))
}

/// A value as words, with its unit.
fn value(layer: LayerName, name: &str, value: Option<&str>, lang: Lang) -> String {
    let Some(words) = value else { return lang.pick("未知", "unknown").to_owned() };
    let def = schema::position(layer, name).and_then(|at| schema::at(layer, at));
    match def.map(|def| def.kind) {
        Some(FieldType::Code(_) | FieldType::Kind(_)) => code(layer, name, words, lang),
        Some(FieldType::Flag) => if words == "yes" { lang.pick("是", "yes") } else { lang.pick("否", "no") }.to_owned(),
        Some(FieldType::Number { unit, .. }) => match words.parse::<f64>() {
            Ok(v) if unit.is_empty() => exact(v),
            Ok(v) => format!("{} {}", exact(v), unit_of(v, unit, lang)),
            Err(_) => words.to_owned(),
        },
        Some(FieldType::Text) => text(layer, name, words, lang),
        Some(FieldType::DateTime) => words.replace('T', " "),
        Some(FieldType::Date | FieldType::List) | None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_stood_there_and_why() {
        let of = |act| Correction {
            layer: LayerName::Venues,
            id: "V-3".into(),
            act,
            reason: "现场核对".into(),
            who: "张".into(),
            on: "2026-11-27".into(),
        };
        let set = of(Act::Set { field: "people_day".into(), to: Some("120".into()), was: None });
        assert_eq!(
            correction(&set, Lang::En),
            "Corrected by hand. People by day: 120 people, was unknown. Reason: 现场核对 · 张 · 2026-11-27"
        );
        let moved = of(Act::Move { to: LngLat::new(112.0, 30.01), was: LngLat::new(112.0, 30.0) });
        assert!(act(&moved, Lang::Zh).starts_with("位置：移动 1.1"), "{}", act(&moved, Lang::Zh));
        let kind = of(Act::Set { field: "kind".into(), to: Some("hotel".into()), was: Some("school".into()) });
        assert!(!act(&kind, Lang::Zh).contains("hotel"), "a code is put in words");
    }
}
