//! `…/draft/texts`: what stands on the service's page, who gets its cases and what it promises.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use base::Locale;
use serde::Serialize;
use serde_json::{Map, Value, json};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show_as,
};

use crate::beginning::{kinds, teams, topics};
use crate::both::{self, Choice, Fields};
use crate::differences::Change;
use crate::draft::{self, Deed, Head, Kept, Opened, Shelf};
use crate::labels::UNITS;
use crate::sketch::{Sketch, list};

/// The longest page text; the checker allows as much.
const MAX_PAGE: usize = 30_000;
/// The longest list of search words.
const MAX_WORDS: usize = 5_000;

#[derive(Serialize)]
struct TextsPage {
    head: Head,
    form: Raw,
    errors: FormErrors,
    news: Vec<Change>,
    by: String,
    topics: Vec<Choice>,
    teams: Vec<Choice>,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    workflows: Vec<Choice>,
    audiences: Vec<Choice>,
}

impl Page for TextsPage {
    const TEMPLATE: &'static str = "designer/texts.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-texts-of", &[("name", self.head.name.as_str().into())])
    }
}

/// What goes wrong with a form, and what others did meanwhile.
#[derive(Default)]
struct Trouble {
    errors: FormErrors,
    news: Vec<Change>,
    by: String,
}

async fn page(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    form: Raw,
    trouble: Trouble,
) -> Result<TextsPage, Fault> {
    let (shelf, locale, words) = (Shelf::of(app), visitor.locale(), visitor.words());
    Ok(TextsPage {
        head: draft::head(app, visitor, opened).await?,
        form,
        errors: trouble.errors,
        news: trouble.news,
        by: trouble.by,
        topics: topics(&shelf, locale),
        teams: teams(&shelf, locale),
        kinds: kinds(words),
        units: units(words),
        workflows: shelf.workflows.keys().map(|key| Choice::new(key, key)).collect(),
        audiences: audiences(words),
    })
}

fn units(words: &Words) -> Vec<Choice> {
    UNITS.map(|unit| Choice::new(unit, words.t(&format!("designer-unit-{unit}")))).into()
}

fn audiences(words: &Words) -> Vec<Choice> {
    ["residents", "businesses", "visitors"]
        .map(|one| Choice::new(one, words.t(&format!("designer-audience-{one}"))))
        .into()
}

/// Shows the form.
pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let form = Raw::of(fields(&opened.sketch));
    Ok(web::show(page(&app, &visitor, &opened, form, Trouble::default()).await?))
}

fn fields(sketch: &Sketch) -> Fields {
    let definition = &sketch.definition;
    let mut fields = Fields::new();
    for key in ["name", "summary", "cost"] {
        both::show(&mut fields, key, definition.get(key));
    }
    for locale in Locale::ALL {
        let text = sketch.texts.get(&locale).cloned().unwrap_or_default();
        fields.push((format!("text-{locale}"), text));
        let words = definition.get("synonyms").map(|words| list(words, locale.code()));
        let words: Vec<&str> = words.unwrap_or_default().iter().filter_map(Value::as_str).collect();
        fields.push((format!("synonyms-{locale}"), words.join("\n")));
    }
    for key in ["topic", "team", "kind", "workflow"] {
        fields.push((key.into(), sketch.text(key).to_owned()));
    }
    let audience = list(definition, "audience").iter().filter_map(Value::as_str);
    fields.extend(audience.map(|one| ("audience".to_owned(), one.to_owned())));
    let promise = definition.get("promise");
    let amount = promise.and_then(|promise| promise.get("amount")).and_then(Value::as_i64);
    fields.push(("amount".into(), amount.map(|amount| amount.to_string()).unwrap_or_default()));
    let unit = promise.and_then(|promise| promise.get("unit")).and_then(Value::as_str);
    fields.push(("unit".into(), unit.unwrap_or("working-days").into()));
    let months = definition.get("retention_months").and_then(Value::as_i64);
    fields.push(("months".into(), months.map(|months| months.to_string()).unwrap_or_default()));
    if definition.get("public").and_then(Value::as_bool).unwrap_or(false) {
        fields.push(("public".into(), "yes".into()));
    }
    fields
}

