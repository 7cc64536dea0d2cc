//! Words that registers write for the codes of closed lists.

use super::header::plain;
use crate::dataset::own::Labels;
use crate::domain::{Field, LayerName};

/// The code that a word means.
pub(super) fn code_of(layer: LayerName, field: &Field, word: &str, labels: &Labels) -> Option<&'static str> {
    let codes = super::matching::codes(layer, field.name);
    let word = plain(word);
    if word.is_empty() {
        return None;
    }
    let said = |code: &&&'static str| {
        let label = (labels.code)(layer, field.name, code);
        [plain(code), plain(&label.zh), plain(&label.en)].contains(&word)
    };
    if let Some(code) = codes.iter().find(said) {
        return Some(code);
    }
    let lines = WORDS.iter().filter(|(l, f, ..)| (*l == "*" || *l == layer.code()) && *f == field.name);
    let means = lines.flat_map(|(_, _, code, words)| words.split(' ').map(move |w| (*code, w)));
    let means = means.filter(|(code, _)| codes.contains(code));
    // The longest word that stands in it: 职业技术学院 is no 学院 of its own, 消防水池加油站 a filling station.
    means
        .filter(|(_, w)| word == *w || (w.chars().count() >= 2 && word.contains(w)))
        .max_by_key(|(_, w)| w.len())
        .map(|(code, _)| code)
}

