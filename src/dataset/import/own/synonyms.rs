//! What columns are called in the tables of Chinese and English offices, beside the page's own words for the fields.

use crate::domain::LayerName;

/// Layers (codes; `*` is all), field, words as [`super::header::plain`] has them.
type Line = (&'static str, &'static str, &'static str);

/// The field `x`, `y`, `xy`, `geometry` and `quantity` stand for the use of that name.
const LINES: &[Line] = &[
    ("*", "id", "编号 编码 统一编号 档案编号 id gmid uid 唯一标识 标识码"),
    (
        "facilities venues",
        "id",
        "设施编号 企业编号 单位编号 场所编号 危险源编号 重大危险源编号 统一社会信用代码 社会信用代码 信用代码 备案编号 许可证编号 风险点编号",
    ),
    ("dangers", "id", "隐患编号 问题编号 台账编号"),
    ("crashes", "id", "事故编号 案件编号"),
    ("hydrants", "id", "消火栓编号 消防栓编号 水源编号"),
    (
        "*",
        "x",
        "经度 东经 地理经度 gis经度 经度坐标 坐标经度 中心经度 lon lng long longitude x x坐标 坐标x 横坐标 东坐标 easting lngwgs84 lonwgs84 gcj02lng bd09lng wgs84lng 百度经度 高德经度 pointx",
    ),
    (
        "*",
        "y",
        "纬度 北纬 地理纬度 gis纬度 纬度坐标 坐标纬度 中心纬度 lat latitude y y坐标 坐标y 纵坐标 北坐标 northing latwgs84 gcj02lat bd09lat wgs84lat 百度纬度 高德纬度 pointy",
    ),
    (
        "*",
        "xy",
        "坐标 经纬度 经纬度坐标 地理坐标 位置坐标 gps坐标 坐标经度纬度 location lnglat lonlat coordinates coordinate",
    ),
    ("*", "geometry", "wkt geom geometry thegeom wktgeom 几何"),
    (
        "*",
        "name",
        "名称 单位名称 企业名称 公司名称 场所名称 设施名称 项目名称 机构名称 站点名称 学校名称 医院名称 商户名称 店铺名称 危险源名称 风险点名称 经营单位名称 生产单位名称 单位全称 企业全称 全称 库名 站名 校名 店名 队站名称 消防站名称 管线名称 管道名称 路线名称 线路名称 道路名称 路名 小区名称 社区名称 楼宇名称 建筑名称 title sitename facilityname companyname fullname",
    ),
    ("*", "name_en", "英文名 英文名称 englishname nameen"),
    (
        "*",
        "district",
        "行政区 区县 县区 所属区县 所在区县 区县名称 所属区域 所在区域 所属行政区 行政区划 所属地区 辖区 所属辖区 所在区 所属县市区 县市区 区域 county district region borough",
    ),
    ("*", "note", "备注 说明 备注说明 备注信息 其他说明 remark remarks note notes comment comments"),
    ("*", "as_of", "数据日期 更新日期 更新时间 统计日期 采集日期 updated lastupdated"),
    (
        "facilities venues",
        "kind",
        "类别 类型 种类 企业类型 企业类别 单位类型 单位类别 场所类型 场所类别 设施类型 设施类别 危险源类型 行业类别 行业类型 所属类别 分类 风险点类型 type category class kind facilitytype",
    ),
    ("facilities", "status", "状态 运行状态 生产状态 经营状态 企业状态 存续状态 在用状态 使用状态 operatingstatus"),
    ("facilities", "sector", "行业 行业领域 所属行业 监管行业 industry"),
    ("facilities", "operator", "经营单位 运营单位 所属企业 所属单位 产权单位 建设单位 权属单位 operator owner company"),
    ("facilities", "regulator", "监管部门 主管部门 行业主管部门 监管单位 行业监管部门 regulator authority"),
    ("facilities", "leader", "包联领导 包保责任人 属地领导 包联责任人 包保领导"),
    (
        "facilities",
        "workers_day",
        "从业人数 员工人数 职工人数 在岗人数 作业人数 从业人员 职工总数 人数 白天人数 日间人数 workers employees staff",
    ),
    ("facilities", "workers_night", "夜间人数 夜班人数 夜间作业人数 夜间在岗人数"),
    ("facilities", "net_explosive_kg", "核定药量 药量 炸药量 计算药量 总药量 储存药量 核定储量药量"),
    (
        "facilities",
        "substances",
        "危化品名称 危险化学品名称 危险物质 物质名称 储存物质 储存介质 存储介质 介质 主要危险物质 危险化学品 危化品 品名 物料名称 物料 化学品名称 casno cas号 cas substance chemical material",
    ),
    (
        "facilities",
        "quantity",
        "储量 储存量 最大储量 最大储存量 设计储量 设计最大量 存储量 数量 存量 在线量 最大存量 总储量 quantity amount storage",
    ),
    ("facilities", "storeys", "层数 楼层数"),
    ("facilities", "fire_class", "火灾危险性 火灾危险性类别 火灾危险类别"),
    ("facilities", "mine.depth_m", "开采深度 井深"),
    ("facilities", "tailings.volume_m3", "库容 总库容 全库容"),
    ("facilities", "tailings.height_m", "坝高 总坝高"),
    ("facilities", "tailings.residents_below", "下游人口 下游居民人数 下游影响人数"),
    (
        "facilities venues",
        "inspected_on",
        "最近检查日期 检查日期 最近检查时间 上次检查日期 最近一次检查 检查时间 lastinspection inspected",
    ),
    ("facilities venues", "drill_on", "演练日期 最近演练日期 最近一次演练 lastdrill"),
    (
        "venues",
        "capacity",
        "容量 容纳人数 核定人数 额定人数 最大容量 最大容纳人数 可容纳人数 承载量 最大承载量 座位数 capacity seats",
    ),
    (
        "venues",
        "people_day",
        "人数 日间人数 白天人数 昼间人数 总人数 在校人数 学生人数 学生数 师生人数 日均人数 日均客流 日常人数 高峰人数 people persons headcount students visitors",
    ),
    ("venues", "people_night", "夜间人数 晚间人数 住宿人数 夜间住宿人数 在院人数 入住人数 peopleatnight overnight"),
    ("venues", "beds", "床位 床位数 床位总数 核定床位 开放床位 beds"),
    ("venues", "floors", "层数 楼层数 地上层数 建筑层数 总层数 floors storeys levels"),
    ("venues", "occupied_floor", "所在楼层 所在层 楼层 位于楼层 floor"),
    ("venues buildings", "height_m", "高度 建筑高度 楼高 总高度 height"),
    ("venues", "area_m2", "面积 建筑面积 营业面积 总面积 占地面积 经营面积 使用面积 area floorarea"),
    ("venues", "exits", "安全出口 安全出口数 安全出口数量 疏散出口数 出口数 exits"),
    ("venues", "attendants_day", "日间值守人数 白天值守人数"),
    ("venues", "attendants_night", "夜间值守人数 夜间值班人数"),
    ("venues", "opening_hours", "营业时间 开放时间 经营时间 openinghours"),
    ("venues", "protection.sprinklers", "自动喷淋 喷淋 自动喷水灭火系统 喷淋系统 有无喷淋 sprinklers"),
    ("venues", "protection.alarm", "自动报警 火灾自动报警系统 自动报警系统 报警系统 firealarm"),
    ("venues", "protection.smoke_control", "防排烟 防排烟系统 排烟系统"),
    ("venues", "protection.own_brigade", "微型消防站 有无微型消防站"),
    ("venues", "sleeping", "有人住宿 是否住人 是否有人住宿 有无住宿"),
    ("venues", "underground", "地下 是否地下"),
    ("residents", "residents", "常住人口 人口 人口数 居住人数 居住人口 总人口 人数 residents population pop"),
    ("residents", "households", "户数 总户数 居民户数 households"),
    ("residents", "people_day", "日间人数 白天人数 日间人口"),
    ("residents", "people_night", "夜间人数 夜间人口"),
    ("districts places", "population", "人口 常住人口 人口数 总人口 population pop"),
    ("districts", "code", "区划代码 行政区划代码 行政区代码 代码 adcode code"),
    ("districts", "level", "层级 级别 行政级别 level adminlevel"),
    ("districts", "parent", "上级 上级区划 所属 parent"),
    ("districts", "leader", "包联领导 包联责任人 属地领导"),
    (
        "crashes",
        "at",
        "发生时间 事故时间 事故发生时间 事故日期 发生日期 事故发生日期 日期 时间 发生时刻 date time datetime occurred accidentdate crashdate accidenttime",
    ),
    (
        "crashes",
        "severity",
        "严重程度 事故等级 伤害程度 事故严重程度 事故类别 事故类型 伤亡程度 severity accidentseverity",
    ),
    ("crashes", "deaths", "死亡人数 死亡 死亡数 亡人数 亡人 deaths fatalities killed"),
    ("crashes", "injured", "受伤人数 受伤 伤人数 受伤数 伤人 injured injuries casualties"),
    ("crashes", "vehicles", "车辆数 涉事车辆数 涉及车辆数 vehicles numberofvehicles"),
    ("crashes", "party", "当事方 车辆类型 涉事车型"),
    ("crashes", "light", "光线 照明条件 光照条件 light lighting lightconditions"),
    ("crashes", "weather", "天气 天气情况 weather weatherconditions"),
    ("crashes", "road_ref", "路线编号 道路编号 路号 roadnumber"),
    ("crashes", "chainage_km", "桩号 里程 里程桩 公里数 chainage"),
    ("pipelines", "product", "介质 输送介质 管输介质 product medium"),
    ("pipelines", "diameter_mm", "管径 直径 公称直径 diameter dn"),
    ("pipelines", "pressure_mpa", "压力 设计压力 最高允许压力 运行压力 pressure maop"),
    ("pipelines", "operator", "运营单位 经营单位 权属单位 产权单位 管理单位 operator"),
    ("pipelines", "laid_year", "敷设年份 建成年份 投产年份 建设年份 year"),
    ("pipelines", "location", "敷设方式 埋设方式"),
    ("roads", "class", "道路等级 路等级 等级 highway roadclass fclass class"),
    ("roads", "speed_kmh", "限速 设计速度 车速 speedlimit maxspeed speed"),
    ("roads", "lanes", "车道数 车道 lanes"),
    ("roads", "ref", "路线编号 道路编号 路号 ref"),
    ("roads", "aadt", "年均日交通量 日均交通量 交通量 aadt"),
    ("routes", "cargo", "货物 货物名称 运输品名 品名 cargo"),
    ("routes", "load_t", "载量 载重 单车载量 核定载质量 load"),
    ("routes", "trips_per_year", "年运输次数 运输频次 年车次 trips"),
    ("routes", "hours", "通行时段 允许时段 通行时间 hours"),
    ("routes", "approved_until", "批准有效期至 有效期至 有效期 到期日期 validuntil"),
    ("tracks", "vehicle", "车辆 车牌 车牌号 车牌号码 vehicle plate"),
    ("tracks", "at", "时间 定位时间 gps时间 上报时间 time timestamp"),
    ("tracks", "speed_kmh", "速度 车速 speed"),
    ("fire_stations", "engines", "消防车 消防车数 消防车数量 车辆数 车辆 执勤车辆 engines vehicles"),
    ("fire_stations", "crew", "人员 人数 执勤人数 队员人数 指战员人数 人员数 crew staff"),
    ("fire_stations", "water_t", "载水量 总载水量 water"),
    ("hydrants", "flow_lps", "流量 出水流量 flow"),
    (
        "hydrants",
        "working",
        "可用 是否可用 是否完好 完好 完好情况 状态 使用状态 完好状态 设备状态 运行状态 working status condition",
    ),
    ("dangers", "target", "对象 检查对象 受检单位 对象编号 单位编号 企业编号 设施编号 target"),
    ("dangers", "level", "隐患等级 隐患级别 等级 级别 隐患类型 level severity"),
    ("dangers", "sector", "行业领域 行业 领域 所属行业 sector"),
    ("dangers", "campaign", "专项行动 专项 campaign"),
    ("dangers", "category", "隐患类别 类别 隐患分类 category"),
    (
        "dangers",
        "what",
        "隐患内容 隐患描述 问题描述 隐患情况 存在问题 存在隐患 问题隐患 问题 内容 隐患名称 description",
    ),
    ("dangers", "found_on", "发现日期 发现时间 排查日期 排查时间 检查日期 检查时间 登记日期 found dateraised"),
    ("dangers", "found_by", "发现人 检查人 排查人 检查人员 检查单位"),
    ("dangers", "due_on", "整改期限 整改时限 整改限期 限期 完成时限 整改完成时限 截止日期 应完成日期 due deadline"),
    ("dangers", "supervised", "挂牌督办 是否挂牌督办 是否挂牌"),
    ("dangers", "status", "状态 整改状态 整改情况 隐患状态 处理状态 进度 status"),
    (
        "inspections accidents penalties",
        "target",
        "对象 检查对象 受检单位 被检查单位 对象编号 单位编号 企业编号 设施编号 场所编号 target",
    ),
    ("inspections", "id", "检查编号 检查记录编号"),
    ("inspections", "campaign", "专项行动 专项 campaign"),
    ("inspections accidents penalties", "on", "日期 检查日期 检查时间 事故日期 发生日期 处罚日期 时间 date"),
    ("inspections", "by", "检查人 检查单位 检查人员 经办人"),
    ("inspections", "result", "结果 检查结果 检查情况 result"),
    ("accidents", "deaths", "死亡人数 死亡 deaths"),
    ("accidents", "injured", "受伤人数 受伤 injured"),
    ("accidents", "class", "事故等级 等级"),
    ("penalties accidents", "authority", "机关 处罚机关 执法机关 调查机关"),
    ("penalties", "kind", "处罚种类 处罚类型"),
    ("penalties", "amount", "金额 罚款金额 罚款 amount"),
    ("buildings", "levels", "层数 楼层数 地上层数 floors storeys levels"),
    ("water green built railways places", "kind", "类别 类型 kind type fclass"),
];

/// Words by which a file's name tells its layer, the more telling first.
const FILES: &[(LayerName, &str)] = &[
    (LayerName::Hydrants, "消火栓 消防栓 hydrant"),
    (LayerName::FireStations, "消防站 消防队 消防救援站 firestation fire_station"),
    (LayerName::Dangers, "隐患 问题清单"),
    (LayerName::Penalties, "处罚 penalt"),
    (LayerName::Inspections, "检查 巡查 inspection"),
    (LayerName::Crashes, "交通事故 事故 crash accident collision"),
    (LayerName::Routes, "运输路线 危货路线 route"),
    (LayerName::Tracks, "轨迹 track gps"),
    (LayerName::Pipelines, "管线 管道 管网 pipeline"),
    (
        LayerName::Facilities,
        "危化 危险源 企业 加油站 加气站 液化气 烟花 民爆 矿 储罐 油库 化工 工厂 风险点 facilit hazard",
    ),
    (
        LayerName::Venues,
        "学校 幼儿园 医院 养老 宾馆 酒店 旅馆 商场 超市 市场 场所 网吧 娱乐 餐饮 九小 venue school hospital hotel",
    ),
    (LayerName::Residents, "小区 居民 人口 resident population"),
    (LayerName::Districts, "行政区 区划 district county"),
    (LayerName::Buildings, "建筑 楼栋 building"),
    (LayerName::Railways, "铁路 railway"),
    (LayerName::Roads, "道路 路网 路段 road street"),
    (LayerName::Water, "水系 河流 湖泊 water river"),
    (LayerName::Green, "绿地 林地 公园 green park"),
];

/// The words of a field in a layer, as they are written above.
pub(super) fn of(layer: LayerName) -> impl Iterator<Item = (&'static str, &'static str)> {
    let here = move |(layers, ..): &&Line| *layers == "*" || layers.split(' ').any(|code| code == layer.code());
    LINES.iter().filter(here).flat_map(|(_, field, words)| words.split(' ').map(move |word| (*field, word)))
}

/// The layer that a file's name tells.
pub(super) fn layer_of_file(name: &str) -> Option<LayerName> {
    let name = name.to_lowercase();
    FILES.iter().find(|(_, words)| words.split(' ').any(|word| name.contains(word))).map(|(layer, _)| *layer)
}

#[cfg(test)]
mod tests {
    use super::super::header::plain;
    use super::*;
    use crate::domain::schema;

    #[test]
    fn every_line_is_about_a_field_and_written_as_it_is_compared() {
        for (layers, field, words) in LINES {
            for code in layers.split(' ').filter(|code| *code != "*") {
                let layer = LayerName::from_code(code).unwrap_or_else(|| panic!("{code}"));
                let known = schema::all(layer).any(|f| f.name == *field);
                let use_of_its_own = matches!(*field, "id" | "quantity");
                let elsewhere = layers.contains(' ');
                assert!(known || use_of_its_own || elsewhere, "{code}.{field}");
            }
            for word in words.split(' ') {
                assert_eq!(plain(word), word, "{field}");
            }
        }
    }

    #[test]
    fn no_word_means_two_fields_of_a_layer() {
        for layer in LayerName::ALL {
            let mut seen: Vec<(&str, &str)> = Vec::new();
            for (field, word) in of(*layer) {
                if let Some((other, _)) = seen.iter().find(|(_, w)| *w == word) {
                    // What only this layer says of a word counts more than what all say.
                    let of_all =
                        |f: &str| LINES.iter().any(|l| l.0 == "*" && l.1 == f && l.2.split(' ').any(|w| w == word));
                    assert!(*other == field || of_all(other), "{layer}: {word} is {other} and {field}");
                }
                seen.push((field, word));
            }
        }
    }
}
