//! Rows that csv-core would only cut at their delimiters.
//!
//! csv-core goes byte by byte, because any byte may be a quotation mark. A field that does not begin with one ends at the
//! next delimiter or line end whatever else is in it, and those are found sixteen bytes at a time. Whatever is not that
//! simple is left to csv-core: `None` is never wrong, only slow.

use memchr::memchr3;

/// A row that was cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'a> {
    /// The row, delimiters and all, without its line end.
    pub text: &'a str,
    /// How many fields it has; each ends in `text` where `ends` says.
    pub count: usize,
    /// Bytes taken: the row, its line end and empty lines before it.
    pub taken: usize,
}

impl<'a> Plain<'a> {
    /// The fields, `ends` being what [`next`] filled.
    pub(super) fn fields(&self, ends: &[usize]) -> impl Iterator<Item = &'a str> {
        let (text, mut start) = (self.text, 0);
        ends[..self.count].iter().map(move |&end| {
            let field = text.get(start..end).unwrap_or("");
            start = end + 1;
            field
        })
    }
}

/// The row at the beginning of `input`, which must be the beginning of a record. `None` where no field may begin with a
/// quotation mark, be other than UTF-8, or reach beyond the input; and where the row is longer than `longest` bytes or has
/// more fields than `ends` has places.
pub(super) fn next<'a>(input: &'a [u8], delimiter: u8, longest: usize, ends: &mut [usize]) -> Option<Plain<'a>> {
    let empty = input.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    let row = &input[empty..];
    let (mut start, mut count) = (0, 0);
    loop {
        let field = &row[start..];
        if field.first() == Some(&b'"') {
            return None;
        }
        let end = start + memchr3(delimiter, b'\n', b'\r', field)?;
        *ends.get_mut(count)? = end;
        count += 1;
        if row[end] != delimiter {
            let text = std::str::from_utf8(row.get(..end).filter(|row| row.len() < longest)?).ok()?;
            return Some(Plain { text, count, taken: empty + end + 1 });
        }
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What csv-core makes of a table's rows, in pieces of so many bytes: fields and the row as it stands in a report.
    fn by_core(table: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(table);
        reader.byte_records().map(|record| record.expect("bytes").iter().map(<[u8]>::to_vec).collect()).collect()
    }

    /// The rows before the first that is not plain, and where it begins.
    fn plain_rows(table: &[u8], delimiter: u8) -> (Vec<Vec<Vec<u8>>>, usize) {
        let (mut rows, mut taken, mut ends) = (Vec::new(), 0, [0; 8]);
        while let Some(plain) = next(&table[taken..], delimiter, 64, &mut ends) {
            rows.push(plain.fields(&ends).map(|field| field.as_bytes().to_vec()).collect());
            taken += plain.taken;
        }
        (rows, taken)
    }

    /// Bytes of which tables consist, those that mean something more often than others.
    fn table() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            8 => prop::sample::select(vec![&b","[..], b";", b"\t", b"\n", b"\r\n", b"\r", b"\"", b"\"\"", b" "]),
            4 => prop::sample::select(vec![&b"a"[..], b"-1.5", "路口".as_bytes(), b"\xef\xbb\xbf", b"0123456789abcdef01"]),
            // GB18030 for 路口, a half of a character, a zero.
            1 => prop::sample::select(vec![&b"\xc2\xb7\xbf\xda"[..], b"\xe8\xb7", b"\x81\x30\x81\x30", b"\0"]),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn plain_rows_are_what_csv_core_reads(table in table(), delimiter in prop::sample::select(vec![b',', b';', b'\t'])) {
            // A byte order mark is taken off before; csv-core would take off another.
            let table = [b"h\n", &table[..]].concat();
            let expected = by_core(&table, delimiter);
            let (rows, taken) = plain_rows(&table, delimiter);
            prop_assert_eq!(&rows[..], &expected[..rows.len()]);
            // From where plain rows end, csv-core reads on as if it had read those before.
            let rest = [b"h\n", &table[taken..]].concat();
            prop_assert_eq!(&by_core(&rest, delimiter)[1..], &expected[rows.len()..]);
        }
    }

    #[test]
    fn what_is_not_plain_is_left() {
        let next = |table: &[u8]| next(table, b',', 16, &mut [0; 3]).map(|plain| (plain.count, plain.taken));
        assert_eq!(next(b"\r\n\na,b\"c\",\r\nd"), Some((3, 11)));
        assert_eq!(next(b"\n,,\n"), Some((3, 4)));
        assert_eq!(next(b"a,\"b\"\n"), None, "quoted");
        assert_eq!(next(b"a,b"), None, "not at its end");
        assert_eq!(next(b"\n\r\n"), None, "nothing but empty lines");
        assert_eq!(next(b"a,\xe8\n"), None, "not UTF-8");
        assert_eq!(next(b"a,b,c,d\n"), None, "too many fields");
        assert_eq!(next(b"0123456789abcde\n"), Some((1, 16)));
        assert_eq!(next(b"0123456789abcdef\n"), None, "too long");
    }
}
