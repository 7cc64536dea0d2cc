//! What the open data is: its day, how complete it is, its sources, and the program that reads it.

use crate::domain::{LayerName, Source};
use crate::engine::PROTOCOL;
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms::{count, layer, percent};
use crate::ui::words::Word;
use leptos::prelude::*;

/// The open city in a few lines.
#[component]
pub fn Facts() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let facts = move || {
        let city = session.city.get()?;
        let name = say.of(&city.name);
        let fictional = city.fictional && !name.to_lowercase().contains(say.word(Word::Fictional));
        let name = if fictional { format!("{name} ({})", say.word(Word::Fictional)) } else { name };
        let known = city.completeness.map(|share| fact(say.word(Word::KnownShare), percent(share)));
        let sources = city.sources.iter().map(|source| {
            let fetched = source.retrieved.as_ref().map(|day| say.fill(Word::SourceFetched, &[day]));
            view! { <li>{line(source, fetched)}</li> }
        });
        let sources = (!city.sources.is_empty()).then(|| {
            view! {
                <dt>{say.word(Word::Sources)}</dt>
                <dd>
                    <ul>{sources.collect_view()}</ul>
                </dd>
            }
        });
        let own = city.own.iter().map(|own| {
            let layer = LayerName::from_code(&own.layer).map_or(own.layer.as_str(), |l| layer(l, say.lang()));
            let word = if own.replaces { Word::OwnInPlace } else { Word::OwnIn };
            view! { <li>{format!("{layer} · {} · {}", say.fill(word, &[&own.file, &count(own.rows)]), own.added)}</li> }
        });
        let own = (!city.own.is_empty()).then(|| {
            view! {
                <dt>{say.word(Word::OwnData)}</dt>
                <dd>
                    <ul>{own.collect_view()}</ul>
                </dd>
            }
        });
        let program = say.fill(Word::ProgramsAre, &[env!("CARGO_PKG_VERSION"), &PROTOCOL.to_string()]);
        Some(view! {
            <dl class="facts">
                {fact(say.word(Word::DataOf), name)}
                {fact(say.word(Word::DataDay), city.as_of.clone())}
                {known}
                {sources}
                {own}
                {fact(say.word(Word::Programs), program)}
            </dl>
        })
    };
    view! { {facts} }
}

fn fact(name: &'static str, value: String) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

/// A source with its licence and the day it was fetched, as far as the manifest says.
fn line(source: &Source, fetched: Option<String>) -> String {
    let known = [Some(source.name.clone()), Some(source.licence.clone()), fetched];
    known.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
