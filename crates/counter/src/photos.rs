//! Photos in forms: taken in one by one, each refusal says which file and why.

use base::{CaseId, FileId};
use files::{Files, Owner};
use services::form::Raw;
use services::{Form, Page, QuestionKind, Service};
use store::{StoreError, Tx};
use web::{App, Fault, FormErrors, Upload, Words};

use crate::draft::Draft;
use crate::fields::PhotoView;

/// The owner of the photos of a draft.
pub(crate) fn owner(draft: &Draft) -> Owner {
    Owner::new("draft", draft.id)
}

/// What a form does to the photos of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    /// New ones, with the questions that they answer.
    added: Vec<(String, String)>,
    /// The one that is taken off.
    removed: Option<String>,
}

impl Change {
    /// Writes the change into what was typed on a page and into its answers: a photo that the page
    /// shows is part of the form, whether or not the page is sent on.
    pub(crate) fn settle(&self, draft: &mut Draft, service: &Service, page: &Page) {
        let held = draft.fields(service, page);
        for question in page.questions.iter().filter(|one| is_photos(&one.kind)) {
            let kept =
                held.all(&question.id).iter().filter(|id| Some(*id) != self.removed.as_ref());
            let mut ids: Vec<String> = kept.cloned().collect();
            let added = self.added.iter().filter(|(id, _)| *id == question.id);
            for (_, file) in added {
                if !ids.contains(file) {
                    ids.push(file.clone());
                }
            }
            if ids.is_empty() {
                draft.answers.remove(&question.id);
            } else {
                draft.answers.set(&question.id, ids.clone().into());
            }
            if let Some(typed) = draft.typed.get_mut(&page.id) {
                typed.set(&question.id, ids);
            }
        }
    }
}

fn is_photos(kind: &QuestionKind) -> bool {
    matches!(kind, QuestionKind::Photos { .. })
}

/// Takes the photos of a page in and adds them to what was typed.
pub(crate) async fn take_in(
    app: &App,
    draft: &Draft,
    page: &Page,
    form: &web::Raw,
    typed: &mut Raw,
    words: &Words,
) -> Result<(Change, FormErrors), Fault> {
    let mut errors = FormErrors::new();
    let mut change = Change { removed: form.get("remove").map(str::to_owned), ..Change::default() };
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
                Ok(id) => {
                    typed.push(&question.id, id.to_string());
                    change.added.push((question.id.clone(), id.to_string()));
                }
                Err(message) => errors.add(&question.id, message),
            }
        }
    }
    Ok((change, errors))
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
        .write_rows(move |tx| -> Result<_, StoreError> {
            files::record(tx, &kept, owner, at, &ids)
        })
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

/// Takes out of the answers the photos that are neither the draft's nor those of the case that it
/// corrects: another page took them off meanwhile. Gives whether there were any.
pub(crate) fn drop_missing(
    tx: &mut Tx<'_>,
    draft: &mut Draft,
    form: &Form,
) -> Result<bool, StoreError> {
    let (from, case) = (owner(draft), draft.corrects.map(Owner::case));
    let mut missing = false;
    for question in form.questions().filter(|one| is_photos(&one.kind)) {
        let mut ids = Vec::new();
        let asked = draft.answers.photos(&question.id);
        for id in &asked {
            let row = files::get(tx, *id)?;
            let holds = |owner: Owner| row.as_ref().is_some_and(|row| owner.owns(row));
            if holds(from) || case.is_some_and(holds) {
                ids.push(id.to_string());
            }
        }
        if ids.len() == asked.len() {
            continue;
        }
        missing = true;
        if ids.is_empty() {
            draft.answers.remove(&question.id);
        } else {
            draft.answers.set(&question.id, ids.into());
        }
        draft.typed.retain(|_, typed| typed.all(&question.id).is_empty());
    }
    Ok(missing)
}

/// Takes the photos off a case that were among its answers and no longer are.
pub(crate) fn take_off(
    tx: &mut Tx<'_>,
    case: CaseId,
    form: &Form,
    before: &services::Answers,
    after: &services::Answers,
) -> Result<(), StoreError> {
    for question in form.questions().filter(|one| is_photos(&one.kind)) {
        let kept = after.photos(&question.id);
        for file in before.photos(&question.id).into_iter().filter(|file| !kept.contains(file)) {
            files::detach(tx, file, Owner::case(case))?;
        }
    }
    Ok(())
}
