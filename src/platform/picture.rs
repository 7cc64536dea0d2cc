//! Pictures that the browser composes, and the styles of a page that is saved.

use super::PlatformError;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen(raw_module = "./picture.js")]
extern "C" {
    #[wasm_bindgen(js_name = compose, catch)]
    #[allow(clippy::too_many_arguments, reason = "the two boxes of a function of JavaScript's")]
    async fn compose_js(
        picture: &str,
        left: f64,
        top: f64,
        across: f64,
        down: f64,
        svg: &str,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = styles, catch)]
    fn styles_js(names: &str) -> Result<String, JsValue>;
}

/// PNG of a picture (a data address) in a box (left, top, width, height), with an SVG over all of it; sizes in CSS px,
/// `ratio` pixels to each.
pub async fn compose(
    picture: &str,
    (left, top, across, down): (f64, f64, f64, f64),
    svg: &str,
    (width, height): (f64, f64),
    ratio: f64,
) -> Result<Vec<u8>, PlatformError> {
    let made = compose_js(picture, left, top, across, down, svg, width, height, ratio).await;
    let made = made.map_err(|e| PlatformError::new("draw a picture", &e))?;
    Ok(made.unchecked_into::<Uint8Array>().to_vec())
}

/// The rules of those style sheets of the page whose file names begin with one of these, parted by spaces.
pub fn styles(names: &str) -> Result<String, PlatformError> {
    styles_js(names).map_err(|e| PlatformError::new("read the styles", &e))
}
