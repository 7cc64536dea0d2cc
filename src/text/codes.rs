//! What the codes of closed lists mean.

use super::Lang;
use crate::domain::LayerName;

/// What a code of a field's closed list means; the code itself where it has no words.
pub fn code(layer: LayerName, field: &str, code: &str, lang: Lang) -> String {
    if field == "kind" && matches!(layer, LayerName::Facilities | LayerName::Venues) {
        return super::kind(layer, code, lang);
    }
    words(layer, field, code).or_else(|| shared(field, code)).map_or(code, |(zh, en)| lang.pick(zh, en)).to_owned()
}

/// What yes or no of a field is called where it has a word of its own; none where it is yes or no.
pub fn flag(layer: LayerName, field: &str, yes: bool, lang: Lang) -> Option<&'static str> {
    match (layer, field, yes) {
        (LayerName::Hydrants, "working", false) => Some(lang.pick("否（干栓）", "no (dry)")),
        _ => None,
    }
}

/// The words of a text field of which a method reads no others; none for any other field.
pub fn read_words(layer: LayerName, field: &str) -> Vec<&'static str> {
    match (layer, field) {
        (LayerName::Venues, "fuel_class") | (LayerName::Facilities, "mine.rockburst") => {
            SHARED.iter().filter(|(of, ..)| *of == field).map(|(_, word, ..)| *word).collect()
        }
        _ => Vec::new(),
    }
}

/// What a text field says where it holds one of the words that datasets share, such as "dusk" or "car-pedestrian";
/// any other text stays as it is.
pub fn text(layer: LayerName, field: &str, text: &str, lang: Lang) -> String {
    use LayerName::*;
    match (layer, field) {
        (Venues, "fuel_class")
        | (Crashes, "light" | "weather")
        | (Facilities, "mine.rockburst" | "lec.table" | "fire_class")
        | (Dangers, "category" | "found_by")
        | (Railways, "kind")
        | (Pipelines, "product") => shared(field, text).map_or(text, |(zh, en)| lang.pick(zh, en)).to_owned(),
        (Routes | Tracks, "cargo") => match shared(field, text) {
            Some((zh, en)) => lang.pick(zh, en).to_owned(),
            None => super::substance(text, lang),
        },
        (Facilities | Venues, "also") => {
            let kinds: Vec<String> = text.split_whitespace().map(|code| super::kind(layer, code, lang)).collect();
            kinds.join(lang.pick("、", ", "))
        }
        (Crashes, "party") => {
            let parties: Option<Vec<&str>> =
                text.split('-').map(|p| shared(field, p).map(|(zh, en)| lang.pick(zh, en))).collect();
            parties.map_or_else(|| text.to_owned(), |p| p.join(lang.pick("与", " and ")))
        }
        _ => text.to_owned(),
    }
}

/// Words that datasets share in fields that are no closed lists: field, word, Chinese, English.
const SHARED: &[(&str, &str, &str, &str)] = &[
    ("fuel_class", "low", "少", "low"),
    ("fuel_class", "medium", "中等", "medium"),
    ("fuel_class", "high", "多", "high"),
    ("light", "day", "白天", "daylight"),
    ("light", "dusk", "黄昏", "dusk"),
    ("light", "dawn", "黎明", "dawn"),
    ("light", "night_lit", "夜间有路灯", "dark, street lit"),
    ("light", "night_dark", "夜间无路灯", "dark, unlit"),
    ("weather", "clear", "晴", "clear"),
    ("weather", "cloudy", "阴", "cloudy"),
    ("weather", "rain", "雨", "rain"),
    ("weather", "snow", "雪", "snow"),
    ("weather", "fog", "雾", "fog"),
    ("party", "car", "小客车", "car"),
    ("party", "bus", "大客车", "bus"),
    ("party", "truck", "货车", "truck"),
    ("party", "motorcycle", "摩托车", "motorcycle"),
    ("party", "electric_bicycle", "电动自行车", "electric bicycle"),
    ("party", "bicycle", "自行车", "bicycle"),
    ("party", "pedestrian", "行人", "pedestrian"),
    ("product", "natural gas", "天然气", "natural gas"),
    ("product", "gas", "燃气", "gas"),
    ("product", "oil", "石油", "oil"),
    ("product", "crude oil", "原油", "crude oil"),
    ("product", "fuel", "成品油", "fuel"),
    ("product", "refined products", "成品油", "refined products"),
    ("cargo", "explosives", "爆炸品", "explosives"),
    ("mine.rockburst", "none", "无", "none"),
    ("mine.rockburst", "weak", "弱", "weak"),
    ("mine.rockburst", "medium", "中等", "medium"),
    ("mine.rockburst", "strong", "强", "strong"),
    ("kind", "rail", "铁路", "railway"),
    ("kind", "spur", "铁路专用线", "railway spur"),
    ("kind", "subway", "地铁", "underground railway"),
    ("kind", "light_rail", "轻轨", "light rail"),
    ("kind", "tram", "有轨电车", "tram"),
    ("kind", "narrow_gauge", "窄轨铁路", "narrow-gauge railway"),
    ("kind", "monorail", "单轨铁路", "monorail"),
    ("kind", "funicular", "缆索铁路", "funicular"),
    ("kind", "construction", "在建铁路", "railway under construction"),
    ("kind", "disused", "停用铁路", "disused railway"),
    ("kind", "abandoned", "废弃铁路", "abandoned railway"),
    ("lec.table", "classic", "经典取值表", "classic"),
    ("category", "通风", "通风", "ventilation"),
    ("category", "设施", "设施", "installations"),
    ("category", "通道", "通道", "passages"),
    ("category", "疏散", "疏散", "evacuation"),
    ("category", "值守", "值守", "attendance"),
    ("category", "储存", "储存", "storage"),
    ("category", "库房", "库房", "storehouses"),
    ("category", "用电", "用电", "electricity"),
    ("category", "设备", "设备", "equipment"),
    ("category", "仪表", "仪表", "instruments"),
    ("category", "排水", "排水", "drainage"),
    ("category", "护栏", "护栏", "guard rails"),
    ("category", "标志", "标志", "signs"),
    ("category", "间距", "间距", "distances"),
    ("category", "充电", "充电", "charging"),
    ("category", "标线", "标线", "road markings"),
    ("category", "人员", "人员", "staff"),
    ("category", "管网", "管网", "pipe network"),
    ("category", "住宿", "住宿", "people sleeping in"),
    ("category", "边坡", "边坡", "slopes"),
    ("category", "报警", "报警", "alarms"),
    ("category", "阀门", "阀门", "valves"),
    ("found_by", "企业自查", "企业自查", "self-inspection"),
    ("found_by", "专项检查", "专项检查", "campaign inspection"),
    ("found_by", "属地巡查", "属地巡查", "local patrol"),
    ("found_by", "群众举报", "群众举报", "reported by the public"),
    // GB 50016 letters its classes 甲 to 戊, English texts of it A to E.
    ("fire_class", "甲", "甲", "A"),
    ("fire_class", "乙", "乙", "B"),
    ("fire_class", "丙", "丙", "C"),
    ("fire_class", "丁", "丁", "D"),
    ("fire_class", "戊", "戊", "E"),
];

