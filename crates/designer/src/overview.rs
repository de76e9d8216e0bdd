//! `/desk/services/{id}/draft`: the draft at a glance, with every way to change it.

use axum::extract::{Path, State};
use base::Locale;
use serde::Serialize;
use serde_json::Value;
use web::{App, Flash, Page, Raw, Reply, Visitor, Words, see_other, see_other_with, show};

use crate::draft::{self, Deed, Head, Kept};
use crate::labels;
use crate::sketch::{Way, key_of, list, own_words, words as text_of};

#[derive(Serialize)]
struct OverviewPage {
    head: Head,
    rows: Vec<Text>,
    pages: Vec<PageView>,
    online: bool,
}

/// A text in both languages.
#[derive(Serialize)]
struct Text {
    label: String,
    texts: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct PageView {
    id: String,
    title: String,
    missing: bool,
    when: String,
    practice: Option<String>,
    questions: Vec<QuestionView>,
}

#[derive(Serialize)]
struct QuestionView {
    id: String,
    label: String,
    kind: String,
    missing: bool,
    required: bool,
    public: bool,
    when: String,
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "designer/overview.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-draft-of", &[("name", self.head.name.as_str().into())])
    }
}

/// Shows the draft.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Ok(opened) = draft::open(&app, &id).await else {
        return Ok(see_other(&format!("/desk/services/{}", base::text::slug(&id))));
    };
    let head = draft::head(&app, &visitor, &opened).await?;
    let (sketch, words) = (&opened.sketch, visitor.words());
    let texts = |value: Option<&Value>| {
        let own = |locale: Locale| (locale.code(), own_words(value, locale).to_owned());
        Locale::ALL.map(own).to_vec()
    };
    let row = |key: &str| Text {
        label: labels::field(key, words),
        texts: texts(sketch.definition.get(key)),
    };
    let mut rows: Vec<Text> = ["name", "summary", "cost"].map(row).into();
    let own = |locale: Locale| {
        let text = sketch.texts.get(&locale).map(String::as_str).unwrap_or_default();
        (locale.code(), text.to_owned())
    };
    rows.push(Text { label: labels::field("text", words), texts: Locale::ALL.map(own).to_vec() });
    let pages = sketch.pages().iter().map(|page| view(page, &head, words)).collect();
    Ok(show(OverviewPage { rows, pages, online: sketch.is_online(), head }))
}

fn view(page: &Value, head: &Head, words: &Words) -> PageView {
    let (locale, id) = (words.locale(), key_of(page));
    let lacks =
        |value: Option<&Value>| Locale::ALL.iter().any(|one| own_words(value, *one).is_empty());
    let when =
        |value: &Value| value.get("when").and_then(Value::as_str).unwrap_or_default().to_owned();
    let question = |one: &Value| {
        let kind = one.get("kind").and_then(Value::as_str).unwrap_or_default();
        let flag = |key: &str| one.get(key).and_then(Value::as_bool);
        QuestionView {
            id: key_of(one).to_owned(),
            label: text_of(one.get("label"), locale).to_owned(),
            kind: labels::kind(kind, words),
            missing: lacks(one.get("label")),
            required: flag("required").unwrap_or(true),
            public: flag("public").unwrap_or(false),
            when: when(one),
        }
    };
    PageView {
        id: id.to_owned(),
        title: text_of(page.get("title"), locale).to_owned(),
        missing: lacks(page.get("title")),
        when: when(page),
        practice: head.practice.as_ref().map(|link| format!("{link}/{id}")),
        questions: list(page, "questions").iter().map(question).collect(),
    }
}

/// Moves a page or a question up or down.
pub(crate) async fn shift(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let is_up = form.get("thing").is_some_and(|thing| thing.starts_with("up "));
    let way = if is_up { Way::Up } else { Way::Down };
    let did = "designer-did-moved";
    act(&app, &visitor, &id, &form, did, move |sketch, page, question| {
        sketch.shift(page, question, way);
    })
    .await
}

/// Takes a page or a question out. The revision before still has it.
pub(crate) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let did = "designer-did-removed";
    act(&app, &visitor, &id, &form, did, |sketch, page, question| {
        sketch.remove(page, question);
    })
    .await
}

async fn act(
    app: &App,
    visitor: &Visitor,
    id: &str,
    form: &Raw,
    did: &'static str,
    change: impl Fn(&mut crate::sketch::Sketch, &str, Option<&str>) + Send + 'static,
) -> Reply {
    let opened = draft::open(app, id).await?;
    // What is done, to which page, and to which question of it.
    let mut thing = form.get("thing").unwrap_or_default().split(' ').skip(1);
    let page = thing.next().unwrap_or_default().to_owned();
    let question = thing.next().map(ToOwned::to_owned).filter(|id| !id.is_empty());
    let locale = visitor.locale();
    let subject = match &question {
        Some(question) => {
            text_of(opened.sketch.question(question).and_then(|one| one.get("label")), locale)
        }
        None => text_of(opened.sketch.page(&page).and_then(|one| one.get("title")), locale),
    };
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let deed = Deed { known, did, subject: subject.to_owned() };
    let place =
        question.as_ref().map_or_else(|| format!("page-{page}"), |one| format!("question-{one}"));
    let kept = draft::keep(app, visitor, id, deed, move |sketch| {
        change(sketch, &page, question.as_deref());
    });
    let (to, words) = (opened.href(""), visitor.words());
    match kept.await? {
        Kept::Done if did == "designer-did-removed" => {
            let to = opened.href("/history");
            Ok(see_other_with(&to, Flash::success(words.t("designer-removed"))))
        }
        Kept::Done => Ok(see_other(&format!("{to}#{place}"))),
        Kept::Changed(_, _, by) => {
            let said = words.with("designer-changed-first", &[("by", by.into())]);
            Ok(see_other_with(&to, Flash::notice(said)))
        }
    }
}
