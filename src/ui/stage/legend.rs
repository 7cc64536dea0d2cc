//! The legend: what, unit and parameter in its title, one row a class, drawn as on the map. A click on a class isolates it.

use crate::domain::LayerName;
use crate::engine::{ExposureTable, LedgerTable, SectionTable, UncheckedTable};
use crate::map::icons::WORRY_KINDS;
use crate::map::layers::{HYDRANT_ICONS_FROM, HYDRANTS_FROM, ICONS_FROM};
use crate::map::legend::{Legend, LegendRow, Swatch};
use crate::text::Lang;
use crate::ui::asks::{shows_conflicts, shows_levels};
use crate::ui::dangers::overdue_days;
use crate::ui::desk::Desk;
use crate::ui::document::Appearance;
use crate::ui::parts::{Icon, icon, kind_icon, layer_icon, level_shape, unbroken};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::state::{AppState, assign};
use crate::ui::terms;
use crate::ui::words::Word;
use crate::view::{PlanningMode, Role, Theme};
use leptos::prelude::*;

/// The legend of what is painted; for the fire services, of the symbols.
#[component]
pub fn LegendBox() -> impl IntoView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let (desk, look, say) = (expect_context::<Desk>(), expect_context::<Appearance>(), use_say());
    let painted = Memo::new(move |_| painted(app, session, look.theme.get()));
    let without = move || without_class(app, session);
    forget_isolated(app, session, desk);
    let grain = Memo::new(move |_| desk.looks.get().map_or(Grain::Symbols, |camera| Grain::at(camera.zoom)));
    let rows = move || {
        let lang = say.lang();
        match painted.get() {
            Some(legend) if !legend.rows.is_empty() => Some(
                view! {
                    {of_classes(desk, &legend, without(), lang)}
                    {move || too_fine(app, session, desk, lang).map(|said| view! { <p class="note">{said}</p> })}
                    {move || not_drawn(app, session, lang).map(|said| view! { <p class="note">{said}</p> })}
                }
                .into_any(),
            ),
            None if app.role.get() == Role::Ledger => {
                let unchecked = session.answers.unchecked.get().filter(|_| app.ledger.with(|l| l.unchecked));
                session
                    .answers
                    .ledger
                    .with(|t| t.as_ref().map(|t| of_dangers(t, unchecked.as_deref(), lang).into_any()))
            }
            None if app.role.get() == Role::Fire && session.has(LayerName::Venues) => {
                Some(of_symbols(session, grain.get(), lang).into_any())
            }
            _ => None,
        }
    };
    // A phone's map is small: the classes come when they are asked for.
    let open = RwSignal::new(!untrack(|| desk.is_phone()));
    move || {
        rows().map(|rows| {
            view! {
                <section class="legend" class:folded=move || !open.get() aria-label=say.word(Word::Legend)>
                    <button
                        type="button"
                        class="legend-fold"
                        aria-expanded=move || open.get().to_string()
                        aria-label=say.word(Word::Legend)
                        title=say.word(Word::Legend)
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {icon(Icon::Down)}
                    </button>
                    {rows}
                </section>
            }
        })
    }
}

/// The legend of what is painted, in a theme's colours; for the fire services and the ledger none is.
pub fn painted(app: AppState, session: Session, theme: Theme) -> Option<Legend> {
    let answers = session.answers;
    match app.role.get() {
        Role::Planning => match app.planning.with(|p| p.mode) {
            PlanningMode::Density => answers.density.with(|s| s.as_ref().map(|s| Legend::of_density(s, theme))),
            PlanningMode::Exposure => answers.exposure.with(|t| t.as_ref().map(|t| Legend::of_exposure(t, theme))),
            PlanningMode::Levels => answers.levels.with(|t| t.as_ref().map(|t| Legend::of_levels(t))),
            PlanningMode::Conflicts => answers.conflicts.with(|t| t.as_ref().map(|t| Legend::of_conflicts(t, theme))),
        },
        Role::Traffic => answers.sections.with(|t| t.as_ref().map(|t| Legend::of_sections(t, theme))),
        Role::Overview => answers.overview.with(|t| t.as_ref().map(|t| Legend::of_overview(t, &session.visible()))),
        Role::Fire | Role::Ledger => None,
    }
}

