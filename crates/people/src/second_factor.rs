//! The second factor: codes by time (TOTP, RFC 6238), and recovery codes for a lost telephone.

use base::Rng;
use base::time::MINUTE_MS;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};
use web::Signer;

/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 8;

/// How long somebody may take to set the second factor up.
const SETUP_MS: i64 = 30 * MINUTE_MS;

/// The letters of base 32 (RFC 4648), in which recovery codes are written.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What somebody typed when asked for the second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// Six digits from the app.
    Time(String),
    /// The digest of a recovery code.
    Recovery(String),
}

impl Code {
    /// Reads what was typed; spaces, dashes and small letters make no difference.
    pub fn parse(text: &str) -> Option<Self> {
        let tidy: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if tidy.len() == 6 && tidy.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self::Time(tidy));
        }
        let is_recovery = tidy.len() == 16 && tidy.bytes().all(|b| BASE_32.contains(&b));
        is_recovery.then(|| Self::Recovery(digest(&tidy)))
    }
}

/// How many steps the codes that hold at one moment are apart at most: that of now, one before and one after.
pub(crate) const APART: i64 = 2;

/// A secret that an app on a telephone keeps.
#[derive(Clone)]
pub struct TotpSecret(Totp);

impl std::fmt::Debug for TotpSecret {
    /// Keeps the secret out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// A new secret of 160 bits, as RFC 4226 recommends.
    pub fn random(rng: &Rng) -> Option<Self> {
        Self::build(Secret::from(rng.bytes::<20>()), "", "")
    }

    /// Reads the secret from base 32.
    pub fn parse(base32: &str) -> Option<Self> {
        Self::build(Secret::try_from_base32(base32).ok()?, "", "")
    }

    fn build(secret: Secret, issuer: &str, account: &str) -> Option<Self> {
        // The defaults are those that every app knows: SHA-1, six digits, 30 seconds, one step of drift.
        let builder = Builder::new().with_secret(secret).with_account_name(account);
        builder.with_issuer(Some(issuer).filter(|issuer| !issuer.is_empty())).build().ok().map(Self)
    }

