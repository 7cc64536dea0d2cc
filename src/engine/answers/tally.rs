//! What of some layers lies in an area, by the classes that the map paints them in.

use super::super::protocol::{Area, EngineError, OnlyRows, Tallies, Tally};
use super::super::{Engine, RowFilter};
use super::sections::classless;
use super::select;
use crate::domain::{CrashFilter, LayerName};
use crate::risk::sites::is_worry;

/// The tallies of layers in an area. One filter holds for the layer that ranges and levels name, or else for the venues, as on
/// the map; that of crashes for them.
pub fn tally(
    engine: &mut Engine,
    area: &Area,
    layers: &[LayerName],
    narrowed: &RowFilter,
    only: Option<&OnlyRows>,
    crashes: &CrashFilter,
) -> Result<Tallies, EngineError> {
    engine.open()?;
    let mut tallies = Tallies::new();
    for name in layers.iter().copied() {
        if engine.open()?.get(name).is_none() {
            continue;
        }
        let filter = match name {
            _ if name == only.map_or(LayerName::Venues, |only| only.layer) => narrowed.clone(),
            LayerName::Crashes => RowFilter::of_crashes(crashes.clone()),
            _ => RowFilter::default(),
        };
        let only = only.filter(|only| only.layer == name);
        let filter = filter
            .ranged(only.map(|only| only.ranges.clone()).unwrap_or_default())
            .of_levels(only.map(|only| only.levels.as_slice()).unwrap_or_default());
        let passes = match filter.shows_all() {
            true => None,
            false => Some(engine.mask(name, &filter, |engine| engine.newest_classes(name))?),
        };
        let open = engine.open()?;
        let Some(ready) = open.get(name) else { continue };
        let paint = engine.newest_classes(name);
        let mut of = Tally::default();
        let rows = select(open, name, area)?;
        if name == LayerName::Roads {
            of.sections = classless(engine, &rows);
        }
        for row in rows {
            let row = row as usize;
            if passes.as_ref().is_some_and(|passes| !passes.get(row).copied().unwrap_or(false)) {
                continue;
            }
            of.count += 1;
            match paint.and_then(|classes| classes.get(row).copied()).filter(|class| *class != super::UNPAINTED) {
                Some(class) => {
                    let class = usize::from(class);
                    if of.classes.len() <= class {
                        of.classes.resize(class + 1, 0);
                    }
                    of.classes[class] += 1;
                }
                None => of.unclassed += 1,
            }
            of.worry += u32::from(ready.layer.text(row, "kind").is_some_and(is_worry));
            of.out += u32::from(name == LayerName::Hydrants && ready.layer.flag(row, "working") == Some(false));
        }
        tallies.push((name, of));
    }
    Ok(tallies)
}
