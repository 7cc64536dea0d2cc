//! Coordinate systems: a code, and x and y in it turned to degrees of WGS84.
//!
//! x is always easting or longitude and y northing or latitude, whatever axis order the code prescribes. CGCS2000 is
//! taken as WGS84 (they differ by centimetres). A position that the projection cannot mean is refused, never NaN.

use super::super::china;
use super::epsg;
use crate::dataset::format::FileError;
use crate::units::LngLat;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// A coordinate system that can be read.
pub struct Crs {
    name: String,
    kind: Kind,
}

enum Kind {
    Degrees,
    Gcj02,
    Bd09,
    /// Degrees on another datum.
    OtherDegrees(Box<Proj>),
    Projected {
        proj: Box<Proj>,
        zone: Option<Zone>,
    },
}

/// How a Chinese Gauss–Krüger code writes eastings: with the zone's number before them (38 529 289) or without (529 289).
struct Zone {
    /// The code's eastings begin with this number.
    own: Option<f64>,
    /// The numbers that stand for its central meridian: of 3° and, where there is one, of 6° zones.
    known: Vec<f64>,
}

/// A code that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{code:?} is not a coordinate system that can be read here ({why}); known are EPSG codes, WGS84, CGCS2000, GCJ02 and BD09"
)]
pub struct UnknownCrs {
    code: String,
    why: String,
}

/// Why a position was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outside {
    /// Not a finite number.
    #[error("a finite number")]
    NotFinite,
    /// Degrees beyond ±180 or ±90.
    #[error("a longitude within ±180 and a latitude within ±90")]
    NotDegrees,
    /// Nothing on Earth has these coordinates in this system.
    #[error("a position that the coordinate system can express")]
    NotInSystem,
    /// The easting begins with the number of another zone.
    #[error("an easting of the zone that the code names")]
    OtherZone,
}

/// A position turned to WGS84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Converted {
    /// Where it is.
    pub at: LngLat,
    /// The easting carried a zone number that its code does not have, or lacked the one that it has; it was read anyway.
    pub zone_mended: bool,
}

impl Crs {
    /// The system of a code: `EPSG:2326`, `2326`, `GCJ02`, `BD09`, `WGS84`, `CGCS2000`, or an OGC URN of an EPSG code.
    pub fn of(code: &str) -> Result<Self, UnknownCrs> {
        let unknown = |why: &str| UnknownCrs { code: code.to_owned(), why: why.to_owned() };
        let plain: String =
            code.trim().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect::<String>().to_ascii_uppercase();
        let kind = match plain.as_str() {
            "WGS84" | "CRS84" | "OGC:CRS84" | "CGCS2000" => Kind::Degrees,
            "GCJ02" => Kind::Gcj02,
            "BD09" | "BD09LL" => Kind::Bd09,
            urn if urn.starts_with("URN:OGC:DEF:CRS:OGC:") && urn.ends_with(":CRS84") => Kind::Degrees,
            other => {
                let digits = other.rsplit(':').next().unwrap_or("");
                let prefix = &other[..other.len() - digits.len()];
                if !(matches!(prefix, "" | "EPSG:") || prefix.starts_with("URN:OGC:DEF:CRS:EPSG:")) {
                    return Err(unknown("no such name"));
                }
                let number: u32 = digits.parse().map_err(|_| unknown("no such name"))?;
                Self::epsg(number).map_err(|why| unknown(&why))?
            }
        };
        Ok(Self { name: code.trim().to_owned(), kind })
    }

    fn epsg(code: u32) -> Result<Kind, String> {
        if matches!(code, 4326 | 4490) {
            return Ok(Kind::Degrees);
        }
        let definition = epsg::definition(code).ok_or("no such EPSG code is known")?;
        if definition.contains("+proj=geocent") {
            return Err("its coordinates are geocentric, not a map's".to_owned());
        }
        let proj = Proj::from_proj_string(&definition).map_err(|e| format!("{e}: {definition}"))?;
        let proj = Box::new(proj);
        if proj.is_latlong() {
            return Ok(Kind::OtherDegrees(proj));
        }
        let zone = Zone::of(code, &proj);
        Ok(Kind::Projected { proj, zone })
    }

