//! `city.json`, read and judged. What no city can do without is an error that names the field; anything else that is
//! odd is a warning, and the part in question is left out.

use super::crs::is_plain;
use super::dates::{parse_date, write_date};
use super::files::clean_name;
use super::report::{Warning, WarningKind, shortened};
use crate::domain::{LayerFile, LayerName, Manifest, Words};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What `schema` must say.
pub const SCHEMA: &str = "riskmap/1";

/// Why a manifest cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("city.json: {}", .words.en)]
pub struct ManifestError {
    /// The field; empty where the file is no JSON object.
    pub field: String,
    /// The sentence for people.
    pub words: Words,
}

fn wrong(field: &str, zh: String, en: String) -> ManifestError {
    ManifestError { field: field.to_owned(), words: Words::new(zh, en) }
}

/// Reads a manifest. The warnings are about the dataset (empty layer) or about one of its layers.
pub fn parse(bytes: &[u8]) -> Result<(Manifest, Vec<Warning>), ManifestError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|e| wrong("", format!("不是有效的 JSON：{e}"), format!("not valid JSON: {e}")))?;
    let Value::Object(mut fields) = value else {
        return Err(wrong("", "最外层应为对象".into(), "the outermost value must be an object".into()));
    };
    let mut notes = Notes(Vec::new());
    match fields.remove("schema") {
        Some(Value::String(schema)) if schema == SCHEMA => {}
        None => {
            return Err(wrong(
                "schema",
                format!("缺少 schema，应为 {SCHEMA:?}"),
                format!("schema is missing; expected {SCHEMA:?}"),
            ));
        }
        Some(other) => {
            let found = shortened(&other.to_string());
            return Err(wrong(
                "schema",
                format!("schema 是 {found}，应为 {SCHEMA:?}"),
                format!("schema is {found}; expected {SCHEMA:?}"),
            ));
        }
    }
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        name: name(fields.remove("name"))?,
        crs: match fields.remove("crs") {
            None | Some(Value::Null) => "EPSG:4326".to_owned(),
            Some(Value::String(crs)) => crs,
            Some(other) => {
                return Err(wrong_type("crs", &other, "坐标系代码，如 \"EPSG:4326\"", "a code such as \"EPSG:4326\""));
            }
        },
        as_of: as_of(fields.remove("as_of"))?,
        timezone: notes.optional(&mut fields, "timezone"),
        layers: Default::default(),
        sources: notes.list(&mut fields, "sources"),
        own_data: notes.list(&mut fields, "own_data"),
        campaigns: notes.list(&mut fields, "campaigns"),
        parameters: notes.optional(&mut fields, "parameters").unwrap_or_default(),
        patches: patches(&mut fields, &mut notes),
        rule_packs: rule_packs(&mut fields, &mut notes),
        conventions: notes.optional(&mut fields, "conventions").unwrap_or_default(),
        basemap: notes.optional(&mut fields, "basemap"),
        report: notes.optional(&mut fields, "report"),
        fictional: notes.optional(&mut fields, "fictional").unwrap_or_default(),
    };
    let manifest = layers(fields.remove("layers"), manifest, &mut notes)?;
    for name in fields.keys() {
        notes.odd("", name, "", "不认识的字段；未使用".into(), "not a field of the manifest; not used".into());
    }
    Ok((manifest, notes.0))
}

fn wrong_type(field: &str, found: &Value, zh: &str, en: &str) -> ManifestError {
    let found = shortened(&found.to_string());
    wrong(field, format!("{field} 是 {found}，应为{zh}"), format!("{field} is {found}; expected {en}"))
}

/// `{zh, en}`, or one text for both.
fn name(value: Option<Value>) -> Result<Words, ManifestError> {
    match value {
        Some(Value::String(both)) if !both.trim().is_empty() => Ok(Words::same(both)),
        Some(Value::Object(words)) => {
            let get = |key: &str| words.get(key).and_then(Value::as_str).filter(|w| !w.trim().is_empty());
            match (get("zh"), get("en")) {
                (Some(zh), Some(en)) => Ok(Words::new(zh, en)),
                (Some(one), None) | (None, Some(one)) => Ok(Words::same(one)),
                (None, None) => Err(wrong("name", "name 缺少 zh 与 en".into(), "name has neither zh nor en".into())),
            }
        }
        None => Err(wrong("name", "缺少 name".into(), "name is missing".into())),
        Some(other) => Err(wrong_type("name", &other, " {zh, en}", "{zh, en}")),
    }
}

