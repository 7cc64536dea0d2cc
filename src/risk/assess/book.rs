//! What happened at each subject: hidden dangers with their events, accidents, inspections, read from the city's tables.

use crate::domain::{City, Layer, LayerName, Value};
use crate::risk::ledger::{Danger, DangerLevel, Event, EventKind, Ledger, Name, State, at_place};
use crate::risk::score;
use jiff::civil::{Date, DateTime};
use std::collections::{HashMap, HashSet};

/// A subject of a level: a layer and a row.
pub type Subject = (LayerName, u32);

/// The city's dangers, accidents and inspections, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The dangers with their events, by their places in the layer.
    pub ledger: Ledger,
    /// Dangers of each subject, by their places in the ledger, ascending.
    pub dangers: HashMap<Subject, Vec<u32>>,
    /// Accidents of each subject.
    pub accidents: HashMap<Subject, Vec<Accident>>,
    /// Whether the dataset has accidents at all.
    pub knows_accidents: bool,
    /// What each danger is about, by its place in the ledger.
    subjects: Vec<Option<Subject>>,
    inspected: HashMap<Subject, Vec<(Date, Option<Name>)>>,
    /// The first and the last day of an event of the layer, those of no danger included.
    event_days: Option<(Date, Date)>,
}

/// An accident.
#[derive(Clone, Debug, PartialEq)]
pub struct Accident {
    /// Its id.
    pub id: String,
    /// Where it is recorded: "file#row".
    pub source: String,
    /// Its day.
    pub on: Option<Date>,
    /// How many died.
    pub deaths: Option<f64>,
    /// Its class, as recorded.
    pub class: Option<score::Class>,
}

impl Book {
    /// Reads a city's tables.
    pub fn read(city: &City) -> Self {
        let (mut names, mut ids) = (Names::default(), IdsOf::default());
        let mut book = Self { knows_accidents: city.layer(LayerName::Accidents).is_some(), ..Self::default() };
        if let Some(layer) = city.layer(LayerName::Dangers) {
            let dangers: Vec<Danger> = (0..layer.len()).map(|row| danger(layer, row, &mut names)).collect();
            let mut events: Vec<(String, Event)> = Vec::new();
            if let Some(layer) = city.layer(LayerName::DangerEvents) {
                events.extend((0..layer.len()).filter_map(|row| event(layer, row, &mut names)));
            }
            book.event_days = span(events.iter().map(|(_, e)| e.at.date()));
            book.ledger = Ledger::new(dangers, events);
            for place in 0..book.ledger.len() {
                let of = book.ledger.dangers()[place].target.as_deref().and_then(|target| ids.subject(city, target));
                book.enter(place, of);
            }
        }
        if let Some(layer) = city.layer(LayerName::Accidents) {
            for row in 0..layer.len() {
                let Some(subject) = layer.text(row, "target").and_then(|target| ids.subject(city, target)) else {
                    continue;
                };
                book.accidents.entry(subject).or_default().push(Accident {
                    id: layer.id(row).to_owned(),
                    source: layer.source(row),
                    on: date(layer, row, "on"),
                    deaths: layer.number(row, "deaths"),
                    class: layer.text(row, "class").and_then(score::Class::read),
                });
            }
        }
        if let Some(layer) = city.layer(LayerName::Inspections) {
            for row in 0..layer.len() {
                let of = layer.text(row, "target").and_then(|target| ids.subject(city, target));
                let (Some(subject), Some(on)) = (of, date(layer, row, "on")) else { continue };
                let campaign = layer.text(row, "campaign").map(|c| names.share(c));
                book.inspected.entry(subject).or_default().push((on, campaign));
            }
        }
        book
    }

    /// A subject's first inspection that is known: ever, or for a campaign or within its days. Known are those of the
    /// `inspections` and the subject's own last one, `inspected_on`.
    pub fn inspected_on(&self, city: &City, of: Subject, campaign: Option<(&str, Date, Date)>) -> Option<Date> {
        let its = self.inspected.get(&of).map(Vec::as_slice).unwrap_or_default();
        let counts = |(on, named): &(Date, Option<&str>)| {
            campaign.is_none_or(|(id, from, to)| *named == Some(id) || (*on >= from && *on <= to))
        };
        let own = Self::last_inspected_on(city, of);
        let all = its.iter().map(|(on, named)| (*on, named.as_deref())).chain(own.map(|on| (on, None)));
        all.filter(counts).map(|(on, _)| on).min()
    }