    /// The code as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether positions are WGS84 already, so that they stay exactly as they are.
    pub fn is_wgs84(&self) -> bool {
        matches!(self.kind, Kind::Degrees)
    }

    /// A position in degrees of WGS84.
    pub fn to_wgs84(&self, x: f64, y: f64) -> Result<Converted, Outside> {
        if !x.is_finite() || !y.is_finite() {
            return Err(Outside::NotFinite);
        }
        let degrees = || Some(LngLat::new(x, y)).filter(|p| p.is_valid()).ok_or(Outside::NotDegrees);
        let mut zone_mended = false;
        let at = match &self.kind {
            Kind::Degrees => degrees()?,
            Kind::Gcj02 => china::wgs84_of_gcj02(degrees()?),
            Kind::Bd09 => china::wgs84_of_bd09(degrees()?),
            Kind::OtherDegrees(proj) => {
                let p = degrees()?;
                inverse(proj, p.lng.to_radians(), p.lat.to_radians())?
            }
            Kind::Projected { proj, zone } => {
                let easting = match zone {
                    Some(zone) => zone.easting(x)?,
                    None => x,
                };
                zone_mended = easting != x;
                projected(proj, easting, y)?
            }
        };
        if !at.is_valid() {
            return Err(Outside::NotInSystem);
        }
        Ok(Converted { at, zone_mended })
    }
}

/// EPSG codes of Chinese Gauss–Krüger zones: Beijing 1954, Xian 1980, CGCS2000.
fn is_chinese_zone(code: u32) -> bool {
    matches!(code, 2327..=2390 | 2401..=2442 | 4491..=4554 | 4568..=4589 | 4652..=4656 | 4766..=4800 | 21413..=21423 | 21453..=21463)
}

impl Zone {
    fn of(code: u32, proj: &Proj) -> Option<Self> {
        if !is_chinese_zone(code) {
            return None;
        }
        let meridian = proj.longitude_of_origin().to_degrees().round();
        let mut known = vec![meridian / 3.0];
        if (meridian + 3.0) % 6.0 == 0.0 {
            known.push((meridian + 3.0) / 6.0);
        }
        let number = ((proj.false_easting() - 500_000.0) / 1e6).round();
        Some(Self { own: Some(number).filter(|n| *n > 0.0), known })
    }

    /// The easting as the code writes it.
    fn easting(&self, x: f64) -> Result<f64, Outside> {
        let number = (x / 1e6).floor();
        match self.own {
            Some(own) if number == own => Ok(x),
            Some(own) if number == 0.0 => Ok(x + own * 1e6),
            None if number <= 0.0 => Ok(x),
            None if self.known.contains(&number) => Ok(x - number * 1e6),
            _ => Err(Outside::OtherZone),
        }
    }
}

/// Inverse of a projection, believed only if going back gives the same metres: beyond their domain series fold over
/// and give positions that look real.
fn projected(proj: &Proj, x: f64, y: f64) -> Result<LngLat, Outside> {
    let at = inverse(proj, x, y)?;
    let mut back = (at.lng.to_radians(), at.lat.to_radians(), 0.0);
    transform(wgs84(), proj, &mut back).map_err(|_| Outside::NotInSystem)?;
    let tolerance = 0.01 + 1e-7 * (x.abs() + y.abs());
    let off = (back.0 - x).hypot(back.1 - y);
    if off <= tolerance { Ok(at) } else { Err(Outside::NotInSystem) }
}

fn inverse(proj: &Proj, x: f64, y: f64) -> Result<LngLat, Outside> {
    let mut p = (x, y, 0.0);
    transform(proj, wgs84(), &mut p).map_err(|_| Outside::NotInSystem)?;
    let at = LngLat::new(p.0.to_degrees(), p.1.to_degrees());
    if at.is_valid() { Ok(at) } else { Err(Outside::NotInSystem) }
}

