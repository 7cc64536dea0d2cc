//! A dataset as one archive.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap::dataset::{Files, Formats, Limits, read};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { file_bytes: 16 << 20, total_bytes: 32 << 20, ..Limits::default() };
    if let Ok(files) = Files::from_zip(bytes, &limits) {
        let formats = Formats { limits, ..Formats::canonical() };
        if let Ok(loaded) = read(files, &formats, &mut |_| {}) {
            assert!(loaded.report.adds_up());
        }
    }
});
