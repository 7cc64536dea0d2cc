//! The methods, one file a method: pure functions over `domain` and `spatial` that return their result with its working.

pub mod area_grading;
pub mod assess;
pub mod blast;
pub mod district_levels;
pub mod districts;
pub mod dynamic;
pub mod explain;
pub mod explosives;
pub mod exposure;
pub mod faults;
pub mod gb18218;
pub mod lec;
pub mod ledger;
pub mod mines;
pub mod parts;
pub mod pipelines;
pub mod rating;
pub mod reach;
pub mod rings;
pub mod score;
pub mod sections;
pub mod sites;
pub mod venue_index;
pub mod venues;
pub mod vessels;
pub mod working;
