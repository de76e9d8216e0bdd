//! Uploads for the tests, built by hand.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture whose left half is red and whose right half is blue.
pub(crate) fn picture(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32| if x < width / 2 { Rgb([200, 20, 20]) } else { Rgb([20, 20, 200]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| colour(x)))
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG as a telephone makes it: turned, and with the place where it was taken.
pub(crate) fn telephone(width: u32, height: u32, orientation: u16) -> Vec<u8> {
    let jpeg = encoded(&picture(width, height), ImageFormat::Jpeg);
    let exif = [b"Exif\0\0", &exif(true, orientation)[..]].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// Exif data: an orientation, and 42°21′36″ N, 71°03′27″ W.
pub(crate) fn exif(big_endian: bool, orientation: u16) -> Vec<u8> {
    let short = |n: u16| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let long = |n: u32| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &value].concat()
    };
    let inline = |n: u16| [short(n), [0, 0]].concat().try_into().unwrap();
    let fractions = |parts: [(u32, u32); 3]| {
        parts.into_iter().flat_map(move |(a, b)| [long(a), long(b)]).flatten()
    };
    let mut exif = if big_endian { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
    exif.extend(long(8));
    // The main directory at 8: two entries, up to 38.
    exif.extend(short(2));
    exif.extend(entry(0x0112, 3, 1, inline(orientation)));
    exif.extend(entry(0x8825, 4, 1, long(38)));
    exif.extend(long(0));
    // The GPS directory at 38: four entries, up to 92; then the fractions at 92 and 116.
    exif.extend(short(4));
    exif.extend(entry(1, 2, 2, *b"N\0\0\0"));
    exif.extend(entry(2, 5, 3, long(92)));
    exif.extend(entry(3, 2, 2, *b"W\0\0\0"));
    exif.extend(entry(4, 5, 3, long(116)));
    exif.extend(long(0));
    exif.extend(fractions([(42, 1), (21, 1), (3600, 100)]));
    exif.extend(fractions([(71, 1), (3, 1), (27, 1)]));
    exif
}

/// A PNG of a few bytes that claims to be 40,000 pixels square, with a right checksum.
pub(crate) fn bomb() -> Vec<u8> {
    let mut png = encoded(&picture(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&40_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&40_000_u32.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

/// The checksum of PNG chunks (PNG, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
