//! What is taken along: the print sheet, the page that opens offline and the picture for slides, made of plain data.
//!
//! [`Galley`] is the text as one long column of slips, none of which is cut; [`pages()`] says on which page each slip
//! stands, from the heights that a browser measured; [`Front`] is what stands around it. The same HTML is the preview,
//! the print and the file, so that what is seen is what is got. It holds no style attribute and no script: the page's
//! content policy would refuse both.

pub mod area;
pub mod briefing;
pub mod crew;
pub mod frame;
pub mod front;
pub mod html;
pub mod lists;
pub mod marks;
pub mod object;
pub mod pages;
pub mod pair;
pub mod paper;
pub mod reaching;
pub mod selection;
pub mod sight;
pub mod signing;
pub mod slide;
pub mod working;

pub use front::{Front, Key, KeyRow, Plate};
pub use html::Galley;
pub use pages::{Measured, Room, pages};
pub use paper::{Paper, Sheet, Turn};
pub use sight::{Frame, Sight};
