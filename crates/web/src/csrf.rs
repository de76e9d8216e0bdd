use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use base::Rng;

use crate::sign::{Signer, same};

/// Makes the token for a form: the code of the browser's secret, under a fresh mask, so that
/// compressed pages never hold the same bytes twice (BREACH).
pub(crate) fn token(signer: &Signer, rng: &Rng, browser: &str) -> String {
    let mask: [u8; 32] = rng.bytes();
    let code = signer.code("csrf", browser);
    let hidden = code.iter().zip(mask).map(|(a, b)| a ^ b);
    URL_SAFE_NO_PAD.encode(mask.into_iter().chain(hidden).collect::<Vec<u8>>())
}

/// Whether a token belongs to the browser.
pub(crate) fn holds(signer: &Signer, browser: &str, token: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some((mask, hidden)) = bytes.split_at_checked(32) else { return false };
    let code: Vec<u8> = mask.iter().zip(hidden).map(|(a, b)| a ^ b).collect();
    hidden.len() == 32 && same(&code, &signer.code("csrf", browser))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_browser_only_and_never_looks_the_same() {
        let (signer, rng) = (Signer::new([1; 32]), Rng::seeded(1));
        let (a, b) = (token(&signer, &rng, "ana"), token(&signer, &rng, "ana"));
        assert_ne!(a, b);
        assert!(holds(&signer, "ana", &a) && holds(&signer, "ana", &b));
        assert!(!holds(&signer, "bob", &a));
        for forged in ["", "x", &a[1..], &format!("{a}AAAA"), "%00"] {
            assert!(!holds(&signer, "ana", forged), "{forged}");
        }
    }
}