/// Keeps the texts.
pub(crate) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let mut errors = FormErrors::new();
    let (set, texts) = read(&app, &visitor, &form, &mut errors);
    if !errors.is_empty() {
        let trouble = Trouble { errors, ..Trouble::default() };
        let page = page(&app, &visitor, &opened, form, trouble).await?;
        return Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let subject = opened.sketch.name(visitor.locale()).to_owned();
    let deed = Deed { known, did: "designer-did-texts", subject };
    let kept = draft::keep(&app, &visitor, &id, deed, move |sketch| {
        for (key, value) in &set {
            sketch.set(key, value.clone());
        }
        for (locale, text) in &texts {
            if text.is_empty() {
                sketch.texts.remove(locale);
            } else {
                sketch.texts.insert(*locale, text.clone());
            }
        }
    });
    match kept.await? {
        Kept::Done => {
            let kept = Flash::success(visitor.words().t("designer-kept"));
            Ok(see_other_with(&opened.href(""), kept))
        }
        Kept::Changed(now, news, by) => {
            let trouble = Trouble { errors: FormErrors::new(), news, by };
            let page = page(&app, &visitor, &now, form, trouble).await?;
            Ok(show_as(StatusCode::CONFLICT, page))
        }
    }
}

type Settings = Vec<(&'static str, Option<Value>)>;

fn read(
    app: &App,
    visitor: &Visitor,
    form: &Raw,
    errors: &mut FormErrors,
) -> (Settings, Vec<(Locale, String)>) {
    let (shelf, words, locale) = (Shelf::of(app), visitor.words(), visitor.locale());
    let mut set: Settings = vec![("name", both::needed(form, "name", errors, words))];
    set.push(("summary", both::needed(form, "summary", errors, words)));
    set.push(("cost", both::needed(form, "cost", errors, words)));
    let mut texts = Vec::new();
    let mut synonyms = Map::new();
    for locale in Locale::ALL {
        let field = format!("text-{locale}");
        let text = errors.take(&field, form.optional_text(&field, MAX_PAGE), "", words).flatten();
        texts.push((locale, text.unwrap_or_default()));
        let field = format!("synonyms-{locale}");
        let typed = errors.take(&field, form.optional_text(&field, MAX_WORDS), "", words).flatten();
        let typed = typed.unwrap_or_default();
        let each = typed.split(['\n', ',']).map(str::trim).filter(|word| !word.is_empty());
        let each: Vec<Value> = each.map(Value::from).collect();
        if !each.is_empty() {
            synonyms.insert(locale.code().to_owned(), each.into());
        }
    }
    set.push(("synonyms", (!synonyms.is_empty()).then_some(Value::Object(synonyms))));
    let kind = both::chosen(form, "kind", &kinds(words), errors, words);
    let information = kind.as_deref() == Some("information");
    set.push(("kind", kind.map(Value::from)));
    let topic = both::chosen(form, "topic", &topics(&shelf, locale), errors, words);
    set.push(("topic", topic.map(Value::from)));
    let team = both::chosen(form, "team", &teams(&shelf, locale), errors, words);
    let team = team.and_then(|key| shelf.outline.team(&key).cloned());
    set.push(("department", team.as_ref().map(|team| team.department.clone().into())));
    set.push(("team", team.map(|team| team.key.into())));
    let workflow = form.get("workflow").filter(|key| shelf.workflows.contains_key(*key));
    if !information || workflow.is_some() {
        set.push(("workflow", workflow.map(Value::from)));
    }
    let among = audiences(words);
    let audience =
        among.iter().filter(|one| form.all("audience").any(|ticked| ticked == one.value));
    let audience: Vec<Value> = audience.map(|one| one.value.clone().into()).collect();
    if audience.is_empty() {
        errors.add("audience", words.t("designer-audience-missing"));
    }
    set.push(("audience", Some(audience.into())));
    set.push(("public", form.has("public").then_some(Value::Bool(true))));
    let amount = both::whole(form, "amount", (1, 3_650), errors, words);
    let unit = both::chosen(form, "unit", &units(words), errors, words);
    let promise = amount.zip(unit).map(|(amount, unit)| json!({"amount": amount, "unit": unit}));
    if promise.is_none() && !information {
        errors.add("amount", words.t("designer-promise-missing"));
    }
    set.push(("promise", promise));
    let months = both::whole(form, "months", (1, 1_200), errors, words);
    if months.is_none() && !information {
        errors.add("months", words.t("designer-months-missing"));
    }
    set.push(("retention_months", months.map(Value::from)));
    (set, texts)
}
