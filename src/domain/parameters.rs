//! The constants that a manifest's `parameters` may set: their names, and the values that they may have. What each means
//! stands with the method that reads it.
//!
//! | parameter | sets |
//! |---|---|
//! | `gb18218.threshold_t.CAS` | the threshold Q of a substance, tonnes |
//! | `gb18218.beta.CAS` | its β |
//! | `dynamic.general_days` | days past due from which one general danger raises a level (30) |
//! | `dynamic.general_count` | overdue general dangers that raise a level (3) |
//! | `dynamic.accident_days` | days that a fatal accident counts (365) |
//! | `pipelines.location_classes` | 1: count location classes 3 and 4, which nobody has checked against GB 50251 |
//! | `pipelines.merge_gaps` | 1: merge high-consequence areas up to 50 m apart, unchecked too |
//! | `pipelines.concentrated` | so many buildings of four storeys and more in 2 km are concentrated |

/// What a parameter's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowed {
    /// A number above 0.
    Positive,
    /// A whole number from 0 to 36,500.
    Whole,
    /// 0 or 1.
    Switch,
}

/// Names, or beginnings of names where a CAS number follows.
const KNOWN: &[(&str, Allowed)] = &[
    ("gb18218.threshold_t.", Allowed::Positive),
    ("gb18218.beta.", Allowed::Positive),
    ("dynamic.general_days", Allowed::Whole),
    ("dynamic.general_count", Allowed::Whole),
    ("dynamic.accident_days", Allowed::Whole),
    ("pipelines.location_classes", Allowed::Switch),
    ("pipelines.merge_gaps", Allowed::Switch),
    ("pipelines.concentrated", Allowed::Whole),
];

/// Why a parameter is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No method has a constant of this name.
    Name,
    /// The constant cannot have this value.
    Value,
}

/// Whether a parameter is read; otherwise why not.
pub fn judge(name: &str, value: f64) -> Result<(), Unread> {
    let is = |known: &str| {
        if known.ends_with('.') { name.len() > known.len() && name.starts_with(known) } else { name == known }
    };
    let (_, allowed) = KNOWN.iter().find(|(known, _)| is(known)).ok_or(Unread::Name)?;
    let fits = match allowed {
        Allowed::Positive => value > 0.0 && value.is_finite(),
        Allowed::Whole => value.fract() == 0.0 && (0.0..=36_500.0).contains(&value),
        Allowed::Switch => value == 0.0 || value == 1.0,
    };
    if fits { Ok(()) } else { Err(Unread::Value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_judged() {
        for (name, value) in
            [("gb18218.beta.7664-41-7", 2.0), ("dynamic.general_days", 0.0), ("pipelines.merge_gaps", 1.0)]
        {
            assert_eq!(judge(name, value), Ok(()), "{name}");
        }
        for name in ["", "gb18218.beta.", "dynamic", "pipelines.merge_gaps.x", "speed_of_light"] {
            assert_eq!(judge(name, 1.0), Err(Unread::Name), "{name}");
        }
        for (name, value) in [
            ("gb18218.threshold_t.7664-41-7", 0.0),
            ("gb18218.threshold_t.7664-41-7", f64::INFINITY),
            ("dynamic.general_count", 2.5),
            ("dynamic.accident_days", -1.0),
            ("pipelines.location_classes", f64::NAN),
        ] {
            assert_eq!(judge(name, value), Err(Unread::Value), "{name} {value}");
        }
    }
}
