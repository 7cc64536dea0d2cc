//! Tag values with units: numbers, speeds, heights, weights.

/// A plain number, or with a unit that says what the number says already.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    text.parse().ok().filter(|v: &f64| v.is_finite())
}

/// A number and the unit behind it, in lower case.
fn with_unit(text: &str) -> Option<(f64, String)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    Some((number(&text[..end])?, text[end..].trim().to_ascii_lowercase()))
}

/// Kilometres an hour; `maxspeed` is in km/h unless it says mph or knots. Words ("walk", "CH:urban", "none") say no
/// number.
pub(super) fn speed_kmh(text: &str) -> Option<f64> {
    let (value, unit) = with_unit(text)?;
    match unit.as_str() {
        "" | "km/h" | "kmh" | "kph" => Some(value),
        "mph" => Some(value * 1.609_344),
        "knots" => Some(value * 1.852),
        _ => None,
    }
}

/// Metres: "3.8", "3.8 m", "380 cm", "12'6\"", "12 ft".
pub(super) fn metres(text: &str) -> Option<f64> {
    if let Some((feet, inches)) = text.split_once('\'') {
        let inches = inches.trim().trim_end_matches(['"', '\'']).trim();
        let inches = if inches.is_empty() { 0.0 } else { number(inches)? };
        return Some(number(feet)? * 0.3048 + inches * 0.0254);
    }
    let (value, unit) = with_unit(text)?;
    match unit.as_str() {
        "" | "m" => Some(value),
        "cm" => Some(value / 100.0),
        "mm" => Some(value / 1000.0),
        "ft" => Some(value * 0.3048),
        _ => None,
    }
}

/// Tonnes: "7.5", "7.5 t", "3500 kg", "6000 lbs", "5 st" (short tons).
pub(super) fn tonnes(text: &str) -> Option<f64> {
    let (value, unit) = with_unit(text)?;
    match unit.as_str() {
        "" | "t" => Some(value),
        "kg" => Some(value / 1000.0),
        "lbs" | "lb" => Some(value * 0.000_453_592_37),
        "st" => Some(value * 0.907_184_74),
        _ => None,
    }
}

/// Millimetres; `diameter` is in mm unless it says otherwise.
pub(super) fn millimetres(text: &str) -> Option<f64> {
    let (value, unit) = with_unit(text)?;
    match unit.as_str() {
        "" | "mm" => Some(value),
        "cm" => Some(value * 10.0),
        "m" => Some(value * 1000.0),
        "\"" | "in" | "inch" => Some(value * 25.4),
        _ => None,
    }
}

/// Megapascals; `pressure` is in bar unless it says otherwise.
pub(super) fn megapascals(text: &str) -> Option<f64> {
    let (value, unit) = with_unit(text)?;
    match unit.as_str() {
        "" | "bar" => Some(value / 10.0),
        "mpa" => Some(value),
        "kpa" => Some(value / 1000.0),
        _ => None,
    }
}

/// Text of a number without the noise of its last bits.
pub(super) fn shown(value: f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

/// Yes or no; other words (as of `bridge=viaduct`) say yes, `no` says no.
pub(super) fn flag(text: Option<&str>) -> Option<&'static str> {
    match text? {
        "no" | "false" | "0" => Some("no"),
        _ => Some("yes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_converted_and_words_are_not_guessed() {
        assert_eq!(speed_kmh("50"), Some(50.0));
        assert_eq!(speed_kmh("30 mph").map(f64::round), Some(48.0));
        assert_eq!(metres("12'6\"").map(shown).as_deref(), Some("3.81"));
        assert_eq!((metres("3.8 m"), metres("380 cm")), (Some(3.8), Some(3.8)));
        assert_eq!((tonnes("7.5"), tonnes("3500 kg")), (Some(7.5), Some(3.5)));
        assert_eq!(millimetres("8\"").map(shown).as_deref(), Some("203.2"));
        assert_eq!(megapascals("64 bar").map(shown).as_deref(), Some("6.4"));
        for words in ["walk", "none", "CH:urban", "50;80", "default", ""] {
            assert_eq!((speed_kmh(words), metres(words), tonnes(words)), (None, None, None), "{words}");
        }
        assert_eq!((flag(Some("viaduct")), flag(Some("no")), flag(None)), (Some("yes"), Some("no"), None));
    }
}
