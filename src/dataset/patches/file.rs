//! The file of corrections: read, judged and written.

use crate::dataset::builder::{RawValue, judged};
use crate::dataset::dates::parse_date;
use crate::dataset::report::{Warning, WarningKind, shortened};
use crate::dataset::write::words_of;
use crate::domain::{
    Act, Cell, Correction, Entry, Field, FieldType, LayerName, Stood, Value, Words, is_correctable, is_removable,
    schema,
};
use crate::units::LngLat;
use serde_json::{Map, Value as Json};

/// What the file is called.
pub const PATCHES: &str = "patches.json";
/// A file is no larger, bytes.
pub const LARGEST: usize = 8 << 20;
/// What `schema` says.
const SCHEMA: &str = "riskmap-patches/1";
/// At most so many corrections of a file are read, and may be made.
pub const MAX: usize = 20_000;
/// The longest reason, characters.
const MAX_REASON: usize = 500;
/// The longest name of who says so, characters.
const MAX_WHO: usize = 100;

/// What is wrong with a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// The key.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What is wrong.
    pub why: Words,
}

fn wrong(field: &str, found: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Wrong {
    Wrong { field: field.to_owned(), found: shortened(&found.into()), why: Words::new(zh, en) }
}

/// The corrections of a file. One that cannot be used as a whole gives none, and that is said.
pub fn parse(name: &str, bytes: &[u8], warnings: &mut Vec<Warning>) -> Vec<Entry> {
    let mut unusable = |field: &str, zh: String, en: String| {
        let text = Words::new(format!("更正未采用：{zh}"), format!("no correction is applied: {en}"));
        let mut warning = Warning::of_layer(WarningKind::Unreadable, "", name, text);
        warning.field = field.to_owned();
        warnings.push(warning);
        Vec::new()
    };
    if bytes.len() > LARGEST {
        return unusable("", "文件超过 8 MB".into(), "it is larger than 8 MB".into());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut file = match serde_json::from_slice::<Json>(bytes) {
        Ok(Json::Object(file)) => file,
        Ok(_) => return unusable("", "最外层应为对象".into(), "the outermost value must be an object".into()),
        Err(e) => return unusable("", format!("不是有效的 JSON：{e}"), format!("not valid JSON: {e}")),
    };
    if file.get("schema").and_then(Json::as_str) != Some(SCHEMA) {
        return unusable("schema", format!("schema 应为 {SCHEMA:?}"), format!("schema must be {SCHEMA:?}"));
    }
    match file.remove("corrections") {
        Some(Json::Array(all)) if all.len() <= MAX => all.into_iter().map(entry).collect(),
        Some(Json::Array(_)) => {
            unusable("corrections", format!("多于 {MAX} 条"), format!("there are more than {MAX} of them"))
        }
        _ => unusable("corrections", "应为列表".into(), "it must be a list".into()),
    }
}

fn entry(json: Json) -> Entry {
    match read(&json).and_then(valid) {
        Ok(correction) => Entry::new(correction),
        Err(Wrong { field, found, why }) => Entry::Rejected { raw: json.to_string(), field, found, why },
    }
}

/// The keys that a correction may have.
const KEYS: [&str; 11] = ["layer", "id", "move", "set", "to", "merge_into", "remove", "was", "reason", "who", "on"];

fn read(json: &Json) -> Result<Correction, Wrong> {
    let Json::Object(map) = json else {
        return Err(wrong("", json.to_string(), "应为对象", "a correction must be an object"));
    };
    if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(wrong(key, shown(map, key), "不认识的键", "not a key of a correction"));
    }
    let code = text(map, "layer")?;
    let layer = LayerName::from_code(&code).ok_or_else(|| wrong("layer", code, "没有这个图层", "not a layer"))?;
    let acts = ["move", "set", "merge_into", "remove"];
    let given: Vec<&str> = acts.into_iter().filter(|act| map.contains_key(*act)).collect();
    let [act] = given[..] else {
        let en = "exactly one of move, set, merge_into and remove is wanted";
        return Err(wrong("", given.join(", "), "move、set、merge_into、remove 应恰有其一", en));
    };
    let act = match act {
        "move" => Act::Move { to: place(map, "move")?, was: place(map, "was")? },
        "set" => {
            let field = text(map, "set")?;
            Act::Set { to: value(map, "to")?, was: value(map, "was")?, field }
        }
        "merge_into" => Act::Merge { into: text(map, "merge_into")?, was: stood(map)? },
        _ if map.get("remove") == Some(&Json::Bool(true)) => Act::Remove { was: stood(map)? },
        _ => return Err(wrong("remove", shown(map, "remove"), "应为 true", "it must be true")),
    };
    let who = if map.contains_key("who") { text(map, "who")? } else { String::new() };
    Ok(Correction { layer, id: text(map, "id")?, act, reason: text(map, "reason")?, who, on: text(map, "on")? })
}

fn shown(map: &Map<String, Json>, key: &str) -> String {
    map.get(key).map(Json::to_string).unwrap_or_default()
}

fn text(map: &Map<String, Json>, key: &'static str) -> Result<String, Wrong> {
    match map.get(key) {
        Some(Json::String(text)) => Ok(text.trim().to_owned()),
        None => Err(wrong(key, "", format!("缺少 {key}"), format!("{key} is missing"))),
        Some(other) => Err(wrong(key, other.to_string(), "应为文字", "it must be text")),
    }
}

fn position(map: &Map<String, Json>) -> Option<LngLat> {
    Some(LngLat::new(map.get("lon")?.as_f64()?, map.get("lat")?.as_f64()?))
}

fn place(map: &Map<String, Json>, key: &'static str) -> Result<LngLat, Wrong> {
    let at = map.get(key).and_then(Json::as_object).and_then(position);
    at.ok_or_else(|| wrong(key, shown(map, key), "应为 {lon, lat}（度）", "it must be {lon, lat} in degrees"))
}

/// A value as words; `null` is unknown, and a key that is missing is none at all.
fn value(map: &Map<String, Json>, key: &'static str) -> Result<Option<String>, Wrong> {
    Ok(match map.get(key) {
        None => {
            let en = format!("{key} is missing (null is unknown)");
            return Err(wrong(key, "", format!("缺少 {key}（null 为未知）"), en));
        }
        Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(Json::Bool(flag)) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Some(other) => Some(other.to_string()),
    })
}

fn stood(map: &Map<String, Json>) -> Result<Stood, Wrong> {
    let refused = || wrong("was", shown(map, "was"), "应为 {name, lon, lat}", "it must be {name, lon, lat}");
    let was = map.get("was").and_then(Json::as_object).ok_or_else(refused)?;
    let name = match was.get("name") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) => Some(name.clone()),
        Some(_) => return Err(refused()),
    };
    let at = if was.contains_key("lon") || was.contains_key("lat") {
        Some(position(was).ok_or_else(refused)?)
    } else {
        None
    };
    Ok(Stood { name, at })
}

