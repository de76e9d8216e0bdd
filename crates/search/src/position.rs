/// How far a follower of the ledger has come.
///
/// The leaf is the hash of the entry at the place: a ledger that was restored from a backup, or is
/// another one, has no entry there or one with another hash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Position {
    /// The place of the last entry that was followed; 0 before the first.
    pub seq: i64,
    /// The hash of that entry; empty before the first.
    pub leaf: Vec<u8>,
}

impl Position {
    pub(crate) fn to_payload(&self) -> String {
        let mut text = self.seq.to_string();
        text.push(' ');
        for byte in &self.leaf {
            text.push_str(&format!("{byte:02x}"));
        }
        text
    }

    pub(crate) fn of_payload(text: &str) -> Option<Self> {
        let (seq, leaf) = text.split_once(' ')?;
        let digits = leaf.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).ok());
        let leaf = digits.map(|two| u8::from_str_radix(two?, 16).ok()).collect::<Option<_>>()?;
        Some(Self { seq: seq.parse().ok()?, leaf })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_kept_as_text() {
        for leaf in [vec![], vec![0, 1, 254, 255]] {
            let position = Position { seq: 41, leaf };
            assert_eq!(Position::of_payload(&position.to_payload()), Some(position));
        }
        for odd in ["", "41", "x 00", "1 zz", "1 é"] {
            assert_eq!(Position::of_payload(odd), None, "{odd}");
        }
    }
}
