//! Files that the reader opens from this machine, and files that are saved to it. Nothing leaves it.

use super::{PlatformError, text_of};
use crate::dataset::Limits;
use crate::dataset::own::{LARGEST, is_lone_table, too_large};
use crate::domain::Words;
use crate::engine::NamedBytes;
use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
    HtmlAnchorElement, HtmlInputElement, Url,
};

/// Opened files, kept on the JavaScript side: the page's own memory never holds a dataset.
#[derive(Clone, Default)]
pub struct Picked(Rc<Vec<(String, Uint8Array)>>);

impl Picked {
    /// Files made elsewhere (the importer's).
    pub fn from_parts(files: Vec<(String, Uint8Array)>) -> Self {
        Self(Rc::new(files))
    }

    /// Their names, relative to the folder that was opened.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// What the reader picked, as they know it: the folder's name, or the file's; of several files the first and how many more.
    pub fn called(&self) -> String {
        let first = self.names().next().unwrap_or_default();
        match (first.split_once('/'), self.0.len()) {
            (Some((folder, _)), _) => folder.to_owned(),
            (None, 0 | 1) => first.to_owned(),
            (None, all) => format!("{first} +{}", all - 1),
        }
    }

    /// Names and contents.
    pub fn parts(&self) -> &[(String, Uint8Array)] {
        &self.0
    }

    /// Whether it is one table by itself, which says nowhere what it is.
    pub fn is_lone_table(&self) -> bool {
        matches!(&self.0[..], [(name, _)] if is_lone_table(name))
    }

    /// Whether nothing was picked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why files were not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum NotPicked {
    /// The browser refused.
    Browser(PlatformError),
    /// One is too large for the page.
    TooLarge(Words),
}

impl NotPicked {
    /// The sentence for people.
    pub fn words(&self) -> Words {
        match self {
            Self::Browser(error) => Words::same(error.to_string()),
            Self::TooLarge(words) => words.clone(),
        }
    }
}

impl From<PlatformError> for NotPicked {
    fn from(error: PlatformError) -> Self {
        Self::Browser(error)
    }
}

/// Asks for a folder. Empty when the reader picked none.
pub async fn pick_folder() -> Result<Picked, NotPicked> {
    pick(true).await
}

/// Asks for one or more files (a .zip, an extract, tables with their plan). Empty when the reader picked none.
pub async fn pick_files() -> Result<Picked, NotPicked> {
    pick(false).await
}

async fn pick(folder: bool) -> Result<Picked, NotPicked> {
    const DOING: &str = "open files";
    let fail = |e: JsValue| PlatformError::new(DOING, &e);
    let document = web_sys::window()
        .and_then(|w| w.document())
        .ok_or_else(|| PlatformError { doing: DOING, why: "no document".to_owned() })?;
    let input: HtmlInputElement = document.create_element("input").map_err(fail)?.unchecked_into();
    input.set_type("file");
    input.set_multiple(true);
    if folder {
        input.set_attribute("webkitdirectory", "").map_err(fail)?;
    }
    let (send, receive) = futures_channel::oneshot::channel::<()>();
    let send = Rc::new(RefCell::new(Some(send)));
    let listeners = ["change", "cancel"].map(|event| {
        let send = Rc::clone(&send);
        EventListener::new(&input, event, move |_| {
            if let Some(send) = send.borrow_mut().take() {
                let _ = send.send(());
            }
        })
    });
    input.click();
    let _ = receive.await;
    drop(listeners);
    let mut out = Vec::new();
    if let Some(list) = input.files() {
        for i in 0..list.length() {
            if let Some(file) = list.get(i) {
                let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into())
                    .ok()
                    .and_then(|p| p.as_string())
                    .filter(|p| !p.is_empty())
                    .unwrap_or_else(|| file.name());
                out.push((path, file));
            }
        }
    }
    read(out).await
}

/// The files and folders that were dropped. The entries must be taken in the event's own task, so call this at once.
pub fn dropped(transfer: &DataTransfer) -> impl Future<Output = Result<Picked, NotPicked>> + use<> {
    let items = transfer.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|i| items.get(i))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    async move {
        let mut out = Vec::new();
        let mut open = entries;
        while let Some(entry) = open.pop() {
            if entry.is_directory() {
                open.extend(children(entry.unchecked_ref()).await?);
            } else {
                let file = file_of(entry.unchecked_ref()).await?;
                out.push((entry.full_path().trim_start_matches('/').to_owned(), file));
            }
        }
        read(out).await
    }
}

/// Reads files, unless one is larger than the page can hold: nothing of any is read then.
async fn read(mut files: Vec<(String, File)>) -> Result<Picked, NotPicked> {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let most = match &files[..] {
        [(name, _)] if is_lone_table(name) => LARGEST,
        _ => Limits::default().file_bytes,
    };
    if let Some((name, _)) = files.iter().find(|(_, file)| file.size() > most as f64) {
        return Err(NotPicked::TooLarge(too_large(name, most)));
    }
    let mut out = Vec::new();
    for (name, file) in &files {
        out.push((name.clone(), bytes_of(file).await?));
    }
    Ok(Picked::from_parts(out))
}

async fn bytes_of(file: &File) -> Result<Uint8Array, PlatformError> {
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|e| PlatformError { doing: "read a file", why: format!("{}: {}", file.name(), text_of(&e)) })?;
    Ok(Uint8Array::new(&buffer))
}

async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, PlatformError> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        // A reader gives about a hundred entries a call, and none at the end.
        let promise = js_sys::Promise::new(&mut |resolve, reject| {
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let batch = JsFuture::from(promise).await.map_err(|e| PlatformError::new("read a folder", &e))?;
        let batch: Array = batch.unchecked_into();
        if batch.length() == 0 {
            return Ok(all);
        }
        all.extend(batch.iter().map(|e| e.unchecked_into::<FileSystemEntry>()));
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<File, PlatformError> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    let file = JsFuture::from(promise).await.map_err(|e| PlatformError::new("read a file", &e))?;
    Ok(file.unchecked_into())
}

/// Saves a file to the reader's downloads.
pub fn save(file: &NamedBytes) -> Result<(), PlatformError> {
    let fail = |e: JsValue| PlatformError::new("save a file", &e);
    let kind = BlobPropertyBag::new();
    kind.set_type(match file.name.rsplit('.').next() {
        Some("csv") => "text/csv;charset=utf-8",
        Some("zip") => "application/zip",
        Some("html") => "text/html;charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    });
    let parts = Array::of1(&Uint8Array::from(file.bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).map_err(fail)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(fail)?;
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        let link: HtmlAnchorElement = document.create_element("a").map_err(fail)?.unchecked_into();
        link.set_href(&address);
        link.set_download(&file.name);
        link.click();
    }
    Url::revoke_object_url(&address).map_err(fail)
}
