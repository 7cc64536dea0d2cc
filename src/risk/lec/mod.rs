//! LEC, 作业条件危险性评价法: the danger of a job from likelihood, exposure and consequence.
//!
//! **Question.** How dangerous is the work at a place, by the scores that its owner gave it?
//!
//! **Source.** The method of Graham and Kinney as Chinese practice teaches it; two sources agree on the scales of L and E
//! and on the cut values 320, 160 and 70.
//!
//! **Formula.** `D = L·E·C`. D > 320 red; 160 ≤ D ≤ 320 orange; 70 ≤ D < 160 yellow; D < 70 blue.
//!
//! **Units.** Scores, without unit. L: 10 certain, 6 quite possible, 3 possible but unusual, 1 remote, 0.5 hardly
//! conceivable, 0.2 practically impossible, 0.1 impossible. E: 10 all the time, 6 in daily working hours, 3 weekly, 2
//! monthly, 1 a few times a year, 0.5 rarely. C: 100, 40, 15, 7, 3, 1, by one of two tables that differ tenfold in what
//! they mean ([`CTable`]): which one was used stands beside the figure.
//!
//! **Assumptions.** A score between two of its scale may be either of them; one outside its scale may be any.
//!
//! **When not to use.** Scores are somebody's judgement: two firms' must not be ranked against one another, least of all
//! where one counts C by many deaths and the other by few.
//!
//! **Confidence.** Formula and cut values: two sources. Who owns the ends 320, 160 and 70 (sources write "160–320"), and
//! which colour goes with which class: not checked against a text; the reading above is a rule of this project.

use super::explain::{Confidence, Explanation, Step};
use super::parts::{ends, input, part, row as row_of, short};
use super::rating::{Figure, Lowering, Range, Rating, Worked, constant};
use crate::domain::Level;
use crate::text::{Gap, Said, Text, said, same};

#[cfg(test)]
mod tests;

/// The scale of L, rising.
pub const L: [f64; 7] = [0.1, 0.2, 0.5, 1.0, 3.0, 6.0, 10.0];
/// The scale of E, rising.
pub const E: [f64; 6] = [0.5, 1.0, 2.0, 3.0, 6.0, 10.0];
/// The scale of C, rising; the same in both tables.
pub const C: [f64; 6] = [1.0, 3.0, 7.0, 15.0, 40.0, 100.0];

/// Orange from here on.
const ORANGE: f64 = 160.0;
/// Yellow from here on.
const YELLOW: f64 = 70.0;
/// Red above.
const RED: f64 = 320.0;
/// A D of more than this part of the limit below which it came is only just under it.
const JUST: f64 = 0.9;

/// What the scores of C mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CTable {
    /// "classic": 100 thirty deaths and more, 40 ten to twenty-nine.
    Classic,
    /// Any other, such as: 100 three deaths and more, 40 two or three, 15 one, 7 a serious injury.
    Other,
}

impl CTable {
    /// The table of the dataset's `lec.table`.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "" => None,
            text if text.eq_ignore_ascii_case("classic") => Some(Self::Classic),
            _ => Some(Self::Other),
        }
    }
}

/// What is known of a job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Likelihood.
    pub l: Option<f64>,
    /// Exposure.
    pub e: Option<f64>,
    /// Consequence.
    pub c: Option<f64>,
    /// The table by which C was scored.
    pub table: Option<CTable>,
    /// Its row: "file#row".
    pub row: String,
}

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// Likelihood.
    L,
    /// Exposure.
    E,
    /// Consequence.
    C,
}

impl Score {
    /// All three, in the order of the formula.
    pub const ALL: [Self; 3] = [Self::L, Self::E, Self::C];

    const fn scale(self) -> &'static [f64] {
        match self {
            Self::L => &L,
            Self::E => &E,
            Self::C => &C,
        }
    }

    const fn symbol(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::E => "E",
            Self::C => "C",
        }
    }

    const fn field(self) -> &'static str {
        match self {
            Self::L => "lec.l",
            Self::E => "lec.e",
            Self::C => "lec.c",
        }
    }

    fn label(self) -> Said {
        match self {
            Self::L => said!("事故发生的可能性", "likelihood"),
            Self::E => said!("暴露的频繁程度", "exposure"),
            Self::C => said!("后果", "consequence"),
        }
    }
}

