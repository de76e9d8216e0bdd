//! `…/draft/pages/{page}/questions/{question}`: what is asked, how it is answered, and when.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show_as,
};

use crate::both::{self, Choice, Fields};
use crate::condition::{self, Shown};
use crate::differences::Change;
use crate::draft::{self, Deed, Head, Kept, Opened};
use crate::labels;
use crate::settings::{self, OptionRow};
use crate::sketch::{own_words, set, words as text_of};

#[derive(Serialize)]
struct QuestionPage {
    head: Head,
    page: String,
    page_title: String,
    /// The question's key, or `new`.
    id: String,
    heading: String,
    kind: String,
    kind_label: String,
    kinds: Vec<Choice>,
    settings: &'static [&'static str],
    options: Vec<OptionRow>,
    personal: bool,
    form: Raw,
    errors: FormErrors,
    when: Shown,
    news: Vec<Change>,
    by: String,
    practice: Option<String>,
}

impl Page for QuestionPage {
    const TEMPLATE: &'static str = "designer/question.html";

    fn title(&self, words: &Words) -> String {
        if self.id == "new" {
            return words
                .with("designer-question-new", &[("page", self.page_title.as_str().into())]);
        }
        words.with("designer-of-question", &[("label", self.heading.as_str().into())])
    }
}

/// Which question of which page.
struct At<'a> {
    opened: &'a Opened,
    page: &'a str,
    question: &'a str,
    kind: &'a str,
}

impl At<'_> {
    fn question(&self) -> Option<&Value> {
        self.opened.sketch.question(self.question)
    }

    fn asked(&self, words: &Words) -> Vec<condition::Asked> {
        condition::before(&self.opened.sketch, self.page, Some(self.question), words)
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    at: &At<'_>,
    form: Raw,
    when: Shown,
) -> Result<QuestionPage, Fault> {
    let (sketch, locale, words) = (&at.opened.sketch, visitor.locale(), visitor.words());
    let head = draft::head(app, visitor, at.opened).await?;
    let title = text_of(sketch.page(at.page).and_then(|page| page.get("title")), locale);
    let heading = text_of(at.question().and_then(|one| one.get("label")), locale);
    Ok(QuestionPage {
        practice: head.practice.as_ref().map(|link| format!("{link}/{}", at.page)),
        page: at.page.to_owned(),
        page_title: title.to_owned(),
        id: at.question.to_owned(),
        heading: heading.to_owned(),
        kind: at.kind.to_owned(),
        kind_label: labels::kind(at.kind, words),
        kinds: services::KINDS
            .iter()
            .map(|kind| Choice::new(*kind, labels::kind(kind, words)))
            .collect(),
        settings: settings::of_kind(at.kind),
        options: settings::rows(at.question(), &form),
        personal: matches!(at.kind, "contact" | "email" | "phone"),
        head,
        form,
        errors: FormErrors::new(),
        when,
        news: Vec::new(),
        by: String::new(),
    })
}

/// The kind that the address asks for, or that the question has.
fn kind_of(opened: &Opened, question: &str, asked: Option<&str>) -> String {
    let asked = asked.filter(|kind| services::KINDS.contains(kind));
    let own = opened.sketch.question(question).and_then(|one| one.get("kind")?.as_str());
    asked.or(own).unwrap_or("text").to_owned()
}

fn is_there(opened: &Opened, page: &str, question: &str) -> Result<(), Fault> {
    let known = question == "new" || opened.sketch.question(question).is_some();
    let page = opened.sketch.page(page).filter(|_| known);
    page.map(drop).ok_or(Fault::NotFound)
}

