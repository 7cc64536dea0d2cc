//! Cells: text, numbers, yes and no; dates as ISO text.

use super::style::Styles;
use super::{OnRow, Xml, attribute, broken, push_text};
use crate::dataset::dates;
use crate::dataset::format::FileError;
use crate::dataset::limits::Limits;
use quick_xml::events::{BytesStart, Event};

/// One cell's value. A date is the text YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, a time of day HH:MM:SS.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or an error value such as #N/A.
    Empty,
    /// Words, or a date.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// A date's serial number as text: days since 1899-12-31 with a 29 February 1900 that never was, or since 1904-01-01.
/// `None` for what is no day between 1900 and 9999.
pub fn datetime_of_serial(serial: f64, epoch_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let (mut day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    if day == 0 && !epoch_1904 {
        let (h, m, s) = (second / 3600, second / 60 % 60, second % 60);
        return Some(format!("{h:02}:{m:02}:{s:02}"));
    }
    // Days from 1970-01-01 to the day before the first.
    day += if epoch_1904 {
        -24_107
    } else if day < 60 {
        -25_568
    } else if day == 60 {
        return None;
    } else {
        -25_569
    };
    if second == 0 {
        return Some(dates::write_date(day as i32));
    }
    Some(dates::write_date_time(day * 86_400 + second))
}

/// What a sheet's cells refer to.
pub(super) struct SheetReader<'a> {
    pub(super) strings: &'a [Box<str>],
    pub(super) styles: &'a Styles,
    pub(super) epoch_1904: bool,
    pub(super) limits: Limits,
}

/// The cell being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    text: String,
}

impl SheetReader<'_> {
    pub(super) fn read(&self, mut xml: Xml<'_>, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
        let mut buffer = Vec::new();
        let mut row = 0u32;
        let mut cells: Vec<Cell> = Vec::new();
        let mut open: Option<Open> = None;
        let mut next_column = 0;
        let (mut in_value, mut phonetic) = (false, false);
        loop {
            buffer.clear();
            let event = match xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(e) => return Err(broken(format!("row {}: {e}", row + 1))),
            };
            match event {
                Event::Start(e) => match e.local_name().as_ref() {
                    "row" => {
                        row = row_number(&e, row);
                        cells.clear();
                        next_column = 0;
                    }
                    "c" => open = Some(self.open(&e, &mut next_column)),
                    "v" => in_value = open.is_some(),
                    "t" => in_value = open.is_some() && !phonetic,
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::Empty(e) => match e.local_name().as_ref() {
                    "row" => row = row_number(&e, row),
                    // A cell with a style and without a value.
                    "c" => next_column = column_of(&e).unwrap_or(next_column) + 1,
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "v" | "t" => in_value = false,
                    "rPh" => phonetic = false,
                    "c" => {
                        if let Some(cell) = open.take() {
                            self.close(cell, &mut cells);
                        }
                    }
                    "row" => {
                        if cells.iter().any(|c| *c != Cell::Empty) {
                            on_row(row, &cells)?;
                        }
                        cells.clear();
                    }
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                event => {
                    if let (true, Some(cell)) = (in_value, &mut open)
                        && cell.text.len() < self.limits.row_bytes
                    {
                        push_text(&event, &mut cell.text);
                    }
                }
            }
        }
    }

    fn open(&self, e: &BytesStart<'_>, next_column: &mut usize) -> Open {
        let column = column_of(e).unwrap_or(*next_column);
        *next_column = column + 1;
        let style = attribute(e, "s").and_then(|v| v.parse().ok()).unwrap_or(0);
        Open { column, kind: attribute(e, "t").unwrap_or_default(), style, text: String::new() }
    }

    fn close(&self, open: Open, cells: &mut Vec<Cell>) {
        let value = self.value(&open);
        if value == Cell::Empty || open.column >= self.limits.columns {
            return;
        }
        if cells.len() <= open.column {
            cells.resize(open.column + 1, Cell::Empty);
        }
        cells[open.column] = value;
    }

    fn value(&self, open: &Open) -> Cell {
        let words = |t: &str| if t.is_empty() { Cell::Empty } else { Cell::Text(t.replace("_x000D_", "")) };
        match open.kind.as_str() {
            "s" => {
                let string = open.text.trim().parse().ok().and_then(|i: usize| self.strings.get(i));
                string.map_or(Cell::Empty, |s| words(s))
            }
            "b" => Cell::Flag(matches!(open.text.trim(), "1" | "true")),
            "e" => Cell::Empty,
            "inlineStr" | "str" | "d" => words(&open.text),
            _ => match open.text.trim().parse::<f64>() {
                Ok(n) if self.styles.is_date(open.style) => {
                    // A nonsense date stays the number that it is, and whoever wants a date refuses it.
                    datetime_of_serial(n, self.epoch_1904).map_or(Cell::Number(n), Cell::Text)
                }
                Ok(n) => Cell::Number(n),
                Err(_) => words(open.text.trim()),
            },
        }
    }
}

fn row_number(e: &BytesStart<'_>, before: u32) -> u32 {
    attribute(e, "r").and_then(|v| v.parse().ok()).unwrap_or(before.saturating_add(1))
}

/// The column of a cell reference, from 0: "B7" is 1.
fn column_of(e: &BytesStart<'_>) -> Option<usize> {
    let reference = attribute(e, "r")?;
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0usize, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}
