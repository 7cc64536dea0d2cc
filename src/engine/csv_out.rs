//! Tables as CSV that spreadsheets read: UTF-8 with BOM, CRLF, text cells that a spreadsheet would run made harmless.

use super::answers::About;
use super::protocol::NamedBytes;

/// A cell.
pub enum Cell {
    /// Words from the data. A text that begins like a formula gets an apostrophe.
    Text(String),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A number as it was read.
    Exact(f64),
    /// A count.
    Count(u32),
    /// Unknown.
    Empty,
}

impl Cell {
    /// A number, or empty when unknown.
    pub fn number(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Empty, |v| Self::Number(v, decimals))
    }

    /// Words from the data.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    pub(super) fn write(&self) -> String {
        match self {
            // Only text is guarded: a number that begins with a minus stays a number.
            Self::Text(t) if t.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{t}"),
            Self::Text(t) => t.clone(),
            Self::Number(v, decimals) => format!("{v:.decimals$}"),
            Self::Exact(v) => v.to_string(),
            Self::Count(n) => n.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// A table as a file. The header holds the units; behind each row stands what the table rests on.
pub fn table(name: &str, header: &[&str], about: &About, rows: impl IntoIterator<Item = Vec<Cell>>) -> NamedBytes {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    // Writing to memory does not fail, and every row has the header's length.
    let _ = writer.write_record(header.iter().copied().chain(about.names()));
    for row in rows {
        debug_assert_eq!(row.len(), header.len());
        let about = about.cells();
        let _ = writer.write_record(row.into_iter().chain(about).map(|cell| cell.write()));
    }
    let _ = writer.flush();
    drop(writer);
    NamedBytes { name: name.to_owned(), bytes: out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_guarded_and_numbers_are_left_alone() {
        let file = table(
            "t.csv",
            &["name", "value"],
            &About::default(),
            [
                vec![Cell::text("=1+1"), Cell::Number(-5.0, 1)],
                vec![Cell::text("@x, \"y\""), Cell::Empty],
                vec![Cell::text("人民路"), Cell::Count(3)],
            ],
        );
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text, "\u{feff}name,value\r\n'=1+1,-5.0\r\n\"'@x, \"\"y\"\"\",\r\n人民路,3\r\n");
    }

    /// What every row repeats is guarded as well: a source's name comes from the data, too.
    #[test]
    fn what_a_table_rests_on_stands_behind_every_row() {
        let about = About::default().and("source", "=2+3, \"x\"").and("from", "");
        let file = table("t.csv", &["n"], &about, [vec![Cell::Count(1)], vec![Cell::Count(2)]]);
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text, "\u{feff}n,source,from\r\n1,\"'=2+3, \"\"x\"\"\",\r\n2,\"'=2+3, \"\"x\"\"\",\r\n");
    }
}
