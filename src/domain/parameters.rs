//! The constants that a manifest's `parameters` and rule packs may set: their names, and the values that they may have. What
//! each means stands with the method that reads it.
//!
//! | parameter | sets |
//! |---|---|
//! | `gb18218.threshold_t.CAS` | the threshold Q of a substance, whether or not it is in Table 1, tonnes |
//! | `gb18218.beta.CAS` | its β |
//! | `gb18218.threshold_t.W5.4`, `gb18218.beta.W5.4` | the same of a hazard class of Table 2 |
//! | `gb18218.alpha.0` `.1` `.30` `.50` `.100` | α from so many residents on (0.5, 1.0, 1.2, 1.5, 2.0) |
//! | `dynamic.general_days` | days past due from which one general danger raises a level (30) |
//! | `dynamic.general_count` | overdue general dangers that raise a level (3) |
//! | `dynamic.accident_days` | days that a fatal accident counts (365) |
//! | `pipelines.location_classes` | 1: count location classes 3 and 4, which nobody has checked against GB 50251 |
//! | `pipelines.merge_gaps` | 1: merge high-consequence areas up to 50 m apart, unchecked too |
//! | `pipelines.concentrated` | so many buildings of four storeys and more in 2 km are concentrated |
//! | `pipelines.households` | households in 2 km of an oil line that make a high-consequence area (100) |
//! | `pipelines.village_households` | households of a village beside an oil line that do (50) |
//! | `mines.north_west` | 1: mines are classed by the water table of the north-west; 0: by the other |
//! | `fire.station_m` `.hydrant_m` | how far a fire station (1795) and a hydrant (150) reach, straight, metres |
//! | `venue_index.yellow` `.orange` `.red` | from which venue index on a level is that (2, 5, 10) |

use super::cas::{self, Cas};
use super::city::Words;

/// What a parameter's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowed {
    /// A number above 0.
    Positive,
    /// A whole number from 0 to 36,500.
    Whole,
    /// A whole number from 1 to 36,500.
    Count,
    /// 0 or 1.
    Switch,
}

/// A parameter: its name (or the beginning of one where a CAS number follows), what it may be, what it is called, its unit.
type Known = (&'static str, Allowed, &'static str, &'static str, &'static str);

const KNOWN: &[Known] = &[
    ("gb18218.threshold_t.", Allowed::Positive, "临界量", "threshold", "t"),
    ("gb18218.beta.", Allowed::Positive, "校正系数 β", "factor β", ""),
    ("gb18218.alpha.0", Allowed::Positive, "无常住人口时的 α", "α without residents", ""),
    ("gb18218.alpha.1", Allowed::Positive, "1–29 人时的 α", "α from 1 resident on", ""),
    ("gb18218.alpha.30", Allowed::Positive, "30–49 人时的 α", "α from 30 residents on", ""),
    ("gb18218.alpha.50", Allowed::Positive, "50–99 人时的 α", "α from 50 residents on", ""),
    ("gb18218.alpha.100", Allowed::Positive, "100 人及以上时的 α", "α from 100 residents on", ""),
    ("dynamic.general_days", Allowed::Whole, "一般隐患逾期天数界限", "days past due of a general danger", "d"),
    ("dynamic.general_count", Allowed::Whole, "逾期一般隐患条数界限", "overdue general dangers", ""),
    ("dynamic.accident_days", Allowed::Whole, "死亡事故计算天数", "days that a fatal accident counts", "d"),
    (
        "pipelines.location_classes",
        Allowed::Switch,
        "按户数推定地区等级",
        "location classes from counted households",
        "",
    ),
    ("pipelines.merge_gaps", Allowed::Switch, "合并相距 50 m 以内的区段", "areas up to 50 m apart merged", ""),
    (
        "pipelines.concentrated",
        Allowed::Whole,
        "四层及以上建筑“集中”的栋数",
        "buildings of four storeys and more that are concentrated",
        "",
    ),
    ("pipelines.households", Allowed::Count, "输油管道 2 km 内户数界限", "households in 2 km of an oil line", ""),
    (
        "pipelines.village_households",
        Allowed::Count,
        "输油管道旁村镇户数界限",
        "households of a village beside an oil line",
        "",
    ),
    ("mines.north_west", Allowed::Switch, "西北地区（1 是，0 否）", "in the north-west (1 yes, 0 no)", ""),
    ("fire.station_m", Allowed::Positive, "消防站覆盖距离", "reach of a fire station", "m"),
    ("fire.hydrant_m", Allowed::Positive, "消火栓保护距离", "reach of a hydrant", "m"),
    ("venue_index.yellow", Allowed::Positive, "场所指数 C 级界限", "venue index from which C", ""),
    ("venue_index.orange", Allowed::Positive, "场所指数 B 级界限", "venue index from which B", ""),
    ("venue_index.red", Allowed::Positive, "场所指数 A 级界限", "venue index from which A", ""),
];

