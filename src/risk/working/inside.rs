//! The working of what is inside an area.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::{input, rows, w};
use crate::domain::{LayerName, Words};
use crate::text::{Lang, count, layer, number};

/// How an area is meant, for its sentence and its formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AreaShape {
    /// Edges straight in longitude and latitude: a box, a ring, a district.
    Degrees,
    /// A circle, with its radius in metres.
    Circle(f64),
    /// What lies near a line, with the distance in metres.
    Along(f64),
}

/// What an area's answer was made of.
#[derive(Clone, Debug)]
pub struct InsideFacts {
    /// How the area is meant.
    pub shape: AreaShape,
    /// Its area, m².
    pub area_m2: f64,
    /// What is inside, and how many rows were asked, by layer.
    pub layers: Vec<(LayerName, u32, u32)>,
    /// People by day and by night: in venues, and of residents where the city has the layer.
    pub people: Option<([f64; 2], Option<[f64; 2]>)>,
    /// Rows of the residents layer.
    pub residents: u32,
    /// Venues inside, and those of them that say nothing of people.
    pub venues: (u32, u32),
    /// The day of levels and dangers.
    pub as_of: String,
}

/// The working of what is inside an area.
pub fn inside(f: &InsideFacts) -> Explanation {
    let mut unknown = Vec::new();
    if f.people.is_some() && f.venues.1 > 0 {
        let n = count(u64::from(f.venues.1));
        unknown.push(w(
            format!("{n} 处场所人数未知，按 0 计，人数为下限"),
            format!("{n} venues without a headcount add nothing: people are a lower bound"),
        ));
    }
    if f.people.is_none() {
        unknown.push(w("数据里没有任何人数", "the data holds no headcount at all"));
    }
    Explanation {
        title: w("区域之内", "Inside the area"),
        steps: [Some(membership(f)), Some(ground(f)), people(f), Some(levels(f))].into_iter().flatten().collect(),
        unknown,
        notes: vec![
            w(
                "数的是登记的位置和图形，不是影响范围：界外的设施也可能波及界内。",
                "Positions and outlines on record are counted, not consequences: what stands outside can reach inside.",
            ),
            w(
                "线和面只要碰到就整个算一次，不按长度或面积折算。",
                "A line or polygon that touches the area counts whole and once, however little of it is inside.",
            ),
        ],
        completeness: (f.people.is_some() && f.venues.0 > 0)
            .then(|| f64::from(f.venues.0 - f.venues.1) / f64::from(f.venues.0)),
    }
}

/// Which features count.
fn membership(f: &InsideFacts) -> Step {
    let says = match f.shape {
        AreaShape::Degrees => w(
            "点按位置，线和面碰到就算，边界算在内；边线在经纬度上是直的。先用 R 树找候选，再逐个精确判断。",
            "Points count by their position, lines and polygons when they touch; the border is inside. Edges are straight in \
             longitude and latitude. The R-tree gives candidates, each is then decided exactly.",
        ),
        AreaShape::Circle(_) | AreaShape::Along(_) => w(
            "到圆心或线的距离不超过 d 就算，距离从要素的边界量起，在城市平面上以米计。先用 R 树找候选，再逐个精确判断。",
            "What is no farther than d from the centre or the line counts, measured from the feature's boundary in metres on \
             the city's plane. The R-tree gives candidates, each is then decided exactly.",
        ),
    };
    let reach = match f.shape {
        AreaShape::Degrees => None,
        AreaShape::Circle(m) => Some((w("半径", "radius"), m)),
        AreaShape::Along(m) => Some((w("离线的距离", "distance from the line"), m)),
    };
    let reach = reach.map(|(label, m)| input("d", label, Some(m), "m", Origin::Parameter));
    let found = f.layers.iter().map(|(name, inside, all)| {
        let label: Words = w(layer(*name, Lang::Zh), layer(*name, Lang::En));
        input("", label, Some(f64::from(*inside)), "", rows(*name, *all))
    });
    Step {
        says,
        formula: reach.as_ref().map_or(String::new(), |_| "|x − A| ≤ d".to_owned()),
        inputs: reach.into_iter().chain(found).collect(),
        ..Step::default()
    }
}

