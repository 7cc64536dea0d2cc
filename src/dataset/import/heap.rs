//! A heap of opened files to a dataset, whatever it is: what the page does when foreign files are dropped on it.

use super::{ImportError, Imported, plan_for, run, short_name};
use crate::dataset::files::{Files, FilesError, MANIFEST};
use crate::dataset::foreign::text::gbk;
use crate::dataset::{DatasetError, FileError, Formats, patches, read};
use crate::domain::Words;
use std::borrow::Cow;

/// Why a heap of files could not become a dataset.
#[derive(Debug, thiserror::Error)]
pub enum HeapError {
    /// The files do not hold together.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// It has a manifest, but cannot be opened.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// Its plan cannot be carried out.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Nothing says what the files are.
    #[error(
        "there is no city.json, no import plan (.toml) and no OSM extract among {0}; open tables together with a plan that says what their columns are"
    )]
    NoPlan(String),
    /// Nothing says what the files are, and one is a GeoPackage, which only the command line reads.
    #[error("{0:?} is a GeoPackage, which the page cannot read; use riskmap import on the command line")]
    GeoPackage(String),
    /// Several files could say it.
    #[error("there are several import plans: {0}; open one with its files")]
    ManyPlans(String),
}

impl HeapError {
    /// The sentence for people.
    pub fn words(&self) -> Words {
        let en = self.to_string();
        match self {
            Self::Files(e) => e.words(),
            Self::Dataset(e) => e.words(),
            Self::Import(e) => e.words(),
            Self::NoPlan(names) => {
                let zh = format!(
                    "{names} 中没有 city.json、导入方案（.toml）或 OSM 提取文件；表格要与说明其各列的导入方案一起打开"
                );
                Words::new(zh, en)
            }
            Self::GeoPackage(name) => {
                Words::new(format!("{name:?} 是 GeoPackage，网页不能读取；请用命令行 riskmap import"), en)
            }
            Self::ManyPlans(names) => Words::new(format!("有多个导入方案：{names}；请只打开一个及其文件"), en),
        }
    }
}

/// A dataset from a heap of files: a dataset in foreign formats or coordinate systems, a plan with its sources (found by
/// their names, wherever they lie), or a lone OSM extract, for which `today` (YYYY-MM-DD) is the day of the data.
/// `progress` is told the file, what is done and of how much.
pub fn dataset_of(
    heap: Vec<(String, Vec<u8>)>,
    today: &str,
    progress: &mut dyn FnMut(String, u64, u64),
) -> Result<Files, HeapError> {
    let formats = Formats::all();
    let mut files = Files::new();
    for (name, bytes) in heap {
        if name.to_ascii_lowercase().ends_with(".zip") {
            for (name, bytes) in Files::from_zip_by(&bytes, &formats.limits, gbk)?.iter() {
                files.insert(name, bytes.to_vec())?;
            }
        } else {
            files.insert(&name, bytes)?;
        }
    }
    let names: Vec<String> = files.names().map(str::to_owned).collect();
    if names.iter().any(|name| short_name(name) == MANIFEST) {
        let loaded = read(files, &formats, &mut |p| progress(p.layer.code().to_owned(), p.done, p.total))?;
        let imported = Imported { city: loaded.city, report: loaded.report, sources: Vec::new() };
        return Ok(imported.into_files()?);
    }
    let plan = plan_among(&files, &names, today)?;
    let open = |wanted: &str| {
        let found = names.iter().find(|name| *name == wanted);
        let found = found.or_else(|| names.iter().find(|name| short_name(name) == short_name(wanted)));
        let bytes = found.and_then(|name| files.get(name)).map(Cow::Borrowed);
        bytes.ok_or_else(|| {
            FileError::new(
                format!("导入方案中的文件 {wanted:?} 没有一起打开"),
                format!("{wanted:?} was not opened with its plan"),
            )
        })
    };
    let mut imported = run(&plan, &open, &formats, &mut |p| {
        let what = p.layer.map_or(short_name(p.file), |layer| layer.code());
        progress(what.to_owned(), p.done, p.total);
    })?;
    // Corrections that lie beside the plan are taken unasked.
    if let Some(name) = names.iter().find(|name| short_name(name) == patches::PATCHES) {
        let mut odd = Vec::new();
        imported.correct(patches::parse(name, files.get(name).unwrap_or_default(), &mut odd));
        imported.report.warnings.extend(odd);
    }
    Ok(imported.into_files()?)
}

fn plan_among(files: &Files, names: &[String], today: &str) -> Result<String, HeapError> {
    let plans: Vec<&String> = names.iter().filter(|name| name.to_ascii_lowercase().ends_with(".toml")).collect();
    match plans[..] {
        [one] => Ok(String::from_utf8_lossy(files.get(one).unwrap_or_default()).into_owned()),
        [] => names.iter().find_map(|name| plan_for(name, today)).ok_or_else(|| {
            match names.iter().find(|name| name.to_ascii_lowercase().ends_with(".gpkg")) {
                Some(name) => HeapError::GeoPackage(name.clone()),
                None => HeapError::NoPlan(names.join(", ")),
            }
        }),
        _ => Err(HeapError::ManyPlans(plans.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geopackage_by_itself_is_sent_to_the_command_line() {
        let heap = vec![("地块.GPKG".to_owned(), b"SQLite format 3\0".to_vec())];
        let error = dataset_of(heap, "2024-01-01", &mut |_, _, _| {}).unwrap_err();
        assert!(matches!(&error, HeapError::GeoPackage(name) if name == "地块.GPKG"), "{error}");
        assert!(error.words().zh.contains("请用命令行"), "{}", error.words().zh);
    }
}
