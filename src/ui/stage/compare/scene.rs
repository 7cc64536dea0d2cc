//! What the other half shows: the page's own scene with the other state's classes.

use super::super::scene::{tallies_of, worst_levels};
use crate::domain::LayerName;
use crate::engine::{Comparison, OtherState, RowFilter};
use crate::map::scene::{Paint, Scene};
use std::collections::BTreeMap;

/// The scene of the other state. Before it is answered nothing is painted: the first half's classes are not its own.
pub fn other(one: &Scene, comparison: Option<&Comparison>) -> Scene {
    let mut scene =
        Scene { paints: BTreeMap::new(), density: None, tallies: BTreeMap::new(), worst: Vec::new(), ..one.clone() };
    // Its symbol here has the class of the other state, which the tiles know: it is pointed at where it stands.
    scene.hovered = scene.hovered.or(scene.focus.take().map(|mark| mark.feature));
    let filtered = |scene: &mut Scene, crashes: &crate::domain::CrashFilter| {
        scene.filters.remove(&LayerName::Crashes);
        if !crashes.shows_all() {
            scene.filters.insert(LayerName::Crashes, RowFilter::of_crashes(crashes.clone()));
        }
    };
    match comparison.map(|comparison| &comparison.other) {
        None => {}
        Some(OtherState::Levels(table)) => {
            scene.paints.insert(table.query.layer, Paint::levels(table.revision));
            scene.tallies = tallies_of(table);
            scene.worst = worst_levels(table, &scene);
        }
        Some(OtherState::Density(surface)) => {
            scene.density = Some(Paint::amount(surface.revision, surface.breaks.len()));
            filtered(&mut scene, &surface.query.crashes);
        }
        Some(OtherState::Sections(table)) => {
            scene.paints.insert(LayerName::Roads, Paint::amount(table.revision, table.breaks.len()));
            filtered(&mut scene, &table.query.crashes);
        }
    }
    scene
}
