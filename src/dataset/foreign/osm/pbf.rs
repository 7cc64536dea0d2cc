//! OSM PBF: blobs of deflated protocol buffers.
//!
//! A reader of our own and not the `osmpbf` crate: a file that only claims to be one (a download page, one flipped byte
//! in a size) must not cost gigabytes or the worker, and a damaged block must cost that block alone. So declared sizes
//! are held against the format's own limits before anything is allocated, what a blob inflates to is counted while it
//! inflates, and numbers wrap instead of trapping.

use super::pool::TagList;
use super::{Member, ObjectKind, Osm, OsmError};
use crate::domain::Words;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// The format's limits: a blob's header under 64 KiB, a blob and what it unpacks to at most 32 MiB.
const MAX_HEADER: usize = 64 << 10;
const MAX_BLOB: usize = 32 << 20;

/// Why a block cannot be read, in Chinese and English.
#[derive(Clone, Copy)]
struct Bad(&'static str, &'static str);

const ENDS: Bad = Bad("文件在数据块中间结束", "the file ends in the middle of a block");
const FIELD_TOO_LARGE: Bad = Bad("一个字段比它所在的数据块还大", "a field larger than its block");
const NO_VALUE: Bad = Bad("一个标签没有值", "a tag without a value");

pub(super) fn read(bytes: &[u8], osm: &mut Osm, progress: &mut dyn FnMut(u64, u64)) -> Result<(), OsmError> {
    let mut at = 0;
    let (mut good, mut bad) = (0u32, 0u32);
    let mut first_bad: Option<(usize, Bad)> = None;
    while at < bytes.len() {
        let start = at;
        let blob = match next_blob(bytes, &mut at) {
            Ok(blob) => blob,
            Err(why) if good == 0 => return Err(OsmError(not_a_pbf(bytes, why))),
            Err(why) => {
                let (Bad(zh, en), all) = (why, bytes.len());
                osm.damage = Some(Words::new(
                    format!("{zh}（第 {start} 字节，共 {all} 字节）；此前的内容已保留"),
                    format!("{en} at byte {start} of {all}; what came before was kept"),
                ));
                return Ok(());
            }
        };
        let outcome = match blob.kind {
            b"OSMHeader" => unpack(blob.content).and_then(|b| check_header(&b)),
            b"OSMData" => unpack(blob.content).and_then(|b| read_block(&b, osm)),
            _ => Ok(()),
        };
        match outcome {
            Ok(()) => good += 1,
            Err(why) if blob.kind == b"OSMHeader" && good == 0 => return Err(OsmError(not_a_pbf(bytes, why))),
            Err(why) => {
                bad += 1;
                first_bad.get_or_insert((start, why));
            }
        }
        progress(at as u64, bytes.len() as u64);
    }
    if good == 0 {
        return Err(OsmError(not_a_pbf(bytes, Bad("文件是空的", "it is empty"))));
    }
    if let Some((start, Bad(zh, en))) = first_bad {
        osm.damage = Some(Words::new(
            format!("略去了 {bad} 个损坏的数据块，第一个在第 {start} 字节：{zh}"),
            format!("{bad} damaged blocks were left out, the first at byte {start}: {en}"),
        ));
    }
    Ok(())
}

fn not_a_pbf(bytes: &[u8], Bad(zh, en): Bad) -> Words {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    let (looks_zh, looks) = if start.contains("<!doctype html") || start.contains("<html") {
        ("；看起来是网页", "; it looks like an HTML page")
    } else if start.starts_with("pk") {
        ("；看起来是 zip 压缩包", "; it looks like a zip archive")
    } else if start.trim_start().starts_with('{') {
        ("；看起来是 JSON", "; it looks like JSON")
    } else {
        ("", "")
    };
    Words::new(format!("不是 OSM PBF 文件（{zh}{looks_zh}）"), format!("this is not an OSM PBF file ({en}{looks})"))
}

struct Blob<'a> {
    kind: &'a [u8],
    content: &'a [u8],
}

