//! The search over a million names, as one types: `cargo bench --bench find`.

use criterion::{Criterion, criterion_group, criterion_main};
use riskmap::engine::{Engine, NamedBytes, Reply, Request};
use riskmap::units::LngLat;
use std::fmt::Write;
use std::time::Duration;

const NAMES: usize = 1_000_000;

/// A city of venues whose names are a place's, a number's and a kind's words; no two are the same.
fn city() -> Engine {
    const PLACES: [(&str, &str); 8] = [
        ("望山", "Wangshan"),
        ("青岩", "Qingyan"),
        ("柳林", "Liulin"),
        ("云台", "Yuntai"),
        ("沙湾", "Shawan"),
        ("月湖", "Yuehu"),
        ("临江", "Linjiang"),
        ("城关", "Chengguan"),
    ];
    const KINDS: [(&str, &str); 5] = [
        ("幼儿园", "Kindergarten"),
        ("宾馆", "Hotel"),
        ("饭店", "Restaurant"),
        ("网吧", "Net Cafe"),
        ("农贸市场", "Market"),
    ];
    let mut csv = String::from("id,name,name_en,kind,lon,lat\n");
    for i in 0..NAMES {
        let ((place, place_en), (kind, kind_en)) = (PLACES[i % PLACES.len()], KINDS[i % KINDS.len()]);
        let (lon, lat) = (112.0 + (i % 1000) as f64 * 1e-4, 30.5 + (i / 1000) as f64 * 1e-4);
        writeln!(csv, "V-{i:07},{place}{i}号{kind},{place_en} {kind_en} No. {i},hotel,{lon:.4},{lat:.4}")
            .expect("memory");
    }
    let manifest = r#"{"schema":"riskmap/1","name":{"zh":"城","en":"City"},"as_of":"2026-01-01","layers":{"venues":{"href":"v.csv"}}}"#;
    let file = |name: &str, bytes: Vec<u8>| NamedBytes { name: name.to_owned(), bytes };
    let files = vec![file("city.json", manifest.into()), file("v.csv", csv.into_bytes())];
    let mut engine = Engine::new();
    engine.handle(Request::Open(files)).expect("the city opens");
    engine
}

fn found(engine: &mut Engine, text: &str) -> usize {
    let near = Some(LngLat::new(112.05, 30.55));
    match engine.handle(Request::Find { text: text.to_owned(), near, limit: 12 }) {
        Ok(Reply::Findings(found)) => found.hits.len(),
        other => panic!("{other:?}"),
    }
}

fn find(c: &mut Criterion) {
    let mut engine = city();
    // Names are read when they are first asked for.
    found(&mut engine, "幼");
    let mut group = c.benchmark_group("find in 1M names");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for text in [
        "幼",
        "幼儿园",
        "望山77777",
        "w",
        "wang",
        "wangshan7",
        "ws99",
        "kindergarten",
        "望山 hotel",
        "v-0123456",
        "v-01",
        "没有的",
    ] {
        group.bench_function(text, |b| b.iter(|| found(&mut engine, text)));
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
