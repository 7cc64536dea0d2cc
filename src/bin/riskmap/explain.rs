//! `riskmap explain`: the whole working of one subject's level.

use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use riskmap::domain::{LayerName, Words};
use riskmap::engine::{Reply, Request, Why};
use riskmap::risk::explain::{Confidence, Origin};
use riskmap::risk::rating::{Figure, Worked};
use riskmap::text::{Lang, Said, Text, corrected_source, number};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// What to explain, LAYER:ID of facilities, pipelines or venues.
    #[arg(value_name = "LAYER:ID")]
    subject: String,
    /// The day, YYYY-MM-DD; the manifest's if none is given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    Zh,
    En,
}

/// Runs `explain`.
pub fn run(args: Args) -> Outcome {
    let (layer, id) = args
        .subject
        .split_once(':')
        .and_then(|(layer, id)| Some((LayerName::from_code(layer)?, id)))
        .ok_or_else(|| Failure::said(format!("{:?}: expected LAYER:ID", args.subject)))?;
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let of = engine.open()?.lookup(layer, id).ok_or_else(|| Failure::said(format!("{layer} has no {id:?}")))?;
    let why = match engine.handle(Request::Why { of, as_of: args.as_of })? {
        Reply::Why(why) => *why,
        other => return Err(Failure::said(format!("unexpected answer {other:?}"))),
    };
    let mut out = stdout();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &as_json(&args.subject, &why))?;
            writeln!(out)?;
        }
        Format::Text => write!(out, "{}", as_text(&why, args.lang))?,
    }
    out.flush()?;
    Ok(Verdict::Good)
}

/// How sure a constant is, as it is written.
pub fn confidence(of: Confidence) -> &'static str {
    match of {
        Confidence::TwoSources => "two sources",
        Confidence::Checked => "checked",
        Confidence::Derived => "derived",
        Confidence::OurRule => "our rule",
        Confidence::Unverified => "unverified",
    }
}

/// A finite number, or none: JSON has no infinity.
fn finite(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn figure(f: &Figure) -> Value {
    json!({
        "value": f.value.known().map_or(Value::Null, finite),
        "low": finite(f.value.low),
        "high": finite(f.value.high),
        "unit": f.unit,
        "source": f.source,
        "confidence": confidence(f.confidence),
    })
}

/// The constants that went in, each once: those of the standards, of the manifest, of rule packs.
fn constants(why: &Why) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    let steps = why.parts.iter().map(|part| &part.worked).chain([&why.raised]).flat_map(|w| &w.explanation.steps);
    for input in steps.flat_map(|step| &step.inputs) {
        let (source, sure) = match &input.from {
            Origin::Constant { source, confidence: of } => (&**source, Some(confidence(*of))),
            Origin::Parameter => ("city.json", None),
            Origin::Row(_) | Origin::Layer(..) | Origin::Computed | Origin::Corrected { .. } => continue,
        };
        let (symbol, label, unit) = (&input.symbol, &input.label, &input.unit);
        let value = input.value.map_or(Value::Null, finite);
        let told = json!({ "symbol": symbol, "label": label.words(), "value": value, "unit": unit, "source": source, "confidence": sure });
        if !all.contains(&told) {
            all.push(told);
        }
    }
    all
}

