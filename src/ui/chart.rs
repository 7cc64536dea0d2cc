//! Charts as paths: plain numbers in, SVG's path texts out.

/// Two amounts by day, the second stacked on the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Areas {
    /// The lower area.
    pub lower: String,
    /// The upper area.
    pub upper: String,
    /// What the height stands for.
    pub top: u32,
    /// The middles of both at the last day, from the top, px.
    pub middles: [f64; 2],
}

/// Stacks two amounts by day into a box of so many px, from zero on; none where there is no day.
pub fn stacked(days: &[[u32; 2]], width: f64, height: f64) -> Option<Areas> {
    let last = days.last()?;
    let top = days.iter().map(|[a, b]| a + b).max()?.max(1);
    // One day alone is as wide as the box.
    let days: Vec<[u32; 2]> = if let [only] = days { vec![*only, *only] } else { days.to_vec() };
    let x = |i: usize| width * i as f64 / (days.len() - 1) as f64;
    let y = |n: u32| height - height * f64::from(n) / f64::from(top);
    let edge = |of: &dyn Fn(&[u32; 2]) -> u32| -> Vec<(f64, f64)> {
        days.iter().enumerate().map(|(i, day)| (x(i), y(of(day)))).collect()
    };
    let (ground, low, high) = (edge(&|_| 0), edge(&|[a, _]| *a), edge(&|[a, b]| a + b));
    let middle = |from: u32, to: u32| (y(from) + y(to)) / 2.0;
    Some(Areas {
        lower: between(&low, &ground),
        upper: between(&high, &low),
        top,
        middles: [middle(0, last[0]), middle(last[0], last[0] + last[1])],
    })
}

/// The area between two edges that run alike.
fn between(over: &[(f64, f64)], under: &[(f64, f64)]) -> String {
    let there = over.iter().enumerate().map(|(i, (x, y))| format!("{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' }));
    let back = under.iter().rev().map(|(x, y)| format!("L{x:.1} {y:.1}"));
    there.chain(back).collect::<String>() + "Z"
}

/// Two labels at heights, at least so many px apart and inside a height; the upper one first stays above.
pub fn apart([lower, upper]: [f64; 2], gap: f64, height: f64) -> [f64; 2] {
    let lower = lower.clamp(gap, height);
    let upper = upper.min(lower - gap).max(0.0);
    [lower.max(upper + gap), upper]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_stacked_from_zero() {
        let areas = stacked(&[[4, 0], [2, 2], [0, 1]], 100.0, 40.0).unwrap();
        assert_eq!(areas.top, 4);
        assert_eq!(areas.lower, "M0.0 0.0L50.0 20.0L100.0 40.0L100.0 40.0L50.0 40.0L0.0 40.0Z");
        assert_eq!(areas.upper, "M0.0 0.0L50.0 0.0L100.0 30.0L100.0 40.0L50.0 20.0L0.0 0.0Z");
        assert_eq!(areas.middles, [40.0, 35.0]);
    }

    #[test]
    fn one_day_is_as_wide_as_the_box_and_none_is_no_chart() {
        assert_eq!(stacked(&[], 100.0, 40.0), None);
        assert_eq!(stacked(&[[0, 0]], 100.0, 40.0).unwrap().lower, "M0.0 40.0L100.0 40.0L100.0 40.0L0.0 40.0Z");
    }

    #[test]
    fn labels_do_not_cover_one_another() {
        assert_eq!(apart([40.0, 35.0], 14.0, 40.0), [40.0, 26.0]);
        assert_eq!(apart([4.0, 2.0], 14.0, 40.0), [14.0, 0.0]);
        assert_eq!(apart([30.0, 5.0], 14.0, 40.0), [30.0, 5.0]);
    }
}
