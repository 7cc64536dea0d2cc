//! OpenStreetMap extracts: PBF and XML, read whole into flat tables of nodes, ways and relations.

pub mod area;
mod pbf;
mod pool;
mod xml;

pub use pool::Tags;
use pool::{Pool, TagList};

use super::limit::is_gzip;
use crate::domain::Words;
use crate::units::LngLat;

/// A file that is no extract, or of which nothing could be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub struct OsmError(pub Words);

/// What kind of object an id belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A position.
    Node,
    /// A line or ring of nodes.
    Way,
    /// A group of objects.
    Relation,
}

impl ObjectKind {
    /// The letter before the number in our ids: n, w, r.
    pub fn letter(self) -> char {
        match self {
            Self::Node => 'n',
            Self::Way => 'w',
            Self::Relation => 'r',
        }
    }
}

/// A tagged object of the extract.
#[derive(Clone, Copy, Debug)]
struct Object {
    id: i64,
    /// Its place in the file, from 1.
    ordinal: u32,
    tags: TagList,
    /// Where its node ids (way) or members (relation) lie.
    start: u32,
    end: u32,
}

/// A member of a relation.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Node, way or relation.
    pub kind: ObjectKind,
    /// Its id.
    pub id: i64,
    role: u32,
}

/// An extract in memory.
#[derive(Debug, Default)]
pub struct Osm {
    pool: Pool,
    node_ids: Vec<i64>,
    /// In units of 1e-7 degrees: what OSM itself keeps.
    node_at: Vec<[i32; 2]>,
    nodes: Vec<Object>,
    ways: Vec<Object>,
    relations: Vec<Object>,
    refs: Vec<i64>,
    members: Vec<Member>,
    objects: u32,
    /// What was damaged and left out, in words; what came before is here.
    pub damage: Option<Words>,
}

/// One tagged node, way or relation.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    osm: &'a Osm,
    object: &'a Object,
    /// What it is.
    pub kind: ObjectKind,
}

impl<'a> Item<'a> {
    /// Its number in OSM.
    pub fn id(self) -> i64 {
        self.object.id
    }

    /// Its id in datasets: "n123", "w123", "r123".
    pub fn code(self) -> String {
        format!("{}{}", self.kind.letter(), self.object.id)
    }

    /// Its place in the file, from 1.
    pub fn ordinal(self) -> u32 {
        self.object.ordinal
    }

    /// Its tags.
    pub fn tags(self) -> Tags<'a> {
        self.osm.pool.tags(self.object.tags)
    }

    /// The node ids of a way.
    pub fn refs(self) -> &'a [i64] {
        &self.osm.refs[self.object.start as usize..self.object.end as usize]
    }

    /// The members of a relation.
    pub fn members(self) -> &'a [Member] {
        &self.osm.members[self.object.start as usize..self.object.end as usize]
    }

    /// How many nodes (of a way) or members (of a relation) it has.
    pub fn refs_or_members(self) -> usize {
        (self.object.end - self.object.start) as usize
    }

    /// The role of one of its members.
    pub fn role(self, member: &Member) -> &'a str {
        self.osm.pool.text(member.role)
    }
}

impl Osm {
    /// Reads an extract: PBF, or XML plain or gzipped, told by its first bytes. `progress` hears bytes read of bytes
    /// in all.
    pub fn read(bytes: &[u8], progress: &mut dyn FnMut(u64, u64)) -> Result<Self, OsmError> {
        let mut osm = Self::default();
        let text = bytes.trim_ascii_start();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if is_gzip(bytes) || text.starts_with(b"<") {
            xml::read(bytes, &mut osm, progress)?;
        } else {
            pbf::read(bytes, &mut osm, progress)?;
        }
        osm.sort();
        Ok(osm)
    }

