//! Which slip stands on which page: none is cut, a heading stays with what follows it, a table's head is repeated.

use super::html::{Galley, Kind};

/// Heights that a browser measured, px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Of the slips, in their order.
    pub slips: Vec<f64>,
    /// Of the tables' heads.
    pub heads: Vec<f64>,
}

/// How high the pages' texts may be, px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Under the map, on the first page.
    pub first: f64,
    /// On every other page.
    pub other: f64,
}

/// The slips of each page. The first page is always there, and may be empty: it has the map. A slip that is higher than a
/// page has one of its own, which is then longer.
pub fn pages(galley: &Galley, heights: &Measured, room: Room) -> Vec<Vec<usize>> {
    let mut pages = vec![Vec::new()];
    let (mut left, mut table) = (room.first, None::<usize>);
    for at in 0..galley.slips.len() {
        let need = together(galley, heights, at, table);
        // On an empty page nothing is won by turning it; the first has the map.
        let empty = pages.len() > 1 && pages.last().is_some_and(Vec::is_empty);
        if need > left && !empty {
            pages.push(Vec::new());
            (left, table) = (room.other, None);
        }
        left -= own(galley, heights, at, table);
        table = match galley.slips[at].kind {
            Kind::Row(of) => Some(of),
            Kind::Block { .. } => None,
        };
        if let Some(page) = pages.last_mut() {
            page.push(at);
        }
    }
    pages
}

/// A slip's height, with its table's head where that is not above it already.
fn own(galley: &Galley, heights: &Measured, at: usize, table: Option<usize>) -> f64 {
    let height = heights.slips.get(at).copied().unwrap_or(0.0);
    match galley.slips[at].kind {
        Kind::Row(of) if table != Some(of) => height + heights.heads.get(of).copied().unwrap_or(0.0),
        _ => height,
    }
}

/// A slip's height and that of those that must stand on its page.
fn together(galley: &Galley, heights: &Measured, at: usize, table: Option<usize>) -> f64 {
    let height = own(galley, heights, at, table);
    match galley.slips[at].kind {
        Kind::Block { keep: true } if at + 1 < galley.slips.len() => height + together(galley, heights, at + 1, None),
        _ => height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::sheet::html::Column;

    fn galley() -> Galley {
        let mut galley = Galley::default();
        galley.heading("A", "");
        galley.table(&[Column::text("x", 1)], (0..5).map(|n| vec![n.to_string()]));
        galley.heading("B", "");
        galley.line("end");
        galley
    }

    #[test]
    fn nothing_is_cut_and_heads_are_repeated() {
        let heights = Measured { slips: vec![20.0; 8], heads: vec![10.0] };
        let of = |first, other| pages(&galley(), &heights, Room { first, other });
        // 20 heading + 10 head + 2 rows; then 10 head + 3 rows; the second heading takes its line along.
        assert_eq!(of(70.0, 85.0), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]]);
        // The map has the first page: a heading does not stay under it alone.
        assert_eq!(of(30.0, 500.0), [vec![], vec![0, 1, 2, 3, 4, 5, 6, 7]]);
        assert_eq!(pages(&Galley::default(), &Measured::default(), Room::default()), [Vec::<usize>::new()]);
    }

    #[test]
    fn a_slip_higher_than_a_page_has_its_own() {
        let heights = Measured { slips: vec![20.0, 900.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0], heads: vec![10.0] };
        let all: Vec<usize> =
            pages(&galley(), &heights, Room { first: 0.0, other: 100.0 }).into_iter().flatten().collect();
        assert_eq!(all, (0..8).collect::<Vec<_>>());
    }
}
