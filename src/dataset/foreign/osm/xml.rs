//! OSM XML, plain or gzipped, as a stream.

use super::super::limit::{MAX_UNPACKED, unpacked};
use super::{Member, ObjectKind, Osm, OsmError};
use crate::domain::Words;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::BufReader;

/// The object being read.
struct Open {
    kind: ObjectKind,
    id: i64,
    lng: f64,
    lat: f64,
    deleted: bool,
    tags: Vec<(u32, u32)>,
    refs: Vec<i64>,
    members: Vec<Member>,
}

pub(super) fn read(bytes: &[u8], osm: &mut Osm, progress: &mut dyn FnMut(u64, u64)) -> Result<(), OsmError> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, unpacked(bytes, MAX_UNPACKED)));
    let mut buffer = Vec::new();
    let mut open: Option<Open> = None;
    let mut root = false;
    let mut events = 0u64;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(e) if osm.objects == 0 => return Err(not_osm(&e.to_string(), &e.to_string())),
            Err(e) => {
                let at = reader.buffer_position();
                osm.damage = Some(Words::new(
                    format!("文件在第 {at} 字节之后无法读取（{e}）；此前的内容已保留"),
                    format!("the file cannot be read beyond byte {at} ({e}); what came before was kept"),
                ));
                return Ok(());
            }
        };
        match event {
            Event::Start(e) => {
                if !root {
                    check_root(&e)?;
                    root = true;
                } else if let Some(o) = start(&e, osm, &mut open) {
                    open = Some(o);
                }
            }
            Event::Empty(e) => {
                if !root {
                    check_root(&e)?;
                    root = true;
                } else if let Some(o) = start(&e, osm, &mut open) {
                    close(osm, o);
                }
            }
            Event::End(e) => {
                if matches!(e.name().0, "node" | "way" | "relation")
                    && let Some(o) = open.take()
                {
                    close(osm, o);
                }
                if e.name().0 == "osm" {
                    return Ok(());
                }
            }
            Event::Eof => {
                if osm.objects == 0 {
                    return Err(not_osm("其中没有任何对象", "it has no objects"));
                }
                osm.damage = Some(Words::new(
                    "文件在中间结束；此前的内容已保留",
                    "the file ends in the middle; what came before was kept",
                ));
                return Ok(());
            }
            _ => {}
        }
        events += 1;
        if events.is_multiple_of(10_000) {
            // Of a gzipped file the unpacked size is not known; its end is then called when it comes.
            progress(reader.buffer_position().min(bytes.len() as u64), bytes.len() as u64);
        }
    }
}

fn not_osm(zh: &str, en: &str) -> OsmError {
    OsmError(Words::new(format!("不是 OSM XML 文件（{zh}）"), format!("this is not an OSM XML file ({en})")))
}

fn check_root(e: &BytesStart<'_>) -> Result<(), OsmError> {
    match e.name().0 {
        "osm" => Ok(()),
        "html" => Err(not_osm("看起来是网页", "it looks like an HTML page")),
        "osmChange" => Err(not_osm(
            "这是变更文件，只有改动而没有整个地区；请导出提取文件",
            "it is a change file, which holds edits and not a place; export an extract",
        )),
        other => {
            let other: String = other.chars().take(40).collect();
            Err(not_osm(
                &format!("最外层元素是 {other:?}，应为 \"osm\""),
                &format!("its outermost element is {other:?}, not \"osm\""),
            ))
        }
    }
}

/// Begins an object, or adds a tag, node or member to the one that is open.
fn start(e: &BytesStart<'_>, osm: &mut Osm, open: &mut Option<Open>) -> Option<Open> {
    let get = |key: &str| {
        let attribute = e.try_get_attribute(key).ok().flatten()?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
    };
    let number = |key: &str| get(key)?.trim().parse::<i64>().ok();
    let degrees = |key: &str| get(key)?.trim().parse::<f64>().ok();
    let kind = match e.name().0 {
        "node" => ObjectKind::Node,
        "way" => ObjectKind::Way,
        "relation" => ObjectKind::Relation,
        "tag" => {
            if let (Some(o), Some(k), Some(v)) = (open, get("k"), get("v")) {
                let pair = (osm.pool.word(&k), osm.pool.word(&v));
                o.tags.push(pair);
            }
            return None;
        }
        "nd" => {
            if let (Some(o), Some(node)) = (open, number("ref")) {
                o.refs.push(node);
                // Written by tools that leave out nodes which are nothing but part of a way.
                if let (Some(lng), Some(lat)) = (degrees("lon"), degrees("lat")) {
                    osm.add_position(node, lng, lat);
                }
            }
            return None;
        }
        "member" => {
            let kind = match get("type").as_deref() {
                Some("node") => ObjectKind::Node,
                Some("way") => ObjectKind::Way,
                Some("relation") => ObjectKind::Relation,
                _ => return None,
            };
            if let (Some(o), Some(id)) = (open, number("ref")) {
                let role = osm.pool.word(&get("role").unwrap_or_default());
                o.members.push(Member { kind, id, role });
            }
            return None;
        }
        _ => return None,
    };
    let deleted = get("visible").as_deref() == Some("false") || get("action").as_deref() == Some("delete");
    let place = |key: &str| if kind == ObjectKind::Node { degrees(key).unwrap_or(f64::NAN) } else { 0.0 };
    let (lng, lat) = (place("lon"), place("lat"));
    let id = number("id")?;
    Some(Open { kind, id, lng, lat, deleted, tags: Vec::new(), refs: Vec::new(), members: Vec::new() })
}

fn close(osm: &mut Osm, o: Open) {
    if o.deleted {
        return;
    }
    let tags = osm.pool.list(o.tags.into_iter());
    match o.kind {
        ObjectKind::Node => osm.add_node(o.id, o.lng, o.lat, tags),
        ObjectKind::Way => osm.add_way(o.id, o.refs.into_iter(), tags),
        ObjectKind::Relation => osm.add_relation(o.id, o.members.into_iter(), tags),
    }
}
