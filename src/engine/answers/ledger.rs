//! The ledger of hidden dangers on a day: the list, one danger's page, who answers, burn-downs.

use super::super::Engine;
use super::super::apart::tell_apart;
use super::super::open::Open;
use super::super::protocol::{
    BurnDownTable, DangerPage, EngineError, FeatureRef, FilterPart, LedgerChoices, LedgerDays, LedgerFilter,
    LedgerGroup, LedgerQuery, LedgerRow, LedgerTable, Listing, Loosened, ResponsibilityRow, Signed,
};
use super::levels::day_of;
use crate::domain::ranges::OVERDUE_DAYS;
use crate::domain::{Layer, LayerName, NumberRanges, Words};
use crate::risk::assess::{Book, Subject};
use crate::risk::ledger::summary::{Period, burn_down, by_sector, responsibility};
use crate::risk::ledger::{self, summary};
use crate::risk::ledger::{Danger, DangerLevel, Late, Standing, State, explain};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The districts' names and the posts that answer for them, by id.
struct Districts<'a> {
    by_id: HashMap<&'a str, (Words, Option<&'a str>)>,
}

impl<'a> Districts<'a> {
    fn of(open: &'a Open) -> Self {
        let mut by_id = HashMap::new();
        if let Some(layer) = open.city().layer(LayerName::Districts) {
            for row in 0..layer.len() {
                by_id.insert(layer.id(row), (layer.title(row), layer.text(row, "leader")));
            }
        }
        Self { by_id }
    }

    fn name(&self, id: &str) -> Option<Words> {
        self.by_id.get(id).map(|(name, _)| name.clone())
    }

    fn leader(&self, id: &str) -> Option<&'a str> {
        self.by_id.get(id).and_then(|(_, leader)| *leader)
    }
}

/// A danger with where it stands, and who answers for the place that it is at.
struct Listed<'a> {
    place: usize,
    danger: &'a Danger,
    standing: Standing<'a>,
    leader: Option<&'a str>,
    department: Option<&'a str>,
    enterprise: Option<&'a str>,
}

/// The department that supervises a place, and the enterprise that runs it; a place without one is its own.
fn answerable(layer: &Layer, row: usize) -> (Option<&str>, Option<&str>) {
    (layer.text(row, "regulator"), layer.text(row, "operator").or_else(|| layer.text(row, "name")))
}

/// The post that answers for a place: its own, or that of its district.
fn leader_of<'a>(layer: &'a Layer, row: usize, districts: &Districts<'a>) -> Option<&'a str> {
    layer.text(row, "leader").or_else(|| districts.leader(layer.text(row, "district")?))
}

/// The layers that somebody answers for.
pub(super) const SUBJECTS: [LayerName; 2] = [LayerName::Facilities, LayerName::Venues];

/// The dangers that had been found by a day.
fn found<'a>(open: &'a Open, book: &'a Book, districts: &Districts<'a>, day: Date) -> Vec<Listed<'a>> {
    let all = book.ledger.dangers().iter().enumerate().filter_map(|(place, danger)| {
        let standing = book.ledger.standing(place, day)?;
        // Whose place it is at answers; where that is no facility and no venue, whose district it is in.
        let at = book.subject_of(place).filter(|(name, _)| SUBJECTS.contains(name));
        let at = at.and_then(|(name, row)| Some((open.city().layer(name)?, row as usize)));
        let (leader, (department, enterprise)) = match at {
            Some((layer, row)) => (leader_of(layer, row, districts), answerable(layer, row)),
            None => (danger.district.as_deref().and_then(|id| districts.leader(id)), (None, None)),
        };
        Some(Listed { place, danger, standing, leader, department, enterprise })
    });
    all.filter(|d| d.standing.is_found()).collect()
}

/// A number of a danger; none is unknown.
fn number(of: &Listed<'_>, name: &str) -> Option<f64> {
    match (name, of.standing.overdue_days()) {
        (OVERDUE_DAYS, Some(days)) => Some(f64::from(days)),
        // Nobody knows when it was due.
        (OVERDUE_DAYS, None) if of.standing.open && of.standing.late == Late::Unknown => None,
        (OVERDUE_DAYS, None) => Some(0.0),
        _ => None,
    }
}

fn in_ranges(ranges: &NumberRanges, of: &Listed<'_>) -> bool {
    ranges.iter().all(|range| range.passes(number(of, &range.number)))
}

