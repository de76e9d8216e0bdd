//! The forms of a page, as somebody sees them who means to fill them in.

use scraper::{ElementRef, Html, Selector};

use crate::Answer;

/// A form that changes something.
#[derive(Clone, Debug)]
pub struct PageForm {
    /// Where it is sent.
    pub action: String,
    /// Whether it carries files.
    pub carries_files: bool,
    /// What can be filled in, in the order of the page.
    pub fields: Vec<PageField>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct PageField {
    /// The name under which it is sent.
    pub name: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// The values to choose from: one of a hidden field, those of a choice, the text of a text field.
    pub values: Vec<String>,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// It is sent as it is.
    Hidden,
    /// Something is typed.
    Text,
    /// One of its values is chosen.
    Choice,
    /// Any of its values are ticked.
    Ticks,
    /// Files are added.
    Files,
    /// One of its values is sent by the button that is pressed.
    Button,
}

impl Answer {
    /// The forms that are sent by POST.
    pub fn forms(&self) -> Vec<PageForm> {
        let page = Html::parse_document(&self.text());
        let forms = Selector::parse("form[method=post]").unwrap();
        page.select(&forms).flat_map(|form| ways(&page, form)).collect()
    }

    /// Where the links of the page lead within the site, without what follows `#`.
    pub fn links(&self) -> Vec<String> {
        let links = self.attributes("a", "href").into_iter();
        let inside = links.filter(|to| to.starts_with('/') && !to.starts_with("//"));
        inside.filter_map(|to| to.split('#').next().map(str::to_owned)).collect()
    }
}

/// The form as its own buttons send it, and as buttons do that lead elsewhere.
fn ways(page: &Html, form: ElementRef<'_>) -> Vec<PageForm> {
    let own = read(page, form);
    let elsewhere = Selector::parse("button[formaction]").unwrap();
    let mut ways: Vec<PageForm> = form
        .select(&elsewhere)
        .filter_map(|button| button.value().attr("formaction"))
        .map(|action| PageForm { action: action.to_owned(), ..own.clone() })
        .collect();
    ways.insert(0, own);
    ways
}

fn read(page: &Html, form: ElementRef<'_>) -> PageForm {
    let attribute = |name: &str| form.value().attr(name).unwrap_or_default().to_owned();
    let controls = Selector::parse("input, textarea, select, button").unwrap();
    let mut fields: Vec<PageField> = Vec::new();
    let own: Vec<_> = form.select(&controls).collect();
    // A control may stand elsewhere and name its form.
    let id = attribute("id");
    let elsewhere = page.select(&controls).filter(|control| {
        !id.is_empty() && control.value().attr("form") == Some(&id) && !own.contains(control)
    });
    for control in own.iter().copied().chain(elsewhere) {
        let Some(field) = field(control) else { continue };
        match fields.iter_mut().find(|known| known.name == field.name && known.kind == field.kind) {
            Some(known) if field.kind != FieldKind::Hidden => known.values.extend(field.values),
            _ => fields.push(field),
        }
    }
    let carries_files = attribute("enctype") == "multipart/form-data";
    PageForm { action: attribute("action"), carries_files, fields }
}

fn field(control: ElementRef<'_>) -> Option<PageField> {
    let element = control.value();
    let name = element.attr("name")?.to_owned();
    if element.attr("disabled").is_some() {
        return None;
    }
    let value = || element.attr("value").unwrap_or_default().to_owned();
    let (kind, values) = match (element.name(), element.attr("type").unwrap_or("text")) {
        ("select", _) => {
            let options = Selector::parse("option").unwrap();
            let value = |option: ElementRef<'_>| option.value().attr("value").map(str::to_owned);
            (FieldKind::Choice, control.select(&options).filter_map(value).collect())
        }
        ("textarea", _) => (FieldKind::Text, vec![control.text().collect()]),
        ("button", _) | (_, "submit") => (FieldKind::Button, vec![value()]),
        (_, "hidden") => (FieldKind::Hidden, vec![value()]),
        (_, "radio") => (FieldKind::Choice, vec![value()]),
        (_, "checkbox") => (FieldKind::Ticks, vec![value()]),
        (_, "file") => (FieldKind::Files, Vec::new()),
        _ => (FieldKind::Text, vec![value()]),
    };
    Some(PageField { name, kind, values })
}
