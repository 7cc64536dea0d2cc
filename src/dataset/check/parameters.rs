//! Parameters of the manifest that no method reads.

use super::super::report::{Report, Warning, WarningKind};
use crate::domain::parameters::{Unread, judge};
use crate::domain::{City, Words};

/// Notes parameters whose name or value no method knows: the standard's own constants stay in force.
pub(super) fn unread(city: &City, report: &mut Report) {
    for (name, value) in &city.manifest.parameters {
        let Err(why) = judge(name, *value) else { continue };
        let text = match why {
            Unread::Name => Words::new("没有方法用这个参数，未采用", "no method has this parameter; it is not used"),
            Unread::Value => {
                Words::new("参数不能取这个值，未采用", "the parameter cannot have this value; it is not used")
            }
        };
        report.warnings.push(Warning {
            kind: WarningKind::Manifest,
            layer: String::new(),
            file: "city.json".to_owned(),
            row: None,
            field: format!("parameters.{name}"),
            found: value.to_string(),
            text,
        });
    }
}
