//! A filter of crashes as an address writes it: in a link of the page and in a tile's address.

use crate::dataset::dates::{parse_date, write_date};
use crate::domain::crashes::{HOURS, WEEKDAYS};
use crate::domain::{CrashFilter, CrashPart, NumberRange};

/// The longest word that an address may name.
const LONGEST_WORD: usize = 80;

/// The parts of an address, in order: names and values, not encoded.
pub fn to_parts(filter: &CrashFilter) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    parts.extend(filter.from.map(|day| ("from", write_date(day))));
    parts.extend(filter.to.map(|day| ("to", write_date(day))));
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join("."));
    let spans = filter.hour_spans().iter().map(|(from, to)| format!("{from}-{to}")).collect();
    parts.extend(joined(spans).map(|spans| ("hours", spans)));
    let days = (0..WEEKDAYS).filter(|day| filter.has_weekday(*day)).map(|day| (day + 1).to_string()).collect();
    parts.extend(joined(days).map(|days| ("weekdays", days)));
    for part in CrashPart::OF_WORDS {
        parts.extend(filter.words(part).iter().map(|word| (part.field(), word.clone())));
    }
    for part in CrashPart::OF_NUMBERS {
        parts.extend(filter.numbers.get(part.field()).map(|range| (part.field(), range.ends())));
    }
    parts
}

/// Takes one part of an address into a filter; `None` when it is not one of these or cannot be read.
pub fn read(filter: &mut CrashFilter, name: &str, value: &str) -> Option<()> {
    match name {
        "from" => {
            filter.from = Some(parse_date(value).filter(|day| filter.to.is_none_or(|to| *day <= to))?);
        }
        "to" => {
            filter.to = Some(parse_date(value).filter(|day| filter.from.is_none_or(|from| from <= *day))?);
        }
        "hours" => {
            let mut other = filter.without(CrashPart::Hours);
            for span in value.split('.') {
                let (from, to) = span.split_once('-')?;
                let (from, to): (u8, u8) = (from.parse().ok()?, to.parse().ok()?);
                (from < HOURS && to <= HOURS && from != to % HOURS).then_some(())?;
                other.add_hours(from, (to + HOURS - 1) % HOURS);
            }
            *filter = other;
        }
        "weekdays" => {
            let mut other = filter.without(CrashPart::Weekdays);
            for day in value.split('.') {
                let day: u8 = day.parse().ok().filter(|day| (1..=WEEKDAYS).contains(day))?;
                (!other.has_weekday(day - 1)).then(|| other.toggle_weekday(day - 1))?;
            }
            *filter = other;
        }
        _ if CrashPart::OF_NUMBERS.iter().any(|part| part.field() == name) => {
            filter.numbers.set(NumberRange::of_ends(name, value)?);
        }
        _ => {
            let part = CrashPart::OF_WORDS.into_iter().find(|part| part.field() == name)?;
            let known = part != CrashPart::Severity || crate::risk::crashes::severities().contains(&value);
            let is_word = known && !value.is_empty() && value.chars().count() <= LONGEST_WORD;
            // A word that is named twice is named once.
            (is_word && !filter.words(part).iter().any(|word| word == value)).then_some(())?;
            filter.toggle_word(part, value);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[(&str, &str)]) -> (CrashFilter, Vec<bool>) {
        let mut filter = CrashFilter::default();
        let taken = parts.iter().map(|(name, value)| read(&mut filter, name, value).is_some()).collect();
        (filter, taken)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let parts = [
            ("from", "2024-01-05"),
            ("to", "2024-12-31"),
            ("hours", "12-14.22-5"),
            ("weekdays", "1.7"),
            ("severity", "fatal"),
            ("severity", "serious"),
            ("weather", "小雨 & 雾"),
            ("party", "electric_bicycle"),
            ("deaths", "1.."),
            ("vehicles", "2..3~"),
        ];
        let (filter, taken) = of(&parts);
        assert!(taken.iter().all(|taken| *taken), "{taken:?}");
        assert!(filter.has_hour(23) && filter.has_hour(4) && !filter.has_hour(5) && filter.has_weekday(6));
        let written = to_parts(&filter);
        assert_eq!(written.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), parts);
        assert_eq!(to_parts(&CrashFilter::default()), []);
        assert_eq!(of(&[("hours", "0-24")]), (CrashFilter::default(), vec![false]), "all hours are no filter");
        assert_eq!(of(&[("hours", "20-24")]).0.hour_spans(), [(20, 24)]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_and_changes_nothing() {
        let bad = [
            ("from", "2024-02-30"),
            ("to", "soon"),
            ("hours", "5"),
            ("hours", "25-3"),
            ("hours", "7-9.x"),
            ("hours", "7-7"),
            ("weekdays", "0"),
            ("weekdays", "8"),
            ("weekdays", "1.1"),
            ("severity", "bad"),
            ("light", ""),
            ("moon", "full"),
            ("deaths", "3..1"),
            ("injured", "many"),
        ];
        for part in bad {
            assert_eq!(of(&[part]), (CrashFilter::default(), vec![false]), "{part:?}");
        }
        assert_eq!(of(&[("from", "2024-05-01"), ("to", "2024-04-01")]).1, [true, false], "no day is in that");
    }
}
