//! A village of two districts side by side, for the tests of the engine's answers.

use super::{Engine, Hit, NamedBytes, Reply, Request};

/// The village's files, with one more layer in it.
pub fn files(layer: &str, file: &str, content: &str) -> Vec<NamedBytes> {
    let manifest = format!(
        r#"{{"schema":"riskmap/1","name":{{"zh":"村","en":"village"}},"as_of":"2026-01-31","layers":{{
        "districts":{{"href":"districts.geojson"}},"{layer}":{{"href":"{file}"}}}},
        "sources":[{{"name":"made for a test","licence":"CC0-1.0","attribution":"made for a test"}}]}}"#
    );
    let square = |id: &str, name: &str, west: f64| {
        let east = west + 0.1;
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{name}","level":"county"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},30],[{east},30],[{east},30.1],[{west},30.1],[{west},30]]]}}}}"#
        )
    };
    let districts = collection(&[square("W", "西区", 112.0), square("E", "东区", 112.1)]);
    let file_of = |name: &str, text: &str| NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    vec![file_of("city.json", &manifest), file_of("districts.geojson", &districts), file_of(file, content)]
}

/// What a search finds in the village when one more layer lies in it.
pub fn found(layer: &str, file: &str, content: &str, text: &str) -> Vec<Hit> {
    let files = files(layer, file, content);
    let mut engine = Engine::new();
    engine.handle(Request::Open(files)).expect("the village opens");
    match engine.handle(Request::Find { text: text.to_owned(), near: None, limit: 20 }) {
        Ok(Reply::Findings(found)) => found.hits,
        other => panic!("{other:?}"),
    }
}

/// GeoJSON of some features.
pub fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}