/// What is wrong with a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Between two scores of its scale: it may be either.
    Between(Score),
    /// No score of its scale, nor between two: it may be any.
    OffScale(Score),
}

/// What the method says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// How far it could rate.
    pub rating: Rating,
    /// D.
    pub d: Range,
    /// What is wrong, by score.
    pub faults: [Option<Fault>; 3],
}

/// The colour of D.
pub fn level(d: f64) -> Level {
    match d {
        // Products of scores such as 0.2 and 0.1 miss a whole number by a last digit.
        d if d > RED * (1.0 + 1e-12) => Level::Red,
        d if d >= ORANGE * (1.0 - 1e-12) => Level::Orange,
        d if d >= YELLOW * (1.0 - 1e-12) => Level::Yellow,
        _ => Level::Blue,
    }
}

impl Inputs {
    fn given(&self, score: Score) -> Option<f64> {
        match score {
            Score::L => self.l,
            Score::E => self.e,
            Score::C => self.c,
        }
    }

    fn with(&self, score: Score, value: f64) -> Self {
        let mut changed = self.clone();
        *match score {
            Score::L => &mut changed.l,
            Score::E => &mut changed.e,
            Score::C => &mut changed.c,
        } = Some(value);
        changed
    }

    /// A score between its ends, and what is wrong with it.
    fn score(&self, score: Score) -> (Range, Option<Fault>) {
        let scale = score.scale();
        let any =
            Range { low: scale.first().copied().unwrap_or(0.0), high: scale.last().copied().unwrap_or(f64::INFINITY) };
        let Some(given) = self.given(score) else { return (any, None) };
        if scale.contains(&given) {
            return (Range::exactly(given), None);
        }
        let below = scale.iter().rev().find(|s| **s < given);
        let above = scale.iter().find(|s| **s > given);
        match (below, above) {
            (Some(low), Some(high)) => (Range { low: *low, high: *high }, Some(Fault::Between(score))),
            _ => (any, Some(Fault::OffScale(score))),
        }
    }
}

/// Rates a job.
pub fn rate(inputs: &Inputs) -> Outcome {
    let [(l, l_fault), (e, e_fault), (c, c_fault)] = Score::ALL.map(|score| inputs.score(score));
    let d = l * e * c;
    Outcome { rating: Rating::between(d, level), d, faults: [l_fault, e_fault, c_fault] }
}

/// Rates a job and says how.
pub fn explain(inputs: &Inputs) -> Worked {
    let outcome = rate(inputs);
    let d = ends(outcome.d);
    let parts = Score::ALL.map(|score| part(inputs.score(score).0));
    let step = Step {
        says: said!("D = {0}", "D = {0}", d),
        formula: "D = L·E·C;  D > 320 A, 160 ≤ D ≤ 320 B, 70 ≤ D < 160 C, D < 70 D".into(),
        substituted: same!("{0} = {1}", Gap::list(parts, "·", "·"), d),
        inputs: Score::ALL
            .iter()
            .map(|s| input(s.symbol(), s.label(), inputs.given(*s), "", row_of(&inputs.row)))
            .chain([input(
                "",
                said!("分界值", "cut values"),
                None,
                "",
                constant("LEC 320/160/70", Confidence::TwoSources),
            )])
            .collect(),
    };
    let mut unknown: Vec<Said> = outcome.faults.iter().flatten().map(|fault| says(inputs, *fault)).collect();
    let missing_score = |score: &&Score| inputs.given(**score).is_none() || fault_of(&outcome, **score).is_some();
    let mut missing: Vec<Text> = Score::ALL.iter().filter(missing_score).map(|s| s.field().into()).collect();
    if inputs.table.is_none() {
        missing.push("lec.table".into());
        unknown.push(said!(
            "未记录 C 取自哪张表：同一分值的死亡人数相差可达十倍",
            "by which table C was scored is not recorded: the deaths behind one score differ up to tenfold"
        ));
    }
    let known = 4.0 - missing.len() as f64;
    Worked {
        because: Said::default(),
        rating: outcome.rating,
        figures: vec![Figure::new("D", outcome.d, "", "LEC · 筛查值 / screening value", Confidence::TwoSources)],
        missing,
        lowering: lowering(inputs, &outcome),
        explanation: Explanation {
            title: said!("作业条件危险性评价（LEC）", "Danger of the work (LEC)"),
            steps: vec![step],
            unknown,
            notes: notes(inputs),
            completeness: Some(known / 4.0),
        },
    }
}

