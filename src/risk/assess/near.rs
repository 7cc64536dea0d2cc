//! Who and what stands around a subject, asked of the R-trees.

use crate::domain::{Layer, LayerName, Words};
use crate::risk::exposure::Population;
use crate::risk::rating::Range;
use crate::risk::rings::{Site, Target};
use crate::risk::sites::is_sensitive;
use crate::risk::venues::Indexed;
use crate::spatial::{Hit, Plane, Probe};

/// The layers that methods ask about a subject's surroundings.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The city's plane.
    pub plane: &'a Plane,
    /// Hazardous facilities.
    pub facilities: Option<Indexed<'a>>,
    /// Venues.
    pub venues: Option<Indexed<'a>>,
    /// Road sections.
    pub roads: Option<Indexed<'a>>,
    /// Railways.
    pub railways: Option<Indexed<'a>>,
    /// Waters.
    pub water: Option<Indexed<'a>>,
    /// Buildings.
    pub buildings: Option<Indexed<'a>>,
    /// Where people live.
    pub residents: Option<Indexed<'a>>,
    /// The same, spread over their areas.
    pub population: Option<&'a Population>,
}

/// A site near a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is to a hazard.
    pub target: Target,
    /// Metres between the boundaries; 0 inside.
    pub distance_m: f64,
    /// Its layer.
    pub layer: LayerName,
    /// Its row.
    pub row: u32,
    /// Its name.
    pub name: Words,
    /// Where it is recorded: "file#row".
    pub source: String,
}

impl Found {
    /// As the rings are asked.
    pub fn site(&self) -> Site<'_> {
        Site { target: self.target, distance_m: self.distance_m, name: &self.name, row: &self.source }
    }
}

/// Classes of road that carry public traffic between places.
const TRAFFIC: &[&str] = &["motorway", "trunk", "primary", "secondary", "tertiary"];

impl<'a> Surroundings<'a> {
    /// The rows of a layer within a distance of a subject, nearest first; `own` is the subject itself.
    pub fn within(&self, of: Option<Indexed<'a>>, probe: &Probe, distance_m: f64, own: Option<u32>) -> Vec<Hit> {
        let Some(of) = of else { return Vec::new() };
        let mut hits = of.index.within(of.layer.shapes(), probe, distance_m);
        hits.retain(|hit| Some(hit.row) != own);
        hits
    }

    /// Permanent residents within a distance outside a subject's boundary, and how many places they come from. Any
    /// number where nobody knows where people live.
    pub fn residents_outside(&self, probe: &Probe, distance_m: f64) -> (Range, u32) {
        self.population.map_or((Range::unknown(), 0), |people| people.outside(probe, distance_m))
    }

    /// What stands within a distance of a hazard: venues, places where people live, roads and railways, other facilities'
    /// workshops. Nearest first, and of equal distance by layer and row.
    pub fn sites(&self, probe: &Probe, distance_m: f64, own: u32) -> Vec<Found> {
        let mut found = Vec::new();
        if let Some(venues) = self.venues {
            for hit in self.within(self.venues, probe, distance_m, None) {
                let kind = venues.layer.text(hit.row as usize, "kind").unwrap_or_default();
                let vulnerable = is_sensitive(kind) || kind == "underground";
                found.push(of(venues.layer, hit, if vulnerable { Target::Vulnerable } else { Target::Inhabited }));
            }
        }
        if let (Some(people), Some(residents)) = (self.population, self.residents) {
            for hit in people.places_within(probe, distance_m) {
                let site = of(residents.layer, hit, Target::Inhabited);
                found.push(Found { name: Words::new("居民", "residents"), ..site });
            }
        }
        if let Some(roads) = self.roads {
            for hit in self.within(self.roads, probe, distance_m, None) {
                if roads.layer.text(hit.row as usize, "class").is_some_and(|class| TRAFFIC.contains(&class)) {
                    found.push(of(roads.layer, hit, Target::Traffic));
                }
            }
        }
        if let Some(railways) = self.railways {
            let hits = self.within(self.railways, probe, distance_m, None);
            found.extend(hits.into_iter().map(|hit| of(railways.layer, hit, Target::Traffic)));
        }
        if let Some(facilities) = self.facilities {
            for hit in self.within(self.facilities, probe, distance_m, Some(own)) {
                let kind = facilities.layer.text(hit.row as usize, "kind").unwrap_or_default();
                if matches!(kind, "works" | "chemical_plant" | "explosives_plant") {
                    found.push(of(facilities.layer, hit, Target::Process));
                }
            }
        }
        found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.layer.cmp(&b.layer)).then(a.row.cmp(&b.row)));
        found
    }
}

fn of(layer: &Layer, hit: Hit, target: Target) -> Found {
    let row = hit.row as usize;
    Found {
        target,
        distance_m: hit.distance_m,
        layer: layer.name(),
        row: hit.row,
        name: layer.title(row),
        source: layer.source(row),
    }
}
