//! What the map says to the page, and what the page says to its camera: plain data.

use crate::domain::LayerName;
use crate::engine::Area;
use crate::units::{LngLat, LngLatBox};
use crate::view::Camera;
use crate::view::area::radius_m;
use serde::Deserialize;
use serde_json::{Value, json};

/// What the map says to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum MapEvent {
    /// The map is on the page and takes commands.
    Ready,
    /// The camera moved. While it moves this comes some times a second; at rest once more.
    Moved {
        /// Where it looks now.
        camera: Camera,
        /// What it sees.
        bounds: LngLatBox,
        /// Metres that one px is wide at the centre: for the scale bar.
        metres_per_px: f64,
        /// The reader moved it, not the page.
        by_user: bool,
        /// It stands still.
        settled: bool,
    },
    /// The reader clicked; nearest first, none for the bare ground.
    Clicked {
        /// Where.
        at: LngLat,
        /// What lies there.
        features: Vec<Picked>,
        /// With Shift: adds to the selection.
        shift: bool,
        /// With Alt: takes from the selection.
        alt: bool,
    },
    /// The pointer is on another feature than before, or on none.
    Hovered(Option<Picked>),
    /// The pointer moved; none when it left the map.
    Cursor(Option<LngLat>),
    /// Something is being drawn: its positions so far, the one under the pointer too.
    Drawing(Vec<LngLat>),
    /// A line was drawn.
    Lined {
        /// With which tool.
        tool: Tool,
        /// The line.
        line: Vec<LngLat>,
        /// With Shift: adds to the selection.
        shift: bool,
        /// With Alt: takes from the selection.
        alt: bool,
    },
    /// An area was drawn; none when it was given up.
    Drawn {
        /// What was drawn.
        area: Option<Area>,
        /// With Shift: adds to the selection.
        shift: bool,
        /// With Alt: takes from the selection.
        alt: bool,
    },
    /// What opened or folded above or under the map has changed its height.
    Recut,
    /// The map stood for a picture, or could not.
    Pictured {
        /// Of which pose.
        serial: u32,
        /// The picture, or why there is none.
        picture: Result<Picture, String>,
    },
    /// Something could not be drawn.
    Failed(String),
    /// This browser has nothing to draw a map with: it stays empty.
    Undrawable,
    /// The graphics card gave the map up; it comes back by itself.
    ContextLost,
    /// It came back.
    ContextRestored,
}

/// How the map stands for a picture: another size and another zoom for a moment, then as before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Ascending; the picture bears it.
    pub serial: u32,
    /// The picture's width, CSS px.
    pub width: f64,
    /// Its height, CSS px.
    pub height: f64,
    /// Its pixels to a CSS pixel.
    pub ratio: f64,
    /// How many zooms nearer than on the screen.
    pub zoom_by: f64,
    /// What is in its middle; none is what is in the screen's.
    pub center: Option<LngLat>,
    /// Of two states side by side the second is the left one.
    pub flip: bool,
}

impl Pose {
    /// The pose as the shim reads it.
    pub fn to_json(self) -> Value {
        let Self { serial, width, height, ratio, zoom_by, center, flip } = self;
        let center = center.map(|at| [at.lng, at.lat]);
        json!({
            "serial": serial, "width": width, "height": height, "ratio": ratio, "zoomBy": zoom_by, "center": center,
            "flip": flip,
        })
    }
}

/// A picture of the map.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// PNG as a data address.
    pub uri: String,
    /// Its pixels to a CSS pixel: fewer than asked for where the graphics card has a limit.
    pub ratio: f64,
    /// Metres that a CSS pixel is wide at its centre.
    pub metres_per_px: f64,
    /// How far the map is turned, degrees clockwise.
    pub bearing: f64,
    /// Its corners.
    pub ring: Vec<LngLat>,
}

/// A feature under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Its layer.
    pub layer: LayerName,
    /// Its row; of no meaning for a cell that stands for several.
    pub row: u32,
    /// How many features it stands for.
    pub count: u32,
}

/// What the pointer does on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Moves the map and picks features.
    #[default]
    Pan,
    /// Draws a box.
    Box,
    /// Draws a lasso.
    Lasso,
    /// Draws a circle from its centre.
    Circle,
    /// Draws a polygon, corner by corner.
    Polygon,
    /// Draws a line, along which is looked.
    Along,
    /// Draws a line that is measured.
    Measure,
    /// Picks the ends of a way along the roads.
    Path,
}

impl Tool {
    /// Its name in the shim.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pan => "pan",
            Self::Box => "box",
            Self::Lasso => "lasso",
            Self::Circle => "circle",
            Self::Polygon => "polygon",
            Self::Along => "along",
            Self::Measure => "measure",
            Self::Path => "path",
        }
    }
}

