//! The figures that two cities are compared by, as lines: each with what it rests on. What a city does not tell is unknown,
//! and why stands beside it.

use crate::domain::{LayerName, Level};
use crate::engine::{CityFigures, Cover, KnownSum, LevelCount};
use crate::risk::assess::RATED;
use crate::risk::cover::Lack;
use crate::text::Lang;
use crate::ui::terms::{self, count, metres, number};
use crate::ui::words::Word;

/// A figure of a city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// Its value with its unit, or unknown.
    pub value: String,
    /// Its denominator and how much of it is known, or why it is unknown.
    pub rests: String,
}

/// The figures of a city, of every city the same ones in the same order.
pub fn figures(of: &CityFigures, lang: Lang) -> Vec<Figure> {
    let people = |word: Word, of: Option<KnownSum>, layer| match of {
        Some(of) => line(word, at_least(&of, count(of.sum.round() as u64), lang), known(&of, lang), lang),
        None => unknown(word.said(lang), Word::LacksValue, layer, lang),
    };
    let mut all = vec![
        people(Word::FigureResidents, of.residents, LayerName::Residents),
        people(Word::FigureVenuesDay, of.venues_day, LayerName::Venues),
        people(Word::FigureVenuesNight, of.venues_night, LayerName::Venues),
    ];
    all.extend(RATED.map(|layer| levels(of, layer, lang)));
    all.extend([crashes_by_people(of, lang), crashes_by_road(of, lang)]);
    all.extend(dangers(of, lang));
    all.extend([
        beyond(Word::FigureNoStation, of.cover, Lack::Station, LayerName::FireStations, lang),
        beyond(Word::FigureNoHydrant, of.cover, Lack::Hydrant, LayerName::Hydrants, lang),
    ]);
    all
}

fn line(word: Word, value: String, rests: String, lang: Lang) -> Figure {
    Figure { label: word.said(lang).to_owned(), value, rests }
}

fn unknown(label: &str, why: Word, layer: LayerName, lang: Lang) -> Figure {
    let rests = why.fill(lang, &[&terms::layer_within(layer, lang)]);
    Figure { label: label.to_owned(), value: Word::Unknown.said(lang).to_owned(), rests }
}

/// A sum of which a part is unknown is a lower bound.
fn at_least(of: &KnownSum, said: String, lang: Lang) -> String {
    if of.is_whole() { said } else { Word::FigureAtLeast.fill(lang, &[&said]) }
}

fn known(of: &KnownSum, lang: Lang) -> String {
    Word::RestsKnown.fill(lang, &[&count(of.known.into()), &count(of.of.into())])
}

/// Every level with its letter, the worst first; the unrated apart.
fn levels(of: &CityFigures, layer: LayerName, lang: Lang) -> Figure {
    let label = Word::FigureLevels.fill(lang, &[terms::layer(layer, lang)]);
    let Some((_, counts)) = of.levels.iter().find(|(of, _)| *of == layer) else {
        let why = if of.as_of.is_empty() { Word::LacksDay } else { Word::LacksLayer };
        return unknown(&label, why, layer, lang);
    };
    let n =
        |level: Level| counts.iter().find(|count| count.level == level).map_or(0, |count: &LevelCount| count.dynamic);
    let all: u32 = counts.iter().map(|count| count.dynamic).sum();
    let rated = Level::ALL.into_iter().filter(|level| *level != Level::Unrated);
    let value = rated
        .map(|level| format!("{}\u{a0}{}", level.letter(), count(n(level).into())))
        .collect::<Vec<_>>()
        .join(" · ");
    let rated = all - n(Level::Unrated);
    Figure { label, value, rests: Word::RestsRated.fill(lang, &[&count(rated.into()), &count(all.into())]) }
}

/// Crashes a year with what they are counted from; else why there is no such figure.
fn a_year(of: &CityFigures, word: Word, lang: Lang) -> Result<(f64, String, String), Figure> {
    let label = word.said(lang);
    let Some(crashes) = &of.crashes else {
        return Err(unknown(label, Word::LacksLayer, LayerName::Crashes, lang));
    };
    let (Some(yearly), Some(years)) = (crashes.a_year(), crashes.years) else {
        return Err(unknown(label, Word::LacksYear, LayerName::Crashes, lang));
    };
    Ok((yearly, count(crashes.count.into()), number(years)))
}

fn crashes_by_people(of: &CityFigures, lang: Lang) -> Figure {
    const WORD: Word = Word::FigureCrashesPeople;
    let (yearly, crashes, years) = match a_year(of, WORD, lang) {
        Ok(of) => of,
        Err(unknown) => return unknown,
    };
    let Some(people) = of.residents.filter(|people| people.sum > 0.0) else {
        return unknown(WORD.said(lang), Word::LacksValue, LayerName::Residents, lang);
    };
    let rate = number(10_000.0 * yearly / people.sum);
    // Who is not counted would make it less.
    let value = if people.is_whole() { rate } else { Word::FigureAtMost.fill(lang, &[&rate]) };
    let rests = Word::RestsCrashesPeople.fill(lang, &[&crashes, &years, &count(people.sum.round() as u64)]);
    let rests = if people.is_whole() { rests } else { format!("{rests} · {}", known(&people, lang)) };
    line(WORD, value, rests, lang)
}

