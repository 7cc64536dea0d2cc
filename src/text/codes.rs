//! What the codes of closed lists mean.

use super::Lang;
use crate::domain::LayerName;

/// What a code of a field's closed list means; the code itself where it has no words.
pub fn code(layer: LayerName, field: &str, code: &str, lang: Lang) -> String {
    if field == "kind" && matches!(layer, LayerName::Facilities | LayerName::Venues) {
        return super::kind(layer, code, lang);
    }
    words(layer, field, code).map_or(code, |(zh, en)| lang.pick(zh, en)).to_owned()
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
        "sign_owner" => ("企业负责人签字", "signed by the owner"),
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
}
