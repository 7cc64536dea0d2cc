//! Datasets of which the reader lets this browser keep a copy: the list of them, as the text that lies beside the copies.

use crate::domain::Words;
use serde::{Deserialize, Serialize};

/// A dataset that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCity {
    /// Names its folder. No two that are kept have the same.
    pub key: u32,
    /// The city's name.
    pub name: Words,
    /// The day of its data, as the manifest says it.
    pub as_of: String,
    /// The names of its files; their copies are numbered in this order.
    pub files: Vec<String>,
    /// Bytes of all files.
    pub bytes: u64,
    /// When the copy was made, `YYYY-MM-DD HH:MM` by the reader's clock.
    pub at: String,
    /// How many of the files, at their end, each own table that was joined has.
    #[serde(default)]
    pub tables: Vec<u32>,
}

/// All that are kept, the newest copy first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The datasets.
    pub cities: Vec<KeptCity>,
}

impl Shelf {
    /// The list in a text; what cannot be read is an empty one.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The list's text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A key that nothing here has.
    pub fn free_key(&self) -> u32 {
        self.cities.iter().map(|city| city.key + 1).max().unwrap_or(1)
    }

    /// Puts a copy first, in the place of an older one of the same city and day; gives the keys of what it replaces.
    pub fn put(&mut self, city: KeptCity) -> Vec<u32> {
        let same = |old: &KeptCity| old.name == city.name && old.as_of == city.as_of;
        let replaced = self.cities.iter().filter(|old| same(old)).map(|old| old.key).collect();
        self.cities.retain(|old| !same(old));
        self.cities.insert(0, city);
        replaced
    }

    /// The copy of a key.
    pub fn find(&self, key: u32) -> Option<&KeptCity> {
        self.cities.iter().find(|city| city.key == key)
    }

    /// Takes a copy off the list.
    pub fn remove(&mut self, key: u32) {
        self.cities.retain(|city| city.key != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(key: u32, name: &str, as_of: &str) -> KeptCity {
        let files = vec!["city.json".to_owned(), "venues.csv".to_owned()];
        let at = "2026-03-03 10:20".to_owned();
        KeptCity { key, name: Words::same(name), as_of: as_of.to_owned(), files, bytes: 12, at, tables: vec![1] }
    }

    #[test]
    fn a_copy_takes_the_place_of_one_of_the_same_city_and_day_and_of_no_other() {
        let (mut shelf, none) = (Shelf::default(), Vec::<u32>::new());
        assert_eq!(shelf.put(city(shelf.free_key(), "石桥村", "2026-03-01")), none);
        assert_eq!(shelf.put(city(shelf.free_key(), "石桥村", "2026-04-01")), none);
        assert_eq!(shelf.put(city(shelf.free_key(), "岚川市", "2026-03-01")), none);
        assert_eq!(shelf.put(city(shelf.free_key(), "石桥村", "2026-03-01")), [1]);
        let keys: Vec<u32> = shelf.cities.iter().map(|city| city.key).collect();
        assert_eq!(keys, [4, 3, 2], "newest first, no key twice");
        assert_eq!(Shelf::read(&shelf.write()), shelf);
        let older = shelf.write().replace(r#","tables":[1]"#, "");
        assert!(Shelf::read(&older).cities.iter().all(|city| city.tables.is_empty()), "{older}");
    }

    #[test]
    fn what_is_forgotten_is_gone_and_nonsense_is_an_empty_list() {
        let mut shelf = Shelf::default();
        shelf.put(city(7, "石桥村", "2026-03-01"));
        shelf.remove(8);
        assert!(shelf.find(7).is_some());
        shelf.remove(7);
        assert_eq!((shelf.find(7), shelf.free_key()), (None, 1));
        assert_eq!(Shelf::read("{\"cities\": 3}"), Shelf::default());
    }
}
