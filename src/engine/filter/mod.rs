//! Which rows of a layer are asked about: by kind, by district, by their numbers; of crashes in time and kind. A ranking and the tiles beside
//! it go by the same filter, so that the map shows what the list counts.

pub mod crashes;
pub(in crate::engine) mod numbers;

use super::open::Open;
use super::{Engine, EngineError, decode, encode};
use crate::domain::kinds::{self, Kind};
use crate::domain::{CrashFilter, FieldType, Layer, LayerName, Level, NumberRanges, schema};
use crate::risk::cover::{Lacks, Limits};
use crate::risk::crashes::{CrashCounts, Times};
use crate::risk::districts;
use crate::risk::venues::Indexed;
use numbers::Ranged;
use std::rc::Rc;

/// A filter of a layer's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Codes of the layer's list of kinds, ascending, each once; none is all kinds.
    kinds: Option<Vec<&'static str>>,
    /// A row of the districts; none is the whole city.
    district: Option<u32>,
    /// Of the venues alone: those that lack all of this.
    lacking: Lacks,
    /// Ranges of the layer's numbers; not of the crashes, whose filter has its own.
    ranges: NumberRanges,
    /// Of a layer that is painted by level: those of these levels, worst first, each once; empty is all.
    levels: Vec<Level>,
    /// Of the crashes alone: in time and kind.
    crashes: CrashFilter,
}

impl RowFilter {
    /// A filter of the crashes.
    pub fn of_crashes(crashes: CrashFilter) -> Self {
        Self { crashes, ..Self::default() }
    }

    /// A filter by kinds, of which none means all, and by a row of the districts. A kind that the layer's list does not
    /// have is no row's: with such kinds alone nothing passes.
    pub fn new(layer: LayerName, kinds: &[String], district: Option<u32>) -> Self {
        let known = || -> Vec<&'static str> { kinds.iter().filter_map(|code| known_kind(layer, code)).collect() };
        Self { kinds: (!kinds.is_empty()).then(|| ascending(known())), district, ..Self::default() }
    }

    /// Of these only the venues that lack something.
    pub fn lacking(self, lacking: Lacks) -> Self {
        Self { lacking, ..self }
    }

    /// Of these only rows whose numbers lie in some ranges.
    pub fn ranged(self, ranges: NumberRanges) -> Self {
        Self { ranges, ..self }
    }

    /// Of these only rows that have one of some levels, by the layer's paint; none is all.
    pub fn of_levels(self, levels: &[Level]) -> Self {
        Self { levels: ascending(levels.to_vec()), ..self }
    }

    /// Whether a row passes by its class on the map. Before anything is painted no row is known to have a level.
    fn passes_paint(&self, classes: Option<&[u8]>, row: usize) -> bool {
        let level = classes.and_then(|classes| classes.get(row)).map(|class| Level::of_class(*class));
        level.map_or(self.levels.is_empty(), |level| level.is_among(&self.levels))
    }

