//! The levels of a whole city, every explanation, the conflicts, the ledger, and one change of it: `cargo bench --bench
//! levels`. `RISKMAP_BENCH_CITY=DIR` takes another city than the demo's.

mod city;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::Date;
use riskmap::domain::LayerName;
use riskmap::engine::{FeatureRef, Request};
use riskmap::risk::assess::{Assessor, Book, Conflicts, Levels, Parameters, RATED};
use riskmap::units::Step;
use std::hint::black_box;
use std::time::Duration;

fn rated(assessor: &Assessor<'_>, day: Date) -> Levels {
    let mut levels = Levels::default();
    while levels.step(assessor, day) != Step::Done {}
    levels
}

/// Explains every subject of some layers; gives how many steps all workings have.
fn explained(assessor: &Assessor<'_>, layers: &[LayerName], day: Date) -> usize {
    let all = layers.iter().flat_map(|layer| (0..assessor.len(*layer) as u32).map(|row| (*layer, row)));
    all.map(|of| assessor.why(of, day).parts.iter().map(|p| p.worked.explanation.steps.len()).sum::<usize>()).sum()
}

fn conflicts(assessor: &Assessor<'_>) -> usize {
    let Some(facilities) = &assessor.facilities else { return 0 };
    let mut conflicts = Conflicts::default();
    while conflicts.step(facilities) != Step::Done {}
    conflicts.finish().conflicts.len()
}

fn levels(c: &mut Criterion) {
    let engine = city::open(&city::folder());
    let open = engine.open().expect("the city is open");
    let day: Date = open.city().manifest.as_of.parse().expect("a day");
    let set = Parameters::read(open.city());
    let (population, access, book) = (city::population(open), city::access(open), Book::read(open.city()));
    let assessor = city::assessor(open, population.as_ref(), access.as_ref(), &book, &set);
    let counts = RATED.map(|layer| format!("{} {layer}", assessor.len(layer)));
    println!("{}, {} dangers", counts.join(", "), book.ledger.len());

    // Steps rate on all threads; one after the other gives the same.
    let levels = rated(&assessor, day);
    for layer in RATED {
        let alone = |row| assessor.rate((layer, row as u32), day);
        let both = levels.base(layer).iter().copied().zip(levels.dynamic(layer).iter().copied());
        assert!(both.enumerate().all(|(row, both)| both == alone(row)), "threads change nothing");
    }

    let mut group = c.benchmark_group("levels");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(3));
    group.bench_function("residents spread", |b| b.iter(|| city::population(open).is_some()));
    group.bench_function("ways to stations and hydrants", |b| b.iter(|| city::access(open).is_some()));
    group.bench_function("ledger read, every danger's standing", |b| {
        b.iter(|| {
            let book = Book::read(open.city());
            book.ledger.standings(day).filter(|(_, s)| s.open).count()
        });
    });
    group.bench_function("levels of the whole city", |b| b.iter(|| rated(&assessor, day)));
    for layer in RATED {
        let one = |row| black_box(assessor.rate((layer, row as u32), day));
        group.bench_function(format!("levels of {layer}, one thread"), |b| {
            b.iter(|| (0..assessor.len(layer)).map(one).filter(|(base, _)| base.method.is_some()).count());
        });
    }
    group.bench_function("explanations of facilities and pipelines", |b| {
        b.iter(|| explained(&assessor, &[LayerName::Facilities, LayerName::Pipelines], day));
    });
    group.bench_function("explanations of venues", |b| b.iter(|| explained(&assessor, &[LayerName::Venues], day)));
    let mut asked = city::open(&city::folder());
    while asked.prepare().expect("the city is open").is_some() {}
    let all = RATED.map(|layer| (0..assessor.len(layer) as u32).map(move |row| FeatureRef { layer, row }));
    let all: Vec<FeatureRef> = all.into_iter().flatten().collect();
    group.bench_function("cards of everything: explanations, rings, neighbours inside them, dangers", |b| {
        b.iter(|| {
            for of in &all {
                black_box(asked.handle(Request::Why { of: *of, as_of: None }).expect("a subject"));
            }
        });
    });
    group.bench_function("conflicts", |b| b.iter(|| black_box(conflicts(&assessor))));

    let mut levels = levels;
    group.bench_function("another day", |b| b.iter(|| levels.redate(&assessor, day)));
    let place = book.dangers.iter().filter(|(of, _)| of.0 == LayerName::Facilities).map(|(_, its)| its[0]).min();
    if let Some(place) = place.map(|place| place as usize) {
        let (danger, events) = (book.ledger.dangers()[place].clone(), book.ledger.events(place).to_vec());
        let mut changed = book.clone();
        group.bench_function("one danger changed", |b| {
            b.iter(|| {
                let touched = changed.put(open.city(), danger.clone(), events.clone());
                let assessor = city::assessor(open, population.as_ref(), access.as_ref(), &changed, &set);
                levels.change(&assessor, &touched)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, levels);
criterion_main!(benches);
