//! What every answer carries: the content policy, how long it keeps, and whom it is for.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// What the page may do: run its own scripts and WASM, talk to this server, nothing else. The same policy stands in
/// public/index.html for any other web server; only `frame-ancestors` counts in a header alone.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
     connect-src 'self'; img-src 'self' data:; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=(), display-capture=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers that every answer carries.
pub async fn guard(mut response: Response) -> Response {
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A file whose name holds a hash of its content never changes; everything else is asked for anew, which costs
/// nothing where it has not changed.
pub async fn cache(request: Request, next: Next) -> Response {
    let forever = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let fine = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if forever && fine { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// Whether the path has a hash in it: a run of at least 12 hexadecimal digits between separators. A dataset's files
/// are never taken for such.
fn is_hashed(path: &str) -> bool {
    !path.starts_with("/data/")
        && path.split(['/', '-', '.', '_']).any(|part| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The names by which this server may be called.
#[derive(Clone, Debug)]
pub struct Host {
    /// The port where only this machine may ask; none where the whole network may.
    loopback_port: Option<u16>,
}

impl Host {
    /// Of a server at this address.
    pub fn of(address: SocketAddr) -> Self {
        Self { loopback_port: address.ip().is_loopback().then_some(address.port()) }
    }

    fn answers_to(&self, name: &str) -> bool {
        self.loopback_port.is_none_or(|port| {
            ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
                name.strip_prefix(own).is_some_and(|rest| {
                    rest.is_empty() || rest.strip_prefix(':').is_some_and(|asked| asked == port.to_string())
                })
            })
        })
    }
}

/// On loopback, refuses requests that name another host: a web site that points its own name here would else read the
/// data through the visitor's browser.
pub async fn only_this_host(State(host): State<Host>, request: Request, next: Next) -> Response {
    let asked = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if host.answers_to(asked) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "this server answers to localhost alone").into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_carries_the_same_policy() {
        let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/public/index.html"));
        let in_meta = POLICY.strip_suffix("; frame-ancestors 'none'").expect("frame-ancestors come last");
        assert!(page.contains(&format!(r#"http-equiv="Content-Security-Policy" content="{in_meta}""#)));
    }

    #[test]
    fn only_names_with_a_hash_keep_forever() {
        for path in ["/app-7f1d9a02b5c4e6d1.js", "/engine-0a1b2c3d4e5f/engine_loader.js", "/tokens-81a0ccd9f20b771.css"]
        {
            assert!(is_hashed(path), "{path}");
        }
        for path in ["/", "/index.html", "/maplibre/maplibre-gl.mjs", "/start.js", "/data/deadbeefdeadbeef.csv"] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
