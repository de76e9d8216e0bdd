use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use multer::{Field, Multipart};

use super::raw::{MAX_FIELDS, Raw, Upload};
use crate::fault::Fault;
use crate::routes::FORM_BYTES;
use crate::words::Words;

/// The longest file name that is kept.
const MAX_FILE_NAME: usize = 200;

/// Reads a form of several parts (RFC 7578). The whole body is in memory and within its limit.
pub(super) async fn read(kind: &str, bytes: Bytes, words: &Words) -> Result<Raw, Fault> {
    let broken = |_| Fault::BadRequest(words.t("form-not-understood"));
    let boundary = multer::parse_boundary(kind).map_err(broken)?;
    let body = stream::once(async { Ok::<_, Infallible>(bytes) });
    let mut parts = Multipart::new(body, boundary);
    let mut raw = Raw::default();
    let mut seen = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        // Parts that are dropped below cost time as well.
        seen += 1;
        if seen > MAX_FIELDS {
            return Err(Fault::BadRequest(words.t("form-too-many")));
        }
        let Some(name) = part.name().map(ToOwned::to_owned) else { continue };
        if let Some(file) = described(&part) {
            let bytes = part.bytes().await.map_err(broken)?;
            add_file(&mut raw, name, Upload { bytes, ..file })
        } else {
            let value = part.bytes().await.map_err(broken)?;
            if value.len() > FORM_BYTES {
                return Err(Fault::TooLarge(FORM_BYTES));
            }
            raw.add(name.as_bytes(), &value)
        }
        .ok_or_else(|| Fault::BadRequest(words.t("form-too-many")))?;
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
fn add_file(raw: &mut Raw, field: String, file: Upload) -> Option<()> {
    if file.name.is_empty() && file.bytes.is_empty() {
        return Some(());
    }
    if raw.fields.len() + raw.files.len() >= MAX_FIELDS {
        return None;
    }
    raw.files.push((field, file));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Locale;

    async fn form(body: &[u8]) -> Result<Raw, Fault> {
        let words = Words::read(Locale::EN, &[&crate::PART]).unwrap();
        let body = Bytes::copy_from_slice(body);
        Raw::read("multipart/form-data; boundary=X", body, &words).await
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
            let read = Raw::read(kind, Bytes::from_static(b"x"), &words).await;
            assert!(matches!(read, Err(Fault::BadRequest(_))), "{kind}");
        }
    }
}
