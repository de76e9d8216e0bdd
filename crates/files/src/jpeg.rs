//! A look at the structure of a JPEG file before it is decoded.

/// More scans than any camera or editor writes (they write 1 to about 12). Each scan goes over the
/// whole picture again, so that a small file with thousands of them keeps a decoder busy for hours.
const MAX_SCANS: usize = 64;

/// Whether the file is whole (it ends with its end marker, not in the middle of its data) and has
/// no more scans than a photo has.
pub(crate) fn is_sound(bytes: &[u8]) -> bool {
    walk(bytes).is_some_and(|scans| (1..=MAX_SCANS).contains(&scans))
}

/// The number of scans up to the end marker; `None` when it never comes (ITU-T T.81, annex B).
fn walk(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut scans) = (2, 0);
    loop {
        // Skips the compressed data of a scan: it ends at a marker that is neither a stuffed byte
        // (FF 00), a restart (FF D0 to D7) nor a fill byte (FF FF).
        while *bytes.get(at)? != 0xff || matches!(*bytes.get(at + 1)?, 0x00 | 0xd0..=0xd7 | 0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xd9 {
            return Some(scans);
        }
        if marker == 0xda {
            scans += 1;
        }
        let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
        at += 2 + usize::from(length).max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_file_is_sound_and_a_cut_or_endless_one_is_not() {
        let start = [0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0xff, 0xd9];
        let scan = [0xff, 0xda, 0x00, 0x02, 0x12, 0xff, 0x00, 0xff, 0xd0, 0x34];
        let end = [0xff, 0xd9, 0xff, 0xda];
        let file = |scans: usize| [&start[..], &scan.repeat(scans), &end].concat();
        assert!(is_sound(&file(1)));
        assert!(is_sound(&file(MAX_SCANS)));
        assert!(!is_sound(&file(MAX_SCANS + 1)));
        assert!(!is_sound(&file(0)));
        let whole = file(2);
        assert!((0..whole.len() - 3).all(|length| !is_sound(&whole[..length])));
    }
}
