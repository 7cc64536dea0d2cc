//! A dataset's files as bytes with names: from a folder, a browser's file picker, or a zip archive.

use super::gunzip::Meter;
use super::limits::Limits;
use crate::domain::Words;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The manifest's name.
pub const MANIFEST: &str = "city.json";

/// Named files. Names are relative to the dataset's folder, parts separated by `/`, and never lead out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: BTreeMap<String, Vec<u8>>,
}

/// Why files could not be taken together. Nothing of a refused archive is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilesError {
    /// A name that leads out of the folder, is absolute, or is written with backslashes.
    #[error("{0:?} is not a name inside the dataset's folder")]
    Name(String),
    /// Two files of one name: which one is meant cannot be told.
    #[error("there are two files named {0:?}")]
    Twice(String),
    /// Not a zip archive, or a damaged one.
    #[error("the archive cannot be read: {0}")]
    Archive(String),
    /// More than one dataset: which one is meant cannot be told.
    #[error("there are several datasets: {0}; open one of them")]
    Several(String),
    /// An archive whose names are in an encoding that this program cannot tell.
    #[error("the file name {0:?} of the archive is not UTF-8 (perhaps GBK)")]
    NotUtf8(String),
    /// An archive that holds or inflates to more than [`Limits`] allow.
    #[error("the archive is refused: {0}")]
    TooMuch(String),
}

impl FilesError {
    /// The sentence for people.
    pub fn words(&self) -> Words {
        let zh = match self {
            Self::Name(name) => format!("{name:?} 不是数据集文件夹内的文件名"),
            Self::Twice(name) => format!("有两个文件同名：{name:?}"),
            Self::Archive(why) => format!("压缩包无法读取：{why}"),
            Self::NotUtf8(name) => format!("压缩包内的文件名 {name:?} 不是 UTF-8（可能是 GBK）"),
            Self::Several(names) => format!("有多个数据集：{names}；请只打开其中一个"),
            Self::TooMuch(why) => format!("压缩包被拒绝：{why}"),
        };
        Words::new(zh, self.to_string())
    }
}

/// A name as files are kept by: no empty or `.` parts. Fails where it leads out, is absolute or has backslashes.
pub fn clean_name(name: &str) -> Result<String, FilesError> {
    let refused = || FilesError::Name(name.to_owned());
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with('/') || drive || name.contains(['\\', '\0']) || name.contains("://") || name.len() > 1_000 {
        return Err(refused());
    }
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err(refused()),
            part => parts.push(part),
        }
    }
    if parts.is_empty() { Err(refused()) } else { Ok(parts.join("/")) }
}

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), FilesError> {
        let name = clean_name(name)?;
        if self.files.contains_key(&name) {
            return Err(FilesError::Twice(name));
        }
        self.files.insert(name, bytes);
        Ok(())
    }

    /// The files of an archive. Declared sizes are not believed: bytes are counted while they are inflated.
    pub fn from_zip(archive: &[u8], limits: &Limits) -> Result<Self, FilesError> {
        Self::from_zip_by(archive, limits, |_| None)
    }

    /// The same with a reader of names that are not UTF-8: old programs write them in the encoding of their machine, in
    /// China GBK, without saying so. Handed in, so that the page's engine does not carry the tables.
    pub fn from_zip_by(
        archive: &[u8],
        limits: &Limits,
        decode: impl Fn(&[u8]) -> Option<String>,
    ) -> Result<Self, FilesError> {
        let damaged = |e: zip::result::ZipError| FilesError::Archive(e.to_string());
        let mut zip = ZipArchive::new(Cursor::new(archive)).map_err(damaged)?;
        if zip.len() > limits.entries {
            return Err(FilesError::TooMuch(format!("{} files, at most {}", zip.len(), limits.entries)));
        }
        if zip.has_duplicate_names() {
            return Err(FilesError::Archive("two files have the same name".into()));
        }
        let mut files = Self::new();
        let mut total = 0;
        for i in 0..zip.len() {
            let mut entry = zip.by_index(i).map_err(damaged)?;
            let raw = entry.name_raw();
            let name = std::str::from_utf8(raw).ok().map(str::to_owned).or_else(|| decode(raw));
            let name = name.ok_or_else(|| FilesError::NotUtf8(String::from_utf8_lossy(raw).into_owned()))?;
            let name = name.replace('\\', "/"); // of old programs, too
            let clean = clean_name(&name)?;
            if entry.is_dir() || name.ends_with('/') || is_clutter(&clean) {
                continue;
            }
            let bytes = inflate(&mut entry, &name, limits, &mut total)?;
            files.insert(&name, bytes)?;
        }
        Ok(files)
    }

    /// A file's bytes.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Takes a file out, so that its memory is free once it has been read.
    pub fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        self.files.remove(name)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Names and bytes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Makes the folder of the manifest the root: a folder or archive may hold the dataset in one folder of its own.
    /// A single zip among the files is opened. Files beside that folder are left out.
    pub fn rooted(mut self, limits: &Limits) -> Result<Self, FilesError> {
        if self.files.len() == 1
            && let Some(archive) = self.files.iter().find(|(name, _)| name.to_ascii_lowercase().ends_with(".zip"))
        {
            self = Self::from_zip(archive.1, limits)?;
        }
        if self.files.contains_key(MANIFEST) {
            return Ok(self);
        }
        let folder = |name: &str| Some(name.strip_suffix(MANIFEST)?.strip_suffix('/')?.to_owned());
        let folders: Vec<String> = self.names().filter_map(folder).collect();
        if folders.len() > 1 {
            return Err(FilesError::Several(folders.join(", ")));
        }
        let folder = match folders.as_slice() {
            [folder] if !folder.contains('/') => format!("{folder}/"),
            _ => return Ok(self),
        };
        let inside = |(name, bytes): (String, Vec<u8>)| Some((name.strip_prefix(&folder)?.to_owned(), bytes));
        Ok(Self { files: self.files.into_iter().filter_map(inside).collect() })
    }
}

