//! The worst of all that is rated, on a day and a month before.

use super::super::super::apart::tell_where;
use super::super::super::protocol::{
    BACK_DAYS, EngineError, FeatureRef, LevelCount, LevelKind, NEAR_M, OverviewLayer, OverviewQuery, OverviewRow,
    OverviewTable,
};
use super::super::super::{Engine, Paint, UNPAINTED};
use super::super::exposure::people_near;
use super::table::{Dangers, Known, count, level_row, open_dangers, rule};
use super::{Parts, day_of, redate};
use crate::domain::{LayerName, Level};
use crate::risk::assess::{RATED, Subject};
use crate::risk::explain::Explanation;
use crate::risk::parts::exact;
use crate::risk::rating::Rating;
use crate::risk::venues::people;
use crate::text::said;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Reverse;

/// The overview of a day; paints every layer that is rated.
pub(super) fn overview(engine: &mut Engine, query: OverviewQuery) -> Result<OverviewTable, EngineError> {
    let day = day_of(engine.open()?, query.as_of.as_deref())?;
    let earlier = day.saturating_sub(BACK_DAYS.days());
    redate(engine, earlier)?;
    let levels = engine.levels.as_ref().ok_or(EngineError::NoCity)?;
    let before = RATED.map(|layer| levels.dynamic(layer).to_vec());
    redate(engine, day)?;
    let layers = layers(engine, &before)?;
    let (came, worst) = worst(engine, day, &before, query.limit as usize)?;
    let mut told = std::mem::take(&mut engine.told);
    let rows = rows(engine, &worst, day, &mut told.known);
    engine.told = told;
    let mut rows = rows?;
    tell_where(engine.open()?, rows.iter_mut().map(|of| &mut of.row.hit));
    let explanation = explanation(&layers);
    paint(engine)?;
    let revision = engine.next_revision();
    Ok(OverviewTable {
        query,
        revision,
        as_of: day.to_string(),
        before: earlier.to_string(),
        rose: came.rose,
        rated: came.rated,
        fell: came.fell,
        layers,
        rows,
        explanation,
    })
}

/// The counts of every layer that the city has.
fn layers(engine: &Engine, before: &[Vec<Rating>; 3]) -> Result<Vec<OverviewLayer>, EngineError> {
    let (open, levels) = (engine.open()?, engine.levels.as_ref().ok_or(EngineError::NoCity)?);
    let present = RATED.into_iter().zip(before).filter(|(layer, _)| open.get(*layer).is_some());
    let of = |(layer, before): (LayerName, &Vec<Rating>)| {
        let counted = |now: &[Rating]| count(levels.base(layer).iter().copied().zip(now.iter().copied()));
        OverviewLayer { layer, now: counted(levels.dynamic(layer)), before: counted(before) }
    };
    Ok(present.map(of).collect())
}

/// One of the worst.
struct Worst {
    of: Subject,
    level: Level,
    before: Rating,
    people: Option<f64>,
    open: u32,
    overdue: u32,
}

impl Worst {
    /// Whether it became worse.
    fn rose(&self) -> bool {
        self.before.level() != Level::Unrated && self.level < self.before.level()
    }
}

/// What came to be major, and what no longer is.
#[derive(Default)]
struct Came {
    rose: u32,
    rated: u32,
    fell: u32,
}

/// What came and went among the major ones, and the first of all subjects. What nobody could rate is not said to be among them.
fn worst(
    engine: &Engine,
    day: Date,
    before: &[Vec<Rating>; 3],
    limit: usize,
) -> Result<(Came, Vec<Worst>), EngineError> {
    let (book, levels) = engine.book.as_ref().zip(engine.levels.as_ref()).ok_or(EngineError::NoCity)?;
    let (mut all, mut came) = (Vec::new(), Came::default());
    for (layer, before) in RATED.into_iter().zip(before) {
        for (row, (now, before)) in (0..).zip(levels.dynamic(layer).iter().zip(before)) {
            match (before.level(), now.level()) {
                (Level::Red, Level::Red) => {}
                (Level::Red, _) => came.fell += 1,
                (Level::Unrated, Level::Red) => came.rated += 1,
                (_, Level::Red) => came.rose += 1,
                _ => {}
            }
            if now.level() != Level::Unrated {
                all.push(((layer, row), now.level(), *before));
            }
        }
    }
    all.sort_by_key(|(of, level, _)| (*level, *of));
    // Whom a place concerns is asked of those that may be among the first: their level, and every worse one.
    let last = all.get(limit.saturating_sub(1)).or(all.last()).map_or(Level::Red, |(_, level, _)| *level);
    all.retain(|(_, level, _)| *level <= last);
    let mut worst = Vec::with_capacity(all.len());
    for (of, level, before) in all {
        let Dangers { open, overdue, .. } = open_dangers(book, of, day);
        worst.push(Worst { of, level, before, people: concerned(engine, of)?, open, overdue });
    }
    worst.sort_by(|a, b| {
        let key = |w: &Worst| (w.level, !w.rose());
        let people = |w: &Worst| w.people.unwrap_or(-1.0);
        let dangers = |w: &Worst| Reverse((w.overdue, w.open));
        (key(a).cmp(&key(b)))
            .then(people(b).total_cmp(&people(a)))
            .then(dangers(a).cmp(&dangers(b)))
            .then(a.of.cmp(&b.of))
    });
    worst.truncate(limit);
    Ok((came, worst))
}