    /// Whether it depends on the layer's paint.
    pub(super) fn asks_paint(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Whether every row passes.
    pub fn shows_all(&self) -> bool {
        *self == Self::default()
    }

    /// What a tile's address says of it, to be put behind other parameters; empty when every row passes.
    pub fn to_query(&self) -> String {
        let kinds = self.kinds.as_ref().map(|kinds| format!("&kinds={}", kinds.join("."))).unwrap_or_default();
        let district = self.district.map(|row| format!("&district={row}")).unwrap_or_default();
        let named = |name, codes: String| if codes.is_empty() { codes } else { format!("&{name}={codes}") };
        let lacking = named("lacking", self.lacking.codes());
        let levels = named("levels", Level::codes(&self.levels));
        let mut query = kinds + &district + &lacking + &levels;
        let ranges = self.ranges.to_texts().map(|text| ("num", text));
        for (name, value) in ranges.chain(crashes::to_parts(&self.crashes)) {
            query.push('&');
            query.push_str(name);
            query.push('=');
            encode(&value, &mut query);
        }
        query
    }

    /// The filter of an address's parameters; `None` where one of them cannot be meant for the layer.
    pub fn from_query(layer: LayerName, query: &str) -> Option<Self> {
        let mut filter = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "kinds" => {
                    let codes = value.split('.').filter(|code| !code.is_empty());
                    let known: Option<Vec<&'static str>> = codes.map(|code| known_kind(layer, code)).collect();
                    filter.kinds = Some(ascending(known?));
                }
                "district" => filter.district = Some(value.parse().ok()?),
                "lacking" if layer == LayerName::Venues => filter.lacking = Lacks::from_codes(value)?,
                "levels" if layer != LayerName::Crashes => filter.levels = Level::read_codes(value)?,
                "num" => filter.ranges.read(&[layer], &decode(value))?,
                // These are no filters.
                _ if layer == LayerName::Crashes && !matches!(name, "v" | "paint" | "symbols" | "unchecked") => {
                    crashes::read(&mut filter.crashes, name, &decode(value))?;
                }
                _ => {}
            }
        }
        Some(filter)
    }

    /// The rows that lie in the district, ascending; their kind is not looked at.
    pub(super) fn in_district(&self, open: &Open, layer: LayerName) -> Vec<u32> {
        let Some(ready) = open.get(layer) else { return Vec::new() };
        match (self.district, open.city().layer(LayerName::Districts)) {
            (None, _) => (0..ready.layer.len() as u32).collect(),
            (Some(_), None) => Vec::new(),
            (Some(district), Some(all)) => {
                districts::rows_in(all, district, Indexed { layer: ready.layer, index: &ready.placed.index })
            }
        }
    }

    /// Whether a row is of one of the kinds.
    pub(super) fn is_of_kind(&self, layer: &Layer, row: u32) -> bool {
        let Some(kinds) = &self.kinds else { return true };
        layer.text(row as usize, "kind").is_some_and(|kind| kinds.binary_search(&kind).is_ok())
    }

    /// For each row of a layer whether it passes.
    pub(in crate::engine) fn mask(&self, open: &Open, layer: LayerName) -> Vec<bool> {
        let Some(rows) = open.city().layer(layer) else { return Vec::new() };
        let mut mask = vec![false; rows.len()];
        for row in self.in_district(open, layer) {
            mask[row as usize] = self.is_of_kind(rows, row);
        }
        mask
    }
}

/// What the newest filter of crashes lets through.
#[derive(Clone)]
pub(super) struct Passing {
    filter: CrashFilter,
    /// For each crash whether it passes.
    pub rows: Rc<Vec<bool>>,
    /// How many do not for a value that is unknown alone.
    pub left_out: u32,
}

impl Engine {
    /// What a filter of crashes lets through; none where that is all.
    pub(super) fn passing(&mut self, filter: &CrashFilter) -> Result<Option<Passing>, EngineError> {
        if filter.shows_all() {
            return Ok(None);
        }
        if let Some(newest) = self.passing.as_ref().filter(|of| of.filter == *filter) {
            return Ok(Some(newest.clone()));
        }
        let crashes = self.open.as_ref().ok_or(EngineError::NoCity)?.need(LayerName::Crashes)?.layer;
        let (rows, left_out) = self.times.get_or_insert_with(|| Times::of(crashes)).passing(crashes, filter);
        let newest = Passing { filter: filter.clone(), rows: Rc::new(rows), left_out };
        self.passing = Some(newest.clone());
        Ok(Some(newest))
    }

    /// How many crashes pass a filter, and how many each of its choices would leave.
    pub(super) fn crash_counts(&mut self, filter: &CrashFilter) -> Result<CrashCounts, EngineError> {
        let crashes = self.open.as_ref().ok_or(EngineError::NoCity)?.need(LayerName::Crashes)?.layer;
        Ok(self.times.get_or_insert_with(|| Times::of(crashes)).counts(crashes, filter))
    }

    /// For each row of a layer whether it passes a filter, by level in the classes of some paint.
    pub(super) fn mask(
        &mut self,
        layer: LayerName,
        filter: &RowFilter,
        classes: impl Fn(&Self) -> Option<&[u8]>,
    ) -> Result<Vec<bool>, EngineError> {
        if layer == LayerName::Crashes && !filter.crashes.shows_all() {
            return Ok(self.passing(&filter.crashes)?.map(|passing| passing.rows.to_vec()).unwrap_or_default());
        }
        let mut mask = filter.mask(self.open()?, layer);
        if let Some(rows) = self.open()?.city().layer(layer).filter(|_| !filter.ranges.is_empty()) {
            // Before the ways to stations and hydrants are looked up they are unknown.
            let ranged = Ranged::of(rows, self.access.as_ref(), &filter.ranges);
            mask.iter_mut().zip(0..).for_each(|(passes, row)| *passes = *passes && ranged.passes(row));
        }
        if !filter.lacking.is_empty() {
            // Before the ways to stations and hydrants are looked up nobody is known to lack one.
            let limits = Limits::of(&self.parameters.set_by);
            let lacks =
                |row: usize| self.access.as_ref().is_some_and(|a| limits.lacks_all(a, row as u32, filter.lacking));
            mask.iter_mut().enumerate().for_each(|(row, passes)| *passes = *passes && lacks(row));
        }
        if filter.asks_paint() {
            let classes = classes(self);
            mask.iter_mut()
                .enumerate()
                .for_each(|(row, passes)| *passes = *passes && filter.passes_paint(classes, row));
        }
        Ok(mask)
    }
}

