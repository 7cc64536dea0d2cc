//! A layer's file as GeoJSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::Formats;

fuzz_target!(|input: (u8, &[u8])| riskmap_fuzz::layer(Formats::canonical(), "f.geojson", input.0, input.1));
