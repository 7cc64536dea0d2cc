//! The open city put right by hand: what can be, what was, and the city as it is then.

use super::Engine;
use super::open::Open;
use super::protocol::{
    Alike, Correctable, Corrected, CorrectionRow, EngineError, FeatureRef, FieldForm, Hit, NamedBytes, Reply, Takes,
};
use crate::dataset::patches;
use crate::dataset::write::words_of;
use crate::domain::{
    Act, Correction, Entry, FieldType, Layer, LayerName, ShapeKind, Standing, Stood, Words, is_correctable,
    is_removable, schema,
};
use crate::risk::assess::{Method, Part};
use crate::risk::explain::Origin;
use crate::spatial::Probe;
use crate::text::{Lang, Said, correction, correction_act, correction_grounds, read_words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far another may lie to be offered as the same thing, metres.
const ALIKE_M: f64 = 500.0;
/// How many of them are offered.
const ALIKE: usize = 30;

/// What of a feature can be put right.
pub fn correctable(open: &Open, of: FeatureRef) -> Result<Correctable, EngineError> {
    let ready = open.feature(of)?;
    if !is_correctable(of.layer) {
        let why = Words::new("此图层的记录不在这里更正", "rows of this layer are not corrected here");
        return Err(EngineError::Correction { field: "layer".to_owned(), why });
    }
    let (layer, row) = (ready.layer, of.row as usize);
    let fields = schema::fields(of.layer).iter().chain(schema::COMMON).filter(|def| !def.name.starts_with('_'));
    let fields = fields.map(|def| {
        let now = layer.value(row, def.name).map(words_of);
        FieldForm {
            field: def.name.to_owned(),
            takes: takes(of.layer, def, now.as_deref()),
            now,
            required: def.required,
        }
    });
    let removable = is_removable(of.layer);
    let mut alike = Vec::new();
    if removable {
        let probe = Probe::of(layer.shapes(), of.row, open.plane());
        let near = ready.placed.index.within(layer.shapes(), &probe, ALIKE_M);
        for other in near.into_iter().filter(|other| other.row != of.row).take(ALIKE) {
            let hit = open.hit(FeatureRef { row: other.row, ..of }, Some(other.distance_m))?;
            alike.push(Alike { hit, stood: stood(layer, other.row as usize) });
        }
        super::apart::tell_apart(open, alike.iter_mut().map(|other| &mut other.hit));
    }
    let shape = layer.shapes().get(row);
    Ok(Correctable {
        hit: open.hit(of, None)?,
        fields: fields.collect(),
        point: shape.coords().first().copied().filter(|_| shape.kind() == ShapeKind::Point),
        removable,
        stood: stood(layer, row),
        alike,
        alike_m: ALIKE_M,
    })
}

/// By what a row is known again.
fn stood(layer: &Layer, row: usize) -> Stood {
    let at = layer.shapes().get(row).coords().first().copied();
    Stood { name: layer.text(row, "name").map(str::to_owned), at }
}

/// What a field takes: of a text of which a method reads only some words these, and what stands there.
fn takes(layer: LayerName, def: &schema::Field, now: Option<&str>) -> Takes {
    match def.kind {
        FieldType::Text => match read_words(layer, def.name) {
            words if words.is_empty() => Takes::Text,
            words => {
                let other = now.filter(|now| !words.contains(now));
                Takes::Code(words.into_iter().chain(other).map(str::to_owned).collect())
            }
        },
        FieldType::Code(codes) => Takes::Code(codes.iter().map(|code| (*code).to_owned()).collect()),
        FieldType::Kind(kinds) => Takes::Code(kinds.iter().map(|kind| kind.code.to_owned()).collect()),
        FieldType::Number { unit, min, max } => Takes::Number { unit: unit.to_owned(), min, max },
        FieldType::Flag => Takes::Flag,
        FieldType::Date => Takes::Date,
        FieldType::DateTime => Takes::DateTime,
        FieldType::List => Takes::List,
    }
}

/// Applies one more correction. One that is malformed or does not fit changes nothing.
pub fn correct(engine: &mut Engine, correction: Correction) -> Result<Reply, EngineError> {
    let valid =
        patches::valid(correction).map_err(|wrong| EngineError::Correction { field: wrong.field, why: wrong.why })?;
    let mut list = engine.open()?.city().corrections.clone();
    list.push(Entry::new(valid));
    let last = list.len() - 1;
    change(engine, list, |list| match list.get(last) {
        Some(Entry::Read { standing: Some(Standing::Unfit { field, why, .. }), .. }) => {
            Err(EngineError::Correction { field: field.clone(), why: why.clone() })
        }
        _ => Ok(()),
    })
}

/// Takes a correction out of the list, by its place.
pub fn uncorrect(engine: &mut Engine, place: u32) -> Result<Reply, EngineError> {
    let mut list = engine.open()?.city().corrections.clone();
    if place as usize >= list.len() {
        return Err(EngineError::NotThere(format!("correction {}", place + 1)));
    }
    list.remove(place as usize);
    change(engine, list, |_| Ok(()))
}

/// Takes over a file of corrections: in the place of the list, or those that are not in it yet.
pub fn patch(engine: &mut Engine, file: &NamedBytes, instead: bool) -> Result<Reply, EngineError> {
    let mut list = if instead { Vec::new() } else { engine.open()?.city().corrections.clone() };
    let mut odd = Vec::new();
    let more = patches::parse(&file.name, &file.bytes, &mut odd);
    if let Some(warning) = odd.into_iter().next() {
        return Err(EngineError::Correction { field: warning.field, why: warning.text });
    }
    patches::add(&mut list, more);
    change(engine, list, |_| Ok(()))
}

/// Puts a list in the place of the one that is in force. Where `judge` refuses what comes of it, all stays as it was.
fn change(
    engine: &mut Engine,
    list: Vec<Entry>,
    judge: impl FnOnce(&[Entry]) -> Result<(), EngineError>,
) -> Result<Reply, EngineError> {
    // What is made here is read again later. A list that becomes no longer is not held to it: it was read.
    let grows = list.len() > engine.open()?.city().corrections.len();
    if grows && (list.len() > patches::MAX || patches::write(&list).len() > patches::LARGEST) {
        let why = Words::new(
            format!("更正太多：一个文件最多 {} 条、8 MB", patches::MAX),
            format!("too many corrections: a file holds {} and 8 MB at most", patches::MAX),
        );
        return Err(EngineError::Correction { field: "corrections".to_owned(), why });
    }
    let generation = engine.next_generation();
    let mut open = engine.open.take().ok_or(EngineError::NoCity)?;
    let before = open.set_corrections(list);
    if let Err(refused) = judge(&open.city().corrections) {
        open.set_corrections(before);
        engine.open = Some(open);
        return Err(refused);
    }
    open.place_anew(&before, generation);
    let info = Box::new(open.info());
    // What was computed for the city as it was is not true of it any more.
    engine.replace(open);
    Ok(Reply::Opened(info))
}

impl Open {
    /// Applies another list of corrections to the rows as they were read; gives the list that was in force.
    fn set_corrections(&mut self, list: Vec<Entry>) -> Vec<Entry> {
        let (city, report) = self.city_and_report();
        patches::undo(city, report);
        let before = std::mem::replace(&mut city.corrections, list);
        patches::redo(city, report);
        before
    }

    /// Indexes the layers that the list in force is about otherwise than the one before.
    fn place_anew(&mut self, before: &[Entry], generation: u32) {
        fn of(list: &[Entry], layer: LayerName) -> impl Iterator<Item = &Correction> {
            list.iter().filter_map(Entry::correction).filter(move |c| c.layer == layer)
        }
        let now = &self.city().corrections;
        let both = before.iter().chain(now).filter_map(Entry::correction);
        let mut layers: BTreeSet<LayerName> = both.map(|c| c.layer).collect();
        layers.retain(|layer| !of(before, *layer).eq(of(now, *layer)));
        layers.into_iter().for_each(|layer| self.place(layer));
        self.look_again(generation);
    }
}

/// Both languages of what is said of a correction.
fn words(of: &Correction, say: fn(&Correction, Lang) -> String) -> Words {
    Words::new(say(of, Lang::Zh), say(of, Lang::En))
}

/// The list.
pub fn list(open: &Open) -> Vec<CorrectionRow> {
    let all = &open.city().corrections;
    let of_layer = |layer: &Layer| {
        let own = all.iter().filter_map(Entry::correction).filter(|c| c.layer == layer.name());
        layer.rows_of(own.map(|c| c.id.as_str()))
    };
    let corrected: BTreeSet<LayerName> = all.iter().filter_map(Entry::correction).map(|c| c.layer).collect();
    let layers = corrected.into_iter().filter_map(|name| open.city().layer(name));
    let rows: BTreeMap<LayerName, HashMap<&str, usize>> = layers.map(|layer| (layer.name(), of_layer(layer))).collect();
    let row = |(place, entry): (u32, &Entry)| {
        let correction = entry.correction();
        let found = correction.and_then(|c| Some((c.layer, *rows.get(&c.layer)?.get(c.id.as_str())?)));
        let hit = found.and_then(|(layer, row)| open.hit(FeatureRef { layer, row: row as u32 }, None).ok());
        let title = correction.map(|c| title(c, hit.as_ref())).unwrap_or_default();
        let says = match entry {
            Entry::Read { correction, .. } => words(correction, correction_act),
            Entry::Rejected { why, .. } => why.clone(),
        };
        let grounds = correction.map(|c| words(c, correction_grounds)).unwrap_or_default();
        CorrectionRow { place, entry: entry.clone(), title, says, grounds, hit }
    };
    (0..).zip(all).map(row).collect()
}

/// What is corrected: as it was called when it went, or as it is called now.
fn title(of: &Correction, hit: Option<&Hit>) -> Words {
    match &of.act {
        Act::Merge { was, .. } | Act::Remove { was } => Words::same(was.name.as_ref().unwrap_or(&of.id)),
        Act::Move { .. } | Act::Set { .. } => hit.map_or_else(|| Words::same(&of.id), |hit| hit.name.clone()),
    }
}

/// The corrections that a feature owes something to.
pub fn of_feature(open: &Open, of: FeatureRef) -> Vec<Corrected> {
    let Some(layer) = open.city().layer(of.layer) else { return Vec::new() };
    let all = layer.corrections(of.row as usize).iter();
    all.filter_map(|place| {
        let Entry::Read { correction, standing: Some(Standing::Applied { took }) } =
            open.city().corrections.get(*place as usize)?
        else {
            return None;
        };
        let field = match &correction.act {
            Act::Set { field, .. } => field.clone(),
            _ => String::new(),
        };
        Some(Corrected {
            place: *place,
            field,
            took: took.clone(),
            says: words(correction, correction_act),
            grounds: words(correction, correction_grounds),
            moved: matches!(correction.act, Act::Move { .. }),
            of,
        })
    })
    .collect()
}

/// The same as notes of an explanation.
pub fn notes(open: &Open, of: FeatureRef) -> Vec<Said> {
    let Some(layer) = open.city().layer(of.layer) else { return Vec::new() };
    let all = layer.corrections(of.row as usize).iter();
    let all = all.filter_map(|place| open.city().corrections.get(*place as usize)?.applied());
    all.map(|of| Said::of(words(of, correction))).collect()
}

/// Says of what went into the workings of a feature's methods that it was put right by hand, and what stood there. Of what
/// two fields may have given, only where no other field says the same.
pub fn mark(open: &Open, of: FeatureRef, parts: &mut [Part]) {
    let Some(layer) = open.city().layer(of.layer) else { return };
    let mut was: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for place in layer.corrections(of.row as usize) {
        let entry = open.city().corrections.get(*place as usize);
        if let Some(Act::Set { field, was: stood, .. }) = entry.and_then(Entry::applied).map(|of| &of.act) {
            // The first has what the source says.
            was.entry(field).or_insert(stood.as_deref());
        }
    }
    if was.is_empty() {
        return;
    }
    let (row, source) = (of.row as usize, layer.source(of.row as usize));
    let value = |field: &str| layer.number(row, field).or(layer.flag(row, field).map(|is| f64::from(u8::from(is))));
    for part in parts {
        let inputs = part.worked.explanation.steps.iter_mut().flat_map(|step| &mut step.inputs);
        for input in inputs.filter(|input| input.from == Origin::Row(source.clone())) {
            let given = given_by(part.method, &input.symbol, &input.label.en());
            let given: Vec<_> = given.iter().filter(|field| value(field) == input.value).collect();
            let stood = given.iter().map(|field| was.get(**field)).collect::<Option<Vec<_>>>();
            if let Some(stood) = stood.and_then(|all| all.into_iter().next()) {
                // As the working has a flag.
                let stood = stood.map(|stood| match stood {
                    "true" => "1",
                    "false" => "0",
                    other => other,
                });
                input.from = Origin::Corrected { row: source.clone(), was: stood.map(str::to_owned) };
            }
        }
    }
}

/// The fields of one value of which an input of a method's working is told, by its symbol or what it is.
fn given_by(method: Method, symbol: &str, label: &str) -> &'static [&'static str] {
    match (method, symbol, label) {
        (Method::Score, _, "score") => &["score.value"],
        (Method::Lec, "L", _) => &["lec.l"],
        (Method::Lec, "E", _) => &["lec.e"],
        (Method::Lec, "C", _) => &["lec.c"],
        (Method::Explosives, "Q", "net explosive quantity") => &["net_explosive_kg"],
        (Method::Pipeline, "d", "diameter") => &["diameter_mm"],
        (Method::Pipeline, "p", _) => &["pressure_mpa"],
        (Method::VenueIndex, _, "people") => &["people_day", "people_night"],
        (Method::VenueIndex, _, "attendants") => &["attendants_day", "attendants_night"],
        (Method::VenueIndex, _, "highest occupied floor") => &["occupied_floor"],
        (Method::VenueIndex, _, "exits") => &["exits"],
        (Method::VenueIndex, _, "people sleep there (1 yes, 0 no)") => &["sleeping"],
        (Method::VenueIndex, _, "below ground (1 yes, 0 no)") => &["underground"],
        _ => &[],
    }
}

/// The file of the open city's corrections.
pub fn file(open: &Open) -> NamedBytes {
    NamedBytes { name: patches::PATCHES.to_owned(), bytes: patches::write(&open.city().corrections) }
}
