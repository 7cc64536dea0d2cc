//! The working of an exposure ranking.

use super::super::explain::{Explanation, Origin, Step};
use super::super::exposure::Exposed;
use super::{called, count, input, rows, within};
use crate::domain::{LayerName, Words};
use crate::risk::parts::number;
use crate::text::{Gap, Said, said, same};

/// What an exposure ranking was made of.
#[derive(Clone, Copy, Debug)]
pub struct ExposureFacts<'a> {
    /// Whose exposure.
    pub layer: LayerName,
    /// How near counts, metres.
    pub distance_m: f64,
    /// Features ranked.
    pub features: u32,
    /// Venues in the city, and how many say how many people they hold.
    pub venues: (u32, u32),
    /// Rows of the residents layer; none where there is none.
    pub residents: Option<u32>,
    /// People or venues.
    pub by_people: bool,
    /// The feature whose numbers are put in, with its name: the one that is asked about, else the most exposed.
    pub example: Option<(&'a Words, Exposed)>,
}

/// The working of an exposure ranking.
pub fn exposure(f: &ExposureFacts<'_>) -> Explanation {
    let (all, known) = f.venues;
    let mut steps = vec![Step {
        inputs: vec![
            input(
                "d",
                said!("距离（边界到边界）", "distance, boundary to boundary"),
                Some(f.distance_m),
                "m",
                Origin::Parameter,
            ),
            input(
                "",
                said!("{0}数", "{0}", called(f.layer)),
                Some(f64::from(f.features)),
                "",
                rows(f.layer, f.features),
            ),
            input(
                "",
                said!("有人数记录的场所", "venues with a headcount"),
                Some(f64::from(known)),
                "",
                rows(LayerName::Venues, all),
            ),
        ],
        ..ranking(f)
    }];
    if let Some(n) = f.residents {
        steps.push(Step {
            says: said!("居民按面积分摊到各处", "Residents are spread over their areas"),
            inputs: vec![input(
                "",
                said!("居民单元", "resident areas"),
                Some(f64::from(n)),
                "",
                rows(LayerName::Residents, n),
            )],
            ..Step::default()
        });
    }
    let mut unknown = Vec::new();
    if all > known {
        let n = count(u64::from(all - known));
        unknown.push(said!(
            "{0} 处场所人数未知，按 0 计，数值为下限",
            "{0} venues without a headcount add nothing: values are lower bounds",
            n
        ));
    }
    if f.residents.is_none() {
        unknown.push(said!("数据集没有居民图层", "the dataset has no residents layer"));
    }
    let mut notes = vec![
        said!("每处场所只计一次，无论管线多长。", "Each venue counts once, however long the line."),
        said!(
            "距离不等于后果：不说明事故在该距离上的影响。",
            "A distance is not a consequence: nothing is said about what could happen at it."
        ),
        said!(
            "敏感场所类别：GB 36894 高敏感目标、PHMSA、PADHI 三者的并集。",
            "Sensitive kinds: the union of GB 36894's high-sensitivity targets, PHMSA and PADHI."
        ),
    ];
    if f.residents.is_some() {
        notes.insert(
            0,
            said!(
                "居民与场所里的人可能是同一批人（宿舍、学校、病房），从不相加：取较大者，是下限；两者之和是上限。",
                "Residents and people in venues may be the same people (a dormitory, a school, a ward) and are never \
                 added: the larger is taken, a lower bound; their sum would be the upper one."
            ),
        );
    }
    Explanation {
        title: said!("{0}周边暴露", "Exposure near {0}", within(f.layer)),
        steps,
        unknown,
        notes,
        completeness: (all > 0).then(|| f64::from(known) / f64::from(all)),
    }
}

/// What features are ranked by, with the numbers of one of them.
fn ranking(f: &ExposureFacts<'_>) -> Step {
    let of = |says: Said| match f.example {
        Some((name, _)) => said!("{0}；以{1}为例", "{0}; here {1}", says, name),
        None => says,
    };
    if !f.by_people {
        return Step {
            says: of(said!("没有任何人数记录，按场所数排序", "No headcount is known: ranked by the number of venues")),
            formula: "N = count of venues,  dᵢ ≤ d".into(),
            substituted: f.example.map_or_else(Said::default, |(_, e)| same!("N = {0}", number(e.value(false)))),
            ..Step::default()
        };
    }
    let numbers =
        |day: f64, night: f64, value: f64| same!("N = max({0}, {1}) = {2}", number(day), number(night), number(value));
    match f.residents {
        Some(_) => Step {
            says: of(said!(
                "按人数排序：白天人数与夜间人数中的较大者；各为同一时段场所人数与居民人数中的较大者",
                "Ranked by people by day or by night, whichever are more; each is the larger of people in venues and \
                 residents at that time",
            )),
            formula: "N_day = max(V_day, R_day),  N_night = max(V_night, R_night),  N = max(N_day, N_night),  dᵢ ≤ d"
                .into(),
            substituted: f.example.as_ref().map_or_else(Said::default, |(_, e)| {
                let larger = |name: &'static str, venues: f64, residents: f64, larger: f64| {
                    same!("{0} = max({1}, {2}) = {3}", name, number(venues), number(residents), number(larger))
                };
                let all = [
                    larger("N_day", e.venue_day, e.residents.day, e.by_day()),
                    larger("N_night", e.venue_night, e.residents.night, e.by_night()),
                    numbers(e.by_day(), e.by_night(), e.value(true)),
                ];
                same!("{0}", Gap::list(all, ",  ", ",  "))
            }),
            ..Step::default()
        },
        None => Step {
            says: of(said!(
                "按人数排序：场所白天人数与夜间人数中的较大者",
                "Ranked by people by day or by night, whichever are more: those in venues",
            )),
            formula: "N = max(N_day, N_night),  dᵢ ≤ d".into(),
            substituted: f
                .example
                .as_ref()
                .map_or_else(Said::default, |(_, e)| numbers(e.venue_day, e.venue_night, e.value(true))),
            ..Step::default()
        },
    }
}
