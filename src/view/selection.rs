//! How a link keeps a selection of road sections: by their ids while these are few, and else by the way it was made.

use super::area;
use crate::engine::Area;
use crate::view::{Ranked, Traffic};

/// The longest text that a link gives to a selection; browsers, mails and chats cut longer links.
pub const MOST_TEXT: usize = 2_000;

/// A step in which a selection was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// It took sections out; otherwise they joined.
    pub out: bool,
    /// Which ones.
    pub what: Picked,
}

/// The sections of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    /// By their ids.
    Roads(Vec<String>),
    /// All that lie in an area.
    Area(Area),
}

impl Traffic {
    /// Selects sections: these now, by this step, which began anew or went on from the selection before.
    pub fn select(&mut self, ids: Vec<String>, step: Step, anew: bool) {
        let before = match self.selected.is_empty() || anew {
            true => Some(Vec::new()),
            false if !self.made.is_empty() => Some(self.made.clone()),
            // What a link left out cannot be gone on from.
            false => {
                (!self.is_left_out()).then(|| vec![Step { out: false, what: Picked::Roads(self.selected.clone()) }])
            }
        };
        self.selected = ids;
        self.made = match before {
            Some(mut steps) if ids_text(&self.selected) > MOST_TEXT => {
                push(&mut steps, step);
                if steps_text(&steps) > MOST_TEXT { Vec::new() } else { steps }
            }
            _ => Vec::new(),
        };
    }

    /// Selects nothing.
    pub fn select_none(&mut self) {
        self.selected.clear();
        self.made.clear();
        if self.scope == Ranked::Selection {
            self.scope = Ranked::City;
        }
    }

    /// Whether the selection is too large for a link, and cannot be told by how it was made.
    pub fn is_left_out(&self) -> bool {
        self.made.is_empty() && ids_text(&self.selected) > MOST_TEXT
    }
}

/// Adds a step; ids that join or leave one after the other are one step.
pub(super) fn push(steps: &mut Vec<Step>, step: Step) {
    match (steps.last_mut(), step) {
        (Some(Step { out, what: Picked::Roads(ids) }), Step { out: same, what: Picked::Roads(more) })
            if *out == same =>
        {
            ids.extend(more);
        }
        (_, step) => steps.push(step),
    }
}

/// How long the ids are in a link, characters, names of the parts included.
fn ids_text(ids: &[String]) -> usize {
    ids.iter().map(|id| id.len() + "&road=".len()).sum()
}

fn steps_text(steps: &[Step]) -> usize {
    steps.iter().flat_map(Step::to_texts).map(|text| text.len() + "&pick=".len()).sum()
}

impl Step {
    /// The step as a link keeps it: one text, or one for each id.
    pub(super) fn to_texts(&self) -> Vec<String> {
        let sign = if self.out { "-" } else { "" };
        match &self.what {
            Picked::Roads(ids) => ids.iter().map(|id| format!("{sign}road:{id}")).collect(),
            Picked::Area(area) => vec![format!("{sign}{}", area::to_text(area))],
        }
    }

