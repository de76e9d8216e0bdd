//! What is typed and chosen.

use axum::http::Method;
use testkit::{Answer, Browser, FieldKind, PageField, PageForm};

/// A case that is there, as somebody knows it who follows it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub reference: String,
    pub email: String,
    pub address: String,
}

/// The fields to send: at each try other choices, and at every other one only what must be typed.
pub fn filled(form: &PageForm, known: &Known, tried: usize, turn: usize) -> Vec<(String, String)> {
    let mut sent = Vec::new();
    for field in &form.fields {
        let name = field.name.clone();
        let turned = |values: &[String]| values.get(tried % values.len().max(1)).cloned();
        match field.kind {
            FieldKind::Hidden => {
                sent.extend(field.values.iter().map(|v| (name.clone(), v.clone())));
            }
            FieldKind::Text if form.action == "/track" && name == "email" => {
                sent.push((name, known.email.clone()));
            }
            FieldKind::Text => sent.push((name, typed(field, known, tried, turn))),
            FieldKind::Choice => {
                let real: Vec<_> = field.values.iter().filter(|v| !v.is_empty()).cloned().collect();
                sent.extend(turned(&real).map(|value| (name, value)));
            }
            FieldKind::Ticks => {
                sent.extend(field.values.iter().take(2).map(|value| (name.clone(), value.clone())));
            }
            FieldKind::Button | FieldKind::Files => {}
        }
    }
    // The last way is to press a button without a name.
    let buttons = form.fields.iter().filter(|field| field.kind == FieldKind::Button);
    let named: Vec<_> = buttons
        .filter(|button| button.name != "switch-language")
        .flat_map(|button| button.values.iter().map(|value| (button.name.clone(), value.clone())))
        .collect();
    sent.extend(named.get(tried % (named.len() + 1)).cloned());
    sent
}

/// Fields of the designer that take no prose: they are sent as they stand.
const KEPT: [&str; 10] = [
    "amount",
    "from",
    "max",
    "max_length",
    "min",
    "months",
    "photos",
    "source",
    "until",
    "written",
];

fn typed(field: &PageField, known: &Known, tried: usize, turn: usize) -> String {
    let name = field.name.as_str();
    let is = |word: &str| name.contains(word);
    if is("email") {
        format!("somebody.{turn}@example.org")
    } else if is("phone") {
        "617-555-0142".into()
    } else if is("password") {
        "a long walk by the river".into()
    } else if is("address") || is("place") {
        if tried.is_multiple_of(4) { String::new() } else { known.address.clone() }
    } else if is("reference") {
        known.reference.clone()
    } else if KEPT.contains(&name)
        || ["lat", "lon", "day", "month", "year", "offers-", "own-", "seats-"].into_iter().any(is)
    {
        field.values.first().cloned().unwrap_or_default()
    } else if is("name") {
        format!("Ana Ruiz {turn}")
    } else {
        format!("What was said at turn {turn}.")
    }
}

/// Sends the form as a browser does.
pub async fn send(browser: &mut Browser, form: &PageForm, sent: &[(String, String)]) -> Answer {
    if !form.carries_files {
        let fields: Vec<_> = sent.iter().map(|(name, value)| (&**name, &**value)).collect();
        return browser.submit(&form.action, &fields).await;
    }
    let boundary = "walk";
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in sent {
        let part = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.into_bytes());
    }
    for field in form.fields.iter().filter(|field| field.kind == FieldKind::Files) {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"; filename=\"p.png\"\r\n\
             content-type: image/png\r\n\r\n",
            field.name
        );
        body.extend(head.into_bytes());
        body.extend(PHOTO);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={boundary}");
    browser.request(Method::POST, &form.action, &kind, body).await
}

/// A small yellow photo.
const PHOTO: &[u8] = include_bytes!("photo.png");
