//! Symbols of legend and tables as SVG: colour, edge and shape as on the map, for sheet, file and picture alike.

use crate::domain::Level;
use crate::map::legend::Swatch;
use crate::map::palette::Palette;
use crate::view::Theme;

/// How a symbol's ground looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A paper disc.
    Disc,
    /// An ink disc: kinds that worry.
    Worry,
    /// A teal square: fire stations.
    Station,
    /// A paper square in the colour of what is refused: overdue.
    Late,
    /// None: the drawing alone.
    Bare,
    /// None, in the colour of what is refused: out of order.
    Out,
    /// A hollow ring: places that nobody has inspected.
    Hollow,
    /// A dashed box: what is in no class.
    Classless,
}

/// A symbol of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// As the map's own legend has it.
    Swatch(Swatch),
    /// A drawing of 16 × 16, the inside of its SVG, on a ground.
    Drawing(&'static str, Ground),
}

/// A mark's box, px.
pub const WIDTH: f64 = 20.0;
/// The same.
pub const HEIGHT: f64 = 16.0;

impl Mark {
    /// The mark's shapes in a box of [`WIDTH`] × [`HEIGHT`].
    pub fn shapes(&self) -> String {
        let p = Palette::of(Theme::Light);
        match self {
            Self::Swatch(Swatch::Level(level)) => {
                format!("<g transform=\"translate(2 0)\">{}</g>", level_shape(*level))
            }
            Self::Swatch(Swatch::Line(colour, width)) => {
                let (half, edge) = (width / 2.0, p.edge);
                format!(
                    "<rect x=\"0.5\" y=\"{:.1}\" width=\"19\" height=\"{width:.1}\" fill=\"{colour}\" stroke=\"{edge}\" stroke-width=\"0.6\"/>",
                    8.0 - half
                )
            }
            Self::Swatch(Swatch::Band(colour) | Swatch::Symbol(colour)) => format!(
                "<rect x=\"1\" y=\"2\" width=\"18\" height=\"12\" fill=\"{colour}\" stroke=\"{}\" stroke-width=\"0.8\"/>",
                p.edge
            ),
            Self::Drawing(drawing, ground) => drawn(drawing, *ground, p),
        }
    }

    /// The mark as an SVG of its own.
    pub fn svg(&self) -> String {
        format!(
            "<svg class=\"sym\" width=\"20\" height=\"16\" viewBox=\"0 0 20 16\" aria-hidden=\"true\">{}</svg>",
            self.shapes()
        )
    }
}

fn drawn(drawing: &str, ground: Ground, p: &Palette) -> String {
    let (under, ink, scale) = match ground {
        Ground::Disc => (disc(p.raise, p.edge), p.ink, 0.62),
        Ground::Worry => (disc(p.ink, p.ink), p.on_ink, 0.62),
        Ground::Station => (square(p.accent, p.accent), p.on_accent, 0.66),
        Ground::Late => (square(p.raise, p.bad), p.bad, 0.66),
        Ground::Bare => (String::new(), p.ink_2, 1.0),
        Ground::Out => (String::new(), p.bad, 1.0),
        Ground::Classless => {
            return format!(
                "<rect x=\"1\" y=\"2\" width=\"18\" height=\"12\" fill=\"none\" stroke=\"{}\" stroke-width=\"1\" stroke-dasharray=\"2.4 1.8\"/>",
                p.edge
            );
        }
        Ground::Hollow => {
            let ring = format!(
                "<circle cx=\"10\" cy=\"8\" r=\"5.5\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\"/>",
                p.ink_2
            );
            return ring;
        }
    };
    let (x, y) = (10.0 - 8.0 * scale, 8.0 - 8.0 * scale);
    // A drawing takes the text's colour, which is set where it is drawn.
    format!(
        "{under}<g transform=\"translate({x:.2} {y:.2}) scale({scale})\" fill=\"{ink}\" color=\"{ink}\">{drawing}</g>"
    )
}

fn disc(fill: &str, edge: &str) -> String {
    format!("<circle cx=\"10\" cy=\"8\" r=\"7.4\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1.2\"/>")
}

fn square(fill: &str, edge: &str) -> String {
    format!(
        "<rect x=\"3\" y=\"1\" width=\"14\" height=\"14\" rx=\"2.5\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1.2\"/>"
    )
}

/// A level's shape in a box of 16, with its edge: red and blue are the same grey.
fn level_shape(level: Level) -> String {
    let [fill, edge, _] = Palette::of(Theme::Light).level(level);
    let (shape, more) = match level {
        Level::Red => ("<path d=\"M8 .9 15.1 8 8 15.1.9 8z\"", ""),
        Level::Orange => ("<path d=\"M8 1.8 15.2 14.2H.8z\"", ""),
        Level::Yellow => ("<rect x=\"2.2\" y=\"2.2\" width=\"11.6\" height=\"11.6\"", ""),
        Level::Blue => ("<circle cx=\"8\" cy=\"8\" r=\"6\"", ""),
        Level::Unrated => ("<circle cx=\"8\" cy=\"8\" r=\"6\"", " stroke-dasharray=\"2.4 1.8\""),
    };
    format!("{shape} fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1.2\" stroke-linejoin=\"round\"{more}/>")
}

/// A level in a text: shape, letter, word.
pub fn level(of: Level, says: &str) -> String {
    format!(
        "<span class=\"rated\"><svg class=\"sym\" width=\"14\" height=\"14\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{}</svg>{}</span>",
        level_shape(of),
        super::html::escape(says)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_an_edge_and_a_shape_of_its_own() {
        let mut shapes: Vec<String> = Level::ALL.iter().map(|l| level_shape(*l)).collect();
        assert!(shapes.iter().all(|s| s.contains("stroke=\"#") && s.contains("fill=\"#")), "{shapes:?}");
        shapes.iter_mut().for_each(|s| *s = s.replace(|c: char| c == '#' || c.is_ascii_hexdigit(), ""));
        shapes.sort();
        shapes.dedup();
        assert_eq!(shapes.len(), 5, "without their colours they still differ");
    }

    #[test]
    fn a_mark_has_no_style_attribute() {
        let marks = [
            Mark::Swatch(Swatch::Line("#112233".to_owned(), 3.6)),
            Mark::Swatch(Swatch::Band("#112233".to_owned())),
            Mark::Drawing("<path d=\"M0 0\"/>", Ground::Worry),
            Mark::Drawing("", Ground::Hollow),
            Mark::Drawing("", Ground::Classless),
        ];
        assert!(marks.iter().all(|mark| !mark.svg().contains("style=")));
    }
}
