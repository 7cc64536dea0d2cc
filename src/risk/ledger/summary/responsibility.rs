//! Who answers for what: leader, district, department, enterprise.

use super::super::{Danger, Standing};
use jiff::civil::Date;
use std::collections::HashMap;

/// A facility or venue that someone answers for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// What dangers name as their target: "facilities:F-102".
    pub target: &'a str,
    /// The post that answers for its district (包联).
    pub leader: Option<&'a str>,
    /// Its district.
    pub district: Option<&'a str>,
    /// The department that supervises it.
    pub department: Option<&'a str>,
    /// The enterprise that runs it.
    pub enterprise: Option<&'a str>,
    /// Its first inspection that counts: ever, or in the campaign that is asked for.
    pub inspected_on: Option<Date>,
    /// Its last inspection, where its own row names one: of earlier ones such a row says nothing.
    pub last_on: Option<Date>,
}

impl Subject<'_> {
    /// Whether no inspection of it is on record on a day. Where its own row names a later one nobody knows.
    pub fn is_unchecked(&self, day: Date) -> bool {
        !self.was_inspected(day) && !self.is_hidden(day)
    }

    /// Whether only a later inspection is known, behind which earlier ones may lie.
    pub fn is_hidden(&self, day: Date) -> bool {
        !self.was_inspected(day) && self.last_on.is_some_and(|on| on > day)
    }

    fn was_inspected(&self, day: Date) -> bool {
        self.inspected_on.is_some_and(|on| on <= day)
    }
}

/// A row of the table. Its counts hold everything below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow<'a> {
    /// How deep it stands: 1 a leader, 2 a district, 3 a department, 4 an enterprise.
    pub depth: usize,
    /// Leader, district, department, enterprise, as far as `depth` goes; none is not known.
    pub names: [Option<&'a str>; 4],
    /// Facilities and venues.
    pub subjects: u32,
    /// Of these, never inspected.
    pub never_inspected: u32,
    /// Dangers that count as open.
    pub open: u32,
    /// Of these, major.
    pub open_major: u32,
    /// Dangers that are overdue.
    pub overdue: u32,
    /// Dangers with a closing that is false.
    pub falsely_closed: u32,
}

impl TableRow<'_> {
    fn add(&mut self, other: &Self) {
        self.subjects += other.subjects;
        self.never_inspected += other.never_inspected;
        self.open += other.open;
        self.open_major += other.open_major;
        self.overdue += other.overdue;
        self.falsely_closed += other.falsely_closed;
    }
}

/// The table on a day: every leader followed by the districts below, each followed by its departments and their
/// enterprises. Side by side they stand most overdue first, then most open, then by name, unknown last. A danger whose
/// target is none of the subjects stands in its own district, under no department and no enterprise; `leader_of` names
/// that district's leader.
pub fn responsibility<'a>(
    subjects: &[Subject<'a>],
    standings: impl IntoIterator<Item = (&'a Danger, Standing<'a>)>,
    leader_of: impl Fn(&str) -> Option<&'a str>,
    day: Date,
) -> Vec<TableRow<'a>> {
    let mut sums: HashMap<[Option<&'a str>; 4], TableRow<'a>> = HashMap::new();
    let mut place: HashMap<&str, [Option<&'a str>; 4]> = HashMap::with_capacity(subjects.len());
    for s in subjects {
        let names = [s.leader, s.district, s.department, s.enterprise];
        place.insert(s.target, names);
        let row = sums.entry(names).or_default();
        row.subjects += 1;
        row.never_inspected += u32::from(s.is_unchecked(day));
    }
    for (danger, standing) in standings {
        let named = danger.target.as_deref().and_then(|target| place.get(target)).copied();
        let names = named.unwrap_or_else(|| {
            let district = danger.district.as_deref();
            [district.and_then(&leader_of), district, None, None]
        });
        let row = sums.entry(names).or_default();
        row.open += u32::from(standing.open);
        row.open_major += u32::from(standing.open && danger.level == super::super::DangerLevel::Major);
        row.overdue += u32::from(standing.overdue_days().is_some());
        row.falsely_closed += u32::from(standing.false_closing.any());
    }
    let mut leaves: Vec<TableRow<'a>> =
        sums.into_iter().map(|(names, row)| TableRow { depth: 4, names, ..row }).collect();
    leaves.sort_unstable_by_key(|row| row.names);
    let mut table = Vec::new();
    level(&mut table, leaves, 1);
    table
}

/// Puts the rows of one depth, and below each its own, after what is there. `leaves` are sorted by name.
fn level<'a>(table: &mut Vec<TableRow<'a>>, leaves: Vec<TableRow<'a>>, depth: usize) {
    let mut groups: Vec<(TableRow<'a>, Vec<TableRow<'a>>)> = Vec::new();
    for leaf in leaves {
        let mut names = leaf.names;
        names[depth..].fill(None);
        match groups.last_mut() {
            Some((head, below)) if head.names == names => {
                head.add(&leaf);
                below.push(leaf);
            }
            _ => {
                let mut head = TableRow { depth, names, ..TableRow::default() };
                head.add(&leaf);
                groups.push((head, vec![leaf]));
            }
        }
    }
    groups.sort_by_key(|(head, _)| {
        let name = head.names[depth - 1];
        (std::cmp::Reverse((head.overdue, head.open)), name.is_none(), name)
    });
    for (head, below) in groups {
        table.push(head);
        if depth < 4 {
            level(table, below, depth + 1);
        }
    }
}
