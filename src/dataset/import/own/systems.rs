//! Which coordinate systems a table's numbers can be in. A header that names one, or the format's own rule, is believed;
//! numbers alone never settle it: WGS 84, GCJ-02 and BD-09 look alike and lie hundreds of metres apart, so the reader is
//! asked.

use super::super::places::{coordinate, pair};
use super::header::plain;
use super::sheet::Sheet;
use crate::dataset::foreign::crs::Crs;
use crate::dataset::own::{ColumnUse, OwnSystem, Sure};
use crate::domain::Words;
use crate::units::{LngLat, LngLatBox};

/// Positions that may be held against roads.
const ON_ROADS: usize = 400;

/// What is found about a table's system.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    /// Those that the numbers can be in, the likeliest first.
    pub systems: Vec<OwnSystem>,
    /// The positions, where they are degrees.
    pub degrees: Vec<LngLat>,
    /// How sure the first is.
    pub sure: Sure,
    /// Why, or what to look at.
    pub note: Option<Words>,
}

/// Positions of two columns in the rows that are looked at.
pub(super) fn pairs(sheet: &Sheet, x: usize, y: usize) -> Vec<[f64; 2]> {
    let at = |row: &Vec<String>| Some([coordinate(row.get(x)?)?, coordinate(row.get(y)?)?]);
    sheet.rows.iter().filter_map(at).collect()
}

/// Whether numbers make sense only with x and y exchanged: latitudes beyond 90, or northings before eastings, as Chinese
/// surveyors write them.
pub(super) fn only_swapped(pairs: &[[f64; 2]]) -> bool {
    let all = |test: &dyn Fn(f64, f64) -> bool| !pairs.is_empty() && pairs.iter().all(|[x, y]| test(*x, *y));
    let degrees = all(&|x, y| x.abs() <= 90.0 && y.abs() > 90.0 && y.abs() <= 180.0);
    // A northing in China is two to six million; an easting is under a million, or begins with its zone's number.
    let northing = |v: f64| (1.9e6..6.2e6).contains(&v);
    let easting = |v: f64| (1e5..9.5e5).contains(&v) || (1.3e7..4.6e7).contains(&v);
    degrees || all(&|x, y| northing(x) && easting(y))
}

/// The systems that a table can be in.
pub(super) fn find(sheet: &Sheet, columns: &[ColumnUse], near: Option<LngLatBox>) -> Found {
    let at = |used: &ColumnUse| columns.iter().position(|c| c == used);
    let (mut points, mut headers) = (Vec::new(), Vec::new());
    if let (Some(x), Some(y)) = (at(&ColumnUse::X), at(&ColumnUse::Y)) {
        points = pairs(sheet, x, y);
        headers = vec![x, y];
    } else if let Some(xy) = at(&ColumnUse::Xy) {
        points = sheet.values(xy).filter_map(pair).collect();
        headers = vec![xy];
    } else if let Some(wkt) = at(&ColumnUse::Wkt) {
        points = sheet.values(wkt).filter_map(|v| crate::dataset::wkt::parse(v).first()).collect();
        headers = vec![wkt];
    } else if sheet.table.shapes {
        points.clone_from(&sheet.places);
    }
    if points.is_empty() {
        return Found { systems: Vec::new(), degrees: Vec::new(), sure: Sure::Asked, note: None };
    }
    let names: Vec<String> = headers.iter().map(|at| plain(&sheet.table.columns[*at].name)).collect();
    let said = names.iter().find_map(|name| named(name)).or_else(|| named(&plain(&sheet.table.file)));
    if let Some(code) = sheet.crs.as_deref().filter(|code| Crs::of(code).is_ok()) {
        let systems = vec![system(code, &points, near)];
        return Found { systems, degrees: Vec::new(), sure: Sure::Sure, note: None };
    }
    // A row that is wrong does not make a table of degrees one of metres: it is rejected by itself.
    let in_range = points.iter().filter(|[x, y]| x.abs() <= 180.0 && y.abs() <= 90.0).count();
    let degrees = 2 * in_range > points.len();
    let mut codes: Vec<String> =
        if degrees { ["EPSG:4490", "GCJ02", "BD09"].map(str::to_owned).to_vec() } else { projected(&points, near) };
    let mut sure = Sure::Asked;
    let mut note = None;
    if let Some(code) = said.filter(|_| degrees) {
        codes.retain(|c| c != code);
        codes.insert(0, code.to_owned());
        sure = Sure::Sure;
        note = Some(Words::new("表头或文件名写明了坐标系", "the header or the file's name says the system"));
    } else if degrees && sheet.format == "geojson" {
        codes.insert(0, "EPSG:4326".to_owned());
        codes.remove(1);
        sure = Sure::Likely;
        note = Some(Words::new(
            "按 GeoJSON 标准（RFC 7946）取 WGS 84；若由国内网络地图导出，请改选",
            "WGS 84 by GeoJSON's standard (RFC 7946); choose another if it was taken from a Chinese web map",
        ));
    } else if degrees {
        note = Some(Words::new(
            "经纬度本身看不出坐标系：国内网络地图给的是 GCJ-02 或 BD-09，测绘与 GPS 给的是 CGCS2000 或 WGS 84，相差 300–1200 米",
            "degrees do not say their system: Chinese web maps give GCJ-02 or BD-09, surveys and GPS give CGCS2000 or WGS 84, 300–1200 m apart",
        ));
    }
    let mut systems: Vec<OwnSystem> = codes.iter().map(|code| system(code, &points, near)).collect();
    if !degrees && near.is_some() {
        systems.retain(|s| s.inside.is_none_or(|share| share > 0.0));
        systems.sort_by(|a, b| b.inside.partial_cmp(&a.inside).unwrap_or(std::cmp::Ordering::Equal));
    }
    if !degrees {
        note = Some(Words::new(
            "平面坐标：带号与城市位置相符的列在前面；北京 54、西安 80 与 CGCS2000 相差可达百米，请按数据说明选",
            "plane coordinates: those whose zone fits the city come first; Beijing 1954, Xian 1980 and CGCS2000 lie up to 100 m apart: choose what the data's papers say",
        ));
    }
    let plain = points.iter().map(|[x, y]| LngLat::new(*x, *y)).filter(|p| p.is_valid());
    let degrees = if degrees { plain.take(ON_ROADS).collect() } else { Vec::new() };
    Found { systems, degrees, sure, note }
}

