//! A TOML text as its values, each with the path of its key: all that a rule pack needs of one.
//!
//! Read by `toml_parser`, on which the crate `toml` stands: that makes the page's engine 20 kB larger (gzipped). In a program
//! that has nothing else it is 32 kB, and `toml` 44.

use crate::domain::Words;
use std::borrow::Cow;
use std::collections::BTreeSet;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

/// Tables in tables that are followed.
const DEEPEST: u32 = 20;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// A text, a date or a time.
    Text(String),
    /// A whole or other number.
    Number(f64),
    /// Something else, as it stands in the file.
    Other(String),
}

/// A value with its key's path.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The tables' names and the key, from the outside in.
    pub path: Vec<String>,
    /// The value.
    pub leaf: Leaf,
}

/// The values of a text, in its order; or what is wrong with it, with the line.
pub fn entries(text: &str) -> Result<Vec<Entry>, Words> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut reader = Reader::over(source);
    let mut error: Option<ParseError> = None;
    parse_document(&tokens, &mut RecursionGuard::new(&mut reader, DEEPEST), &mut error);
    match error {
        None => Ok(reader.entries),
        Some(error) => {
            let at = error.unexpected().or(error.context()).map_or(0, |span| span.start());
            let line = 1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            let why = error.description();
            Err(Words::new(format!("第 {line} 行：{why}"), format!("line {line}: {why}")))
        }
    }
}

/// Where the reader is.
struct Reader<'a> {
    source: Source<'a>,
    entries: Vec<Entry>,
    /// The table whose header came last.
    table: Vec<String>,
    /// Inline tables that are open, by the length of the path that each began at.
    open: Vec<usize>,
    /// The path of the value to come, below `table`.
    path: Vec<String>,
    /// Keys since the last value or header.
    keys: usize,
    in_header: bool,
    /// Arrays that are open, and where the outermost began.
    arrays: u32,
    array_from: usize,
    seen: BTreeSet<Vec<String>>,
}

impl<'a> Reader<'a> {
    fn over(source: Source<'a>) -> Self {
        Self {
            source,
            entries: Vec::new(),
            table: Vec::new(),
            open: Vec::new(),
            path: Vec::new(),
            keys: 0,
            in_header: false,
            arrays: 0,
            array_from: 0,
            seen: BTreeSet::new(),
        }
    }

    fn text(&self, span: Span) -> &'a str {
        self.source.input().get(span.start()..span.end()).unwrap_or_default()
    }

    fn value(&mut self, leaf: Leaf, span: Span, error: &mut dyn ErrorSink) {
        let path: Vec<String> = self.table.iter().chain(&self.path).cloned().collect();
        self.path.truncate(self.path.len().saturating_sub(self.keys));
        self.keys = 0;
        if !self.seen.insert(path.clone()) {
            error.report_error(ParseError::new(format!("{} is there twice", path.join("."))).with_unexpected(span));
        }
        self.entries.push(Entry { path, leaf });
    }
}

impl EventReceiver for Reader<'_> {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        (self.in_header, self.keys) = (true, 0);
        self.table.clear();
        self.path.clear();
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        (self.in_header, self.keys) = (false, 0);
    }

    fn array_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        error.report_error(ParseError::new("a list of tables has no meaning here").with_unexpected(span));
    }

    fn inline_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        if self.arrays == 0 {
            self.open.push(self.keys);
            self.keys = 0;
        }
        true
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.arrays == 0 {
            let keys = self.open.pop().unwrap_or_default();
            self.path.truncate(self.path.len().saturating_sub(keys));
            self.keys = 0;
        }
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        if self.arrays == 0 {
            self.array_from = span.start();
        }
        self.arrays += 1;
        true
    }

    fn array_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.arrays = self.arrays.saturating_sub(1);
        if self.arrays == 0 {
            let whole = self.source.input().get(self.array_from..span.end()).unwrap_or_default().to_owned();
            self.value(Leaf::Other(whole), span, error);
        }
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.arrays > 0 {
            return;
        }
        let mut key = Cow::Borrowed("");
        if let Some(raw) = self.source.get(span) {
            let raw = toml_parser::Raw::new_unchecked(raw.as_str(), encoding, span);
            raw.decode_key(&mut key, error);
        }
        if self.in_header {
            self.table.push(key.into_owned());
        } else {
            self.path.push(key.into_owned());
            self.keys += 1;
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.arrays > 0 {
            return;
        }
        let written = self.text(span);
        let raw = toml_parser::Raw::new_unchecked(written, encoding, span);
        let mut text = Cow::Borrowed("");
        let leaf = match raw.decode_scalar(&mut text, error) {
            ScalarKind::String | ScalarKind::DateTime => Leaf::Text(text.into_owned()),
            ScalarKind::Float => text.parse().map_or_else(|_| Leaf::Other(written.to_owned()), Leaf::Number),
            ScalarKind::Integer(radix) => match i64::from_str_radix(&text, radix.value()) {
                Ok(whole) => Leaf::Number(whole as f64),
                Err(_) => Leaf::Other(written.to_owned()),
            },
            ScalarKind::Boolean(_) => Leaf::Other(written.to_owned()),
        };
        self.value(leaf, span, error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Vec<(String, Leaf)> {
        entries(text).unwrap().into_iter().map(|e| (e.path.join("/"), e.leaf)).collect()
    }

    #[test]
    fn values_come_with_their_paths() {
        let text = "name = { zh = '某省', en = \"A\\u0062\" } # a comment\n\"a.b\" = 1_000\nc.d = -2.5\n\
                    [t.\"u v\"]\nx = 0x10\ny = { value = 3, more = { deep = inf } }\nz.w = 2024-01-02\n\
                    [t]\nlist = [1, { a = 2 }, [3]]\nyes = true\n";
        let text_of = |t: &str| Leaf::Text(t.to_owned());
        let other = |t: &str| Leaf::Other(t.to_owned());
        let all = [
            ("name/zh", text_of("某省")),
            ("name/en", text_of("Ab")),
            ("a.b", Leaf::Number(1000.0)),
            ("c/d", Leaf::Number(-2.5)),
            ("t/u v/x", Leaf::Number(16.0)),
            ("t/u v/y/value", Leaf::Number(3.0)),
            ("t/u v/y/more/deep", Leaf::Number(f64::INFINITY)),
            ("t/u v/z/w", text_of("2024-01-02")),
            ("t/list", other("[1, { a = 2 }, [3]]")),
            ("t/yes", other("true")),
        ];
        assert_eq!(flat(text), all.map(|(path, leaf)| (path.to_owned(), leaf)));
        assert_eq!(flat(""), []);
    }

    #[test]
    fn what_is_no_toml_is_said_with_its_line() {
        for (bad, line) in [
            ("a = 1\nb = ", 2),
            ("a = 1\na = 2\n", 2),
            ("[a]\nb = 1\n[a]\nb = 2\n", 4),
            ("a = 1\n\n[[b]]\nc = 1\n", 3),
            ("a = \"x", 1),
            ("= 1", 1),
            ("a = 1 2", 1),
            ("a = { b = 1, b = 2 }", 1),
            (&format!("a = {}", "[".repeat(100_000)), 1),
        ] {
            let words = entries(bad).unwrap_err();
            assert!(words.en.starts_with(&format!("line {line}: ")), "{bad:.20}: {words:?}");
        }
    }
}
