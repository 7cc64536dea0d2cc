//! The definitions of EPSG codes as projection strings, packed at build time (`epsg_build.rs`).

use std::io::Read;
use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/epsg.deflate"));

fn definitions() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut text = String::new();
        // Our own bytes: if they did not unpack, no code would be known, and the tests would say so.
        let _ = flate2::read::DeflateDecoder::new(PACKED).read_to_string(&mut text);
        text
    })
}

/// The projection string of an EPSG code, with the datum step mended where the packed one needs a grid file.
pub fn definition(code: u32) -> Option<String> {
    if (32601..=32660).contains(&code) || (32701..=32760).contains(&code) {
        let south = if code > 32700 { " +south" } else { "" };
        return Some(format!("+proj=utm +zone={}{south} +datum=WGS84 +units=m +no_defs", code % 100));
    }
    let line = definitions().lines().find(|l| l.split_once(' ').is_some_and(|(c, _)| c.parse() == Ok(code)))?;
    let (_, definition) = line.split_once(' ')?;
    Some(mended(definition))
}

/// Grid files are not at hand; where a definition asks for one, the datum's three parameters stand in, which are good
/// to metres. `wktext` and `vunits` say nothing about x and y.
fn mended(definition: &str) -> String {
    let mut out = String::with_capacity(definition.len() + 32);
    for part in definition.trim_matches(|c| c == '`' || c == '.' || c == ' ').split_ascii_whitespace() {
        let part = match part {
            "+nadgrids=@null" | "+nadgrids=@null`." | "+wktext" => continue,
            "+nadgrids=nzgd2kgrid0005.gsb" => "+towgs84=59.47,-5.04,187.44,0.47,-0.1,1.024,-4.5993",
            "+datum=NAD27" => "+ellps=clrk66 +towgs84=-8,160,176",
            part if part.starts_with("+vunits") || part.starts_with("+vto_meter") => continue,
            part => part,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_definitions_are_there() {
        assert!(definitions().lines().count() > 6000);
        assert!(definition(2326).is_some_and(|d| d.contains("+towgs84=-162.619")));
        assert_eq!(definition(32651).as_deref(), Some("+proj=utm +zone=51 +datum=WGS84 +units=m +no_defs"));
        assert_eq!(definition(1), None);
    }
}
