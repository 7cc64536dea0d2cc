//! Areas out of ways: closed ways, and multipolygon and boundary relations whose rings are joined from many ways.

use super::{Item, ObjectKind, Osm};
use crate::units::LngLat;
use std::collections::BTreeMap;

/// Polygons; of each the first ring is the outer one, the others are holes.
pub type Polygons = Vec<Vec<Vec<LngLat>>>;

/// The area of a closed way: its last node is its first and it has at least three different ones.
pub fn of_way(osm: &Osm, way: Item<'_>) -> Option<Polygons> {
    let refs = way.refs();
    if refs.len() < 4 || refs.first() != refs.last() {
        return None;
    }
    let ring = osm.line(way);
    (ring.len() >= 4 && ring.first() == ring.last()).then(|| vec![vec![ring]])
}

/// The area of a relation: members of role `outer` (or none) and `inner` joined to rings, inner rings put into the
/// smallest outer ring around them. `None` if no outer ring closes, as at the border of an extract.
pub fn of_relation(osm: &Osm, relation: Item<'_>) -> Option<Polygons> {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for member in relation.members() {
        if member.kind != ObjectKind::Way {
            continue;
        }
        let Some(way) = osm.way(member.id) else { continue };
        match relation.role(member) {
            "inner" => inner.push(way.refs()),
            "outer" | "" | "exclave" => outer.push(way.refs()),
            "enclave" => inner.push(way.refs()),
            _ => {}
        }
    }
    let outer = rings(osm, outer);
    if outer.is_empty() {
        return None;
    }
    let mut polygons: Polygons = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in rings(osm, inner) {
        let around = polygons
            .iter()
            .enumerate()
            .filter(|(_, p)| hole.iter().take(8).any(|c| contains(&p[0], *c)))
            .min_by(|(_, a), (_, b)| doubled_area(&a[0]).total_cmp(&doubled_area(&b[0])))
            .map(|(i, _)| i);
        if let Some(i) = around {
            polygons[i].push(hole);
        }
    }
    Some(polygons)
}

/// Joins ways end to end to closed rings. What does not close is left out.
fn rings(osm: &Osm, ways: Vec<&[i64]>) -> Vec<Vec<LngLat>> {
    let mut closed: Vec<Vec<i64>> = Vec::new();
    let mut pieces: Vec<Option<&[i64]>> = Vec::new();
    // Which pieces begin or end at a node.
    let mut ends: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for way in ways {
        let (Some(first), Some(last)) = (way.first(), way.last()) else { continue };
        if way.len() < 2 {
            continue;
        }
        if first == last {
            closed.push(way.to_vec());
        } else {
            ends.entry(*first).or_default().push(pieces.len());
            ends.entry(*last).or_default().push(pieces.len());
            pieces.push(Some(way));
        }
    }
    for start in 0..pieces.len() {
        let Some(piece) = pieces[start].take() else { continue };
        let mut ring = piece.to_vec();
        while ring.first() != ring.last() {
            let Some(tip) = ring.last().copied() else { break };
            let next = ends.get(&tip).and_then(|at| at.iter().copied().find(|i| pieces[*i].is_some()));
            let Some(piece) = next.and_then(|i| pieces[i].take()) else { break };
            if piece.first() == Some(&tip) {
                ring.extend_from_slice(&piece[1..]);
            } else {
                ring.extend(piece.iter().rev().skip(1));
            }
        }
        if ring.first() == ring.last() {
            closed.push(ring);
        }
    }
    let positions = |ring: Vec<i64>| ring.iter().filter_map(|n| osm.position(*n)).collect::<Vec<_>>();
    closed.into_iter().map(positions).filter(|r| r.len() >= 4 && r.first() == r.last()).collect()
}

/// Whether a ring has a position inside (by crossings eastward; borders either way).
pub fn contains(ring: &[LngLat], p: LngLat) -> bool {
    ring.windows(2).fold(false, |inside, w| {
        let crosses = (w[0].lat > p.lat) != (w[1].lat > p.lat)
            && p.lng < (w[1].lng - w[0].lng) * (p.lat - w[0].lat) / (w[1].lat - w[0].lat) + w[0].lng;
        inside != crosses
    })
}

/// Whether polygons have a position inside, not in a hole.
pub fn polygons_contain(polygons: &Polygons, p: LngLat) -> bool {
    polygons.iter().any(|rings| rings.iter().fold(false, |inside, ring| inside != contains(ring, p)))
}

/// Twice a ring's area in square degrees: good for comparing rings that lie together.
pub fn doubled_area(ring: &[LngLat]) -> f64 {
    let Some(o) = ring.first() else { return 0.0 };
    let turn = |w: &[LngLat]| (w[0].lng - o.lng) * (w[1].lat - o.lat) - (w[1].lng - o.lng) * (w[0].lat - o.lat);
    ring.windows(2).map(turn).sum::<f64>().abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<osm version="0.6">
        <node id="1" lon="0" lat="0"/><node id="2" lon="9" lat="0"/><node id="3" lon="9" lat="9"/><node id="4" lon="0" lat="9"/>
        <node id="5" lon="2" lat="2"/><node id="6" lon="4" lat="2"/><node id="7" lon="4" lat="4"/>
        <node id="8" lon="20" lat="0"/><node id="9" lon="29" lat="0"/><node id="10" lon="29" lat="9"/>
        <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way>
        <way id="2"><nd ref="1"/><nd ref="4"/><nd ref="3"/></way>
        <way id="3"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
        <way id="4"><nd ref="8"/><nd ref="9"/><nd ref="10"/><nd ref="8"/></way>
        <way id="5"><nd ref="8"/><nd ref="2"/></way>
        <relation id="1"><member type="way" ref="1" role="outer"/><member type="way" ref="3" role="inner"/>
          <member type="way" ref="2" role="outer"/><member type="way" ref="4" role=""/><member type="way" ref="99" role="outer"/>
          <tag k="type" v="multipolygon"/><tag k="name" v="岚&amp;川"/></relation>
        <relation id="2"><member type="way" ref="5" role="outer"/></relation></osm>"#;

    #[test]
    fn rings_are_joined_and_holes_find_their_ring() {
        let osm = Osm::read(XML.as_bytes(), &mut |_, _| {}).unwrap();
        assert!(osm.damage.is_none());
        let relation = osm.relations().next().unwrap();
        assert_eq!(relation.tags().get("name"), Some("岚&川"));
        assert_eq!(relation.code(), "r1");
        let polygons = of_relation(&osm, relation).unwrap();
        assert_eq!(polygons.len(), 2);
        let sizes: Vec<_> = polygons.iter().map(|p| p.iter().map(Vec::len).collect::<Vec<_>>()).collect();
        assert!(sizes.contains(&vec![4]) && sizes.contains(&vec![5, 4]), "{sizes:?}");
        assert!(polygons_contain(&polygons, LngLat::new(1.0, 1.0)));
        assert!(!polygons_contain(&polygons, LngLat::new(3.5, 2.5)), "in the hole");
        assert!(of_relation(&osm, osm.relations().nth(1).unwrap()).is_none(), "does not close");
        let closed = osm.way(3).unwrap();
        assert!(of_way(&osm, closed).is_some() && of_way(&osm, osm.way(1).unwrap()).is_none());
    }
}
