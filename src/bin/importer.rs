//! The worker that reads foreign formats.

#[cfg(target_arch = "wasm32")]
fn main() {
    js_sys::global();
}

/// The worker runs in a browser; this only lets one `cargo` call cover all binaries natively.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
