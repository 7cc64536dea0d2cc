//! A plain reader of vector tiles, written from the specification and not from the writer.

use std::collections::BTreeMap;

/// A layer as read.
#[derive(Debug, Default)]
pub struct Tile {
    /// Its features.
    pub features: Vec<Feature>,
}

/// A feature as read.
#[derive(Debug, Default)]
pub struct Feature {
    /// Its id.
    pub id: Option<u64>,
    /// 1 points, 2 lines, 3 polygons.
    pub kind: u64,
    /// Its properties.
    pub properties: BTreeMap<String, Property>,
    /// Positions, lines or closed rings.
    pub parts: Vec<Vec<(i64, i64)>>,
}

/// A property as read.
#[derive(Debug, Clone)]
pub enum Property {
    /// Words.
    Text(String),
    /// Any number.
    Number(f64),
}

impl Feature {
    /// A property that is a number.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.properties.get(key)? {
            Property::Number(n) => Some(*n),
            Property::Text(_) => None,
        }
    }

    /// A property that is text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.properties.get(key)? {
            Property::Text(t) => Some(t),
            Property::Number(_) => None,
        }
    }
}

enum Wire<'a> {
    Varint(u64),
    Fixed(u64),
    Bytes(&'a [u8]),
}

impl<'a> Wire<'a> {
    fn bytes(self) -> &'a [u8] {
        let Self::Bytes(b) = self else { panic!("bytes expected") };
        b
    }
    fn varint(self) -> u64 {
        let Self::Varint(v) = self else { panic!("varint expected") };
        v
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return value;
        }
        shift += 7;
    }
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Wire<'_>)> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let value = match key & 7 {
            0 => Wire::Varint(varint(&mut bytes)),
            1 => {
                let (head, rest) = bytes.split_at(8);
                bytes = rest;
                Wire::Fixed(u64::from_le_bytes(head.try_into().unwrap()))
            }
            2 => {
                let length = varint(&mut bytes) as usize;
                let (head, rest) = bytes.split_at(length);
                bytes = rest;
                Wire::Bytes(head)
            }
            other => panic!("wire type {other}"),
        };
        out.push((key >> 3, value));
    }
    out
}

fn packed(mut bytes: &[u8]) -> Vec<u64> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        out.push(varint(&mut bytes));
    }
    out
}

/// The layers of a tile by name; each name once, each of version 2 and 4096 units.
pub fn decode(bytes: &[u8]) -> BTreeMap<String, Tile> {
    let mut layers = BTreeMap::new();
    for (field, layer) in fields(bytes) {
        assert_eq!(field, 3, "a tile has layers");
        let (name, layer) = read_layer(layer.bytes());
        assert!(layers.insert(name, layer).is_none(), "two layers of one name");
    }
    layers
}

fn read_layer(bytes: &[u8]) -> (String, Tile) {
    let (mut name, mut keys, mut values, mut raw) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut version, mut extent) = (1, 4096);
    for (field, value) in fields(bytes) {
        match field {
            15 => version = value.varint(),
            1 => name = String::from_utf8(value.bytes().to_vec()).unwrap(),
            2 => raw.push(value.bytes()),
            3 => keys.push(String::from_utf8(value.bytes().to_vec()).unwrap()),
            4 => values.push(read_value(value.bytes())),
            5 => extent = value.varint(),
            other => panic!("layer field {other}"),
        }
    }
    assert_eq!((version, extent), (2, 4096));
    let features = raw.into_iter().map(|bytes| read_feature(bytes, &keys, &values)).collect();
    (name, Tile { features })
}

fn read_value(bytes: &[u8]) -> Property {
    let [(field, value)] = <[_; 1]>::try_from(fields(bytes)).unwrap_or_else(|_| panic!("one value"));
    match (field, value) {
        (1, Wire::Bytes(b)) => Property::Text(String::from_utf8(b.to_vec()).unwrap()),
        (3, Wire::Fixed(bits)) => Property::Number(f64::from_bits(bits)),
        (5, Wire::Varint(n)) => Property::Number(n as f64),
        (field, _) => panic!("value field {field}"),
    }
}

fn read_feature(bytes: &[u8], keys: &[String], values: &[Property]) -> Feature {
    let mut feature = Feature::default();
    let mut commands = Vec::new();
    for (field, value) in fields(bytes) {
        match field {
            1 => feature.id = Some(value.varint()),
            2 => {
                for pair in packed(value.bytes()).chunks_exact(2) {
                    let known =
                        feature.properties.insert(keys[pair[0] as usize].clone(), values[pair[1] as usize].clone());
                    assert!(known.is_none(), "a key twice");
                }
            }
            3 => feature.kind = value.varint(),
            4 => commands = packed(value.bytes()),
            other => panic!("feature field {other}"),
        }
    }
    let mut words = commands.into_iter();
    let mut at = (0i64, 0i64);
    let unzigzag = |v: u64| (v >> 1) as i64 ^ -((v & 1) as i64);
    while let Some(word) = words.next() {
        let (id, count) = (word & 7, word >> 3);
        assert!(count > 0, "a command without a count");
        for _ in 0..count {
            if id == 7 {
                let ring = feature.parts.last_mut().unwrap();
                ring.push(ring[0]);
                continue;
            }
            at.0 += unzigzag(words.next().unwrap());
            at.1 += unzigzag(words.next().unwrap());
            match id {
                1 => feature.parts.push(vec![at]),
                2 => feature.parts.last_mut().unwrap().push(at),
                other => panic!("command {other}"),
            }
        }
    }
    assert!(!feature.parts.is_empty(), "a feature without geometry");
    feature
}
