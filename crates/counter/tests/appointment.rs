//! A time is chosen in the form, held until it is sent, and changed behind the personal link.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use appointments::holding::HOLD;
use appointments::{Seeker, State, Terms, Wanted, bookings, holding};
use axum::http::StatusCode;
use cases::Office;
use jiff::SignedDuration;
use testkit::Browser;
use town::{TestTown, aside, start, towns};

/// Answers everything up to the choice of a time; gives its address.
async fn to_the_times(browser: &mut Browser, email: &str) -> String {
    let page = start(browser, "passport-application").await;
    let sent = browser.post(&page, &page, &[("who", "adult")]).await;
    let page = sent.location().unwrap();
    let contact = [("contact-name", "Ana Ruiz"), ("contact-email", email)];
    let sent = browser.post(&page, &page, &contact).await;
    let to = sent.location().unwrap();
    assert!(to.ends_with("/appointment"), "{to}");
    to
}

/// The values of the times that a page offers.
async fn offered(browser: &mut Browser, page: &str) -> Vec<String> {
    browser.get(page).await.attributes("input[name=time]", "value")
}

/// Takes both desks at a time for other forms.
fn others_hold(town: &TestTown, time: &str, drafts: std::ops::Range<i64>) {
    let (app, wanted) = (town.app.clone(), Wanted::parse(time).unwrap());
    aside(|| {
        town.db.write_blocking(move |tx| {
            let office = Office::of(&app);
            let service = office.catalogue().get("passport-application").unwrap();
            let terms = Terms::of(&service).unwrap();
            for draft in drafts.clone() {
                // The last ones find no seat.
                let who = (draft, Seeker::Resident);
                drop(holding::hold(tx, &office, who, &terms, &wanted));
            }
            Ok::<_, store::StoreError>(())
        })
    })
    .unwrap();
}

#[tokio::test]
async fn a_time_is_chosen_held_and_booked_with_the_request() {
    for town in towns() {
        let mut browser = town.browser();
        let page = to_the_times(&mut browser, "ana@example.org").await;
        let shown = browser.get(&page).await;
        assert!(shown.has("nav .a-branch[aria-current]") && shown.count(".a-branch") == 2);
        assert!(shown.count(".a-day h2") >= 2, "a heading for each day");
        let none = browser.post(&page, &page, &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.has(".govuk-error-summary a[href='#time']") && none.has("input#time"));
        let time = offered(&mut browser, &page).await[2].clone();
        let sent = browser.post(&page, &page, &[("time", &time)]).await;
        let check = sent.location().unwrap();
        let shown = browser.get(&check).await;
        assert!(
            shown.words(".a-card").contains("Registry, City Hall"),
            "{}",
            shown.words(".a-card")
        );
        let again = browser.get(&page).await;
        assert_eq!(again.value("input[name=time][checked]").as_deref(), Some(time.as_str()));
        let done = browser.post(&check, &check, &[]).await.location().unwrap();
        let shown = browser.get(&done).await;
        assert!(shown.has(".a-card"), "{}", shown.words("main"));
        let case = town.case();
        let one = aside(|| town.db.read_blocking(move |tx| bookings::live_of(tx, case.id)));
        let one = one.unwrap().expect("the case has its appointment");
        assert_eq!(
            (one.state, one.visit.from),
            (State::Booked, Wanted::parse(&time).unwrap().start)
        );
    }
}

#[tokio::test]
async fn who_was_too_slow_is_told_chooses_anew_and_has_lost_nothing() {
    for town in towns() {
        let mut browser = town.browser();
        let page = to_the_times(&mut browser, "ana@example.org").await;
        let times = offered(&mut browser, &page).await;
        others_hold(&town, &times[0], 101..104);
        let taken = browser.post(&page, &page, &[("time", &times[0])]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.words(".govuk-error-summary").contains("taken this time"));
        let check = browser.post(&page, &page, &[("time", &times[3])]).await.location().unwrap();
        let send = browser.get(&check).await.value("main input[name=csrf]").unwrap();
        town.app.clock().advance(HOLD + SignedDuration::from_secs(1));
        others_hold(&town, &times[3], 201..204);
        let sent = browser.submit(&check, &[("csrf", &send)]).await;
        assert_eq!(sent.location().as_deref(), Some(page.as_str()), "back to the times");
        assert_eq!(town.cases(), 0, "no request without its appointment");
        let shown = browser.visit(&page).await;
        assert!(shown.words(".th-banner").contains("still here"), "{}", shown.words("main"));
        let times = offered(&mut browser, &page).await;
        let check = browser.post(&page, &page, &[("time", &times[5])]).await.location().unwrap();
        let text = browser.get(&check).await.words("main");
        assert!(text.contains("Ana Ruiz") && text.contains("ana@example.org"), "{text}");
        browser.post(&check, &check, &[]).await;
        assert_eq!(town.cases(), 1);
    }
}

