//! The working of a facility's vessels.

use super::super::explain::{Confidence, Explanation, Step};
use super::super::faults::Fault;
use super::super::parts::{
    fixed, input, largest_below, level_step, lowering, lowers, not_per_standard, number, row, screening, span,
};
use super::super::rating::{Figure, Lowering, Range, Worked};
use super::super::rings;
use super::{
    CCPS, DOSES, E_KW_M2, EPA, Fireball, Gas, HSE, Inputs, LONG_FROM_KG, Outcome, diameter_m, duration_s, rate,
    view_factor,
};
use crate::text::{Said, Text, said, same};

/// The whole working of a facility's vessels.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let outcome = rate(inputs);
    let exposed = rings::exposed(&outcome.rings, inputs.sites);
    let mut steps = vec![vessels(inputs)];
    steps.extend(outcome.largest[0].and_then(|i| fireball(inputs, i)));
    for i in 0..outcome.rings.len() {
        let mut step = rings::step(&outcome.rings, i, inputs.sites, &exposed);
        let radius = outcome.rings[i].radius_m;
        if let Some(tdu) = DOSES.get(i) {
            step.formula = "dose = (E · F(X))^{4/3} · t,  X > (D/2)/√2".into();
            step.substituted = same!("dose(X) = {0} tdu,  X = {1} m", number(*tdu), span(radius));
            let ring = &outcome.rings[i];
            step.inputs.insert(0, fixed("dose", ring.kind.words(), *tdu, "tdu", HSE, ring.confidence));
        } else {
            step.formula = "D = 17 · (0.1 · W · ΔHc / 4680)^⅓".into();
            step.substituted = cloud_line(inputs, outcome.largest[1], radius);
        }
        steps.push(step);
    }
    steps.push(level_step(
        outcome.rating,
        said!(
            "有敏感场所在圈内：1800 tdu 圈 A；1000 tdu 圈 B；500 tdu 或 1 psi 圈 C；都没有 D",
            "A vulnerable site inside the ring of 1800 tdu: A; of 1000 tdu: B; of 500 tdu or 1 psi: C; inside none: D"
        ),
    ));
    let (missing, completeness) = missing(inputs);
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: figures(&outcome),
        lowering: lower(inputs, &outcome),
        explanation: Explanation {
            title: said!("压力储罐火球与蒸气云爆炸", "Fireball and vapour cloud of pressure vessels"),
            steps,
            unknown: unknown(inputs, &outcome),
            notes: vec![
                screening(),
                said!(
                    "只看后果，不含概率；按最大一台储罐全部内容计。",
                    "Consequence only, no probability; the whole content of the largest vessel."
                ),
                said!(
                    "1800、1000、500 tdu 三个热剂量：{0}。",
                    "The doses 1800, 1000 and 500 tdu: {0}.",
                    not_per_standard()
                ),
                said!(
                    "有毒气体的扩散、池火和喷射火不在此方法内。",
                    "The spread of toxic gas, pool fires and jets are not part of this method."
                ),
                said!("等级规则为本项目规则，非标准。", "The rule for the level is this project's, no standard."),
            ],
            completeness: Some(completeness),
        },
        missing,
    }
}

fn name(inputs: &Inputs<'_>, i: usize) -> Said {
    let named = inputs.vessels.get(i).and_then(|v| v.substance.clone());
    named.map_or_else(|| said!("物质未知", "substance unknown"), Said::same)
}

fn vessels(inputs: &Inputs<'_>) -> Step {
    let of = |(i, v): (usize, &super::Vessel)| {
        let value = v.mass_t.filter(|t| t.is_finite() && *t >= 0.0);
        input("m", name(inputs, i), value, "t", row(inputs.row))
    };
    let n = inputs.vessels.len();
    if let (0, Some(vessel)) = (n, inputs.at_most) {
        let of = vessel.substance.clone().map_or_else(|| said!("物质未知", "substance unknown"), Said::same);
        return Step {
            says: said!(
                "没有储罐记录：一台罐至多装下所声明的全部可燃气体",
                "No vessels are recorded: one holds at most all the flammable gas that is declared"
            ),
            inputs: vec![input("m", of, vessel.mass_t, "t", row(inputs.row))],
            ..Step::default()
        };
    }
    Step {
        says: said!("{0} 台储罐", "Vessels: {0}", n),
        inputs: inputs.vessels.iter().enumerate().map(of).collect(),
        ..Step::default()
    }
}

/// The fireball of the vessel that gives the largest, where its mass is known.
fn fireball(inputs: &Inputs<'_>, i: usize) -> Option<Step> {
    let kg = inputs.vessels.get(i)?.mass_t.filter(|t| t.is_finite() && *t > 0.0)? * 1000.0;
    let (d, t) = (diameter_m(kg), duration_s(kg));
    let peak_m = d / 2.0 / 2f64.sqrt();
    let (by, root) = if kg < LONG_FROM_KG { ("0.45", "⅓") } else { ("2.6", "⅙") };
    let of = name(inputs, i);
    Some(Step {
        says: said!(
            "最大火球（{0}）：直径 {1} m，持续 {2} s",
            "The largest fireball ({0}): {1} m across for {2} s",
            &of,
            number(d),
            number(t)
        ),
        formula: same!("D = 5.8 · m^⅓,  t = {0} · m^{1},  F(X) = (D/2)² · X / (X² + (D/2)²)^{3/2}", by, root),
        substituted: same!(
            "D = 5.8 · {0}^⅓ = {1} m,  t = {2} · {0}^{3} = {4} s,  F({5}) = {6}",
            number(kg),
            number(d),
            by,
            root,
            number(t),
            number(peak_m),
            number(view_factor(kg, peak_m))
        ),
        inputs: vec![
            input("m", of, Some(kg), "kg", row(inputs.row)),
            fixed("E", said!("火球表面热辐射", "surface emissive power"), E_KW_M2, "kW/m²", CCPS, Confidence::Checked),
        ],
    })
}

