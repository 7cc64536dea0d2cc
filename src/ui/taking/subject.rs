//! What a sheet is about: the workbench's answer, or what is looked at in it. The title, the map's frame and the text all
//! follow from this one choice.

use crate::domain::{LayerName, Level};
use crate::engine::{Area, ConflictLine, DangerPage, FeatureCard, InsideTable, SectionTable};
use crate::risk::explain::Explanation;
use crate::text::Lang;
use crate::ui::asks::shows_conflicts;
use crate::ui::beside;
use crate::ui::compare::{compared, comparing};
use crate::ui::crew::is_sent_to;
use crate::ui::inspector::explanation;
use crate::ui::sentences::Caption;
use crate::ui::session::Session;
use crate::ui::sheet::pair::Pair;
use crate::ui::sheet::{Sight, area, crew, object, pair, selection};
use crate::ui::stage::{caption, chosen_feature};
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::{FeatureId, Role};
use leptos::prelude::*;
use std::sync::Arc;

/// What a sheet is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The workbench's answer, on the map as it stands.
    Answer,
    /// What is inside an area; without a table while that is computed.
    Area(Area, Option<Arc<InsideTable>>),
    /// A place to which a fire crew is sent.
    Crew(Arc<FeatureCard>),
    /// A hazard and a site inside its ring.
    Pair(Box<Pair>),
    /// A hidden danger.
    Danger(Arc<DangerPage>),
    /// Selected road sections.
    Sections(Arc<SectionTable>),
}

impl Subject {
    /// What is looked at now; whoever calls this in a reactive place follows it.
    pub fn now(app: AppState, session: Session) -> Self {
        let (role, selected) = (app.role.get(), app.selected.get());
        let answers = session.answers;
        if let Some(selected) = &selected {
            let chosen = if shows_conflicts(app) { pair_of(app, session, selected) } else { None };
            if let Some(pair) = chosen {
                return Self::Pair(Box::new(pair));
            }
            if let (Role::Fire, true, Some(card)) = (role, is_sent_to(selected.layer), inspected_card(app, session)) {
                return Self::Crew(card);
            }
        }
        let danger = app.ledger.with(|l| l.danger.clone()).filter(|_| role == Role::Ledger && selected.is_none());
        if let Some(page) = answers.danger.get().filter(|page| Some(&page.row.id) == danger.as_ref()) {
            return Self::Danger(page);
        }
        if let (None, None, Some(area)) = (&selected, &danger, app.area.get()) {
            let table = answers.inside.get().filter(|table| table.query.area == area);
            return Self::Area(area, table);
        }
        let sections = answers.sections.get().filter(|table| !table.selected.is_empty());
        match sections {
            Some(table) if role == Role::Traffic => Self::Sections(table),
            _ => Self::Answer,
        }
    }

    /// The finding, and what it rests on.
    pub fn caption(&self, app: AppState, session: Session, lang: Lang) -> Caption {
        match self {
            // The map has the same words over it.
            Self::Answer => chosen_feature(app, session, lang).unwrap_or_else(|| caption(app, session, lang)),
            Self::Area(_, Some(table)) => area::caption(table, lang),
            Self::Area(of, None) => {
                Caption { title: area::named(of, None, lang), note: Word::Computing.said(lang).to_owned() }
            }
            Self::Crew(card) => crew::caption(card, lang),
            Self::Pair(pair) => {
                let as_of = session.answers.conflicts.with(|t| t.as_ref().map(|t| t.as_of.clone()));
                pair::caption(&pair.line, &as_of.unwrap_or_default(), lang)
            }
            Self::Danger(page) => object::danger_caption(page, lang),
            Self::Sections(table) => selection::caption(table, lang),
        }
    }

    /// What the map must show; none is what the screen shows.
    pub fn sight(&self) -> Option<Sight> {
        match self {
            Self::Answer | Self::Area(_, None) => None,
            Self::Area(_, Some(table)) => Some(area::sight(table)),
            Self::Crew(card) => Some(crew::sight(card)),
            Self::Pair(pair) => Some(pair::sight(&pair.line)),
            Self::Danger(page) => object::danger_sight(page),
            Self::Sections(table) => selection::sight(table),
        }
    }

    /// How it was computed; a crew's sheet states facts alone, and a danger's has its working in its text.
    pub fn explanation(&self, app: AppState, session: Session) -> Option<Explanation> {
        match self {
            Self::Answer | Self::Pair(_) => explanation(app, session),
            Self::Area(_, table) => table.as_ref().map(|table| table.explanation.clone()),
            Self::Crew(_) | Self::Danger(_) => None,
            Self::Sections(table) => Some(table.selection.clone()),
        }
    }
}

/// The card of the selected feature, once it is here.
pub fn inspected_card(app: AppState, session: Session) -> Option<Arc<FeatureCard>> {
    let selected = app.selected.get()?;
    session.answers.card.get().filter(|card| is(&card.hit, &selected))
}

/// Whether both of two cities are pictured: what is looked for at a place is not in another city.
pub fn shows_two_cities(app: AppState, session: Session) -> bool {
    session.beside.city.with(Option::is_some) && Subject::now(app, session).sight().is_none()
}

/// Whether what the sheet is about is still on its way.
pub fn waits(app: AppState, session: Session) -> bool {
    let card = app.selected.with(Option::is_some) && inspected_card(app, session).is_none();
    let area = matches!(Subject::now(app, session), Subject::Area(_, None));
    let danger = app.ledger.with(|l| l.danger.clone()).filter(|_| app.role.get() == Role::Ledger);
    let page = session.answers.danger.with(|page| page.as_ref().map(|page| page.row.id.clone()));
    let other = comparing(app).is_some() && compared(app, session).is_none();
    let there = session.beside.city.with(Option::is_some)
        && (session.beside.its_figures.with(Option::is_none) || beside::waits(app, session));
    session.computing.get() || other || there || card || area || (danger.is_some() && danger != page)
}

fn is(hit: &crate::engine::Hit, of: &FeatureId) -> bool {
    hit.feature.layer == of.layer && hit.id == of.id
}

/// The pair that is looked at, and all those of the inspected hazard or site: of a hazard the one with the chosen site,
/// else the gravest.
fn pair_of(app: AppState, session: Session, selected: &FeatureId) -> Option<Pair> {
    let site = app.planning.with(|p| p.site.clone());
    let listed: Vec<ConflictLine> = session.answers.conflicts.with(|table| {
        let rows = table.as_ref().map(|t| t.rows.as_slice()).unwrap_or_default();
        rows.iter().filter(|line| is(&line.hazard, selected) || is(&line.site, selected)).cloned().collect()
    });
    // The list may leave out what a filter does not let through; a hazard's own answer has all of its sites.
    let own = session.answers.why.with(|why| {
        let why = why.as_ref().filter(|why| is(&why.hit, selected) && selected.layer == LayerName::Facilities);
        why.map(|why| why.conflicts.clone()).filter(|rows| !rows.is_empty())
    });
    let mut rows = own.unwrap_or(listed);
    let grave = |line: &ConflictLine| line.conflict.level.unwrap_or(Level::Unrated);
    rows.sort_by(|a, b| grave(a).cmp(&grave(b)).then(b.conflict.deficit_m.total_cmp(&a.conflict.deficit_m)));
    let chosen = rows.iter().find(|line| site.as_ref().is_some_and(|site| is(&line.site, site)));
    let line = chosen.or(rows.first())?.clone();
    Some(Pair { line, rows })
}
