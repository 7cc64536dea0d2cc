//! The workings of this crate's first methods, put together from their results: one file a method.

mod density;
mod exposure;
mod inside;
mod sections;
mod venues;

pub use density::{DensityFacts, PlaceFacts, density, density_at};
pub use exposure::{ExposureFacts, exposure};
pub use inside::{AreaShape, InsideFacts, inside};
pub use sections::{sections, selection};
pub use venues::{VenueFacts, venues};

use super::explain::Origin;
use super::parts::{count, input};
use crate::domain::{CrashFilter, LayerName, Words};
use crate::text::{Lang, Said, crash_filter, layer, layer_within, said};

/// Which crashes were asked, and how many are left out for a value that is unknown alone.
#[derive(Clone, Copy, Debug)]
pub struct CrashesAsked<'a> {
    /// The filter.
    pub filter: &'a CrashFilter,
    /// How many nothing else leaves out.
    pub left_out: u32,
}

impl CrashesAsked<'_> {
    /// That only some count, where it is so.
    pub fn note(&self) -> Option<Said> {
        (!self.filter.shows_all()).then(|| {
            let asked = Words::new(crash_filter(self.filter, Lang::Zh), crash_filter(self.filter, Lang::En));
            said!("只计通过筛选的事故：{0}", "only crashes that pass: {0}", asked)
        })
    }

    /// How many are left out because nobody knows whether they pass.
    fn unknown(&self) -> Option<Said> {
        let n = count(u64::from(self.left_out));
        (self.left_out > 0).then(|| {
            said!(
                "{0} 起事故因筛选所问的取值不明而未计入",
                "crashes left out because what the filter asks of them is unknown: {0}",
                n
            )
        })
    }
}

fn rows(name: LayerName, n: u32) -> Origin {
    Origin::Layer(name.code().into(), n)
}

/// What a layer is called.
fn called(name: LayerName) -> Said {
    Said::plain(layer(name, Lang::Zh), layer(name, Lang::En))
}

/// The same within a sentence.
fn within(name: LayerName) -> Said {
    Words::new(layer_within(name, Lang::Zh), layer_within(name, Lang::En)).into()
}
