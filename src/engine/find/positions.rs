//! Positions as people write them: degrees, degrees and minutes, degrees with minutes and seconds, with the letters or
//! words of a hemisphere or without, longitude first or latitude first, in WGS84, GCJ-02 or BD-09.

use super::super::protocol::{Datum, PositionHit};
use crate::dataset::china;
use crate::units::{LngLat, LngLatBox};

/// What an angle is along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Lng,
    Lat,
}

/// An angle, degrees, and the axis that its letter says.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

/// A word of what was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    Degree,
    Minute,
    Second,
    /// The letter or word of a hemisphere: its axis, and whether it is east or north.
    Hemisphere(Axis, bool),
    /// The name of an axis.
    Named(Axis),
    Datum(Datum),
    Comma,
}

/// Words that stand in positions, in small letters. Longer ones before those that they begin with.
const WORDS: &[(&str, Token)] = &[
    ("wgs-84", Token::Datum(Datum::Wgs84)),
    ("wgs84", Token::Datum(Datum::Wgs84)),
    ("cgcs2000", Token::Datum(Datum::Wgs84)),
    ("gcj-02", Token::Datum(Datum::Gcj02)),
    ("gcj02", Token::Datum(Datum::Gcj02)),
    ("gcj", Token::Datum(Datum::Gcj02)),
    ("bd-09", Token::Datum(Datum::Bd09)),
    ("bd09", Token::Datum(Datum::Bd09)),
    ("火星", Token::Datum(Datum::Gcj02)),
    ("高德", Token::Datum(Datum::Gcj02)),
    ("腾讯", Token::Datum(Datum::Gcj02)),
    ("百度", Token::Datum(Datum::Bd09)),
    ("longitude", Token::Named(Axis::Lng)),
    ("latitude", Token::Named(Axis::Lat)),
    ("lng", Token::Named(Axis::Lng)),
    ("lon", Token::Named(Axis::Lng)),
    ("lat", Token::Named(Axis::Lat)),
    ("经度", Token::Named(Axis::Lng)),
    ("纬度", Token::Named(Axis::Lat)),
    ("东经", Token::Hemisphere(Axis::Lng, true)),
    ("西经", Token::Hemisphere(Axis::Lng, false)),
    ("北纬", Token::Hemisphere(Axis::Lat, true)),
    ("南纬", Token::Hemisphere(Axis::Lat, false)),
    ("e", Token::Hemisphere(Axis::Lng, true)),
    ("w", Token::Hemisphere(Axis::Lng, false)),
    ("n", Token::Hemisphere(Axis::Lat, true)),
    ("s", Token::Hemisphere(Axis::Lat, false)),
    ("''", Token::Second),
    ("′′", Token::Second),
    ("\"", Token::Second),
    ("″", Token::Second),
    ("”", Token::Second),
    ("秒", Token::Second),
    ("'", Token::Minute),
    ("′", Token::Minute),
    ("’", Token::Minute),
    ("分", Token::Minute),
    ("°", Token::Degree),
    ("º", Token::Degree),
    ("度", Token::Degree),
    (",", Token::Comma),
    (";", Token::Comma),
    ("、", Token::Comma),
];

/// The positions that a folded text may mean, the likeliest first: those inside the city before others, then those whose
/// longitude stands first, as registers in China write it, then WGS84. None where it is no position.
pub fn read(text: &str, city: Option<LngLatBox>) -> Vec<PositionHit> {
    let Some(tokens) = tokens(text) else { return Vec::new() };
    let datum = tokens.iter().find_map(|token| if let Token::Datum(datum) = token { Some(*datum) } else { None });
    let Some([first, second]) = angles(&tokens) else { return Vec::new() };
    let orders: &[(Angle, Angle)] = match (first.axis, second.axis) {
        (Some(Axis::Lng), Some(Axis::Lng)) | (Some(Axis::Lat), Some(Axis::Lat)) => return Vec::new(),
        (Some(Axis::Lng), _) | (_, Some(Axis::Lat)) => &[(first, second)],
        (Some(Axis::Lat), _) | (_, Some(Axis::Lng)) => &[(second, first)],
        (None, None) => &[(first, second), (second, first)],
    };
    let written = orders.iter().map(|(lng, lat)| LngLat::new(lng.degrees, lat.degrees)).filter(|at| at.is_valid());
    let mut hits: Vec<PositionHit> = written.flat_map(|written| meant(written, datum)).collect();
    let outside = |hit: &PositionHit| city.is_some_and(|city| !city.contains(hit.at));
    // What lies in the city is what is meant; only where nothing does are all others offered.
    if hits.iter().any(|hit| !outside(hit)) {
        hits.retain(|hit| !outside(hit));
    }
    hits.dedup();
    hits
}

