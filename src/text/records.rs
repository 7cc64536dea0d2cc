//! What the records of a list say: units, substances, vessels, licensed distances.

use super::{Lang, exact, substance, unit};

/// A member of a record in words.
enum Member {
    /// A name, often one of the words that datasets share.
    Name,
    /// A substance, by name or CAS number.
    Substance,
    /// One of these codes, each in Chinese and English.
    Code(&'static [(&'static str, &'static str, &'static str)]),
    /// A number in a unit, with what it is called where it is unknown.
    Number(&'static str, (&'static str, &'static str)),
    /// A value that needs to be told what it is.
    Named(&'static str, &'static str),
    /// One of these codes, which need to be told what they are.
    Coded((&'static str, &'static str), &'static [(&'static str, &'static str, &'static str)]),
    /// A number that needs to be told what it is, in a unit or without one.
    Measured((&'static str, &'static str), &'static str),
}

/// The members that records may have, in the order in which they are said.
const MEMBERS: &[(&str, Member)] = &[
    ("id", Member::Name),
    ("kind", Member::Code(&[("production", "生产", "production"), ("storage", "储存", "storage")])),
    ("target", Member::Name),
    ("substance", Member::Substance),
    ("quantity_t", Member::Number("t", ("数量", "quantity"))),
    ("mass_t", Member::Number("t", ("质量", "mass"))),
    ("m", Member::Number("m", ("距离", "distance"))),
    ("as", Member::Code(&[("design_max", "设计最大量", "design maximum"), ("present", "现存量", "present")])),
    ("hazard_class", Member::Named("危险类别", "hazard class")),
    // Of an area grading.
    (
        "fire_class",
        Member::Coded(
            ("火灾危险性", "fire class"),
            &[("甲", "甲类", "A"), ("乙", "乙类", "B"), ("丙", "丙类", "C"), ("丁", "丁类", "D"), ("戊", "戊类", "E")],
        ),
    ),
    ("toxicity_category", Member::Measured(("急性毒性类别", "acute toxicity category"), "")),
    ("control", Member::Measured(("管控类别得分", "control lists' score"), "")),
    (
        "process",
        Member::Coded(
            ("工艺", "process"),
            &[
                ("none", "无", "none"),
                ("continuous", "连续", "continuous"),
                ("batch", "间歇", "in batches"),
                ("hazardous_continuous", "危险工艺，连续", "hazardous, continuous"),
                ("hazardous_batch", "危险工艺，间歇", "hazardous, in batches"),
            ],
        ),
    ),
    ("pressure_mpa", Member::Measured(("压力", "pressure"), "MPa")),
    ("temperature_c", Member::Measured(("温度", "temperature"), "°C")),
    ("people_area", Member::Measured(("本区最多人数", "most people in the area"), "")),
    ("people_unit", Member::Measured(("装置最多人数", "most people in any process area"), "")),
];

/// Names of units and of what distances are kept from, as registers write them: Chinese, English.
const NAMES: &[(&str, &str)] = &[
    ("罐区", "tank farm"),
    ("储罐区", "storage tank area"),
    ("储罐", "storage tank"),
    ("埋地罐", "buried tank"),
    ("汽油罐组", "petrol tanks"),
    ("柴油罐组", "diesel tanks"),
    ("储氢瓶组", "hydrogen cylinders"),
    ("气柜", "gas holder"),
    ("库房", "storehouse"),
    ("仓库", "warehouse"),
    ("生产装置", "process plant"),
    ("工艺区", "process area"),
    ("装卸区", "loading area"),
    ("村庄", "village"),
    ("公路", "public road"),
    ("铁路", "railway"),
    ("学校", "school"),
    ("医院", "hospital"),
    ("学校、医院", "schools and hospitals"),
    ("民用建筑", "civil buildings"),
];

/// A name of a register in a language, where it is one of those that are known; any other stays as it is.
pub fn name(text: &str, lang: Lang) -> &str {
    let known = NAMES.iter().find(|(zh, en)| *zh == text || en.eq_ignore_ascii_case(text));
    known.map_or(text, |(zh, en)| lang.pick(zh, en))
}

/// What a list's records cannot do without: said as unknown where it is missing.
fn asked(field: &str) -> &'static [&'static str] {
    match field {
        "units" | "substances" => &["substance", "quantity_t"],
        "vessels" => &["substance", "mass_t"],
        "licensed_distances" => &["target", "m"],
        _ => &[],
    }
}

