//! How the workbench's classes are cut, and at which edges its answer was.

use super::session::Answers;
use super::state::{AppState, assign};
use crate::engine::{Reply, Request};
use crate::surface::Breaks;
use crate::view::{Planning, Role, Traffic};
use leptos::prelude::*;

/// How the classes of a workbench are cut.
pub fn breaks(app: AppState, role: Role) -> Breaks {
    match role {
        Role::Traffic => app.traffic.with(|t| t.breaks),
        _ => app.planning.with(|p| p.breaks),
    }
}

/// How a workbench cuts classes by itself.
pub fn own_breaks(role: Role) -> Breaks {
    match role {
        Role::Traffic => Traffic::default().breaks,
        _ => Planning::default().breaks,
    }
}

/// Has the classes of a workbench cut so.
pub fn set_breaks(app: AppState, role: Role, breaks: Breaks) {
    if role == Role::Traffic {
        assign(app.traffic, Traffic { breaks, ..app.traffic.get_untracked() });
    } else {
        assign(app.planning, Planning { breaks, ..app.planning.get_untracked() });
    }
}

/// The edges of the answer to a question; none of an answer without classes, nothing while it is on its way.
pub fn edges_of(answers: Answers, question: &Request) -> Option<Vec<f64>> {
    match question {
        Request::Sections(q) => {
            answers.sections.with(|t| t.as_ref().filter(|t| t.query == *q).map(|t| t.breaks.clone()))
        }
        Request::Density(q) => answers.density.with(|s| s.as_ref().filter(|s| s.query == *q).map(|s| s.breaks.clone())),
        Request::Exposure(q) => {
            answers.exposure.with(|t| t.as_ref().filter(|t| t.query == *q).map(|t| t.breaks.clone()))
        }
        Request::Levels(q) => answers.levels.with(|t| t.as_ref().filter(|t| t.query == *q).map(|_| Vec::new())),
        _ => Some(Vec::new()),
    }
}

/// The edges that an answer was cut at; none where it has no classes that its values cut.
pub fn answered_edges(answer: &Reply) -> Option<&[f64]> {
    match answer {
        Reply::Sections(table) => Some(&table.breaks),
        Reply::Density(surface) => Some(&surface.breaks),
        Reply::Exposure(table) => Some(&table.breaks),
        _ => None,
    }
}
