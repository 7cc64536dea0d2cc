//! Gzip taken off in pieces, its bytes counted while they come out.

use super::format::FileError;
use super::limits::Limits;
use flate2::write::MultiGzDecoder;
use std::io::Write;

/// Input is given to the decoder in pieces of this size, so that one piece cannot blow up to more than about 16 MB.
const PIECE: usize = 16 << 10;
/// Up to this size the ratio is not looked at: a small file of one repeated byte is no bomb.
const HARMLESS: u64 = 1 << 20;

/// Counts what comes out of a compressed file and stops a bomb.
#[derive(Debug, Default)]
pub(super) struct Meter {
    taken: u64,
    given: u64,
}

impl Meter {
    /// Adds so many bytes in and out; fails past the caps.
    pub(super) fn count(&mut self, taken: u64, given: u64, limits: &Limits) -> Result<(), FileError> {
        self.taken += taken;
        self.given += given;
        if self.given > limits.file_bytes {
            let mb = limits.file_bytes >> 20;
            return Err(FileError::new(
                format!("解压后超过 {mb} MB；已停止"),
                format!("inflates to more than {mb} MB; stopped"),
            ));
        }
        if self.given > HARMLESS && self.given / self.taken.max(1) > limits.ratio {
            let ratio = limits.ratio;
            return Err(FileError::new(
                format!("解压后超过原来的 {ratio} 倍，像压缩炸弹；已停止"),
                format!("inflates to more than {ratio} times its size, like a bomb; stopped"),
            ));
        }
        Ok(())
    }
}

/// A gzip file being taken off. Several members one after another are one file.
pub(super) struct Gunzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    meter: Meter,
    limits: Limits,
}

impl Gunzip {
    /// At the beginning of a file.
    pub(super) fn new(limits: Limits) -> Self {
        Self { decoder: MultiGzDecoder::new(Vec::new()), meter: Meter::default(), limits }
    }

    /// Whether a file begins as gzip does.
    pub(super) fn is_gzip(first: &[u8]) -> bool {
        first.starts_with(&[0x1f, 0x8b])
    }

    /// Takes compressed bytes and gives `out` what they inflate to.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        mut out: impl FnMut(&[u8]) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        for piece in bytes.chunks(PIECE) {
            let written = self.decoder.write_all(piece);
            self.give(piece.len() as u64, &mut out)?;
            written.map_err(|e| broken(&e))?;
        }
        Ok(())
    }

    /// Says that the file has ended; fails where it ends in the middle.
    pub(super) fn finish(&mut self, mut out: impl FnMut(&[u8]) -> Result<(), FileError>) -> Result<(), FileError> {
        let done = self.decoder.try_finish();
        self.give(0, &mut out)?;
        done.map_err(|e| broken(&e))
    }

    fn give(&mut self, taken: u64, out: &mut impl FnMut(&[u8]) -> Result<(), FileError>) -> Result<(), FileError> {
        let inflated = self.decoder.get_mut();
        // What is inflated already is given on before it is counted: the rows before a bomb are kept.
        let (given, n) = (out(inflated), inflated.len() as u64);
        inflated.clear();
        given.and(self.meter.count(taken, n, &self.limits))
    }
}

fn broken(e: &std::io::Error) -> FileError {
    FileError::new(
        format!("gzip 数据损坏或不完整（{e}）；此后未读"),
        format!("gzip data is damaged or ends early ({e}); nothing after it was read"),
    )
}
