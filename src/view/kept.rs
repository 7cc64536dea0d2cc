//! Views that the reader has named, as text that a browser keeps: names and links, never rows.

use serde::{Deserialize, Serialize};

/// So many are kept; a list that nobody can look over is no help.
pub const MOST: usize = 60;
/// Characters of a name.
pub const NAME: usize = 60;

/// A named view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name; no two are called the same.
    pub name: String,
    /// The text behind the `?` of its link.
    pub query: String,
    /// The day it was kept, `YYYY-MM-DD`.
    pub on: String,
}

/// The views in a text, newest first; what cannot be read is none.
pub fn read(text: &str) -> Vec<Kept> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of some views.
pub fn write(views: &[Kept]) -> String {
    serde_json::to_string(views).unwrap_or_default()
}

/// Keeps one more, in the place of one of the same name. Names are trimmed and cut; an empty one keeps nothing, nor does a
/// full list: nothing that somebody kept goes away by itself.
pub fn keep(views: &mut Vec<Kept>, mut view: Kept) -> bool {
    view.name = view.name.trim().chars().take(NAME).collect();
    let others = views.iter().filter(|kept| kept.name != view.name).count();
    if view.name.is_empty() || others >= MOST {
        return false;
    }
    views.retain(|kept| kept.name != view.name);
    views.insert(0, view);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, query: &str) -> Kept {
        Kept { name: name.to_owned(), query: query.to_owned(), on: "2026-03-03".to_owned() }
    }

    #[test]
    fn what_was_kept_comes_back_newest_first_and_a_name_stands_once() {
        let mut views = Vec::new();
        assert!(keep(&mut views, view("周会", "v=1&role=fire")));
        assert!(keep(&mut views, view("江南区", "v=1&role=ledger")));
        assert!(keep(&mut views, view(" 周会 ", "v=1&role=traffic")));
        assert_eq!(read(&write(&views)), [view("周会", "v=1&role=traffic"), view("江南区", "v=1&role=ledger")]);
    }

    #[test]
    fn nothing_is_kept_without_a_name_or_beyond_the_most_and_nothing_goes_away() {
        let mut views = Vec::new();
        assert!(!keep(&mut views, view("  ", "v=1")));
        for n in 0..MOST {
            assert!(keep(&mut views, view(&n.to_string(), "v=1")));
        }
        assert!(!keep(&mut views, view("one more", "v=1")));
        assert!(keep(&mut views, view("7", "v=1&role=fire")), "of a name that is there");
        assert_eq!(views.len(), MOST);
        let long: String = "长".repeat(NAME + 1);
        let mut one = Vec::new();
        assert!(keep(&mut one, view(&long, "v=1")));
        assert_eq!(one[0].name.chars().count(), NAME);
    }

    #[test]
    fn nonsense_is_no_view() {
        assert!(read("").is_empty() && read("[{\"name\": 3}]").is_empty() && read("{").is_empty());
    }
}
