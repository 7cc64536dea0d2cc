//! One source's rows into one layer: the plan's rules applied, rows that are one thing merged.

use super::Heard;
use super::places::{coordinate, pair};
use super::plan::{Keep, LayerPlan, Place, Source};
use super::rule::{Made, Rule, Unit};
use super::sources::{self, SourceFormat};
use crate::dataset::builder::{LayerBuilder, RawGeometry, RawValue, Slot};
use crate::dataset::foreign::record::{Columns, Found, Record};
use crate::dataset::format::{FileError, OpenCrs};
use crate::dataset::limits::Limits;
use crate::dataset::report::{LayerReport, WarningKind};
use crate::dataset::wkt::{self, OwnedGeometry};
use crate::domain::{FieldType, LayerName, Words, schema};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Reads a source into the builder. Gives what was said of rows that were judged and rejected before merging.
#[allow(clippy::too_many_arguments)] // one caller; a struct would only name the same eight again
pub(super) fn import(
    source: &Source,
    plan: &LayerPlan,
    format: SourceFormat,
    bytes: &[u8],
    limits: Limits,
    open_crs: OpenCrs,
    rows: &mut LayerBuilder,
    heard: &mut Heard<'_>,
) -> Result<LayerReport, FileError> {
    let mut table = Table::new(plan, rows);
    let mut groups =
        plan.unique.as_ref().map(|unique| Groups::new(plan, unique, source, rows, open_crs)).transpose()?;
    let mut seen = 0u64;
    sources::read(source, format, bytes, limits, &mut |found| {
        match found {
            Found::Header(columns) => return table.check_columns(columns),
            Found::Crs(Ok(code)) if source.crs.is_none() => {
                rows.set_crs(open_crs(&code)?);
                if let Some(groups) = &mut groups {
                    groups.judge.set_crs(open_crs(&code)?);
                }
            }
            Found::Crs(Err(why)) if source.crs.is_none() => return Err(why),
            Found::Crs(_) => {}
            Found::Blank => rows.skip(1),
            Found::Bad(row, what, zh, en) => rows.reject(row, "", &what, zh, en),
            Found::Warning(kind, text) => rows.warn(kind, None, "", "", text),
            Found::Row(record) => {
                table.row(&record, rows, groups.as_mut());
                seen += 1;
                if seen.is_multiple_of(5_000) {
                    heard(None, seen, 0);
                }
            }
        }
        Ok(())
    })?;
    table.say_missing(rows);
    Ok(groups.map_or_else(LayerReport::default, |g| g.finish(rows)))
}

/// A field of the plan, ready to be made.
struct Target<'a> {
    name: &'a str,
    rule: &'a Rule,
    slot: Slot,
    unit: Option<Unit>,
}

struct Table<'a> {
    plan: &'a LayerPlan,
    targets: Vec<Target<'a>>,
    assumed: Option<(Slot, String)>,
    /// Columns that the plan names and no row has had yet, where the format does not say them beforehand.
    unseen: Vec<&'a str>,
    /// Columns that the plan names.
    used: HashSet<&'a str>,
}

impl<'a> Table<'a> {
    fn new(plan: &'a LayerPlan, rows: &mut LayerBuilder) -> Self {
        let mut targets = Vec::new();
        let mut assumed: Vec<&str> = Vec::new();
        for (name, rule) in &plan.fields {
            let slot = rows.slot(name);
            let unit = rule.unit().and_then(|from| match rows.field(slot).map(|f| f.kind) {
                Some(FieldType::Number { unit, .. }) => Unit::between(from, unit),
                _ => None,
            });
            if rule.is_constant() {
                assumed.push(name);
            }
            targets.push(Target { name, rule, slot, unit });
        }
        name_place(plan, rows);
        let assumed = (!assumed.is_empty()).then(|| (rows.slot("_assumed"), assumed.join(" ")));
        let mut unseen: Vec<&str> = plan.columns().collect();
        unseen.sort_unstable();
        unseen.dedup();
        Self { plan, targets, assumed, used: unseen.iter().map(|name| name.trim()).collect(), unseen }
    }

    /// A table must have every column that the plan names.
    fn check_columns(&mut self, columns: &Columns) -> Result<(), FileError> {
        let missing = self.unseen.iter().find(|name| columns.place(name).is_none());
        let Some(missing) = missing else {
            self.unseen.clear();
            return Ok(());
        };
        let header = crate::dataset::report::shortened(&columns.names().join(", "));
        Err(FileError::new(
            format!("没有列 {missing:?}；表头为：{header}"),
            format!("there is no column {missing:?}; the header is: {header}"),
        ))
    }

    /// Of a format without a header: columns that no row had.
    fn say_missing(&self, rows: &mut LayerBuilder) {
        for name in &self.unseen {
            let text = Words::new(
                "方案中的这一列在文件的任何一行都没有值",
                "the plan names this column, and no row of the file has a value in it",
            );
            rows.warn(WarningKind::Column, None, name, "", text);
        }
    }

