//! Named substances: all 85 rows of Table 1 of GB 18218-2018, with β of Table 3 where it names the substance.
//!
//! Thresholds and CAS numbers: two sources agree. β of what Table 3 does not name comes from Table 4 by hazard class; the
//! standard leaves the class to the safety data sheet, so the class of such a row is applied by this project (derived).
//! Three hydrides stand on the border of two classes and keep both.

use super::classes::Class::{self, *};
use crate::domain::cas;
use By::{Class as OfClass, Table3};
use Group::*;

/// The groups of Table 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// 毒性气体、毒性液体.
    Toxic,
    /// 爆炸品.
    Explosive,
    /// 易燃气体, and oxygen.
    FlammableGas,
    /// 易燃液体.
    FlammableLiquid,
    /// Liable to burn by itself, to give off gas in water, oxidising, organic peroxide.
    Other,
}

/// Where the β of a row comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    /// Table 3 names the substance.
    Table3(f64),
    /// Table 4, by a class that this project applies; several where the class is open.
    Class(&'static [Class]),
}

/// A row of Table 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substance {
    /// What kind of substance.
    pub group: Group,
    /// Its CAS numbers; none for a group of substances.
    pub cas: &'static [&'static str],
    /// Its Chinese name, with what the row is limited to in brackets.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Threshold Q, tonnes.
    pub threshold_t: f64,
    /// Where β comes from.
    pub by: By,
    /// Other names, and the name without its bracket where that can be no other row.
    pub synonyms: &'static [&'static str],
}

const fn row(
    group: Group,
    cas: &'static [&'static str],
    zh: &'static str,
    en: &'static str,
    threshold_t: f64,
    by: By,
    synonyms: &'static [&'static str],
) -> Substance {
    Substance { group, cas, zh, en, threshold_t, by, synonyms }
}

/// What a substance is called when its grade, which decides its row, is not said: the names, and the rows it may be.
const UNGRADED: [(&[&str], std::ops::Range<usize>); 2] =
    [(&["硝化纤维素", "硝化棉", "nitrocellulose"], 36..42), (&["硝酸铵", "硝铵", "ammonium nitrate"], 42..44)];

/// The rows that a text may mean, by CAS number, then by exact name; empty where it is none of Table 1. Several are the
/// grades of one substance, of which the text does not say which.
pub fn find(text: &str) -> &'static [Substance] {
    let text = cas::plain(text);
    let at = |range: std::ops::Range<usize>| TABLE.get(range).unwrap_or(&[]);
    if let Some(first) = TABLE.iter().position(|row| row.cas.contains(&text.as_str())) {
        let of_it = TABLE.iter().skip(first).take_while(|row| row.cas.contains(&text.as_str())).count();
        return at(first..first + of_it);
    }
    let same = |name: &&str| name.eq_ignore_ascii_case(&text);
    if let Some(i) = TABLE.iter().position(|row| same(&row.zh) || same(&row.en) || row.synonyms.iter().any(same)) {
        return at(i..i + 1);
    }
    UNGRADED.iter().find(|(names, _)| names.iter().any(same)).map_or(&[], |(_, rows)| at(rows.clone()))
}