fn rows(engine: &Engine, worst: &[Worst], day: Date, known: &mut Known) -> Result<Vec<OverviewRow>, EngineError> {
    let assessor = Parts::of(engine)?.assessor(engine.book.as_ref().ok_or(EngineError::NoCity)?);
    let row = |of: &Worst| {
        let row = level_row(engine, &assessor, of.of, day, known)?;
        Ok(OverviewRow { row, before: of.before, people: of.people })
    };
    worst.iter().map(row).collect()
}

/// The rule of the levels, and how the worst were put in order.
fn explanation(layers: &[OverviewLayer]) -> Explanation {
    let of = |level: Level, kind: LevelKind| {
        let of_layer = |l: &OverviewLayer| l.now.iter().find(|c| c.level == level).map_or(0, |c| c.of(kind));
        layers.iter().map(of_layer).sum()
    };
    let all = Level::ALL.map(|level| LevelCount {
        level,
        base: of(level, LevelKind::Base),
        dynamic: of(level, LevelKind::Dynamic),
    });
    let mut explanation = rule(&all);
    let (back, near) = (exact(BACK_DAYS.into()), exact(NEAR_M));
    explanation.notes.push(said!(
        "次序：动态等级；{0} 天内变差的在前；受影响人数（场所内昼夜较大者，其余为 {1} m 内四种人数之最大者，未知的在后）；\
         逾期和未销号隐患条数；数据中的次序",
        "In order of: the level on the day; what became worse in {0} days first; people concerned (in a venue the \
         larger of day and night, elsewhere the largest of four counts within {1} m; unknown last); overdue and open \
         dangers; as the rows stand",
        back,
        near,
    ));
    explanation
}

/// Whom a place concerns; none where nobody knows.
fn concerned(engine: &Engine, (layer, row): Subject) -> Result<Option<f64>, EngineError> {
    match layer {
        LayerName::Venues => Ok(people(engine.open()?.need(layer)?.layer, row)),
        _ => people_near(engine, FeatureRef { layer, row }, NEAR_M),
    }
}

/// Paints the venues by their levels on a day, or on that of the data. Gives the paint's number.
pub fn paint_venues(engine: &mut Engine, as_of: Option<&str>) -> Result<u32, EngineError> {
    // The levels may stand on another day, on which they were asked for last.
    if engine.levels.is_some() {
        redate(engine, day_of(engine.open()?, as_of)?)?;
    }
    // A city without a day has no levels: every venue is drawn as unrated.
    let classes = match engine.levels.as_ref() {
        Some(levels) => levels.dynamic(LayerName::Venues).iter().map(|r| r.level().class()).collect(),
        None => vec![UNPAINTED; engine.open()?.need(LayerName::Venues)?.layer.len()],
    };
    engine.paints.insert(LayerName::Venues, Paint { classes });
    Ok(engine.next_revision())
}

/// Paints every layer by its levels on the day.
fn paint(engine: &mut Engine) -> Result<(), EngineError> {
    let levels = engine.levels.as_ref().ok_or(EngineError::NoCity)?;
    let classes = RATED.map(|layer| levels.dynamic(layer).iter().map(|r| r.level().class()).collect::<Vec<u8>>());
    for (layer, classes) in RATED.into_iter().zip(classes) {
        engine.paints.insert(layer, Paint { classes });
    }
    Ok(())
}
