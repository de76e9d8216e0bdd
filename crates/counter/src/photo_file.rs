//! Photos to be looked at: `/files/{id}/{variant}` and the same below a personal link.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use base::{CaseId, FileId};
use cases::links;
use cases::{CaseError, Office};
use files::{FileRow, Files, Owner, Variant};
use store::{StoreError, Tx};
use web::{App, Fault, Reply, Role, Visitor};

use crate::draft::Draft;
use crate::{drafts, photos};

/// Shows a photo to who may see it: everybody where staff have shown it, staff, the person who is
/// signed in and sent it, and the browser whose form it is in or that corrects it.
pub(crate) async fn shown(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, variant)): Path<(String, String)>,
) -> Reply {
    let (id, variant) = parse(&id, &variant)?;
    let (owner, now) = (visitor.draft_key(), app.clock().now_ms());
    let (person, staff) = (visitor.person_id(), visitor.has(Role::Caseworker));
    let row = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let Some(row) = files::get(tx, id)? else { return Ok(None) };
            let may = staff || is_shown(tx, &row)? || is_theirs(tx, &row, person, &owner, now)?;
            Ok(may.then_some(row))
        })
        .await?;
    answer(&app, row, variant).await
}

/// Whether staff have shown a photo to everybody, and its case is still public.
fn is_shown(tx: &mut Tx<'_>, row: &FileRow) -> Result<bool, StoreError> {
    if !row.public || row.owner_kind != "case" {
        return Ok(false);
    }
    Ok(cases::cases::by_id(tx, CaseId(row.owner_id))?.is_some_and(|case| case.public))
}

fn is_theirs(
    tx: &mut Tx<'_>,
    row: &FileRow,
    person: Option<base::PersonId>,
    owner: &str,
    now: i64,
) -> Result<bool, StoreError> {
    if row.owner_kind == "case" {
        let case = cases::cases::by_id(tx, CaseId(row.owner_id))?;
        let requested = person.is_some() && case.is_some_and(|case| case.requester == person);
        // Who corrects the case came to it by its link.
        return Ok(requested || drafts::corrects(tx, owner, CaseId(row.owner_id), now)?);
    }
    let draft = drafts::find(tx, row.owner_id, owner, now)?;
    let opens = |draft: &Draft| draft.person.is_none() || draft.person == person;
    Ok(draft.is_some_and(|draft| opens(&draft) && photos::owner(&draft).owns(row)))
}

/// Shows a photo of a case to who holds its personal link.
pub(crate) async fn of_case(
    State(app): State<App>,
    Path((token, id, variant)): Path<(String, String, String)>,
) -> Reply {
    let (id, variant) = parse(&id, &variant)?;
    let office = Office::of(&app);
    let row = app
        .db()
        .read(move |tx| -> Result<_, CaseError> {
            let links::Opened::Case(case) = links::open(tx, &office, &token)? else {
                return Ok(None);
            };
            Ok(files::get(tx, id)?.filter(|row| Owner::case(case.id).owns(row)))
        })
        .await?;
    answer(&app, row, variant).await
}

fn parse(id: &str, variant: &str) -> Result<(FileId, Variant), Fault> {
    let id = id.parse().map(FileId).map_err(|_| Fault::NotFound)?;
    match variant {
        "full" => Ok((id, Variant::Full)),
        "small" => Ok((id, Variant::Thumbnail)),
        _ => Err(Fault::NotFound),
    }
}

async fn answer(app: &App, row: Option<FileRow>, variant: Variant) -> Reply {
    let row = row.ok_or(Fault::NotFound)?;
    let content = app.get::<Files>().read(&row, variant).await;
    let content = content.map_err(|error| Fault::internal(error.to_string()))?;
    let mut response = Response::new(Body::from(content.bytes));
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(content.media_type));
    // Who may see it can change, so only the browser that asked keeps it, and not for long.
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"));
    Ok(response)
}
