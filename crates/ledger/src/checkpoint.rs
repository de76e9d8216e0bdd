//! Checkpoints (C2SP tlog-checkpoint): what a town says its ledger is, in a signed note.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::Hash;
use crate::note::{self, NoteError, Seal, VerifierKey};

/// The size and root of a tree, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose ledger it is: the town's address with `/ledger`.
    pub origin: String,
    /// How many entries the tree has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

impl Checkpoint {
    /// Writes it as a note signed by the town; the origin is the seal's name.
    pub fn sealed(size: u64, root: &Hash, seal: &Seal) -> String {
        let root = STANDARD.encode(root);
        seal.sign(&format!("{}\n{size}\n{root}\n", seal.name()))
    }

    /// Reads a note that the key has signed. The key's name must be the checkpoint's origin.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, NoteError> {
        let checkpoint = Self::read(note::open(note, key)?)?;
        if checkpoint.origin == key.name { Ok(checkpoint) } else { Err(NoteError::Unsigned) }
    }

    /// Reads a note without looking at its signatures: whose it claims to be.
    pub fn unchecked(note: &str) -> Result<Self, NoteError> {
        Self::read(note::parts(note)?.0)
    }

    /// Reads origin, size and root; more lines may follow, which mean nothing here.
    fn read(text: &str) -> Result<Self, NoteError> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let (Some(origin), Some(digits), Some(root)) = (origin, size, root) else {
            return Err(NoteError::Form);
        };
        let size: u64 = digits.parse().map_err(|_| NoteError::Form)?;
        let root = STANDARD.decode(root).map_err(|_| NoteError::Form)?;
        let root = root.try_into().map_err(|_| NoteError::Form)?;
        // One spelling for each number, so that equal checkpoints are equal texts.
        if origin.is_empty() || size.to_string() != digits {
            return Err(NoteError::Form);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_comes_back_as_it_was_sealed() {
        let seal = Seal::new("https://town.example", &[7; 32]);
        let note = Checkpoint::sealed(20_852_163, &[9; 32], &seal);
        let opened = Checkpoint::open(&note, &seal.verifier()).unwrap();
        let expected =
            Checkpoint { origin: "town.example/ledger".into(), size: 20_852_163, root: [9; 32] };
        assert_eq!(opened, expected);
        assert_eq!(Checkpoint::unchecked(&note), Ok(expected));
        let more = note.replace("20852163", "20852164");
        assert_eq!(Checkpoint::open(&more, &seal.verifier()), Err(NoteError::Forged));
    }

    #[test]
    fn a_text_that_is_no_checkpoint_is_refused() {
        let seal = Seal::new("https://town.example", &[7; 32]);
        let root = STANDARD.encode([9; 32]);
        for text in [
            "a\n",
            "a\n1\n",
            "a\n01\nx\n",
            "a\n1\nx\n",
            &format!("a\n01\n{root}\n"),
            &format!("\n1\n{root}\n"),
        ] {
            let note = seal.sign(text);
            assert_eq!(Checkpoint::open(&note, &seal.verifier()), Err(NoteError::Form), "{text}");
        }
        // Signed, but in the name of another ledger.
        let note = seal.sign(&format!("other.example/ledger\n1\n{root}\n"));
        assert_eq!(Checkpoint::open(&note, &seal.verifier()), Err(NoteError::Unsigned));
    }
}
