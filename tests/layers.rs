//! Who may name whom: a module names only those above it in `src/lib.rs`, and browser code stays in its rooms.

use std::fs;
use std::path::{Path, PathBuf};

/// Crates that exist in the browser alone.
const BROWSER: [&str; 9] = [
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_events",
    "gloo_net",
    "gloo_timers",
    "console_error_panic_hook",
];

/// Where they may be named. The command line is not among them.
const BROWSER_ROOMS: [&str; 8] = [
    "platform/",
    "ui/",
    "map/binding.rs",
    "map/adapter.rs",
    "map/component.rs",
    "bin/app.rs",
    "bin/engine.rs",
    "bin/importer.rs",
];

/// The rooms of `map` that speak to the browser: they stand below `platform`, whose helpers they use.
const MAP_IN_BROWSER: [&str; 3] = ["map/binding.rs", "map/adapter.rs", "map/component.rs"];

#[test]
fn modules_name_only_those_above_them() {
    let order = order(&read(&source_folder().join("lib.rs")));
    assert!(order.len() >= 12, "the order could not be read from lib.rs: {order:?}");
    let files = rust_files(&source_folder());
    assert!(files.len() > 20, "the sources were not found");
    let offences: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let name = path.strip_prefix(source_folder()).expect("inside src").to_string_lossy().replace('\\', "/");
            offences(&name, &read(path), &order)
        })
        .collect();
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_check_sees_what_is_forbidden() {
    let order: Vec<String> = ["units", "domain", "spatial", "engine", "ui"].map(str::to_owned).to_vec();
    let seen = |file: &str, source: &str| offences(file, source, &order);

    let planted = seen("spatial/index.rs", "use crate::units::Xy;\nuse crate::engine::Request;\n");
    assert_eq!(planted, ["src/spatial/index.rs:2 names engine, which stands below spatial in lib.rs"]);
    assert_eq!(seen("domain/mod.rs", "use crate::{units::Xy, spatial::{Hit, Index}, engine};").len(), 2);
    assert_eq!(seen("units.rs", "fn f() { crate :: domain::x() }").len(), 1);
    assert_eq!(seen("spatial/a/b.rs", "use super::super::super::engine::Request;").len(), 1);
    assert_eq!(seen("engine/mod.rs", "use wasm_bindgen::JsValue;").len(), 1);
    assert_eq!(seen("bin/riskmap/main.rs", "use leptos::prelude::*;").len(), 1);

    assert!(seen("engine/mod.rs", "use crate::{spatial::Index, engine::Reply, domain};").is_empty());
    assert!(seen("ui/mod.rs", "use leptos::prelude::*; use crate::engine::Request;").is_empty());
    let browser = ["map", "platform", "ui"].map(str::to_owned);
    assert!(offences("map/binding.rs", "use crate::platform::PlatformError;", &browser).is_empty());
    assert_eq!(offences("map/binding.rs", "use crate::ui::X;", &browser).len(), 1);
    assert_eq!(offences("map/scene.rs", "use crate::platform::PlatformError;", &browser).len(), 1);
    assert!(seen("bin/app.rs", "use riskmap::ui;").is_empty());
    let told = "//! See crate::engine.\n/* crate::engine /* crate::ui */ */ const A: &str = \"crate::engine leptos::\"; // leptos::x";
    assert!(seen("units.rs", told).is_empty(), "comments and texts may speak of anything");
    let raw = "const A: &str = r#\"one \" crate::ui::X\"#; use crate::engine::X;";
    assert_eq!(seen("units.rs", raw).len(), 1, "a raw text with a quote in it ends where it ends");
    assert_eq!(seen("units.rs", "const C: char = '\"'; use crate::ui::X;").len(), 1, "a quote in a char hides nothing");
}

