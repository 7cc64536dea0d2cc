//! A second state of the map beside the first: which one, and how the two share the screen.

use super::query::{level_code, level_kind};
use super::{PlanningMode, Ranked, Role, View};
use crate::dataset::dates::{parse_date, write_date};
use crate::domain::LayerName;
use crate::engine::{Breaks, CityInfo, CompareQuery, Edges, LedgerFilter, LevelKind, Request};

/// How two states share the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// One over the other, parted by a handle.
    #[default]
    Swipe,
    /// Side by side.
    Beside,
}

/// In what the other state differs from the one that the rest of the link says.
#[derive(Clone, Debug, PartialEq)]
pub enum Against {
    /// Levels of a day, or of the day of the data where there is none, by one of the two rules.
    Levels {
        /// The day, YYYY-MM-DD.
        day: Option<String>,
        /// The rule.
        kind: LevelKind,
    },
    /// As many days of crashes as the first state has, from this one on; days since 1970-01-01.
    From(i32),
    /// Another bandwidth, metres.
    Bandwidth(f64),
}

/// A comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// With what.
    pub with: Against,
    /// How both are shown.
    pub split: Split,
}

impl Compare {
    /// With something, under a swipe.
    pub fn with(with: Against) -> Self {
        Self { with, split: Split::default() }
    }

    /// As a link says it.
    pub fn to_text(&self) -> String {
        let split = if self.split == Split::Beside { ".beside" } else { "" };
        match &self.with {
            Against::Levels { day, kind } => {
                let day = day.as_ref().map(|day| format!("{day}.")).unwrap_or_default();
                format!("{day}{}{split}", level_code(*kind))
            }
            Against::From(day) => format!("from.{}{split}", write_date(*day)),
            Against::Bandwidth(metres) => format!("bw.{}{split}", metres.round()),
        }
    }

    /// What a link says; `None` when it cannot be read.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts: Vec<&str> = text.split('.').collect();
        let split = if parts.last() == Some(&"beside") { Split::Beside } else { Split::Swipe };
        if split == Split::Beside {
            parts.pop();
        }
        let with = match parts[..] {
            ["from", day] => Against::From(parse_date(day)?),
            ["bw", metres] => {
                Against::Bandwidth(metres.parse::<f64>().ok().filter(|metres| (10.0..=50_000.0).contains(metres))?)
            }
            [kind] => Against::Levels { day: None, kind: level_kind(kind)? },
            [day, kind] => Against::Levels { day: Some(write_date(parse_date(day)?)), kind: level_kind(kind)? },
            _ => return None,
        };
        Some(Self { with, split })
    }
}

impl Against {
    /// In what another view of the same question differs, if it can stand beside this one.
    pub fn of_view(now: &View, other: &View) -> Option<Self> {
        let (p, q) = (&now.planning, &other.planning);
        let same = now.role == other.role && (now.role != Role::Planning || p.mode == q.mode);
        match now.role {
            _ if !same => None,
            Role::Planning if p.mode == PlanningMode::Levels => {
                let differs = (&now.day, p.level) != (&other.day, q.level) && p.levels_of == q.levels_of;
                differs.then(|| Self::Levels { day: other.day.clone(), kind: q.level })
            }
            Role::Planning if p.mode != PlanningMode::Density || p.density_of != q.density_of => None,
            Role::Planning if p.bandwidth_m != q.bandwidth_m => Some(Self::Bandwidth(q.bandwidth_m)),
            Role::Planning | Role::Traffic if other.crashes.from != now.crashes.from && now.asks_crashes() => {
                other.crashes.from.map(Self::From)
            }
            _ => None,
        }
    }
}

impl View {
    /// The comparison, where the workbench has states that can be compared in this way.
    pub fn comparing(&self) -> Option<&Compare> {
        let levels = self.role == Role::Planning && self.planning.mode == PlanningMode::Levels;
        let density = self.shows_density();
        self.compare.as_ref().filter(|compare| match compare.with {
            Against::Levels { .. } => levels,
            Against::From(_) => self.role == Role::Traffic || density && self.asks_crashes(),
            Against::Bandwidth(_) => density,
        })
    }

    /// The other state as a view of its own. Of crashes it needs the days of the first state.
    pub fn other(&self, days: Option<(i32, i32)>) -> Option<Self> {
        let with = self.comparing()?.with.clone();
        let mut other = Self { compare: None, ..self.clone() };
        match with {
            Against::Levels { day, kind } => {
                (other.day, other.planning.level) = (day, kind);
            }
            Against::From(from) => {
                let (first, last) = days?;
                (other.crashes.from, other.crashes.to) = (Some(from), Some(from + last - first));
            }
            Against::Bandwidth(bandwidth_m) => other.planning.bandwidth_m = bandwidth_m,
        }
        Some(other)
    }

