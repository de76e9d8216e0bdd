//! A resident follows what they sent, and what others sent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::http::StatusCode;
use town::{TestTown, aside, fill, sent, towns};

#[tokio::test]
async fn the_personal_link_shows_where_the_case_stands() {
    for town in towns() {
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let page = town.browser().get(&link).await;
        let text = page.words("main");
        let reference = town.case().reference.to_string();
        for shown in
            [reference.as_str(), "Received", "We read your report", "Thursday 2 March", "Bike lane"]
        {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        assert!(!text.contains("Ada Example") && !page.text().contains("ada@example.org"));
    }
}

#[tokio::test]
async fn forged_links_lead_nowhere_and_say_what_to_do() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut browser = town.browser();
    for forged in [format!("{link}A"), "/track/x".into(), "/track/%00".into(), "/follow/x".into()] {
        let page = browser.get(&forged).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{forged}");
        assert!(page.has("main a[href='/track']"), "{forged}");
    }
}

#[tokio::test]
async fn a_link_runs_out_a_year_after_the_end() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    town.close(town.case().id, "done");
    town.app.clock().advance(jiff::SignedDuration::from_hours(24 * 366));
    let page = town.browser().get(&link).await;
    assert_eq!(page.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_lost_link_comes_by_letter_and_nobody_learns_whose_case_it_is() {
    for town in towns() {
        sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let reference = town.case().reference.to_string();
        let mut browser = town.browser();
        let mut answers = Vec::new();
        for email in ["ada@example.org", "ADA@example.org", "eve@example.org"] {
            let typed = reference.to_lowercase().replace('-', " ");
            let to = fill(&mut browser, "/track", &[("reference", &typed), ("email", email)]).await;
            answers.push(browser.get(&to.location().unwrap()).await.words("main"));
        }
        assert!(answers.iter().all(|one| *one == answers[0]), "all answers are alike");
        let wrong =
            fill(&mut browser, "/track", &[("reference", "ABCD-EFGH"), ("email", "x")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.count(".govuk-error-summary a"), 2);
        assert_eq!(wrong.value("[name=reference]").as_deref(), Some("ABCD-EFGH"));
    }
}

#[tokio::test]
async fn an_answer_starts_the_clock_again() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let id = town.case().id;
    town.ask(id, "Left or right of the tree?");
    let mut browser = town.browser();
    let asked = browser.get(&link).await.words("main");
    assert!(
        asked.contains("Left or right of the tree?") && asked.contains("We wait for your answer")
    );
    let empty = browser.post(&link, &format!("{link}/messages"), &[("text", " ")]).await;
    assert_eq!(empty.attribute(".govuk-error-summary a", "href").as_deref(), Some("#text"));
    let done = browser.post(&link, &format!("{link}/messages"), &[("text", "Left.")]).await;
    assert_eq!(done.location().unwrap(), link);
    let page = browser.get(&link).await.words("main");
    assert!(page.contains("Left.") && page.contains("Your message was sent"), "{page}");
    assert!(town.case().watch.remaining_ms.is_none(), "the promise runs again");
}

#[tokio::test]
async fn what_was_told_can_be_corrected() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut browser = town.browser();
    let check = browser.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
    let typed = [("size", "small"), ("depth", "deep"), ("damage", "no"), ("then", "check")];
    let next = fill(&mut browser, &town::at(&check, "size"), &typed).await.location();
    assert_eq!(next.unwrap(), check);
    let back = fill(&mut browser, &check, &[]).await.location().unwrap();
    assert_eq!(back, link);
    let text = browser.get(&link).await.words("main");
    assert!(
        text.contains("Smaller than a dinner plate") && text.contains("Details changed"),
        "{text}"
    );
    assert_eq!(town.cases(), 1);
}

#[tokio::test]
async fn after_a_hand_over_what_was_told_is_still_there_to_read_and_correct() {
    for town in towns() {
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        town.hand_over(town.case().id, "graffiti");
        let mut browser = town.browser();
        let page = browser.get(&link).await.words("main");
        assert!(page.contains("Bike lane") && page.contains("car wheel"), "{page}");
        let check =
            browser.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
        let typed = [("size", "small"), ("depth", "deep"), ("damage", "no"), ("then", "check")];
        let next = fill(&mut browser, &town::at(&check, "size"), &typed).await.location();
        assert_eq!(next.unwrap(), check);
        fill(&mut browser, &check, &[]).await.location().unwrap();
        let page = browser.get(&link).await.words("main");
        assert!(page.contains("Smaller than a dinner plate"), "{page}");
        assert!(page.contains("Bike lane"), "{page}");
        let id = town.case().id;
        let told = aside(|| town.db.read_blocking(move |tx| cases::answers::of_case(tx, id)));
        assert_eq!(told.unwrap().contact.email, "ada@example.org");
    }
}

