//! What the newest checkpoint says, and what was asked for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::merkle::Hash;
use ledger::{Checkpoint, VerifierKey, checkpoints};
use store::{StoreError, Tx};
use web::Fault;

/// Entries have ids above this and places below it: ids begin with milliseconds since 2020, and a town
/// would need a thousand years for so many entries.
const FIRST_ID: u64 = 1 << 50;

/// The newest checkpoint with the key that signed it.
pub(crate) struct Newest {
    pub(crate) at: i64,
    pub(crate) size: u64,
    pub(crate) note: String,
    pub(crate) key: VerifierKey,
}

/// Reads the newest checkpoint; `None` in a town that has not signed yet.
pub(crate) fn newest(tx: &mut Tx<'_>) -> Result<Option<Newest>, StoreError> {
    let Some(row) = checkpoints::newest(tx, 1)?.pop() else { return Ok(None) };
    let damaged = || StoreError::Corrupt("the newest checkpoint cannot be read".into());
    let told = Checkpoint::unchecked(&row.note).map_err(|_| damaged())?;
    let public = row.signer.as_slice().try_into().map_err(|_| damaged())?;
    let key = VerifierKey { name: told.origin, public };
    Ok(Some(Newest { at: row.at, size: told.size, note: row.note, key }))
}

/// An entry as somebody names it: by its id, or by its place from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Id(i64),
    Place(u64),
}

impl Named {
    /// Reads a number that somebody typed; thousands may be parted.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = number(text)?;
        if number < FIRST_ID {
            return Some(Self::Place(number)).filter(|_| number > 0);
        }
        i64::try_from(number).ok().map(Self::Id)
    }
}

/// Reads a whole number that somebody typed; thousands may be parted.
pub(crate) fn number(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | '\'')).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// A hash as people copy it.
pub(crate) fn shown(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

/// A proof as people copy it.
pub(crate) fn all_shown(proof: &[Hash]) -> Vec<String> {
    proof.iter().map(shown).collect()
}

/// The fault for a number that makes no sense.
pub(crate) fn not_asked(words: &web::Words) -> Fault {
    Fault::BadRequest(words.t("proofs-number-wrong"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_its_id_or_its_place() {
        assert_eq!(Named::parse("17"), Some(Named::Place(17)));
        assert_eq!(Named::parse(" 1,017 "), Some(Named::Place(1_017)));
        assert_eq!(Named::parse("910123456789012345"), Some(Named::Id(910_123_456_789_012_345)));
        for text in ["", "0", "-1", "x", "1e9", "99999999999999999999", "18446744073709551615"] {
            assert_eq!(Named::parse(text), None, "{text}");
        }
    }
}
