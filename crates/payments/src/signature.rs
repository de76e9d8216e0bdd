//! Signatures of notices: HMAC-SHA-256 in hex, compared in a time that tells nothing.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How old a notice of Stripe may be, in seconds, and how far ahead of our clock: what its own libraries take.
const TIME_LIMIT: i64 = 300;
/// Signatures that are looked at in one notice: two while a secret is changed.
const MOST: usize = 8;

/// Whether a text was signed with a secret.
pub(crate) fn holds(secret: &str, parts: &[&[u8]], signature: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    for part in parts {
        mac.update(part);
    }
    let Ok(given) = hex::decode(signature) else { return false };
    let own = mac.finalize().into_bytes();
    !secret.is_empty() && bool::from(own.as_slice().ct_eq(&given))
}

/// Whether a notice has a signature as Stripe makes it: `t=TIME,v1=HEX[,v1=HEX]` over `TIME.BODY`.
pub(crate) fn is_stripes(secret: &str, header: &str, body: &[u8], now: Timestamp) -> bool {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let Some(time) = parts().find(|(name, _)| *name == "t").map(|(_, time)| time) else {
        return false;
    };
    let age = time.parse::<i64>().ok().and_then(|time| now.as_second().checked_sub(time));
    if !age.is_some_and(|age| (-TIME_LIMIT..=TIME_LIMIT).contains(&age)) {
        return false;
    }
    parts()
        .filter(|(name, _)| *name == "v1")
        .take(MOST)
        .any(|(_, signature)| holds(secret, &[time.as_bytes(), b".", body], signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn sign(secret: &str, time: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn hmac_is_that_of_the_standard() {
        // RFC 4231, test case 2.
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(holds("Jefe", &[b"what do ya want ", b"for nothing?"], expected));
    }

    #[test]
    fn only_what_the_provider_signed_of_late_is_heard() {
        let now = 1_800_000_000;
        let good = sign(SECRET, "1800000000", BODY);
        let heard =
            |header: &str, body: &[u8], second| is_stripes(SECRET, header, body, at(second));
        assert!(heard(&format!("t=1800000000,v1={good}"), BODY, now));
        assert!(heard(&format!("t=1800000000, v1={good}"), BODY, now + 300));
        assert!(!heard(&format!("t=1800000000,v1={good}"), BODY, now + 301), "too old");
        assert!(!heard(&format!("t=1800000000,v1={good}"), BODY, now - 301), "from the future");
        assert!(!heard(&format!("t=1800000001,v1={good}"), BODY, now), "another time");
        assert!(!heard(&format!("t=1800000000,v1={good}"), b"{}", now), "another body");
        let other = sign("whsec_other", "1800000000", BODY);
        assert!(!heard(&format!("t=1800000000,v1={other}"), BODY, now), "another secret");
        let both = format!("t=1800000000,v1={other},v1={good}");
        assert!(heard(&both, BODY, now), "while a secret is changed there are two");
        assert!(!heard(&format!("t=1800000000,v0={good}"), BODY, now), "another scheme");
        for header in ["", "t=", "v1=", "t=x,v1=y", "t=1800000000", "t=9223372036854775807,v1=00"] {
            assert!(!heard(header, BODY, now), "{header}");
        }
        assert!(!is_stripes(
            "",
            &format!("t=1800000000,v1={}", sign("", "1800000000", BODY)),
            BODY,
            at(now)
        ));
    }
}
