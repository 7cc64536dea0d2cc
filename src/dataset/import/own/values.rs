//! What a column's values are: numbers with their unit, days in their writing, words of a closed list.

use super::super::datetime::Format;
use super::super::rule::Unit;
use super::super::rule::unit_named;
use super::header::{Header, plain};
use super::sheet::Sheet;
use super::words::code_of;
use crate::dataset::dates;
use crate::dataset::own::Labels;
use crate::domain::{Field, FieldType, LayerName, Words};
use std::collections::BTreeMap;

/// How a column can be a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fit {
    /// Its values are no such thing.
    No,
    /// As it stands.
    Plain,
    /// Numbers in a unit; the pattern that takes them out of their words, where they stand in some.
    Unit(&'static str, Option<String>),
    /// Days or times written by a pattern.
    Format(&'static str),
}

/// Ways of writing days and times that are not read everywhere; none in which day and month could be mistaken.
const FORMATS: &[&str] = &[
    "%Y年%m月%d日",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分",
    "%Y年%m月%d日 %H时%M分",
    "%Y年%m月%d日%H时",
    "%Y%m%d %H%M%S",
    "%Y%m%d %H%M",
    "%Y-%m-%d %H时%M分",
];

/// How a column can be a field, by its header's unit and its values.
pub(super) fn fit(sheet: &Sheet, at: usize, header: &Header, field: &Field) -> Fit {
    match field.kind {
        FieldType::Number { unit, .. } => number(sheet, at, header, field, unit),
        FieldType::Date => date(sheet, at, |v| dates::parse_date(v).is_some()),
        FieldType::DateTime => date(sheet, at, |v| dates::parse_date_time(v).is_some()),
        FieldType::Flag => {
            if super::matching::mostly(sheet.values(at), |v| flag(v).is_some()) {
                Fit::Plain
            } else {
                Fit::No
            }
        }
        // A list of closed records is written in a way of its own, but for names of substances.
        FieldType::List if field.name != "substances" => {
            if super::matching::mostly(sheet.values(at), |v| v.starts_with(['[', '{']) || v.contains([':', '：'])) {
                Fit::Plain
            } else {
                Fit::No
            }
        }
        FieldType::Text | FieldType::Code(_) | FieldType::Kind(_) | FieldType::List => Fit::Plain,
    }
}

fn number(sheet: &Sheet, at: usize, header: &Header, field: &Field, target: &str) -> Fit {
    let is_number = |v: &str| v.parse::<f64>().is_ok();
    let grouped = |v: &str| grouped(v).is_some();
    // The field's own name says its unit: people_day, height_m.
    let named = plain(field.name) == header.word;
    let own_unit = header.remark == target
        || crate::domain::schema::unit_words(target).is_some_and(|(zh, en)| header.remark == zh || header.remark == en);
    let unit = match header.unit {
        None if own_unit => None,
        Some(unit) if Unit::between(unit, target).is_some() => Some(unit),
        Some(_) => return Fit::No,
        // Brackets with letters of some unit that nobody knows: its numbers would be taken for another's.
        None if looks_like_unit(&header.remark) && !named => return Fit::No,
        None => None,
    };
    let values = || sheet.values(at);
    let suffix = values().find_map(|v| {
        let (number, word) = split_unit(v)?;
        (!word.is_empty()).then(|| number.map(|_| word)).flatten()
    });
    let own = |word: &str| unit_named(word).filter(|u| Unit::between(u, target).is_some());
    if values().all(is_number) {
        return match unit {
            Some(unit) => Fit::Unit(unit, None),
            None => Fit::Plain,
        };
    }
    // "200人", "1,200 吨": one unit for all, or the numbers mean different things.
    if let Some(word) = suffix
        && let Some(its) = own(word)
        && unit.is_none_or(|unit| unit == its)
        && values().all(|v| split_unit(v).is_none_or(|(_, w)| w.is_empty() || w == word))
    {
        let with_unit = |v: &str| split_unit(v).is_some_and(|(n, w)| n.is_some() && w == word);
        let good = |v: &str| is_number(v) || grouped(v) || with_unit(v);
        if super::matching::mostly(values(), good) {
            // What is no number stays as it is, to be named.
            let pattern = format!(r"^(-?[\d,]+(?:\.\d+)?)\s*{}$|^.*$", escaped(word));
            return Fit::Unit(its, Some(pattern));
        }
    }
    if super::matching::mostly(values(), |v| is_number(v) || grouped(v)) {
        let own_unit = unit.or_else(|| super::super::rule::unit_of_target(target));
        return match own_unit {
            Some(unit) if values().any(grouped) => Fit::Unit(unit, None),
            _ => unit.map_or(Fit::Plain, |unit| Fit::Unit(unit, None)),
        };
    }
    Fit::No
}

/// A number with commas between its thousands.
fn grouped(text: &str) -> Option<f64> {
    let mut parts = text.split(',');
    let first = parts.next().filter(|p| (1..=3).contains(&p.len()))?;
    let rest: Vec<&str> = parts.collect();
    let three = |p: &str, last: bool| {
        let whole = if last { p.split('.').next().unwrap_or(p) } else { p };
        whole.len() == 3 && whole.bytes().all(|b| b.is_ascii_digit())
    };
    let good = !rest.is_empty()
        && first.bytes().all(|b| b.is_ascii_digit())
        && rest.iter().enumerate().all(|(i, p)| three(p, i + 1 == rest.len()));
    good.then(|| text.replace(',', "").parse().ok()).flatten()
}

/// A number and the word behind it; the number is none where it cannot be read.
fn split_unit(text: &str) -> Option<(Option<f64>, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')))?;
    let (number, word) = text.split_at(end);
    (end > 0).then(|| (number.replace(',', "").parse().ok(), word.trim()))
}

fn looks_like_unit(remark: &str) -> bool {
    let short = !remark.is_empty() && remark.chars().count() <= 6;
    short
        && (remark.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '/' | '²' | '³' | '2' | '3' | '%' | '‰'))
            || remark.ends_with(['元', '倍', '%']))
}

