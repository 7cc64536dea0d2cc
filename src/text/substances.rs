//! What substances are called that a dataset names by their CAS number.

use super::Lang;

/// Common hazardous substances: CAS number, Chinese, English.
const SUBSTANCES: &[(&str, &str, &str)] = &[
    ("50-00-0", "甲醛", "formaldehyde"),
    ("64-17-5", "乙醇", "ethanol"),
    ("67-56-1", "甲醇", "methanol"),
    ("67-64-1", "丙酮", "acetone"),
    ("71-43-2", "苯", "benzene"),
    ("74-82-8", "甲烷", "methane"),
    ("74-85-1", "乙烯", "ethylene"),
    ("74-86-2", "乙炔", "acetylene"),
    ("74-98-6", "丙烷", "propane"),
    ("75-01-4", "氯乙烯", "vinyl chloride"),
    ("75-21-8", "环氧乙烷", "ethylene oxide"),
    ("75-44-5", "光气", "phosgene"),
    ("75-56-9", "环氧丙烷", "propylene oxide"),
    ("78-93-3", "丁酮", "methyl ethyl ketone"),
    ("100-42-5", "苯乙烯", "styrene"),
    ("106-97-8", "丁烷", "butane"),
    ("106-99-0", "1,3-丁二烯", "1,3-butadiene"),
    ("107-13-1", "丙烯腈", "acrylonitrile"),
    ("108-88-3", "甲苯", "toluene"),
    ("115-07-1", "丙烯", "propylene"),
    ("141-78-6", "乙酸乙酯", "ethyl acetate"),
    ("630-08-0", "一氧化碳", "carbon monoxide"),
    ("1330-20-7", "二甲苯", "xylene"),
    ("1333-74-0", "氢", "hydrogen"),
    ("6484-52-2", "硝酸铵", "ammonium nitrate"),
    ("7446-09-5", "二氧化硫", "sulphur dioxide"),
    ("7647-01-0", "氯化氢", "hydrogen chloride"),
    ("7664-39-3", "氟化氢", "hydrogen fluoride"),
    ("7664-41-7", "氨", "ammonia"),
    ("7664-93-9", "硫酸", "sulphuric acid"),
    ("7697-37-2", "硝酸", "nitric acid"),
    ("7722-84-1", "过氧化氢", "hydrogen peroxide"),
    ("7782-44-7", "氧", "oxygen"),
    ("7782-50-5", "氯", "chlorine"),
    ("7783-06-4", "硫化氢", "hydrogen sulphide"),
    ("8006-14-2", "天然气", "natural gas"),
    ("68334-30-5", "柴油", "diesel"),
    ("68476-85-7", "液化石油气", "liquefied petroleum gas"),
    ("86290-81-5", "汽油", "petrol"),
];

/// A substance by its name, with the CAS number that the data gives behind it; a number that is not listed, or a name,
/// as it is.
pub fn substance(text: &str, lang: Lang) -> String {
    match SUBSTANCES.iter().find(|(cas, ..)| *cas == text.trim()) {
        Some((cas, zh, _)) if lang == Lang::Zh => format!("{zh}（{cas}）"),
        Some((cas, _, en)) => format!("{en} ({cas})"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check digit: the others weighed 1, 2, 3 … from the right, their sum's last digit.
    #[test]
    fn every_number_holds_its_check_digit_and_stands_once() {
        for (i, (cas, zh, en)) in SUBSTANCES.iter().enumerate() {
            let digits: Vec<usize> = cas.bytes().filter(u8::is_ascii_digit).map(|b| usize::from(b - b'0')).collect();
            let (check, others) = digits.split_last().unwrap();
            let sum: usize = others.iter().rev().enumerate().map(|(i, d)| (i + 1) * d).sum();
            assert_eq!(sum % 10, *check, "{cas}");
            assert!(!zh.is_empty() && en.is_ascii() && !en.is_empty(), "{cas}");
            assert!(SUBSTANCES[..i].iter().all(|(other, ..)| other != cas), "{cas} twice");
        }
    }

    #[test]
    fn a_name_stands_before_its_number_and_what_is_not_listed_stays() {
        assert_eq!(substance("7664-41-7", Lang::Zh), "氨（7664-41-7）");
        assert_eq!(substance("7664-41-7", Lang::En), "ammonia (7664-41-7)");
        assert_eq!(substance("黑火药", Lang::En), "黑火药");
    }
}
