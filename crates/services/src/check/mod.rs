//! Checks a whole pack and reports everything that is wrong with it.

mod appointment;
mod conditions;
mod data;
mod eligibility;
mod fee;
mod service;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use base::{Locale, Localized};

use crate::files::Files;
use crate::pack::{Checked, Outline, Pack, PackService};
use crate::problem::{Problem, Source};
use crate::read::{self, Document};
use crate::{DataSet, Definition, Page, Workflow};

/// A page text of ten typed pages is a book.
const MAX_PAGE_TEXT: usize = 30_000;

/// Reads a pack and checks it, file by file, and the files against each other.
pub fn check(files: &Files) -> Checked {
    let mut problems = Vec::new();
    let read = data::read(files, &mut problems);
    let own = Own {
        head: head(files, &mut problems),
        workflows: workflows(files, &mut problems),
        data: read.iter().map(|(set, _)| set.clone()).collect(),
        services: files.within("services", ".toml").map(|(_, name)| name.to_owned()).collect(),
    };
    let services = services(files, &own, &mut problems);
    orphans(files, &mut problems);
    let pack = own.head.map(|(outline, form)| Pack {
        outline,
        form,
        workflows: own.workflows.into_values().flatten().collect(),
        services,
        data: read,
    });
    Checked { pack, problems }
}

/// What a town has around a service that is being written.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Its topics, teams and the rest of its outline.
    pub outline: &'a Outline,
    /// Its workflows by key.
    pub workflows: &'a BTreeMap<String, Workflow>,
    /// Its data sets.
    pub data: &'a [DataSet],
    /// The keys of its services.
    pub services: &'a [String],
}

/// Reads and checks the services in `files` against a town as it stands: one that is being written, which
/// says its whole form itself.
pub fn check_service(files: &Files, town: Surroundings<'_>) -> (Option<PackService>, Vec<Problem>) {
    let mut problems = Vec::new();
    let own = Own {
        head: Some((town.outline.clone(), Vec::new())),
        workflows: town
            .workflows
            .iter()
            .map(|(id, workflow)| (id.clone(), Some(workflow.clone())))
            .collect(),
        data: town.data.to_vec(),
        services: town.services.to_vec(),
    };
    let found = services(files, &own, &mut problems);
    (found.into_iter().next(), problems)
}

/// What services are checked against.
struct Own {
    head: Option<Head>,
    workflows: BTreeMap<String, Option<Workflow>>,
    data: Vec<DataSet>,
    services: Vec<String>,
}

type Head = (Outline, Vec<Page>);

