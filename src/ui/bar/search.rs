//! The search: features by name, sound or id, positions, commands. Type, arrow, Enter; the map flies there.

use crate::engine::{Hit, PositionHit, Reply, Request};
use crate::map::event::CameraMove;
use crate::ui::commands::{Command, Page, focus_map};
use crate::ui::inspector::look_at_heading;
use crate::ui::parts::{Icon, beside, fly_to, icon, kind_icon, level_mark};
use crate::ui::roads::{open_found, opens};
use crate::ui::say::use_say;
use crate::ui::terms;
use crate::ui::words::Word;
use crate::units::{LngLat, LngLatBox};
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use std::sync::Arc;

/// Features that are listed.
const LIMIT: u32 = 12;
/// Commands that are listed.
const COMMANDS: usize = 3;
/// How near a position is looked at.
const CLOSE_ZOOM: f64 = 15.0;

/// A line of what was found.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Command(Command),
    Position(PositionHit),
    Hit(Box<Hit>),
}

/// What has been found for the text in the field.
#[derive(Clone, Copy)]
struct Finding {
    text: RwSignal<String>,
    lines: RwSignal<Option<Arc<Vec<Line>>>>,
    /// The line that Enter takes.
    at: RwSignal<usize>,
    open: RwSignal<bool>,
    /// What was typed while no city could answer.
    late: StoredValue<Option<String>>,
    /// What the lines answer.
    answered: StoredValue<String>,
    /// Enter came before the answer: its first line is taken once it is there.
    hurried: StoredValue<bool>,
    field: NodeRef<Input>,
}

impl Finding {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            lines: RwSignal::new(None),
            at: RwSignal::new(0),
            open: RwSignal::new(false),
            late: StoredValue::new(None),
            answered: StoredValue::new(String::new()),
            hurried: StoredValue::new(false),
            field: NodeRef::new(),
        }
    }

    /// Takes the line that Enter means, or waits for it where what stands in the field is not answered yet.
    fn enter(self, page: Page) {
        let text = self.text.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        if self.answered.with_value(|answered| *answered != text) {
            return self.hurried.set_value(true);
        }
        let line = self.lines.with_untracked(|lines| lines.as_ref()?.get(self.at.get_untracked()).cloned());
        let Some(line) = line else { return };
        self.take(page, &line);
        // What was found is read next: the field has done its work.
        if let Line::Hit(hit) = &line
            && opens(page, hit)
        {
            look_at_heading(page.desk);
        }
    }

    fn take(self, page: Page, line: &Line) {
        self.open.set(false);
        match line {
            Line::Command(command) => {
                // Done, and nothing of it is left to look for.
                if let Some(field) = self.field.get_untracked() {
                    field.set_value("");
                }
                self.text.set(String::new());
                self.lines.set(None);
                command.run(page);
            }
            Line::Position(position) => go_to(page, position.at),
            Line::Hit(hit) => {
                page.desk.found.set(None);
                fly_to(page.desk, hit);
                open_found(page.app, page.session, page.desk, hit);
            }
        }
    }

    /// Lists what was found for a text, unless another one stands in the field by now.
    fn show(self, page: Page, text: String, lines: Vec<Line>) {
        if self.text.try_get_untracked().as_ref() != Some(&text) {
            return;
        }
        self.answered.set_value(text);
        self.at.set(0);
        self.lines.set(Some(Arc::new(lines)));
        self.open.set(true);
        if self.hurried.try_update_value(std::mem::take) == Some(true) {
            self.enter(page);
        }
    }
}

/// The search field and its list.
#[component]
pub fn Search() -> impl IntoView {
    let (page, say) = (Page::here(), use_say());
    let finding = Finding::new();
    let field = finding.field;
    // What was typed while the city was read is answered once it is there. A place that was found is of the city before.
    Effect::new(move |before: Option<Option<u32>>| {
        let now = page.session.city.with(|city| city.as_ref().map(|city| city.generation));
        if before.is_some_and(|before| before != now) {
            page.desk.found.set(None);
        }
        if now.is_some()
            && let Some(text) = finding.late.try_update_value(Option::take).flatten()
        {
            find(page, finding, text);
        }
        now
    });
    let keys = window_event_listener(ev::keydown, move |key| {
        if (key.ctrl_key() || key.meta_key()) && key.key().eq_ignore_ascii_case("k") {
            key.prevent_default();
            page.desk.to_heading.set(false);
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
                field.select();
            }
        }
    });
    on_cleanup(move || keys.remove());

    let on_key = move |key: web_sys::KeyboardEvent| {
        let count = finding.lines.with_untracked(|lines| lines.as_ref().map_or(0, |lines| lines.len()));
        match key.key().as_str() {
            "ArrowDown" if count > 0 => finding.at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => finding.at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => finding.enter(page),
            "Escape" => {
                key.stop_propagation();
                finding.open.set(false);
                if let Some(field) = field.get_untracked() {
                    let _ = field.blur();
                }
            }
            _ => return,
        }
        key.prevent_default();
    };
    let on_input = move |ev| {
        let text = event_target_value(&ev);
        finding.text.set(text.clone());
        finding.hurried.set_value(false);
        page.desk.to_heading.set(false);
        find(page, finding, text);
    };
    view! {
        <div class="search" role="search">
            <label class="find">
                {icon(Icon::Search)}
                <input
                    node_ref=field
                    type="search"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=say.t(Word::Search)
                    aria-controls="search-hits"
                    aria-autocomplete="list"
                    aria-expanded=move || finding.open.get().to_string()
                    aria-activedescendant=move || {
                        finding.open.get().then(|| format!("search-hit-{}", finding.at.get()))
                    }
                    placeholder=move || say.word(Word::SearchHint)
                    on:input=on_input
                    on:keydown=on_key
                    on:focus=move |_| finding.open.set(finding.lines.with_untracked(Option::is_some))
                    on:blur=move |_| {
                        finding.late.set_value(None);
                        finding.hurried.set_value(false);
                        finding.open.set(false);
                    }
                />
                <kbd aria-hidden="true">"Ctrl K"</kbd>
            </label>
            <Lines finding on_take=Callback::new(move |line: Line| finding.take(page, &line)) />
        </div>
    }
}

