//! A position as people write it, in the system that they work in.

use crate::dataset::china;
use crate::spatial::Plane;
use crate::units::LngLat;

/// A system of coordinates, and how they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum System {
    /// WGS84 (and CGCS2000, which is the same to less than a metre), degrees.
    #[default]
    Wgs84,
    /// The same in degrees, minutes and seconds.
    Dms,
    /// GCJ-02, degrees: Amap, Tencent.
    Gcj02,
    /// BD-09, degrees: Baidu.
    Bd09,
    /// Metres on CGCS2000's Gauss–Krüger zone of three degrees: easting with the zone's number before it, northing.
    GaussKruger,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 5] = [Self::Wgs84, Self::Dms, Self::Gcj02, Self::Bd09, Self::GaussKruger];

    /// Its name in settings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Dms => "dms",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
            Self::GaussKruger => "gk",
        }
    }

    /// The system of a name in settings.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.code() == code)
    }

    /// Its name, the same in both languages; of a zone its EPSG code.
    pub fn name(self, at: Option<LngLat>) -> String {
        match self {
            Self::Wgs84 => "WGS84".to_owned(),
            Self::Dms => "WGS84 ° ′ ″".to_owned(),
            Self::Gcj02 => "GCJ-02".to_owned(),
            Self::Bd09 => "BD-09".to_owned(),
            Self::GaussKruger => match at.and_then(zone) {
                Some(zone) => format!("CGCS2000 GK3 EPSG:{}", 4488 + zone),
                None => "CGCS2000 GK3".to_owned(),
            },
        }
    }

    /// A position in it; none where the system has no zone.
    pub fn written(self, at: LngLat) -> Option<String> {
        let degrees = |p: LngLat| format!("{:.6}, {:.6}", p.lng, p.lat);
        Some(match self {
            Self::Wgs84 => degrees(at),
            Self::Dms => format!("{} {}", sexagesimal(at.lng, ['E', 'W']), sexagesimal(at.lat, ['N', 'S'])),
            Self::Gcj02 => degrees(china::gcj02_of_wgs84(at)),
            Self::Bd09 => degrees(china::bd09_of_gcj02(china::gcj02_of_wgs84(at))),
            Self::GaussKruger => {
                let zone = zone(at)?;
                let xy = Plane::centred_on(LngLat::new(3.0 * f64::from(zone), 0.0)).xy(at);
                format!("{:.1}, {:.1}", f64::from(zone) * 1e6 + 500_000.0 + xy.x, xy.y)
            }
        })
    }
}

/// The number of the zone of three degrees; China has 25 to 45.
fn zone(at: LngLat) -> Option<u32> {
    let zone = (at.lng / 3.0).round();
    ((25.0..=45.0).contains(&zone) && (0.0..=84.0).contains(&at.lat)).then_some(zone as u32)
}

/// Degrees, minutes and seconds, to a hundredth of a second: 30 cm.
fn sexagesimal(degrees: f64, [plus, minus]: [char; 2]) -> String {
    let hundredths = (degrees.abs() * 360_000.0).round() as u64;
    let (whole, rest) = (hundredths / 360_000, hundredths % 360_000);
    let letter = if degrees < 0.0 { minus } else { plus };
    format!("{whole}°{:02}′{:05.2}″{letter}", rest / 6_000, (rest % 6_000) as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_written_in_every_system() {
        // PROJ 9.5.1: EPSG:4547 (the zone about 114° without its number) of this is 489717.7832, 2500244.5362.
        let at = LngLat::new(113.9, 22.6);
        assert_eq!(System::GaussKruger.written(at).unwrap(), "38489717.8, 2500244.5");
        assert_eq!(System::GaussKruger.name(Some(at)), "CGCS2000 GK3 EPSG:4526");
        assert_eq!(System::Wgs84.written(at).unwrap(), "113.900000, 22.600000");
        assert_eq!(System::Dms.written(at).unwrap(), "113°54′00.00″E 22°36′00.00″N");
        let back = |system: System, to: fn(LngLat) -> LngLat| {
            let text = system.written(at).unwrap();
            let (lng, lat) = text.split_once(", ").unwrap();
            let back = to(LngLat::new(lng.parse().unwrap(), lat.parse().unwrap()));
            assert!((back.lng - at.lng).abs() < 1e-6 && (back.lat - at.lat).abs() < 1e-6, "{text}: {back:?}");
            assert!((lng.parse::<f64>().unwrap() - at.lng).abs() > 1e-3, "{text} is shifted");
        };
        back(System::Gcj02, china::wgs84_of_gcj02);
        back(System::Bd09, china::wgs84_of_bd09);
    }

    #[test]
    fn seconds_carry_and_the_far_side_has_its_letters() {
        assert_eq!(System::Dms.written(LngLat::new(-0.9999999, -45.5)).unwrap(), "1°00′00.00″W 45°30′00.00″S");
        assert_eq!(System::GaussKruger.written(LngLat::new(-3.0, 53.0)), None);
        assert_eq!(System::GaussKruger.name(None), "CGCS2000 GK3");
        for system in System::ALL {
            assert_eq!(System::from_code(system.code()), Some(system));
        }
    }
}
