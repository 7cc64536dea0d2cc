//! What the page can be told to do. One list: keys, the search and the list of keys read it.

use super::address;
use super::area::{Aim, Around, find_path, list_view, look_around, make_room, selects_sections, take_tool};
use super::coords;
use super::desk::{Desk, Dialog};
use super::document::Appearance;
use super::left::MODES;
use super::session::Session;
use super::stage::SHAPES;
use super::state::AppState;
use super::terms;
use super::words::Word;
use crate::domain::LayerName;
use crate::map::event::Tool;
use crate::platform::prefs;
use crate::text::Lang;
use crate::view::{PlanningMode, Role, SWITCHED, Theme};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Something that the page can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open a workbench.
    Workbench(Role),
    /// Ask a question of planning.
    Planning(PlanningMode),
    /// Show a layer, or hide it.
    Layer(LayerName),
    /// Look at the whole city.
    WholeCity,
    /// Draw an area to select the road sections in it.
    Draw(Tool),
    /// Select the way between two road sections.
    Path,
    /// Draw an area to see what is inside.
    Inside(Tool),
    /// See what is inside a circle around something.
    Around(Around),
    /// List what is in view.
    InView,
    /// Open or close the table of a layer.
    Rows,
    /// Let the area go.
    ClearArea,
    /// What was corrected by hand.
    Corrections,
    /// Compare two states, or end it.
    Compare,
    /// Put another city beside the open one, or let it go.
    AnotherCity,
    /// Turn the selected sections in view inside out.
    Invert,
    /// Show the page to a room, or end it.
    Projector,
    /// Open or close the panel of tools.
    Tools,
    /// Measure lengths and an area.
    Measure,
    /// Copy the position under the pointer.
    CopyPosition,
    /// Write positions in the next system.
    NextSystem,
    /// Open a dataset.
    OpenDataset,
    /// What changed since an earlier dataset.
    Changes,
    /// The open city as a zip.
    SaveDataset,
    /// The state of the data: what was read and what was not.
    NotRead,
    /// What each method asks, and when not to use it.
    Methods,
    /// The print sheet.
    Print,
    /// Copy the page's address.
    CopyLink,
    /// Named views, and the district to start in.
    Views,
    /// Take back the last step of the view.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// The other language.
    OtherLanguage,
    /// Light or dark.
    OtherTheme,
    /// Fold or unfold the left panel.
    FoldLeft,
    /// Fold or unfold the inspector.
    FoldRight,
    /// Put the focus on the map.
    FocusMap,
    /// Put the focus on the inspector's heading.
    FocusInspector,
    /// The list of keys.
    Help,
    /// Two minutes through the workbenches.
    Tour,
}

/// What commands act on.
#[derive(Clone, Copy)]
pub struct Page {
    /// The view.
    pub app: AppState,
    /// This screen.
    pub desk: Desk,
    /// The open city.
    pub session: Session,
    /// Language and theme.
    pub look: Appearance,
}

impl Page {
    /// What the page around this place acts on.
    pub fn here() -> Self {
        Self { app: expect_context(), desk: expect_context(), session: expect_context(), look: expect_context() }
    }
}

