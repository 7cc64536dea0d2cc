//! Files of this page's own origin, whole or as a stream.

use super::PlatformError;
use futures_channel::oneshot;
use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

/// A whole file.
pub async fn bytes(url: &str) -> Result<Vec<u8>, PlatformError> {
    get(url).await?.binary().await.map_err(|e| PlatformError { doing: "fetch", why: format!("{url}: {e}") })
}

/// Asks for a file at once, to be read in pieces when its turn comes: as it is stored, the reader unpacks what is gzipped.
pub fn ask(url: String) -> oneshot::Receiver<Result<Stream, PlatformError>> {
    let (send, receive) = oneshot::channel();
    spawn_local(async move {
        // Whoever asked may have gone.
        let _ = send.send(stream(&url).await);
    });
    receive
}

async fn stream(url: &str) -> Result<Stream, PlatformError> {
    let response = get(url).await?;
    let total = response.headers().get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    let body: ReadableStream =
        response.body().ok_or_else(|| PlatformError { doing: "fetch", why: format!("{url}: empty") })?;
    Ok(Stream { reader: body.get_reader().unchecked_into(), done: 0, total })
}

async fn get(url: &str) -> Result<Response, PlatformError> {
    let fail = |why: String| PlatformError { doing: "fetch", why: format!("{url}: {why}") };
    let response = Request::get(url).send().await.map_err(|e| fail(e.to_string()))?;
    if response.ok() { Ok(response) } else { Err(fail(format!("HTTP {}", response.status()))) }
}

/// A file on its way.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    done: u64,
    total: u64,
}

impl Stream {
    /// The next piece; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, PlatformError> {
        let fail = |e: JsValue| PlatformError::new("fetch", &e);
        let result = JsFuture::from(self.reader.read()).await.map_err(fail)?;
        if Reflect::get(&result, &"done".into()).map_err(fail)?.is_truthy() {
            return Ok(None);
        }
        let chunk: Uint8Array = Reflect::get(&result, &"value".into()).map_err(fail)?.unchecked_into();
        self.done += u64::from(chunk.length());
        Ok(Some(chunk))
    }

    /// Bytes read so far, and in all (0 when unknown).
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }
}
