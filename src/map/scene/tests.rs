use super::*;
use crate::map::icons;
use crate::view::Faded;
use serde_json::json;

fn city() -> Scene {
    Scene {
        generation: Some(1),
        present: LayerName::ALL.iter().copied().collect(),
        visible: [LayerName::Facilities, LayerName::Roads].into(),
        ..Scene::default()
    }
}

fn hotels(district: Option<u32>) -> RowFilter {
    RowFilter::new(LayerName::Venues, &["hotel".to_owned()], district)
}

fn danger(row: u32, kind: &str) -> Mark {
    Mark {
        feature: FeatureRef { layer: LayerName::Dangers, row },
        kind: kind.to_owned(),
        class: None,
        name: Words::same("甲"),
        at: LngLat::new(9.5, 47.1),
    }
}

/// Every scene that a reader might pass through, each one step from the last.
fn story() -> Vec<Scene> {
    let mut scenes = vec![Scene::default(), city()];
    let mut then = |change: fn(&mut Scene)| {
        let mut next = scenes.last().expect("a scene").clone();
        change(&mut next);
        scenes.push(next);
    };
    then(|s| s.theme = Theme::Dark);
    then(|s| s.pin = Some(LngLat::new(112.3, 31.0)));
    then(|s| s.lang = Lang::En);
    then(|s| s.visible = [LayerName::Venues, LayerName::FireStations, LayerName::Hydrants].into());
    then(|s| s.filters = [(LayerName::Venues, hotels(None))].into());
    then(|s| s.filters = [(LayerName::Venues, hotels(Some(3)))].into());
    then(|s| s.visible = [LayerName::Facilities, LayerName::Pipelines, LayerName::Routes, LayerName::Crashes].into());
    then(|s| s.paints = [(LayerName::Facilities, Paint::amount(3, 5))].into());
    then(|s| s.paints = [(LayerName::Facilities, Paint::levels(4)), (LayerName::Pipelines, Paint::levels(5))].into());
    then(|s| s.density = Some(Paint::amount(4, 5)));
    then(|s| s.density = Some(Paint::amount(5, 3)));
    then(|s| s.selected = [(LayerName::Pipelines, vec![2, 7])].into());
    then(|s| {
        s.focus = Some(Mark {
            feature: FeatureRef { layer: LayerName::Facilities, row: 4 },
            kind: "lpg_station".to_owned(),
            class: None,
            name: Words::new("城东储配站", "Chengdong depot"),
            at: LngLat::new(9.5, 47.1),
        });
    });
    then(|s| s.worst = s.focus.clone().into_iter().collect());
    then(|s| s.dangers = vec![danger(3, icons::OVERDUE), danger(9, "")]);
    then(|s| s.unchecked = Some(8));
    then(|s| {
        let (from, to) = (LngLat::new(9.5, 47.1), LngLat::new(9.6, 47.1));
        s.conflicts = vec![Conflict { from, to, class: 3 }, Conflict { from: to, to: from, class: u8::MAX }];
    });
    then(|s| s.paints = [(LayerName::Districts, Paint::levels(6))].into());
    then(|s| s.tallies = [(0, 95), (3, 7)].into());
    then(|s| s.isolated = vec![1, 2]);
    then(|s| s.looks.fade(Faded::Layer(LayerName::Facilities), 40));
    then(|s| s.looks.raise(LayerName::Routes, &[LayerName::Routes, LayerName::Pipelines]));
    then(|s| s.looks.raise(LayerName::Hydrants, &[LayerName::Hydrants, LayerName::Facilities]));
    then(|s| s.large = true);
    then(|s| s.reach = vec![vec![vec![LngLat::new(0.0, 0.0), LngLat::new(1.0, 0.0), LngLat::new(0.0, 0.0)]]]);
    then(|s| s.drawn = vec![vec![vec![LngLat::new(0.0, 0.0), LngLat::new(1.0, 0.0), LngLat::new(1.0, 1.0)]]]);
    then(|s| {
        let (from, to) = (LngLat::new(9.5, 47.1), LngLat::new(9.6, 47.1));
        s.ties = vec![Tie { from, to, label: "7.6 km".to_owned(), main: true }];
    });
    then(|s| s.generation = Some(2));
    then(|s| s.generation = None);
    scenes
}

fn layer_of<'a>(style: &'a mut Value, id: &str) -> &'a mut Value {
    let layers = style["layers"].as_array_mut().expect("layers");
    layers.iter_mut().find(|l| l["id"] == id).expect("a known layer")
}

fn set(object: &mut Value, name: &str, value: &Value) {
    let object = object.as_object_mut().expect("an object");
    match value {
        Value::Null => drop(object.remove(name)),
        value => drop(object.insert(name.to_owned(), value.clone())),
    }
}

