//! The demo city as it is shipped.

use riskmap::engine::{Engine, NamedBytes, Reply, Request};

/// Its files.
pub fn lanchuan_files() -> Vec<NamedBytes> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lanchuan");
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        NamedBytes { name, bytes: std::fs::read(&path).unwrap() }
    };
    std::fs::read_dir(folder).unwrap().map(file).collect()
}

/// An engine with the city open.
pub fn lanchuan() -> Engine {
    let mut engine = Engine::new();
    assert!(matches!(engine.handle(Request::Open(lanchuan_files())), Ok(Reply::Opened(_))));
    engine
}
