//! Road sections by amount, routes of dangerous goods and pipelines. Each kind of line has, from below: what the pointer
//! is on, what is selected, a halo, the line itself, and its class colour where a method painted it.

use super::expr::{all, by_class, by_zoom, has_class, if_hovered, rows};
use super::points::{by_level, small_by};
use super::{Draw, Look};
use crate::domain::{LayerName, Level};
use crate::map::icons::{self, theme_code};
use crate::map::layers::MapLayer;
use serde_json::{Value, json};

/// Widths of painted road sections in px at zoom 13, by class of five.
const SECTION_WIDTHS: [f64; 5] = [3.0, 3.8, 4.6, 5.5, 6.5];

/// Zooms, and there the widths of a selected section's edge and of what stands inside it, px.
const SELECTED_WIDTHS: [(f64, f64, f64); 4] =
    [(8.0, 2.4, 1.3), (11.0, 5.0, 3.2), (13.0, 10.0, 7.4), (16.0, 17.0, 13.4)];

/// So many selected sections are many.
const MANY: usize = 40;

/// Painted sections are drawn from this zoom on: wider than the widest city's first view.
const FAR: f64 = 5.0;

impl Look<'_> {
    /// A layer of sections, routes or pipelines.
    pub(super) fn line(self, layer: MapLayer) -> Draw {
        use MapLayer::*;
        let p = self.p;
        match layer {
            SectionHit => line(LayerName::Roads, 11.0).paint("line-opacity", 0).paint("line-width", 12),
            SectionHover => self.hover(LayerName::Roads, 8.0),
            SectionSelected => {
                let edges = self.selected_at(LayerName::Roads, SELECTED_WIDTHS.map(|(zoom, edge, _)| (zoom, edge)));
                // The edges of many, seen from far, would be all that is seen.
                let many = self.scene.selected.get(&LayerName::Roads).is_some_and(|rows| rows.len() > MANY);
                if many { edges.paint("line-opacity", by_zoom([(11.0, 0.3), (14.0, 1.0)])) } else { edges }
            }
            // Inside the edge stands the class colour: of many selected sections seen from far it is all that tells them apart.
            SectionSelectedHalo => {
                let classes = self.scene.classes(LayerName::Roads);
                self.selected_at(LayerName::Roads, SELECTED_WIDTHS.map(|(zoom, _, inside)| (zoom, inside)))
                    .paint("line-color", by_class(p.amount(classes), p.selected_halo))
            }
            SectionHalo => self.section(2.2).paint("line-color", p.land),
            Section => {
                let classes = self.scene.classes(LayerName::Roads);
                self.section(0.0).paint("line-color", by_class(p.amount(classes), p.land))
            }

            RouteHover => self.hover(LayerName::Routes, 8.0),
            RouteSelected => self.selected(LayerName::Routes, 8.0, 9.0),
            RouteHalo => line(LayerName::Routes, 8.0).paint("line-color", p.halo).paint("line-width", grown(5.4)),
            Route => line(LayerName::Routes, 8.0)
                .layout("line-cap", "butt")
                .paint("line-color", p.ink_2)
                .paint("line-width", grown(2.6))
                .paint("line-dasharray", json!([2.4, 1.1])),
            RouteClassEdge => self.painted(LayerName::Routes, 6.0).paint("line-color", self.edges(LayerName::Routes)),
            RouteClass => self.class_fill(LayerName::Routes),
            RouteIcon => self.icon_along(LayerName::Routes, "tanker"),

            PipelineHover => self.hover(LayerName::Pipelines, 8.0),
            PipelineSelected => self.selected(LayerName::Pipelines, 8.0, 9.0),
            PipelineHalo => line(LayerName::Pipelines, 8.0).paint("line-color", p.halo).paint("line-width", grown(5.0)),
            Pipeline => line(LayerName::Pipelines, 8.0)
                .paint("line-color", p.ink_2)
                .paint("line-width", by_zoom([(8.0, 1.2), (12.0, 2.0), (13.0, 3.0), (16.0, 5.6)])),
            // Near enough, the line opens into two: a pipe.
            PipelineCore => line(LayerName::Pipelines, 12.5)
                .paint("line-color", p.halo)
                .paint("line-width", by_zoom([(12.5, 0.4), (13.0, 1.0), (16.0, 2.8)])),
            PipelineClassEdge => {
                self.painted(LayerName::Pipelines, 6.0).paint("line-color", self.edges(LayerName::Pipelines))
            }
            PipelineClass => self.class_fill(LayerName::Pipelines),
            _ if self.is_level(LayerName::Pipelines) => self.level_along(LayerName::Pipelines),
            _ => self.icon_along(LayerName::Pipelines, "pipeline"),
        }
    }

    /// Under the line that the pointer is on.
    fn hover(self, of: LayerName, min_zoom: f64) -> Draw {
        line(of, min_zoom)
            .paint("line-color", self.p.selected)
            .paint("line-opacity", if_hovered(0.45, 0.0))
            .paint("line-width", grown(9.0))
    }

    /// Under the selected lines.
    fn selected(self, of: LayerName, min_zoom: f64, width: f64) -> Draw {
        let selected = self.scene.selected.get(&of).map_or(&[][..], Vec::as_slice);
        line(of, min_zoom).filter(rows(selected)).paint("line-color", self.p.selected).paint("line-width", grown(width))
    }

    /// The same at widths by zoom.
    fn selected_at(self, of: LayerName, widths: [(f64, f64); 4]) -> Draw {
        self.selected(of, 5.0, 1.0).paint("line-width", by_zoom(widths))
    }

    /// The lines that have a class, at one width.
    fn painted(self, of: LayerName, width: f64) -> Draw {
        let lines = line(of, 8.0).filter(has_class(self.scene.classes(of), &self.scene.isolated));
        if !self.is_level(of) {
            return lines.paint("line-width", grown(width));
        }
        // A worse level is wider too, and lies on top.
        let wide = |share: f64| {
            let of = |more: f64| ((width + more) * share * 100.0).round() / 100.0;
            by_class([-0.6, -0.2, 0.4, 1.2].map(of), 0)
        };
        lines
            .layout("line-sort-key", json!(["coalesce", ["get", "class"], -1]))
            .paint("line-width", by_zoom([(8.0, wide(0.5)), (12.0, wide(1.0)), (16.0, wide(1.5))]))
    }

    fn class_fill(self, of: LayerName) -> Draw {
        self.painted(of, 3.6).paint("line-color", by_class(self.fills(of), self.p.halo))
    }

    /// Road sections that have a class, at every zoom: amount is colour and width, and more lies on top of less. Seen
    /// from far the many sections of the least class are threads, so that the few of the highest stand out.
    fn section(self, more: f64) -> Draw {
        let classes = self.scene.classes(LayerName::Roads);
        let widths = |power: f64, scale: f64, more: f64| {
            let of = |i: usize| {
                let share = SECTION_WIDTHS[stretched(i, classes)] / SECTION_WIDTHS[SECTION_WIDTHS.len() - 1];
                let width = SECTION_WIDTHS[SECTION_WIDTHS.len() - 1] * share.powf(power) * scale + more;
                (width * 100.0).round() / 100.0
            };
            by_class((0..classes).map(of), 0)
        };
        let stops = [
            (8.0, widths(2.0, 0.36, 0.3 * more)),
            (11.0, widths(1.5, 0.6, 0.6 * more)),
            (13.0, widths(1.0, 1.0, more)),
            (16.0, widths(1.0, 2.2, more)),
        ];
        line(LayerName::Roads, FAR)
            .filter(has_class(classes, &self.scene.isolated))
            .layout("line-sort-key", json!(["coalesce", ["get", "class"], 0]))
            .paint("line-width", by_zoom(stops))
    }

    /// The kind's icon now and then along the line.
    fn icon_along(self, of: LayerName, icon: &str) -> Draw {
        along(of)
            .filter(json!([">=", ["zoom"], 11]))
            .layout("symbol-spacing", 320)
            .layout("icon-image", format!("disc/{icon}/quiet/{}", theme_code(self.scene.theme)))
            .layout("icon-padding", 8)
    }

    /// The level's shape now and then along the line, so that it is never told by colour alone.
    fn level_along(self, of: LayerName) -> Draw {
        let id = |has_drawing: fn(Level) -> bool| icons::level_symbol_id(of, has_drawing, self.scene.theme);
        let middle = |level| icons::level_shape(level).middle / f64::from(icons::level_shape(level).large);
        along(of)
            .filter(all([json!(true)].into_iter().chain(self.isolated(of))))
            .layout("symbol-spacing", 240)
            .layout("symbol-sort-key", json!(["-", 0, ["coalesce", ["get", "class"], -1]]))
            .layout("icon-image", json!(["step", ["zoom"], id(|_| false), 13, id(|_| true)]))
            .layout("icon-size", by_zoom([(10.0, by_level(small_by)), (13.0, by_level(middle))]))
            .layout("icon-padding", 2)
    }
}

