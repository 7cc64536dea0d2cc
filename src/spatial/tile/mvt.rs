//! Writing Mapbox Vector Tiles, version 2.1: only what is needed here.

use std::collections::HashMap;

/// What a feature's geometry is; the numbers are the format's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GeometryType {
    Point = 1,
    Line = 2,
    Polygon = 3,
}

/// A property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TileValue<'a> {
    Text(&'a str),
    Number(f64),
    Whole(u64),
}

/// A value as the layer's table tells it from others.
#[derive(PartialEq, Eq, Hash)]
enum ValueKey<'a> {
    Text(&'a str),
    Number(u64),
    Whole(u64),
}

/// A layer being written; texts are borrowed from what it is written from.
pub(super) struct MvtLayer<'a> {
    name: String,
    features: Vec<u8>,
    count: usize,
    keys: Vec<&'static str>,
    values: Vec<u8>,
    seen: HashMap<ValueKey<'a>, u32>,
    tags: Vec<u32>,
    geometry: Vec<u32>,
    cursor: (i64, i64),
    scratch: Vec<u8>,
}

impl<'a> MvtLayer<'a> {
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            features: Vec::new(),
            count: 0,
            keys: Vec::new(),
            values: Vec::new(),
            seen: HashMap::new(),
            tags: Vec::new(),
            geometry: Vec::new(),
            cursor: (0, 0),
            scratch: Vec::new(),
        }
    }

    /// Whether no feature was written.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A property of the feature being written.
    pub(super) fn tag(&mut self, key: &'static str, value: TileValue<'a>) {
        let key = match self.keys.iter().position(|k| *k == key) {
            Some(at) => at,
            None => {
                self.keys.push(key);
                self.keys.len() - 1
            }
        };
        let next = self.seen.len() as u32;
        let known = match value {
            TileValue::Text(t) => ValueKey::Text(t),
            TileValue::Number(n) => ValueKey::Number(n.to_bits()),
            TileValue::Whole(n) => ValueKey::Whole(n),
        };
        let at = *self.seen.entry(known).or_insert_with(|| {
            self.scratch.clear();
            match value {
                TileValue::Text(t) => bytes_field(&mut self.scratch, 1, t.as_bytes()),
                TileValue::Number(n) => {
                    self.scratch.push(3 << 3 | 1);
                    self.scratch.extend_from_slice(&n.to_le_bytes());
                }
                TileValue::Whole(n) => {
                    self.scratch.push(5 << 3);
                    varint(&mut self.scratch, n);
                }
            }
            bytes_field(&mut self.values, 4, &self.scratch);
            next
        });
        self.tags.extend([key as u32, at]);
    }

    /// A point of the feature being written.
    pub(super) fn point(&mut self, at: (i64, i64)) {
        self.geometry.push(command(1, 1));
        self.step(at);
    }

    /// A line of the feature being written: two positions or more, no two in a row the same.
    pub(super) fn line(&mut self, line: &[(i64, i64)]) {
        self.run(line);
    }

    /// A ring of the feature being written, open (the first position is not repeated): three positions or more.
    pub(super) fn ring(&mut self, ring: &[(i64, i64)]) {
        self.run(ring);
        self.geometry.push(command(7, 1));
    }

    fn run(&mut self, positions: &[(i64, i64)]) {
        self.geometry.push(command(1, 1));
        self.step(positions[0]);
        self.geometry.push(command(2, positions.len() as u32 - 1));
        for at in &positions[1..] {
            self.step(*at);
        }
    }

    fn step(&mut self, to: (i64, i64)) {
        let zigzag = |d: i64| ((d << 1) ^ (d >> 63)) as u32;
        self.geometry.push(zigzag(to.0 - self.cursor.0));
        self.geometry.push(zigzag(to.1 - self.cursor.1));
        self.cursor = to;
    }

    /// Ends the feature being written; one without geometry is forgotten.
    pub(super) fn feature(&mut self, id: Option<u64>, kind: GeometryType) {
        self.cursor = (0, 0);
        if self.geometry.is_empty() {
            self.tags.clear();
            return;
        }
        let mut body = std::mem::take(&mut self.scratch);
        body.clear();
        if let Some(id) = id {
            body.push(1 << 3);
            varint(&mut body, id);
        }
        if !self.tags.is_empty() {
            packed(&mut body, 2, &self.tags);
        }
        body.extend_from_slice(&[3 << 3, kind as u8]);
        packed(&mut body, 4, &self.geometry);
        bytes_field(&mut self.features, 2, &body);
        self.scratch = body;
        self.tags.clear();
        self.geometry.clear();
        self.count += 1;
    }

    /// Appends the layer to a tile; a layer without features is nothing.
    pub(super) fn finish(self, tile: &mut Vec<u8>) {
        if self.is_empty() {
            return;
        }
        let mut body = Vec::with_capacity(self.features.len() + self.values.len() + 64 + 24 * self.keys.len());
        body.extend_from_slice(&[15 << 3, 2]);
        bytes_field(&mut body, 1, self.name.as_bytes());
        body.extend_from_slice(&self.features);
        for key in &self.keys {
            bytes_field(&mut body, 3, key.as_bytes());
        }
        body.extend_from_slice(&self.values);
        body.push(5 << 3);
        varint(&mut body, super::world::EXTENT as u64);
        bytes_field(tile, 3, &body);
    }
}

fn command(id: u32, count: u32) -> u32 {
    id | count << 3
}

fn varint(out: &mut Vec<u8>, mut v: u64) {
    while v >= 128 {
        out.push(v as u8 | 128);
        v >>= 7;
    }
    out.push(v as u8);
}

fn bytes_field(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    out.push(field << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn packed(out: &mut Vec<u8>, field: u8, numbers: &[u32]) {
    let length: usize = numbers.iter().map(|n| (38 - (n | 1).leading_zeros() as usize) / 7).sum();
    out.push(field << 3 | 2);
    varint(out, length as u64);
    for n in numbers {
        varint(out, u64::from(*n));
    }
}
