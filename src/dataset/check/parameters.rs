//! Parameters of the manifest and of rule packs that no method reads.

use super::super::files::MANIFEST;
use super::super::report::{Report, Warning, WarningKind};
use crate::domain::parameters::Unread;
use crate::domain::{City, Words};

/// Notes parameters whose name or value no method knows: the standard's own constants stay in force.
pub(super) fn unread(city: &City, report: &mut Report) {
    for refused in city.settings().refused {
        let text = match refused.why {
            Unread::Name => Words::new("没有方法用这个参数，未采用", "no method has this parameter; it is not used"),
            Unread::Value => {
                Words::new("参数不能取这个值，未采用", "the parameter cannot have this value; it is not used")
            }
            Unread::Order => Words::new(
                "各档的值不是由低到高，这几档都未采用",
                "the steps of which it is one do not rise; none of them is used",
            ),
        };
        let pack = refused.pack.and_then(|pack| city.rules.get(pack));
        report.warnings.push(Warning {
            kind: WarningKind::Manifest,
            layer: String::new(),
            file: pack.map_or(MANIFEST, |pack| &pack.file).to_owned(),
            row: None,
            field: format!("parameters.{}", refused.name),
            found: refused.value.to_string(),
            text,
        });
    }
}
