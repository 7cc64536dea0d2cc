//! The workings of a section ranking and of a selection of sections.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::super::sections::{CrashesBySection, EPDO_WEIGHTS, SHORT_M, SectionCrashes, SectionSort};
use super::{CrashesAsked, input, rows, w};
use crate::domain::{LayerName, Words};
use crate::text::{count, number};

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
        input("", w("落路距离", "snapping distance"), Some(snap_m), "m", Origin::Parameter),
        input(
            "Σn",
            w("落到路段的事故", "crashes on sections"),
            Some(f64::from(snapped)),
            "",
            rows(LayerName::Crashes, result.crashes),
        ),
        input(
            "",
            w("机动车路段", "driven sections"),
            Some(result.sections.len() as f64),
            "",
            rows(LayerName::Roads, result.sections.len() as u32),
        ),
        input("T", w("时段", "period"), result.years(), "a", rows(LayerName::Crashes, result.crashes)),
        input(
            "",
            w("短路段界限", "short-section limit"),
            Some(SHORT_M),
            "m",
            Origin::Constant { source: "riskmap".to_owned(), confidence: Confidence::OurRule },
        ),
    ]);
    Explanation {
        title: match sort {
            SectionSort::PerKm => w("路段每公里事故数", "Crashes per km by road section"),
            SectionSort::Crashes => w("路段事故数", "Crashes by road section"),
            SectionSort::Deaths => w("路段死亡人数", "People killed by road section"),
            SectionSort::Epdo => w("路段当量事故", "Equivalent crashes by road section"),
            SectionSort::EpdoPerKm => w("路段每公里当量事故", "Equivalent crashes per km by road section"),
        },
        steps: vec![ranking, equivalent(worst)],
        unknown: sections_unknown(result, snap_m).into_iter().chain(asked.unknown()).collect(),
        notes: asked.note().into_iter().chain([
            w(
                format!("短于 {SHORT_M} m 的路段一起事故即成高值：已标明，按每公里排序时排在最后。"),
                format!(
                    "On sections under {SHORT_M} m one crash makes a high rate: they are marked, and ranked last by rate."
                ),
            ),
            w(
                "未计交通量：车多的路事故多，不等于更危险。",
                "Traffic is not asked: a busy road has more crashes without being more dangerous to drive.",
            ),
            w("路口事故归最近的一条路段，只计一次。", "A crash at a junction goes to the nearest section, once."),
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
        says: w(
            format!("所选 {n} 段合计 {} 起／km", number(sum.per_km())),
            format!("{} crashes per km over the {n} selected together", number(sum.per_km())),
        ),
        formula: "r = Σn / ΣL".to_owned(),
        substituted: format!("{} / {km} km = {}", count(u64::from(sum.crashes)), number(sum.per_km())),
        inputs: vec![
            input(
                "Σn",
                w("所选路段的事故", "crashes on them"),
                Some(f64::from(sum.crashes)),
                "",
                rows(LayerName::Roads, n),
            ),
            input("ΣL", w("总长", "their length"), Some(sum.length_m / 1000.0), "km", rows(LayerName::Roads, n)),
            input("", w("落路距离", "snapping distance"), Some(snap_m), "m", Origin::Parameter),
            input("T", w("时段", "period"), result.years(), "a", rows(LayerName::Crashes, result.crashes)),
        ],
    };
    let killed = Step {
        says: match sum.deaths_known() {
            Some(killed) => w(format!("死亡 {} 人", number(killed)), format!("{} killed", number(killed))),
            None => w("死亡人数未知", "number killed unknown"),
        },
        formula: "D = Σ deaths".to_owned(),
        ..Step::default()
    };
    let mut weighed = equivalent(Some(&sum));
    weighed.formula.push_str(",  e = E / ΣL");
    weighed.substituted.push_str(&format!(",  {} / {km} km = {}", number(sum.epdo()), number(sum.epdo_per_km())));
    let mut unknown = Vec::new();
    if sum.deaths_unknown > 0 {
        unknown.push(without_deaths(u64::from(sum.deaths_unknown)));
    }
    let mut notes = vec![
        w(
            "合计的每公里值是总事故数除以总长，不是各段每公里值的平均；无事故的路段计入长度。",
            "A rate of the selection is all its crashes over all its length, never a mean of the sections' rates; sections \
             without a crash bring their length.",
        ),
        w(
            "框选与套索取所触及的每一段，整段计入：区域外的长度和事故也在内。",
            "A box or lasso takes every section that it touches, whole: its length and crashes outside of the area count \
             too.",
        ),
    ];
    unknown.extend(asked.unknown());
    notes.extend(asked.note());
    if short > 0 {
        notes.insert(
            1,
            w(
                format!("其中 {short} 段短于 {SHORT_M} m：不分级，但计入合计。"),
                format!("{short} of them under {SHORT_M} m: in no class, but in these sums."),
            ),
        );
    }
    Explanation {
        title: w("所选路段合计", "Sum of the selected sections"),
        steps: vec![rate, killed, weighed],
        unknown,
        notes,
        completeness: None,
    }
}

/// What sections are ranked by, and how the worst one got its value.
fn ranking(sort: SectionSort, worst: Option<&SectionCrashes>) -> Step {
    let Some(s) = worst else {
        return Step { says: w("没有落到路段的事故", "No crash lies on a section"), ..Step::default() };
    };
    let Some(value) = sort.value(s).map(number) else {
        let says = w("死亡事故均无死亡人数", "No fatal crash says how many were killed");
        return Step { says, ..Step::default() };
    };
    let km = number(s.length_m / 1000.0);
    let (says, formula, substituted) = match sort {
        SectionSort::PerKm => (
            w(format!("最高 {value} 起／km"), format!("Most crashes per km: {value}")),
            "r = n / L",
            format!("{} / {km} km = {value}", s.crashes),
        ),
        SectionSort::Crashes => (w(format!("最多 {value} 起"), format!("Most crashes: {value}")), "n", String::new()),
        SectionSort::Deaths => {
            (w(format!("最多死亡 {value} 人"), format!("Most people killed: {value}")), "D = Σ deaths", String::new())
        }
        SectionSort::Epdo => {
            (w(format!("最高 {value} 当量事故"), format!("Most equivalent crashes: {value}")), "E", String::new())
        }
        SectionSort::EpdoPerKm => (
            w(format!("最高 {value} 当量事故／km"), format!("Most equivalent crashes per km: {value}")),
            "e = E / L",
            format!("{} / {km} km = {value}", number(s.epdo())),
        ),
    };
    Step { says, formula: formula.to_owned(), substituted, inputs: Vec::new() }
}

/// How crashes of different severity are weighed, with the worst section's numbers.
fn equivalent(worst: Option<&SectionCrashes>) -> Step {
    let [fatal, injury, damage] = EPDO_WEIGHTS;
    Step {
        says: w("当量事故按严重程度加权", "Equivalent crashes are weighed by severity"),
        formula: format!("E = {fatal}·fatal + {injury}·injury + {damage}·damage only"),
        substituted: worst.map_or_else(String::new, |s| {
            let injured = s.serious + s.slight;
            format!("{fatal}·{} + {injury}·{injured} + {damage}·{} = {}", s.fatal, s.damage, number(s.epdo()))
        }),
        inputs: [
            (w("死亡事故的权重", "weight of a fatal crash"), fatal),
            (w("伤人事故的权重", "weight of an injury crash"), injury),
            (w("财损事故的权重", "weight of one with damage only"), damage),
        ]
        .map(|(label, weight)| {
            let source = "EPDO 8/3/1, several US states".to_owned();
            let from = Origin::Constant { source, confidence: Confidence::Checked };
            input("", label, Some(weight), "", from)
        })
        .to_vec(),
    }
}

fn sections_unknown(result: &CrashesBySection, snap_m: f64) -> Vec<Words> {
    let mut unknown = Vec::new();
    if result.unsnapped > 0 {
        let n = count(u64::from(result.unsnapped));
        let m = number(snap_m);
        unknown.push(w(
            format!("{n} 起事故距最近路段超过 {m} m，未落到路段"),
            format!("crashes farther than {m} m from every section, which belong to none: {n}"),
        ));
    }
    if result.days.is_none() {
        unknown.push(w("事故没有时间", "the crashes have no dates"));
    }
    let without = result.sections.iter().map(|s| u64::from(s.deaths_unknown)).sum::<u64>();
    if without > 0 {
        unknown.push(without_deaths(without));
    }
    unknown
}

fn without_deaths(n: u64) -> Words {
    let n = count(n);
    w(
        format!("{n} 起死亡事故没有死亡人数，未计入死亡人数"),
        format!("fatal crashes that do not say how many were killed, and add no deaths: {n}"),
    )
}
