//! Numbers as people read them. Both languages write thousands with commas and decimals with a point.

/// A whole number with thousands commas.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number to three figures, whole from 100 on, a true minus sign; "–" for what is no number.
pub fn number(v: f64) -> String {
    if !v.is_finite() {
        return "–".to_owned();
    }
    let size = v.abs();
    let decimals = match size {
        s if s >= 100.0 || s == s.trunc() => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{size:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    let zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    let sign = if v < 0.0 && !zero { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A number as the data has it, with every figure: thousands commas, a true minus sign; "–" for what is no number.
pub fn exact(v: f64) -> String {
    if !v.is_finite() {
        return "–".to_owned();
    }
    let text = v.abs().to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    let sign = if v < 0.0 { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A number to six figures at most, without the last digits that binary fractions leave behind.
pub fn short(v: f64) -> String {
    if v == f64::INFINITY {
        return "∞".to_owned();
    }
    if v == 0.0 || !v.is_finite() {
        return exact(v);
    }
    // Printed and read back: scaling by a power of ten would bring digits of its own.
    exact(format!("{v:.5e}").parse().unwrap_or(v))
}

/// A length as value and unit: whole metres below a kilometre, then kilometres with two decimals, one from 10 km on.
pub fn metres(m: f64) -> (String, &'static str) {
    match m {
        m if m < 999.5 => (count(m.round().max(0.0) as u64), "m"),
        m if m < 9_995.0 => (format!("{:.2}", m / 1000.0), "km"),
        m => (format!("{:.1}", m / 1000.0), "km"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1_234_567), "1,234,567");
        let cases = [
            (0.0, "0"),
            (-0.0001, "0.000"),
            (-5.0, "−5"),
            (0.0384, "0.038"),
            (2.71234, "2.71"),
            (27.1234, "27.1"),
            (1640.4, "1,640"),
            (f64::NAN, "–"),
        ];
        for (v, said) in cases {
            assert_eq!(number(v), said, "{v}");
        }
    }

    #[test]
    fn recorded_numbers_keep_their_figures() {
        let cases = [(0.4, "0.4"), (1317.45, "1,317.45"), (3_720_000.0, "3,720,000"), (-2.0, "−2"), (f64::NAN, "–")];
        for (v, said) in cases {
            assert_eq!(exact(v), said, "{v}");
        }
    }

    #[test]
    fn numbers_are_short_and_whole() {
        assert_eq!(short(0.1 + 0.2), "0.3");
        assert_eq!(short(3.525), "3.525");
        assert_eq!(short(12_345.678), "12,345.7");
        assert_eq!(short(f64::INFINITY), "∞");
    }

    #[test]
    fn lengths_change_their_unit_where_the_digits_would_not_tell() {
        assert_eq!(metres(999.4), ("999".to_owned(), "m"));
        assert_eq!(metres(999.6), ("1.00".to_owned(), "km"));
        assert_eq!(metres(12_345.0), ("12.3".to_owned(), "km"));
    }
}
