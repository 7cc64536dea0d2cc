//! The dataset's files, as far as its manifest names them.

use crate::outcome::Failure;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use riskmap::domain::Manifest;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

const MANIFEST: &str = "city.json";

/// A dataset folder, by its real path.
pub struct Dataset {
    root: PathBuf,
}

impl Dataset {
    /// The dataset in a folder. It may still be wrong inside: the page then says what is wrong with it.
    pub fn open(dir: &Path) -> Result<Self, Failure> {
        let root = fs::canonicalize(dir)
            .map_err(|error| Failure::said(format!("cannot open the dataset folder {dir:?}: {error}")))?;
        if root.is_file() {
            return Err(Failure::said(format!(
                "{dir:?} is a file: a dataset is served as a folder (unpack the archive, and serve the folder with {MANIFEST})"
            )));
        }
        if !root.join(MANIFEST).is_file() {
            return Err(Failure::said(format!("no {MANIFEST} in {dir:?}: a dataset is a folder with that manifest")));
        }
        Ok(Self { root })
    }

    /// The file a request may have: named by the manifest as it is now, and really inside the folder.
    fn file(&self, asked: &str) -> Option<PathBuf> {
        if asked != MANIFEST && !self.named().contains(asked) {
            return None;
        }
        let real = fs::canonicalize(self.root.join(asked)).ok()?;
        (real.starts_with(&self.root) && real.is_file()).then_some(real)
    }

    /// What the manifest names. Read anew each time: a dataset made again under a running server is seen at once.
    fn named(&self) -> BTreeSet<String> {
        let manifest = fs::read(self.root.join(MANIFEST)).ok();
        let Some(manifest) = manifest.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok()) else {
            return BTreeSet::new();
        };
        let layers = manifest.layers.into_values().map(|layer| layer.href);
        let others = manifest.rule_packs.into_iter().chain(manifest.report).chain(manifest.basemap.map(|map| map.href));
        layers.chain(others).filter_map(|href| inside(&href)).collect()
    }
}

/// A manifest's address as a plain relative path with `/`, or nothing where it would leave the folder.
fn inside(href: &str) -> Option<String> {
    if href.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut parts = Vec::new();
    for part in Path::new(href).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// Answers `/data/…`.
pub async fn serve(State(dataset): State<Arc<Dataset>>, UrlPath(asked): UrlPath<String>, request: Request) -> Response {
    let Some(path) = dataset.file(&asked) else {
        return (StatusCode::NOT_FOUND, "not a file of this dataset").into_response();
    };
    match ServeFile::new(&path).try_call(request).await {
        Ok(mut response) => {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime(&path)));
            response.into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("cannot read {asked:?}: {error}")).into_response(),
    }
}

/// The media type by the last ending. A `.gz` is handed over as the file it is: its reader unpacks it, so that the
/// same bytes work from a folder, a zip and any web server.
fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => "application/json",
        Some("geojson") => "application/geo+json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("toml") => "application/toml",
        Some("gz") => "application/gzip",
        Some("zip") => "application/zip",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn an_address_stays_in_its_folder() {
        assert_eq!(inside("./layers/roads.geojson.gz").as_deref(), Some("layers/roads.geojson.gz"));
        for href in ["../x", "a/../../x", "/etc/passwd", "a\\..\\x", "C:/x", "https://example.org/x"] {
            assert_eq!(inside(href), None, "{href}");
        }
    }
}
