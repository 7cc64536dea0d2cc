//! The page's language, as components use it.

use super::words::Word;
use crate::domain::Words;
use crate::text::Lang;
use leptos::prelude::*;

/// The language that the page speaks now.
#[derive(Clone, Copy)]
pub struct Say(Memo<Lang>);

impl Say {
    /// Speaks whatever language the memo holds.
    pub fn new(lang: Memo<Lang>) -> Self {
        Self(lang)
    }

    /// The language, followed.
    pub fn lang(self) -> Lang {
        self.0.get()
    }

    /// A word, followed.
    pub fn word(self, word: Word) -> &'static str {
        word.said(self.lang())
    }

    /// A word to be put into a view.
    pub fn t(self, word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || self.word(word)
    }

    /// A sentence with its gaps filled, followed.
    pub fn fill(self, word: Word, parts: &[&str]) -> String {
        word.fill(self.lang(), parts)
    }

    /// Words of the data or of a method, followed.
    pub fn of(self, words: &Words) -> String {
        self.lang().of(words).to_owned()
    }
}

/// The page's language, from context.
pub fn use_say() -> Say {
    expect_context()
}
