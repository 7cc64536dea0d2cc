//! What a workbench lists, in one line: what a table of the same rows is filtered by.

use super::lack;
use crate::domain::{LayerName, Level};
use crate::engine::{Cover, LedgerFilter, Listing, SectionScope};
use crate::text::{Lang, crash_filter, number_ranges};
use crate::ui::dangers;
use crate::ui::terms::{self, count};
use crate::ui::words::Word;

/// Kinds that are named; the others are counted.
const NAMED: usize = 3;

/// What the page knows beside the question: names of districts, and how far help reaches.
pub struct Names<'a> {
    /// A district's name, by its row.
    pub district: &'a dyn Fn(u32) -> Option<String>,
    /// The same by its id.
    pub district_of: &'a dyn Fn(&str) -> Option<String>,
    /// The reach of help, once it is known.
    pub cover: Option<Cover>,
}

/// The filters of a listing, each in words; empty where it lets all through.
pub fn listed_as(of: &Listing, names: &Names<'_>, lang: Lang) -> String {
    let district = |row: Option<u32>| row.and_then(|row| (names.district)(row));
    let parts: Vec<Option<String>> = match of {
        Listing::Venues(of) => {
            let lacking =
                names.cover.into_iter().flat_map(|cover| of.lacking.each().map(move |of| lack(&cover, of, lang)));
            let ranges = some(number_ranges(LayerName::Venues, &of.ranges, lang));
            let others = [district(of.district), levels(&of.levels, lang), ranges];
            std::iter::once(kinds(&of.kinds, lang)).chain(lacking.map(Some)).chain(others).collect()
        }
        Listing::Levels(of) => {
            let ranges = some(number_ranges(of.layer, &of.ranges, lang));
            vec![district(of.district), levels(&of.levels, lang), ranges]
        }
        Listing::Exposure(of) => vec![some(number_ranges(of.layer, &of.ranges, lang))],
        Listing::Conflicts(of) => vec![
            Some(Word::InConflict.said(lang).to_owned()),
            of.kind.as_ref().map(|kind| terms::kind(LayerName::Facilities, kind, lang)),
            of.site.as_ref().map(|kind| site_kind(kind, lang)),
            district(of.district),
        ],
        Listing::Sections(of) => {
            let sections = match of.scope {
                SectionScope::Selected => Word::SectionsSelected.fill(lang, &[&count(of.selected.len() as u64)]),
                _ => Word::WithCrash.said(lang).to_owned(),
            };
            let view = matches!(of.scope, SectionScope::Box(_)).then(|| Word::SectionsInView.said(lang).to_owned());
            let ranges = some(number_ranges(LayerName::Roads, &of.ranges, lang));
            vec![Some(sections), view, ranges, some(crash_filter(&of.crashes, lang))]
        }
        Listing::Crashes(filter) => vec![some(crash_filter(filter, lang))],
        Listing::Ledger(of) => ledger(&of.filter, names, lang),
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Levels that are asked for; none where all are.
pub(super) fn levels(of: &[Level], lang: Lang) -> Option<String> {
    some(
        of.iter()
            .map(|level| terms::level_with_letter(*level, lang))
            .collect::<Vec<_>>()
            .join(Word::ListComma.said(lang)),
    )
}

/// The same as part of what a finding, which counts all, rests on.
pub(super) fn listed_levels(of: &[Level], lang: Lang) -> String {
    levels(of, lang).map(|levels| Word::ListedLevels.fill(lang, &[&levels])).unwrap_or_default()
}

fn kinds(codes: &[String], lang: Lang) -> Option<String> {
    let named = codes.iter().take(NAMED).map(|code| terms::kind(LayerName::Venues, code, lang));
    let named = some(named.collect::<Vec<_>>().join(Word::ListComma.said(lang)))?;
    let more = codes.len().saturating_sub(NAMED);
    Some(if more == 0 { named } else { Word::AndMore.fill(lang, &[&named, &count(more as u64)]) })
}

/// A kind of site in words: a venue's, or a layer's that has no kinds.
pub fn site_kind(code: &str, lang: Lang) -> String {
    LayerName::from_code(code)
        .map_or_else(|| terms::kind(LayerName::Venues, code, lang), |layer| terms::layer(layer, lang).to_owned())
}

fn ledger(of: &LedgerFilter, names: &Names<'_>, lang: Lang) -> Vec<Option<String>> {
    let district = of.district.as_ref().map(|id| (names.district_of)(id).unwrap_or_else(|| id.clone()));
    vec![
        of.group.map(|group| dangers::group_word(Some(group)).said(lang).to_owned()),
        of.sector.as_ref().map(|code| dangers::sector(code, lang)),
        district,
        of.campaign.clone(),
        of.leader.clone(),
        of.department.clone(),
        of.enterprise.clone(),
        of.level.map(|level| lang.of(&level.says()).to_owned()),
        of.state.map(|state| lang.of(&state.says()).to_owned()),
        some(number_ranges(LayerName::Dangers, &of.ranges, lang)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CrashFilter, CrashPart, NumberRange, NumberRanges};
    use crate::engine::{ConflictsQuery, Lack, LedgerGroup, LedgerQuery, VenuesQuery};

    fn said(of: &Listing) -> [String; 2] {
        let district = |row: u32| (row == 2).then(|| "河东区".to_owned());
        let district_of = |id: &str| (id == "d2").then(|| "河东区".to_owned());
        let cover = Some(Cover { station_m: 1795.0, hydrant_m: 150.0, ..Cover::default() });
        [Lang::Zh, Lang::En]
            .map(|lang| listed_as(of, &Names { district: &district, district_of: &district_of, cover }, lang))
    }

    #[test]
    fn every_filter_of_a_list_is_named() {
        let kinds = ["hotel", "mall", "bar", "school", "clinic"].map(str::to_owned).to_vec();
        let venues =
            VenuesQuery { kinds, district: Some(2), lacking: Lack::Hydrant.into(), limit: 5, ..VenuesQuery::default() };
        let [zh, en] = said(&Listing::Venues(venues));
        for part in ["另 2 项", "150 m 内没有消火栓（干栓不计）", "河东区"] {
            assert!(zh.contains(part), "{part}: {zh}");
        }
        assert!(en.contains("and 2 more") && en.contains("No hydrant within 150 m, dry not counted"), "{en}");
        let mut ranges = NumberRanges::default();
        ranges.set(NumberRange::of_ends("overdue_days", "30..").unwrap());
        let late = LedgerQuery { filter: LedgerFilter { ranges, ..LedgerFilter::default() }, ..LedgerQuery::default() };
        assert_eq!(said(&Listing::Ledger(late)), ["逾期天数 ≥ 30", "Days overdue ≥ 30"]);
        let mut filter = LedgerFilter { district: Some("d2".to_owned()), ..LedgerFilter::default() };
        filter.group = Some(LedgerGroup::Overdue);
        let ledger = Listing::Ledger(LedgerQuery { as_of: None, filter, limit: 9 });
        assert_eq!(said(&ledger), ["逾期 · 河东区", "Overdue · 河东区"]);
        let site = Some("residents".to_owned());
        let conflicts = Listing::Conflicts(ConflictsQuery { site, ..ConflictsQuery::default() });
        assert!(said(&conflicts)[0].ends_with(terms::layer(LayerName::Residents, Lang::Zh)));
    }

    #[test]
    fn what_lets_all_through_says_nothing() {
        assert_eq!(said(&Listing::Crashes(CrashFilter::default())), ["", ""]);
        let mut fatal = CrashFilter::default();
        fatal.toggle_word(CrashPart::Severity, "fatal");
        assert!(said(&Listing::Crashes(fatal)).iter().all(|said| !said.is_empty()));
    }
}
