//! Who and what stands around a subject, asked of the R-trees.

use crate::domain::{Layer, LayerName, Words};
use crate::risk::exposure::Population;
use crate::risk::gb18218::Sleepers;
use crate::risk::rating::Range;
use crate::risk::rings::{self, Site, Target};
use crate::risk::sites::{is_sensitive, is_slept_in};
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

/// Whether names and sources are wanted: an explanation shows them, a level does not wait for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// They are shown.
    Yes,
    /// Nobody reads them.
    No,
}

impl Named {
    /// A row's name and where it is recorded, where they are wanted; else nothing.
    pub fn of(self, layer: &Layer, row: usize) -> (Words, String) {
        match self {
            Self::Yes => (layer.title(row), layer.source(row)),
            Self::No => Default::default(),
        }
    }
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
    /// Its name, where names are wanted and it is one of the nearest of its kind.
    pub name: Words,
    /// Where it is recorded, "file#row", likewise.
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

    /// Who sleeps in venues within a distance outside a subject's boundary and is no permanent resident there.
    pub fn sleepers_outside(&self, probe: &Probe, distance_m: f64) -> Sleepers {
        let mut sum = Sleepers::default();
        let Some(venues) = self.venues else { return sum };
        let slept_in = |row: usize| {
            venues.layer.text(row, "kind").is_some_and(is_slept_in) && venues.layer.flag(row, "sleeping") != Some(false)
        };
        let outside = self.within(self.venues, probe, distance_m, None).into_iter().filter(|hit| hit.distance_m > 0.0);
        for row in outside.map(|hit| hit.row as usize).filter(|row| slept_in(*row)) {
            match venues.layer.number(row, "people_night") {
                Some(people) => {
                    sum.people += people;
                    sum.venues += 1;
                }
                None => sum.unsaid += 1,
            }
        }
        sum
    }

    /// What stands within a distance of a hazard: venues, places where people live, roads and railways, other facilities'
    /// workshops. Nearest first, and of equal distance by layer and row.
    pub fn sites(&self, probe: &Probe, distance_m: f64, own: u32, named: Named) -> Vec<Found> {
        let of = |layer: &Layer, hit: Hit, target| Found {
            target,
            distance_m: hit.distance_m,
            layer: layer.name(),
            row: hit.row,
            name: Words::default(),
            source: String::new(),
        };
        let mut found = Vec::new();
        if let Some(venues) = self.venues {
            let kind = venues.layer.cells("kind");
            for hit in self.within(self.venues, probe, distance_m, None) {
                let kind = kind.text(hit.row as usize).unwrap_or_default();
                let vulnerable = is_sensitive(kind) || kind == "underground";
                found.push(of(venues.layer, hit, if vulnerable { Target::Vulnerable } else { Target::Inhabited }));
            }
        }
        if let (Some(people), Some(residents)) = (self.population, self.residents) {
            let hits = people.places_within(probe, distance_m);
            found.extend(hits.into_iter().map(|hit| of(residents.layer, hit, Target::Inhabited)));
        }
        if let Some(roads) = self.roads {
            let class = roads.layer.cells("class");
            let wanted = |row: u32| class.text(row as usize).is_some_and(|class| TRAFFIC.contains(&class));
            let hits = roads.index.within_where(roads.layer.shapes(), probe, distance_m, &wanted);
            found.extend(hits.into_iter().map(|hit| of(roads.layer, hit, Target::Traffic)));
        }
        if let Some(railways) = self.railways {
            let hits = self.within(self.railways, probe, distance_m, None);
            found.extend(hits.into_iter().map(|hit| of(railways.layer, hit, Target::Traffic)));
        }
        if let Some(facilities) = self.facilities {
            let kind = facilities.layer.cells("kind");
            let is_process = |kind: &str| matches!(kind, "works" | "chemical_plant" | "explosives_plant");
            let wanted = |row: u32| row != own && kind.text(row as usize).is_some_and(is_process);
            let hits = facilities.index.within_where(facilities.layer.shapes(), probe, distance_m, &wanted);
            found.extend(hits.into_iter().map(|hit| of(facilities.layer, hit, Target::Process)));
        }
        found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.layer.cmp(&b.layer)).then(a.row.cmp(&b.row)));
        if named == Named::Yes {
            self.name(&mut found);
        }
        found
    }

    /// Names the nearest sites of each kind of target: of those that stand behind so many others no working speaks.
    fn name(&self, found: &mut [Found]) {
        let mut so_far = [0; Target::ALL.len()];
        for site in found {
            let n = &mut so_far[site.target as usize];
            *n += 1;
            let layers = [self.venues, self.residents, self.roads, self.railways, self.facilities];
            let layer = layers.into_iter().flatten().map(|of| of.layer).find(|layer| layer.name() == site.layer);
            if let Some(layer) = layer.filter(|_| *n <= rings::NAMED) {
                (site.name, site.source) = Named::Yes.of(layer, site.row as usize);
                if site.layer == LayerName::Residents {
                    site.name = Words::new("居民", "residents");
                }
            }
        }
    }
}
