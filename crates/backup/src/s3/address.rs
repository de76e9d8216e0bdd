use std::fmt;

use crate::BackupError;

/// Who asks.
#[derive(Clone)]
pub struct Keys {
    /// The access key's id.
    pub id: String,
    /// The secret access key.
    pub secret: String,
    /// The session's token, where the keys last for an hour only.
    pub token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.id)
    }
}

/// Where a bucket is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether it is asked over TLS.
    pub(crate) secure: bool,
    /// The server, with its port where that is not the usual one.
    pub(crate) host: String,
    /// What stands before each object: nothing, or the bucket.
    pub(crate) base: String,
    /// The folder in the bucket, with a slash at its end, or nothing.
    folder: String,
    /// The region, which signatures name.
    pub(crate) region: String,
}

impl Address {
    /// Reads `s3://BUCKET[/FOLDER]`. Without an endpoint Amazon is meant. Elsewhere the bucket stands in the path,
    /// as every storage understands it; plain HTTP only on this machine.
    pub fn parse(text: &str, endpoint: Option<&str>, region: &str) -> Result<Self, BackupError> {
        let wrong = |why: &str| BackupError::Storage(format!("`{text}` {why}"));
        let rest = text.strip_prefix("s3://").ok_or_else(|| wrong("does not begin with s3://"))?;
        let (bucket, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if bucket.is_empty() || !bucket.chars().all(fits) {
            return Err(wrong("names no bucket: write s3://BUCKET/FOLDER"));
        }
        let folder = folder.trim_matches('/');
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let (secure, host, base) = match endpoint {
            // The certificate holds for one name before the rest, and a dot would make two of it.
            None if bucket.contains('.') => {
                (true, format!("s3.{region}.amazonaws.com"), format!("/{bucket}"))
            }
            None => (true, format!("{bucket}.s3.{region}.amazonaws.com"), String::new()),
            Some(endpoint) => {
                let (secure, host) = server(endpoint)?;
                (secure, host, format!("/{bucket}"))
            }
        };
        Ok(Self { secure, host, base, folder, region: region.to_owned() })
    }

    /// The key of an object in the folder.
    pub(crate) fn key(&self, name: &str) -> String {
        format!("{}{name}", self.folder)
    }

    /// The server's name without its port.
    pub(crate) fn name(&self) -> &str {
        self.host.rsplit_once(':').map_or(&self.host, |(name, _)| name)
    }

    /// Where the server listens.
    pub(crate) fn place(&self) -> String {
        let port = if self.secure { 443 } else { 80 };
        if self.host.contains(':') { self.host.clone() } else { format!("{}:{port}", self.host) }
    }
}

/// Reads an endpoint, `https://HOST[:PORT]`.
fn server(endpoint: &str) -> Result<(bool, String), BackupError> {
    let wrong = |why: &str| BackupError::Storage(format!("the endpoint `{endpoint}` {why}"));
    let (scheme, host) = endpoint
        .trim_end_matches('/')
        .split_once("://")
        .ok_or_else(|| wrong("must begin with https://"))?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if name.is_empty() || host.contains(['/', '@', '?', '#']) {
        return Err(wrong("names no server: write https://HOST or https://HOST:PORT"));
    }
    match scheme {
        "https" => Ok((true, host.to_owned())),
        // Names and sizes of backups, and the right to remove them for a quarter of an hour, travel in the clear.
        "http" if matches!(name, "127.0.0.1" | "localhost") => Ok((false, host.to_owned())),
        _ => Err(wrong("must begin with https://")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_amazons_or_one_of_an_endpoint() {
        let amazon = Address::parse("s3://town-backups/a/b/", None, "eu-west-1").unwrap();
        assert_eq!(amazon.place(), "town-backups.s3.eu-west-1.amazonaws.com:443");
        assert_eq!((amazon.base.as_str(), amazon.key("x.tar")), ("", "a/b/x.tar".into()));
        let dotted = Address::parse("s3://a.b", None, "r").unwrap();
        assert_eq!((dotted.name(), dotted.base.as_str()), ("s3.r.amazonaws.com", "/a.b"));
        let own = Address::parse("s3://b", Some("http://127.0.0.1:9000/"), "r").unwrap();
        assert_eq!((own.place(), own.base.as_str()), ("127.0.0.1:9000".into(), "/b"));
        assert_eq!((own.name(), own.key("x.tar")), ("127.0.0.1", "x.tar".into()));
    }

    #[test]
    fn what_would_travel_in_the_clear_or_is_no_address_is_refused() {
        for (bucket, endpoint) in [
            ("s3://b", Some("http://storage.example")),
            ("s3://b", Some("storage.example")),
            ("s3://b", Some("https://key@storage.example")),
            ("s3://", None),
            ("s3://a b/c", None),
            ("https://b", None),
        ] {
            assert!(Address::parse(bucket, endpoint, "r").is_err(), "{bucket} {endpoint:?}");
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        let keys = Keys { id: "ID".into(), secret: "hidden".into(), token: Some("hidden".into()) };
        assert!(!format!("{keys:?}").contains("hidden"));
    }
}