impl IntoIterator for Files {
    type Item = (String, Vec<u8>);
    type IntoIter = std::collections::btree_map::IntoIter<String, Vec<u8>>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

/// What operating systems leave in archives.
fn is_clutter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|n| matches!(n, ".DS_Store" | "Thumbs.db"))
}

fn inflate(
    entry: &mut zip::read::ZipFile<'_, Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
    total: &mut u64,
) -> Result<Vec<u8>, FilesError> {
    let compressed = entry.compressed_size();
    let too_much = |why: &str| FilesError::TooMuch(format!("{name:?} {why}"));
    let mut meter = Meter::default();
    meter.count(compressed, 0, limits).map_err(|e| too_much(&e.words.en))?;
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let n = entry.read(&mut piece).map_err(|e| FilesError::Archive(format!("{name:?}: {e}")))?;
        if n == 0 {
            return Ok(bytes);
        }
        meter.count(0, n as u64, limits).map_err(|e| too_much(&e.words.en))?;
        *total += n as u64;
        if *total > limits.total_bytes {
            return Err(too_much(&format!("brings the archive over {} MB", limits.total_bytes >> 20)));
        }
        bytes.extend_from_slice(&piece[..n]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn one_top_folder_is_fine() {
        let zip = zip_of(&[
            ("vaduz/city.json", b"{}"),
            ("vaduz/layers/roads.geojson", b"roads"),
            ("__MACOSX/vaduz/._city.json", b"x"),
            ("vaduz/.DS_Store", b"x"),
        ]);
        let files = Files::from_zip(&zip, &Limits::default()).unwrap().rooted(&Limits::default()).unwrap();
        assert_eq!(files.names().collect::<Vec<_>>(), ["city.json", "layers/roads.geojson"]);
        let mut picked = Files::new();
        picked.insert("vaduz.zip", zip).unwrap();
        assert_eq!(picked.rooted(&Limits::default()).unwrap(), files);
    }

    #[test]
    fn names_stay_inside() {
        assert_eq!(clean_name("./a//b.csv").unwrap(), "a/b.csv");
        for bad in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "c:a", "a\\b", "", ".", "https://x/y", "a\0b"] {
            assert!(clean_name(bad).is_err(), "{bad}");
        }
        let zip = zip_of(&[("city.json", b"{}"), ("../../evil.csv", b"x")]);
        let error = Files::from_zip(&zip, &Limits::default()).unwrap_err();
        assert_eq!(error, FilesError::Name("../../evil.csv".into()));
        let mut files = Files::new();
        files.insert("a/b", vec![]).unwrap();
        assert_eq!(files.insert("a//b", vec![]), Err(FilesError::Twice("a/b".into())));
    }

    #[test]
    fn archives_of_old_programs_are_read() {
        let zip = zip_of(&[("vaduz\\city.json", b"{}"), ("vaduz\\layers\\roads.csv", b"r")]);
        let files = Files::from_zip(&zip, &Limits::default()).unwrap().rooted(&Limits::default()).unwrap();
        assert_eq!(files.names().collect::<Vec<_>>(), ["city.json", "layers/roads.csv"]);
        let zip = zip_of(&[("city.json", b"{}"), ("..\\..\\evil.csv", b"x")]);
        assert!(matches!(Files::from_zip(&zip, &Limits::default()), Err(FilesError::Name(_))));
        #[cfg(feature = "foreign")]
        {
            // 场所.csv in GBK, in as many bytes.
            let mut zip = zip_of(&[("city.json", b"{}"), ("ABCD.csv", b"x")]);
            for at in 0..zip.len() - 8 {
                if zip[at..].starts_with(b"ABCD.csv") {
                    zip[at..at + 4].copy_from_slice(b"\xb3\xa1\xcb\xf9");
                }
            }
            let by = super::super::foreign::text::gbk;
            let files = Files::from_zip_by(&zip, &Limits::default(), by).unwrap();
            assert_eq!(files.names().collect::<Vec<_>>(), ["city.json", "场所.csv"]);
            assert!(matches!(Files::from_zip(&zip, &Limits::default()), Err(FilesError::NotUtf8(_))));
        }
    }

    #[test]
    fn of_two_datasets_none_is_chosen() {
        let zip = zip_of(&[("a/city.json", b"{}"), ("b/city.json", b"{}")]);
        let error = Files::from_zip(&zip, &Limits::default()).unwrap().rooted(&Limits::default()).unwrap_err();
        assert_eq!(error.to_string(), "there are several datasets: a, b; open one of them");
    }

    #[test]
    fn bombs_are_stopped_while_they_inflate() {
        let limits = Limits { file_bytes: 4 << 20, total_bytes: 6 << 20, ..Limits::default() };
        let bomb = zip_of(&[("city.json", &vec![b' '; 64 << 20])]);
        assert!(bomb.len() < 100_000);
        assert!(matches!(Files::from_zip(&bomb, &limits), Err(FilesError::TooMuch(_))));
        let noise: Vec<u8> = (0..3u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let two = zip_of(&[("a", &noise), ("b", &noise)]);
        assert!(Files::from_zip(&two, &limits).is_ok());
        let three = zip_of(&[("a", &noise), ("b", &noise), ("c", &noise)]);
        assert!(matches!(Files::from_zip(&three, &limits), Err(FilesError::TooMuch(_))));
        let many: Vec<_> = (0..20).map(|i| (format!("{i}"), b"".as_slice())).collect();
        let many: Vec<_> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
        let few = Limits { entries: 10, ..limits };
        assert!(matches!(Files::from_zip(&zip_of(&many), &few), Err(FilesError::TooMuch(_))));
    }

    #[test]
    fn damaged_archives_are_said_to_be() {
        let zip = zip_of(&[("city.json", b"{}")]);
        assert!(matches!(Files::from_zip(b"", &Limits::default()), Err(FilesError::Archive(_))));
        assert!(matches!(Files::from_zip(&zip[..zip.len() - 10], &Limits::default()), Err(FilesError::Archive(_))));
        let mut flipped = zip.clone();
        flipped[39] ^= 1; // a byte of the content
        assert!(matches!(Files::from_zip(&flipped, &Limits::default()), Err(FilesError::Archive(_))));
    }
}
