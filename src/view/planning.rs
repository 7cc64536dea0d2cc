//! The planning workbench's parameters, and what a planner begins with.

use super::{FeatureId, RATED};
use crate::domain::{LayerName, Level, NumberRanges};
use crate::engine::{Breaks, CityInfo, LevelKind, RowFilter};

/// Layers whose density means something, the one to begin with first.
pub const DENSITY_LAYERS: [LayerName; 4] =
    [LayerName::Crashes, LayerName::Venues, LayerName::Facilities, LayerName::Dangers];

/// Layers whose levels are asked: those that are rated, and the districts that they stand in.
pub const LEVELLED: [LayerName; 4] =
    [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues, LayerName::Districts];

/// What a planner looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanningMode {
    /// A density surface.
    Density,
    /// Exposure near facilities, pipelines or routes.
    Exposure,
    /// The four levels of facilities, pipelines or venues: what a planner asks first.
    #[default]
    Levels,
    /// Sensitive sites inside the rings of hazards.
    Conflicts,
}

impl PlanningMode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Density, Self::Exposure, Self::Levels, Self::Conflicts];

    /// Its name in a link.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Density => "density",
            Self::Exposure => "exposure",
            Self::Levels => "levels",
            Self::Conflicts => "conflicts",
        }
    }
}

/// The planning workbench's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Planning {
    /// Density, exposure, levels or conflicts.
    pub mode: PlanningMode,
    /// The density's points; none is the first of [`DENSITY_LAYERS`] that the city has.
    pub density_of: Option<LayerName>,
    /// The number field that weighs them.
    pub weight: Option<String>,
    /// The kernel's radius, metres.
    pub bandwidth_m: f64,
    /// Whose exposure.
    pub exposure_of: LayerName,
    /// How near counts, metres.
    pub distance_m: f64,
    /// How classes are cut.
    pub breaks: Breaks,
    /// Whose levels: one of [`LEVELLED`].
    pub levels_of: LayerName,
    /// By the methods alone, or with what the ledger makes of them.
    pub level: LevelKind,
    /// The id of the district whose levels or conflicts are listed; none is the whole city.
    pub district: Option<String>,
    /// Ranges of numbers of what has levels, and of what is near; those that the layer does not have are not asked, see
    /// [`Planning::ranges`].
    pub numbers: NumberRanges,
    /// Only what has one of these levels, worst first; empty is all.
    pub only: Vec<Level>,
    /// The kind of hazard whose conflicts are listed; none is every kind.
    pub hazard: Option<String>,
    /// The kind of site whose conflicts are listed; none is every kind.
    pub site_kind: Option<String>,
    /// Of the conflicts of the selected hazard the one that is looked at, by its site.
    pub site: Option<FeatureId>,
}

impl Default for Planning {
    fn default() -> Self {
        Self {
            mode: PlanningMode::default(),
            density_of: None,
            weight: None,
            bandwidth_m: 500.0,
            exposure_of: LayerName::Facilities,
            distance_m: 500.0,
            breaks: Breaks::Pretty,
            levels_of: LayerName::Facilities,
            level: LevelKind::Dynamic,
            district: None,
            numbers: NumberRanges::default(),
            only: Vec::new(),
            hazard: None,
            site_kind: None,
            site: None,
        }
    }
}

impl Planning {
    /// The layer whose density is asked in a city that has some layers: what the link says, or else the first that the
    /// city has. A city with none of them is asked for the first, so that what it lacks is said.
    pub fn density_layer(&self, present: &[LayerName]) -> LayerName {
        let own = DENSITY_LAYERS.into_iter().find(|l| present.contains(l));
        self.density_of.or(own).unwrap_or(DENSITY_LAYERS[0])
    }

    /// What planning begins with in a city that has some layers, of which something can be rated or not: levels are asked
    /// of the first layer that has any, and where nothing can be rated density is. What a link names stays.
    pub fn begin_in(&mut self, present: &[LayerName], rated: bool) {
        if self.mode != PlanningMode::Levels || present.contains(&self.levels_of) && rated {
            return;
        }
        match LEVELLED.into_iter().find(|l| RATED.contains(l) && present.contains(l)).filter(|_| rated) {
            Some(layer) => self.levels_of = layer,
            None => self.mode = PlanningMode::Density,
        }
    }

    /// Asks for another layer's density, unweighted. What equals the city's own is not kept.
    pub fn set_density_layer(&mut self, layer: LayerName, present: &[LayerName]) {
        self.weight = None;
        self.density_of = None;
        self.density_of = (layer != self.density_layer(present)).then_some(layer);
    }

    /// The row of the district whose levels or conflicts are listed; none where the city has no such district.
    pub fn district_row(&self, city: &CityInfo) -> Option<u32> {
        let id = self.district.as_ref()?;
        city.districts.iter().find(|d| d.id == *id).map(|d| d.row)
    }

    /// The ranges of numbers of the layer whose levels are listed. Districts are told by what stands in them.
    pub fn ranges(&self) -> NumberRanges {
        let rated = RATED.contains(&self.levels_of);
        if rated { self.numbers.of_layer(self.levels_of) } else { NumberRanges::default() }
    }

    /// What of the layer the list counts, for the map's tiles.
    pub fn filter(&self, city: &CityInfo) -> RowFilter {
        RowFilter::new(self.levels_of, &[], self.district_row(city)).ranged(self.ranges()).of_levels(&self.only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LayerName::{Crashes, Facilities, Roads, Venues};

    #[test]
    fn planning_begins_with_the_first_points_that_a_city_has() {
        let mut planning = Planning::default();
        assert_eq!(planning.density_layer(&[Roads, Venues, Crashes]), Crashes);
        assert_eq!(planning.density_layer(&[Facilities, Venues]), Venues);
        assert_eq!(planning.density_layer(&[Roads]), Crashes, "what is lacking is said of the first");
        planning.set_density_layer(Facilities, &[Facilities, Venues]);
        assert_eq!(planning.density_of, Some(Facilities));
        assert_eq!(planning.density_layer(&[Venues]), Facilities, "a link's word counts");
        planning.set_density_layer(Venues, &[Facilities, Venues]);
        assert_eq!(planning.density_of, None, "the city's own is no part of a link");
        planning.set_density_layer(Crashes, &[Facilities, Venues]);
        assert_eq!(planning.density_of, Some(Crashes));
    }

    #[test]
    fn levels_come_first_where_something_can_be_rated_and_else_density() {
        let begun = |present: &[LayerName], rated| {
            let mut planning = Planning::default();
            planning.begin_in(present, rated);
            (planning.mode, planning.levels_of)
        };
        assert_eq!(begun(&[Crashes, Venues, Facilities], true), (PlanningMode::Levels, Facilities));
        assert_eq!(begun(&[Crashes, Venues], true), (PlanningMode::Levels, Venues), "the first that there is");
        assert_eq!(begun(&[Crashes, Venues], false).0, PlanningMode::Density, "venues of which nothing is known");
        assert_eq!(begun(&[Crashes, Roads], true).0, PlanningMode::Density);
        let mut asked = Planning { mode: PlanningMode::Exposure, ..Planning::default() };
        asked.begin_in(&[Crashes], false);
        assert_eq!(asked.mode, PlanningMode::Exposure, "what is asked stays asked");
    }
}
