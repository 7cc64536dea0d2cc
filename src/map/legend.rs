//! The legend of what is painted: what, unit, period and parameter in the title, one row a class.

use super::palette::Palette;
use super::style::CONFLICT_WIDTHS;
use crate::domain::{CrashFilter, CrashPart, LayerName, Level, Words};
use crate::engine::{
    ConflictLine, ConflictTable, DensitySurface, ExposureTable, LevelKind, LevelsTable, OverviewTable, SectionScope,
    SectionSort, SectionTable, VenueTable,
};
use crate::text::{self, Lang};
use crate::view::Theme;

/// A legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// What is painted.
    pub title: Words,
    /// Unit, period and parameter.
    pub note: Words,
    /// The classes, most first.
    pub rows: Vec<LegendRow>,
}

/// A row of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendRow {
    /// The class, 0 the least; 255 for what is unrated.
    pub class: u8,
    /// How the class is drawn on the map.
    pub swatch: Swatch,
    /// From where to where, in the unit of the title.
    pub label: Words,
    /// How many features are in the class, where that is known.
    pub count: Option<u32>,
}

/// How a class is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Swatch {
    /// An area of a surface.
    Band(String),
    /// A line, with its width in px.
    Line(String, f64),
    /// A symbol's ground.
    Symbol(String),
    /// A level's shape.
    Level(Level),
}

/// A row a level, worst first, with how many have it.
fn level_rows(count: impl Fn(Level) -> u32) -> Vec<LegendRow> {
    let row = |level: Level| LegendRow {
        class: level.class(),
        swatch: Swatch::Level(level),
        label: Words::new(text::level_with_letter(level, Lang::Zh), text::level_with_letter(level, Lang::En)),
        count: Some(count(level)),
    };
    Level::ALL.into_iter().map(row).collect()
}

impl Legend {
    /// The legend of a density surface.
    pub fn of_density(surface: &DensitySurface, theme: Theme) -> Self {
        let query = &surface.query;
        let (what_zh, what_en, unit_zh, unit_en) = match query.layer {
            LayerName::Crashes => ("事故", "Crash", "起", "crashes"),
            LayerName::Venues => ("公众场所", "Venue", "处", "venues"),
            LayerName::Facilities => ("危险设施", "Facility", "处", "facilities"),
            LayerName::Dangers => ("隐患", "Hidden-danger", "条", "dangers"),
            _ => ("点", "Point", "个", "points"),
        };
        let bandwidth = number(query.bandwidth_m);
        let period = surface.period.as_ref().map(|(from, to)| format!("{from} – {to}"));
        let (unit_zh, unit_en) = match &query.weight {
            Some(weight) => {
                let named = |lang| text::field(query.layer, weight, lang);
                (format!("{} / km²", named(Lang::Zh)), format!("{} per km²", named(Lang::En)))
            }
            None => (format!("{unit_zh} / km²"), format!("{unit_en} per km²")),
        };
        let of = |lang| asked(&query.crashes, lang).filter(|_| query.layer == LayerName::Crashes);
        let zh = [Some(unit_zh), period.clone(), Some(format!("带宽 {bandwidth} m")), of(Lang::Zh)];
        let en = [Some(unit_en), period, Some(format!("bandwidth {bandwidth} m")), of(Lang::En)];
        let join = |parts: [Option<String>; 4], with: &str| parts.into_iter().flatten().collect::<Vec<_>>().join(with);
        Self {
            title: Words::new(format!("{what_zh}密度"), format!("{what_en} density")),
            note: Words::new(join(zh, "，"), join(en, ", ")),
            rows: rows(&surface.breaks, Some(surface.max_per_km2), false, &[], theme, |colour, _| Swatch::Band(colour)),
        }
    }

    /// The legend of an exposure ranking.
    pub fn of_exposure(table: &ExposureTable, theme: Theme) -> Self {
        let distance = number(table.query.distance_m);
        let line = matches!(table.query.layer, LayerName::Pipelines | LayerName::Routes);
        let top = table.rows.first().map(|r| r.value);
        Self {
            title: if table.by_people {
                Words::new("附近人数", "People nearby")
            } else {
                Words::new("附近公众场所数", "Venues nearby")
            },
            note: if table.by_people {
                Words::new(
                    format!("人，{distance} m 以内，白天与夜间取较大者"),
                    format!("people within {distance} m, day or night"),
                )
            } else {
                Words::new(
                    format!("处，{distance} m 以内；人数未知，按场所数计"),
                    format!("venues within {distance} m; headcounts unknown, venues are counted"),
                )
            },
            rows: rows(&table.breaks, top, !table.by_people, &table.class_counts, theme, |colour, _| {
                if line { Swatch::Line(colour, 3.6) } else { Swatch::Symbol(colour) }
            }),
        }
    }

