//! OSM PBF written by hand, after the format's own description: just what the drawings of the tests need.

use std::io::Write;

/// A number of seven bits a byte, least first.
pub fn varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// A field of bytes.
pub fn field(number: u64, bytes: &[u8], out: &mut Vec<u8>) {
    varint(number << 3 | 2, out);
    varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// Numbers one behind the other; `signed` ones in zigzag order.
pub fn packed(values: impl IntoIterator<Item = i64>, signed: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for v in values {
        varint(if signed { (v << 1 ^ v >> 63) as u64 } else { v as u64 }, &mut out);
    }
    out
}

/// A blob with its header, deflated.
pub fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(content).expect("a vector takes every byte");
    let mut blob = Vec::new();
    varint(2 << 3, &mut blob);
    varint(content.len() as u64, &mut blob);
    field(3, &zlib.finish().expect("a vector takes every byte"), &mut blob);
    let mut header = Vec::new();
    field(1, kind.as_bytes(), &mut header);
    varint(3 << 3, &mut header);
    varint(blob.len() as u64, &mut header);
    let mut out = (header.len() as u32).to_be_bytes().to_vec();
    out.extend(header);
    out.extend(blob);
    out
}

/// A file of one data block: the words that its tags are made of, and its groups.
pub fn file(words: &[&str], groups: &[Vec<u8>]) -> Vec<u8> {
    let mut table = Vec::new();
    for word in words {
        field(1, word.as_bytes(), &mut table);
    }
    let mut block = Vec::new();
    field(1, &table, &mut block);
    for group in groups {
        field(2, group, &mut block);
    }
    let mut header = Vec::new();
    field(4, b"OsmSchema-V0.6", &mut header);
    field(4, b"DenseNodes", &mut header);
    let mut out = blob("OSMHeader", &header);
    out.extend(blob("OSMData", &block));
    out
}
