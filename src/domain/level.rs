//! The four colours.

use serde::{Deserialize, Serialize};

/// A safety level, worst first. `Unrated` is not low: it says that the inputs do not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Major (重大), A.
    Red,
    /// High (较大), B.
    Orange,
    /// Moderate (一般), C.
    Yellow,
    /// Low (低), D.
    Blue,
    /// Not rated: an input is missing and decides.
    Unrated,
}

impl Level {
    /// Every level, worst first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Orange, Self::Yellow, Self::Blue, Self::Unrated];

    /// The name on the command line and in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Unrated => "unrated",
        }
    }

    /// The level of such a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Levels by their names, as an address and a link write them.
    pub fn codes(levels: &[Self]) -> String {
        levels.iter().map(|level| level.code()).collect::<Vec<_>>().join(".")
    }

    /// The levels of such names, worst first, each once; none where one of them is no level.
    pub fn read_codes(codes: &str) -> Option<Vec<Self>> {
        let mut levels: Vec<Self> = codes.split('.').map(Self::of_code).collect::<Option<_>>()?;
        levels.sort_unstable();
        levels.dedup();
        Some(levels)
    }

    /// Whether it is one of those that are asked for; none is all.
    pub fn is_among(self, asked: &[Self]) -> bool {
        asked.is_empty() || asked.contains(&self)
    }

    /// The class that it is painted in: blue 0 to red 3; what is unrated has that of what has none.
    pub const fn class(self) -> u8 {
        match self {
            Self::Red => 3,
            Self::Orange => 2,
            Self::Yellow => 1,
            Self::Blue => 0,
            Self::Unrated => u8::MAX,
        }
    }

    /// The level that is painted in a class.
    pub const fn of_class(class: u8) -> Self {
        match class {
            3 => Self::Red,
            2 => Self::Orange,
            1 => Self::Yellow,
            0 => Self::Blue,
            _ => Self::Unrated,
        }
    }

    /// The letter that stands beside the colour; none for unrated.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Red => "A",
            Self::Orange => "B",
            Self::Yellow => "C",
            Self::Blue => "D",
            Self::Unrated => "–",
        }
    }
}