#[tokio::test]
async fn a_correction_that_comes_after_the_end_is_refused_in_words_of_its_language() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut browser = town.browser();
    let check = browser.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
    let typed = [("size", "small"), ("depth", "deep"), ("damage", "no"), ("then", "check")];
    fill(&mut browser, &town::at(&check, "size"), &typed).await;
    town.close(town.case().id, "done");
    browser.get("/?lang=es").await;
    let back = fill(&mut browser, &check, &[]).await.location().unwrap();
    assert_eq!(back, link);
    let page = browser.get(&link).await.words("main");
    assert!(page.contains("sus cambios no se enviaron"), "{page}");
}

#[tokio::test]
async fn another_language_keeps_what_was_typed_on_every_form_of_a_case() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut browser = town.browser();
    let switched = async |browser: &mut testkit::Browser, page: &str, field: &str| {
        let shown = browser.get(page).await;
        let form = shown.attribute("button[name='switch-language']", "form").unwrap();
        let to = shown.attribute(&format!("#{form}"), "action").unwrap();
        let typed = [(field, "Left of the tree"), ("switch-language", "es")];
        let spanish = browser.post(page, &to, &typed).await;
        assert_eq!(spanish.status, StatusCode::OK, "{to}");
        assert_eq!(spanish.attribute("html", "lang").as_deref(), Some("es"), "{to}");
        assert_eq!(spanish.words(&format!("#{field}")), "Left of the tree", "{to}");
        assert!(!spanish.has(".govuk-error-summary"), "nothing is checked yet: {to}");
        browser.get("/?lang=en").await;
    };
    switched(&mut browser, &link, "text").await;
    town.close(town.case().id, "done");
    switched(&mut browser, &link, "remark").await;
    switched(&mut browser, &format!("{link}/not-solved"), "text").await;
    assert!(town.case().is_closed(), "nothing was sent");
}

#[tokio::test]
async fn a_form_whose_session_has_ended_comes_back_with_what_was_typed() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let link = sent(&mut browser, "3 Elm St", "ada@example.org").await;
    let to = format!("{link}/messages");
    let typed = [("csrf", "of-another-session"), ("text", "Left of the tree")];
    assert_eq!(browser.submit(&to, &typed).await.status, StatusCode::FORBIDDEN, "from anywhere");
    browser.site = Some("same-origin");
    let back = browser.submit(&to, &typed).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(back.words("#text"), "Left of the tree");
    assert!(back.words("main").contains("open for a long time"), "{}", back.words("main"));
    let history = browser.get(&link).await.words("#history ~ ol");
    assert!(!history.contains("Left of the tree"), "nothing was sent: {history}");
    let token = back.value("main input[name=csrf]").unwrap();
    let again = browser.submit(&to, &[("csrf", &token), ("text", "Left of the tree")]).await;
    assert_eq!(again.location().unwrap(), link);
    let first = town::start(&mut browser, "pothole").await;
    let typed = [("csrf", "of-another-session"), ("place-address", "4 Elm St")];
    assert_eq!(browser.submit(&first, &typed).await.location().unwrap(), format!("{first}?"));
    let page = browser.get(&first).await;
    assert_eq!(page.value("[name='place-address']").as_deref(), Some("4 Elm St"));
    assert!(page.words("main").contains("open for a long time"));
    let mut stranger = town.browser();
    stranger.site = Some("same-origin");
    assert_eq!(stranger.submit(&to, &typed).await.status, StatusCode::FORBIDDEN, "no visit");
}

#[tokio::test]
async fn a_case_is_taken_back_once() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let mut browser = town.browser();
    for _ in 0..2 {
        let done =
            browser.post(&link, &format!("{link}/withdrawal"), &[("reason", "Mended.")]).await;
        assert_eq!(done.location().unwrap(), link);
        let page = browser.get(&link).await.words("main");
        assert!(page.contains("withdrawn") || page.contains("Withdrawn"), "{page}");
    }
    assert!(town.case().is_closed());
}

