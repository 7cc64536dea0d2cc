//! Keeps what MapLibre was told last and tells it the difference to what comes next.

use super::binding::{Map, MapError};
use super::event::{Go, MapEvent, Padding, Pose, Tool};
use super::scene::Scene;
use super::style::Style;
use crate::units::LngLatBox;
use crate::view::Camera;
use web_sys::HtmlElement;

/// A map on the page that shows a scene.
pub struct Adapter {
    map: Map,
    scene: Scene,
    style: Style,
    tool: Tool,
    last_order: Option<u32>,
}

impl Adapter {
    /// Puts a map that shows a scene into an element; a second one looks where the first does, unless it has a place of its own.
    pub fn new(
        container: &HtmlElement,
        scene: Scene,
        camera: Option<Camera>,
        title: &str,
        second: bool,
        apart: Option<LngLatBox>,
        on_event: impl Fn(MapEvent) + 'static,
    ) -> Result<Self, MapError> {
        let style = Style::of(&scene);
        let map = Map::new(container, &style, camera, title, second, apart, on_event)?;
        Ok(Self { map, scene, style, tool: Tool::Pan, last_order: None })
    }

    /// Shows another scene.
    pub fn show(&mut self, next: &Scene) -> Result<(), MapError> {
        if self.scene == *next {
            return Ok(());
        }
        let style = Style::of(next);
        let commands = self.scene.changes(&self.style, next, &style);
        self.scene = next.clone();
        self.style = style;
        self.map.apply(&commands)
    }

    /// Follows an order to the camera, once.
    pub fn go(&mut self, order: Go, padding: Padding) -> Result<(), MapError> {
        if self.last_order.replace(order.serial) == Some(order.serial) {
            return Ok(());
        }
        self.map.go(order, padding)
    }

    /// Chooses what the pointer does.
    pub fn tool(&mut self, tool: Tool) -> Result<(), MapError> {
        if self.tool == tool {
            return Ok(());
        }
        self.tool = tool;
        self.map.tool(tool)
    }

    /// Stands for a picture.
    pub fn pose(&self, pose: Pose) -> Result<(), MapError> {
        self.map.pose(pose)
    }

    /// Says what the map is, to those who hear it.
    pub fn title(&self, text: &str) {
        self.map.title(text);
    }
}