fn as_json(subject: &str, why: &Why) -> Value {
    let mut figures = Map::new();
    // The figures of the method that decides first: of two with one name its own is told.
    let decides = |part: &&riskmap::risk::assess::Part| Some(part.method) == why.method;
    let ordered = why.parts.iter().filter(decides).chain(why.parts.iter().filter(|part| !decides(part)));
    for part in ordered {
        for f in &part.worked.figures {
            figures.entry(f.name.told(Lang::En)).or_insert_with(|| figure(f));
        }
    }
    let methods: Vec<Value> = why
        .parts
        .iter()
        .map(|part| {
            let rating = part.worked.rating;
            json!({
                "method": part.method.code(),
                "level": rating.level().code(),
                "range": [rating.best.code(), rating.worst.code()],
                "because": (!part.worked.because.is_empty()).then(|| part.worked.because.words()),
                "figures": part.worked.figures.iter().map(|f| (f.name.told(Lang::En).into_owned(), figure(f))).collect::<Map<_, _>>(),
                "lowering": part.worked.lowering.iter().map(|l| json!({
                    "says": l.says.words(), "to": l.to.code(), "just_under": l.just_under,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut unknown: Vec<Words> =
        why.parts.iter().flat_map(|p| &p.worked.explanation.unknown).map(Said::words).collect();
    unknown.extend(why.raised.explanation.unknown.iter().map(Said::words));
    let missing: Vec<&Text> = why.parts.iter().flat_map(|p| &p.worked.missing).collect();
    let reasons = why.raised.explanation.steps.iter().map(|step| step.says.words()).collect::<Vec<_>>();
    let neighbours: Vec<Value> = why
        .conflicts
        .iter()
        .map(|c| {
            json!({
                "layer": c.site.feature.layer.code(),
                "id": c.site.id,
                "name": c.site.name,
                "distance_m": c.conflict.distance_m,
                "ring": c.conflict.ring.words(),
                "radius_m": finite(c.conflict.radius_m.low),
                "deficit_m": c.conflict.deficit_m,
                "people": c.people,
            })
        })
        .collect();
    json!({
        "subject": subject,
        "as_of": why.as_of,
        "method": why.method.map(|m| m.code()),
        "result": {
            "base": why.base.level().code(),
            "base_range": [why.base.best.code(), why.base.worst.code()],
            "dynamic": why.dynamic.level().code(),
            "dynamic_range": [why.dynamic.best.code(), why.dynamic.worst.code()],
        },
        "figures": figures,
        "methods": methods,
        "ways_down": why.ways_down.iter().map(|way| json!({
            "of": way.of.map_or("ledger", riskmap::risk::assess::Method::code),
            "says": way.change.says.words(),
            "just_under": way.change.just_under,
            "base": way.base.level().code(),
            "dynamic": way.dynamic.level().code(),
        })).collect::<Vec<_>>(),
        "neighbours": neighbours,
        "reasons": reasons,
        "dangers": why.dangers.iter().map(|d| json!({
            "id": d.id, "what": d.what, "level": d.level, "state": d.state.code(), "late": d.late, "not_closed": d.not_closed,
        })).collect::<Vec<_>>(),
        "unknown": unknown,
        "missing": missing,
        "notes": why.raised.explanation.notes.iter().map(Said::words).collect::<Vec<_>>(),
        "constants": constants(why),
    })
}

fn as_text(why: &Why, lang: Language) -> String {
    let lang = match lang {
        Language::Zh => Lang::Zh,
        Language::En => Lang::En,
    };
    let levels = |rating| riskmap::risk::parts::rating_words(rating).told(lang).into_owned();
    let mut text = format!("{} · {} · {}\n", lang.of(&why.hit.name), why.hit.id, why.as_of);
    text += &format!("{}: {}\n", lang.pick("基础等级", "Base level"), levels(why.base));
    text += &format!("{}: {}\n", lang.pick("动态等级", "Level on the day"), levels(why.dynamic));
    if why.parts.is_empty() {
        text += lang.pick("没有适用的方法：不知道等级\n", "No method applies: its level is not known\n");
    }
    for part in &why.parts {
        text += &format!("\n# {}: {}\n", lang.of(&part.method.words()), levels(part.worked.rating));
        text += &working(&part.worked, lang);
    }
    text += &format!("\n# {}\n", lang.pick("动态", "On the day"));
    text += &working(&why.raised, lang);
    if !why.ways_down.is_empty() {
        text += &format!("\n# {}\n", lang.pick("单独一项改变后的等级", "The level after a single change"));
    }
    for way in &why.ways_down {
        text += &format!("   ↓ {} → {}\n", way.change.says.told(lang), levels(way.dynamic));
    }
    text
}

/// A working as lines.
fn working(worked: &Worked, lang: Lang) -> String {
    let mut text = String::new();
    if !worked.because.is_empty() {
        text += &format!("{}\n", worked.because.told(lang));
    }
    for (n, step) in worked.explanation.steps.iter().enumerate() {
        text += &format!("{}. {}\n", n + 1, step.says.told(lang));
        for line in [&step.formula, &step.substituted].into_iter().filter(|line| !line.is_empty()) {
            text += &format!("   {}\n", line.told(lang));
        }
        for input in &step.inputs {
            let value = input.value.map_or("?".to_owned(), number);
            let ((symbol, label), from) = (input.shown(lang), origin(&input.from, lang));
            text += &format!("   {label} {symbol} = {value} {} [{from}]\n", input.unit);
        }
    }
    for line in worked.explanation.unknown.iter().chain(&worked.explanation.notes) {
        text += &format!("   – {}\n", line.told(lang));
    }
    text
}

fn origin(from: &Origin, lang: Lang) -> String {
    match from {
        Origin::Row(row) => row.clone(),
        Origin::Layer(layer, rows) => format!("{layer} × {rows}"),
        Origin::Parameter => "parameter".to_owned(),
        Origin::Constant { source, confidence: of } => format!("{source}; {}", confidence(*of)),
        Origin::Computed => "computed".to_owned(),
        Origin::Corrected { row, was } => corrected_source(row, was.as_deref(), lang),
    }
}