/// A record of a list field in words: its members as name and text, in any order. A member that no list is known to have
/// keeps its own name.
pub fn record(field: &str, members: &[(String, String)], lang: Lang) -> String {
    let value = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str());
    let known = MEMBERS.iter().filter_map(|(name, member)| match value(name) {
        Some(text) => Some(said(member, text, lang)),
        None => asked(field).contains(name).then(|| unknown(member, lang)),
    });
    let others = members.iter().filter(|(name, _)| MEMBERS.iter().all(|(known, _)| known != name));
    let others = others.map(|(name, text)| if name.is_empty() { text.clone() } else { format!("{name} {text}") });
    known.chain(others).collect::<Vec<_>>().join(" · ")
}

fn said(member: &Member, text: &str, lang: Lang) -> String {
    match member {
        Member::Name => name(text, lang).to_owned(),
        Member::Substance => substance(text, lang),
        Member::Code(codes) => of_code(codes, text, lang).to_owned(),
        Member::Number(symbol, _) => amount(text, symbol, lang),
        Member::Named(zh, en) => format!("{} {text}", lang.pick(zh, en)),
        Member::Coded((zh, en), codes) => format!("{} {}", lang.pick(zh, en), of_code(codes, text, lang)),
        Member::Measured((zh, en), symbol) => format!("{} {}", lang.pick(zh, en), amount(text, symbol, lang)),
    }
}

fn of_code<'a>(codes: &[(&'static str, &'static str, &'static str)], text: &'a str, lang: Lang) -> &'a str {
    codes.iter().find(|(code, ..)| *code == text).map_or(text, |(_, zh, en)| lang.pick(zh, en))
}

/// A number in a unit; what is no number stays as it is.
fn amount(text: &str, symbol: &str, lang: Lang) -> String {
    match text.parse() {
        Ok(number) if symbol.is_empty() => exact(number),
        Ok(number) => format!("{} {}", exact(number), unit(symbol, lang)),
        Err(_) => text.to_owned(),
    }
}

fn unknown(member: &Member, lang: Lang) -> String {
    let (zh, en) = match member {
        Member::Substance => ("物质", "substance"),
        Member::Number(_, words) => *words,
        _ => ("对象", "target"),
    };
    match lang {
        Lang::Zh => format!("{zh}未知"),
        Lang::En => format!("{en} unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(field: &str, members: &[(&str, &str)], lang: Lang) -> String {
        let members: Vec<_> = members.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        record(field, &members, lang)
    }

    #[test]
    fn records_are_said_in_words_with_units() {
        let unit = [
            ("as", "design_max"),
            ("id", "罐区"),
            ("kind", "storage"),
            ("quantity_t", "1317.4"),
            ("substance", "71-43-2"),
        ];
        assert_eq!(of("units", &unit, Lang::Zh), "罐区 · 储存 · 苯（71-43-2） · 1,317.4 t · 设计最大量");
        assert_eq!(
            of("units", &unit, Lang::En),
            "tank farm · storage · benzene (71-43-2) · 1,317.4 t · design maximum"
        );
        assert_eq!(of("licensed_distances", &[("m", "670.0"), ("target", "村庄")], Lang::Zh), "村庄 · 670 m");
        assert_eq!(of("licensed_distances", &[("m", "670.0"), ("target", "村庄")], Lang::En), "village · 670 m");
        assert_eq!(
            of("units", &[("id", "三号罐"), ("substance", "7782-50-5")], Lang::En),
            "三号罐 · chlorine (7782-50-5) · quantity unknown"
        );
        assert_eq!(of("score.vetoes", &[("", "安全设施停用")], Lang::En), "安全设施停用");
    }

    #[test]
    fn what_is_missing_is_unknown_and_what_nobody_knows_keeps_its_name() {
        assert_eq!(of("substances", &[("substance", "氯")], Lang::Zh), "氯 · 数量未知");
        assert_eq!(of("vessels", &[("mass_t", "2")], Lang::En), "substance unknown · 2 t");
        assert_eq!(of("grading", &[("people", "30"), ("kind", "odd")], Lang::En), "odd · people 30");
    }

    #[test]
    fn every_member_has_words_in_both_languages() {
        let both = |zh: &str, en: &str| !zh.is_empty() && !zh.is_ascii() && !en.is_empty() && en.is_ascii();
        for (name, member) in MEMBERS {
            let good = match member {
                Member::Name | Member::Substance => true,
                Member::Code(codes) => codes.iter().all(|(_, zh, en)| both(zh, en)),
                Member::Number(_, (zh, en)) | Member::Named(zh, en) | Member::Measured((zh, en), _) => both(zh, en),
                Member::Coded((zh, en), codes) => both(zh, en) && codes.iter().all(|(_, zh, en)| both(zh, en)),
            };
            assert!(good, "{name}");
        }
    }
}
