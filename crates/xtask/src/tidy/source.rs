//! Rust source, taken apart as far as the rules need: code, comments and texts told apart, functions,
//! test modules and macro calls found by their braces. Not a parser: rustc has already agreed that
//! the file is Rust.

use std::ops::Range;

/// What a stretch of source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A comment of any form.
    Comment,
    /// What stands between the quotes of a string or character.
    Text,
}

/// A file, taken apart.
pub(crate) struct Source<'a> {
    text: &'a str,
    /// Comments and texts, in order.
    pieces: Vec<(Kind, Range<usize>)>,
    /// The text with comments and texts blanked, byte for byte.
    code: Vec<u8>,
}

impl<'a> Source<'a> {
    /// Takes a file apart.
    pub fn new(text: &'a str) -> Self {
        let pieces = Lexer { bytes: text.as_bytes(), at: 0, pieces: Vec::new() }.run();
        let mut code = text.as_bytes().to_vec();
        for (_, range) in &pieces {
            for byte in code.get_mut(range.clone()).into_iter().flatten() {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        Self { text, pieces, code }
    }

    /// Returns the texts with their places.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let texts = self.pieces.iter().filter(|(kind, _)| *kind == Kind::Text);
        texts.filter_map(|(_, range)| Some((range.start, self.text.get(range.clone())?)))
    }

    /// Returns the line of a place, counted from one.
    pub fn line(&self, at: usize) -> usize {
        1 + self.code.iter().take(at).filter(|byte| **byte == b'\n').count()
    }

    /// Returns the places in the code, outside comments and texts, where a phrase stands.
    pub fn places(&self, phrase: &str) -> Vec<usize> {
        let wide = self.code.windows(phrase.len().max(1)).enumerate();
        wide.filter(|(_, window)| *window == phrase.as_bytes()).map(|(at, _)| at).collect()
    }

    /// Returns the names and extents of the functions that have bodies.
    pub fn functions(&self) -> Vec<(String, Range<usize>)> {
        let starts = self.places("fn ").into_iter().filter(|at| !self.continues_a_name(*at));
        starts
            .filter_map(|start| {
                let name: String = self
                    .code
                    .get(start + 3..)?
                    .iter()
                    .map(|byte| char::from(*byte))
                    .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                    .collect();
                let open = self.body(start)?;
                (!name.is_empty()).then_some((name, start..self.close(open)))
            })
            .collect()
    }

    /// Returns the extents of the modules that only tests see.
    pub fn test_modules(&self) -> Vec<Range<usize>> {
        let marks = self.places("#[cfg(test)]").into_iter();
        marks.filter_map(|start| Some(start..self.close(self.body(start)?))).collect()
    }

    /// Returns the extents of the calls of a macro, named with its `!`.
    pub fn calls(&self, name: &str) -> Vec<Range<usize>> {
        let open = |at: usize| self.code.get(at..)?.iter().position(|byte| b"{([".contains(byte));
        let starts = self.places(name).into_iter();
        starts.filter_map(|start| Some(start..self.close(start + open(start)?))).collect()
    }

    fn continues_a_name(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.code.get(at));
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    }

    /// Finds the brace that opens the body of an item; `None` for a declaration that ends in `;`.
    fn body(&self, start: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, byte) in self.code.iter().enumerate().skip(start) {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b'{' if depth == 0 => return Some(at),
                b';' if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Finds the place after the bracket that closes the one at `open`.
    fn close(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for (at, byte) in self.code.iter().enumerate().skip(open) {
            match byte {
                b'{' | b'(' | b'[' => depth += 1,
                b'}' | b')' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.code.len()
    }
}

/// Walks the bytes once and notes comments and texts.
struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    pieces: Vec<(Kind, Range<usize>)>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<(Kind, Range<usize>)> {
        while let Some(byte) = self.peek(0) {
            match (byte, self.peek(1)) {
                (b'/', Some(b'/')) => self.line_comment(),
                (b'/', Some(b'*')) => self.block_comment(),
                (b'"', _) => self.text(),
                (b'r', Some(b'"' | b'#')) if !self.in_a_name() => self.raw_text(),
                (b'b', Some(b'r')) if !self.in_a_name() => {
                    self.at += 1;
                    self.raw_text();
                }
                (b'\'', _) => self.character(),
                _ => self.at += 1,
            }
        }
        self.pieces
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn in_a_name(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    }

    fn note(&mut self, kind: Kind, start: usize) {
        self.pieces.push((kind, start..self.at.min(self.bytes.len())));
    }

    fn line_comment(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| byte != b'\n') {
            self.at += 1;
        }
        self.note(Kind::Comment, start);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'*')) => depth += 1,
                (Some(b'*'), Some(b'/')) => depth -= 1,
                (None, _) => break,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                break;
            }
        }
        self.note(Kind::Comment, start);
    }

    fn text(&mut self) {
        self.at += 1;
        let start = self.at;
        while let Some(byte) = self.peek(0).filter(|byte| *byte != b'"') {
            self.at += if byte == b'\\' { 2 } else { 1 };
        }
        self.note(Kind::Text, start);
        self.at += 1;
    }

    /// `r"…"`, `r#"…"#`; `r#name` is an ordinary name.
    fn raw_text(&mut self) {
        self.at += 1;
        let mut marks = 0_usize;
        while self.peek(marks) == Some(b'#') {
            marks += 1;
        }
        if self.peek(marks) != Some(b'"') {
            return;
        }
        self.at += marks + 1;
        let start = self.at;
        while self.at < self.bytes.len() && !self.closes_raw(marks) {
            self.at += 1;
        }
        self.note(Kind::Text, start);
        self.at += marks + 1;
    }

    fn closes_raw(&self, marks: usize) -> bool {
        self.peek(0) == Some(b'"') && (1..=marks).all(|ahead| self.peek(ahead) == Some(b'#'))
    }

    /// A character, or the quote of a lifetime, which has no closing quote.
    fn character(&mut self) {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let longest = rest.iter().take("\\u{10ffff}'".len());
        let length = match rest.first() {
            Some(b'\\') => longest.skip(2).position(|byte| *byte == b'\'').map(|at| at + 2),
            // A character is at most four bytes long.
            _ => longest.take(5).skip(1).position(|byte| *byte == b'\'').map(|at| at + 1),
        };
        let one = |length: &usize| {
            let inside = rest.get(..*length).and_then(|inside| std::str::from_utf8(inside).ok());
            rest.first() == Some(&b'\\') || inside.is_some_and(|inside| inside.chars().count() == 1)
        };
        self.at += 1;
        if let Some(length) = length.filter(one) {
            let start = self.at;
            self.at += length;
            self.note(Kind::Text, start);
            self.at += 1;
        }
    }
}