/// Shows the form; with `?kind=` for another kind of answer.
pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page_id, question)): Path<(String, String, String)>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    is_there(&opened, &page_id, &question)?;
    let query = visitor.query().and_then(|query| Raw::from_urlencoded(query.as_bytes()));
    let kind = kind_of(&opened, &question, query.as_ref().and_then(|query| query.get("kind")));
    let at = At { opened: &opened, page: &page_id, question: &question, kind: &kind };
    let (mut fields, own) = (Fields::new(), at.question());
    for key in ["label", "short", "hint"] {
        both::show(&mut fields, key, own.and_then(|one| one.get(key)));
    }
    let flag = |key: &str, usual| own.and_then(|one| one.get(key)?.as_bool()).unwrap_or(usual);
    for (key, usual) in [("required", kind != "note"), ("public", false)] {
        if flag(key, usual) {
            fields.push((key.into(), "yes".into()));
        }
    }
    if let Some(own) = own {
        settings::show(&mut fields, own);
    }
    let when = own.and_then(|one| one.get("when")?.as_str()).unwrap_or_default();
    let when = condition::shown(at.asked(visitor.words()), when);
    Ok(web::show(page(&app, &visitor, &at, Raw::of(fields), when).await?))
}

/// Reads the form into the question as it was, or into a new one.
fn read(at: &At<'_>, form: &Raw, errors: &mut FormErrors, words: &Words) -> Value {
    let mut question = at.question().cloned().unwrap_or_else(|| json!({"id": ""}));
    let label = both::needed(form, "label", errors, words);
    if at.question == "new" {
        let key = at.opened.sketch.question_key(own_words(label.as_ref(), base::Locale::EN));
        // The one question for contact details has a name that the form itself knows.
        let key = if at.kind == "contact" { "contact".to_owned() } else { key };
        set(&mut question, "id", Some(key.into()));
    }
    if question.get("kind").is_some_and(|old| old != at.kind) {
        settings::clear(&mut question, at.kind);
    }
    set(&mut question, "kind", Some(at.kind.into()));
    set(&mut question, "label", label);
    for key in ["short", "hint"] {
        set(&mut question, key, both::optional(form, key, errors, words));
    }
    let optional = !form.has("required") && at.kind != "note";
    set(&mut question, "required", optional.then_some(Value::Bool(false)));
    set(&mut question, "public", form.has("public").then_some(Value::Bool(true)));
    settings::read(&mut question, at.kind, form, errors, words);
    let when = condition::read(&at.asked(words), form, errors, words);
    set(&mut question, "when", when.map(Value::from));
    question
}

/// Keeps the question, or adds it.
pub(crate) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page_id, question_id)): Path<(String, String, String)>,
    form: Raw,
) -> Reply {
    let (opened, words) = (draft::open(&app, &id).await?, visitor.words());
    is_there(&opened, &page_id, &question_id)?;
    let kind = kind_of(&opened, &question_id, form.get("kind"));
    let at = At { opened: &opened, page: &page_id, question: &question_id, kind: &kind };
    let mut errors = FormErrors::new();
    let question = read(&at, &form, &mut errors, words);
    if !errors.is_empty() {
        let when = condition::typed(at.asked(words), &form);
        let page = page(&app, &visitor, &at, form, when).await?;
        return Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, QuestionPage { errors, ..page }));
    }
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let is_new = question_id == "new";
    let did = if is_new { "designer-did-question-new" } else { "designer-did-question" };
    let subject = text_of(question.get("label"), visitor.locale()).to_owned();
    let to = opened.href(&format!("#page-{page_id}"));
    let place = page_id.clone();
    let kept = draft::keep(&app, &visitor, &id, Deed { known, did, subject }, move |sketch| {
        sketch.keep_question(&place, question.clone());
    });
    match kept.await? {
        Kept::Done => Ok(see_other_with(&to, Flash::success(words.t("designer-kept")))),
        Kept::Changed(now, news, by) => {
            let at = At { opened: &now, page: &page_id, question: &question_id, kind: &kind };
            let when = condition::typed(at.asked(words), &form);
            let page = page(&app, &visitor, &at, form, when).await?;
            Ok(show_as(StatusCode::CONFLICT, QuestionPage { news, by, ..page }))
        }
    }
}
