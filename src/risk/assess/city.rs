//! Every subject's base and dynamic level, step by step, and the whole answer about one.

use super::book::{Book, Subject};
use super::facility::Facilities;
use super::near::Surroundings;
use super::parameters::Parameters;
use super::pipeline::Pipelines;
use super::venue::Venues;
use super::{Base, Part, WayDown, ways_down};
use crate::domain::{Layer, LayerName};
use crate::risk::dynamic::{self, OpenDanger};
use crate::risk::rating::{Rating, Worked};
use crate::risk::threads;
use crate::risk::venues::Access;
use crate::units::Step;
use jiff::civil::Date;

/// The layers whose features have a level of their own.
pub const RATED: [LayerName; 3] = [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues];

/// Pipelines rated in one step: some 5 ms.
const A_STEP: usize = 12;
/// So many of a layer take as long as a pipeline.
const fn as_many(layer: LayerName) -> usize {
    match layer {
        LayerName::Venues => 400,
        LayerName::Facilities => 20,
        _ => 1,
    }
}

/// What every rating of a city needs.
pub struct Assessor<'a> {
    /// Facilities.
    pub facilities: Option<Facilities<'a>>,
    /// Pipelines.
    pub pipelines: Option<Pipelines<'a>>,
    /// Venues.
    pub venues: Option<Venues<'a>>,
    /// What happened at each subject.
    pub book: &'a Book,
    /// What the city sets otherwise.
    pub set: &'a Parameters,
}

/// The whole answer about one subject on a day.
#[derive(Clone, Debug)]
pub struct Why {
    /// Its base level.
    pub base: Base,
    /// Its level on the day.
    pub dynamic: Rating,
    /// Every method that applies.
    pub parts: Vec<Part>,
    /// How the dynamic level follows from the base.
    pub raised: Worked,
    /// Single changes, each with what the levels are then.
    pub ways_down: Vec<WayDown>,
    /// Whether what the ledger holds would give this level whatever the base.
    pub held_by_ledger: bool,
    /// Its open dangers, by their places in the ledger.
    pub open: Vec<u32>,
}

impl<'a> Assessor<'a> {
    /// Over a city's layers.
    pub fn new(
        layers: impl Fn(LayerName) -> Option<&'a Layer>,
        around: Surroundings<'a>,
        access: Option<&'a Access>,
        book: &'a Book,
        set: &'a Parameters,
    ) -> Self {
        Self {
            facilities: layers(LayerName::Facilities).map(|layer| Facilities {
                layer,
                around,
                book,
                overrides: &set.gb18218,
                north_west: set.north_west,
            }),
            pipelines: layers(LayerName::Pipelines).map(|layer| Pipelines { layer, around, options: set.pipelines }),
            venues: layers(LayerName::Venues).map(|layer| Venues::new(layer, access, set.venue_breaks())),
            book,
            set,
        }
    }

    /// How many subjects a layer has.
    pub fn len(&self, layer: LayerName) -> usize {
        match layer {
            LayerName::Facilities => self.facilities.as_ref().map_or(0, |f| f.layer.len()),
            LayerName::Pipelines => self.pipelines.as_ref().map_or(0, |p| p.layer.len()),
            LayerName::Venues => self.venues.as_ref().map_or(0, |v| v.layer.len()),
            _ => 0,
        }
    }

    /// A subject's base level on a day.
    pub fn base(&self, of: Subject, day: Date) -> Base {
        let (layer, row) = of;
        let base = match layer {
            LayerName::Facilities => self.facilities.as_ref().map(|f| f.base(row, day)),
            LayerName::Pipelines => self.pipelines.as_ref().map(|p| p.base(row)),
            LayerName::Venues => self.venues.as_ref().map(|v| v.base(row)),
            _ => None,
        };
        base.unwrap_or(Base::NONE)
    }

    /// The whole answer of every method that applies to a subject.
    pub fn parts(&self, of: Subject, day: Date) -> Vec<Part> {
        let (layer, row) = of;
        let parts = match layer {
            LayerName::Facilities => self.facilities.as_ref().map(|f| f.parts(row, day)),
            LayerName::Pipelines => self.pipelines.as_ref().map(|p| p.parts(row)),
            LayerName::Venues => self.venues.as_ref().map(|v| v.parts(row, &self.set.set_by)),
            _ => None,
        };
        let mut parts = parts.unwrap_or_default();
        for part in &mut parts {
            part.worked.explanation.steps.extend(self.set.step(part.method));
        }
        parts
    }

    /// A subject's base level and its level on a day.
    pub fn rate(&self, of: Subject, day: Date) -> (Base, Rating) {
        let base = self.base(of, day);
        (base, self.dynamic(of, base.rating, day))
    }

    /// Its level on a day, from its base.
    pub fn dynamic(&self, of: Subject, base: Rating, day: Date) -> Rating {
        self.raise(of, base, day, |inputs| dynamic::rate(inputs).rating)
    }

    /// The whole answer about one subject.
    pub fn why(&self, of: Subject, day: Date) -> Why {
        // A working says what its method rates: asked once, they give the base too.
        let parts = self.parts(of, day);
        let base = Base::of(parts.iter().map(|part| (part.method, part.worked.rating)));
        let (dynamic, raised, ways_down, held_by_ledger) = self.raise(of, base.rating, day, |inputs| {
            let (rating, raised) = (dynamic::rate(inputs).rating, dynamic::explain(inputs));
            let ways = ways_down::all(&parts, &raised, base, inputs);
            (rating, raised, ways, ways_down::held_by_ledger(rating, inputs))
        });
        let its = self.book.dangers.get(&of).map(Vec::as_slice).unwrap_or_default();
        let is_open = |place: &u32| self.book.ledger.standing(*place as usize, day).is_some_and(|s| s.open);
        let open = its.iter().copied().filter(is_open).collect();
        Why { base, dynamic, parts, raised, ways_down, held_by_ledger, open }
    }

