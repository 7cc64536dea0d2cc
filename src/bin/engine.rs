//! The worker that owns the city. It reads messages, lets the engine answer them, and gives the browser its turn
//! between the steps of long answers, so that newer questions, cancels and tiles come through.

#[cfg(target_arch = "wasm32")]
fn main() {
    riskmap::platform::serve::engine();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("engine is the browser's worker; build the app with `make serve`");
}
