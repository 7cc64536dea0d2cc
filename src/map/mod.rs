//! How the city is drawn: one style built in Rust, told to MapLibre by its differences.
//!
//! [`Scene`] says what is shown; [`Style::of`] makes MapLibre's style of it; [`Scene::changes`] says how one becomes the
//! next. All of that is plain data and tested natively. In the browser, `binding` is the only file that knows
//! JavaScript, `adapter` keeps what was told last, `component` puts the map on the page.
//!
//! Everything on the map comes as vector tiles that the engine cuts; [`sources`] says what it asks of them.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod adapter;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod binding;
#[cfg(test)]
mod blindness;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod component;
pub mod event;
pub mod icons;
pub mod layers;
pub mod legend;
pub mod palette;
pub mod scene;
pub mod sight;
pub mod sources;
pub mod style;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use binding::{end_tile_port, set_tile_port};
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use component::MapView;
pub use event::{CameraMove, Go, MapEvent, Padding, Picked, Picture, Pose, Tool};
pub use layers::MapLayer;
pub use legend::{Legend, LegendRow, Swatch};
pub use scene::{Channel, Command, Conflict, Mark, Paint, Scale, Scene, Tie};
pub use style::Style;
