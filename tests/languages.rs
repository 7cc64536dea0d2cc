//! Every working of the demo city in both languages: Chinese holds no English sentence, English no Chinese but what the
//! data and the titles of Chinese standards say.

mod demo;

use demo::lanchuan;
use riskmap::domain::LayerName;
use riskmap::engine::*;
use riskmap::risk::explain::{Explanation, Origin};
use riskmap::text::{Lang, Said, formula, unit_of};
use riskmap::ui::sheet::working::origin;
use std::collections::BTreeMap;

/// What may stand in both languages: titles and numbers of standards and of papers, names of programs.
const TITLES: &[&str] = &[
    "simplified Kingery–Bulmash (hemispherical surface burst, TNT)",
    "American Table of Distances",
    "Guidelines for Consequence Analysis of Chemical Releases (BLEVE fireball)",
    "应急〔2018〕19号",
];

/// Every text of a working in a language.
fn texts(of: &Explanation, lang: Lang) -> Vec<String> {
    let said = |said: &Said| said.told(lang).into_owned();
    let mut all = vec![said(&of.title)];
    for step in &of.steps {
        all.push(said(&step.says));
        all.extend([&step.formula, &step.substituted].map(|line| formula(&line.told(lang), lang).into_owned()));
        for input in &step.inputs {
            all.push(said(&input.label));
            all.push(unit_of(2.0, &input.unit, lang).to_owned());
            // What a row or a set constant is from is the data's own.
            if !matches!(input.from, Origin::Row(_)) {
                all.push(origin(&input.from, lang));
            }
        }
    }
    all.extend(of.unknown.iter().chain(&of.notes).map(said));
    all
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Runs of two or more English words: of three letters and more, in small letters after the first.
fn english(text: &str) -> Option<String> {
    let is_word = |word: &&str| {
        let letters = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        letters.len() >= 3 && letters.bytes().skip(1).all(|b| b.is_ascii_lowercase()) && word.len() <= letters.len() + 2
    };
    let words: Vec<&str> = text.split([' ', '，', '；', '（', '）', '、', '：', '。']).collect();
    words.windows(2).find(|pair| pair.iter().all(is_word)).map(|pair| pair.join(" "))
}

/// A text without what the data says and what titles say.
fn without(text: &str) -> String {
    let mut rest = text.to_owned();
    for title in TITLES {
        rest = rest.replace(title, "");
    }
    // What the data calls its own things stands in quotation marks.
    while let Some((before, quoted)) = rest.split_once('“') {
        let Some((_, after)) = quoted.split_once('”') else { break };
        rest = format!("{before}{after}");
    }
    rest
}

fn explanations(engine: &mut Engine) -> Vec<(String, Explanation)> {
    let mut all = Vec::new();
    for layer in [LayerName::Facilities, LayerName::Pipelines, LayerName::Venues] {
        let rows = engine.open().unwrap().city().layer(layer).unwrap().len() as u32;
        // Venues have one method: a tenth of them has every kind and every gap.
        let step = if layer == LayerName::Venues { 10 } else { 1 };
        for row in (0..rows).step_by(step) {
            let of = FeatureRef { layer, row };
            let Ok(Reply::Why(why)) = engine.handle(Request::Why { of, as_of: None }) else { panic!("{layer} {row}") };
            let id = format!("{layer}:{}", why.hit.id);
            all.extend(why.parts.into_iter().map(|part| (id.clone(), part.worked.explanation)));
            all.push((id, why.raised.explanation));
        }
    }
    let rows = engine.open().unwrap().city().layer(LayerName::Dangers).unwrap().len();
    for row in (0..rows).step_by(3) {
        let id = engine.open().unwrap().city().layer(LayerName::Dangers).unwrap().id(row).to_owned();
        let Ok(Reply::Danger(page)) = engine.handle(Request::Danger { id: id.clone(), as_of: None }) else {
            panic!("{id}")
        };
        all.push((id, page.explanation));
    }
    all
}

/// A word of a formula that is no name of a function, in Chinese.
fn formula_word(line: &str) -> Option<String> {
    const FUNCTIONS: &[&str] = &["max", "min", "exp", "tdu", "psi", "kPa", "MPa"];
    let symbols = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words = symbols.filter(|word| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()));
    words.into_iter().find(|word| !FUNCTIONS.contains(word)).map(str::to_owned)
}

/// The levels have one name each, a letter with a word; their colours are no second one.
fn colour(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| matches!(word, "red" | "orange" | "yellow" | "blue"))
}

#[test]
fn a_working_speaks_one_language_at_a_time() {
    let mut engine = lanchuan();
    let all = explanations(&mut engine);
    assert!(all.len() > 1_000, "{}", all.len());
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (id, of) in &all {
        for input in of.steps.iter().flat_map(|step| &step.inputs) {
            let rowless = matches!(&input.from, Origin::Row(row) if row.is_empty());
            assert!(!rowless && !input.label.is_empty(), "{id}: {input:?}");
        }
        for line in of.steps.iter().flat_map(|step| [&step.formula, &step.substituted]) {
            if let Some(word) = formula_word(&formula(&line.zh(), Lang::Zh)) {
                wrong.entry(format!("zh formula: {word}")).or_insert_with(|| format!("{id}: {}", line.en()));
            }
        }
        for text in texts(of, Lang::En).into_iter().filter(|text| colour(text)) {
            wrong.entry(format!("colour: {text}")).or_insert_with(|| id.clone());
        }
        for text in texts(of, Lang::Zh) {
            if let Some(run) = english(&without(&text)) {
                wrong.entry(format!("zh: {run}")).or_insert_with(|| format!("{id}: {text}"));
            }
        }
        for text in texts(of, Lang::En) {
            let rest: String = without(&text).chars().filter(|c| is_han(*c)).collect();
            if !rest.is_empty() {
                wrong.entry(format!("en: {rest}")).or_insert_with(|| format!("{id}: {text}"));
            }
        }
    }
    let told: Vec<String> = wrong.iter().map(|(what, text)| format!("{what}\n    {text}")).collect();
    assert!(wrong.is_empty(), "{} kinds:\n{}", wrong.len(), told.join("\n"));
}
