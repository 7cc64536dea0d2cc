//! The ledger: hidden dangers and what happened to each, inspections, accidents, penalties. Most are mended in time,
//! some are overdue, and a few were closed that should not have been; those are told in the truth file.

use super::World;
use super::calendar::{days_ago, moment};
use super::geom::along;
use super::rng::Rng;
use super::write::Row;
use crate::units::Xy;
use serde_json::{Value, json};

/// A kind of danger: sector, category, what is wrong.
const WRONGS: &[(&str, &str, &str)] = &[
    ("fire", "疏散", "安全出口上锁或堵塞"),
    ("fire", "设施", "自动喷水灭火系统停用"),
    ("fire", "设施", "火灾报警控制器故障未修"),
    ("fire", "用电", "电气线路私拉乱接"),
    ("fire", "住宿", "经营场所违规住人"),
    ("fire", "通道", "消防车通道被占用"),
    ("fire", "充电", "电动自行车进楼充电"),
    ("gas", "阀门", "紧急切断阀失效"),
    ("gas", "间距", "安全距离不足"),
    ("gas", "管网", "燃气管道被圈占"),
    ("gas", "报警", "可燃气体探测器过期"),
    ("chemicals", "储存", "超量储存"),
    ("chemicals", "仪表", "储罐液位联锁摘除"),
    ("chemicals", "人员", "特种作业人员无证"),
    ("chemicals", "设备", "压力容器超期未检"),
    ("mines", "通风", "主要通风机备用电源缺失"),
    ("mines", "边坡", "边坡裂缝未监测"),
    ("mines", "排水", "水泵能力不足"),
    ("explosives", "库房", "防爆堤缺损"),
    ("explosives", "值守", "夜间值守人数不足"),
    ("fireworks", "储存", "库房超量混存"),
    ("traffic", "标志", "路口信号灯被树遮挡"),
    ("traffic", "标线", "人行横道标线磨损"),
    ("traffic", "护栏", "桥头护栏缺损"),
];

const CAMPAIGNS: &[(&str, &str, &str, &str, &str)] = &[
    ("2024-gas", "燃气安全专项整治", "gas", "2024-01-08", "2024-12-31"),
    ("2025-fire", "人员密集场所消防专项整治", "fire", "2025-03-01", "2025-11-30"),
    ("2025-chem", "危化品储存专项检查", "chemicals", "2025-04-10", "2025-10-31"),
    ("2025-gas-100", "燃气安全百日攻坚", "gas", "2025-09-01", "2025-12-09"),
    ("2026-spring", "春节前后百日行动", "fire", "2025-12-20", "2026-03-31"),
];

/// Districts in which dangers are mended late.
const SLOW: &[&str] = &["990105", "990123"];

/// The manifest's campaigns.
pub fn campaigns() -> Vec<crate::domain::Campaign> {
    CAMPAIGNS
        .iter()
        .map(|c| crate::domain::Campaign {
            id: c.0.to_owned(),
            name: c.1.to_owned(),
            sector: c.2.to_owned(),
            from: c.3.to_owned(),
            to: c.4.to_owned(),
        })
        .collect()
}

/// How a danger was closed, where it should not have been.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Falsely {
    /// The owner's signature is missing.
    Unsigned,
    /// The owner signed before the inspector.
    OutOfOrder,
    /// It came back within 90 days.
    Recurred,
}

impl Falsely {
    fn code(self) -> &'static str {
        match self {
            Self::Unsigned => "signature_missing",
            Self::OutOfOrder => "signatures_out_of_order",
            Self::Recurred => "recurred_within_90_days",
        }
    }
}

