//! What can be wrong with a plant's record, and where it stands.

use super::Inputs;
use super::stock::{Identity, Why};
use super::working::{stock_name, unit_name};
use crate::text::{Said, said, same};

/// Something wrong with the record. Whatever it concerns is unknown; it never lowers a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which unit; none for the plant.
    pub unit: Option<u32>,
    /// Which of its substances; none for the unit.
    pub stock: Option<u32>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// The text is no JSON.
    NotJson,
    /// A list is needed and something else stands there.
    NotAList,
    /// A record is needed and something else stands there.
    NotARecord,
    /// A unit without a list of substances.
    NoSubstances,
    /// Neither production nor storage.
    UnitKind,
    /// No substance is named.
    NoName,
    /// A CAS number whose check digit does not fit.
    CheckDigit,
    /// A name that Table 1 does not have, without a hazard class.
    UnknownName,
    /// A CAS number that Table 1 does not have, without a hazard class: no threshold.
    NoThreshold,
    /// Several rows of Table 1 have this number or name, and the grade of the substance is not said.
    Ambiguous,
    /// No symbol of Table 2.
    HazardClass,
    /// The record's class gives another β than the class applied here.
    ClassDiffers,
    /// No quantity.
    QuantityMissing,
    /// A quantity that is no number.
    QuantityUnread,
    /// A quantity that is negative or not finite.
    QuantityBad,
    /// A quantity without its unit: `quantity` in place of `quantity_t`.
    QuantityWithoutUnit,
    /// Neither the design maximum nor what is present.
    Basis,
    /// Residents that are no number of people.
    Residents,
    /// A constant set to what cannot be one; the standard's own is used.
    Override,
}

impl Inputs {
    /// What is wrong with the record, element by element.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.people() != self.residents {
            faults.push(Fault { unit: None, stock: None, kind: FaultKind::Residents });
        }
        if self.overrides.any_bad() {
            faults.push(Fault { unit: None, stock: None, kind: FaultKind::Override });
        }
        for (u, unit) in (0u32..).zip(&self.units) {
            faults.extend(unit.noted.iter().map(|kind| Fault { unit: Some(u), stock: None, kind: *kind }));
            for (i, stock) in (0u32..).zip(&unit.stocks) {
                stock.faults(&self.overrides, |kind| faults.push(Fault { unit: Some(u), stock: Some(i), kind }));
            }
        }
        faults
    }
}

/// A fault in words, with the element that it is in.
pub(super) fn says(inputs: &Inputs, fault: &Fault) -> Said {
    let unit = fault.unit.and_then(|u| inputs.units.get(u as usize));
    let stock = unit.and_then(|unit| unit.stocks.get(fault.stock? as usize));
    let what = match fault.kind {
        FaultKind::NotJson => said!("不是 JSON", "no JSON"),
        FaultKind::NotAList => said!("应为列表", "a list is needed"),
        FaultKind::NotARecord => said!("应为记录", "a record is needed"),
        FaultKind::NoSubstances => said!("没有物质列表", "no list of substances"),
        FaultKind::UnitKind => said!("既非生产单元也非储存单元", "neither production nor storage"),
        FaultKind::NoName => said!("没有物质名称", "no substance is named"),
        FaultKind::CheckDigit => said!(
            "CAS 号校验位不符，可能是任何物质",
            "the check digit of the CAS number does not fit: it may be any substance",
        ),
        FaultKind::UnknownName => said!("表1没有该名称，也没有危险类别", "not a name of Table 1, and no hazard class"),
        FaultKind::NoThreshold => {
            said!(
                "不在表1，也没有危险类别，临界量未知",
                "not in Table 1, and no hazard class: its threshold is unknown"
            )
        }
        FaultKind::Ambiguous => said!("表1有多行，须说明规格", "several rows of Table 1: its grade has to be said"),
        FaultKind::HazardClass => said!("不是表2的危险类别", "no hazard class of Table 2"),
        FaultKind::ClassDiffers => said!(
            "记录的类别与套用的类别 β 不同，两者都算",
            "the record's class gives another β than the class applied here: both are counted",
        ),
        FaultKind::QuantityMissing => said!("没有以吨计的数量", "no quantity in tonnes"),
        FaultKind::QuantityUnread => said!("数量不是数字", "the quantity is no number"),
        FaultKind::QuantityBad => {
            said!("数量为负或非有限数，按未知处理", "the quantity is negative or not finite, and taken as unknown")
        }
        FaultKind::QuantityWithoutUnit => {
            said!("数量没有单位，按未知处理", "the quantity has no unit, and is taken as unknown")
        }
        FaultKind::Basis => said!("既非设计最大量也非实际存在量", "neither the design maximum nor what is present"),
        FaultKind::Residents => {
            said!("常住人口不是人数，按未知处理", "the residents are no number of people, and taken as unknown")
        }
        FaultKind::Override => {
            said!("参数不能作为常数，仍用标准值", "a parameter cannot be a constant: the standard's is used")
        }
    };
    let mut place = Said::default();
    if let (Some(unit), Some(u)) = (unit, fault.unit) {
        place = same!("units[{0}] {1}", u, unit_name(unit));
    }
    if let (Some(stock), Some(i)) = (stock, fault.stock) {
        let name = match stock.identity {
            Identity::Unknown(Why::CheckDigit) => Said::same(stock.written.clone()),
            _ => stock_name(stock),
        };
        place = same!("{0}[{1}] {2}", place, i, name);
    }
    if place.is_empty() { what } else { said!("{0}：{1}", "{0}: {1}", place, what) }
}