    /// A subject's last inspection, as its own row has it.
    pub fn last_inspected_on(city: &City, of: Subject) -> Option<Date> {
        city.layer(of.0).and_then(|layer| date(layer, of.1 as usize, "inspected_on"))
    }

    /// A subject as its dangers name it; empty for one without dangers.
    pub fn target_of(&self, of: Subject) -> &str {
        let last = self.dangers.get(&of).and_then(|its| its.last());
        let danger = last.and_then(|place| self.ledger.dangers().get(*place as usize));
        danger.and_then(|danger| danger.target.as_deref()).unwrap_or_default()
    }

    /// Puts a danger with all its events in the place of the one with its id, or after all others. Gives the subjects whose
    /// level may differ now: what it was about and what it is about. Dangers whose closing it makes false, or no longer does,
    /// are at the same target.
    pub fn put(&mut self, city: &City, danger: Danger, events: Vec<Event>) -> Vec<Subject> {
        let before = self.ledger.find(&danger.id).and_then(|place| self.leave(place));
        let days = events.iter().map(|event| event.at.date());
        self.event_days = span(days.chain(self.event_days.into_iter().flat_map(|(first, last)| [first, last])));
        let now = danger.target.as_deref().and_then(|target| subject(city, target));
        let place = self.ledger.put(danger, events);
        self.enter(place, now);
        let mut touched: Vec<Subject> = before.into_iter().chain(now).collect();
        touched.dedup();
        touched
    }

    /// What a danger is about, by its place in the ledger.
    pub fn subject_of(&self, place: usize) -> Option<Subject> {
        self.subjects.get(place).copied().flatten()
    }

    fn enter(&mut self, place: usize, of: Option<Subject>) {
        if self.subjects.len() <= place {
            self.subjects.resize(place + 1, None);
        }
        self.subjects[place] = of;
        let Some(of) = of else { return };
        let its = self.dangers.entry(of).or_default();
        if let Err(at) = its.binary_search(&(place as u32)) {
            its.insert(at, place as u32);
        }
    }

    fn leave(&mut self, place: usize) -> Option<Subject> {
        let of = self.subjects.get_mut(place)?.take()?;
        let its = self.dangers.get_mut(&of)?;
        its.retain(|other| *other != place as u32);
        if its.is_empty() {
            self.dangers.remove(&of);
        }
        Some(of)
    }

    /// The first and the last day on which something of the ledger is or was dated; none where nothing is.
    pub fn days(&self) -> Option<(Date, Date)> {
        let found = self.ledger.dangers().iter().filter_map(|danger| danger.found_on);
        span(found.chain(self.event_days.into_iter().flat_map(|(first, last)| [first, last])))
    }

    /// Every subject of a layer that has dangers or accidents.
    pub fn troubled(&self, layer: LayerName) -> HashSet<u32> {
        let of = |keys: &Subject| (keys.0 == layer).then_some(keys.1);
        self.dangers.keys().filter_map(of).chain(self.accidents.keys().filter_map(of)).collect()
    }

    /// Accidents of a subject up to a day, as the score asks about them; those of no day count. None where the dataset has
    /// no accidents.
    pub fn scored(&self, of: Subject, day: Date) -> Option<Vec<score::Accident>> {
        let as_scored = |a: &Accident| score::Accident {
            on: a.on,
            class: a.class,
            deaths: a.deaths,
            notorious: false,
            row: a.source.clone(),
        };
        let its = self.accidents.get(&of).map(Vec::as_slice).unwrap_or_default();
        let until = its.iter().filter(|accident| accident.on.is_none_or(|on| on <= day));
        self.knows_accidents.then(|| until.map(as_scored).collect())
    }
}

/// Rows by id of the layers that targets name: thousands of targets are looked up.
#[derive(Default)]
struct IdsOf<'a>(HashMap<LayerName, HashMap<&'a str, u32>>);

