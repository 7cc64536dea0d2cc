//! A layer's file as CSV whose encoding must be found out: UTF-8 with or without BOM, UTF-16, GB18030.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::Formats;

fuzz_target!(|input: (u8, &[u8])| riskmap_fuzz::layer(Formats::all(), "f.csv", input.0, input.1));
