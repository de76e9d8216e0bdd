//! Everybody does everything that pages offer: whatever changes, the ledger tells.
//!
//! A walker of each role follows links, fills in the forms that it meets and sends them, as a person
//! would: with the page's own token, revision and choices. Triggers note the tables that a request
//! touches; where one of them is more than bookkeeping there must be a new entry. A route that nobody
//! could make change anything is named, so that the walk cannot pass by walking nowhere.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;
mod walker;

use town::{ROLES, TestTown};
use walker::Walker;

/// Routes that may change something without an entry, or that the walk need not change anything by; each
/// with the reason. This list may only shrink.
const EXCUSED: &[(&str, &str)] = &[
    ("/sign-out", "a session is no act of the town's"),
    ("/style", "it shows components and changes nothing"),
    ("/demo/sign-in", "the demo's door opens a session and does nothing else"),
    ("/apply/{draft}/{page}/photos", "a photo of a draft is not sent yet"),
    ("/apply/{draft}/appointment", "a time that is held for a draft is no appointment yet"),
    ("/desk/filters", "a colleague's own bookmark"),
    ("/desk/filters/{id}/delete", "a colleague's own bookmark"),
    // These need a code of an authenticator or a lock-out: people/tests/sign_in.rs and administration.rs.
    ("/sign-in/code", "a code of an authenticator"),
    ("/sign-in/set-up", "a code of an authenticator"),
    ("/account/recovery-codes", "a code of an authenticator"),
    ("/desk/people/{id}/second-factor/reset", "a second factor that is set up"),
    ("/desk/people/{id}/lock-out/end", "somebody who is locked out"),
    ("/account/sessions/end-others", "a second session: people/tests/links.rs"),
    ("/sign-in/link/{token}", "a letter that asks a stranger in: people/tests/links.rs"),
    ("/sign-in/password/{token}", "an invitation: people/tests/links.rs"),
    ("/apply/{draft}/save", "a form put aside, which its page also deletes: counter/tests/ways.rs"),
    ("/apply/{draft}/nearby", "a report beside another: counter/tests/form.rs"),
    ("/desk/cases/{reference}/photos/{id}", "a photo to decide on: desk/tests"),
    ("/payments/notices", "a bank's server, which has no form: payments/tests/providers.rs"),
];

#[test]
fn whatever_anybody_changes_the_ledger_tells() {
    walk(TestTown::new(store::testing::sqlite()));
}

#[test]
fn whatever_anybody_changes_the_ledger_tells_on_a_server_too() {
    store::testing::servers().into_iter().map(TestTown::new).for_each(walk);
}

fn walk(town: TestTown) {
    let excused: Vec<_> = EXCUSED.iter().map(|(path, _)| *path).collect();
    let mut walker = Walker::new(&town, excused.clone());
    // The stranger comes once more, for the links that the others were sent.
    for role in ROLES.into_iter().chain([None]) {
        walker.walk(role);
    }
    assert!(walker.wrong.is_empty(), "{}:\n{}", town.engine(), walker.wrong.join("\n"));
    let idle: Vec<_> = town
        .routes
        .iter()
        .filter(|route| route.changes && !excused.contains(&&*route.path))
        .filter(|route| !walker.changed.contains(&*route.path))
        .map(|route| {
            let latest = walker.latest.get(&*route.path);
            format!("{}: {}", route.path, latest.map_or("no such form was met", String::as_str))
        })
        .collect();
    assert!(idle.is_empty(), "{}: nobody changed anything by\n{}", town.engine(), idle.join("\n"));
}
