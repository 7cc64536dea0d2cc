//! The sections that motor vehicles use: rows of the roads layer whose class is driven.

use crate::domain::{Layer, Shapes, schema};
use crate::spatial::{Index, OnLine, Plane};
use crate::units::Xy;

/// The driven sections of a roads layer, with an index of their own, so that a crash beside a footpath is given to the
/// street and not to the path.
#[derive(Clone, Debug)]
pub struct Driven {
    /// Their rows in the roads layer, ascending.
    rows: Vec<u32>,
    shapes: Shapes,
    index: Index,
    length_m: Vec<f64>,
}

impl Driven {
    /// The driven sections of a roads layer. A section without a driven class is left out; a layer without any gives
    /// an empty network.
    pub fn of(roads: &Layer, plane: &Plane) -> Self {
        let mut rows = Vec::new();
        let mut shapes = Shapes::new();
        for row in 0..roads.len() {
            if !roads.text(row, "class").is_some_and(schema::is_driven) {
                continue;
            }
            let parts: Vec<_> = roads.shapes().get(row).parts().map(|(part, _)| part.to_vec()).collect();
            shapes.push_line(&parts);
            rows.push(row as u32);
        }
        let index = Index::build(&shapes, plane);
        let length_m = (0..shapes.len()).map(|place| length(&shapes, &index, place)).collect();
        Self { rows, shapes, index, length_m }
    }

    /// How many sections.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row in the roads layer of the section at a place of this list.
    pub fn row(&self, place: usize) -> u32 {
        self.rows[place]
    }

    /// The place in this list of a row of the roads layer; `None` for a row that is not driven.
    pub fn place(&self, row: u32) -> Option<usize> {
        self.rows.binary_search(&row).ok()
    }

    /// A section's length in metres.
    pub fn length_m(&self, place: usize) -> f64 {
        self.length_m[place]
    }

    /// The section nearest to a position within `max_m` metres; of equally near ones the lower row. `row` of the
    /// answer is a place in this list.
    pub fn nearest(&self, at: Xy, max_m: f64) -> Option<OnLine> {
        self.index.nearest_line(&self.shapes, at, max_m)
    }
}

fn length(shapes: &Shapes, index: &Index, place: usize) -> f64 {
    let shape = shapes.get(place);
    (0..shape.parts().count())
        .map(|part| {
            let xy = &index.xy()[shapes.part_range(place, part)];
            xy.windows(2).map(|pair| index.plane().distance_m(pair[0], pair[1])).sum::<f64>()
        })
        .sum()
}