fn wgs84() -> &'static Proj {
    static WGS84: std::sync::OnceLock<Proj> = std::sync::OnceLock::new();
    WGS84.get_or_init(|| Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").expect("a constant definition"))
}

/// A coordinate system as readers of layers use it.
struct Opened(Crs);

impl crate::dataset::crs::Crs for Opened {
    fn code(&self) -> &str {
        self.0.name()
    }

    fn lng_lat(&self, x: f64, y: f64) -> Option<LngLat> {
        self.0.to_wgs84(x, y).ok().map(|c| c.at)
    }

    fn mended(&self, x: f64) -> Option<[&'static str; 2]> {
        let Kind::Projected { zone: Some(zone), .. } = &self.0.kind else { return None };
        let easting = zone.easting(x).ok().filter(|easting| *easting != x)?;
        Some(if easting < x {
            [
                "东坐标前有此坐标系没有的带号；已去掉后读取",
                "the easting begins with a zone number that the system does not have; read without it",
            ]
        } else {
            [
                "东坐标前缺少此坐标系的带号；已补上后读取",
                "the easting lacks the zone number that the system has; read with it",
            ]
        })
    }

    fn expected(&self) -> String {
        format!("easting (or longitude) and northing (or latitude) that {} can express", self.0.name())
    }
}

