//! The counter: everything a resident meets. Home, search, the services, the form, where a case
//! stands, and following what somebody else reported.
//!
//! Every page works without JavaScript. Nothing here decides what happens to a case: that is the
//! crate `cases`; nothing here knows the kinds of questions beyond showing them: the answers are
//! checked by `services`. What a visitor has not sent yet is a draft of their browser.

mod again;
mod appointment;
mod case_acts;
mod case_link;
mod case_page;
mod check;
mod choices;
mod corrections;
mod done;
mod draft;
mod drafts;
mod eligible;
mod fee;
mod fields;
mod following;
mod form_page;
mod help;
mod home;
mod how_long;
mod masked;
mod my_cases;
mod nearby;
mod photo_file;
mod photos;
mod practice;
mod preview;
mod query;
mod receipt;
mod rows;
mod saving;
mod search;
mod sending;
mod service;
mod service_list;
mod start;
mod track;
mod typed;

pub use drafts::sweep;
use web::{Access, NavItem, NavPlace, Pace, Role, Routes};

web::part!(assets);

/// How old the pages that are the same for everybody may be, in seconds: nobody waits longer for a service that was
/// published just now.
const FRESH_SECONDS: u32 = 2;

/// The routes of this crate.
pub fn routes() -> Routes {
    finding().merge(applying()).merge(tracking()).merge(help::routes())
}

fn finding() -> Routes {
    use Access::Public;
    Routes::new()
        .get("/", Public, home::page)
        .get("/search", Public, search::page)
        .get("/search/suggest", Public, search::suggest)
        .paced(Pace::TYPING)
        .get("/services", Public, service_list::all)
        .get("/services/topic/{id}", Public, service_list::topic)
        .get("/services/{id}", Public, service::page)
}

/// How many forms a network may begin: each is a row for two weeks, and behind one address may stand a
/// school or a library.
const DRAFTS: Pace = Pace::new(60, 60);
/// How many pages of forms a network may send: ten people at once, a page each six seconds.
const PAGES: Pace = Pace::new(120, 100);

/// Filling a form in. Only sending it changes anything of the town's; a draft is the visitor's own.
fn applying() -> Routes {
    use Access::Public;
    let work = Access::Role(Role::Caseworker);
    Routes::new()
        .get("/services/{id}/check", Public, eligible::page)
        .post_query("/services/{id}/check", Public, eligible::answer)
        .keeping_late()
        .post_query("/services/{id}/start", Public, start::start)
        .paced(DRAFTS)
        .get("/apply/{draft}", Public, start::resume)
        .post_query("/apply/{draft}/deletion", Public, start::forget)
        .get("/apply/{draft}/save", Public, saving::page)
        .post("/apply/{draft}/save", Public, saving::save)
        .keeping_late()
        .paced(Pace::LETTERS)
        .get("/return/{token}", Public, saving::back)
        .post_query("/return/{token}", Public, saving::go_on)
        .get("/apply/{draft}/nearby", Public, nearby::page)
        .post("/apply/{draft}/nearby", Public, nearby::choose)
        .keeping_late()
        .paced(Pace::LETTERS)
        .get("/apply/{draft}/joined/{reference}", Public, nearby::joined)
        .get("/apply/{draft}/check", Public, check::page)
        .post("/apply/{draft}/check", Public, check::send)
        .keeping_late()
        .paced(Pace::LETTERS)
        .get("/apply/{draft}/appointment", Public, appointment::page)
        .post("/apply/{draft}/appointment", Public, appointment::hold)
        .keeping_late()
        .paced(PAGES)
        .get("/apply/{draft}/done", Public, done::page)
        .get("/apply/{draft}/{page}", Public, form_page::show_page)
        .post_query("/apply/{draft}/{page}", Public, form_page::save)
        .keeping_late()
        .paced(PAGES)
        .get("/apply/{draft}/{page}/choices", Public, choices::list)
        .get("/apply/{draft}/{page}/photos", Public, form_page::back_to_page)
        .post_upload("/apply/{draft}/{page}/photos", Public, web::UPLOAD_BYTES, form_page::save)
        .keeping_late()
        .get("/files/{id}/{variant}", Public, photo_file::shown)
        .get("/practice/{token}", Public, practice::page)
        .post_query("/practice/{token}", Public, practice::start)
        .paced(DRAFTS)
        .get("/practice/{token}/{page}", Public, practice::one_page)
        .get("/desk/cases/{reference}/corrections", work, corrections::back_to_desk)
        .post_query("/desk/cases/{reference}/corrections", work, corrections::by_staff)
}

fn tracking() -> Routes {
    use Access::{Public, Resident};
    Routes::new()
        .get("/track", Public, track::form)
        .post("/track", Public, track::submit)
        .keeping_late()
        .paced(Pace::LETTERS)
        .get("/track/sent", Public, track::sent)
        .get("/track/{token}", Public, case_page::page)
        .get("/track/{token}/live", Public, case_page::live)
        .get("/track/{token}/receipt", Public, receipt::of_case)
        .paced(Pace::UPLOADS)
        .get("/track/{token}/files/{id}/{variant}", Public, photo_file::of_case)
        .get("/track/{token}/messages", Public, case_acts::back_to_case)
        .post("/track/{token}/messages", Public, case_acts::write)
        .keeping_late()
        .get("/track/{token}/withdrawal", Public, case_acts::back_to_case)
        .post("/track/{token}/withdrawal", Public, case_acts::withdraw)
        .keeping_late()
        .get("/track/{token}/photos", Public, case_acts::back_to_case)
        .post_upload("/track/{token}/photos", Public, web::UPLOAD_BYTES, case_acts::add_photos)
        .keeping_late()
        .get("/track/{token}/corrections", Public, case_acts::back_to_case)
        .post_query("/track/{token}/corrections", Public, corrections::by_resident)
        .get("/track/{token}/rating", Public, case_acts::back_to_case)
        .post("/track/{token}/rating", Public, case_acts::rate)
        .keeping_late()
        .get("/track/{token}/not-solved", Public, case_acts::not_solved_form)
        .post("/track/{token}/not-solved", Public, case_acts::not_solved)
        .keeping_late()
        .get("/my-cases", Resident, my_cases::list)
        .get("/my-cases/{reference}", Resident, my_cases::one)
        .get("/my-cases/{reference}/again", Resident, again::back)
        .post_query("/my-cases/{reference}/again", Resident, again::begin)
        .paced(DRAFTS)
        .get("/follow/{token}", Public, following::page)
        .post("/follow/{token}", Public, following::confirm)
        .get("/follow/{token}/stop", Public, following::page)
        .post("/follow/{token}/stop", Public, following::stop)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    let item = |key, href, place| NavItem { key, href, place, access: Access::Public, icon: None };
    vec![
        item("counter-nav-services", "/services", NavPlace::Public),
        item("counter-nav-track", "/track", NavPlace::Public),
        NavItem {
            key: "counter-my-cases",
            href: "/my-cases",
            place: NavPlace::Public,
            access: Access::Resident,
            icon: None,
        },
        item("counter-nav-privacy", "/help/privacy", NavPlace::Footer),
        item("counter-nav-accessibility", "/help/accessibility", NavPlace::Footer),
        item("counter-nav-cookies", "/help/cookies", NavPlace::Footer),
    ]
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [drafts::statements(), track::statements()].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        web::check_parts(&[&super::PART], &[source]).unwrap();
    }
}
