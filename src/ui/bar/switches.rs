//! The page's own switches: print sheet, link, language, theme, help.

use crate::platform::url;
use crate::text::Lang;
use crate::ui::commands::{Command, Page};
use crate::ui::document::Appearance;
use crate::ui::parts::{Icon, icon, icon_button};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use crate::view::{Role, Theme, Traffic};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The switches at the bar's end.
#[component]
pub fn Switches() -> impl IntoView {
    let (look, page, say) = (expect_context::<Appearance>(), Page::here(), use_say());
    let short_lang = move || if say.lang() == Lang::Zh { "EN" } else { "中" };
    let theme_word = move || say.word(if look.theme.get() == Theme::Dark { Word::ToLight } else { Word::ToDark });
    view! {
        <div class="switches">
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::PrintSheet)
                aria-label=say.t(Word::PrintSheet)
                aria-haspopup="dialog"
                on:click=move |_| Command::Print.run(page)
            >
                {icon(Icon::Print)}
            </button>
            {icon_button(Icon::Link, Word::CopyLink, move || Command::CopyLink.run(page))}
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::Views)
                aria-label=say.t(Word::Views)
                aria-haspopup="dialog"
                on:click=move |_| Command::Views.run(page)
            >
                {icon(Icon::Bookmark)}
            </button>
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::OtherLanguage)
                aria-label=move || format!("{} {}", short_lang(), say.word(Word::OtherLanguage))
                on:click=move |_| Command::OtherLanguage.run(page)
            >
                {short_lang}
            </button>
            <button type="button" class="icon-button" title=theme_word aria-label=theme_word on:click=move |_| Command::OtherTheme.run(page)>
                {icon(Icon::Theme)}
            </button>
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::Help)
                aria-label=say.t(Word::Help)
                aria-haspopup="dialog"
                on:click=move |_| Command::Help.run(page)
            >
                {icon(Icon::Help)}
            </button>
        </div>
    }
}

/// Copies the page's address, and says what it does not carry.
pub fn copy_link(page: Page) {
    let Page { app, session, look, .. } = page;
    let copied = window().navigator().clipboard().write_text(&url::href());
    let traffic = app.role.get_untracked() == Role::Traffic;
    let is_short = traffic && app.traffic.with_untracked(Traffic::is_left_out);
    spawn_local(async move {
        let word = match JsFuture::from(copied).await {
            Ok(_) if is_short => Word::LinkCopiedWithoutSelection,
            Ok(_) if session.is_own() => Word::LinkCopiedWithoutData,
            Ok(_) => Word::LinkCopied,
            Err(_) => Word::LinkNotCopied,
        };
        session.toast.try_set(look.lang.try_get_untracked().map(|lang| word.said(lang).to_owned()));
    });
}