/// A danger with its whole history.
struct Danger {
    row: Row,
    place: Option<Xy>,
    /// Days before the day of the data, minute of the day, event, post, new due date.
    events: Vec<(i64, i64, &'static str, String, Option<i64>)>,
    falsely: Option<Falsely>,
    overdue: bool,
}

const DANGERS: &[&str] = &[
    "target",
    "district",
    "level",
    "sector",
    "campaign",
    "category",
    "what",
    "found_on",
    "found_by",
    "due_on",
    "original_due_on",
    "plan_approved_on",
    "supervised",
    "status",
];

/// Writes the five layers of the ledger and tells what was put in on purpose.
pub fn write(world: &World, venues: &[u8], files: &mut super::Files<'_>) -> std::io::Result<Vec<Value>> {
    let mut truth = Vec::new();
    files.table("dangers", DANGERS, true, |add| {
        let mut maker = Maker::new(world, venues);
        while let Some((id, danger)) = maker.next() {
            if let Some(how) = danger.falsely {
                truth.push(json!({"danger": id, "falsely_closed": how.code()}));
            }
            if danger.overdue {
                truth.push(json!({"danger": id, "overdue": true}));
            }
            add(danger.row, danger.place)?;
        }
        Ok(())
    })?;
    files.table("danger_events", &["danger", "at", "event", "by", "post", "due_on"], false, |add| {
        let mut maker = Maker::new(world, venues);
        let mut n = 0;
        while let Some((id, danger)) = maker.next() {
            for (ago, minute, event, post, due) in danger.events {
                n += 1;
                let row = Row::new(format!("E-{n:06}"))
                    .text("danger", id.as_str())
                    .text("at", moment(days_ago(ago), minute))
                    .text("event", event)
                    .text("post", post);
                let row = match due {
                    Some(due) => row.text("due_on", days_ago(due).to_string()),
                    None => row,
                };
                add(row, None)?;
            }
        }
        Ok(())
    })?;
    write_visits(world, files)?;
    Ok(truth)
}

/// Makes dangers one after another, the same ones each time.
struct Maker<'a> {
    world: &'a World,
    /// The district of each venue.
    venues: &'a [u8],
    rng: Rng,
    made: u32,
    total: u32,
    /// A danger that will come back: target, place, district, wrong, the day it was closed.
    again: Option<(Target, usize, i64)>,
}

#[derive(Clone)]
struct Target {
    text: Option<String>,
    place: Option<Xy>,
    district: Option<&'static str>,
}

impl<'a> Maker<'a> {
    fn new(world: &'a World, venues: &'a [u8]) -> Self {
        Self { world, venues, rng: Rng::new(world.seed, "ledger"), made: 0, total: world.count(938.0), again: None }
    }

    fn next(&mut self) -> Option<(String, Danger)> {
        if self.made == self.total {
            return None;
        }
        self.made += 1;
        Some((format!("Y-{:05}", self.made), self.danger()))
    }

    /// Where a danger of a sector is.
    fn target(&mut self, sector: &str) -> Target {
        let (world, rng) = (self.world, &mut self.rng);
        if sector == "traffic" {
            let s = rng.below(world.streets.sections.len());
            let p = world.streets.sections[s].line[0];
            let p = along(p, Xy::new(1.0, 0.0), rng.range(-8.0, 8.0));
            return Target { text: None, place: Some(p), district: world.districts.code(p) };
        }
        let fits: Vec<usize> =
            (0..world.facilities.len()).filter(|&f| world.facilities[f].sector() == sector).collect();
        if sector != "fire" && !fits.is_empty() {
            let f = &world.facilities[*rng.pick(&fits)];
            return Target {
                text: Some(format!("facilities:{}", f.id)),
                place: None,
                district: world.districts.code(f.at),
            };
        }
        let n = rng.below(self.venues.len());
        let district = world.districts.all.get(usize::from(self.venues[n])).map(|d| d.code);
        Target { text: Some(format!("venues:{}", super::venues::id(n as u32 + 1))), place: None, district }
    }

