//! The worker that turns foreign files (OSM extracts, workbooks, tables with a plan) into a dataset. It is fetched only
//! when such a file is opened, and ended afterwards.

#[cfg(all(target_arch = "wasm32", feature = "foreign"))]
fn main() {
    riskmap::platform::serve::importer();
}

#[cfg(not(all(target_arch = "wasm32", feature = "foreign")))]
fn main() {
    eprintln!("importer is the browser's worker; build the app with `make serve`");
}