/// The correction as it is kept, its values as a table has them; or the first thing that is wrong with it.
pub fn valid(correction: Correction) -> Result<Correction, Wrong> {
    let Correction { layer, id, act, reason, who, on } = correction;
    if !is_correctable(layer) {
        let en = "rows of this layer are not corrected here";
        return Err(wrong("layer", layer.code(), "此图层的记录不在这里更正", en));
    }
    if id.is_empty() {
        return Err(wrong("id", id, "缺少编号", "the id is missing"));
    }
    let act = match act {
        Act::Move { to, was } => {
            for (key, at) in [("move", to), ("was", was)] {
                if !((-180.0..=180.0).contains(&at.lng) && (-90.0..=90.0).contains(&at.lat)) {
                    let found = format!("({}, {})", at.lng, at.lat);
                    return Err(wrong(key, found, "经纬度超出范围", "degrees out of range"));
                }
            }
            if to == was {
                return Err(wrong("move", "", "与原位置相同", "it lies there already"));
            }
            Act::Move { to, was }
        }
        Act::Set { field, to, was } => {
            let def = field_of(layer, &field)?;
            let to = canonical(def, "to", to)?;
            let was = canonical(def, "was", was)?;
            if to.is_none() && def.required {
                return Err(wrong("to", "", "此项不能为未知", "this field cannot be unknown"));
            }
            if to == was {
                return Err(wrong("to", to.unwrap_or_default(), "与原值相同", "it is what stands there"));
            }
            Act::Set { field, to, was }
        }
        Act::Merge { into, .. } if into.is_empty() || into == id => {
            return Err(wrong("merge_into", into, "应为另一条记录的编号", "it must be the id of another row"));
        }
        gone @ (Act::Merge { .. } | Act::Remove { .. }) => {
            if !is_removable(layer) {
                let en = "rows of this layer are not merged or removed";
                return Err(wrong("layer", layer.code(), "此图层的记录不合并、不移除", en));
            }
            gone
        }
    };
    let (reason, who) = (reason.trim().to_owned(), who.trim().to_owned());
    if reason.is_empty() {
        return Err(wrong("reason", "", "缺少理由", "the reason is missing"));
    }
    if reason.chars().count() > MAX_REASON {
        let en = format!("at most {MAX_REASON} characters");
        return Err(wrong("reason", reason, format!("至多 {MAX_REASON} 字"), en));
    }
    if who.chars().count() > MAX_WHO {
        return Err(wrong("who", who, format!("至多 {MAX_WHO} 字"), format!("at most {MAX_WHO} characters")));
    }
    if parse_date(&on).is_none() {
        return Err(wrong("on", on, "应为日期，年-月-日", "it must be a date, YYYY-MM-DD"));
    }
    Ok(Correction { layer, id, act, reason, who, on })
}

