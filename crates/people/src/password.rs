//! Passwords: what makes one good enough, and how they are kept.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base::Rng;
use tokio::sync::Semaphore;
use web::Fault;

/// The shortest password (NIST SP 800-63B-4 asks for 8 beside a second factor, and for no rules on
/// kinds of characters).
pub const MIN_CHARS: usize = 12;

/// The longest: a sentence. Longer ones only make work.
pub const MAX_CHARS: usize = 200;

/// How many passwords are hashed at the same time. Each takes 19 MiB and one processor.
const AT_ONCE: usize = 4;

/// How many may wait for that: two seconds' worth. More are told to come back.
const WAITING: usize = 64;

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
static QUEUE: Semaphore = Semaphore::const_new(AT_ONCE + WAITING);

/// A hash that no password fits, for accounts that do not exist: the answer takes as long as any
/// other and so does not tell which accounts there are.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("", &[0; 16]).unwrap_or_default());

/// Parts of passwords that everybody tries first (from the tops of published breach lists).
const COMMON: [&str; 30] = [
    "password",
    "passw0rd",
    "p@ssword",
    "contraseña",
    "contrasena",
    "qwerty",
    "azerty",
    "123456",
    "654321",
    "111111",
    "000000",
    "abcdef",
    "abc123",
    "iloveyou",
    "teamo",
    "letmein",
    "welcome",
    "bienvenido",
    "admin",
    "monkey",
    "dragon",
    "football",
    "futbol",
    "baseball",
    "sunshine",
    "princess",
    "princesa",
    "superman",
    "trustno1",
    "townhall",
];

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`MIN_CHARS`] characters.
    #[error("the password is too short")]
    Short,
    /// More than [`MAX_CHARS`] characters.
    #[error("the password is too long")]
    Long,
    /// One of the first that anybody would guess.
    #[error("the password is one of the first that anybody would guess")]
    Common,
    /// It is made of the person's name or address.
    #[error("the password is made of the person's own name or address")]
    Personal,
}

/// Checks that a password is hard to guess. `about` holds the person's name and e-mail address.
pub fn check(password: &str, about: &[&str]) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length > MAX_CHARS {
        return Err(WeakPassword::Long);
    }
    if length < MIN_CHARS {
        return Err(WeakPassword::Short);
    }
    let lower = password.to_lowercase();
    let without = |parts: &mut dyn Iterator<Item = &str>| {
        let rest = parts.fold(lower.clone(), |rest, part| rest.replace(part, ""));
        rest.chars().filter(|c| c.is_alphabetic()).count()
    };
    if distinct(&lower) < 5 || without(&mut COMMON.into_iter()) < 4 && has_any(&lower, &COMMON) {
        return Err(WeakPassword::Common);
    }
    let about = about.join(" ").to_lowercase();
    let words: Vec<&str> = about
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .collect();
    if has_any(&lower, &words) && without(&mut words.iter().copied()) < 6 {
        return Err(WeakPassword::Personal);
    }
    Ok(())
}

fn has_any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

fn distinct(text: &str) -> usize {
    let mut chars: Vec<char> = text.chars().collect();
    chars.sort_unstable();
    chars.dedup();
    chars.len()
}

/// Hashes a password with Argon2id (19 MiB, 2 passes, 1 lane: OWASP's recommendation).
pub async fn hash(password: &str, rng: &Rng) -> Result<String, Fault> {
    let (password, salt) = (password.to_owned(), rng.bytes::<16>());
    in_turn(move || hash_now(&password, &salt)).await?.map_err(Fault::internal)
}

/// Like [`hash`], for callers outside the async runtime.
pub fn hash_blocking(password: &str, rng: &Rng) -> Result<String, String> {
    hash_now(password, &rng.bytes::<16>())
}

/// Whether a password fits a hash. Without a hash it takes as long and fits never.
pub async fn verify(password: &str, hash: Option<String>) -> Result<bool, Fault> {
    let password = password.to_owned();
    in_turn(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let fits = Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
        fits && known
    })
    .await
}

fn hash_now(password: &str, salt: &[u8]) -> Result<String, String> {
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|hash| hash.to_string()).map_err(|error| format!("hashing failed: {error}"))
}

/// Runs heavy work on a thread of its own when its turn comes.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _waiting = QUEUE.try_acquire().map_err(|_| Fault::Busy)?;
    let place = PLACES.acquire().await.map_err(|_| Fault::Busy)?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(place);
    done.map_err(|error| Fault::internal(format!("hashing broke off: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_nobody_fits_none() {
        let rng = Rng::seeded(1);
        let hash = hash("correct horse battery", &rng).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("correct horse battery", Some(hash.clone())).await.unwrap());
        assert!(!verify("correct horse", Some(hash)).await.unwrap());
        assert!(!verify("", None).await.unwrap());
        assert!(!verify("x", Some("no hash".into())).await.unwrap());
        assert!(NOBODY.starts_with("$argon2id$"));
    }

    #[tokio::test]
    async fn a_storm_is_bounded() {
        let mut storm = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE + WAITING + 20 {
            storm.spawn(async { in_turn(|| ()).await.is_ok() });
        }
        let served = storm.join_all().await;
        assert!(served.iter().any(|ok| *ok), "some are served");
        assert!(served.iter().any(|ok| !*ok), "some are told to come back");
    }

    #[test]
    fn what_anybody_would_guess_is_refused() {
        let about = ["Ana María Ruiz", "ana.ruiz@example.org"];
        for (password, expected) in [
            ("short", Err(WeakPassword::Short)),
            ("Password1234!", Err(WeakPassword::Common)),
            ("aaaaaaaaaaaa", Err(WeakPassword::Common)),
            ("123456654321", Err(WeakPassword::Common)),
            ("AnaMaria.Ruiz1", Err(WeakPassword::Personal)),
            ("anaruiz@example.org", Err(WeakPassword::Personal)),
            ("three brown bicycles", Ok(())),
            ("el jardín de mi abuela", Ok(())),
            ("kX9#vQ2!mB7z", Ok(())),
        ] {
            assert_eq!(check(password, &about), expected, "{password}");
        }
        assert_eq!(check(&"ab c".repeat(60), &[]), Err(WeakPassword::Long));
    }
}
