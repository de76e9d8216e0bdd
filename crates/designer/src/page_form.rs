//! `…/draft/pages/{page}`: the title of a page, and when it is shown.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show_as,
};

use crate::both::{self, Fields};
use crate::condition::{self, Shown};
use crate::differences::Change;
use crate::draft::{self, Deed, Head, Kept, Opened};
use crate::sketch::{self, own_words, set, words as text_of};

#[derive(Serialize)]
struct PagePage {
    head: Head,
    /// The page's key, or `new`.
    id: String,
    heading: String,
    form: Raw,
    errors: FormErrors,
    when: Shown,
    news: Vec<Change>,
    by: String,
    practice: Option<String>,
}

impl Page for PagePage {
    const TEMPLATE: &'static str = "designer/page.html";

    fn title(&self, words: &Words) -> String {
        if self.id == "new" {
            return words.t("designer-page-new");
        }
        words.with("designer-of-page", &[("title", self.heading.as_str().into())])
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    id: &str,
    form: Raw,
    when: Shown,
) -> Result<PagePage, Fault> {
    let head = draft::head(app, visitor, opened).await?;
    let own = opened.sketch.page(id);
    let practice = head.practice.as_ref().filter(|_| own.is_some());
    Ok(PagePage {
        practice: practice.map(|link| format!("{link}/{id}")),
        heading: text_of(own.and_then(|page| page.get("title")), visitor.locale()).to_owned(),
        head,
        id: id.to_owned(),
        form,
        errors: FormErrors::new(),
        when,
        news: Vec::new(),
        by: String::new(),
    })
}

/// Shows the form.
pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page_id)): Path<(String, String)>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let own = opened.sketch.page(&page_id);
    if own.is_none() && page_id != "new" {
        return Err(Fault::NotFound);
    }
    let mut fields = Fields::new();
    both::show(&mut fields, "title", own.and_then(|page| page.get("title")));
    let asked = condition::before(&opened.sketch, &page_id, None, visitor.words());
    let when = own.and_then(|page| page.get("when")).and_then(Value::as_str).unwrap_or_default();
    let when = condition::shown(asked, when);
    Ok(web::show(page(&app, &visitor, &opened, &page_id, Raw::of(fields), when).await?))
}

/// Keeps the page, or adds it.
pub(crate) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page_id)): Path<(String, String)>,
    form: Raw,
) -> Reply {
    let (opened, words) = (draft::open(&app, &id).await?, visitor.words());
    let is_new = page_id == "new";
    if !is_new && opened.sketch.page(&page_id).is_none() {
        return Err(Fault::NotFound);
    }
    let mut errors = FormErrors::new();
    let title = both::needed(&form, "title", &mut errors, words);
    let asked = condition::before(&opened.sketch, &page_id, None, words);
    let when = condition::read(&asked, &form, &mut errors, words);
    let (Some(title), true) = (title, errors.is_empty()) else {
        let when = condition::typed(asked, &form);
        let page = page(&app, &visitor, &opened, &page_id, form, when).await?;
        return Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, PagePage { errors, ..page }));
    };
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let did = if is_new { "designer-did-page-new" } else { "designer-did-page" };
    let subject = text_of(Some(&title), visitor.locale()).to_owned();
    let key = if is_new {
        opened.sketch.page_key(own_words(Some(&title), base::Locale::EN))
    } else {
        page_id.clone()
    };
    let to = opened.href(&format!("#page-{key}"));
    let kept = draft::keep(&app, &visitor, &id, Deed { known, did, subject }, move |sketch| {
        let mut page = sketch.page(&key).cloned().unwrap_or_else(|| json!({"id": key}));
        set(&mut page, "title", Some(title.clone()));
        set(&mut page, "when", when.clone().map(Value::from));
        if sketch::list(&page, "questions").is_empty() {
            set(&mut page, "questions", Some(json!([])));
        }
        sketch.keep_page(page);
    });
    match kept.await? {
        Kept::Done => Ok(see_other_with(&to, Flash::success(words.t("designer-kept")))),
        Kept::Changed(now, news, by) => {
            let asked = condition::before(&now.sketch, &page_id, None, words);
            let when = condition::typed(asked, &form);
            let page = page(&app, &visitor, &now, &page_id, form, when).await?;
            Ok(show_as(StatusCode::CONFLICT, PagePage { news, by, ..page }))
        }
    }
}
