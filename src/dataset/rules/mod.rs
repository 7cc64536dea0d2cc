//! Rule packs: TOML files with a province's own thresholds, which a manifest names in `rule_packs`.
//!
//! ```toml
//! name = { zh = "某省阈值", en = "Thresholds of a province" }
//!
//! [source]
//! title = "…"              # of the document that sets them
//! number = "…"
//! date = "2024-01-01"
//! confidence = "checked"   # two_sources, checked, derived, our_rule; unverified where it is missing
//!
//! [parameters]
//! dynamic.general_days = 15
//! gb18218.threshold_t.7664-41-7 = { value = 5, source = "第四条" }
//! ```
//!
//! Nothing is passed over: a pack that is no TOML, or has no name or no title of its source, is not used and that is said; so
//! is every key that is not known and every value that is no number. Whether a method reads a constant of that name and
//! value is judged with the manifest's own ([`crate::domain::parameters`]).

mod toml;

use super::report::{Warning, WarningKind, shortened};
use crate::domain::{Confidence, RulePack, RuleValue, Words};
use std::collections::BTreeMap;
use toml::{Entry, Leaf};

/// A pack is no larger, bytes.
pub const LARGEST: usize = 1 << 20;

/// The pack of a file; none where it cannot be used. What is odd in it is added to the warnings.
pub fn parse(file: &str, bytes: &[u8], warnings: &mut Vec<Warning>) -> Option<RulePack> {
    let mut told = Told { file, warnings };
    if bytes.len() > LARGEST {
        return told.unusable("", Words::new("超过 1 MB", "it is larger than 1 MB"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return told.unusable("", Words::new("不是 UTF-8 文本", "it is not UTF-8"));
    };
    let entries = match toml::entries(text) {
        Ok(entries) => entries,
        Err(why) => return told.unusable("", why),
    };
    let mut read = Read::default();
    for entry in &entries {
        read.take(entry, &mut told);
    }
    let Read { name, title, number, date, confidence, values, lines } = read;
    let Some(name) = name else {
        return told.unusable("name", Words::new("缺少 name（zh、en）", "name (zh, en) is missing"));
    };
    let Some(title) = title else {
        let why = Words::new("缺少来源的标题，不采用没有来源的数值", "the title of its source is missing");
        return told.unusable("source.title", why);
    };
    let source = [Some(title), number, date].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut set = BTreeMap::new();
    for (name, value) in values {
        let source = lines.get(&name).cloned().unwrap_or_default();
        set.insert(name, RuleValue { value, source });
    }
    for name in lines.keys().filter(|name| !set.contains_key(*name)) {
        let why = Words::new("有来源而没有数值，未采用", "a source without a value; not used");
        told.odd(&format!("parameters.{name}"), "", why);
    }
    let confidence = confidence.unwrap_or(Confidence::Unverified);
    Some(RulePack { file: file.to_owned(), name, source, confidence, values: set, text: text.to_owned() })
}

/// A pack as far as it has been read.
#[derive(Default)]
struct Read {
    name: Option<Words>,
    title: Option<String>,
    number: Option<String>,
    date: Option<String>,
    confidence: Option<Confidence>,
    values: BTreeMap<String, f64>,
    lines: BTreeMap<String, String>,
}

impl Read {
    fn take(&mut self, entry: &Entry, told: &mut Told<'_>) {
        let path: Vec<&str> = entry.path.iter().map(String::as_str).collect();
        let mut wants_text = || match &entry.leaf {
            Leaf::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            other => {
                let why = Words::new("应为文字；未采用", "expected a text; not used");
                told.odd(&path.join("."), &shown(other), why);
                None
            }
        };
        match path[..] {
            ["name"] => self.name = wants_text().map(Words::same),
            ["name", lang @ ("zh" | "en")] => {
                if let Some(text) = wants_text() {
                    // Where only one language is given it stands for both.
                    let name = self.name.get_or_insert_with(|| Words::same(text.clone()));
                    *(if lang == "zh" { &mut name.zh } else { &mut name.en }) = text;
                }
            }
            ["source", "title"] => self.title = wants_text(),
            ["source", "number"] => self.number = wants_text(),
            ["source", "date"] => self.date = wants_text(),
            ["source", "confidence"] => {
                self.confidence = wants_text().map(|word| confidence(&word).unwrap_or_else(|| told.confidence(&word)));
            }
            ["parameters", .., "source"] if path.len() > 2 => {
                let line = wants_text();
                self.lines.extend(line.map(|line| (path[1..path.len() - 1].join("."), line)));
            }
            ["parameters", ref name @ ..] if !name.is_empty() => {
                let name = match name {
                    [name @ .., "value"] if !name.is_empty() => name.join("."),
                    name => name.join("."),
                };
                let field = format!("parameters.{name}");
                match entry.leaf {
                    Leaf::Number(_) if self.values.contains_key(&name) => {
                        told.odd(
                            &field,
                            &shown(&entry.leaf),
                            Words::new("重复；未采用", "it is there twice; not used"),
                        );
                    }
                    Leaf::Number(value) => {
                        self.values.insert(name, value);
                    }
                    ref other => {
                        told.odd(&field, &shown(other), Words::new("应为数字；未采用", "expected a number; not used"));
                    }
                }
            }
            _ => {
                let why = Words::new("规则包没有这个字段；未使用", "not a field of a rule pack; not used");
                told.odd(&path.join("."), &shown(&entry.leaf), why);
            }
        }
    }
}

fn shown(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Text(text) | Leaf::Other(text) => text.clone(),
        Leaf::Number(number) => number.to_string(),
    }
}

fn confidence(word: &str) -> Option<Confidence> {
    Some(match word {
        "two_sources" => Confidence::TwoSources,
        "checked" => Confidence::Checked,
        "derived" => Confidence::Derived,
        "our_rule" => Confidence::OurRule,
        "unverified" => Confidence::Unverified,
        _ => return None,
    })
}

/// What is said of a pack.
struct Told<'a> {
    file: &'a str,
    warnings: &'a mut Vec<Warning>,
}