/// Opens a coordinate system for a layer's reader; `None` is WGS84, whose positions stay exactly as they are.
pub fn open(code: &str) -> Result<Option<Box<dyn crate::dataset::crs::Crs>>, FileError> {
    let crs = Crs::of(code).map_err(|e| {
        let zh = format!("无法读取坐标系 {code:?}；可用 EPSG 编号、WGS84、CGCS2000、GCJ02、BD09");
        FileError::new(zh, e.to_string())
    })?;
    Ok(if crs.is_wgs84() { None } else { Some(Box::new(Opened(crs))) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(code: &str, x: f64, y: f64) -> Result<Converted, Outside> {
        Crs::of(code).unwrap().to_wgs84(x, y)
    }

    fn metres(a: LngLat, b: LngLat) -> f64 {
        let x = (a.lng - b.lng) * 111_320.0 * a.lat.to_radians().cos();
        x.hypot((a.lat - b.lat) * 111_132.0)
    }

    /// Code, longitude, latitude, x, y by PROJ 9.5.1, and how far off it may be: a projection alone 1 mm, a datum step
    /// what its parameters are good for.
    const PAIRS: &[(&str, f64, f64, f64, f64, f64)] = &[
        ("EPSG:4547", 113.9, 22.6, 489717.7832, 2500244.5362, 0.001),
        ("EPSG:4526", 114.305393, 30.593099, 38529289.5082, 3385902.5737, 0.001),
        ("EPSG:4509", 116.397389, 39.908722, 448472.0996, 4419567.9421, 0.001),
        ("EPSG:32651", 121.473701, 31.230416, 354633.7687, 3456142.3019, 0.001),
        ("EPSG:3857", -73.5673, 45.5017, -8189474.3750, 5700852.7331, 0.001),
        ("EPSG:2326", 114.17479, 22.458696, 836053.4597, 835469.0209, 0.2),
        ("EPSG:3826", 121.5654, 25.033, 307056.8190, 2769551.8369, 0.01),
        ("EPSG:27700", -2.2426, 53.4808, 383997.4338, 398258.3158, 0.2),
        ("EPSG:2056", 9.5215, 47.141, 2757981.1544, 1223210.2147, 0.2),
        ("EPSG:2154", 7.4246, 43.7384, 1056322.6599, 6303249.6469, 0.01),
        ("EPSG:2272", -75.072103, 40.005901, 2718560.2273, 256380.1787, 0.01),
        ("EPSG:3067", 24.9384, 60.1699, 385611.3167, 6672118.3802, 0.01),
    ];

    #[test]
    fn projections_agree_with_proj() {
        for &(code, lng, lat, x, y, limit) in PAIRS {
            let off = metres(at(code, x, y).unwrap().at, LngLat::new(lng, lat));
            assert!(off <= limit, "{code}: {off} m");
        }
    }

    #[test]
    fn zone_numbers_are_read_either_way_and_said() {
        let (x, y) = (489717.7832, 2500244.5362);
        let plain = at("EPSG:4547", x, y).unwrap();
        let zoned = at("EPSG:4547", 38e6 + x, y).unwrap();
        assert!(metres(plain.at, zoned.at) < 0.001 && zoned.zone_mended && !plain.zone_mended);
        let bare = at("EPSG:4526", x, y).unwrap();
        assert!(metres(plain.at, bare.at) < 0.001 && bare.zone_mended);
        // 117° E is zone 39 of 3° and zone 20 of 6°.
        let (x, y) = (448472.0996, 4419567.9421);
        assert!(at("EPSG:4509", 20e6 + x, y).unwrap().zone_mended && at("EPSG:4509", 39e6 + x, y).is_ok());
        assert_eq!(at("EPSG:4547", 39e6 + x, y), Err(Outside::OtherZone));
        assert_eq!(at("EPSG:4526", 39e6 + x, y), Err(Outside::OtherZone));
    }

    #[test]
    fn a_layer_whose_eastings_were_mended_says_so() {
        use crate::dataset::{LayerBuilder, RawGeometry, WarningKind};
        use crate::domain::LayerName;
        let said = |code: &str, eastings: &[f64]| {
            let mut rows = LayerBuilder::new(LayerName::Hydrants, "h.csv");
            rows.set_crs(open(code).unwrap());
            for (i, x) in eastings.iter().enumerate() {
                assert!(rows.push(i as u32 + 1, RawGeometry::Point([*x, 2_500_244.5]), &[]));
            }
            let report = rows.finish().1;
            report.warnings.into_iter().map(|w| (w.kind, w.found, w.text.en)).collect::<Vec<_>>()
        };
        assert_eq!(said("EPSG:4547", &[489_717.7, 489_817.7]), []);
        let [(WarningKind::ZoneMended, found, text)] = &said("EPSG:4547", &[489_717.7, 38_489_717.7, 38_489_817.7])[..]
        else {
            panic!("one warning")
        };
        assert_eq!(found, "38489717.7");
        assert!(text.starts_with("EPSG:4547: 2 rows: the easting begins with a zone number"), "{text}");
        assert!(said("EPSG:4526", &[489_717.7])[0].2.contains("1 rows: the easting lacks the zone number"));
    }

    #[test]
    fn what_no_place_can_have_is_refused() {
        for code in ["EPSG:4326", "EPSG:3857", "EPSG:4547", "EPSG:2326", "EPSG:32650", "GCJ02", "BD09", "EPSG:4610"] {
            for (x, y) in [(f64::NAN, 1.0), (1.0, f64::INFINITY), (1e300, 1e300), (-1e12, 4e6), (200.0, 1e15)] {
                assert!(at(code, x, y).is_err(), "{code} {x} {y}");
            }
        }
        assert_eq!(at("WGS84", 181.0, 0.0), Err(Outside::NotDegrees));
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        for code in ["EPSG:4326", "4326", "wgs84", "WGS 84", "CGCS2000", "epsg:4490", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            assert!(Crs::of(code).is_ok_and(|c| c.is_wgs84()), "{code}");
        }
        for code in ["GCJ-02", "gcj02", "BD09", "bd-09", "EPSG:2326", "urn:ogc:def:crs:EPSG::27700"] {
            assert!(Crs::of(code).is_ok_and(|c| !c.is_wgs84()), "{code}");
        }
        for code in ["", "EPSG:", "EPSG:999999999999", "EPSG:1", "mars", "EPSG:4479"] {
            assert!(Crs::of(code).is_err(), "{code:?}");
        }
    }
}
