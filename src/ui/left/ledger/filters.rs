//! What is let through, and on which day.

use crate::engine::{LedgerFilter, LedgerTable};
use crate::risk::ledger::{DangerLevel, State};
use crate::ui::dangers;
use crate::ui::desk::Desk;
use crate::ui::ledger::change;
use crate::ui::left::look_at;
use crate::ui::numbers::{Held, NumberFilter};
use crate::ui::parts::{Choice, Pick, Select};
use crate::ui::say::{Say, use_say};
use crate::ui::session::Session;
use crate::ui::state::AppState;
use crate::ui::words::Word;
use crate::view::ledger::{level_code, level_of};
use leptos::prelude::*;

/// One filter: its label, its choices, what is chosen, what a choice changes.
#[derive(Clone, Copy)]
struct Field {
    label: Word,
    choices: fn(&LedgerTable, Say) -> Vec<Choice>,
    chosen: fn(&LedgerFilter) -> Option<String>,
    set: fn(&mut LedgerFilter, Option<String>),
}

/// A list longer than this is typed into.
const MANY: usize = 60;

const FIELDS: [Field; 8] = [
    Field {
        label: Word::Campaign,
        choices: |t, _| t.choices.campaigns.iter().map(|(id, name)| Choice::new(id, name)).collect(),
        chosen: |f| f.campaign.clone(),
        set: |f, to| f.campaign = to,
    },
    Field {
        label: Word::Sector,
        choices: |t, say| t.choices.sectors.iter().map(|c| Choice::new(c, dangers::sector(c, say.lang()))).collect(),
        chosen: |f| f.sector.clone(),
        set: |f, to| f.sector = to,
    },
    Field {
        label: Word::District,
        choices: |t, say| t.choices.districts.iter().map(|(id, name)| Choice::new(id, say.of(name))).collect(),
        chosen: |f| f.district.clone(),
        set: |f, to| f.district = to,
    },
    Field {
        label: Word::Leader,
        choices: |t, _| t.choices.leaders.iter().map(|post| Choice::new(post, post)).collect(),
        chosen: |f| f.leader.clone(),
        set: |f, to| f.leader = to,
    },
    Field {
        label: Word::Department,
        choices: |t, _| t.choices.departments.iter().map(|name| Choice::new(name, name)).collect(),
        chosen: |f| f.department.clone(),
        set: |f, to| f.department = to,
    },
    Field {
        label: Word::Enterprise,
        choices: |t, _| t.choices.enterprises.iter().map(|name| Choice::new(name, name)).collect(),
        chosen: |f| f.enterprise.clone(),
        set: |f, to| f.enterprise = to,
    },
    Field {
        label: Word::Grade,
        choices: |_, say| {
            let levels = [DangerLevel::Major, DangerLevel::General];
            levels.map(|level| Choice::new(level_code(level), say.of(&level.says()))).to_vec()
        },
        chosen: |f| f.level.map(|level| level_code(level).to_owned()),
        set: |f, to| f.level = to.and_then(|code| level_of(&code)),
    },
    Field {
        label: Word::State,
        choices: |t, say| {
            let of = |(state, n): &(State, u32)| Choice::new(state.code(), format!("{} {n}", say.of(&state.says())));
            t.states.iter().map(of).collect()
        },
        chosen: |f| f.state.map(|state| state.code().to_owned()),
        set: |f, to| f.state = to.and_then(|code| State::from_code(&code)),
    },
];

/// The filters and the day.
#[component]
pub fn Filters() -> impl IntoView {
    let app = expect_context::<AppState>();
    let say = use_say();
    let any = move || {
        app.ledger
            .with(|l| !l.filter.ranges.is_empty() || FIELDS.iter().any(|field| (field.chosen)(&l.filter).is_some()))
    };
    let clear = move |_| {
        change(app, |l| l.filter = LedgerFilter { group: l.filter.group, ..LedgerFilter::default() });
    };
    view! {
        {FIELDS.map(field).collect_view()}
        <NumberFilter held=Held::Dangers />
        <Day />
        <Show when=any>
            <button type="button" class="button quiet clear" on:click=clear>
                {say.t(Word::ClearFilters)}
            </button>
        </Show>
    }
}

fn field(of: Field) -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let value = Memo::new(move |_| app.ledger.with(|l| (of.chosen)(&l.filter)).unwrap_or_default());
    let options = Memo::new(move |_| {
        let mut lines = vec![Choice::new("", say.word(Word::AnyChoice))];
        session.answers.ledger.with(|t| lines.extend(t.iter().flat_map(|t| (of.choices)(t, say))));
        // What a link asks for stands in the list though the ledger may not have it.
        let chosen = value.get();
        if lines.iter().all(|line| line.code != chosen) {
            lines.push(Choice::new(chosen.clone(), chosen));
        }
        lines
    });
    let desk = expect_context::<Desk>();
    let pick = move |code: String| {
        if of.label == Word::District {
            look_at(session, desk, &code);
        }
        change(app, |l| (of.set)(&mut l.filter, (!code.is_empty()).then_some(code)));
    };
    let many = Memo::new(move |_| options.with(Vec::len) > MANY);
    move || match many.get() {
        true => view! { <Pick label=of.label options value on_pick=pick /> }.into_any(),
        false => view! { <Select label=of.label options value on_pick=pick /> }.into_any(),
    }
}

/// The day as of which the ledger is read.
#[component]
fn Day() -> impl IntoView {
    let (app, session, say) = (expect_context::<AppState>(), expect_context::<Session>(), use_say());
    let of_data = move || session.data_day().unwrap_or_default();
    let day = move || app.day.get().unwrap_or_else(of_data);
    let first = move || session.answers.days.with(|d| d.as_ref().and_then(|d| d.days.clone()).map(|(first, _)| first));
    let pick = move |ev| {
        let picked = event_target_value(&ev);
        let of_data = untrack(of_data);
        app.show_day(if picked.is_empty() { &of_data } else { &picked }, &of_data);
    };
    view! {
        <label class="field">
            // The browser's own field writes the day as the machine does; here it stands as everywhere on the page.
            <span>{say.t(Word::Day)} " " <span class="note own-days">{day}</span></span>
            <span class="input day">
                <input type="date" min=first max=of_data prop:value=day on:change=pick />
            </span>
        </label>
    }
}
