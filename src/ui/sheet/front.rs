//! What stands around the text: the finding as title, the map with its frame, the foot of every page.

use super::html::escape;
use super::marks::Mark;
use super::paper::{Sheet, Turn, scale_said};
use crate::text::Lang;
use crate::ui::sentences::{bar_length, scale_bar};
use crate::ui::terms::count;
use crate::ui::words::Word;

/// What a sheet says besides its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// City and workbench.
    pub over: String,
    /// The finding.
    pub title: String,
    /// What is asked, with its parameters and the day.
    pub asked: String,
    /// What must be read before all else, as HTML; it stands above the map. Empty on most sheets.
    pub lead: String,
    /// What stands beside an upright map, above the legend, as HTML; empty on most sheets, and the map is as wide as they.
    pub beside: String,
    /// The legend.
    pub key: Key,
    /// The foot: days of data and of printing, method and version.
    pub foot: String,
    /// Whose data it is: the lines that must be shown.
    pub credit: String,
    /// What the map is, for those who hear it.
    pub map: String,
    /// What its left and its right half show, where two states stand side by side.
    pub halves: Option<(String, String)>,
}

/// A legend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// What is shown.
    pub title: String,
    /// Unit, period, parameter, and where is counted.
    pub note: String,
    /// Its rows.
    pub rows: Vec<KeyRow>,
}

/// A row of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRow {
    /// How it is drawn.
    pub mark: Mark,
    /// What it is.
    pub label: String,
    /// How many, where that is known.
    pub count: Option<u32>,
}

/// The map's picture on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Plate {
    /// It is being drawn.
    Drawing,
    /// There is none: why.
    None(String),
    /// It is there.
    Picture {
        /// PNG as a data address.
        uri: String,
        /// Metres that a CSS pixel of it is wide, at its centre.
        metres_per_px: f64,
        /// Where north is, degrees: what the map was turned by, clockwise.
        bearing: f64,
    },
}

/// The longest scale bar on paper, px: 40 mm.
const BAR_PX: f64 = 151.0;

impl Front {
    /// The head of the first page.
    pub fn head(&self) -> String {
        let line = |class: &str, text: &str| match text {
            "" => String::new(),
            text => format!("<p class=\"{class}\">{}</p>", escape(text)),
        };
        format!(
            "<header class=\"page-head\">{}<h1>{}</h1>{}</header>{}",
            line("over", &self.over),
            escape(&unparted(&self.title)),
            line("asked", &self.asked),
            self.lead
        )
    }

    /// The map with its border, and in it the scale and north; the legend in a corner of a map that lies, where there is
    /// room, and below one that is upright.
    pub fn figure(&self, plate: &Plate, sheet: Sheet, lang: Lang) -> String {
        let is_upright = sheet.turn == Turn::Portrait;
        let key = || if is_upright { String::new() } else { self.key.html() };
        let inside = match plate {
            Plate::Drawing => format!("<p class=\"no-map\">{}</p>", Word::SheetDrawing.said(lang)),
            Plate::None(why) => {
                format!("<p class=\"no-map\">{}</p>{}", escape(&Word::SheetNoMap.fill(lang, &[why])), key())
            }
            Plate::Picture { uri, metres_per_px, bearing } => format!(
                "<img src=\"{}\" alt=\"{}\">{}{}{}{}",
                escape(uri),
                escape(&self.map),
                self.half_names(),
                key(),
                north(*bearing, lang),
                scale_box(*metres_per_px, sheet, lang)
            ),
        };
        let plate = format!("<figure class=\"plate\">{inside}</figure>");
        let key = self.key.html();
        match (is_upright, self.beside.as_str()) {
            (false, _) => plate,
            (true, "") => plate + &key,
            (true, beside) => {
                format!("<div class=\"plate-row\">{plate}<div class=\"plate-side\">{beside}{key}</div></div>")
            }
        }
    }

    /// What each half of the map is, at its top.
    fn half_names(&self) -> String {
        let name = |(n, name): (usize, &String)| format!("<p class=\"half-{n}\">{}</p>", escape(name));
        let names = self.halves.as_ref().map(|(left, right)| [left, right]);
        names.into_iter().flatten().enumerate().map(name).collect()
    }

    /// The foot of a page.
    pub fn foot(&self, page: usize, of: usize) -> String {
        let credit = if self.credit.is_empty() { String::new() } else { format!("<br>{}", escape(&self.credit)) };
        format!("<footer class=\"page-foot\"><span>{}{credit}</span><b>{page} / {of}</b></footer>", escape(&self.foot))
    }
}

/// A text in which no number is parted from the unit behind it.
fn unparted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let is_unit = || [" m", " km", " %"].iter().any(|unit| text[at..].strip_prefix(unit).is_some_and(ends));
        out.push(if c == ' ' && before.is_ascii_digit() && is_unit() { '\u{a0}' } else { c });
        before = c;
    }
    out
}

