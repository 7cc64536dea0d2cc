//! A filter of crashes in words.

use super::Lang;
use crate::dataset::dates::write_date;
use crate::domain::crashes::WEEKDAYS;
use crate::domain::{CrashFilter, CrashPart, LayerName};

const DAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What a day of the week is called; Monday is 0.
pub fn weekday(day: u8, lang: Lang) -> &'static str {
    let days = if lang == Lang::Zh { DAYS_ZH } else { DAYS_EN };
    days.get(usize::from(day)).copied().unwrap_or_default()
}

/// A span of the clock, from an hour to an hour.
pub fn clock(from: u8, to: u8, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{from}–{to} 时"),
        Lang::En => format!("{from:02}:00–{to:02}:00"),
    }
}

/// What a part of a filter lets through; empty where it is all.
pub fn crash_part(filter: &CrashFilter, part: CrashPart, lang: Lang) -> String {
    let joined = |parts: Vec<String>| parts.join(lang.pick("、", ", "));
    match part {
        CrashPart::Days => match (filter.from.map(write_date), filter.to.map(write_date)) {
            (None, None) => String::new(),
            (Some(from), None) => lang.pick("{} 起", "from {}").replace("{}", &from),
            (None, Some(to)) => lang.pick("至 {}", "until {}").replace("{}", &to),
            (Some(from), Some(to)) if from == to => from,
            (Some(from), Some(to)) => format!("{from} – {to}"),
        },
        CrashPart::Hours => joined(filter.hour_spans().iter().map(|(from, to)| clock(*from, *to, lang)).collect()),
        CrashPart::Weekdays => joined(weekdays(filter, lang)),
        CrashPart::Deaths | CrashPart::Injured | CrashPart::Vehicles => {
            let said = |range| super::number_range(LayerName::Crashes, range, lang);
            filter.numbers.get(part.field()).map(said).unwrap_or_default()
        }
        _ => {
            let said = |word: &String| match part {
                CrashPart::Severity => super::code(LayerName::Crashes, part.field(), word, lang),
                _ => super::text(LayerName::Crashes, part.field(), word, lang),
            };
            joined(filter.words(part).iter().map(said).collect())
        }
    }
}

/// The chosen days of the week; three and more in a row by their ends.
fn weekdays(filter: &CrashFilter, lang: Lang) -> Vec<String> {
    let mut said = Vec::new();
    let mut day = 0;
    while day < WEEKDAYS {
        let run = (day..WEEKDAYS).take_while(|d| filter.has_weekday(*d)).count() as u8;
        if run >= 3 {
            said.push([day, day + run - 1].map(|d| weekday(d, lang)).join(lang.pick("至", "–")));
        } else {
            said.extend((day..day + run).map(|d| weekday(d, lang).to_owned()));
        }
        day += run.max(1);
    }
    said
}

/// The whole filter in one line; empty where it lets all through.
pub fn crash_filter(filter: &CrashFilter, lang: Lang) -> String {
    filter.parts().map(|part| crash_part(filter, part, lang)).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_in_both_languages() {
        let mut of = CrashFilter::over(Some(19_723), Some(20_088));
        of.add_hours(22, 4);
        (0..5).for_each(|day| of.toggle_weekday(day));
        of.toggle_word(CrashPart::Severity, "fatal");
        of.toggle_word(CrashPart::Weather, "rain");
        of.toggle_word(CrashPart::Weather, "冻雨");
        assert_eq!(crash_filter(&of, Lang::Zh), "2024-01-01 – 2024-12-31 · 22–5 时 · 周一至周五 · 死亡 · 雨、冻雨");
        assert_eq!(crash_filter(&of, Lang::En), "2024-01-01 – 2024-12-31 · 22:00–05:00 · Mon–Fri · fatal · rain, 冻雨");
        of.toggle_weekday(1);
        assert_eq!(crash_part(&of, CrashPart::Weekdays, Lang::Zh), "周一、周三至周五");
        of.from = None;
        assert_eq!(crash_part(&of, CrashPart::Days, Lang::En), "until 2024-12-31");
        of.numbers.set(crate::domain::NumberRange::of_ends("injured", "2..").unwrap());
        assert_eq!(crash_part(&of, CrashPart::Injured, Lang::Zh), "受伤人数 ≥ 2");
        assert_eq!(crash_filter(&CrashFilter::default(), Lang::Zh), "");
    }
}