    fn danger(&mut self) -> Danger {
        let recurring = self.again.take();
        let (target, wrong, found) = match recurring {
            Some((target, wrong, closed)) if closed > 8 => (target, wrong, (closed - self.rng.int(12, 80)).max(2)),
            _ => {
                let wrong = self.rng.below(WRONGS.len());
                let found = if self.rng.chance(0.3) { self.rng.int(1, 90) } else { self.rng.int(30, 1090) };
                (self.target(WRONGS[wrong].0), wrong, found)
            }
        };
        let rng = &mut self.rng;
        let (sector, category, what) = WRONGS[wrong];
        let slow = target.district.is_some_and(|d| SLOW.contains(&d));
        let major = rng.chance(0.11);
        let allowed = if major { rng.int(30, 90) } else { rng.int(7, 30) };
        let mut due = found - 1 - allowed;
        let original = due;
        let mut events = vec![
            (found, rng.int(520, 1050), "register", "属地安全员".to_owned(), None),
            (found, 1060 + rng.int(0, 30), "grade", "检查组组长".to_owned(), None),
        ];
        let mut status = "graded";
        // What was found yesterday is not always graded yet.
        if found == 1 && rng.chance(0.5) {
            events.pop();
            status = "registered";
        }
        let mut falsely = None;
        let mut plan = None;
        let mut now = found;
        // Each stage happens if there was time for it before the day of the data, and if people did their work.
        let stage = |now: &mut i64, days: i64, likely: bool| -> bool {
            if *now - days < 0 || !likely {
                return false;
            }
            *now -= days;
            true
        };
        if status == "graded" && stage(&mut now, 1, rng.chance(0.985)) {
            events.push((now, rng.int(500, 700), "assign", "安委办".to_owned(), Some(due)));
            status = "assigned";
            if major && stage(&mut now, rng.int(2, 9), rng.chance(0.9)) {
                plan = Some(now);
                events.push((now, rng.int(500, 700), "plan", "企业主要负责人".to_owned(), None));
                events.push((now, rng.int(701, 900), "supervise", "市安委会".to_owned(), None));
            }
            let prompt = rng.chance(if slow { 0.4 } else { 0.88 });
            let days = if prompt { rng.int(1, allowed.max(2)) } else { allowed + rng.int(3, 60) };
            if rng.chance(0.1) && stage(&mut now, 1, true) {
                due -= rng.int(10, 40);
                events.push((now, rng.int(500, 1000), "extend", "分管领导".to_owned(), Some(due)));
            }
            if stage(&mut now, days, rng.chance(if slow { 0.68 } else { 0.965 })) {
                events.push((now, rng.int(500, 1000), "report_mended", "责任单位".to_owned(), None));
                status = "to_verify";
                if rng.chance(0.1) && stage(&mut now, rng.int(1, 4), true) {
                    events.push((now, rng.int(500, 1000), "return", "检查员".to_owned(), None));
                    status = "returned";
                    if stage(&mut now, rng.int(3, 20), rng.chance(0.8)) {
                        events.push((now, rng.int(500, 1000), "report_mended", "责任单位".to_owned(), None));
                        status = "to_verify";
                    }
                }
                if status == "to_verify" && stage(&mut now, rng.int(1, 6), rng.chance(0.97)) {
                    let cheat = rng.chance(0.04);
                    falsely = cheat.then(|| *rng.pick(&[Falsely::Unsigned, Falsely::OutOfOrder, Falsely::Recurred]));
                    let order: &[(&str, &str)] = match falsely {
                        Some(Falsely::OutOfOrder) => &[
                            ("sign_owner", "企业主要负责人"),
                            ("sign_inspector", "检查员"),
                            ("sign_leader", "属地包联领导"),
                        ],
                        Some(Falsely::Unsigned) => &[("sign_inspector", "检查员"), ("sign_leader", "属地包联领导")],
                        _ => &[
                            ("sign_inspector", "检查员"),
                            ("sign_owner", "企业主要负责人"),
                            ("sign_leader", "属地包联领导"),
                        ],
                    };
                    for (i, (event, post)) in order.iter().enumerate() {
                        events.push((now, 540 + 60 * i as i64, event, (*post).to_owned(), None));
                    }
                    status = "accepted";
                    if rng.chance(0.98) && stage(&mut now, rng.int(0, 2), true) {
                        events.push((now, 1000, "close", "安委办".to_owned(), None));
                        status = "closed";
                        if falsely == Some(Falsely::Recurred) {
                            if now > 95 && self.made < self.total {
                                self.again = Some((target.clone(), wrong, now));
                            } else {
                                falsely = None;
                            }
                        } else if falsely.is_none() && rng.chance(0.02) && stage(&mut now, rng.int(4, 40), true) {
                            // An inspection from above finds it half mended.
                            due = now - rng.int(7, 30);
                            events.push((now, rng.int(560, 900), "reopen", "市安委会督查组".to_owned(), Some(due)));
                            status = "mending";
                        }
                    } else {
                        falsely = None;
                    }
                }
            } else if now < found - 1 - allowed / 3 || self.rng.chance(0.6) {
                status = "mending";
            }
        }
        let rng = &mut self.rng;
        let overdue = status != "closed" && due > 0 && events.len() > 2;
        let campaign = CAMPAIGNS.iter().find(|c| {
            let day = days_ago(found).to_string();
            c.2 == sector && c.3 <= day.as_str() && day.as_str() <= c.4
        });
        let mut row = Row::new(format!("Y-{:05}", self.made));
        if let Some(text) = &target.text {
            row = row.text("target", text.as_str());
        }
        if let Some(code) = target.district {
            row = row.text("district", code);
        }
        row = row.text("level", if major { "major" } else { "general" }).text("sector", sector);
        if let Some(c) = campaign {
            row = row.text("campaign", c.0);
        }
        row = row
            .text("category", category)
            .text("what", what)
            .text("found_on", days_ago(found).to_string())
            .when(rng.chance(0.9), |r| {
                r.text("found_by", *rng.pick(&["属地巡查", "专项检查", "企业自查", "群众举报"]))
            });
        if !matches!(status, "registered" | "graded") {
            row = row.text("due_on", days_ago(due).to_string());
            if due != original {
                row = row.text("original_due_on", days_ago(original).to_string());
            }
        }
        if let Some(plan) = plan {
            row = row.text("plan_approved_on", days_ago(plan).to_string()).flag("supervised", true);
        }
        row = row.text("status", status);
        Danger { row, place: target.place, events, falsely, overdue }
    }
}

