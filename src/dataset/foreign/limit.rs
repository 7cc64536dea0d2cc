//! Counting while inflating: what a file declares about its size is never believed.

use flate2::read::MultiGzDecoder;
use std::io::{self, Read};

/// What one file may unpack to, held in memory or not.
pub const MAX_UNPACKED: u64 = 2 << 30;

/// A reader that fails once more than its limit has been read.
pub struct Limited<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Limited<R> {
    /// Lets `limit` bytes through.
    pub fn new(inner: R, limit: u64) -> Self {
        Self { inner, left: limit, limit }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::FileTooLarge, format!("unpacks to more than {} MB", self.limit >> 20))
        })?;
        Ok(n)
    }
}

/// Whether the bytes begin as gzip does.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The bytes as a stream, unpacked where they are gzip, within `limit`.
pub fn unpacked(bytes: &[u8], limit: u64) -> Box<dyn Read + '_> {
    if is_gzip(bytes) { Box::new(Limited::new(MultiGzDecoder::new(bytes), limit)) } else { Box::new(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_bomb_is_stopped_while_it_unpacks() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(&vec![0; 1 << 20]).unwrap();
        let bytes = gz.finish().unwrap();
        let mut out = Vec::new();
        assert_eq!(unpacked(&bytes, 1 << 20).read_to_end(&mut out).unwrap(), 1 << 20);
        out.clear();
        let error = unpacked(&bytes, 1 << 19).read_to_end(&mut out).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(out.len() <= (1 << 19) + 64 * 1024);
    }
}