/// Table 1, in its order.
#[rustfmt::skip]
pub static TABLE: [Substance; 85] = [
    row(Toxic, &["7664-41-7"], "氨", "ammonia", 10.0, Table3(2.0), &["液氨", "氨气", "anhydrous ammonia"]),
    row(Toxic, &["7783-41-7"], "二氟化氧", "oxygen difluoride", 1.0, OfClass(&[J1]), &["一氧化二氟"]),
    row(Toxic, &["10102-44-0"], "二氧化氮", "nitrogen dioxide", 1.0, Table3(10.0), &[]),
    row(Toxic, &["7446-09-5"], "二氧化硫", "sulphur dioxide", 20.0, Table3(2.0), &["亚硫酸酐", "sulfur dioxide"]),
    row(Toxic, &["7782-41-4"], "氟", "fluorine", 1.0, OfClass(&[J1]), &["氟气"]),
    row(Toxic, &["75-44-5"], "碳酰氯", "phosgene", 0.3, Table3(20.0), &["光气", "carbonyl chloride"]),
    row(Toxic, &["75-21-8"], "环氧乙烷", "ethylene oxide", 10.0, Table3(2.0), &["氧化乙烯"]),
    row(Toxic, &["50-00-0"], "甲醛(含量>90%)", "formaldehyde (over 90 %)", 5.0, OfClass(&[J3]), &["甲醛", "蚁醛", "formaldehyde"]),
    row(Toxic, &["7803-51-2"], "磷化氢", "phosphine", 1.0, Table3(20.0), &["磷化三氢", "膦"]),
    row(Toxic, &["7783-06-4"], "硫化氢", "hydrogen sulphide", 5.0, Table3(5.0), &["hydrogen sulfide"]),
    row(Toxic, &["7647-01-0"], "氯化氢(无水)", "hydrogen chloride (anhydrous)", 20.0, Table3(3.0), &["氯化氢", "hydrogen chloride"]),
    row(Toxic, &["7782-50-5"], "氯", "chlorine", 5.0, Table3(4.0), &["液氯", "氯气"]),
    row(Toxic, &[], "煤气(CO,CO和H₂、CH₄的混合物等)", "coal gas (CO and its mixtures with H₂ and CH₄)", 20.0, OfClass(&[J3]), &["煤气", "人工煤气", "coal gas"]),
    row(Toxic, &["7784-42-1"], "砷化氢", "arsine", 1.0, OfClass(&[J1, J3]), &["砷化三氢", "胂"]),
    row(Toxic, &["7803-52-3"], "锑化氢", "stibine", 1.0, OfClass(&[J1, J3]), &["三氢化锑", "锑化三氢"]),
    row(Toxic, &["7783-07-5"], "硒化氢", "hydrogen selenide", 1.0, OfClass(&[J1, J3]), &[]),
    row(Toxic, &["74-83-9"], "溴甲烷", "methyl bromide", 10.0, Table3(3.0), &["甲基溴", "bromomethane"]),
    row(Toxic, &["75-86-5"], "丙酮氰醇", "acetone cyanohydrin", 20.0, OfClass(&[J2]), &["丙酮合氰化氢", "2-羟基异丁腈", "氰丙醇"]),
    row(Toxic, &["107-02-8"], "丙烯醛", "acrolein", 20.0, OfClass(&[J2]), &["烯丙醛", "败脂醛"]),
    row(Toxic, &["7664-39-3"], "氟化氢", "hydrogen fluoride", 1.0, Table3(5.0), &["无水氟化氢"]),
    row(Toxic, &["106-89-8"], "1-氯-2,3-环氧丙烷", "epichlorohydrin", 20.0, OfClass(&[W5_4]), &["环氧氯丙烷", "3-氯-1,2-环氧丙烷"]),
    row(Toxic, &["3132-64-7"], "3-溴-1,2-环氧丙烷", "epibromohydrin", 20.0, OfClass(&[J5]), &["环氧溴丙烷", "溴甲基环氧乙烷", "表溴醇"]),
    row(Toxic, &["26471-62-5"], "甲苯二异氰酸酯", "toluene diisocyanate", 100.0, OfClass(&[J2]), &["二异氰酸甲苯酯", "TDI"]),
    row(Toxic, &["10025-67-9"], "一氯化硫", "disulphur dichloride", 1.0, OfClass(&[J5]), &["氯化硫", "sulfur monochloride"]),
    row(Toxic, &["74-90-8"], "氰化氢", "hydrogen cyanide", 1.0, Table3(10.0), &["无水氢氰酸"]),
    row(Toxic, &["7446-11-9"], "三氧化硫", "sulphur trioxide", 75.0, OfClass(&[J5]), &["硫酸酐", "sulfur trioxide"]),
    row(Toxic, &["107-11-9"], "3-氨基丙烯", "allylamine", 20.0, OfClass(&[J2]), &["烯丙胺"]),
    row(Toxic, &["7726-95-6"], "溴", "bromine", 20.0, OfClass(&[J5]), &["溴素"]),
    row(Toxic, &["151-56-4"], "乙撑亚胺", "ethyleneimine", 20.0, OfClass(&[J2]), &["吖丙啶", "1-氮杂环丙烷", "氮丙啶", "aziridine"]),
    row(Toxic, &["624-83-9"], "异氰酸甲酯", "methyl isocyanate", 0.75, Table3(20.0), &["甲基异氰酸酯", "MIC"]),
    row(Explosive, &["18810-58-7"], "叠氮化钡", "barium azide", 0.5, OfClass(&[W1_1]), &["叠氮钡"]),
    row(Explosive, &["13424-46-9"], "叠氮化铅", "lead azide", 0.5, OfClass(&[W1_1]), &[]),
    row(Explosive, &["628-86-4"], "雷汞", "mercury fulminate", 0.5, OfClass(&[W1_1]), &["二雷酸汞", "雷酸汞"]),
    row(Explosive, &["28653-16-9"], "三硝基苯甲醚", "trinitroanisole", 5.0, OfClass(&[W1_1]), &["三硝基茴香醚"]),
    row(Explosive, &["118-96-7"], "2,4,6-三硝基甲苯", "2,4,6-trinitrotoluene", 5.0, OfClass(&[W1_1]), &["梯恩梯", "TNT", "三硝基甲苯", "trinitrotoluene"]),
    row(Explosive, &["55-63-0"], "硝化甘油", "nitroglycerin", 1.0, OfClass(&[W1_1]), &["硝化丙三醇", "甘油三硝酸酯"]),
    row(Explosive, &["9004-70-0"], "硝化纤维素(干的或含水、乙醇<25%)", "nitrocellulose (dry, or water or alcohol under 25 %)", 1.0, OfClass(&[W1_1]), &[]),
    row(Explosive, &["9004-70-0"], "硝化纤维素(未改型的,或增塑剂<18%)", "nitrocellulose (unmodified, or plasticiser under 18 %)", 1.0, OfClass(&[W1_1]), &[]),
    row(Explosive, &["9004-70-0"], "硝化纤维素(含乙醇≥25%)", "nitrocellulose (alcohol from 25 %)", 10.0, OfClass(&[W1_2]), &[]),
    row(Explosive, &["9004-70-0"], "硝化纤维素(含氮≤12.6%)", "nitrocellulose (nitrogen up to 12.6 %)", 50.0, OfClass(&[W10]), &[]),
    row(Explosive, &["9004-70-0"], "硝化纤维素(含水≥25%)", "nitrocellulose (water from 25 %)", 50.0, OfClass(&[W10]), &[]),
    row(Explosive, &["9004-70-0"], "硝化纤维素溶液(含氮≤12.6%,含硝化纤维素≤55%)", "nitrocellulose solution (nitrogen up to 12.6 %, up to 55 %)", 50.0, OfClass(&[W5_3]), &["硝化纤维素溶液", "硝化棉溶液"]),
    row(Explosive, &["6484-52-2"], "硝酸铵(含可燃物>0.2%)", "ammonium nitrate (combustibles over 0.2 %)", 5.0, OfClass(&[W1_1]), &[]),
    row(Explosive, &["6484-52-2"], "硝酸铵(含可燃物≤0.2%)", "ammonium nitrate (combustibles up to 0.2 %)", 50.0, OfClass(&[W9_2]), &[]),
    row(Explosive, &[], "硝酸铵肥料(含可燃物≤0.4%)", "ammonium nitrate fertiliser (combustibles up to 0.4 %)", 200.0, OfClass(&[W9_2]), &["硝酸铵肥料", "ammonium nitrate fertiliser", "ammonium nitrate fertilizer"]),
    row(Explosive, &["7757-79-1"], "硝酸钾", "potassium nitrate", 1000.0, OfClass(&[W9_2]), &[]),
    row(FlammableGas, &["106-99-0"], "1,3-丁二烯", "1,3-butadiene", 5.0, OfClass(&[W2]), &["联乙烯", "丁二烯"]),
    row(FlammableGas, &["115-10-6"], "二甲醚", "dimethyl ether", 50.0, OfClass(&[W2]), &["甲醚"]),
    row(FlammableGas, &["74-82-8", "8006-14-2"], "甲烷,天然气", "methane, natural gas", 50.0, OfClass(&[W2]), &["甲烷", "天然气", "液化天然气", "压缩天然气", "LNG", "CNG", "methane", "natural gas"]),
    row(FlammableGas, &["75-01-4"], "氯乙烯", "vinyl chloride", 50.0, OfClass(&[W2]), &["乙烯基氯"]),
    row(FlammableGas, &["1333-74-0"], "氢", "hydrogen", 5.0, OfClass(&[W2]), &["氢气", "液氢"]),
    row(FlammableGas, &["68476-85-7", "74-98-6", "106-97-8"], "液化石油气(含丙烷、丁烷及其混合物)", "liquefied petroleum gas (propane, butane and mixtures)", 50.0, OfClass(&[W2]), &["液化石油气", "石油气(液化的)", "液化气", "丙烷", "丁烷", "LPG", "liquefied petroleum gas", "propane", "butane"]),
    row(FlammableGas, &["74-89-5"], "一甲胺", "methylamine", 5.0, OfClass(&[W2]), &["氨基甲烷", "甲胺"]),
    row(FlammableGas, &["74-86-2"], "乙炔", "acetylene", 1.0, OfClass(&[W2]), &["电石气"]),
    row(FlammableGas, &["74-85-1"], "乙烯", "ethylene", 50.0, OfClass(&[W2]), &[]),
    row(FlammableGas, &["7782-44-7"], "氧(压缩的或液化的)", "oxygen (compressed or liquefied)", 200.0, OfClass(&[W4]), &["氧", "液氧", "氧气", "oxygen", "LOX"]),
    row(FlammableLiquid, &["71-43-2"], "苯", "benzene", 50.0, OfClass(&[W5_3]), &["纯苯"]),
    row(FlammableLiquid, &["100-42-5"], "苯乙烯", "styrene", 500.0, OfClass(&[W5_4]), &["乙烯苯"]),
    row(FlammableLiquid, &["67-64-1"], "丙酮", "acetone", 500.0, OfClass(&[W5_3]), &["二甲基酮"]),
    row(FlammableLiquid, &["107-13-1"], "2-丙烯腈", "acrylonitrile", 50.0, OfClass(&[W5_3]), &["丙烯腈", "乙烯基氰", "氰基乙烯"]),
    row(FlammableLiquid, &["75-15-0"], "二硫化碳", "carbon disulphide", 50.0, OfClass(&[W5_3]), &["carbon disulfide"]),
    row(FlammableLiquid, &["110-82-7"], "环己烷", "cyclohexane", 500.0, OfClass(&[W5_3]), &["六氢化苯"]),
    row(FlammableLiquid, &["75-56-9"], "1,2-环氧丙烷", "propylene oxide", 10.0, OfClass(&[W5_1]), &["环氧丙烷", "氧化丙烯", "甲基环氧乙烷"]),
    row(FlammableLiquid, &["108-88-3"], "甲苯", "toluene", 500.0, OfClass(&[W5_3]), &["甲基苯", "苯基甲烷"]),
    row(FlammableLiquid, &["67-56-1"], "甲醇", "methanol", 500.0, OfClass(&[W5_3]), &["木醇", "木精"]),
    row(FlammableLiquid, &["86290-81-5"], "汽油(乙醇汽油、甲醇汽油)", "petrol (with ethanol or methanol too)", 200.0, OfClass(&[W5_3]), &["汽油", "乙醇汽油", "甲醇汽油", "petrol", "gasoline"]),
    row(FlammableLiquid, &["64-17-5"], "乙醇", "ethanol", 500.0, OfClass(&[W5_3]), &["酒精"]),
    row(FlammableLiquid, &["60-29-7"], "乙醚", "diethyl ether", 10.0, OfClass(&[W5_1]), &["二乙基醚", "ether"]),
    row(FlammableLiquid, &["141-78-6"], "乙酸乙酯", "ethyl acetate", 500.0, OfClass(&[W5_3]), &["醋酸乙酯"]),
    row(FlammableLiquid, &["110-54-3"], "正己烷", "n-hexane", 500.0, OfClass(&[W5_3]), &["己烷", "hexane"]),
    row(Other, &["79-21-0"], "过乙酸", "peracetic acid", 10.0, OfClass(&[W7_2]), &["过醋酸", "过氧乙酸", "乙酰过氧化氢"]),
    row(Other, &["1338-23-4"], "过氧化甲基乙基酮(10%<有效氧≤10.7%,A型稀释剂≥48%)", "methyl ethyl ketone peroxide (active oxygen 10 to 10.7 %, diluent A from 48 %)", 10.0, OfClass(&[W7_1]), &["过氧化甲基乙基酮", "过氧化甲乙酮", "methyl ethyl ketone peroxide"]),
    row(Other, &["12185-10-3"], "白磷", "white phosphorus", 50.0, OfClass(&[W8]), &["黄磷"]),
    row(Other, &[], "烷基铝", "aluminium alkyls", 1.0, OfClass(&[W8]), &["三烷基铝"]),
    row(Other, &["19624-22-7"], "戊硼烷", "pentaborane", 1.0, OfClass(&[W8]), &["五硼烷"]),
    row(Other, &["17014-71-0"], "过氧化钾", "potassium peroxide", 20.0, OfClass(&[W9_1]), &[]),
    row(Other, &["1313-60-6"], "过氧化钠", "sodium peroxide", 20.0, OfClass(&[W9_1]), &["双氧化钠", "二氧化钠"]),
    row(Other, &["3811-04-9"], "氯酸钾", "potassium chlorate", 100.0, OfClass(&[W9_1]), &[]),
    row(Other, &["7775-09-9"], "氯酸钠", "sodium chlorate", 100.0, OfClass(&[W9_1]), &[]),
    row(Other, &["52583-42-3"], "发烟硝酸", "fuming nitric acid", 20.0, OfClass(&[W9_1]), &[]),
    row(Other, &["7697-37-2"], "硝酸(发红烟的除外,含硝酸>70%)", "nitric acid (over 70 %, not red fuming)", 100.0, OfClass(&[W9_1]), &["硝酸", "nitric acid"]),
    row(Other, &["506-93-4"], "硝酸胍", "guanidine nitrate", 50.0, OfClass(&[W9_2]), &["硝酸亚氨脲"]),
    row(Other, &["75-20-7"], "碳化钙", "calcium carbide", 100.0, OfClass(&[W11]), &["电石"]),
    row(Other, &["7440-09-7"], "钾", "potassium", 1.0, OfClass(&[W11]), &["金属钾"]),
    row(Other, &["7440-23-5"], "钠", "sodium", 10.0, OfClass(&[W11]), &["金属钠"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cas::{Cas, check};

    #[test]
    fn every_row_can_be_found_and_every_number_is_right() {
        for (i, row) in TABLE.iter().enumerate() {
            assert!(row.threshold_t > 0.0 && !row.zh.is_empty() && !row.en.is_empty());
            for cas in row.cas {
                assert_eq!(check(cas), Cas::Right, "{cas}");
                let found = find(cas);
                assert!(found.contains(row), "{cas}");
                assert_eq!(
                    found.len(),
                    match *cas {
                        "9004-70-0" => 6,
                        "6484-52-2" => 2,
                        _ => 1,
                    },
                    "{cas}"
                );
            }
            for name in row.synonyms.iter().chain([&row.zh, &row.en]) {
                assert_eq!(find(name), &TABLE[i..=i], "{name}");
            }
        }
    }

    #[test]
    fn table_3_is_whole() {
        let named = |beta: f64| TABLE.iter().filter(|r| r.by == Table3(beta)).map(|r| r.cas[0]).collect::<Vec<_>>();
        assert_eq!(named(2.0), ["7664-41-7", "7446-09-5", "75-21-8"]);
        assert_eq!(named(3.0), ["7647-01-0", "74-83-9"]);
        assert_eq!(named(4.0), ["7782-50-5"]);
        assert_eq!(named(5.0), ["7783-06-4", "7664-39-3"]);
        assert_eq!(named(10.0), ["10102-44-0", "74-90-8"]);
        assert_eq!(named(20.0), ["75-44-5", "7803-51-2", "624-83-9"]);
    }

    #[test]
    fn groups_have_the_standards_number_of_rows() {
        let count = |group| TABLE.iter().filter(|r| r.group == group).count();
        assert_eq!([Toxic, Explosive, FlammableGas, FlammableLiquid, Other].map(count), [30, 16, 10, 14, 15]);
    }

    #[test]
    fn names_are_found_exactly_or_not_at_all() {
        assert_eq!(find(" 液氨 ")[0].cas, ["7664-41-7"]);
        assert_eq!(find("lpg")[0].threshold_t, 50.0);
        assert_eq!(find("硝酸铵（含可燃物≤0.2%）")[0].threshold_t, 50.0);
        assert_eq!(find("Ammonium Nitrate").iter().map(|r| r.threshold_t).collect::<Vec<_>>(), [5.0, 50.0]);
        assert_eq!(find("硝化棉").len(), 6);
        for none in ["", "氨水", "柴油", "68334-30-5", "aminon"] {
            assert!(find(none).is_empty(), "{none}");
        }
    }
}
