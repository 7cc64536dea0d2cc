//! A phone's bottom tabs.

use super::bar::Tabs;
use super::desk::Desk;
use leptos::prelude::*;

/// The workbenches at the page's lower edge.
#[component]
pub fn PhoneTabs() -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! {
        <Show when=move || desk.is_phone()>
            <div class="phone-tabs">
                <Tabs />
            </div>
        </Show>
    }
}