fn next_blob<'a>(bytes: &'a [u8], at: &mut usize) -> Result<Blob<'a>, Bad> {
    let rest = &bytes[*at..];
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(ENDS)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length >= MAX_HEADER {
        return Err(Bad("一个数据块的头超过格式允许的大小", "a block's header is larger than the format allows"));
    }
    let header = rest.get(..length).ok_or(ENDS)?;
    let (mut kind, mut size) = (&b""[..], None);
    let mut message = Message(header);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Bytes(b)) => kind = b,
            (3, Wire::Number(n)) => size = Some(n),
            _ => {}
        }
    }
    let size = size.and_then(|n| usize::try_from(n).ok()).filter(|n| *n <= MAX_BLOB);
    let size = size
        .ok_or(Bad("一个数据块声称的大小超过格式允许的上限", "a block claims to be larger than the format allows"))?;
    let content = rest[length..].get(..size).ok_or(ENDS)?;
    *at += 4 + length + size;
    Ok(Blob { kind, content })
}

fn unpack(blob: &[u8]) -> Result<Vec<u8>, Bad> {
    let mut message = Message(blob);
    let mut declared = None;
    let mut packed = None;
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Bytes(raw)) => return Ok(raw.to_vec()),
            (2, Wire::Number(n)) => declared = Some(n),
            (3, Wire::Bytes(b)) => packed = Some(b),
            (4..=7, Wire::Bytes(_)) => {
                return Err(Bad("一个数据块用了 zlib 以外的压缩方式", "a block is packed in another way than zlib"));
            }
            _ => {}
        }
    }
    let packed = packed.ok_or(Bad("一个数据块没有内容", "a block without content"))?;
    let declared = declared.unwrap_or(MAX_BLOB as u64);
    if declared > MAX_BLOB as u64 {
        return Err(Bad(
            "一个数据块声称解压后超过格式允许的上限",
            "a block claims to unpack to more than the format allows",
        ));
    }
    let mut out = Vec::new();
    let read = ZlibDecoder::new(packed).take(declared + 1).read_to_end(&mut out);
    match read {
        Ok(n) if n as u64 > declared => {
            Err(Bad("一个数据块解压后比它声称的大", "a block unpacks to more than it claims"))
        }
        Ok(_) => Ok(out),
        Err(_) => Err(Bad("一个数据块无法解压", "a block cannot be unpacked")),
    }
}

fn check_header(block: &[u8]) -> Result<(), Bad> {
    let mut message = Message(block);
    while let Some(field) = message.next()? {
        if let (4, Wire::Bytes(feature)) = field
            && !matches!(feature, b"OsmSchema-V0.6" | b"DenseNodes")
        {
            return Err(Bad(
                "它需要此处不支持的功能，例如历史版本",
                "it needs a feature that is not known here, such as history",
            ));
        }
    }
    Ok(())
}

/// How a block turns numbers to degrees.
struct Grid {
    granularity: i64,
    lat0: i64,
    lng0: i64,
}

impl Grid {
    fn lng(&self, n: i64) -> f64 {
        self.granularity.wrapping_mul(n).wrapping_add(self.lng0) as f64 * 1e-9
    }

    fn lat(&self, n: i64) -> f64 {
        self.granularity.wrapping_mul(n).wrapping_add(self.lat0) as f64 * 1e-9
    }
}

fn read_block(block: &[u8], osm: &mut Osm) -> Result<(), Bad> {
    let mut grid = Grid { granularity: 100, lat0: 0, lng0: 0 };
    let mut words = Vec::new();
    let mut groups = Vec::new();
    let mut message = Message(block);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Bytes(table)) => {
                let mut table = Message(table);
                while let Some(field) = table.next()? {
                    if let (1, Wire::Bytes(word)) = field {
                        words.push(osm.pool.word(&String::from_utf8_lossy(word)));
                    }
                }
            }
            (2, Wire::Bytes(group)) => groups.push(group),
            (17, Wire::Number(n)) => grid.granularity = n as i64,
            (19, Wire::Number(n)) => grid.lat0 = n as i64,
            (20, Wire::Number(n)) => grid.lng0 = n as i64,
            _ => {}
        }
    }
    for group in groups {
        let mut group = Message(group);
        while let Some(field) = group.next()? {
            match field {
                (1, Wire::Bytes(node)) => read_node(node, &words, &grid, osm)?,
                (2, Wire::Bytes(dense)) => read_dense(dense, &words, &grid, osm)?,
                (3, Wire::Bytes(way)) => read_way(way, &words, &grid, osm)?,
                (4, Wire::Bytes(relation)) => read_relation(relation, &words, osm)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn read_node(node: &[u8], words: &[u32], grid: &Grid, osm: &mut Osm) -> Result<(), Bad> {
    let (mut id, mut lat, mut lng) = (0, 0, 0);
    let (mut keys, mut values) = (Packed::EMPTY, Packed::EMPTY);
    let mut message = Message(node);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Number(n)) => id = zigzag(n),
            (2, Wire::Bytes(b)) => keys = Packed(b),
            (3, Wire::Bytes(b)) => values = Packed(b),
            (8, Wire::Number(n)) => lat = zigzag(n),
            (9, Wire::Number(n)) => lng = zigzag(n),
            _ => {}
        }
    }
    let tags = tags(osm, words, keys, values)?;
    osm.add_node(id, grid.lng(lng), grid.lat(lat), tags);
    Ok(())
}

