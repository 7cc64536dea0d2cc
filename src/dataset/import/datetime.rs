//! Dates and times written by a pattern such as `%Y%m%d %H%M%S`.

use crate::dataset::dates;

/// A pattern: %Y %y %m %d %H %I %M %S %p %b %B, literal characters, and blanks that stand for any blanks.
#[derive(Clone, Debug)]
pub struct Format {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Number(Unit, u8),
    Month,
    AmPm,
    Blank,
    Literal(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Year,
    ShortYear,
    Month,
    Day,
    Hour,
    Hour12,
    Minute,
    Second,
}

#[derive(Default)]
struct Fields {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    hour: i64,
    minute: i64,
    second: i64,
    has_time: bool,
    afternoon: Option<bool>,
}

impl Format {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let part = match c {
                '%' => match chars.next() {
                    Some('Y') => Part::Number(Unit::Year, 4),
                    Some('y') => Part::Number(Unit::ShortYear, 2),
                    Some('m') => Part::Number(Unit::Month, 2),
                    Some('d') => Part::Number(Unit::Day, 2),
                    Some('H') => Part::Number(Unit::Hour, 2),
                    Some('I') => Part::Number(Unit::Hour12, 2),
                    Some('M') => Part::Number(Unit::Minute, 2),
                    Some('S') => Part::Number(Unit::Second, 2),
                    Some('p') => Part::AmPm,
                    Some('b' | 'B') => Part::Month,
                    Some('%') => Part::Literal('%'),
                    other => {
                        let found = other.map_or(String::new(), |c| c.to_string());
                        return Err(format!("format {text:?}: %{found} is not known (%Y %y %m %d %H %I %M %S %p %b)"));
                    }
                },
                c if c.is_whitespace() => Part::Blank,
                c => Part::Literal(c),
            };
            if part != Part::Blank || parts.last() != Some(&Part::Blank) {
                parts.push(part);
            }
        }
        let has = |u: Unit| parts.iter().any(|p| matches!(p, Part::Number(x, _) if *x == u));
        let month = has(Unit::Month) || parts.contains(&Part::Month);
        if !((has(Unit::Year) || has(Unit::ShortYear)) && month && has(Unit::Day)) {
            return Err(format!("format {text:?} needs a year, a month and a day"));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads a date and time as ISO text. Numbers that stand without anything between them (`%H%M%S`) may have lost
    /// their leading zeros, as in tables that took them for numbers: "90530" is 09:05:30.
    pub fn read(&self, found: &str) -> Option<String> {
        let mut fields = Fields::default();
        let mut rest = found.trim();
        let mut at = 0;
        while at < self.parts.len() {
            match self.parts[at] {
                Part::Number(..) => {
                    let run = self.parts[at..].iter().take_while(|p| matches!(p, Part::Number(..))).count();
                    rest = self.numbers(&self.parts[at..at + run], rest, &mut fields)?;
                    at += run;
                    continue;
                }
                Part::Blank => rest = rest.trim_start(),
                Part::Literal(c) => rest = rest.strip_prefix(c)?,
                Part::AmPm => {
                    let word: String = rest.chars().take(2).collect();
                    fields.afternoon = Some(match word.to_ascii_uppercase().as_str() {
                        "AM" | "上午" => false,
                        "PM" | "下午" => true,
                        _ => return None,
                    });
                    rest = &rest[word.len()..];
                }
                Part::Month => {
                    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                    fields.month = Some(month_of(&rest[..letters])?);
                    rest = &rest[letters..];
                }
            }
            at += 1;
        }
        if !rest.trim().is_empty() {
            return None;
        }
        fields.iso()
    }

    fn numbers<'a>(&self, run: &[Part], rest: &'a str, fields: &mut Fields) -> Option<&'a str> {
        let width: usize = run.iter().map(|p| if let Part::Number(_, w) = p { usize::from(*w) } else { 0 }).sum();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(width);
        if digits == 0 {
            return None;
        }
        let padded = format!("{:0>width$}", &rest[..digits]);
        let mut place = 0;
        for part in run {
            let Part::Number(unit, width) = *part else { return None };
            let number: u32 = padded.get(place..place + usize::from(width))?.parse().ok()?;
            place += usize::from(width);
            fields.set(unit, number)?;
        }
        Some(&rest[digits..])
    }
}

impl Fields {
    fn set(&mut self, unit: Unit, number: u32) -> Option<()> {
        let within = |limit: u32| (number <= limit).then_some(i64::from(number));
        match unit {
            Unit::Year => self.year = Some(number as i32),
            // Two digits: 69 and later are of the last century, as POSIX has it.
            Unit::ShortYear => self.year = Some(number as i32 + if number < 69 { 2000 } else { 1900 }),
            Unit::Month => self.month = Some(number),
            Unit::Day => self.day = Some(number),
            Unit::Hour => self.hour = within(23)?,
            Unit::Hour12 => self.hour = (1..=12).contains(&number).then_some(i64::from(number % 12))?,
            Unit::Minute => self.minute = within(59)?,
            Unit::Second => self.second = within(59)?,
        }
        self.has_time |= matches!(unit, Unit::Hour | Unit::Hour12 | Unit::Minute | Unit::Second);
        Some(())
    }

    fn iso(self) -> Option<String> {
        let day = dates::days(self.year?, self.month?, self.day?)?;
        if !self.has_time {
            return Some(dates::write_date(day));
        }
        let noon = if self.afternoon == Some(true) && self.hour < 12 { 12 } else { 0 };
        let seconds = (self.hour + noon) * 3600 + self.minute * 60 + self.second;
        Some(dates::write_date_time(i64::from(day) * 86_400 + seconds))
    }
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| word.starts_with(m))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (format, found, iso) in [
            ("%Y%m%d %H%M%S", "20240301 083005", Some("2024-03-01T08:30:05")),
            ("%Y%m%d %H%M%S", "20240301 83005", Some("2024-03-01T08:30:05")),
            ("%Y%m%d %H%M%S", "20240301 0", Some("2024-03-01T00:00")),
            ("%Y%m%d %H%M%S", "資料提供日期：20240301 1", None),
            ("%m/%d/%y %H:%M", "2/13/10 23:35", Some("2010-02-13T23:35")),
            ("%d/%m/%Y", "13/02/1999", Some("1999-02-13")),
            ("%d %b %Y %I:%M %p", "3 March 2020 12:05 am", Some("2020-03-03T00:05")),
            ("%d %b %Y %I:%M %p", "3 Mar 2020 1:05 PM", Some("2020-03-03T13:05")),
            ("%Y年%m月%d日", "2024年3月1日", Some("2024-03-01")),
            ("%Y-%m-%d", "2023-02-29", None),
            ("%Y-%m-%d", "2023-02-28x", None),
            ("%Y-%m-%d %H:%M", "2023-02-28 24:00", None),
        ] {
            assert_eq!(Format::parse(format).unwrap().read(found).as_deref(), iso, "{found} by {format}");
        }
        assert!(Format::parse("%Q").is_err() && Format::parse("%H:%M").is_err());
    }
}
