use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone around a QR code, in modules (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A QR code as one SVG path in a view box, both for the template; `None` when the text is too
/// long.
pub(crate) fn path(text: &str) -> Option<(String, usize)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some((path, width + 2 * QUIET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finder_pattern_behind_the_quiet_zone() {
        let (path, width) = path("otpauth://totp/Town:ana?secret=AAAA").unwrap();
        assert!(width > 2 * QUIET + 20);
        assert!(path.starts_with("M4 4h1v1h-1zM5 4h1"), "{path}");
        assert!(super::path(&"x".repeat(10_000)).is_none());
    }
}