/// A position in the system that is said; in each that shifts it where none is.
fn meant(written: LngLat, datum: Option<Datum>) -> Vec<PositionHit> {
    let in_system = |datum: Datum| {
        let at = match datum {
            Datum::Wgs84 => written,
            Datum::Gcj02 => china::wgs84_of_gcj02(written),
            Datum::Bd09 => china::wgs84_of_bd09(written),
        };
        PositionHit { at, written, datum }
    };
    match datum {
        Some(datum) => vec![in_system(datum)],
        None if china::is_shifted(written) => Datum::ALL.map(in_system).to_vec(),
        None => vec![in_system(Datum::Wgs84)],
    }
}

/// Splits a text into the words of a position; none where any of it is something else.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut left = text.trim();
    let mut tokens = Vec::new();
    while let Some(c) = left.chars().next() {
        if c.is_whitespace() || matches!(c, ':' | '(' | ')' | '（' | '）' | '：' | '，') {
            if c == '，' {
                tokens.push(Token::Comma);
            }
            left = &left[c.len_utf8()..];
        } else if c.is_ascii_digit() || matches!(c, '-' | '+' | '−' | '.') {
            let sign = left.len() - left.trim_start_matches(['-', '+', '−']).len();
            let digits = left[sign..].find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(left.len() - sign);
            let value: f64 = left[sign..sign + digits].parse().ok()?;
            tokens.push(Token::Number(if left.starts_with(['-', '−']) { -value } else { value }));
            left = &left[sign + digits..];
        } else {
            let (word, token) = WORDS.iter().find(|(word, _)| left.starts_with(word))?;
            // A letter belongs to a longer word otherwise, which is no position's.
            let next = left[word.len()..].chars().next();
            if word.bytes().all(|b| b.is_ascii_alphabetic()) && next.is_some_and(|c| c.is_ascii_alphabetic()) {
                return None;
            }
            tokens.push(*token);
            left = &left[word.len()..];
        }
    }
    Some(tokens)
}

/// The two angles of a position.
fn angles(tokens: &[Token]) -> Option<[Angle; 2]> {
    let numbers = tokens.iter().filter(|token| matches!(token, Token::Number(_))).count();
    let marked = tokens.iter().any(|token| matches!(token, Token::Degree | Token::Minute | Token::Second));
    // Without marks the numbers are shared out evenly: degrees, minutes, seconds of each.
    let each = (!marked && matches!(numbers, 2 | 4 | 6)).then_some(numbers / 2);
    if !marked && each.is_none() {
        return None;
    }
    let mut angles: Vec<Angle> = Vec::new();
    let mut parts: Vec<(f64, usize)> = Vec::new();
    let mut before: Option<(Axis, bool)> = None;
    let mut i = 0;
    let mut close = |parts: &mut Vec<(f64, usize)>, axis: Option<(Axis, bool)>| -> Option<bool> {
        if parts.is_empty() {
            return Some(false);
        }
        angles.push(angle(parts, axis)?);
        parts.clear();
        Some(true)
    };
    while let Some(token) = tokens.get(i) {
        match token {
            Token::Number(value) => {
                let unit = match tokens.get(i + 1) {
                    Some(Token::Degree) => 0,
                    Some(Token::Minute) => 1,
                    Some(Token::Second) => 2,
                    _ => parts.last().map_or(0, |(_, unit)| unit + 1),
                };
                let full = each.is_some_and(|each| parts.len() == each);
                let starts_again = parts.last().is_some_and(|(_, last)| unit <= *last);
                if (full || starts_again) && close(&mut parts, before)? {
                    before = None;
                }
                let unit = if parts.is_empty() && each.is_some() { 0 } else { unit };
                parts.push((*value, unit));
            }
            Token::Hemisphere(axis, positive) => match parts.is_empty() {
                // Before its number.
                true => before = Some((*axis, *positive)),
                false if before.is_some() => {
                    close(&mut parts, before)?;
                    before = Some((*axis, *positive));
                }
                false => {
                    close(&mut parts, Some((*axis, *positive)))?;
                }
            },
            Token::Named(axis) => {
                if close(&mut parts, before)? {
                    before = None;
                }
                before = before.or(Some((*axis, true)));
            }
            Token::Comma if each != Some(2) && each != Some(3) || parts.len() == each.unwrap_or(0) => {
                if close(&mut parts, before)? {
                    before = None;
                }
            }
            Token::Comma | Token::Degree | Token::Minute | Token::Second | Token::Datum(_) => {}
        }
        i += 1;
    }
    close(&mut parts, before)?;
    angles.try_into().ok()
}