    /// What is asked of both states: the first's question as it stands, and that of the other, in the first's classes.
    /// `days` are those of the first state, `edges` its classes.
    pub fn compared(
        &self,
        city: &CityInfo,
        one: Request,
        days: Option<(i32, i32)>,
        edges: &[f64],
    ) -> Option<CompareQuery> {
        let mut other = self.other(days)?;
        if !matches!(one, Request::Levels(_)) {
            let edges = self.shared(edges)?;
            (other.planning.breaks, other.traffic.breaks) = (edges, edges);
        }
        let selected = match &one {
            Request::Sections(query) => query.selected.clone(),
            _ => Vec::new(),
        };
        let other = other.wanted(city, &selected)?;
        match (one, other) {
            (Request::Levels(one), Request::Levels(other)) => Some(CompareQuery::Levels { one, other }),
            (Request::Density(one), Request::Density(other)) => Some(CompareQuery::Density { one, other }),
            (Request::Sections(one), Request::Sections(other)) => Some(CompareQuery::Sections { one, other }),
            _ => None,
        }
    }

    /// The same question asked of another city, in some classes if any are given: nothing that only this city has (its
    /// districts, posts, campaigns, days of its ledger), nothing selected.
    pub fn elsewhere(&self, edges: Option<&[f64]>) -> Self {
        let mut other = Self { compare: None, selected: None, area: None, pin: None, ..self.clone() };
        (other.day, other.planning.district, other.planning.site) = (None, None, None);
        other.fire.district = None;
        (other.traffic.selected, other.traffic.made) = (Vec::new(), Vec::new());
        (other.seen, other.traffic.scope) = (None, Ranked::City);
        let LedgerFilter { sector, level, state, group, ranges, .. } = other.ledger.filter;
        other.ledger.filter = LedgerFilter { sector, level, state, group, ranges, ..LedgerFilter::default() };
        other.ledger.danger = None;
        if let Some(edges) = edges.and_then(|edges| self.shared(edges)) {
            (other.planning.breaks, other.traffic.breaks) = (edges, edges);
        }
        other
    }

    /// Classes that two maps share, from the edges of one. The lowest class of a ranking of sections is all that is there
    /// below the next one, unless somebody typed where it begins.
    fn shared(&self, edges: &[f64]) -> Option<Breaks> {
        let mut edges = edges.to_vec();
        let typed = matches!(self.traffic.breaks, Breaks::Typed(_));
        if let (Role::Traffic, false, Some(lowest)) = (self.role, typed, edges.first_mut()) {
            *lowest = 0.0;
        }
        Edges::new(&edges).ok().map(Breaks::Typed)
    }

    /// Whether the workbench has states that can be compared at all.
    pub fn can_compare(&self, city: &CityInfo) -> bool {
        match self.role {
            Role::Planning => match self.planning.mode {
                PlanningMode::Levels => city.layer(self.planning.levels_of).is_some(),
                PlanningMode::Density => city.layer(self.planning.density_layer(&city.present())).is_some(),
                PlanningMode::Exposure | PlanningMode::Conflicts => false,
            },
            Role::Traffic => [LayerName::Roads, LayerName::Crashes].iter().all(|layer| city.layer(*layer).is_some()),
            Role::Overview | Role::Fire | Role::Ledger => false,
        }
    }
}

/// Two periods of the same length out of all the days of the data: the last year and the year before it, or, where the data
/// has fewer than two years, its halves. None where it has fewer than two days.
pub fn two_periods((first, last): (i32, i32)) -> Option<((i32, i32), (i32, i32))> {
    let length = 365.min((last - first + 1) / 2);
    let later = last - length + 1;
    (length > 0).then_some(((later - length, later - 1), (later, last)))
}

/// The day on which a comparison of levels begins: a quarter before a day, but none before the first.
pub fn a_quarter_before(day: i32, first: i32) -> i32 {
    (day - 91).max(first)
}

#[cfg(test)]
mod tests {
    use super::super::Planning;
    use super::*;
    use crate::domain::CrashFilter;

