//! The staff's workspace: the inbox, the case with everything that can be done to it, letters that
//! could not be delivered.
//!
//! Everything works without JavaScript; keys make it quicker. The place in a list travels in the
//! address, so that no reload loses it. Every form carries the revision of the case that it was made
//! for: when somebody was faster, the page comes back with what changed and with everything that was
//! typed. Whoever works on cases may read them all; changing one takes a role in its team.

mod act;
mod asked;
mod assignment;
mod bulk;
mod case_moves;
mod case_page;
mod clock;
mod closure;
mod colleagues;
mod dead_jobs;
pub mod demo;
mod desk;
mod due;
mod duplicate;
mod filters;
mod given_up;
mod hand_over;
mod history;
mod inbox;
mod letters;
mod list;
mod live;
mod message;
mod new_case;
mod photo;
mod place;
mod relations;
mod replies;
mod reply_pages;
mod rights;
mod told;
mod transition;
mod visits;

use web::{Access, NavItem, NavPlace, Role, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    let work = Access::Role(Role::Caseworker);
    let lead = Access::Role(Role::TeamLead);
    let administer = Access::Role(Role::Administrator);
    let routes = Routes::new()
        .get("/desk", Access::Staff, inbox::page)
        .get("/desk/live", work, live::inbox)
        .get("/desk/new", work, new_case::page)
        .post("/desk/assignments", work, bulk::assign)
        .post("/desk/filters", work, filters::keep)
        .post("/desk/filters/{id}/delete", work, filters::forget)
        .get("/desk/photos/{id}/{variant}", work, photo::picture)
        // Which letters are whose, each handler looks at: administrators have some without having cases.
        .get("/desk/letters", Access::Staff, letters::page)
        .post("/desk/letters/{id}/retry", Access::Staff, letters::retry)
        .post("/desk/letters/{id}/address", Access::Staff, letters::readdress)
        .post("/desk/letters/{id}/discard", Access::Staff, letters::discard)
        .get("/desk/jobs", administer, dead_jobs::page)
        .post("/desk/jobs/{id}/retry", administer, dead_jobs::retry)
        .post("/desk/jobs/{id}/discard", administer, dead_jobs::discard)
        .get("/desk/templates", lead, reply_pages::list)
        .get("/desk/templates/{id}", lead, reply_pages::form)
        .post("/desk/templates/{id}", lead, reply_pages::keep)
        .post("/desk/templates/{id}/delete", lead, reply_pages::discard);
    routes.merge(case_routes(work))
}

/// The case and its verbs. Each verb's address also shows the case with the verb's form open, for
/// whoever reloads it or changes the language there.
fn case_routes(work: Access) -> Routes {
    Routes::new()
        .get("/desk/cases/{reference}", work, case_page::page)
        .get("/desk/cases/{reference}/live", work, live::case)
        .get("/desk/cases/{reference}/messages", work, case_page::page)
        .post("/desk/cases/{reference}/messages", work, message::send)
        .get("/desk/cases/{reference}/question", work, case_page::page)
        .post("/desk/cases/{reference}/question", work, message::ask)
        .get("/desk/cases/{reference}/notes", work, case_page::page)
        .post("/desk/cases/{reference}/notes", work, message::note)
        .get("/desk/cases/{reference}/assignment", work, case_page::page)
        .post("/desk/cases/{reference}/assignment", work, assignment::assign)
        .get("/desk/cases/{reference}/transitions", work, case_page::page)
        .post("/desk/cases/{reference}/transitions", work, transition::make)
        .get("/desk/cases/{reference}/closure", work, case_page::page)
        .post("/desk/cases/{reference}/closure", work, closure::close)
        .get("/desk/cases/{reference}/reopen", work, case_page::page)
        .post("/desk/cases/{reference}/reopen", work, transition::reopen)
        .get("/desk/cases/{reference}/duplicate", work, duplicate::compare)
        .post("/desk/cases/{reference}/duplicate", work, duplicate::mark)
        .get("/desk/cases/{reference}/hand-over", work, hand_over::choose)
        .post("/desk/cases/{reference}/hand-over", work, hand_over::hand)
        .post("/desk/cases/{reference}/photos/{id}", work, photo::publish)
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [filters::statements(), relations::statements(), replies::statements(), visits::statements()]
        .concat()
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    let item = |key, href, access, icon| NavItem {
        key,
        href,
        place: NavPlace::Staff,
        access,
        icon: Some(icon),
    };
    let work = Access::Role(Role::Caseworker);
    vec![
        item("desk-nav-inbox", "/desk", Access::Staff, "inbox"),
        item("desk-nav-new", "/desk/new", work, "plus"),
        item("desk-nav-letters", "/desk/letters", Access::Staff, "mail"),
        item("desk-nav-templates", "/desk/templates", Access::Role(Role::TeamLead), "reply"),
        item("desk-nav-jobs", "/desk/jobs", Access::Role(Role::Administrator), "settings"),
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