/// Whether a danger passes no range because a number is unknown.
fn lacks_number(ranges: &NumberRanges, of: &Listed<'_>) -> bool {
    let fails = || ranges.iter().filter(|range| !range.passes(number(of, &range.number)));
    fails().next().is_some() && fails().all(|range| number(of, &range.number).is_none())
}

/// A number of some dangers; none is unknown.
type Numbers = Vec<Option<f64>>;

/// A number of all dangers found by a query's day, and of those that pass all of its filter but this number's range.
pub fn values(engine: &mut Engine, query: &LedgerQuery, name: &str) -> Result<(Numbers, Numbers), EngineError> {
    engine.read_book()?;
    let open = engine.open()?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let day = day_of(open, query.as_of.as_deref())?;
    let districts = Districts::of(open);
    let all = found(open, book, &districts, day);
    let others = LedgerFilter { ranges: query.filter.ranges.without(name), ..query.filter.clone() };
    let passing = all.iter().filter(|d| passes(&others, d)).map(|d| number(d, name));
    Ok((all.iter().map(|d| number(d, name)).collect(), passing.collect()))
}

/// Whether a danger passes a whole filter.
fn passes(filter: &LedgerFilter, of: &Listed<'_>) -> bool {
    passes_fields(filter, of)
        && filter.state.is_none_or(|state| of.standing.state == state)
        && filter.group.is_none_or(|group| in_group(group, &of.standing))
        && in_ranges(&filter.ranges, of)
}

/// The days that the ledger tells of; none where a city has no ledger.
pub fn days(engine: &mut Engine) -> Result<LedgerDays, EngineError> {
    engine.read_book()?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let Some((first, last)) = book.days() else { return Ok(LedgerDays::default()) };
    let mut weeks = Vec::new();
    for found in book.ledger.dangers().iter().filter_map(|danger| danger.found_on) {
        let week = (found.duration_since(first).as_hours() / (24 * 7)) as usize;
        if weeks.len() <= week {
            weeks.resize(week + 1, 0);
        }
        weeks[week] += 1;
    }
    Ok(LedgerDays { days: Some((first.to_string(), last.to_string())), weeks })
}

/// The ledger on a day.
pub fn ledger(engine: &mut Engine, query: LedgerQuery) -> Result<LedgerTable, EngineError> {
    engine.read_book()?;
    let open = engine.open()?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    open.city().layer(LayerName::Dangers).ok_or(EngineError::NoLayer(LayerName::Dangers))?;
    let day = day_of(open, query.as_of.as_deref())?;
    let districts = Districts::of(open);
    let all = found(open, book, &districts, day);
    let filter = &query.filter;
    let passes = |d: &&Listed<'_>| passes_fields(filter, d);
    let of_state = |d: &&Listed<'_>| filter.state.is_none_or(|state| d.standing.state == state);
    let of_group = |d: &&Listed<'_>| filter.group.is_none_or(|group| in_group(group, &d.standing));
    let left_out =
        all.iter().filter(passes).filter(of_state).filter(of_group).filter(|d| lacks_number(&filter.ranges, d));
    let left_out = left_out.count() as u32;
    let passes_all = |d: &&Listed<'_>| passes(d) && in_ranges(&filter.ranges, d);
    let mut listed: Vec<&Listed<'_>> = all.iter().filter(passes_all).filter(of_state).filter(of_group).collect();
    let groups = LedgerGroup::ALL.map(|group| {
        (group, all.iter().filter(passes_all).filter(of_state).filter(|d| in_group(group, &d.standing)).count() as u32)
    });
    let found = all.iter().filter(passes_all).filter(of_state).count() as u32;
    let states = State::GIVEN.map(|state| {
        (state, all.iter().filter(passes_all).filter(of_group).filter(|d| d.standing.state == state).count() as u32)
    });
    listed.sort_by_key(|d| {
        let late = match d.standing.overdue_days() {
            Some(days) => i64::from(days),
            None => -1,
        };
        let due = d.standing.due_on.unwrap_or(Date::MAX);
        (!d.standing.open, -late, d.danger.level != DangerLevel::Major, due, d.danger.id.clone())
    });
    let count = listed.len() as u32;
    let ranked: Vec<Subject> = listed.iter().map(|d| (LayerName::Dangers, d.danger.row)).collect();
    let loosened = if listed.is_empty() { loosened(filter, &all) } else { Loosened::new() };
    let rows = listed
        .iter()
        .take(query.limit as usize)
        .map(|d| row(open, &districts, d.danger, &d.standing, book.subject_of(d.place)));
    let mut rows: Vec<LedgerRow> = rows.collect::<Result<_, _>>()?;
    tell_apart(open, rows.iter_mut().filter_map(|row| row.target.as_mut()));
    let campaign = filter.campaign.as_deref().and_then(|id| period_of(open, id, day));
    let placed = subjects(open, book, &districts, campaign.as_ref(), filter);
    let subjects: Vec<summary::Subject<'_>> = placed.into_iter().map(|(_, subject)| subject).collect();
    let responsibility = {
        let standings = all.iter().filter(passes).map(|d| (d.danger, d.standing.clone()));
        let table = responsibility(&subjects, standings, |id| districts.leader(id), day);
        table.iter().map(|row| told(row, &districts)).collect()
    };
    let never_inspected = subjects.iter().filter(|s| s.is_unchecked(day)).count() as u32;
    let inspected_later = subjects.iter().filter(|s| s.is_hidden(day)).count() as u32;
    let table = LedgerTable {
        loosened,
        left_out,
        as_of: day.to_string(),
        count,
        found,
        groups: groups.to_vec(),
        states: states.to_vec(),
        choices: choices(open, &all, filter, &districts),
        rows,
        responsibility,
        burn_down: campaign.map(|(id, period)| burnt(book, &id, &period)),
        never_inspected,
        inspected_later,
        query,
    };
    engine.rankings.keep(Listing::Ledger(table.query.clone()), ranked);
    Ok(table)
}

