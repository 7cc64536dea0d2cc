//! A density surface as a GeoTIFF (OGC 19-008r4, GeoTIFF 1.1).
//!
//! One band of 32-bit floats, per km², deflated; the first row is the northernmost; the middle of a pixel is a node of
//! the grid. No value stands for "no data": beyond the points the density is 0. The coordinate system is the city's own
//! plane, written as a user-defined transverse Mercator on WGS 84: no EPSG code is claimed for it.

use riskmap::spatial::Plane;
use riskmap::surface::density::Density;
use std::io::Cursor;
use tiff::TiffError;
use tiff::encoder::compression::DeflateLevel;
use tiff::encoder::{Compression, TiffEncoder, colortype::Gray32Float};
use tiff::tags::Tag;

/// "User-defined" in any GeoKey.
const USER_DEFINED: u16 = 32_767;

/// The file's bytes. `what` describes the values; what is not ASCII in it is left out, as the format has it.
pub fn encode(density: &Density, plane: &Plane, what: &str) -> Result<Vec<u8>, TiffError> {
    let grid = &density.grid;
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file)?.with_compression(Compression::Deflate(DeflateLevel::Balanced));
    let mut image = encoder.new_image::<Gray32Float>(u32::try_from(grid.columns)?, u32::try_from(grid.rows)?)?;
    let tags = image.encoder();
    let what: String = what.chars().filter(|c| c.is_ascii() && !c.is_control()).collect();
    tags.write_tag(Tag::ImageDescription, what.as_str())?;
    tags.write_tag(Tag::ModelPixelScaleTag, &[grid.cell_m, grid.cell_m, 0.0][..])?;
    // The outer corner of the north-western pixel.
    let (west, north) = (grid.x(0) - grid.cell_m / 2.0, grid.y(grid.rows.saturating_sub(1)) + grid.cell_m / 2.0);
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, west, north, 0.0][..])?;
    let keys = GeoKeys::of(plane);
    tags.write_tag(Tag::GeoKeyDirectoryTag, keys.directory().as_slice())?;
    tags.write_tag(Tag::GeoDoubleParamsTag, keys.doubles.as_slice())?;
    tags.write_tag(Tag::GeoAsciiParamsTag, keys.texts.as_str())?;
    let northernmost_first: Vec<f32> = density.per_km2.chunks_exact(grid.columns).rev().flatten().copied().collect();
    image.write_data(&northernmost_first)?;
    Ok(file.into_inner())
}

/// The coordinate system as GeoTIFF keeps it: numbered keys whose longer values stand in lists beside them.
#[derive(Default)]
struct GeoKeys {
    keys: Vec<[u16; 4]>,
    doubles: Vec<f64>,
    texts: String,
}

impl GeoKeys {
    /// The city's plane. Keys must ascend.
    fn of(plane: &Plane) -> Self {
        let mut keys = Self::default();
        keys.short(1024, 1); // GTModelType: projected
        keys.short(1025, 1); // GTRasterType: pixel is area
        keys.text(1026, "riskmap city plane"); // GTCitation
        keys.short(2048, 4326); // GeodeticCRS: WGS 84
        keys.short(2054, 9102); // GeogAngularUnits: degree
        keys.short(3072, USER_DEFINED); // ProjectedCRS
        keys.text(3073, "riskmap city plane: transverse Mercator on WGS 84"); // ProjectedCitation
        keys.short(3074, USER_DEFINED); // Projection
        keys.short(3075, 1); // ProjMethod: CT_TransverseMercator
        keys.short(3076, 9001); // ProjLinearUnits: metre
        keys.double(3080, plane.centre().lng); // ProjNatOriginLong: the central meridian
        keys.double(3081, plane.centre().lat); // ProjNatOriginLat
        keys.double(3082, 0.0); // ProjFalseEasting
        keys.double(3083, 0.0); // ProjFalseNorthing
        keys.double(3092, 1.0); // ProjScaleAtNatOrigin
        keys
    }

    fn short(&mut self, key: u16, value: u16) {
        self.keys.push([key, 0, 1, value]);
    }

    fn double(&mut self, key: u16, value: f64) {
        self.keys.push([key, 34_736, 1, self.doubles.len() as u16]);
        self.doubles.push(value);
    }

    /// A text of ASCII; a bar ends it in the list.
    fn text(&mut self, key: u16, value: &str) {
        self.keys.push([key, 34_737, value.len() as u16 + 1, self.texts.len() as u16]);
        self.texts.push_str(value);
        self.texts.push('|');
    }