    /// Tagged nodes, by id.
    pub fn nodes(&self) -> impl Iterator<Item = Item<'_>> {
        self.nodes.iter().map(|object| Item { osm: self, object, kind: ObjectKind::Node })
    }

    /// Ways, by id.
    pub fn ways(&self) -> impl Iterator<Item = Item<'_>> {
        self.ways.iter().map(|object| Item { osm: self, object, kind: ObjectKind::Way })
    }

    /// Relations, by id.
    pub fn relations(&self) -> impl Iterator<Item = Item<'_>> {
        self.relations.iter().map(|object| Item { osm: self, object, kind: ObjectKind::Relation })
    }

    /// The way of an id, if the extract has it.
    pub fn way(&self, id: i64) -> Option<Item<'_>> {
        let at = self.ways.binary_search_by_key(&id, |w| w.id).ok()?;
        Some(Item { osm: self, object: &self.ways[at], kind: ObjectKind::Way })
    }

    /// Where a node is, if the extract has it.
    pub fn position(&self, node: i64) -> Option<LngLat> {
        let [lng, lat] = self.node_at[self.node_place(node)?];
        Some(LngLat::new(f64::from(lng) / 1e7, f64::from(lat) / 1e7))
    }

    /// The place of a node in a table as long as [`Self::node_count`].
    pub fn node_place(&self, node: i64) -> Option<usize> {
        self.node_ids.binary_search(&node).ok()
    }

    /// How many nodes there are, tagged or not.
    pub fn node_count(&self) -> usize {
        self.node_ids.len()
    }

    /// How many ways and relations there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.ways.len(), self.relations.len())
    }

    /// The positions of a way, in several parts where the extract lacks nodes between. Parts of one node are none.
    pub fn lines(&self, way: Item<'_>) -> Vec<Vec<LngLat>> {
        let places: Vec<Option<LngLat>> = way.refs().iter().map(|n| self.position(*n)).collect();
        let runs = places.split(Option::is_none).filter(|run| run.len() > 1);
        runs.map(|run| run.iter().copied().flatten().collect()).collect()
    }

    fn add_node(&mut self, id: i64, lng: f64, lat: f64, tags: TagList) {
        self.objects = self.objects.saturating_add(1);
        if self.add_position(id, lng, lat) && !tags.is_empty() {
            self.nodes.push(Object { id, ordinal: self.objects, tags, start: 0, end: 0 });
        }
    }

    /// A node off the globe keeps its place in the count and has no position.
    fn add_position(&mut self, node: i64, lng: f64, lat: f64) -> bool {
        let is_on_globe = lng.abs() <= 180.0 && lat.abs() <= 90.0;
        if is_on_globe {
            self.node_ids.push(node);
            self.node_at.push([(lng * 1e7).round() as i32, (lat * 1e7).round() as i32]);
        }
        is_on_globe
    }

    fn add_way(&mut self, id: i64, refs: impl Iterator<Item = i64>, tags: TagList) {
        self.objects = self.objects.saturating_add(1);
        let start = self.refs.len() as u32;
        self.refs.extend(refs);
        self.ways.push(Object { id, ordinal: self.objects, tags, start, end: self.refs.len() as u32 });
    }

    fn add_relation(&mut self, id: i64, members: impl Iterator<Item = Member>, tags: TagList) {
        self.objects = self.objects.saturating_add(1);
        let start = self.members.len() as u32;
        self.members.extend(members);
        self.relations.push(Object { id, ordinal: self.objects, tags, start, end: self.members.len() as u32 });
    }

    /// By id, so that ids are found quickly and answers do not depend on the file's order; of two with one id the first
    /// stays.
    fn sort(&mut self) {
        for list in [&mut self.nodes, &mut self.ways, &mut self.relations] {
            list.sort_by_key(|o| o.id);
            list.dedup_by_key(|o| o.id);
        }
        if !self.node_ids.is_sorted_by(|a, b| a < b) {
            let mut order: Vec<u32> = (0..self.node_ids.len() as u32).collect();
            order.sort_by_key(|i| self.node_ids[*i as usize]);
            order.dedup_by_key(|i| self.node_ids[*i as usize]);
            self.node_at = order.iter().map(|i| self.node_at[*i as usize]).collect();
            self.node_ids = order.iter().map(|i| self.node_ids[*i as usize]).collect();
        }
    }
}
