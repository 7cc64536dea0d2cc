//! OSM XML, plain or gzipped, as a stream.

use super::super::limit::{MAX_UNPACKED, unpacked};
use super::{Member, ObjectKind, Osm, OsmError};
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
            Err(e) if osm.objects == 0 => return Err(OsmError(format!("this is not an OSM XML file ({e})"))),
            Err(e) => {
                let at = reader.buffer_position();
                osm.damage = Some(format!("the file cannot be read beyond byte {at} ({e}); what came before was kept"));
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
                if let Some(o) = start(&e, osm, &mut open) {
                    close(osm, o);
                }
            }
            Event::End(e) => {
                if matches!(e.name().0, "node" | "way" | "relation")
                    && let Some(o) = open.take()
                {
                    close(osm, o);
                }
                if matches!(e.name().0, "osm" | "osmChange") {
                    return Ok(());
                }
            }
            Event::Eof => {
                if osm.objects == 0 {
                    return Err(OsmError("this is not an OSM XML file (it has no objects)".to_owned()));
                }
                osm.damage = Some("the file ends in the middle; what came before was kept".to_owned());
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

fn check_root(e: &BytesStart<'_>) -> Result<(), OsmError> {
    match e.name().0 {
        "osm" => Ok(()),
        "html" => Err(OsmError("this is not an OSM file (it looks like an HTML page)".to_owned())),
        other => {
            let other: String = other.chars().take(40).collect();
            Err(OsmError(format!("this is not an OSM XML file (its outermost element is {other:?}, not \"osm\")")))
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
    let degrees = |key: &str| get(key).and_then(|v| v.trim().parse().ok()).unwrap_or(f64::NAN);
    let deleted = get("visible").as_deref() == Some("false") || get("action").as_deref() == Some("delete");
    let (lng, lat) = if kind == ObjectKind::Node { (degrees("lon"), degrees("lat")) } else { (0.0, 0.0) };
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
