//! Pressure vessels of flammable gas: fireball and vapour cloud, as rings.
//!
//! **Question.** How far do the heat of a fireball and the blast of a gas cloud from a facility's largest vessel reach,
//! and which sensitive sites are inside?
//!
//! **Source.** Fireball: CCPS, Guidelines for Consequence Analysis of Chemical Releases (checked against a published
//! example; the duration above 30 t by continuity). Dose rings of 1800, 1000 and 500 thermal dose units: UK HSE land-use
//! planning (from memory). Cloud: US EPA, 40 CFR 68 offsite consequence guidance, 1 psi (endpoint checked; the one-line
//! form derived, within 7 % of Kingery–Bulmash).
//!
//! **Formula.** `D = 5.8 m^⅓`; `t = 0.45 m^⅓` below 30 t, `2.6 m^⅙` from 30 t on; `F(X) = (D/2)² X / (X² + (D/2)²)^{3/2}`;
//! `q = E F τ`, `E = 350 kW/m²`, `τ = 1`; `dose = q^{4/3} t`. Solved for `X` beyond the peak of `F` at `X = (D/2)/√2`.
//! `D₁psi = 17 (0.1 W ΔHc / 4680)^⅓`.
//!
//! **Units.** `m`, `W` kg; `D`, `X` m; `t` s; `q` kW/m²; dose in tdu = (kW/m²)^{4/3}·s; `ΔHc` kJ/kg.
//!
//! **Level** (rule of this project, no standard). A vulnerable site inside 1800 tdu: red; inside 1000 tdu: orange; inside
//! 500 tdu or 1 psi: yellow; none: blue.
//!
//! **Assumptions.** Where no vessel is recorded, one holds at most all the flammable gas that the record of substances
//! declares as design maximum and complete; without such a record anything. The whole content of the largest vessel;
//! fireball on the ground, vertical target, clear air. Dose rings are preferred to flux rings because a fireball lasts
//! only seconds. Every ring is taken for the vessel that gives the largest. At 30 t the duration jumps from 13.98 to
//! 14.49 s.
//!
//! **When not to use.** As a probability; for toxic effects, pool fires, jets, vessels under earth; for permanent gases
//! the fireball rings do not apply. A screening value.
//!
//! **Confidence.** Fireball checked against one source; the ring values not checked against HSE's text; 1 psi derived.

mod explain;
pub mod gases;
#[cfg(test)]
mod tests;

pub use explain::explain;
pub use gases::{Fireball, Gas};

use super::explain::Confidence;
use super::faults::{self, Fault, quantity, records};
use super::rating::{Range, Rating};
use super::rings::{self, Ring, RingKind, Site, Target};
use crate::domain::Level;

/// Where the fireball is from.
pub const CCPS: &str = "CCPS, Guidelines for Consequence Analysis of Chemical Releases (BLEVE fireball)";
/// Where the dose rings are from.
pub const HSE: &str = "UK HSE land-use planning, 1800/1000/500 tdu";
/// Where the 1 psi distance is from.
pub const EPA: &str = "US EPA, 40 CFR 68, offsite consequence analysis, 1 psi";

/// Surface emissive power, kW/m².
pub const E_KW_M2: f64 = 350.0;
/// From this mass on the fireball lasts longer than by the cube root, kg.
pub const LONG_FROM_KG: f64 = 30_000.0;
/// Dose rings, tdu.
pub const DOSES: [f64; 3] = [1800.0, 1000.0, 500.0];
/// TNT's heat in the EPA's formula, kJ/kg, and the share of the cloud's heat that makes the blast.
const EPA_TNT: (f64, f64) = (4680.0, 0.1);

/// A vessel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vessel {
    /// CAS number or name.
    pub substance: Option<String>,
    /// Whole content, tonnes.
    pub mass_t: Option<f64>,
}

/// What the method asks of one facility.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Its vessels.
    pub vessels: &'a [Vessel],
    /// Where none is recorded: the largest that there can be.
    pub at_most: Option<&'a Vessel>,
    /// What stands around.
    pub sites: &'a [Site<'a>],
    /// How far sites were looked for, metres.
    pub searched_m: f64,
    /// Use heats of combustion that nobody has checked.
    pub unverified_heats: bool,
    /// Where the vessels are recorded: "file#row".
    pub row: &'a str,
    /// What was wrong with the record where it was read.
    pub faults: &'a [Fault],
}

/// What the method gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The level, or the ends between which it lies.
    pub rating: Rating,
    /// The rings: three doses, then 1 psi. A ring of 0 m does not occur.
    pub rings: [Ring<'static>; 4],
    /// The vessel that gives the largest fireball, and the one that gives the largest cloud, at worst.
    pub largest: [Option<usize>; 2],
    /// Values that cannot be.
    pub faults: Vec<Fault>,
}

/// Reads vessels from the dataset's JSON text.
pub fn read(text: &str, faults: &mut Vec<Fault>) -> Vec<Vessel> {
    let mut vessels = Vec::new();
    for (i, record) in records("vessels", text, faults).iter().enumerate() {
        if !record.is_object() {
            faults.push(Fault::new("vessels", Some(i), faults::Wrong::NoRecord));
            // There is a vessel, of which nothing is known.
            vessels.push(Vessel::default());
            continue;
        }
        let substance = faults::text(record, "substance", "vessels.substance", Some(i), faults);
        let mass_t = faults::number(record, "mass_t", "vessels.mass_t", Some(i), faults);
        vessels.push(Vessel { substance, mass_t });
    }
    vessels
}

