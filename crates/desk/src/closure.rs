//! `…/closure`: the case ends with an outcome, and the resident is told.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use base::text::slug;
use cases::{Closure, closure};
use web::{App, FormErrors, Raw, Reply, Visitor};

use crate::act::{Held, Task};
use crate::case_page::{self, Shown};
use crate::rights::Need;

/// Closes a case; or shows what the resident will read, when that is asked for first.
pub(crate) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "closure", form)?;
    let mut errors = FormErrors::new();
    let outcome = task.form.get("outcome").filter(|key| !key.is_empty() && slug(key) == **key);
    let outcome = outcome.map(ToOwned::to_owned);
    if outcome.is_none() {
        errors.add("closure-outcome", visitor.words().t("desk-outcome-missing"));
    }
    let text = task.optional_text(&mut errors);
    let (Some(outcome), Some(reason)) = (outcome, text) else { return task.wrong(errors).await };
    if task.form.has("preview") {
        let shown = Shown { panel: "closure", form: task.form, preview: true, ..Shown::default() };
        return case_page::again(&task.desk, &task.reference, StatusCode::OK, shown).await;
    }
    let ending = Closure { outcome, reason };
    let told = visitor.words().t("desk-closed-now");
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        closure::close(tx, office, case.id, &ending, acting).map(drop)
    })
    .await
}