/// The system that a header or a file's name names.
fn named(word: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|w| word.contains(w));
    if has(&["gcj02", "火星", "高德", "腾讯", "国测局"]) {
        Some("GCJ02")
    } else if has(&["bd09", "百度"]) {
        Some("BD09")
    } else if has(&["wgs84", "gps"]) {
        Some("EPSG:4326")
    } else if has(&["cgcs2000", "国家2000", "大地2000", "2000国家", "2000坐标"]) {
        Some("EPSG:4490")
    } else {
        None
    }
}

/// Plane systems in which the numbers can be: the zones that their eastings name, or those around the city.
fn projected(points: &[[f64; 2]], near: Option<LngLatBox>) -> Vec<String> {
    let mut codes = Vec::new();
    let zones: Vec<i64> = points.iter().map(|[x, _]| (x / 1e6).floor() as i64).collect();
    let zone = zones.first().copied().filter(|zone| zones.iter().all(|z| z == zone)).unwrap_or(-1);
    match zone {
        25..=45 => codes.extend([4513, 2349, 2401].map(|first| first + zone - 25)),
        13..=23 => codes.extend([4491, 2327, 21413].map(|first| first + zone - 13)),
        0 => {
            if let Some(centre) = near.map(|b| b.centre().lng) {
                let meridian = (centre / 3.0).round() as i64 * 3;
                // The city's zone and its neighbours: a zone's edge may cross a city.
                for m in [meridian, meridian - 3, meridian + 3].into_iter().filter(|m| (75..=135).contains(m)) {
                    codes.extend([4534, 2370, 2422].map(|first| first + (m - 75) / 3));
                }
                let utm = ((centre + 180.0) / 6.0).floor() as i64 + 1;
                if (1..=60).contains(&utm) {
                    codes.push(if near.is_some_and(|b| b.centre().lat < 0.0) { 32_700 + utm } else { 32_600 + utm });
                }
            }
            codes.extend([2326, 3826]);
        }
        _ => {}
    }
    codes.push(3857);
    let codes = codes.into_iter().map(|code| format!("EPSG:{code}"));
    // Whatever cannot express the numbers at all is out.
    codes
        .filter(|code| Crs::of(code).is_ok_and(|crs| points.iter().any(|[x, y]| crs.to_wgs84(*x, *y).is_ok())))
        .collect()
}

fn system(code: &str, points: &[[f64; 2]], near: Option<LngLatBox>) -> OwnSystem {
    let inside = near.map(|b| {
        // A city's table goes a little beyond the city.
        let (dx, dy) = ((b.east - b.west) * 0.1 + 0.02, (b.north - b.south) * 0.1 + 0.02);
        let crs = Crs::of(code).ok();
        let is_inside = |p: &&[f64; 2]| {
            crs.as_ref().and_then(|crs| crs.to_wgs84(p[0], p[1]).ok()).is_some_and(|c| {
                (b.west - dx..=b.east + dx).contains(&c.at.lng) && (b.south - dy..=b.north + dy).contains(&c.at.lat)
            })
        };
        points.iter().filter(is_inside).count() as f64 / points.len().max(1) as f64
    });
    OwnSystem { code: code.to_owned(), name: name(code), inside }
}

