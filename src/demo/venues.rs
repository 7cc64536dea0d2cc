//! Venues: where people gather or sleep, in the buildings where such venues are, with what is known of each.

use super::World;
use super::calendar::days_ago;
use super::geom::{along, at, distance, left, to, unit};
use super::names;
use super::rng::Rng;
use super::settlements::Zone;
use super::write::Row;
use crate::units::Xy;

/// A kind of venue: code, how many of 10,000, what it is called, people by day and night, floors, whether people sleep
/// there, how able they are to leave alone, and where it is: weights for old town, city, new town, industry, town, village.
struct Kind {
    code: &'static str,
    share: f64,
    name: (&'static str, &'static str),
    day: f64,
    night: f64,
    sleeping: bool,
    mobility: &'static str,
    zones: [f64; 6],
    business: bool,
}

macro_rules! kinds {
    ($($code:literal $share:literal $zh:literal $en:literal $day:literal $night:literal $sleeping:literal $mobility:literal $zones:expr, $business:literal;)*) => {
        &[$(Kind {
            code: $code, share: $share, name: ($zh, $en), day: $day, night: $night, sleeping: $sleeping,
            mobility: $mobility, zones: $zones, business: $business,
        },)*]
    };
}

const KINDS: &[Kind] = kinds! {
    "hospital" 34.0 "医院" "Hospital" 620.0 340.0 true "limited" [3.0, 5.0, 1.0, 0.2, 3.0, 0.0], false;
    "clinic" 420.0 "诊所" "Clinic" 14.0 0.0 false "limited" [2.0, 5.0, 2.0, 0.6, 3.0, 2.0], false;
    "nursing_home" 66.0 "养老院" "Nursing Home" 88.0 84.0 true "limited" [2.0, 3.0, 1.0, 0.1, 3.0, 1.0], false;
    "welfare_home" 9.0 "福利院" "Welfare Home" 72.0 70.0 true "none" [1.0, 2.0, 0.5, 0.0, 2.0, 0.0], false;
    "kindergarten" 310.0 "幼儿园" "Kindergarten" 118.0 0.0 false "limited" [2.0, 6.0, 3.0, 0.3, 3.0, 1.0], false;
    "school" 180.0 "学校" "School" 690.0 30.0 false "able" [2.0, 4.0, 1.5, 0.2, 3.0, 1.0], false;
    "university" 8.0 "学院" "College" 5200.0 4700.0 true "able" [0.0, 3.0, 1.0, 0.3, 0.0, 0.0], false;
    "mixed_use" 560.0 "三合一门店" "Shop with Dwelling" 6.0 4.0 true "able" [4.0, 4.0, 0.3, 1.0, 4.0, 1.0], false;
    "group_rental" 330.0 "群租房" "Group Rental" 10.0 30.0 true "able" [3.0, 5.0, 1.0, 3.0, 1.0, 0.0], false;
    "dormitory" 150.0 "员工宿舍" "Workers' Dormitory" 40.0 180.0 true "able" [0.3, 1.0, 0.5, 7.0, 1.0, 0.0], false;
    "high_rise" 520.0 "大厦" "Tower" 190.0 330.0 true "able" [1.0, 5.0, 5.0, 0.0, 0.1, 0.0], false;
    "underground" 60.0 "地下商场" "Underground Arcade" 240.0 0.0 false "able" [3.0, 3.0, 1.0, 0.0, 0.0, 0.0], true;
    "mall" 26.0 "商业综合体" "Mall" 1700.0 20.0 false "able" [3.0, 4.0, 2.0, 0.0, 1.0, 0.0], true;
    "market" 120.0 "农贸市场" "Market" 260.0 8.0 false "able" [2.0, 4.0, 0.6, 0.3, 4.0, 0.5], false;
    "supermarket" 420.0 "超市" "Supermarket" 46.0 0.0 false "able" [2.0, 5.0, 2.0, 0.4, 3.0, 1.0], false;
    "station" 24.0 "客运站" "Bus Station" 420.0 40.0 false "able" [1.0, 2.0, 0.5, 0.3, 3.0, 0.0], false;
    "hotel" 130.0 "大酒店" "Hotel" 70.0 150.0 true "able" [3.0, 4.0, 1.0, 0.2, 2.0, 0.0], true;
    "small_hotel" 300.0 "宾馆" "Inn" 8.0 26.0 true "able" [3.0, 4.0, 0.6, 0.6, 3.0, 0.0], false;
    "guest_house" 120.0 "民宿" "Guest House" 5.0 12.0 true "able" [3.0, 1.0, 0.2, 0.0, 2.0, 4.0], false;
    "restaurant" 2500.0 "饭店" "Restaurant" 18.0 3.0 false "able" [4.0, 6.0, 2.0, 0.7, 3.5, 0.6], true;
    "net_cafe" 190.0 "网咖" "Net Café" 30.0 26.0 false "able" [3.0, 5.0, 1.0, 0.5, 2.0, 0.0], true;
    "karaoke" 170.0 "量贩歌厅" "Karaoke" 10.0 60.0 false "able" [3.0, 4.0, 1.0, 0.1, 2.0, 0.0], true;
    "bar" 150.0 "酒馆" "Bar" 4.0 30.0 false "able" [5.0, 3.0, 1.0, 0.0, 1.0, 0.0], true;
    "bathhouse" 140.0 "洗浴中心" "Bathhouse" 26.0 34.0 true "able" [2.0, 4.0, 1.0, 0.3, 2.0, 0.0], false;
    "theatre" 7.0 "剧院" "Theatre" 160.0 0.0 false "able" [2.0, 2.0, 1.0, 0.0, 0.3, 0.0], true;
    "cinema" 34.0 "影城" "Cinema" 110.0 30.0 false "able" [3.0, 3.0, 1.0, 0.0, 1.0, 0.0], true;
    "stadium" 5.0 "体育场" "Stadium" 420.0 0.0 false "able" [0.0, 3.0, 1.0, 0.0, 1.0, 0.0], false;
    "sports_hall" 44.0 "体育馆" "Sports Hall" 70.0 0.0 false "able" [1.0, 3.0, 1.0, 0.2, 1.0, 0.0], false;
    "museum" 11.0 "博物馆" "Museum" 110.0 3.0 false "able" [3.0, 1.0, 0.6, 0.0, 0.6, 0.0], false;
    "library" 15.0 "图书馆" "Library" 150.0 0.0 false "able" [1.0, 2.0, 1.0, 0.0, 1.0, 0.0], false;
    "community_hall" 240.0 "社区活动中心" "Community Hall" 26.0 0.0 false "limited" [2.0, 4.0, 1.5, 0.2, 2.0, 2.0], false;
    "worship" 70.0 "寺" "Temple" 22.0 4.0 false "able" [2.0, 0.6, 0.0, 0.0, 1.0, 3.0], false;
    "office" 780.0 "写字楼" "Office Building" 95.0 2.0 false "able" [3.0, 5.0, 2.0, 1.0, 1.5, 0.0], true;
    "square" 24.0 "广场" "Square" 160.0 12.0 false "able" [2.0, 3.0, 1.0, 0.0, 2.0, 0.0], true;
    "park" 40.0 "小游园" "Pocket Park" 50.0 4.0 false "able" [2.0, 3.0, 1.0, 0.1, 1.0, 0.3], false;
    "other" 180.0 "棋牌室" "Card Room" 16.0 10.0 false "able" [3.0, 4.0, 1.0, 0.3, 3.0, 1.0], false;
};

