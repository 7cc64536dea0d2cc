//! Chance that is the same on every machine: a PCG32 generator and value noise, in integer and plain arithmetic only.

use crate::units::Xy;

/// PCG-XSH-RR 64/32 (O'Neill 2014). Every subject draws from a stream of its own, so that a change in one subject
/// leaves the others as they were.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
    stream: u64,
}

impl Rng {
    /// The generator of a subject.
    pub fn new(seed: u64, subject: &str) -> Self {
        let mut rng = Self { state: 0, stream: fnv(subject) | 1 };
        rng.next_u32();
        rng.state = rng.state.wrapping_add(seed);
        rng.next_u32();
        rng
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        let old = self.state;
        self.state = old.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(self.stream);
        let mixed = (((old >> 18) ^ old) >> 27) as u32;
        mixed.rotate_right((old >> 59) as u32)
    }

    /// In 0 ≤ x < 1.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.next_u32()) / 4_294_967_296.0
    }

    /// In a ≤ x < b.
    pub fn range(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.unit()
    }

    /// A whole number in a ≤ n ≤ b.
    pub fn int(&mut self, a: i64, b: i64) -> i64 {
        let span = (b - a).max(0) as u64 + 1;
        a + ((u64::from(self.next_u32()) * span) >> 32) as i64
    }

    /// A place in a list of that length, which must not be empty.
    pub fn below(&mut self, len: usize) -> usize {
        self.int(0, len as i64 - 1) as usize
    }

    /// True with that probability.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// A direction: a unit vector, all ways alike.
    pub fn heading(&mut self) -> Xy {
        super::geom::heading(self.range(0.0, std::f64::consts::TAU))
    }

    /// One of a list, which must not be empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// The place of one of some weights, drawn in proportion to them.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut at = self.unit() * weights.iter().sum::<f64>();
        for (i, w) in weights.iter().enumerate() {
            at -= w;
            if at < 0.0 {
                return i;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Roughly normal with mean 0 and deviation 1 (a sum of uniforms, so that no logarithm is needed); within ±6.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A positive size about `typical`, seldom beyond a third or three times of it.
    pub fn about(&mut self, typical: f64) -> f64 {
        typical * libm::exp(0.45 * self.normal())
    }
}

fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Smooth value noise on the plane.
#[derive(Clone, Copy, Debug)]
pub struct Noise {
    seed: u64,
}

impl Noise {
    /// The noise of a subject.
    pub fn new(seed: u64, subject: &str) -> Self {
        Self { seed: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ fnv(subject) }
    }

    fn lattice(&self, i: i64, j: i64) -> f64 {
        let mut h = self.seed ^ (i as u64).wrapping_mul(0x8da6_b343) ^ (j as u64).wrapping_mul(0xd816_3841_0000_0001);
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^= h >> 33;
        (h >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// In −1…1, one lattice step a unit.
    pub fn at(&self, x: f64, y: f64) -> f64 {
        let (fx, fy) = (x.floor(), y.floor());
        let (i, j) = (fx as i64, fy as i64);
        let (u, v) = (ease(x - fx), ease(y - fy));
        let low = self.lattice(i, j) * (1.0 - u) + self.lattice(i + 1, j) * u;
        let high = self.lattice(i, j + 1) * (1.0 - u) + self.lattice(i + 1, j + 1) * u;
        low * (1.0 - v) + high * v
    }

    /// Several octaves of noise whose largest features are `scale_m` metres wide; about −1…1.
    pub fn fractal(&self, x: f64, y: f64, scale_m: f64, octaves: u32) -> f64 {
        let (mut sum, mut weight, mut total, mut f) = (0.0, 1.0, 0.0, 1.0 / scale_m);
        for octave in 0..octaves {
            let shift = f64::from(octave) * 17.3;
            sum += weight * self.at(x * f + shift, y * f - shift);
            total += weight;
            weight *= 0.5;
            f *= 2.03;
        }
        1.4 * sum / total
    }
}

fn ease(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// 0 below `a`, 1 above `b`, smooth between.
pub fn smoothstep(a: f64, b: f64, x: f64) -> f64 {
    let t = ((x - a) / (b - a)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the authors' own demo program: seed 42, stream 54.
    #[test]
    fn draws_what_the_reference_draws() {
        let mut rng = Rng { state: 0, stream: (54 << 1) | 1 };
        rng.next_u32();
        rng.state = rng.state.wrapping_add(42);
        rng.next_u32();
        let drawn: Vec<u32> = (0..6).map(|_| rng.next_u32()).collect();
        assert_eq!(drawn, [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293, 0xbfa4_784b, 0xcbed_606e]);
    }

    #[test]
    fn noise_is_smooth_and_bounded() {
        let noise = Noise::new(7, "hills");
        let mut last = noise.at(0.0, 0.3);
        for i in 1..4000 {
            let v = noise.at(f64::from(i) * 0.01, 0.3);
            assert!(v.abs() <= 1.0 && (v - last).abs() < 0.05, "{v} after {last}");
            last = v;
        }
    }
}