fn escaped(word: &str) -> String {
    word.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
}

fn date(sheet: &Sheet, at: usize, plainly: impl Fn(&str) -> bool) -> Fit {
    let values = || sheet.values(at);
    let all = values().count();
    let plain = values().filter(|v| plainly(v)).count();
    let best = FORMATS
        .iter()
        .filter_map(|text| Some((*text, Format::parse(text).ok()?)))
        .map(|(text, format)| (text, values().filter(|v| format.read(v).is_some()).count()))
        .max_by_key(|(_, n)| *n)
        .filter(|(_, n)| *n > plain && *n * 10 >= all * 6);
    match best {
        Some((text, _)) => Fit::Format(text),
        // Times of day alone are the other half of a day.
        None if plain * 10 >= all * 6 || values().all(|v| v.contains(':')) => Fit::Plain,
        None => Fit::No,
    }
}

/// Yes or no in the words of registers of equipment.
fn flag(word: &str) -> Option<bool> {
    let word = plain(word);
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(&[
        "yes",
        "true",
        "1",
        "y",
        "t",
        "是",
        "有",
        "完好",
        "正常",
        "可用",
        "良好",
        "在用",
        "合格",
        "已安装",
        "已设",
        "已设置",
        "已挂牌",
        "working",
        "good",
        "√",
        "✓",
    ]) {
        Some(true)
    } else if is(&[
        "no",
        "false",
        "0",
        "n",
        "f",
        "否",
        "无",
        "没有",
        "损坏",
        "故障",
        "停用",
        "不可用",
        "异常",
        "不合格",
        "未安装",
        "未设",
        "未设置",
        "报废",
        "缺失",
        "无水",
        "broken",
        "outoforder",
        "×",
        "✗",
    ]) {
        Some(false)
    } else {
        None
    }
}

