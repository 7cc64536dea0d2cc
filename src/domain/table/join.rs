//! Rows of one layer taken into another: a reader's own table beside the city's.

use super::{Column, Layer};
use crate::domain::schema;
use crate::domain::shapes::{Shape, ShapeKind, Shapes};
use crate::units::LngLat;
use std::collections::HashSet;

impl Layer {
    /// Adds the rows of another layer of the same name whose ids are not used here yet, each with where it came from.
    /// Gives those that were left out, by their places in the other.
    pub fn append(&mut self, other: &Self) -> Vec<usize> {
        debug_assert_eq!(self.name, other.name);
        self.reopen();
        let used: HashSet<String> = (0..self.len()).map(|row| self.id(row).to_owned()).collect();
        let (left, new): (Vec<usize>, Vec<usize>) = (0..other.len()).partition(|row| used.contains(other.id(*row)));
        for row in new {
            self.take_row(other, row);
        }
        self.finish();
        left
    }

    /// Makes texts find those that are stored already: [`Layer::finish`] gave that up.
    fn reopen(&mut self) {
        let known = self.columns.iter_mut().flatten().filter_map(|column| match column {
            Column::Text(text) => Some(text),
            _ => None,
        });
        for text in known.chain(self.extras.iter_mut().map(|(_, text)| text)) {
            text.seen = text.pool.iter().zip(1..).map(|(word, code)| (word.clone(), code)).collect();
        }
    }

    fn take_row(&mut self, other: &Self, row: usize) {
        push_shape(&mut self.shapes, other.shapes.get(row));
        let src = schema::position(self.name, "_src");
        for at in 0..other.columns.len() {
            if let Some(value) = other.value_at(row, at) {
                self.set(at, value);
            }
        }
        // Its number in a file is one of another file.
        if let Some(at) = src.filter(|at| other.value_at(row, *at).is_none()) {
            self.set(at, super::Value::Text(&other.source(row)));
        }
        for (name, text) in other.extras(row) {
            self.set_extra(name, text);
        }
        self.finish_row(other.id(row), other.source_rows[row]);
    }
}

pub(super) fn push_shape(shapes: &mut Shapes, shape: Shape<'_>) {
    match shape.kind() {
        ShapeKind::None => shapes.push_none(),
        ShapeKind::Point => match shape.coords().first() {
            Some(at) => shapes.push_point(*at),
            None => shapes.push_none(),
        },
        ShapeKind::Line => {
            let parts: Vec<Vec<LngLat>> = shape.parts().map(|(part, _)| part.to_vec()).collect();
            shapes.push_line(&parts);
        }
        ShapeKind::Polygon => {
            let mut members: Vec<Vec<Vec<LngLat>>> = Vec::new();
            for (ring, hole) in shape.parts() {
                match members.last_mut() {
                    Some(member) if hole => member.push(ring.to_vec()),
                    _ => members.push(vec![ring.to_vec()]),
                }
            }
            shapes.push_polygon(&members);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LayerName, Value};

    fn layer(file: &str, rows: &[(&str, &str, f64)]) -> Layer {
        let mut layer = Layer::new(LayerName::Venues, file);
        let name = schema::position(LayerName::Venues, "name").unwrap();
        let day = schema::position(LayerName::Venues, "people_day").unwrap();
        for (n, (id, title, people)) in rows.iter().enumerate() {
            layer.shapes_mut().push_point(LngLat::new(112.0 + n as f64, 30.0));
            layer.set(name, Value::Text(title));
            layer.set(day, Value::Number(*people));
            layer.set_extra("地址", title);
            layer.finish_row(id, n as u32 + 1);
        }
        layer.finish();
        layer
    }

    #[test]
    fn own_rows_come_behind_the_citys_and_say_where_they_come_from() {
        let mut city = layer("venues.csv", &[("V1", "小学", 240.0), ("V2", "旅馆", 20.0)]);
        let own = layer("own.csv", &[("V2", "他处", 1.0), ("W1", "旅馆", 7.0), ("W2", "网吧", 9.0)]);
        assert_eq!(city.append(&own), [0], "an id of the city's is not taken twice");
        assert_eq!(city.len(), 4);
        assert_eq!((city.id(2), city.text(2, "name"), city.number(3, "people_day")), ("W1", Some("旅馆"), Some(9.0)));
        assert_eq!((city.source(1), city.source(2)), ("venues.csv#2".to_owned(), "own.csv#2".to_owned()));
        assert_eq!(city.shapes().coords()[2], LngLat::new(113.0, 30.0));
        assert_eq!(city.extras(3).collect::<Vec<_>>(), [("地址", "网吧")]);
        let Some(Column::Text(names)) = city.column("name") else { panic!("names") };
        assert_eq!(names.distinct().len(), 3, "a text is stored once");
        assert_eq!(city.text(0, "_src"), None, "the city's rows are as they were");
    }

    #[test]
    fn shapes_of_every_kind_are_taken_whole() {
        let at = |x: f64| LngLat::new(x, 0.0);
        let mut from = Layer::new(LayerName::Water, "w");
        from.shapes_mut().push_line(&[vec![at(0.0), at(1.0)], vec![at(2.0), at(3.0)]]);
        from.finish_row("a", 1);
        let ring = |x: f64| vec![at(x), at(x + 1.0), LngLat::new(x, 1.0), at(x)];
        from.shapes_mut().push_polygon(&[vec![ring(0.0), ring(0.2)], vec![ring(5.0)]]);
        from.finish_row("b", 2);
        from.finish();
        let mut to = Layer::new(LayerName::Water, "v");
        to.finish();
        assert!(to.append(&from).is_empty());
        let parts = |l: &Layer, row| l.shapes().get(row).parts().map(|(p, h)| (p.to_vec(), h)).collect::<Vec<_>>();
        assert_eq!((parts(&to, 0), parts(&to, 1)), (parts(&from, 0), parts(&from, 1)));
    }
}
