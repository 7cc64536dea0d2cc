//! The page: mounts the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    leptos::mount::mount_to_body(riskmap::ui::App);
}

/// The page runs in a browser; this only lets one `cargo` call cover all binaries natively.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