fn read_dense(dense: &[u8], words: &[u32], grid: &Grid, osm: &mut Osm) -> Result<(), Bad> {
    let (mut ids, mut lats, mut lngs, mut pairs) = (Packed::EMPTY, Packed::EMPTY, Packed::EMPTY, Packed::EMPTY);
    let mut message = Message(dense);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Bytes(b)) => ids = Packed(b),
            (8, Wire::Bytes(b)) => lats = Packed(b),
            (9, Wire::Bytes(b)) => lngs = Packed(b),
            (10, Wire::Bytes(b)) => pairs = Packed(b),
            _ => {}
        }
    }
    let (mut id, mut lat, mut lng) = (0i64, 0i64, 0i64);
    let mut own = Vec::new();
    while let Some(did) = ids.next()? {
        let (Some(dlat), Some(dlng)) = (lats.next()?, lngs.next()?) else {
            return Err(Bad("一个数据块中的节点多于坐标", "a block has more nodes than positions"));
        };
        id = id.wrapping_add(zigzag(did));
        lat = lat.wrapping_add(zigzag(dlat));
        lng = lng.wrapping_add(zigzag(dlng));
        own.clear();
        while let Some(key) = pairs.next()? {
            if key == 0 {
                break;
            }
            let value = pairs.next()?.ok_or(NO_VALUE)?;
            own.push((word(words, key)?, word(words, value)?));
        }
        let tags = osm.pool.list(own.iter().copied());
        osm.add_node(id, grid.lng(lng), grid.lat(lat), tags);
    }
    Ok(())
}

fn read_way(way: &[u8], words: &[u32], grid: &Grid, osm: &mut Osm) -> Result<(), Bad> {
    let mut id = 0;
    let (mut keys, mut values, mut refs) = (Packed::EMPTY, Packed::EMPTY, Packed::EMPTY);
    let (mut lats, mut lngs) = (Packed::EMPTY, Packed::EMPTY);
    let mut message = Message(way);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Number(n)) => id = n as i64,
            (2, Wire::Bytes(b)) => keys = Packed(b),
            (3, Wire::Bytes(b)) => values = Packed(b),
            (8, Wire::Bytes(b)) => refs = Packed(b),
            (9, Wire::Bytes(b)) => lats = Packed(b),
            (10, Wire::Bytes(b)) => lngs = Packed(b),
            _ => {}
        }
    }
    let tags = tags(osm, words, keys, values)?;
    let mut nodes = Vec::new();
    let (mut node, mut lat, mut lng) = (0i64, 0i64, 0i64);
    while let Some(delta) = refs.next()? {
        node = node.wrapping_add(zigzag(delta));
        nodes.push(node);
        // "LocationsOnWays": the positions of nodes that are nothing but part of a way stand here.
        if let (Some(dlat), Some(dlng)) = (lats.next()?, lngs.next()?) {
            lat = lat.wrapping_add(zigzag(dlat));
            lng = lng.wrapping_add(zigzag(dlng));
            osm.add_position(node, grid.lng(lng), grid.lat(lat));
        }
    }
    osm.add_way(id, nodes.into_iter(), tags);
    Ok(())
}

