//! Photos of cases: shown to staff, and to the public once somebody has looked at them.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use base::FileId;
use cases::CaseError;
use files::{Files, Owner, Variant, Visibility};
use ledger::{Entry, Subject};
use web::{App, Fault, Raw, Reply, Visitor};

use crate::act::{Held, Task};
use crate::rights::Need;

/// Shows a photo to the public, or hides it again.
pub(crate) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    Path((reference, id)): Path<(String, String)>,
    form: Raw,
) -> Reply {
    let file = FileId(id.parse().map_err(|_| Fault::NotFound)?);
    let task = Task::of(&app, &visitor, reference, "photos", form)?;
    let (visibility, verb, told) = match task.form.get("show") {
        Some("yes") => (Visibility::Public, "photo.show", "desk-photo-shown"),
        _ => (Visibility::Private, "photo.hide", "desk-photo-hidden"),
    };
    let told = visitor.words().t(told);
    // Hiding and showing change nothing else of the case, so a changed case does not stand in the way.
    task.carry_out(Need::Work, Held::ToNothing, told, move |tx, office, case, acting| {
        let found = files::get(tx, file)?.filter(|found| Owner::case(case.id).owns(found));
        found.ok_or(CaseError::NotFound)?;
        // A case that is not public has no page on which everybody could see it.
        if visibility == Visibility::Public && !case.public {
            return Err(CaseError::NotFound);
        }
        files::show(tx, file, visibility)?;
        let entry =
            Entry::new(acting.by.actor(case.id), verb, Subject::case(case.id)).with("file", file.0);
        let app = office.app();
        ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
        Ok(())
    })
    .await
}

/// Hands out a photo of a case to staff.
pub(crate) async fn picture(
    State(app): State<App>,
    Path((id, variant)): Path<(String, String)>,
) -> Reply {
    let variant = match variant.as_str() {
        "thumbnail" => Variant::Thumbnail,
        "full" => Variant::Full,
        _ => return Err(Fault::NotFound),
    };
    let id = FileId(id.parse().map_err(|_| Fault::NotFound)?);
    let row = app.db().read(move |tx| files::get(tx, id)).await?;
    let row = row.filter(|row| row.owner_kind == "case").ok_or(Fault::NotFound)?;
    let store = app.try_get::<Files>().ok_or(Fault::NotFound)?;
    let content = store.read(&row, variant).await.map_err(|error| match error {
        files::FileError::Missing => Fault::NotFound,
        other => Fault::internal(other.to_string()),
    })?;
    let heads = [
        (header::CONTENT_TYPE, content.media_type.to_owned()),
        // As for pages: whoever signs out leaves no resident's photos in the browser.
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::ETAG, format!("\"{}\"", content.digest)),
    ];
    Ok((heads, content.bytes).into_response())
}
