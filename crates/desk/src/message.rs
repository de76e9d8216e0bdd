//! `…/messages`: writing to the resident. `…/question`: asking them, which pauses the promise.
//! `…/notes`: leaving a note for colleagues.

use axum::extract::{Path, State};
use cases::{messages, moves};
use web::{App, FormErrors, Raw, Reply, Visitor};

use crate::act::{Held, Task};
use crate::rights::Need;

/// Sends a message to the resident.
pub(crate) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "messages", form)?;
    let mut errors = FormErrors::new();
    let Some(text) = task.text(&mut errors, "desk-message-missing") else {
        return task.wrong(errors).await;
    };
    let told = visitor.words().t("desk-message-sent");
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        messages::send(tx, office, case.id, &text, acting).map(drop)
    })
    .await
}

/// Puts a question to the resident; the promise waits for the answer.
pub(crate) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "question", form)?;
    let mut errors = FormErrors::new();
    let Some(text) = task.text(&mut errors, "desk-question-missing") else {
        return task.wrong(errors).await;
    };
    let told = visitor.words().t("desk-question-sent");
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        moves::make(tx, office, case.id, "ask", &text, acting).map(drop)
    })
    .await
}

/// Leaves a note. Anybody who works on cases may: the colleague in the hall knows something too. It
/// contradicts nothing that happened meanwhile, so it is not held to the page.
pub(crate) async fn note(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "notes", form)?;
    let mut errors = FormErrors::new();
    let Some(text) = task.text(&mut errors, "desk-note-missing") else {
        return task.wrong(errors).await;
    };
    let told = visitor.words().t("desk-note-kept");
    task.carry_out(Need::Help, Held::ToNothing, told, move |tx, office, case, acting| {
        messages::note(tx, office, case.id, &text, acting).map(drop)
    })
    .await
}