fn crashes_by_road(of: &CityFigures, lang: Lang) -> Figure {
    const WORD: Word = Word::FigureCrashesRoad;
    let (yearly, crashes, years) = match a_year(of, WORD, lang) {
        Ok(of) => of,
        Err(unknown) => return unknown,
    };
    let Some(km) = of.roads_km.filter(|km| *km > 0.0) else {
        return unknown(WORD.said(lang), Word::LacksLayer, LayerName::Roads, lang);
    };
    let rests = Word::RestsCrashesRoad.fill(lang, &[&crashes, &years, &number(km)]);
    line(WORD, number(yearly / km), rests, lang)
}

fn dangers(of: &CityFigures, lang: Lang) -> [Figure; 2] {
    let words = [Word::FigureOpen, Word::FigureOverdue];
    let Some(dangers) = of.dangers else {
        let why = if of.as_of.is_empty() { Word::LacksDay } else { Word::LacksLayer };
        return words.map(|word| unknown(word.said(lang), why, LayerName::Dangers, lang));
    };
    let n = |n: u32| count(n.into());
    let (found, open) =
        (Word::RestsFound.fill(lang, &[&n(dangers.found)]), Word::RestsOpen.fill(lang, &[&n(dangers.open)]));
    let overdue = n(dangers.overdue);
    let (overdue, open) = match dangers.due_unknown {
        0 => (overdue, open),
        unknown => (
            Word::FigureAtLeast.fill(lang, &[&overdue]),
            format!("{open} · {}", Word::RestsDueUnknown.fill(lang, &[&n(unknown)])),
        ),
    };
    [line(Word::FigureOpen, n(dangers.open), found, lang), line(Word::FigureOverdue, overdue, open, lang)]
}

fn beyond(word: Word, of: Option<Cover>, lack: Lack, of_help: LayerName, lang: Lang) -> Figure {
    let Some(cover) = of else { return unknown(word.said(lang), Word::LacksLayer, LayerName::Venues, lang) };
    let Some(lacking) = cover.lacking(lack) else { return unknown(word.said(lang), Word::LacksLayer, of_help, lang) };
    let share = if cover.of > 0 {
        format!(" ({})", terms::share(f64::from(lacking) / f64::from(cover.of)))
    } else {
        String::new()
    };
    let rests = Word::RestsVenues.fill(lang, &[&count(cover.of.into()), &metres(cover.metres(lack))]);
    line(word, format!("{}{share}", count(lacking.into())), rests, lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{CrashFigures, DangerFigures};

    fn of(all: &[Figure], label: &str) -> (String, String) {
        let figure = all.iter().find(|figure| figure.label == label).unwrap();
        (figure.value.clone(), figure.rests.clone())
    }

    #[test]
    fn what_is_not_told_is_unknown_and_says_why() {
        let all = figures(&CityFigures { as_of: "2026-01-31".to_owned(), ..CityFigures::default() }, Lang::Zh);
        assert_eq!(all.len(), 12);
        assert!(all.iter().all(|figure| figure.value == "未知" && !figure.rests.is_empty()), "{all:#?}");
        let other = figures(&CityFigures::default(), Lang::Zh);
        assert!(all.iter().zip(&other).all(|(a, b)| a.label == b.label), "of every city the same figures");
    }

    #[test]
    fn rates_are_by_hand_and_bounds_are_said() {
        let sum = |known| Some(KnownSum { sum: 20_000.0, known, of: 4 });
        let mut city = CityFigures {
            as_of: "2026-01-31".to_owned(),
            residents: sum(4),
            crashes: Some(CrashFigures { count: 100, period: None, years: Some(2.0) }),
            roads_km: Some(25.0),
            dangers: Some(DangerFigures { found: 9, open: 5, overdue: 2, due_unknown: 0 }),
            cover: Some(Cover {
                of: 40,
                station_m: 1795.0,
                hydrant_m: 150.0,
                no_station: Some(10),
                no_hydrant: None,
                neither: None,
            }),
            ..CityFigures::default()
        };
        let all = figures(&city, Lang::En);
        // 100 / 2 a year over 2 × 10,000 people.
        let people = of(&all, "Crashes per 10,000 people a year");
        assert_eq!(people, ("25".to_owned(), "100 crashes ÷ 2 years ÷ 20,000 people".to_owned()));
        assert_eq!(of(&all, "Crashes per km of road a year").0, "2");
        assert_eq!(of(&all, "Venues beyond reach of a station").0, "10 (25 %)");
        assert_eq!(of(&all, "Venues without a hydrant at hand, dry ones not counted").0, "unknown");
        assert_eq!(of(&all, "Overdue hidden dangers"), ("2".to_owned(), "of 5 open".to_owned()));
        // Half of the people are not counted: the rate is too high, the sum too low.
        city.residents = sum(2);
        city.dangers = Some(DangerFigures { found: 9, open: 5, overdue: 2, due_unknown: 1 });
        let all = figures(&city, Lang::En);
        assert_eq!(of(&all, "Crashes per 10,000 people a year").0, "at most 25");
        assert_eq!(of(&all, "Residents"), ("at least 20,000".to_owned(), "said by 2 of 4".to_owned()));
        assert_eq!(of(&all, "Overdue hidden dangers").0, "at least 2");
        city.crashes = Some(CrashFigures { count: 100, period: None, years: Some(0.9) });
        assert_eq!(of(&figures(&city, Lang::Zh), "每万人年事故"), ("未知".to_owned(), "事故数据不满一年".to_owned()));
    }
}
