use super::raw::Typed;

/// What is kept of a text field: more than the longest answer that a service may ask for, 10,000
/// characters of at most four bytes. The rest of a longer one is counted and forgotten.
pub const FIELD_BYTES: usize = 48 << 10;

/// The content of a text field while it arrives.
#[derive(Debug, Default)]
pub(super) struct Content {
    kept: Vec<u8>,
    /// Characters, as UTF-8 begins them.
    length: usize,
    is_cut: bool,
}

impl Content {
    pub(super) fn push(&mut self, byte: u8) {
        // Bytes that continue a character begin with the bits 10.
        if byte & 0xc0 != 0x80 {
            self.length += 1;
        }
        if self.kept.len() < FIELD_BYTES {
            self.kept.push(byte);
        } else {
            self.is_cut = true;
        }
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.push(*byte);
        }
    }

    /// How many bytes are kept.
    pub(super) fn size(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn typed(self) -> Typed {
        let text = String::from_utf8(self.kept);
        if self.is_cut {
            // The cut may have gone through a character.
            let text = text.unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
            return Typed::Long { text: shown(&text), length: self.length };
        }
        match text {
            Ok(text) if !text.contains('\0') => Typed::Text(text),
            Ok(text) => Typed::Broken(shown(&text)),
            Err(error) => Typed::Broken(shown(&String::from_utf8_lossy(error.as_bytes()))),
        }
    }
}

/// A text without what cannot be shown.
fn shown(text: &str) -> String {
    text.replace(['\0', '\u{fffd}'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed {
        let mut content = Content::default();
        content.extend(text.as_bytes());
        content.typed()
    }

    #[test]
    fn the_beginning_of_an_endless_text_is_kept_and_all_of_it_counted() {
        let most = "é".repeat(FIELD_BYTES / 2);
        assert_eq!(typed(&most), Typed::Text(most.clone()));
        let Typed::Long { text, length } = typed(&format!("a{}", "é".repeat(1_000_000))) else {
            panic!("it is too long");
        };
        assert_eq!(length, 1_000_001);
        assert!(text.starts_with("aéé") && text.ends_with('é') && text.len() < FIELD_BYTES);
    }
}
