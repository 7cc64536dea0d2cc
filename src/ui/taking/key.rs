//! The printed legend: what is painted and which symbols stand in the map's frame, counted there.

use super::subject::shows_two_cities;
use crate::domain::LayerName;
use crate::engine::{Classless, Tallies, Tally};
use crate::map::legend::{Legend, Swatch};
use crate::text::Lang;
use crate::ui::compare::{compared, other_is_left};
use crate::ui::dangers::marks;
use crate::ui::parts::layer_drawing;
use crate::ui::session::Session;
use crate::ui::sheet::marks::{Ground, Mark};
use crate::ui::sheet::{Key, KeyRow, frame};
use crate::ui::stage::painted;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::LngLat;
use crate::view::{PlanningMode, RATED, Role, SWITCHED, Theme};
use leptos::prelude::*;

/// The layers that the workbench paints.
fn painted_layers(app: AppState, session: Session) -> Vec<LayerName> {
    match app.role.get() {
        Role::Overview => RATED.into_iter().filter(|layer| session.shows(*layer)).collect(),
        Role::Traffic => vec![LayerName::Roads],
        Role::Planning => app.planning.with(|p| match p.mode {
            PlanningMode::Levels => vec![p.levels_of],
            PlanningMode::Exposure => vec![p.exposure_of],
            PlanningMode::Density | PlanningMode::Conflicts => Vec::new(),
        }),
        Role::Fire => [LayerName::Venues].into_iter().filter(|layer| session.shows(*layer)).collect(),
        Role::Ledger => Vec::new(),
    }
}

/// The layers that the legend counts: those that are painted, and those that are on besides.
pub fn counted(app: AppState, session: Session) -> Vec<LayerName> {
    let mut layers = painted_layers(app, session);
    let bare = [LayerName::Roads, LayerName::Districts];
    let on = SWITCHED.iter().copied().filter(|l| session.has(*l) && session.shows(*l) && !bare.contains(l));
    layers.extend(on.filter(|layer| !layers.contains(layer)).collect::<Vec<_>>());
    layers
}

/// The legend; counts are of the frame's ring, where it is known.
pub fn key(app: AppState, session: Session, seen: Option<(&Tallies, &[LngLat])>, lang: Lang) -> Key {
    let role = app.role.get();
    let of = |layer: LayerName| seen.and_then(|(all, _)| all.iter().find(|(l, _)| *l == layer)).map(|(_, tally)| tally);
    let mut key = match painted(app, session, Theme::Light) {
        Some(legend) => of_legend(app, session, &legend, seen, lang),
        None => Key {
            title: if role == Role::Ledger { Word::LegendDangers } else { Word::Symbols }.said(lang).to_owned(),
            note: String::new(),
            rows: if role == Role::Ledger { dangers(app, session, seen, lang) } else { Vec::new() },
        },
    };
    let painted = painted_layers(app, session);
    for layer in counted(app, session).into_iter().filter(|layer| !painted.contains(layer)) {
        // What is drawn from another zoom on was not counted.
        if seen.is_none() || of(layer).is_some() {
            key.rows.extend(symbols(layer, of(layer), lang));
        }
    }
    // Of two maps side by side that of the page is counted.
    let states = compared(app, session).is_some();
    let both = states || shows_two_cities(app, session);
    let frame = match both {
        true if states && other_is_left(app, session) => Word::SheetInRight,
        true => Word::SheetInLeft,
        false => Word::SheetInFrame,
    };
    let shared = if both { Word::SharedClasses.said(lang) } else { "" }.to_owned();
    let note = [key.note, shared, if seen.is_some() { frame.said(lang).to_owned() } else { String::new() }];
    key.note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    key
}

/// The rows of a painted legend, with how many of each class are in the frame.
fn of_legend(app: AppState, session: Session, legend: &Legend, seen: Option<(&Tallies, &[LngLat])>, lang: Lang) -> Key {
    let layers = painted_layers(app, session);
    let tallies: Option<Vec<&Tally>> =
        seen.map(|(all, _)| all.iter().filter(|(layer, _)| layers.contains(layer)).map(|(_, tally)| tally).collect());
    let sum =
        |count: &dyn Fn(&Tally) -> u32| tallies.as_ref().map(|all| all.iter().map(|tally| count(tally)).sum::<u32>());
    let pairs = |class: u8| seen.map(|(_, ring)| pairs_in(session, class, ring));
    let count = |row: &crate::map::legend::LegendRow| match (&row.swatch, row.class) {
        (Swatch::Band(_), _) => None,
        _ if layers.is_empty() => pairs(row.class),
        (_, u8::MAX) => sum(&|tally| tally.unclassed),
        (_, class) => sum(&|tally| tally.classes.get(usize::from(class)).copied().unwrap_or(0)),
    };
    let mut rows: Vec<KeyRow> = legend
        .rows
        .iter()
        .map(|row| KeyRow {
            mark: Mark::Swatch(row.swatch.clone()),
            label: lang.of(&row.label).to_owned(),
            count: count(row),
        })
        .collect();
    // Who has nobody near is drawn too, in no class.
    if app.role.get() == Role::Planning && app.planning.with(|p| p.mode == PlanningMode::Exposure) {
        let none = sum(&|tally| tally.unclassed).filter(|n| *n > 0);
        let mark = Mark::Drawing(layers.first().map_or("", |layer| layer_drawing(*layer)), Ground::Bare);
        let typed = app.planning.with(|p| matches!(p.breaks, crate::surface::Breaks::Typed(_)));
        let word = if typed { Word::NoneNearOrBelow } else { Word::NoneNear };
        rows.extend(none.map(|n| KeyRow { mark, label: word.said(lang).to_owned(), count: Some(n) }));
    }
    rows.extend(classless(app, session, tallies.as_deref(), lang));
    Key { title: lang.of(&legend.title).to_owned(), note: lang.of(&legend.note).to_owned(), rows }
}

