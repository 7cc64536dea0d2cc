//! Only some levels: a chip for each, with how many of those that pass all other filters have it.

use crate::domain::Level;
use crate::ui::parts::level_shape;
use crate::ui::say::use_say;
use crate::ui::stage::asked_levels;
use crate::ui::stage::toggle_asked_level;
use crate::ui::state::AppState;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;
use leptos::prelude::*;

/// The chips. List and map show what is chosen; with none chosen they show all.
#[component]
pub fn OnlyLevels(
    /// How many have each level.
    #[prop(into)]
    counts: Signal<Vec<(Level, u32)>>,
) -> impl IntoView {
    let (app, say) = (expect_context::<AppState>(), use_say());
    let n = move |level: Level| counts.with(|all| all.iter().find(|(of, _)| *of == level).map_or(0, |(_, n)| *n));
    let one = move |level: Level| {
        let on = move || asked_levels(app).contains(&level);
        view! {
            <Show when=move || { n(level) > 0 || on() }>
                <button
                    type="button"
                    class="chip level"
                    class:on=on
                    aria-pressed=move || on().to_string()
                    on:click=move |_| toggle_asked_level(app, level)
                >
                    {level_shape(level)}
                    {move || terms::level_with_letter(level, say.lang())}
                    " "
                    <span class="number">{move || count(u64::from(n(level)))}</span>
                </button>
            </Show>
        }
    };
    view! {
        <div class="chips only-levels" role="group" aria-label=say.t(Word::OnlyLevels)>
            {Level::ALL.map(one)}
        </div>
    }
    .into_any()
}