/// An angle of degrees, minutes and seconds, each with its unit (0, 1, 2); none where it cannot be one.
fn angle(parts: &[(f64, usize)], axis: Option<(Axis, bool)>) -> Option<Angle> {
    let (first, unit) = *parts.first()?;
    if unit != 0 {
        return None;
    }
    let mut degrees = first.abs();
    for (value, unit) in &parts[1..] {
        let size = [1.0, 60.0, 3600.0].get(*unit)?;
        if !(0.0..60.0).contains(value) || *unit == 0 {
            return None;
        }
        degrees += value / size;
    }
    let negative = first.is_sign_negative() != axis.is_some_and(|(_, positive)| !positive);
    Some(Angle { degrees: if negative { -degrees } else { degrees }, axis: axis.map(|(axis, _)| axis) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many decimals as a metre asks for.
    fn at(text: &str) -> Vec<(f64, f64)> {
        let round = |v: f64| (v * 1e5).round() / 1e5;
        read(text, None).iter().map(|hit| (round(hit.at.lng), round(hit.at.lat))).collect()
    }

    #[test]
    fn one_place_in_many_writings() {
        let city = LngLatBox { west: 112.0, south: 30.5, east: 112.6, north: 31.2 };
        for text in [
            "112.305,30.9125",
            "30.9125, 112.305",
            "30.9125 112.305",
            "30.9125°n 112.305°e",
            "n30.9125 e112.305",
            "30°54.75′n, 112°18.3′e",
            "30°54'45\"n 112°18'18\"e",
            "北纬30度54分45秒 东经112度18分18秒",
            "东经112.305° 北纬30.9125°",
            "30 54 45 112 18 18",
            "112 18 18, 30 54 45",
            "lat 30.9125 lng 112.305",
            "经度：112.305 纬度：30.9125",
            "wgs84 112.305，30.9125",
            "cgcs2000 (112.305, 30.9125)",
        ] {
            let first = read(text, Some(city)).first().copied();
            let first = first.unwrap_or_else(|| panic!("{text} is read as no position"));
            assert!(
                (first.at.lng - 112.305).abs() < 1e-9 && (first.at.lat - 30.9125).abs() < 1e-9,
                "{text}: {first:?}"
            );
            assert_eq!(first.datum, Datum::Wgs84, "{text}");
        }
        assert_eq!(at("9.5 s 47.1 w"), [(-47.1, -9.5)]);
        assert_eq!(at("-9.5, -47.1"), [(-9.5, -47.1), (-47.1, -9.5)]);
    }

    #[test]
    fn shifted_systems_are_offered_and_taken_when_named() {
        let all = read("116.397389, 39.908722", None);
        assert_eq!(all.iter().map(|hit| hit.datum).collect::<Vec<_>>(), Datum::ALL);
        let named = read("gcj-02 116.403630,39.910126", None);
        // Tian'anmen: the same place in both systems to half a metre.
        assert!((named[0].at.lng - 116.397389).abs() < 5e-6 && (named[0].at.lat - 39.908722).abs() < 5e-6, "{named:?}");
        assert_eq!((named.len(), named[0].datum), (1, Datum::Gcj02));
        assert_eq!(read("百度 116.41,39.92", None)[0].datum, Datum::Bd09);
    }

    #[test]
    fn what_is_no_position_is_none() {
        for text in [
            "",
            "112.305",
            "1 2 3",
            "解放路 12",
            "y-00012",
            "200, 100",
            "30°75′ 112°",
            "112.305, 95 n",
            "n 30 n 31",
            "30..5 112",
            "e",
            "e 5",
            "r12 30",
            "elm 3 4",
            "30 61 0 112 0 0",
            "3.1.2, 5",
        ] {
            assert!(read(text, None).is_empty(), "{text}: {:?}", read(text, None));
        }
    }
}
