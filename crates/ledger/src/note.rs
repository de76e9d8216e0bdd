//! Signed notes (C2SP signed-note): a text, an empty line, and a line per signature. Ed25519 only.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The longest note that is read: a checkpoint has about 200 bytes, each co-signature 150 more.
pub const MAX_NOTE: usize = 16 * 1024;
/// The algorithm byte of Ed25519 keys.
const ED25519: u8 = 1;
/// What a line with a signature begins with.
const DASH: &str = "— ";

/// Says why a note is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is no note.
    #[error("this is no signed note: a text, an empty line and lines that begin with a dash")]
    Form,
    /// It lacks a signature of the key.
    #[error("it is not signed with the key that was asked for")]
    Unsigned,
    /// The signature of the key does not fit the text.
    #[error("its signature does not fit its text: it was forged or changed")]
    Forged,
    /// The key is none.
    #[error("this is no key: NAME+ID+KEY in one line, such as town.example/ledger+1a2b3c4d+AQ…")]
    Key,
}

/// The public half of a signing key with the name under which it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    /// The name: the origin of the checkpoints that it signs.
    pub name: String,
    /// The Ed25519 public key.
    pub public: [u8; 32],
}

impl VerifierKey {
    /// The first four bytes of the hash over name, algorithm and key: which key a signature is of.
    fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.public)
            .finalize();
        hash.first_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519][..], &self.public].concat());
        write!(f, "{}+{}+{key}", self.name, hex::encode(self.id()))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        // The key's own base64 may hold a plus: only the first two part the text.
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(id), Some(key)) = (name, id, key) else { return Err(NoteError::Key) };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::Key)?;
        let public = match bytes.split_first() {
            Some((&ED25519, public)) => public.try_into().map_err(|_| NoteError::Key)?,
            _ => return Err(NoteError::Key),
        };
        let key = Self { name: name.to_owned(), public };
        if is_name(name) && hex::encode(key.id()) == id { Ok(key) } else { Err(NoteError::Key) }
    }
}

/// The key with which a town signs its checkpoints.
#[derive(Clone)]
pub struct Seal {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seal({})", self.verifier())
    }
}

impl Seal {
    /// The key from its 32 secret bytes, under the name that belongs to the town's address.
    pub fn new(base_url: &str, secret: &[u8; 32]) -> Self {
        Self { name: origin(base_url), key: SigningKey::from_bytes(secret) }
    }

    /// The name under which it signs: the origin of its checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public half, with which anybody checks.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), public: self.key.verifying_key().to_bytes() }
    }

    /// Signs a text that ends with a line break.
    pub(crate) fn sign(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = STANDARD.encode([&self.verifier().id()[..], &signature].concat());
        format!("{text}\n{DASH}{} {line}\n", self.name)
    }
}

/// The text of a note that the key has signed. Signatures of others are passed over.
pub fn open<'a>(note: &'a str, key: &VerifierKey) -> Result<&'a str, NoteError> {
    let (text, signatures) = parts(note)?;
    for line in signatures.lines() {
        let line = line.strip_prefix(DASH).and_then(|line| line.split_once(' '));
        let (name, signature) = line.ok_or(NoteError::Form)?;
        let bytes = STANDARD.decode(signature).map_err(|_| NoteError::Form)?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or(NoteError::Form)?;
        if name != key.name || *id != key.id() {
            continue;
        }
        let signature = signature.try_into().map_err(|_| NoteError::Forged)?;
        let public = VerifyingKey::from_bytes(&key.public).map_err(|_| NoteError::Key)?;
        let signed = public.verify_strict(text.as_bytes(), &Signature::from_bytes(signature));
        return signed.map(|()| text).map_err(|_| NoteError::Forged);
    }
    Err(NoteError::Unsigned)
}

/// The text of a note, with its last line break, and its signatures.
pub(crate) fn parts(note: &str) -> Result<(&str, &str), NoteError> {
    if note.len() > MAX_NOTE {
        return Err(NoteError::Form);
    }
    let split = note.rfind("\n\n").ok_or(NoteError::Form)?;
    let (text, signatures) = (note.get(..=split), note.get(split + 2..));
    match (text, signatures) {
        (Some(text), Some(signatures)) if !signatures.is_empty() => Ok((text, signatures)),
        _ => Err(NoteError::Form),
    }
}

/// The name of a town's ledger: its address without the scheme.
fn origin(base_url: &str) -> String {
    let address = base_url.split_once("://").map_or(base_url, |(_, address)| address);
    let address: String =
        address.chars().map(|c| if c.is_whitespace() || c == '+' { '-' } else { c }).collect();
    format!("{}/ledger", address.trim_end_matches('/'))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example in the documentation of Go's package golang.org/x/mod/sumdb/note.
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn a_published_note_opens_with_its_published_key() {
        let key: VerifierKey = KEY.parse().unwrap();
        assert_eq!(key.to_string(), KEY);
        assert!(open(NOTE, &key).unwrap().ends_with("what your problem is.\n"));
        assert_eq!(open(&NOTE.replace("answer", "cause"), &key), Err(NoteError::Forged));
    }

    #[test]
    fn only_the_key_that_was_asked_for_counts() {
        let seal = Seal::new("https://town.example", &[7; 32]);
        let note = seal.sign("a\nb\n");
        assert_eq!(open(&note, &seal.verifier()), Ok("a\nb\n"));
        let other = Seal::new("https://town.example", &[8; 32]);
        assert_eq!(open(&note, &other.verifier()), Err(NoteError::Unsigned));
        let elsewhere = Seal::new("https://other.example", &[7; 32]);
        assert_eq!(open(&note, &elsewhere.verifier()), Err(NoteError::Unsigned));
        // A witness that signs too does not hinder.
        let signed = other.sign("a\nb\n");
        let line = signed.lines().last().unwrap();
        assert_eq!(open(&format!("{note}{line}\n"), &seal.verifier()), Ok("a\nb\n"));
    }

    #[test]
    fn what_is_no_note_or_key_is_refused() {
        let key = Seal::new("http://127.0.0.1:8080/", &[7; 32]).verifier();
        assert_eq!(key.name, "127.0.0.1:8080/ledger");
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        let long = "a\n".repeat(MAX_NOTE);
        for text in ["", "\n\n", "a\n\n", "a\n\nb\n", "a\n\n— b\n", "a\n\n— b !\n", &long] {
            assert_eq!(open(text, &key), Err(NoteError::Form), "{text:.20}");
        }
        for text in ["", "a", "a+b", "a+00000000+AQ==", &key.to_string().replace('+', "-")] {
            assert_eq!(text.parse::<VerifierKey>(), Err(NoteError::Key), "{text}");
        }
    }
}
