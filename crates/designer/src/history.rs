//! `…/draft/history`: every revision, and the way back to each.

use axum::extract::{Path, State};
use serde::Serialize;
use store::StoreError;
use web::{App, Fault, Flash, Page, Raw, Reply, Visitor, Words, see_other_with, show};

use crate::differences::{Change, differences};
use crate::draft::{self, Deed, Head, Kept, name_of, sketch_of};
use crate::drafts;

#[derive(Serialize)]
struct HistoryPage {
    head: Head,
    rows: Vec<Row>,
    /// The revision that is looked at, 0 for none.
    looked: i64,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Row {
    number: i64,
    did: String,
    subject: String,
    by: String,
    at: i64,
}

impl Page for HistoryPage {
    const TEMPLATE: &'static str = "designer/history.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-history-of", &[("name", self.head.name.as_str().into())])
    }
}

/// Shows the revisions; with `?look=` what each changed.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let query = visitor.query().and_then(|query| Raw::from_urlencoded(query.as_bytes()));
    let looked = query.and_then(|query| query.get("look")?.parse::<i64>().ok()).unwrap_or(0);
    let (words, key) = (visitor.words().clone(), id.clone());
    let (rows, changes) = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let mut rows = Vec::new();
            for line in drafts::revisions(tx, &key)? {
                let by = name_of(tx, line.person)?;
                // A kept key of words that is gone must not break the page of the past.
                let known = DEEDS.iter().find(|did| **did == line.did);
                let did = known.map_or(line.did.clone(), |did| words.t(did));
                rows.push(Row { number: line.number, did, subject: line.subject, by, at: line.at });
            }
            let mut sketch = |number: i64| -> Result<_, StoreError> {
                let found = drafts::revision(tx, &key, number)?;
                Ok(found.and_then(|found| sketch_of(&found)))
            };
            let changes = match (sketch(looked - 1)?, sketch(looked)?) {
                (Some(before), Some(after)) => differences(&before, &after, &words),
                _ => Vec::new(),
            };
            Ok((rows, changes))
        })
        .await?;
    let head = draft::head(&app, &visitor, &opened).await?;
    Ok(show(HistoryPage { head, rows, looked, changes }))
}

/// The words for what was done.
const DEEDS: [&str; 12] = [
    "designer-did-new",
    "designer-did-begun",
    "designer-did-copied",
    "designer-did-texts",
    "designer-did-page",
    "designer-did-page-new",
    "designer-did-question",
    "designer-did-question-new",
    "designer-did-moved",
    "designer-did-removed",
    "designer-did-back",
    "designer-did-source",
];

/// Goes back to a revision: its content becomes the newest.
pub(crate) async fn back(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let number = form.get("number").and_then(|number| number.parse::<i64>().ok());
    let number = number.ok_or(Fault::NotFound)?;
    let key = id.clone();
    let old = app.db().read(move |tx| drafts::revision(tx, &key, number)).await?;
    let old = old.and_then(|old| sketch_of(&old)).ok_or(Fault::NotFound)?;
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let deed = Deed { known, did: "designer-did-back", subject: number.to_string() };
    let kept = draft::keep(&app, &visitor, &id, deed, move |sketch| sketch.clone_from(&old));
    let words = visitor.words();
    let said = match kept.await? {
        Kept::Done => {
            Flash::success(words.with("designer-went-back", &[("number", number.into())]))
        }
        Kept::Changed(_, _, by) => {
            Flash::notice(words.with("designer-changed-first", &[("by", by.into())]))
        }
    };
    Ok(see_other_with(&opened.href(""), said))
}
