//! Signature version 4, by which a storage knows who asks and that nobody changed what is asked.
//!
//! After Amazon's "Authenticating requests (AWS Signature Version 4)", whose example the test repeats.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::address::Keys;

/// What is signed.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) host: &'a str,
    /// The path, encoded.
    pub(super) path: &'a str,
    /// Names and values, not encoded.
    pub(super) query: &'a [(String, String)],
    /// The SHA-256 of the body in hexadecimal.
    pub(super) body: &'a str,
    /// Further headers by their names in small letters, in order, each after `host` and before `x-amz-date`.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// The time: 20261124T194519Z.
    pub(super) stamp: &'a str,
    pub(super) region: &'a str,
}

/// Makes the value of the header `Authorization`.
pub(super) fn authorization(request: &Request<'_>, keys: &Keys) -> String {
    let day = request.stamp.get(..8).unwrap_or_default();
    let scope = format!("{day}/{}/s3/aws4_request", request.region);
    let mut headers = vec![("host", request.host)];
    headers.extend_from_slice(request.headers);
    headers.push(("x-amz-content-sha256", request.body));
    headers.push(("x-amz-date", request.stamp));
    if let Some(token) = &keys.token {
        headers.push(("x-amz-security-token", token));
    }
    let mut lines = String::new();
    for (name, value) in &headers {
        lines.extend([name, ":", value, "\n"]);
    }
    let signed: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let signed = signed.join(";");
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n{signed}\n{}",
        request.method,
        request.path,
        query(request.query),
        request.body
    );
    let digest = hex::encode(Sha256::digest(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{digest}", request.stamp);
    let mut key = mac(format!("AWS4{}", keys.secret).as_bytes(), day);
    for part in [request.region, "s3", "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex::encode(mac(&key, &text));
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={signed},Signature={signature}",
        keys.id
    )
}

/// The query, encoded and in order.
pub(super) fn query(pairs: &[(String, String)]) -> String {
    let mut pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.sort();
    pairs.join("&")
}

/// A text with every byte encoded but those that RFC 3986 calls unreserved.
pub(super) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A path with each of its parts encoded.
pub(super) fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The body of an empty request.
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn keys() -> Keys {
        Keys {
            id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
            token: None,
        }
    }

    fn signature(query: &[(String, String)], path: &str, headers: &[(&str, &str)]) -> String {
        let request = Request {
            method: "GET",
            host: "examplebucket.s3.amazonaws.com",
            path,
            query,
            body: EMPTY,
            headers,
            stamp: "20130524T000000Z",
            region: "us-east-1",
        };
        authorization(&request, &keys()).rsplit('=').next().unwrap().to_owned()
    }

    #[test]
    fn the_examples_of_the_specification_are_signed_as_they_are_there() {
        let range = [("range", "bytes=0-9")];
        assert_eq!(
            signature(&[], "/test.txt", &range),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
        let lifecycle = [("lifecycle".to_owned(), String::new())];
        assert_eq!(
            signature(&lifecycle, "/", &[]),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        );
        let list = [("prefix".to_owned(), "J".to_owned()), ("max-keys".to_owned(), "2".to_owned())];
        assert_eq!(
            signature(&list, "/", &[]),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        );
    }

    #[test]
    fn paths_keep_their_slashes_and_nothing_else_that_is_special() {
        assert_eq!(encoded_path("/b/a b+c/ü.tar"), "/b/a%20b%2Bc/%C3%BC.tar");
        assert_eq!(encoded("a/b=c&d"), "a%2Fb%3Dc%26d");
    }
}
