//! `public/map.js` as Rust sees it: the only file of the map that knows JavaScript's values.

use super::event::{Go, MapEvent, Padding, Pose, Tool};
use super::icons;
use super::layers::MapLayer;
use super::scene::{Channel, Command};
use super::style::Style;
use crate::platform::text_of;
use crate::units::LngLatBox;
use crate::view::Camera;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::{HtmlElement, MessagePort};

#[wasm_bindgen(raw_module = "./map.js")]
extern "C" {
    #[wasm_bindgen(js_name = setTilePort)]
    fn set_port(port: &MessagePort, scheme: &str);
    #[wasm_bindgen(js_name = endTilePort)]
    fn end_port(scheme: &str);

    /// Whether this browser has what MapLibre draws with.
    #[wasm_bindgen(js_name = canDraw)]
    fn can_draw() -> bool;

    type RiskMap;

    #[wasm_bindgen(constructor, catch)]
    fn new(container: &HtmlElement, options: &str, say: &Closure<dyn Fn(String)>) -> Result<RiskMap, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn apply(this: &RiskMap, commands: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn go(this: &RiskMap, order: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn tool(this: &RiskMap, name: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn pose(this: &RiskMap, order: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn title(this: &RiskMap, text: &str);
    #[wasm_bindgen(method, catch)]
    fn remove(this: &RiskMap) -> Result<(), JsValue>;
}

/// Why the map could not do something.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MapError {
    /// This browser has no WebGL2, without which no map can be drawn.
    #[error("no WebGL2")]
    NoWebGl,
    /// Anything else, in MapLibre's words.
    #[error("the map: {0}")]
    Said(String),
}

impl From<JsValue> for MapError {
    fn from(thrown: JsValue) -> Self {
        Self::Said(text_of(&thrown))
    }
}

/// Tells a map where to ask for tiles: the engine's end is `Engine::tile_port`. Needed once for each engine, and again
/// when it was started anew.
pub fn set_tile_port(channel: Channel, port: &MessagePort) {
    set_port(port, channel.scheme());
}

/// Gives up the tiles of an engine that is ended.
pub fn end_tile_port(channel: Channel) {
    end_port(channel.scheme());
}

/// MapLibre on the page. Dropping it takes it off.
pub struct Map {
    inner: RiskMap,
    /// Called by `inner`, so it lives at least as long: fields are dropped in order, after [`Drop::drop`].
    _say: Closure<dyn Fn(String)>,
}

impl Map {
    /// Puts a map into an element. A second one looks where the first does, unless it has a place of its own.
    pub fn new(
        container: &HtmlElement,
        style: &Style,
        camera: Option<Camera>,
        title: &str,
        second: bool,
        apart: Option<LngLatBox>,
        on_event: impl Fn(MapEvent) + 'static,
    ) -> Result<Self, MapError> {
        let say = Closure::<dyn Fn(String)>::new(move |event: String| on_event(MapEvent::read(&event)));
        let camera = camera.map(|c| json!({"lng": c.lng, "lat": c.lat, "zoom": c.zoom, "bearing": c.bearing}));
        let hits: Vec<&str> = MapLayer::hits().map(MapLayer::id).collect();
        let options = json!({
            "style": style.to_json(), "looks": icons::looks(), "hits": hits, "camera": camera, "title": title,
            "second": second, "apart": apart.map(|b| [[b.west, b.south], [b.east, b.north]]),
        });
        // Asked only where it failed: the answer costs a context of its own.
        let failed = |thrown| if can_draw() { MapError::from(thrown) } else { MapError::NoWebGl };
        let inner = RiskMap::new(container, &options.to_string(), &say).map_err(failed)?;
        Ok(Self { inner, _say: say })
    }

    /// Tells MapLibre what changes.
    pub fn apply(&self, commands: &[Command]) -> Result<(), MapError> {
        if commands.is_empty() {
            return Ok(());
        }
        let text = serde_json::to_string(commands).map_err(|e| MapError::Said(e.to_string()))?;
        Ok(self.inner.apply(&text)?)
    }

    /// Moves the camera.
    pub fn go(&self, order: Go, padding: Padding) -> Result<(), MapError> {
        Ok(self.inner.go(&order.to_json(padding).to_string())?)
    }

    /// Chooses what the pointer does.
    pub fn tool(&self, tool: Tool) -> Result<(), MapError> {
        Ok(self.inner.tool(tool.code())?)
    }

    /// Stands for a picture, which comes as [`MapEvent::Pictured`].
    pub fn pose(&self, pose: Pose) -> Result<(), MapError> {
        Ok(self.inner.pose(&pose.to_json().to_string())?)
    }

    /// Says what the map is, to those who hear it.
    pub fn title(&self, text: &str) {
        self.inner.title(text);
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        // What is being taken off needs no words if it resists.
        let _ = self.inner.remove();
    }
}
