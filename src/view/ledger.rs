//! What a reader of the ledger looks at: which dangers, on which day, which one of them; and its form in a link.

use crate::domain::NumberRange;
use crate::domain::ranges::OVERDUE_DAYS;
use crate::engine::{LedgerFilter, LedgerGroup};
use crate::risk::ledger::{DangerLevel, State};

/// The ledger's parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// What is listed; at first what is open.
    pub filter: LedgerFilter,
    /// The danger in the inspector, by its id.
    pub danger: Option<String>,
    /// Facilities and venues that nobody has inspected are listed and on the map.
    pub unchecked: bool,
}

impl Default for Ledger {
    fn default() -> Self {
        let filter = LedgerFilter { group: Some(LedgerGroup::Open), ..LedgerFilter::default() };
        Self { filter, danger: None, unchecked: false }
    }
}

/// A danger's level in links.
pub const fn level_code(level: DangerLevel) -> &'static str {
    match level {
        DangerLevel::General => "general",
        DangerLevel::Major => "major",
    }
}

/// The level of a code.
pub fn level_of(code: &str) -> Option<DangerLevel> {
    [DangerLevel::General, DangerLevel::Major].into_iter().find(|level| level_code(*level) == code)
}

impl Ledger {
    /// The parts of a link, in order: names and values. The names are the ledger's own: no other workbench has them.
    pub(super) fn to_parts(&self) -> Vec<(&'static str, String)> {
        let f = &self.filter;
        let group = match f.group {
            Some(LedgerGroup::Open) => None,
            Some(group) => Some(group.code().to_owned()),
            None => Some("all".to_owned()),
        };
        let parts = [
            ("group", group),
            ("sector", f.sector.clone()),
            ("area", f.district.clone()),
            ("leader", f.leader.clone()),
            ("department", f.department.clone()),
            ("enterprise", f.enterprise.clone()),
            ("campaign", f.campaign.clone()),
            ("grade", f.level.map(|level| level_code(level).to_owned())),
            ("state", f.state.map(|state| state.code().to_owned())),
            ("overdue", f.ranges.get(OVERDUE_DAYS).map(NumberRange::ends)),
            ("danger", self.danger.clone()),
            ("unchecked", self.unchecked.then(|| "yes".to_owned())),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Takes one part of a link; `None` when it is not one of these or cannot be read.
    pub(super) fn read(&mut self, name: &str, value: &str) -> Option<()> {
        let f = &mut self.filter;
        let text = || (!value.is_empty()).then(|| value.to_owned());
        match name {
            "group" if value == "all" => f.group = None,
            "group" => f.group = Some(LedgerGroup::from_code(value)?),
            "sector" => f.sector = text(),
            "area" => f.district = text(),
            "leader" => f.leader = text(),
            "department" => f.department = text(),
            "enterprise" => f.enterprise = text(),
            "campaign" => f.campaign = text(),
            "grade" => f.level = Some(level_of(value)?),
            "state" => f.state = Some(State::from_code(value)?),
            "overdue" => f.ranges.set(NumberRange::of_ends(OVERDUE_DAYS, value)?),
            "danger" => self.danger = text(),
            "unchecked" => self.unchecked = (value == "yes").then_some(true)?,
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Role, View};

    fn link(ledger: &Ledger) -> String {
        View { role: Role::Ledger, ledger: ledger.clone(), ..View::default() }.to_query()
    }

    #[test]
    fn what_is_open_is_listed_unless_a_link_says_otherwise() {
        assert_eq!(link(&Ledger::default()), "v=1&role=ledger");
        let mut all = Ledger::default();
        all.filter.group = None;
        assert_eq!(link(&all), "v=1&role=ledger&group=all");
        assert_eq!(View::from_query(&link(&all)).0.ledger, all);
    }

    #[test]
    fn every_group_state_and_level_comes_back() {
        let back = |ledger: &Ledger| {
            let view = View { role: Role::Ledger, ledger: ledger.clone(), ..View::default() };
            View::from_query(&link(ledger)) == (view, vec![])
        };
        for group in LedgerGroup::ALL {
            let mut of = Ledger::default();
            of.filter.group = Some(group);
            assert!(back(&of), "{group:?}");
        }
        for state in State::GIVEN {
            let mut of = Ledger::default();
            of.filter.state = Some(state);
            assert!(back(&of), "{state:?}");
        }
        for level in [DangerLevel::General, DangerLevel::Major] {
            let mut of = Ledger::default();
            of.filter.level = Some(level);
            assert!(back(&of), "{level:?}");
        }
    }

    #[test]
    fn who_answers_and_what_nobody_inspected_come_back() {
        let mut of = Ledger { unchecked: true, ..Ledger::default() };
        of.filter.department = Some("市城管委燃气处".to_owned());
        of.filter.enterprise = Some("甲 & 乙".to_owned());
        let (view, ignored) = View::from_query(&link(&of));
        assert_eq!((view.ledger, ignored), (of, vec![]));
        assert_eq!(View::from_query("role=ledger&unchecked=perhaps").1, ["unchecked=perhaps"]);
    }

    #[test]
    fn what_is_no_day_group_or_state_is_refused() {
        let (view, ignored) = View::from_query("role=ledger&on=2026-02-30&group=late&state=lost&grade=worst&area=9");
        assert_eq!(ignored, ["on=2026-02-30", "group=late", "state=lost", "grade=worst"]);
        assert_eq!(view.ledger.filter.district.as_deref(), Some("9"));
        assert_eq!(view.day, None);
    }
}
