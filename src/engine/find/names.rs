//! A city's names made ready to be searched: each different text of a column once, in small letters, and for Chinese
//! ones how they sound: in pinyin without tones, whole and by initials.
//!
//! A character that is read in several ways has its most common reading, as the `pinyin` crate's data give it.

use super::Match;
use crate::domain::{City, Column, Layer, LayerName, TextColumn};
use memchr::memmem;
use pinyin::ToPinyin;

/// The fields that hold a name.
pub(super) const NAMES: [&str; 3] = ["name", "name_en", "ref"];

/// What is not found under its name.
const NOTHING: u8 = u8::MAX;

/// The names of a city.
pub struct Names {
    columns: Vec<(LayerName, Searched)>,
    /// The rows that each layer had when its names were read.
    rows: Vec<(LayerName, usize)>,
}

struct Searched {
    field: &'static str,
    texts: Texts,
    sounds: Sounds,
}

/// Texts in one string, each ended by a line feed.
#[derive(Default)]
struct Texts {
    all: String,
    starts: Vec<u32>,
}

/// How the Chinese ones of some texts sound.
#[derive(Default)]
struct Sounds {
    whole: Texts,
    initials: Texts,
    /// Of which texts.
    of: Vec<u32>,
    /// Where in `whole` a syllable begins, a bit a byte.
    heads: Vec<u64>,
}

/// The layers whose features are found: those with places, of the base map only towns and villages.
pub(super) fn layers(city: &City) -> impl Iterator<Item = &Layer> {
    city.layers().filter(|layer| {
        let name = layer.name();
        name.is_spatial() && (!name.is_base_map() || name == LayerName::Places)
    })
}

impl Names {
    /// Reads a city's names.
    pub fn read(city: &City) -> Self {
        let mut names = Self { columns: Vec::new(), rows: Vec::new() };
        for layer in layers(city) {
            names.rows.push((layer.name(), layer.len()));
            for field in NAMES {
                if let Some(Column::Text(column)) = layer.column(field) {
                    names.columns.push((layer.name(), Searched::read(field, column)));
                }
            }
        }
        names
    }

    /// Whether these are the names of a city as it is now.
    pub fn are_of(&self, city: &City) -> bool {
        layers(city).map(|layer| (layer.name(), layer.len())).eq(self.rows.iter().copied())
    }

    /// How well each different text of a layer's columns matches what is wanted, folded: by field, then by the text's
    /// place in its column. A field of which no text matches is left out.
    pub(super) fn matching(&self, layer: LayerName, wanted: &str) -> Vec<(&'static str, Vec<u8>)> {
        let of_layer = self.columns.iter().filter(|(of, _)| *of == layer);
        of_layer.filter_map(|(_, column)| Some((column.field, column.matching(wanted)?))).collect()
    }
}

impl Searched {
    fn read(field: &'static str, column: &TextColumn) -> Self {
        let mut read = Self { field, texts: Texts::default(), sounds: Sounds::default() };
        for (i, text) in (0..).zip(column.distinct()) {
            let folded = fold(text);
            read.sounds.add(i, &folded);
            read.texts.add(&folded);
        }
        read
    }

    /// How well each text matches; none where none does.
    fn matching(&self, wanted: &str) -> Option<Vec<u8>> {
        let mut best = Best { of: vec![NOTHING; self.texts.starts.len()], any: false };
        self.texts.search(wanted, |text, at, whole| {
            best.note(
                text,
                if whole {
                    Match::Name
                } else if at == 0 {
                    Match::Start
                } else {
                    Match::Inside
                },
            );
        });
        if wanted.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let of = |i: usize| self.sounds.of[i] as usize;
            self.sounds.initials.search(wanted, |i, at, _| {
                best.note(of(i), if at == 0 { Match::Sound } else { Match::SoundInside });
            });
            self.sounds.whole.search(wanted, |i, at, _| match at {
                0 => best.note(of(i), Match::Sound),
                at if self.sounds.begins(i, at) => best.note(of(i), Match::SoundInside),
                _ => {}
            });
        }
        best.any.then_some(best.of)
    }
}

struct Best {
    of: Vec<u8>,
    any: bool,
}

impl Best {
    fn note(&mut self, text: usize, how: Match) {
        self.of[text] = self.of[text].min(how as u8);
        self.any = true;
    }
}

impl Texts {
    fn add(&mut self, text: &str) {
        self.starts.push(self.all.len() as u32);
        self.all.push_str(text);
        self.all.push('\n');
    }

    /// Tells of each place where what is wanted stands: in which text, how many bytes from its start, and whether it is
    /// all of it.
    fn search(&self, wanted: &str, mut tell: impl FnMut(usize, usize, bool)) {
        let end = |text: usize| self.starts.get(text + 1).map_or(self.all.len(), |next| *next as usize) - 1;
        for at in memmem::find_iter(self.all.as_bytes(), wanted.as_bytes()) {
            let text = self.starts.partition_point(|start| *start as usize <= at) - 1;
            let start = self.starts[text] as usize;
            tell(text, at - start, at == start && at + wanted.len() == end(text));
        }
    }
}

/// How a text sounds, what is not Chinese as it is: the order of a Chinese register.
pub fn sound(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.to_pinyin() {
            // A space before the next syllable, so that xi'an stands before xian.
            Some(sound) => {
                out.push_str(sound.plain());
                out.push(' ');
            }
            None => out.push(c),
        }
    }
    out
}

impl Sounds {
    /// Adds how a text sounds, where any of it is Chinese.
    fn add(&mut self, of: u32, text: &str) {
        if text.chars().all(|c| c.to_pinyin().is_none()) {
            return;
        }
        self.of.push(of);
        let (mut whole, mut initials) = (String::new(), String::new());
        let begins = self.whole.all.len();
        for c in text.chars() {
            self.mark(begins + whole.len());
            match c.to_pinyin() {
                Some(sound) => {
                    // The ü of 绿 is typed as v.
                    whole.push_str(&sound.plain().replace('ü', "v"));
                    initials.push_str(sound.first_letter());
                }
                None => {
                    whole.push(c);
                    initials.push(c);
                }
            }
        }
        self.whole.add(&whole);
        self.initials.add(&initials);
    }

    fn mark(&mut self, at: usize) {
        let word = at / 64;
        if self.heads.len() <= word {
            self.heads.resize(word + 1, 0);
        }
        self.heads[word] |= 1 << (at % 64);
    }

    /// Whether a syllable begins in a text, so many bytes from its start.
    fn begins(&self, text: usize, at: usize) -> bool {
        let at = self.whole.starts[text] as usize + at;
        self.heads.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// A text as it is compared: small letters, wide letters and digits as plain ones, a line in one.
pub fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\n' => ' ',
        c => c,
    };
    text.trim().chars().map(plain).flat_map(char::to_lowercase).collect()
}
