//! Venues and residents within 500 m of every facility, for `tests/reference/neighbours/compare.py`, which counts the same
//! by GeoPandas: `cargo bench --bench neighbours -- OUT.csv`. Writes the counts and prints the time.

#![allow(clippy::disallowed_methods, reason = "a benchmark takes the time and writes a file")]

#[path = "city/mod.rs"]
#[allow(dead_code, reason = "levels.rs needs the rest")]
mod city;

use riskmap::domain::{Layer, LayerName};
use riskmap::spatial::{Index, Probe};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const REACH_M: f64 = 500.0;
const RUNS: usize = 11;

fn main() {
    let Some(out) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        println!("neighbours: give a file for the counts");
        return;
    };
    let engine = city::open(&city::folder());
    let open = engine.open().expect("the city is open");
    let facilities = open.city().layer(LayerName::Facilities).expect("facilities");
    let mut text = String::from("id,venues,people_day,residents\n");
    let mut times: Vec<[Duration; 2]> = Vec::new();
    for run in 0..RUNS {
        let mut built = Vec::new();
        let start = Instant::now();
        for name in [LayerName::Venues, LayerName::Residents] {
            let layer = open.city().layer(name).expect("venues and residents");
            built.push((layer, Index::build(layer.shapes(), open.plane())));
        }
        let indexed = start.elapsed();
        let mut counts = Vec::with_capacity(facilities.len());
        for row in 0..facilities.len() {
            let probe = Probe::of(facilities.shapes(), row as u32, open.plane());
            let sum = |at: usize, field: &str| {
                let (layer, index): &(&Layer, Index) = &built[at];
                let hits = index.within(layer.shapes(), &probe, REACH_M);
                (hits.len(), hits.iter().filter_map(|hit| layer.number(hit.row as usize, field)).sum::<f64>())
            };
            let ((venues, people), (_, residents)) = (sum(0, "people_day"), sum(1, "residents"));
            counts.push((venues, people, residents));
        }
        times.push([indexed, start.elapsed() - indexed]);
        if run == 0 {
            for (row, (venues, people, residents)) in counts.iter().enumerate() {
                let _ = writeln!(text, "{},{venues},{people},{residents}", facilities.id(row));
            }
        }
    }
    std::fs::write(&out, text).expect("the counts are written");
    let median = |which: usize| {
        let mut all: Vec<Duration> = times.iter().map(|t| t[which]).collect();
        all.sort_unstable();
        all[RUNS / 2].as_secs_f64() * 1e3
    };
    println!("riskmap: index {:.3} ms, join {:.3} ms (medians of {RUNS})", median(0), median(1));
}