/// α of the standard, and the parameters that set its steps.
pub const ALPHA: [(&str, f64); 5] = [
    ("gb18218.alpha.0", 0.5),
    ("gb18218.alpha.1", 1.0),
    ("gb18218.alpha.30", 1.2),
    ("gb18218.alpha.50", 1.5),
    ("gb18218.alpha.100", 2.0),
];

/// The breaks of the venue index, and the parameters that set them.
pub const VENUE_INDEX: [(&str, f64); 3] =
    [("venue_index.yellow", 2.0), ("venue_index.orange", 5.0), ("venue_index.red", 10.0)];

/// Parameters that must not fall, in this order, each with the value that it has where nobody sets it.
pub const RISING: &[&[(&str, f64)]] = &[&ALPHA, &VENUE_INDEX];

/// Why a parameter is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No method has a constant of this name.
    Name,
    /// The constant cannot have this value.
    Value,
    /// The steps of which it is one would fall.
    Order,
}

fn known(name: &str) -> Option<&'static Known> {
    let is = |known: &str| {
        if known.ends_with('.') { name.len() > known.len() && name.starts_with(known) } else { name == known }
    };
    KNOWN.iter().find(|known| is(known.0))
}

/// Whether a parameter is read; otherwise why not.
pub fn judge(name: &str, value: f64) -> Result<(), Unread> {
    let whole = |from: f64| value.fract() == 0.0 && (from..=36_500.0).contains(&value);
    let known = known(name).ok_or(Unread::Name)?;
    if name.strip_prefix(known.0).is_some_and(|of| cas::check(of) == Cas::Wrong) {
        return Err(Unread::Name);
    }
    let fits = match known.1 {
        Allowed::Positive => value > 0.0 && value.is_finite(),
        Allowed::Whole => whole(0.0),
        Allowed::Count => whole(1.0),
        Allowed::Switch => value == 0.0 || value == 1.0,
    };
    if fits { Ok(()) } else { Err(Unread::Value) }
}

/// What a parameter is called, and its unit; its own name where it is none that is known.
pub fn label(name: &str) -> (Words, &'static str) {
    match known(name) {
        None => (Words::same(name), ""),
        Some((prefix, _, zh, en, unit)) => match name.strip_prefix(prefix) {
            Some(of) if !of.is_empty() => (Words::new(format!("{of} 的{zh}"), format!("{en} of {of}")), unit),
            _ => (Words::new(*zh, *en), unit),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_judged() {
        for (name, value) in [
            ("gb18218.beta.7664-41-7", 2.0),
            ("dynamic.general_days", 0.0),
            ("pipelines.merge_gaps", 1.0),
            ("venue_index.red", 12.5),
        ] {
            assert_eq!(judge(name, value), Ok(()), "{name}");
        }
        for name in [
            "",
            "gb18218.beta.",
            "gb18218.alpha.40",
            "dynamic",
            "pipelines.merge_gaps.x",
            "speed_of_light",
            "gb18218.beta.7664-41-8",
        ] {
            assert_eq!(judge(name, 1.0), Err(Unread::Name), "{name}");
        }
        for (name, value) in [
            ("gb18218.threshold_t.7664-41-7", 0.0),
            ("gb18218.threshold_t.7664-41-7", f64::INFINITY),
            ("dynamic.general_count", 2.5),
            ("dynamic.accident_days", -1.0),
            ("pipelines.location_classes", f64::NAN),
            ("pipelines.households", 0.0),
        ] {
            assert_eq!(judge(name, value), Err(Unread::Value), "{name} {value}");
        }
    }

    #[test]
    fn every_parameter_has_a_name_in_both_languages() {
        assert_eq!(label("gb18218.beta.7664-41-7").0, Words::new("7664-41-7 的校正系数 β", "factor β of 7664-41-7"));
        assert_eq!(label("dynamic.general_days").1, "d");
        let rising = RISING.iter().copied().flatten();
        rising.for_each(|(name, own)| assert_eq!(judge(name, *own), Ok(()), "{name}"));
    }
}