impl Told<'_> {
    fn odd(&mut self, field: &str, found: &str, text: Words) {
        let mut warning = Warning::of_layer(WarningKind::Manifest, "", self.file, text);
        (warning.field, warning.found) = (field.to_owned(), shortened(found));
        self.warnings.push(warning);
    }

    fn confidence(&mut self, found: &str) -> Confidence {
        let why = Words::new(
            "应为 two_sources、checked、derived、our_rule 或 unverified；按 unverified 处理",
            "expected two_sources, checked, derived, our_rule or unverified; taken as unverified",
        );
        self.odd("source.confidence", found, why);
        Confidence::Unverified
    }

    fn unusable(&mut self, field: &str, why: Words) -> Option<RulePack> {
        let text = Words::new(format!("规则包未采用：{}", why.zh), format!("the rule pack is not used: {}", why.en));
        let mut warning = Warning::of_layer(WarningKind::Unreadable, "", self.file, text);
        warning.field = field.to_owned();
        self.warnings.push(warning);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_said(text in "([a-z\\.\\[\\]\\{\\}='\"\n0-9#,_ -]|name = 'x'\n|source.title = 'x'\n){0,60}") {
            let mut warnings = Vec::new();
            let pack = parse("a.toml", text.as_bytes(), &mut warnings);
            proptest::prop_assert!(pack.is_some() || !warnings.is_empty());
        }
    }

    const GOOD: &str = "name = { zh = '甲省', en = 'Province A' }\n[source]\ntitle = '办法'\nnumber = '甲〔2024〕1号'\n\
        date = 2024-01-01\nconfidence = 'checked'\n[parameters]\ndynamic.general_days = 15\n\
        gb18218.threshold_t.7664-41-7 = { value = 5, source = '第四条' }\n";

    fn read(text: &str) -> (Option<RulePack>, Vec<(String, String)>) {
        let mut warnings = Vec::new();
        let pack = parse("rules/a.toml", text.as_bytes(), &mut warnings);
        assert!(warnings.iter().all(|w| w.file == "rules/a.toml"));
        (pack, warnings.into_iter().map(|w| (w.field, w.text.en)).collect())
    }

    #[test]
    fn a_pack_is_read_with_its_sources() {
        let (pack, said) = read(GOOD);
        let pack = pack.unwrap();
        assert_eq!(said, []);
        assert_eq!(
            (pack.name, pack.source.as_str()),
            (Words::new("甲省", "Province A"), "办法 · 甲〔2024〕1号 · 2024-01-01")
        );
        assert_eq!(pack.confidence, Confidence::Checked);
        let value = |value, source: &str| RuleValue { value, source: source.to_owned() };
        let expected =
            [("dynamic.general_days", value(15.0, "")), ("gb18218.threshold_t.7664-41-7", value(5.0, "第四条"))];
        assert_eq!(pack.values, expected.map(|(name, value)| (name.to_owned(), value)).into());
        assert_eq!(read("\u{feff}name = '甲'\nsource.title = '乙'\n").0.unwrap().confidence, Confidence::Unverified);
    }

    #[test]
    fn what_is_odd_is_said_and_left_out() {
        let text = format!(
            "colour = 1\n{}mines.north_west = 'yes'\ndynamic.accident_days = {{ source = '第五条' }}\n\
             dynamic.general_count = {{ value = [3], unit = 'd' }}\n",
            GOOD.replace("'checked'", "'sure'").replace("number = '甲〔2024〕1号'", "number = 1")
        );
        let (pack, said) = read(&text);
        assert_eq!(pack.unwrap().values.len(), 2);
        let mut fields: Vec<&str> = said.iter().map(|(field, _)| field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "colour",
                "parameters.dynamic.accident_days",
                "parameters.dynamic.general_count",
                "parameters.dynamic.general_count.unit",
                "parameters.mines.north_west",
                "source.confidence",
                "source.number"
            ]
        );
    }

    #[test]
    fn a_pack_without_name_or_source_is_not_used() {
        for (text, field, why) in [
            ("name = ", "", "line 1"),
            ("source.title = 'x'\n[parameters]\ndynamic.general_days = 1\n", "name", "name"),
            ("name = 'x'\n[parameters]\ndynamic.general_days = 1\n", "source.title", "title"),
        ] {
            let (pack, said) = read(text);
            assert!(pack.is_none() && said[0].0 == field && said[0].1.contains(why), "{said:?}");
        }
        let mut warnings = Vec::new();
        assert!(parse("a.toml", b"\xff", &mut warnings).is_none() && warnings[0].kind == WarningKind::Unreadable);
    }
}
