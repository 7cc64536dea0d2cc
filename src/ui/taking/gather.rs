//! What the page shows now, as the sheet's plain data.

use crate::domain::LayerName;
use crate::engine::{CityInfo, LevelKind, Tallies, Tally};
use crate::map::legend::{Legend, Swatch};
use crate::platform;
use crate::text::Lang;
use crate::ui::asks::{says_why, shows_levels};
use crate::ui::bar::role_word;
use crate::ui::dangers::{group_word, marks, sector};
use crate::ui::inspector::explanation;
use crate::ui::left::MODES;
use crate::ui::parts::{kind_body, layer_drawing};
use crate::ui::sentences::density_unit;
use crate::ui::session::Session;
use crate::ui::sheet::marks::{Ground, Mark};
use crate::ui::sheet::{Front, Galley, Key, KeyRow, frame, lists, object, working};
use crate::ui::stage::{caption, credit, painted};
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::LngLat;
use crate::view::{PlanningMode, RATED, Role, SWITCHED, Theme};
use leptos::prelude::*;

/// The city's name, and the workbench's with its question.
fn over(app: AppState, session: Session, lang: Lang) -> String {
    let city = session.drawn().map(|city| lang.of(&city.name).to_owned());
    let role = app.role.get();
    let mode = app.planning.with(|p| p.mode);
    let mode = MODES.iter().find(|(of, _)| role == Role::Planning && *of == mode).map(|(_, word)| word.said(lang));
    let parts = [city, Some(role_word(role).said(lang).to_owned()), mode.map(str::to_owned)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is asked: the finding's own note, and the filters that are on.
fn asked(app: AppState, session: Session, note: String, lang: Lang) -> String {
    let mut parts = vec![note];
    let district = |id: Option<String>| {
        let id = id?;
        session.city.with(|c| c.as_ref()?.districts.iter().find(|d| d.id == id).map(|d| lang.of(&d.name).to_owned()))
    };
    match app.role.get() {
        Role::Fire => {
            let fire = app.fire.get();
            let kinds = fire.kinds.iter().map(|kind| terms::kind(LayerName::Venues, kind, lang));
            parts.push(kinds.collect::<Vec<_>>().join(Word::ListComma.said(lang)));
            parts.extend(district(fire.district.clone()));
        }
        Role::Ledger => {
            let filter = app.ledger.with(|l| l.filter.clone());
            parts.extend(filter.group.map(|group| group_word(Some(group)).said(lang).to_owned()));
            parts.extend(filter.sector.map(|code| sector(&code, lang)));
            parts.extend(district(filter.district));
            parts.extend([filter.campaign, filter.leader, filter.department, filter.enterprise].into_iter().flatten());
            parts.extend(filter.level.map(|level| lang.of(&level.says()).to_owned()));
            parts.extend(filter.state.map(|state| lang.of(&state.says()).to_owned()));
        }
        _ => {}
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// What stands around the text. Counts are of the frame's ring, where it is known.
pub fn front(app: AppState, session: Session, seen: Option<(&Tallies, &[LngLat])>, printed: &str, lang: Lang) -> Front {
    let found = caption(app, session, lang);
    let city = session.drawn();
    let day = city.as_ref().map(|city| city.as_of.clone()).filter(|day| !day.is_empty());
    let method = explanation(app, session).map(|of| Word::SheetMethod.fill(lang, &[lang.of(&of.title)]));
    let foot = [
        day.map(|day| Word::SheetData.fill(lang, &[&day])),
        Some(Word::SheetPrinted.fill(lang, &[printed])),
        method,
        Some(format!("riskmap {}", env!("CARGO_PKG_VERSION"))),
    ];
    Front {
        over: over(app, session, lang),
        title: found.title,
        asked: asked(app, session, found.note, lang),
        key: key(app, session, seen, lang),
        foot: foot.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        credit: city.map(|city| whose(&city, lang)).unwrap_or_default(),
        map: Word::Map.said(lang).to_owned(),
    }
}

/// Whose data it is, and who may not see it.
fn whose(city: &CityInfo, lang: Lang) -> String {
    let named = [restricted(city, lang).unwrap_or_default(), credit(city, lang)];
    named.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Which of the city's layers are not for everyone.
fn restricted(city: &CityInfo, lang: Lang) -> Option<String> {
    let layers = city.layers.iter().filter(|of| of.restricted).map(|of| terms::layer(of.layer, lang));
    let named = layers.collect::<Vec<_>>().join(Word::ListComma.said(lang));
    (!named.is_empty()).then(|| Word::SheetRestricted.fill(lang, &[&named]))
}

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
        Role::Fire | Role::Ledger => Vec::new(),
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

fn key(app: AppState, session: Session, seen: Option<(&Tallies, &[LngLat])>, lang: Lang) -> Key {
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
            key.rows.extend(symbols(layer, of(layer), role, lang));
        }
    }
    let note = [key.note, if seen.is_some() { Word::SheetInFrame.said(lang).to_owned() } else { String::new() }];
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
        rows.extend(none.map(|n| KeyRow { mark, label: Word::NoneNear.said(lang).to_owned(), count: Some(n) }));
    }
    Key { title: lang.of(&legend.title).to_owned(), note: lang.of(&legend.note).to_owned(), rows }
}

/// Pairs of a class of which one end at least is in the frame.
fn pairs_in(session: Session, class: u8, ring: &[LngLat]) -> u32 {
    use crate::domain::Level;
    use crate::map::icons::class_of_level;
    session.answers.conflicts.with(|table| {
        let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        let of_class = rows.iter().filter(|of| class_of_level(of.conflict.level.unwrap_or(Level::Unrated)) == class);
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
fn symbols(layer: LayerName, of: Option<&Tally>, role: Role, lang: Lang) -> Vec<KeyRow> {
    let row = |drawing, ground, label: &str, count| KeyRow {
        mark: Mark::Drawing(drawing, ground),
        label: label.to_owned(),
        count,
    };
    let drawing = layer_drawing(layer);
    let named = terms::layer(layer, lang);
    match layer {
        LayerName::Venues if role == Role::Fire => vec![
            row(kind_body(layer, "hospital"), Ground::Worry, Word::WorryKinds.said(lang), of.map(|t| t.worry)),
            row(drawing, Ground::Disc, Word::OtherVenues.said(lang), of.map(|t| t.count.saturating_sub(t.worry))),
        ],
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

/// The text: what the inspector shows, the workbench's list, how it was computed, sources.
pub fn galley(app: AppState, session: Session, whole: bool, lang: Lang) -> Galley {
    let mut galley = Galley::default();
    inspected(&mut galley, app, session, lang);
    let answers = session.answers;
    let list = match app.role.get() {
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| lists::overview(t, lang))),
        Role::Traffic => answers.sections.with(|t| {
            let table = t.as_ref()?;
            lists::selection(&mut galley, table, lang);
            Some(lists::sections(table, lang))
        }),
        Role::Fire => answers.venues.with(|t| t.as_ref().map(|t| lists::venues(t, lang))),
        Role::Ledger => answers.ledger.with(|t| t.as_ref().map(|t| lists::ledger(t, lang))),
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Levels => answers.levels.with(|t| t.as_ref().map(|t| lists::levels(t, lang))),
            PlanningMode::Exposure => answers.exposure.with(|t| t.as_ref().map(|t| lists::exposure(t, lang))),
            PlanningMode::Conflicts => answers.conflicts.with(|t| t.as_ref().map(|t| lists::conflicts(t, lang))),
            PlanningMode::Density => {
                let pinned = app.pinned();
                answers.parts.with(|p| p.as_ref().filter(|p| Some(p.at) == pinned).map(|p| lists::parts(p, lang)))
            }
        },
    };
    if let Some(list) = list {
        list.write(&mut galley, whole, lang);
    }
    if let Some(of) = explanation(app, session) {
        galley.heading(Word::HowComputed.said(lang), lang.of(&of.title));
        working::write(&mut galley, &of, lang);
    }
    sources(&mut galley, session, lang);
    galley
}

/// The feature, the place or the danger in the inspector.
fn inspected(galley: &mut Galley, app: AppState, session: Session, lang: Lang) {
    let answers = session.answers;
    if let Some(selected) = app.selected.get() {
        let card = answers.card.get().filter(|c| c.hit.feature.layer == selected.layer && c.hit.id == selected.id);
        let Some(card) = card else { return };
        let why = answers.why.get().filter(|why| why.hit.feature == card.hit.feature);
        let crew = app.role.get() == Role::Fire && matches!(selected.layer, LayerName::Venues | LayerName::Facilities);
        let whole = says_why(app);
        object::feature(galley, &card, why.as_deref(), crew, whole, lang);
        if shows_levels(app) && app.planning.with(|p| p.level == LevelKind::Base) {
            galley.note(Word::BaseLevelIs.said(lang));
        }
    } else if let Some(at) = app.pinned() {
        answers.parts.with(|parts| {
            let Some(parts) = parts.as_ref().filter(|parts| parts.at == at) else { return };
            let value = format!("{} {}", terms::number(parts.per_km2), density_unit(&parts.query, lang));
            galley.heading(&value, &terms::position(at));
            working::write(galley, &parts.explanation, lang);
        });
    } else if app.role.get() == Role::Ledger {
        let chosen = app.ledger.with(|l| l.danger.clone());
        if let Some(page) = answers.danger.get().filter(|page| Some(&page.row.id) == chosen.as_ref()) {
            object::danger(galley, &page, lang);
        }
    }
}

fn sources(galley: &mut Galley, session: Session, lang: Lang) {
    let Some(city) = session.drawn() else { return };
    galley.heading(Word::SheetSources.said(lang), "");
    galley.points(city.sources.iter().map(|source| {
        let parts = [source.name.as_str(), source.licence.as_str(), source.attribution.as_str()];
        let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        match &source.retrieved {
            Some(on) => Word::SheetRetrieved.fill(lang, &[&said, on]),
            None => said,
        }
    }));
    if city.fictional {
        galley.points([Word::SheetOnlyFictional.said(lang).to_owned()]);
    }
    galley.points(restricted(&city, lang).into_iter().chain([Word::SheetScreening.said(lang).to_owned()]));
}

/// The name of a saved file, without its ending: city, workbench, day.
pub fn file_name(app: AppState, session: Session, lang: Lang) -> String {
    let name = format!("{} {}", over(app, session, lang).replace(" · ", " "), platform::today());
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