    fn row(&mut self, record: &Record<'_>, rows: &mut LayerBuilder, groups: Option<&mut Groups<'_>>) {
        if !self.unseen.is_empty() {
            self.unseen.retain(|name| record.get(name).is_none());
        }
        let shape = match self.place(record) {
            Ok(shape) => shape,
            Err((column, found)) => {
                rows.reject(record.row, &column, &found, "数字坐标", "a number");
                return;
            }
        };
        let get = |column: &str| record.get(column).map(Cow::Borrowed);
        let mut values: Vec<(Slot, Cow<'_, str>)> = Vec::with_capacity(self.targets.len() + 1);
        if self.plan.fields.is_empty() {
            for (name, value) in record.columns.names().iter().zip(record.values) {
                if !value.trim().is_empty() && !self.used.contains(name.as_str()) {
                    values.push((rows.slot(name), Cow::Borrowed(value)));
                }
            }
        }
        for target in &self.targets {
            match target.rule.make(&get, target.unit) {
                Made::Missing => {}
                Made::Text(text) => values.push((target.slot, text)),
                Made::Skip => return rows.skip(1),
                Made::Reject { found, expected_zh, expected } => {
                    // A date that cannot be read costs the row only where the layer cannot do without it.
                    let required = rows.field(target.slot).is_some_and(|f| f.required);
                    if required || !target.rule.is_date() {
                        let found = if found.is_empty() { elsewhere(record) } else { found };
                        return rows.reject(record.row, target.name, &found, &expected_zh, &expected);
                    }
                    let text = Words::new(
                        format!("{}：应为{expected_zh}；按未知处理", target.name),
                        format!("{}: expected {expected}; taken as unknown", target.name),
                    );
                    rows.warn(WarningKind::ValueDropped, Some(record.row), target.name, &found, text);
                }
            }
        }
        if self.plan.keeps_rest && !self.plan.fields.is_empty() {
            for (name, value) in record.columns.names().iter().zip(record.values) {
                if value.trim().is_empty() || self.used.contains(name.as_str()) {
                    continue;
                }
                // A column that is called like a field and was not made one is no field.
                if let slot @ Slot::Extra(_) = rows.slot(name) {
                    values.push((slot, Cow::Borrowed(value.trim())));
                }
            }
        }
        if let Some((slot, names)) = &self.assumed {
            values.push((*slot, Cow::Borrowed(names)));
        }
        match groups {
            Some(groups) => groups.add(record, shape.into_owned(), &values),
            None => {
                let values: Vec<_> = values.iter().map(|(slot, v)| (*slot, RawValue::Text(v))).collect();
                rows.push(record.row, shape.raw(), &values);
            }
        }
    }

    /// Where a row is; the column and what stands in it where that is no number.
    fn place<'r>(&self, record: &Record<'r>) -> Result<Cow<'r, OwnedGeometry>, (String, String)> {
        match &self.plan.place {
            Place::Own => Ok(Cow::Borrowed(record.geometry)),
            Place::Wkt(column) => Ok(Cow::Owned(wkt::parse(record.get(column).unwrap_or("")))),
            Place::Pair(column) => match record.get(column) {
                None => Ok(Cow::Owned(OwnedGeometry::Missing)),
                Some(text) => {
                    let at = pair(text).ok_or_else(|| (column.clone(), text.to_owned()))?;
                    Ok(Cow::Owned(OwnedGeometry::Point(at)))
                }
            },
            Place::Columns { x, y } => {
                let number = |column: &str| match record.get(column) {
                    None => Ok(None),
                    Some(text) => coordinate(text).map(Some).ok_or_else(|| (column.to_owned(), text.to_owned())),
                };
                Ok(Cow::Owned(match (number(x)?, number(y)?) {
                    (Some(x), Some(y)) => OwnedGeometry::Point([x, y]),
                    (None, None) => OwnedGeometry::Missing,
                    (None, _) => return Err((x.clone(), String::new())),
                    (_, None) => return Err((y.clone(), String::new())),
                }))
            }
        }
    }
}

/// Reports then call the positions what the source's columns are called.
fn name_place(plan: &LayerPlan, rows: &mut LayerBuilder) {
    match &plan.place {
        Place::Own => {}
        Place::Columns { x, y } => rows.name_place(&[x, y]),
        Place::Pair(column) | Place::Wkt(column) => rows.name_place(&[column]),
    }
}

/// What a row says where the wanted value is missing, so that a footnote is seen to be one.
fn elsewhere(record: &Record<'_>) -> String {
    let first = record.values.iter().map(|v| v.trim()).find(|v| !v.is_empty());
    first.map_or(String::new(), |first| format!("… {first}"))
}

/// Rows that agree in the plan's columns, and the one that will speak for them.
struct Group {
    row: u32,
    count: u64,
    shape: OwnedGeometry,
    values: Vec<(Slot, String)>,
}

/// Rows being merged. Each is judged by itself first, so that a bad row is rejected and not merged away.
struct Groups<'a> {
    unique: &'a super::plan::Unique,
    layer: LayerName,
    judge: LayerBuilder,
    keep: Vec<(Slot, Keep, &'a str)>,
    by_key: HashMap<String, usize>,
    groups: Vec<Group>,
}

