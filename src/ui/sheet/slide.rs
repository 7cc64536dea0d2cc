//! The picture for slides: title, legend, scale, north and sources drawn over the map, as one SVG.

use super::front::{Front, arrow};
use super::html::escape;
use super::marks::{HEIGHT, WIDTH};
use crate::text::Lang;
use crate::ui::sentences::{bar_length, scale_bar};
use crate::ui::terms::count;
use crate::ui::words::Word;

/// Width and height of the slide, CSS px: 16 to 9.
pub const SIZE: (f64, f64) = (1280.0, 720.0);
/// Where the map lies on it: left, top, width, height.
pub const MAP: (f64, f64, f64, f64) = (24.0, 92.0, 1232.0, 584.0);

const FONT: &str = "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

/// About how wide a text is at a size, px: letters of the Latin script half of an em, others a whole one.
fn width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        ' ' | '.' | ',' | ':' | 'i' | 'l' | 'I' | '|' | '·' => 0.32,
        c if c.is_ascii() => 0.58,
        '–' | '…' => 0.6,
        _ => 1.02,
    };
    size * text.chars().map(em).sum::<f64>()
}

/// A text that is no wider than this; what is cut away is said by an ellipsis.
fn within(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept, size) + 2.0 * size > most {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

fn text(x: f64, y: f64, size: f64, more: &str, says: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" {more}>{}</text>", escape(says))
}

/// What stands over the map, for a map whose CSS pixel is so many metres wide and which is turned by so many degrees.
pub fn over(front: &Front, metres_per_px: f64, bearing: f64, lang: Lang) -> String {
    let (w, h) = SIZE;
    let (left, top, map_w, map_h) = MAP;
    let (right, bottom) = (left + map_w, top + map_h);
    let room = w - 2.0 * left;
    let title_size = [26.0, 22.0, 19.0].into_iter().find(|size| width(&front.title, *size) <= room).unwrap_or(17.0);
    let frame = format!(
        "<path fill=\"#FFFFFF\" fill-rule=\"evenodd\" d=\"M0 0H{w}V{h}H0zM{left} {top}V{bottom}H{right}V{top}z\"/>\
         <rect x=\"{left}\" y=\"{top}\" width=\"{map_w}\" height=\"{map_h}\" fill=\"none\" stroke=\"#111111\"/>"
    );
    let quiet = "fill=\"#3C3C3C\"";
    let head = text(left, 26.0, 13.0, quiet, &within(&front.over, 13.0, room))
        + &text(left, 56.0, title_size, "font-weight=\"600\"", &within(&front.title, title_size, room))
        + &text(left, 79.0, 14.0, quiet, &within(&front.asked, 14.0, room));
    // Two states side by side: each half is named where it begins.
    let half = |(n, name): (usize, &String)| {
        let (x, room) = (left + n as f64 * map_w / 2.0, map_w / 2.0 - 80.0);
        let name = within(name, 14.0, room);
        boxed(x, top, width(&name, 14.0) + 24.0, 28.0) + &text(x + 12.0, top + 19.0, 14.0, "font-weight=\"600\"", &name)
    };
    let halves = front.halves.as_ref().map(|(one, other)| [one, other]).into_iter().flatten();
    let halves: String = halves.enumerate().map(half).collect();
    let foot = text(left, bottom + 17.0, 11.5, quiet, &within(&front.foot, 11.5, room))
        + &text(left, bottom + 34.0, 11.5, quiet, &within(&front.credit, 11.5, room));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{FONT}\" fill=\"#111111\">\
         {frame}{halves}{head}{foot}{}{}{}</svg>",
        key(front, left, bottom),
        scale(metres_per_px, right, bottom),
        north(bearing, right, top, lang)
    )
}

/// A box in the map's frame.
fn boxed(x: f64, y: f64, w: f64, h: f64) -> String {
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"#FFFFFF\" stroke=\"#111111\"/>")
}

fn key(front: &Front, left: f64, bottom: f64) -> String {
    let key = &front.key;
    if key.rows.is_empty() {
        return String::new();
    }
    let counts: Vec<String> =
        key.rows.iter().map(|r| r.count.map(|n| count(u64::from(n))).unwrap_or_default()).collect();
    let number = counts.iter().map(|n| width(n, 13.0)).fold(0.0, f64::max);
    let rows = key.rows.iter().map(|row| WIDTH + 8.0 + width(&row.label, 13.0) + 18.0 + number);
    let inside = rows.fold(width(&key.title, 14.0).max(width(&key.note, 11.5)), f64::max).clamp(150.0, 360.0);
    let note = within(&key.note, 11.5, inside);
    let step = HEIGHT + 5.0;
    let (w, h) = (inside + 24.0, 48.0 + step * key.rows.len() as f64 + 6.0);
    let (x, y) = (left, bottom - h);
    let mut out = boxed(x, y, w, h);
    out += &text(x + 12.0, y + 20.0, 14.0, "font-weight=\"600\"", &within(&key.title, 14.0, inside));
    out += &text(x + 12.0, y + 37.0, 11.5, "fill=\"#565656\"", &note);
    for (n, row) in key.rows.iter().enumerate() {
        let at = y + 48.0 + step * n as f64;
        let room = inside - WIDTH - 8.0 - number - 10.0;
        out += &format!("<g transform=\"translate({:.1} {at:.1})\">{}</g>", x + 12.0, row.mark.shapes());
        out += &text(x + 12.0 + WIDTH + 8.0, at + 12.5, 13.0, "", &within(&row.label, 13.0, room));
        out += &text(x + 12.0 + inside, at + 12.5, 13.0, "text-anchor=\"end\"", &counts[n]);
    }
    out
}

fn scale(metres_per_px: f64, right: f64, bottom: f64) -> String {
    let Some((length_m, px)) = scale_bar(metres_per_px, 160.0) else { return String::new() };
    let said = bar_length(length_m);
    let w = px.max(width(&said, 13.0)) + 24.0;
    let (x, y) = (right - w, bottom - 40.0);
    boxed(x, y, w, 40.0)
        + &text(x + w / 2.0, y + 18.0, 13.0, "text-anchor=\"middle\"", &said)
        + &format!(
            "<path d=\"M{:.1} {:.1}v6h{px:.1}v-6\" fill=\"none\" stroke=\"#111111\" stroke-width=\"1.4\"/>",
            x + (w - px) / 2.0,
            y + 25.0
        )
}

fn north(bearing: f64, right: f64, top: f64, lang: Lang) -> String {
    let (x, y) = (right - 52.0, top + 12.0);
    boxed(x, y, 40.0, 52.0)
        + &format!("<g transform=\"translate({:.1} {:.1}) scale(1.3)\">{}</g>", x + 7.0, y + 5.0, arrow(bearing))
        + &text(x + 20.0, y + 46.0, 12.0, "text-anchor=\"middle\" font-weight=\"600\"", Word::SheetNorth.said(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_has_title_scale_and_sources_and_cuts_what_is_too_long() {
        let front =
            Front {
                title: "岚".repeat(200), credit: "© OpenStreetMap <contributors>".to_owned(), ..Front::default()
            };
        let svg = over(&front, 10.0, 0.0, Lang::Zh);
        assert!(svg.contains("岚…</text>") && svg.contains("OpenStreetMap &lt;contributors&gt;"), "{svg}");
        assert!(svg.contains(">1 km</text>"), "{svg}");
        assert_eq!(within("abc", 10.0, 100.0), "abc");
    }
}
