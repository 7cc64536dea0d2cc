//! Which requests a view needs: what should be computed now is a pure function of what is looked at.

use super::{PlanningMode, RATED, Ranked, Role, View};
use crate::domain::{CrashFilter, LayerName, NumberRanges};
use crate::engine::{
    CityInfo, ConflictsQuery, DensityQuery, ExposureQuery, LedgerFilter, LedgerQuery, LevelsQuery, Listing,
    OverviewQuery, Request, SectionScope, SectionsQuery, VenuesQuery,
};

/// Rows of a ranking that the page asks for.
const TABLE_ROWS: u32 = 500;
/// Rows of a ranking of levels: each brings what its methods miss, which costs more than its place in the list.
const LEVEL_ROWS: u32 = 200;
/// The worst of a city that its first page names.
const OVERVIEW_ROWS: u32 = 10;
/// Dangers that the page asks for: what is listed is what is on the map.
const LEDGER_ROWS: u32 = 1_000;

/// Conflicts that the page asks for: what is listed is drawn.
const CONFLICT_ROWS: u32 = 1_000;
/// Places that nobody has inspected of which the page asks the first; the map has all.
const UNCHECKED_ROWS: u32 = 200;

impl View {
    /// What is asked of the places that nobody has inspected, where they are shown.
    pub fn unchecked(&self, city: &CityInfo) -> Option<Request> {
        let shown = self.role == Role::Ledger && self.ledger.unchecked && city.layer(LayerName::Dangers).is_some();
        // Which dangers are listed changes nothing about these places.
        let filter = LedgerFilter {
            level: None,
            state: None,
            group: None,
            ranges: NumberRanges::default(),
            ..self.ledger.filter.clone()
        };
        shown.then(|| Request::Unchecked(LedgerQuery { as_of: self.day.clone(), filter, limit: UNCHECKED_ROWS }))
    }

    /// The filter of crashes that the workbench goes by; none where it asks no crashes.
    pub fn crash_filter(&self) -> Option<CrashFilter> {
        self.asks_crashes().then(|| self.crashes.clone())
    }

    /// What is asked of the crashes in time and kind, where the workbench goes by their filter.
    pub fn crash_counts(&self, city: &CityInfo) -> Option<Request> {
        let has = |layer| city.layer(layer).is_some();
        let shown = match self.role {
            Role::Planning => self.planning.density_layer(&city.present()) == LayerName::Crashes,
            _ => true,
        };
        (shown && has(LayerName::Crashes)).then(|| self.crash_filter().map(Request::Crashes)).flatten()
    }

    /// What the workbench lists of a layer, for a table of it; none where it lists none of it.
    pub fn listing(&self, city: &CityInfo, selected_roads: &[u32], layer: LayerName) -> Option<Listing> {
        let listed = self.wanted(city, selected_roads).and_then(|question| Listing::of(&question, layer));
        let crashes = || self.crash_filter().filter(|_| layer == LayerName::Crashes).map(Listing::Crashes);
        listed.or_else(crashes)
    }

    /// How many of what the workbench lists have which value of a number; none where it lists nothing that has numbers.
    /// The traffic police list crashes and sections: the one that `layer` says.
    pub fn histogram(
        &self,
        city: &CityInfo,
        layer: LayerName,
        selected_roads: &[u32],
        number: &str,
    ) -> Option<Request> {
        let listed = match self.role {
            Role::Overview => return None,
            Role::Traffic if layer == LayerName::Roads => self.listing(city, selected_roads, layer),
            Role::Traffic => self.crash_filter().map(Listing::Crashes),
            Role::Fire => self.listing(city, &[], LayerName::Venues),
            Role::Ledger => self.listing(city, &[], LayerName::Dangers),
            Role::Planning if self.asks_crashes() => self.crash_filter().map(Listing::Crashes),
            Role::Planning if self.planning.mode == PlanningMode::Exposure => {
                self.listing(city, &[], self.planning.exposure_of)
            }
            Role::Planning if self.planning.mode != PlanningMode::Levels => return None,
            Role::Planning => self.listing(city, &[], self.planning.levels_of),
        };
        Some(Request::Histogram { of: listed?, number: number.to_owned() })
    }

