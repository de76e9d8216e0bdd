//! `/services/{id}/check`: whether somebody can use a service, before they begin. Nothing is kept.

use axum::extract::{Path, State};
use serde::Serialize;
use services::form::{Context, FieldError, NoMap, Raw, form_errors};
use services::{Answers, Catalogue, Eligibility, QuestionKind, Service};
use web::{App, FormErrors, Page, Reply, Visitor, Words, see_other, show, unprocessable};

use crate::service;

#[derive(Serialize)]
struct CheckPage {
    service: String,
    home: String,
    action: String,
    start: String,
    fields: Vec<Field>,
    errors: FormErrors,
    /// What came of it: nothing yet, `yes` or `no`.
    outcome: &'static str,
    because: String,
    instead: Option<(String, String)>,
}

/// A question with what was typed.
#[derive(Serialize)]
struct Field {
    id: String,
    kind: &'static str,
    label: String,
    hint: String,
    value: String,
    unit: String,
    items: Vec<Item>,
    day: String,
    month: String,
    year: String,
}

#[derive(Serialize)]
struct Item {
    value: String,
    label: String,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "counter/eligible.html";

    fn title(&self, words: &Words) -> String {
        let key = match self.outcome {
            "yes" => "counter-eligible-yes",
            "no" => "counter-eligible-no",
            _ => "counter-eligible-title",
        };
        format!("{}: {}", words.t(key), self.service)
    }
}

/// Shows the questions.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(service) = app.get::<Catalogue>().get(&id) else {
        return Ok(service::missing(&app, &visitor));
    };
    let Some(asks) = &service.definition.eligibility else {
        return Ok(see_other(&format!("/services/{}", service.id())));
    };
    Ok(show(view(&service, asks, &visitor, &Raw::new())))
}

/// Tells at once whether somebody can use the service, and where to go if not.
pub(crate) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: web::Raw,
) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let Some(service) = catalogue.get(&id) else { return Ok(service::missing(&app, &visitor)) };
    let Some(asks) = &service.definition.eligibility else {
        return Ok(see_other(&format!("/services/{}", service.id())));
    };
    let typed = Raw::from(&form);
    let page = view(&service, asks, &visitor, &typed);
    if form.language().is_some() || visitor.is_late() {
        return Ok(show(page));
    }
    let locale = visitor.locale();
    let context = Context { locale, today: app.dates(locale).today(), map: &NoMap };
    match check(asks, &typed, context) {
        Err(faults) => {
            let errors = form_errors(&faults, visitor.words());
            Ok(unprocessable(CheckPage { errors, ..page }))
        }
        Ok(answers) => Ok(show(match asks.refusal(&answers) {
            None => CheckPage { outcome: "yes", ..page },
            Some(refusal) => {
                let other = refusal.service.as_deref().and_then(|id| catalogue.get(id));
                let instead = other.map(|other| {
                    (other.name(locale).to_owned(), format!("/services/{}", other.id()))
                });
                let because = refusal.because.get(locale).to_owned();
                CheckPage { outcome: "no", because, instead, ..page }
            }
        })),
    }
}

fn check(
    asks: &Eligibility,
    typed: &Raw,
    context: Context<'_>,
) -> Result<Answers, Vec<FieldError>> {
    let form = asks.form();
    let page = form.all_pages().first();
    page.map_or(Ok(Answers::new()), |page| form.check_page(page, typed, &Answers::new(), context))
}

fn view(service: &Service, asks: &Eligibility, visitor: &Visitor, typed: &Raw) -> CheckPage {
    let locale = visitor.locale();
    let field = |question: &services::Question| {
        let part = |name: &str| typed.first(&format!("{}-{name}", question.id)).to_owned();
        let item = |option: &services::Choice| Item {
            value: option.value.clone(),
            label: option.label.get(locale).to_owned(),
        };
        Field {
            id: question.id.clone(),
            kind: question.kind.name(),
            label: question.label.get(locale).to_owned(),
            hint: question.hint.as_ref().map_or("", |hint| hint.get(locale)).to_owned(),
            value: typed.first(&question.id).to_owned(),
            unit: match &question.kind {
                QuestionKind::Money { currency, .. } => currency.sign().to_owned(),
                QuestionKind::Number { unit: Some(unit), .. } => unit.get(locale).to_owned(),
                _ => String::new(),
            },
            items: question.kind.options().iter().map(item).collect(),
            day: part("day"),
            month: part("month"),
            year: part("year"),
        }
    };
    let home = format!("/services/{}", service.id());
    CheckPage {
        service: service.name(locale).to_owned(),
        action: format!("{home}/check"),
        start: format!("{home}/start"),
        home,
        fields: asks.questions.iter().map(field).collect(),
        errors: FormErrors::new(),
        outcome: "",
        because: String::new(),
        instead: None,
    }
}
