//! Filtering a million crashes in time and kind: `cargo bench --bench crashes`.

use criterion::{Criterion, criterion_group, criterion_main};
use riskmap::domain::{CrashFilter, CrashPart, Layer, LayerName, Value, schema};
use riskmap::risk::crashes::Times;
use riskmap::units::LngLat;
use std::hint::black_box;

const CRASHES: u64 = 1_000_000;
/// 2023-01-01, in seconds.
const FIRST: i64 = 19_358 * 86_400;

/// Crashes over three years, of every severity, light, weather and party.
fn crashes() -> Layer {
    let place = |field| schema::position(LayerName::Crashes, field).expect("a field of the schema");
    let [at, severity, light, weather, party] = ["at", "severity", "light", "weather", "party"].map(place);
    let mut layer = Layer::new(LayerName::Crashes, "crashes.csv");
    for row in 0..CRASHES {
        // Knuth's multiplicative hash: the values of neighbours differ, and every run has the same.
        let noise = row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let one = |words: &[&'static str], shift: u32| words[(noise >> shift) as usize % words.len()];
        layer.shapes_mut().push_point(LngLat::new(112.0, 31.0));
        layer.set(at, Value::DateTime(FIRST + (noise % (3 * 365 * 86_400)) as i64));
        layer.set(severity, Value::Code(one(&["fatal", "serious", "slight", "injury", "damage_only"], 3)));
        layer.set(light, Value::Text(one(&["day", "dusk", "night_lit", "night_dark"], 7)));
        layer.set(weather, Value::Text(one(&["clear", "cloudy", "rain", "fog"], 11)));
        layer.set(party, Value::Text(one(&["car-car", "car-pedestrian", "truck-electric_bicycle", "bus"], 15)));
        layer.finish_row("c", row as u32 + 1);
    }
    layer.finish();
    layer
}

fn filtering(c: &mut Criterion) {
    let layer = crashes();
    let mut filter = CrashFilter::over(Some(19_500), Some(20_200));
    filter.add_hours(22, 4);
    filter.toggle_word(CrashPart::Weather, "rain");
    filter.toggle_word(CrashPart::Party, "pedestrian");
    let times = Times::of(&layer);
    let mut group = c.benchmark_group("a million crashes");
    group.sample_size(20);
    group.bench_function("their days and hours, once a city", |b| b.iter(|| Times::of(black_box(&layer))));
    group.bench_function("which pass", |b| b.iter(|| times.passing(black_box(&layer), &filter)));
    group.bench_function("all choices counted", |b| b.iter(|| times.counts(black_box(&layer), &filter)));
    group.finish();
}

criterion_group!(benches, filtering);
criterion_main!(benches);
