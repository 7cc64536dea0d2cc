//! What becomes of a judged row among the others: an id, a place in the layer, or its twin.

use super::geometry::{Placed, Refused};
use super::ids::{self, Free};
use super::{LayerBuilder, Staged};
use crate::domain::Value;
use std::borrow::Cow;

/// The fields that, with the file's name and the geometry, tell rows without an id apart.
pub(super) const KEYS: &[&str] =
    &["name", "at", "on", "kind", "class", "vehicle", "danger", "event", "target", "code", "ref"];

impl LayerBuilder {
    /// Gives a judged row its id and adds it, unless it was there before.
    pub(super) fn admit(&mut self, row: u32, placed: Placed) -> bool {
        let found = if self.id.is_empty() { Err(self.make_id(&placed)) } else { self.ids.find(&self.layer, &self.id) };
        let free = match found {
            Err(free) => free,
            Ok(twin) if self.same_as(twin, &placed) => {
                self.report.merged += 1;
                return false;
            }
            Ok(twin) => {
                let expected = (
                    format!("未用过的编号（{} 已用）", self.layer.source(twin)),
                    format!("an id that is not used yet (it is by {})", self.layer.source(twin)),
                );
                let found = self.id.clone();
                self.count_rejection(row, (Cow::Borrowed("id"), Refused { found, expected }));
                return false;
            }
        };
        if self.keep_source && !self.is_staged(self.src) {
            let source = format!("{}#{row}", self.file);
            self.stage_text(self.src, &source);
        }
        placed.push_to(self.layer.shapes_mut());
        for &(at, staged) in &self.staged {
            let value = match staged {
                Staged::Text(start, end) => Value::Text(&self.text[start..end]),
                Staged::Plain(value) => value,
            };
            self.layer.set(at, value);
        }
        for (i, &(at, start, end)) in self.staged_extras.iter().enumerate() {
            if !self.staged_extras[..i].iter().any(|(other, ..)| *other == at) {
                self.layer.set_extra(&self.extras[at], &self.text[start..end]);
            }
        }
        self.ids.insert_next(free);
        self.layer.finish_row(&self.id, row);
        self.report.kept += 1;
        for note in std::mem::take(&mut self.notes) {
            self.warn(note.kind, Some(row), &note.field, &note.found, note.text);
        }
        true
    }

    /// An id from the file's name and the row's key, so that the same row has the same id at the next import.
    /// Gives where it will stand among the others.
    fn make_id(&mut self, placed: &Placed) -> Free {
        let mut key = ids::hash_bytes(0, self.file.as_bytes());
        for p in placed.positions() {
            key = ids::hash_word(ids::hash_word(key, p.lng.to_bits()), p.lat.to_bits());
        }
        for &at in &self.keys {
            if let Some((_, staged)) = self.staged.iter().find(|(field, _)| *field == at) {
                key = self.hash_staged(ids::hash_word(key, at as u64), *staged);
            }
        }
        let (free, twin) = self.ids.make(&self.layer, key, &mut self.id);
        let Some(twin) = twin else { return free };
        // A key that came before: is the whole row the same as the key's first row, or as another of its repeats?
        let mut whole = key;
        for (at, staged) in &self.staged {
            whole = self.hash_staged(ids::hash_word(whole, *at as u64), *staged);
        }
        for &(at, start, end) in &self.staged_extras {
            whole = ids::hash_bytes(ids::hash_word(whole, at as u64), &self.text.as_bytes()[start..end]);
        }
        if !self.repeats.insert(whole) || self.same_as(twin, placed) {
            self.same_rows += 1;
        }
        free
    }

    fn hash_staged(&self, hash: u64, staged: Staged) -> u64 {
        match staged {
            Staged::Text(start, end) => ids::hash_bytes(hash, &self.text.as_bytes()[start..end]),
            Staged::Plain(Value::Text(t) | Value::Code(t)) => ids::hash_bytes(hash, t.as_bytes()),
            Staged::Plain(Value::Number(n)) => ids::hash_word(hash, n.to_bits()),
            Staged::Plain(Value::Flag(f)) => ids::hash_word(hash, u64::from(f)),
            Staged::Plain(Value::Date(d)) => ids::hash_word(hash, d as u64),
            Staged::Plain(Value::DateTime(s)) => ids::hash_word(hash, s as u64),
        }
    }

    /// Whether the judged row says exactly what a row of the layer says; where it came from does not count.
    fn same_as(&self, twin: usize, placed: &Placed) -> bool {
        if !placed.equals(self.layer.shapes().get(twin)) {
            return false;
        }
        let own = self.staged.iter().filter(|(at, _)| *at != self.src).map(|&(at, staged)| {
            let value = match staged {
                Staged::Text(start, end) => Value::Text(&self.text[start..end]),
                Staged::Plain(value) => value,
            };
            (at, value)
        });
        let mut own: Vec<_> = own.collect();
        own.sort_by_key(|(at, _)| *at);
        let theirs = self.layer.values(twin).filter(|(field, _)| field.name != "_src");
        if !theirs.map(|(field, value)| (field.name, value)).eq(own.iter().map(|(at, v)| (self.fields[*at].name, *v))) {
            return false;
        }
        let mut extras: Vec<_> = self
            .staged_extras
            .iter()
            .map(|&(at, start, end)| (self.extras[at].as_str(), &self.text[start..end]))
            .collect();
        let mut others: Vec<_> = self.layer.extras(twin).collect();
        extras.sort_unstable();
        others.sort_unstable();
        extras == others
    }
}