/// Road sections in no class, by why: the rows that the page's legend has, with how many of them are in the frame.
fn classless(app: AppState, session: Session, tallies: Option<&[&Tally]>, lang: Lang) -> Vec<KeyRow> {
    if app.role.get() != Role::Traffic {
        return Vec::new();
    }
    let city = session.answers.sections.with(|t| {
        t.as_ref().map(|t| Classless {
            short: t.short,
            zero: t.zero,
            unknown: t.unknown,
            none: t.in_scope.saturating_sub(t.with_crash + t.out_of_range),
            outside: t.sections.saturating_sub(t.in_scope) + t.out_of_range,
        })
    });
    let parts = |of: &Classless| [of.short, of.zero, of.unknown, of.none, of.outside];
    let Some(city) = city.as_ref().map(parts) else { return Vec::new() };
    let seen = tallies.map(|all| {
        all.iter().map(|tally| parts(&tally.sections)).fold([0; 5], |sum, of| [0, 1, 2, 3, 4].map(|n| sum[n] + of[n]))
    });
    let words = [Word::TooShort, Word::CrashNobodyKilled, Word::CrashKilledUnknown, Word::NoCrash, Word::OutsideScope];
    let row = |(n, word): (usize, Word)| KeyRow {
        mark: Mark::Drawing("", Ground::Classless),
        label: word.said(lang).to_owned(),
        count: seen.map(|seen| seen[n]),
    };
    words.into_iter().enumerate().filter(|(n, _)| city[*n] > 0).map(row).collect()
}

/// Pairs of a class of which one end at least is in the frame.
fn pairs_in(session: Session, class: u8, ring: &[LngLat]) -> u32 {
    use crate::domain::Level;
    session.answers.conflicts.with(|table| {
        let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        let of_class = rows.iter().filter(|of| of.conflict.level.unwrap_or(Level::Unrated).class() == class);
        of_class.filter(|of| frame::holds(ring, of.hazard.at) || frame::holds(ring, of.site.at)).count() as u32
    })
}

/// How the listed dangers are drawn, and how many marks of each kind are in the frame.
fn dangers(app: AppState, session: Session, seen: Option<(&Tallies, &[LngLat])>, lang: Lang) -> Vec<KeyRow> {
    let drawing = layer_drawing(LayerName::Dangers);
    let marks = session.answers.ledger.with(|t| t.as_ref().map(|t| marks(t)).unwrap_or_default());
    let count = |late: bool| {
        let (_, ring) = seen?;
        let of = marks.iter().filter(|mark| (mark.kind == crate::map::icons::OVERDUE) == late);
        Some(of.filter(|mark| frame::holds(ring, mark.at)).count() as u32)
    };
    let row = |ground, word: Word, late| KeyRow {
        mark: Mark::Drawing(drawing, ground),
        label: word.said(lang).to_owned(),
        count: count(late),
    };
    let mut rows = vec![row(Ground::Late, Word::LegendLate, true), row(Ground::Disc, Word::LegendInTime, false)];
    if app.ledger.with(|l| l.unchecked) {
        // Which of them lie in the frame only the map knows.
        let hollow = |word: Word| KeyRow {
            mark: Mark::Drawing("", Ground::Hollow),
            label: word.said(lang).to_owned(),
            count: None,
        };
        rows.extend([Word::LegendUncheckedFacilities, Word::LegendUncheckedVenues].map(hollow));
    }
    rows
}

/// How a layer's symbols are drawn, where nothing paints it.
fn symbols(layer: LayerName, of: Option<&Tally>, lang: Lang) -> Vec<KeyRow> {
    let row = |drawing, ground, label: &str, count| KeyRow {
        mark: Mark::Drawing(drawing, ground),
        label: label.to_owned(),
        count,
    };
    let drawing = layer_drawing(layer);
    let named = terms::layer(layer, lang);
    match layer {
        LayerName::Hydrants => {
            let mut rows = vec![row(drawing, Ground::Bare, named, of.map(|t| t.count.saturating_sub(t.out)))];
            let dry = of.map(|t| t.out).filter(|n| *n > 0);
            rows.extend(dry.map(|n| row(drawing, Ground::Out, Word::DryHydrants.said(lang), Some(n))));
            rows
        }
        LayerName::FireStations => vec![row(drawing, Ground::Station, named, of.map(|t| t.count))],
        LayerName::Facilities | LayerName::Venues => vec![row(drawing, Ground::Disc, named, of.map(|t| t.count))],
        _ => vec![row(drawing, Ground::Bare, named, of.map(|t| t.count))],
    }
}
