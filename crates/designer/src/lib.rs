//! The service designer: making, changing, checking and publishing services in the browser.
//!
//! A draft is the same text that a pack holds, so that the browser and a repository speak one language;
//! each save is a revision that stays. What a draft says is checked by the crate `services`, and how it
//! feels is tried at the counter (`services::practice`): no form is drawn here. Nothing here knows what
//! the kinds of questions mean: what the designer does not know of one it keeps as it is.

mod beginning;
mod both;
mod condition;
mod diagram;
mod differences;
mod draft;
mod drafts;
mod findings;
mod history;
mod labels;
mod overview;
mod page_form;
mod publication;
mod question_form;
mod readiness;
mod reading;
mod running;
mod service_list;
mod service_page;
mod settings;
mod sketch;
mod source;
mod texts;

pub use publication::{Rules, register};
use web::{Access, NavItem, NavPlace, Role, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    let design = Access::Role(Role::Designer);
    let agree = Access::Role(Role::Administrator);
    let routes = Routes::new()
        .get("/desk/services", design, service_list::page)
        .get("/desk/services/new", design, beginning::form)
        .post("/desk/services/new", design, beginning::make)
        // Every colleague may see how the cases of a service run.
        .get("/desk/services/{id}", Access::Staff, service_page::page)
        .post("/desk/services/{id}/versions", design, service_page::back)
        .get("/desk/approvals", agree, readiness::approvals)
        .get("/desk/approvals/{id}", agree, readiness::to_agree)
        .post("/desk/approvals/{id}", agree, readiness::agree);
    routes.merge(drafting(design))
}

fn drafting(design: Access) -> Routes {
    Routes::new()
        .get("/desk/services/{id}/draft", design, overview::page)
        .post("/desk/services/{id}/draft", design, beginning::of_service)
        .post("/desk/services/{id}/draft/end", design, beginning::end)
        .get("/desk/services/{id}/draft/texts", design, texts::form)
        .post("/desk/services/{id}/draft/texts", design, texts::keep)
        .get("/desk/services/{id}/draft/pages/{page}", design, page_form::form)
        .post("/desk/services/{id}/draft/pages/{page}", design, page_form::keep)
        .get(
            "/desk/services/{id}/draft/pages/{page}/questions/{question}",
            design,
            question_form::form,
        )
        .post(
            "/desk/services/{id}/draft/pages/{page}/questions/{question}",
            design,
            question_form::keep,
        )
        .post("/desk/services/{id}/draft/moves", design, overview::shift)
        .post("/desk/services/{id}/draft/removals", design, overview::remove)
        .get("/desk/services/{id}/draft/history", design, history::page)
        .post("/desk/services/{id}/draft/history", design, history::back)
        .get("/desk/services/{id}/draft/source", design, source::form)
        .post("/desk/services/{id}/draft/source", design, source::keep)
        .get("/desk/services/{id}/draft/export", design, source::export)
        .get("/desk/services/{id}/draft/readiness", design, readiness::page)
        .post("/desk/services/{id}/draft/publication", design, readiness::publish)
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [drafts::statements(), running::statements()].concat()
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    let item = |key, href, role, icon| NavItem {
        key,
        href,
        place: NavPlace::Staff,
        access: Access::Role(role),
        icon: Some(icon),
    };
    vec![
        item("designer-nav-services", "/desk/services", Role::Designer, "pencil"),
        item("designer-nav-approvals", "/desk/approvals", Role::Administrator, "circle-check"),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        web::check_parts(&[&super::PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
    }

    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