fn as_of(value: Option<Value>) -> Result<String, ManifestError> {
    match value {
        // Whoever compares days compares texts: each day is written in one way.
        Some(Value::String(day)) if let Some(day) = parse_date(&day) => Ok(write_date(day)),
        None => Err(wrong(
            "as_of",
            "缺少 as_of（数据日期，年-月-日）".into(),
            "as_of is missing (the day of the data, YYYY-MM-DD)".into(),
        )),
        Some(other) => Err(wrong_type("as_of", &other, "日期，年-月-日", "a date, YYYY-MM-DD")),
    }
}

fn layers(value: Option<Value>, mut manifest: Manifest, notes: &mut Notes) -> Result<Manifest, ManifestError> {
    let entries = match value {
        None | Some(Value::Null) => return Ok(manifest),
        Some(Value::Object(entries)) => entries,
        Some(other) => return Err(wrong_type("layers", &other, " {图层: {href}}", "{layer: {href}}")),
    };
    for (code, entry) in entries {
        if LayerName::from_code(&code).is_none() {
            notes.push(
                WarningKind::UnknownLayer,
                &code,
                "",
                "",
                "不认识的图层；未读取".into(),
                "not a layer that is known; not read".into(),
            );
            continue;
        }
        let file = match entry {
            Value::String(href) => Ok(LayerFile { href, ..LayerFile::default() }),
            other => serde_json::from_value::<LayerFile>(other).map_err(|e| e.to_string()),
        };
        let file =
            file.and_then(|f| clean_name(&f.href).map(|href| LayerFile { href, ..f }).map_err(|e| e.to_string()));
        match file {
            Ok(mut file) => {
                visibility(&code, &mut file, notes);
                manifest.layers.insert(code, file);
            }
            Err(why) => {
                let zh = format!("layers.{code} 无法使用：{why}");
                notes.push(
                    WarningKind::Unreadable,
                    &code,
                    "href",
                    "",
                    zh,
                    format!("layers.{code} cannot be used: {why}"),
                );
            }
        }
    }
    Ok(manifest)
}

/// The file of corrections made by hand.
fn patches(fields: &mut Map<String, Value>, notes: &mut Notes) -> Option<String> {
    let href = notes.optional::<String>(fields, "patches")?;
    match clean_name(&href) {
        Ok(name) => Some(name),
        Err(e) => {
            let why = e.words();
            let (zh, en) = (format!("{}；更正未采用", why.zh), format!("{}; no correction is applied", why.en));
            notes.odd("", "patches", &href, zh, en);
            None
        }
    }
}

/// The files of the rule packs, each once. A later one counts more, so the last place of one that is named twice is meant.
fn rule_packs(fields: &mut Map<String, Value>, notes: &mut Notes) -> Vec<String> {
    let mut packs: Vec<String> = Vec::new();
    for href in notes.list::<String>(fields, "rule_packs") {
        match clean_name(&href) {
            Ok(name) => {
                packs.retain(|pack| *pack != name);
                packs.push(name);
            }
            Err(e) => {
                let why = e.words();
                let (zh, en) = (format!("{}；规则包未采用", why.zh), format!("{}; the rule pack is not used", why.en));
                notes.odd("", "rule_packs", &href, zh, en);
            }
        }
    }
    packs
}

/// What is not plainly public is restricted: a slip of the pen must not publish a layer.
fn visibility(code: &str, file: &mut LayerFile, notes: &mut Notes) {
    match file.visibility.as_deref() {
        None | Some("public" | "restricted") => {}
        Some(other) => {
            let found = other.to_owned();
            file.visibility = Some("restricted".to_owned());
            notes.odd(
                code,
                "visibility",
                &found,
                "应为 public 或 restricted；按 restricted 处理".into(),
                "expected public or restricted; taken as restricted".into(),
            );
        }
    }
}

/// The coordinate system of a layer's file, and whether the manifest says one.
pub fn crs_of<'a>(manifest: &'a Manifest, file: &'a LayerFile) -> (&'a str, bool) {
    match &file.crs {
        Some(crs) => (crs, true),
        None => (&manifest.crs, !is_plain(&manifest.crs)),
    }
}

struct Notes(Vec<Warning>);

impl Notes {
    fn push(&mut self, kind: WarningKind, layer: &str, field: &str, found: &str, zh: String, en: String) {
        let mut warning = Warning::of_layer(kind, layer, super::files::MANIFEST, Words::new(zh, en));
        warning.field = field.to_owned();
        warning.found = shortened(found);
        self.0.push(warning);
    }

    fn odd(&mut self, layer: &str, field: &str, found: &str, zh: String, en: String) {
        self.push(WarningKind::Manifest, layer, field, found, zh, en);
    }

