//! A column's name as offices write it: the word itself, and what stands in brackets behind it.

use super::super::rule::unit_named;

/// A header taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The word, lower case, without blanks, brackets and marks.
    pub word: String,
    /// What stands in brackets or behind a slash, as it is.
    pub remark: String,
    /// The unit that the remark is, as plans write it.
    pub unit: Option<&'static str>,
}

impl Header {
    pub(super) fn of(name: &str) -> Self {
        let name: String = name.chars().map(half_width).collect();
        let (mut word, mut remark) = (name.clone(), String::new());
        if let Some(open) = name.find(['(', '[', '【', '{'])
            && let Some(close) = name[open..].find([')', ']', '】', '}'])
        {
            let inner = name[open..].chars().next().map_or(1, char::len_utf8);
            remark = name[open + inner..open + close].trim().to_owned();
            let behind = name[open + close..].chars().next().map_or(1, char::len_utf8);
            word = format!("{}{}", &name[..open], &name[open + close + behind..]);
        } else if let Some((before, behind)) = name.rsplit_once('/')
            && !before.is_empty()
            && unit_named(behind.trim()).is_some()
        {
            (word, remark) = (before.to_owned(), behind.trim().to_owned());
        }
        let unit = unit_named(remark.trim_start_matches("单位").trim_start_matches([':', ' ']));
        Self { word: plain(&word), remark, unit }
    }
}

/// A word as it is compared: lower case, half width, without blanks and marks; an ordinal before it is left out.
pub(super) fn plain(word: &str) -> String {
    let word: String = word.chars().map(half_width).collect::<String>().to_lowercase();
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let word = match numbered.strip_prefix(['.', '、']) {
        Some(rest) if numbered.len() < word.len() => rest,
        _ => &word,
    };
    word.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | ':' | '·' | '"' | '\u{feff}'))
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_taken_apart() {
        let of = |name: &str| {
            let h = Header::of(name);
            (h.word, h.remark, h.unit)
        };
        let is = |word: &str, remark: &str, unit| (word.to_owned(), remark.to_owned(), unit);
        assert_eq!(of("高度(m)"), is("高度", "m", Some("m")));
        assert_eq!(of("数量（吨）"), is("数量", "吨", Some("吨")));
        assert_eq!(of("面积（单位：㎡）"), is("面积", "单位:㎡", Some("㎡")));
        assert_eq!(of("*企业 名称\n"), is("企业名称", "", None));
        assert_eq!(of("人数/人"), is("人数", "人", Some("人")));
        assert_eq!(of("经度（WGS84）"), is("经度", "WGS84", None));
        assert_eq!(of("3、单位名称（必填）"), is("单位名称", "必填", None));
        assert_eq!(of("People by day [persons]"), is("peoplebyday", "persons", Some("persons")));
        assert_eq!(of("压力(MPA)").2, Some("MPa"));
        assert_eq!(of("()"), is("", "", None));
        assert_eq!(of("（"), is("(", "", None));
    }
}