fn fault_of(outcome: &Outcome, score: Score) -> Option<Fault> {
    let is = |f: &Fault| matches!(f, Fault::Between(s) | Fault::OffScale(s) if *s == score);
    outcome.faults.iter().flatten().copied().find(is)
}

fn says(inputs: &Inputs, fault: Fault) -> Said {
    let value = |score: Score| (score.symbol(), inputs.given(score).map_or_else(|| "".into(), |v| Gap::from(short(v))));
    match fault {
        Fault::Between(score) => {
            let (symbol, v) = value(score);
            let ends = ends(inputs.score(score).0);
            said!(
                "{0} = {1} 不在分值表上，按相邻两级 {2} 计",
                "{0} = {1} is no score of its scale: both neighbours, {2}, are counted",
                symbol,
                v,
                ends
            )
        }
        Fault::OffScale(score) => {
            let (symbol, v) = value(score);
            said!("{0} = {1} 超出分值表，按未知处理", "{0} = {1} is outside its scale, and taken as unknown", symbol, v)
        }
    }
}

fn notes(inputs: &Inputs) -> Vec<Said> {
    let table = match inputs.table {
        Some(CTable::Classic) => said!(
            "C 取自经典表（100 分 ≥ 30 人死亡，40 分 10–29 人死亡）。",
            "C by the classic table: 100 is thirty deaths and more, 40 ten to twenty-nine."
        ),
        Some(CTable::Other) => said!(
            "C 不取自经典表：常见的另一张表 100 分为 3 人以上死亡，40 分 2–3 人，15 分 1 人。",
            "C not by the classic table; another in use has 100 for three deaths and more, 40 for two or three, 15 for one."
        ),
        None => said!("C 所用的表未知。", "The table of C is unknown."),
    };
    vec![
        table,
        said!(
            "320、160、70 归属哪一级及其颜色未经标准原文核对，为本项目规则：320 归 B，160 归 B，70 归 C。",
            "Who owns 320, 160 and 70, and the colours, are not per standard but a rule of this project: 320 is B, 160 B, \
             70 C."
        ),
        said!(
            "筛查值：分值出自评估者的判断，不宜在企业之间排名。",
            "A screening value: scores are a judgement, no ranking of firms."
        ),
    ]
}

/// The next lower score of each that brings the level down.
fn lowering(inputs: &Inputs, outcome: &Outcome) -> Vec<Lowering> {
    let now = outcome.rating.level();
    if matches!(now, Level::Unrated | Level::Blue) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for score in Score::ALL {
        let Some(given) = inputs.given(score) else { continue };
        let lower = score.scale().iter().rev().filter(|value| **value < given);
        let first =
            lower.map(|value| (*value, rate(&inputs.with(score, *value)))).find(|(_, new)| new.rating.level() > now);
        if let Some((value, new)) = first.filter(|(_, new)| new.rating.level() != Level::Unrated) {
            let (symbol, label) = (score.symbol(), score.label());
            let (was, value, d) = (short(given), short(value), short(new.d.high));
            found.push(Lowering {
                says: said!(
                    "{0}（{1}）由 {2} 降到 {3}：D = {4}",
                    "{0} ({1}) from {2} to {3}: D = {4}",
                    label,
                    symbol,
                    was,
                    value,
                    d
                ),
                to: new.rating.level(),
                just_under: [RED, ORANGE, YELLOW]
                    .iter()
                    .any(|cut| new.d.high > JUST * cut && level(new.d.high) > level(*cut + 1.0)),
            });
        }
    }
    found
}
