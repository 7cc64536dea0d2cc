//! What a workbench computes of the rows that it lists, as columns of their table.

use super::super::super::Engine;
use super::super::super::protocol::{ColumnKey, ColumnKind, Figure, Listing, RowsColumn, RowsQuery};
use super::super::sections;
use crate::domain::LayerName;
use crate::risk::cover::Lack;

/// The figures of a listing's rows.
fn figures(query: &RowsQuery) -> &'static [Figure] {
    match (query.layer, &query.listing) {
        (LayerName::Roads, Some(Listing::Sections(_))) => {
            &[Figure::Crashes, Figure::CrashesPerKm, Figure::Deaths, Figure::LengthM]
        }
        (LayerName::Venues, Some(Listing::Venues(_))) => &[Figure::StationM, Figure::HydrantM],
        _ => &[],
    }
}

/// Their columns, with how many of the listed rows each is known of: what a search leaves of these takes none away.
pub fn columns(engine: &Engine, query: &RowsQuery, listed: &[u32]) -> Vec<RowsColumn> {
    let column = |figure: &Figure| RowsColumn {
        key: ColumnKey::Figure(*figure),
        unit: figure.unit(query.layer).to_owned(),
        kind: ColumnKind::Number,
        known: listed.iter().filter(|row| value(engine, query, **row, *figure).is_some()).count() as u32,
    };
    figures(query).iter().map(column).collect()
}

/// A figure of a row; none where nobody knows it.
pub fn value(engine: &Engine, query: &RowsQuery, row: u32, figure: Figure) -> Option<f64> {
    let away = |lack| engine.access.as_ref()?.nearest(lack, row).map(|hit| hit.distance_m);
    match figure {
        Figure::StationM => away(Lack::Station),
        Figure::HydrantM => away(Lack::Hydrant),
        Figure::Crashes | Figure::CrashesPerKm | Figure::Deaths | Figure::LengthM => {
            let Some(Listing::Sections(asked)) = &query.listing else { return None };
            sections::figure(engine.network.as_ref()?.section(asked, row)?, figure.name())
        }
    }
}
