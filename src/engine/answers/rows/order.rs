//! Which rows a table holds, in its order.
//!
//! Each sort key becomes one number a row: its place among the column's values. Text is placed once for each different
//! one, by how it sounds in Chinese and by its letters in English; what is unknown has the last place both ways.

use super::super::super::Engine;
use super::super::super::find::{fold, sound};
use super::super::super::open::Open;
use super::super::super::protocol::{ColumnKey, EngineError, FilterPart, Loosened, RowsColumn, RowsQuery, SortKey};
use super::super::levels::Teller;
use super::super::region::Region;
use super::columns::columns;
use super::{district, figures, listing};
use crate::domain::{Cells, Column, FieldType, Layer, Level, TextColumn, schema};
use crate::text::{self, Lang};
use std::rc::Rc;

/// The newest table: its windows are asked for one after another.
pub struct Listed {
    query: RowsQuery,
    /// The layer's own columns: the same whatever is listed.
    own: Rc<Vec<RowsColumn>>,
    /// Those of what the workbench computes: the same whatever of its list is searched.
    figures: Rc<Vec<RowsColumn>>,
    table: Table,
}

/// A table's rows in its order, its columns, and how many rows the workbench lists.
#[derive(Clone)]
pub struct Table {
    /// The rows.
    pub rows: Rc<Vec<u32>>,
    /// The columns.
    pub columns: Rc<Vec<RowsColumn>>,
    /// Rows of the layer that the workbench lists.
    pub listed: u32,
}

/// The place of what is unknown.
const UNKNOWN: u64 = u64::MAX;

/// The rows of a table, in its order. Levels are those that the engine knows.
pub fn listed(engine: &mut Engine, query: &RowsQuery) -> Result<Table, EngineError> {
    if let Some(newest) = engine.listed.as_ref().filter(|newest| newest.query == *query) {
        return Ok(newest.table.clone());
    }
    let all = listing::rows(engine, query.layer, query.listing.as_ref())?;
    let listed = all.len() as u32;
    let of_listing = |before: &&Listed| before.query.layer == query.layer && before.query.listing == query.listing;
    let figures = match engine.listed.as_ref().filter(of_listing) {
        Some(before) => Rc::clone(&before.figures),
        None => Rc::new(figures::columns(engine, query, &all)),
    };
    let rows = passing(engine, query, all)?;
    let open = engine.open()?;
    let layer = open.city().layer(query.layer).ok_or(EngineError::NoLayer(query.layer))?;
    let teller = Teller::of(engine, query.as_of.as_deref())?;
    let by_key = |key: &SortKey| match &key.column {
        ColumnKey::Figure(of) => {
            let place = |row: &u32| figures::value(engine, query, *row, *of).map_or(UNKNOWN, number_place);
            turned(rows.iter().map(place).collect(), key)
        }
        _ => places((open, &teller), layer, &rows, key, query.lang),
    };
    let keys: Vec<Vec<u64>> = query.sort.iter().map(by_key).collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    if !keys.is_empty() {
        order.sort_unstable_by(|a, b| {
            let differ = |key: &Vec<u64>| key[*a as usize].cmp(&key[*b as usize]);
            keys.iter().map(differ).find(|order| order.is_ne()).unwrap_or_else(|| a.cmp(b))
        });
    }
    let rows: Rc<Vec<u32>> = Rc::new(order.into_iter().map(|i| rows[i as usize]).collect());
    let of_layer = |before: &&Listed| before.query.layer == query.layer;
    let own = match engine.listed.as_ref().filter(of_layer) {
        Some(before) => Rc::clone(&before.own),
        None => Rc::new(columns(open, layer)),
    };
    let place = own.iter().position(|c| matches!(c.key, ColumnKey::Field(_) | ColumnKey::Extra(_)));
    let mut with_figures = own.to_vec();
    let place = place.unwrap_or(own.len());
    with_figures.splice(place..place, figures.iter().cloned());
    let columns = Rc::new(with_figures);
    let table = Table { rows, columns, listed };
    engine.listed = Some(Listed { query: query.clone(), own, figures, table: table.clone() });
    Ok(table)
}

