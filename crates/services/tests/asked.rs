//! What is asked depends on what is typed on the same page.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod sample;

use base::Locale;
use jiff::civil::date;
use sample::form;
use services::Answers;
use services::form::{Context, NoMap, Raw};

fn context() -> Context<'static> {
    Context { locale: Locale::EN, today: date(2026, 3, 1), map: &NoMap }
}

fn raw(fields: &[(&str, &str)]) -> Raw {
    fields.iter().copied().collect()
}

#[test]
fn a_question_is_asked_in_view_of_what_was_typed_on_the_same_page() {
    let form = form();
    let page = form.page("hole").unwrap();
    let asked = |size: &str| -> Vec<String> {
        let typed = raw(&[("size", size), ("depth", "no number")]);
        let asked = form.asked_with(page, &typed, &Answers::new(), context());
        asked.into_iter().map(|question| question.id.clone()).collect()
    };
    assert!(asked("large").contains(&"depth".to_owned()));
    assert!(!asked("small").contains(&"depth".to_owned()));
}
