//! How a figure was computed, as text: steps with formula, the same line with numbers, and what went in.

use super::html::{Galley, escape, typeset};
use crate::domain::LayerName;
use crate::risk::explain::{Confidence, Explanation, Input, Origin};
use crate::text::{Lang, corrected_source, formula, source as one_source};
use crate::ui::terms;
use crate::ui::words::Word;

/// How sure a constant or formula is.
pub const fn confidence(of: Confidence) -> Word {
    match of {
        Confidence::TwoSources => Word::TwoSources,
        Confidence::Checked => Word::Checked,
        Confidence::Derived => Word::Derived,
        Confidence::OurRule => Word::OurRule,
        Confidence::Unverified => Word::Unverified,
    }
}

/// Where a quantity came from, in words.
pub fn origin(from: &Origin, lang: Lang) -> String {
    match from {
        Origin::Row(source) => source.clone(),
        Origin::Layer(code, rows) => {
            let layer =
                LayerName::from_code(code).map_or_else(|| code.to_string(), |l| terms::layer(l, lang).to_owned());
            Word::LayerRows.fill(lang, &[&layer, &terms::count(u64::from(*rows))])
        }
        Origin::Parameter => Word::SetHere.said(lang).to_owned(),
        Origin::Constant { source, confidence: sure } => {
            Word::InBrackets.fill(lang, &[&one_source(source, lang), confidence(*sure).said(lang)])
        }
        Origin::Computed => Word::FromBefore.said(lang).to_owned(),
        Origin::Corrected { row, was } => corrected_source(row, was.as_deref(), lang),
    }
}

/// Writes a working: its steps, what was unknown, its assumptions.
pub fn write(galley: &mut Galley, of: &Explanation, lang: Lang) {
    for (n, step) in of.steps.iter().enumerate() {
        let formulas = [&step.formula, &step.substituted].into_iter().filter(|line| !line.is_empty());
        let formulas: String =
            formulas.map(|line| format!("<div>{}</div>", typeset(&formula(&line.told(lang), lang)))).collect();
        let formulas = if formulas.is_empty() { formulas } else { format!("<div class=\"equation\">{formulas}</div>") };
        let inputs: String = step.inputs.iter().map(|input| one_input(input, lang)).collect();
        let inputs =
            if inputs.is_empty() { inputs } else { format!("<table class=\"given\"><tbody>{inputs}</tbody></table>") };
        let says = typeset(&step.says.told(lang));
        galley.block(format!("<div class=\"work-step\"><i>{}</i><p>{says}</p>{formulas}{inputs}</div>", n + 1), false);
    }
    for (title, lines) in [(Word::WhatWasUnknown, &of.unknown), (Word::Assumptions, &of.notes)] {
        if !lines.is_empty() {
            galley.subheading(title.said(lang));
            galley.points(lines.iter().map(|words| words.told(lang).into_owned()));
        }
    }
}

fn one_input(input: &Input, lang: Lang) -> String {
    let (symbol, label) = input.shown(lang);
    let symbol = if symbol.is_empty() { String::new() } else { format!("<em>{}</em> ", escape(symbol)) };
    let value = match input.value {
        Some(value) => {
            let unit = typeset(terms::unit_of(value, &input.unit, lang));
            format!("<b>{} <small>{unit}</small></b>", terms::number(value))
        }
        // What has several values has none to show here: they stand in the formula.
        None if matches!(input.from, Origin::Constant { .. }) => "<b>–</b>".to_owned(),
        None => format!("<b>{}</b>", Word::Unknown.said(lang)),
    };
    let label = typeset(&label);
    format!(
        "<tr><td>{symbol}{label}</td><td class=\"number\">{value}</td><td>{}</td></tr>",
        escape(&origin(&input.from, lang))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::explain::Step;
    use crate::text::Said;

    #[test]
    fn a_working_keeps_formula_numbers_source_and_what_is_unknown() {
        let constant = Origin::Constant { source: "GB 18218 表 1".into(), confidence: Confidence::TwoSources };
        let input = |value, from| Input {
            symbol: "q".into(),
            label: Said::plain("储量", "stock"),
            value,
            unit: "t".into(),
            from,
        };
        let step = Step {
            says: Said::plain("R 是 98.4", "R is 98.4"),
            formula: "R = q^2 / Q".into(),
            substituted: "R = 1,640".into(),
            inputs: vec![input(Some(50.0), constant), input(None, Origin::Row("f.csv#103".to_owned()))],
        };
        let of = Explanation { steps: vec![step], notes: vec![Said::same("n")], ..Explanation::default() };
        let mut galley = Galley::default();
        write(&mut galley, &of, Lang::Zh);
        let html = galley.html(0..9, false);
        for part in ["R 是 98.4", "q<sup>2</sup>", "R = 1,640", "GB 18218 表 1（两源）", "未知", "f.csv#103"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
