//! The fields of every layer: name, type, unit. Reading, checking, showing and exporting all go by this one list.
//!
//! Only the geometry and what tells the kind are required. Every other value may be missing, stays missing to the end
//! and is shown as unknown. Nested values of CSV and XLSX are dotted names (`protection.alarm`); GeoJSON may nest them.

use super::kinds::{FACILITY_KINDS, Kind, VENUE_KINDS};
use super::layer::LayerName;

/// What a field's values are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// One of a closed list of codes.
    Code(&'static [&'static str]),
    /// A kind of [`super::kinds`]; unknown ones become `other` and keep their words in `kind_text`.
    Kind(&'static [Kind]),
    /// A number with its unit (empty for a count) and the range outside of which it is not believed.
    Number {
        /// The unit as it is written behind the number; empty for counts and ratios.
        unit: &'static str,
        /// The smallest value that can be meant.
        min: f64,
        /// The largest value that can be meant.
        max: f64,
    },
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A local day and time.
    DateTime,
    /// A list of records, kept as JSON text; see the module that reads it.
    List,
}

/// A field of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The name in files.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldType,
    /// Whether a row without it is rejected.
    pub required: bool,
}

const fn field(name: &'static str, kind: FieldType) -> Field {
    Field { name, kind, required: false }
}

const fn must(name: &'static str, kind: FieldType) -> Field {
    Field { name, kind, required: true }
}

const fn number(name: &'static str, unit: &'static str, max: f64) -> Field {
    field(name, FieldType::Number { unit, min: 0.0, max })
}

const fn people(name: &'static str) -> Field {
    number(name, "persons", 1e8)
}

const fn text(name: &'static str) -> Field {
    field(name, FieldType::Text)
}

const fn flag(name: &'static str) -> Field {
    field(name, FieldType::Flag)
}

const fn date(name: &'static str) -> Field {
    field(name, FieldType::Date)
}

const fn list(name: &'static str) -> Field {
    field(name, FieldType::List)
}