fn cloud_line(inputs: &Inputs<'_>, largest: Option<usize>, radius: Range) -> Said {
    let Some(vessel) = largest.and_then(|i| inputs.vessels.get(i)) else { return Said::default() };
    let gas = Gas::of(vessel.substance.as_deref(), inputs.unverified_heats);
    let kg = Range::of(vessel.mass_t.filter(|t| t.is_finite() && *t >= 0.0)).map(|t| t * 1000.0);
    same!("17 · (0.1 · {0} · {1} / 4680)^⅓ = {2} m", span(kg), span(gas.heat_kj_kg), span(radius))
}

fn figures(outcome: &Outcome) -> Vec<Figure> {
    let names = ["X(1800 tdu)", "X(1000 tdu)", "X(500 tdu)", "D(1 psi)"];
    let sources = [CCPS, CCPS, CCPS, EPA];
    let all = names.into_iter().zip(sources).zip(&outcome.rings);
    all.map(|((name, source), ring)| {
        Figure::new(name, ring.radius_m, "m", format!("{source} · 筛查值 / screening value"), ring.confidence)
    })
    .collect()
}

fn missing(inputs: &Inputs<'_>) -> (Vec<Text>, f64) {
    let n = inputs.vessels.len();
    if n == 0 {
        return (vec!["vessels".into()], 0.0);
    }
    let masses = inputs.vessels.iter().filter(|v| v.mass_t.is_some_and(|t| t.is_finite() && t >= 0.0)).count();
    let substances = inputs.vessels.iter().filter(|v| v.substance.is_some()).count();
    let fields = [(masses, "vessels.mass_t"), (substances, "vessels.substance")];
    let fields = fields.iter().filter(|(known, _)| *known < n).map(|(_, field)| (*field).into()).collect();
    (fields, (masses + substances) as f64 / (2 * n) as f64)
}

fn unknown(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Said> {
    let mut said: Vec<Said> = outcome.faults.iter().map(Fault::says).collect();
    if inputs.vessels.is_empty() {
        said.push(said!("没有储罐记录", "No vessels are recorded"));
    }
    for (i, vessel) in inputs.vessels.iter().enumerate() {
        let gas = Gas::of(vessel.substance.as_deref(), inputs.unverified_heats);
        let of = name(inputs, i);
        if gas.fireball == Fireball::Perhaps {
            said.push(said!(
                "{0}：是否为加压液化的可燃气体未知，两端都算",
                "{0}: not known to be a flammable gas liquefied under pressure; both ends are computed",
                &of
            ));
        }
        if gas.heat_kj_kg.known().is_none() && gas.heat_kj_kg.low == 0.0 {
            said.push(said!(
                "{0}：燃烧热未知，以氢为上限",
                "{0}: heat of combustion not known; hydrogen's is the upper end",
                &of
            ));
        }
        if gas.confidence == Confidence::Unverified {
            said.push(said!("{0}的燃烧热：{1}", "Heat of combustion of {0}: {1}", &of, not_per_standard()));
        }
    }
    let furthest = outcome.rings.iter().fold(0.0, |m, r| r.radius_m.high.max(m));
    if furthest > inputs.searched_m && furthest.is_finite() {
        let far = number(inputs.searched_m);
        said.push(said!("{0} m 以外的目标未查", "Sites beyond {0} m were not looked for", far));
    }
    said
}

/// The smallest single changes that bring the level down: less in one vessel, or one site farther away.
fn lower(inputs: &Inputs<'_>, outcome: &Outcome) -> Vec<Lowering> {
    let now = outcome.rating;
    let mut found = Vec::new();
    let few = rings::deciding(inputs.sites);
    let inputs = &Inputs { sites: &few, ..*inputs };
    for (i, vessel) in inputs.vessels.iter().enumerate() {
        let Some(tonnes) = vessel.mass_t else { continue };
        let then = |mass_t: f64| {
            let mut vessels = inputs.vessels.to_vec();
            vessels[i].mass_t = Some(mass_t);
            rate(&Inputs { vessels: &vessels, ..*inputs }).rating
        };
        if let Some(less) = largest_below(tonnes, |t| lowers(now, then(t))) {
            let (nth, of, t) = (i + 1, name(inputs, i), number(less));
            let says = said!("第 {0} 台储罐（{1}）不超过 {2} t", "vessel {0} ({1}) no more than {2} t", nth, of, t);
            found.push(lowering(says, then(less), true));
        }
    }
    found.extend(rings::farther(now, inputs.sites, |sites| rate(&Inputs { sites, ..*inputs }).rating));
    found
}