/// The modules of `lib.rs` from first to last.
fn order(lib: &str) -> Vec<String> {
    let code = blank_out(lib);
    let room = |line: &str| {
        let line = line.trim().strip_suffix(';')?;
        line.strip_prefix("pub mod ").or(line.strip_prefix("pub use riskmap_core::")).map(str::to_owned)
    };
    code.lines().filter_map(room).collect()
}

/// What is wrong in one file, named relative to `src`.
fn offences(file: &str, source: &str, order: &[String]) -> Vec<String> {
    let code = blank_out(source);
    let place = |module: &str| order.iter().position(|name| name == module);
    let own =
        if MAP_IN_BROWSER.contains(&file) { "platform" } else { file.split(['/', '.']).next().unwrap_or_default() };
    let mut found = Vec::new();
    if let Some(own_place) = place(own) {
        for (at, named) in from_root(&code, file.matches('/').count()) {
            if place(&named).is_some_and(|other| other > own_place) {
                found.push(format!(
                    "src/{file}:{} names {named}, which stands below {own} in lib.rs",
                    line_of(&code, at)
                ));
            }
        }
    }
    if !BROWSER_ROOMS.iter().any(|room| file.starts_with(room)) {
        for name in BROWSER {
            for at in paths(&code, name) {
                found.push(format!("src/{file}:{} names {name}: browser code has its own rooms", line_of(&code, at)));
            }
        }
    }
    found
}

/// The top-level modules that the code names, with the place of each: `crate::a`, `crate::{a, b::c}`, and `super::`
/// often enough to leave the file's own module, which lies `depth` folders down.
fn from_root(code: &str, depth: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let up = "super::".repeat(depth + 1);
    for prefix in ["crate::", up.as_str()] {
        for at in paths(code, prefix.trim_end_matches(':')) {
            let rest = skip_path(&code[at..], prefix);
            match rest.strip_prefix('{') {
                None => found.push((at, first_word(rest))),
                Some(group) => {
                    let mut level = 1;
                    let mut names = String::new();
                    for c in group.chars() {
                        match c {
                            '{' => level += 1,
                            '}' => level -= 1,
                            _ if level == 1 => names.push(c),
                            _ => {}
                        }
                        if level == 0 {
                            break;
                        }
                    }
                    found.extend(names.split(',').map(|name| (at, first_word(name.trim_start()))));
                }
            }
        }
    }
    found
}

/// What follows a path prefix, spaces around `::` forgiven.
fn skip_path<'a>(code: &'a str, prefix: &str) -> &'a str {
    let mut rest = code;
    for part in prefix.split_terminator("::") {
        rest = rest.strip_prefix(part).unwrap_or(rest).trim_start();
        rest = rest.strip_prefix("::").unwrap_or(rest).trim_start();
    }
    rest
}

/// Where a path begins with these words (`name ::`), as whole words and not in the middle of a longer path.
fn paths(code: &str, name: &str) -> Vec<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name)
        .map(|(at, _)| at)
        .filter(|&at| {
            let before = code[..at].trim_end();
            let whole = !code[..at].ends_with(word) && !before.ends_with("::");
            whole && code[at + name.len()..].trim_start().starts_with("::")
        })
        .collect()
}

fn first_word(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The source with comments, texts and chars blanked, line breaks kept.
fn blank_out(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if c == '"' {
            text(rest)
        } else if c == 'r' && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            raw_text(rest)
        } else if c == '\'' {
            char_literal(rest)
        } else {
            0
        };
        if length == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    out
}

fn block_comment(rest: &str) -> usize {
    let (mut level, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            level += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            level -= 1;
            at += 2;
            if level == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of `r#"…"#` with any number of `#` (without one, quotes cannot occur inside), or 0 for other code.
fn raw_text(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|&b| b == b'#').count();
    if hashes == 0 || !rest[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = 2 + hashes;
    rest[body..].find(&end).map_or(rest.len(), |at| body + at + end.len())
}

/// The length of a char literal, or 0 for a lifetime.
fn char_literal(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => rest[3..].find('\'').map_or(0, |at| at + 4),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