/// An order to the camera. Orders are told apart by their number, so that the same one can be given again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Go {
    /// Ascending.
    pub serial: u32,
    /// Where to.
    pub to: CameraMove,
    /// Flying takes at most 600 ms; otherwise, and under reduced motion, the map is there at once.
    pub fly: bool,
}

/// Where the camera goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CameraMove {
    /// To a camera.
    To(Camera),
    /// So that a box is seen whole, but not nearer than a zoom.
    Fit {
        /// The box.
        bounds: LngLatBox,
        /// Not nearer than this.
        max_zoom: f64,
    },
    /// In or out by so many zooms.
    Zoom {
        /// How many; out is negative.
        by: f64,
        /// What stays where it is; none is the centre.
        about: Option<LngLat>,
    },
    /// North up.
    North,
}

/// How much of the map is covered at each side, px: sheets and floating panels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Padding {
    /// At the top.
    pub top: f64,
    /// At the right.
    pub right: f64,
    /// At the bottom.
    pub bottom: f64,
    /// At the left.
    pub left: f64,
}

/// An event as the shim writes it.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
enum Wire {
    Ready,
    Moved { camera: WireCamera, bounds: LngLatBox, metres_per_px: f64, by_user: bool, settled: bool },
    Clicked { at: LngLat, features: Vec<WirePicked>, shift: bool, alt: bool },
    Hovered { feature: Option<WirePicked> },
    Cursor { at: Option<LngLat> },
    Drawing { ring: Vec<LngLat> },
    Drawn { tool: String, ring: Vec<LngLat>, shift: bool, alt: bool },
    Pictured { serial: u32, picture: Option<Picture>, why: Option<String> },
    Failed { message: String },
    Lost,
    Restored,
    Recut,
}

#[derive(Deserialize)]
struct WireCamera {
    lng: f64,
    lat: f64,
    zoom: f64,
    bearing: f64,
}

#[derive(Deserialize)]
struct WirePicked {
    layer: String,
    row: f64,
    count: f64,
}

impl WirePicked {
    fn read(&self) -> Option<Picked> {
        Some(Picked { layer: LayerName::from_code(&self.layer)?, row: self.row as u32, count: self.count as u32 })
    }
}

impl MapEvent {
    /// The event of the shim's JSON; what cannot be read is a [`MapEvent::Failed`].
    pub fn read(json: &str) -> Self {
        match serde_json::from_str(json) {
            Ok(wire) => Self::of(wire),
            Err(error) => Self::Failed(format!("an event of the map cannot be read: {error}")),
        }
    }

    fn of(wire: Wire) -> Self {
        match wire {
            Wire::Ready => Self::Ready,
            Wire::Moved { camera: WireCamera { lng, lat, zoom, bearing }, bounds, metres_per_px, by_user, settled } => {
                Self::Moved { camera: Camera { lng, lat, zoom, bearing }, bounds, metres_per_px, by_user, settled }
            }
            Wire::Clicked { at, features, shift, alt } => {
                Self::Clicked { at, features: features.iter().filter_map(WirePicked::read).collect(), shift, alt }
            }
            Wire::Hovered { feature } => Self::Hovered(feature.and_then(|f| f.read())),
            Wire::Cursor { at } => Self::Cursor(at),
            Wire::Drawing { ring } => Self::Drawing(ring),
            Wire::Drawn { tool, ring, shift, alt } => match tool.as_str() {
                "along" if !ring.is_empty() => Self::Lined { tool: Tool::Along, line: ring, shift, alt },
                "measure" if !ring.is_empty() => Self::Lined { tool: Tool::Measure, line: ring, shift, alt },
                _ => Self::Drawn { area: area(&tool, ring), shift, alt },
            },
            Wire::Pictured { serial, picture, why } => {
                Self::Pictured { serial, picture: picture.ok_or_else(|| why.unwrap_or_default()) }
            }
            Wire::Failed { message } => Self::Failed(message),
            Wire::Lost => Self::ContextLost,
            Wire::Restored => Self::ContextRestored,
            Wire::Recut => Self::Recut,
        }
    }
}

/// What a drawn ring encloses; none for a slip of the hand.
fn area(tool: &str, ring: Vec<LngLat>) -> Option<Area> {
    match (tool, ring.as_slice()) {
        ("circle", [at, rim]) => return Some(Area::Circle { at: *at, radius_m: radius_m(*at, *rim) }),
        // What is no area yet is the engine's to judge: it says in words what is missing.
        ("polygon", [_, ..]) => return Some(Area::Lasso(ring)),
        _ => {}
    }
    let around = LngLatBox::around(ring.iter().copied()).filter(|b| b.west < b.east && b.south < b.north)?;
    match tool {
        "box" => Some(Area::Box(around)),
        _ if ring.len() >= 3 => Some(Area::Lasso(ring)),
        _ => None,
    }
}

