//! The working of a depot's rings.

use super::super::blast;
use super::super::explain::{Confidence, Explanation, Input, Origin, Step};
use super::super::parts::{
    fixed, input, largest_below, level_step, lowering, lowers, number, row, screening, smallest_above, span,
};
use super::super::rating::{Figure, Lowering, Range, Worked};
use super::super::rings::{self, RingKind, Target};
use super::{Inputs, K, K_APART, K_APART_BARRICADED, Outcome, Pair, REFERENCE, SEPARATION, TWO_KPA, rate};
use crate::text::{Said, Text, said, same};

/// The whole working of a depot.
pub fn explain(inputs: &Inputs<'_>) -> Worked {
    let outcome = rate(inputs);
    let exposed = rings::exposed(&outcome.rings, inputs.sites);
    let mut steps = vec![quantity(inputs, &outcome)];
    for (i, ring) in outcome.rings.iter().enumerate() {
        let mut step = rings::step(&outcome.rings, i, inputs.sites, &exposed);
        if let Some(k) = k_of(ring.kind) {
            step.formula = "D = K · Q^⅓".into();
            step.substituted = same!("{0} · {1}^⅓ = {2} m", number(k), span(outcome.quantity_kg), span(ring.radius_m));
            step.inputs.insert(0, fixed("K", ring.kind.words(), k, "m/kg^⅓", ring.source, ring.confidence));
        }
        steps.push(step);
    }
    steps.extend(blast_at_nearest(inputs, &outcome));
    steps.push(level_step(
        outcome.rating,
        said!(
            "A 许可距离未保持；B 敏感建筑在 45.2 Q^⅓ 内或居住建筑在 22.2 Q^⅓ 内；C 交通线在 14.8 Q^⅓ 内；D 圈内没有",
            "A: a licensed distance is not kept; B: vulnerable within 45.2 Q^⅓ or inhabited within 22.2 Q^⅓; C: a traffic \
             route within 14.8 Q^⅓; D: nothing inside",
        ),
    ));
    let (mut missing, completeness) = missing(inputs);
    // Its own quantity may be known, and that of a depot so near that both go off together not.
    if outcome.quantity_kg.known().is_none() && missing.iter().all(|field| field != "net_explosive_kg") {
        missing.push("net_explosive_kg nearby".into());
    }
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: figures(&outcome),
        lowering: lower(inputs, &outcome),
        explanation: Explanation {
            title: said!("爆炸物品库外部距离", "Distances around an explosives depot"),
            steps,
            unknown: unknown(inputs, &outcome),
            notes: notes(inputs),
            completeness: Some(completeness),
        },
        missing,
    }
}

fn k_of(kind: RingKind) -> Option<f64> {
    let kinds =
        [RingKind::ProcessBuilding, RingKind::TrafficRoute, RingKind::InhabitedBuilding, RingKind::VulnerableBuilding];
    kinds.iter().position(|k| *k == kind).map(|i| K[i])
}

fn quantity(inputs: &Inputs<'_>, outcome: &Outcome<'_>) -> Step {
    let depots: Vec<Input> = inputs
        .depots
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let label = if i == 0 {
                said!("净药量", "net explosive quantity")
            } else {
                said!("净药量：{0}", "net explosive quantity: {0}", d.name)
            };
            let value = d.net_kg.filter(|q| q.is_finite() && *q >= 0.0);
            input("Q", label, value, "kg", row(d.row))
        })
        .collect();
    let (q, (least, most)) = (span(outcome.quantity_kg), outcome.joined);
    if inputs.depots.len() < 2 {
        return Step {
            says: said!("净药量 {0} kg", "Net explosive quantity {0} kg", q),
            inputs: depots,
            ..Step::default()
        };
    }
    let n = span(Range { low: f64::from(least), high: f64::from(most) });
    let apart = |pair: &Pair| {
        let name = |i: usize| inputs.depots.get(i).map_or_else(Said::default, |d| d.name.into());
        let label = said!("{0}与{1}的间距", "between {0} and {1}", name(pair.of[0]), name(pair.of[1]));
        let value = Some(pair.distance_m).filter(|d| d.is_finite() && *d >= 0.0);
        input("d", label, value, "m", Origin::Computed)
    };
    let both = Confidence::TwoSources;
    let constants = [
        fixed(
            "K",
            said!("库间距离系数，无防护堤", "magazine separation, unbarricaded"),
            K_APART,
            "m/kg^⅓",
            SEPARATION,
            both,
        ),
        fixed(
            "K",
            said!("库间距离系数，均有防护堤", "magazine separation, both barricaded"),
            K_APART_BARRICADED,
            "m/kg^⅓",
            SEPARATION,
            both,
        ),
    ];
    let says = if most == 1 {
        said!(
            "与其他库的间距都不小于库间距离：单独计算，{0} kg",
            "No other depot is nearer than magazines have to be: counted alone, {0} kg",
            q
        )
    } else {
        said!(
            "间距小于库间距离的库合并计算：{0} 座，共 {1} kg",
            "Depots nearer than magazines have to be count as one: {0} depots, {1} kg",
            n,
            q
        )
    };
    Step {
        says,
        formula: "Q = Σ Qᵢ,  dᵢⱼ < K · max(Qᵢ, Qⱼ)^⅓".into(),
        substituted: same!("Q = {0} kg", q),
        inputs: depots.into_iter().chain(inputs.pairs.iter().map(apart)).chain(constants).collect(),
    }
}

