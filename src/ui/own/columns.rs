//! The table's columns and what each is read as.

use crate::dataset::own::{ColumnUse, OwnChoice, Sure};
use crate::domain::{FieldType, LayerName, schema};
use crate::text::{self, Lang};
use crate::ui::desk::Desk;
use crate::ui::parts::{Icon, icon};
use crate::ui::say::use_say;
use crate::ui::session::Session;
use crate::ui::terms;
use crate::ui::words::Word;
use leptos::prelude::*;

/// A row a column: its name, its first values, what it is read as, how sure.
#[component]
pub fn Columns() -> impl IntoView {
    let (session, say) = (expect_context::<Session>(), use_say());
    let own = session.own;
    let rows = move || {
        let columns = own.table.get().map(|t| t.columns.clone()).unwrap_or_default();
        let row = |(at, column): (usize, crate::dataset::own::OwnColumn)| {
            view! {
                <tr>
                    <td class="name">{column.name.clone()}</td>
                    <td class="samples">{column.samples.join(" · ")}</td>
                    <td><ReadAs at name=column.name /></td>
                    <td class="sure">{move || say.word(sure(session, at))}</td>
                </tr>
            }
        };
        columns.into_iter().enumerate().map(row).collect_view()
    };
    view! {
        <h3>{say.t(Word::OwnColumns)}</h3>
        <div class="own-scroll">
            <table class="table own-columns">
                <thead>
                    <tr>
                        <th scope="col">{say.t(Word::OwnColumn)}</th>
                        <th scope="col">{say.t(Word::OwnSamples)}</th>
                        <th scope="col">{say.t(Word::OwnReadAs)}</th>
                        <th scope="col">{say.t(Word::OwnHowSure)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// How sure a column's use is, in words.
fn sure(session: Session, at: usize) -> Word {
    let own = session.own;
    let chosen = own.choice.with(|c| c.as_ref().and_then(|c| c.columns.get(at).cloned()));
    own.guess.with(|g| {
        let Some(g) = g else { return Word::OwnKept };
        if g.choice.columns.get(at) != chosen.as_ref() {
            return Word::OwnChanged;
        }
        match (g.sure.get(at), chosen) {
            (_, Some(ColumnUse::Keep) | None) => Word::OwnKept,
            (Some(Sure::Sure), _) => Word::OwnSure,
            _ => Word::OwnLikely,
        }
    })
}

/// What a column is read as, to be chosen.
#[component]
fn ReadAs(at: usize, name: String) -> impl IntoView {
    let (session, desk, say) = (expect_context::<Session>(), expect_context::<Desk>(), use_say());
    let own = session.own;
    let layer = Memo::new(move |_| own.choice.with(|c| c.as_ref().map(|c| c.layer)));
    let chosen = Memo::new(move |_| own.choice.with(|c| c.as_ref().and_then(|c| c.columns.get(at).cloned())));
    let lines = move || {
        let lang = say.lang();
        let line = move |used_as: ColumnUse| {
            let label = label(layer.get_untracked(), &used_as, lang);
            let code = code(&used_as);
            let on = move || chosen.with(|c| c.as_ref() == Some(&used_as));
            view! { <option value=code prop:selected=on>{label}</option> }
        };
        layer.get().map(|l| choices(l).into_iter().map(line).collect_view())
    };
    let pick = move |code: String| {
        let used_as = used_as(&code);
        own.choose(session, desk, |c| set(c, at, used_as));
    };
    let title = move || format!("{}: {name}", say.word(Word::OwnReadAs));
    view! {
        <span class="select">
            <select aria-label=title on:change=move |ev| pick(event_target_value(&ev))>{lines}</select>
            {icon(Icon::Down)}
        </span>
    }
}

/// Gives a column its use; another that had it keeps its words. A day and a time may share `at`.
fn set(choice: &mut OwnChoice, at: usize, used_as: ColumnUse) {
    let shared = used_as == ColumnUse::Field("at".to_owned());
    let mut same = 0;
    for other in choice.columns.iter_mut().filter(|c| **c == used_as && used_as != ColumnUse::Keep) {
        same += 1;
        if !shared || same > 1 {
            *other = ColumnUse::Keep;
        }
    }
    if let Some(column) = choice.columns.get_mut(at) {
        *column = used_as;
    }
}

/// All that a column may be in a layer.
fn choices(layer: LayerName) -> Vec<ColumnUse> {
    let mut out = vec![ColumnUse::Keep, ColumnUse::Id];
    if layer.is_spatial() {
        out.extend([ColumnUse::X, ColumnUse::Y, ColumnUse::Xy, ColumnUse::Wkt]);
    }
    let fields = schema::all(layer).filter(|f| !f.name.starts_with('_'));
    out.extend(fields.map(|f| ColumnUse::Field(f.name.to_owned())));
    if schema::position(layer, "substances").is_some() {
        out.push(ColumnUse::Quantity);
    }
    out
}

fn label(layer: Option<LayerName>, used_as: &ColumnUse, lang: Lang) -> String {
    let word = |w: Word| w.said(lang).to_owned();
    match used_as {
        ColumnUse::Keep => word(Word::OwnKeep),
        ColumnUse::Id => word(Word::OwnId),
        ColumnUse::X => word(Word::OwnX),
        ColumnUse::Y => word(Word::OwnY),
        ColumnUse::Xy => word(Word::OwnXy),
        ColumnUse::Wkt => word(Word::OwnWkt),
        ColumnUse::Quantity => word(Word::OwnQuantity),
        ColumnUse::Field(name) => {
            let Some(layer) = layer else { return name.clone() };
            let field = terms::field(layer, name, lang);
            match schema::all(layer).find(|f| f.name == name).map(|f| f.kind) {
                Some(FieldType::Number { unit, .. }) if !unit.is_empty() => {
                    format!("{field} ({})", text::unit(unit, lang))
                }
                _ => field,
            }
        }
    }
}

/// A use as a list hands it back; fields have their own names, which none of the others is.
fn code(used_as: &ColumnUse) -> String {
    match used_as {
        ColumnUse::Keep => "-".to_owned(),
        ColumnUse::Id => "#id".to_owned(),
        ColumnUse::X => "#x".to_owned(),
        ColumnUse::Y => "#y".to_owned(),
        ColumnUse::Xy => "#xy".to_owned(),
        ColumnUse::Wkt => "#wkt".to_owned(),
        ColumnUse::Quantity => "#t".to_owned(),
        ColumnUse::Field(name) => name.clone(),
    }
}

fn used_as(code: &str) -> ColumnUse {
    match code {
        "-" => ColumnUse::Keep,
        "#id" => ColumnUse::Id,
        "#x" => ColumnUse::X,
        "#y" => ColumnUse::Y,
        "#xy" => ColumnUse::Xy,
        "#wkt" => ColumnUse::Wkt,
        "#t" => ColumnUse::Quantity,
        name => ColumnUse::Field(name.to_owned()),
    }
}