/// Layer, field, code, words as registers write them.
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("facilities", "kind", "explosives_plant", "民爆生产 炸药厂 民用爆炸物品生产"),
    ("facilities", "kind", "explosives_depot", "民爆库 民爆仓库 炸药库 民用爆炸物品储存 民用爆炸物品仓库 爆炸物品库"),
    ("facilities", "kind", "blasting_site", "爆破作业"),
    ("facilities", "kind", "fireworks_store", "烟花 爆竹 烟花爆竹 fireworks"),
    ("facilities", "kind", "chemical_plant", "危化品 危险化学品 化工厂 化工 危化企业 化学品生产 chemical"),
    ("facilities", "kind", "chemical_park", "化工园区 化工集中区"),
    ("facilities", "kind", "tank_farm", "油库 储罐区 罐区 成品油库 油气库 tankfarm oildepot"),
    ("facilities", "kind", "storage_tank", "储罐"),
    ("facilities", "kind", "lpg_station", "液化气 液化石油气 储配站 瓶装气 瓶装燃气 lpg"),
    ("facilities", "kind", "fuel_station", "加油站 加气站 加油加气站 加油 petrolstation gasstation fuel"),
    ("facilities", "kind", "hydrogen_station", "加氢站"),
    ("facilities", "kind", "gas_gate", "门站"),
    ("facilities", "kind", "gas_regulator", "调压站 调压柜 调压箱"),
    ("facilities", "kind", "gas_holder", "储气柜 气柜"),
    ("facilities", "kind", "coal_mine", "煤矿 coalmine"),
    ("facilities", "kind", "metal_mine", "金属矿 非煤矿山 铁矿 铜矿 金矿 地下矿山"),
    ("facilities", "kind", "quarry", "采石场 露天矿 露天矿山 砂石场 quarry"),
    ("facilities", "kind", "tailings_pond", "尾矿库 尾矿"),
    ("facilities", "kind", "works", "工厂 制造 加工厂 冶金 机械 工贸 factory"),
    ("facilities", "kind", "industrial_area", "工业区 工业园 产业园"),
    ("facilities", "kind", "power_plant", "发电厂 电厂 热电 powerplant"),
    ("facilities", "kind", "substation", "变电站 变电所"),
    ("facilities", "kind", "waste_site", "垃圾 废物 填埋场 landfill"),
    ("facilities", "status", "operating", "在用 正常 运行 生产 在产 营业 经营 存续 开业 正常生产 正常经营"),
    ("facilities", "status", "under_construction", "建设中 在建 筹建 新建"),
    ("facilities", "status", "suspended", "停产 停用 停业 歇业 整改停产"),
    ("facilities", "status", "closed", "关闭 注销 拆除 关停 废弃 退出"),
    ("venues", "kind", "hospital", "医院 卫生院 保健院 hospital"),
    ("venues", "kind", "clinic", "诊所 卫生室 门诊 门诊部 卫生服务中心 卫生服务站 clinic"),
    ("venues", "kind", "nursing_home", "养老院 敬老院 养老机构 养老服务 养老 老年公寓 nursinghome"),
    ("venues", "kind", "welfare_home", "福利院 福利机构 儿童福利院 救助站"),
    ("venues", "kind", "kindergarten", "幼儿园 托儿所 托育 托幼 kindergarten nursery"),
    ("venues", "kind", "school", "小学 中学 初中 高中 学校 九年一贯制 完全中学 职业学校 中职 特殊教育 培训机构 school"),
    ("venues", "kind", "university", "大学 学院 高校 高等院校 职业技术学院 university college"),
    ("venues", "kind", "mixed_use", "三合一 多合一 三合一场所 多合一场所"),
    ("venues", "kind", "group_rental", "群租房 出租屋 出租房"),
    ("venues", "kind", "dormitory", "宿舍 集体宿舍 dormitory"),
    ("venues", "kind", "high_rise", "高层建筑 高层 高层住宅 highrise"),
    ("venues", "kind", "underground", "地下商场 地下空间 地下建筑 地下公共建筑"),
    ("venues", "kind", "mall", "商场 购物中心 商业综合体 百货 综合体 mall"),
    ("venues", "kind", "market", "市场 农贸市场 集贸市场 批发市场 专业市场 market"),
    ("venues", "kind", "supermarket", "超市 supermarket"),
    ("venues", "kind", "station", "车站 客运站 火车站 汽车站 地铁站 站房 railwaystation busstation"),
    ("venues", "kind", "hotel", "宾馆 酒店 旅馆 饭店宾馆 hotel"),
    ("venues", "kind", "small_hotel", "小旅馆 旅社 招待所 小旅店 hostel"),
    ("venues", "kind", "guest_house", "民宿 农家乐 客栈 guesthouse"),
    ("venues", "kind", "restaurant", "饭店 餐馆 餐饮 酒楼 餐厅 小餐饮 restaurant"),
    ("venues", "kind", "net_cafe", "网吧 网咖 上网服务 互联网上网服务"),
    ("venues", "kind", "karaoke", "ktv 歌舞厅 娱乐场所 歌舞娱乐 歌厅 娱乐 karaoke"),
    ("venues", "kind", "bar", "酒吧 bar pub nightclub"),
    ("venues", "kind", "bathhouse", "洗浴 浴室 足浴 浴池 桑拿 sauna"),
    ("venues", "kind", "theatre", "剧院 剧场 礼堂 theatre"),
    ("venues", "kind", "cinema", "电影院 影院 影剧院 cinema"),
    ("venues", "kind", "stadium", "体育场 stadium"),
    ("venues", "kind", "sports_hall", "体育馆 健身 游泳馆 健身房"),
    ("venues", "kind", "museum", "博物馆 展览馆 纪念馆 美术馆 museum"),
    ("venues", "kind", "library", "图书馆 library"),
    ("venues", "kind", "community_hall", "活动中心 文化馆 文化站 文化中心 党群服务"),
    ("venues", "kind", "worship", "教堂 寺庙 宗教 清真寺 道观 寺院"),
    ("venues", "kind", "office", "写字楼 办公楼 办公 机关 office"),
    ("venues", "kind", "square", "广场"),
    ("venues", "kind", "park", "公园 景区"),
    ("venues", "mobility", "able", "正常 自如"),
    ("venues", "mobility", "limited", "行动不便 受限"),
    ("venues", "mobility", "none", "不能自理 卧床"),
    ("*", "sector", "explosives", "民爆 民用爆炸物品"),
    ("*", "sector", "gas", "燃气 城镇燃气"),
    ("*", "sector", "chemicals", "危化 化工 危险化学品"),
    ("*", "sector", "mines", "矿山 煤矿 非煤矿山"),
    ("*", "sector", "fire", "消防 火灾"),
    ("*", "sector", "traffic", "交通 道路运输 道路交通"),
    ("*", "sector", "fireworks", "烟花爆竹 烟花"),
    ("crashes", "severity", "fatal", "死亡 亡人 死亡事故 致死 亡人事故 fatal"),
    ("crashes", "severity", "serious", "重伤 重伤事故 serious"),
    ("crashes", "severity", "slight", "轻伤 轻伤事故 轻微伤 slight minor"),
    ("crashes", "severity", "injury", "伤人 受伤 伤人事故 injury"),
    ("crashes", "severity", "damage_only", "财损 财产损失 财产损失事故 物损 仅财损 无伤亡 propertydamageonly pdo"),
    ("dangers", "level", "major", "重大 重大隐患 重大事故隐患 major"),
    ("dangers", "level", "general", "一般 一般隐患 一般事故隐患 minor"),
    ("dangers", "status", "registered", "登记 已登记 新增 open"),
    ("dangers", "status", "graded", "定级 已定级"),
    ("dangers", "status", "assigned", "交办 已交办 已派发 待整改"),
    ("dangers", "status", "mending", "整改中 未整改 正在整改 未完成"),
    ("dangers", "status", "to_verify", "待复查 待验收 已整改待复查"),
    ("dangers", "status", "returned", "退回 退回整改"),
    ("dangers", "status", "accepted", "验收 已验收"),
    ("dangers", "status", "closed", "销号 已销号 闭环 已闭环 关闭 已关闭 closed"),
    ("districts", "level", "city", "市 地级市 市级"),
    ("districts", "level", "county", "区 县 区县 县级 县级市 市辖区"),
    ("districts", "level", "town", "镇 乡 街道 乡镇 乡级"),
    ("districts", "level", "grid", "网格 村 社区"),
    ("pipelines", "location", "underground", "埋地 地下 直埋"),
    ("pipelines", "location", "overground", "架空 地上"),
    ("pipelines", "location", "underwater", "水下 穿越"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schema;

    #[test]
    fn every_word_means_a_code_of_its_list() {
        for (layer, name, code, _) in WORDS {
            let layers = LayerName::ALL.iter().filter(|l| *layer == "*" || l.code() == *layer);
            let known = layers.filter(|l| super::super::matching::codes(**l, name).contains(code)).count();
            assert!(known > 0, "{layer}.{name}={code}");
        }
    }

    #[test]
    fn words_of_registers_mean_kinds() {
        let label = |_: LayerName, _: &str, code: &str| crate::domain::Words::same(code);
        let labels = Labels { field: |_, name| crate::domain::Words::same(name), code: label };
        let kind = |layer, word| {
            let field = schema::fields(layer).iter().find(|f| f.name == "kind").unwrap();
            code_of(layer, field, word, &labels)
        };
        use LayerName::{Facilities, Venues};
        for (layer, word, code) in [
            (Facilities, "中石化加油站", Some("fuel_station")),
            (Facilities, "危险化学品生产企业", Some("chemical_plant")),
            (Facilities, "烟花爆竹批发仓库", Some("fireworks_store")),
            (Facilities, "景点", None),
            (Venues, "完全中学", Some("school")),
            (Venues, "职业技术学院", Some("university")),
            (Venues, "乡镇卫生院", Some("hospital")),
            (Venues, "社区卫生服务中心", Some("clinic")),
            (Venues, "KTV", Some("karaoke")),
            (Venues, "小旅馆", Some("small_hotel")),
        ] {
            assert_eq!(kind(layer, word), code, "{word}");
        }
    }
}
