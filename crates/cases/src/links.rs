//! Personal links: signed, so that they need no table and can be made again for every letter.

use base::CaseId;
use store::Tx;

use crate::case::Case;
use crate::cases;
use crate::office::Office;
use crate::refusal::CaseError;
use crate::retention;

const TRACK: &str = "track";
const FOLLOW: &str = "follow";

/// What a personal link leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// The case.
    Case(Box<Case>),
    /// There was a case, but the link has run out.
    Expired,
    /// There is a case, but what was told in it has been erased, its time being over.
    Erased,
    /// The link is not ours.
    Forged,
}

/// The token of the requester's link to a case.
pub fn token(office: &Office, case: CaseId) -> String {
    office.app().signer().sign(TRACK, &case.to_string())
}

/// The requester's link to a case.
pub fn track(office: &Office, case: CaseId) -> String {
    format!("{}/track/{}", office.app().town().base_url, token(office, case))
}

/// The case of a requester's link, whether or not it is there; `None` when the link is not ours.
pub fn case_of(office: &Office, token: &str) -> Option<CaseId> {
    office.app().signer().verify(TRACK, token)?.parse().ok().map(CaseId)
}

/// Opens a requester's link.
pub fn open(tx: &mut Tx<'_>, office: &Office, token: &str) -> Result<Opened, CaseError> {
    let Some(id) = case_of(office, token) else { return Ok(Opened::Forged) };
    if retention::is_erased(tx, id)? {
        return Ok(Opened::Erased);
    }
    Ok(match cases::by_id(tx, id)? {
        Some(case) if case.link_lives(office.now()) => Opened::Case(Box::new(case)),
        _ => Opened::Expired,
    })
}

/// A follower's link; behind it they confirm that they want the news, and can stop it.
pub fn follow(office: &Office, follower: i64) -> String {
    let token = office.app().signer().sign(FOLLOW, &follower.to_string());
    format!("{}/follow/{token}", office.app().town().base_url)
}

/// The follower whose link this is.
pub fn follower(office: &Office, token: &str) -> Option<i64> {
    office.app().signer().verify(FOLLOW, token)?.parse().ok()
}
