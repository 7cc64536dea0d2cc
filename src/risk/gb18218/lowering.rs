//! What would lower a plant's level: one substance less, or fewer residents; each found by rating the plant again.

use super::overrides::Overrides;
use super::{Grade, Inputs, Outcome, rate};
use crate::domain::Level;
use crate::risk::parts::{just_below, short};
use crate::risk::rating::{Lowering, Range};
use crate::text::{Gap, Said, said};

/// Single changes that lower the level, and, as sentences, those that lower a unit's grade alone.
#[derive(Default)]
pub(super) struct Changes {
    /// Lower the plant's level.
    pub level: Vec<Lowering>,
    /// Lower the grade of a unit and no level.
    pub grade: Vec<Said>,
}

/// Looks at every substance of the units that hold the plant at its level, then at the residents. Nothing for a plant
/// that is unrated or blue: what is missing is to be found out first.
pub(super) fn changes(inputs: &Inputs, outcome: &Outcome) -> Changes {
    let mut found = Changes::default();
    let level = outcome.rating.level();
    if matches!(level, Level::Unrated | Level::Blue) {
        return found;
    }
    let holds =
        |i: &usize| inputs.units.get(*i).is_some_and(|unit| inputs.unit(unit, outcome.alpha).worst.level() == level);
    let holding: Vec<usize> = (0..inputs.units.len()).filter(holds).collect();
    for u in &holding {
        for i in 0..inputs.units.get(*u).map_or(0, |unit| unit.stocks.len()) {
            less_of(inputs, outcome, (*u, i), &mut found);
        }
    }
    fewer_people(inputs, outcome, &mut found);
    if holding.len() > 1 {
        found.grade.push(said!(
            "{0} 个单元同为该等级：全部降低后企业等级才会降低。",
            "{0} units stand at this level: the plant's falls only when all of theirs do.",
            holding.len()
        ));
    }
    found
}

/// The largest quantities of a substance at which its unit would be of each lower grade, worst first.
fn quantities(inputs: &Inputs, outcome: &Outcome, (u, i): (usize, usize)) -> Vec<f64> {
    let Some(unit) = inputs.units.get(u) else { return Vec::new() };
    let Some((stock, tonnes)) = unit.stocks.get(i).and_then(|s| Some((s, s.known_t()?))) else { return Vec::new() };
    let now = inputs.unit(unit, outcome.alpha);
    let per_tonne = stock.per_tonne(&inputs.overrides);
    // The quantity at which a sum of the form `others + q·per_tonne` reaches a limit.
    let reaches = |limit: f64, sum: f64, per_tonne: f64| (limit - (sum - tonnes * per_tonne)) / per_tonne;
    let least = Grade::LEAST_R.map(|(_, least)| least);
    let mut limits: Vec<f64> = least
        .iter()
        .map(|least| reaches(least / outcome.alpha.high, now.weighted.high, per_tonne.weighted.high))
        .chain([reaches(1.0, now.s.high, per_tonne.ratio.high)])
        .filter(|limit| limit.is_finite() && *limit > 0.0 && *limit <= tonnes * (1.0 + 1e-9))
        .map(just_below)
        .collect();
    limits.sort_unstable_by(|a, b| b.total_cmp(a));
    limits
}

fn less_of(inputs: &Inputs, outcome: &Outcome, (u, i): (usize, usize), found: &mut Changes) {
    let grade = |inputs: &Inputs| inputs.units.get(u).map(|unit| inputs.unit(unit, outcome.alpha).worst);
    let mut noted = false;
    for tonnes in quantities(inputs, outcome, (u, i)) {
        let mut less = inputs.clone();
        let Some(stock) = less.units.get_mut(u).and_then(|unit| unit.stocks.get_mut(i)) else { return };
        let was = stock.quantity_t.map_or_else(|| "".into(), |t| Gap::from(short(t)));
        stock.quantity_t = Some(tonnes);
        let name = super::working::stock_name(stock);
        let (before, after) = (grade(inputs), grade(&less));
        let (Some(before), Some(after)) = (before, after) else { return };
        if after <= before {
            continue;
        }
        let unit = inputs.units.get(u).map(super::working::unit_name).unwrap_or_default();
        let says = said!(
            "{0}：{1}由 {2} t 减至 {3} t，{4} → {5}",
            "{0}: {1} from {2} t to {3} t, {4} → {5}",
            unit,
            name,
            was,
            short(tonnes),
            before.says(),
            after.says()
        );
        let new = rate(&less).rating;
        if new.level() > outcome.rating.level() && new.level() != Level::Unrated {
            found.level.push(Lowering { says, to: new.level(), just_under: true });
            return;
        }
        if !noted {
            found.grade.push(says);
            noted = true;
        }
    }
}

/// The most people at each lower step of α, worst first.
fn lower_steps(overrides: &Overrides, people: Range) -> Vec<f64> {
    overrides.steps().iter().rev().map(|(from, _)| from - 1.0).filter(|n| *n >= 0.0 && *n < people.high).collect()
}

fn fewer_people(inputs: &Inputs, outcome: &Outcome, found: &mut Changes) {
    let Some(now) = inputs.people().known() else { return };
    let mut noted = false;
    for people in lower_steps(&inputs.overrides, inputs.people()) {
        let fewer = Inputs { residents: Range::exactly(people), ..inputs.clone() };
        let new = rate(&fewer);
        let (alpha, was) = (short(new.alpha.high), short(outcome.alpha.high));
        let (now, people) = (short(now), short(people));
        let says = said!(
            "厂区边界外 500 m 内常住人口由 {0} 人减至 {1} 人（搬迁或退距），α {2} → {3}，{4} → {5}",
            "Residents within 500 m of the boundary from {0} to {1} (by moving homes, or the plant back), \
                 α {2} → {3}, {4} → {5}",
            now,
            people,
            was,
            alpha,
            outcome.worst.says(),
            new.worst.says()
        );
        if new.rating.level() > outcome.rating.level() && new.rating.level() != Level::Unrated {
            found.level.push(Lowering { says, to: new.rating.level(), just_under: true });
            return;
        }
        if !noted && new.worst > outcome.worst {
            found.grade.push(says);
            noted = true;
        }
    }
}
