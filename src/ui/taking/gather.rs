//! What the page shows now, as the sheet's plain data.

use super::key::key;
use super::subject::{Subject, inspected_card, shows_two_cities};
use crate::domain::LayerName;
use crate::engine::{CityInfo, FeatureCard, LedgerTable, LevelKind, Tallies};
use crate::platform;
use crate::text::Lang;
use crate::ui::asks::{says_why, shows_levels};
use crate::ui::bar::role_word;
use crate::ui::beside;
use crate::ui::compare::{compared, halves};
use crate::ui::dangers::{group_word, sector};
use crate::ui::left::MODES;
use crate::ui::sentences::{self, Figure, density_unit};
use crate::ui::session::Session;
use crate::ui::sheet::html::{Column, escape};
use crate::ui::sheet::lists::List;
use crate::ui::sheet::{Front, Galley, area, briefing, crew, lists, object, pair, selection, signing, working};
use crate::ui::stage::credits;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::LngLat;
use crate::view::{PlanningMode, Role};
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
    let subject = Subject::now(app, session);
    let found = subject.caption(app, session, lang);
    let city = session.drawn();
    let day = city.as_ref().map(|city| city.as_of.clone()).filter(|day| !day.is_empty());
    let method = subject.explanation(app, session).map(|of| Word::SheetMethod.fill(lang, &[&of.title.told(lang)]));
    let foot = [
        day.map(|day| Word::SheetData.fill(lang, &[&day])),
        Some(Word::SheetPrinted.fill(lang, &[printed])),
        method,
        Some(format!("riskmap {}", env!("CARGO_PKG_VERSION"))),
    ];
    Front {
        over: over(app, session, lang),
        title: found.title,
        asked: match subject {
            Subject::Answer => asked(app, session, found.note, lang),
            _ => found.note,
        },
        beside: match &subject {
            Subject::Answer if is_briefing(app, session) => {
                session.answers.overview.with(|t| t.as_ref().map(|t| briefing::beside(t, lang)).unwrap_or_default())
            }
            _ => String::new(),
        },
        lead: match &subject {
            Subject::Crew(card) => crew::lead(card, lang),
            _ => String::new(),
        },
        key: key(app, session, seen, lang),
        foot: foot.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        credit: city.map(|city| whose(&city, session, lang)).unwrap_or_default(),
        map: Word::Map.said(lang).to_owned(),
        halves: match shows_two_cities(app, session) {
            true => beside::names(session, lang),
            false => compared(app, session).and_then(|_| halves(app, session, lang)),
        },
    }
}

