//! Rows that were not read: where, what was found, what was expected.

use super::More;
use crate::ui::say::use_say;
use crate::ui::terms::count;
use crate::ui::words::Word;
use leptos::prelude::*;

/// A row that was not read, in the reader's words.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectedRow {
    /// The file.
    pub file: String,
    /// The row, from 1.
    pub row: u64,
    /// The field, or empty for the whole row.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// The table of such rows, a part at first; nothing where there are none.
#[component]
pub fn RejectedTable(
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<RejectedRow>>,
    /// So many are shown at first.
    first: usize,
    /// All are of one file, which is not named.
    #[prop(optional)]
    one_file: bool,
) -> impl IntoView {
    let say = use_say();
    let shown = RwSignal::new(first);
    let total = Signal::derive(move || rows.with(Vec::len));
    let line = move |r: &RejectedRow| {
        let r = r.clone();
        view! {
            <tr>
                {(!one_file).then(|| view! { <td>{r.file}</td> })}
                <td class="number">{count(r.row)}</td>
                <td>{r.field}</td>
                <td class="found">{r.found}</td>
                <td>{r.expected}</td>
            </tr>
        }
    };
    let lines = move || rows.with(|rows| rows.iter().take(shown.get()).map(line).collect_view());
    view! {
        <div class:own-scroll=one_file>
            <table class="table rejected">
                <thead>
                    <tr>
                        {(!one_file).then(|| view! { <th scope="col">{say.t(Word::File)}</th> })}
                        <th class="number" scope="col" title=say.t(Word::RowMeans)>{say.t(Word::Row)}</th>
                        <th scope="col">{say.t(Word::Field)}</th>
                        <th scope="col">{say.t(Word::Found)}</th>
                        <th scope="col">{say.t(Word::Expected)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <More of=total shown all=total />
    }
}