    /// The workbench's main question, if the city has the layers for it. `selected_roads` are the rows of
    /// [`super::Traffic::selected`], resolved by the engine.
    pub fn wanted(&self, city: &CityInfo, selected_roads: &[u32]) -> Option<Request> {
        let has = |layer: LayerName| city.layer(layer).is_some();
        match self.role {
            Role::Planning => {
                let p = &self.planning;
                match p.mode {
                    PlanningMode::Density => {
                        let layer = p.density_layer(&city.present());
                        has(layer).then(|| {
                            Request::Density(DensityQuery {
                                layer,
                                weight: p.weight.clone(),
                                bandwidth_m: p.bandwidth_m,
                                breaks: p.breaks,
                                // Another layer's surface is another question with no filter, and is not asked again.
                                crashes: self
                                    .crash_filter()
                                    .filter(|_| layer == LayerName::Crashes)
                                    .unwrap_or_default(),
                            })
                        })
                    }
                    PlanningMode::Exposure => has(p.exposure_of).then_some(Request::Exposure(ExposureQuery {
                        layer: p.exposure_of,
                        distance_m: p.distance_m,
                        ranges: p.numbers.of_exposure(),
                        breaks: p.breaks,
                    })),
                    PlanningMode::Levels => has(p.levels_of).then(|| {
                        Request::Levels(LevelsQuery {
                            layer: p.levels_of,
                            as_of: self.day.clone(),
                            kind: p.level,
                            district: p.district_row(city),
                            ranges: p.ranges(),
                            levels: p.only.clone(),
                            limit: LEVEL_ROWS,
                        })
                    }),
                    PlanningMode::Conflicts => has(LayerName::Facilities).then(|| {
                        Request::Conflicts(ConflictsQuery {
                            kind: p.hazard.clone(),
                            site: p.site_kind.clone(),
                            district: p.district_row(city),
                            limit: CONFLICT_ROWS,
                        })
                    }),
                }
            }
            Role::Traffic => (has(LayerName::Roads) && has(LayerName::Crashes)).then(|| {
                Request::Sections(SectionsQuery {
                    snap_m: self.traffic.snap_m,
                    sort: self.traffic.sort,
                    breaks: self.traffic.breaks,
                    own_classes: self.traffic.own_classes,
                    scope: match (self.traffic.scope, self.seen) {
                        (Ranked::View, Some(seen)) => SectionScope::Box(seen),
                        (Ranked::Selection, _) if !selected_roads.is_empty() => SectionScope::Selected,
                        _ => SectionScope::City,
                    },
                    ranges: self.traffic.ranges.clone(),
                    selected: selected_roads.to_vec(),
                    crashes: self.crashes.clone(),
                })
            }),
            Role::Fire => has(LayerName::Venues).then(|| {
                Request::Venues(VenuesQuery {
                    as_of: self.day.clone(),
                    kinds: self.fire.kinds.clone(),
                    district: self.fire.district_row(city),
                    lacking: self.fire.lacking,
                    ranges: self.fire.ranges.clone(),
                    levels: self.fire.levels.clone(),
                    sort: self.fire.sorted_by(city),
                    limit: TABLE_ROWS,
                })
            }),
            Role::Ledger => has(LayerName::Dangers).then(|| {
                Request::Ledger(LedgerQuery {
                    as_of: self.day.clone(),
                    filter: self.ledger.filter.clone(),
                    limit: LEDGER_ROWS,
                })
            }),
            Role::Overview => RATED
                .into_iter()
                .any(has)
                .then(|| Request::Overview(OverviewQuery { as_of: self.day.clone(), limit: OVERVIEW_ROWS })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Fire, Planning};
    use super::*;
    use crate::domain::Words;
    use crate::engine::{LayerInfo, LedgerGroup, VenueSort};

    fn city(layers: &[(LayerName, &[&str])]) -> CityInfo {
        let layer = |(layer, fields): &(LayerName, &[&str])| LayerInfo {
            layer: *layer,
            count: 1,
            kinds: Vec::new(),
            numbers: fields.iter().map(|f| (*f).to_owned()).collect(),
            restricted: false,
        };
        CityInfo {
            generation: 1,
            name: Words::same("city"),
            fictional: false,
            as_of: String::new(),
            bounds: None,
            layers: layers.iter().map(layer).collect(),
            dry_hydrants: 0,
            districts: Vec::new(),
            sources: Vec::new(),
            own: Vec::new(),
            corrections: Default::default(),
            rejected: 0,
            warnings: 0,
            completeness: None,
            rated: true,
        }
    }

    #[test]
    fn every_workbench_that_is_dated_asks_for_one_day() {
        use LayerName::{Crashes, Dangers, Facilities, Roads, Venues};
        let city = city(&[Facilities, Venues, Roads, Crashes, Dangers].map(|layer| (layer, [].as_slice())));
        for day in [None, Some("2025-11-07".to_owned())] {
            let of = |role, mode| {
                let planning = Planning { mode, ..Planning::default() };
                View { role, planning, day: day.clone(), ..View::default() }
            };
            let asked = |role, mode| match of(role, mode).wanted(&city, &[]) {
                Some(Request::Overview(query)) => Some(query.as_of),
                Some(Request::Levels(query)) => Some(query.as_of),
                Some(Request::Venues(query)) => Some(query.as_of),
                Some(Request::Ledger(query)) => Some(query.as_of),
                _ => None,
            };
            for role in Role::ALL {
                for mode in PlanningMode::ALL {
                    let view = of(role, mode);
                    assert_eq!(asked(role, mode), view.is_dated().then(|| day.clone()), "{role:?} {mode:?}");
                    // And a link of it names the day, of no other.
                    let shown = view.shown_day();
                    assert_eq!(View::from_query(&view.to_query()).0.day, shown, "{role:?} {mode:?}");
                    assert_eq!(shown, day.clone().filter(|_| view.is_dated()));
                }
            }
        }
    }

    #[test]
    fn the_ledger_asks_for_what_is_open_on_the_day_of_the_data() {
        let view = View { role: Role::Ledger, ..View::default() };
        assert_eq!(view.wanted(&city(&[(LayerName::Venues, &[])]), &[]), None);
        let Some(Request::Ledger(query)) = view.wanted(&city(&[(LayerName::Dangers, &[])]), &[]) else {
            panic!("a ledger is asked for")
        };
        assert_eq!((query.as_of, query.filter.group), (None, Some(LedgerGroup::Open)));
    }

    #[test]
    fn venues_are_ranked_by_what_is_known() {
        use LayerName::{FireStations, Hydrants, Venues};
        use VenueSort::{Floors, HydrantDistance, People, StationDistance};
        let own = |layers: &[(LayerName, &[&str])]| Fire::default().sorted_by(&city(layers));
        assert_eq!(own(&[(Venues, &["people_night"]), (FireStations, &[])]), People);
        assert_eq!(own(&[(Venues, &["floors"]), (FireStations, &[]), (Hydrants, &[])]), StationDistance);
        assert_eq!(own(&[(Venues, &["floors"]), (Hydrants, &[])]), HydrantDistance);
        assert_eq!(own(&[(Venues, &["floors"])]), Floors);
        assert_eq!(own(&[(Venues, &[])]), People);
        let known = city(&[(Venues, &["people_day"])]);
        let mut fire = Fire::default();
        fire.sort_by(Floors, &known);
        assert_eq!((fire.sort, fire.sorted_by(&known)), (Some(Floors), Floors));
        fire.sort_by(People, &known);
        assert_eq!(fire.sort, None, "the city's own is no part of a link");
    }
}
