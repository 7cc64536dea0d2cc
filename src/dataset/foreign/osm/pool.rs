//! Tags of millions of objects: every different word once, an object's tags as a run of pairs.

use std::collections::HashMap;

/// Where an object's tags lie in the pool.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TagList {
    start: u32,
    end: u32,
}

impl TagList {
    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Every word of an extract.
#[derive(Debug, Default)]
pub(super) struct Pool {
    words: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
    pairs: Vec<(u32, u32)>,
}

impl Pool {
    pub(super) fn word(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.words.len() as u32;
        self.words.push(text.into());
        self.places.insert(text.into(), place);
        place
    }

    pub(super) fn text(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", |w| w)
    }

    /// Keeps an object's tags. Those that only tell who mapped it are left out.
    pub(super) fn list(&mut self, tags: impl Iterator<Item = (u32, u32)>) -> TagList {
        let start = self.pairs.len() as u32;
        for (key, value) in tags {
            if !matches!(self.text(key), "source" | "created_by" | "attribution" | "note" | "fixme" | "FIXME") {
                self.pairs.push((key, value));
            }
        }
        TagList { start, end: self.pairs.len() as u32 }
    }

    pub(super) fn tags(&self, list: TagList) -> Tags<'_> {
        Tags { pool: self, pairs: &self.pairs[list.start as usize..list.end as usize] }
    }
}

/// The tags of one object.
#[derive(Clone, Copy)]
pub struct Tags<'a> {
    pool: &'a Pool,
    pairs: &'a [(u32, u32)],
}

impl<'a> Tags<'a> {
    /// The value of a key.
    pub fn get(self, key: &str) -> Option<&'a str> {
        let (_, value) = self.pairs.iter().find(|(k, _)| self.pool.text(*k) == key)?;
        Some(self.pool.text(*value)).filter(|v| !v.is_empty())
    }

    /// Whether a key has this very value.
    pub fn is(self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    /// Whether a key has one of these values.
    pub fn is_one_of(self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|v| values.contains(&v))
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.pairs.is_empty()
    }

    /// All of them, in the file's order.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().map(move |(k, v)| (self.pool.text(*k), self.pool.text(*v)))
    }
}
