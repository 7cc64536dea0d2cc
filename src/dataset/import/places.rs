//! Coordinates as cells of tables have them: a number, or degrees, minutes and seconds.

/// A coordinate: a number, or degrees with minutes and seconds (`113°04′12″`, `113度4分12.5秒`, with E, W, N, S or
/// 东经, 北纬 … before or behind it). None where it is neither, or where minutes or seconds reach 60.
pub(super) fn coordinate(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Some(number);
    }
    let (negative, rest) = side(text);
    let mut parts = [0.0; 3];
    let mut given = 0;
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok()?;
        let (mark, behind) = mark(rest[end..].trim_start());
        // Each part says what it is, in its order; a bare number behind others would be a guess.
        let place = mark.or((end == rest.len() && given == 0).then_some(0))?;
        if place < given || (place > 0 && number >= 60.0) {
            return None;
        }
        parts[place] = number;
        given = place + 1;
        rest = behind.trim_start();
    }
    (given > 0).then(|| {
        let degrees = parts[0] + parts[1] / 60.0 + parts[2] / 3600.0;
        if negative { -degrees } else { degrees }
    })
}

/// Easting or longitude, then northing or latitude, in one cell: `113.02, 28.01`.
pub(super) fn pair(text: &str) -> Option<[f64; 2]> {
    let separators = [',', '，', ';', '；', '、', '|'];
    let mut parts = match text.trim().split(separators).map(str::trim).collect::<Vec<_>>() {
        parts if parts.len() == 2 => parts.into_iter(),
        _ => text.split_whitespace().collect::<Vec<_>>().into_iter(),
    };
    let (x, y, more) = (parts.next()?, parts.next()?, parts.next());
    match more {
        None => Some([coordinate(x)?, coordinate(y)?]),
        Some(_) => None,
    }
}

/// Takes the side of the globe off; west and south are negative.
fn side(text: &str) -> (bool, &str) {
    const SIDES: [(&str, bool); 8] = [
        ("东经", false),
        ("北纬", false),
        ("西经", true),
        ("南纬", true),
        ("E", false),
        ("N", false),
        ("W", true),
        ("S", true),
    ];
    for (word, negative) in SIDES {
        let cut = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(rest) = cut {
            return (negative, rest.trim_start_matches([':', '：']));
        }
    }
    (false, text)
}

/// Which part a mark ends: degrees 0, minutes 1, seconds 2; and what stands behind it.
fn mark(text: &str) -> (Option<usize>, &str) {
    const MARKS: [(&str, usize); 12] = [
        ("°", 0),
        ("度", 0),
        ("º", 0),
        ("′′", 2),
        ("''", 2),
        ("′", 1),
        ("'", 1),
        ("’", 1),
        ("分", 1),
        ("″", 2),
        ("\"", 2),
        ("秒", 2),
    ];
    for (word, place) in MARKS {
        if let Some(rest) = text.strip_prefix(word) {
            return (Some(place), rest);
        }
    }
    (text.strip_prefix('”').map(|_| 2), text.strip_prefix('”').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_tables_write_them() {
        let near = |text: &str, value: f64| {
            let read = coordinate(text).unwrap_or(f64::NAN);
            assert!((read - value).abs() < 1e-9, "{text}: {read}");
        };
        near(" 113.0712 ", 113.0712);
        near("113°04′12″", 113.07);
        near("113度4分12秒", 113.07);
        near("113° 4' 12.0\"", 113.07);
        near("东经113°04′12″", 113.07);
        near("28°30′N", 28.5);
        near("W 5°30'", -5.5);
        near("E113.5", 113.5);
        near("38529289.5", 38_529_289.5);
        for bad in ["", "北京", "113°75′", "113 04 12", "4′113°", "1.2.3", "113,02", "°"] {
            assert_eq!(coordinate(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_coordinates_in_one_cell_are_taken_apart() {
        assert_eq!(pair("113.02,28.01"), Some([113.02, 28.01]));
        assert_eq!(pair("113.02， 28.01"), Some([113.02, 28.01]));
        assert_eq!(pair("113.02 28.01"), Some([113.02, 28.01]));
        assert_eq!(pair("113°30′, 28°30′"), Some([113.5, 28.5]));
        for bad in ["113.02", "113.02,28.01,5", "a,b", ""] {
            assert_eq!(pair(bad), None, "{bad}");
        }
    }
}