const ZONES: [Zone; 6] = [Zone::OldTown, Zone::City, Zone::NewTown, Zone::Industry, Zone::Town, Zone::Village];

const COLUMNS: &[&str] = &[
    "name",
    "name_en",
    "district",
    "kind",
    "kind_text",
    "capacity",
    "people_day",
    "people_night",
    "sleeping",
    "mobility",
    "beds",
    "floors",
    "occupied_floor",
    "height_m",
    "area_m2",
    "underground",
    "attendants_day",
    "attendants_night",
    "fuel_class",
    "exits",
    "protection.sprinklers",
    "protection.alarm",
    "protection.smoke_control",
    "protection.own_brigade",
    "protection.engine_access",
    "opening_hours",
    "inspected_on",
    "drill_on",
];

/// How many venues there are.
pub fn count(world: &World) -> u32 {
    world.count(10_000.0)
}

/// The id of the nth venue, from 1.
pub fn id(n: u32) -> String {
    format!("V-{n:06}")
}

/// Writes the `venues` layer and tells the district of each, as its place in the list of districts.
pub fn write(world: &World, files: &mut super::Files<'_>) -> std::io::Result<Vec<u8>> {
    let homes = Homes::new(world);
    let shares: Vec<f64> = KINDS.iter().map(|k| k.share).collect();
    let total = count(world);
    // The station, what the first route passes and the school at the gas line are there at every scale.
    let fixed = fixed(world);
    let mut districts = Vec::with_capacity(total as usize);
    files.table("venues", COLUMNS, true, |add| {
        let mut rng = Rng::new(world.seed, "venues");
        for n in 1..=total {
            let wanted = fixed.get(n as usize - 1);
            let kind = match wanted {
                Some((code, ..)) => KINDS.iter().find(|k| k.code == *code).unwrap_or(&KINDS[0]),
                // Every kind occurs, however small the scale.
                None if (n as usize) <= fixed.len() + KINDS.len() => &KINDS[n as usize - 1 - fixed.len()],
                None => &KINDS[rng.weighted(&shares)],
            };
            let zone = ZONES[rng.weighted(&kind.zones)];
            let b = match wanted {
                Some((.., at)) => nearest_building(world, *at),
                None => homes.pick(world, kind, zone, &mut rng),
            };
            let b = &world.buildings[b];
            let (u, v) = (to(b.corners[0], b.corners[1]), to(b.corners[1], b.corners[2]));
            let mut p = along(along(b.middle, u, rng.range(-0.36, 0.36)), v, rng.range(-0.32, 0.32));
            let mut name = call(world, kind, n, p, &mut rng);
            if let Some((_, own, at)) = wanted {
                p = *at;
                name = (own.0.to_owned(), own.1.to_owned());
            }
            let row = describe(world, kind, n, &name, b, &mut rng);
            add(row, Some(p))?;
            districts.push(b.district as u8);
        }
        Ok(())
    })?;
    Ok(districts)
}