impl Key {
    /// The legend.
    pub fn html(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let row = |row: &KeyRow| {
            let n = row.count.map(|n| count(u64::from(n))).unwrap_or_default();
            format!("<li>{}<span>{}</span><b>{n}</b></li>", row.mark.svg(), escape(&row.label))
        };
        format!(
            "<div class=\"key\"><h4>{}</h4><p>{}</p><ul>{}</ul></div>",
            escape(&self.title),
            escape(&self.note),
            self.rows.iter().map(row).collect::<String>()
        )
    }
}

/// The arrow alone, in a box of 20.
pub fn arrow(bearing: f64) -> String {
    format!(
        "<g transform=\"rotate({:.1} 10 10)\"><path d=\"M10 1.5 15 17 10 13.6 5 17z\" fill=\"#FFFFFF\" stroke=\"#111111\" stroke-width=\"1.2\" stroke-linejoin=\"round\"/><path d=\"M10 1.5V13.6L5 17z\" fill=\"#111111\"/></g>",
        -bearing
    )
}

fn north(bearing: f64, lang: Lang) -> String {
    format!(
        "<div class=\"north\"><svg width=\"22\" height=\"22\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">{}</svg>{}</div>",
        arrow(bearing),
        Word::SheetNorth.said(lang)
    )
}

fn scale_box(metres_per_px: f64, sheet: Sheet, lang: Lang) -> String {
    let said = scale_said(metres_per_px, sheet, lang).map(|said| format!("<b>{}</b>", escape(&said)));
    let bar = scale_bar(metres_per_px, BAR_PX).map(|(length_m, px)| {
        format!(
            "<span>{}<svg width=\"{px:.1}\" height=\"6\" role=\"img\" aria-label=\"{}\"><path d=\"M.6 0V5.4H{:.1}V0\" fill=\"none\" stroke=\"#111111\" stroke-width=\"1.2\"/></svg></span>",
            escape(&bar_length(length_m)),
            Word::ScaleBar.said(lang),
            px - 0.6
        )
    });
    format!("<div class=\"scale-box\">{}{}</div>", said.unwrap_or_default(), bar.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Level;
    use crate::map::legend::Swatch;

    fn front() -> Front {
        let row =
            KeyRow { mark: Mark::Swatch(Swatch::Level(Level::Red)), label: "A 重大".to_owned(), count: Some(1204) };
        Front {
            title: "全市 4 处重大风险 <&>".to_owned(),
            key: Key { title: "动态等级".to_owned(), note: "图内".to_owned(), rows: vec![row] },
            foot: "数据 2026-03-03".to_owned(),
            ..Front::default()
        }
    }

    #[test]
    fn a_sheet_without_a_map_says_why_and_keeps_its_legend() {
        let html = front().figure(&Plate::None("WebGL".to_owned()), Sheet::default(), Lang::Zh);
        assert!(html.contains("这里没有地图：WebGL") && html.contains("1,204") && !html.contains("<img"), "{html}");
        assert!(front().head().contains("<h1>全市 4 处重大风险 &lt;&amp;&gt;</h1>"));
        assert!(front().foot(2, 3).contains("<b>2 / 3</b>"));
    }

    #[test]
    fn a_number_is_never_parted_from_its_unit() {
        assert_eq!(unparted("站 8.01 km，栓 H-9 · 245 m（未知）"), "站 8.01\u{a0}km，栓 H-9 · 245\u{a0}m（未知）");
        assert_eq!(unparted("7 places, 3 more"), "7 places, 3 more");
    }

    #[test]
    fn two_states_side_by_side_are_named() {
        let uri = "data:image/png;base64,AA==".to_owned();
        let plate = Plate::Picture { uri, metres_per_px: 10.0, bearing: 0.0 };
        let both = Front { halves: Some(("2025-12-02".to_owned(), "<今天>".to_owned())), ..front() };
        let html = both.figure(&plate, Sheet::default(), Lang::Zh);
        assert!(html.contains("<p class=\"half-0\">2025-12-02</p><p class=\"half-1\">&lt;今天&gt;</p>"), "{html}");
        assert!(!front().figure(&plate, Sheet::default(), Lang::Zh).contains("half-"));
    }

    #[test]
    fn the_frame_has_scale_bar_and_north() {
        let plate = Plate::Picture {
            uri: "data:image/png;base64,AA==".to_owned(),
            metres_per_px: 6.614_583_333,
            bearing: 30.0,
        };
        let html = front().figure(&plate, Sheet::default(), Lang::Zh);
        for part in ["1:25,000（A4）", "500 m", "rotate(-30.0", "北", "A 重大"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("style="), "{html}");
    }
}
