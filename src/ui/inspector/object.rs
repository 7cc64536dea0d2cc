//! One feature: what it is, what is known of it, who is near.

use super::attributes::{attributes, provenance};
use super::crew::crew;
use super::neighbours::Near;
use super::{close_button, completeness};
use crate::domain::{LayerName, Level};
use crate::engine::{FeatureCard, FieldValue, Hit};
use crate::map::icons::WORRY_KINDS;
use crate::text::Lang;
use crate::ui::asks::says_why;
use crate::ui::correct;
use crate::ui::crew::{FIELDS, is_sent_to};
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, fly_to, icon_button, kind_icon, level_class, level_shape, own_mark, unbroken};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::Role;
use leptos::prelude::*;

/// The selected feature.
#[component]
pub fn Object() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, say) = (expect_context::<Desk>(), use_say());
    let close = move || {
        app.selected.set(None);
    };
    // The level that the map shows of it, while it shows levels.
    let level = Memo::new(move |_| {
        let kind = app.planning.with(|p| p.level);
        let why = session.answers.why.get().filter(|_| says_why(app))?;
        let shown = session.answers.card.with(|card| card.as_ref().is_some_and(|c| c.hit.feature == why.hit.feature));
        shown.then(|| why.rating(kind).level())
    });
    let body = move || {
        let Some(card) = session.answers.card.get() else {
            return view! {
                <section class="section">
                    <p class="note" role="status">
                        {say.t(Word::Computing)}
                    </p>
                </section>
            }
            .into_any();
        };
        let lang = say.lang();
        // Another feature's card must not stand under this one's name while its own is on the way.
        let current = app.selected.with(|s| s.as_ref().is_some_and(|s| s.id == card.hit.id));
        // The fire services ask for people and water first, and for the rest when they have time.
        let layer = card.hit.feature.layer;
        let first = app.role.get() == Role::Fire && is_sent_to(layer);
        let elsewhere = if first { FIELDS } else { &[] };
        // What lies in no district of a city that has some says so.
        let divided = layer != LayerName::Districts && session.has(LayerName::Districts);
        view! {
            <div class:stale=!current>
                {header((desk, divided), &card, level, lang)}
                {correct::corrected(session, &card, lang)}
                <super::why::WhyLevel of=card.hit.feature lang />
                <super::exposure::Exposure of=card.hit.feature lang />
                {first.then(|| crew(&card, lang))}
                {attributes((session, desk), &card, elsewhere, lang)}
                <Near card=card.clone() help=!first lang />
                {completeness(card.completeness, Word::ShareOfFields, lang)}
                {provenance(&card, lang)}

            </div>
        }
        .into_any()
    };
    view! {
        <div class="inspected">
            <div class="object-close">{close_button(close)}</div>
            {body}
        </div>
    }
}

/// Icon, name, kind, district and id; `divided` where the city has districts.
fn header(
    (desk, divided): (Desk, bool),
    card: &FeatureCard,
    level: Memo<Option<Level>>,
    lang: Lang,
) -> impl IntoView + use<> {
    let Hit { feature, id, name, kind, .. } = card.hit.clone();
    let what = if kind.is_empty() {
        terms::one(feature.layer, lang).to_owned()
    } else {
        terms::kind(feature.layer, &kind, lang)
    };
    let what = match own_words(&card.fields, &kind) {
        Some(own) => Word::InBrackets.fill(lang, &[&what, &own]),
        None => what,
    };
    let district = card.district.as_ref().map(|d| lang.of(d).to_owned()).filter(|d| !d.is_empty());
    // What has no name is called by its id above, and a district lies in itself.
    let title = lang.of(&name);
    let nowhere = (divided && card.district.is_none()).then(|| Word::InNoDistrict.said(lang).to_owned());
    let (district, id) = (district.filter(|d| d != title).or(nowhere), Some(id).filter(|id| id != title));
    let line = [Some(capital(&what)), district, id].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let worry = feature.layer == LayerName::Venues && WORRY_KINDS.contains(&kind.as_str());
    let hit = card.hit.clone();
    let own = hit.own.then(|| own_mark(lang));
    let symbol = move || match level.get() {
        Some(level) => view! {
            <span class=format!("object-icon level {}", level_class(level))>
                {level_shape(level)}
                {kind_icon(feature.layer, &kind)}
            </span>
        }
        .into_any(),
        None => view! {
            <span class="object-icon" class:worry=worry class:tile=feature.layer != LayerName::Venues>
                {kind_icon(feature.layer, &kind)}
            </span>
        }
        .into_any(),
    };
    view! {
        <header class="object">
            {symbol}
            <div class="names">
                <h1>{lang.of(&name).to_owned()}</h1>
                <p>{unbroken(&line)} {own}</p>
            </div>
            {icon_button(Icon::Locate, Word::ShowOnMap, move || fly_to(desk, &hit))}
        </header>
    }
}

/// The words that the data itself uses for a kind outside of the list.
fn own_words(fields: &[FieldValue], kind: &str) -> Option<String> {
    if kind != "other" {
        return None;
    }
    fields.iter().find(|f| f.field == "kind_text").and_then(|f| match &f.value {
        crate::engine::Known::Text(text) => Some(text.clone()),
        _ => None,
    })
}

/// Words with a capital first letter.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
