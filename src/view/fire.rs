//! The fire workbench's parameters, and what a city's venues are ranked by.

use crate::domain::{LayerName, Level, NumberRanges};
use crate::engine::{CityInfo, Lacks, RowFilter, VenueSort};

/// The fire workbench's parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fire {
    /// Kinds shown; empty is all.
    pub kinds: Vec<String>,
    /// A district's id; none is the whole city.
    pub district: Option<String>,
    /// Only venues that lack all of this.
    pub lacking: Lacks,
    /// Only venues whose numbers lie in these ranges.
    pub ranges: NumberRanges,
    /// Only venues of these levels, worst first; empty is all.
    pub levels: Vec<Level>,
    /// What is ranked by; none is what the city knows, see [`Fire::sorted_by`].
    pub sort: Option<VenueSort>,
}

impl Fire {
    /// The district's row; none where the city has no such district.
    pub fn district_row(&self, city: &CityInfo) -> Option<u32> {
        let id = self.district.as_ref()?;
        city.districts.iter().find(|d| d.id == *id).map(|d| d.row)
    }

    /// What venues are ranked by: what the link says, or else the first that the city knows of people, the way to a fire
    /// station, the way to a hydrant and floors. A ranking of unknowns would rank nothing.
    pub fn sorted_by(&self, city: &CityInfo) -> VenueSort {
        let known = |field| city.layer(LayerName::Venues).is_some_and(|l| l.numbers.iter().any(|n| n == field));
        self.sort.unwrap_or(match () {
            () if known("people_day") || known("people_night") => VenueSort::People,
            () if city.layer(LayerName::FireStations).is_some() => VenueSort::StationDistance,
            () if city.layer(LayerName::Hydrants).is_some() => VenueSort::HydrantDistance,
            () if known("floors") => VenueSort::Floors,
            () => VenueSort::People,
        })
    }

    /// Ranks by something. What equals the city's own is not kept.
    pub fn sort_by(&mut self, by: VenueSort, city: &CityInfo) {
        self.sort = None;
        self.sort = (by != self.sorted_by(city)).then_some(by);
    }

    /// The venues that the list counts, for the map's tiles.
    pub fn filter(&self, city: &CityInfo) -> RowFilter {
        let filter = RowFilter::new(LayerName::Venues, &self.kinds, self.district_row(city));
        filter.lacking(self.lacking).ranged(self.ranges.clone()).of_levels(&self.levels)
    }
}

/// Turns a level on or off; levels stand worst first, and all of them are none.
pub fn toggle_level(levels: &mut Vec<Level>, level: Level) {
    match levels.iter().position(|of| *of == level) {
        Some(at) => drop(levels.remove(at)),
        None => {
            levels.push(level);
            levels.sort_unstable();
        }
    }
    if levels.len() == Level::ALL.len() {
        levels.clear();
    }
}
