//! Where a photo was taken, from its Exif data (CIPA DC-008, 4.6.6): offered to the resident as the
//! place of the report, and never kept.

use base::geo::Point;

const GPS_INFO: u16 = 0x8825;
const LATITUDE_REF: u16 = 1;
const LATITUDE: u16 = 2;
const LONGITUDE_REF: u16 = 3;
const LONGITUDE: u16 = 4;
const ASCII: u16 = 2;
const RATIONAL: u16 = 5;
/// Entries of one directory that are looked at: no directory of a camera has as many.
const MAX_ENTRIES: u16 = 512;

/// The place in a block of Exif data, without its `Exif` prefix; `None` where it is missing or odd.
pub(crate) fn place(exif: &[u8]) -> Option<Point> {
    let tiff = Tiff::of(exif)?;
    let gps = tiff.number(tiff.entry(tiff.number(4)?, GPS_INFO)?.checked_add(8)?)?;
    let latitude = tiff.degrees(gps, LATITUDE, LATITUDE_REF, b'S')?;
    let longitude = tiff.degrees(gps, LONGITUDE, LONGITUDE_REF, b'W')?;
    // Cameras without a fix write zeros: nobody reports from that point in the ocean.
    Point::new(longitude, latitude).filter(|_| latitude != 0.0 || longitude != 0.0)
}

/// A TIFF structure: numbers at offsets, in the byte order of its maker.
struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => Some(Self { bytes, big_endian: false }),
            [b'M', b'M', 0, 42] => Some(Self { bytes, big_endian: true }),
            _ => None,
        }
    }

    fn array<const N: usize>(&self, at: u32) -> Option<[u8; N]> {
        let start = usize::try_from(at).ok()?;
        self.bytes.get(start..start.checked_add(N)?)?.try_into().ok()
    }

    fn short(&self, at: u32) -> Option<u16> {
        let bytes = self.array(at)?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn number(&self, at: u32) -> Option<u32> {
        let bytes = self.array(at)?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// Where the entry of a tag begins in a directory.
    fn entry(&self, directory: u32, tag: u16) -> Option<u32> {
        let count = self.short(directory)?.min(MAX_ENTRIES);
        (0..u32::from(count))
            .map_while(|number| directory.checked_add(2 + number * 12))
            .find(|at| self.short(*at) == Some(tag))
    }

    /// Degrees from three fractions (degrees, minutes, seconds), negative in one hemisphere.
    fn degrees(&self, directory: u32, tag: u16, hemisphere: u16, negative: u8) -> Option<f64> {
        let at = self.entry(directory, tag)?;
        let (kind, count) = (self.short(at.checked_add(2)?)?, self.number(at.checked_add(4)?)?);
        if kind != RATIONAL || count != 3 {
            return None;
        }
        let values = self.number(at.checked_add(8)?)?;
        let part = |offset: u32| self.fraction(values.checked_add(offset)?);
        let degrees = part(0)? + part(8)? / 60.0 + part(16)? / 3600.0;
        let at = self.entry(directory, hemisphere)?;
        let [side] = self.array(at.checked_add(8)?)?;
        let known = self.short(at.checked_add(2)?)? == ASCII && b"NSEW".contains(&side);
        known.then_some(if side == negative { -degrees } else { degrees })
    }

    fn fraction(&self, at: u32) -> Option<f64> {
        let (above, below) = (self.number(at)?, self.number(at.checked_add(4)?)?);
        (below != 0).then(|| f64::from(above) / f64::from(below))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_is_read_in_both_byte_orders() {
        for big_endian in [false, true] {
            let exif = crate::photo::samples::exif(big_endian, 6);
            let place = place(&exif).unwrap();
            assert!((place.lat - 42.36).abs() < 1e-9, "{place:?}");
            assert!((place.lon + 71.0575).abs() < 1e-9, "{place:?}");
        }
    }

    proptest! {
        #[test]
        fn odd_data_never_panics(at in 0_usize..200, bytes in any::<[u8; 4]>(), cut in 0_usize..200) {
            let mut exif = crate::photo::samples::exif(true, 1);
            let at = at.min(exif.len() - 4);
            exif[at..at + 4].copy_from_slice(&bytes);
            exif.truncate(cut.max(4));
            let _ = place(&exif);
        }
    }
}