/// What a system is called.
fn name(code: &str) -> Words {
    let number: i64 = code.trim_start_matches("EPSG:").parse().unwrap_or(0);
    let zone = |datum: &str, first: i64, from: i64, width: i64| {
        let n = number - first + from;
        let meridian = if width == 3 { n * 3 } else { n * 6 - 3 };
        Words::new(
            format!("{datum} {width}°带 {n} 带（中央经线 {meridian}°，东坐标带带号）"),
            format!("{datum} {width}° zone {n} (central meridian {meridian}°, zone before the easting)"),
        )
    };
    let bare = |datum: &str, first: i64| {
        let meridian = 75 + (number - first) * 3;
        Words::new(
            format!("{datum} 3°带（中央经线 {meridian}°，东坐标不带带号）"),
            format!("{datum} 3° zone (central meridian {meridian}°, no zone before the easting)"),
        )
    };
    match (code, number) {
        ("GCJ02", _) => Words::new("GCJ-02（高德、腾讯地图）", "GCJ-02 (Amap, Tencent maps)"),
        ("BD09", _) => Words::new("BD-09（百度地图）", "BD-09 (Baidu maps)"),
        (_, 4326) => Words::new("WGS 84（GPS）", "WGS 84 (GPS)"),
        (_, 4490) => Words::new("CGCS2000 或 WGS 84 经纬度（测绘、GPS）", "CGCS2000 or WGS 84 degrees (surveys, GPS)"),
        (_, 4513..=4533) => zone("CGCS2000", 4513, 25, 3),
        (_, 4491..=4501) => zone("CGCS2000", 4491, 13, 6),
        (_, 2349..=2369) => zone("Xian 1980", 2349, 25, 3),
        (_, 2327..=2337) => zone("Xian 1980", 2327, 13, 6),
        (_, 2401..=2421) => zone("Beijing 1954", 2401, 25, 3),
        (_, 21413..=21423) => zone("Beijing 1954", 21413, 13, 6),
        (_, 4534..=4554) => bare("CGCS2000", 4534),
        (_, 2370..=2390) => bare("Xian 1980", 2370),
        (_, 2422..=2442) => bare("Beijing 1954", 2422),
        (_, 2326) => Words::new("香港 1980 方格网", "Hong Kong 1980 grid"),
        (_, 3826) => Words::new("TWD97 二度分带 121°", "TWD97 / TM2 zone 121"),
        (_, 3857) => Words::new("Web 墨卡托", "Web Mercator"),
        (_, 32_601..=32_660) => Words::same(format!("UTM {}N", number - 32_600)),
        (_, 32_701..=32_760) => Words::same(format!("UTM {}S", number - 32_700)),
        _ => Words::same(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_zones_agree_with_their_definitions() {
        // The meridian that a name says is the projection's own: its easting of 500 km lies on it.
        for (code, easting) in [
            (4526, 38_500_000.0),
            (2362, 38_500_000.0),
            (2414, 38_500_000.0),
            (4547, 500_000.0),
            (2383, 500_000.0),
            (2435, 500_000.0),
            (4497, 19_500_000.0),
            (2333, 19_500_000.0),
            (21419, 19_500_000.0),
        ] {
            let code = format!("EPSG:{code}");
            let at = Crs::of(&code).unwrap().to_wgs84(easting, 3_300_000.0).unwrap().at;
            let meridian = format!("中央经线 {}°", at.lng.round());
            assert!(name(&code).zh.contains(&meridian), "{code}: {} at {at:?}", name(&code).zh);
        }
    }

    #[test]
    fn a_swap_is_seen_only_where_nothing_else_makes_sense() {
        assert!(only_swapped(&[[28.0, 113.0]]));
        assert!(!only_swapped(&[[113.0, 28.0]]));
        assert!(!only_swapped(&[[28.0, 88.0]]), "could be either");
        assert!(only_swapped(&[[3_108_000.0, 38_450_000.0]]) && only_swapped(&[[3_108_000.0, 450_000.0]]));
        assert!(!only_swapped(&[[450_000.0, 3_108_000.0]]) && !only_swapped(&[]));
    }

    #[test]
    fn zones_are_those_of_the_numbers_or_of_the_city() {
        let city = LngLatBox { west: 112.8, south: 27.8, east: 113.3, north: 28.4 };
        let zoned = projected(&[[38_450_000.0, 3_108_000.0]], None);
        assert_eq!(zoned[..3], ["EPSG:4526", "EPSG:2362", "EPSG:2414"]);
        let bare = projected(&[[400_000.0, 3_108_000.0]], Some(city));
        assert_eq!(bare[..3], ["EPSG:4547", "EPSG:2383", "EPSG:2435"], "114° is the city's meridian");
        let share = |code: &str| system(code, &[[400_000.0, 3_108_000.0]], Some(city)).inside;
        assert_eq!((share("EPSG:4547"), share("EPSG:4549")), (Some(1.0), Some(0.0)));
    }
}