    /// The legend of levels: each with its shape, letter, word and count; what is unrated is a row of its own.
    pub fn of_levels(table: &LevelsTable) -> Self {
        let (base, layer) = (table.query.kind == LevelKind::Base, table.query.layer);
        let title = if base {
            Words::new("基础等级", "Base level")
        } else {
            Words::new("动态等级", "Level on the day")
        };
        let named = |lang| text::layer(layer, lang);
        // The counts are a district's where one is chosen, though the map shows the others too.
        let district = table.query.district.and_then(|row| {
            let hits = table.districts.iter().filter_map(|d| d.hit.as_ref());
            hits.into_iter().find(|hit| hit.feature.row == row).map(|hit| hit.name.clone())
        });
        let within = |name: Option<String>, with: &str| name.map(|name| format!("{with}{name}")).unwrap_or_default();
        let ranges = |lang| Some(text::number_ranges(layer, &table.query.ranges, lang)).filter(|said| !said.is_empty());
        Self {
            title,
            note: Words::new(
                format!(
                    "{}，{}{}{}",
                    named(Lang::Zh),
                    table.as_of,
                    within(district.as_ref().map(|d| d.zh.clone()), "，"),
                    within(ranges(Lang::Zh), "，")
                ),
                format!(
                    "{}, {}{}{}",
                    named(Lang::En).to_lowercase(),
                    table.as_of,
                    within(district.map(|d| d.en), ", "),
                    within(ranges(Lang::En), ", ")
                ),
            ),
            rows: level_rows(|level| {
                table.counts.iter().find(|c| c.level == level).map_or(0, |c| c.of(table.query.kind))
            }),
        }
    }

    /// The legend of what is rated, on the day: of the layers that are on.
    pub fn of_overview(table: &OverviewTable, on: &[LayerName]) -> Self {
        let shown = || table.layers.iter().filter(|of| on.contains(&of.layer));
        let layers = |lang: Lang| {
            let names = shown().map(|of| text::layer(of.layer, lang).to_owned());
            names.collect::<Vec<_>>().join(lang.pick("、", ", "))
        };
        Self {
            title: Words::new("动态等级", "Level on the day"),
            note: Words::new(
                format!("{}，{}", layers(Lang::Zh), table.as_of),
                format!("{}, {}", layers(Lang::En).to_lowercase(), table.as_of),
            ),
            rows: level_rows(|level| shown().map(|of| of.now(level)).sum()),
        }
    }

    /// The legend of the fire services' venues: their levels on the day, of those that pass the filters.
    pub fn of_venues(table: &VenueTable) -> Self {
        let passing = table.is_filtered();
        Self {
            title: Words::new("动态等级", "Level on the day"),
            note: Words::new(
                format!("公众场所，{}{}", table.as_of, if passing { "，筛选后" } else { "" }),
                format!("venues, {}{}", table.as_of, if passing { ", that pass the filters" } else { "" }),
            ),
            rows: level_rows(|level| table.levels.iter().find(|(of, _)| *of == level).map_or(0, |(_, n)| *n)),
        }
    }

    /// The legend of the lines between hazards and the sites inside their rings: by the level that the ring gives, as
    /// wide as on the map.
    pub fn of_conflicts(table: &ConflictTable, theme: Theme) -> Self {
        let p = Palette::of(theme);
        let row = |level: Level| {
            let class = level.class();
            let of_level = |row: &&ConflictLine| row.conflict.level.unwrap_or(Level::Unrated) == level;
            let count = table.rows.iter().filter(of_level).count() as u32;
            let label = match level {
                Level::Unrated => Words::new("只作参考的圈", "rings for reference alone"),
                _ => Words::new(text::level_with_letter(level, Lang::Zh), text::level_with_letter(level, Lang::En)),
            };
            let width = CONFLICT_WIDTHS.get(usize::from(class)).or(CONFLICT_WIDTHS.last()).copied().unwrap_or(1.0);
            let swatch = Swatch::Line(p.ink.to_owned(), width);
            (count > 0).then_some(LegendRow { class, swatch, label, count: Some(count) })
        };
        Self {
            title: Words::new("危险源到圈内场所", "From a hazard to a site in its ring"),
            note: Words::new("对，按圈所定的等级；筛查值", "pairs, by the level that the ring gives; screening value"),
            rows: Level::ALL.into_iter().filter_map(row).collect(),
        }
    }

