//! Text of unknown encoding: a byte order mark decides; else UTF-8 if every byte is; else GB18030, which contains GBK
//! and GB2312 and is what Chinese spreadsheets write.

use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// Text and where it came from.
pub struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The encoding's name.
    pub encoding: &'static str,
    /// Some bytes meant nothing and became �.
    pub had_errors: bool,
}

/// Decodes bytes; `named` is an encoding's label that overrides the finding out.
pub fn decode<'a>(bytes: &'a [u8], named: Option<&str>) -> Decoded<'a> {
    let named = named.and_then(|n| Encoding::for_label(n.as_bytes()));
    let encoding = match (named, Encoding::for_bom(bytes)) {
        (Some(encoding), _) | (None, Some((encoding, _))) => encoding,
        (None, None) => match std::str::from_utf8(bytes) {
            Ok(text) => return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), had_errors: false },
            Err(_) => GB18030,
        },
    };
    let (text, encoding, had_errors) = encoding.decode(bytes);
    Decoded { text, encoding: encoding.name(), had_errors }
}

/// Bytes of GBK as text; none where they mean nothing in it.
pub fn gbk(bytes: &[u8]) -> Option<String> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings_are_found() {
        let gbk = [0xc9, 0xcf, 0xba, 0xa3]; // 上海
        for (bytes, text, encoding) in [
            ("上海".as_bytes(), "上海", "UTF-8"),
            (b"\xef\xbb\xbfabc", "abc", "UTF-8"),
            (&gbk, "上海", "gb18030"),
            (b"\xff\xfe\x0a\x4e", "上", "UTF-16LE"),
            (b"plain", "plain", "UTF-8"),
        ] {
            let decoded = decode(bytes, None);
            assert_eq!((decoded.text.as_ref(), decoded.encoding, decoded.had_errors), (text, encoding, false));
        }
        assert_eq!(decode(b"\xa4\xa4", Some("big5")).text, "中");
        assert!(decode(b"\xff\xff\xffabc", None).had_errors);
    }
}
