//! The map's colours, light and dark: the same values as `public/tokens.css`, which a test proves.
//!
//! MapLibre reads no CSS variables, so the style needs them as text. Only the four levels are red, orange, yellow or
//! blue; plum says how much, teal marks the interface's own places, ink marks what is selected.

use crate::domain::Level;
use crate::view::Theme;

macro_rules! palette {
    ($($(#[$doc:meta])* $name:ident $token:literal $light:literal $dark:literal,)*) => {
        /// The colours of one theme, as CSS hex.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Palette { $($(#[$doc])* pub $name: &'static str,)* }

        const LIGHT: Palette = Palette { $($name: $light,)* };
        const DARK: Palette = Palette { $($name: $dark,)* };

        #[cfg(test)]
        const TOKENS: &[(&str, &str, &str)] = &[$(($token, $light, $dark),)*];
    };
}

palette! {
    /// Ground outside the districts.
    out "map-out" "#E3DFD6" "#101315",
    /// Ground.
    land "map-land" "#F6F3ED" "#1F2529",
    /// Farmland.
    farm "map-farm" "#F1EFE4" "#20272A",
    /// Residential land.
    built "map-built" "#EFEAE2" "#242B2F",
    /// Industrial land.
    indus "map-indus" "#E7E3DD" "#23282C",
    /// Commercial land.
    comm "map-comm" "#EEE6DE" "#24282A",
    /// Forest.
    forest "map-forest" "#DCE4D2" "#1C2A26",
    /// Park.
    park "map-park" "#DFE8D3" "#202E29",
    /// Rivers and lakes.
    water "map-water" "#C2D5DC" "#132C35",
    /// Streams and the banks of water.
    stream "map-stream" "#AFC7CF" "#1D3740",
    /// Buildings.
    building "map-bld" "#D8D0C2" "#343D43",
    /// Buildings' edges.
    building_edge "map-bld-edge" "#C3BAA9" "#3F4950",
    /// Roads.
    road "map-road" "#FFFFFF" "#475158",
    /// Casing of minor roads.
    road_case "map-road-case" "#C9C1B2" "#171B1E",
    /// Casing of main roads.
    main_case "map-road1-case" "#A2988A" "#14181A",
    /// Paths and tracks.
    path "map-path" "#D5CEC1" "#2E353A",
    /// Railways.
    rail "map-rail" "#9C9587" "#5A6268",
    /// District borders.
    border "map-bound" "#8A7F6C" "#6F7478",
    /// Names.
    label "map-label" "#4A463E" "#C9C6BE",
    /// Names of places and roads.
    label_2 "map-label-2" "#6A655A" "#9E9C95",
    /// Names of waters.
    water_label "map-water-label" "#3B5963" "#7FA3AE",
    /// Around names and lines.
    halo "map-halo" "#F8F6F1" "#15191C",
    /// The edge of what is selected.
    selected "map-sel" "#22211E" "#FFFFFF",
    /// The ring inside that edge.
    selected_halo "map-sel-halo" "#FFFFFF" "#0F1214",
    /// Text and icons.
    ink "ink" "#22211E" "#ECEAE4",
    /// Quieter marks: crash points, pipelines, hydrants.
    ink_2 "ink-2" "#54504A" "#BAB7B0",
    /// On an ink ground.
    on_ink "on-ink" "#FBFAF7" "#14171A",
    /// The disc under a symbol.
    raise "raise" "#FFFFFF" "#20252A",
    /// The edge of a symbol's disc.
    edge "edge" "#8A8478" "#7C858B",
    /// The interface's hue: fire stations, what is being drawn.
    accent "accent" "#0E5E63" "#6CC3BE",
    /// On that hue.
    on_accent "on-accent" "#FFFFFF" "#06201F",
    /// Refused or out of order: dry hydrants.
    bad "bad" "#A81F14" "#FF8A7F",
    /// Major.
    a "a" "#C4281C" "#E8473A",
    /// Around it.
    a_edge "a-edge" "#7A140C" "#FFB3AB",
    /// On it.
    a_on "a-on" "#FFFFFF" "#1C0200",
    /// High.
    b "b" "#EC7D1E" "#F2933A",
    /// Around it.
    b_edge "b-edge" "#873F00" "#FFD3A6",
    /// On it.
    b_on "b-on" "#2A1400" "#241100",
    /// Moderate.
    c "c" "#F4C733" "#F6D252",
    /// Around it.
    c_edge "c-edge" "#735600" "#FFF0B8",
    /// On it.
    c_on "c-on" "#2B2100" "#2B2100",
    /// Low.
    d "d" "#2D6DB8" "#4E8FDD",
    /// Around it.
    d_edge "d-edge" "#123E72" "#BBD8FF",
    /// On it.
    d_on "d-on" "#FFFFFF" "#02101F",
    /// Unrated.
    u "u" "#FBFAF7" "#191D20",
    /// Around it.
    u_edge "u-edge" "#6F6A60" "#9AA1A6",
    /// On it.
    u_on "u-on" "#4A463F" "#CFCCC5",
    /// Amount, least.
    m1 "m1" "#E7D8E8" "#5F4569",
    /// Amount.
    m2 "m2" "#CBA9CF" "#84609A",
    /// Amount.
    m3 "m3" "#A673AF" "#A67CB8",
    /// Amount.
    m4 "m4" "#7A4388" "#CBA0DA",
    /// Amount, most.
    m5 "m5" "#4C1D59" "#F1D9F8",
}

impl Palette {
    /// The colours of a theme.
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The plum ramp cut into so many classes, least first; more is always further from the ground.
    pub fn amount(&self, classes: usize) -> Vec<String> {
        (0..classes).map(|i| self.amount_at(ramp_position(i, classes))).collect()
    }

    /// A level's fill, the edge without which it is never drawn, and what reads on it.
    pub const fn level(&self, level: Level) -> [&'static str; 3] {
        match level {
            Level::Red => [self.a, self.a_edge, self.a_on],
            Level::Orange => [self.b, self.b_edge, self.b_on],
            Level::Yellow => [self.c, self.c_edge, self.c_on],
            Level::Blue => [self.d, self.d_edge, self.d_on],
            Level::Unrated => [self.u, self.u_edge, self.u_on],
        }
    }

    /// The ink that reads on a class of [`Palette::amount`].
    pub fn on_amount(&self, class: usize, classes: usize) -> &'static str {
        let ground = self.amount_at(ramp_position(class, classes));
        if contrast(&ground, self.ink) >= contrast(&ground, self.on_ink) { self.ink } else { self.on_ink }
    }

    /// A colour between the five stops; 0 the least, 4 the most.
    fn amount_at(&self, at: f64) -> String {
        let stops = [self.m1, self.m2, self.m3, self.m4, self.m5];
        let low = (at.max(0.0) as usize).min(stops.len() - 2);
        let t = (at - low as f64).clamp(0.0, 1.0);
        let (a, b) = (rgb(stops[low]), rgb(stops[low + 1]));
        let mix = |i: usize| (f64::from(a[i]) + (f64::from(b[i]) - f64::from(a[i])) * t).round() as u8;
        format!("#{:02X}{:02X}{:02X}", mix(0), mix(1), mix(2))
    }
}

/// Where class `i` of `classes` lies on the five stops. Fewer classes use the stronger ones, which carry further.
fn ramp_position(i: usize, classes: usize) -> f64 {
    match classes {
        0 | 1 => 3.0,
        2..=4 => 1.0 + 3.0 * i as f64 / (classes - 1) as f64,
        _ => 4.0 * i as f64 / (classes - 1) as f64,
    }
}

/// The three channels of `#RRGGBB`; black for anything else.
fn rgb(hex: &str) -> [u8; 3] {
    let channel = |i: usize| hex.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).unwrap_or(0);
    [channel(1), channel(3), channel(5)]
}

