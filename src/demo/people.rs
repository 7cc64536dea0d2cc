//! Residents: a row an estate or a village group, and the names of places.

use super::World;
use super::rng::Rng;
use super::settlements::{Rank, Zone};
use super::write::{Row, Shape};
use crate::units::Xy;

/// Where people live.
#[derive(Clone, Debug)]
pub struct Estate {
    /// Its middle.
    pub at: Xy,
    /// Registered residents.
    pub residents: f64,
    /// Which district; the place in the list of districts.
    pub district: usize,
    zone: Zone,
}

/// Residents rows of a scale.
pub fn settle(world: &World) -> Vec<Estate> {
    let mut rng = Rng::new(world.seed, "residents");
    let lived: Vec<usize> = (0..world.buildings.len()).filter(|&b| world.buildings[b].zone != Zone::Industry).collect();
    if lived.is_empty() {
        return Vec::new();
    }
    (0..world.count(2200.0))
        .map(|_| {
            let b = &world.buildings[*rng.pick(&lived)];
            let typical = match b.zone {
                Zone::OldTown => 420.0,
                Zone::City => 760.0,
                Zone::NewTown => 1150.0,
                Zone::Industry | Zone::Town => 330.0,
                Zone::Village => 120.0,
            };
            Estate { at: b.middle, residents: rng.about(typical).round(), district: b.district, zone: b.zone }
        })
        .collect()
}

/// Writes the `residents` layer.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let columns = ["district", "residents", "households", "people_day", "people_night"];
    files.table("residents", &columns, true, |add| {
        let mut rng = Rng::new(world.seed, "homes");
        for (i, e) in world.estates.iter().enumerate() {
            // The share that is at home by day; at night some work, travel or live in dormitories, which are venues.
            let by_day = match e.zone {
                Zone::OldTown => rng.range(0.42, 0.7),
                Zone::Village => rng.range(0.5, 0.75),
                _ => rng.range(0.28, 0.5),
            };
            let by_night = rng.range(0.82, 0.92);
            let row = Row::new(format!("P-{:05}", i + 1))
                .text("district", world.districts.all[e.district].code)
                .number("residents", e.residents)
                .when(rng.chance(0.97), |r| r.number("households", (e.residents / 2.72).round()));
            let known = rng.chance(0.9);
            let row = row.when(known, |r| {
                r.number("people_day", (e.residents * by_day).round())
                    .number("people_night", (e.residents * by_night).round())
            });
            add(row, Some(e.at))?;
        }
        Ok(())
    })
}

/// Writes the `places` layer.
pub fn write_places(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let mut people = vec![0.0; world.settlements.all.len()];
    for e in &world.estates {
        people[world.settlements.built(e.at).1] += e.residents;
    }
    let total: f64 =
        world.settlements.all.iter().zip(&people).filter(|(s, _)| s.rank == Rank::Quarter).map(|x| x.1).sum();
    files.features("places", |add| {
        let city = Row::new("place-0").name("岚川", "Lanchuan").text("kind", "city").number("population", total);
        add(city, Shape::Point(Xy::new(-150.0, 700.0)))?;
        for (i, (s, people)) in world.settlements.all.iter().zip(&people).enumerate() {
            let kind = match s.rank {
                Rank::Quarter => "suburb",
                Rank::CountyTown | Rank::Township => "town",
                Rank::Village => "village",
            };
            let row = Row::new(format!("place-{}", i + 1))
                .name(s.name.0.as_str(), s.name.1.as_str())
                .text("kind", kind)
                .when(*people > 0.0, |r| r.number("population", *people));
            add(row, Shape::Point(s.at))?;
        }
        Ok(())
    })
}
