//! The page's own switches: link, language, theme, help.

use crate::platform::{prefs, url};
use crate::text::Lang;
use crate::ui::desk::{Desk, Dialog};
use crate::ui::document::Appearance;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::{Role, Theme, Traffic};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The switches at the bar's end.
#[component]
pub fn Switches() -> impl IntoView {
    let (app, desk) = (expect_context::<AppState>(), expect_context::<Desk>());
    let (look, session, say) = (expect_context::<Appearance>(), expect_context::<Session>(), use_say());
    let other_lang = move || if say.lang() == Lang::Zh { Lang::En } else { Lang::Zh };
    let short_lang = move || if other_lang() == Lang::Zh { "中" } else { "EN" };
    let switch_lang = move |_| {
        let lang = untrack(other_lang);
        prefs::set("lang", lang.code());
        app.lang.set(Some(lang));
    };
    let switch_theme = move |_| {
        let theme = if look.theme.get_untracked() == Theme::Dark { Theme::Light } else { Theme::Dark };
        prefs::set("theme", if theme == Theme::Dark { "dark" } else { "light" });
        app.theme.set(Some(theme));
    };
    let theme_word = move || say.word(if look.theme.get() == Theme::Dark { Word::ToLight } else { Word::ToDark });
    view! {
        <div class="switches">
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::CopyLink)
                aria-label=say.t(Word::CopyLink)
                on:click=move |_| copy_link(app, session, say)
            >
                {icon(Icon::Link)}
            </button>
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::OtherLanguage)
                aria-label=move || format!("{} {}", short_lang(), say.word(Word::OtherLanguage))
                on:click=switch_lang
            >
                {short_lang}
            </button>
            <button type="button" class="icon-button" title=theme_word aria-label=theme_word on:click=switch_theme>
                {icon(Icon::Theme)}
            </button>
            <button
                type="button"
                class="icon-button"
                title=say.t(Word::Help)
                aria-label=say.t(Word::Help)
                aria-haspopup="dialog"
                on:click=move |_| desk.dialog.set(Some(Dialog::Help))
            >
                {icon(Icon::Help)}
            </button>
        </div>
    }
}

/// Copies the page's address, and says what it does not carry.
fn copy_link(app: AppState, session: Session, say: crate::ui::say::Say) {
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
        session.toast.try_set(Some(untrack(|| say.word(word)).to_owned()));
    });
}