fn fixed(world: &World) -> Vec<(&'static str, (&'static str, &'static str), Xy)> {
    let mut fixed = vec![("station", ("岚川站", "Lanchuan Railway Station"), Xy::new(-150.0, 5230.0))];
    let suburb = ("school", ("南湖第一小学", "Nanhu No. 1 Primary School"), super::pipelines::beside_suburb());
    if let Some(route) = world.routes.all.first() {
        let named =
            [("school", ("市第三中学", "No. 3 Middle School")), ("market", ("东门农贸市场", "East Gate Market"))];
        for ((code, name), s) in named.into_iter().zip(world.routes.passes_m) {
            let (p, d) = at(&route.line, s);
            fixed.push((code, name, along(p, left(unit(d)), 52.0)));
        }
    }
    fixed.push(suburb);
    fixed
}

fn nearest_building(world: &World, p: Xy) -> usize {
    let off = |b: usize| distance(world.buildings[b].middle, p);
    (0..world.buildings.len()).min_by(|&a, &b| off(a).total_cmp(&off(b))).unwrap_or(0)
}

/// Buildings by zone, and the tall ones and those in business quarters among them.
struct Homes {
    zones: Vec<Vec<u32>>,
    tall: Vec<Vec<u32>>,
    busy: Vec<Vec<u32>>,
}

