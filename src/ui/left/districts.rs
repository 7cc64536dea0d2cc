//! One district or the whole city: what is asked about is also looked at.

use crate::ui::desk::Desk;
use crate::ui::parts::{Choice, Select};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::words::Word;
use leptos::prelude::*;

/// Turns the map to a district, or to the whole city where the id is empty or nobody's.
pub fn look_at(session: Session, desk: Desk, id: &str) {
    session.city.with_untracked(|city| {
        let Some(city) = city else { return };
        let district = city.districts.iter().find(|d| d.id == id);
        if let Some(bounds) = district.map_or(city.bounds, |d| d.bounds) {
            desk.see_area(bounds);
        }
    });
}

/// The choice of a district.
#[component]
pub fn DistrictSelect(
    /// The chosen district's id; none is the whole city.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// Told of a choice.
    #[prop(into)]
    on_pick: Callback<Option<String>>,
) -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let options = move || {
        let all = Choice::new("", say.word(Word::WholeCity));
        let some = session.city.with(|c| {
            let districts = c.as_ref().map(|c| c.districts.clone()).unwrap_or_default();
            districts.into_iter().map(|d| Choice::new(d.id, say.of(&d.name))).collect::<Vec<_>>()
        });
        std::iter::once(all).chain(some).collect::<Vec<_>>()
    };
    let pick = move |id: String| {
        look_at(session, desk, &id);
        on_pick.run((!id.is_empty()).then_some(id));
    };
    view! {
        <Select
            label=Word::District
            options=Signal::derive(options)
            value=Signal::derive(move || value.get().unwrap_or_default())
            on_pick=pick
        />
    }
    .into_any()
}