/// How many features are in no class, and why.
fn without_class(app: AppState, session: Session) -> Vec<(Word, u32)> {
    let answers = session.answers;
    let mut all = match app.role.get() {
        // What is unrated is a row of its own there, and a line has its ring.
        Role::Planning if shows_levels(app) || shows_conflicts(app) => Vec::new(),
        Role::Planning => answers.exposure.with(|t| {
            let none = |t: &ExposureTable| t.rows.iter().filter(|r| r.class.is_none()).count() as u32;
            t.iter().map(|t| (Word::NoneNear, none(t))).collect()
        }),
        Role::Traffic => answers.sections.with(|t| {
            let both = |t: &SectionTable| {
                [
                    (Word::TooShort, t.short),
                    // Only of the number killed can a section with crashes have none, or an unknown one.
                    (Word::CrashNobodyKilled, t.zero),
                    (Word::CrashKilledUnknown, t.unknown),
                    (Word::NoCrash, t.sections.saturating_sub(t.with_crash)),
                ]
            };
            t.iter().flat_map(|t| both(t)).collect()
        }),
        Role::Fire | Role::Overview | Role::Ledger => Vec::new(),
    };
    all.retain(|(_, n)| *n > 0);
    all
}

/// A bandwidth of fewer pixels than this shows no shape.
const SHAPE_PX: f64 = 3.0;
/// A surface is as good as its kernel from so many cells to the bandwidth on.
const CELLS_TO_BANDWIDTH: f64 = 3.0;

/// What a surface cannot show: its shape at this zoom, or at any, because its cells are as coarse as its bandwidth.
fn too_fine(app: AppState, session: Session, desk: Desk, lang: Lang) -> Option<String> {
    if app.role.get() != Role::Planning || app.planning.with(|p| p.mode) != PlanningMode::Density {
        return None;
    }
    let (bandwidth_m, cell_m) =
        session.answers.density.with(|s| s.as_ref().map(|s| (s.query.bandwidth_m, s.cell_m)))?;
    let px = bandwidth_m / desk.metres_per_px.get()?;
    if px < SHAPE_PX {
        return Some(Word::FineBandwidth.fill(lang, &[&terms::metres(bandwidth_m), &terms::number(px)]));
    }
    (bandwidth_m < CELLS_TO_BANDWIDTH * cell_m).then(|| Word::CoarseCells.fill(lang, &[&terms::metres(cell_m)]))
}

/// That not every pair is drawn, where there are too many.
fn not_drawn(app: AppState, session: Session, lang: Lang) -> Option<String> {
    if !shows_conflicts(app) {
        return None;
    }
    let (drawn, all) =
        session.answers.conflicts.with(|t| t.as_ref().map(|t| (t.rows.len() as u64, u64::from(t.count))))?;
    (drawn < all).then(|| Word::DrawnFirst.fill(lang, &[&terms::count(drawn), &terms::count(all)]))
}

/// Other classes than those that were isolated are another legend's: nothing stays put away.
fn forget_isolated(app: AppState, session: Session, desk: Desk) {
    let answers = session.answers;
    let shown = Memo::new(move |_| {
        let breaks = [
            answers.density.with(|s| s.as_ref().map(|s| s.breaks.clone())),
            answers.exposure.with(|t| t.as_ref().map(|t| t.breaks.clone())),
            answers.sections.with(|t| t.as_ref().map(|t| t.breaks.clone())),
        ];
        // Levels are the same on every day; only of another layer they are another legend's.
        (app.role.get(), app.planning.with(|p| (p.mode, p.levels_of)), breaks)
    });
    Effect::new(move |_| {
        shown.track();
        assign(desk.isolated, Vec::new());
    });
}

/// A click isolates a class, or shows all again when it was alone; with Shift it joins or leaves those shown.
fn isolate(desk: Desk, class: u8, shift: bool) {
    desk.isolated.update(|shown| {
        let at = shown.binary_search(&class);
        match (shift, at) {
            (true, Ok(at)) => drop(shown.remove(at)),
            (true, Err(at)) => shown.insert(at, class),
            (false, Ok(_)) if shown.len() == 1 => shown.clear(),
            (false, _) => *shown = vec![class],
        }
    });
}

