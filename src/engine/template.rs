//! An empty workbook for a layer: a column for each field under the page's own word with its unit, a list to choose from
//! where only some values are allowed, a hint in every column. Filled in, it is matched back column by column.

use super::protocol::NamedBytes;
use super::xlsx_out::{SHEET, book, escape, words};
use crate::domain::{Field, FieldType, Geometry, LayerName, schema};
use crate::text::{self, Lang};
use std::fmt::Write as _;

/// Rows that lists and hints are given to.
const ROWS: usize = 5_000;
/// Lists of records that no cell of a form should be asked for.
const NOT_ASKED: &[&str] = &["units", "grading", "score.vetoes", "also", "kind_text"];

/// A column of the form.
struct Column {
    head: String,
    hint: String,
    /// The values that are allowed; empty where any is.
    values: Vec<String>,
}

/// The form of a layer in a language.
pub fn template(layer: LayerName, lang: Lang) -> NamedBytes {
    let columns = columns(layer, lang);
    let lists = lang.pick("选项", "Lists");
    let tabs = [text::layer(layer, lang), lists];
    book(&format!("{}-template.xlsx", layer.code()), tabs, [form(layer, &columns, lists, lang), values(&columns)])
}

fn columns(layer: LayerName, lang: Lang) -> Vec<Column> {
    let free = |head: &str, hint: &str| Column { head: head.to_owned(), hint: hint.to_owned(), values: Vec::new() };
    let mut out = vec![free(
        lang.pick("编号", "ID"),
        lang.pick("不重复；没有就留空", "not used twice; leave empty if there is none"),
    )];
    match layer.geometry() {
        Geometry::None => {}
        Geometry::Point | Geometry::PointOrPolygon | Geometry::PointOrNone => {
            let hint = lang.pick(
                "十进制度。括号里写着坐标系：若取自国内网络地图，把两列的 WGS84 改为 GCJ-02（高德、腾讯）或 BD-09（百度）",
                "Decimal degrees. The brackets name the system: for positions from a Chinese web map write GCJ-02 or BD-09 in place of WGS84 in both columns",
            );
            out.push(free(lang.pick("经度（WGS84）", "Longitude (WGS84)"), hint));
            out.push(free(lang.pick("纬度（WGS84）", "Latitude (WGS84)"), hint));
        }
        Geometry::Line | Geometry::Polygon | Geometry::LineOrPolygon => {
            let hint = lang.pick(
                "WKT，如 LINESTRING(113.01 28.01, 113.02 28.02)，WGS84",
                "WKT, such as LINESTRING(113.01 28.01, 113.02 28.02), WGS84",
            );
            out.push(free("geometry (WKT)", hint));
        }
    }
    let asked = schema::all(layer).filter(|f| !f.name.starts_with('_') && !NOT_ASKED.contains(&f.name));
    for field in asked {
        let mut head = text::field(layer, field.name, lang);
        // Two columns of one word would be matched to one field.
        if out.iter().any(|c| c.head.split(['（', '(']).next().map(str::trim) == Some(head.as_str())) {
            head = bracketed(&head, field.name, lang);
        } else if let FieldType::Number { unit, .. } = field.kind
            && !unit.is_empty()
        {
            head = bracketed(&head, text::unit(unit, lang), lang);
        }
        out.push(Column { head, hint: hint(field, lang), values: allowed(layer, field, lang) });
    }
    out
}

fn bracketed(head: &str, inner: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{head}（{inner}）"),
        Lang::En => format!("{head} ({inner})"),
    }
}

fn hint(field: &Field, lang: Lang) -> String {
    let must = if field.required { lang.pick("必填。", "Required. ") } else { "" };
    let what = match field.kind {
        FieldType::Text => lang.pick("文字", "Text").to_owned(),
        FieldType::Code(_) | FieldType::Kind(_) | FieldType::Flag => {
            lang.pick("从列表中选", "Choose from the list").to_owned()
        }
        FieldType::Number { unit: "", .. } => lang.pick("数", "A number").to_owned(),
        FieldType::Number { unit, .. } => {
            let unit = text::unit(unit, lang);
            match lang {
                Lang::Zh => format!("数，单位{unit}"),
                Lang::En => format!("A number, in {unit}"),
            }
        }
        FieldType::Date => lang.pick("日期，年-月-日，如 2026-01-31", "A day, such as 2026-01-31").to_owned(),
        FieldType::DateTime => {
            lang.pick("日期与时间，如 2026-01-31 08:30", "A day and time, such as 2026-01-31 08:30").to_owned()
        }
        FieldType::List if field.name == "licensed_distances" => lang
            .pick(
                "对象:米，多个用分号隔开，如 venues:V-1:300",
                "target:metres, several parted by semicolons, such as venues:V-1:300",
            )
            .to_owned(),
        FieldType::List => lang
            .pick(
                "物质或 CAS 号:吨，多个用分号隔开，如 7664-41-7:8.5",
                "substance or CAS number:tonnes, several parted by semicolons, such as 7664-41-7:8.5",
            )
            .to_owned(),
    };
    let unknown = if field.required { "" } else { lang.pick("。不知道就留空", ". Leave empty if unknown") };
    format!("{must}{what}{unknown}")
}

