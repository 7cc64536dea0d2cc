//! One change of the ledger: what is rated again in place is what a city rated from nothing has, and nothing else is touched.

use proptest::prelude::*;
use riskmap::dataset::{Files, Formats, read};
use riskmap::domain::{City, LayerName};
use riskmap::risk::assess::{Assessor, Book, Levels, Parameters, Surroundings};
use riskmap::risk::ledger::{Danger, DangerLevel, Event, EventKind};
use riskmap::spatial::Plane;
use riskmap::units::{LngLat, Step};

const KINDS: [EventKind; 6] = [
    EventKind::Assign,
    EventKind::ReportMended,
    EventKind::SignInspector,
    EventKind::SignOwner,
    EventKind::SignLeader,
    EventKind::Close,
];
const TARGETS: [&str; 6] =
    ["facilities:F0", "facilities:F1", "facilities:F2", "facilities: F2", "venues:V0", "facilities:NOWHERE"];

/// A danger's row with its events, as a table has them.
#[derive(Clone, Debug)]
struct Row {
    id: usize,
    target: usize,
    major: bool,
    category: usize,
    found: u8,
    due: u8,
    events: Vec<(usize, u8)>,
}

fn row() -> impl Strategy<Value = Row> {
    let events = prop::collection::vec((0..KINDS.len(), 1u8..29), 0..7);
    (0..8usize, 0..TARGETS.len(), any::<bool>(), 0..2usize, 1u8..20, 1u8..29, events).prop_map(
        |(id, target, major, category, found, due, events)| Row { id, target, major, category, found, due, events },
    )
}

fn day(of: u8) -> jiff::civil::Date {
    jiff::civil::date(2024, 6, of as i8)
}

impl Row {
    fn danger(&self, place: usize) -> (Danger, Vec<Event>) {
        let level = if self.major { DangerLevel::Major } else { DangerLevel::General };
        let danger = Danger {
            target: Some(TARGETS[self.target].into()),
            category: Some(["罐区", "电气"][self.category].into()),
            found_on: Some(day(self.found)),
            due_on: Some(day(self.due)),
            ..Danger::new(format!("D{}", self.id), place as u32, level)
        };
        let event = |(n, (kind, on)): (u32, &(usize, u8))| Event::new(n, day(*on), KINDS[*kind]);
        (danger, (0..).zip(&self.events).map(event).collect())
    }
}

/// A city of three facilities and a venue, with these dangers.
fn city(rows: &[Row]) -> City {
    let facility = |n: usize| format!("F{n},chemical_plant,{},31", 112.0 + n as f64 / 10.0);
    let facilities = format!("id,kind,lon,lat\n{}\n", [0, 1, 2].map(facility).join("\n"));
    let mut dangers = "id,target,level,category,found_on,due_on,what\n".to_owned();
    let mut events = "id,danger,at,event\n".to_owned();
    for row in rows {
        let level = if row.major { "major" } else { "general" };
        let (target, category) = (TARGETS[row.target], ["罐区", "电气"][row.category]);
        dangers += &format!("D{},{target},{level},{category},{},{},x\n", row.id, day(row.found), day(row.due));
        for (n, (kind, on)) in row.events.iter().enumerate() {
            events += &format!("{}-{n},D{},{},{}\n", row.id, row.id, day(*on), KINDS[*kind].code());
        }
    }
    let layers = [
        ("facilities", facilities),
        ("venues", "id,kind,people_day,lon,lat\nV0,school,100,112,31.1\n".to_owned()),
        ("accidents", "id,target,on,deaths\nA,facilities:F0,2024-06-15,1\n".to_owned()),
        ("dangers", dangers),
        ("danger_events", events),
    ];
    let hrefs: Vec<String> = layers.iter().map(|(name, _)| format!(r#""{name}":{{"href":"{name}.csv"}}"#)).collect();
    let manifest =
        format!(r#"{{"schema":"riskmap/1","name":"甲","as_of":"2024-06-30","layers":{{{}}}}}"#, hrefs.join(","));
    let mut files = Files::new();
    files.insert("city.json", manifest.into_bytes()).unwrap();
    layers.into_iter().for_each(|(name, text)| files.insert(&format!("{name}.csv"), text.into_bytes()).unwrap());
    read(files, &Formats::canonical(), &mut |_| {}).unwrap().city
}

fn assessor<'a>(city: &'a City, plane: &'a Plane, book: &'a Book, set: &'a Parameters) -> Assessor<'a> {
    let around = Surroundings {
        plane,
        facilities: None,
        venues: None,
        roads: None,
        railways: None,
        water: None,
        buildings: None,
        residents: None,
        population: None,
    };
    Assessor::new(|name| city.layer(name), around, None, book, set)
}

fn rated(city: &City, plane: &Plane, book: &Book, set: &Parameters) -> Levels {
    let mut levels = Levels::default();
    while levels.step(&assessor(city, plane, book, set), day(30)) != Step::Done {}
    levels
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_change_in_place_is_the_city_rated_from_nothing(first in prop::collection::vec(row(), 0..5), changes in prop::collection::vec(row(), 1..12)) {
        let mut rows: Vec<Row> = Vec::new();
        for row in first {
            if rows.iter().all(|other| other.id != row.id) {
                rows.push(row);
            }
        }
        let city_before = city(&rows);
        let (plane, set) = (Plane::centred_on(LngLat { lng: 112.0, lat: 31.0 }), Parameters::default());
        let mut book = Book::read(&city_before);
        let mut levels = rated(&city_before, &plane, &book, &set);
        for change in changes {
            let place = rows.iter().position(|row| row.id == change.id).unwrap_or(rows.len());
            let before = levels.clone();
            let (danger, events) = change.danger(place);
            let touched = book.put(&city_before, danger, events);
            prop_assert!(touched.len() <= 2);
            prop_assert_eq!(levels.change(&assessor(&city_before, &plane, &book, &set), &touched), touched.len());
            for layer in [LayerName::Facilities, LayerName::Venues] {
                for (row, (was, is)) in (0..).zip(before.dynamic(layer).iter().zip(levels.dynamic(layer))) {
                    prop_assert!(was == is || touched.contains(&(layer, row)), "{layer} {row} is not the change's");
                }
            }
            if place == rows.len() { rows.push(change) } else { rows[place] = change }

            let anew = city(&rows);
            let whole = Book::read(&anew);
            let expected = rated(&anew, &plane, &whole, &set);
            for layer in [LayerName::Facilities, LayerName::Venues] {
                prop_assert_eq!(levels.base(layer), expected.base(layer));
                prop_assert_eq!(levels.dynamic(layer), expected.dynamic(layer));
                for row in 0..3 {
                    prop_assert_eq!(book.target_of((layer, row)), whole.target_of((layer, row)));
                    prop_assert_eq!(book.dangers.get(&(layer, row)), whole.dangers.get(&(layer, row)));
                }
            }
            for on in [10, 20, 30].map(day) {
                let told = |book: &Book| -> Vec<_> {
                    let all = book.ledger.standings(on);
                    all.map(|(d, s)| (d.id.clone(), s.state, s.open, s.late, s.due_on, s.false_closing, s.closed_on)).collect()
                };
                prop_assert_eq!(told(&book), told(&whole));
            }
        }
    }
}
