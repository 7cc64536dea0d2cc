//! What would bring a mine's level down.

use super::super::parts::{lowering, lowers, number};
use super::super::rating::{Lowering, Rating};
use super::{GAS_LIMITS, INFLOW, INFLOW_NORTH_WEST, INRUSH, Inputs, Mine, Rockburst, SLOPE_M, Status, good, rate};
use crate::text::{Said, said};

/// A figure: its name, unit, value, limits, and how it is set.
type Figure<'a> = (Said, &'static str, Option<f64>, &'a [f64], Set);
type Set = fn(&mut Inputs<'_>, f64);

/// The smallest single changes that bring the level down: one figure to a limit, residents moved, the mine sealed.
pub(super) fn lower(inputs: &Inputs<'_>, now: Rating) -> Vec<Lowering> {
    let water = if inputs.north_west == Some(false) { INFLOW } else { INFLOW_NORTH_WEST };
    let figures: [Figure<'_>; 9] = [
        (
            said!("相对瓦斯涌出量", "relative gas emission"),
            "m³/t",
            inputs.mine.relative_m3_t,
            &GAS_LIMITS[..1],
            |i, v| i.mine.relative_m3_t = Some(v),
        ),
        (
            said!("绝对瓦斯涌出量", "absolute gas emission"),
            "m³/min",
            inputs.mine.absolute_m3_min,
            &GAS_LIMITS[1..2],
            |i, v| i.mine.absolute_m3_min = Some(v),
        ),
        (
            said!("掘进工作面瓦斯涌出量", "gas of a heading"),
            "m³/min",
            inputs.mine.heading_m3_min,
            &GAS_LIMITS[2..3],
            |i, v| i.mine.heading_m3_min = Some(v),
        ),
        (
            said!("采煤工作面瓦斯涌出量", "gas of a working face"),
            "m³/min",
            inputs.mine.face_m3_min,
            &GAS_LIMITS[3..],
            |i, v| i.mine.face_m3_min = Some(v),
        ),
        (said!("平均涌水量", "mean inflow"), "m³/h", inputs.mine.inflow_m3_h, &water[0], |i, v| {
            i.mine.inflow_m3_h = Some(v)
        }),
        (said!("最大涌水量", "largest inflow"), "m³/h", inputs.mine.inflow_max_m3_h, &water[1], |i, v| {
            i.mine.inflow_max_m3_h = Some(v)
        }),
        (said!("突水量", "inrush"), "m³/h", inputs.mine.inrush_m3_h, &INRUSH[0], |i, v| {
            i.mine.inrush_m3_h = Some(v)
        }),
        (said!("单位涌水量", "specific capacity"), "L/(s·m)", inputs.mine.capacity_l_sm, &INRUSH[1], |i, v| {
            i.mine.capacity_l_sm = Some(v)
        }),
        (said!("边坡高度", "height of the slope"), "m", inputs.mine.slope_m, &[SLOPE_M], |i, v| {
            i.mine.slope_m = Some(v)
        }),
    ];
    let mut found = Vec::new();
    for (label, unit, value, limits, set) in figures {
        let Some(value) = good(value) else { continue };
        for limit in limits.iter().rev().filter(|l| **l < value) {
            let mut then = *inputs;
            set(&mut then, *limit);
            let rating = rate(&then).rating;
            if lowers(now, rating) {
                let says = said!("{0}不超过 {1} {2}", "{0} no more than {1} {2}", label, number(*limit), unit);
                found.push(lowering(says, rating, true));
                break;
            }
        }
    }
    let mut change = |says: Said, then: &Inputs<'_>| {
        let rating = rate(then).rating;
        if lowers(now, rating) {
            found.push(lowering(says, rating, false));
        }
    };
    change(said!("下游没有居民", "no residents below"), &Inputs { residents_below: Some(0.0), ..*inputs });
    let no_burst = Mine { rockburst: Some(Rockburst::None), ..inputs.mine };
    change(said!("消除冲击地压危险", "the danger of rockburst removed"), &Inputs { mine: no_burst, ..*inputs });
    change(
        said!("通风、排水保持运行", "ventilation and pumps kept running"),
        &Inputs { running: Some(true), ..*inputs },
    );
    change(
        said!("关闭并封闭", "closed and sealed"),
        &Inputs { status: Some(Status::Closed), sealed: Some(true), ..*inputs },
    );
    found
}
