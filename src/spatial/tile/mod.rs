//! Vector tiles, cut from the R-tree: Mapbox Vector Tile 2.1, 4096 units, y down, coordinates rounded down.
//!
//! What a tile holds of a layer, under the layer's code:
//! - Points: a point belongs to the tile that its longitude and latitude lie in, and to no other. At a zoom at which no
//!   tile has more than 4,000 points each tile has them all; otherwise it has a point for each cell of zoom z + 6 that
//!   holds any, with `count` when it stands for several. Points that are drawn as symbols, and are more than 400, go out
//!   in cells of zoom z + 4 at each zoom below 14 at which a tile has more than 100 of them; the cell's point is then the
//!   first of its highest class. Counts add up to the points in the tile, exactly, at every zoom.
//! - Lines and polygons: cut to the tile and 64 units around it, with the corners that show at half a pixel. Nothing of
//!   a dataset's layers is left out for being small: what shrinks to a position is drawn one unit large. Of the base
//!   map (water, green, built, buildings, railways), what is smaller than a pixel and what exceeds the 4,000 largest
//!   features of a tile is left out. Roads and the base map begin at the zoom at which the style draws their class;
//!   painted roads are always there.
//! - Polygons in a layer of points stand there as a point inside them; their outlines, where they are a pixel large, are
//!   a second layer, `LAYER_area`.
//!   Districts and named waters have such a point in `districts_label` and `water_label`; `until` is the zoom from which
//!   a place inside says the same name.
//!
//! Rows that a filter leaves out are in no tile and no count.
//!
//! A feature's id is its row. Its properties are [`tile_fields`], `id` while the tile has at most 2,000 features of the
//! layer, and `class` where a method painted it; a cell has `count` and the highest class in it.

mod attributes;
mod clip;
mod detail;
mod morton;
mod mvt;
mod pyramid;
mod shapes;
mod world;

pub use attributes::{ALWAYS_NAMED, RowLooks, place_named_from, tile_fields};

use super::error::SpatialError;
use super::index::Index;
use super::inner::inner_point;
use crate::domain::{Geometry, Layer, LayerName, ShapeKind, Shapes};
use crate::units::LngLat;
use attributes::{Attributes, first_zoom};
use mvt::{GeometryType, MvtLayer, TileValue};
use pyramid::{Cell, Pyramid};
use shapes::ShapeTiles;
use world::Tile;

/// Up to so many features of a layer in a tile carry their id as text.
const IDS: usize = 2000;

/// What a layer's tiles are cut from. It does not borrow the layer: that is given with each tile, and must be the one
/// it was built from.
#[derive(Clone, Debug)]
pub struct TileSource {
    points: Option<Pyramid>,
    labels: Option<Pyramid>,
    shapes: Option<ShapeTiles>,
}

impl TileSource {
    /// Prepares a layer for tiles.
    pub fn build(layer: &Layer) -> Self {
        let name = layer.name();
        let as_points = draws_points(name);
        let placed = |row: usize| -> Option<LngLat> {
            let shape = layer.shapes().get(row);
            match shape.kind() {
                ShapeKind::Point => shape.coords().first().copied(),
                ShapeKind::Polygon if as_points => inner_point(shape),
                _ => None,
            }
        };
        let labelled = |row: usize| -> Option<LngLat> {
            let named = name == LayerName::Districts || layer.text(row, "name").is_some();
            if named { inner_point(layer.shapes().get(row)) } else { None }
        };
        let has_labels = matches!(name, LayerName::Districts | LayerName::Water);
        Self {
            points: pyramid(layer.len(), placed),
            labels: if has_labels { pyramid(layer.len(), labelled) } else { None },
            shapes: ShapeTiles::build(layer.shapes(), |row| first_zoom(layer, row), name.is_base_map() || as_points),
        }
    }

    /// A tile of the layer; empty where it has nothing. Tiles of several layers may be put one behind the other.
    pub fn cut(
        &self,
        layer: &Layer,
        index: &Index,
        (z, x, y): (u8, u32, u32),
        looks: RowLooks<'_>,
    ) -> Result<Vec<u8>, SpatialError> {
        let tile = Tile::checked(z, x, y)?;
        let attributes = Attributes::of(layer, looks);
        let code = layer.name().code();
        let mut out = Vec::new();
        let mut main = MvtLayer::new(code);
        if let Some(points) = &self.points {
            write_points(points, tile, &attributes, &mut main);
        }
        if let Some(shapes) = &self.shapes {
            if draws_points(layer.name()) {
                let mut areas = MvtLayer::new(format!("{code}_area"));
                write_shapes(shapes, layer.shapes(), index, tile, &attributes, &mut areas);
                main.finish(&mut out);
                areas.finish(&mut out);
            } else {
                write_shapes(shapes, layer.shapes(), index, tile, &attributes, &mut main);
                main.finish(&mut out);
            }
        } else {
            main.finish(&mut out);
        }
        if let Some(labels) = &self.labels {
            let mut names = MvtLayer::new(format!("{code}_label"));
            write_names(labels, tile, &attributes, &mut names);
            names.finish(&mut out);
        }
        Ok(out)
    }
}

