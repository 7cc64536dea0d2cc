//! The levels of real cities whose open data says little: what can be rated is, what cannot says what is missing, and no
//! figure stands in a working that its row does not hold.

mod real;

use real::imported;
use riskmap::dataset::{self, WriteOptions};
use riskmap::domain::{Layer, LayerName, Level, Value};
use riskmap::engine::{Engine, LevelsQuery, LevelsTable, NamedBytes, Reply, Request, Why};
use riskmap::risk::explain::Origin;
use std::collections::BTreeSet;

/// Workings of a layer that are read; of more, so many evenly drawn.
const MOST: usize = 1_000;

/// The engine with the city of a plan.
fn engine(plan: &str) -> Option<Engine> {
    let imported = imported(plan)?;
    let files =
        dataset::write(&imported.city, Some(&imported.report), &WriteOptions::default()).expect("it can be written");
    let files = files.iter().map(|(name, bytes)| NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() }).collect();
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files)), Ok(Reply::Opened(_))));
    Some(engine)
}

fn table(engine: &mut Engine, layer: LayerName) -> LevelsTable {
    match engine.handle(Request::Levels(LevelsQuery::of(layer))) {
        Ok(Reply::Levels(table)) => *table,
        other => panic!("{other:?}"),
    }
}

/// Every number that a row holds: its own, yes and no as 1 and 0, and those inside its lists.
fn numbers(layer: &Layer, row: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, value) in layer.values(row) {
        match value {
            Value::Number(v) => drop(found.insert(v.to_string())),
            Value::Flag(yes) => drop(found.insert(f64::from(u8::from(yes)).to_string())),
            Value::Text(text) => {
                let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
                found.extend(parts.filter_map(|part| part.parse::<f64>().ok()).map(|v| v.to_string()));
            }
            _ => {}
        }
    }
    found
}

/// Holds every working of a layer against the rows; gives how many subjects have a level and how many have none.
fn held(engine: &mut Engine, layer: LayerName) -> (usize, usize) {
    let (mut rated, mut unrated) = (0, 0);
    let rows = table(engine, layer).rows;
    for row in rows.iter().step_by(rows.len().div_ceil(MOST)) {
        let why: Why = match engine.handle(Request::Why { of: row.hit.feature, as_of: None }) {
            Ok(Reply::Why(why)) => *why,
            other => panic!("{other:?}"),
        };
        assert_eq!((why.base, why.method), (row.base, row.method), "list and card agree");
        let id = &row.hit.id;
        match why.base.level() {
            Level::Unrated => {
                unrated += 1;
                assert!(why.base.best > why.base.worst, "{id}: a range that is open");
                let says = why.method.is_none() || why.parts.iter().any(|part| !part.worked.missing.is_empty());
                assert!(says, "{id}: nothing is said to be missing");
            }
            _ => {
                rated += 1;
                assert!(why.method.is_some(), "{id}: a level of no method");
            }
        }
        let of = engine.open().unwrap().city().layer(layer).unwrap();
        let (known, at) = (numbers(of, row.hit.feature.row as usize), of.source(row.hit.feature.row as usize));
        for part in &why.parts {
            for input in part.worked.explanation.steps.iter().flat_map(|step| &step.inputs) {
                let (Origin::Row(from), Some(value)) = (&input.from, input.value) else { continue };
                assert!(
                    *from != at || known.contains(&value.to_string()),
                    "{id}: {} is {value}, which its row does not hold: {known:?}",
                    input.label.en()
                );
            }
        }
    }
    (rated, unrated)
}

#[test]
fn liechtenstein() {
    let Some(mut engine) = engine("liechtenstein") else { return };
    let [facilities, venues, pipelines] =
        [LayerName::Facilities, LayerName::Venues, LayerName::Pipelines].map(|layer| held(&mut engine, layer));
    // The map says where and what, and of buildings how high: of people, stocks and protection it says nothing.
    assert_eq!((facilities, venues, pipelines), ((0, 118), (0, 283), (0, 46)));
}

#[test]
fn hong_kong() {
    let Some(mut engine) = engine("hongkong") else { return };
    let [facilities, venues] = [LayerName::Facilities, LayerName::Venues].map(|layer| held(&mut engine, layer));
    // Names, addresses and kinds alone.
    assert_eq!((facilities, venues), ((0, 950), (0, 911)), "of each an even part");
}