#[tokio::test]
async fn this_is_not_solved_opens_the_case_again() {
    for town in towns() {
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        town.close(town.case().id, "done");
        let mut browser = town.browser();
        let page = browser.get(&link).await.words("main");
        assert!(page.contains("The work is done") && page.contains("Filled."), "{page}");
        let bad = browser.post(&link, &format!("{link}/rating"), &[("rating", "9")]).await;
        assert_eq!(bad.attribute(".govuk-error-summary a", "href").as_deref(), Some("#rating"));
        let to = format!("{link}/not-solved");
        assert_eq!(fill(&mut browser, &to, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = fill(&mut browser, &to, &[("text", "Still there.")]).await;
        assert_eq!(done.location().unwrap(), link);
        assert!(!town.case().is_closed());
        assert!(browser.get(&link).await.words("main").contains("Still there."));
        town.app.clock().advance(jiff::SignedDuration::from_mins(1));
        town.close(town.case().id, "done");
        let rated = browser.post(&link, &format!("{link}/rating"), &[("rating", "4")]).await;
        assert_eq!(rated.location().unwrap(), link, "the second ending can be rated");
        let page = browser.get(&link).await.words(".c-went");
        assert!(page.contains("You gave 4 of 5"), "{page}");
    }
}

#[tokio::test]
async fn following_begins_with_a_click_and_ends_with_one() {
    let town = TestTown::one();
    sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let (office, id) = (cases::Office::of(&town.app), town.case().id);
    let email: base::contact::EmailAddress = "ned@example.org".parse().unwrap();
    let office_ = office.clone();
    aside(|| {
        town.db.write_blocking(move |tx| {
            cases::followers::follow(tx, &office_, id, &email, base::Locale::EN)
        })
    })
    .unwrap();
    let follower = follower_of(&town);
    let base = town.app.town().base_url.clone();
    let link = cases::links::follow(&office, follower).replace(&base, "");
    let mut browser = town.browser();
    assert_eq!(town.case().followers, 0);
    browser.post(&link, &link, &[]).await;
    assert_eq!(town.case().followers, 1);
    assert!(browser.get(&link).await.has("form[action$='/stop']"));
    let stopped = browser.post(&link, &format!("{link}/stop"), &[]).await;
    assert_eq!(stopped.status, StatusCode::OK);
    assert_eq!(town.case().followers, 0);
    assert!(browser.get(&link).await.words("h1").contains("no news"));
}

#[tokio::test]
async fn who_holds_a_link_changes_the_contact_details_without_reading_them() {
    for town in towns() {
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let mut browser = town.browser();
        let check =
            browser.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
        let contact = town::at(&check, "contact");
        for page in [&check, &contact] {
            let text = browser.get(page).await.text();
            assert!(!text.contains("ada@example.org") && !text.contains("Ada Example"), "{page}");
        }
        let typed = [("contact-phone", "617 555 0142"), ("then", "check")];
        assert_eq!(fill(&mut browser, &contact, &typed).await.location().unwrap(), check);
        assert!(browser.get(&check).await.words("dl").contains("a•••@example.org"));
        fill(&mut browser, &check, &[]).await;
        assert_eq!(contact_of(&town).email, "ada@example.org", "an empty field changes nothing");
        assert!(contact_of(&town).phone.contains("555"));
        let letters = |to: &'static str| {
            let all = aside(|| town.db.read_blocking(|tx| post::recent(tx, None, 100))).unwrap();
            all.into_iter().filter(|letter| letter.to_address == to).count()
        };
        let before = letters("ada@example.org");
        let check =
            browser.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
        let typed = [("contact-email", "eve@example.org"), ("then", "check")];
        fill(&mut browser, &town::at(&check, "contact"), &typed).await;
        fill(&mut browser, &check, &[]).await;
        assert_eq!(contact_of(&town).email, "eve@example.org");
        assert_eq!(letters("ada@example.org"), before + 1, "the old address is told");
    }
}

fn contact_of(town: &TestTown) -> services::Contact {
    let id = town.case().id;
    aside(|| town.db.read_blocking(move |tx| cases::answers::of_case(tx, id))).unwrap().contact
}

/// The only follower: ids of the test's clock come one after another.
fn follower_of(town: &TestTown) -> i64 {
    let last = town.app.ids().next();
    let found = aside(|| {
        town.db.read_blocking(move |tx| {
            for id in (last - 40)..last {
                if cases::followers::by_id(tx, id)?.is_some() {
                    return Ok::<_, store::StoreError>(Some(id));
                }
            }
            Ok(None)
        })
    });
    found.unwrap().expect("somebody follows")
}

#[tokio::test]
async fn a_resident_can_keep_a_receipt_of_what_they_may_know() {
    for town in towns() {
        let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
        let case = town.case();
        let mut browser = town.browser();
        let early = browser.get(&format!("{link}/receipt")).await;
        assert_eq!(early.location().as_deref(), Some(link.as_str()));

        town.note(case.id, "Known to the crew.");
        town.close(case.id, "done");
        let seal = ledger::Seal::new("https://town.example", &[7; 32]);
        let (sealing, now) = (seal.clone(), town.app.clock().now());
        aside(|| {
            town.db.write_blocking(move |tx| {
                while ledger::sequence(tx, 100)? > 0 {}
                ledger::checkpoints::sign(tx, &sealing, now)
            })
        })
        .unwrap();
        let answer = browser.get(&format!("{link}/receipt")).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let receipt = ledger::receipt::Receipt::read(&answer.text()).unwrap();
        receipt.check(&seal.verifier()).unwrap();
        let verbs: Vec<String> = receipt
            .entries
            .iter()
            .map(|one| serde_json::from_str::<serde_json::Value>(&one.entry).unwrap())
            .map(|entry| entry["verb"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(verbs, ["case.open", "case.close"]);
        assert!(!answer.text().contains("ada@example.org"));
        let stranger = browser.get("/track/x/receipt").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    }
}