    /// Version 1.1 (directory 1, revision 1, minor 1), the number of keys, the keys.
    fn directory(&self) -> Vec<u16> {
        let head = [1, 1, 1, self.keys.len() as u16];
        head.into_iter().chain(self.keys.iter().flatten().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use riskmap::surface::density::{DensityParams, Mode, Points, density, exact_at};
    use riskmap::units::{LngLat, Xy};
    use tiff::decoder::{Decoder, DecodingResult};

    /// What a reader sees of a file.
    struct Read {
        size: (u32, u32),
        scale: Vec<f64>,
        tie: Vec<f64>,
        keys: Vec<u16>,
        doubles: Vec<f64>,
        values: Vec<f32>,
        has_no_data: bool,
    }

    fn read(bytes: Vec<u8>) -> Read {
        let mut file = Decoder::new(Cursor::new(bytes)).unwrap();
        let DecodingResult::F32(values) = file.read_image().unwrap() else { panic!("not 32-bit floats") };
        Read {
            size: file.dimensions().unwrap(),
            scale: file.get_tag_f64_vec(Tag::ModelPixelScaleTag).unwrap(),
            tie: file.get_tag_f64_vec(Tag::ModelTiepointTag).unwrap(),
            keys: file.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap(),
            doubles: file.get_tag_f64_vec(Tag::GeoDoubleParamsTag).unwrap(),
            has_no_data: file.find_tag(Tag::GdalNodata).unwrap().is_some(),
            values,
        }
    }

    impl Read {
        fn key(&self, key: u16) -> Option<&[u16]> {
            self.keys[4..].chunks_exact(4).find(|k| k[0] == key)
        }

        fn short(&self, key: u16) -> Option<u16> {
            self.key(key).filter(|k| k[1] == 0).map(|k| k[3])
        }

        fn double(&self, key: u16) -> Option<f64> {
            self.key(key).filter(|k| k[1] == 34_736).map(|k| self.doubles[usize::from(k[3])])
        }

        /// The middle of a pixel on the plane.
        fn middle(&self, column: usize, row: usize) -> Xy {
            let x = self.tie[3] + (column as f64 + 0.5) * self.scale[0];
            let y = self.tie[4] - (row as f64 + 0.5) * self.scale[1];
            Xy::new(x, y)
        }
    }

    /// A reader that knows the file alone finds the values where they belong; the projection is PROJ's as `proj4rs`
    /// has it, not the plane's own.
    #[test]
    fn a_reader_finds_every_value_at_its_longitude_and_latitude() {
        let plane = Plane::centred_on(LngLat::new(106.25, 29.5));
        let places = [(106.3, 29.52), (106.303, 29.521), (106.2, 29.45)].map(|(lng, lat)| LngLat::new(lng, lat));
        let xy = places.map(|p| plane.xy(p));
        let params = DensityParams { bandwidth_m: 800.0, cell_m: 100.0, mode: Mode::Exact };
        let surface = density(Points::counted(&xy), params).unwrap();
        let file = read(encode(&surface, &plane, "Density of 事故 crashes").unwrap());

        assert_eq!(file.size, (surface.grid.columns as u32, surface.grid.rows as u32));
        assert!(!file.has_no_data);
        assert_eq!(&file.keys[..4], [1, 1, 1, 15]);
        let shorts = [1024, 1025, 2048, 2054, 3072, 3074, 3075, 3076].map(|key| file.short(key));
        assert_eq!(shorts, [1, 1, 4326, 9102, 32_767, 32_767, 1, 9001].map(Some));
        let parameters = [3080, 3081, 3082, 3083, 3092].map(|key| file.double(key));
        assert_eq!(parameters, [106.25, 29.5, 0.0, 0.0, 1.0].map(Some));
        assert!(file.keys[4..].chunks_exact(4).map(|k| k[0]).is_sorted(), "keys must ascend");

        let definition = format!(
            "+proj=tmerc +lon_0={} +lat_0={} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m",
            file.double(3080).unwrap(),
            file.double(3081).unwrap()
        );
        let theirs = proj4rs::Proj::from_proj_string(&definition).unwrap();
        let degrees = proj4rs::Proj::from_proj_string("+proj=longlat +ellps=WGS84").unwrap();
        let mut seen = 0;
        for row in (0..file.size.1 as usize).step_by(7) {
            for column in (0..file.size.0 as usize).step_by(5) {
                let middle = file.middle(column, row);
                let mut at = (middle.x, middle.y, 0.0);
                proj4rs::transform::transform(&theirs, &degrees, &mut at).unwrap();
                let ours = plane.xy(LngLat::new(at.0.to_degrees(), at.1.to_degrees()));
                assert!(ours.distance_m(middle) < 0.5, "{ours:?} {middle:?}");
                let value = file.values[row * file.size.0 as usize + column];
                let exact = exact_at(xy.map(|p| (p, 1.0)), middle, 800.0).per_km2;
                assert!((f64::from(value) - exact).abs() <= 1e-6 * surface.max_per_km2, "{value} {exact}");
                seen += usize::from(exact > 0.0);
            }
        }
        assert!(seen > 10, "{seen} values above 0");
    }
}