/// A field that can be put right: what the data says of itself stays.
fn field_of(layer: LayerName, name: &str) -> Result<&'static Field, Wrong> {
    let at = schema::position(layer, name).filter(|_| !name.starts_with('_'));
    let field = at.and_then(|at| schema::at(layer, at));
    field.ok_or_else(|| wrong("set", name, "此图层没有这个字段", "this layer has no such field"))
}

fn canonical(field: &Field, key: &'static str, value: Option<String>) -> Result<Option<String>, Wrong> {
    let Some(text) = value else { return Ok(None) };
    match judged(field, RawValue::Text(&text)) {
        Ok(cell) => Ok(cell.as_ref().map(|cell| words_of(cell.value()))),
        Err((zh, en)) => Err(wrong(key, text, format!("应为{zh}"), format!("expected {en}"))),
    }
}

/// A value of a valid correction.
pub(super) fn cell(field: &Field, value: Option<&str>) -> Option<Cell> {
    judged(field, RawValue::Text(value?)).ok().flatten()
}

/// Adds the corrections that are not in the list yet.
pub fn add(list: &mut Vec<Entry>, more: Vec<Entry>) {
    for entry in more {
        let is_there = |known: &Entry| match (known, &entry) {
            (Entry::Read { correction: a, .. }, Entry::Read { correction: b, .. }) => a == b,
            (Entry::Rejected { raw: a, .. }, Entry::Rejected { raw: b, .. }) => a == b,
            _ => false,
        };
        if !list.iter().any(is_there) {
            list.push(entry);
        }
    }
}

/// The file of a list, a correction a line.
pub fn write(list: &[Entry]) -> Vec<u8> {
    let mut out = format!("{{\"schema\": {SCHEMA:?}, \"corrections\": [\n");
    for (i, entry) in list.iter().enumerate() {
        match entry {
            Entry::Read { correction, .. } => push(correction, &mut out),
            Entry::Rejected { raw, .. } => out.push_str(raw),
        }
        out.push_str(if i + 1 < list.len() { ",\n" } else { "\n" });
    }
    out.push_str("]}\n");
    out.into_bytes()
}

fn push(of: &Correction, out: &mut String) {
    let mut first = true;
    let mut member = |key: &str, value: Json| {
        out.push_str(if first { "{" } else { ", " });
        first = false;
        out.push_str(&format!("{key:?}: {value}"));
    };
    member("layer", of.layer.code().into());
    member("id", of.id.as_str().into());
    let place = |at: LngLat| serde_json::json!({ "lon": at.lng, "lat": at.lat });
    let known = |was: &Stood| {
        let mut map = was.at.map_or_else(Map::new, |at| place(at).as_object().cloned().unwrap_or_default());
        if let Some(name) = &was.name {
            map.insert("name".to_owned(), name.as_str().into());
        }
        Json::Object(map)
    };
    match &of.act {
        Act::Move { to, was } => {
            member("move", place(*to));
            member("was", place(*was));
        }
        Act::Set { field, to, was } => {
            let def = schema::position(of.layer, field).and_then(|at| schema::at(of.layer, at));
            member("set", field.as_str().into());
            member("to", typed(def, to.as_deref()));
            member("was", typed(def, was.as_deref()));
        }
        Act::Merge { into, was } => {
            member("merge_into", into.as_str().into());
            member("was", known(was));
        }
        Act::Remove { was } => {
            member("remove", true.into());
            member("was", known(was));
        }
    }
    member("reason", of.reason.as_str().into());
    if !of.who.is_empty() {
        member("who", of.who.as_str().into());
    }
    member("on", of.on.as_str().into());
    out.push('}');
}

/// A value as JSON has it.
fn typed(field: Option<&Field>, value: Option<&str>) -> Json {
    let (Some(field), Some(text)) = (field, value) else { return value.into() };
    match cell(field, value).as_ref().map(Cell::value) {
        Some(Value::Number(n)) if n.fract() == 0.0 && n.abs() < 1e15 => (n as i64).into(),
        Some(Value::Number(n)) => n.into(),
        Some(Value::Flag(flag)) => flag.into(),
        Some(Value::Text(list)) if field.kind == FieldType::List => {
            serde_json::from_str(list).unwrap_or_else(|_| text.into())
        }
        _ => text.into(),
    }
}