fn read_relation(relation: &[u8], words: &[u32], osm: &mut Osm) -> Result<(), Bad> {
    let mut id = 0;
    let (mut keys, mut values) = (Packed::EMPTY, Packed::EMPTY);
    let (mut roles, mut ids, mut kinds) = (Packed::EMPTY, Packed::EMPTY, Packed::EMPTY);
    let mut message = Message(relation);
    while let Some(field) = message.next()? {
        match field {
            (1, Wire::Number(n)) => id = n as i64,
            (2, Wire::Bytes(b)) => keys = Packed(b),
            (3, Wire::Bytes(b)) => values = Packed(b),
            (8, Wire::Bytes(b)) => roles = Packed(b),
            (9, Wire::Bytes(b)) => ids = Packed(b),
            (10, Wire::Bytes(b)) => kinds = Packed(b),
            _ => {}
        }
    }
    let tags = tags(osm, words, keys, values)?;
    let mut members = Vec::new();
    let mut member = 0i64;
    while let Some(delta) = ids.next()? {
        member = member.wrapping_add(zigzag(delta));
        let (Some(role), Some(kind)) = (roles.next()?, kinds.next()?) else {
            return Err(Bad("一个关系的成员多于角色", "a relation has more members than roles"));
        };
        let kind = match kind {
            0 => ObjectKind::Node,
            1 => ObjectKind::Way,
            2 => ObjectKind::Relation,
            _ => return Err(Bad("一个成员的类型不存在", "a member of a kind that does not exist")),
        };
        members.push(Member { kind, id: member, role: word(words, role)? });
    }
    osm.add_relation(id, members.into_iter(), tags);
    Ok(())
}

fn tags(osm: &mut Osm, words: &[u32], mut keys: Packed<'_>, mut values: Packed<'_>) -> Result<TagList, Bad> {
    let mut own = Vec::new();
    while let Some(key) = keys.next()? {
        let value = values.next()?.ok_or(NO_VALUE)?;
        own.push((word(words, key)?, word(words, value)?));
    }
    Ok(osm.pool.list(own.into_iter()))
}

fn word(words: &[u32], index: u64) -> Result<u32, Bad> {
    let place = usize::try_from(index).ok().and_then(|i| words.get(i));
    place.copied().ok_or(Bad("用到了数据块中没有的文字", "a word that its block does not have"))
}

fn zigzag(n: u64) -> i64 {
    (n >> 1) as i64 ^ -((n & 1) as i64)
}

/// A protocol buffer message, read field by field.
struct Message<'a>(&'a [u8]);

enum Wire<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Message<'a> {
    fn next(&mut self) -> Result<Option<(u64, Wire<'a>)>, Bad> {
        loop {
            if self.0.is_empty() {
                return Ok(None);
            }
            let key = varint(&mut self.0)?;
            let value = match key & 7 {
                0 => Wire::Number(varint(&mut self.0)?),
                2 => {
                    let length = varint(&mut self.0)?;
                    let length = usize::try_from(length).map_err(|_| FIELD_TOO_LARGE)?;
                    let (bytes, rest) = self.0.split_at_checked(length).ok_or(FIELD_TOO_LARGE)?;
                    self.0 = rest;
                    Wire::Bytes(bytes)
                }
                1 | 5 => {
                    let length = if key & 7 == 1 { 8 } else { 4 };
                    self.0 = self.0.get(length..).ok_or(FIELD_TOO_LARGE)?;
                    continue;
                }
                _ => return Err(Bad("一个字段的类型不存在", "a field of a type that does not exist")),
            };
            return Ok(Some((key >> 3, value)));
        }
    }
}

/// Packed varints.
struct Packed<'a>(&'a [u8]);

impl Packed<'_> {
    const EMPTY: Self = Self(&[]);

    fn next(&mut self) -> Result<Option<u64>, Bad> {
        if self.0.is_empty() { Ok(None) } else { varint(&mut self.0).map(Some) }
    }
}

fn varint(bytes: &mut &[u8]) -> Result<u64, Bad> {
    let mut value = 0;
    for (i, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).wrapping_shl(7 * i as u32);
        if byte & 0x80 == 0 {
            *bytes = &bytes[i + 1..];
            return Ok(value);
        }
    }
    Err(Bad("一个数没有结尾", "a number that does not end"))
}
