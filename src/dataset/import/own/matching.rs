//! Columns matched to a layer's fields: by what they are called, then by whether their values can be that.

use super::header::{Header, plain};
use super::sheet::Sheet;
use super::values::{self, Fit};
use super::{synonyms, systems};
use crate::dataset::own::{ColumnUse, Labels, Sure};
use crate::domain::{FieldType, LayerName, schema};

/// A column's use, how sure, and how much it speaks for the layer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub used_as: ColumnUse,
    pub sure: Sure,
    /// It changed places with the other coordinate.
    pub swapped: bool,
    score: u32,
}

/// Words that say what a column is about, and not quite what: sure neither by themselves nor inside another.
const VAGUE: &[&str] =
    &["人数", "总人数", "数量", "日期", "时间", "状态", "等级", "级别", "x", "y", "类型", "问题", "内容", "地下", "度"];

/// What each column of a table is, read as a layer.
pub(super) fn columns(sheet: &Sheet, layer: LayerName, labels: &Labels) -> Vec<Match> {
    let headers: Vec<Header> = sheet.table.columns.iter().map(|c| Header::of(&c.name)).collect();
    let words = words(layer, labels);
    let mut all: Vec<(usize, Match)> = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let found = candidates(header, layer, &words).into_iter();
        let kind = ColumnUse::Field("kind".to_owned());
        // A word for a kind inside another's name is one only where the column holds kinds.
        let tells =
            |m: &Match| m.score >= 100 || m.used_as != kind || values::known_share(sheet, at, layer, labels) >= 0.3;
        all.extend(found.filter(|m| fits(sheet, at, header, layer, &m.used_as) && tells(m)).map(|m| (at, m)));
    }
    // The best of all first; of equals the one that stands first in the table.
    all.sort_by(|a, b| b.1.score.cmp(&a.1.score).then(a.0.cmp(&b.0)));
    let keep = Match { used_as: ColumnUse::Keep, sure: Sure::Asked, swapped: false, score: 0 };
    let mut out = vec![keep; headers.len()];
    for (at, found) in all {
        let taken = out.iter().filter(|m| m.used_as == found.used_as).count();
        // A day and a time may stand in two columns.
        let two = found.used_as == ColumnUse::Field("at".to_owned()) && taken == 1 && splits_time(sheet, &out, at);
        if out[at].used_as == ColumnUse::Keep && (taken == 0 || two) {
            out[at] = found;
        }
    }
    one_place(sheet, layer, &mut out);
    // Whoever says how much must say of what.
    if !out.iter().any(|m| m.used_as == ColumnUse::Field("substances".to_owned())) {
        out.iter_mut().filter(|m| m.used_as == ColumnUse::Quantity).for_each(|m| m.used_as = ColumnUse::Keep);
    }
    swapped(sheet, &mut out);
    out
}

/// How much a table's columns speak for a layer.
pub(super) fn weight(matches: &[Match], layer: LayerName, sheet: &Sheet, labels: &Labels) -> u32 {
    matches
        .iter()
        .enumerate()
        .map(|(at, m)| {
            let its_own = |name: &str| schema::fields(layer).iter().any(|f| f.name == name);
            match &m.used_as {
                ColumnUse::Field(name) if name == "kind" => {
                    let known = values::known_share(sheet, at, layer, labels);
                    20 + (known * 200.0) as u32
                }
                ColumnUse::Field(name) if its_own(name) => m.score,
                ColumnUse::Quantity => m.score,
                _ => 0,
            }
        })
        .sum()
}

type Words = Vec<(ColumnUse, String, u32)>;

/// Every word that means a field of the layer, with how much it counts.
fn words(layer: LayerName, labels: &Labels) -> Words {
    let mut out: Words = Vec::new();
    for field in schema::all(layer).filter(|f| !f.name.starts_with('_')) {
        let used_as = ColumnUse::Field(field.name.to_owned());
        let label = (labels.field)(layer, field.name);
        out.push((used_as.clone(), plain(field.name), 5));
        out.push((used_as.clone(), plain(&label.zh), 4));
        out.push((used_as, plain(&label.en), 4));
    }
    for (field, word) in synonyms::of(layer) {
        let used_as = match field {
            "id" => ColumnUse::Id,
            "x" => ColumnUse::X,
            "y" => ColumnUse::Y,
            "xy" => ColumnUse::Xy,
            "geometry" => ColumnUse::Wkt,
            "quantity" => ColumnUse::Quantity,
            name if schema::all(layer).any(|f| f.name == name) => ColumnUse::Field(name.to_owned()),
            _ => continue,
        };
        // A number that is the thing's own is its id before it is any field.
        let rank = if used_as == ColumnUse::Id { 5 } else { 3 };
        out.push((used_as, word.to_owned(), rank));
    }
    out.retain(|(used_as, ..)| !used_as.is_place() || layer.is_spatial());
    out
}

