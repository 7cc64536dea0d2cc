//! How a table is written.

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A header, then a line a row.
    Csv,
    /// A list of objects.
    Json,
}