impl<'a> IdsOf<'a> {
    /// As [`subject`].
    fn subject(&mut self, city: &'a City, target: &str) -> Option<Subject> {
        let (name, id) = layer_and_id(target)?;
        let layer = city.layer(name)?;
        let rows = self.0.entry(name).or_insert_with(|| {
            // Of two rows with one id the first is meant, so that it is put in last.
            let own = (0..layer.len()).rev().map(|row| (layer.id(row), row as u32));
            layer.aliases().chain(own).collect()
        });
        Some((name, *rows.get(id)?))
    }
}

fn layer_and_id(target: &str) -> Option<(LayerName, &str)> {
    let (layer, id) = target.split_once(':')?;
    Some((LayerName::from_code(layer.trim())?, id.trim()))
}

/// The feature that a target names: "facilities:F-102". Looks at every row of the layer.
pub fn subject(city: &City, target: &str) -> Option<Subject> {
    let (layer, id) = layer_and_id(target)?;
    Some((layer, city.layer(layer)?.row_of(id)? as u32))
}

/// The days since 1970-01-01 as a date.
pub fn date_of(days: i32) -> Option<Date> {
    let (year, month, day) = crate::dataset::dates::civil(days);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn date(layer: &Layer, row: usize, field: &str) -> Option<Date> {
    match layer.value(row, field) {
        Some(Value::Date(days)) => date_of(days),
        Some(Value::DateTime(seconds)) => moment_of(seconds).map(DateTime::date),
        _ => None,
    }
}

/// Seconds since 1970-01-01T00:00 local time as a moment.
fn moment_of(seconds: i64) -> Option<DateTime> {
    let date = date_of(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
    let of_day = seconds.rem_euclid(86_400);
    let part = |n: i64| i8::try_from(n).ok();
    Some(date.at(part(of_day / 3600)?, part(of_day / 60 % 60)?, part(of_day % 60)?, 0))
}

fn span(days: impl Iterator<Item = Date>) -> Option<(Date, Date)> {
    days.fold(None, |span, day| Some(span.map_or((day, day), |(a, b): (Date, Date)| (a.min(day), b.max(day)))))
}

/// One copy of every text that rows share.
#[derive(Default)]
struct Names(HashSet<Name>);

impl Names {
    fn share(&mut self, text: &str) -> Name {
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.0.insert(name.clone());
        name
    }
}

fn danger(layer: &Layer, row: usize, names: &mut Names) -> Danger {
    let level = match layer.text(row, "level") {
        Some("major") => DangerLevel::Major,
        _ => DangerLevel::General,
    };
    let mut name = |field| layer.text(row, field).map(|text| names.share(text));
    let target = name("target");
    let (sector, campaign) = (name("sector"), name("campaign"));
    let (category, district) = (name("category"), name("district"));
    let place = || layer.shapes().get(row).coords().first().map(|at| at_place(at.lng, at.lat));
    let target = target.or_else(|| place().map(|at| names.share(&at)));
    Danger {
        target,
        sector,
        campaign,
        category,
        district,
        found_on: date(layer, row, "found_on"),
        due_on: date(layer, row, "due_on"),
        original_due_on: date(layer, row, "original_due_on"),
        plan_approved_on: date(layer, row, "plan_approved_on"),
        supervised: layer.flag(row, "supervised"),
        status: layer.text(row, "status").and_then(State::from_code),
        ..Danger::new(names.share(layer.id(row)), row as u32, level)
    }
}

/// An event with the danger that it is of; none for one without a time, which the reader has refused already.
fn event(layer: &Layer, row: usize, names: &mut Names) -> Option<(String, Event)> {
    let of = layer.text(row, "danger")?.to_owned();
    let at = match layer.value(row, "at")? {
        Value::DateTime(seconds) => moment_of(seconds)?,
        Value::Date(days) => date_of(days)?.at(0, 0, 0, 0),
        _ => return None,
    };
    let kind = layer.text(row, "event").and_then(EventKind::from_code);
    let mut name = |field| layer.text(row, field).map(|text| names.share(text));
    let (by, post) = (name("by"), name("post"));
    Some((of, Event { row: row as u32, at, kind, by, post, due_on: date(layer, row, "due_on") }))
}
