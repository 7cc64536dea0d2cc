//! The demo city as it is shipped.

use riskmap::engine::{Engine, NamedBytes, Reply, Request};

/// An engine with the city open.
pub fn lanchuan() -> Engine {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lanchuan");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        NamedBytes { name, bytes: std::fs::read(&path).unwrap() }
    });
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(files.collect())), Ok(Reply::Opened(_))));
    engine
}
