//! The working of a section ranking.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::super::sections::{CrashesBySection, EPDO_WEIGHTS, SHORT_M, SectionCrashes, SectionSort};
use super::{input, rows, w};
use crate::domain::{LayerName, Words};
use crate::text::{count, number};

/// The working of a section ranking; the worst section's numbers are put in.
pub fn sections(
    result: &CrashesBySection,
    snap_m: f64,
    sort: SectionSort,
    worst: Option<&SectionCrashes>,
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
        unknown: sections_unknown(result, snap_m),
        notes: vec![
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
        ],
        completeness: (result.crashes > 0).then(|| f64::from(snapped) / f64::from(result.crashes)),
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
            w(format!("最高 {value} 起／km"), format!("At most {value} per km")),
            "r = n / L",
            format!("{} / {km} km = {value}", s.crashes),
        ),
        SectionSort::Crashes => (w(format!("最多 {value} 起"), format!("At most {value} crashes")), "n", String::new()),
        SectionSort::Deaths => {
            (w(format!("最多死亡 {value} 人"), format!("At most {value} people killed")), "D = Σ deaths", String::new())
        }
        SectionSort::Epdo => {
            (w(format!("最高 {value} 当量事故"), format!("At most {value} equivalent crashes")), "E", String::new())
        }
        SectionSort::EpdoPerKm => (
            w(format!("最高 {value} 当量事故／km"), format!("At most {value} equivalent crashes per km")),
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
        inputs: vec![input(
            "",
            w("权重", "weights"),
            None,
            "",
            Origin::Constant { source: "EPDO 8/3/1, several US states".to_owned(), confidence: Confidence::Checked },
        )],
    }
}

fn sections_unknown(result: &CrashesBySection, snap_m: f64) -> Vec<Words> {
    let mut unknown = Vec::new();
    if result.unsnapped > 0 {
        let n = count(u64::from(result.unsnapped));
        let m = number(snap_m);
        unknown.push(w(
            format!("{n} 起事故距最近路段超过 {m} m，未落到路段"),
            format!("{n} crashes lie farther than {m} m from every section and belong to none"),
        ));
    }
    if result.days.is_none() {
        unknown.push(w("事故没有时间", "the crashes have no dates"));
    }
    let without = result.sections.iter().map(|s| u64::from(s.deaths_unknown)).sum::<u64>();
    if without > 0 {
        let n = count(without);
        unknown.push(w(
            format!("{n} 起死亡事故没有死亡人数，未计入死亡人数"),
            format!("{n} fatal crashes do not say how many were killed and add no deaths"),
        ));
    }
    unknown
}