/// In order, each once.
fn ascending<T: Ord>(mut codes: Vec<T>) -> Vec<T> {
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn known_kind(layer: LayerName, code: &str) -> Option<&'static str> {
    let list = schema::fields(layer).iter().find_map(|field| match field.kind {
        FieldType::Kind(list) => Some(list),
        _ => None,
    });
    list.and_then(|list: &'static [Kind]| kinds::find(list, code)).map(|kind| kind.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NumberRange;
    use crate::risk::cover::Lack;
    use LayerName::{Crashes, Venues};

    fn of(kinds: &[&str], district: Option<u32>) -> RowFilter {
        RowFilter::new(Venues, &kinds.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>(), district)
    }

    #[test]
    fn an_address_brings_every_filter_back() {
        for filter in
            [of(&[], None), of(&["mall", "hotel"], None), of(&[], Some(0)), of(&["bar"], Some(12)), of(&["?"], None)]
        {
            assert_eq!(RowFilter::from_query(Venues, &format!("v=3{}", filter.to_query())), Some(filter));
        }
        for lacks in Lack::ALL.map(Lacks::from).into_iter().chain([Lacks::from(Lack::Hydrant).toggled(Lack::Station)]) {
            let filter = of(&["mall"], Some(3)).lacking(lacks);
            assert_eq!(RowFilter::from_query(Venues, &filter.to_query()), Some(filter));
        }
        let mut ranges = NumberRanges::default();
        ranges.set(NumberRange::of_ends("beds", "50..~").unwrap());
        ranges.set(NumberRange::of_ends("station_m", "..2000.5").unwrap());
        let filter = of(&["mall"], Some(3)).ranged(ranges);
        assert_eq!(filter.to_query(), "&kinds=mall&district=3&num=beds:50..~&num=station_m:..2000.5");
        assert_eq!(RowFilter::from_query(Venues, &filter.to_query()), Some(filter.clone()));
        let filter = filter.of_levels(&[Level::Yellow, Level::Red, Level::Red]);
        assert!(filter.to_query().contains("&levels=red.yellow"), "{}", filter.to_query());
        assert_eq!(RowFilter::from_query(Venues, &filter.to_query()), Some(filter.clone()));
        assert_eq!(RowFilter::from_query(Venues, "levels=green"), None, "no level");
        let passing =
            |classes: Option<&[u8]>| (0..3).filter(|row| filter.passes_paint(classes, *row)).collect::<Vec<_>>();
        assert_eq!(
            (passing(Some(&[3, 2, 1])), passing(Some(&[super::super::UNPAINTED; 3])), passing(None)),
            (vec![0, 2], vec![], vec![])
        );
        assert_eq!(RowFilter::from_query(Venues, "num=depth:1.."), None, "no number of a venue");
        assert_eq!(RowFilter::from_query(Venues, "lacking=water"), None);
        assert_eq!(of(&["mall", "hotel", "mall"], Some(7)).to_query(), "&kinds=hotel.mall&district=7");
        assert_eq!(of(&[], None).to_query(), "");
        let turned = RowFilter::from_query(Venues, "kinds=mall.hotel.mall");
        assert_eq!(turned, Some(of(&["hotel", "mall"], None)), "whoever wrote the address");
    }

    #[test]
    fn what_no_row_can_be_lets_nothing_through_and_what_no_page_asks_is_refused() {
        let nothing = of(&["a&b=c"], None);
        assert!(!nothing.shows_all());
        assert_eq!(nothing.to_query(), "&kinds=");
        for bad in ["kinds=spaceport", "kinds=hotel.%26", "district=x", "district=-1", "district="] {
            assert_eq!(RowFilter::from_query(Venues, bad), None, "{bad}");
        }
        assert_eq!(RowFilter::from_query(Crashes, "kinds=hotel"), None, "crashes have no kinds");
    }
}