/// How many dangers would be listed without each part of a filter alone.
fn loosened(filter: &LedgerFilter, all: &[Listed<'_>]) -> Loosened {
    let count = |part: FilterPart| {
        let other = filter.without(part);
        (part, all.iter().filter(|d| passes(&other, d)).count() as u32)
    };
    filter.parts().into_iter().map(count).filter(|(_, n)| *n > 0).collect()
}

/// One danger's page.
pub fn danger(engine: &mut Engine, id: &str, as_of: Option<&str>) -> Result<DangerPage, EngineError> {
    engine.read_book()?;
    let open = engine.open()?;
    let book = engine.book.as_ref().ok_or(EngineError::NoCity)?;
    let not_there = || EngineError::NotThere(format!("dangers:{id}"));
    let layer = open.city().layer(LayerName::Dangers).ok_or(EngineError::NoLayer(LayerName::Dangers))?;
    let day = day_of(open, as_of)?;
    let place = book.ledger.find(id).ok_or_else(not_there)?;
    let (danger, standing) =
        book.ledger.dangers().get(place).zip(book.ledger.standing(place, day)).ok_or_else(not_there)?;
    let districts = Districts::of(open);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let signatures = standing.signatures.map(|s| s.map(|s| (text(s.by), text(s.post), s.at.to_string())));
    let events = book.ledger.events(place).iter().filter(|event| event.at.date() <= day).map(|event| {
        let says = event.kind.map_or_else(|| Words::new("未知事件", "unknown event"), ledger::EventKind::says);
        (event.at.to_string().replace('T', " "), says, text(event.by.as_deref()), text(event.post.as_deref()))
    });
    Ok(DangerPage {
        as_of: day.to_string(),
        original_due_on: standing
            .original_due_on
            .filter(|_| standing.is_extended())
            .map_or(String::new(), |on| on.to_string()),
        signatures,
        events: events.collect(),
        faults: standing.faults.iter().map(|fault| fault.kind.says()).collect(),
        falsely: standing.false_closing.says(),
        explanation: explain(danger, &standing, &layer.source(danger.row as usize), day),
        row: row(open, &districts, danger, &standing, book.subject_of(place))?,
    })
}

fn in_group(group: LedgerGroup, standing: &Standing<'_>) -> bool {
    match group {
        LedgerGroup::Open => standing.open,
        LedgerGroup::Overdue => standing.overdue_days().is_some(),
        LedgerGroup::SignatureMissing => {
            let signable = matches!(standing.state, State::ToVerify | State::Accepted | State::Closed);
            signable && standing.open && standing.signatures.iter().any(Option::is_none)
        }
        LedgerGroup::FalselyClosed => standing.false_closing.any(),
        LedgerGroup::Supervised => standing.supervised && standing.open,
        LedgerGroup::Faulty => !standing.faults.is_empty(),
    }
}

fn passes_fields(filter: &LedgerFilter, of: &Listed<'_>) -> bool {
    let danger = of.danger;
    let is = |wanted: &Option<String>, has: Option<&str>| wanted.as_deref().is_none_or(|wanted| has == Some(wanted));
    is(&filter.sector, danger.sector.as_deref())
        && is(&filter.district, danger.district.as_deref())
        && is(&filter.campaign, danger.campaign.as_deref())
        && is(&filter.leader, of.leader)
        && is(&filter.department, of.department)
        && is(&filter.enterprise, of.enterprise)
        && filter.level.is_none_or(|level| danger.level == level)
}

fn row(
    open: &Open,
    districts: &Districts<'_>,
    danger: &Danger,
    standing: &Standing<'_>,
    target: Option<Subject>,
) -> Result<LedgerRow, EngineError> {
    let layer = open.city().layer(LayerName::Dangers).ok_or(EngineError::NoLayer(LayerName::Dangers))?;
    let at = danger.row as usize;
    let target = target.and_then(|(layer, row)| open.hit(FeatureRef { layer, row }, None).ok());
    let own = FeatureRef { layer: LayerName::Dangers, row: danger.row };
    let at_own = open.hit(own, None).ok().map(|hit| hit.at);
    let at_place = at_own.or_else(|| target.as_ref().map(|hit| hit.at));
    let signed = standing.signatures.map(|s| match s {
        None => Signed::Missing,
        Some(s) if s.in_order => Signed::InOrder,
        Some(_) => Signed::OutOfOrder,
    });
    Ok(LedgerRow {
        feature: own,
        id: danger.id.to_string(),
        at: at_place,
        what: layer.text(at, "what").unwrap_or_default().to_owned(),
        target,
        // A danger that has only a position is counted at that place; its row names none.
        names_target: layer.text(at, "target").is_some(),
        sector: danger.sector.as_deref().unwrap_or_default().to_owned(),
        district: danger.district.as_deref().and_then(|id| districts.name(id)),
        level: danger.level,
        state: standing.state,
        late: if standing.state == State::Closed && !standing.open { Late::No } else { standing.late },
        found_on: danger.found_on.map_or(String::new(), |on| on.to_string()),
        due_on: standing.due_on.map_or(String::new(), |on| on.to_string()),
        signed,
        false_closing: standing.false_closing,
        next: standing.next,
        supervised: standing.supervised,
        faults: standing.faults.len() as u32,
    })
}

/// A campaign's period, up to the day.
fn period_of(open: &Open, id: &str, day: Date) -> Option<(String, OwnedPeriod)> {
    let campaign = open.city().manifest.campaigns.iter().find(|c| c.id == id)?;
    let from = campaign.from.trim().parse().ok()?;
    let to = campaign.to.trim().parse::<Date>().ok()?;
    let sector = Some(campaign.sector.clone()).filter(|s| !s.is_empty());
    Some((id.to_owned(), OwnedPeriod { sector, from, to: to.min(day), last: to }))
}

struct OwnedPeriod {
    sector: Option<String>,
    from: Date,
    to: Date,
    last: Date,
}

/// A place that nobody had inspected.
pub(super) struct Unchecked<'a> {
    /// Which one.
    pub of: Subject,
    /// Who answers for it.
    pub subject: summary::Subject<'a>,
    /// Its district's name.
    pub district: Option<Words>,
}

