//! In which order layers are drawn: the list's own, or within lines, dots and symbols that which somebody chose. Lines never
//! lie over dots, nor dots over names.

use crate::domain::LayerName;
use crate::map::layers::MapLayer;
use crate::map::scene::Command;
use crate::view::{Faded, Looks};
use std::ops::RangeInclusive;

/// Within these the order is free.
const FREE: [RangeInclusive<MapLayer>; 3] = [
    MapLayer::SectionHit..=MapLayer::PipelineClass,
    MapLayer::CrashCell..=MapLayer::FacilityDot,
    MapLayer::CrashHover..=MapLayer::StationSymbol,
];

/// Every map layer, bottom to top.
pub(super) fn of(looks: &Looks) -> Vec<MapLayer> {
    let mut all = MapLayer::ALL.to_vec();
    if !looks.is_ordered() {
        return all;
    }
    let order = looks.order();
    let rank = |layer: &MapLayer| match layer.faded() {
        Some(Faded::Layer(name)) => order.iter().position(|of: &LayerName| *of == name),
        _ => None,
    };
    for free in FREE {
        let (first, last) = (*free.start() as usize, *free.end() as usize);
        if let Some(band) = all.get_mut(first..=last) {
            band.sort_by_key(rank);
        }
    }
    all
}

/// What makes one order the other: of every band that changes its layers from the topmost down, each under the one before.
pub(super) fn moves(old: &[MapLayer], new: &[MapLayer]) -> Vec<Command> {
    let mut commands = Vec::new();
    for free in FREE {
        let (first, last) = (*free.start() as usize, *free.end() as usize);
        if old.get(first..=last) == new.get(first..=last) {
            continue;
        }
        for place in (first..=last).rev() {
            let before = new.get(place + 1).map(|layer| layer.id());
            commands.extend(new.get(place).map(|layer| Command::Move { layer: layer.id(), before }));
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_layer_lies_over_the_other_and_lines_stay_under_dots() {
        let mut looks = Looks::default();
        assert_eq!(of(&looks), MapLayer::ALL);
        let place = |order: &[MapLayer], layer| order.iter().position(|of| *of == layer);
        looks.raise(LayerName::Routes, &[LayerName::Routes, LayerName::Pipelines]);
        looks.raise(LayerName::Venues, &[LayerName::Venues, LayerName::Facilities]);
        let order = of(&looks);
        for (under, over) in [
            (MapLayer::PipelineClass, MapLayer::RouteHover),
            (MapLayer::RouteClass, MapLayer::CrashCell),
            (MapLayer::FacilityDot, MapLayer::VenueCell),
            (MapLayer::FacilityLevel, MapLayer::VenueLevel),
            (MapLayer::VenueDot, MapLayer::PlaceLabel),
            (MapLayer::VenueLevel, MapLayer::FocusSymbol),
        ] {
            assert!(place(&order, under) < place(&order, over), "{} under {}", under.id(), over.id());
        }
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, MapLayer::ALL, "each is there once");
    }
}