/// Of some rows those that lie in the area and hold the words.
fn passing(engine: &Engine, query: &RowsQuery, mut rows: Vec<u32>) -> Result<Vec<u32>, EngineError> {
    let open = engine.open()?;
    let layer = open.city().layer(query.layer).ok_or(EngineError::NoLayer(query.layer))?;
    if let Some(area) = &query.area {
        let mut inside = vec![false; layer.len()];
        if let Some(ready) = open.get(query.layer) {
            Region::of(open, area)?.rows(ready).into_iter().for_each(|row| inside[row as usize] = true);
        }
        rows.retain(|row| inside[*row as usize]);
    }
    for word in fold(&query.text).split_whitespace() {
        let holds = Holding::of(layer, word);
        rows.retain(|row| holds.row(*row as usize));
    }
    Ok(rows)
}

/// What to loosen where a table has no rows: each filter whose removal alone would leave some, and how many.
pub fn loosened(engine: &mut Engine, query: &RowsQuery) -> Result<Loosened, EngineError> {
    let mut loosened = Loosened::new();
    let others = [
        (FilterPart::Text, RowsQuery { text: String::new(), ..query.clone() }),
        (FilterPart::Area, RowsQuery { area: None, ..query.clone() }),
        (FilterPart::Listing, RowsQuery { listing: None, ..query.clone() }),
    ];
    for (part, other) in others.into_iter().filter(|(_, other)| other != query) {
        let listed = listing::rows(engine, other.layer, other.listing.as_ref())?;
        let rows = passing(engine, &other, listed)?.len() as u32;
        if rows > 0 {
            loosened.push((part, rows));
        }
    }
    Ok(loosened)
}