    /// The step of a link's text; `None` when it cannot be read.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (out, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let what = match text.strip_prefix("road:") {
            Some(id) => Picked::Roads(vec![id.to_owned()]),
            None => Picked::Area(area::from_text(text)?),
        };
        Some(Self { out, what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{LngLat, LngLatBox};
    use crate::view::{Role, View};

    fn ids(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("r{i:04}")).collect()
    }

    fn boxed() -> Area {
        Area::Box(LngLatBox { west: 112.1, south: 30.25, east: 112.31234, north: 30.5 })
    }

    fn lasso() -> Area {
        Area::Lasso([(112.0, 30.0), (112.5, 30.12345), (112.25, 30.5)].map(|(x, y)| LngLat::new(x, y)).to_vec())
    }

    fn add(area: Area) -> Step {
        Step { out: false, what: Picked::Area(area) }
    }

    fn road(id: &str, out: bool) -> Step {
        Step { out, what: Picked::Roads(vec![id.to_owned()]) }
    }

    fn link(traffic: &Traffic) -> String {
        View { role: Role::Traffic, traffic: traffic.clone(), ..View::default() }.to_query()
    }

    #[test]
    fn few_sections_are_kept_by_their_ids_and_many_by_how_they_were_chosen() {
        let mut traffic = Traffic::default();
        traffic.select(ids(20), add(boxed()), true);
        assert!(traffic.made.is_empty() && link(&traffic).contains("&road=r0019"));
        traffic.select(ids(5_425), add(boxed()), true);
        assert_eq!(link(&traffic), "v=1&role=traffic&pick=box:112.10000,30.25000,112.31234,30.50000");
        traffic.select(ids(5_424), road("r5424", true), false);
        traffic.select(ids(5_425), road("r5424", false), false);
        traffic.select(ids(5_430), add(lasso()), false);
        let text = link(&traffic);
        assert!(text.ends_with(
            "&pick=-road:r5424&pick=road:r5424&pick=lasso:112.00000,30.00000,112.50000,30.12345,112.25000,30.50000"
        ));
        let (view, ignored) = View::from_query(&text);
        assert_eq!((view.traffic.made, ignored), (traffic.made.clone(), vec![]));
        traffic.select(ids(3), Step { out: true, what: Picked::Area(boxed()) }, false);
        assert!(traffic.made.is_empty() && link(&traffic).contains("&road=r0002"));
    }

    #[test]
    fn a_selection_that_grows_too_large_begins_with_its_ids() {
        let mut traffic = Traffic { selected: ids(2), ..Traffic::default() };
        traffic.select(ids(900), add(lasso()), false);
        assert!(link(&traffic).starts_with("v=1&role=traffic&pick=road:r0000&pick=road:r0001&pick=lasso:"));
        let (view, _) = View::from_query(&link(&traffic));
        assert_eq!(view.traffic.made, traffic.made);
    }

    #[test]
    fn an_inverted_selection_is_the_area_without_what_was_selected() {
        let mut traffic = Traffic { selected: ids(2), ..Traffic::default() };
        let all = ids(902)[2..].to_vec();
        traffic.select(all.clone(), add(boxed()), false);
        traffic.select(all, Step { out: true, what: Picked::Roads(ids(2)) }, false);
        let text = link(&traffic);
        assert!(
            text.ends_with("&pick=box:112.10000,30.25000,112.31234,30.50000&pick=-road:r0000&pick=-road:r0001"),
            "{text}"
        );
        assert_eq!(View::from_query(&text).0.traffic.made, traffic.made);
    }

    #[test]
    fn what_a_link_cannot_say_is_left_out_of_it() {
        let round = |n: usize| {
            let on = |i: usize| (i as f64 / n as f64 * std::f64::consts::TAU).sin_cos();
            Area::Lasso((0..n).map(on).map(|(y, x)| LngLat::new(112.0 + x, 30.0 + y)).collect())
        };
        let mut traffic = Traffic::default();
        traffic.select(ids(900), add(round(50)), true);
        assert!(!traffic.is_left_out() && link(&traffic).len() < 2_100);
        traffic.select(ids(900), add(round(500)), true);
        assert!(traffic.is_left_out());
        assert_eq!(link(&traffic), "v=1&role=traffic");
        traffic.select(ids(901), road("r0900", false), false);
        assert!(traffic.is_left_out(), "nobody knows how it began");
        traffic.select(ids(900), add(boxed()), true);
        assert!(!traffic.is_left_out());
        traffic.select_none();
        assert_eq!(traffic, Traffic::default());
    }

    #[test]
    fn what_is_no_step_is_refused() {
        for text in
            ["", "box", "box:1,2,3", "box:3,4,1,2", "lasso:1,2,3,4", "lasso:1,2,3,4,5,999", "circle:1,2", "box:a,b,c,d"]
        {
            assert_eq!(Step::from_text(text), None, "{text}");
        }
    }
}
