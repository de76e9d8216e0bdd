//! What a file is, by its first bytes.

use image::ImageFormat;

/// What an upload turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A photo of a type that is taken.
    Photo(ImageFormat),
    /// HEIC or HEIF, as telephones write it when set so: worth a word of advice.
    Heic,
    /// Anything else.
    Other,
}

/// The brands of ISO base media files that hold HEIF pictures (ISO/IEC 23008-12, 10.2).
const HEIF_BRANDS: [&[u8]; 9] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"];

/// Tells the kind of a file from its signature.
pub(crate) fn of(bytes: &[u8]) -> Kind {
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Kind::Photo(ImageFormat::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Kind::Photo(ImageFormat::Png)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Kind::Photo(ImageFormat::Gif)
    } else if at(0, 4) == b"RIFF" && at(8, 12) == b"WEBP" {
        Kind::Photo(ImageFormat::WebP)
    } else if at(4, 8) == b"ftyp" && HEIF_BRANDS.contains(&at(8, 12)) {
        Kind::Heic
    } else {
        Kind::Other
    }
}