/// Diameter of the fireball, metres.
pub fn diameter_m(kg: f64) -> f64 {
    5.8 * kg.cbrt()
}

/// How long the fireball lasts, seconds.
pub fn duration_s(kg: f64) -> f64 {
    if kg < LONG_FROM_KG { 0.45 * kg.cbrt() } else { 2.6 * kg.powf(1.0 / 6.0) }
}

/// View factor at a distance along the ground.
pub fn view_factor(kg: f64, x_m: f64) -> f64 {
    let r = diameter_m(kg) / 2.0;
    r * r * x_m / (x_m * x_m + r * r).powf(1.5)
}

/// Heat flux at a distance, kW/m².
pub fn flux_kw_m2(kg: f64, x_m: f64) -> f64 {
    E_KW_M2 * view_factor(kg, x_m)
}

/// Thermal dose at a distance, tdu.
pub fn dose_tdu(kg: f64, x_m: f64) -> f64 {
    flux_kw_m2(kg, x_m).powf(4.0 / 3.0) * duration_s(kg)
}

/// How far a heat flux reaches, metres; 0 where the fireball never gives it.
pub fn flux_reach_m(kg: f64, kw_m2: f64) -> f64 {
    if kg.is_infinite() {
        return f64::INFINITY;
    }
    // With s = 1 + (X/r)², F² s³ − s + 1 = 0: three real roots below the peak, the largest is the far branch.
    let f = kw_m2 / E_KW_M2;
    let turn = 1.5 * 3f64.sqrt() * f;
    if kg <= 0.0 || f <= 0.0 || turn > 1.0 || turn.is_nan() {
        return 0.0;
    }
    let s = 2.0 / (3f64.sqrt() * f) * ((-turn).acos() / 3.0).cos();
    diameter_m(kg) / 2.0 * (s - 1.0).max(0.0).sqrt()
}

/// How far a thermal dose reaches, metres; 0 where the fireball never gives it.
pub fn dose_reach_m(kg: f64, tdu: f64) -> f64 {
    flux_reach_m(kg, (tdu / duration_s(kg)).powf(0.75))
}

/// How far 1 psi of a gas cloud reaches by the EPA's screening formula, metres.
pub fn one_psi_m(kg: f64, heat_kj_kg: f64) -> f64 {
    let (tnt, share) = EPA_TNT;
    if kg == 0.0 || heat_kj_kg == 0.0 { 0.0 } else { 17.0 * (share * kg * heat_kj_kg / tnt).cbrt() }
}

/// The four rings of one vessel.
fn reaches(kg: Range, gas: &Gas) -> [Range; 4] {
    let fire = match gas.fireball {
        Fireball::Yes => kg,
        Fireball::No => Range::exactly(0.0),
        Fireball::Perhaps => Range { low: 0.0, high: kg.high },
    };
    let dose = |tdu: f64| fire.map(|kg| dose_reach_m(kg, tdu));
    let heat = gas.heat_kj_kg;
    let cloud = Range { low: one_psi_m(kg.low, heat.low), high: one_psi_m(kg.high, heat.high) };
    [dose(DOSES[0]), dose(DOSES[1]), dose(DOSES[2]), cloud]
}

/// Rates a facility by its vessels.
pub fn rate(inputs: &Inputs<'_>) -> Outcome {
    let mut faults = inputs.faults.to_vec();
    let mut radii = [Range::exactly(0.0); 4];
    let mut largest = [None; 2];
    for (i, vessel) in inputs.vessels.iter().enumerate() {
        let kg = quantity("vessels.mass_t", Some(i), vessel.mass_t, &mut faults).map(|t| t * 1000.0);
        let gas = Gas::of(vessel.substance.as_deref(), inputs.unverified_heats);
        let reach = reaches(kg, &gas);
        for (which, ring) in [(0, 2), (1, 3)] {
            if reach[ring].high > radii[ring].high {
                largest[which] = Some(i);
            }
        }
        for (radius, reach) in radii.iter_mut().zip(reach) {
            radius.low = radius.low.max(reach.low);
            radius.high = radius.high.max(reach.high);
        }
    }
    // A record without vessels, or with a list that nobody could read, says nothing of how the gas is held.
    if inputs.vessels.is_empty() {
        radii = match inputs.at_most {
            Some(vessel) => {
                let kg = Range { low: 0.0, high: vessel.mass_t.map_or(f64::INFINITY, |t| t * 1000.0) };
                reaches(kg, &Gas::of(vessel.substance.as_deref(), inputs.unverified_heats))
            }
            None => [Range::unknown(); 4],
        };
    }
    let kinds = [
        (RingKind::Dose1800, Level::Red, HSE, Confidence::Unverified),
        (RingKind::Dose1000, Level::Orange, HSE, Confidence::Unverified),
        (RingKind::Dose500, Level::Yellow, HSE, Confidence::Unverified),
        (RingKind::OnePsi, Level::Yellow, EPA, Confidence::Derived),
    ];
    let mut at = radii.into_iter();
    let rings = kinds.map(|(kind, level, source, confidence)| Ring {
        kind,
        named: None,
        radius_m: at.next().unwrap_or(Range::unknown()),
        exposes: &[Target::Vulnerable],
        unsure: false,
        level: Some(level),
        source,
        confidence,
    });
    faults.extend(rings::faults(inputs.sites));
    Outcome { rating: rings::rate(&rings, inputs.sites, inputs.searched_m), rings, largest, faults }
}