/// The contrast ratio of WCAG 2.1.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |hex: &str| {
        let [r, g, b] = rgb(hex).map(|v| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// The variables of one block of `tokens.css`.
    fn block(css: &str, selector: &str) -> HashMap<String, String> {
        let start = css.find(selector).unwrap_or_else(|| panic!("no {selector} in tokens.css")) + selector.len();
        let body = &css[start..start + css[start..].find('}').expect("a closed block")];
        body.split(';')
            .filter_map(|d| d.trim().rsplit_once("--").map_or(d.trim(), |(_, d)| d).split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    }

    #[test]
    fn the_palette_is_tokens_css() {
        let css = include_str!("../../public/tokens.css");
        let (light, dark) = (block(css, ":root{"), block(css, "[data-theme=dark]{"));
        for (token, in_light, in_dark) in TOKENS {
            assert_eq!(light.get(*token).map(String::as_str), Some(*in_light), "--{token}, light");
            assert_eq!(dark.get(*token).or(light.get(*token)).map(String::as_str), Some(*in_dark), "--{token}, dark");
        }
    }

    #[test]
    fn five_classes_are_the_five_stops() {
        assert_eq!(LIGHT.amount(5), [LIGHT.m1, LIGHT.m2, LIGHT.m3, LIGHT.m4, LIGHT.m5]);
        assert_eq!(LIGHT.amount(4), [LIGHT.m2, LIGHT.m3, LIGHT.m4, LIGHT.m5]);
        assert_eq!(LIGHT.amount(0), Vec::<String>::new());
    }

    #[test]
    fn classes_are_all_different_and_their_ink_reads() {
        for palette in [LIGHT, DARK] {
            for n in 1..=6 {
                let ramp = palette.amount(n);
                for (i, colour) in ramp.iter().enumerate() {
                    assert!(!ramp[..i].contains(colour), "class {i} of {n} repeats {colour}");
                    let ratio = contrast(colour, palette.on_amount(i, n));
                    assert!(ratio >= 3.0, "an icon on class {i} of {n} has only {ratio:.2}:1");
                }
            }
        }
    }

    /// Yellow and orange do not stand out from pale ground by themselves: their edges do.
    #[test]
    fn a_levels_edge_stands_out_from_the_ground_and_its_icon_from_the_fill() {
        for palette in [LIGHT, DARK] {
            for level in Level::ALL {
                let [fill, edge, on] = palette.level(level);
                assert!(contrast(edge, palette.land) >= 4.5, "{level:?}: {edge} on {}", palette.land);
                assert!(contrast(on, fill) >= 4.5, "{level:?}: {on} on {fill}");
            }
        }
    }

    /// The lowest class of a surface is half ground: it must still differ from it, more so where all is dark.
    #[test]
    fn the_least_of_a_surface_differs_from_the_ground() {
        for (palette, least) in [(LIGHT, 1.1), (DARK, 1.2)] {
            for classes in 1..=6 {
                let (band, ground) = (rgb(&palette.amount(classes)[0]), rgb(palette.land));
                let half = |i: usize| ((f64::from(band[i]) + f64::from(ground[i])) / 2.0).round() as u8;
                let drawn = format!("#{:02X}{:02X}{:02X}", half(0), half(1), half(2));
                let ratio = contrast(&drawn, palette.land);
                assert!(ratio >= least, "{drawn} of {classes} on {}: {ratio:.2}", palette.land);
            }
        }
    }

    /// A line is thin, and lies on roads: from the second class on it differs from them where all is dark.
    #[test]
    fn lines_of_an_amount_differ_from_the_roads_that_they_lie_on() {
        for (class, colour) in DARK.amount(5).iter().enumerate().skip(1) {
            let ratio = contrast(colour, DARK.road);
            assert!(ratio >= 1.5, "class {class}, {colour} on {}: {ratio:.2}", DARK.road);
        }
    }
}