    /// The legend of painted road sections.
    pub fn of_sections(table: &SectionTable, theme: Theme) -> Self {
        let period = table.period.as_ref().map(|(from, to)| format!("{from} – {to}"));
        let note = |unit: &str, lang: Lang| {
            let scope = match table.query.scope {
                SectionScope::City => None,
                SectionScope::Box(_) => Some(lang.pick("视野内", "in view").to_owned()),
                SectionScope::Selected => Some(lang.pick("所选路段", "selected sections").to_owned()),
            };
            let ranges =
                Some(text::number_ranges(LayerName::Roads, &table.query.ranges, lang)).filter(|said| !said.is_empty());
            let parts = [Some(unit.to_owned()), period.clone(), asked(&table.query.crashes, lang), scope, ranges];
            parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "))
        };
        let top = table.rows.iter().filter(|r| r.class.is_some()).filter_map(|r| r.value).reduce(f64::max);
        let sort = table.query.sort;
        let (zh, en) = match sort {
            SectionSort::PerKm => ("起 / km", "crashes per km"),
            SectionSort::Crashes => ("起", "crashes"),
            SectionSort::Deaths => ("人", "people"),
            SectionSort::Epdo => ("当量事故（EPDO）", "equivalent crashes (EPDO)"),
            SectionSort::EpdoPerKm => ("当量事故（EPDO）/ km", "equivalent crashes (EPDO) per km"),
        };
        let title = match sort {
            SectionSort::Deaths => Words::new("路段死亡人数", "People killed by section"),
            _ => Words::new("路段事故", "Crashes by section"),
        };
        Self {
            title,
            note: Words::new(note(zh, Lang::Zh), note(en, Lang::En)),
            rows: rows(&table.breaks, top, !sort.is_rate(), &table.class_counts, theme, Swatch::Line),
        }
    }
}

/// Which crashes count, but for the days, which the period says; none where all do.
fn asked(filter: &CrashFilter, lang: Lang) -> Option<String> {
    let rest = filter.without(CrashPart::Days);
    (!rest.shows_all()).then(|| text::crash_filter(&rest, lang))
}

/// One row a class, most first. `edges` are the classes' lower edges; `top` is the highest value. Of whole numbers each
/// stands in one row's label alone: 1, 2, 3–5; otherwise a class ends below the edge that the next one begins with.
fn rows(
    edges: &[f64],
    top: Option<f64>,
    whole: bool,
    counts: &[u32],
    theme: Theme,
    swatch: impl Fn(String, f64) -> Swatch,
) -> Vec<LegendRow> {
    let colours = Palette::of(theme).amount(edges.len());
    let rows = edges.iter().zip(colours).enumerate().map(|(i, (from, colour))| {
        let below = edges.get(i + 1).map(|next| if whole { next - 1.0 } else { *next });
        let label = match below.or(top.filter(|t| whole || t > from)) {
            Some(to) if whole && to <= *from => Words::same(number(*from)),
            Some(to) => Words::same(format!("{}–{}", number(*from), number(to))),
            None => Words::new(format!("{} 以上", number(*from)), format!("{} or more", number(*from))),
        };
        // As wide as the map draws the class at zoom 13, in steps from 3 to 6.5 px.
        let width = 3.0 + 3.5 * i as f64 / (edges.len().max(2) - 1) as f64;
        let class = u8::try_from(i).unwrap_or(u8::MAX);
        LegendRow { class, swatch: swatch(colour, width), label, count: counts.get(i).copied() }
    });
    let mut rows: Vec<LegendRow> = rows.collect();
    rows.reverse();
    rows
}

