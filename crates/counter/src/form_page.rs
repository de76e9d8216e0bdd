//! `/apply/{draft}/{page}`: a page of the form.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use services::form::{Raw, Step};
use services::{Page as FormPage, QuestionKind};
use store::StoreError;
use web::{App, Fault, FormErrors, Page, Reply, Visitor, Words, see_other, show, unprocessable};

use crate::draft::{self, Draft, Opened};
use crate::fields::{self, Field, Rule};
use crate::typed::{self, Placed};
use crate::{drafts, nearby, photos, query, rows, saving};

/// Where a page of the form goes to after it, when one came from "check your answers".
const CHECK: &str = "check";

#[derive(Serialize)]
struct QuestionsPage {
    service: String,
    heading: String,
    action: String,
    draft: String,
    /// Where the page's data sets are searched.
    choices: String,
    can_save: bool,
    back: String,
    fields: Vec<Field>,
    rules: Vec<Rule>,
    errors: FormErrors,
    unknown: Vec<(String, String)>,
    then: &'static str,
    step: usize,
    steps: usize,
    uploads: bool,
    has_place: bool,
    clerk: &'static str,
    language_form: &'static str,
}

impl Page for QuestionsPage {
    const TEMPLATE: &'static str = "counter/questions.html";

    fn title(&self, _: &Words) -> String {
        format!("{}: {}", self.heading, self.service)
    }
}

/// Where a visitor is in a form.
struct At<'a> {
    opened: &'a Opened,
    page: &'a FormPage,
    then: &'static str,
    visitor: &'a Visitor,
    app: &'a App,
}

/// Shows a page of the form.
pub(crate) async fn show_page(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page)): Path<(String, String)>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    let page = match place(&opened, &page) {
        Ok(page) => page,
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let asked = query::fields(&visitor);
    let then = if asked.has("change") { CHECK } else { "" };
    let at = At { opened: &opened, page, then, visitor: &visitor, app: &app };
    let typed = opened.draft.fields(&opened.service, page);
    let mut errors = FormErrors::new();
    let mut placed = Placed::new();
    // The button "find the address" comes back here, to be reloaded without harm.
    if let Some(question) = asked.get("find") {
        placed = look_up(&at, &typed).await?;
        placed.retain(|one, _| one == question);
        for (question, found) in &placed {
            if let Some(message) = found.message(visitor.words(), &app.town().name) {
                errors.add(format!("{question}-address"), message);
            }
        }
    }
    Ok(show(view(&at, &typed, errors, &placed).await?))
}

/// Finds the page, or where the visitor must go instead.
pub(crate) fn place<'a>(opened: &'a Opened, page: &str) -> Result<&'a FormPage, String> {
    let draft = &opened.draft;
    if draft.case.is_some() {
        return Err(draft.at("done"));
    }
    let shown = opened.service.pages(&draft.answers);
    let Some(found) = shown.into_iter().find(|shown| shown.id == page) else {
        return Err(opened.onward());
    };
    opened.earlier_than(page).map_or(Ok(found), Err)
}

async fn look_up(at: &At<'_>, typed: &Raw) -> Result<Placed, Fault> {
    if !at.page.questions.iter().any(|question| question.kind == QuestionKind::Place) {
        return Ok(Placed::new());
    }
    let places = at.app.get::<places::Places>();
    let (page, typed) = (at.page.clone(), typed.clone());
    let (draft, service) = (at.opened.draft.clone(), at.opened.service.clone());
    let found = at.app.db().read(move |tx| -> Result<_, StoreError> {
        let geography = places.geography(tx)?;
        let (draft, service) = (draft.clone(), service.clone());
        let opened = Opened { draft, service, geography, held: None };
        typed::places(tx, &opened, &page, &typed)
    });
    Ok(found.await?)
}

/// Takes what was typed on a page without photos.
pub(crate) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page)): Path<(String, String)>,
    form: web::Raw,
) -> Reply {
    answer(&app, &visitor, &id, &page, &form).await
}

/// Leads who reloads the answer to a page with photos back to the page.
pub(crate) async fn back_to_page(Path((id, page)): Path<(String, String)>) -> Reply {
    let local = format!("/apply/{id}/{page}");
    Ok(see_other(web::local_path(&local).unwrap_or("/")))
}

