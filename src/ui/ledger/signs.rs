//! The three signatures as squares: solid is signed, hollow is missing, out of order has the colour of what is refused.

use crate::engine::{LedgerRow, Signed};
use crate::text::Lang;
use crate::ui::dangers::{SIGNERS, signed};
use leptos::prelude::*;

/// The squares of a row.
pub fn signs(row: &LedgerRow, lang: Lang) -> impl IntoView + use<> {
    let squares = SIGNERS.iter().zip(row.signed).map(|((mark, _), signed)| {
        let class = match signed {
            Signed::Missing => "sign",
            Signed::InOrder => "sign done",
            Signed::OutOfOrder => "sign wrong",
        };
        view! { <i class=class aria-hidden="true">{mark.said(lang)}</i> }
    });
    let said = signed(row, lang);
    view! {
        <span class="signs" role="img" aria-label=said.clone() title=said>
            {squares.collect_view()}
        </span>
    }
}