/// Words of a column that a closed list's code is meant by, as a plan's map; words that the list knows itself are left
/// out, and so are those that nobody knows.
pub(super) fn map(
    sheet: &Sheet,
    at: usize,
    layer: LayerName,
    field: &Field,
    labels: &Labels,
) -> BTreeMap<String, &'static str> {
    let Some(Some(words)) = sheet.words.get(at) else { return BTreeMap::new() };
    let mean = |word: &str| match field.kind {
        FieldType::Flag => flag(word).map(|yes| if yes { "yes" } else { "no" }),
        _ => code_of(layer, field, word, labels),
    };
    let itself = |word: &str| match field.kind {
        FieldType::Code(codes) => codes.iter().any(|c| c.eq_ignore_ascii_case(word)),
        FieldType::Kind(kinds) => {
            kinds.iter().any(|k| k.code.eq_ignore_ascii_case(word) || k.zh == word || k.en.eq_ignore_ascii_case(word))
        }
        FieldType::Flag => matches!(word, "是" | "否" | "有" | "无" | "yes" | "no" | "true" | "false" | "1" | "0"),
        _ => true,
    };
    words.iter().filter(|(w, _)| !itself(w)).filter_map(|(w, _)| Some((w.clone(), mean(w)?))).collect()
}

/// Which words of a column are taken for which of a closed list, and which nobody knows; none where all are the list's own.
pub(super) fn told(sheet: &Sheet, at: usize, layer: LayerName, field: &Field, labels: &Labels) -> Option<Words> {
    const MOST: usize = 8;
    let column = &sheet.table.columns.get(at)?.name;
    let map = map(sheet, at, layer, field, labels);
    let words = sheet.words.get(at)?.as_ref()?;
    let known = |word: &str| map.contains_key(word) || code_of(layer, field, word, labels).is_some();
    let unknown: Vec<&str> = words.iter().map(|(w, _)| w.as_str()).filter(|w| !known(w)).collect();
    let meant = words.iter().filter_map(|(w, _)| Some((w, (labels.code)(layer, field.name, map.get(w)?))));
    let meant: Vec<(&String, Words)> = meant.take(MOST).collect();
    if meant.is_empty() && unknown.is_empty() {
        return None;
    }
    let list = |of: &dyn Fn(&Words) -> String, comma: &str| {
        meant.iter().map(|(word, code)| format!("{word} → {}", of(code))).collect::<Vec<_>>().join(comma)
    };
    let more = if map.len() > meant.len() { " …" } else { "" };
    let (mut zh, mut en) = (
        format!("{column}：{}{more}", list(&|w| w.zh.clone(), "，")),
        format!("{column}: {}{more}", list(&|w| w.en.clone(), ", ")),
    );
    if !unknown.is_empty() {
        let (n, first) = (unknown.len(), unknown.iter().take(MOST).copied().collect::<Vec<_>>());
        let (zh_gap, en_gap) = if meant.is_empty() { ("", "") } else { ("；", "; ") };
        zh.push_str(&format!("{zh_gap}不认识的 {n} 个词：{}", first.join("，")));
        en.push_str(&format!("{en_gap}unknown words ({n}): {}", first.join(", ")));
    }
    Some(Words::new(zh, en))
}

/// The share of a column's rows whose word means a kind of the layer.
pub(super) fn known_share(sheet: &Sheet, at: usize, layer: LayerName, labels: &Labels) -> f64 {
    let Some(field) = crate::domain::schema::fields(layer).iter().find(|f| f.name == "kind") else { return 0.0 };
    let Some(Some(words)) = sheet.words.get(at) else { return 0.0 };
    let (mut known, mut all) = (0, 0);
    for (word, n) in words {
        all += n;
        if code_of(layer, field, word, labels).is_some_and(|code| code != "other") {
            known += n;
        }
    }
    if all == 0 { 0.0 } else { known as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_their_units_are_taken_apart() {
        assert_eq!(grouped("1,200"), Some(1200.0));
        assert_eq!(grouped("12,345,678.5"), Some(12_345_678.5));
        for bad in ["1200", "1,20", "1234,567", "a,bcd", ",123"] {
            assert_eq!(grouped(bad), None, "{bad}");
        }
        assert_eq!(split_unit("200人"), Some((Some(200.0), "人")));
        assert_eq!(split_unit("1,200 吨"), Some((Some(1200.0), "吨")));
        assert_eq!(split_unit("约200"), None);
        assert!(
            looks_like_unit("ft3") && looks_like_unit("万元") && !looks_like_unit("必填") && !looks_like_unit("WGS84")
        );
    }
}
