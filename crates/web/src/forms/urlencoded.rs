use super::field::Content;
use super::raw::{Full, MAX_NAME, Raw};

/// Reads a form in URL encoding as it arrives, in pieces that may end anywhere.
pub(super) struct Reader {
    raw: Raw,
    /// How many bytes may still be kept.
    room: usize,
    name: Vec<u8>,
    content: Content,
    in_content: bool,
    /// A percent sign and what has come of its two digits.
    escape: Vec<u8>,
}

impl Reader {
    /// Begins a form of which at most so many bytes are kept.
    pub(super) fn new(keep: usize) -> Self {
        Self {
            raw: Raw::default(),
            room: keep,
            name: Vec::new(),
            content: Content::default(),
            in_content: false,
            escape: Vec::new(),
        }
    }

    /// Takes the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), Full> {
        for byte in bytes {
            match byte {
                b'&' => self.end_field()?,
                b'=' if !self.in_content => {
                    self.end_escape();
                    self.in_content = true;
                }
                b'+' => {
                    self.end_escape();
                    self.push(b' ');
                }
                b'%' => {
                    self.end_escape();
                    self.escape.push(b'%');
                }
                other if self.escape.is_empty() => self.push(*other),
                other => self.escaped(*other),
            }
        }
        Ok(())
    }

    /// Gives the form when all of it has come.
    pub(super) fn end(mut self) -> Result<Raw, Full> {
        self.end_field()?;
        Ok(self.raw)
    }

    fn push(&mut self, byte: u8) {
        if self.in_content {
            self.content.push(byte);
        } else if self.name.len() <= MAX_NAME {
            self.name.push(byte);
        }
    }

    /// Takes a digit after a percent sign; what is none stands for itself, as browsers have it.
    fn escaped(&mut self, byte: u8) {
        self.escape.push(byte);
        match self.escape.as_slice() {
            [_, high, low] => match digit(*high).zip(digit(*low)) {
                Some((high, low)) => {
                    self.escape.clear();
                    self.push(high << 4 | low);
                }
                None => self.end_escape(),
            },
            [_, high] if digit(*high).is_none() => self.end_escape(),
            _ => {}
        }
    }

    fn end_escape(&mut self) {
        for byte in std::mem::take(&mut self.escape) {
            self.push(byte);
        }
    }

    fn end_field(&mut self) -> Result<(), Full> {
        self.end_escape();
        let (name, content) = (std::mem::take(&mut self.name), std::mem::take(&mut self.content));
        if !std::mem::take(&mut self.in_content) && name.is_empty() {
            return Ok(());
        }
        self.room = self.room.checked_sub(content.size()).ok_or(Full::Bytes)?;
        self.raw.add(&name, content)
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_may_arrive_in_pieces_that_end_anywhere() {
        let form = b"name=Ana+Mar%C3%ADa&odd=100%&odder=%4%41%zz&eq=a=b&flag&=x&&last=%";
        for size in 1..form.len() {
            let mut reader = Reader::new(1_000);
            form.chunks(size).for_each(|piece| reader.feed(piece).unwrap());
            let raw = reader.end().unwrap();
            for (name, text) in [
                ("name", "Ana María"),
                ("odd", "100%"),
                ("odder", "%4A%zz"),
                ("eq", "a=b"),
                ("flag", ""),
                ("last", "%"),
            ] {
                assert_eq!(raw.get(name), Some(text), "{name} in pieces of {size}");
            }
            assert_eq!(raw.names().count(), 6);
        }
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut reader = Reader::new(10);
        reader.feed(b"a=12345&b=12345&c=&d=").unwrap();
        assert!(reader.end().is_ok());
        let mut reader = Reader::new(10);
        assert_eq!(reader.feed(b"a=12345&b=123456&c=1"), Err(Full::Bytes));
    }
}