fn shared(field: &str, text: &str) -> Option<(&'static str, &'static str)> {
    SHARED.iter().find(|(of, word, ..)| *of == field && *word == text).map(|(_, _, zh, en)| (*zh, *en))
}

/// The words of a code, Chinese and English.
fn words(layer: LayerName, field: &str, code: &str) -> Option<(&'static str, &'static str)> {
    use LayerName::*;
    Some(match (layer, field, code) {
        (Districts, "level", "city") => ("市", "city"),
        (Districts, "level", "county") => ("区县", "county"),
        (Districts, "level", "town") => ("乡镇街道", "town"),
        (Districts, "level", "grid") => ("网格", "grid cell"),
        (_, "sector", "explosives") => ("民爆", "civil explosives"),
        (_, "sector", "gas") => ("燃气", "gas"),
        (_, "sector", "chemicals") => ("危险化学品", "hazardous chemicals"),
        (_, "sector", "mines") => ("矿山", "mines"),
        (_, "sector", "fire") => ("消防", "fire"),
        (_, "sector", "traffic") => ("道路交通", "road traffic"),
        (_, "sector", "fireworks") => ("烟花爆竹", "fireworks"),
        (Facilities, "status", "operating") => ("在产在用", "operating"),
        (Facilities, "status", "under_construction") => ("在建", "under construction"),
        (Facilities, "status", "suspended") => ("停产停用", "suspended"),
        (Facilities, "status", "closed") => ("关闭", "closed"),
        (Pipelines, "location", "underground") => ("埋地", "underground"),
        (Pipelines, "location", "overground") => ("架空", "overground"),
        (Pipelines, "location", "underwater") => ("水下", "underwater"),
        (Venues, "mobility", "able") => ("行动自如", "able"),
        (Venues, "mobility", "limited") => ("行动不便", "limited"),
        (Venues, "mobility", "none") => ("不能自理", "cannot move unaided"),
        (Roads, "oneway", "yes") => ("单行", "one-way"),
        (Roads, "oneway", "no") => ("双向", "both ways"),
        (Roads, "oneway", "reverse") => ("反向单行", "one-way, against the line"),
        (Roads, "class", class) => road_class(class)?,
        (Crashes, "severity", "fatal") => ("死亡", "fatal"),
        (Crashes, "severity", "serious") => ("重伤", "serious injury"),
        (Crashes, "severity", "slight") => ("轻伤", "slight injury"),
        (Crashes, "severity", "injury") => ("受伤（程度不明）", "injury, degree unknown"),
        (Crashes, "severity", "damage_only") => ("仅财产损失", "damage only"),
        (Dangers, "level", "general") => ("一般隐患", "general"),
        (Dangers, "level", "major") => ("重大隐患", "major"),
        (Dangers, "status", "registered") => ("登记", "registered"),
        (Dangers, "status", "graded") => ("定级", "graded"),
        (Dangers, "status", "assigned") => ("交办", "assigned"),
        (Dangers, "status", "mending") => ("整改中", "being mended"),
        (Dangers, "status", "to_verify") => ("待复查", "to verify"),
        (Dangers, "status", "returned") => ("退回整改", "sent back"),
        (Dangers, "status", "accepted") => ("验收", "accepted"),
        (Dangers, "status", "closed") => ("销号", "closed out"),
        (DangerEvents, "event", event) => danger_event(event)?,
        (Water, "kind", "river") => ("河流", "river"),
        (Water, "kind", "stream") => ("溪流", "stream"),
        (Water, "kind", "lake") => ("湖泊", "lake"),
        (Water, "kind", "sea") => ("海", "sea"),
        (Green, "kind", "forest") => ("林地", "forest"),
        (Green, "kind", "park") => ("公园", "park"),
        (Green, "kind", "farmland") => ("农田", "farmland"),
        (Built, "kind", "residential") => ("居住用地", "residential"),
        (Built, "kind", "industrial") => ("工业用地", "industrial"),
        (Built, "kind", "commercial") => ("商业用地", "commercial"),
        (Places, "kind", "city") => ("城市", "city"),
        (Places, "kind", "town") => ("镇", "town"),
        (Places, "kind", "village") => ("村", "village"),
        (Places, "kind", "suburb") => ("片区", "suburb"),
        (_, _, "other") => ("其他", "other"),
        _ => return None,
    })
}