/// Symbols along a line, upright.
fn along(of: LayerName) -> Draw {
    Draw::new("symbol", of.code(), of.code())
        .min_zoom(8.0)
        .layout("symbol-placement", "line")
        .layout("icon-rotation-alignment", "viewport")
}

fn line(of: LayerName, min_zoom: f64) -> Draw {
    Draw::new("line", of.code(), of.code()).min_zoom(min_zoom).layout("line-cap", "round").layout("line-join", "round")
}

/// A width that is as said at zoom 12 and beyond, and less in a wider view.
fn grown(width: f64) -> Value {
    let at = |share: f64| (width * share * 100.0).round() / 100.0;
    by_zoom([(8.0, at(0.5)), (12.0, width), (16.0, at(1.5))])
}

/// The width of class `i` of `classes` among five.
fn stretched(i: usize, classes: usize) -> usize {
    if classes <= 1 { 2 } else { (i * 4 + (classes - 1) / 2) / (classes - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_never_narrower() {
        for classes in 1..=6 {
            let widths: Vec<usize> = (0..classes).map(|i| stretched(i, classes)).collect();
            assert!(widths.is_sorted() && widths.iter().all(|w| *w < SECTION_WIDTHS.len()), "{widths:?}");
        }
        assert_eq!((0..5).map(|i| stretched(i, 5)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}