    #[test]
    fn what_a_link_says_comes_back() {
        let levels = |day: Option<&str>, kind| Against::Levels { day: day.map(str::to_owned), kind };
        for (with, text) in [
            (levels(None, LevelKind::Base), "base"),
            (levels(Some("2025-11-07"), LevelKind::Dynamic), "2025-11-07.dynamic"),
            (Against::From(19_723), "from.2024-01-01"),
            (Against::Bandwidth(1000.0), "bw.1000"),
        ] {
            for (split, tail) in [(Split::Swipe, ""), (Split::Beside, ".beside")] {
                let compare = Compare { with: with.clone(), split };
                assert_eq!(compare.to_text(), format!("{text}{tail}"));
                assert_eq!(Compare::from_text(&compare.to_text()), Some(compare));
            }
        }
        for bad in ["", "beside", "worst", "2025-02-30.base", "from.soon", "bw.1", "bw.NaN", "a.b.c"] {
            assert_eq!(Compare::from_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_comparison_is_of_its_own_question() {
        let view = |role, mode, with| View {
            role,
            planning: Planning { mode, ..Planning::default() },
            compare: Some(Compare::with(with)),
            ..View::default()
        };
        let base = || Against::Levels { day: None, kind: LevelKind::Base };
        assert!(view(Role::Planning, PlanningMode::Levels, base()).comparing().is_some());
        assert!(view(Role::Planning, PlanningMode::Density, base()).comparing().is_none());
        assert!(view(Role::Traffic, PlanningMode::Levels, base()).comparing().is_none());
        assert!(view(Role::Traffic, PlanningMode::Levels, Against::From(3)).comparing().is_some());
        assert!(view(Role::Planning, PlanningMode::Density, Against::From(3)).comparing().is_some());
        let mut venues = view(Role::Planning, PlanningMode::Density, Against::From(3));
        venues.planning.density_of = Some(LayerName::Venues);
        assert!(venues.comparing().is_none(), "venues have no days");
    }

    #[test]
    fn a_named_view_of_the_same_question_can_stand_beside() {
        let of = |query: &str| View::from_query(query).0;
        let with = |now: &str, other: &str| Against::of_view(&of(now), &of(other));
        let base = Against::Levels { day: Some("2025-11-07".to_owned()), kind: LevelKind::Base };
        assert_eq!(with("mode=levels", "mode=levels&level=base&day=2025-11-07"), Some(base));
        assert_eq!(with("mode=levels", "mode=levels&of=venues&level=base"), None, "other places");
        assert_eq!(with("mode=levels", "mode=levels"), None, "nothing differs");
        assert_eq!(with("mode=levels", "role=traffic"), None);
        assert_eq!(with("mode=density", "mode=density&bw=1000"), Some(Against::Bandwidth(1000.0)));
        assert_eq!(with("role=traffic&from=2025-01-01", "role=traffic&from=2024-01-01"), Some(Against::From(19_723)));
    }

    #[test]
    fn the_other_period_is_as_long_as_the_first() {
        let mut view =
            View { role: Role::Traffic, compare: Some(Compare::with(Against::From(19_000))), ..View::default() };
        view.crashes = CrashFilter::over(Some(20_000), Some(20_364));
        view.crashes.add_hours(22, 4);
        let other = view.other(Some((20_000, 20_364))).unwrap();
        assert_eq!((other.crashes.from, other.crashes.to), (Some(19_000), Some(19_364)));
        assert!(other.crashes.has_hour(23) && other.compare.is_none(), "all else stays");
        assert_eq!(view.other(None), None);
    }

    #[test]
    fn another_city_is_asked_the_same_and_nothing_that_only_this_one_has() {
        let view = View::from_query("role=fire&kinds=hotel&district=990101").0;
        let there = view.elsewhere(None);
        assert_eq!((there.fire.kinds.as_slice(), there.fire.district.as_deref()), (&["hotel".to_owned()][..], None));
        let mut view = View::from_query("role=traffic&road=w1").0;
        view.traffic.selected = vec!["w1".to_owned()];
        let there = view.elsewhere(Some(&[1.0, 5.0]));
        assert!(there.selected.is_none() && there.traffic.selected.is_empty());
        assert_eq!(
            there.traffic.breaks,
            Breaks::Typed(Edges::new(&[0.0, 5.0]).unwrap()),
            "below 5 is the lowest class"
        );
        let mut view = View::from_query("mode=levels&day=2025-11-07&level=base").0;
        view.planning.district = Some("990101".to_owned());
        let there = view.elsewhere(None);
        assert_eq!((there.day, there.planning.district, there.planning.level), (None, None, LevelKind::Base));
    }

    #[test]
    fn two_periods_do_not_overlap_and_are_as_long() {
        assert_eq!(two_periods((0, 1094)), Some(((365, 729), (730, 1094))));
        assert_eq!(two_periods((0, 100)), Some(((1, 50), (51, 100))));
        assert_eq!(two_periods((0, 1)), Some(((0, 0), (1, 1))));
        assert_eq!(two_periods((0, 0)), None);
        assert_eq!((a_quarter_before(200, 0), a_quarter_before(50, 0)), (109, 0));
    }
}
