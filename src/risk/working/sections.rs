//! The workings of a section ranking and of a selection of sections.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::super::sections::{BRIEF_M, CrashesBySection, EPDO_WEIGHTS, SHORT_M, SectionCrashes, SectionSort};
use super::{CrashesAsked, count, input, rows};
use crate::domain::LayerName;
use crate::risk::parts::{exact, number};
use crate::text::{Said, said, same};

/// The working of a section ranking; the worst section's numbers are put in.
pub fn sections(
    result: &CrashesBySection,
    snap_m: f64,
    sort: SectionSort,
    worst: Option<&SectionCrashes>,
    asked: &CrashesAsked<'_>,
) -> Explanation {
    let snapped = result.crashes - result.unsnapped;
    let mut ranking = ranking(sort, worst);
    ranking.inputs.extend([
        input("", said!("落路距离", "snapping distance"), Some(snap_m), "m", Origin::Parameter),
        input(
            "Σn",
            said!("落到路段的事故", "crashes on sections"),
            Some(f64::from(snapped)),
            "",
            rows(LayerName::Crashes, result.crashes),
        ),
        input(
            "",
            said!("机动车路段", "driven sections"),
            Some(result.sections.len() as f64),
            "",
            rows(LayerName::Roads, result.sections.len() as u32),
        ),
        input("T", said!("时段", "period"), result.years(), "a", rows(LayerName::Crashes, result.crashes)),
        input(
            "",
            said!("短路段界限", "short-section limit"),
            Some(SHORT_M),
            "m",
            Origin::Constant { source: "riskmap".into(), confidence: Confidence::OurRule },
        ),
    ]);
    Explanation {
        title: match sort {
            SectionSort::PerKm => said!("路段每公里事故数", "Crashes per km by road section"),
            SectionSort::Crashes => said!("路段事故数", "Crashes by road section"),
            SectionSort::Deaths => said!("路段死亡人数", "People killed by road section"),
            SectionSort::Epdo => said!("路段当量事故", "Equivalent crashes by road section"),
            SectionSort::EpdoPerKm => said!("路段每公里当量事故", "Equivalent crashes per km by road section"),
        },
        steps: vec![ranking, equivalent(worst)],
        unknown: sections_unknown(result, snap_m).into_iter().chain(asked.unknown()).collect(),
        notes: asked
            .note()
            .into_iter()
            .chain([
                said!(
                    "短于 {0} m 的路段一起事故即成高值：已标明，按每公里排序时排在最后。",
                    "On sections under {0} m one crash makes a high rate: they are marked, and ranked last by rate.",
                    exact(SHORT_M)
                ),
                said!(
                    "短于 {0} m 的路段另有标注：多一起事故，每公里就多 {1} 起以上；部里 2001 年的口径按 500 m 的点（未核）。",
                    "Those under {0} m say so: one crash more on them is over {1} more per km; the ministry's campaign of                      2001 counted within 500 m (unverified).",
                    exact(BRIEF_M),
                    exact(1000.0 / BRIEF_M)
                ),
                said!(
                    "未计交通量：车多的路事故多，不等于更危险。",
                    "Traffic is not asked: a busy road has more crashes without being more dangerous to drive."
                ),
                said!(
                    "路口事故归最近的一条路段，只计一次。",
                    "A crash at a junction goes to the nearest section, once."
                ),
            ])
            .collect(),
        completeness: (result.crashes > 0).then(|| f64::from(snapped) / f64::from(result.crashes)),
    }
}

/// The working of the sums and rates of a selection: those of the sections at `places`, added up.
pub fn selection(result: &CrashesBySection, places: &[usize], snap_m: f64, asked: &CrashesAsked<'_>) -> Explanation {
    let sum = result.total(places.iter().copied());
    let short = places.iter().filter_map(|p| result.sections.get(*p)).filter(|s| s.is_short()).count();
    let km = number(sum.length_m / 1000.0);
    let n = places.len() as u32;
    let rate = Step {
        says: said!(
            "所选 {0} 段合计 {1} 起／km",
            "{1} crashes per km over the {0} selected together",
            n,
            number(sum.per_km())
        ),
        formula: "r = Σn / ΣL".into(),
        substituted: same!("{0} / {1} km = {2}", count(u64::from(sum.crashes)), km, number(sum.per_km())),
        inputs: vec![
            input(
                "Σn",
                said!("所选路段的事故", "crashes on them"),
                Some(f64::from(sum.crashes)),
                "",
                rows(LayerName::Roads, n),
            ),
            input("ΣL", said!("总长", "their length"), Some(sum.length_m / 1000.0), "km", rows(LayerName::Roads, n)),
            input("", said!("落路距离", "snapping distance"), Some(snap_m), "m", Origin::Parameter),
            input("T", said!("时段", "period"), result.years(), "a", rows(LayerName::Crashes, result.crashes)),
        ],
    };
    let killed = Step {
        says: match sum.deaths_known() {
            Some(killed) => said!("死亡 {0} 人", "{0} killed", number(killed)),
            None => said!("死亡人数未知", "number killed unknown"),
        },
        formula: "D = Σ deaths".into(),
        ..Step::default()
    };
    let mut weighed = equivalent(Some(&sum));
    weighed.formula = same!("{0},  e = E / ΣL", weighed.formula);
    let per_km = same!("{0} / {1} km = {2}", number(sum.epdo()), km, number(sum.epdo_per_km()));
    weighed.substituted = same!("{0},  {1}", weighed.substituted, per_km);
    let mut unknown = Vec::new();
    if sum.deaths_unknown > 0 {
        unknown.push(without_deaths(u64::from(sum.deaths_unknown)));
    }
    let mut notes = vec![
        said!(
            "合计的每公里值是总事故数除以总长，不是各段每公里值的平均；无事故的路段计入长度。",
            "A rate of the selection is all its crashes over all its length, never a mean of the sections' rates; sections \
             without a crash bring their length."
        ),
        said!(
            "框选与套索取所触及的每一段，整段计入：区域外的长度和事故也在内。",
            "A box or lasso takes every section that it touches, whole: its length and crashes outside of the area count \
             too."
        ),
    ];
    unknown.extend(asked.unknown());
    notes.extend(asked.note());
    if short > 0 {
        notes.insert(
            1,
            said!(
                "其中 {0} 段短于 {1} m：不分级，但计入合计。",
                "{0} of them under {1} m: in no class, but in these sums.",
                short,
                exact(SHORT_M)
            ),
        );
    }
    Explanation {
        title: said!("所选路段合计", "Sum of the selected sections"),
        steps: vec![rate, killed, weighed],
        unknown,
        notes,
        completeness: None,
    }
}

