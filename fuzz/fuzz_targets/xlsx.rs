//! A layer's file as a workbook.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::Formats;

fuzz_target!(|input: (u8, &[u8])| riskmap_fuzz::layer(Formats::all(), "f.xlsx", input.0, input.1));
