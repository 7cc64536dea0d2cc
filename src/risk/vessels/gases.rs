//! What a vessel holds: which substances make a fireball, and how much heat they give.

use super::super::explain::Confidence;
use super::super::rating::Range;

/// Whether a vessel of a substance can make the fireball of a liquefied gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fireball {
    /// It is liquefied under pressure.
    Yes,
    /// It is stored as a gas, cold, or burns not.
    No,
    /// Nobody knows.
    Perhaps,
}

/// What the method knows of a substance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gas {
    /// Whether it makes a fireball.
    pub fireball: Fireball,
    /// Lower heat of combustion, kJ/kg.
    pub heat_kj_kg: Range,
    /// Where the heat is from.
    pub source: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
}

/// No fuel gives more heat by mass than hydrogen, kJ/kg.
pub const MOST_HEAT: f64 = 120_000.0;

const EPA: &str = "US EPA, RMP guidance for offsite consequence analysis, EPA 550-B-99-009, Exhibit C-1";
const TABLE: &str = "lower heating values at 25 °C, published fuel tables";

type Row = (&'static [&'static str], Fireball, [f64; 2], &'static str, Confidence);

/// Names and CAS numbers, whether it makes a fireball, the two ends of the heat.
const GASES: &[Row] = {
    use Confidence::{Checked, Unverified};
    use Fireball::{No, Perhaps, Yes};
    &[
        (&["74-98-6", "丙烷", "propane"], Yes, [46_333.0, 46_333.0], EPA, Checked),
        (&["106-97-8", "丁烷", "正丁烷", "butane", "n-butane"], Yes, [45_752.0, 45_752.0], TABLE, Checked),
        (&["75-28-5", "异丁烷", "isobutane"], Yes, [45_613.0, 45_613.0], TABLE, Checked),
        // A mixture of the three, so between the least and the most of them.
        (
            &["68476-85-7", "液化石油气", "液化气", "lpg", "liquefied petroleum gas"],
            Yes,
            [45_613.0, 46_333.0],
            TABLE,
            Checked,
        ),
        (&["74-84-0", "乙烷", "ethane"], Perhaps, [47_794.0, 47_794.0], TABLE, Checked),
        (
            &["74-82-8", "8006-14-2", "甲烷", "天然气", "lng", "cng", "methane", "natural gas"],
            No,
            [50_009.0, 50_009.0],
            TABLE,
            Checked,
        ),
        (&["1333-74-0", "氢", "氢气", "hydrogen"], No, [MOST_HEAT, MOST_HEAT], TABLE, Checked),
        (&["74-86-2", "乙炔", "acetylene"], No, [48_280.0, 48_280.0], TABLE, Checked),
        (&["115-07-1", "丙烯", "propylene"], Yes, [45_762.0, 45_762.0], EPA, Unverified),
        (
            &["106-99-0", "1,3-丁二烯", "丁二烯", "1,3-butadiene", "butadiene"],
            Yes,
            [44_548.0, 44_548.0],
            EPA,
            Unverified,
        ),
        (&["75-01-4", "氯乙烯", "vinyl chloride"], Yes, [18_848.0, 18_848.0], EPA, Unverified),
        (&["115-10-6", "二甲醚", "dimethyl ether"], Yes, [28_835.0, 28_835.0], EPA, Unverified),
        (&["74-85-1", "乙烯", "ethylene"], Perhaps, [47_145.0, 47_145.0], EPA, Unverified),
    ]
};

/// Substances of which no vessel makes a fireball or a flammable cloud: gases that do not burn, and liquids that are
/// stored without pressure. Toxic ones have consequences of their own, which this method does not see.
const OTHERS: &[&str] = &[
    "7782-50-5",
    "氯",
    "chlorine",
    "7782-44-7",
    "氧",
    "oxygen",
    "7727-37-9",
    "氮",
    "nitrogen",
    "124-38-9",
    "二氧化碳",
    "carbon dioxide",
    "7440-37-1",
    "氩",
    "argon",
    "7446-09-5",
    "二氧化硫",
    "7647-01-0",
    "氯化氢",
    "7732-18-5",
    "水",
    "water",
];

impl Gas {
    /// What is known of a substance by its CAS number or name; heats that nobody has checked only where they are asked
    /// for.
    pub fn of(substance: Option<&str>, unverified: bool) -> Self {
        let open = Range { low: 0.0, high: MOST_HEAT };
        let unknown =
            Self { fireball: Fireball::Perhaps, heat_kj_kg: open, source: TABLE, confidence: Confidence::Derived };
        let Some(name) = substance.map(|s| s.trim().to_lowercase()) else { return unknown };
        if OTHERS.contains(&name.as_str()) {
            return Self { fireball: Fireball::No, heat_kj_kg: Range::exactly(0.0), ..unknown };
        }
        let Some(row) = GASES.iter().find(|(names, ..)| names.contains(&name.as_str())) else { return unknown };
        let &(_, fireball, [low, high], source, confidence) = row;
        if confidence == Confidence::Unverified && !unverified {
            return Self { fireball, ..unknown };
        }
        Self { fireball, heat_kj_kg: Range { low, high }, source, confidence }
    }
}
