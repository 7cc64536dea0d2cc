//! Every word of the page, in Chinese and English. What the core calls things (layers, fields, kinds, codes, units) is
//! in [`crate::text`]; the tables here are the page's own.
//!
//! A word cannot exist in one language alone: each is one line of one table, with both. Gaps are `{0}`, `{1}`, …;
//! `{s0}` is the English plural ending after a count in gap 0, `{0:person:people}` a noun that needs more than that.

mod table;

pub use table::Word;

use crate::text::Lang;

impl Word {
    /// The word in a language.
    pub const fn said(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// The sentence in a language with its gaps filled. Parts are put in as they are, braces included.
    pub fn fill(self, lang: Lang, parts: &[&str]) -> String {
        let mut rest = self.said(lang);
        let mut out = String::with_capacity(rest.len() + 16);
        while let Some(at) = rest.find('{') {
            let Some(end) = rest[at..].find('}') else { break };
            let gap = &rest[at + 1..at + end];
            out.push_str(&rest[..at]);
            match (gap.strip_prefix('s'), gap.split(':').collect::<Vec<_>>().as_slice()) {
                (Some(of), _) => out.push_str(if part(parts, of) == "1" { "" } else { "s" }),
                (None, [of, one, many]) => out.push_str(if part(parts, of) == "1" { one } else { many }),
                (None, _) => out.push_str(part(parts, gap)),
            }
            rest = &rest[at + end + 1..];
        }
        out.push_str(rest);
        out
    }
}

fn part<'a>(parts: &[&'a str], gap: &str) -> &'a str {
    gap.parse::<usize>().ok().and_then(|n| parts.get(n)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The gaps of a sentence, plural endings aside.
    fn gaps(text: &str) -> BTreeSet<&str> {
        let inside = text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(gap, _)| gap);
        inside.filter(|gap| !gap.starts_with('s') && !gap.contains(':')).collect()
    }

    #[test]
    fn both_languages_have_the_same_gaps() {
        for word in Word::ALL {
            assert!(!word.zh().is_empty() && !word.en().is_empty(), "{word:?}");
            assert_eq!(gaps(word.zh()), gaps(word.en()), "{word:?}");
            assert!(!word.zh().contains("{s") && !word.zh().contains(":"), "{word:?}: Chinese has no plural");
        }
    }

    #[test]
    fn no_english_is_left_in_chinese_letters() {
        for word in Word::ALL {
            let chinese = word.en().chars().find(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
            assert!(chinese.is_none() || *word == Word::OtherLanguage, "{word:?}: {}", word.en());
        }
    }

    /// `1 crashes` is the slip that nobody sees in a table of thousands.
    #[test]
    fn no_noun_after_a_gap_is_plural_for_one() {
        for word in Word::ALL {
            for noun in ["crashes", "people", "venues", "floors", "sections", "rows", "points", "objects"] {
                let after = |gap: &str| word.en().contains(&format!("{{{gap}}} {noun}"));
                assert!(!after("0") && !after("1"), "{word:?}: {}", word.en());
            }
        }
    }

    #[test]
    fn gaps_are_filled_once_and_plurals_follow_their_count() {
        assert_eq!(Word::RowsNotRead.fill(Lang::Zh, &["42"]), "42 行未读入");
        assert_eq!(Word::RowsNotRead.fill(Lang::En, &["1"]), "1 row not read");
        assert_eq!(Word::RowsNotRead.fill(Lang::En, &["{0}"]), "{0} rows not read");
        assert_eq!(Word::CountCrashes.fill(Lang::En, &["1"]), "1 crash");
        assert_eq!(Word::CountCrashes.fill(Lang::En, &["21"]), "21 crashes");
        assert_eq!(Word::UnitPeople.fill(Lang::Zh, &["1"]), "人");
        assert_eq!(Word::UnitPeople.fill(Lang::En, &["1"]), "person");
    }
}