#[tokio::test]
async fn the_personal_link_moves_cancels_and_fills_a_calendar_and_no_other_link_does() {
    for town in towns() {
        let mut browser = town.browser();
        let page = to_the_times(&mut browser, "ana@example.org").await;
        let times = offered(&mut browser, &page).await;
        let check = browser.post(&page, &page, &[("time", &times[1])]).await.location().unwrap();
        browser.post(&check, &check, &[]).await;
        let token = cases::links::token(&Office::of(&town.app), town.case().id);
        let mine = format!("/track/{token}/appointment");
        let shown = browser.get(&mine).await;
        let seen = shown.value("#choose input[name=seen]").unwrap();
        let other = shown.attributes("input[name=time]", "value")[0].clone();
        let moved = browser.post(&mine, &mine, &[("time", &other), ("seen", &seen)]).await;
        assert_eq!(moved.location().as_deref(), Some(mine.as_str()));
        let file = browser.get(&format!("{mine}/calendar")).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(file.text().contains("\r\nSEQUENCE:2\r\n"), "{}", file.text());
        // The page that was open before says what has changed.
        let stale = [("time", times[2].as_str()), ("seen", seen.as_str())];
        browser.post(&mine, &mine, &stale).await;
        assert!(browser.visit(&mine).await.words(".th-banner").contains("changed meanwhile"));
        let seen = browser.get(&mine).await.value("#choose input[name=seen]").unwrap();
        let cancellation = format!("{mine}/cancellation");
        browser.post(&mine, &cancellation, &[("seen", &seen)]).await;
        let shown = browser.visit(&mine).await;
        assert!(shown.words("main").contains("is cancelled"), "{}", shown.words("main"));
        assert!(shown.has("#choose"), "a new one can be made");
        let forged = format!("/track/{}x/appointment", &token[..token.len() - 1]);
        let answer = browser.get(&forged).await;
        assert!(answer.status.is_redirection() || answer.status == StatusCode::NOT_FOUND);
        let stranger = browser.get("/track/nonsense/appointment/calendar").await;
        assert!(!stranger.text().contains("BEGIN:VCALENDAR"));
    }
}

#[tokio::test]
async fn a_correction_and_practice_ask_for_no_time() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = to_the_times(&mut browser, "ana@example.org").await;
    let time = offered(&mut browser, &page).await[0].clone();
    let check = browser.post(&page, &page, &[("time", &time)]).await.location().unwrap();
    browser.post(&check, &check, &[]).await;
    let token = cases::links::token(&Office::of(&town.app), town.case().id);
    let track = format!("/track/{token}");
    let corrections = format!("{track}/corrections");
    let first = browser.post(&track, &corrections, &[]).await.location().unwrap();
    let draft = first.trim_start_matches("/apply/").split('/').next().unwrap().to_owned();
    let to = browser.get(&format!("/apply/{draft}/appointment")).await.location().unwrap();
    assert!(!to.ends_with("/appointment"), "{to}");
}

/// Passports need a time only for who answers so on a page of its own, which only adults see.
fn for_some(pack: &mut services::Pack) {
    let condition = |text: &str| Some(serde_json::from_value(serde_json::json!(text)).unwrap());
    let found = pack.services.iter_mut().find(|one| one.definition.id == "passport-application");
    let definition = &mut found.unwrap().definition;
    definition.appointment.as_mut().unwrap().when = condition("answers.help == 'Lift'");
    let mut pages = definition.form.all_pages().to_vec();
    let mut own = pages[0].clone();
    own.questions = pages[0].questions.split_off(1);
    (own.id, own.when) = ("own".into(), condition("answers.who == 'adult'"));
    pages.insert(1, own);
    definition.form = services::Form::new(pages);
}

#[tokio::test]
async fn what_was_answered_on_a_page_that_is_hidden_again_asks_for_no_time() {
    let town = TestTown::with_pack(for_some);
    let mut browser = town.browser();
    let first = start(&mut browser, "passport-application").await;
    let own = browser.post(&first, &first, &[("who", "adult")]).await.location().unwrap();
    let page = browser.post(&own, &own, &[("help", "Lift")]).await.location().unwrap();
    let contact = [("contact-name", "Ana Ruiz"), ("contact-email", "ana@example.org")];
    let times = browser.post(&page, &page, &contact).await.location().unwrap();
    assert!(times.ends_with("/appointment"), "{times}");
    browser.post(&first, &first, &[("who", "child")]).await;
    let check = browser.get(&times).await.location().expect("no time is needed any more");
    assert!(check.ends_with("/check"), "{check}");
    browser.post(&check, &check, &[]).await;
    assert_eq!(town.cases(), 1);
}

#[tokio::test]
async fn staff_send_a_form_with_a_time_that_has_begun() {
    for town in towns() {
        let maya = town.person("Maya Okafor", "maya@town.example", Some(web::Role::Caseworker));
        let mut desk = town.signed_in(maya).await;
        let (page, fields) = ("/services/passport-application", [("channel", "counter")]);
        let first = desk.post(page, &format!("{page}/start"), &fields).await.location().unwrap();
        let page = desk.post(&first, &first, &[("who", "adult")]).await.location().unwrap();
        let contact = [("contact-name", "Ana Ruiz"), ("contact-email", "ana@example.org")];
        let times = desk.post(&page, &page, &contact).await.location().unwrap();
        let time = offered(&mut desk, &times).await[0].clone();
        let start = Wanted::parse(&time).unwrap().start;
        assert!(start < town.app.clock().now_ms(), "it has begun");
        let check = desk.post(&times, &times, &[("time", &time)]).await.location().unwrap();
        desk.post(&check, &check, &[]).await;
        assert_eq!(town.cases(), 1);
    }
}
