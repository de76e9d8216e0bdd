//! What people type: cleaned and bounded at the edge, never changed in meaning.

/// Says why a text cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("the text is empty")]
    Empty,
    /// More characters than allowed.
    #[error("the text has {length} characters; at most {max} are allowed")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many may be.
        max: usize,
    },
    /// A character that cannot be seen and can deceive: NUL, control, or one that turns the
    /// direction of writing (Unicode TR 36).
    #[error("the text has a hidden character")]
    Hidden,
}

/// Cleans a text of one line: outer spaces go, inner runs become one space.
pub fn clean_line(text: &str, max: usize) -> Result<String, TextError> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    checked(line, max)
}

/// Cleans a text of several lines: newlines become `\n`, spaces at line ends and blank lines at
/// both ends go, more than one blank line in a row becomes one.
pub fn clean_text(text: &str, max: usize) -> Result<String, TextError> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = Vec::new();
    for line in unified.lines().map(str::trim_end) {
        let run_of_blanks = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !run_of_blanks {
            lines.push(line);
        }
    }
    checked(lines.join("\n").trim().to_owned(), max)
}

fn checked(text: String, max: usize) -> Result<String, TextError> {
    let length = text.chars().count();
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().any(is_hidden) {
        Err(TextError::Hidden)
    } else if length > max {
        Err(TextError::TooLong { length, max })
    } else {
        Ok(text)
    }
}

/// Whether a character is invisible and can deceive: controls other than newline and tab, and the
/// direction marks of Unicode TR 36.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A folder- and address-safe key: lower case, every run of other characters one dash.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Makes a cell safe for spreadsheets: a text that they would take as a formula gets a leading
/// apostrophe (OWASP, CSV injection).
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hidden_characters_are_refused() {
        assert_eq!(clean_line("a\0b", 10), Err(TextError::Hidden));
        assert_eq!(clean_text("abc\u{202e}cba", 10), Err(TextError::Hidden));
        assert_eq!(clean_line("abc\u{61c}cba", 10), Err(TextError::Hidden));
        assert_eq!(clean_line("  Elm \t Street\n", 20), Ok("Elm Street".to_owned()));
    }

    #[test]
    fn lines_are_kept_and_blank_runs_shortened() {
        assert_eq!(clean_text("\r\n a  \r\n\r\n\r\nb\r\n", 20), Ok("a\n\nb".to_owned()));
        assert_eq!(clean_text(" \n ", 20), Err(TextError::Empty));
    }

    #[test]
    fn formulas_do_not_run_in_spreadsheets() {
        assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_cell("plain"), "plain");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in ".{0,200}") {
            if let Ok(once) = clean_text(&text, 1_000) {
                prop_assert_eq!(clean_text(&once, 1_000), Ok(once.clone()));
            }
            if let Ok(once) = clean_line(&text, 1_000) {
                prop_assert_eq!(clean_line(&once, 1_000), Ok(once.clone()));
            }
        }
    }
}