/// The blast at the nearest site that is no process building, where the fit covers it.
fn blast_at_nearest(inputs: &Inputs<'_>, outcome: &Outcome<'_>) -> Option<Step> {
    let q = outcome.quantity_kg.known()?;
    let site = inputs
        .sites
        .iter()
        .filter(|s| s.target != Target::Process && s.distance_m.is_finite())
        .min_by(|a, b| a.distance_m.total_cmp(&b.distance_m))?;
    let p = blast::pressure_at_kpa(q, site.distance_m)?;
    let z = site.distance_m / q.cbrt();
    Some(Step {
        says: said!(
            "最近的{0}处超压 {1} kPa（筛查值）",
            "At the nearest, {0}, an overpressure of {1} kPa (screening value)",
            site.name,
            number(p)
        ),
        formula: "P = exp(Σ cᵢ · (ln Z)^i),  Z = R / Q^⅓".into(),
        substituted: same!(
            "Z = {0} / {1}^⅓ = {2},  P = {3} kPa",
            number(site.distance_m),
            number(q),
            number(z),
            number(p)
        ),
        inputs: vec![
            input("R", said!("距离", "distance"), Some(site.distance_m), "m", row(site.row)),
            fixed(
                "Z",
                said!("比例距离（拟合式）", "scaled distance, for the fit"),
                z,
                "m/kg^⅓",
                blast::SOURCE,
                Confidence::TwoSources,
            ),
        ],
    })
}

fn figures(outcome: &Outcome<'_>) -> Vec<Figure> {
    let mut figures = vec![Figure::new("Q", outcome.quantity_kg, "kg", SEPARATION, Confidence::TwoSources)];
    for (k, name) in K.iter().zip(["8.0 Q^⅓", "14.8 Q^⅓", "22.2 Q^⅓", "45.2 Q^⅓"]) {
        let source = if *k == K[3] { TWO_KPA } else { REFERENCE };
        let source = format!("{source} · 筛查值 / screening value");
        let radius = outcome.quantity_kg.map(|q| k * q.cbrt());
        figures.push(Figure::new(name, radius, "m", source, Confidence::Derived));
    }
    figures
}

/// What is missing, as the dataset names it, and the share that is known.
fn missing(inputs: &Inputs<'_>) -> (Vec<Text>, f64) {
    let own = inputs.depots.first();
    let alone = inputs.depots.len() < 2;
    let asked = [
        (own.is_some_and(|d| d.net_kg.is_some_and(|q| q.is_finite() && q >= 0.0)), "net_explosive_kg"),
        (!inputs.licensed.is_empty() && inputs.licensed.iter().all(|l| l.m.is_some()), "licensed_distances"),
        // A barricade matters only to depots beside it.
        (alone || own.is_some_and(|d| d.barricaded.is_some()), "barricaded"),
    ];
    let known = asked.iter().filter(|(known, _)| *known).count();
    let fields = asked.iter().filter(|(known, _)| !known).map(|(_, field)| (*field).into()).collect();
    (fields, known as f64 / asked.len() as f64)
}

