//! Scale bar, attribution, the pointer's position.

use crate::engine::CityInfo;
use crate::text::Lang;
use crate::ui::commands::Page;
use crate::ui::coords::choose_next;
use crate::ui::desk::{Desk, Width};
use crate::ui::say::use_say;
use crate::ui::sentences::{bar_length, scale_bar};
use crate::ui::session::Session;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The longest scale bar, px.
const LONGEST_PX: f64 = 96.0;

/// The lines that whoever shows the map must show, and whether the place is invented.
pub fn credit(city: &CityInfo, lang: Lang) -> String {
    let mut lines: Vec<String> = city.sources.iter().map(|s| s.attribution.clone()).filter(|a| !a.is_empty()).collect();
    let said = |line: &String| line.contains(Word::Fictional.zh()) || line.contains(Word::Fictional.en());
    for own in &city.own {
        lines.push(Word::NameIs.fill(lang, &[Word::OwnData.said(lang), &own.file]));
    }
    if city.fictional && !lines.iter().any(said) {
        lines.push(Word::FictionalNote.said(lang).to_owned());
    }
    lines.join(" · ")
}

/// The same of both cities, where another one stands beside this.
pub fn credits(city: &CityInfo, session: Session, lang: Lang) -> String {
    let open = credit(city, lang);
    match session.beside.city.get() {
        Some(other) => {
            let of = |city: &CityInfo, said: &str| Word::NameIs.fill(lang, &[lang.of(&city.name), said]);
            format!("{} · {}", of(city, &open), of(&other, &credit(&other, lang)))
        }
        None => open,
    }
}

/// What stands at the map's lower right.
#[component]
pub fn Furniture() -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let page = Page::here();
    // Many sources would cover the map: two lines, and all of them on a click.
    let whole = RwSignal::new(false);
    let credit = move || session.drawn().map(|city| credits(&city, session, say.lang()));
    let system = move || desk.system.get().name(desk.cursor.get());
    let place = move || {
        let at = desk.cursor.get()?;
        Some(desk.system.get().written(at).unwrap_or_else(|| say.word(Word::NoZoneHere).to_owned()))
    };
    let scale = move || {
        let (length_m, px) = scale_bar(desk.metres_per_px.get()?, LONGEST_PX)?;
        Some(view! {
            <span class="scale" style:width=format!("{px:.1}px") role="img" aria-label=say.word(Word::ScaleBar)>
                <b>{bar_length(length_m)}</b>
            </span>
        })
    };
    view! {
        <div class="furniture">
            <Show when=move || desk.width.get() == Width::Desk>
                <span class="place">
                    {place}
                    <button
                        type="button"
                        title=say.t(Word::NextSystem)
                        aria-label=move || say.fill(Word::SystemIs, &[&system()])
                        on:click=move |_| choose_next(page)
                    >
                        {system}
                    </button>
                </span>
            </Show>
            <Show when=move || credit().is_some_and(|credit| !credit.is_empty())>
                <span class="credit" class:whole=whole>
                    <button
                        type="button"
                        aria-expanded=move || whole.get().to_string()
                        title=say.t(Word::AllSources)
                        on:click=move |_| whole.update(|whole| *whole = !*whole)
                    >
                        {credit}
                    </button>
                </span>
            </Show>
            {scale}
        </div>
    }
}
