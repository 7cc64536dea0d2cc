//! Which way streets run at a place: along the nearest arterial, bent by the river, by a grid of its own elsewhere.

use super::Site;
use crate::demo::geom::{SegmentGrid, heading, to};
use crate::demo::rng::Noise;
use crate::demo::settlements::Zone;
use crate::units::Xy;
use std::f64::consts::{FRAC_PI_2, PI};

/// The direction field. Directions a quarter turn apart are the same: a street and its cross street.
pub struct Field<'a> {
    site: &'a Site<'a>,
    noise: Noise,
}

impl<'a> Field<'a> {
    /// The field of a site.
    pub fn new(site: &'a Site<'a>) -> Self {
        Self { site, noise: Noise::new(site.seed, "streets") }
    }

    /// The angle of one of the four directions at a place, radians.
    pub fn angle(&self, p: Xy, guides: &SegmentGrid) -> f64 {
        // Angles are averaged as fourfold angles, so that a street and its cross street agree.
        let (mut c, mut s) = (0.0, 0.0);
        let mut pull = |angle: f64, weight: f64| {
            c += weight * libm::cos(4.0 * angle);
            s += weight * libm::sin(4.0 * angle);
        };
        if let Some(near) = guides.nearest(p, 1200.0, |_| true) {
            let (a, b, _) = guides.segment(near.segment);
            let d = to(a, b);
            pull(libm::atan2(d.y, d.x), 2.2 * libm::exp(-near.distance / 420.0));
        }
        if let Some((distance, flow)) = self.site.terrain.flow(p, 1800.0) {
            pull(libm::atan2(flow.y, flow.x), 1.1 * libm::exp(-distance / 800.0));
        }
        let (_, settlement) = self.site.settlements.built(p);
        let own = (settlement as f64 * 0.377 + 0.12) % FRAC_PI_2 - PI / 4.0;
        pull(own * 0.45, 0.5);
        let waver = match self.site.settlements.all[settlement].zone {
            Zone::OldTown => 0.34,
            Zone::Village | Zone::Town => 0.2,
            Zone::City => 0.07,
            Zone::NewTown | Zone::Industry => 0.02,
        };
        libm::atan2(s, c) / 4.0 + waver * self.noise.fractal(p.x, p.y, 460.0, 2)
    }

    /// The field's direction that is nearest to a given one.
    pub fn onward(&self, p: Xy, direction: Xy, guides: &SegmentGrid) -> Xy {
        let angle = self.angle(p, guides);
        let mut best = (f64::NEG_INFINITY, direction);
        for quarter in 0..4 {
            let d = heading(angle + f64::from(quarter) * FRAC_PI_2);
            let agreement = d.x * direction.x + d.y * direction.y;
            if agreement > best.0 {
                best = (agreement, d);
            }
        }
        best.1
    }

    /// Uneven spacing: about 0.75…1.3 of the usual.
    pub fn spread(&self, p: Xy) -> f64 {
        (1.0 + 0.4 * self.noise.fractal(p.x + 5000.0, p.y, 900.0, 2)).clamp(0.75, 1.35)
    }
}
