//! `…/transitions`: a move of the workflow. `…/reopen`: the case begins again.

use axum::extract::{Path, State};
use base::text::slug;
use cases::moves;
use web::{App, FormErrors, Raw, Reply, Visitor};

use crate::act::{Held, Task};
use crate::rights::Need;

/// Moves a case to another state. The text is the reason, for colleagues.
pub(crate) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "transitions", form)?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let key = task.form.get("transition").filter(|key| !key.is_empty() && slug(key) == **key);
    let key = key.map(ToOwned::to_owned);
    let text = task.optional_text(&mut errors);
    if key.is_none() {
        errors.add("transitions-text", words.t("desk-transition-missing"));
    }
    let (Some(key), Some(text)) = (key, text) else { return task.wrong(errors).await };
    let told = words.t("desk-transition-made");
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        moves::make(tx, office, case.id, &key, &text, acting).map(drop)
    })
    .await
}

/// Opens a closed case again.
pub(crate) async fn reopen(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "reopen", form)?;
    let mut errors = FormErrors::new();
    let Some(text) = task.text(&mut errors, "desk-reopen-missing") else {
        return task.wrong(errors).await;
    };
    let told = visitor.words().t("desk-reopened");
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        moves::make(tx, office, case.id, "reopen", &text, acting).map(drop)
    })
    .await
}
