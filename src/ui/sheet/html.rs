//! Text as HTML: escaped, without style attributes, in slips that no page cuts.

/// A text as HTML has it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A line of a formula with its powers raised.
pub fn typeset(line: &str) -> String {
    let mut parts = line.split('^');
    let mut out = escape(parts.next().unwrap_or_default());
    for part in parts {
        let (power, rest) = raised(part);
        let power = power.replace('⅓', "1/3").replace('⅙', "1/6");
        out.push_str(&format!("<sup>{}</sup>{}", escape(&power), escape(rest)));
    }
    out
}

/// A power, and what follows it: up to the end of its braces, or of its letters and digits.
pub fn raised(text: &str) -> (&str, &str) {
    if let Some((power, rest)) = text.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        return (power, rest);
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '⅓' | '⅙' | '-' | '−')));
    text.split_at(end.unwrap_or(text.len()))
}

/// A piece of the text that no page cuts.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// Its inside.
    html: String,
    /// What it is.
    pub kind: Kind,
}

/// What a slip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A block; one that is kept stands on the page of the next slip.
    Block {
        /// Whether it is kept.
        keep: bool,
    },
    /// A row of a table, by the table's number.
    Row(usize),
}

/// What all pages of a table have: its columns and its head.
#[derive(Clone, Debug, PartialEq)]
struct Ruling {
    columns: String,
    head: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    head: String,
    unit: String,
    /// Its share in the table's width.
    pub share: u32,
    number: bool,
}

impl Column {
    /// Words, with its share in the table's width.
    pub fn text(head: &str, share: u32) -> Self {
        Self { head: head.to_owned(), unit: String::new(), share, number: false }
    }

    /// Numbers in a unit, which may be empty, with its share in the table's width.
    pub fn number(head: &str, unit: &str, share: u32) -> Self {
        Self { head: head.to_owned(), unit: unit.to_owned(), share, number: true }
    }
}

/// The sheet's text as one long column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Galley {
    /// Its slips, in order.
    pub slips: Vec<Slip>,
    tables: Vec<Ruling>,
}