fn road_class(class: &str) -> Option<(&'static str, &'static str)> {
    Some(match class {
        "motorway" => ("高速公路", "motorway"),
        "trunk" => ("快速路", "trunk road"),
        "primary" => ("主干路", "primary road"),
        "secondary" => ("次干路", "secondary road"),
        "tertiary" => ("支路", "tertiary road"),
        "unclassified" => ("未分级道路", "minor road"),
        "residential" => ("居住区道路", "residential street"),
        "living_street" => ("生活街道", "living street"),
        "service" => ("内部道路", "service road"),
        "motorway_link" => ("高速匝道", "motorway link"),
        "trunk_link" => ("快速路匝道", "trunk link"),
        "primary_link" => ("主干路匝道", "primary link"),
        "secondary_link" => ("次干路匝道", "secondary link"),
        "tertiary_link" => ("支路匝道", "tertiary link"),
        "pedestrian" => ("步行街", "pedestrian street"),
        "track" => ("机耕路", "track"),
        "path" => ("小径", "path"),
        "footway" => ("人行道", "footway"),
        "cycleway" => ("自行车道", "cycleway"),
        "bridleway" => ("马道", "bridleway"),
        "steps" => ("台阶", "steps"),
        "road" => ("道路（等级不明）", "road, class unknown"),
        "busway" => ("公交专用道", "busway"),
        "corridor" => ("室内通道", "corridor"),
        "construction" => ("在建道路", "road under construction"),
        "proposed" => ("规划道路", "proposed road"),
        "other" => ("其他", "other"),
        _ => return None,
    })
}

fn danger_event(event: &str) -> Option<(&'static str, &'static str)> {
    Some(match event {
        "register" => ("登记", "registered"),
        "grade" => ("定级", "graded"),
        "assign" => ("交办", "assigned"),
        "plan" => ("制定方案", "plan approved"),
        "extend" => ("延期", "extended"),
        "supervise" => ("挂牌督办", "listed for supervision"),
        "report_mended" => ("报告整改完成", "reported mended"),
        "return" => ("退回整改", "sent back"),
        "sign_inspector" => ("检查人签字", "signed by the inspector"),
        "sign_owner" => ("企业法定代表人签字", "signed by the owner"),
        "sign_leader" => ("属地领导签字", "signed by the territory leader"),
        "close" => ("销号", "closed out"),
        "reopen" => ("重新登记", "reopened"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FieldType, schema};

    #[test]
    fn every_code_has_words_in_both_languages() {
        let mut missing = Vec::new();
        for layer in LayerName::ALL {
            for def in schema::all(*layer) {
                let FieldType::Code(codes) = def.kind else { continue };
                for c in codes {
                    match words(*layer, def.name, c) {
                        Some((zh, en)) if !zh.is_empty() && en.is_ascii() => {}
                        _ => missing.push(format!("{layer}.{}={c}", def.name)),
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_shared_word_stands_once_in_both_languages() {
        for (i, (field, word, zh, en)) in SHARED.iter().enumerate() {
            assert!(!zh.is_empty() && !zh.is_ascii() && !en.is_empty() && en.is_ascii(), "{field}={word}");
            assert!(SHARED[..i].iter().all(|(f, w, ..)| (f, w) != (field, word)), "{field}={word} twice");
        }
        let said = |layer, field, word| text(layer, field, word, Lang::Zh);
        assert_eq!(said(LayerName::Crashes, "party", "truck-bicycle"), "货车与自行车");
        assert_eq!(said(LayerName::Routes, "cargo", "7664-41-7"), "氨（7664-41-7）");
        assert_eq!(said(LayerName::Venues, "also", "hotel bar"), "宾馆、酒吧");
        assert_eq!(said(LayerName::Venues, "note", "low"), "low", "what is no code stays");
    }
}
