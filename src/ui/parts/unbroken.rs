//! Text in which dates and ids stay in one piece: a browser would break a line at their hyphens.

use leptos::prelude::*;

/// A longer piece may need to be broken after all.
const LONGEST: usize = 24;

/// The pieces of a text, each with whether it must stay whole.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let apart = |c: char| c.is_whitespace() || matches!(c, '，' | '、' | '；' | '（' | '）');
    let whole = |piece: &str| piece.contains('-') && piece.chars().count() <= LONGEST;
    text.split_inclusive(apart).map(|piece| (piece, whole(piece))).collect()
}

/// A text whose dates and ids are never broken.
pub fn unbroken(text: &str) -> AnyView {
    if !text.contains('-') {
        return text.to_owned().into_any();
    }
    let piece = |(piece, whole): (&str, bool)| {
        let piece = piece.to_owned();
        if whole { view! { <span class="whole">{piece}</span> }.into_any() } else { piece.into_any() }
    };
    pieces(text).into_iter().map(piece).collect_view().into_any()
}