    fn raise<T>(&self, of: Subject, base: Rating, day: Date, ask: impl FnOnce(&dynamic::Inputs<'_>) -> T) -> T {
        let ledger = &self.book.ledger;
        let its = self.book.dangers.get(&of).map(Vec::as_slice).unwrap_or_default();
        let dangers = its.iter().filter_map(|place| {
            let danger = ledger.dangers().get(*place as usize)?;
            OpenDanger::of(danger, &ledger.standing(*place as usize, day)?, &danger.id)
        });
        let dangers: Vec<OpenDanger<'_>> = dangers.collect();
        let accidents = self.book.accidents.get(&of).map(Vec::as_slice).unwrap_or_default();
        let accidents: Vec<dynamic::Accident<'_>> = accidents
            .iter()
            .map(|a| dynamic::Accident { id: &a.id, row: &a.source, on: a.on, deaths: a.deaths })
            .collect();
        let params = self.set.dynamic;
        ask(&dynamic::Inputs { base, day, dangers: &dangers, accidents: &accidents, params, set_by: &self.set.set_by })
    }
}

/// The levels of every subject of the rated layers, computed step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// Base levels, by [`RATED`] layer and row.
    base: [Vec<Base>; 3],
    /// Levels on the day.
    dynamic: [Vec<Rating>; 3],
    day: Option<Date>,
}

impl Levels {
    /// Rates the next subjects.
    pub fn step(&mut self, assessor: &Assessor<'_>, day: Date) -> Step {
        let total: usize = RATED.iter().map(|layer| assessor.len(*layer)).sum();
        let mut left = A_STEP;
        for (i, layer) in RATED.into_iter().enumerate() {
            let from = self.base[i].len();
            let to = assessor.len(layer).min(from + left * as_many(layer));
            // A thread rates as many at a time as take as long as one pipeline.
            for (base, dynamic) in threads::each(from..to, as_many(layer), |row| assessor.rate((layer, row), day)) {
                self.base[i].push(base);
                self.dynamic[i].push(dynamic);
            }
            left -= (to - from).div_ceil(as_many(layer));
            if left == 0 {
                break;
            }
        }
        let done: usize = self.base.iter().map(Vec::len).sum();
        if done == total {
            self.day = Some(day);
            Step::Done
        } else {
            Step::More { done: done as u64, total: total as u64 }
        }
    }

    /// Rates anew for another day: only subjects with dangers or accidents can differ, and facilities whose score
    /// counts accidents.
    pub fn redate(&mut self, assessor: &Assessor<'_>, day: Date) {
        let all = |layer| assessor.book.troubled(layer).into_iter().map(move |row| (layer, row));
        self.rate_again(assessor, RATED.into_iter().flat_map(all), day);
        self.day = Some(day);
    }

    /// Rates anew what a change of the ledger touched, as [`Book::put`] names it, on the day of the levels. Gives how many
    /// subjects it rated; none before the whole city is rated.
    pub fn change(&mut self, assessor: &Assessor<'_>, touched: &[Subject]) -> usize {
        self.day.map_or(0, |day| self.rate_again(assessor, touched.iter().copied(), day))
    }

    fn rate_again(&mut self, assessor: &Assessor<'_>, of: impl Iterator<Item = Subject>, day: Date) -> usize {
        let mut rated = 0;
        for of in of {
            let Some(i) = RATED.iter().position(|layer| *layer == of.0) else { continue };
            let Some((base, dynamic)) = self.again(assessor, of, day) else { continue };
            self.base[i][of.1 as usize] = base;
            self.dynamic[i][of.1 as usize] = dynamic;
            rated += 1;
        }
        rated
    }

    /// A subject's base level and its level on any day, whatever the day of the others; none before it is rated.
    pub fn on(&self, assessor: &Assessor<'_>, of: Subject, day: Date) -> Option<(Base, Rating)> {
        if self.day != Some(day) {
            return self.again(assessor, of, day);
        }
        Some((*self.base(of.0).get(of.1 as usize)?, *self.dynamic(of.0).get(of.1 as usize)?))
    }

    /// A subject that is rated already, rated anew. Its base is computed only where it can differ from day to day: a
    /// facility's score counts accidents.
    fn again(&self, assessor: &Assessor<'_>, of: Subject, day: Date) -> Option<(Base, Rating)> {
        let base = *self.base(of.0).get(of.1 as usize)?;
        let scored = of.0 == LayerName::Facilities && assessor.book.accidents.contains_key(&of);
        let base = if scored { assessor.base(of, day) } else { base };
        Some((base, assessor.dynamic(of, base.rating, day)))
    }

    /// The day of the levels.
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// A layer's base levels, by row.
    pub fn base(&self, layer: LayerName) -> &[Base] {
        RATED.iter().position(|l| *l == layer).map_or(&[], |i| self.base[i].as_slice())
    }

    /// A layer's levels on the day, by row.
    pub fn dynamic(&self, layer: LayerName) -> &[Rating] {
        RATED.iter().position(|l| *l == layer).map_or(&[], |i| self.dynamic[i].as_slice())
    }
}
