//! city.json.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = riskmap::dataset::manifest::parse(bytes);
});
