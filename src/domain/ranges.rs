//! Filters by numbers: ranges between two ends, either of which may be open.

use super::layer::LayerName;
use super::schema::{self, FieldType};
use serde::{Deserialize, Serialize};

/// Straight metres to the nearest fire station, of venues.
pub const STATION_M: &str = "station_m";
/// Straight metres to the nearest hydrant that is not known to be dry, of venues.
pub const HYDRANT_M: &str = "hydrant_m";
/// Days past the due day, of dangers; 0 where it is not past.
pub const OVERDUE_DAYS: &str = "overdue_days";
/// People in a venue, the larger of day and night.
pub const PEOPLE: &str = "people";
/// Crashes on a road section, as filtered.
pub const CRASHES: &str = "crashes";
/// These per km.
pub const CRASHES_PER_KM: &str = "crashes_per_km";
/// People killed in them.
pub const DEATHS: &str = "deaths";
/// A road section's length, metres.
pub const LENGTH_M: &str = "length_m";
/// People within the distance that exposure is asked of, by day or by night.
pub const PEOPLE_WITHIN: &str = "people_within";
/// Sensitive venues within it.
pub const SENSITIVE_WITHIN: &str = "sensitive_within";

/// What a ranking of road sections can be narrowed by.
pub const OF_SECTIONS: [&str; 4] = [LENGTH_M, CRASHES, CRASHES_PER_KM, DEATHS];
/// What a ranking by exposure can be narrowed by: of no layer, but of a distance.
pub const OF_EXPOSURE: [&str; 2] = [PEOPLE_WITHIN, SENSITIVE_WITHIN];

/// Layers whose exposure is asked.
pub const EXPOSING: [LayerName; 3] = [LayerName::Facilities, LayerName::Pipelines, LayerName::Routes];

/// Numbers that the engine finds out, of which layers, and their units.
const FOUND: [(&[LayerName], &str, &str); 10] = {
    use LayerName::{Dangers, Roads, Venues};
    [
        (&[Venues], STATION_M, "m"),
        (&[Venues], HYDRANT_M, "m"),
        (&[Venues], PEOPLE, "persons"),
        (&[Dangers], OVERDUE_DAYS, "d"),
        (&[Roads], CRASHES, ""),
        (&[Roads], CRASHES_PER_KM, ""),
        (&[Roads], DEATHS, "persons"),
        (&[Roads], LENGTH_M, "m"),
        (&EXPOSING, PEOPLE_WITHIN, "persons"),
        (&EXPOSING, SENSITIVE_WITHIN, ""),
    ]
};

/// The unit of a number of a layer, empty for counts and ratios; none where the layer has no such number.
pub fn number_unit(layer: LayerName, number: &str) -> Option<&'static str> {
    let of_layer = |(of, name, _): &(&[LayerName], &str, &str)| of.contains(&layer) && *name == number;
    let found = FOUND.into_iter().find(of_layer).map(|(.., unit)| unit);
    found.or_else(|| match schema::fields(layer).iter().find(|field| field.name == number)?.kind {
        FieldType::Number { unit, .. } => Some(unit),
        _ => None,
    })
}

/// Behind the ends in an address: rows whose value is unknown stay.
const WITH_UNKNOWN: char = '~';

/// What a number may be: from one end to the other, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberRange {
    /// The number's name: a field of the schema, or one that the engine finds out.
    pub number: String,
    /// The least; none is no limit.
    pub from: Option<f64>,
    /// The most; none is no limit.
    pub to: Option<f64>,
    /// Whether rows whose value is unknown stay.
    pub with_unknown: bool,
}

/// Its ends are numbers.
impl Eq for NumberRange {}

impl NumberRange {
    /// A range of a number; none where an end is no number, where both are open, or where nothing lies between them.
    pub fn new(number: &str, from: Option<f64>, to: Option<f64>) -> Option<Self> {
        let ends = || from.into_iter().chain(to);
        let is_one = ends().next().is_some() && ends().all(f64::is_finite) && from.zip(to).is_none_or(|(a, b)| a <= b);
        // 0 and −0 are one number, and are to be one text.
        let plain = |end: Option<f64>| end.map(|end| end + 0.0);
        is_one.then(|| Self { number: number.to_owned(), from: plain(from), to: plain(to), with_unknown: false })
    }

    /// Whether a value passes; none is unknown.
    pub fn passes(&self, value: Option<f64>) -> bool {
        value.map_or(self.with_unknown, |v| self.from.is_none_or(|from| from <= v) && self.to.is_none_or(|to| v <= to))
    }

    fn is_of_exposure(&self) -> bool {
        OF_EXPOSURE.contains(&self.number.as_str())
    }

    /// The ends as an address writes them: `50..`, `..20`, `50..500`, and `50..~` where the unknown stay.
    pub fn ends(&self) -> String {
        let end = |end: Option<f64>| end.map(|end| end.to_string()).unwrap_or_default();
        let unknown = if self.with_unknown { String::from(WITH_UNKNOWN) } else { String::new() };
        format!("{}..{}{unknown}", end(self.from), end(self.to))
    }

    /// The range of a number between ends as an address writes them.
    pub fn of_ends(number: &str, ends: &str) -> Option<Self> {
        let (known, with_unknown) = ends.strip_suffix(WITH_UNKNOWN).map_or((ends, false), |known| (known, true));
        let (from, to) = known.split_once("..")?;
        let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<f64>().ok().map(Some) };
        Some(Self { with_unknown, ..Self::new(number, end(from)?, end(to)?)? })
    }
}

