//! The methods' pages: each method's question, source, formula and limits, as its documentation has them.
//!
//! The text is a small part of Markdown: `# code` begins a method, an empty line ends a paragraph, `**…**` is strong,
//! backticks are code, and a fence of three backticks holds what keeps its lines.

/// What a method's page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// The method's code.
    pub code: String,
    /// Its name and what it is.
    pub title: String,
    /// The rest, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Span>),
    /// Lines as they stand: formulas and small tables.
    Lines(String),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// A heading within the paragraph.
    Strong(String),
    /// A formula, a symbol or a name from a file.
    Code(String),
}

/// The pages of a text, in its order.
pub fn contracts(text: &str) -> Vec<Contract> {
    let mut pages: Vec<Contract> = Vec::new();
    let (mut paragraph, mut fence) = (String::new(), None::<String>);
    for line in text.lines().chain([""]) {
        if let Some(lines) = &mut fence {
            if line.starts_with("```") {
                let lines = fence.take().unwrap_or_default();
                pages.last_mut().into_iter().for_each(|page| page.blocks.push(Block::Lines(lines.clone())));
            } else {
                lines.push_str(line);
                lines.push('\n');
            }
        } else if let Some(code) = line.strip_prefix("# ") {
            end(&mut pages, std::mem::take(&mut paragraph));
            pages.push(Contract { code: code.trim().to_owned(), title: String::new(), blocks: Vec::new() });
        } else if line.is_empty() || line.starts_with("```") {
            end(&mut pages, std::mem::take(&mut paragraph));
            fence = line.starts_with("```").then(String::new);
        } else {
            let gap = if paragraph.is_empty() { "" } else { " " };
            paragraph.push_str(gap);
            paragraph.push_str(line);
        }
    }
    pages
}

/// Ends a paragraph: a page's first is its title.
fn end(pages: &mut [Contract], paragraph: String) {
    let Some(page) = pages.last_mut().filter(|_| !paragraph.is_empty()) else { return };
    if page.title.is_empty() && page.blocks.is_empty() {
        page.title = paragraph.trim_end_matches(['.', '。']).to_owned();
    } else {
        page.blocks.push(Block::Paragraph(spans(&paragraph)));
    }
}

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some((at, mark)) = ["**", "`"].iter().filter_map(|m| Some((rest.find(m)?, *m))).min() {
        let inside = &rest[at + mark.len()..];
        let Some(until) = inside.find(mark) else { break };
        if at > 0 {
            spans.push(Span::Plain(rest[..at].to_owned()));
        }
        let marked = inside[..until].to_owned();
        spans.push(if mark == "**" { Span::Strong(marked) } else { Span::Code(marked) });
        rest = &inside[until + mark.len()..];
    }
    if !rest.is_empty() {
        spans.push(Span::Plain(rest.to_owned()));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_title_paragraphs_and_lines_that_are_kept() {
        let pages = contracts(
            "# a\n\nOne: two.\n\n**Formula.** As\n`x = 1`, then\n\n```text\nS = q\n R\n```\nand.\n# b\n\n二。\n",
        );
        let plain = |text: &str| Span::Plain(text.to_owned());
        let [a, b] = &pages[..] else { panic!("{pages:?}") };
        assert_eq!(
            (a.code.as_str(), a.title.as_str(), b.code.as_str(), b.title.as_str()),
            ("a", "One: two", "b", "二")
        );
        let formula =
            vec![Span::Strong("Formula.".to_owned()), plain(" As "), Span::Code("x = 1".to_owned()), plain(", then")];
        let expected =
            [Block::Paragraph(formula), Block::Lines("S = q\n R\n".to_owned()), Block::Paragraph(vec![plain("and.")])];
        assert_eq!(a.blocks, expected);
    }

    #[test]
    fn a_mark_that_is_never_closed_is_text() {
        assert_eq!(spans("a ** b"), [Span::Plain("a ** b".to_owned())]);
        assert!(contracts("no page\n\n").is_empty());
    }
}
