//! The shortest way along the roads between two sections.

use super::super::Engine;
use super::super::protocol::{EngineError, FeatureRef, Way};
use crate::domain::LayerName;
use crate::network::{Driven, Ways};

/// The way; the network is put together once for a city.
pub fn path(engine: &mut Engine, from: u32, to: u32) -> Result<Option<Way>, EngineError> {
    let open = engine.open()?;
    for row in [from, to] {
        open.feature(FeatureRef { layer: LayerName::Roads, row })?;
    }
    let roads = open.need(LayerName::Roads)?.layer;
    let ways = match &engine.ways {
        Some(ways) => ways,
        None => {
            let ways = Ways::of(roads, &Driven::of(roads, open.plane()));
            engine.ways.insert(ways)
        }
    };
    Ok(ways.between(from, to))
}
