//! Civil dates and times as text and as numbers. Times are local to the city; there is no time zone here.

/// Days from 1970-01-01 to a day of the Gregorian calendar; `None` for a day that does not exist. Years 1–9999.
pub fn days(year: i32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = *LENGTHS.get(month.checked_sub(1)? as usize)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = if month == 2 && !leap { 28 } else { length };
    if !(1..=9999).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * m as i32 + 2) / 5 + day as i32 - 1;
    Some(365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + of_year - 719_468)
}

/// Year, month and day of days since 1970-01-01.
pub fn civil(days: i32) -> (i32, u32, u32) {
    let z = i64::from(days) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * m + 2) / 5 + 1) as u32;
    let month = if m < 10 { m + 3 } else { m - 9 } as u32;
    let year = (year_of_era + era * 400) as i32 + i32::from(month <= 2);
    (year, month, day)
}

/// A day as YYYY-MM-DD.
pub fn write_date(days: i32) -> String {
    let (y, m, d) = civil(days);
    format!("{y:04}-{m:02}-{d:02}")
}

/// Seconds since 1970-01-01T00:00:00 as YYYY-MM-DDTHH:MM:SS, seconds left out when they are 0.
pub fn write_date_time(seconds: i64) -> String {
    let (day, s) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let date = write_date(day as i32);
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if s == 0 { format!("{date}T{h:02}:{m:02}") } else { format!("{date}T{h:02}:{m:02}:{s:02}") }
}

/// What stands behind a time: nothing, or an offset from UTC that was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    /// Local time, as it should be.
    None,
    /// `Z` or `+08:00`: the clock's own time was taken.
    Ignored,
}

/// Reads a day: YYYY-MM-DD, also with `/` or `.`, with one-digit months and days, or YYYYMMDD. A time behind it is
/// left out. Day-first and month-first orders are never guessed.
pub fn parse_date(text: &str) -> Option<i32> {
    let (day, rest) = take_date(text.as_bytes())?;
    let good = rest.is_empty() || take_time(rest).is_some();
    good.then_some(day)
}

/// Reads a local day and time: a day as in [`parse_date`], then `T` or spaces, then HH:MM, HH:MM:SS or with a
/// fraction (left out). A day alone is its midnight.
pub fn parse_date_time(text: &str) -> Option<(i64, Offset)> {
    let (day, rest) = take_date(text.as_bytes())?;
    let (seconds, offset) = if rest.is_empty() { (0, Offset::None) } else { take_time(rest)? };
    Some((i64::from(day) * 86_400 + seconds, offset))
}

fn take_number(bytes: &[u8], max_digits: usize) -> Option<(u32, &[u8])> {
    let (mut value, mut digits) = (0, 0);
    while digits < max_digits
        && let Some(byte @ b'0'..=b'9') = bytes.get(digits)
    {
        value = value * 10 + u32::from(byte - b'0');
        digits += 1;
    }
    (digits > 0).then(|| (value, &bytes[digits..]))
}

fn take_date(bytes: &[u8]) -> Option<(i32, &[u8])> {
    if bytes.len() >= 8 && bytes[..8].iter().all(u8::is_ascii_digit) {
        let (year, rest) = take_number(bytes, 4)?;
        let (month, rest) = take_number(rest, 2)?;
        let (day, rest) = take_number(rest, 2)?;
        return Some((days(year as i32, month, day)?, rest));
    }
    if !bytes.get(..4)?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (year, rest) = take_number(bytes, 4)?;
    let (separator, rest) = rest.split_first()?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let (month, rest) = take_number(rest, 2)?;
    let rest = rest.strip_prefix(&[*separator])?;
    let (day, rest) = take_number(rest, 2)?;
    Some((days(year as i32, month, day)?, rest))
}

fn take_time(bytes: &[u8]) -> Option<(i64, Offset)> {
    let (first, mut rest) = bytes.split_first()?;
    if !matches!(first, b'T' | b't' | b' ') {
        return None;
    }
    while let Some(r) = rest.strip_prefix(b" ") {
        rest = r;
    }
    let (h, rest) = take_number(rest, 2)?;
    let (m, mut rest) = take_number(rest.strip_prefix(b":")?, 2)?;
    let mut s = 0;
    if let Some(r) = rest.strip_prefix(b":") {
        (s, rest) = take_number(r, 2)?;
        if let Some(r) = rest.strip_prefix(b".") {
            rest = &r[r.iter().take_while(|b| b.is_ascii_digit()).count()..];
        }
    }
    let day_end = h == 24 && m == 0 && s == 0;
    // A leap second is the last second of its minute.
    let s = s.min(if s == 60 { 59 } else { s });
    if (h > 23 && !day_end) || m > 59 || s > 59 {
        return None;
    }
    let offset = match rest {
        [] => Offset::None,
        [b'Z' | b'z'] => Offset::Ignored,
        [b'+' | b'-', zone @ ..] if zone.len() <= 6 && zone.iter().all(|b| b.is_ascii_digit() || *b == b':') => {
            Offset::Ignored
        }
        _ => return None,
    };
    Some((i64::from(h) * 3600 + i64::from(m) * 60 + i64::from(s), offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn days_agree_with_jiff_for_every_day_of_ten_millennia() {
        let mut date = Date::constant(1, 1, 1);
        let mut expected = days(1, 1, 1).unwrap();
        assert_eq!(days(1970, 1, 1), Some(0));
        while date.year() < 9999 || date.month() < 12 || date.day() < 31 {
            let (y, m, d) = (i32::from(date.year()), date.month() as u32, date.day() as u32);
            assert_eq!(days(y, m, d), Some(expected), "{date}");
            assert_eq!(civil(expected), (y, m, d), "{date}");
            date = date.tomorrow().unwrap();
            expected += 1;
        }
    }

    #[test]
    fn text_is_read_as_written_or_not_at_all() {
        assert_eq!(parse_date("2024-02-29"), days(2024, 2, 29));
        assert_eq!(parse_date("2024/2/9"), days(2024, 2, 9));
        assert_eq!(parse_date("20240229"), days(2024, 2, 29));
        assert_eq!(parse_date("2024-03-01T10:00"), days(2024, 3, 1));
        for bad in
            ["2023-02-29", "2024-13-01", "24-01-01", "01/02/2024", "2024-01", "", "2024-1/1", "45352", "２０２４"]
        {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
        let day = i64::from(days(2024, 3, 1).unwrap()) * 86_400;
        assert_eq!(parse_date_time("2024-03-01"), Some((day, Offset::None)));
        assert_eq!(parse_date_time("2024-03-01T07:05"), Some((day + 25_500, Offset::None)));
        assert_eq!(parse_date_time("2024-03-01 07:05:09.25"), Some((day + 25_509, Offset::None)));
        assert_eq!(parse_date_time("2024-03-01T07:05:00Z"), Some((day + 25_500, Offset::Ignored)));
        assert_eq!(parse_date_time("2024-03-01T07:05:00+08:00"), Some((day + 25_500, Offset::Ignored)));
        for bad in ["2024-03-01T25:00", "2024-03-01T07:60", "2024-03-01T07", "2024-03-01x", "2024-03-01T07:00 h"] {
            assert_eq!(parse_date_time(bad), None, "{bad}");
        }
        assert_eq!(write_date_time(day + 25_509), "2024-03-01T07:05:09");
        assert_eq!(write_date_time(day + 25_500), "2024-03-01T07:05");
        assert_eq!(write_date_time(-1), "1969-12-31T23:59:59");
    }
}
