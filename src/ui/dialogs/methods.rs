//! The methods: what each asks, where it is from, its formula, and when not to use it.

use crate::platform::fetch;
use crate::text::contract::{Block, Contract, Span, contracts};
use crate::ui::parts::{Choice, Select, typeset};
use crate::ui::say::use_say;
use crate::ui::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One method, and the choice of another.
#[component]
pub fn Methods(
    /// The method that is asked for; the first where there is no such.
    code: &'static str,
) -> impl IntoView {
    let say = use_say();
    let pages = RwSignal::new(None::<Result<Vec<Contract>, String>>);
    // Read when somebody asks, in the language that is read now.
    Effect::new(move |_| {
        let address = format!("methods.{}.md", say.lang().code());
        spawn_local(async move {
            let read = fetch::bytes(&address).await.map_err(|e| e.to_string());
            let read = read.map(|bytes| contracts(&String::from_utf8_lossy(&bytes)));
            pages.try_set(Some(read));
        });
    });
    let chosen = RwSignal::new(code.to_owned());
    let list = Memo::new(move |_| {
        let titled = |page: &Contract| Choice::new(page.code.clone(), page.title.clone());
        pages
            .with(|p| p.as_ref()?.as_ref().ok().map(|all| all.iter().map(titled).collect::<Vec<_>>()))
            .unwrap_or_default()
    });
    let value = Signal::derive(move || {
        let first = || list.with(|all| all.first().map(|c| c.code.clone())).unwrap_or_default();
        let code = chosen.get();
        if list.with(|all| all.iter().any(|c| c.code == code)) { code } else { first() }
    });
    let article = move || {
        let code = value.get();
        pages.with(|read| match read.as_ref()? {
            Ok(all) => all.iter().find(|page| page.code == code).map(|page| one(page).into_any()),
            Err(why) => {
                Some(view! { <p class="bad" role="alert">{say.fill(Word::MethodsNotRead, &[why])}</p> }.into_any())
            }
        })
    };
    view! {
        <div class="methods-book">
            <Select label=Word::Method options=list value on_pick=move |code| chosen.set(code) />
            {article}
        </div>
    }
}

fn one(page: &Contract) -> impl IntoView + use<> {
    let blocks = page.blocks.iter().map(|block| match block {
        Block::Paragraph(spans) => view! { <p>{spans.iter().map(span).collect_view()}</p> }.into_any(),
        Block::Lines(lines) => view! { <pre tabindex="0">{lines.clone()}</pre> }.into_any(),
    });
    view! {
        <article>
            <h3>{page.title.clone()}</h3>
            {blocks.collect_view()}
        </article>
    }
}

fn span(of: &Span) -> AnyView {
    match of {
        Span::Plain(text) => typeset(text).into_any(),
        Span::Strong(text) => view! { <strong>{text.clone()}</strong> }.into_any(),
        Span::Code(text) => view! { <span class="symbol">{typeset(text)}</span> }.into_any(),
    }
}
