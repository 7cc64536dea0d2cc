//! Which layers are on.

use super::{DENSITY_LAYERS, PlanningMode, Role, View};
use crate::domain::LayerName;

/// Layers that can be turned on and off; the base map and tables without places cannot.
pub const SWITCHED: &[LayerName] = &[
    LayerName::Facilities,
    LayerName::Pipelines,
    LayerName::Routes,
    LayerName::Venues,
    LayerName::Roads,
    LayerName::Crashes,
    LayerName::FireStations,
    LayerName::Hydrants,
];

impl Role {
    /// The layers that are on when nothing is said.
    pub const fn layers(self) -> &'static [LayerName] {
        use LayerName::*;
        match self {
            // Of thousands of venues the worst are named; all of them would bury the rest.
            Self::Overview => &[Facilities, Pipelines],
            Self::Planning => &[Facilities, Pipelines, Routes],
            // The sections are the answer; thousands of crash dots would bury it.
            Self::Traffic => &[Roads],
            Self::Fire => &[Venues, FireStations, Hydrants],
            // What is listed is what is on the map: nothing else stands beside it unasked.
            Self::Ledger => &[],
        }
    }
}

impl View {
    /// The layers that are on when the link names none: the workbench's, and of levels those that have one and can be
    /// told apart, with the one that is asked about.
    pub fn own_layers(&self) -> Vec<LayerName> {
        // Hazards and sites that stand too near to each other are drawn with the line between them, and a surface is what is
        // looked at: nothing else covers them unasked.
        if self.role == Role::Planning && matches!(self.planning.mode, PlanningMode::Conflicts | PlanningMode::Density)
        {
            return Vec::new();
        }
        if self.role == Role::Planning && self.planning.mode == PlanningMode::Levels {
            // A district's level is that of all that stands in it.
            if self.planning.levels_of == LayerName::Districts {
                return vec![LayerName::Districts];
            }
            let places = [LayerName::Facilities, LayerName::Pipelines];
            let of = self.planning.levels_of;
            return places.into_iter().filter(|l| *l != of).chain([of]).collect();
        }
        self.role.layers().to_vec()
    }

    /// The layers that are on in a city that has some layers: what the link says, or else the workbench's own choice.
    /// Where the city has none of these, what comes nearest is on, and at last all that it has: an empty map would say
    /// that there is nothing.
    pub fn visible(&self, present: &[LayerName]) -> Vec<LayerName> {
        self.layers.clone().unwrap_or_else(|| {
            let has = |layers: &[LayerName]| layers.iter().any(|l| present.contains(l));
            let own = self.own_layers();
            // A surface stands for its points, which would cover it.
            let lacks_surface = self.shows_density() && !has(&DENSITY_LAYERS);
            match self.role {
                _ if has(&own) || own.is_empty() && !lacks_surface => own,
                Role::Traffic if has(&[LayerName::Crashes]) => vec![LayerName::Crashes],
                _ => SWITCHED.iter().copied().filter(|l| present.contains(l)).collect(),
            }
        })
    }

    /// Turns a layer on or off. What equals the workbench's own choice is not kept.
    pub fn set_visible(&mut self, layer: LayerName, on: bool, present: &[LayerName]) {
        let mut layers: Vec<LayerName> = self.visible(present).into_iter().filter(|l| *l != layer).collect();
        if on {
            layers.push(layer);
        }
        layers.sort_unstable();
        self.layers = None;
        let mut own = self.visible(present);
        own.sort_unstable();
        self.layers = (layers != own).then_some(layers);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Planning;
    use super::*;
    use LayerName::{Crashes, Facilities, FireStations, Roads, Venues, Water};

    #[test]
    fn what_is_asked_about_is_on_the_map() {
        let of = |levels_of| {
            let planning = Planning { mode: PlanningMode::Levels, levels_of, ..Planning::default() };
            View { role: Role::Planning, planning, ..View::default() }
        };
        assert_eq!(of(Facilities).visible(&[Facilities, Venues]), [LayerName::Pipelines, Facilities]);
        assert_eq!(of(Venues).visible(&[Facilities, Venues]), [Facilities, LayerName::Pipelines, Venues]);
        assert_eq!(of(LayerName::Districts).visible(&[Facilities, LayerName::Districts]), [LayerName::Districts]);
        let mut off = of(Venues);
        off.set_visible(Venues, false, &[Facilities, Venues]);
        assert_eq!(off.layers, Some(vec![Facilities, LayerName::Pipelines]), "a link's word counts");
    }

    #[test]
    fn a_city_without_the_workbenchs_layers_shows_what_it_has() {
        let fire = View { role: Role::Fire, ..View::default() };
        assert_eq!(fire.visible(&[Venues, Crashes]), Role::Fire.layers());
        assert_eq!(fire.visible(&[Water, Crashes, Facilities]), [Facilities, Crashes]);
        assert_eq!(View { layers: Some(vec![]), ..fire.clone() }.visible(&[Crashes]), [], "a link's word counts");
        let of = |role| View { role, ..View::default() };
        let density = Planning { mode: PlanningMode::Density, ..Planning::default() };
        let surface = View { planning: density, ..of(Role::Planning) };
        assert_eq!(surface.visible(&[Venues, Crashes, Facilities]), [], "nothing covers the surface unasked");
        assert_eq!(surface.visible(&[Roads]), [Roads]);
        assert_eq!(of(Role::Traffic).visible(&[Venues, Crashes]), [Crashes]);
        let mut changed = fire.clone();
        changed.set_visible(Crashes, false, &[Crashes, Facilities]);
        assert_eq!(changed.layers, Some(vec![Facilities]));
        changed.set_visible(Crashes, true, &[Crashes, Facilities]);
        assert_eq!(changed.layers, None);
        changed.set_visible(FireStations, false, &[Venues]);
        assert_eq!(changed.layers.map(|l| l.len()), Some(Role::Fire.layers().len() - 1));
    }
}