/// In which of a layer's texts a word occurs.
struct Holding<'a> {
    layer: &'a Layer,
    word: &'a str,
    texts: Vec<(&'a TextColumn, Vec<bool>)>,
    codes: Vec<(&'a [u8], Vec<bool>)>,
    /// Fields of yes or no, and the one of both whose own word holds it.
    flags: Vec<(Cells<'a>, bool)>,
}

impl<'a> Holding<'a> {
    fn of(layer: &'a Layer, word: &'a str) -> Self {
        let holds = |text: &str| fold(text).contains(word);
        let (mut texts, mut codes, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        let mut add = |column: &'a TextColumn| {
            let found: Vec<bool> = column.distinct().iter().map(|text| holds(text)).collect();
            if found.contains(&true) {
                texts.push((column, found));
            }
        };
        for field in schema::all(layer.name()) {
            match (layer.column(field.name), field.kind) {
                (Some(Column::Text(column)), _) => add(column),
                (Some(Column::Code(column)), kind) => {
                    let said = |code: &str| {
                        let words = |lang| text::code(layer.name(), field.name, code, lang);
                        holds(code) || holds(&words(Lang::Zh)) || holds(&words(Lang::En))
                    };
                    let found: Vec<bool> = match kind {
                        FieldType::Code(all) => all.iter().map(|code| said(code)).collect(),
                        FieldType::Kind(all) => all.iter().map(|kind| said(kind.code)).collect(),
                        _ => Vec::new(),
                    };
                    if found.contains(&true) {
                        codes.push((column.as_slice(), found));
                    }
                }
                (_, FieldType::Flag) => {
                    let said = |yes| [Lang::Zh, Lang::En].map(|lang| text::flag(layer.name(), field.name, yes, lang));
                    let held = |yes: &bool| said(*yes).into_iter().flatten().any(holds);
                    flags.extend([true, false].into_iter().filter(held).map(|yes| (layer.cells(field.name), yes)));
                }
                _ => {}
            }
        }
        layer.extra_columns().for_each(|(_, column)| add(column));
        Self { layer, word, texts, codes, flags }
    }

    fn row(&self, row: usize) -> bool {
        let in_text = |(column, found): &(&TextColumn, Vec<bool>)| column.code(row).is_some_and(|i| found[i as usize]);
        let in_code = |(column, found): &(&[u8], Vec<bool>)| {
            let place = column.get(row).and_then(|place| place.checked_sub(1));
            place.and_then(|place| found.get(place as usize)) == Some(&true)
        };
        let in_flag = |(cells, yes): &(Cells<'_>, bool)| cells.flag(row) == Some(*yes);
        self.texts.iter().any(in_text)
            || self.codes.iter().any(in_code)
            || self.flags.iter().any(in_flag)
            || fold(self.layer.id(row)).contains(self.word)
    }
}

/// Each row's place by one key.
fn places((open, teller): (&Open, &Teller<'_>), layer: &Layer, rows: &[u32], key: &SortKey, lang: Lang) -> Vec<u64> {
    let mut places: Vec<u64> = match &key.column {
        ColumnKey::Figure(_) => Vec::new(),
        ColumnKey::Id => by_text(rows.iter().map(|row| Some(layer.id(*row as usize).to_owned())), lang),
        ColumnKey::Name => {
            let fields = if lang == Lang::Zh { ["name", "name_en"] } else { ["name_en", "name"] };
            let cells = fields.map(|field| layer.cells(field));
            let name = |row: &u32| cells.iter().find_map(|cells| cells.text(*row as usize)).map(str::to_owned);
            by_text(rows.iter().map(name), lang)
        }
        ColumnKey::Level => {
            let levels = teller.rows(layer.name(), rows.iter().copied());
            let known = |level: Option<Level>| level.filter(|level| *level != Level::Unrated);
            levels.into_iter().map(|level| known(level).map_or(UNKNOWN, |level| level as u64)).collect()
        }
        ColumnKey::District => {
            let name = |row: &u32| district(open, layer.name(), *row).map(|name| lang.of(&name).to_owned());
            by_text(rows.iter().map(name), lang)
        }
        ColumnKey::Field(name) => layer.column(name).map_or_else(Vec::new, |column| of_column(column, rows, lang)),
        ColumnKey::Extra(name) => {
            let column = layer.extra_columns().find(|(extra, _)| extra == name).map(|(_, column)| column);
            column.map_or_else(Vec::new, |column| of_texts(column, rows, lang))
        }
    };
    places.resize(rows.len(), UNKNOWN);
    turned(places, key)
}

/// Places in the order in which a key runs: what is unknown stays last.
fn turned(mut places: Vec<u64>, key: &SortKey) -> Vec<u64> {
    if key.descending {
        places.iter_mut().filter(|place| **place != UNKNOWN).for_each(|place| *place = UNKNOWN - 1 - *place);
    }
    places
}

fn of_column(column: &Column, rows: &[u32], lang: Lang) -> Vec<u64> {
    let of = |place: &dyn Fn(usize) -> Option<u64>| -> Vec<u64> {
        rows.iter().map(|row| place(*row as usize).unwrap_or(UNKNOWN)).collect()
    };
    match column {
        Column::Text(c) => of_texts(c, rows, lang),
        Column::Code(c) | Column::Flag(c) => of(&|row| c.get(row).filter(|v| **v != 0).map(|v| u64::from(*v))),
        Column::Number(c) => of(&|row| c.get(row).filter(|v| !v.is_nan()).map(|v| number_place(*v))),
        Column::Date(c) => {
            of(&|row| c.get(row).filter(|v| **v != i32::MIN).map(|v| (*v as i64 - i64::from(i32::MIN)) as u64))
        }
        Column::DateTime(c) => {
            of(&|row| c.get(row).filter(|v| **v != i64::MIN).map(|v| v.wrapping_sub(i64::MIN) as u64))
        }
    }
}

/// A number as one that compares as it does: the sign's bit turned, of a negative one all bits.
fn number_place(v: f64) -> u64 {
    let bits = v.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The places of a column's texts; numbers by their value where all of them are numbers.
fn of_texts(column: &TextColumn, rows: &[u32], lang: Lang) -> Vec<u64> {
    let texts = column.distinct();
    let numbers: Option<Vec<u64>> =
        texts.iter().map(|text| text.trim().parse().ok().filter(|v: &f64| !v.is_nan()).map(number_place)).collect();
    let places = numbers.unwrap_or_else(|| by_text(texts.iter().map(|text| Some(text.to_string())), lang));
    rows.iter().map(|row| column.code(*row as usize).map_or(UNKNOWN, |i| places[i as usize])).collect()
}

/// The place of each text among all; the same for equal ones.
fn by_text(texts: impl Iterator<Item = Option<String>>, lang: Lang) -> Vec<u64> {
    let texts: Vec<Option<(String, String)>> = texts
        .map(|text| text.map(|text| (if lang == Lang::Zh { sound(&fold(&text)) } else { fold(&text) }, text)))
        .collect();
    let mut order: Vec<usize> = (0..texts.len()).filter(|i| texts[*i].is_some()).collect();
    order.sort_unstable_by(|a, b| texts[*a].cmp(&texts[*b]));
    let mut places = vec![UNKNOWN; texts.len()];
    let mut place = 0;
    for (n, i) in order.iter().enumerate() {
        place += u64::from(n > 0 && texts[*i] != texts[order[n - 1]]);
        places[*i] = place;
    }
    places
}
