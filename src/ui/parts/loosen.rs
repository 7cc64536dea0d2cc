//! Nothing is listed: which filter to loosen, and how many rows that brings.

use crate::engine::{FilterPart, Loosened};
use crate::ui::say::use_say;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// What a filter is called.
const fn part_word(part: FilterPart) -> Word {
    match part {
        FilterPart::Kinds => Word::Kinds,
        FilterPart::District => Word::District,
        FilterPart::Lacking => Word::CoverTitle,
        FilterPart::Hazard => Word::HazardKind,
        FilterPart::SiteKind => Word::SiteKind,
        FilterPart::Group => Word::Groups,
        FilterPart::Sector => Word::Sector,
        FilterPart::Campaign => Word::Campaign,
        FilterPart::Leader => Word::Leader,
        FilterPart::Department => Word::Department,
        FilterPart::Enterprise => Word::Enterprise,
        FilterPart::Grade => Word::Grade,
        FilterPart::State => Word::State,
        FilterPart::Text => Word::SearchedText,
        FilterPart::Area => Word::WhichRows,
        FilterPart::Listing => Word::WorkbenchFilter,
        FilterPart::Levels => Word::Level,
        FilterPart::Number(_) => Word::WhichNumber,
    }
}

/// What is not there, and a button for each filter that alone, dropped, brings some.
#[component]
pub fn Loosen(
    /// What is not there.
    #[prop(into)]
    says: Signal<String>,
    /// Filters to loosen, with how many rows each brings.
    #[prop(into)]
    parts: Signal<Loosened>,
    /// Told which one is dropped.
    #[prop(into)]
    on_drop: Callback<FilterPart>,
    /// What the numbers are called whose ranges may be dropped, by the ranges' places.
    #[prop(optional, into)]
    numbers: Option<Signal<Vec<String>>>,
    /// Drops all of them; none where nothing is filtered.
    #[prop(into)]
    clear: Signal<Option<Callback<()>>>,
) -> impl IntoView {
    let say = use_say();
    let buttons = move || {
        let lang = say.lang();
        let numbers = numbers.map(|numbers| numbers.get()).unwrap_or_default();
        let button = |(part, rows): (FilterPart, u32)| {
            let number = match part {
                FilterPart::Number(place) => numbers.get(usize::from(place)).map(String::as_str),
                _ => None,
            };
            let named = number.unwrap_or_else(|| part_word(part).said(lang));
            let said = Word::DropFilter.fill(lang, &[named, &count(u64::from(rows))]);
            view! {
                <button type="button" class="link" on:click=move |_| on_drop.run(part)>
                    {said}
                </button>
            }
        };
        parts.get().into_iter().map(button).collect::<Vec<_>>()
    };
    let alone = move || clear.get().is_some() && parts.with(Vec::is_empty);
    view! {
        <div class="no-match" role="status">
            <p>{says}</p>
            <Show when=alone>
                <p class="note">{say.t(Word::LoosenNone)}</p>
            </Show>
            {buttons}
            {move || {
                clear
                    .get()
                    .map(|clear| {
                        view! {
                            <button type="button" class="link" on:click=move |_| clear.run(())>
                                {say.t(Word::ClearFilters)}
                            </button>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
