//! Photos in forms: taken in one by one, each refusal says which file and why.

use base::FileId;
use files::{Files, Owner};
use services::form::Raw;
use services::{Page, QuestionKind};
use store::StoreError;
use web::{App, Fault, FormErrors, Upload, Words};

use crate::draft::Draft;
use crate::fields::PhotoView;

/// The owner of the photos of a draft.
pub(crate) fn owner(draft: &Draft) -> Owner {
    Owner::new("draft", draft.id)
}

/// Takes the photos of a page in and adds them to what was typed.
pub(crate) async fn take_in(
    app: &App,
    draft: &Draft,
    page: &Page,
    form: &web::Raw,
    typed: &mut Raw,
    words: &Words,
) -> Result<FormErrors, Fault> {
    let mut errors = FormErrors::new();
    for question in &page.questions {
        let QuestionKind::Photos { max } = question.kind else { continue };
        for upload in form.files(&question.id) {
            if typed.all(&question.id).len() >= max {
                let count = i64::try_from(max).unwrap_or(i64::MAX);
                let values = [("max", count.into())];
                errors.add(&question.id, words.with("counter-photos-max", &values));
                break;
            }
            match take(app, owner(draft), upload, words).await? {
                Ok(id) => typed.push(&question.id, id.to_string()),
                Err(message) => errors.add(&question.id, message),
            }
        }
    }
    Ok(errors)
}

/// Takes one photo in, or says why not.
pub(crate) async fn take(
    app: &App,
    owner: Owner,
    upload: &Upload,
    words: &Words,
) -> Result<Result<FileId, String>, Fault> {
    let files = app.get::<Files>();
    let photo = match files.intake(upload.bytes.clone(), &upload.name).await {
        Ok(photo) => photo,
        Err(refused) => {
            let name = if upload.name.is_empty() { "?" } else { &upload.name };
            let key = format!("counter-photo-{}", refused.key());
            return Ok(Err(words.with(&key, &[("name", name.to_owned().into())])));
        }
    };
    let kept = files.keep(&photo).await.map_err(|error| Fault::internal(error.to_string()))?;
    let (at, ids) = (app.clock().now(), app.ids().clone());
    let id = app
        .db()
        .write(move |tx| -> Result<_, StoreError> { files::record(tx, &kept, owner, at, &ids) })
        .await?;
    Ok(Ok(id))
}

/// The photos of a question, by their ids, to be shown.
pub(crate) async fn views(app: &App, ids: &[String]) -> Result<Vec<PhotoView>, Fault> {
    let wanted: Vec<FileId> = ids.iter().filter_map(|id| id.parse().ok().map(FileId)).collect();
    let rows = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let mut rows = Vec::new();
            for id in &wanted {
                rows.extend(files::get(tx, *id)?);
            }
            Ok(rows)
        })
        .await?;
    Ok(rows.into_iter().map(|row| PhotoView { id: row.id.to_string(), name: row.name }).collect())
}

/// Takes a photo off the form; its bytes go with the next sweep.
pub(crate) async fn discard(app: &App, draft: &Draft, id: &str) -> Result<(), Fault> {
    let Ok(id) = id.parse() else { return Ok(()) };
    let owner = owner(draft);
    app.db()
        .write(move |tx| -> Result<_, StoreError> {
            files::discard(tx, FileId(id), owner).map(drop)
        })
        .await?;
    Ok(())
}
