//! What the program gave up, letters and jobs, is tried once more or thrown away by a colleague.

use ledger::{Actor, Entry, Subject};
use store::{StoreError, Tx};
use web::{App, Fault, Flash, Reply, Visitor, see_other_with};

use crate::desk::Desk;

/// What was given up.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A letter.
    Letter,
    /// A job.
    Job,
}

impl Kind {
    /// The kind's word in the ledger, and the address of its list.
    fn key(self) -> (&'static str, &'static str) {
        match self {
            Self::Letter => ("letter", "/desk/letters"),
            Self::Job => ("job", "/desk/jobs"),
        }
    }
}

/// Does what a colleague decided about a thing that was given up, with its entry in the ledger under the
/// verb, and leads back to the list, which tells it. Somebody else may have been faster, which is as good.
pub(crate) async fn settle<F>(
    app: &App,
    visitor: &Visitor,
    id: &str,
    (kind, verb, told): (Kind, &'static str, &str),
    deed: F,
) -> Reply
where
    F: Fn(&mut Tx<'_>, &Desk, i64) -> Result<bool, StoreError> + Send + 'static,
{
    settle_with(app, visitor, id, (kind, verb, told), None, deed).await
}

/// Like [`settle`], with a detail about a person for the entry.
pub(crate) async fn settle_with<F>(
    app: &App,
    visitor: &Visitor,
    id: &str,
    (kind, verb, told): (Kind, &'static str, &str),
    personal: Option<(&'static str, String)>,
    deed: F,
) -> Reply
where
    F: Fn(&mut Tx<'_>, &Desk, i64) -> Result<bool, StoreError> + Send + 'static,
{
    let desk = Desk::of(app, visitor)?;
    let id: i64 = id.parse().map_err(|_| Fault::NotFound)?;
    let (word, list) = kind.key();
    let done = app
        .db()
        .write(move |tx| {
            let app = desk.app();
            let done = deed(tx, &desk, id)?;
            if done {
                let subject = Subject::new(word, id);
                let mut entry = Entry::new(Actor::Person(desk.person.id), verb, subject);
                if let Some((field, value)) = &personal {
                    entry = entry.personal(field, value.clone());
                }
                ledger::append(tx, &entry, desk.now(), app.ids(), app.rng())?;
            }
            Ok::<_, StoreError>(done)
        })
        .await?;
    let words = visitor.words();
    let flash = if done {
        Flash::success(words.t(told))
    } else {
        Flash::notice(words.t("desk-already-gone"))
    };
    Ok(see_other_with(list, flash))
}