impl Homes {
    fn new(world: &World) -> Self {
        let of = |zone: Zone, test: &dyn Fn(&super::buildings::Building) -> bool| -> Vec<u32> {
            let fits = |b: &&u32| world.buildings[**b as usize].zone == zone && test(&world.buildings[**b as usize]);
            let all: Vec<u32> = (0..world.buildings.len() as u32).collect();
            all.iter().filter(fits).copied().collect()
        };
        Self {
            zones: ZONES.iter().map(|z| of(*z, &|_| true)).collect(),
            tall: ZONES.iter().map(|z| of(*z, &|b| b.levels >= 10)).collect(),
            busy: ZONES.iter().map(|z| of(*z, &|b| super::land::business(b.middle) > 0.0)).collect(),
        }
    }

    fn pick(&self, world: &World, kind: &Kind, zone: Zone, rng: &mut Rng) -> usize {
        let z = ZONES.iter().position(|x| *x == zone).unwrap_or(1);
        let list = match kind.code {
            "high_rise" if !self.tall[z].is_empty() => &self.tall[z],
            _ if kind.business && rng.chance(0.45) && !self.busy[z].is_empty() => &self.busy[z],
            _ => &self.zones[z],
        };
        if list.is_empty() { rng.below(world.buildings.len()) } else { *rng.pick(list) as usize }
    }
}

fn call(world: &World, kind: &Kind, n: u32, at: Xy, rng: &mut Rng) -> (String, String) {
    let word = names::word(rng);
    let near = world.near_settlement(at);
    let (place, place_en) = (near.name.0.trim_end_matches('镇'), near.name.1.trim_end_matches(" Town"));
    match kind.code {
        "hospital" | "school" | "market" | "community_hall" | "library" | "museum" | "stadium" | "station" => {
            (format!("{place}{}{}", word.0, kind.name.0), format!("{place_en} {} {}", word.1, kind.name.1))
        }
        "group_rental" | "mixed_use" | "dormitory" => (
            format!("{}{} {} 号", word.0, kind.name.0, 1 + n % 97),
            format!("{} {} No. {}", word.1, kind.name.1, 1 + n % 97),
        ),
        _ => (format!("{}{}", word.0, kind.name.0), format!("{} {}", word.1, kind.name.1)),
    }
}

/// How many floors a kind has at most; what stands in a tower has its lower floors.
fn most_floors(kind: &str) -> u8 {
    match kind {
        "kindergarten" => 3,
        "school" | "market" | "worship" | "sports_hall" | "stadium" | "community_hall" | "station" => 5,
        "nursing_home" | "welfare_home" | "guest_house" | "mixed_use" | "theatre" | "museum" | "library" => 7,
        "mall" | "university" | "dormitory" => 12,
        _ => u8::MAX,
    }
}

/// Floor area for each who is there at most, m²: shops and places of entertainment are dense, where people sleep, learn or
/// are cared for each has more.
fn area_each(kind: &str) -> f64 {
    match kind {
        "restaurant" | "net_cafe" | "bar" | "theatre" | "cinema" | "karaoke" | "other" => 4.5,
        "market" | "stadium" => 6.5,
        "group_rental" | "dormitory" | "kindergarten" | "school" | "station" | "underground" => 8.5,
        "mall" | "supermarket" | "mixed_use" | "clinic" | "bathhouse" | "community_hall" | "worship" => 12.0,
        "office" | "sports_hall" | "library" | "small_hotel" | "guest_house" => 16.0,
        "high_rise" | "museum" | "nursing_home" | "welfare_home" | "university" => 24.0,
        _ => 30.0,
    }
}

/// Hours in which a kind is open.
fn opening(kind: &Kind) -> &'static [&'static str; 5] {
    match kind.code {
        "karaoke" | "bar" | "net_cafe" => &["18:00-02:00", "17:00-03:00", "12:00-02:00", "24/7", "19:00-02:00"],
        "bathhouse" => &["10:00-24:00", "24/7", "12:00-02:00", "11:00-23:00", "14:00-02:00"],
        "hospital" | "station" => &["24/7"; 5],
        _ if kind.sleeping => &["24/7"; 5],
        "clinic" | "kindergarten" | "school" | "office" | "museum" | "library" | "community_hall" => {
            &["08:00-18:00", "08:30-17:30", "07:30-17:00", "09:00-18:00", "08:00-17:30"]
        }
        _ => &["09:00-22:00", "10:00-22:00", "07:00-20:00", "08:00-21:00", "09:00-21:30"],
    }
}

