//! The questions before the form: few, impersonal, and each refusal with somewhere to go.

use super::{conditions, service};
use crate::eligibility::may_ask;
use crate::read::Document;
use crate::{Definition, Page};

/// What fits on a phone without scrolling.
const MAX_BECAUSE: usize = 400;

/// Checks them; `services` are the keys of those that there are.
pub(super) fn check(document: &Document<'_>, services: &[String], definition: &Definition) {
    let Some(eligibility) = &definition.eligibility else { return };
    let page = &eligibility.form();
    let [page] = page.all_pages() else { return };
    for (number, question) in page.questions.iter().enumerate() {
        let path = format!("eligibility.questions.{number}");
        if !may_ask(&question.kind) {
            document.source.error(
                document.at(&format!("{path}.kind")),
                format!("`{}` cannot be asked before the form", question.kind.name()),
                "use yesno, one, number, money or date: nothing that tells who somebody is",
            );
        }
        let earlier: Vec<&str> =
            page.questions.iter().take(number).map(|one| one.id.as_str()).collect();
        service::question(document, &path, question, &earlier);
    }
    conditions::of_page(document, "eligibility", page);
    let names = conditions::names(std::slice::from_ref::<Page>(page));
    for (number, refusal) in eligibility.refusals.iter().enumerate() {
        let path = format!("eligibility.refusals.{number}");
        conditions::one(document, &format!("{path}.when"), Some(&refusal.when), &names, &names);
        service::length(document, &format!("{path}.because"), &refusal.because, MAX_BECAUSE);
        let Some(other) = &refusal.service else { continue };
        if !services.contains(other) {
            let known = services.iter().map(String::as_str);
            super::unknown(
                document,
                document.at(&format!("{path}.service")),
                "service",
                other,
                known,
            );
        }
    }
}
