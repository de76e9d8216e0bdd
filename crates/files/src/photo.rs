//! From an upload to a harmless picture: pure work of the processor, without input or output.

use std::io::Cursor;

use base::geo::Point;
use base::text::is_hidden;
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage};

use crate::intake::{IntakeError, MAX_BYTES, MAX_PIXELS};
use crate::kind::{self, Kind};
use crate::{exif, jpeg};

/// Memory for one decoded picture: [`MAX_PIXELS`] with four channels of eight bits, and some.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// The longest edge of what is kept: a large screen full, a licence plate readable.
const MAX_EDGE: u32 = 2048;
/// The longest edge of a thumbnail: half a telephone's width at two pixels a point.
const THUMBNAIL_EDGE: u32 = 480;
/// Fine to the eye at about a tenth of the size.
const QUALITY: u8 = 82;
const THUMBNAIL_QUALITY: u8 = 75;
/// The longest name that is kept, in characters.
const MAX_NAME: usize = 80;

/// A photo that was checked and written anew, in two sizes.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// The name that its owner gave it, tidied, ending in `.jpg`.
    pub name: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The picture as JPEG.
    pub full: Bytes,
    /// The small picture as JPEG.
    pub thumbnail: Bytes,
    /// Where the photo was taken, if it said so: to be offered to the person who sent it. It stands
    /// in neither picture and is not kept.
    pub place: Option<Point>,
}

/// Checks an upload and writes it anew.
pub(crate) fn develop(bytes: &[u8], name: &str) -> Result<Photo, IntakeError> {
    if bytes.is_empty() {
        return Err(IntakeError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(IntakeError::TooLarge);
    }
    let format = match kind::of(bytes) {
        Kind::Photo(format) => format,
        Kind::Heic => return Err(IntakeError::Heic),
        Kind::Other => return Err(IntakeError::NotAPhoto),
    };
    if format == image::ImageFormat::Jpeg && !jpeg::is_sound(bytes) {
        return Err(IntakeError::Damaged);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // The size stands in the header: a bomb is refused before anything is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(IntakeError::TooManyPixels);
    }
    let place = decoder.exif_metadata().ok().flatten().and_then(|exif| exif::place(&exif));
    let orientation = decoder.orientation().map_err(refused)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;

    let mut picture = DynamicImage::ImageRgb8(on_white(reduced(picture)));
    picture.apply_orientation(orientation);
    let full = fit(&picture, MAX_EDGE, FilterType::CatmullRom);
    let thumbnail = fit(&full, THUMBNAIL_EDGE, FilterType::Triangle);
    Ok(Photo {
        name: tidy(name),
        width: full.width(),
        height: full.height(),
        full: encode(&full, QUALITY)?,
        thumbnail: encode(&thumbnail, THUMBNAIL_QUALITY)?,
        place,
    })
}

fn refused(error: image::ImageError) -> IntakeError {
    match error {
        image::ImageError::Limits(_) => IntakeError::TooManyPixels,
        _ => IntakeError::Damaged,
    }
}

/// Brings a very large picture down coarsely first: the fine filter needs sixteen bytes a pixel.
fn reduced(picture: DynamicImage) -> DynamicImage {
    let edge = 2 * MAX_EDGE;
    if picture.width().max(picture.height()) > edge {
        picture.thumbnail(edge, edge)
    } else {
        picture
    }
}

/// What is transparent becomes white, as it looks on a page.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let mix = |channel: u8| {
            let (channel, alpha) = (u16::from(channel), u16::from(alpha));
            let mixed = (channel * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        *to = Rgb([mix(red), mix(green), mix(blue)]);
    }
    flat
}

/// Makes a picture fit into a square; a smaller one stays as it is.
fn fit(picture: &DynamicImage, edge: u32, filter: FilterType) -> DynamicImage {
    if picture.width().max(picture.height()) > edge {
        picture.resize(edge, edge, filter)
    } else {
        picture.clone()
    }
}

/// Writes pixels and nothing else. The colour profile goes too: it has room for free text and private
/// tags, which somebody could be known by; without it the colours of some cameras are a little flatter.
fn encode(picture: &DynamicImage, quality: u8) -> Result<Bytes, IntakeError> {
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    encoder.encode_image(picture).map_err(refused)?;
    Ok(jpeg.into())
}

/// A name that is safe to show and to save under.
fn tidy(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let seen: String = stem
        .chars()
        .filter(|c| !c.is_control() && !is_hidden(*c) && !"<>:\"|?*".contains(*c))
        .take(MAX_NAME)
        .collect();
    let stem = seen.trim().trim_matches('.');
    if stem.is_empty() { "photo.jpg".into() } else { format!("{stem}.jpg") }
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests;
