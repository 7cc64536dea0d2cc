//! The command line: how scripts, other tools and tests speak to the same core as the page.
//!
//! Answers go to standard output, talk to standard error. Exit 0: good. 1: done, but rows were rejected or a check
//! failed. 2: could not be done. Every command is a file of its own with `Args` and `run(Args) -> Outcome`.

mod changes;
mod check;
mod demo;
mod density;
mod explain;
mod format;
mod geotiff;
mod import;
mod info;
mod ledger;
mod levels;
mod load;
mod outcome;
mod query;
mod serve;
mod template;
mod tile;
mod told;
mod what;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "riskmap", version, about = "Where a city's danger is, who is near it, and why.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Raw files to a dataset, by a plan.
    Import(import::Args),
    /// An empty workbook for a layer, with the values that each field may have.
    Template(template::Args),
    /// What a dataset keeps and rejects, and what is odd in it.
    Check(check::Args),
    /// What a dataset holds.
    Info(info::Args),
    /// The invented city of Lanchuan, as a dataset.
    Demo(demo::Args),
    /// Features of a layer: in a box, near, nearest or inside something.
    Query(query::Args),
    /// One vector tile, as the map gets it.
    Tile(tile::Args),
    /// The density of a layer's points at given places, or as a GeoTIFF.
    Density(density::Args),
    /// Base and dynamic level of facilities, pipelines and venues.
    Levels(levels::Args),
    /// Hidden dangers: state, how late, who must sign next.
    Ledger(ledger::Args),
    /// What differs between two datasets of a city: rows added, gone, moved, altered, levels up and down.
    Changes(changes::Args),
    /// The whole working of one subject's level.
    Explain(explain::Args),
    /// The app and a dataset on one port.
    Serve(serve::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    outcome::exit_code(match cli.command {
        Command::Import(args) => import::run(args),
        Command::Template(args) => template::run(args),
        Command::Check(args) => check::run(args),
        Command::Info(args) => info::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Query(args) => query::run(args),
        Command::Tile(args) => tile::run(args),
        Command::Density(args) => density::run(args),
        Command::Levels(args) => levels::run(args),
        Command::Ledger(args) => ledger::run(args),
        Command::Changes(args) => changes::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Serve(args) => serve::run(args),
    })
}
