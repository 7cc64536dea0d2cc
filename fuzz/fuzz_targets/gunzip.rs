//! A layer's file behind gzip: what inflates is counted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::Formats;

fuzz_target!(|input: (u8, &[u8])| riskmap_fuzz::layer(Formats::canonical(), "f.csv.gz", input.0, input.1));
