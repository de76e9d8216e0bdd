use std::collections::BTreeMap;

use base::{Locale, Localized};

use super::{Head, appointment, conditions};
use crate::read::Document;
use crate::{Definition, Page, QuestionKind, Workflow};

/// What fits on a phone's line or in a search result.
const MAX_NAME: usize = 90;
const MAX_SUMMARY: usize = 160;
const MAX_LABEL: usize = 200;
/// The left column of a list on a phone.
const MAX_SHORT: usize = 40;
const MAX_HINT: usize = 500;
const MAX_WORD: usize = 60;
/// Who agrees to more has not read it.
const MAX_DECLARATION: usize = 1_000;
/// Longer explanations belong onto the service's page.
const MAX_BODY: usize = 3_000;

/// Checks a service against itself and against the pack around it.
pub(super) fn check(
    document: &Document<'_>,
    definition: &Definition,
    head: Option<&Head>,
    workflows: &BTreeMap<String, Option<Workflow>>,
) {
    length(document, "name", &definition.name, MAX_NAME);
    length(document, "summary", &definition.summary, MAX_SUMMARY);
    length(document, "cost", &definition.cost, MAX_LABEL);
    if definition.audience.is_empty() {
        document.source.error(
            document.at("audience"),
            "nobody may use this service",
            "name residents, businesses or visitors",
        );
    }
    for (locale, words) in &definition.synonyms.0 {
        for (index, word) in
            words.iter().enumerate().filter(|(_, word)| word.chars().count() > MAX_WORD)
        {
            let at = document.at(&format!("synonyms.{locale}.{index}"));
            document.source.error(at, format!("`{word}` is too long for a search word"), "");
        }
    }
    if let Some((outline, _)) = head {
        around(document, definition, outline);
    }
    if definition.online && !workflows.contains_key(&definition.workflow) {
        super::unknown(
            document,
            document.at("workflow"),
            "workflow",
            &definition.workflow,
            workflows.keys().map(String::as_str),
        );
    }
    if !definition.online && !definition.form.is_empty() {
        document.source.warn(
            document.at("pages"),
            "an information page has no form",
            "set online = true, or take the pages out",
        );
    }
    form(document, "pages", definition.form.all_pages());
    let pages = pages_of(definition, head);
    appointment::check(document, definition, head.map(|(outline, _)| outline), pages);
    // With a faulty `pack.toml` the general form is not known, so nothing can be said about it.
    let Some(pages) = pages else { return };
    let names = conditions::names(pages);
    for (index, route) in definition.routing.iter().enumerate() {
        conditions::one(
            document,
            &format!("routing.{index}.when"),
            Some(&route.when),
            &names,
            &names,
        );
    }
    if definition.nearby.is_some() {
        asks_place(document, pages);
    }
}

fn asks_place(document: &Document<'_>, pages: &[Page]) {
    let mut questions = pages.iter().flat_map(|page| &page.questions);
    if !questions.any(|question| question.kind == QuestionKind::Place) {
        document.source.error(
            document.at("nearby"),
            "without a question of kind `place` nothing is near",
            "take `nearby` out, or ask for the place",
        );
    }
}

pub(super) fn pages_of<'a>(
    definition: &'a Definition,
    head: Option<&'a Head>,
) -> Option<&'a [Page]> {
    if definition.form.is_empty() {
        // A service that is checked alone says its whole form itself; a page of information has none.
        head.map(|(_, form)| form.as_slice()).filter(|form| !form.is_empty())
    } else {
        Some(definition.form.all_pages())
    }
}

fn around(document: &Document<'_>, definition: &Definition, outline: &crate::Outline) {
    let teams = || outline.teams.iter().map(|team| team.key.as_str());
    if outline.topic(&definition.topic).is_none() {
        super::unknown(
            document,
            document.at("topic"),
            "topic",
            &definition.topic,
            outline.topics.iter().map(|topic| topic.id.as_str()),
        );
    }
    if outline.department(&definition.department).is_none() {
        let departments = outline.departments.iter().map(|department| department.key.as_str());
        super::unknown(
            document,
            document.at("department"),
            "department",
            &definition.department,
            departments,
        );
    }
    if !definition.team.is_empty() && outline.team(&definition.team).is_none() {
        super::unknown(document, document.at("team"), "team", &definition.team, teams());
    }
    for (index, route) in definition.routing.iter().enumerate() {
        if outline.team(&route.team).is_none() {
            super::unknown(
                document,
                document.at(&format!("routing.{index}.team")),
                "team",
                &route.team,
                teams(),
            );
        }
    }
}

