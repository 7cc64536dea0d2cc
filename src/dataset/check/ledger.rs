//! References between layers: targets, dangers, campaigns that are not there.

use super::super::report::{Report, WarningKind};
use super::note;
use crate::domain::{City, Layer, LayerName, Words};
use std::collections::{HashMap, HashSet};

/// Fields that name a feature as `layer:id`.
const TARGETS: &[(LayerName, &str)] = &[
    (LayerName::Dangers, "target"),
    (LayerName::Inspections, "target"),
    (LayerName::Accidents, "target"),
    (LayerName::Penalties, "target"),
];

/// Notes references to nothing.
pub(super) fn references(city: &City, report: &mut Report) {
    let mut known: HashMap<LayerName, HashSet<&str>> = HashMap::new();
    for (name, field) in TARGETS {
        let Some(layer) = city.layer(*name) else { continue };
        each(report, layer, field, |target| {
            let (code, id) = target.split_once(':')?;
            let other = city.layer(LayerName::from_code(code)?)?;
            known.entry(other.name()).or_insert_with(|| ids(other)).contains(id).then_some(())
        });
    }
    if let Some(layer) = city.layer(LayerName::DangerEvents) {
        let dangers = city.layer(LayerName::Dangers).map(ids).unwrap_or_default();
        each(report, layer, "danger", |danger| dangers.contains(danger).then_some(()));
    }
    let campaigns: HashSet<&str> = city.manifest.campaigns.iter().map(|c| c.id.as_str()).collect();
    for name in [LayerName::Dangers, LayerName::Inspections] {
        if let Some(layer) = city.layer(name).filter(|_| !campaigns.is_empty()) {
            each(report, layer, "campaign", |campaign| campaigns.contains(campaign).then_some(()));
        }
    }
}

fn ids(layer: &Layer) -> HashSet<&str> {
    (0..layer.len()).map(|row| layer.id(row)).chain(layer.aliases().map(|(id, _)| id)).collect()
}

fn each<'a>(report: &mut Report, layer: &'a Layer, field: &str, mut exists: impl FnMut(&'a str) -> Option<()>) {
    if layer.column(field).is_none() {
        return;
    }
    for row in 0..layer.len() {
        if let Some(named) = layer.text(row, field)
            && exists(named).is_none()
        {
            note(report, layer, row, (WarningKind::NoTarget, field, named), || {
                Words::new("指向的对象不存在", "names something that is not there")
            });
        }
    }
}
