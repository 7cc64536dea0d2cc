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
use super::parts::{input, w};
use crate::domain::{CrashFilter, LayerName, Words};
use crate::text::{Lang, count, crash_filter};

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
    pub fn note(&self) -> Option<Words> {
        let said = |lang| crash_filter(self.filter, lang);
        (!self.filter.shows_all()).then(|| {
            w(format!("只计通过筛选的事故：{}", said(Lang::Zh)), format!("only crashes that pass: {}", said(Lang::En)))
        })
    }

    /// How many are left out because nobody knows whether they pass.
    fn unknown(&self) -> Option<Words> {
        let n = count(u64::from(self.left_out));
        (self.left_out > 0).then(|| {
            w(
                format!("{n} 起事故因筛选所问的取值不明而未计入"),
                format!("crashes left out because what the filter asks of them is unknown: {n}"),
            )
        })
    }
}

fn rows(name: LayerName, n: u32) -> Origin {
    Origin::Layer(name.code().to_owned(), n)
}
