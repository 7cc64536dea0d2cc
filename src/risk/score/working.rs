//! The working of a score, with its points, and what would raise it.

use super::{BANDS, DirectRed, Fault, Inputs, Kind, Outcome, Standardisation, level, rate};
use crate::domain::Level;
use crate::risk::explain::{Confidence, Explanation, Input, Step};
use crate::risk::parts::{ends, input, part, row as row_of, short};
use crate::risk::rating::{Figure, Lowering, Worked, constant};
use crate::text::{Gap, Said, said, same};

const SOURCE: &str = "应急〔2018〕19号";

/// Rates a firm and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let mut steps = vec![points_step(inputs, &outcome)];
    if !outcome.direct.is_empty() {
        steps.push(direct_step(inputs, &outcome));
    }
    let mut missing = Vec::new();
    let mut add = |field: &'static str, is: bool| {
        if is {
            missing.push(field.into());
        }
    };
    let is_red = !outcome.direct.is_empty();
    let blank = outcome.faults.iter().any(|fault| matches!(fault, Fault::BlankVeto(_)));
    add("score.value", inputs.known_value().is_none() && !is_red);
    add("score.vetoes", (inputs.vetoes.is_none() || blank) && !is_red);
    add("accidents", inputs.accidents.is_none() && inputs.kind == Kind::Base && !is_red);
    let open = |a: &super::Accident| {
        let [best, worst] = a.ends(inputs);
        best != worst
    };
    add("accidents.on", inputs.accidents.iter().flatten().any(|a| a.on.is_none()) && !is_red);
    add("accidents.deaths", inputs.accidents.iter().flatten().any(|a| a.on.is_some() && open(a)) && !is_red);
    let known = [inputs.known_value().is_some(), inputs.vetoes.is_some() && !blank, inputs.accidents.is_some()];
    let mut unknown: Vec<Said> = outcome.faults.iter().map(|fault| says(inputs, *fault)).collect();
    if inputs.vetoes.is_none() && !is_red {
        unknown.push(said!("没有否决项清单，最坏端为 A", "no list of vetoes: the worst end is A"));
    }
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: vec![Figure::new("score", outcome.points, "", SOURCE, Confidence::TwoSources)],
        missing,
        lowering: lowering(inputs, &outcome),
        explanation: Explanation {
            title: said!("危险化学品企业安全风险评分", "Score of a hazardous-chemicals firm"),
            steps,
            unknown,
            notes: notes(inputs),
            completeness: Some(known.iter().filter(|k| **k).count() as f64 / known.len() as f64),
        },
    }
}

fn points_step(inputs: &Inputs, outcome: &Outcome) -> Step {
    let points = ends(outcome.points);
    let mut put_in = vec![input("", said!("评分", "score"), inputs.known_value(), "", row_of(&inputs.row))];
    let mut substituted = Said::default();
    if inputs.kind == Kind::Base {
        let labels = [
            said!("自有专职消防队", "own full-time fire brigade"),
            said!("安全标准化", "standardisation"),
            said!("五年无事故", "five years without an accident"),
            said!("三年内事故", "accidents within three years"),
        ];
        let mut terms = vec![inputs.known_value().map_or_else(|| "(0…100)".into(), |v| Gap::from(short(v)))];
        for (label, bonus) in labels.into_iter().zip(inputs.bonuses()) {
            terms.push(part(bonus));
            put_in.push(Input {
                from: constant(SOURCE, Confidence::TwoSources),
                ..input("", label, bonus.known(), "", row_of(""))
            });
        }
        substituted = same!("{0} = {1}", Gap::list(terms, " + ", " + "), points);
    }
    for accident in inputs.accidents.iter().flatten() {
        let on = accident.on.map(|on| on.to_string()).unwrap_or_default();
        let label = said!("事故 {0}，死亡人数", "accident {0}, deaths", on);
        put_in.push(input("", label, accident.known_deaths(), "persons", row_of(&accident.row)));
    }
    put_in.push(input("", said!("分界值", "bands"), None, "", constant(SOURCE, Confidence::TwoSources)));
    Step {
        says: said!("四色评分 {0} 分", "A four-colour score of {0} points", points),
        formula: "≥ 90 D, 75 ≤ … < 90 C, 60 ≤ … < 75 B, < 60 A".into(),
        substituted,
        inputs: put_in,
    }
}

fn direct_step(inputs: &Inputs, outcome: &Outcome) -> Step {
    let all = outcome.direct.iter().map(|direct| match direct {
        DirectRed::Veto(i) => {
            // In the data's own words.
            let veto = inputs.vetoes.iter().flatten().nth(*i as usize).map_or("", |v| v.trim());
            same!("“{0}”", veto.to_owned())
        }
        DirectRed::Major => said!("三年内发生重大及以上事故", "a major accident within three years"),
        DirectRed::TwoLarge => said!("三年内发生两起较大事故", "two large accidents within three years"),
        DirectRed::TwoFatal => said!("一年内发生两起有人死亡的事故", "two accidents with deaths within one year"),
    });
    Step {
        says: said!("一票否决，直接为 A：{0}", "Vetoed, A at once: {0}", Gap::list(all, "；", "; ")),
        formula: "veto → A".into(),
        substituted: Said::default(),
        inputs: vec![input(
            "",
            said!("直接判 A 的条件", "conditions of a direct A"),
            None,
            "",
            constant(SOURCE, Confidence::TwoSources),
        )],
    }
}