/// A number for a legend: three significant digits below a thousand, whole and with commas from there on.
fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1000.0 {
        let digits = format!("{:.0}", magnitude);
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        return if value < 0.0 { format!("−{text}") } else { text };
    }
    let decimals =
        if magnitude >= 100.0 || magnitude == 0.0 { 0 } else { 2 - magnitude.log10().floor().clamp(-3.0, 2.0) as i32 };
    let text = format!("{value:.*}", usize::try_from(decimals).unwrap_or(0));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Breaks, DensityQuery};

    #[test]
    fn numbers_are_short_and_true() {
        let cases = [(0.0, "0"), (0.0375, "0.0375"), (0.5, "0.5"), (12.5, "12.5"), (99.96, "100"), (412.0, "412")];
        for (value, text) in
            cases.into_iter().chain([(1000.0, "1,000"), (1_234_567.4, "1,234,567"), (-1500.0, "−1,500")])
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_legend_of_levels_has_every_level_and_the_unrated_with_their_counts() {
        use crate::engine::{LevelCount, LevelsQuery};
        let counts = Level::ALL.map(|level| LevelCount { level, base: 1, dynamic: 10 * (level as u32 + 1) });
        let table = |kind| LevelsTable {
            left_out: 0,
            loosened: vec![],
            query: LevelsQuery { kind, limit: 1, ..LevelsQuery::of(LayerName::Facilities) },
            revision: 1,
            as_of: "2026-03-03".to_owned(),
            counts: counts.to_vec(),
            rows: Vec::new(),
            districts: Vec::new(),
            explanation: Default::default(),
        };
        let legend = Legend::of_levels(&table(LevelKind::Dynamic));
        assert_eq!((legend.title.zh.as_str(), legend.note.zh.as_str()), ("动态等级", "危险设施，2026-03-03"));
        let rows: Vec<_> = legend.rows.iter().map(|r| (r.class, r.label.zh.as_str(), r.count)).collect();
        assert_eq!(
            rows,
            [
                (3, "A 重大", Some(10)),
                (2, "B 较大", Some(20)),
                (1, "C 一般", Some(30)),
                (0, "D 低", Some(40)),
                (255, "未评", Some(50)),
            ]
        );
        let base = Legend::of_levels(&table(LevelKind::Base));
        assert!(base.title.en == "Base level" && base.rows.iter().all(|row| row.count == Some(1)));
    }

    #[test]
    fn a_density_legend_says_unit_period_and_bandwidth() {
        let surface = DensitySurface {
            query: DensityQuery {
                layer: LayerName::Crashes,
                weight: None,
                bandwidth_m: 400.0,
                breaks: Breaks::Pretty,
                crashes: Default::default(),
            },
            revision: 1,
            breaks: vec![20.0, 50.0, 100.0],
            max_per_km2: 412.0,
            densest: None,
            cell_m: 25.0,
            points: 891,
            without_weight: 0,
            left_out: 0,
            total: 891.0,
            integral: 891.0,
            period: Some(("2023-03-03".to_owned(), "2026-03-03".to_owned())),
            explanation: Default::default(),
        };
        let legend = Legend::of_density(&surface, Theme::Light);
        assert_eq!(legend.title, Words::new("事故密度", "Crash density"));
        assert_eq!(legend.note.zh, "起 / km²，2023-03-03 – 2026-03-03，带宽 400 m");
        assert_eq!(legend.note.en, "crashes per km², 2023-03-03 – 2026-03-03, bandwidth 400 m");
        let labels: Vec<&str> = legend.rows.iter().map(|r| r.label.en.as_str()).collect();
        assert_eq!(labels, ["100–412", "50–100", "20–50"]);
        assert_eq!(legend.rows[2].swatch, Swatch::Band(Palette::of(Theme::Light).m2.to_owned()));
    }

    #[test]
    fn a_whole_number_stands_in_one_class_alone() {
        let labels = |edges: &[f64], top| {
            let rows = rows(edges, top, true, &[], Theme::Light, Swatch::Line);
            rows.iter().rev().map(|row| row.label.en.clone()).collect::<Vec<_>>()
        };
        assert_eq!(labels(&[1.0, 2.0, 3.0, 6.0], Some(9.0)), ["1", "2", "3–5", "6–9"]);
        assert_eq!(labels(&[1.0, 2.0, 3.0], Some(3.0)), ["1", "2", "3"]);
        assert_eq!(labels(&[1.0, 1000.0], None), ["1–999", "1,000 or more"]);
    }

    #[test]
    fn the_last_class_is_open_where_the_highest_value_is_unknown() {
        let rows = rows(&[1.0, 5.0], None, false, &[40, 2], Theme::Dark, Swatch::Line);
        assert_eq!(rows[0].label, Words::new("5 以上", "5 or more"));
        assert_eq!((rows[0].count, rows[0].class), (Some(2), 1));
        assert!(matches!(&rows[0].swatch, Swatch::Line(_, width) if *width == 6.5));
    }
}