/// Inspections, accidents and penalties.
fn write_visits(world: &World, files: &mut super::Files<'_>) -> std::io::Result<()> {
    let venues = i64::from(super::venues::count(world));
    let target = |rng: &mut Rng| {
        if rng.chance(0.45) && !world.facilities.is_empty() {
            format!("facilities:{}", rng.pick(&world.facilities).id)
        } else {
            format!("venues:{}", super::venues::id(rng.int(1, venues) as u32))
        }
    };
    files.table("inspections", &["target", "on", "by", "campaign", "result"], false, |add| {
        let mut rng = Rng::new(world.seed, "inspections");
        for n in 1..=world.count(2600.0) {
            let day = days_ago(rng.int(1, 1090)).to_string();
            let campaign = CAMPAIGNS.iter().find(|c| c.3 <= day.as_str() && day.as_str() <= c.4);
            let mut row = Row::new(format!("I-{n:06}")).text("target", target(&mut rng)).text("on", day);
            row = row
                .text("by", *rng.pick(&["市消防救援支队", "区应急管理局", "县应急管理局", "街道安办", "市场监管所"]));
            if let Some(c) = campaign {
                row = row.text("campaign", c.0);
            }
            let result = *rng.pick(&["合格", "合格", "合格", "发现隐患", "发现隐患", "责令改正"]);
            add(row.when(rng.chance(0.95), |r| r.text("result", result)), None)?;
        }
        Ok(())
    })?;
    files.table("accidents", &["target", "on", "authority", "deaths", "injured", "class"], false, |add| {
        let mut rng = Rng::new(world.seed, "accidents");
        for n in 1..=world.count(46.0) {
            let deaths = if rng.chance(0.2) { rng.int(1, 3) } else { 0 };
            let class = if deaths >= 3 { "较大" } else { "一般" };
            let row = Row::new(format!("A-{n:04}"))
                .text("target", target(&mut rng))
                .text("on", days_ago(rng.int(5, 1090)).to_string())
                .text("authority", "市应急管理局")
                .number("deaths", deaths as f64)
                .number("injured", f64::from(rng.int(0, 5) as i32))
                .text("class", class);
            add(row, None)?;
        }
        Ok(())
    })?;
    files.table("penalties", &["target", "on", "authority", "kind", "amount"], false, |add| {
        let mut rng = Rng::new(world.seed, "penalties");
        for n in 1..=world.count(230.0) {
            let fined = rng.chance(0.8);
            let row = Row::new(format!("N-{n:05}"))
                .text("target", target(&mut rng))
                .text("on", days_ago(rng.int(5, 1090)).to_string())
                .text("authority", *rng.pick(&["市应急管理局", "市消防救援支队", "市城管委"]))
                .text("kind", if fined { "罚款" } else { "责令停产停业" })
                .when(fined, |r| r.number("amount", (rng.about(18.0)).round() * 1000.0));
            add(row, None)?;
        }
        Ok(())
    })
}
