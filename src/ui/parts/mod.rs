//! The small pieces that every region is built from.

mod chip;
mod choose;
mod edge;
mod hits;
mod icon;
mod icon_button;
mod level;
mod loosen;
mod measure;
mod menu;
mod more;
mod parting;
mod ranking;
mod rejected;
mod saving;
mod settings;
mod unbroken;
mod working;

pub use chip::counted_chip;
pub use choose::{Choice, Segmented, Select};
pub use edge::{Edge, Region};
pub use hits::{HitLink, beside, fly_to, go_to, remark};
pub use icon::{Icon, icon, kind_icon, layer_drawing, layer_icon, role_icon};
pub use icon_button::icon_button;
pub use level::{CountColumn, level_class, level_counts, level_mark, level_name, level_shape};
pub use loosen::Loosen;
pub use measure::Measure;
pub use menu::Menu;
pub use more::{More, walk_rows};
pub use parting::Parting;
pub use ranking::{Mark, RankLine, Ranking};
pub use rejected::{RejectedRow, RejectedTable};
pub use saving::SaveButton;
pub use settings::Settings;
pub use unbroken::unbroken;
pub use working::{MethodLink, Working, WorkingButton, confidence_tag, typeset};
