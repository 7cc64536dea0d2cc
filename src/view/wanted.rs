//! Which requests a view needs: what should be computed now is a pure function of what is looked at.

use super::{Fire, PlanningMode, Role, View};
use crate::domain::LayerName;
use crate::engine::{CityInfo, DensityQuery, ExposureQuery, Request, RowFilter, SectionsQuery, VenuesQuery};

/// Rows of a ranking that the page asks for.
const TABLE_ROWS: u32 = 500;

impl View {
    /// The workbench's main question, if the city has the layers for it. `selected_roads` are the rows of
    /// [`super::Traffic::selected`], resolved by the engine.
    pub fn wanted(&self, city: &CityInfo, selected_roads: &[u32]) -> Option<Request> {
        let has = |layer: LayerName| city.layers.iter().any(|l| l.layer == layer && l.count > 0);
        match self.role {
            Role::Planning => {
                let p = &self.planning;
                match p.mode {
                    PlanningMode::Density => {
                        let present: Vec<LayerName> = LayerName::ALL.iter().copied().filter(|l| has(*l)).collect();
                        let layer = p.density_layer(&present);
                        has(layer).then(|| {
                            Request::Density(DensityQuery {
                                layer,
                                weight: p.weight.clone(),
                                bandwidth_m: p.bandwidth_m,
                                breaks: p.breaks,
                            })
                        })
                    }
                    PlanningMode::Exposure => has(p.exposure_of).then_some(Request::Exposure(ExposureQuery {
                        layer: p.exposure_of,
                        distance_m: p.distance_m,
                        breaks: p.breaks,
                    })),
                }
            }
            Role::Traffic => (has(LayerName::Roads) && has(LayerName::Crashes)).then(|| {
                Request::Sections(SectionsQuery {
                    snap_m: self.traffic.snap_m,
                    sort: self.traffic.sort,
                    breaks: self.traffic.breaks,
                    selected: selected_roads.to_vec(),
                })
            }),
            Role::Fire => has(LayerName::Venues).then(|| {
                Request::Venues(VenuesQuery {
                    kinds: self.fire.kinds.clone(),
                    district: self.fire.district_row(city),
                    sort: self.fire.sort,
                    limit: TABLE_ROWS,
                })
            }),
            Role::Overview | Role::Ledger => None,
        }
    }
}

impl Fire {
    /// The district's row; none where the city has no such district.
    fn district_row(&self, city: &CityInfo) -> Option<u32> {
        let id = self.district.as_ref()?;
        city.districts.iter().find(|d| d.id == *id).map(|d| d.row)
    }

    /// The venues that the list counts, for the map's tiles.
    pub fn filter(&self, city: &CityInfo) -> RowFilter {
        RowFilter::new(LayerName::Venues, &self.kinds, self.district_row(city))
    }
}
