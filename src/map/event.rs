//! What the map says to the page, and what the page says to its camera: plain data.

use crate::domain::LayerName;
use crate::engine::Area;
use crate::units::{LngLat, LngLatBox};
use crate::view::Camera;

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
    /// A box or a lasso was drawn; none when it was given up.
    Drawn {
        /// What was drawn.
        area: Option<Area>,
        /// With Shift: adds to the selection.
        shift: bool,
    },
    /// Something could not be drawn.
    Failed(String),
    /// The graphics card gave the map up; it comes back by itself.
    ContextLost,
    /// It came back.
    ContextRestored,
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
}

impl Tool {
    /// Its name in the shim.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pan => "pan",
            Self::Box => "box",
            Self::Lasso => "lasso",
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
    /// Only if the place is hidden by what floats on the map or lies outside of it; zoom stays.
    Show(LngLat),
    /// In or out by so many zooms, about the centre.
    Zoom(f64),
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