/// Tiles of shapes that are no layer of the dataset: the bands of a density surface.
#[derive(Clone, Debug)]
pub struct BandTiles {
    shapes: Option<ShapeTiles>,
}

impl BandTiles {
    /// Prepares lines and polygons for tiles; each row is a band. What is too small to be seen at a zoom is a dot there: a
    /// surface of narrow peaks is no empty map. A later row lies over an earlier one, so the dot is that of the peak.
    pub fn build(shapes: &Shapes) -> Self {
        Self { shapes: ShapeTiles::build(shapes, |_| 0, false).map(ShapeTiles::with_dots) }
    }

    /// A tile whose one layer has the name; a feature's id is its row, its `class` the row's of `classes`.
    pub fn cut(
        &self,
        name: &str,
        shapes: &Shapes,
        index: &Index,
        (z, x, y): (u8, u32, u32),
        classes: &[u8],
    ) -> Result<Vec<u8>, SpatialError> {
        let tile = Tile::checked(z, x, y)?;
        let mut layer = MvtLayer::new(name);
        if let Some(tiles) = &self.shapes {
            for row in tiles.rows(index, tile, |_| false) {
                if let Some(kind) = tiles.cut(shapes, row, tile, &mut layer) {
                    if let Some(class) = classes.get(row as usize) {
                        layer.tag("class", TileValue::Whole(u64::from(*class)));
                    }
                    layer.feature(Some(u64::from(row)), kind);
                }
            }
        }
        let mut out = Vec::new();
        layer.finish(&mut out);
        Ok(out)
    }
}

/// Whether a layer's features are drawn as symbols, polygons too.
fn draws_points(layer: LayerName) -> bool {
    matches!(layer.geometry(), Geometry::Point | Geometry::PointOrPolygon | Geometry::PointOrNone)
}

fn pyramid(rows: usize, placed: impl Fn(usize) -> Option<LngLat>) -> Option<Pyramid> {
    let pyramid = Pyramid::build(rows, placed);
    (!pyramid.is_empty()).then_some(pyramid)
}

fn write_points<'a>(points: &Pyramid, tile: Tile, attributes: &Attributes<'a>, out: &mut MvtLayer<'a>) {
    let (shown, symbols) = (attributes.looks.shown, attributes.looks.symbols);
    let with_id = points.has_at_most(IDS, tile, shown);
    points.cells(tile, shown, symbols, |cell: Cell<'_>| {
        // A symbol stands where the first of the worst is.
        let worst =
            cell.rows.iter().map(|row| attributes.class(*row)).enumerate().rev().max_by_key(|(_, class)| *class);
        let at = worst.filter(|_| symbols).map_or(cell.at, |(i, _)| cell.places[i]);
        out.point(tile.local(at));
        if let [row] = cell.rows {
            attributes.tag(out, *row, with_id);
            out.feature(Some(u64::from(*row)), GeometryType::Point);
        } else {
            out.tag("count", TileValue::Whole(cell.rows.len() as u64));
            attributes.tag_class(out, cell.rows.iter().filter_map(|row| attributes.class(*row)).max());
            out.feature(None, GeometryType::Point);
        }
    });
}

/// The places where names stand: as points, but a name that another layer says from some zoom on says so.
fn write_names<'a>(names: &Pyramid, tile: Tile, attributes: &Attributes<'a>, out: &mut MvtLayer<'a>) {
    names.cells(tile, attributes.looks.shown, false, |cell: Cell<'_>| {
        out.point(tile.local(cell.at));
        if let [row] = cell.rows {
            attributes.tag(out, *row, true);
            attributes.tag_until(out, *row);
            out.feature(Some(u64::from(*row)), GeometryType::Point);
        } else {
            out.tag("count", TileValue::Whole(cell.rows.len() as u64));
            out.feature(None, GeometryType::Point);
        }
    });
}

fn write_shapes<'a>(
    tiles: &ShapeTiles,
    shapes: &Shapes,
    index: &Index,
    tile: Tile,
    attributes: &Attributes<'a>,
    out: &mut MvtLayer<'a>,
) {
    let mut rows = tiles.rows(index, tile, |row| attributes.class(row).is_some());
    rows.retain(|row| attributes.looks.shows(*row));
    let with_id = rows.len() <= IDS;
    for row in rows {
        if let Some(kind) = tiles.cut(shapes, row, tile, out) {
            attributes.tag(out, row, with_id);
            out.feature(Some(u64::from(row)), kind);
        }
    }
}