impl Galley {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.slips.is_empty()
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.tables.len()
    }

    /// A block of HTML.
    pub fn block(&mut self, html: String, keep: bool) {
        self.slips.push(Slip { html, kind: Kind::Block { keep } });
    }

    /// The head of a section, with what stands at its right.
    pub fn heading(&mut self, title: &str, note: &str) {
        self.block(format!("<h2><span>{}</span><small>{}</small></h2>", escape(title), escape(note)), true);
    }

    /// A smaller head.
    pub fn subheading(&mut self, title: &str) {
        self.block(format!("<h3>{}</h3>", typeset(title)), true);
    }

    /// A line of text.
    pub fn line(&mut self, text: &str) {
        self.block(format!("<p>{}</p>", typeset(text)), false);
    }

    /// A quieter line.
    pub fn note(&mut self, text: &str) {
        if !text.is_empty() {
            self.block(format!("<p class=\"small-print\">{}</p>", typeset(text)), false);
        }
    }

    /// Lines with a dot.
    pub fn points(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.block(format!("<p class=\"point\">{}</p>", typeset(&text)), false);
        }
    }

    /// Names and values, two pairs a row; values are HTML.
    pub fn pairs(&mut self, pairs: &[(String, String)]) {
        for two in pairs.chunks(2) {
            let cell = |(name, value): &(String, String)| format!("<dt>{}</dt><dd>{value}</dd>", escape(name));
            self.block(format!("<dl>{}</dl>", two.iter().map(cell).collect::<String>()), false);
        }
    }

    /// A table; cells are HTML.
    pub fn table(&mut self, columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) {
        let all: u32 = columns.iter().map(|c| c.share).sum::<u32>().max(1);
        let widths =
            columns.iter().map(|c| format!("<col width=\"{:.2}%\">", f64::from(100 * c.share) / f64::from(all)));
        let head = columns.iter().map(|c| {
            let unit = if c.unit.is_empty() { String::new() } else { format!(" <small>{}</small>", escape(&c.unit)) };
            format!("<th scope=\"col\"{}>{}{unit}</th>", class(c), escape(&c.head))
        });
        let of = self.tables.len();
        self.tables.push(Ruling { columns: widths.collect(), head: head.collect() });
        for row in rows {
            let cells = columns.iter().zip(row).map(|(c, cell)| format!("<td{}>{cell}</td>", class(c)));
            self.slips.push(Slip { html: cells.collect(), kind: Kind::Row(of) });
        }
    }

    /// The slips of a page as HTML; `numbered` ones are told apart by `data-slip` and `data-head`, to be measured.
    pub fn html(&self, slips: impl IntoIterator<Item = usize>, numbered: bool) -> String {
        let (mut out, mut open) = (String::new(), None::<usize>);
        let mark = |name: &str, n: usize| if numbered { format!(" data-{name}=\"{n}\"") } else { String::new() };
        for at in slips {
            let Some(slip) = self.slips.get(at) else { continue };
            let table = match slip.kind {
                Kind::Row(of) => Some(of),
                Kind::Block { .. } => None,
            };
            if open != table {
                if open.is_some() {
                    out.push_str("</tbody></table>");
                }
                if let Some((of, ruling)) = table.and_then(|of| Some((of, self.tables.get(of)?))) {
                    out.push_str(&format!(
                        "<table><colgroup>{}</colgroup><thead{}><tr>{}</tr></thead><tbody>",
                        ruling.columns,
                        mark("head", of),
                        ruling.head
                    ));
                }
                open = table;
            }
            let (mark, html) = (mark("slip", at), &slip.html);
            match slip.kind {
                Kind::Row(_) => out.push_str(&format!("<tr{mark}>{html}</tr>")),
                Kind::Block { .. } => out.push_str(&format!("<div class=\"slip\"{mark}>{html}</div>")),
            }
        }
        if open.is_some() {
            out.push_str("</tbody></table>");
        }
        out
    }
}

const fn class(column: &Column) -> &'static str {
    if column.number { " class=\"number\"" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_data_says_is_never_markup() {
        assert_eq!(escape("<b>\"A&B's\"</b>"), "&lt;b&gt;&quot;A&amp;B&#39;s&quot;&lt;/b&gt;");
        assert_eq!(typeset("x^{3/2} < y^⅓"), "x<sup>3/2</sup> &lt; y<sup>1/3</sup>");
        let mut galley = Galley::default();
        galley.heading("<script>", "\"");
        galley.line("<img onerror=x>");
        galley.pairs(&[("<i>".to_owned(), escape("<u>"))]);
        let html = galley.html(0..9, false);
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<i>") && !html.contains("<u>"));
    }

    #[test]
    fn a_power_ends_with_its_braces_or_letters() {
        assert_eq!(raised("{3/2})"), ("3/2", ")"));
        assert_eq!(raised("⅓ = 393 m"), ("⅓", " = 393 m"));
        assert_eq!(raised("{open"), ("", "{open"));
    }

    #[test]
    fn a_table_goes_on_with_its_head() {
        let mut galley = Galley::default();
        let columns = [Column::text("名称", 3), Column::number("距离", "m", 1)];
        galley.table(&columns, [vec!["甲".to_owned(), "1".to_owned()], vec!["乙".to_owned(), "2".to_owned()]]);
        let page = galley.html([1], false);
        assert!(page.contains("<th scope=\"col\" class=\"number\">距离 <small>m</small></th>"), "{page}");
        assert!(page.contains("<td>乙</td>") && !page.contains("甲") && page.ends_with("</table>"), "{page}");
        assert!(page.contains("<col width=\"75.00%\">") && !page.contains("style="), "{page}");
        assert!(galley.html([0, 1], true).contains("<tr data-slip=\"1\">"));
    }
}