/// What MapLibre does with the commands, on the style's JSON.
fn apply(style: &mut Value, commands: &[Command]) {
    for command in commands {
        match command {
            Command::Paint { layer, name, value } => set(&mut layer_of(style, layer)["paint"], name, value),
            Command::Layout { layer, name, value } => set(&mut layer_of(style, layer)["layout"], name, value),
            Command::Filter { layer, value } => set(layer_of(style, layer), "filter", value),
            Command::Tiles { source, url } => style["sources"][source]["tiles"] = json!([url]),
            Command::Data { source, data } => style["sources"][source]["data"] = data.clone(),
            Command::Move { layer, before } => {
                let layers = style["layers"].as_array_mut().expect("layers");
                let at = |layers: &[Value], id: &str| layers.iter().position(|l| l["id"] == id);
                let moved = layers.remove(at(layers, layer).expect("a known layer"));
                let place = before.map_or(layers.len(), |id| at(layers, id).expect("a known layer"));
                layers.insert(place, moved);
            }
            Command::Hover { .. } => {}
        }
    }
}

#[test]
fn the_changes_between_two_scenes_make_one_style_the_other() {
    let story = story();
    for from in &story {
        for to in &story {
            let (a, b) = (Style::of(from), Style::of(to));
            let mut told = a.to_json();
            apply(&mut told, &from.changes(&a, to, &b));
            assert_eq!(told, b.to_json());
        }
    }
}

#[test]
fn nothing_changed_is_nothing_told() {
    for scene in story() {
        let style = Style::of(&scene);
        assert_eq!(scene.changes(&style, &scene.clone(), &style), []);
    }
}

#[test]
fn a_small_change_is_told_in_few_words() {
    let before = city();
    let mut after = before.clone();
    after.hovered = Some(FeatureRef { layer: LayerName::Facilities, row: 7 });
    let (a, b) = (Style::of(&before), Style::of(&after));
    let told = serde_json::to_value(before.changes(&a, &after, &b)).expect("commands are JSON");
    assert_eq!(told, json!([{"op": "hover", "layer": "facilities", "row": 7, "on": true}]));

    let mut repainted = before.clone();
    repainted.paints.insert(LayerName::Roads, Paint::amount(9, 5));
    let told = before.changes(&a, &repainted, &Style::of(&repainted));
    assert!(
        told.contains(&Command::Tiles { source: "roads", url: "riskmap://roads/{z}/{x}/{y}?v=1&paint=9".to_owned() })
    );
    assert!(told.iter().all(|c| !matches!(c, Command::Tiles { source, .. } if *source != "roads")));
}

#[test]
fn another_filter_is_other_tiles_and_nothing_else() {
    let before = city();
    let mut after = before.clone();
    after.filters.insert(LayerName::Venues, hotels(Some(3)));
    let told = before.changes(&Style::of(&before), &after, &Style::of(&after));
    let url = "riskmap://venues/{z}/{x}/{y}?v=1&kinds=hotel&district=3".to_owned();
    assert_eq!(told, [Command::Tiles { source: "venues", url }]);
}

#[test]
fn the_pointer_leaves_one_feature_for_the_next() {
    let on = |row| Scene { hovered: Some(FeatureRef { layer: LayerName::Venues, row }), ..city() };
    let style = Style::of(&city());
    assert_eq!(
        on(1).changes(&style, &on(2), &style),
        [Command::Hover { layer: "venues", row: 1, on: false }, Command::Hover { layer: "venues", row: 2, on: true }]
    );
}

#[test]
fn a_danger_is_drawn_by_the_page_and_no_tile_is_told_of_the_pointer() {
    let before = Scene { dangers: vec![danger(3, icons::OVERDUE), danger(9, "")], ..city() };
    let after = Scene { hovered: Some(before.dangers[1].feature), ..before.clone() };
    let told = before.changes(&Style::of(&before), &after, &Style::of(&after));
    assert!(matches!(told.as_slice(), [Command::Filter { layer: "danger-hover", .. }]), "{told:?}");
    let data = &Style::of(&before).to_json()["sources"]["overlay"]["data"]["features"];
    let said = |at: usize| {
        let of = &data[at]["properties"];
        (of["what"].clone(), of["layer"].clone(), of["row"].clone(), of["image"].clone())
    };
    assert_eq!(said(0), (json!("danger-late"), json!("dangers"), json!(3), json!("tile/danger/late/light")));
    assert_eq!(said(1), (json!("danger"), json!("dangers"), json!(9), json!("disc/danger/plain/light")));
}

#[test]
fn without_a_city_only_the_page_draws() {
    let style = Style::of(&Scene::default()).to_json();
    for layer in style["layers"].as_array().expect("layers") {
        let hidden = layer["layout"]["visibility"] == "none";
        let of_tiles = layer["source"].as_str().is_some_and(|s| s != "overlay");
        assert_eq!(hidden, of_tiles, "{}", layer["id"]);
    }
}
