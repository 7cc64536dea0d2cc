//! A sentence in both languages that is put together only when it is read.
//!
//! A working of a whole city has a million sentences and few readers: a method hands over templates that stand in the
//! program and the values for their gaps; the page, the command line and the print fill in the language of the moment.

use super::{Lang, exact, level_with_letter, number, short};
use crate::domain::{Level, Words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Text that stands in the program, or that came with a message.
pub type Text = Cow<'static, str>;

/// A sentence: its template in each language, and what fills the gaps `{0}`, `{1}`, … of both. Without anything to fill in
/// a template is the text itself. `said!` makes one and sees to it that both languages have the same gaps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    zh: Text,
    en: Text,
    gaps: Vec<Gap>,
}

/// What fills a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Gap {
    /// A whole number, as it is.
    Whole(i64),
    /// A number, or the two between which it lies.
    Number(Number),
    /// A level, by letter and name.
    Level(Level),
    /// Text that is the same in both languages.
    Text(Text),
    /// A sentence, a name, a part of a sentence.
    Said(Said),
    /// Several, with what stands between them in Chinese and in English.
    List(Vec<Gap>, [Text; 2]),
}

/// A number and how it is written, or the two numbers between which it lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    low: f64,
    high: f64,
    written: Written,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    /// To three figures: [`number`]. Of two ends only those that are known: `≥ 30`, `?`.
    Rounded,
    /// With every figure: [`exact`].
    Exact,
    /// To six figures: [`short`].
    Short,
    /// With two decimals.
    Hundredths,
}

impl Number {
    /// A number.
    pub fn new(v: f64, written: Written) -> Self {
        Self { low: v, high: v, written }
    }

    /// What lies between two numbers; where they are the same, it is that.
    pub fn between(low: f64, high: f64, written: Written) -> Self {
        Self { low, high, written }
    }
}

impl std::fmt::Display for Number {
    /// As it is read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let one = |v: f64| match self.written {
            Written::Rounded => number(v),
            Written::Exact => exact(v),
            Written::Short => short(v),
            Written::Hundredths => format!("{v:.2}"),
        };
        let Self { low, high, written } = *self;
        let text = match written {
            _ if low == high || low.is_nan() => one(low),
            Written::Rounded if !high.is_finite() && low > 0.0 => format!("≥ {}", one(low)),
            Written::Rounded if !high.is_finite() => "?".to_owned(),
            _ => format!("{}…{}", one(low), one(high)),
        };
        f.write_str(&text)
    }
}

impl Said {
    /// Text without gaps.
    pub const fn plain(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en), gaps: Vec::new() }
    }

    /// A template with what fills its gaps; `said!` checks that they fit.
    pub fn filled(zh: &'static str, en: &'static str, gaps: Vec<Gap>) -> Self {
        Self { gaps, ..Self::plain(zh, en) }
    }

    /// Text that comes in both languages.
    pub fn of(words: Words) -> Self {
        Self { zh: words.zh.into(), en: words.en.into(), gaps: Vec::new() }
    }

    /// The same text in both languages.
    pub fn same(text: impl Into<Text>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh, gaps: Vec::new() }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }

    /// As it is read in a language.
    pub fn told(&self, lang: Lang) -> Cow<'_, str> {
        let template = match lang {
            Lang::Zh => &*self.zh,
            Lang::En => &*self.en,
        };
        if self.gaps.is_empty() {
            return Cow::Borrowed(template);
        }
        let mut text = String::with_capacity(template.len() + 8 * self.gaps.len());
        self.tell(lang, &mut text);
        Cow::Owned(text)
    }

    /// In Chinese.
    pub fn zh(&self) -> Cow<'_, str> {
        self.told(Lang::Zh)
    }

    /// In English.
    pub fn en(&self) -> Cow<'_, str> {
        self.told(Lang::En)
    }

    /// In both languages.
    pub fn words(&self) -> Words {
        Words::new(self.zh(), self.en())
    }

    fn tell(&self, lang: Lang, text: &mut String) {
        let mut rest = match lang {
            Lang::Zh => &*self.zh,
            Lang::En => &*self.en,
        };
        while !self.gaps.is_empty() {
            let Some((before, gap, after)) = next_gap(rest) else { break };
            text.push_str(before);
            if let Some(gap) = self.gaps.get(gap) {
                gap.tell(lang, text);
            }
            rest = after;
        }
        text.push_str(rest);
    }
}

impl Gap {
    fn tell(&self, lang: Lang, text: &mut String) {
        match self {
            Self::Whole(n) => text.push_str(&n.to_string()),
            Self::Number(n) => text.push_str(&n.to_string()),
            Self::Level(level) => text.push_str(&level_with_letter(*level, lang)),
            Self::Text(of) => text.push_str(of),
            Self::Said(said) => said.tell(lang, text),
            Self::List(all, [zh, en]) => {
                let between = if lang == Lang::Zh { zh } else { en };
                for (i, one) in all.iter().enumerate() {
                    if i > 0 {
                        text.push_str(between);
                    }
                    one.tell(lang, text);
                }
            }
        }
    }

    /// Several, with what stands between them.
    pub fn list(all: impl IntoIterator<Item = impl Into<Gap>>, zh: &'static str, en: &'static str) -> Self {
        Self::List(all.into_iter().map(Into::into).collect(), [zh.into(), en.into()])
    }
}

/// What stands before the next gap, its number, and what follows it. A brace around anything but digits is text.
fn next_gap(text: &str) -> Option<(&str, usize, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let close = open + text[open..].find('}')?;
        if let Ok(gap) = text[open + 1..close].parse() {
            return Some((&text[..open], gap, &text[close + 1..]));
        }
        from = open + 1;
    }
}

