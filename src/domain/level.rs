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
