//! `riskmap serve`: the built app and one dataset on one port.
//!
//! Meant for the own machine (the default address is loopback, and requests that name another host are refused there,
//! so that no web site can reach the data through the browser) or for a trusted network behind a proper web server.
//! Layers marked `restricted` are served like the others: who may reach this port may see them. A folder for the
//! public is another command's work.

mod files;
mod headers;

use crate::outcome::{Failure, Outcome, Verdict};
use axum::Router;
use axum::middleware;
use axum::routing::get;
use files::Dataset;
use headers::Host;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tower_http::services::ServeDir;

/// The app and a dataset on one port.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset: a folder with city.json
    dir: PathBuf,
    /// The built app
    #[arg(long, default_value = "dist")]
    dist: PathBuf,
    /// The port; 0 takes any free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 shows app and data to the whole network
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
}

/// Serves until ended. Prints the page's address once the port is open.
pub fn run(args: Args) -> Outcome {
    if !args.dist.join("index.html").is_file() {
        return Err(Failure::said(format!("no index.html in {:?}: build the app first (make web)", args.dist)));
    }
    let dataset = Dataset::open(&args.dir)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let wanted = SocketAddr::new(args.host, args.port);
        let listener = tokio::net::TcpListener::bind(wanted).await.map_err(|error| cannot_listen(wanted, &error))?;
        let address = listener.local_addr()?;
        crate::outcome::print(format!("http://{address}/\n"))?;
        axum::serve(listener, app(dataset, args.dist, Host::of(address))).await?;
        Ok(Verdict::Good)
    })
}

fn cannot_listen(wanted: SocketAddr, error: &io::Error) -> Failure {
    Failure::said(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {} is taken: another program (perhaps another riskmap) listens there; choose one with --port, \
             or --port 0 for any",
            wanted.port()
        ),
        io::ErrorKind::PermissionDenied => format!("port {} needs more rights; choose one over 1023", wanted.port()),
        io::ErrorKind::AddrNotAvailable => format!("{} is not an address of this machine", wanted.ip()),
        _ => format!("cannot listen on {wanted}: {error}"),
    })
}

