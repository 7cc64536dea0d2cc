//! `riskmap ledger`: hidden dangers with their state, how late they are, who must sign next.

use crate::format::Format;
use crate::load;
use crate::outcome::{Failure, Outcome, Verdict, stdout};
use riskmap::engine::{LedgerFilter, LedgerGroup, LedgerQuery, LedgerRow, Reply, Request, Signed};
use riskmap::risk::ledger::{Late, State};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `ledger`.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder or a .zip.
    dir: PathBuf,
    /// The day, YYYY-MM-DD; the manifest's if none is given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Only dangers of this sector.
    #[arg(long)]
    sector: Option<String>,
    /// Only dangers in the district of this id.
    #[arg(long)]
    district: Option<String>,
    /// Only dangers of the campaign of this id.
    #[arg(long)]
    campaign: Option<String>,
    /// Only dangers at places that this department supervises.
    #[arg(long)]
    department: Option<String>,
    /// Only dangers at places that this enterprise runs.
    #[arg(long)]
    enterprise: Option<String>,
    /// Only dangers in this state.
    #[arg(long)]
    state: Option<String>,
    /// Only dangers that are open, overdue, unsigned, false (falsely closed), supervised or faulty.
    #[arg(long)]
    group: Option<String>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// Runs `ledger`: overdue first, longest first.
pub fn run(args: Args) -> Outcome {
    let unknown = |what: &str, found: &str| Failure::said(format!("--{what} {found}: not known"));
    let state = args.state.as_deref().map(|code| State::from_code(code).ok_or_else(|| unknown("state", code)));
    let group = args.group.as_deref().map(|code| LedgerGroup::from_code(code).ok_or_else(|| unknown("group", code)));
    let filter = LedgerFilter {
        sector: args.sector,
        district: args.district,
        campaign: args.campaign,
        leader: None,
        department: args.department,
        enterprise: args.enterprise,
        level: None,
        state: state.transpose()?,
        group: group.transpose()?,
        ranges: Default::default(),
    };
    let mut engine = load::open(&args.dir).map_err(Failure::said)?;
    let query = LedgerQuery { as_of: args.as_of, filter, limit: u32::MAX };
    let table = match engine.handle(Request::Ledger(query))? {
        Reply::Ledger(table) => *table,
        other => return Err(Failure::said(format!("unexpected answer {other:?}"))),
    };
    let mut out = stdout();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &table)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record([
                "id",
                "target",
                "level",
                "sector",
                "state",
                "found_on",
                "due_on",
                "days_overdue",
                "inspector",
                "owner",
                "leader",
                "false_closing",
                "next",
                "supervised",
                "faults",
                "what",
            ])?;
            for row in &table.rows {
                csv.write_record(line(row))?;
            }
            csv.flush()?;
        }
    }
    out.flush()?;
    Ok(Verdict::Good)
}

fn line(row: &LedgerRow) -> Vec<String> {
    let target = row.target.as_ref().map_or(String::new(), |hit| format!("{}:{}", hit.feature.layer.code(), hit.id));
    let signed = |i: usize| match row.signed[i] {
        Signed::Missing => "missing",
        Signed::InOrder => "signed",
        Signed::OutOfOrder => "out_of_order",
    };
    let days = match (row.late.overdue(row.state), row.late) {
        (Some(days), _) => days.to_string(),
        (None, Late::Unknown) => "unknown".to_owned(),
        (None, _) => String::new(),
    };
    vec![
        row.id.clone(),
        target,
        format!("{:?}", row.level).to_lowercase(),
        row.sector.clone(),
        row.state.code().to_owned(),
        row.found_on.clone(),
        row.due_on.clone(),
        days,
        signed(0).to_owned(),
        signed(1).to_owned(),
        signed(2).to_owned(),
        row.false_closing.codes().collect::<Vec<_>>().join(" "),
        row.next.map_or(String::new(), |next| next.post().en),
        if row.supervised { "yes" } else { "no" }.to_owned(),
        row.faults.to_string(),
        row.what.clone(),
    ]
}
