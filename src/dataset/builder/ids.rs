//! Which ids a layer has already, and ids for rows that came without one.

use crate::domain::Layer;
use std::collections::HashMap;

/// Finds the row of an id while a layer grows: open addressing, 16–32 bytes an id, freed with the builder.
#[derive(Default)]
pub(super) struct IdTable {
    /// The length is a power of two.
    slots: Vec<Entry>,
    len: usize,
    /// How often a made id's key came, for those that came more than once.
    repeats: HashMap<u64, u32>,
}

/// A place of the table. Part of the id's hash saves looking at the id itself, which lies far away in memory.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// Row + 1; 0 is free.
    row: u32,
    hash: u32,
}

/// Where in the table an id's search begins, but for the upper bits. Ids that differ in their last character alone begin
/// side by side: a table is mostly in the order of its ids, and then most are found in memory that was just looked at.
fn hash_of(id: &str) -> u32 {
    let (last, before) = id.as_bytes().split_last().unwrap_or((&0, &[]));
    (hash_bytes(0, before) >> 32) as u32 & !15 | u32::from(last & 15)
}

/// Where an id that was not found would stand.
#[derive(Clone, Copy)]
pub(super) struct Free {
    at: usize,
    hash: u32,
}

impl IdTable {
    /// The row that has this id, or where the id would stand.
    pub(super) fn find(&self, layer: &Layer, id: &str) -> Result<usize, Free> {
        let hash = hash_of(id);
        let mut at = hash as usize & self.slots.len().saturating_sub(1);
        loop {
            match self.slots.get(at) {
                Some(Entry { row: 0, .. }) | None => return Err(Free { at, hash }),
                Some(entry) if entry.hash == hash && layer.id(entry.row as usize - 1) == id => {
                    return Ok(entry.row as usize - 1);
                }
                Some(_) => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Remembers the id of the layer's next row, which [`Self::find`] has just not found.
    pub(super) fn insert_next(&mut self, free: Free) {
        let entry = Entry { row: self.len as u32 + 1, hash: free.hash };
        self.len += 1;
        if self.len * 2 <= self.slots.len() {
            self.slots[free.at] = entry;
            return;
        }
        let mut slots = vec![Entry::default(); (self.slots.len() * 2).max(64)];
        for entry in self.slots.iter().filter(|e| e.row != 0).chain([&entry]) {
            place(&mut slots, *entry);
        }
        self.slots = slots;
    }

    /// An id for a row without one: letters and digits from its key, and an ordinal if the key was there before. Gives
    /// where it will stand and the first row with that key.
    pub(super) fn make(&mut self, layer: &Layer, key: u64, out: &mut String) -> (Free, Option<usize>) {
        out.clear();
        push_base32(key, out);
        let first = match self.find(layer, out) {
            Ok(first) => first,
            Err(free) => return (free, None),
        };
        let base = out.len();
        let mut ordinal = self.repeats.get(&key).copied().unwrap_or(1);
        loop {
            ordinal += 1;
            out.truncate(base);
            out.push('-');
            out.push_str(&ordinal.to_string());
            if let Err(free) = self.find(layer, out) {
                self.repeats.insert(key, ordinal);
                return (free, Some(first));
            }
        }
    }
}

fn place(slots: &mut [Entry], entry: Entry) {
    let mask = slots.len() - 1;
    let mut at = entry.hash as usize & mask;
    while slots[at].row != 0 {
        at = (at + 1) & mask;
    }
    slots[at] = entry;
}

/// Adds a word to a hash. The same on every machine and in every version: made ids depend on it.
pub(super) fn hash_word(hash: u64, word: u64) -> u64 {
    let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (mixed >> 32)
}

/// Adds bytes and their number to a hash.
pub(super) fn hash_bytes(hash: u64, bytes: &[u8]) -> u64 {
    let mut hash = hash_word(hash, bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = hash_word(hash, u64::from_le_bytes(word));
    }
    hash
}

/// 13 characters that cannot be mistaken for one another.
fn push_base32(mut value: u64, out: &mut String) {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    out.push('~');
    for _ in 0..13 {
        out.push(DIGITS[(value & 31) as usize] as char);
        value >>= 5;
    }
}