/// Looks at a position, and marks it.
fn go_to(page: Page, at: LngLat) {
    page.app.selected.set(None);
    page.desk.found.set(Some(at));
    let bounds = LngLatBox { west: at.lng, south: at.lat, east: at.lng, north: at.lat };
    page.desk.order(CameraMove::Fit { bounds, max_zoom: CLOSE_ZOOM });
    // What is pressed next is about the place, and not typed into the search.
    focus_map();
}

/// Asks for what matches: commands, positions, then features, nearer ones first.
fn find(page: Page, finding: Finding, text: String) {
    let lowered = text.trim().to_lowercase();
    finding.late.set_value(None);
    if lowered.is_empty() {
        finding.lines.set(None);
        finding.open.set(false);
        return;
    }
    let words: Vec<&str> = lowered.split_whitespace().collect();
    let matching = untrack(|| Command::all(page).into_iter().filter(|c| c.matches(page, &words)).collect::<Vec<_>>());
    let commands: Vec<Line> = matching.into_iter().take(COMMANDS).map(Line::Command).collect();
    if page.session.city.with_untracked(Option::is_none) {
        finding.late.set_value(Some(text.clone()));
        if !commands.is_empty() {
            finding.show(page, text, commands);
        }
        return;
    }
    let near = page.app.camera.get_untracked().map(|c| LngLat::new(c.lng, c.lat));
    page.session.ask_or_say(Request::Find { text: text.clone(), near, limit: LIMIT }, move |reply| {
        let Reply::Findings(found) = reply else { return };
        let positions = found.positions.into_iter().map(Line::Position);
        let hits = found.hits.into_iter().map(|hit| Line::Hit(Box::new(hit)));
        finding.show(page, text, commands.into_iter().chain(positions).chain(hits).collect());
    });
}

#[component]
fn Lines(finding: Finding, on_take: Callback<Line>) -> impl IntoView {
    let (say, page) = (use_say(), Page::here());
    let lines = move || {
        let lines = finding.lines.get()?;
        if lines.is_empty() {
            let text = finding.text.get_untracked();
            return Some(view! { <li class="nothing">{say.fill(Word::NothingFound, &[&text])}</li> }.into_any());
        }
        let lines = lines.iter().cloned().enumerate().map(|(n, line)| {
            let inside = match &line {
                Line::Command(command) => of_command(*command, page),
                Line::Position(position) => of_position(position, page),
                Line::Hit(hit) => of_hit(hit, page),
            };
            // The field keeps the focus until the line is taken: its blur closes the list.
            view! {
                <li
                    id=format!("search-hit-{n}")
                    role="option"
                    aria-selected=move || (finding.at.get() == n).to_string()
                    on:mousedown=move |ev| {
                        ev.prevent_default();
                        on_take.run(line.clone());
                    }
                >
                    {inside}
                </li>
            }
        });
        Some(lines.collect_view().into_any())
    };
    view! {
        <ul
            id="search-hits"
            class="search-hits"
            role="listbox"
            aria-label=say.t(Word::SearchHits)
            hidden=move || !finding.open.get()
        >
            {lines}
        </ul>
    }
}

fn of_command(command: Command, page: Page) -> AnyView {
    let lang = page.look.lang.get();
    let key = command.key().map(|key| view! { " " <kbd>{key}</kbd> });
    view! {
        {icon(Icon::Right)}
        <span class="name">{command.says(page, lang)}</span>
        <span class="note">{Word::CommandOf.said(lang)}{key}</span>
    }
    .into_any()
}

fn of_position(position: &PositionHit, page: Page) -> AnyView {
    let lang = page.look.lang.get();
    view! {
        {icon(Icon::Locate)}
        <span class="name">{terms::position(position.written)}</span>
        <span class="note">{Word::PositionOf.fill(lang, &[position.datum.name()])}</span>
    }
    .into_any()
}

fn of_hit(hit: &Hit, page: Page) -> AnyView {
    let lang = page.look.lang.get();
    let layer = hit.feature.layer;
    let what =
        if hit.kind.is_empty() { terms::layer(layer, lang).to_owned() } else { terms::kind(layer, &hit.kind, lang) };
    let apart = lang.of(&hit.apart);
    // What tells it apart may end with the id already.
    let id = match hit.sections.len() {
        0 if apart.ends_with(&*hit.id) => apart.to_owned(),
        0 => beside(apart, &hit.id),
        n => beside(&Word::WholeRoad.fill(lang, &[&terms::count(n as u64)]), apart),
    };
    view! {
        {kind_icon(layer, &hit.kind)}
        <span class="name">
            {hit.level.map(|level| level_mark(level, lang))}
            {lang.of(&hit.name).to_owned()}
        </span>
        <span class="note">{what} " · " {id}</span>
    }
    .into_any()
}