const fn code(name: &'static str, codes: &'static [&'static str]) -> Field {
    field(name, FieldType::Code(codes))
}

/// A unit of a field in words, Chinese and English; none for an international symbol, which is both.
pub fn unit_words(unit: &str) -> Option<(&'static str, &'static str)> {
    Some(match unit {
        "persons" => ("人", "people"),
        "vehicles/day" => ("辆/日", "vehicles/day"),
        "/year" => ("次/年", "per year"),
        _ => return None,
    })
}

/// Whether a number counts (persons, floors, years), so that it is whole where a person types it. A table may have an
/// average of persons.
pub fn is_count(field: &str, unit: &str) -> bool {
    let is_score = field.starts_with("lec.") || field.starts_with("score.") || field == "amount";
    unit == "persons" || (unit.is_empty() && !is_score)
}

/// Fields that every layer has, before its own. `id` is a column of its own ([`super::Layer::id`]).
pub const COMMON: &[Field] = &[
    text("name"),
    text("name_en"),
    text("district"),
    text("note"),
    date("as_of"),
    text("_src"),
    text("_xy0"),
    text("_crs0"),
    text("_assumed"),
];

/// The OSM highway values that `roads.class` may be; anything else is kept as `other`.
pub const ROAD_CLASSES: &[&str] = &[
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "motorway_link",
    "trunk_link",
    "primary_link",
    "secondary_link",
    "tertiary_link",
    "pedestrian",
    "track",
    "path",
    "footway",
    "cycleway",
    "bridleway",
    "steps",
    "road",
    "busway",
    "corridor",
    "construction",
    "proposed",
    "other",
];

/// Classes that motor vehicles use: the road graph of sections, routes and response.
pub fn is_driven(class: &str) -> bool {
    ROAD_CLASSES[..14].contains(&class)
}

const SECTORS: &[&str] = &["explosives", "gas", "chemicals", "mines", "fire", "traffic", "fireworks", "other"];

/// The fields of a layer, without [`COMMON`].
pub fn fields(layer: LayerName) -> &'static [Field] {
    use LayerName::*;
    match layer {
        Districts => {
            const {
                &[
                    text("code"),
                    code("level", &["city", "county", "town", "grid"]),
                    text("parent"),
                    people("population"),
                    text("leader"),
                ]
            }
        }
        Residents => {
            const { &[people("residents"), number("households", "", 1e8), people("people_day"), people("people_night")] }
        }
        Facilities => FACILITIES,
        Pipelines => {
            const {
                &[
                    text("product"),
                    number("diameter_mm", "mm", 5000.0),
                    number("pressure_mpa", "MPa", 100.0),
                    text("operator"),
                    number("laid_year", "", 2200.0),
                    code("location", &["underground", "overground", "underwater"]),
                ]
            }
        }
        Venues => VENUES,
        Roads => {
            const {
                &[
                    must("class", FieldType::Code(ROAD_CLASSES)),
                    text("ref"),
                    number("from_km", "km", 1e5),
                    number("to_km", "km", 1e5),
                    number("lanes", "", 30.0),
                    number("speed_kmh", "km/h", 200.0),
                    number("aadt", "vehicles/day", 1e6),
                    number("aadt_year", "", 2200.0),
                    code("oneway", &["yes", "no", "reverse"]),
                    flag("bridge"),
                    flag("tunnel"),
                    text("tunnel_category"),
                    number("max_height_m", "m", 30.0),
                    number("max_weight_t", "t", 1000.0),
                    text("from_node"),
                    text("to_node"),
                ]
            }
        }
        Crashes => {
            const {
                &[
                    must("at", FieldType::DateTime),
                    must("severity", FieldType::Code(&["fatal", "serious", "slight", "injury", "damage_only"])),
                    people("deaths"),
                    people("injured"),
                    number("vehicles", "", 1000.0),
                    text("party"),
                    text("light"),
                    text("weather"),
                    text("road_ref"),
                    number("chainage_km", "km", 1e5),
                ]
            }
        }
        Routes => {
            const {
                &[
                    text("cargo"),
                    number("load_t", "t", 1e4),
                    number("trips_per_year", "/year", 1e7),
                    text("hours"),
                    date("approved_until"),
                ]
            }
        }
        Tracks => {
            const {
                &[
                    must("vehicle", FieldType::Text),
                    must("at", FieldType::DateTime),
                    number("speed_kmh", "km/h", 400.0),
                    text("cargo"),
                    number("load_t", "t", 1e4),
                    flag("loaded"),
                ]
            }
        }
        FireStations => const { &[number("engines", "", 1000.0), people("crew"), number("water_t", "t", 1e5)] },
        Hydrants => const { &[number("flow_lps", "L/s", 1000.0), flag("working"), text("code")] },
        Dangers => {
            const {
                &[
                    text("target"),
                    must("level", FieldType::Code(&["general", "major"])),
                    code("sector", SECTORS),
                    text("campaign"),
                    text("category"),
                    text("what"),
                    date("found_on"),
                    text("found_by"),
                    date("due_on"),
                    date("original_due_on"),
                    date("plan_approved_on"),
                    flag("supervised"),
                    code(
                        "status",
                        &["registered", "graded", "assigned", "mending", "to_verify", "returned", "accepted", "closed"],
                    ),
                ]
            }
        }
        DangerEvents => {
            const {
                &[
                    must("danger", FieldType::Text),
                    must("at", FieldType::DateTime),
                    must(
                        "event",
                        FieldType::Code(&[
                            "register",
                            "grade",
                            "assign",
                            "plan",
                            "extend",
                            "supervise",
                            "report_mended",
                            "return",
                            "sign_inspector",
                            "sign_owner",
                            "sign_leader",
                            "close",
                            "reopen",
                        ]),
                    ),
                    text("by"),
                    text("post"),
                    date("due_on"),
                ]
            }
        }
        Inspections => {
            const {
                &[
                    must("target", FieldType::Text),
                    must("on", FieldType::Date),
                    text("by"),
                    text("campaign"),
                    text("result"),
                ]
            }
        }
        Accidents => {
            const {
                &[
                    must("target", FieldType::Text),
                    must("on", FieldType::Date),
                    text("authority"),
                    people("deaths"),
                    people("injured"),
                    text("class"),
                ]
            }
        }
        Penalties => {
            const {
                &[
                    must("target", FieldType::Text),
                    must("on", FieldType::Date),
                    text("authority"),
                    text("kind"),
                    number("amount", "", 1e12),
                ]
            }
        }
        Water => const { &[code("kind", &["river", "stream", "lake", "sea", "other"])] },
        Green => const { &[code("kind", &["forest", "park", "farmland", "other"])] },
        Built => const { &[code("kind", &["residential", "industrial", "commercial", "other"])] },
        Buildings => const { &[number("levels", "", 300.0), number("height_m", "m", 1500.0)] },
        Railways => const { &[text("kind")] },
        Places => const { &[code("kind", &["city", "town", "village", "suburb", "other"]), people("population")] },
    }
}