/// Ranges of different numbers. A row passes when it passes each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRanges(Vec<NumberRange>);

impl NumberRanges {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ranges, by the numbers' names.
    pub fn iter(&self) -> std::slice::Iter<'_, NumberRange> {
        self.0.iter()
    }

    /// The range of a number.
    pub fn get(&self, number: &str) -> Option<&NumberRange> {
        self.place(number).ok().and_then(|at| self.0.get(at))
    }

    /// Sets the range of its number.
    pub fn set(&mut self, range: NumberRange) {
        match self.place(&range.number) {
            Ok(at) => self.0[at] = range,
            Err(at) => self.0.insert(at, range),
        }
    }

    /// Takes the range of a number out.
    pub fn clear(&mut self, number: &str) {
        self.0.retain(|range| range.number != number);
    }

    /// The same ranges without that of a number.
    pub fn without(&self, number: &str) -> Self {
        let mut other = self.clone();
        other.clear(number);
        other
    }

    /// The same ranges without the one at a place.
    pub fn without_at(&self, place: u8) -> Self {
        self.0.get(usize::from(place)).map_or_else(|| self.clone(), |range| self.without(&range.number))
    }

    /// The ranges of numbers that a layer has, whatever is asked of it.
    pub fn of_layer(&self, layer: LayerName) -> Self {
        let own = |range: &&NumberRange| !range.is_of_exposure() && number_unit(layer, &range.number).is_some();
        Self(self.0.iter().filter(own).cloned().collect())
    }

    /// The ranges of what stands within a distance.
    pub fn of_exposure(&self) -> Self {
        Self(self.0.iter().filter(|range| range.is_of_exposure()).cloned().collect())
    }

    /// The ranges as an address writes them, each with its number: `beds:50..`.
    pub fn to_texts(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|range| format!("{}:{}", range.number, range.ends()))
    }

    /// Takes one range of an address in, of a number that one of some layers has.
    pub fn read(&mut self, layers: &[LayerName], text: &str) -> Option<()> {
        let (number, ends) = text.split_once(':')?;
        layers.iter().find_map(|layer| number_unit(*layer, number))?;
        self.set(NumberRange::of_ends(number, ends)?);
        Some(())
    }

    fn place(&self, number: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|range| range.number.as_str().cmp(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LayerName::{Dangers, Facilities, Venues};

    #[test]
    fn what_is_written_is_read_back() {
        for (ends, from, to, with_unknown) in [
            ("50..", Some(50.0), None, false),
            ("..-2.5", None, Some(-2.5), false),
            ("0.1..500", Some(0.1), Some(500.0), false),
            ("..20~", None, Some(20.0), true),
        ] {
            let range = NumberRange { number: "beds".to_owned(), from, to, with_unknown };
            assert_eq!(range.ends(), ends);
            assert_eq!(NumberRange::of_ends("beds", ends), Some(range));
        }
        assert_eq!(NumberRange::new("beds", Some(-0.0), None).map(|range| range.ends()).as_deref(), Some("0.."));
        for bad in ["", "..", "~", "5", "9..3", "x..3", "NaN..3", "..inf", "1..2..3"] {
            assert_eq!(NumberRange::of_ends("beds", bad), None, "{bad}");
        }
    }

    #[test]
    fn both_ends_are_in_it_and_the_unknown_only_where_it_is_asked_for() {
        let range = NumberRange::of_ends("beds", "5..10").unwrap();
        let passing = |range: &NumberRange| [4.9, 5.0, 10.0, 10.1].map(|v| range.passes(Some(v)));
        assert_eq!((passing(&range), range.passes(None)), ([false, true, true, false], false));
        let range = NumberRange { with_unknown: true, ..range };
        assert_eq!((passing(&range), range.passes(None)), ([false, true, true, false], true));
    }

    #[test]
    fn a_number_has_one_range_and_only_where_the_layer_has_the_number() {
        let mut of = NumberRanges::default();
        for text in ["floors:3..", "beds:1..2", "beds:50..", "station_m:..2000"] {
            assert_eq!(of.read(&[Venues], text), Some(()), "{text}");
        }
        let texts: Vec<String> = of.to_texts().collect();
        assert_eq!(texts, ["beds:50..", "floors:3..", "station_m:..2000"]);
        for bad in ["kind:1..2", "moon:1..2", "beds", "overdue_days:1.."] {
            assert_eq!(of.clone().read(&[Venues], bad), None, "{bad}");
        }
        assert_eq!(of.of_layer(Facilities), NumberRanges::default());
        let mut both = NumberRanges::default();
        assert_eq!(
            both.read(&[Facilities], "workers_day:5..").and(both.read(&[Facilities], "people_within:9..")),
            Some(())
        );
        let texts = |of: NumberRanges| of.to_texts().collect::<Vec<_>>();
        assert_eq!(texts(both.of_layer(Facilities)), ["workers_day:5.."], "what is near is no number of the layer");
        assert_eq!(texts(both.of_exposure()), ["people_within:9.."]);
        assert_eq!(of.without("beds").to_texts().count(), 2);
        assert_eq!((number_unit(Venues, "area_m2"), number_unit(Dangers, OVERDUE_DAYS)), (Some("m²"), Some("d")));
    }
}