impl Command {
    /// All that the page can do now.
    pub fn all(page: Page) -> Vec<Self> {
        let workbenches = Role::OPEN.map(Self::Workbench);
        let modes = MODES.iter().map(|(mode, _)| Self::Planning(*mode));
        let layers = SWITCHED.iter().copied().filter(|layer| page.session.has(*layer)).map(Self::Layer);
        let draws = selects_sections(page);
        let sections = SHAPES.iter().filter(|_| draws).map(|(tool, ..)| Self::Draw(*tool));
        let inside = SHAPES.iter().map(|(tool, ..)| Self::Inside(*tool));
        let arounds = Around::ALL.into_iter().filter(|around| around.is_there(page)).map(Self::Around);
        let area = page.app.area.with(Option::is_some).then_some(Self::ClearArea);
        let compare = super::compare::can_compare(page.app, page.session).then_some(Self::Compare);
        let tools = sections
            .chain(draws.then_some(Self::Path))
            .chain(draws.then_some(Self::Invert))
            .chain(inside)
            .chain(arounds)
            .chain(area)
            .chain(compare);
        let others = [
            Self::AnotherCity,
            Self::InView,
            Self::Rows,
            Self::Tools,
            Self::Measure,
            Self::CopyPosition,
            Self::NextSystem,
            Self::WholeCity,
            Self::OpenDataset,
            Self::Changes,
            Self::SaveDataset,
            Self::NotRead,
            Self::Corrections,
            Self::Methods,
            Self::Print,
            Self::CopyLink,
            Self::Views,
            Self::Projector,
            Self::Undo,
            Self::Redo,
            Self::OtherLanguage,
            Self::OtherTheme,
            Self::FoldLeft,
            Self::FoldRight,
            Self::FocusMap,
            Self::FocusInspector,
            Self::Help,
            Self::Tour,
        ];
        workbenches.into_iter().chain(modes).chain(layers).chain(tools).chain(others).collect()
    }