fn describe(
    world: &World,
    kind: &Kind,
    n: u32,
    name: &(String, String),
    b: &super::buildings::Building,
    rng: &mut Rng,
) -> Row {
    let mut row = Row::new(id(n))
        .name(name.0.as_str(), name.1.as_str())
        .text("district", world.districts.all[b.district].code)
        .text("kind", kind.code);
    if kind.code == "other" {
        row = row.text("kind_text", "棋牌室");
    }
    let size = rng.about(1.0);
    let day = (kind.day * size).round();
    let night = (kind.night * size).round();
    let open = matches!(kind.code, "square" | "park");
    row = row.when(rng.chance(0.7), |r| r.number("capacity", (day.max(night) * 1.4).round()));
    row = row.when(rng.chance(0.95), |r| r.number("people_day", day));
    row = row.when(rng.chance(0.94), |r| r.number("people_night", night));
    row = row.flag("sleeping", kind.sleeping);
    row = row.when(rng.chance(0.9), |r| r.text("mobility", kind.mobility));
    if matches!(kind.code, "hospital" | "nursing_home" | "welfare_home" | "hotel" | "small_hotel" | "guest_house") {
        row = row.when(rng.chance(0.85), |r| r.number("beds", (night * 1.15).round().max(2.0)));
    }
    if !open {
        let levels = f64::from(b.levels.min(most_floors(kind.code)));
        let top = if kind.code == "high_rise" { levels } else { rng.range(1.0, levels.min(6.0) + 0.99).floor() };
        let under = kind.code == "underground";
        row = row.when(rng.chance(0.88), |r| r.number("floors", levels));
        row = row.when(rng.chance(0.92), |r| r.number("occupied_floor", if under { -1.0 } else { top }));
        row = row.when(levels >= 9.0, |r| r.number("height_m", levels * 3.0));
        // Floor area goes with the people who are there at most: between four and six fifths of what the kind gives each.
        let area = |rng: &mut Rng| (day.max(night).max(1.0) * area_each(kind.code) * rng.range(0.8, 1.2)).round();
        row = row.when(rng.chance(0.66), |r| r.number("area_m2", area(rng)));
        row = row.when(under || rng.chance(0.88), |r| r.flag("underground", under));
        row = row.when(rng.chance(0.86), |r| r.number("attendants_day", (day / 22.0).ceil()));
        row = row.when(rng.chance(0.86), |r| r.number("attendants_night", (night / 40.0).ceil()));
        row = row.when(rng.chance(0.9), |r| {
            r.text("fuel_class", *rng.pick(&["low", "low", "low", "medium", "medium", "high"]))
        });
        let exits = if matches!(kind.code, "group_rental" | "mixed_use") { rng.int(1, 2) } else { rng.int(2, 6) };
        row = row.when(rng.chance(0.92), |r| r.number("exits", exits as f64));
        let modern = if b.levels > 9 {
            0.9
        } else if day > 300.0 {
            0.75
        } else {
            0.25
        };
        for field in [
            "protection.sprinklers",
            "protection.alarm",
            "protection.smoke_control",
            "protection.own_brigade",
            "protection.engine_access",
        ] {
            let chance = match field {
                "protection.own_brigade" => modern * 0.35,
                "protection.engine_access" => 0.82,
                _ => modern,
            };
            let (known, yes) = (rng.chance(0.93), rng.chance(chance));
            row = row.when(known, |r| r.flag(field, yes));
        }
    }
    row = row.when(rng.chance(0.5), |r| r.text("opening_hours", *rng.pick(opening(kind))));
    row = row.when(rng.chance(0.8), |r| r.text("inspected_on", days_ago(rng.int(3, 700)).to_string()));
    row.when(rng.chance(0.5), |r| r.text("drill_on", days_ago(rng.int(3, 700)).to_string()))
}
