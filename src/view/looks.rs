//! How layers are drawn that are drawn otherwise than they are by themselves: fainter, or in another order.

use super::SWITCHED;
use crate::domain::LayerName;
use std::collections::BTreeMap;

/// What can be drawn fainter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Faded {
    /// The density surface.
    Surface,
    /// A layer that can be turned on and off.
    Layer(LayerName),
}

/// Fainter than this nobody sees what is there; who wants that turns the layer off. Percent.
pub const FAINTEST: u8 = 10;

/// The surface's name in a link; no layer is called so.
const SURFACE: &str = "surface";

/// How layers are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// How solid what is fainter is, percent of what it is by itself; never 100.
    faded: BTreeMap<Faded, u8>,
    /// The order from the bottom to the top, where somebody chose one.
    order: Vec<LayerName>,
}

impl Looks {
    /// How solid something is, percent of what it is by itself.
    pub fn solid(&self, what: Faded) -> u8 {
        self.faded.get(&what).copied().unwrap_or(100)
    }

    /// Draws something fainter, or at 100 as it is by itself.
    pub fn fade(&mut self, what: Faded, percent: u8) {
        match percent {
            100.. => drop(self.faded.remove(&what)),
            percent => drop(self.faded.insert(what, percent.max(FAINTEST))),
        }
    }

    /// Layers from the bottom to the top: as somebody chose, else as the list of layers has them, whose first is the topmost.
    pub fn order(&self) -> Vec<LayerName> {
        let own = || SWITCHED.iter().rev().copied();
        let chosen = self.order.iter().copied();
        let others = own().filter(|layer| !self.order.contains(layer));
        if self.order.is_empty() { own().collect() } else { others.chain(chosen).collect() }
    }

    /// Whether somebody chose an order.
    pub fn is_ordered(&self) -> bool {
        !self.order.is_empty()
    }

    /// Draws a layer over the next one of those in `among` that lies over it.
    pub fn raise(&mut self, layer: LayerName, among: &[LayerName]) {
        let mut order = self.order();
        let Some(at) = order.iter().position(|of| *of == layer) else { return };
        let over = (at + 1..order.len()).find(|place| among.contains(&order[*place]));
        if let Some(over) = over {
            order.remove(at);
            order.insert(over, layer);
            self.take_order(order);
        }
    }

    /// Draws a layer under the next one of those in `among` that lies under it.
    pub fn lower(&mut self, layer: LayerName, among: &[LayerName]) {
        let mut order = self.order();
        let Some(at) = order.iter().position(|of| *of == layer) else { return };
        if let Some(under) = (0..at).rev().find(|place| among.contains(&order[*place])) {
            order.remove(at);
            order.insert(under, layer);
            self.take_order(order);
        }
    }

    /// An order that is the list's own is none.
    fn take_order(&mut self, order: Vec<LayerName>) {
        self.order = if order.iter().eq(SWITCHED.iter().rev()) { Vec::new() } else { order };
    }

    /// What is fainter, as a link says it.
    pub fn fade_text(&self) -> Option<String> {
        let one = |(what, percent): (&Faded, &u8)| match what {
            Faded::Surface => format!("{SURFACE}-{percent}"),
            Faded::Layer(layer) => format!("{}-{percent}", layer.code()),
        };
        (!self.faded.is_empty()).then(|| self.faded.iter().map(one).collect::<Vec<_>>().join("."))
    }

    /// Reads that; `None` when it cannot be read.
    pub fn read_fade(&mut self, text: &str) -> Option<()> {
        let mut faded = BTreeMap::new();
        for part in text.split('.') {
            let (name, percent) = part.rsplit_once('-')?;
            let percent = percent.parse().ok().filter(|percent| (FAINTEST..100).contains(percent))?;
            let what = match name {
                SURFACE => Faded::Surface,
                name => Faded::Layer(LayerName::from_code(name).filter(|layer| SWITCHED.contains(layer))?),
            };
            faded.insert(what, percent);
        }
        self.faded = faded;
        Some(())
    }

    /// The order, as a link says it: from the bottom to the top.
    pub fn order_text(&self) -> Option<String> {
        let codes = || self.order.iter().map(|layer| layer.code()).collect::<Vec<_>>().join(".");
        self.is_ordered().then(codes)
    }

    /// Reads that; `None` when it cannot be read.
    pub fn read_order(&mut self, text: &str) -> Option<()> {
        let mut order: Vec<LayerName> = Vec::new();
        for code in text.split('.') {
            let layer =
                LayerName::from_code(code).filter(|layer| SWITCHED.contains(layer) && !order.contains(layer))?;
            order.push(layer);
        }
        self.order = order;
        let whole = self.order();
        self.take_order(whole);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LayerName::{Facilities, Pipelines, Routes, Venues};

    #[test]
    fn what_is_as_it_is_by_itself_is_not_kept() {
        let mut looks = Looks::default();
        looks.fade(Faded::Layer(Venues), 60);
        looks.fade(Faded::Surface, 3);
        assert_eq!((looks.solid(Faded::Layer(Venues)), looks.solid(Faded::Surface)), (60, FAINTEST));
        assert_eq!(looks.fade_text().as_deref(), Some("surface-10.venues-60"));
        let mut other = Looks::default();
        other.read_fade("surface-10.venues-60").unwrap();
        assert_eq!(other, looks);
        looks.fade(Faded::Layer(Venues), 100);
        looks.fade(Faded::Surface, 100);
        assert_eq!(looks, Looks::default());
        for bad in ["", "venues", "venues-0", "venues-100", "water-50", "venues-50.x-3"] {
            assert_eq!(other.read_fade(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_layer_changes_its_place_with_the_next_that_is_there() {
        let mut looks = Looks::default();
        assert_eq!(looks.order().last(), Some(&Facilities), "the first of the list is the topmost");
        let place = |looks: &Looks, layer| looks.order().iter().position(|of| *of == layer).unwrap();
        looks.raise(Venues, &[Facilities, Venues]);
        assert!(place(&looks, Venues) > place(&looks, Facilities));
        assert!(place(&looks, Pipelines) < place(&looks, Facilities), "what is not there is passed");
        let mut other = Looks::default();
        other.read_order(&looks.order_text().unwrap()).unwrap();
        assert_eq!(other, looks);
        looks.lower(Venues, &[Facilities, Venues]);
        assert_eq!(place(&looks, Venues) + 1, place(&looks, Facilities));
        looks.raise(Facilities, &[Facilities, Venues]);
        let before = looks.clone();
        looks.lower(Routes, &[Routes]);
        assert_eq!(looks, before, "there is nothing under it");
        for bad in ["", "water", "venues.venues", "venues.x"] {
            assert_eq!(other.read_order(bad), None, "{bad}");
        }
    }
}
