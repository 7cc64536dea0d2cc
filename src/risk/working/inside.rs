//! The working of what is inside an area.

use super::super::explain::{Confidence, Explanation, Origin, Step};
use super::{called, count, input, rows};
use crate::domain::LayerName;
use crate::risk::parts::number;
use crate::text::{Said, said, same};

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
        unknown.push(said!(
            "{0} 处场所人数未知，按 0 计，人数为下限",
            "{0} venues without a headcount add nothing: people are a lower bound",
            n
        ));
    }
    if f.people.is_none() {
        unknown.push(said!("数据里没有任何人数", "the data holds no headcount at all"));
    }
    Explanation {
        title: said!("区域之内", "Inside the area"),
        steps: [Some(membership(f)), Some(ground(f)), people(f), Some(levels(f))].into_iter().flatten().collect(),
        unknown,
        notes: vec![
            said!(
                "数的是登记的位置和图形，不是影响范围：界外的设施也可能波及界内。",
                "Positions and outlines on record are counted, not consequences: what stands outside can reach inside."
            ),
            said!(
                "线和面只要碰到就整个算一次，不按长度或面积折算。",
                "A line or polygon that touches the area counts whole and once, however little of it is inside."
            ),
        ],
        completeness: (f.people.is_some() && f.venues.0 > 0)
            .then(|| f64::from(f.venues.0 - f.venues.1) / f64::from(f.venues.0)),
    }
}

/// Which features count.
fn membership(f: &InsideFacts) -> Step {
    let says = match f.shape {
        AreaShape::Degrees => said!(
            "点按位置，线和面碰到就算，边界算在内；边线在经纬度上是直的。先用 R 树找候选，再逐个精确判断。",
            "Points count by their position, lines and polygons when they touch; the border is inside. Edges are straight in \
             longitude and latitude. The R-tree gives candidates, each is then decided exactly."
        ),
        AreaShape::Circle(_) | AreaShape::Along(_) => said!(
            "到圆心或线的距离不超过 d 就算，距离从要素的边界量起，在城市平面上以米计。先用 R 树找候选，再逐个精确判断。",
            "What is no farther than d from the centre or the line counts, measured from the feature's boundary in metres on \
             the city's plane. The R-tree gives candidates, each is then decided exactly."
        ),
    };
    let reach = match f.shape {
        AreaShape::Degrees => None,
        AreaShape::Circle(m) => Some((said!("半径", "radius"), m)),
        AreaShape::Along(m) => Some((said!("离线的距离", "distance from the line"), m)),
    };
    let reach = reach.map(|(label, m)| input("d", label, Some(m), "m", Origin::Parameter));
    let found = f
        .layers
        .iter()
        .map(|(name, inside, all)| input("", called(*name), Some(f64::from(*inside)), "", rows(*name, *all)));
    Step {
        says,
        formula: reach.as_ref().map_or(Said::default(), |_| "|x − A| ≤ d".into()),
        inputs: reach.into_iter().chain(found).collect(),
        ..Step::default()
    }
}

/// Its area.
fn ground(f: &InsideFacts) -> Step {
    let km2 = f.area_m2 / 1e6;
    let (says, formula, substituted) = match f.shape {
        AreaShape::Degrees => (
            said!(
                "面积在 WGS84 椭球面上量：边线每 500 m 加一点，点间为测地线。",
                "The area is measured on the WGS84 ellipsoid: edges are followed every 500 m, with geodesics between."
            ),
            Said::default(),
            Said::default(),
        ),
        AreaShape::Circle(r) => (
            said!(
                "椭球面上的圆：πr² 减去地面弯曲的部分，K 为圆心处的高斯曲率。",
                "A circle on the ellipsoid: πr² less what the ground's curvature takes; K is Gauss's at the centre."
            ),
            "A = πr² · (1 − Kr²/12)".into(),
            same!("A ≈ π · {0}² m² ≈ {1} km²", number(r), number(km2)),
        ),
        AreaShape::Along(_) => (
            said!(
                "面积在 WGS84 椭球面上量，按所画的轮廓；轮廓与真实边线相差不到距离的千分之一。",
                "The area is measured on the WGS84 ellipsoid, of the outline as drawn, which leaves the true one by less than \
                 a thousandth of the distance."
            ),
            Said::default(),
            Said::default(),
        ),
    };
    let from = Origin::Constant {
        source: "Karney 2013, Algorithms for geodesics, J. Geodesy 87".into(),
        confidence: Confidence::TwoSources,
    };
    let area = input("A", said!("面积", "area"), Some(km2), "km²", from);
    Step { says, formula, substituted, inputs: vec![area] }
}

/// Who is there.
fn people(f: &InsideFacts) -> Option<Step> {
    let (venues, residents) = f.people?;
    let of_layer = |name| f.layers.iter().find(|(of, ..)| *of == name).map_or(0, |(_, _, all)| *all);
    let (in_venues, of_residents) =
        (rows(LayerName::Venues, of_layer(LayerName::Venues)), rows(LayerName::Residents, f.residents));
    let labels = [
        (said!("场所内，白天", "in venues by day"), said!("居民，白天", "residents by day")),
        (said!("场所内，夜间", "in venues by night"), said!("居民，夜间", "residents by night")),
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
            says: said!("人数是区域内各场所已知人数之和。", "People are the sum of what the venues inside say."),
            formula: "N = ΣV".into(),
            inputs,
            ..Step::default()
        });
    };
    let taken = [0, 1].map(|n| {
        if residents[n] > venues[n] { said!("居民", "residents") } else { said!("场所内", "those in venues") }
    });
    let [day, night] = taken;
    let larger = |n: usize| {
        same!("max({0}, {1}) = {2}", number(venues[n]), number(residents[n]), number(venues[n].max(residents[n])))
    };
    Some(Step {
        says: said!(
            "人数取场所内与居民两者中较大的，不相加：同一个人可能两边都有。这里白天取{0}，夜间取{1}。居民按面积分摊。",
            "People are the larger of those in venues and of residents, never their sum: one person may be in both. Here \
                 {0} are taken by day, {1} by night. Residents are spread over their areas.",
            day,
            night
        ),
        formula: "N = max(V, R)".into(),
        substituted: same!("N_day = {0},  N_night = {1}", larger(0), larger(1)),
        inputs,
    })
}

/// Levels and dangers.
fn levels(f: &InsideFacts) -> Step {
    Step {
        says: said!(
            "等级是 {0} 的动态等级；隐患是这一天未销号的，按自身位置，没有自身位置的按所在的场所或设施。",
            "Levels are those of {0}; dangers are those open on that day, by their own place, or by the place that they \
                 are at where they have none.",
            f.as_of.clone()
        ),
        ..Step::default()
    }
}
