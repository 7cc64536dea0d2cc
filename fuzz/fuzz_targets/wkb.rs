//! A geometry of a GeoPackage: well-known binary.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = riskmap::dataset::foreign::wkb::parse(bytes);
});
