//! Copies of datasets in the browser's own storage (the origin private file system), for readers who ask for one.
//!
//! A copy is a cache, not a save: clearing the browser's data removes it. Each lies in a folder of its own, its files
//! numbered; what is whole stands on a list that is written last, so that a copy that was broken off is never opened.

use super::files::Picked;
use super::{PlatformError, now};
use crate::domain::Words;
use crate::view::cities::{KeptCity, Shelf};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemRemoveOptions, FileSystemWritableFileStream,
};

const FOLDER: &str = "cities";
const LIST: &str = "list.json";
const DOING: &str = "keep a copy in this browser";

/// The browser's storage of this page.
pub struct Store(FileSystemDirectoryHandle);

impl Store {
    /// The storage. A browser without one, or a page that came over plain HTTP from elsewhere, has none.
    pub async fn open() -> Result<Self, PlatformError> {
        let storage = web_sys::window().map(|w| w.navigator().storage()).filter(|s| !s.is_undefined());
        let has = |s: &web_sys::StorageManager| js_sys::Reflect::has(s, &"getDirectory".into()) == Ok(true);
        let storage = storage.filter(has).ok_or_else(|| PlatformError {
            doing: DOING,
            why: "this browser keeps no files for this page".to_owned(),
        })?;
        let root: FileSystemDirectoryHandle = done(storage.get_directory()).await?;
        Ok(Self(folder(&root, FOLDER).await?))
    }

    /// What is kept.
    pub async fn shelf(&self) -> Shelf {
        match self.text(LIST).await {
            Ok(text) => Shelf::read(&text),
            Err(_) => Shelf::default(),
        }
    }

    /// Keeps a copy of a dataset's files and of the own tables that were joined to it, in the place of an older one of the
    /// same city and day.
    pub async fn keep(
        &self,
        name: Words,
        as_of: String,
        files: &Picked,
        joined: &[Picked],
    ) -> Result<KeptCity, PlatformError> {
        let tables = joined.iter().map(|table| table.parts().len() as u32).collect();
        let all = [files].into_iter().chain(joined).flat_map(|of| of.parts().iter().cloned());
        let files = &Picked::from_parts(all.collect());
        let mut shelf = self.shelf().await;
        let key = shelf.free_key();
        // What an attempt that was broken off may have left there.
        let _ = self.remove(key).await;
        let copied = self.copy(key, files).await;
        let city = KeptCity {
            key,
            name,
            as_of,
            files: files.names().map(str::to_owned).collect(),
            bytes: files.parts().iter().map(|(_, bytes)| u64::from(bytes.length())).sum(),
            at: now(),
            tables,
        };
        let replaced = shelf.put(city.clone());
        let listed = match copied {
            Ok(()) => write(&self.0, LIST, &Uint8Array::from(shelf.write().as_bytes())).await,
            Err(error) => Err(error),
        };
        if let Err(error) = listed {
            let _ = self.remove(key).await;
            return Err(error);
        }
        for old in replaced {
            let _ = self.remove(old).await;
        }
        Ok(city)
    }

    /// The files of a copy, and those of each own table that was joined to it.
    pub async fn take(&self, city: &KeptCity) -> Result<(Picked, Vec<Picked>), PlatformError> {
        let folder = folder(&self.0, &city.key.to_string()).await?;
        let mut files = Vec::with_capacity(city.files.len());
        for (i, name) in city.files.iter().enumerate() {
            let file = read(&folder, &i.to_string()).await?;
            let buffer: JsValue = done(file.array_buffer()).await?;
            files.push((name.clone(), Uint8Array::new(&buffer)));
        }
        let mut joined = Vec::with_capacity(city.tables.len());
        for count in city.tables.iter().rev() {
            let from = files.len().saturating_sub(*count as usize);
            joined.insert(0, Picked::from_parts(files.split_off(from)));
        }
        Ok((Picked::from_parts(files), joined))
    }

    /// Removes a copy.
    pub async fn forget(&self, key: u32) -> Result<(), PlatformError> {
        let mut shelf = self.shelf().await;
        shelf.remove(key);
        write(&self.0, LIST, &Uint8Array::from(shelf.write().as_bytes())).await?;
        self.remove(key).await
    }

    async fn copy(&self, key: u32, files: &Picked) -> Result<(), PlatformError> {
        let folder = folder(&self.0, &key.to_string()).await?;
        for (i, (_, bytes)) in files.parts().iter().enumerate() {
            write(&folder, &i.to_string(), bytes).await?;
        }
        Ok(())
    }

    async fn remove(&self, key: u32) -> Result<(), PlatformError> {
        let options = FileSystemRemoveOptions::new();
        options.set_recursive(true);
        JsFuture::from(self.0.remove_entry_with_options(&key.to_string(), &options)).await.map_err(failed)?;
        Ok(())
    }

    async fn text(&self, name: &str) -> Result<String, PlatformError> {
        let text: JsValue = done(read(&self.0, name).await?.text()).await?;
        Ok(text.as_string().unwrap_or_default())
    }
}

fn failed(thrown: JsValue) -> PlatformError {
    PlatformError::new(DOING, &thrown)
}

async fn done<T: JsCast>(promise: Promise) -> Result<T, PlatformError> {
    Ok(JsFuture::from(promise).await.map_err(failed)?.unchecked_into())
}

async fn folder(of: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemDirectoryHandle, PlatformError> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    done(of.get_directory_handle_with_options(name, &options)).await
}

async fn read(of: &FileSystemDirectoryHandle, name: &str) -> Result<File, PlatformError> {
    let handle: FileSystemFileHandle = done(of.get_file_handle(name)).await?;
    done(handle.get_file()).await
}

/// Writes a whole file: it is there entirely or, where the browser refuses, as it was before.
async fn write(of: &FileSystemDirectoryHandle, name: &str, bytes: &Uint8Array) -> Result<(), PlatformError> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle: FileSystemFileHandle = done(of.get_file_handle_with_options(name, &options)).await?;
    let stream: FileSystemWritableFileStream = done(handle.create_writable()).await?;
    JsFuture::from(stream.write_with_js_u8_array(bytes).map_err(failed)?).await.map_err(failed)?;
    JsFuture::from(stream.close()).await.map_err(failed)?;
    Ok(())
}
