//! The settings of a question: open beside a map, folded on a phone, where the answer comes first.

use crate::ui::desk::Desk;
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The settings of a question.
#[component]
pub fn Settings(
    /// The settings.
    children: Children,
) -> impl IntoView {
    let (desk, say) = (expect_context::<Desk>(), use_say());
    view! {
        <details class="settings" open=move || !desk.is_phone()>
            <summary>{say.t(Word::Settings)}</summary>
            {children()}
        </details>
    }
    .into_any()
}