async fn answer(app: &App, visitor: &Visitor, id: &str, page: &str, form: &web::Raw) -> Reply {
    let Some(mut opened) = draft::open(app, visitor, id).await? else { return Ok(draft::lost()) };
    let page = match place(&opened, page) {
        Ok(page) => page.clone(),
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let then = if form.get("then") == Some(CHECK) { CHECK } else { "" };
    let before = opened.draft.fields(&opened.service, &page);
    let mut typed = typed::of_page(form, &page, &before);
    let words = visitor.words();
    let (photos, refused) =
        photos::take_in(app, &opened.draft, &page, form, &mut typed, words).await?;
    let late = visitor.is_late();
    if let Some(back) = aside(app, &mut opened, &page, form, (&typed, &photos), then, late).await? {
        if refused.is_empty() {
            return Ok(back);
        }
        typed = opened.draft.fields(&opened.service, &page);
    }
    let at = At { opened: &opened, page: &page, then, visitor, app };
    let placed = look_up(&at, &typed).await?;
    let checked = if refused.is_empty() {
        typed::check(app, &opened, &page, form, &typed, &placed, words)
    } else {
        Err(refused)
    };
    match checked {
        Ok(answers) => go_on(app, opened, page, answers, photos, then).await,
        Err(errors) => {
            keep(app, &mut opened, &page, &typed, &photos).await?;
            let typed = opened.draft.fields(&opened.service, &page);
            let at = At { opened: &opened, page: &page, then, visitor, app };
            Ok(unprocessable(view(&at, &typed, errors, &placed).await?))
        }
    }
}

/// The buttons that send nothing on: another language, finding an address, photos; and a form that
/// comes late. What was typed is kept and the page comes again.
async fn aside(
    app: &App,
    opened: &mut Opened,
    page: &FormPage,
    form: &web::Raw,
    (typed, photos): (&Raw, &photos::Change),
    then: &str,
    late: bool,
) -> Result<Option<Response>, Fault> {
    let mut to = opened.draft.at(&page.id);
    to.push_str(if then.is_empty() { "?" } else { "?change=1&" });
    let changed = rows::changed(form, page, typed);
    let typed = changed.as_ref().map_or(typed, |changed| &changed.typed);
    if form.has("later") && saving::is_offered(opened) {
        to = opened.draft.at("save");
    } else if let Some(changed) = &changed {
        to.push_str(&changed.anchor);
    } else if let Some(file) = form.get("remove") {
        photos::discard(app, &opened.draft, file).await?;
        let held = page.questions.iter().find(|one| typed.all(&one.id).iter().any(|id| id == file));
        to.extend(held.map(|question| format!("#q-{}", question.id)));
    } else if let Some(question) = form.get("find") {
        let known = page.questions.iter().find(|one| one.id == question);
        let Some(known) = known else { return Ok(None) };
        let field = if known.kind.data_set().is_some() { "q" } else { "address" };
        to.push_str(&format!("find={0}#{0}-{field}", known.id));
    } else if form.language().is_none() && !form.has("upload") && !late {
        return Ok(None);
    }
    keep(app, opened, page, typed, photos).await?;
    Ok(Some(see_other(&to)))
}

async fn keep(
    app: &App,
    opened: &mut Opened,
    page: &FormPage,
    typed: &Raw,
    photos: &photos::Change,
) -> Result<(), Fault> {
    let (service, page) = (opened.service.clone(), page.clone());
    let (typed, photos) = (typed.clone(), photos.clone());
    change(app, &mut opened.draft, move |draft| {
        let held = draft.fields(&service, &page);
        draft.typed.insert(page.id.clone(), typed::with_photos_of(&typed, &page, &held));
        photos.settle(draft, &service, &page);
    })
    .await
}

/// Changes a draft.
pub(crate) async fn change(
    app: &App,
    draft: &mut Draft,
    apply: impl Fn(&mut Draft) + Send + 'static,
) -> Result<(), Fault> {
    let (id, locale, now) = (draft.id, draft.locale, app.clock().now_ms());
    let changed = app
        .db()
        .write_rows(move |tx| -> Result<_, StoreError> {
            drafts::change(tx, id, locale, now, &apply)
        })
        .await?;
    if let Some(changed) = changed {
        *draft = changed;
    }
    Ok(())
}

/// Keeps the answers of a page and goes to the next.
async fn go_on(
    app: &App,
    mut opened: Opened,
    page: FormPage,
    answers: services::Answers,
    photos: photos::Change,
    then: &str,
) -> Reply {
    let service = opened.service.clone();
    let form = service.form();
    let shown = |draft: &Draft| -> Vec<String> {
        form.pages(&draft.answers).iter().map(|page| page.id.clone()).collect()
    };
    let before = shown(&opened.draft);
    let place = form.place_question().map(|question| question.id.clone());
    let asks_place = page.questions.iter().any(|question| Some(&question.id) == place.as_ref());
    let (filled, of) = (page.clone(), service.clone());
    change(app, &mut opened.draft, move |draft| {
        let place = |draft: &Draft| {
            place.as_ref().and_then(|question| draft.answers.get(question).cloned())
        };
        let was = place(draft);
        photos.settle(draft, &of, &filled);
        let held = draft.fields(&of, &filled);
        of.form().merge(&filled, &mut draft.answers, &answers);
        draft.typed.insert(filled.id.clone(), held);
        photos::Change::default().settle(draft, &of, &filled);
        draft.typed.remove(&filled.id);
        if was != place(draft) {
            draft.is_new = false;
        }
        draft.reached = match of.form().next(&filled, &draft.answers) {
            Step::Page(next) => next.id.clone(),
            Step::Check => CHECK.into(),
        };
    })
    .await?;
    if asks_place && nearby::any(app, &opened).await? {
        let back = if then.is_empty() { "nearby" } else { "nearby?change=1" };
        return Ok(see_other(&opened.draft.at(back)));
    }
    let to = if then == CHECK {
        let appeared = shown(&opened.draft).into_iter().find(|page| !before.contains(page));
        appeared.map_or_else(|| opened.onward(), |page| opened.draft.at(&page))
    } else {
        after(&opened, &page)
    };
    Ok(see_other(&to))
}

/// The address of the page after a page.
pub(crate) fn after(opened: &Opened, page: &FormPage) -> String {
    match opened.service.form().next(page, &opened.draft.answers) {
        Step::Page(next) => opened.draft.at(&next.id),
        Step::Check => opened.draft.at(opened.end()),
    }
}

async fn view(
    at: &At<'_>,
    typed: &Raw,
    errors: FormErrors,
    placed: &Placed,
) -> Result<QuestionsPage, Fault> {
    let (opened, page, locale) = (at.opened, at.page, at.visitor.locale());
    let mut fields = fields::of_page(opened, page, typed, at.visitor);
    let mut unknown = Vec::new();
    for field in &mut fields {
        match placed.get(&field.id) {
            Some(places::Resolved::Choose(matches)) => field.matches.clone_from(matches),
            Some(places::Resolved::NotFound) => {
                let address = typed.first(&format!("{}-address", field.id)).to_owned();
                unknown.push((format!("{}-unknown", field.id), address));
            }
            _ => {}
        }
    }
    for (field, question) in fields.iter_mut().zip(asked_kinds(opened, page)) {
        if matches!(question, QuestionKind::Photos { .. }) {
            field.photos = photos::views(at.app, typed.all(&field.id)).await?;
        }
    }
    let shown = opened.service.pages(&opened.draft.answers);
    let is = |test: fn(&QuestionKind) -> bool| page.questions.iter().any(|one| test(&one.kind));
    let mut rules = fields::rules(opened, page);
    rules.extend(fields::row_rules(opened, page, &fields));
    let uploads = is(|kind| matches!(kind, QuestionKind::Photos { .. }));
    let back = match opened.service.form().previous(page, &opened.draft.answers) {
        _ if at.then == CHECK => opened.draft.at("check"),
        Some(page) => opened.draft.at(&page.id),
        None => format!("/services/{}", opened.service.id()),
    };
    Ok(QuestionsPage {
        service: opened.service.name(locale).to_owned(),
        heading: page.title.get(locale).to_owned(),
        action: opened.draft.at(&format!("{}{}", page.id, if uploads { "/photos" } else { "" })),
        can_save: saving::is_offered(opened),
        choices: opened.draft.at(&format!("{}/choices", page.id)),
        draft: format!("/apply/{}", opened.draft.id),
        back,
        fields,
        rules,
        errors,
        unknown,
        then: at.then,
        step: shown.iter().position(|one| one.id == page.id).unwrap_or(0) + 1,
        steps: shown.len() + 1 + usize::from(opened.books()),
        uploads,
        has_place: is(|kind| *kind == QuestionKind::Place),
        clerk: opened.draft.clerk_in_words(),
        language_form: "questions",
    })
}

/// Shows one page of a form that nobody has begun; its button leads to where it begins.
pub(crate) async fn alone(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    page: &FormPage,
    start: &str,
) -> Reply {
    let at = At { opened, page, then: "", visitor, app };
    let shown = view(&at, &Raw::new(), FormErrors::new(), &Placed::new()).await?;
    let (action, back) = (start.to_owned(), start.to_owned());
    Ok(show(QuestionsPage { action, back, uploads: false, language_form: "", ..shown }))
}

fn asked_kinds<'a>(opened: &Opened, page: &'a FormPage) -> Vec<&'a QuestionKind> {
    let asked = opened.service.form().asked(page, &opened.draft.answers);
    asked.iter().map(|asked| &asked.question.kind).collect()
}
