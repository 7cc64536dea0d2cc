//! A button that is a drawing, with its word for who points at it or hears it.

use super::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;

/// The button.
pub fn icon_button(symbol: Icon, word: Word, act: impl Fn() + 'static) -> impl IntoView {
    let say = use_say();
    view! {
        <button type="button" class="icon-button" title=say.t(word) aria-label=say.t(word) on:click=move |_| act()>
            {icon(symbol)}
        </button>
    }
}
