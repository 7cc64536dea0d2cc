//! What facilities and venues can be. Closed lists; anything else is `other` and carries its own words in `kind_text`.

/// A kind of facility or venue: its code in files, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The code in files and links.
    pub code: &'static str,
    /// The Chinese name.
    pub zh: &'static str,
    /// The English name.
    pub en: &'static str,
}

const fn kind(code: &'static str, zh: &'static str, en: &'static str) -> Kind {
    Kind { code, zh, en }
}

/// Kinds of hazardous facility. Where tags give two, the one higher in this list wins.
pub const FACILITY_KINDS: &[Kind] = &[
    kind("explosives_plant", "民爆生产厂", "Explosives plant"),
    kind("explosives_depot", "民爆储存库", "Explosives depot"),
    kind("blasting_site", "爆破作业点", "Blasting site"),
    kind("fireworks_store", "烟花爆竹库", "Fireworks store"),
    kind("chemical_plant", "化工企业", "Chemical plant"),
    kind("chemical_park", "化工园区", "Chemical park"),
    kind("tank_farm", "油气储罐区", "Tank farm"),
    kind("storage_tank", "储罐", "Storage tank"),
    kind("lpg_station", "液化气站", "LPG station"),
    kind("fuel_station", "加油加气站", "Fuel station"),
    kind("hydrogen_station", "加氢站", "Hydrogen station"),
    kind("gas_gate", "燃气门站", "Gas gate station"),
    kind("gas_regulator", "调压站", "Gas regulator"),
    kind("gas_holder", "储气柜", "Gas holder"),
    kind("coal_mine", "煤矿", "Coal mine"),
    kind("metal_mine", "金属非金属矿", "Metal or other mine"),
    kind("quarry", "露天采石场", "Quarry"),
    kind("tailings_pond", "尾矿库", "Tailings pond"),
    kind("works", "工厂", "Works"),
    kind("industrial_area", "工业区", "Industrial area"),
    kind("power_plant", "电厂", "Power plant"),
    kind("substation", "变电站", "Substation"),
    kind("waste_site", "废物处置", "Waste site"),
    kind("other", "其他", "Other"),
];

/// Kinds of venue. Where tags give two, the one higher in this list wins.
pub const VENUE_KINDS: &[Kind] = &[
    kind("hospital", "医院", "Hospital"),
    kind("clinic", "诊所", "Clinic"),
    kind("nursing_home", "养老院", "Nursing home"),
    kind("welfare_home", "福利院", "Welfare home"),
    kind("kindergarten", "幼儿园", "Kindergarten"),
    kind("school", "学校", "School"),
    kind("university", "高校", "University"),
    kind("mixed_use", "三合一场所", "Mixed-use premises"),
    kind("group_rental", "群租房", "Group rental"),
    kind("dormitory", "宿舍", "Dormitory"),
    kind("high_rise", "高层建筑", "High-rise"),
    kind("underground", "地下公共建筑", "Underground premises"),
    kind("mall", "商业综合体", "Mall"),
    kind("market", "市场", "Market"),
    kind("supermarket", "超市", "Supermarket"),
    kind("station", "车站", "Station"),
    kind("hotel", "宾馆", "Hotel"),
    kind("small_hotel", "小旅馆", "Small hotel"),
    kind("guest_house", "民宿", "Guest house"),
    kind("restaurant", "饭店", "Restaurant"),
    kind("net_cafe", "网吧", "Net café"),
    kind("karaoke", "歌舞娱乐", "Karaoke"),
    kind("bar", "酒吧", "Bar"),
    kind("bathhouse", "洗浴", "Bathhouse"),
    kind("theatre", "剧院", "Theatre"),
    kind("cinema", "影院", "Cinema"),
    kind("stadium", "体育场", "Stadium"),
    kind("sports_hall", "体育馆", "Sports hall"),
    kind("museum", "博物馆", "Museum"),
    kind("library", "图书馆", "Library"),
    kind("community_hall", "活动中心", "Community hall"),
    kind("worship", "宗教场所", "Place of worship"),
    kind("office", "办公楼", "Office building"),
    kind("square", "广场", "Square"),
    kind("park", "公园", "Park"),
    kind("other", "其他", "Other"),
];

/// The kind of a code in one of the lists above.
pub fn find(kinds: &'static [Kind], code: &str) -> Option<&'static Kind> {
    kinds.iter().find(|k| k.code == code)
}
