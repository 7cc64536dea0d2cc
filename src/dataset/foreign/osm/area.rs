//! Areas out of ways: closed ways, and multipolygon and boundary relations whose rings are joined from many ways.

use super::{Item, ObjectKind, Osm};
use crate::units::LngLat;
use std::collections::BTreeMap;

/// Polygons; of each the first ring is the outer one, the others are holes.
pub type Polygons = Vec<Vec<Vec<LngLat>>>;

/// An area put together from the ways of a relation.
#[derive(Debug)]
pub struct Assembled {
    /// The rings that close.
    pub polygons: Polygons,
    /// Others do not, as where the extract's border cuts them, and are not in it.
    pub is_part: bool,
}

/// The area of a closed way: its last node is its first, it has at least three different ones and the extract has them
/// all.
pub fn of_way(osm: &Osm, way: Item<'_>) -> Option<Polygons> {
    let refs = way.refs();
    if refs.len() < 4 || refs.first() != refs.last() {
        return None;
    }
    Some(vec![vec![ring_of(osm, refs)?]])
}

/// The area of a relation: members of role `outer` (or none) and `inner` joined to rings, inner rings put into the
/// smallest outer ring around them. `None` if no outer ring closes, as at the border of an extract.
pub fn of_relation(osm: &Osm, relation: Item<'_>) -> Option<Assembled> {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    let mut is_part = false;
    for member in relation.members() {
        let ways = match relation.role(member) {
            "outer" | "" | "exclave" => &mut outer,
            "inner" | "enclave" => &mut inner,
            _ => continue,
        };
        if member.kind == ObjectKind::Way {
            match osm.way(member.id) {
                Some(way) => ways.push(way.refs()),
                None => is_part = true,
            }
        }
    }
    let outer = rings(osm, outer, &mut is_part);
    if outer.is_empty() {
        return None;
    }
    let mut polygons: Polygons = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in rings(osm, inner, &mut is_part) {
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
    Some(Assembled { polygons, is_part })
}

/// Joins ways end to end to closed rings. What does not close is left out, and so is what the extract lacks nodes of.
fn rings(osm: &Osm, ways: Vec<&[i64]>, is_part: &mut bool) -> Vec<Vec<LngLat>> {
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
        } else {
            *is_part = true;
        }
    }
    let whole: Vec<_> = closed.iter().filter_map(|ring| ring_of(osm, ring)).collect();
    *is_part |= whole.len() < closed.len();
    whole
}

/// The positions of a ring of at least three different nodes; none where the extract lacks one of them.
fn ring_of(osm: &Osm, nodes: &[i64]) -> Option<Vec<LngLat>> {
    let ring: Option<Vec<LngLat>> = nodes.iter().map(|n| osm.position(*n)).collect();
    ring.filter(|r| r.len() >= 4)
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
        let Assembled { polygons, is_part } = of_relation(&osm, relation).unwrap();
        assert!(is_part, "a member is not there");
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
