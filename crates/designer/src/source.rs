//! `…/draft/source`: the definition as a pack holds it, for whoever prefers to write it.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show_as,
};

use crate::differences::Change;
use crate::draft::{self, Deed, Head, Kept, Opened, Shelf};
use crate::sketch::Sketch;

/// The longest definition that is written as a whole: what is kept of a field. A longer one is changed page
/// by page, or in a pack.
const MAX_SOURCE: usize = 40_000;
/// More problems than anybody mends at once.
const MAX_PROBLEMS: usize = 50;

#[derive(Serialize)]
struct SourcePage {
    head: Head,
    form: Raw,
    errors: FormErrors,
    problems: Vec<String>,
    news: Vec<Change>,
    by: String,
}

impl Page for SourcePage {
    const TEMPLATE: &'static str = "designer/source.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-source-of", &[("name", self.head.name.as_str().into())])
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    form: Raw,
) -> Result<SourcePage, Fault> {
    let (_, problems) = opened.sketch.check(&Shelf::of(app));
    Ok(SourcePage {
        head: draft::head(app, visitor, opened).await?,
        form,
        errors: FormErrors::new(),
        problems: problems.iter().take(MAX_PROBLEMS).map(ToString::to_string).collect(),
        news: Vec::new(),
        by: String::new(),
    })
}

/// Shows the definition, with what the checker says about it.
pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let form = Raw::of([("source", opened.sketch.to_toml())]);
    Ok(web::show(page(&app, &visitor, &opened, form).await?))
}

/// Gives the definition as a file of a pack.
pub(crate) async fn export(State(app): State<App>, Path(id): Path<String>) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let mut answer = opened.sketch.to_toml().into_response();
    let kind = HeaderValue::from_static("application/toml; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    let name = format!("attachment; filename=\"{}.toml\"", base::text::slug(opened.id()));
    if let Ok(name) = HeaderValue::from_str(&name) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}

/// Keeps the definition, if it is TOML; what else is wrong with it stands in the way of publishing only.
pub(crate) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let (opened, words) = (draft::open(&app, &id).await?, visitor.words());
    let mut errors = FormErrors::new();
    let missing = words.t("designer-source-missing");
    let typed = errors.take("source", form.text("source", MAX_SOURCE), &missing, words);
    let read = typed.map(|text| services::from_toml(&format!("{id}.toml"), &text));
    let definition = match read {
        Some(Ok(mut definition)) => {
            // The key is the service's address: it stays.
            crate::sketch::set(&mut definition, "id", Some(id.as_str().into()));
            definition
        }
        wrong => {
            let problems = wrong.and_then(Result::err).unwrap_or_default();
            if errors.is_empty() {
                errors.add("source", words.t("designer-source-wrong"));
            }
            let problems = problems.iter().map(ToString::to_string).collect();
            let page = page(&app, &visitor, &opened, form).await?;
            let page = SourcePage { errors, problems, ..page };
            return Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
    };
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let subject = opened.sketch.name(visitor.locale()).to_owned();
    let deed = Deed { known, did: "designer-did-source", subject };
    let kept = draft::keep(&app, &visitor, &id, deed, move |sketch: &mut Sketch| {
        sketch.definition.clone_from(&definition);
    });
    match kept.await? {
        Kept::Done => {
            let to = opened.href("/source");
            Ok(see_other_with(&to, Flash::success(words.t("designer-kept"))))
        }
        Kept::Changed(now, news, by) => {
            let page = page(&app, &visitor, &now, form).await?;
            Ok(show_as(StatusCode::CONFLICT, SourcePage { news, by, ..page }))
        }
    }
}
