use bytes::{Bytes, BytesMut};
use multer::{Field, Multipart};

use super::field::Content;
use super::flow::Flow;
use super::raw::{Full, MAX_FIELDS, Raw, Upload};
use crate::fault::Fault;
use crate::words::Words;

/// The longest file name that is kept.
const MAX_FILE_NAME: usize = 200;

/// Reads a form of several parts (RFC 7578), of which at most so many bytes are kept.
pub(super) async fn read(
    kind: &str,
    body: &mut Flow,
    keep: usize,
    words: &Words,
) -> Result<Raw, Fault> {
    let broken = |_| Fault::BadRequest(words.t("form-not-understood"));
    let full = |full: Full| full.fault(keep, words);
    let boundary = multer::parse_boundary(kind).map_err(broken)?;
    let mut parts = Multipart::new(body, boundary);
    let mut raw = Raw::default();
    let (mut seen, mut room) = (0, keep);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        // Parts that are dropped below cost time as well.
        seen += 1;
        if seen > MAX_FIELDS {
            return Err(full(Full::Fields));
        }
        let Some(name) = part.name().map(ToOwned::to_owned) else { continue };
        if let Some(file) = described(&part) {
            let mut bytes = BytesMut::new();
            while let Some(chunk) = part.chunk().await.map_err(broken)? {
                room = room.checked_sub(chunk.len()).ok_or_else(|| full(Full::Bytes))?;
                bytes.extend_from_slice(&chunk);
            }
            add_file(&mut raw, name, Upload { bytes: bytes.freeze(), ..file }).map_err(full)?;
        } else {
            let mut content = Content::default();
            while let Some(chunk) = part.chunk().await.map_err(broken)? {
                content.extend(&chunk);
            }
            room = room.checked_sub(content.size()).ok_or_else(|| full(Full::Bytes))?;
            raw.add(name.as_bytes(), content).map_err(full)?;
        }
    }
    Ok(raw)
}

/// What the browser says about a file; `None` for a plain field.
fn described(part: &Field<'_>) -> Option<Upload> {
    let name = part.file_name()?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = last.chars().filter(|c| !base::text::is_hidden(*c)).take(MAX_FILE_NAME).collect();
    let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
    Some(Upload { name, media_type, bytes: Bytes::new() })
}

/// Adds a file; a field without a chosen file comes as an empty one without a name.
fn add_file(raw: &mut Raw, field: String, file: Upload) -> Result<(), Full> {
    if file.name.is_empty() && file.bytes.is_empty() {
        return Ok(());
    }
    if raw.fields.len() + raw.files.len() >= MAX_FIELDS {
        return Err(Full::Fields);
    }
    raw.files.push((field, file));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use base::Locale;

    async fn form(body: &[u8]) -> Result<Raw, Fault> {
        let words = Words::read(Locale::EN, &[&crate::PART]).unwrap();
        let mut body = Flow::new(Body::from(body.to_vec()), 1 << 20);
        Raw::read("multipart/form-data; boundary=X", &mut body, 64 << 10, &words).await
    }

    #[tokio::test]
    async fn files_and_fields_come_apart() {
        let body = b"--X\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\xff\r\n\
            --X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"C:\\\\a\\\\b.jpg\"\r\n\
            Content-Type: image/jpeg\r\n\r\nJPEG\r\n\
            --X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n\r\n--X--\r\n";
        let raw = form(body).await.unwrap();
        assert!(raw.line("note", 10).is_err());
        assert_eq!(raw.files("photo").count(), 1);
        let photo = raw.file("photo").unwrap();
        assert_eq!((&*photo.name, &photo.bytes[..]), ("b.jpg", &b"JPEG"[..]));
    }

    #[tokio::test]
    async fn a_text_that_never_ends_is_cut_and_a_file_is_not() {
        let head = "--X\r\nContent-Disposition: form-data; name=\"a\"";
        let long = "x".repeat(900 << 10);
        let text = form(format!("{head}\r\n\r\n{long}\r\n--X--\r\n").as_bytes()).await.unwrap();
        assert_eq!(text.overlong("a"), Some(long.len()));
        let file = format!("{head}; filename=\"f\"\r\n\r\n{long}\r\n--X--\r\n");
        assert!(matches!(form(file.as_bytes()).await, Err(Fault::TooLarge(_))));
    }

    #[tokio::test]
    async fn parts_without_a_name_count_too() {
        for head in ["", "; name=\"photo\"; filename=\"\"", "; name=\"\""] {
            let part = format!("--X\r\nContent-Disposition: form-data{head}\r\n\r\n\r\n");
            let body = format!("{}--X--\r\n", part.repeat(MAX_FIELDS + 1));
            assert!(matches!(form(body.as_bytes()).await, Err(Fault::BadRequest(_))), "{head}");
        }
    }

    #[tokio::test]
    async fn a_broken_body_is_a_clear_error() {
        for body in [
            &b""[..],
            b"--X",
            b"--X\r\n\r\n",
            b"nonsense",
            b"--X\r\nContent-Disposition: x\r\n\r\n",
        ] {
            assert!(matches!(form(body).await, Err(Fault::BadRequest(_)) | Ok(_)));
        }
        let words = Words::read(Locale::EN, &[&crate::PART]).unwrap();
        for kind in ["multipart/form-data", "application/json", "text/plain; boundary"] {
            let read = Raw::read(kind, &mut Flow::new(Body::from("x"), 9), 9, &words).await;
            assert!(matches!(read, Err(Fault::BadRequest(_))), "{kind}");
        }
    }
}
