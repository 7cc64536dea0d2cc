//! A layer's file as CSV in UTF-8, as the page reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::Formats;

fuzz_target!(|input: (u8, &[u8])| riskmap_fuzz::layer(Formats::canonical(), "f.csv", input.0, input.1));
