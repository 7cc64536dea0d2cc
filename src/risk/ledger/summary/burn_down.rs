//! What a campaign found open, what it added, and how both are cleared by day.
//!
//! **Rule.** Stock (存量) is what is open at the end of the day before the campaign; increment (增量) is what is found
//! during it. A campaign's dangers are those that name it and those of its sector; one without a sector has all. What was
//! closed before and is reopened during it joins the increment. Cleared is closed soundly: closings that do not count
//! leave a danger open here and stand beside as `falsely`. On every day `open = open before + found + reopened − cleared`.

use super::super::danger::Name;
use super::super::{Danger, Ledger, Standing, State};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A campaign, or any stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period<'a> {
    /// The campaign's id; dangers that name it count whatever their sector.
    pub campaign: Option<&'a str>,
    /// Its sector; without one it has every danger.
    pub sector: Option<&'a str>,
    /// Its first day.
    pub from: Date,
    /// Its last day, or the day up to which it is asked for.
    pub to: Date,
}

impl Period<'_> {
    /// Whether a danger is one of the campaign's.
    pub fn has(&self, danger: &Danger) -> bool {
        let named = self.campaign.is_some() && danger.campaign.as_deref() == self.campaign;
        named || self.sector.is_none() || danger.sector.as_deref() == self.sector
    }
}

/// One day of a burn-down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub on: Date,
    /// Of the stock, open at its end.
    pub open_stock: u32,
    /// Of the increment, open at its end.
    pub open_increment: u32,
    /// Found on it.
    pub found: u32,
    /// Of the stock, soundly closed on it.
    pub cleared_stock: u32,
    /// Of the increment, soundly closed on it.
    pub cleared_increment: u32,
    /// Opened again on it, or no longer believed closed.
    pub reopened: u32,
    /// Closed on it in a way that does not count.
    pub falsely: u32,
}

impl DayCount {
    /// Open at its end.
    pub fn open(&self) -> u32 {
        self.open_stock + self.open_increment
    }
}

/// A burn-down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BurnDown {
    /// Open when it began (存量).
    pub stock: u32,
    /// Found during it (增量).
    pub increment: u32,
    /// Each day; none where the last lies before the first.
    pub days: Vec<DayCount>,
}

impl BurnDown {
    fn over(from: Date, to: Date) -> Self {
        let days = from.series(jiff::Span::new().days(1)).take_while(|on| *on <= to);
        let empty = |on| DayCount {
            on,
            open_stock: 0,
            open_increment: 0,
            found: 0,
            cleared_stock: 0,
            cleared_increment: 0,
            reopened: 0,
            falsely: 0,
        };
        Self { days: days.map(empty).collect(), ..Self::default() }
    }

    fn day(&mut self, on: Date) -> Option<&mut DayCount> {
        let first = self.days.first()?.on;
        usize::try_from(super::super::danger::days(first, on)).ok().and_then(|i| self.days.get_mut(i))
    }
}

/// The burn-down of a campaign.
pub fn burn_down(ledger: &Ledger, period: &Period<'_>) -> BurnDown {
    let mut sums = sum(ledger, period, |_| ());
    sums.remove(&()).unwrap_or_else(|| BurnDown::over(period.from, period.to))
}

/// The same by sector; dangers without one stand under none.
pub fn by_sector(ledger: &Ledger, period: &Period<'_>) -> BTreeMap<Option<Name>, BurnDown> {
    sum(ledger, period, |danger| danger.sector.clone())
}

fn sum<K: Ord>(ledger: &Ledger, period: &Period<'_>, key: impl Fn(&Danger) -> K) -> BTreeMap<K, BurnDown> {
    let mut sums = BTreeMap::new();
    if period.to < period.from {
        return sums;
    }
    for (i, danger) in ledger.dangers().iter().enumerate() {
        if period.has(danger) {
            let of = sums.entry(key(danger)).or_insert_with(|| BurnDown::over(period.from, period.to));
            add(of, ledger, i, period);
        }
    }
    for of in sums.values_mut() {
        // Differences up to here: a day's open is the sum of all before it.
        let (mut stock, mut increment) = (of.stock, 0);
        for day in &mut of.days {
            stock = stock.wrapping_add(day.open_stock);
            increment = u32::wrapping_add(increment, day.open_increment);
            (day.open_stock, day.open_increment) = (stock, increment);
        }
    }
    sums
}

/// Adds a danger: what it was when the campaign began, then each day on which it can have changed.
fn add(of: &mut BurnDown, ledger: &Ledger, i: usize, period: &Period<'_>) {
    let there = |s: &Standing<'_>| s.open || s.is_found();
    let before = period.from.yesterday().ok().and_then(|day| ledger.standing(i, day));
    let (mut was_there, mut was_open) = before.as_ref().map_or((false, false), |s| (there(s), s.open));
    let mut closed_on = before.and_then(|s| s.closed_on);
    let stock = was_open;
    of.stock += u32::from(stock);
    let mut last = None;
    let events = ledger.events(i);
    let found = ledger.dangers()[i].found_on;
    // Discovery falls among the events; each day once.
    let at = found.map_or(0, |found| events.partition_point(|e| e.at.date() < found));
    let (early, late) = events.split_at(at);
    let days = early.iter().map(|e| e.at.date()).chain(found).chain(late.iter().map(|e| e.at.date()));
    // Without either it is there on every day.
    let days = days.chain((found.is_none() && events.is_empty()).then_some(period.from));
    for day in days {
        if day < period.from || day > period.to || last == Some(day) {
            continue;
        }
        last = Some(day);
        let (Some(now), Some(count)) = (ledger.standing(i, day), of.day(day)) else { continue };
        let is_new = there(&now) && !was_there;
        count.found += u32::from(is_new);
        count.reopened += u32::from(now.open && !was_open && !is_new);
        let cleared = u32::from(!now.open && (was_open || is_new));
        let open = u32::from(now.open).wrapping_sub(u32::from(was_open));
        if stock {
            count.cleared_stock += cleared;
            count.open_stock = count.open_stock.wrapping_add(open);
        } else {
            count.cleared_increment += cleared;
            count.open_increment = count.open_increment.wrapping_add(open);
        }
        let closed = now.closed_on != closed_on && now.state == State::Closed;
        count.falsely += u32::from(closed && now.open);
        closed_on = now.closed_on;
        (was_there, was_open) = (there(&now), now.open);
        of.increment += u32::from(is_new);
    }
}
