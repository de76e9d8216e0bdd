use image::{ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;

use super::samples::{bomb, encoded, picture, telephone};
use super::*;

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// A JPEG whose colour profile has room for a few words.
fn profiled(words: &[u8]) -> Vec<u8> {
    let jpeg = samples::encoded(&samples::picture(40, 30), image::ImageFormat::Jpeg);
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    profile[36..40].copy_from_slice(b"acsp");
    profile.extend_from_slice(words);
    let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe2], &length, &segment, &jpeg[2..]].concat()
}

#[test]
fn what_a_colour_profile_says_is_gone() {
    let words = b"camera of Ana Ruiz, 1 Elm Street";
    let upload = profiled(words);
    let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    assert!(holds(&upload));
    let photo = develop(&upload, "a.jpg").unwrap();
    assert!(!holds(&photo.full) && !holds(&photo.thumbnail));
    assert!(!photo.full.windows(11).any(|part| part == b"ICC_PROFILE"));
}

#[test]
fn a_telephones_photo_loses_its_place_and_stands_upright() {
    let upload = telephone(60, 40, 6);
    assert!(holds(&upload, b"Exif"));
    let photo = develop(&upload, "IMG_0001.JPG").unwrap();
    let place = photo.place.unwrap();
    assert!((place.lat - 42.36).abs() < 1e-9 && (place.lon + 71.0575).abs() < 1e-9, "{place:?}");
    for jpeg in [&photo.full, &photo.thumbnail] {
        assert!(!holds(jpeg, b"Exif") && !holds(jpeg, b"MM\0*"));
    }
    // Orientation 6: turn a quarter to the right, so that the red left half comes to the top.
    assert_eq!((photo.width, photo.height), (40, 60));
    let seen = image::load_from_memory(&photo.full).unwrap().into_rgb8();
    assert!(seen.get_pixel(20, 5).0[0] > 150 && seen.get_pixel(20, 55).0[2] > 150);
}

#[test]
fn every_taken_type_becomes_jpeg() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let photo = develop(&encoded(&picture(50, 30), format), "a.bin").unwrap();
        assert_eq!((photo.width, photo.height), (50, 30), "{format:?}");
        assert_eq!(image::guess_format(&photo.full).unwrap(), ImageFormat::Jpeg);
        assert_eq!(photo.place, None);
    }
}

#[test]
fn large_photos_shrink_and_small_ones_do_not_grow() {
    let photo = develop(&encoded(&picture(5000, 1000), ImageFormat::Jpeg), "wide.jpg").unwrap();
    assert_eq!((photo.width, photo.height), (2048, 410));
    let thumbnail = image::load_from_memory(&photo.thumbnail).unwrap();
    assert_eq!((thumbnail.width(), thumbnail.height()), (480, 96));
    let photo = develop(&encoded(&picture(1, 1), ImageFormat::Png), "dot.png").unwrap();
    assert_eq!((photo.width, photo.height), (1, 1));
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(8, 8, Rgba([10, 20, 30, 0]));
    let photo = develop(&encoded(&clear.into(), ImageFormat::Png), "x.png").unwrap();
    let seen = image::load_from_memory(&photo.full).unwrap().into_rgb8();
    assert!(seen.pixels().all(|pixel| pixel.0.iter().all(|channel| *channel > 250)));
}

#[test]
fn what_is_no_photo_is_refused_with_its_reason() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let page = b"%PDF-1.7 ...";
    let vector = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (upload, reason) in [
        (&b""[..], IntakeError::Empty),
        (b"This is a text and no photo.", IntakeError::NotAPhoto),
        (page, IntakeError::NotAPhoto),
        (vector, IntakeError::NotAPhoto),
        (heic, IntakeError::Heic),
        (b"\xff\xd8\xff", IntakeError::Damaged),
        (b"\x89PNG\r\n\x1a\n", IntakeError::Damaged),
        (&vec![0xff; MAX_BYTES + 1], IntakeError::TooLarge),
        (&bomb(), IntakeError::TooManyPixels),
    ] {
        assert_eq!(develop(upload, "photo.jpg").unwrap_err(), reason);
    }
}

#[test]
fn a_photo_that_was_cut_off_is_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = encoded(&picture(200, 200), format);
        let cut = &whole[..whole.len() * 2 / 3];
        assert_eq!(develop(cut, "x").unwrap_err(), IntakeError::Damaged, "{format:?}");
    }
}

#[test]
fn names_are_tidied() {
    for (name, expected) in [
        ("IMG_0001.HEIC.png", "IMG_0001.HEIC.jpg"),
        ("C:\\Users\\ana\\bache.jpeg", "bache.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\r\nSet-Cookie: x\0\u{202e}.gif", "aSet-Cookie x.jpg"),
        (".jpg", "photo.jpg"),
        ("", "photo.jpg"),
    ] {
        assert_eq!(tidy(name), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0_usize..6) {
        let starts: [&[u8]; 6] = [
            b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 ", b"\xff\xd8\xff\xe1\0\x40Exif\0\0MM\0*",
        ];
        let _ = develop(&[starts[kind], &bytes].concat(), "x");
    }

    #[test]
    fn damaged_photos_never_panic(format in 0_usize..4, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
        let mut bytes = match formats[format] {
            ImageFormat::Jpeg => telephone(24, 16, 3),
            format => encoded(&picture(24, 16), format),
        };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(photo) = develop(&bytes, "x") {
            prop_assert!(u64::from(photo.width) * u64::from(photo.height) <= MAX_PIXELS);
        }
    }
}