/// Whether a template has every gap up to a number, and none from there on.
pub(crate) const fn has_gaps(template: &str, many: usize) -> bool {
    let bytes = template.as_bytes();
    let (mut seen, mut i) = (0u64, 0);
    while i + 1 < bytes.len() {
        if bytes[i] == b'{' && bytes[i + 1].is_ascii_digit() {
            let (mut gap, mut j) = (0, i + 1);
            while j < bytes.len() && bytes[j].is_ascii_digit() {
                gap = gap * 10 + (bytes[j] - b'0') as usize;
                j += 1;
            }
            if j < bytes.len() && bytes[j] == b'}' {
                if gap >= many {
                    return false;
                }
                seen |= 1 << gap;
            }
        }
        i += 1;
    }
    many < 64 && seen == (1 << many) - 1
}

/// A sentence in both languages, with what fills its gaps `{0}`, `{1}`, …: a text that lacks one, or has one too many, is
/// not compiled.
macro_rules! said {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::text::Said::plain($zh, $en)
    };
    ($zh:literal, $en:literal, $($gap:expr),+ $(,)?) => {{
        const MANY: usize = [$(stringify!($gap)),+].len();
        const { assert!($crate::text::has_gaps($zh, MANY), "gaps of the Chinese text") };
        const { assert!($crate::text::has_gaps($en, MANY), "gaps of the English text") };
        $crate::text::Said::filled($zh, $en, vec![$($crate::text::Gap::from($gap)),+])
    }};
}

/// The same in both languages: a line of a formula.
macro_rules! same {
    ($line:literal $(, $gap:expr)* $(,)?) => {
        $crate::text::said!($line, $line $(, $gap)*)
    };
}

pub(crate) use {said, same};

impl From<Words> for Said {
    fn from(words: Words) -> Self {
        Self { zh: words.zh.into(), en: words.en.into(), gaps: Vec::new() }
    }
}

impl From<&Words> for Said {
    fn from(words: &Words) -> Self {
        words.clone().into()
    }
}

impl From<&'static str> for Said {
    fn from(text: &'static str) -> Self {
        Self::same(text)
    }
}

impl From<Number> for Gap {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Level> for Gap {
    fn from(level: Level) -> Self {
        Self::Level(level)
    }
}

impl From<Said> for Gap {
    fn from(said: Said) -> Self {
        Self::Said(said)
    }
}

impl From<&Said> for Gap {
    fn from(said: &Said) -> Self {
        Self::Said(said.clone())
    }
}

impl From<Words> for Gap {
    fn from(words: Words) -> Self {
        Self::Said(words.into())
    }
}

impl From<&Words> for Gap {
    fn from(words: &Words) -> Self {
        Self::Said(words.into())
    }
}

impl From<&'static str> for Gap {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Gap {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Gap {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Date> for Gap {
    fn from(day: Date) -> Self {
        Self::Text(day.to_string().into())
    }
}

impl From<std::sync::Arc<str>> for Gap {
    fn from(text: std::sync::Arc<str>) -> Self {
        Self::Text(text.to_string().into())
    }
}

impl From<u32> for Gap {
    fn from(n: u32) -> Self {
        Self::Whole(n.into())
    }
}

impl From<usize> for Gap {
    fn from(n: usize) -> Self {
        Self::Whole(n as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_in_the_language_that_is_read() {
        let name = Words::new("油库{1}", "Depot {1}");
        let n = Number::new(1234.6, Written::Rounded);
        let of = said!("{0}距此 {1} m：{2}", "{1} m from {0}: {2}", &name, n, Level::Orange);
        assert_eq!(of.told(Lang::Zh), "油库{1}距此 1,235 m：B 较大", "a brace of the data is no gap");
        assert_eq!(of.told(Lang::En), "1,235 m from Depot {1}: B High");
        assert_eq!(of.words().en, of.en());
        let sum = same!("({0})^{4/3} = {1}", Gap::list([n, n], " + ", " + "), n);
        assert_eq!(sum.told(Lang::Zh), "(1,235 + 1,235)^{4/3} = 1,235");
        assert_eq!(Said::same("x^{2}").told(Lang::En), "x^{2}", "nothing to fill in");
    }

    #[test]
    fn both_languages_have_the_same_gaps() {
        assert!(has_gaps("{1} of {0}, {1}", 2) && has_gaps("x^{4/3}", 0) && has_gaps("", 0));
        assert!(!has_gaps("{0}", 2) && !has_gaps("{0} {2}", 2) && !has_gaps("{0}", 0));
    }

    #[test]
    fn ranges_are_said_as_far_as_they_are_known() {
        let rounded = |low, high| Number::between(low, high, Written::Rounded).to_string();
        assert_eq!(rounded(12.34, 12.34), "12.3");
        assert_eq!(rounded(1.0, 2.5), "1…2.50");
        assert_eq!(rounded(30.0, f64::INFINITY), "≥ 30");
        assert_eq!(rounded(0.0, f64::INFINITY), "?");
        assert_eq!(Number::between(0.0, f64::INFINITY, Written::Short).to_string(), "0…∞");
        assert_eq!(Number::new(f64::NAN, Written::Exact).to_string(), "–");
    }

    #[test]
    fn what_crosses_to_the_page_reads_the_same_there() {
        let of = said!("{0}（{1}）", "{0} ({1})", Gap::list(["a", "b"], "、", ", "), 7usize);
        let there: Said = postcard::from_bytes(&postcard::to_stdvec(&of).unwrap()).unwrap();
        assert_eq!((there.told(Lang::Zh), there.told(Lang::En)), ("a、b（7）".into(), "a, b (7)".into()));
        assert_eq!(there, of);
    }
}
