//! The methods' pages: each has its text in both languages, with the same parts and the same numbers.

use riskmap::risk::assess::Method;
use riskmap::text::contract::{Block, Span, contracts};
use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

/// Code, English (the module's documentation), Chinese (the file beside it).
fn pages() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: &str| read_to_string(src.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let list: Vec<(String, String)> = serde_json::from_str(&read("risk/methods.json")).expect("a list of pairs");
    let documentation = |source: String| {
        let lines: Vec<_> = source.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let paragraphs: Vec<_> = lines.split(|line| line.is_empty()).map(|lines| lines.join("\n")).collect();
        paragraphs.into_iter().filter(|p| !p.starts_with("**Cost.**")).collect::<Vec<_>>().join("\n\n")
    };
    list.into_iter()
        .map(|(code, path)| {
            let english = documentation(read(&format!("{path}.rs")));
            (code, english, read(&format!("{path}.zh.md")))
        })
        .collect()
}

fn headed(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("**")).count()
}

/// Decimals and numbers of two digits or more; single digits are also written as words.
fn numbers(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let parts = parts.map(|part| part.trim_matches(['.', ',']).replace(',', ""));
    parts.filter(|part| part.len() > 1).collect()
}

#[test]
fn every_method_has_a_page() {
    let pages = pages();
    for method in Method::ALL {
        assert!(pages.iter().any(|(code, ..)| code == method.code()), "{} has no page", method.code());
    }
    let codes: BTreeSet<_> = pages.iter().map(|(code, ..)| code).collect();
    assert_eq!(codes.len(), pages.len(), "a code is there twice");
}

#[test]
fn both_languages_have_the_same_parts_and_numbers() {
    for (code, english, chinese) in pages() {
        assert!(headed(&english) >= 3, "{code} says too little of itself");
        assert_eq!(headed(&english), headed(&chinese), "{code}: parts");
        let (en, zh) = (numbers(&english), numbers(&chinese));
        let apart: Vec<_> = en.symmetric_difference(&zh).collect();
        assert!(apart.is_empty(), "{code}: in one language only: {apart:?}");
    }
}

#[test]
fn every_page_is_read_without_marks_left_over() {
    for (code, _, chinese) in pages() {
        let read = contracts(&format!("# {code}\n\n{chinese}"));
        let [page] = &read[..] else { panic!("{code}: {} pages", read.len()) };
        assert!(!page.title.is_empty() && page.blocks.len() >= 3, "{code}");
        let spans = page.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(spans) => spans.as_slice(),
            Block::Lines(_) => &[],
        });
        for span in spans {
            let (Span::Plain(text) | Span::Strong(text) | Span::Code(text)) = span;
            assert!(!text.contains('`') && !text.contains("**"), "{code}: {text}");
        }
    }
}