/// The places that nobody had inspected by a query's day, in its campaign or ever, as far as its filter asks about
/// them. Gives the day.
pub(super) fn unchecked<'a>(
    open: &'a Open,
    book: &'a Book,
    query: &LedgerQuery,
) -> Result<(Date, Vec<Unchecked<'a>>), EngineError> {
    let day = day_of(open, query.as_of.as_deref())?;
    let districts = Districts::of(open);
    let campaign = query.filter.campaign.as_deref().and_then(|id| period_of(open, id, day));
    let all = subjects(open, book, &districts, campaign.as_ref(), &query.filter).into_iter();
    let named = |(of, subject): (Subject, summary::Subject<'a>)| {
        let district = subject.district.map(|id| districts.name(id).unwrap_or_else(|| Words::same(id)));
        Unchecked { of, subject, district }
    };
    Ok((day, all.filter(|(_, subject)| subject.is_unchecked(day)).map(named).collect()))
}

/// Facilities and venues that someone answers for, as far as the filter asks about them, each with its layer and row.
fn subjects<'a>(
    open: &'a Open,
    book: &'a Book,
    districts: &Districts<'a>,
    campaign: Option<&(String, OwnedPeriod)>,
    filter: &LedgerFilter,
) -> Vec<(Subject, summary::Subject<'a>)> {
    let mut all = Vec::new();
    for name in SUBJECTS {
        let Some(layer) = open.city().layer(name) else { continue };
        for row in 0..layer.len() {
            let of: Subject = (name, row as u32);
            let district = layer.text(row, "district");
            let leader = leader_of(layer, row, districts);
            let (department, enterprise) = answerable(layer, row);
            let is_not = |wanted: &Option<String>, has: Option<&str>| wanted.is_some() && wanted.as_deref() != has;
            let outside = is_not(&filter.district, district)
                || is_not(&filter.leader, leader)
                || is_not(&filter.department, department)
                || is_not(&filter.enterprise, enterprise);
            let sector = if name == LayerName::Venues { Some("fire") } else { layer.text(row, "sector") };
            let asked = campaign.and_then(|(_, period)| period.sector.as_deref()).or(filter.sector.as_deref());
            if outside || asked.is_some_and(|wanted| sector != Some(wanted)) {
                continue;
            }
            let period = campaign.map(|(id, period)| (id.as_str(), period.from, period.last));
            let inspected_on = book.inspected_on(open.city(), of, period);
            let last_on = Book::last_inspected_on(open.city(), of);
            let target = book.target_of(of);
            let subject = summary::Subject { target, leader, district, department, enterprise, inspected_on, last_on };
            all.push((of, subject));
        }
    }
    all
}