fn app(dataset: Dataset, dist: PathBuf, host: Host) -> Router {
    let built = ServeDir::new(dist).precompressed_br().precompressed_gzip();
    Router::new()
        .route("/data/{*file}", get(files::serve))
        .with_state(Arc::new(dataset))
        .fallback_service(built)
        .layer(middleware::map_response(headers::guard))
        .layer(middleware::from_fn(headers::cache))
        .layer(middleware::from_fn_with_state(host, headers::only_this_host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{Request, Response, StatusCode, header};
    use std::fs;
    use std::path::Path;
    use tower::ServiceExt;

    /// A built app and a dataset beside a file that nobody may see.
    fn site() -> (tempfile::TempDir, Router) {
        let root = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().expect("inside the root")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("dist/index.html", "<!doctype html>");
        write("dist/app-0123456789abcdef_bg.wasm", "wasm");
        write("dist/app-0123456789abcdef_bg.wasm.br", "br");
        write("dist/maplibre/maplibre-gl.mjs", "export {}");
        write("secret.txt", "secret");
        write("city/notes.txt", "not named by the manifest");
        write("city/layers/酒店.geojson.gz", "gz");
        write("city/crashes.csv", "id,lon,lat");
        write(
            "city/city.json",
            r#"{"schema":"riskmap/1","name":{"zh":"试","en":"Try"},"as_of":"2024-01-01","report":"../secret.txt",
               "layers":{"venues":{"href":"./layers/酒店.geojson.gz"},"crashes":{"href":"crashes.csv"},
               "roads":{"href":"linked.csv"}}}"#,
        );
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path().join("secret.txt"), root.path().join("city/linked.csv"))
            .expect("a link");
        let dataset = Dataset::open(&root.path().join("city")).expect("a dataset");
        let app = app(dataset, root.path().join("dist"), Host::of(([127, 0, 0, 1], 8080).into()));
        (root, app)
    }

    #[test]
    fn an_archive_is_not_served_and_what_to_do_is_said() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let zip = root.path().join("city.zip");
        fs::write(&zip, "PK").expect("a file");
        match Dataset::open(&zip) {
            Err(Failure::Said(words)) => assert!(words.contains("unpack the archive"), "{words}"),
            _ => panic!("a file is no folder"),
        }
    }

    async fn ask(app: &Router, path: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
        let mut request = Request::get(path).header(header::HOST, "127.0.0.1:8080");
        for (name, value) in headers {
            request.headers_mut().expect("a request").insert(name, value.parse().expect("a value"));
        }
        app.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer")
    }

    fn said(answer: &Response<Body>, name: header::HeaderName) -> Option<&str> {
        answer.headers().get(name).and_then(|value| value.to_str().ok())
    }

    fn on_one_thread(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test);
    }

    #[test]
    fn the_app_comes_with_its_policy_and_is_cached_by_name() {
        on_one_thread(async {
            let (_root, app) = site();
            let page = ask(&app, "/", &[]).await;
            assert_eq!(page.status(), StatusCode::OK);
            assert_eq!(said(&page, header::CACHE_CONTROL), Some("no-cache"));
            let policy = said(&page, header::CONTENT_SECURITY_POLICY).expect("a policy");
            assert!(policy.contains("connect-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(said(&page, header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
            assert_eq!(said(&page, header::REFERRER_POLICY), Some("no-referrer"));

            let wasm = ask(&app, "/app-0123456789abcdef_bg.wasm", &[(header::ACCEPT_ENCODING, "gzip, br")]).await;
            assert_eq!(said(&wasm, header::CONTENT_TYPE), Some("application/wasm"));
            assert_eq!(said(&wasm, header::CONTENT_ENCODING), Some("br"));
            assert_eq!(said(&wasm, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));

            let module = ask(&app, "/maplibre/maplibre-gl.mjs", &[]).await;
            assert!(said(&module, header::CONTENT_TYPE).is_some_and(|mime| mime.contains("javascript")));
            assert_eq!(said(&module, header::CACHE_CONTROL), Some("no-cache"));

            let missing = ask(&app, "/app-ffffffffffffffff.js", &[]).await;
            assert_eq!(missing.status(), StatusCode::NOT_FOUND);
            assert_eq!(said(&missing, header::CACHE_CONTROL), Some("no-cache"), "a missing file is not remembered");
        });
    }

    #[test]
    fn the_dataset_shows_what_its_manifest_names_and_nothing_else() {
        on_one_thread(async {
            let (root, app) = site();
            for (path, mime) in [
                ("/data/city.json", "application/json"),
                ("/data/crashes.csv", "text/csv; charset=utf-8"),
                ("/data/layers/%E9%85%92%E5%BA%97.geojson.gz", "application/gzip"),
            ] {
                let answer = ask(&app, path, &[(header::ACCEPT_ENCODING, "gzip")]).await;
                assert_eq!(answer.status(), StatusCode::OK, "{path}");
                assert_eq!(said(&answer, header::CONTENT_TYPE), Some(mime));
                assert_eq!(said(&answer, header::CONTENT_ENCODING), None, "the file as it is");
                assert_eq!(said(&answer, header::CACHE_CONTROL), Some("no-cache"));
            }
            assert!(Path::new(&root.path().join("city/notes.txt")).exists() && root.path().join("secret.txt").exists());
            for path in [
                "/data/notes.txt",
                "/data/../secret.txt",
                "/data/%2e%2e/secret.txt",
                "/data/..%2fsecret.txt",
                "/data/layers/..%5c..%5csecret.txt",
                "/data/layers/../../secret.txt",
                "/data/%2fetc%2fpasswd",
                "/data/linked.csv",
                "/data/layers",
                "/../secret.txt",
                "/%2e%2e/secret.txt",
            ] {
                assert_eq!(ask(&app, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
            }
        });
    }

    #[test]
    fn another_sites_name_for_this_machine_is_refused() {
        on_one_thread(async {
            let (_root, app) = site();
            for (host, status) in [
                ("localhost:8080", StatusCode::OK),
                ("127.0.0.1:8080", StatusCode::OK),
                ("[::1]:8080", StatusCode::OK),
                ("rebound.example:8080", StatusCode::MISDIRECTED_REQUEST),
                ("127.0.0.1.rebound.example", StatusCode::MISDIRECTED_REQUEST),
            ] {
                let answer = ask(&app, "/data/city.json", &[(header::HOST, host)]).await;
                assert_eq!(answer.status(), status, "{host}");
            }
        });
    }

    #[test]
    fn a_taken_port_is_said_plainly() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = taken.local_addr().expect("an address");
        let error = std::net::TcpListener::bind(address).expect_err("taken");
        match cannot_listen(address, &error) {
            Failure::Said(words) => assert!(words.contains("is taken") && words.contains("--port"), "{words}"),
            other => panic!("{other:?}"),
        }
    }
}