impl Go {
    /// The order as the shim reads it.
    pub fn to_json(&self, padding: Padding) -> Value {
        let to = match self.to {
            CameraMove::To(c) => json!({"center": [c.lng, c.lat], "zoom": c.zoom, "bearing": c.bearing}),
            CameraMove::Fit { bounds: b, max_zoom } => {
                json!({"bounds": [[b.west, b.south], [b.east, b.north]], "maxZoom": max_zoom})
            }
            CameraMove::Zoom { by, about } => json!({"by": by, "about": about.map(|a| [a.lng, a.lat])}),
            CameraMove::North => json!({"bearing": 0}),
        };
        let Padding { top, right, bottom, left } = padding;
        json!({"to": to, "fly": self.fly, "padding": {"top": top, "right": right, "bottom": bottom, "left": left}})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_shim_says_is_understood() {
        let moved = r#"{"type":"moved","camera":{"lng":9.5,"lat":47.1,"zoom":13.2,"bearing":0},
            "bounds":{"west":9,"south":47,"east":10,"north":47.5},"metresPerPx":2.5,"byUser":true,"settled":false}"#;
        assert_eq!(
            MapEvent::read(moved),
            MapEvent::Moved {
                camera: Camera { lng: 9.5, lat: 47.1, zoom: 13.2, bearing: 0.0 },
                bounds: LngLatBox { west: 9.0, south: 47.0, east: 10.0, north: 47.5 },
                metres_per_px: 2.5,
                by_user: true,
                settled: false,
            }
        );
        let clicked = r#"{"type":"clicked","at":{"lng":1,"lat":2},"shift":true,"alt":false,
            "features":[{"layer":"venues","row":7,"count":1},{"layer":"basemap","row":1,"count":1}]}"#;
        let venue = Picked { layer: LayerName::Venues, row: 7, count: 1 };
        let at = LngLat::new(1.0, 2.0);
        assert_eq!(MapEvent::read(clicked), MapEvent::Clicked { at, features: vec![venue], shift: true, alt: false });
        assert_eq!(MapEvent::read(r#"{"type":"hovered","feature":null}"#), MapEvent::Hovered(None));
        assert_eq!(MapEvent::read(r#"{"type":"ready"}"#), MapEvent::Ready);
        let pictured = r#"{"type":"pictured","serial":3,"picture":{"uri":"data:image/png;base64,","ratio":2.5,
            "metresPerPx":4.0,"bearing":0,"ring":[{"lng":1,"lat":2}]}}"#;
        let picture = Picture {
            uri: "data:image/png;base64,".to_owned(),
            ratio: 2.5,
            metres_per_px: 4.0,
            bearing: 0.0,
            ring: vec![at],
        };
        assert_eq!(MapEvent::read(pictured), MapEvent::Pictured { serial: 3, picture: Ok(picture) });
        let none = MapEvent::Pictured { serial: 4, picture: Err("late".to_owned()) };
        assert_eq!(MapEvent::read(r#"{"type":"pictured","serial":4,"why":"late"}"#), none);
        assert!(matches!(MapEvent::read("{}"), MapEvent::Failed(_)));
    }

    #[test]
    fn a_drawn_ring_is_a_box_a_lasso_or_nothing() {
        let drawn = |tool: &str, ring: &str| {
            MapEvent::read(&format!(r#"{{"type":"drawn","tool":"{tool}","ring":{ring},"shift":false,"alt":true}}"#))
        };
        let ring = r#"[{"lng":0,"lat":0},{"lng":2,"lat":0},{"lng":2,"lat":1}]"#;
        let area = Area::Box(LngLatBox { west: 0.0, south: 0.0, east: 2.0, north: 1.0 });
        assert_eq!(drawn("box", ring), MapEvent::Drawn { area: Some(area), shift: false, alt: true });
        assert!(matches!(drawn("lasso", ring), MapEvent::Drawn { area: Some(Area::Lasso(r)), .. } if r.len() == 3));
        assert_eq!(drawn("lasso", "[]"), MapEvent::Drawn { area: None, shift: false, alt: true });
        let flat = r#"[{"lng":0,"lat":0},{"lng":2,"lat":0},{"lng":3,"lat":0}]"#;
        assert_eq!(drawn("box", flat), MapEvent::Drawn { area: None, shift: false, alt: true });
    }

    #[test]
    fn an_order_says_where_and_what_covers_the_map() {
        let bounds = LngLatBox { west: 0.0, south: 1.0, east: 2.0, north: 3.0 };
        let go = Go { serial: 1, to: CameraMove::Fit { bounds, max_zoom: 16.0 }, fly: true };
        assert_eq!(
            go.to_json(Padding { bottom: 340.0, ..Padding::default() }),
            json!({"to": {"bounds": [[0.0, 1.0], [2.0, 3.0]], "maxZoom": 16.0}, "fly": true,
                "padding": {"top": 0.0, "right": 0.0, "bottom": 340.0, "left": 0.0}})
        );
    }
}