    /// A field that may be missing; one of another type is said and left out.
    fn optional<T: DeserializeOwned>(&mut self, fields: &mut Map<String, Value>, field: &str) -> Option<T> {
        let value = fields.remove(field).filter(|v| !v.is_null())?;
        let shown = value.to_string();
        match serde_json::from_value(value) {
            Ok(value) => Some(value),
            Err(e) => {
                self.odd(
                    "",
                    field,
                    &shown,
                    format!("无法使用（{e}）；已略去"),
                    format!("cannot be used ({e}); left out"),
                );
                None
            }
        }
    }

    /// A list whose bad items are said and left out one by one.
    fn list<T: DeserializeOwned>(&mut self, fields: &mut Map<String, Value>, field: &str) -> Vec<T> {
        let items: Vec<Value> = self.optional(fields, field).unwrap_or_default();
        let mut out = Vec::with_capacity(items.len());
        for (i, item) in items.into_iter().enumerate() {
            let mut one = Map::from_iter([(format!("{field}[{i}]"), item)]);
            out.extend(self.optional::<T>(&mut one, &format!("{field}[{i}]")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"schema": "riskmap/1", "name": {"zh": "岚川市", "en": "Lanchuan"}, "as_of": "2024-03-03",
        "layers": {"roads": {"href": "roads.geojson"}}}"#;

    #[test]
    fn what_it_must_have_is_named() {
        assert_eq!(parse(GOOD.as_bytes()).unwrap().1, []);
        for (from, to, field) in [
            ("riskmap/1", "riskmap/2", "schema"),
            ("\"schema\": \"riskmap/1\",", "", "schema"),
            ("\"as_of\": \"2024-03-03\"", "\"as_of\": \"yesterday\"", "as_of"),
            ("\"name\": {\"zh\": \"岚川市\", \"en\": \"Lanchuan\"}", "\"name\": 5", "name"),
            ("{\"roads\": {\"href\": \"roads.geojson\"}}", "[]", "layers"),
        ] {
            let text = GOOD.replace(from, to);
            let error = parse(text.as_bytes()).unwrap_err();
            assert_eq!(error.field, field, "{error}");
            assert!(error.to_string().contains(field), "{error}");
        }
        for bad in ["", "[]", "{", "\"x\"", &"[".repeat(1_000_000)] {
            assert_eq!(parse(bad.as_bytes()).unwrap_err().field, "");
        }
    }

    #[test]
    fn the_day_is_written_in_one_way() {
        for written in ["2024/3/3", "20240303", "2024-03-03 08:00", "2024.3.3"] {
            let text = GOOD.replace("2024-03-03", written);
            assert_eq!(parse(text.as_bytes()).unwrap().0.as_of, "2024-03-03", "{written}");
        }
    }

    #[test]
    fn what_is_odd_is_left_out_and_said() {
        let text = GOOD.replace(
            r#""layers": {"#,
            r#""colour": 1, "patches": "../patches.json", "timezone": 8, "rule_packs": ["./r/a.toml", "../b.toml", 7, "c.toml", "r//a.toml"], "sources": [{"name": "OSM"}, {"licence": "?"}],
               "layers": {"moons": {"href": "m.csv"}, "venues": {"href": "../v.csv"}, "crashes": {"file": "c.csv"},
               "hydrants": {"href": "./h.csv", "visibility": "secret"}, "#,
        );
        let (manifest, warnings) = parse(text.as_bytes()).unwrap();
        assert_eq!(manifest.sources.len(), 1);
        assert_eq!(manifest.rule_packs, ["c.toml", "r/a.toml"]);
        assert_eq!(manifest.layers.keys().collect::<Vec<_>>(), ["hydrants", "roads"]);
        assert_eq!(manifest.layers["hydrants"].href, "h.csv");
        assert_eq!(manifest.layers["hydrants"].visibility.as_deref(), Some("restricted"));
        let mut said: Vec<_> = warnings.iter().map(|w| (w.kind, w.layer.as_str(), w.field.as_str())).collect();
        said.sort_unstable();
        assert_eq!(
            said,
            [
                (WarningKind::Unreadable, "crashes", "href"),
                (WarningKind::Unreadable, "venues", "href"),
                (WarningKind::UnknownLayer, "moons", ""),
                (WarningKind::Manifest, "", "colour"),
                (WarningKind::Manifest, "", "patches"),
                (WarningKind::Manifest, "", "rule_packs"),
                (WarningKind::Manifest, "", "rule_packs[2]"),
                (WarningKind::Manifest, "", "sources[1]"),
                (WarningKind::Manifest, "", "timezone"),
                (WarningKind::Manifest, "hydrants", "visibility"),
            ]
        );
    }
}