fn says(inputs: &Inputs, fault: Fault) -> Said {
    let row = |i: u32| inputs.accidents.iter().flatten().nth(i as usize).map_or_else(String::new, |a| a.row.clone());
    match fault {
        Fault::Value => said!("评分超出可能范围，按未知处理", "the score cannot be one, and is taken as unknown"),
        Fault::BlankVeto(i) => {
            said!("第 {0} 条否决项没有文字，可能存在", "veto {0} has no words: there may be one", i + 1)
        }
        Fault::Deaths(i) => said!(
            "事故 {0} 的死亡人数不是人数，按未知处理",
            "accident {0}: its deaths are no number of people, and taken as unknown",
            row(i)
        ),
        Fault::FiveYears => said!(
            "记录称五年无事故，但其间有事故：不加分",
            "five years without an accident are claimed, and there was one: no points for them"
        ),
        Fault::Future(i) => said!(
            "事故 {0} 晚于评定日期，日期按未知处理",
            "accident {0}: after the day that is rated for; its day is taken as unknown",
            row(i)
        ),
    }
}

fn notes(inputs: &Inputs) -> Vec<Said> {
    let mut notes = vec![
        said!(
            "筛查值：评分由数据集提供，原则上每三年重评一次。",
            "A screening value: the score is the dataset's, and is redone every three years in principle."
        ),
        said!(
            "每起事故各自扣分为本项目规则。",
            "That each accident takes its own points off is a rule of this project."
        ),
    ];
    if inputs.kind == Kind::Total {
        notes.push(said!("评分按总分计，加减分已在其中。", "The score is a total: its points are in it."));
    }
    if inputs.accidents.is_none() && inputs.vetoes.is_some() {
        notes.push(said!(
            "数据集没有事故表；否决项以记录所列为准。",
            "The dataset has no accidents: vetoes are those that the record lists."
        ));
    }
    notes
}

/// More points, one bonus, or one veto less.
fn lowering(inputs: &Inputs, outcome: &Outcome) -> Vec<Lowering> {
    let now = outcome.rating.level();
    if matches!(now, Level::Unrated | Level::Blue) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut ask = |changed: Inputs, says: Said, just_under: bool| {
        let to = rate(&changed).rating.level();
        if to > now && to != Level::Unrated {
            found.push(Lowering { says, to, just_under });
        }
    };
    for (i, veto) in inputs.vetoes.iter().flatten().enumerate() {
        let mut changed = inputs.clone();
        if let Some(vetoes) = &mut changed.vetoes {
            vetoes.remove(i);
        }
        let veto = veto.trim();
        ask(changed, said!("消除否决项：{0}", "Mend what is vetoed: {0}", veto.to_owned()), false);
    }
    let next = |points: f64| BANDS.iter().rev().find(|(to, _)| *to > level(points)).map(|(_, least)| *least);
    let known = inputs.known_value().zip(outcome.points.known());
    if let Some((value, points, least)) = known.and_then(|(value, points)| Some((value, points, next(points)?))) {
        let up = least - points;
        let changed = Inputs { value: Some(value + up), ..inputs.clone() };
        let (up, least) = (short(up), short(least));
        let says =
            said!("四色评分提高 {0} 分，到 {1} 分", "{0} points more in the four-colour score, to {1}", up, least);
        ask(changed, says, true);
    }
    if inputs.kind == Kind::Base {
        if inputs.own_brigade == Some(false) {
            let says = said!(
                "建立自有专职消防队（四色评分加 3 分）",
                "An own full-time fire brigade (3 points more in the score)"
            );
            ask(Inputs { own_brigade: Some(true), ..inputs.clone() }, says, false);
        }
        let steps = [
            (Standardisation::Third, said!("三级", "3")),
            (Standardisation::Second, said!("二级", "2")),
            (Standardisation::First, said!("一级", "1")),
        ];
        let has = inputs.standardisation.map_or(f64::INFINITY, Standardisation::points);
        let higher = steps.into_iter().filter(|(to, ..)| to.points() > has);
        let with = |to| Inputs { standardisation: Some(to), ..inputs.clone() };
        let helps =
            higher.map(|(to, level)| (with(to), level)).find(|(changed, ..)| rate(changed).rating.level() > now);
        if let Some((changed, level)) = helps {
            ask(changed, said!("安全标准化达到{0}", "Standardisation of level {0}", level), false);
        }
    }
    found
}
