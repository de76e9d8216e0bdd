//! Staff fill a form in for a resident, and correct what a resident told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::http::StatusCode;
use cases::{Acting, EventKind, Party};
use testkit::Browser;
use town::{TestTown, aside, at, fill, sent, towns};
use web::Role;

/// The letters to an address, the newest first: subject and text.
fn letters(town: &TestTown, to: &'static str) -> Vec<(String, String)> {
    let read = move |tx: &mut store::Tx<'_>| {
        let mut found = Vec::new();
        for letter in post::recent(tx, None, 50)? {
            if letter.to_address == to {
                found.extend(post::letter(tx, letter.id)?.map(|all| (all.subject, all.body_text)));
            }
        }
        Ok::<_, store::StoreError>(found)
    };
    aside(|| town.db.read_blocking(read)).unwrap()
}

fn events(town: &TestTown) -> Vec<cases::Event> {
    let id = town.case().id;
    aside(|| town.db.read_blocking(move |tx| cases::events::of_case(tx, id))).unwrap()
}

/// Answers the pages of a pothole from the first on; gives the address of "check your answers".
async fn answered(browser: &mut Browser, first: &str, email: &str) -> String {
    fill(browser, first, &[("place-address", "3 Elm St"), ("lane", "bike")]).await;
    let size = [("size", "large"), ("depth", "deep"), ("damage", "no")];
    fill(browser, &at(first, "size"), &size).await;
    browser.post(&at(first, "photos"), &at(first, "photos/photos"), &[]).await;
    let contact = [("contact-name", "Ada Example"), ("contact-email", email)];
    let next = fill(browser, &at(first, "contact"), &contact).await.location();
    assert_eq!(next.unwrap(), at(first, "check"));
    at(first, "check")
}

#[tokio::test]
async fn a_case_taken_on_the_telephone_is_the_residents_and_staff_are_its_actor() {
    for town in towns() {
        let maya = town.person("Maya Okafor", "maya@town.example", Some(Role::Caseworker));
        let ada = town.person("Ada Example", "ada@example.org", None);
        let mut desk = town.signed_in(maya).await;
        let fields = [("channel", "phone"), ("language", "es")];
        let begun = desk.post("/services/pothole", "/services/pothole/start", &fields).await;
        let first = begun.location().unwrap();
        let page = desk.get(&first).await;
        assert!(page.has(".c-clerk"), "the page says for whom it is filled in");
        let check = answered(&mut desk, &first, "ada@example.org").await;
        let contact = desk.get(&at(&first, "contact")).await;
        assert_eq!(contact.value("[name=contact-name]").as_deref(), Some("Ada Example"));
        let done = fill(&mut desk, &check, &[]).await.location().unwrap();
        let page = desk.get(&done).await;
        let case = town.case();
        assert!(page.has(&format!("a[href='/desk/cases/{}']", case.reference)));
        assert_eq!((case.channel.as_str(), case.requester), ("phone", Some(ada)));
        assert!(!case.unread, "nobody needs to be told what they entered themselves");
        assert_eq!(events(&town)[0].by, Party::Staff(maya));
        let (subject, _) = letters(&town, "ada@example.org").remove(0);
        assert!(subject.contains("Hemos recibido") || case.locale == base::Locale::ES, "{subject}");
        assert_eq!(case.locale, base::Locale::ES);
        let subject = ledger::Subject::case(case.id);
        let rows = aside(|| town.db.read_blocking(move |tx| ledger::of_subject(tx, subject, 9)));
        let row = &rows.unwrap()[0];
        assert_eq!(row.verb, "case.open");
        assert!(row.actor.contains(&maya.to_string()), "{}", row.actor);
        assert!(row.entry.contains("phone"), "{}", row.entry);
    }
}