/// The words of the values that a field may have.
fn allowed(layer: LayerName, field: &Field, lang: Lang) -> Vec<String> {
    match field.kind {
        FieldType::Code(codes) => codes.iter().map(|code| text::code(layer, field.name, code, lang)).collect(),
        FieldType::Kind(kinds) => kinds.iter().map(|kind| lang.pick(kind.zh, kind.en).to_owned()).collect(),
        FieldType::Flag => [lang.pick("是", "yes"), lang.pick("否", "no")].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

/// The sheet to be filled in: a sentence, the heads, nothing else.
fn form(layer: LayerName, columns: &[Column], lists: &str, lang: Lang) -> String {
    let mut out = String::from(SHEET);
    out.push_str(r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#);
    for (i, column) in columns.iter().enumerate() {
        let wide = column.head.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() + 3;
        let _ = write!(out, r#"<col min="{0}" max="{0}" width="{wide}" customWidth="1"/>"#, i + 1);
    }
    out.push_str("</cols><sheetData><row>");
    let about = match lang {
        Lang::Zh => format!(
            "{}：从第 3 行起每行一个。表头不要改名；不知道的留空，不要估计；带列表的格只能从列表中选。点一个格子可看说明。",
            text::layer(layer, lang)
        ),
        Lang::En => format!(
            "{}: one a row from row 3 on. Keep the heads; leave empty what is not known, and guess nothing; where a cell has a list, choose from it. Click a cell to read what it takes.",
            text::layer(layer, lang)
        ),
    };
    words(&about, 0, &mut out);
    out.push_str("</row><row>");
    columns.iter().for_each(|column| words(&column.head, 1, &mut out));
    let _ = write!(out, r#"</row></sheetData><dataValidations count="{}">"#, columns.len());
    for (i, column) in columns.iter().enumerate() {
        let place = letters(i);
        let kind = if column.values.is_empty() { "" } else { r#" type="list" showErrorMessage="1""# };
        let _ = write!(out, r#"<dataValidation{kind} allowBlank="1" showInputMessage="1" prompt=""#);
        // A hint holds at most 255 characters.
        escape(&column.hint.chars().take(250).collect::<String>(), &mut out);
        let _ = write!(out, r#"" sqref="{place}3:{place}{}">"#, ROWS + 2);
        if !column.values.is_empty() {
            let list = letters(list_place(columns, i));
            let _ = write!(out, "<formula1>'{lists}'!${list}$2:${list}${}</formula1>", column.values.len() + 1);
        }
        out.push_str("</dataValidation>");
    }
    out.push_str("</dataValidations></worksheet>");
    out
}

/// The place of a column's list among the lists.
fn list_place(columns: &[Column], of: usize) -> usize {
    columns[..of].iter().filter(|c| !c.values.is_empty()).count()
}

/// The sheet of the allowed values, a column a field.
fn values(columns: &[Column]) -> String {
    let listed: Vec<&Column> = columns.iter().filter(|c| !c.values.is_empty()).collect();
    let mut out = String::from(SHEET);
    out.push_str("<sheetData><row>");
    listed.iter().for_each(|column| words(&column.head, 1, &mut out));
    out.push_str("</row>");
    for row in 0..listed.iter().map(|c| c.values.len()).max().unwrap_or(0) {
        out.push_str("<row>");
        for column in &listed {
            match column.values.get(row) {
                Some(value) => words(value, 0, &mut out),
                None => out.push_str("<c/>"),
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

/// A column as spreadsheets name it: A … Z, AA …
fn letters(mut at: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            return out;
        }
        at = at / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn no_head_stands_twice_and_every_list_has_its_values() {
        for layer in LayerName::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let columns = columns(*layer, lang);
                let mut heads: Vec<&str> = columns.iter().map(|c| c.head.as_str()).collect();
                heads.sort_unstable();
                assert!(heads.windows(2).all(|two| two[0] != two[1]), "{layer}: {heads:?}");
                for field in schema::all(*layer).filter(|f| f.required && !NOT_ASKED.contains(&f.name)) {
                    let word = text::field(*layer, field.name, lang);
                    assert!(columns.iter().any(|c| c.head.starts_with(&word)), "{layer}.{}", field.name);
                }
            }
        }
    }
}
