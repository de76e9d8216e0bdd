use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, RngExt, SeedableRng};
use sha2::{Digest, Sha256};

/// Chance as an argument: the machine's, or a seeded run that a test can repeat. Clones share it.
#[derive(Clone)]
pub struct Rng(Arc<Mutex<StdRng>>);

impl fmt::Debug for Rng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rng")
    }
}

impl Rng {
    /// A cryptographic generator seeded by the operating system.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done then.
    #[expect(clippy::expect_used, reason = "without randomness no token is safe")]
    pub fn system() -> Self {
        let rng = StdRng::try_from_rng(&mut SysRng).expect("the operating system gives randomness");
        Self(Arc::new(Mutex::new(rng)))
    }

    /// A repeatable generator, for tests and the demo's data.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A number from 0 up to, not including, `n`; 0 when `n` is 0.
    pub fn below(&self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random_range(0..n)
    }

    /// A new secret of 256 bits.
    pub fn token(&self) -> Token {
        Token(URL_SAFE_NO_PAD.encode(self.bytes::<32>()))
    }
}

/// A secret for a link or a cookie: 43 characters of URL-safe base64. Tables hold only its digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The longest text that is looked at as a token.
    pub const MAX_LENGTH: usize = 64;

    /// Takes a token from a link or a cookie; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (16..=Self::MAX_LENGTH).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fits.then(|| Self(text.to_owned()))
    }

    /// The secret itself, for the link or the cookie.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// The SHA-256 of the secret in hex, which tables hold.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Token {
    /// Keeps the secret out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_text_and_hides_in_logs() {
        let token = Rng::seeded(1).token();
        assert_eq!(Token::parse(token.secret()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::parse("../../etc/passwd-------"), None);
    }
}