const FACILITIES: &[Field] = &[
    must("kind", FieldType::Kind(FACILITY_KINDS)),
    text("kind_text"),
    code("status", &["operating", "under_construction", "suspended", "closed"]),
    code("sector", SECTORS),
    text("operator"),
    text("regulator"),
    text("leader"),
    list("units"),
    list("substances"),
    flag("substances_complete"),
    number("net_explosive_kg", "kg", 1e9),
    flag("barricaded"),
    list("licensed_distances"),
    list("vessels"),
    number("storeys", "", 300.0),
    people("workers_day"),
    people("workers_night"),
    text("fire_class"),
    number("mine.gas_relative_m3_t", "m³/t", 1e4),
    number("mine.gas_absolute_m3_min", "m³/min", 1e5),
    number("mine.gas_heading_m3_min", "m³/min", 1e4),
    number("mine.gas_face_m3_min", "m³/min", 1e4),
    flag("mine.outburst"),
    number("mine.inflow_m3_h", "m³/h", 1e6),
    number("mine.inflow_max_m3_h", "m³/h", 1e6),
    text("mine.rockburst"),
    number("mine.depth_m", "m", 5000.0),
    number("mine.slope_m", "m", 2000.0),
    flag("mine.sealed"),
    flag("mine.running"),
    number("tailings.volume_m3", "m³", 1e10),
    number("tailings.height_m", "m", 1000.0),
    people("tailings.residents_below"),
    number("score.value", "", 1000.0),
    list("score.vetoes"),
    number("lec.l", "", 10.0),
    number("lec.e", "", 10.0),
    number("lec.c", "", 100.0),
    text("lec.table"),
    list("grading"),
    flag("responsibilities.investment"),
    flag("responsibilities.training"),
    flag("responsibilities.management"),
    flag("responsibilities.rescue"),
    date("drill_on"),
    date("inspected_on"),
    text("also"),
];

const VENUES: &[Field] = &[
    must("kind", FieldType::Kind(VENUE_KINDS)),
    text("kind_text"),
    people("capacity"),
    people("people_day"),
    people("people_night"),
    flag("sleeping"),
    code("mobility", &["able", "limited", "none"]),
    number("beds", "", 1e5),
    number("floors", "", 300.0),
    field("occupied_floor", FieldType::Number { unit: "", min: -20.0, max: 300.0 }),
    number("height_m", "m", 1500.0),
    number("area_m2", "m²", 1e8),
    flag("underground"),
    number("attendants_day", "persons", 1e5),
    number("attendants_night", "persons", 1e5),
    text("fuel_class"),
    number("exits", "", 1000.0),
    flag("protection.sprinklers"),
    flag("protection.alarm"),
    flag("protection.smoke_control"),
    flag("protection.own_brigade"),
    flag("protection.engine_access"),
    text("opening_hours"),
    date("inspected_on"),
    date("drill_on"),
    text("also"),
];

/// The field at a place among a layer's columns.
pub fn at(layer: LayerName, place: usize) -> Option<&'static Field> {
    COMMON.get(place).or_else(|| fields(layer).get(place - COMMON.len()))
}

/// The place of a field of a layer among its columns: [`COMMON`] first, then [`fields`].
pub fn position(layer: LayerName, name: &str) -> Option<usize> {
    all(layer).position(|f| f.name == name)
}

/// Every field of a layer in column order.
pub fn all(layer: LayerName) -> impl Iterator<Item = &'static Field> {
    COMMON.iter().chain(fields(layer))
}