fn unknown(inputs: &Inputs<'_>, outcome: &Outcome<'_>) -> Vec<Said> {
    let mut said: Vec<Said> = outcome.faults.iter().map(super::super::faults::Fault::says).collect();
    if outcome.quantity_kg.known().is_none() {
        said.push(said!("净药量未知：距离不定", "The net quantity is not known: the rings have no end"));
    }
    if inputs.licensed.is_empty() {
        said.push(said!(
            "没有许可外部距离：只按参考距离判断",
            "No licensed distances: judged by the reference distances alone"
        ));
    }
    for l in inputs.licensed.iter().filter(|l| l.m.is_none()) {
        said.push(said!("许可距离“{0}”没有数值", "The licensed distance \"{0}\" has no value", l.target.to_owned()));
    }
    for ring in outcome.rings.iter().filter(|r| r.unsure) {
        let target = ring.named.unwrap_or_default().to_owned();
        said.push(said!(
            "许可距离的对象“{0}”不明：可能适用于居民或易损目标",
            "The licence's target \"{0}\" is not understood: it may be meant for houses or vulnerable sites",
            target
        ));
    }
    let furthest = outcome.rings.iter().filter(|r| r.level.is_some()).fold(0.0, |m, r| r.radius_m.high.max(m));
    if furthest > inputs.searched_m && furthest.is_finite() {
        let far = number(inputs.searched_m);
        said.push(said!("{0} m 以外的目标未查", "Sites beyond {0} m were not looked for", far));
    }
    said
}

fn notes(inputs: &Inputs<'_>) -> Vec<Said> {
    let mut notes = vec![
        screening(),
        said!("参考距离不是 GB 50089 的外部距离。", "The reference distances are not those of GB 50089."),
        said!(
            "只算空气冲击波。270 m、400 m 为飞散物最小距离，比 22.2 Q^⅓ 远时画出，不是安全距离，也不定级。",
            "Blast only. 270 m and 400 m are debris minima, drawn where they reach beyond 22.2 Q^⅓: no safe distances, and \
             no level follows from them."
        ),
        said!(
            "等级规则为本项目规则，非标准；工房只列出不着色。",
            "The rule for the level is this project's, no standard; process buildings are listed and give no level."
        ),
    ];
    if inputs.depots.len() > 1 {
        notes.push(said!(
            "只有双方都记录有防护堤时才用较小的库间距离；未给出间距的库视为相距够远。",
            "The smaller magazine separation holds only where both depots are recorded as barricaded; depots without a \
             given distance count as far apart."
        ));
    }
    notes
}

/// The smallest single changes that bring the level down.
fn lower(inputs: &Inputs<'_>, outcome: &Outcome<'_>) -> Vec<Lowering> {
    let now = outcome.rating;
    let mut found = Vec::new();
    let few = rings::deciding(inputs.sites);
    let inputs = &Inputs { sites: &few, ..*inputs };
    if let Some(q) = inputs.depots.first().and_then(|d| d.net_kg) {
        let then = |net_kg: f64| {
            let mut depots = inputs.depots.to_vec();
            depots[0].net_kg = Some(net_kg);
            rate(&Inputs { depots: &depots, ..*inputs }).rating
        };
        if let Some(less) = largest_below(q, |v| lowers(now, then(v))) {
            let kg = number(less);
            let says = said!("净药量不超过 {0} kg", "net explosive quantity no more than {0} kg", kg);
            found.push(lowering(says, then(less), true));
        }
    }
    for (i, pair) in inputs.pairs.iter().enumerate() {
        let then = |distance_m: f64| {
            let mut pairs = inputs.pairs.to_vec();
            pairs[i].distance_m = distance_m;
            rate(&Inputs { pairs: &pairs, ..*inputs }).rating
        };
        if let Some(far) = smallest_above(pair.distance_m, 1e6, |v| lowers(now, then(v))) {
            let name = |i: usize| inputs.depots.get(i).map_or_else(Said::default, |d| d.name.into());
            let (a, b) = (name(pair.of[0]), name(pair.of[1]));
            let says = said!("{0}与{1}相距至少 {2} m", "{0} and {1} at least {2} m apart", a, b, number(far));
            found.push(lowering(says, then(far), true));
        }
    }
    found.extend(rings::farther(now, inputs.sites, |sites| rate(&Inputs { sites, ..*inputs }).rating));
    found
}