    /// The command of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        let role = || Role::OPEN.get(key.parse::<usize>().ok()?.checked_sub(1)?).copied();
        match key {
            "[" => Some(Self::FoldLeft),
            "]" => Some(Self::FoldRight),
            "?" => Some(Self::Help),
            "m" | "M" => Some(Self::FocusMap),
            "i" | "I" => Some(Self::FocusInspector),
            "p" | "P" => Some(Self::Print),
            "a" | "A" => Some(Self::Tools),
            "d" | "D" => Some(Self::Measure),
            "c" | "C" => Some(Self::CopyPosition),
            "l" | "L" => Some(Self::InView),
            "t" | "T" => Some(Self::Rows),
            "v" | "V" => Some(Self::Views),
            "k" | "K" => Some(Self::NextSystem),
            "x" | "X" => Some(Self::Compare),
            "n" | "N" => Some(Self::Invert),
            "f" | "F" => Some(Self::Projector),
            _ => role().map(Self::Workbench),
        }
    }

    /// Its key; none where it has none.
    pub fn key(self) -> Option<String> {
        match self {
            Self::Workbench(role) => {
                let place = Role::OPEN.iter().position(|open| *open == role)?;
                Some((place + 1).to_string())
            }
            Self::FoldLeft => Some("[".to_owned()),
            Self::FoldRight => Some("]".to_owned()),
            Self::FocusMap => Some("M".to_owned()),
            Self::FocusInspector => Some("I".to_owned()),
            Self::Print => Some("P".to_owned()),
            Self::Tools => Some("A".to_owned()),
            Self::Measure => Some("D".to_owned()),
            Self::CopyPosition => Some("C".to_owned()),
            Self::NextSystem => Some("K".to_owned()),
            Self::InView => Some("L".to_owned()),
            Self::Rows => Some("T".to_owned()),
            Self::Views => Some("V".to_owned()),
            Self::Compare => Some("X".to_owned()),
            Self::Invert => Some("N".to_owned()),
            Self::Projector => Some("F".to_owned()),
            Self::Undo => Some("Ctrl Z".to_owned()),
            Self::Redo => Some("Ctrl Y".to_owned()),
            Self::Help => Some("?".to_owned()),
            _ => None,
        }
    }

    /// What it does, as things stand.
    pub fn says(self, page: Page, lang: Lang) -> String {
        let word = match self {
            Self::Workbench(role) => return Word::OpenWorkbench.fill(lang, &[super::bar::role_word(role).said(lang)]),
            Self::Planning(mode) => {
                let of = MODES.iter().find(|(of, _)| *of == mode).map_or("", |(_, word)| word.said(lang));
                return Word::OpenMode.fill(lang, &[of]);
            }
            Self::Layer(layer) => {
                let word = if page.session.shows(layer) { Word::HideLayer } else { Word::ShowLayer };
                return word.fill(lang, &[terms::layer(layer, lang)]);
            }
            Self::WholeCity => Word::WholeCity,
            Self::Draw(tool) => return Word::SelectSectionsBy.fill(lang, &[shape(tool).said(lang)]),
            Self::Inside(tool) => return Word::WhatIsInsideOf.fill(lang, &[shape(tool).said(lang)]),
            Self::Around(around) => return Word::WhatIsInsideOf.fill(lang, &[around.word().said(lang)]),
            Self::Path => Word::PathBetween,
            Self::InView => Word::ListView,
            Self::Rows => Word::TableOfLayer,
            Self::ClearArea => Word::ClearArea,
            Self::Compare if super::compare::comparing(page.app).is_some() => Word::EndCompare,
            Self::Compare => Word::CompareStates,
            Self::AnotherCity if page.session.beside.is_there() => Word::EndBeside,
            Self::AnotherCity => Word::BesideCity,
            Self::Invert => Word::InvertSections,
            Self::Projector if page.desk.projector.get() => Word::EndProjector,
            Self::Projector => Word::Projector,
            Self::Tools => Word::SelectAndMeasure,
            Self::Measure => Word::MeasureTool,
            Self::CopyPosition => Word::CopyPosition,
            Self::NextSystem => Word::NextSystem,
            Self::OpenDataset => Word::OpenDataset,
            Self::Changes => Word::Changes,
            Self::SaveDataset => Word::SaveDataset,
            Self::NotRead => Word::NotReadTitle,
            Self::Corrections => Word::CorrectionsList,
            Self::Methods => Word::Methods,
            Self::Print => Word::PrintSheet,
            Self::CopyLink => Word::CopyLink,
            Self::Views => Word::Views,
            Self::Undo => Word::Undo,
            Self::Redo => Word::Redo,
            Self::OtherLanguage => Word::OtherLanguage,
            Self::OtherTheme if page.look.theme.get() == Theme::Dark => Word::ToLight,
            Self::OtherTheme => Word::ToDark,
            Self::FoldLeft => Word::FoldsLeft,
            Self::FoldRight => Word::FoldsRight,
            Self::FocusMap => Word::KeyMap,
            Self::FocusInspector => Word::KeyInspector,
            Self::Help => Word::Help,
            Self::Tour => Word::Tour,
        };
        word.said(lang).to_owned()
    }

    /// Whether every word of some text, in small letters, is in what it does, in either language.
    pub fn matches(self, page: Page, words: &[&str]) -> bool {
        let said = [Lang::Zh, Lang::En].map(|lang| self.says(page, lang).to_lowercase());
        !words.is_empty() && words.iter().all(|word| said.iter().any(|said| said.contains(word)))
    }

    /// Does it.
    pub fn run(self, page: Page) {
        let Page { app, desk, session, look } = page;
        match self {
            Self::Workbench(role) => {
                desk.working.set(false);
                app.open_role(role);
            }
            Self::Planning(mode) => {
                desk.working.set(false);
                app.open_role(Role::Planning);
                app.planning.update(|p| p.mode = mode);
            }
            Self::Layer(layer) => session.set_visible(layer, !untrack(|| session.shows(layer))),
            Self::WholeCity => {
                let bounds = untrack(|| session.drawn()).and_then(|city| city.bounds);
                desk.show(None, bounds, true);
                app.camera.set(None);
            }
            Self::Draw(tool) => {
                desk.aim.set(Aim::Sections);
                take_tool(desk, tool);
            }
            Self::Inside(tool) => {
                desk.aim.set(Aim::Inside);
                take_tool(desk, tool);
            }
            Self::Path => {
                desk.aim.set(Aim::Sections);
                find_path(page);
            }
            Self::Around(around) => {
                desk.aim.set(Aim::Inside);
                look_around(page, around);
            }
            Self::InView => list_view(page),
            Self::Rows => super::rows::toggle(page, None),
            Self::ClearArea => app.area.set(None),
            // One comparison at a time: the key of one ends the other.
            Self::Compare if untrack(|| session.beside.is_there()) => session.beside.close(app),
            Self::Compare => {
                if untrack(|| super::compare::can_compare(app, session)) {
                    super::compare::toggle(page);
                }
            }
            Self::AnotherCity if untrack(|| session.beside.is_there()) => session.beside.close(app),
            Self::AnotherCity => desk.dialog.set(Some(Dialog::AnotherCity)),
            Self::Invert => {
                if untrack(|| selects_sections(page)) {
                    super::roads::invert_in_view(page);
                }
            }
            Self::Projector => desk.show_to_room(!desk.projector.get_untracked()),
            Self::Tools => {
                desk.tool.set(Tool::Pan);
                make_room(desk);
                desk.tools.update(|open| *open = !*open);
            }
            Self::Measure => take_tool(desk, Tool::Measure),
            Self::CopyPosition => coords::copy(page),
            Self::NextSystem => coords::choose_next(page),
            Self::OpenDataset => desk.dialog.set(Some(Dialog::OpenData)),
            Self::Changes => desk.dialog.set(Some(Dialog::Changes)),
            Self::SaveDataset => super::own::save_dataset(page.session),
            Self::NotRead => desk.dialog.set(Some(Dialog::NotRead)),
            Self::Corrections => desk.dialog.set(Some(Dialog::Corrections)),
            Self::Methods => desk.dialog.set(Some(Dialog::Methods(""))),
            Self::Print => desk.taking.set(true),
            Self::CopyLink => super::bar::copy_link(page),
            Self::Views => desk.dialog.set(Some(Dialog::Views)),
            Self::Undo | Self::Redo => {
                let again = self == Self::Redo;
                if session.correct.step(app, session, look.lang.get_untracked(), again) {
                    return;
                }
                let said = match (address::step(app, again), again) {
                    (true, false) => Word::Undone,
                    (true, true) => Word::Redone,
                    (false, false) => Word::NothingToUndo,
                    (false, true) => Word::NothingToRedo,
                };
                session.toast.set(Some(said.said(look.lang.get_untracked()).to_owned()));
            }
            Self::OtherLanguage => {
                let lang = if look.lang.get_untracked() == Lang::Zh { Lang::En } else { Lang::Zh };
                prefs::set("lang", lang.code());
                app.lang.set(Some(lang));
            }
            Self::OtherTheme => {
                let theme = if look.theme.get_untracked() == Theme::Dark { Theme::Light } else { Theme::Dark };
                prefs::set("theme", if theme == Theme::Dark { "dark" } else { "light" });
                app.theme.set(Some(theme));
            }
            Self::FoldLeft => desk.left.update(|open| *open = !*open),
            Self::FoldRight => desk.right.update(|open| *open = !*open),
            Self::FocusMap => focus_map(),
            Self::FocusInspector => {
                if untrack(|| super::inspector::is_open(app, desk)) {
                    super::inspector::look_at_heading(desk);
                }
            }
            Self::Help => desk.dialog.set(Some(Dialog::Help)),
            Self::Tour => super::tour::go_to(page, 1),
        }
    }
}

/// What a drawing tool is called.
fn shape(tool: Tool) -> Word {
    SHAPES.iter().find(|(of, ..)| *of == tool).map_or(Word::ShapeBox, |(_, _, word, _)| *word)
}

/// Puts the focus on the map, whose own keys pan and zoom it.
pub fn focus_map() {
    if let Ok(Some(map)) = document().query_selector(".stage canvas")
        && let Ok(map) = map.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = map.focus();
    }
}