    /// The secret in base 32, for the table and for typing in.
    pub fn base32(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The link that apps open: `otpauth://totp/…`.
    pub fn link(&self, town: &str, email: &str) -> Option<String> {
        let (town, email) = (town.replace(':', " "), email.replace(':', " "));
        Self::build(self.0.secret().clone(), &town, &email)?.0.to_url().ok()
    }

    /// The time step that a code belongs to, if it is right now or was a step before or after; only
    /// steps behind the last one taken count, so that no code serves twice (RFC 6238, 5.2). A last one that is
    /// further ahead than any code of now was taken while the clock was wrong, and keeps nobody out.
    pub fn check(&self, code: &str, now_ms: i64, last_step: Option<i64>) -> Option<i64> {
        let seconds = u64::try_from(now_ms / 1_000).ok()?;
        let step = i64::try_from(self.0.check(code, seconds)?).ok()?;
        last_step.is_none_or(|last| step > last || last > step + APART).then_some(step)
    }

    /// The code of a moment, as the app shows it: for tests.
    #[doc(hidden)]
    pub fn code(&self, now_ms: i64) -> String {
        self.0.generate(u64::try_from(now_ms / 1_000).unwrap_or(0)).to_string()
    }

    /// The secret on its way through the form that sets it up: signed, for one person and a short
    /// time, so that nobody can plant another one.
    pub(crate) fn seal(&self, signer: &Signer, person: i64, now_ms: i64) -> String {
        signer.sign("second factor", &format!("{person}.{now_ms}.{}", self.base32()))
    }

    /// The secret from the form.
    pub(crate) fn unseal(signer: &Signer, sealed: &str, person: i64, now_ms: i64) -> Option<Self> {
        let text = signer.verify("second factor", sealed)?;
        let (owner, rest) = text.split_once('.')?;
        let (at, base32) = rest.split_once('.')?;
        let at: i64 = at.parse().ok()?;
        let fresh = (at..=at + SETUP_MS).contains(&now_ms);
        (owner == person.to_string() && fresh).then(|| Self::parse(base32)).flatten()
    }
}

/// New recovery codes to write down, `ABCD-EFGH-IJKL-MNOP`, each of 80 bits.
pub fn recovery_codes(rng: &Rng) -> Vec<String> {
    let code = |_| {
        let letters = rng
            .bytes::<16>()
            .map(|byte| BASE_32.get(usize::from(byte % 32)).copied().map_or('A', char::from));
        letters.chunks(4).map(|four| four.iter().collect()).collect::<Vec<String>>().join("-")
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// The digest of a recovery code, which the table holds.
pub fn digest(code: &str) -> String {
    hex::encode(Sha256::digest(code.replace('-', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_010_000;

    fn secret() -> TotpSecret {
        TotpSecret::random(&Rng::seeded(1)).unwrap()
    }

    #[test]
    fn a_code_of_the_standard_is_right() {
        // RFC 6238, appendix B, SHA-1, shortened to six digits.
        let secret = TotpSecret::build(Secret::from(*b"12345678901234567890"), "", "").unwrap();
        assert_eq!(secret.code(59_000), "287082");
        assert_eq!(secret.check("287082", 59_000, None), Some(1));
        assert_eq!(secret.code(1_111_111_109_000), "081804");
    }

    #[test]
    fn one_step_of_drift_is_borne_and_no_more() {
        let secret = secret();
        let code = secret.code(NOW);
        for (drift, right) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(secret.check(&code, NOW + drift * 1_000, None).is_some(), right, "{drift}");
        }
    }

    #[test]
    fn no_code_serves_twice_nor_an_older_one_after_it() {
        let secret = secret();
        let (before, code) = (secret.code(NOW - 30_000), secret.code(NOW));
        let step = secret.check(&code, NOW, None).unwrap();
        assert_eq!(secret.check(&code, NOW + 5_000, Some(step)), None);
        assert_eq!(secret.check(&before, NOW, Some(step)), None);
        let next = secret.code(NOW + 30_000);
        assert_eq!(secret.check(&next, NOW + 30_000, Some(step)), Some(step + 1));
    }

    #[test]
    fn a_code_taken_while_the_clock_was_ahead_keeps_nobody_out_when_it_is_right_again() {
        let secret = secret();
        let ahead = NOW + 48 * 3_600_000;
        let last = secret.check(&secret.code(ahead), ahead, None).unwrap();
        let step = secret.check(&secret.code(NOW), NOW, Some(last)).unwrap();
        assert_eq!(secret.check(&secret.code(NOW), NOW, Some(step)), None);
        let drifted = secret.check(&secret.code(NOW + 30_000), NOW, None).unwrap();
        assert_eq!(secret.check(&secret.code(NOW - 30_000), NOW, Some(drifted)), None);
    }

    #[test]
    fn what_is_typed_is_read_liberally_and_never_guessed() {
        assert_eq!(Code::parse(" 123 456"), Some(Code::Time("123456".into())));
        let code = recovery_codes(&Rng::seeded(2)).remove(0);
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(Code::parse(&typed), Some(Code::Recovery(digest(&code))));
        for bad in ["", "12345", "+12345", "1234567", "ABCD", "１２３４５６"] {
            assert_eq!(Code::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_sealed_secret_holds_for_its_person_and_a_short_time() {
        let (signer, secret) = (Signer::new([3; 32]), secret());
        let sealed = secret.seal(&signer, 7, NOW);
        let back = TotpSecret::unseal(&signer, &sealed, 7, NOW + 60_000).unwrap();
        assert_eq!(back.base32(), secret.base32());
        assert!(TotpSecret::unseal(&signer, &sealed, 8, NOW).is_none());
        assert!(TotpSecret::unseal(&signer, &sealed, 7, NOW + SETUP_MS + 1).is_none());
        assert!(TotpSecret::unseal(&Signer::new([4; 32]), &sealed, 7, NOW).is_none());
    }

    #[test]
    fn the_link_names_town_and_account() {
        let link = secret().link("New Town: Hall", "ana@example.org").unwrap();
        assert!(
            link.starts_with("otpauth://totp/New%20Town%20%20Hall:ana%40example.org?secret="),
            "{link}"
        );
    }
}