fn told(row: &summary::TableRow<'_>, districts: &Districts<'_>) -> ResponsibilityRow {
    let code = row.names.get(row.depth - 1).copied().flatten().unwrap_or_default();
    let name = match row.depth {
        2 => districts.name(code).unwrap_or_else(|| Words::same(code)),
        _ => Words::same(code),
    };
    ResponsibilityRow {
        depth: row.depth as u8,
        code: code.to_owned(),
        name,
        subjects: row.subjects,
        never_inspected: row.never_inspected,
        open: row.open,
        open_major: row.open_major,
        overdue: row.overdue,
        falsely_closed: row.falsely_closed,
    }
}

fn burnt(book: &Book, id: &str, of: &OwnedPeriod) -> BurnDownTable {
    let period = Period { campaign: Some(id), sector: of.sector.as_deref(), from: of.from, to: of.to };
    let whole = burn_down(&book.ledger, &period);
    let sectors = by_sector(&book.ledger, &period).into_iter().map(|(sector, sum)| {
        let end = sum.days.last().map_or(0, summary::DayCount::open);
        (sector.as_deref().unwrap_or_default().to_owned(), [sum.stock, sum.increment, end])
    });
    BurnDownTable {
        campaign: id.to_owned(),
        stock: whole.stock,
        increment: whole.increment,
        days: whole
            .days
            .iter()
            .map(|d| (d.on.to_string(), [d.open_stock, d.open_increment, d.cleared_stock, d.cleared_increment]))
            .collect(),
        sectors: sectors.collect(),
    }
}

fn choices(open: &Open, found: &[Listed<'_>], filter: &LedgerFilter, districts: &Districts<'_>) -> LedgerChoices {
    let mut sectors = BTreeSet::new();
    let mut ids = BTreeMap::new();
    let mut leaders = BTreeSet::new();
    let mut departments = BTreeSet::new();
    let mut enterprises = BTreeSet::new();
    let of_any = LedgerFilter { enterprise: None, ..filter.clone() };
    for of in found {
        let danger = of.danger;
        sectors.extend(danger.sector.as_deref());
        leaders.extend(of.leader);
        departments.extend(of.department);
        if passes_fields(&of_any, of) {
            enterprises.extend(of.enterprise);
        }
        if let Some(id) = danger.district.as_deref() {
            ids.entry(id).or_insert_with(|| districts.name(id).unwrap_or_else(|| Words::same(id)));
        }
    }
    let texts = |of: BTreeSet<&str>| of.into_iter().map(str::to_owned).collect();
    LedgerChoices {
        sectors: texts(sectors),
        districts: ids.into_iter().map(|(id, name)| (id.to_owned(), name)).collect(),
        campaigns: open.city().manifest.campaigns.iter().map(|c| (c.id.clone(), c.name.clone())).collect(),
        leaders: texts(leaders),
        departments: texts(departments),
        enterprises: texts(enterprises),
    }
}