/// Reads one file with `read`; what it gives counts only when the file has no errors.
fn file<T>(
    files: &Files,
    path: &str,
    problems: &mut Vec<Problem>,
    read: impl FnOnce(&Document<'_>) -> Option<T>,
) -> Option<T> {
    let bytes = files.get(path).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new(path, &text);
    if std::str::from_utf8(bytes).is_err() {
        source.error(0..0, "this file is not UTF-8 text", "save it as UTF-8");
        problems.append(&mut source.finish());
        return None;
    }
    let value = Document::parse(&source).and_then(|document| read(&document));
    let value = value.filter(|_| !source.has_errors());
    problems.append(&mut source.finish());
    value
}

fn head(files: &Files, problems: &mut Vec<Problem>) -> Option<Head> {
    if files.get("pack.toml").is_none() {
        let source = Source::new("pack.toml", "");
        source.error(
            0..0,
            "the pack has no `pack.toml`",
            "it names the topics, departments and teams",
        );
        problems.append(&mut source.finish());
        return None;
    }
    file(files, "pack.toml", problems, |document| {
        let (outline, form) = read::pack(document)?;
        for (index, team) in outline.teams.iter().enumerate() {
            let keys = outline.departments.iter().map(|department| department.key.as_str());
            if outline.department(&team.department).is_none() {
                let at = document.at(&format!("teams.{}.department", team.key));
                unknown(document, at, "department", &team.department, keys);
            }
            key(document, &format!("teams.{}", team.key), "team", &team.key, index, &[]);
        }
        let topics: Vec<&str> = outline.topics.iter().map(|topic| topic.id.as_str()).collect();
        for (index, id) in topics.iter().enumerate() {
            key(document, &format!("topics.{index}.id"), "topic", id, index, &topics);
        }
        service::form(document, "form.pages", &form);
        Some((outline, form))
    })
}

fn workflows(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<String, Option<Workflow>> {
    files
        .within("workflows", ".toml")
        .map(|(path, name)| {
            let workflow = file(files, path, problems, |document| {
                let workflow = read::workflow(document)?;
                same_as_file(files, document, &workflow.id, name);
                workflow::check(document, &workflow);
                Some(workflow)
            });
            (name.to_owned(), workflow)
        })
        .collect()
}

fn services(files: &Files, own: &Own, problems: &mut Vec<Problem>) -> Vec<PackService> {
    let head = own.head.as_ref();
    let mut services = Vec::new();
    let mut heirs = BTreeMap::new();
    for (path, name) in files.within("services", ".toml") {
        let mut text = None;
        let definition = file(files, path, problems, |document| {
            let mut definition = read::service(document)?;
            same_as_file(files, document, &definition.id, name);
            service::check(document, &definition, head, &own.workflows);
            eligibility::check(document, &own.services, &definition);
            fee::check(document, &definition, head);
            one_heir(document, &definition, &mut heirs);
            text = Some(page_text(files, document, name));
            complete(&mut definition, head);
            // The general form may ask for a data set as well.
            data::settle(document, &mut definition, &own.data);
            derived(document, &definition);
            Some(definition)
        });
        if let Some((definition, text)) = definition.zip(text) {
            services.push(PackService { definition, text });
        }
    }
    services
}

/// Holds that nothing public is worked out from what tells who somebody is.
fn derived(document: &Document<'_>, definition: &Definition) {
    for (index, page) in definition.form.all_pages().iter().enumerate() {
        for (number, question) in page.questions.iter().enumerate() {
            let told = question.public && !question.kind.is_personal();
            if told && definition.form.is_personal(question) {
                document.source.error(
                    document.at(&format!("pages.{index}.questions.{number}.public")),
                    "this is worked out from what tells who somebody is, so it must never be public",
                    "take `public` out",
                );
            }
        }
    }
}

/// Gives the service its whole form: the general pages where it has none, the contact page where
/// nothing asks for contact details.
fn complete(definition: &mut Definition, head: Option<&Head>) {
    if !definition.online {
        return;
    }
    let mut pages = definition.form.all_pages().to_vec();
    if pages.is_empty() {
        pages = head.map(|(_, form)| form.clone()).unwrap_or_default();
    }
    let asks = |page: &Page| {
        page.questions.iter().any(|question| question.kind == crate::QuestionKind::Contact)
    };
    if !pages.iter().any(asks) {
        pages.push(crate::pack::contact_page(definition.kind != crate::ServiceKind::Report));
    }
    let currency = head.map(|(outline, _)| outline.currency).unwrap_or_default();
    let first = definition.eligibility.iter_mut().flat_map(|check| &mut check.questions);
    for question in pages.iter_mut().flat_map(|page| &mut page.questions).chain(first) {
        question.kind.settle_currency(currency);
    }
    definition.form = crate::Form::new(pages);
}

fn page_text(files: &Files, document: &Document<'_>, name: &str) -> Localized {
    let mut words = Localized::default();
    for locale in Locale::ALL {
        let ending = if locale == Locale::EN { String::new() } else { format!(".{locale}") };
        let path = format!("services/{name}{ending}.md");
        let bytes = files.get(&path).unwrap_or_default();
        let at = document.at("id");
        match std::str::from_utf8(bytes) {
            Err(_) => {
                document.source.error(
                    at,
                    format!("`{path}` is not UTF-8 text"),
                    "save it as UTF-8",
                );
            }
            Ok(text) if text.len() > MAX_PAGE_TEXT => {
                let message = format!("`{path}` has more than {MAX_PAGE_TEXT} characters");
                document.source.error(at, message, "nobody reads that; shorten it");
            }
            Ok(text) if !text.trim().is_empty() => words = words.with(locale, text.trim()),
            Ok(_) if locale == Locale::EN => {
                document.source.error(
                    at,
                    format!("the page text `{path}` is missing"),
                    "write what it is, who may use it and what one needs",
                );
            }
            Ok(_) => document.source.warn(
                at,
                format!("the page text `{path}` is missing"),
                "until then residents read English",
            ),
        }
    }
    words
}

/// Holds an id to its file's name, so that no two files can have the same.
fn same_as_file(files: &Files, document: &Document<'_>, id: &str, name: &str) {
    if id != name {
        let folder = document.source.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let other = format!("{folder}/{id}.toml");
        let message = if files.get(&other).is_some() {
            format!("the id `{id}` is already that of `{other}`")
        } else {
            format!("the id `{id}` is not the file's name")
        };
        document.source.error(
            document.at("id"),
            message,
            format!("write id = \"{name}\", or rename the file"),
        );
    }
    key(document, "id", "id", id, 0, &[]);
}

/// Holds a type of the town's former system to one service, so that its cases have one home.
fn one_heir(
    document: &Document<'_>,
    definition: &Definition,
    heirs: &mut BTreeMap<String, String>,
) {
    let Some(source_type) = &definition.source_type else { return };
    if let Some(first) = heirs.get(source_type) {
        let message = format!("`{source_type}` already stands for the service `{first}`");
        document.source.error(
            document.at("source_type"),
            message,
            "one former type belongs to one service",
        );
    } else {
        heirs.insert(source_type.clone(), definition.id.clone());
    }
}

/// Checks a key of our own: its letters, and that it is not taken by an earlier one.
fn key(document: &Document<'_>, path: &str, what: &str, id: &str, index: usize, all: &[&str]) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 60 || !id.chars().all(fits) || id.starts_with('-') {
        let help = "use small letters a to z, digits and dashes, at most 60";
        document.source.error(
            document.at(path),
            format!("`{id}` cannot be the key of a {what}"),
            help,
        );
    }
    if all.iter().take(index).any(|earlier| *earlier == id) {
        document.source.error(
            document.at(path),
            format!("the {what} `{id}` is there twice"),
            "give each its own key",
        );
    }
}

fn unknown<'k>(
    document: &Document<'_>,
    at: std::ops::Range<usize>,
    what: &str,
    id: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) {
    let near = rules::closest(id, known.clone());
    let all: Vec<&str> = known.take(40).collect();
    let help = near.map_or_else(
        || format!("there are: {}", all.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    document.source.error(at, format!("there is no {what} `{id}`"), help);
}

/// Page texts without a service are most likely misnamed.
fn orphans(files: &Files, problems: &mut Vec<Problem>) {
    let services: BTreeSet<&str> =
        files.within("services", ".toml").map(|(_, name)| name).collect();
    for (path, name) in files.within("services", ".md") {
        let bare = Locale::ALL
            .iter()
            .find_map(|locale| name.strip_suffix(&format!(".{locale}")))
            .unwrap_or(name);
        if !services.contains(bare) {
            let source = Source::new(path, "");
            source.error(
                0..0,
                "this page text belongs to no service",
                format!("there is no `services/{bare}.toml`"),
            );
            problems.append(&mut source.finish());
        }
    }
}
