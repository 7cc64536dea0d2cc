//! What the reader has asked this browser to keep: named views, and of each city the district that the page starts in.

use super::commands::Page;
use super::desk::Desk;
use super::state::AppState;
use crate::engine::{CityInfo, DistrictInfo};
use crate::platform::{prefs, today};
use crate::units::LngLatBox;
use crate::view::View;
use crate::view::kept::{self, Kept};
use leptos::prelude::*;
use std::collections::BTreeMap;

const VIEWS: &str = "views";
const AREAS: &str = "areas";

/// The named views, newest first.
pub fn views() -> Vec<Kept> {
    prefs::get(VIEWS).map(|text| kept::read(&text)).unwrap_or_default()
}

/// Keeps the present view under a name; whether it was kept.
pub fn keep_view(app: AppState, name: &str) -> bool {
    let mut all = views();
    let view = View { lang: None, theme: None, ..untrack(|| app.snapshot()) };
    let kept = kept::keep(&mut all, Kept { name: name.to_owned(), query: view.to_query(), on: today() });
    kept && prefs::set(VIEWS, &kept::write(&all))
}

/// Forgets the view of a name.
pub fn forget_view(name: &str) {
    let mut all = views();
    all.retain(|view| view.name != name);
    prefs::set(VIEWS, &kept::write(&all));
}

/// Shows a kept view in the reader's present language and theme.
pub fn show_view(page: Page, view: &Kept) {
    let Page { app, session, .. } = page;
    let (restored, _) = View::from_query(&view.query);
    let (lang, theme) = (app.lang.get_untracked(), app.theme.get_untracked());
    let restored = View { lang, theme, ..restored };
    app.restore(restored.clone());
    session.restore(&restored);
}

/// The district that the page starts in, of a city by its name.
pub fn area_of(city: &str) -> Option<String> {
    areas().remove(city)
}

/// Lets the page start in a district of a city; none lets it start with the whole city.
pub fn start_in(city: &str, district: Option<String>) {
    let mut all = areas();
    match district {
        Some(district) => drop(all.insert(city.to_owned(), district)),
        None => drop(all.remove(city)),
    }
    prefs::set(AREAS, &serde_json::to_string(&all).unwrap_or_default());
}

fn areas() -> BTreeMap<String, String> {
    prefs::get(AREAS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// What is shown of a city while nobody has chosen otherwise: the reader's own district where the page was opened without a
/// link, else the whole city.
pub fn home(desk: Desk, city: &CityInfo) -> Option<LngLatBox> {
    own(desk, city).and_then(|district| district.bounds).or(city.bounds)
}

fn own(desk: Desk, city: &CityInfo) -> Option<&DistrictInfo> {
    let id = area_of(&city.name.zh).filter(|_| desk.at_home.get_untracked())?;
    city.districts.iter().find(|district| district.id == id)
}

/// Lets the workbenches of a page that was opened without a link list the reader's own district.
pub fn keep_area(page: Page) {
    let Page { app, session, desk, .. } = page;
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let Some(city) = session.city.get() else { return false };
        if let Some(district) = own(desk, &city) {
            app.planning.update(|planning| planning.district = Some(district.id.clone()));
            app.fire.update(|fire| fire.district = Some(district.id.clone()));
        }
        true
    });
}
