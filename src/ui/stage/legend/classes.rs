//! The classes of what is painted, one row a class: a click isolates one.

use super::shown::{choose, filters_levels, shown};
use crate::map::legend::{Legend, LegendRow, Swatch};
use crate::text::Lang;
use crate::ui::desk::Desk;
use crate::ui::parts::{level_shape, unbroken};
use crate::ui::state::AppState;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// What makes a legend's row a switch: whether its class is shown, and what a click does.
#[derive(Clone, Copy)]
struct Switch {
    app: AppState,
    desk: Desk,
    class: u8,
}

impl Switch {
    fn of(desk: Desk, class: u8) -> Self {
        Self { app: expect_context::<AppState>(), desk, class }
    }

    fn is_pressed(self) -> bool {
        shown(self.app, self.desk).contains(&self.class)
    }

    fn is_away(self) -> bool {
        let shown = shown(self.app, self.desk);
        !shown.is_empty() && !shown.contains(&self.class)
    }

    fn click(self, click: &web_sys::MouseEvent) {
        choose(self.app, self.desk, self.class, click.shift_key());
    }

    /// What a click does, in words.
    fn says(self, lang: Lang) -> &'static str {
        let word = if filters_levels(self.app) { Word::OnlyThisLevel } else { Word::IsolateClass };
        word.said(lang)
    }
}

/// The classes of what is chosen.
#[derive(Clone, Copy)]
pub(super) struct Chosen(pub(super) Memo<Vec<u8>>);

impl Chosen {
    fn has(self, class: u8) -> bool {
        self.0.with(|own| own.contains(&class))
    }
}

/// Title and classes; under them what is in no class, and so not drawn. Of two compared states both counts stand side by side.
pub(super) fn of_classes(
    desk: Desk,
    legend: &Legend,
    (other, other_is_left): (Option<&Legend>, bool),
    without: Vec<(Word, u32)>,
    own: Chosen,
    lang: Lang,
) -> impl IntoView + use<> {
    let band = legend.rows.iter().all(|r| matches!(r.swatch, Swatch::Band(_)));
    let rows = if band {
        strip(desk, &legend.rows, lang).into_any()
    } else {
        let others = other.map(|other| (other.rows.as_slice(), other_is_left));
        table(desk, (legend.rows.as_slice(), others), without, own, lang).into_any()
    };
    view! {
        <h3>
            {lang.of(&legend.title).to_owned()}
            " "
            <span class="unit">{unbroken(lang.of(&legend.note))}</span>
        </h3>
        {rows}
    }
}

/// A surface's classes side by side, least first, each over its lower edge.
fn strip(desk: Desk, rows: &[LegendRow], lang: Lang) -> impl IntoView + use<> {
    let cells = rows.iter().rev().filter_map(|row| {
        let Swatch::Band(colour) = &row.swatch else { return None };
        let label = lang.of(&row.label);
        let edge = label.split('–').next().unwrap_or(label).to_owned();
        let (colour, class) = (colour.clone(), Switch::of(desk, row.class));
        Some(view! {
            <button
                type="button"
                class="ramp-cell"
                class:away=move || class.is_away()
                title=move || class.says(lang)
                aria-label=label.to_owned()
                aria-pressed=move || class.is_pressed().to_string()
                on:click=move |click| class.click(&click)
            >
                <i style:background-color=colour></i>
                <small>{edge}</small>
            </button>
        })
    });
    let cells = cells.collect_view();
    let top = rows.first().and_then(|row| lang.of(&row.label).split_once('–').map(|(_, to)| to.to_owned()));
    view! { <div class="ramp">{cells} <small class="ramp-end">{top}</small></div> }
}

fn table(
    desk: Desk,
    (rows, others): (&[LegendRow], Option<(&[LegendRow], bool)>),
    without: Vec<(Word, u32)>,
    own: Chosen,
    lang: Lang,
) -> impl IntoView + use<> {
    let counted = |n: Option<u32>| n.map(|n| terms::count(u64::from(n)));
    let head = others.map(|_| {
        let half = |word: Word| view! { <th scope="col" class="number">{word.said(lang)}</th> };
        view! {
            <tr class="halves">
                <td colspan="2"></td>
                {half(Word::LeftHalf)}
                {half(Word::RightHalf)}
            </tr>
        }
    });
    // The other state's count stands on its own side.
    let halves = |row: &LegendRow| match others {
        None => vec![row.count],
        Some((others, left)) => {
            let its = others.iter().find(|other| other.class == row.class).and_then(|other| other.count);
            if left { vec![its, row.count] } else { vec![row.count, its] }
        }
    };
    let rows = rows.iter().map(|row| {
        let swatch = match row.swatch.clone() {
            Swatch::Line(colour, width) => view! {
                <span class="line" style:background-color=colour style:height=format!("{width}px")></span>
            }
            .into_any(),
            Swatch::Band(colour) | Swatch::Symbol(colour) => {
                view! { <span class="swatch" style:background-color=colour></span> }.into_any()
            }
            Swatch::Level(level) => level_shape(level).into_any(),
        };
        let class = Switch::of(desk, row.class);
        view! {
            <tr class:away=move || class.is_away()>
                <td>{swatch}</td>
                <td>
                    <button
                        type="button"
                        class="class-switch"
                        title=move || class.says(lang)
                        aria-pressed=move || class.is_pressed().to_string()
                        on:click=move |click| class.click(&click)
                    >
                        {lang.of(&row.label).to_owned()}
                    </button>
                    <Show when=move || own.has(class.class)>
                        <span class="own">" ◂ " {Word::ChosenRing.said(lang)}</span>
                    </Show>
                </td>
                {halves(row).into_iter().map(|n| view! { <td class="number">{counted(n)}</td> }).collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    // What is drawn as it is without a class has one row, and one swatch, whatever the reasons.
    let all: u32 = without.iter().map(|(_, n)| *n).sum();
    let why = without.iter().map(|(word, n)| format!("{} {}", word.said(lang), terms::count(u64::from(*n))));
    let why = why.collect::<Vec<_>>().join(" · ");
    let none = (all > 0).then(|| {
        view! {
            <tr class="without">
                <td>
                    <span class="swatch none"></span>
                </td>
                <td>{Word::NotColoured.said(lang)} <small>{why}</small></td>
                <td class="number">{terms::count(u64::from(all))}</td>
            </tr>
        }
    });
    view! {
        <table>
            <tbody>{head} {rows} {none}</tbody>
        </table>
    }
}
