use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::fault::Fault;
use crate::part::{Part, files_of};

/// Hex digits of the content's SHA-256 in an address: 48 bits tell apart all versions there ever are.
const HASH_DIGITS: usize = 12;

/// The files that pages load: CSS, scripts, fonts, images.
#[derive(Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

#[derive(Debug)]
struct Asset {
    hash: String,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

impl Assets {
    /// Collects the assets of all parts; `x.css.br` and `x.css.gz` are `x.css` compressed.
    pub(crate) fn collect(parts: &[&'static Part]) -> Self {
        let mut assets = BTreeMap::new();
        let mut compressed = Vec::new();
        for file in parts.iter().filter_map(|part| part.assets).flat_map(files_of) {
            let Some(name) = file.path().to_str().map(|name| name.replace('\\', "/")) else {
                continue;
            };
            if matches!(name.rsplit_once('.'), Some((_, "br" | "gz"))) {
                compressed.push((name, file.contents()));
            } else {
                let hash = hash(file.contents());
                let asset = Asset { hash, plain: file.contents(), brotli: None, gzip: None };
                assets.insert(name, asset);
            }
        }
        for (name, bytes) in compressed {
            let Some((plain, kind)) = name.rsplit_once('.') else { continue };
            if let Some(asset) = assets.get_mut(plain) {
                let slot = if kind == "br" { &mut asset.brotli } else { &mut asset.gzip };
                *slot = Some(bytes);
            }
        }
        Self(assets)
    }

    /// The address of an asset, with its content's hash so that browsers may keep it for ever.
    pub fn address(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|asset| format!("/assets/{}/{name}", asset.hash))
    }

    /// The content of an asset.
    pub fn content(&self, name: &str) -> Option<&'static [u8]> {
        self.0.get(name).map(|asset| asset.plain)
    }

    /// The names of all assets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The hash of a content as it stands in addresses.
fn hash(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content)).chars().take(HASH_DIGITS).collect()
}

/// `GET /assets/{hash}/{*name}`: a file, compressed where the browser takes that.
pub(crate) async fn serve(
    State(app): State<App>,
    asked: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Path((hash, name)) = asked.map_err(|_| Fault::NotFound)?;
    let asset = app.assets().0.get(&name).ok_or(Fault::NotFound)?;
    // A page of the version before may still ask by the old hash while nodes change over: it gets
    // the new file, but must not keep it under the old address.
    let cache = if asset.hash == hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let accepts = |coding: &str| {
        headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|value| value.split([',', ';', ' ']).any(|part| part == coding))
    };
    let (body, coding) = match (asset.brotli, asset.gzip) {
        (Some(body), _) if accepts("br") => (body, Some("br")),
        (_, Some(body)) if accepts("gzip") => (body, Some("gzip")),
        _ => (asset.plain, None),
    };
    let mut response = (StatusCode::OK, body).into_response();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    head.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "json" | "geojson" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "pbf" => "application/x-protobuf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Makes the template function `asset('name')`.
pub(crate) fn function(
    assets: Arc<Assets>,
) -> impl Fn(String) -> Result<String, minijinja::Error> + Send + Sync + 'static {
    move |name| {
        assets.address(&name).ok_or_else(|| {
            minijinja::Error::new(
                minijinja::ErrorKind::InvalidOperation,
                format!("no asset is named {name}"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_the_content() {
        assert_ne!(hash(b"a"), hash(b"b"));
        assert_eq!(hash(b"a").len(), HASH_DIGITS);
    }

    #[test]
    fn compressed_twins_belong_to_their_asset() {
        let assets = Assets::collect(&[&crate::PART]);
        let css = assets.0.get("town.css").unwrap();
        assert!(css.brotli.is_some_and(|bytes| bytes.len() < css.plain.len()));
        assert!(css.gzip.is_some());
        assert!(assets.names().all(|name| !name.contains(".css.")));
        assert!(assets.address("town.css").unwrap().ends_with("/town.css"));
        assert_eq!(assets.address("no.css"), None);
    }

    #[test]
    fn fonts_named_in_the_css_exist_under_their_hash() {
        let assets = Assets::collect(&[&crate::PART]);
        let css = std::str::from_utf8(assets.content("town.css").unwrap()).unwrap();
        let mut seen = 0;
        for part in css.split("url(").skip(1) {
            let address = part.split(')').next().unwrap().trim_matches('"');
            if let Some(rest) = address.strip_prefix("/assets/") {
                let name = rest.split_once('/').unwrap().1;
                assert_eq!(assets.address(name).as_deref(), Some(address));
                seen += 1;
            }
        }
        assert!(seen > 0, "the town's typeface is loaded");
    }
}