#[tokio::test]
async fn only_staff_enter_cases_for_others_and_only_through_known_channels() {
    let town = TestTown::one();
    let maya = town.person("Maya Okafor", "maya@town.example", Some(Role::Caseworker));
    let sam = town.person("Sam Designer", "sam@town.example", Some(Role::Designer));
    let ada = town.person("Ada Example", "ada@example.org", None);
    let to = "/services/pothole/start";
    let begin = async |browser: &mut Browser, channel: &str| {
        browser.post("/services/pothole", to, &[("channel", channel)]).await.status
    };
    assert!(begin(&mut town.browser(), "phone").await.is_redirection(), "to sign in");
    for person in [sam, ada] {
        let status = begin(&mut town.signed_in(person).await, "phone").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    for channel in ["web", "pigeon", ""] {
        let status = begin(&mut town.signed_in(maya).await, channel).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{channel}");
    }
    // Who is no longer signed in must sign in again; a colleague in the same browser sees nothing.
    let mut desk = town.signed_in(maya).await;
    let begun = desk.post("/services/pothole", to, &[("channel", "counter")]).await;
    let first = begun.location().unwrap();
    desk.cookies.remove("session");
    assert!(desk.get(&first).await.status.is_redirection());
    desk.get(&format!("/sign-in-as/{sam}")).await;
    assert_eq!(desk.get(&first).await.status, StatusCode::NOT_FOUND);
    desk.get(&format!("/sign-in-as/{maya}")).await;
    assert_eq!(desk.get(&first).await.status, StatusCode::OK);
}

#[tokio::test]
async fn staff_correct_an_answer_and_say_why() {
    for town in towns() {
        let maya = town.person("Maya Okafor", "maya@town.example", Some(Role::Caseworker));
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let reference = town.case().reference;
        let mut desk = town.signed_in(maya).await;
        let corrections = format!("/desk/cases/{reference}/corrections");
        let check = desk.post("/services/pothole", &corrections, &[]).await.location().unwrap();
        let page = desk.get(&check).await;
        assert!(page.words("main").contains("Ada Example"), "{}", page.words("main"));
        let changed = [("place-address", "3 Elm St"), ("lane", "car"), ("then", "check")];
        let next = fill(&mut desk, &at(&check, "where"), &changed).await.location();
        assert_eq!(next.unwrap(), check);
        let silent = fill(&mut desk, &check, &[("reason", "  ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.has(".govuk-error-summary a[href='#reason']"));
        let sent = fill(&mut desk, &check, &[("reason", "She called: the car lane.")]).await;
        assert_eq!(sent.location().unwrap(), format!("/desk/cases/{reference}"));
        let event = events(&town).remove(0);
        assert_eq!((event.kind, event.by), (EventKind::Corrected, Party::Staff(maya)));
        assert_eq!(event.text, "She called: the car lane.");
        assert!(letters(&town, "ada@example.org")[0].1.contains("> She called: the car lane."));
        let page = town.browser().get(&link).await;
        let text = page.words("main");
        assert!(text.contains("Car lane"), "{text}");
        assert!(text.contains("She called: the car lane."), "{text}");
        // Once more: nothing happens twice.
        let again = desk.post("/services/pothole", &check, &[("reason", "Again.")]).await;
        assert!(again.status.is_redirection());
        assert_eq!(events(&town)[0].text, "She called: the car lane.");
    }
}

#[tokio::test]
async fn who_corrects_second_is_told_and_loses_nothing() {
    for town in towns() {
        let maya = town.person("Maya Okafor", "maya@town.example", Some(Role::Caseworker));
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let reference = town.case().reference;
        let mut desk = town.signed_in(maya).await;
        let corrections = format!("/desk/cases/{reference}/corrections");
        let check = desk.post("/services/pothole", &corrections, &[]).await.location().unwrap();
        let changed = [("place-address", "3 Elm St"), ("lane", "car"), ("then", "check")];
        fill(&mut desk, &at(&check, "where"), &changed).await;
        // Meanwhile the resident corrects another answer and writes.
        let mut ada = town.browser();
        let own = ada.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
        let size = [("size", "small"), ("depth", "deep"), ("damage", "no"), ("then", "check")];
        fill(&mut ada, &at(&own, "size"), &size).await;
        fill(&mut ada, &own, &[]).await;
        ada.post(&link, &format!("{link}/messages"), &[("text", "It grows.")]).await;
        let late = fill(&mut desk, &check, &[("reason", "She called.")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let news = late.words(".c-news");
        assert!(news.contains("It grows.") && news.contains("Details changed"), "{news}");
        assert_eq!(late.words("#reason"), "She called.");
        let sent = fill(&mut desk, &check, &[("reason", "She called.")]).await;
        assert_eq!(sent.location().unwrap(), format!("/desk/cases/{reference}"));
        let id = town.case().id;
        let told = aside(|| town.db.read_blocking(move |tx| cases::answers::of_case(tx, id)));
        let answers = told.unwrap().answers;
        assert_eq!((answers.text("lane"), answers.text("size")), (Some("car"), Some("small")));
    }
}

#[tokio::test]
async fn a_residents_correction_does_not_undo_that_of_staff() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut ada = town.browser();
    let own = ada.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
    let size = [("size", "small"), ("depth", "deep"), ("damage", "no"), ("then", "check")];
    fill(&mut ada, &at(&own, "size"), &size).await;
    let office = cases::Office::of(&town.app);
    let (id, staff) =
        (town.case().id, cases::By::Staff(base::PersonId(1), cases::Rank::Caseworker));
    aside(|| {
        town.db.write_blocking(move |tx| {
            let told = cases::answers::of_case(tx, id)?;
            let mut answers = told.answers;
            answers.set("lane", "car".into());
            answers.set("contact", told.contact.to_json());
            let acting = Acting { by: staff, seen: cases::Seen::Whatever };
            cases::correction::correct(tx, &office, id, &answers, "She called.", acting)
        })
    })
    .unwrap();
    let back = fill(&mut ada, &own, &[]).await;
    assert_eq!(back.location().unwrap(), own, "the resident looks once more");
    let page = ada.get(&own).await.words("main");
    assert!(!page.contains("Bike lane"), "{page}");
    fill(&mut ada, &own, &[]).await;
    let told = aside(|| town.db.read_blocking(move |tx| cases::answers::of_case(tx, id)));
    let answers = told.unwrap().answers;
    assert_eq!((answers.text("lane"), answers.text("size")), (Some("car"), Some("small")));
}
