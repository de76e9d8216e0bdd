use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// What a longer pattern asks for, nobody can type.
const MAX_LENGTH: usize = 200;
/// The compiled size of a pattern; the largest real ones take a tenth of it.
const MAX_COMPILED: usize = 256 << 10;

/// What a number or code looks like: a regular expression that the whole of it must fit. Finding out
/// takes time in proportion to the text, whatever the pattern (the engine does not backtrack).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    text: String,
    regex: Arc<Regex>,
}

impl Pattern {
    /// Tells whether a text is of this shape.
    pub fn fits(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Gives the pattern as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("a pattern may have at most {MAX_LENGTH} characters"));
        }
        // Alone first, so that a stray bracket cannot close the anchors.
        let whole = Regex::new(&text).map(|_| format!("^(?:{text})$"));
        let compiled =
            whole.and_then(|whole| RegexBuilder::new(&whole).size_limit(MAX_COMPILED).build());
        let regex = compiled.map_err(|error| {
            let said = error.to_string();
            let last = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("this pattern is not a regular expression: {last}")
        })?;
        Ok(Self { text, regex: Arc::new(regex) })
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_holds_for_the_whole_text() {
        let pattern = Pattern::try_from("[A-Z]{2}[0-9]{4}|X".to_owned()).unwrap();
        assert!(pattern.fits("AB1234") && pattern.fits("X"));
        assert!(!pattern.fits("AB12345") && !pattern.fits("XX") && !pattern.fits("X\n"));
    }

    #[test]
    fn what_is_no_pattern_or_would_grow_is_refused() {
        let long = "a".repeat(MAX_LENGTH + 1);
        for text in ["(", "a)|(b", "[z-a]", "((a{99}){99}){99}", long.as_str()] {
            assert!(Pattern::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
