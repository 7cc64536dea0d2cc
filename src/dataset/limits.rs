//! Caps on what input may make the program hold. Declared sizes are compared before anything is allocated; bytes are
//! counted while they are inflated.

/// The caps. The defaults let a city of two million rows a layer through and stop a bomb within a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Members of an archive. 4,096.
    pub entries: usize,
    /// Bytes of one file, inflated. 1 GiB.
    pub file_bytes: u64,
    /// Bytes of a whole archive, inflated. 2 GiB.
    pub total_bytes: u64,
    /// How many times larger than its compressed form a file may be, once it is larger than a mebibyte. 200: text
    /// tables reach 40, a bomb 1,000.
    pub ratio: u64,
    /// Bytes of one row or feature. 64 MiB: a country's border has 5.
    pub row_bytes: usize,
    /// Columns of a table. 16,384, as many as a workbook can have.
    pub columns: usize,
    /// Levels of nesting. 128.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 4_096,
            file_bytes: 1 << 30,
            total_bytes: 2 << 30,
            ratio: 200,
            row_bytes: 64 << 20,
            columns: 16_384,
            depth: 128,
        }
    }
}
