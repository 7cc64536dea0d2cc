//! A rule pack.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = riskmap::dataset::rules::parse("rules.toml", bytes, &mut Vec::new());
});
