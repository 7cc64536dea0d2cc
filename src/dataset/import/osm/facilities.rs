//! Hazardous facilities. Military objects are never taken.

use super::values::number;
use super::{Sink, Values, kinds};
use crate::dataset::foreign::osm::Tags;
use crate::domain::LayerName;
use crate::domain::kinds::FACILITY_KINDS;
use std::borrow::Cow;

pub(super) fn import(sink: &mut Sink<'_, '_>) {
    kinds::import(sink, LayerName::Facilities, FACILITY_KINDS, kinds_of, values_of);
}

/// Tanks of these are no hazard.
const WATER: &[&str] =
    &["water", "drinking_water", "rainwater", "rain_water", "hot_water", "wastewater", "sewage", "fire_water"];

fn kinds_of(tags: Tags<'_>) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    if tags.get("military").is_some() || tags.is("landuse", "military") {
        return kinds;
    }
    let mut add = |is: bool, kind: &'static str| {
        if is {
            kinds.push(kind);
        }
    };
    match tags.get("industrial") {
        Some("explosives" | "explosive") => add(true, "explosives_plant"),
        Some("explosives_depot" | "explosives_storage") => add(true, "explosives_depot"),
        Some("fireworks") => add(true, "fireworks_store"),
        Some("chemical" | "chemicals" | "petrochemical" | "refinery" | "oil_refinery") => add(true, "chemical_plant"),
        Some("oil" | "oil_storage" | "oil_depot" | "fuel" | "fuel_depot" | "tank_farm" | "gas_storage") => {
            add(true, "tank_farm");
        }
        Some("mine") => add(true, mine(tags)),
        _ => {}
    }
    add(tags.is_one_of("shop", &["pyrotechnics", "fireworks"]), "fireworks_store");
    add(tags.is("shop", "gas"), "lpg_station");
    if tags.is("amenity", "fuel") {
        for kind in fuels(tags) {
            add(true, kind);
        }
    }
    match tags.get("man_made") {
        Some("storage_tank") if !tags.get("content").is_some_and(|c| WATER.contains(&c)) => add(true, "storage_tank"),
        Some("gasometer") => add(true, "gas_holder"),
        Some("mineshaft" | "adit") => add(true, mine(tags)),
        Some("tailings_pond") => add(true, "tailings_pond"),
        Some("works") => add(true, "works"),
        _ => {}
    }
    if tags.is("pipeline", "substation") {
        let gas = tags.is_one_of("substance", &["gas", "natural_gas", "cng", "lpg", "biogas"]);
        let gate = tags.is_one_of("substation", &["transmission", "city_gate", "compression"]);
        add(gas && gate, "gas_gate");
        add(gas && !gate, "gas_regulator");
    }
    match tags.get("landuse") {
        Some("quarry") => add(true, "quarry"),
        Some("industrial") => add(true, "industrial_area"),
        Some("landfill") => add(true, "waste_site"),
        _ => {}
    }
    add(tags.is("power", "plant"), "power_plant");
    add(tags.is("power", "substation"), "substation");
    add(tags.is("amenity", "recycling"), "waste_site");
    kinds
}

fn mine(tags: Tags<'_>) -> &'static str {
    if tags.is_one_of("resource", &["coal", "lignite"]) { "coal_mine" } else { "metal_mine" }
}

/// A filling station is one of LPG or hydrogen alone only if it says so and names no other fuel.
fn fuels(tags: Tags<'_>) -> Vec<&'static str> {
    let (mut lpg, mut hydrogen, mut other) = (false, false, false);
    for (key, value) in tags.iter() {
        let Some(fuel) = key.strip_prefix("fuel:").filter(|_| value == "yes") else { continue };
        match fuel.to_ascii_lowercase().as_str() {
            "lpg" => lpg = true,
            "h2" | "hydrogen" | "h70" | "h35" => hydrogen = true,
            _ => other = true,
        }
    }
    match (lpg, hydrogen, other) {
        (true, false, false) => vec!["lpg_station"],
        (false, true, false) => vec!["hydrogen_station"],
        _ => vec!["fuel_station"],
    }
}

fn values_of(tags: Tags<'_>) -> Values<'_> {
    let mut values = Values::new();
    let mut put = |field: &'static str, value: Option<Cow<'_, str>>| {
        if let Some(value) = value {
            values.push((field, Cow::Owned(value.into_owned())));
        }
    };
    put("operator", tags.get("operator").map(Cow::Borrowed));
    put("kind_text", tags.get("product").map(Cow::Borrowed));
    put("storeys", tags.get("building:levels").filter(|v| number(v).is_some()).map(Cow::Borrowed));
    let closed = tags.is("disused", "yes") || tags.is("abandoned", "yes");
    put("status", closed.then_some(Cow::Borrowed("closed")));
    let content = tags.get("content").filter(|_| tags.is("man_made", "storage_tank"));
    // What is inside is known, how much is not.
    put("substances", content.map(|c| Cow::Owned(serde_json::json!([{ "substance": c }]).to_string())));
    values
}