/// Its area.
fn ground(f: &InsideFacts) -> Step {
    let km2 = f.area_m2 / 1e6;
    let (says, formula, substituted) = match f.shape {
        AreaShape::Degrees => (
            w(
                "面积在 WGS84 椭球面上量：边线每 500 m 加一点，点间为测地线。",
                "The area is measured on the WGS84 ellipsoid: edges are followed every 500 m, with geodesics between.",
            ),
            String::new(),
            String::new(),
        ),
        AreaShape::Circle(r) => (
            w(
                "椭球面上的圆：πr² 减去地面弯曲的部分，K 为圆心处的高斯曲率。",
                "A circle on the ellipsoid: πr² less what the ground's curvature takes; K is Gauss's at the centre.",
            ),
            "A = πr² · (1 − Kr²/12)".to_owned(),
            format!("A ≈ π · {}² m² ≈ {} km²", number(r), number(km2)),
        ),
        AreaShape::Along(_) => (
            w(
                "面积在 WGS84 椭球面上量，按所画的轮廓；轮廓与真实边线相差不到距离的千分之一。",
                "The area is measured on the WGS84 ellipsoid, of the outline as drawn, which leaves the true one by less than \
                 a thousandth of the distance.",
            ),
            String::new(),
            String::new(),
        ),
    };
    let from = Origin::Constant {
        source: "Karney 2013, Algorithms for geodesics, J. Geodesy 87".to_owned(),
        confidence: Confidence::TwoSources,
    };
    let area = input("A", w("面积", "area"), Some(km2), "km²", from);
    Step { says, formula, substituted, inputs: vec![area] }
}

/// Who is there.
fn people(f: &InsideFacts) -> Option<Step> {
    let (venues, residents) = f.people?;
    let of_layer = |name| f.layers.iter().find(|(of, ..)| *of == name).map_or(0, |(_, _, all)| *all);
    let (in_venues, of_residents) =
        (rows(LayerName::Venues, of_layer(LayerName::Venues)), rows(LayerName::Residents, f.residents));
    let labels = [
        (w("场所内，白天", "in venues by day"), w("居民，白天", "residents by day")),
        (w("场所内，夜间", "in venues by night"), w("居民，夜间", "residents by night")),
    ];
    let mut inputs = Vec::new();
    for (n, (venue, resident)) in labels.into_iter().enumerate() {
        inputs.push(input("V", venue, Some(venues[n]), "persons", in_venues.clone()));
        if let Some(residents) = residents {
            inputs.push(input("R", resident, Some(residents[n]), "persons", of_residents.clone()));
        }
    }
    let Some(residents) = residents else {
        return Some(Step {
            says: w("人数是区域内各场所已知人数之和。", "People are the sum of what the venues inside say."),
            formula: "N = ΣV".to_owned(),
            inputs,
            ..Step::default()
        });
    };
    let taken =
        [0, 1].map(|n| if residents[n] > venues[n] { ("居民", "residents") } else { ("场所内", "those in venues") });
    let [day, night] = taken;
    let larger = |n: usize| {
        format!("max({}, {}) = {}", number(venues[n]), number(residents[n]), number(venues[n].max(residents[n])))
    };
    Some(Step {
        says: w(
            format!(
                "人数取场所内与居民两者中较大的，不相加：同一个人可能两边都有。这里白天取{}，夜间取{}。居民按面积分摊。",
                day.0, night.0
            ),
            format!(
                "People are the larger of those in venues and of residents, never their sum: one person may be in both. Here \
                 {} are taken by day, {} by night. Residents are spread over their areas.",
                day.1, night.1
            ),
        ),
        formula: "N = max(V, R)".to_owned(),
        substituted: format!("N_day = {},  N_night = {}", larger(0), larger(1)),
        inputs,
    })
}

/// Levels and dangers.
fn levels(f: &InsideFacts) -> Step {
    Step {
        says: w(
            format!(
                "等级是 {} 的动态等级；隐患是这一天未销号的，按自身位置，没有自身位置的按所在的场所或设施。",
                f.as_of
            ),
            format!(
                "Levels are those of {}; dangers are those open on that day, by their own place, or by the place that they \
                 are at where they have none.",
                f.as_of
            ),
        ),
        ..Step::default()
    }
}
