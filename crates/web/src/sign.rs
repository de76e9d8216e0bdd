use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Signs texts with the town's secret (HMAC-SHA-256), so that what comes back from a cookie or a
/// link is known to be ours. A purpose keeps a signature from serving anywhere else.
#[derive(Clone)]
pub struct Signer([u8; 32]);

impl Signer {
    /// Signs with a secret of 256 bits.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The authentication code of a text for a purpose.
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    pub fn code(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The text with its signature, in characters that suit cookies and addresses.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        let code = URL_SAFE_NO_PAD.encode(self.code(purpose, text));
        format!("{}.{code}", URL_SAFE_NO_PAD.encode(text))
    }

    /// The text of a signed one, or `None` when the signature is not ours for this purpose.
    pub fn verify(&self, purpose: &str, signed: &str) -> Option<String> {
        let (text, code) = signed.split_once('.')?;
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let code = URL_SAFE_NO_PAD.decode(code).ok()?;
        same(&code, &self.code(purpose, &text)).then_some(text)
    }
}

/// Compares in a time that does not tell where the difference lies.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_text_purpose_and_secret_only() {
        let signer = Signer::new([7; 32]);
        let message = signer.sign("flash", "Saved, señora");
        assert_eq!(signer.verify("flash", &message).as_deref(), Some("Saved, señora"));
        assert_eq!(signer.verify("link", &message), None);
        assert_eq!(Signer::new([8; 32]).verify("flash", &message), None);
        assert_eq!(signer.verify("flash", "forged.signature"), None);
        assert_eq!(signer.verify("flash", ""), None);
    }
}
