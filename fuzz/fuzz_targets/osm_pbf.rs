//! An OSM extract as PBF.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskmap_fuzz::{import, plan};

fuzz_target!(|bytes: &[u8]| import(&plan("file = \"a.osm.pbf\"\nprofile = \"osm\""), bytes));