/// Checks the pages of a form: keys, lengths, options, privacy, conditions.
pub(super) fn form(document: &Document<'_>, path: &str, pages: &[Page]) {
    let ids: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
    let mut asked: Vec<&str> = Vec::new();
    let mut contacts = 0;
    for (index, page) in pages.iter().enumerate() {
        let path = format!("{path}.{index}");
        super::key(document, &format!("{path}.id"), "page", &page.id, index, &ids);
        if RESERVED_PAGES.contains(&page.id.as_str()) {
            document.source.error(
                document.at(&format!("{path}.id")),
                format!("`{}` is an address of the form itself", page.id),
                "choose another id",
            );
        }
        length(document, &format!("{path}.title"), &page.title, MAX_LABEL);
        for (number, question) in page.questions.iter().enumerate() {
            let path = format!("{path}.questions.{number}");
            self::question(document, &path, question, &asked);
            asked.push(&question.id);
            contacts += usize::from(question.kind == QuestionKind::Contact);
            if question.kind == QuestionKind::Contact && contacts > 1 {
                document.source.error(
                    document.at(&path),
                    "contact details are asked for twice",
                    "one question of kind `contact` is enough",
                );
            }
        }
    }
    if contacts == 0 && asked.contains(&crate::pack::CONTACT) {
        document.source.error(
            document.at(path),
            "the id `contact` is kept for contact details",
            "choose another id",
        );
    }
    conditions::form(document, path, pages);
}

/// The addresses beside the pages of a form.
const RESERVED_PAGES: [&str; 8] =
    ["appointment", "check", "deletion", "done", "joined", "nearby", "save", "sent"];

pub(super) fn question(
    document: &Document<'_>,
    path: &str,
    question: &crate::Question,
    asked: &[&str],
) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let at = || document.at(&format!("{path}.id"));
    if !question.id.chars().all(fits)
        || !question.id.starts_with(|c: char| c.is_ascii_lowercase())
        || question.id.len() > 40
    {
        document.source.error(
            at(),
            format!("`{}` cannot be the id of a question", question.id),
            "use small letters a to z, digits and `_`, at most 40",
        );
    }
    if asked.contains(&question.id.as_str()) {
        document.source.error(
            at(),
            format!("the question `{}` is there twice", question.id),
            "give each question of the service its own id",
        );
    }
    length(document, &format!("{path}.label"), &question.label, MAX_LABEL);
    if let Some(short) = &question.short {
        length(document, &format!("{path}.short"), short, MAX_SHORT);
    }
    if let Some(hint) = &question.hint {
        length(document, &format!("{path}.hint"), hint, MAX_HINT);
    }
    if question.public && question.kind.is_personal() {
        document.source.error(
            document.at(&format!("{path}.public")),
            "what tells who somebody is must never be public",
            "take `public` out",
        );
    }
    texts(document, path, question);
    let values: Vec<&str> =
        question.kind.options().iter().map(|option| option.value.as_str()).collect();
    for (index, value) in values.iter().enumerate() {
        let path = format!("{path}.options.{index}.value");
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if value.len() > 60 || !value.chars().all(fits) {
            document.source.error(
                document.at(&path),
                format!("`{value}` cannot be the value of an option"),
                "use letters a to z, digits, `-` and `_`, at most 60",
            );
        }
        if values.iter().take(index).any(|earlier| earlier == value) {
            document.source.error(
                document.at(&path),
                format!("the option `{value}` is there twice"),
                "give each option its own value",
            );
        }
    }
}

/// Checks the texts that only some kinds have, and the questions of a group.
fn texts(document: &Document<'_>, path: &str, question: &crate::Question) {
    for (number, check) in question.logic.checks.iter().enumerate() {
        length(document, &format!("{path}.checks.{number}.message"), &check.message, MAX_LABEL);
    }
    match &question.kind {
        QuestionKind::Declaration { text } => {
            length(document, &format!("{path}.text"), text, MAX_DECLARATION);
        }
        QuestionKind::Content { body: Some(body) } => {
            length(document, &format!("{path}.body"), body, MAX_BODY);
        }
        QuestionKind::Group { row, questions, .. } => {
            length(document, &format!("{path}.row"), row, MAX_SHORT);
            let mut asked = Vec::new();
            for (number, inner) in questions.iter().enumerate() {
                self::question(document, &format!("{path}.questions.{number}"), inner, &asked);
                asked.push(inner.id.as_str());
            }
        }
        _ => {}
    }
}

pub(super) fn length(document: &Document<'_>, path: &str, words: &Localized, max: usize) {
    for locale in Locale::ALL.into_iter().filter(|locale| words.has(*locale)) {
        let length = words.get(locale).chars().count();
        if length > max {
            let at = document.at(&format!("{path}.{locale}"));
            document.source.error(
                at,
                format!("this text has {length} characters; at most {max} are allowed"),
                "say it shorter",
            );
        }
    }
}