impl<'a> Groups<'a> {
    fn new(
        plan: &'a LayerPlan,
        unique: &'a super::plan::Unique,
        source: &Source,
        rows: &mut LayerBuilder,
        open_crs: OpenCrs,
    ) -> Result<Self, FileError> {
        let mut judge = LayerBuilder::new(plan.layer, rows.file());
        judge.set_bounds(source.bounds);
        name_place(plan, &mut judge);
        if let Some(code) = &source.crs {
            judge.set_crs(open_crs(code)?);
        }
        let keep = unique.keep.iter().map(|(field, keep)| (rows.slot(field), *keep, field.as_str())).collect();
        // The same name must mean the same slot in both.
        for (name, _) in &plan.fields {
            judge.slot(name);
        }
        Ok(Self { unique, layer: plan.layer, judge, keep, by_key: HashMap::new(), groups: Vec::new() })
    }

    fn add(&mut self, record: &Record<'_>, shape: OwnedGeometry, values: &[(Slot, Cow<'_, str>)]) {
        let judged: Vec<_> = values
            .iter()
            .filter(|(slot, _)| *slot != Slot::Id)
            .map(|(slot, v)| (*slot, RawValue::Text(v.as_ref())))
            .collect();
        if !self.judge.push(record.row, shape.raw(), &judged) {
            return;
        }
        let mut key = String::new();
        for column in &self.unique.by {
            key.push_str(record.get(column).unwrap_or("").trim());
            key.push('\u{1f}');
        }
        let next = self.groups.len();
        match *self.by_key.entry(key).or_insert(next) {
            at if at == next => {
                let values = values.iter().map(|(slot, v)| (*slot, v.as_ref().to_owned())).collect();
                self.groups.push(Group { row: record.row, count: 1, shape, values });
            }
            at => {
                let group = &mut self.groups[at];
                group.count += 1;
                for (slot, keep, field) in &self.keep {
                    let new = values.iter().find(|(s, _)| s == slot).map(|(_, v)| v.as_ref());
                    if let Some(new) = new {
                        merge(self.layer, group, *slot, *keep, field, new);
                    }
                }
            }
        }
    }

    /// Pushes the groups, in the order of their first rows.
    fn finish(self, rows: &mut LayerBuilder) -> LayerReport {
        for mut group in self.groups {
            for (slot, keep, _) in &self.keep {
                if *keep == Keep::Count {
                    set(&mut group.values, *slot, group.count.to_string());
                }
            }
            let values: Vec<_> = group.values.iter().map(|(slot, v)| (*slot, RawValue::Text(v))).collect();
            let shape: RawGeometry<'_> = group.shape.raw();
            rows.push(group.row, shape, &values);
            rows.merge(group.count - 1);
        }
        let (_, judged) = self.judge.finish();
        // Rows that passed are counted by the builder; warnings come again when the kept row is pushed, but for what is
        // said of rejected rows.
        let of_rejected = |kind: &WarningKind| *kind == WarningKind::SwappedRefused;
        LayerReport {
            read: judged.rejected_count,
            rejected: judged.rejected,
            rejected_count: judged.rejected_count,
            warnings: judged.warnings.into_iter().filter(|w| of_rejected(&w.kind)).collect(),
            warning_counts: judged.warning_counts.into_iter().filter(|(kind, _)| of_rejected(kind)).collect(),
            ..LayerReport::default()
        }
    }
}

fn set(values: &mut Vec<(Slot, String)>, slot: Slot, value: String) {
    match values.iter_mut().find(|(s, _)| *s == slot) {
        Some((_, old)) => *old = value,
        None => values.push((slot, value)),
    }
}

/// Lets another row speak for the one that is kept.
fn merge(layer: LayerName, group: &mut Group, slot: Slot, keep: Keep, field: &str, new: &str) {
    let old = group.values.iter().find(|(s, _)| *s == slot).map(|(_, v)| v.as_str());
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let better = match (keep, old) {
        (Keep::First | Keep::Count, Some(_)) => return,
        (Keep::Count, None) => return,
        (_, None) => new.to_owned(),
        (Keep::Sum, Some(old)) => match (number(old), number(new)) {
            (Some(a), Some(b)) => (a + b).to_string(),
            _ => return,
        },
        (Keep::Worst | Keep::Max, Some(old)) => {
            let codes = schema::fields(layer).iter().find(|f| f.name == field).and_then(|f| match f.kind {
                FieldType::Code(codes) => Some(codes),
                _ => None,
            });
            let worse = match codes {
                // Closed lists begin with the worst.
                Some(codes) => {
                    let place = |v: &str| codes.iter().position(|c| *c == v.trim()).unwrap_or(codes.len());
                    place(new) < place(old)
                }
                None => match (number(old), number(new)) {
                    (Some(a), Some(b)) => b > a,
                    _ => new > old,
                },
            };
            if !worse {
                return;
            }
            new.to_owned()
        }
    };
    set(&mut group.values, slot, better);
}