/// What makes a legend's row a switch: whether its class is shown, and what a click does.
#[derive(Clone, Copy)]
struct Switch {
    desk: Desk,
    class: u8,
}

impl Switch {
    fn is_pressed(self) -> bool {
        self.desk.isolated.with(|shown| shown.contains(&self.class))
    }

    fn is_away(self) -> bool {
        self.desk.isolated.with(|shown| !shown.is_empty() && !shown.contains(&self.class))
    }

    fn click(self, click: &web_sys::MouseEvent) {
        isolate(self.desk, self.class, click.shift_key());
    }
}

fn of_classes(desk: Desk, legend: &Legend, without: Vec<(Word, u32)>, lang: Lang) -> impl IntoView + use<> {
    let band = legend.rows.iter().all(|r| matches!(r.swatch, Swatch::Band(_)));
    let rows = if band {
        strip(desk, &legend.rows, lang).into_any()
    } else {
        table(desk, &legend.rows, without, lang).into_any()
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
        let (colour, class) = (colour.clone(), Switch { desk, class: row.class });
        Some(view! {
            <button
                type="button"
                class="ramp-cell"
                class:away=move || class.is_away()
                title=Word::IsolateClass.said(lang)
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

fn table(desk: Desk, rows: &[LegendRow], without: Vec<(Word, u32)>, lang: Lang) -> impl IntoView + use<> {
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
        let class = Switch { desk, class: row.class };
        view! {
            <tr class:away=move || class.is_away()>
                <td>{swatch}</td>
                <td>
                    <button
                        type="button"
                        class="class-switch"
                        title=Word::IsolateClass.said(lang)
                        aria-pressed=move || class.is_pressed().to_string()
                        on:click=move |click| class.click(&click)
                    >
                        {lang.of(&row.label).to_owned()}
                    </button>
                </td>
                <td class="number">{row.count.map(|n| terms::count(u64::from(n)))}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let none = without.into_iter().map(|(word, n)| {
        view! {
            <tr>
                <td>
                    <span class="swatch none"></span>
                </td>
                <td>{word.said(lang)}</td>
                <td class="number">{terms::count(u64::from(n))}</td>
            </tr>
        }
    });
    view! {
        <table>
            <tbody>{rows} {none.collect_view()}</tbody>
        </table>
    }
}

/// How a listed danger is drawn, with how many are listed and have a place.
fn of_dangers(table: &LedgerTable, unchecked: Option<&UncheckedTable>, lang: Lang) -> impl IntoView + use<> {
    let placed = table.rows.iter().filter(|row| row.at.is_some());
    let late = placed.clone().filter(|row| overdue_days(row).is_some()).count() as u64;
    let in_time = placed.count() as u64 - late;
    let row = |class: &'static str, word: Word, n: u64| {
        view! {
            <tr>
                <td>
                    <span class=class>{layer_icon(LayerName::Dangers)}</span>
                </td>
                <td>{word.said(lang)}</td>
                <td class="number">{terms::count(n)}</td>
            </tr>
        }
    };
    // Two counts that add up to the one of the table of who answers.
    let hollow = unchecked.map(|t| {
        let row = |class: &'static str, word: Word, n: u32| {
            view! {
                <tr>
                    <td>
                        <span class=class></span>
                    </td>
                    <td>{word.said(lang)}</td>
                    <td class="number">{terms::count(u64::from(n))}</td>
                </tr>
            }
        };
        view! {
            {row("hollow facility", Word::LegendUncheckedFacilities, t.facilities)}
            {row("hollow", Word::LegendUncheckedVenues, t.venues)}
        }
    });
    let none = unchecked.map(|t| t.unplaced).filter(|n| *n > 0);
    let none = none
        .map(|n| view! { <p class="note">{Word::UncheckedUnplaced.fill(lang, &[&terms::count(u64::from(n))])}</p> });
    view! {
        <h3>{Word::LegendDangers.said(lang)}</h3>
        <table>
            <tbody>
                {row("disc tile late", Word::LegendLate, late)} {row("disc", Word::LegendInTime, in_time)} {hollow}
            </tbody>
        </table>
        {none}
    }
}

/// How finely the fire services' points are drawn at a zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grain {
    /// Venues as circles that count, or as dots; no hydrants.
    Counted,
    /// Dots, hydrants too.
    Dots,
    /// Symbols of venues, dots for hydrants.
    Venues,
    /// Symbols.
    Symbols,
}

impl Grain {
    fn at(zoom: f64) -> Self {
        match zoom {
            zoom if zoom < HYDRANTS_FROM => Self::Counted,
            zoom if zoom < ICONS_FROM => Self::Dots,
            zoom if zoom < HYDRANT_ICONS_FROM => Self::Venues,
            _ => Self::Symbols,
        }
    }
}

/// The fire services' symbols as they are drawn, with how many there are.
fn of_symbols(session: Session, grain: Grain, lang: Lang) -> impl IntoView + use<> {
    // The answer counts what the filters leave, as the list does; before there is one the city has all.
    let answered = session.answers.venues.with(|t| t.as_ref().map(|t| t.passing()));
    let (filtered, worry, others) = answered.unwrap_or_else(|| {
        session.city.with(|city| {
            let info = city.as_ref().and_then(|c| c.layer(LayerName::Venues));
            let kinds = info.map(|l| l.kinds.as_slice()).unwrap_or_default();
            let worry: u32 = kinds.iter().filter(|k| WORRY_KINDS.contains(&k.kind.as_str())).map(|k| k.count).sum();
            (false, worry, info.map_or(0, |l| l.count.saturating_sub(worry)))
        })
    });
    // No filter is about stations and hydrants.
    let of_city = move |word: Word| {
        if filtered { Word::OfWholeCity.fill(lang, &[word.said(lang)]) } else { word.said(lang).to_owned() }
    };
    let shown = |layer| {
        let n = session.city.with(|c| c.as_ref()?.layer(layer).map(|l| l.count));
        n.filter(|_| session.shows(layer))
    };
    let row = |symbol: AnyView, name: String, n: u32| {
        view! {
            <tr>
                <td>{symbol}</td>
                <td>{name}</td>
                <td class="number">{terms::count(u64::from(n))}</td>
            </tr>
        }
    };
    let station = shown(LayerName::FireStations).map(|n| {
        let symbol = view! { <span class="station">{layer_icon(LayerName::FireStations)}</span> };
        row(symbol.into_any(), of_city(Word::FireStations), n)
    });
    let hydrant = |dry: bool| {
        if grain == Grain::Symbols {
            view! { <span class="bare" class:out=dry>{layer_icon(LayerName::Hydrants)}</span> }.into_any()
        } else {
            view! { <span class="speck" class:out=dry></span> }.into_any()
        }
    };
    let hydrants = shown(LayerName::Hydrants).map(|n| {
        let name = of_city(Word::Hydrants);
        row(hydrant(false), if grain == Grain::Counted { Word::SeenCloser.fill(lang, &[&name]) } else { name }, n)
    });
    let dry = session.city.with(|c| c.as_ref().map(|c| c.dry_hydrants)).filter(|n| *n > 0);
    let dry =
        dry.filter(|_| shown(LayerName::Hydrants).is_some()).map(|n| row(hydrant(true), of_city(Word::DryHydrants), n));
    let disc = |worry: bool, kind: &str| {
        if grain < Grain::Venues {
            return view! { <span class="speck venue" class:worry=worry></span> }.into_any();
        }
        view! {
            <span class="disc" class:worry=worry>
                {kind_icon(LayerName::Venues, kind)}
            </span>
        }
        .into_any()
    };
    let counts = if filtered { Word::CountPassing } else { Word::CountAll };
    let said = |word: Word| word.said(lang).to_owned();
    view! {
        <h3>{Word::Symbols.said(lang)} " " <span class="unit">{counts.said(lang)}</span></h3>
        <table>
            <tbody>
                {row(disc(true, "hospital"), said(Word::WorryKinds), worry)}
                {row(disc(false, ""), said(Word::OtherVenues), others)}
                {station} {hydrants} {dry}
            </tbody>
        </table>
        {(grain == Grain::Counted).then(|| view! { <p class="note">{Word::CirclesCount.said(lang)}</p> })}
    }
}
