//! Thresholds and correction factors by hazard class: Tables 2 and 4 of GB 18218-2018 (two sources agree).

/// A hazard class of Table 2, by its symbol there: J is harmful to health, W physically dangerous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "each is the standard's symbol, W5_1 for W5.1; what it stands for is in the table below"
)]
pub enum Class {
    J1,
    J2,
    J3,
    J4,
    J5,
    W1_1,
    W1_2,
    W1_3,
    W2,
    W3,
    W4,
    W5_1,
    W5_2,
    W5_3,
    W5_4,
    W6_1,
    W6_2,
    W7_1,
    W7_2,
    W8,
    W9_1,
    W9_2,
    W10,
    W11,
}

/// A row: class, symbol, threshold in tonnes, β, what it is in Chinese and English.
type Row = (Class, &'static str, f64, f64, &'static str, &'static str);

/// In the order of [`Class`].
const TABLE: [Row; 24] = [
    (Class::J1, "J1", 5.0, 4.0, "急性毒性类别1，气体", "acute toxicity 1, gas"),
    (Class::J2, "J2", 50.0, 1.0, "急性毒性类别1，固体、液体", "acute toxicity 1, solid or liquid"),
    (Class::J3, "J3", 50.0, 2.0, "急性毒性类别2、3，气体", "acute toxicity 2 or 3, gas"),
    (
        Class::J4,
        "J4",
        50.0,
        2.0,
        "急性毒性类别2、3，吸入，液体（沸点≤35 ℃）",
        "acute toxicity 2 or 3, inhaled, liquid boiling at 35 °C or below",
    ),
    (Class::J5, "J5", 500.0, 1.0, "急性毒性类别2，固体、其他液体", "acute toxicity 2, solid or other liquid"),
    (Class::W1_1, "W1.1", 1.0, 2.0, "不稳定爆炸物、1.1项爆炸物", "unstable explosive, division 1.1"),
    (Class::W1_2, "W1.2", 10.0, 2.0, "1.2、1.3、1.5、1.6项爆炸物", "explosive, division 1.2, 1.3, 1.5 or 1.6"),
    (Class::W1_3, "W1.3", 50.0, 2.0, "1.4项爆炸物", "explosive, division 1.4"),
    (Class::W2, "W2", 10.0, 1.5, "易燃气体类别1、2", "flammable gas 1 or 2"),
    (Class::W3, "W3", 150.0, 1.0, "气溶胶类别1、2（净重）", "aerosol 1 or 2, net mass"),
    (Class::W4, "W4", 50.0, 1.0, "氧化性气体类别1", "oxidising gas 1"),
    (
        Class::W5_1,
        "W5.1",
        10.0,
        1.5,
        "易燃液体类别1；类别2、3且工作温度高于沸点",
        "flammable liquid 1, or 2 and 3 above the boiling point",
    ),
    (
        Class::W5_2,
        "W5.2",
        50.0,
        1.0,
        "易燃液体类别2、3，特殊工艺条件",
        "flammable liquid 2 or 3 under special process conditions",
    ),
    (Class::W5_3, "W5.3", 1000.0, 1.0, "其他易燃液体类别2", "flammable liquid 2, other"),
    (Class::W5_4, "W5.4", 5000.0, 1.0, "其他易燃液体类别3", "flammable liquid 3, other"),
    (Class::W6_1, "W6.1", 10.0, 1.5, "自反应物质A、B型", "self-reactive A or B"),
    (Class::W6_2, "W6.2", 50.0, 1.0, "自反应物质C、D、E型", "self-reactive C, D or E"),
    (Class::W7_1, "W7.1", 10.0, 1.5, "有机过氧化物A、B型", "organic peroxide A or B"),
    (Class::W7_2, "W7.2", 50.0, 1.0, "有机过氧化物C–F型", "organic peroxide C to F"),
    (Class::W8, "W8", 50.0, 1.0, "自燃液体、自燃固体类别1", "pyrophoric liquid or solid 1"),
    (Class::W9_1, "W9.1", 50.0, 1.0, "氧化性固体、液体类别1", "oxidising solid or liquid 1"),
    (Class::W9_2, "W9.2", 200.0, 1.0, "氧化性固体、液体类别2、3", "oxidising solid or liquid 2 or 3"),
    (Class::W10, "W10", 200.0, 1.0, "易燃固体类别1", "flammable solid 1"),
    (Class::W11, "W11", 200.0, 1.0, "遇水放出易燃气体类别1、2", "gives off flammable gas in water 1 or 2"),
];

impl Class {
    /// Every class, in the order of Table 2.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Its symbol in the standard.
    pub const fn symbol(self) -> &'static str {
        self.row().1
    }

    /// Its threshold Q of Table 2, tonnes.
    pub const fn threshold_t(self) -> f64 {
        self.row().2
    }

    /// Its correction factor β of Table 4.
    pub const fn beta(self) -> f64 {
        self.row().3
    }

    /// What it is, in Chinese and English.
    pub const fn names(self) -> (&'static str, &'static str) {
        (self.row().4, self.row().5)
    }

    /// The class of a symbol, whatever its case; none where it is no symbol of Table 2 (`W5` alone is none: its four
    /// classes differ five-hundredfold).
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(text)).map(|row| row.0)
    }

    /// The classes of a text that may name several, sorted and each once; none where any of it is no class.
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        let parts = text.split([',', ';', '/', '，', '；', '、']).filter(|part| !part.trim().is_empty());
        let mut classes: Vec<Self> = parts.map(Self::read).collect::<Option<_>>()?;
        classes.sort_unstable();
        classes.dedup();
        (!classes.is_empty()).then_some(classes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_classes() {
        for (i, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, i, "{}", row.1);
            assert_eq!(Class::read(row.1), Some(row.0));
            assert!(row.2 > 0.0 && row.3 >= 1.0 && !row.4.is_empty() && row.5.is_ascii() | row.5.contains('°'));
        }
        assert_eq!(Class::all().map(Class::threshold_t).fold(f64::INFINITY, f64::min), 1.0);
    }

    #[test]
    fn symbols_are_read_and_what_is_none_is_not() {
        assert_eq!(Class::read(" w5.1 "), Some(Class::W5_1));
        assert_eq!(Class::read_all("W2、J3"), Some(vec![Class::J3, Class::W2]));
        for bad in ["", "W5", "J6", "W2,X", "；"] {
            assert_eq!(Class::read_all(bad), None, "{bad}");
        }
    }
}
