//! An import plan over a small table.
#![no_main]

use libfuzzer_sys::fuzz_target;

const TABLE: &str = "id,x,y,kind,at,severity\n1,106.1,29.5,hotel,2024-02-29,fatal\n2,489717.8,2500244.5,?,x,\n脚注\n";

fuzz_target!(|plan: &str| riskmap_fuzz::import(plan, TABLE.as_bytes()));
