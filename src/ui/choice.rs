//! The lines of a list to choose from.

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is handed back.
    pub code: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A line.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into() }
    }
}

/// The line that is named: by all of its words, or by a part that no other line has.
pub fn line_of<'a>(all: &'a [Choice], text: &str, whole: bool) -> Option<&'a Choice> {
    if whole {
        return all.iter().find(|line| line.label == text);
    }
    let text = text.to_lowercase();
    let mut found = all.iter().filter(|line| line.label.to_lowercase().contains(&text));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_a_line_where_no_other_has_it() {
        let all =
            [("", "全部"), ("1", "岚川燃气公司"), ("2", "岚川化工厂")].map(|(code, label)| Choice::new(code, label));
        let of = |text, whole| line_of(&all, text, whole).map(|line| line.code.as_str());
        assert_eq!([of("岚川燃气公司", true), of("燃气", true), of("燃气", false)], [Some("1"), None, Some("1")]);
        assert_eq!([of("岚川", false), of("铁路", false), of("全部", true)], [None, None, Some("")]);
    }
}