/// Whose data it is, and who may not see it.
fn whose(city: &CityInfo, session: Session, lang: Lang) -> String {
    let named = [restricted(city, lang).unwrap_or_default(), credits(city, session, lang)];
    named.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Which of the city's layers are not for everyone.
fn restricted(city: &CityInfo, lang: Lang) -> Option<String> {
    let layers = city.layers.iter().filter(|of| of.restricted).map(|of| terms::layer(of.layer, lang));
    let named = layers.collect::<Vec<_>>().join(Word::ListComma.said(lang));
    (!named.is_empty()).then(|| Word::SheetRestricted.fill(lang, &[&named]))
}

/// The text: what the sheet is about (the whole ledger belongs to a briefing), how it was computed, sources, and where somebody has to sign, lines for that.
pub fn galley(
    page: (AppState, Session),
    ledger: Option<&LedgerTable>,
    whole: bool,
    upright: bool,
    lang: Lang,
) -> Galley {
    let (app, session) = page;
    let mut galley = Galley::default();
    let most = if whole { usize::MAX } else { lists::HEAD };
    let answers = session.answers;
    let subject = Subject::now(app, session);
    let why = |card: &FeatureCard| answers.why.get().filter(|why| why.hit.feature == card.hit.feature);
    match &subject {
        Subject::Area(_, table) => {
            if let Some(table) = table {
                area::write(&mut galley, table, most, lang);
            }
        }
        Subject::Crew(card) => crew::write(&mut galley, card, why(card).as_deref(), lang),
        Subject::Pair(pair) => {
            let card = inspected_card(app, session);
            let why = card.as_deref().and_then(why);
            pair::write(&mut galley, pair, (card.as_deref(), why.as_deref()), most, lang);
        }
        Subject::Danger(page) => object::danger(&mut galley, page, lang),
        Subject::Sections(table) => {
            inspected(&mut galley, app, session, lang);
            selection::write(&mut galley, table, lang);
            lists::sections(table, lang).write(&mut galley, whole, lang);
        }
        Subject::Answer if is_briefing(app, session) => {
            two_cities(&mut galley, session, lang);
            answers.overview.with(|table| {
                if let Some(table) = table {
                    briefing::write(&mut galley, table, ledger, upright, lang);
                }
            });
        }
        Subject::Answer => {
            two_cities(&mut galley, session, lang);
            inspected(&mut galley, app, session, lang);
            if let Some(list) = compared(app, session).and_then(|of| lists::changes(&of, lang)) {
                list.write(&mut galley, whole, lang);
            }
            if let Some(list) = list(app, session, lang) {
                list.write(&mut galley, whole, lang);
            }
        }
    }
    if is_briefing(app, session) {
        if let Some(of) = subject.explanation(app, session) {
            briefing::small_print(&mut galley, &of, &sources(session, lang), lang);
        }
        return galley;
    }
    if let Some(of) = subject.explanation(app, session) {
        galley.heading(Word::HowComputed.said(lang), &of.title.told(lang));
        working::write(&mut galley, &of, lang);
    }
    galley.heading(Word::SheetSources.said(lang), "");
    galley.points(sources(session, lang));
    let of_dangers = app.selected.with(|s| s.as_ref().is_some_and(|s| s.layer == LayerName::Dangers));
    if app.role.get() == Role::Ledger || of_dangers {
        signing::write(&mut galley, lang);
    }
    galley
}

/// The figures of both cities, where another one stands beside this.
fn two_cities(galley: &mut Galley, session: Session, lang: Lang) {
    let Some((open, other)) = beside::names(session, lang) else { return };
    let of = session.beside;
    let (Some((_, figures)), Some(Ok(its))) = (of.figures.get(), of.its_figures.get()) else { return };
    galley.heading(Word::BesideFigures.said(lang), Word::BesideApartShort.said(lang));
    let columns = [Column::text(Word::BesideFigure.said(lang), 24), Column::text(&open, 38), Column::text(&other, 38)];
    let cell = |of: &Figure| format!("{} <small>{}</small>", escape(&of.value), escape(&of.rests));
    let both = sentences::figures(&figures, lang).into_iter().zip(sentences::figures(&its, lang));
    galley.table(&columns, both.map(|(one, two)| vec![escape(&one.label), cell(&one), cell(&two)]));
}

/// Whether the sheet is the page for whoever leads: the overview, while nothing else is looked at.
pub fn is_briefing(app: AppState, session: Session) -> bool {
    let is_overview = app.role.get() == Role::Overview && app.selected.with(Option::is_none);
    is_overview && matches!(Subject::now(app, session), Subject::Answer)
}

/// The workbench's list.
fn list(app: AppState, session: Session, lang: Lang) -> Option<List> {
    let answers = session.answers;
    match app.role.get() {
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| lists::overview(t, lang))),
        Role::Traffic => answers.sections.with(|t| t.as_ref().map(|t| lists::sections(t, lang))),
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
    }
}

/// The feature, the place or the danger in the inspector.
fn inspected(galley: &mut Galley, app: AppState, session: Session, lang: Lang) {
    let answers = session.answers;
    if app.selected.with(Option::is_some) {
        let Some(card) = inspected_card(app, session) else { return };
        let why = answers.why.get().filter(|why| why.hit.feature == card.hit.feature);
        object::feature(galley, &card, why.as_deref(), says_why(app), lang);
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
    }
}

/// Whose data it is, and what must be known of it.
fn sources(session: Session, lang: Lang) -> Vec<String> {
    let Some(city) = session.drawn() else { return Vec::new() };
    let named = city.sources.iter().map(|source| {
        let parts = [source.name.as_str(), source.licence.as_str(), source.attribution.as_str()];
        let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        match &source.retrieved {
            Some(on) => Word::SheetRetrieved.fill(lang, &[&said, on]),
            None => said,
        }
    });
    let fictional = city.fictional.then(|| Word::SheetOnlyFictional.said(lang).to_owned());
    let screening = Word::SheetScreening.said(lang).to_owned();
    named.chain(fictional).chain(restricted(&city, lang)).chain([screening]).collect()
}

/// The name of a saved file, without its ending: city, workbench, day.
pub fn file_name(app: AppState, session: Session, lang: Lang) -> String {
    let name = format!("{} {}", over(app, session, lang).replace(" · ", " "), platform::today());
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