/// What a header may mean, the better the higher its score.
fn candidates(header: &Header, layer: LayerName, words: &Words) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::new();
    let mut add = |used_as: &ColumnUse, sure, score| {
        match out.iter_mut().find(|m| m.used_as == *used_as) {
            Some(known) if known.score >= score => {}
            Some(known) => (known.sure, known.score) = (sure, score),
            None => out.push(Match { used_as: used_as.clone(), sure, swapped: false, score }),
        };
    };
    // A field's own name in brackets settles it.
    if let Some(field) = schema::all(layer).find(|f| f.name == header.remark && !f.name.starts_with('_')) {
        add(&ColumnUse::Field(field.name.to_owned()), Sure::Sure, 200);
    }
    if header.word.is_empty() {
        return out;
    }
    for (used_as, word, rank) in words {
        if *word == header.word {
            // The page's own word for a field is that field, however little it says by itself.
            let vague = *rank < 4 && VAGUE.contains(&word.as_str());
            let sure = if vague { Sure::Likely } else { Sure::Sure };
            add(used_as, sure, 100 + rank);
            continue;
        }
        let length = word.chars().count();
        let long_enough = if word.is_ascii() { length >= 4 } else { length >= 2 };
        if long_enough && (!VAGUE.contains(&word.as_str()) || word == "类型") && header.word.contains(word.as_str()) {
            // The last word of a Chinese name is what the thing is.
            let last = u32::from(header.word.ends_with(word.as_str()));
            add(used_as, Sure::Likely, 30 + 4 * (length as u32).min(8) + 3 * last + rank / 4);
        }
    }
    out
}

/// Whether a column's values can be what its name says.
fn fits(sheet: &Sheet, at: usize, header: &Header, layer: LayerName, used_as: &ColumnUse) -> bool {
    let values = || sheet.values(at);
    match used_as {
        ColumnUse::Keep => true,
        ColumnUse::Id => {
            let all: Vec<&str> = values().collect();
            let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
            !all.is_empty() && different.len() == all.len()
        }
        ColumnUse::X | ColumnUse::Y => mostly(values(), |v| super::super::places::coordinate(v).is_some()),
        ColumnUse::Xy => mostly(values(), |v| super::super::places::pair(v).is_some()),
        ColumnUse::Wkt => mostly(values(), |v| crate::dataset::wkt::parse(v).first().is_some()),
        // Only tonnes are what a substance's amount is in.
        ColumnUse::Quantity => {
            matches!(header.unit, Some("t" | "吨")) && mostly(values(), |v| v.parse::<f64>().is_ok_and(|n| n >= 0.0))
        }
        ColumnUse::Field(name) => schema::all(layer)
            .find(|f| f.name == name)
            .is_some_and(|field| values::fit(sheet, at, header, field) != Fit::No),
    }
}

/// Whether most of the values are good; a column without values may be anything.
pub(super) fn mostly<'a>(values: impl Iterator<Item = &'a str>, good: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut fine) = (0u32, 0u32);
    for value in values {
        all += 1;
        fine += u32::from(good(value));
    }
    fine * 10 >= all * 6
}

/// A second column of times: one holds days, the other times of day.
fn splits_time(sheet: &Sheet, out: &[Match], at: usize) -> bool {
    let Some(first) = out.iter().position(|m| m.used_as == ColumnUse::Field("at".to_owned())) else { return false };
    let time_of_day = |v: &str| v.contains([':', '：', '时']) && v.chars().count() <= 9;
    let day = |v: &str| !v.contains([':', '：', '时']);
    let times = |at| sheet.values(at).next().is_some() && sheet.values(at).all(time_of_day);
    let days = |at| sheet.values(at).all(day);
    days(first) && times(at) || times(first) && days(at)
}

/// A row is in one place: its own geometry, else two columns, else one.
fn one_place(sheet: &Sheet, layer: LayerName, out: &mut [Match]) {
    let has = |out: &[Match], used: ColumnUse| out.iter().any(|m| m.used_as == used);
    let both = has(out, ColumnUse::X) && has(out, ColumnUse::Y);
    let keeps: &[ColumnUse] = if sheet.table.shapes || !layer.is_spatial() {
        &[]
    } else if both {
        &[ColumnUse::X, ColumnUse::Y]
    } else if has(out, ColumnUse::Xy) {
        &[ColumnUse::Xy]
    } else if has(out, ColumnUse::Wkt) {
        &[ColumnUse::Wkt]
    } else {
        &[]
    };
    for m in out.iter_mut().filter(|m| m.used_as.is_place() && !keeps.contains(&m.used_as)) {
        (m.used_as, m.sure) = (ColumnUse::Keep, Sure::Asked);
    }
}

/// Chinese surveyors call northings x, and tables mix up longitude and latitude: where the numbers fit only the other way
/// round, the columns change places, and the reader is told.
fn swapped(sheet: &Sheet, out: &mut [Match]) {
    let at = |out: &[Match], used: ColumnUse| out.iter().position(|m| m.used_as == used);
    let (Some(x), Some(y)) = (at(out, ColumnUse::X), at(out, ColumnUse::Y)) else { return };
    let pairs = systems::pairs(sheet, x, y);
    if systems::only_swapped(&pairs) {
        (out[x].used_as, out[y].used_as) = (ColumnUse::Y, ColumnUse::X);
        for at in [x, y] {
            (out[at].sure, out[at].swapped) = (Sure::Likely, true);
        }
    }
}

/// The fields that a layer cannot do without and no column gives.
pub(super) fn lacking(layer: LayerName, columns: &[ColumnUse]) -> Vec<&'static str> {
    let given = |name: &str| columns.iter().any(|c| matches!(c, ColumnUse::Field(f) if f == name));
    schema::fields(layer).iter().filter(|f| f.required && !given(f.name)).map(|f| f.name).collect()
}

/// The values that a field which every row has alike may take: codes of its closed list; none where it is free.
pub(super) fn codes(layer: LayerName, name: &str) -> Vec<&'static str> {
    match schema::all(layer).find(|f| f.name == name).map(|f| f.kind) {
        Some(FieldType::Code(codes)) => codes.to_vec(),
        Some(FieldType::Kind(kinds)) => kinds.iter().map(|k| k.code).collect(),
        _ => Vec::new(),
    }
}
