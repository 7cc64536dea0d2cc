//! Telling features of one name apart in a list: by their district; by their id where all of that name are in one; by
//! both where only some are.

use super::open::Open;
use super::protocol::{FeatureRef, Hit};
use crate::domain::{LayerName, Words};
use crate::units::LngLat;
use std::collections::HashMap;

/// Says of every feature of a list whose name another one of it bears what tells it from the others.
pub fn tell_apart<'a>(open: &Open, list: impl IntoIterator<Item = &'a mut Hit>) {
    tell_apart_by(open, list, |of, at| open.district_of(of, at));
}

/// The same, and of every other feature the district that it is in: in a list of places from all over the city.
pub fn tell_where<'a>(open: &Open, list: impl IntoIterator<Item = &'a mut Hit>) {
    let mut list: Vec<&mut Hit> = list.into_iter().collect();
    tell_apart(open, list.iter_mut().map(|hit| &mut **hit));
    let Some(districts) = open.get(LayerName::Districts) else { return };
    let untold = list.into_iter().filter(|hit| hit.apart.zh.is_empty() && hit.feature.layer != LayerName::Districts);
    for hit in untold {
        if let Some(row) = open.district_of(hit.feature, hit.at) {
            hit.apart = districts.layer.title(row as usize);
        }
    }
}

/// The same, with the districts' rows from elsewhere: they are asked of repeated names alone.
pub fn tell_apart_by<'a>(
    open: &Open,
    list: impl IntoIterator<Item = &'a mut Hit>,
    mut district_of: impl FnMut(FeatureRef, LngLat) -> Option<u32>,
) {
    let mut list: Vec<&mut Hit> = list.into_iter().collect();
    let mut names: HashMap<&str, u32> = HashMap::new();
    for name in list.iter().flat_map(|hit| both(&hit.name)) {
        *names.entry(name).or_default() += 1;
    }
    let repeated: Vec<usize> =
        (0..list.len()).filter(|i| both(&list[*i].name).any(|name| names.get(name) > Some(&1))).collect();
    let places: Vec<Option<u32>> = repeated.iter().map(|i| district_of(list[*i].feature, list[*i].at)).collect();
    let mut alike: HashMap<(&str, Option<u32>), u32> = HashMap::new();
    for (i, place) in repeated.iter().zip(&places) {
        for name in both(&list[*i].name) {
            *alike.entry((name, *place)).or_default() += 1;
        }
    }
    let districts = open.get(LayerName::Districts).map(|ready| ready.layer);
    let told = repeated.iter().zip(&places).map(|(i, place)| {
        let hit = &*list[*i];
        let same_place = |name: &str| alike.get(&(name, *place)).copied().unwrap_or_default();
        let district = place.zip(districts).map(|(row, layer)| layer.title(row as usize));
        match district {
            // Where all of its name are in one district, that tells nothing.
            Some(_) if both(&hit.name).all(|name| names.get(name) == Some(&same_place(name))) => None,
            Some(district) if both(&hit.name).all(|name| same_place(name) == 1) => Some(district),
            Some(Words { zh, en }) => Some(Words::new(format!("{zh} · {}", hit.id), format!("{en} · {}", hit.id))),
            None => None,
        }
        .unwrap_or_else(|| Words::same(hit.id.clone()))
    });
    let told: Vec<Words> = told.collect();
    for (i, apart) in repeated.into_iter().zip(told) {
        list[i].apart = apart;
    }
}

/// The names in both languages; once where they are the same.
fn both(name: &Words) -> impl Iterator<Item = &str> {
    std::iter::once(&*name.zh).chain((name.en != name.zh).then_some(&*name.en))
}

#[cfg(test)]
mod tests {
    use crate::engine::{Hit, village};

    /// Of the venues' names one is borne once, one in both districts, one twice in one.
    fn found(text: &str) -> Vec<Hit> {
        let venues = "id,name,kind,lon,lat\nV1,春风小学,school,112.05,30.05\nV2,春风旅馆,hotel,112.05,30.06\n\
            V3,春风旅馆,hotel,112.15,30.06\nV4,春风超市,mall,112.02,30.05\nV5,春风超市,mall,112.03,30.05\n\
            V6,春风超市,mall,112.13,30.05\nV7,春风饭店,restaurant,115.0,31.0\nV8,春风饭店,restaurant,112.05,30.03\n\
            V9,春风影院,cinema,112.05,30.02\nV10,春风影院,cinema,112.05,30.01\n";
        village::found("venues", "venues.csv", venues, text)
    }

    #[test]
    fn a_name_borne_twice_is_told_apart_by_district_then_by_id() {
        let said: Vec<(String, String)> = found("春风").into_iter().map(|hit| (hit.id, hit.apart.zh)).collect();
        let expected = [
            // A search says of every place where it is.
            ("V1", "西区"),
            ("V2", "西区"),
            ("V3", "东区"),
            ("V4", "西区 · V4"),
            ("V5", "西区 · V5"),
            ("V6", "东区"),
            ("V7", "V7"),
            ("V8", "西区"),
            ("V9", "V9"),
            ("V10", "V10"),
        ];
        assert_eq!(said, expected.map(|(id, apart)| (id.to_owned(), apart.to_owned())));
        assert!(found("V3").iter().all(|hit| hit.apart.zh == "东区"), "alone in its list");
        assert!(found("V7").iter().all(|hit| hit.apart.zh.is_empty()), "alone, and in no district");
    }
}
