//! Which cell styles show numbers as dates.

use super::{Xml, attribute, broken};
use crate::dataset::format::FileError;
use quick_xml::events::Event;
use std::collections::HashMap;

/// By the place of a cell's style: whether it shows a date or a time.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<bool>);

impl Styles {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, FileError> {
        let mut buffer = Vec::new();
        let mut formats: HashMap<u32, bool> = HashMap::new();
        let mut styles = Vec::new();
        let mut in_cells = false;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(broken)? {
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&e, "numFmtId").and_then(|v| v.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&e, "formatCode")) {
                            formats.insert(id, shows_date(&code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = attribute(&e, "numFmtId").and_then(|v| v.parse().ok()).unwrap_or(0);
                        styles.push(formats.get(&id).copied().unwrap_or(is_builtin_date(id)));
                    }
                    _ => {}
                },
                Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
                Event::Eof => return Ok(Self(styles)),
                _ => {}
            }
        }
    }

    pub(super) fn is_date(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or(false)
    }
}

/// Numbers of built-in formats, the East Asian ones included.
fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format's code has a letter of a date or time outside quotes, escapes and brackets.
fn shows_date(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let _ = chars.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                let _ = chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    return true;
                }
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return true,
            'G' if chars.as_str().starts_with("eneral") => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for date in ["yyyy-mm-dd", "YYYY\"年\"M\"月\"", "[$-804]yyyy\\年", "h:mm AM/PM", "[h]:mm", "d.m.yy;@"] {
            assert!(shows_date(date), "{date}");
        }
        for number in ["0.00", "General", "#,##0", "\"mm\"0", "[Red]0", "0\\d", "@", "0.0E+00"] {
            assert!(!shows_date(number), "{number}");
        }
    }
}