/// What sections are ranked by, and how the worst one got its value.
fn ranking(sort: SectionSort, worst: Option<&SectionCrashes>) -> Step {
    let Some(s) = worst else {
        return Step { says: said!("没有落到路段的事故", "No crash lies on a section"), ..Step::default() };
    };
    let Some(value) = sort.value(s).map(number) else {
        let says = said!("死亡事故均无死亡人数", "No fatal crash says how many were killed");
        return Step { says, ..Step::default() };
    };
    let km = number(s.length_m / 1000.0);
    let (says, formula, substituted) = match sort {
        SectionSort::PerKm => (
            said!("最高 {0} 起／km", "Most crashes per km: {0}", value),
            "r = n / L",
            same!("{0} / {1} km = {2}", s.crashes, km, value),
        ),
        SectionSort::Crashes => (said!("最多 {0} 起", "Most crashes: {0}", value), "n", Said::default()),
        SectionSort::Deaths => {
            (said!("最多死亡 {0} 人", "Most people killed: {0}", value), "D = Σ deaths", Said::default())
        }
        SectionSort::Epdo => (said!("最高 {0} 当量事故", "Most equivalent crashes: {0}", value), "E", Said::default()),
        SectionSort::EpdoPerKm => (
            said!("最高 {0} 当量事故／km", "Most equivalent crashes per km: {0}", value),
            "e = E / L",
            same!("{0} / {1} km = {2}", number(s.epdo()), km, value),
        ),
    };
    Step { says, formula: formula.into(), substituted, inputs: Vec::new() }
}

/// How crashes of different severity are weighed, with the worst section's numbers.
fn equivalent(worst: Option<&SectionCrashes>) -> Step {
    let [fatal, injury, damage] = EPDO_WEIGHTS;
    Step {
        says: said!("当量事故按严重程度加权", "Equivalent crashes are weighed by severity"),
        formula: same!("E = {0}·fatal + {1}·injury + {2}·damage only", exact(fatal), exact(injury), exact(damage)),
        substituted: worst.map_or_else(Said::default, |s| {
            let injured = s.serious + s.slight;
            same!(
                "{0}·{1} + {2}·{3} + {4}·{5} = {6}",
                exact(fatal),
                s.fatal,
                exact(injury),
                injured,
                exact(damage),
                s.damage,
                number(s.epdo()),
            )
        }),
        inputs: [
            (said!("死亡事故的权重", "weight of a fatal crash"), fatal),
            (said!("伤人事故的权重", "weight of an injury crash"), injury),
            (said!("财损事故的权重", "weight of one with damage only"), damage),
        ]
        .map(|(label, weight)| {
            let source = "EPDO 8/3/1, several US states".into();
            let from = Origin::Constant { source, confidence: Confidence::Checked };
            input("", label, Some(weight), "", from)
        })
        .to_vec(),
    }
}

fn sections_unknown(result: &CrashesBySection, snap_m: f64) -> Vec<Said> {
    let mut unknown = Vec::new();
    if result.unsnapped > 0 {
        let n = count(u64::from(result.unsnapped));
        let m = number(snap_m);
        unknown.push(said!(
            "{0} 起事故距最近路段超过 {1} m，未落到路段",
            "crashes farther than {1} m from every section, which belong to none: {0}",
            n,
            m
        ));
    }
    if result.days.is_none() {
        unknown.push(said!("事故没有时间", "the crashes have no dates"));
    }
    let without = result.sections.iter().map(|s| u64::from(s.deaths_unknown)).sum::<u64>();
    if without > 0 {
        unknown.push(without_deaths(without));
    }
    unknown
}

fn without_deaths(n: u64) -> Said {
    let n = count(n);
    said!(
        "{0} 起死亡事故没有死亡人数，未计入死亡人数",
        "fatal crashes that do not say how many were killed, and add no deaths: {0}",
        n
    )
}
