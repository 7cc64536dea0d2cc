//! Which kinds of venue count as sensitive, and which worry a city most.

/// Kinds that are sensitive to an accident nearby: many people, people who cannot leave by themselves, or people
/// asleep. The union of the lists that the field uses (GB 36894 high-sensitivity targets, PHMSA identified sites, UK
/// PADHI levels 3 and 4), as far as the dataset has such kinds.
pub const SENSITIVE: &[&str] = &[
    "kindergarten",
    "school",
    "university",
    "hospital",
    "nursing_home",
    "welfare_home",
    "mall",
    "market",
    "stadium",
    "theatre",
    "worship",
    "square",
    "station",
    "high_rise",
    "group_rental",
];

/// Kinds that worry a fire service most: hard to leave (high, underground), crowded, slept in, or with people who need
/// help. A rule of this project after the kinds that the city's fire campaign names.
pub const WORRY: &[&str] = &[
    "high_rise",
    "mall",
    "underground",
    "mixed_use",
    "hospital",
    "nursing_home",
    "welfare_home",
    "kindergarten",
    "group_rental",
    "dormitory",
    "hotel",
    "small_hotel",
    "guest_house",
    "karaoke",
    "net_cafe",
    "bathhouse",
    "station",
    "theatre",
    "cinema",
    "stadium",
];

/// Kinds in which people sleep without being a city's permanent residents there, as its residents are counted.
pub const SLEPT_IN: &[&str] =
    &["hospital", "nursing_home", "welfare_home", "group_rental", "dormitory", "hotel", "small_hotel", "guest_house"];

/// Whether people sleep in a kind of venue who are no permanent residents there.
pub fn is_slept_in(kind: &str) -> bool {
    SLEPT_IN.contains(&kind)
}

/// Whether a kind of venue is sensitive.
pub fn is_sensitive(kind: &str) -> bool {
    SENSITIVE.contains(&kind)
}

/// Whether a kind of venue worries a fire service most.
pub fn is_worry(kind: &str) -> bool {
    WORRY.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::{VENUE_KINDS, find};

    #[test]
    fn the_lists_name_kinds_that_exist() {
        for kind in SENSITIVE.iter().chain(WORRY).chain(SLEPT_IN) {
            assert!(find(VENUE_KINDS, kind).is_some(), "{kind}");
        }
    }
}
