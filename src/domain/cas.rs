//! CAS registry numbers: their form and their check digit.

/// What a text is, as a CAS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cas {
    /// Of the form, and its check digit fits.
    Right,
    /// Of the form, but its check digit does not fit: one of its digits is wrong, and it may be any substance.
    Wrong,
    /// Not of the form: a name.
    Not,
}

/// Looks at a text. The digits before the last are weighed 1, 2, 3 … from the right; their sum's last digit is the last.
pub fn check(text: &str) -> Cas {
    let mut parts = text.split('-');
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Cas::Not;
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(2..=7).contains(&a.len()) || b.len() != 2 || c.len() != 1 || ![a, b, c].into_iter().all(digits) {
        return Cas::Not;
    }
    let sum: u32 = a.bytes().chain(b.bytes()).rev().zip(1u32..).map(|(d, place)| u32::from(d - b'0') * place).sum();
    if c.bytes().eq([b'0' + (sum % 10) as u8]) { Cas::Right } else { Cas::Wrong }
}

/// A text with the dashes that spreadsheets put in place of a hyphen, and wide brackets and digits, made plain.
pub fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        '‐' | '‑' | '–' | '—' | '－' | '−' => '-',
        '（' => '(',
        '）' => ')',
        '，' => ',',
        '＞' => '>',
        '＜' => '<',
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    };
    text.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        for right in ["7664-41-7", "68476-85-7", "50-00-0", "1333-74-0", "86290-81-5", "67-56-1", "7732-18-5"] {
            assert_eq!(check(right), Cas::Right, "{right}");
        }
        for wrong in ["7664-14-7", "7664-41-8", "50-00-1", "67-56-2"] {
            assert_eq!(check(wrong), Cas::Wrong, "{wrong}");
        }
        for name in ["", "氨", "1,3-丁二烯", "1-2-3", "7664-41-7-1", "67-56", "6a-56-1", "TNT-10-x", "2,4,6-三硝基甲苯"]
        {
            assert_eq!(check(name), Cas::Not, "{name}");
        }
    }

    #[test]
    fn spreadsheet_dashes_are_hyphens() {
        assert_eq!(check(&plain(" 7664–41－7 ")), Cas::Right);
        assert_eq!(plain("硝酸（＞70%）"), "硝酸(>70%)");
    }
}
