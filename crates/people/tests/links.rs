//! Signing in by a link, setting a password by a link, and one's own account.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use people::Kind;
use store::testing;
use town::{PASSWORD, TestTown};
use web::Role;

const ANA: &str = "ana@example.org";
const NEW: &str = "seven quiet lanterns";

/// Asks for a link and reads it in the letter.
async fn link(town: &TestTown, email: &'static str) -> String {
    let answer = town.browser().post("/sign-in/link", "/sign-in/link", &[("email", email)]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in/link/sent"));
    town.link_in_letter(email).await
}

#[tokio::test]
async fn a_resident_signs_in_by_a_link_that_works_once() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        town.person(ANA, Kind::Resident, None).await;
        let link = link(&town, ANA).await;
        // Programs that look into letters open links too: that uses nothing up.
        assert_eq!(town.browser().get(&link).await.status, StatusCode::OK);
        let mut browser = town.browser();
        let answer = browser.post(&link, &link, &[]).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account"));
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        let again = town.browser().get(&link).await;
        assert_eq!(again.status, StatusCode::GONE);
        assert!(again.has("a[href='/sign-in/link']"));
    }
}

#[tokio::test]
async fn a_letter_begins_with_a_capital_after_its_greeting() {
    let town = TestTown::new(testing::sqlite(), false);
    for locale in base::Locale::ALL {
        let words = town.app.words(locale);
        for letter in ["sign-in", "password", "invitation"] {
            let values = [("town", "Elm".into()), ("link", "https://elm.example".into())];
            let text = words.with(&format!("people-letter-{letter}-text"), &values);
            let first = text.split("\n\n").nth(1).unwrap().chars().next().unwrap();
            assert!(first.is_uppercase() || !first.is_alphabetic(), "{locale} {letter}: {text}");
        }
    }
}

#[tokio::test]
async fn a_link_makes_an_account_for_somebody_new() {
    let town = TestTown::new(testing::sqlite(), false);
    let link = link(&town, "new@example.org").await;
    let mut browser = town.browser();
    let answer = browser.post(&link, &link, &[("name", " ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("#name-error"));
    let answer = browser.post(&link, &link, &[("name", "Nuria Paz")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = browser.get("/account").await;
    assert!(page.words("dl").contains("Nuria Paz"), "{}", page.text);
}

#[tokio::test]
async fn a_link_that_somebody_else_asks_for_ends_none_and_a_used_one_ends_the_others() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let first = link(&town, ANA).await;
    let (second, third) = (link(&town, ANA).await, link(&town, ANA).await);
    let answer = town.browser().post(&first, &first, &[]).await;
    assert_eq!(answer.to, "/account", "whoever asked for more has not ended it");
    for rest in [&first, &second, &third] {
        assert_eq!(town.browser().get(rest).await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn links_asked_for_from_a_network_keep_nobody_there_from_signing_in() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let mut waits = 0;
    for at in 0..150 {
        let email = format!("nobody{at}@example.org");
        let fields = [("email", email.as_str())];
        let answer = town.browser().post("/sign-in/link", "/sign-in/link", &fields).await;
        waits += i32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        town.advance(2);
    }
    assert!(waits > 0, "asking itself is bounded");
    assert_eq!(town.browser().sign_in(ANA, PASSWORD).await.to, "/account");
}

#[tokio::test]
async fn forged_and_expired_links_lead_on() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let second = link(&town, ANA).await;
    assert_eq!(town.browser().get(&second).await.status, StatusCode::OK);
    town.advance(31 * 60);
    let mut browser = town.browser();
    assert_eq!(browser.get(&second).await.status, StatusCode::GONE);
    let answer = browser.post("/sign-in", &second, &[]).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(!browser.cookies.contains_key("session"));
    for forged in ["x", &"A".repeat(43), "%00", "..%2Fsent", &"a".repeat(3_000)] {
        for page in ["link", "password"] {
            let answer = town.browser().get(&format!("/sign-in/{page}/{forged}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page} {forged}");
            assert!(answer.has("a[href='/sign-in/link']"), "{page} {forged}");
        }
    }
    // A link for one purpose serves no other.
    let third = link(&town, ANA).await.replace("/link/", "/password/");
    assert_eq!(town.browser().get(&third).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_and_nobody_fills_a_mailbox() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    for email in [ANA, "nobody@example.org"] {
        for round in 0..6 {
            let answer =
                town.browser().post("/sign-in/link", "/sign-in/link", &[("email", email)]).await;
            let expected =
                if round < 5 { StatusCode::SEE_OTHER } else { StatusCode::TOO_MANY_REQUESTS };
            assert_eq!(answer.status, expected, "{email} {round}");
            town.advance(5);
        }
    }
}

#[tokio::test]
async fn staff_who_come_by_a_link_still_need_their_second_factor() {
    let town = TestTown::new(testing::sqlite(), false);
    let id = town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
    town.second_factor(id).await;
    let link = link(&town, ANA).await;
    let mut browser = town.browser();
    assert_eq!(browser.post(&link, &link, &[]).await.to, "/sign-in/code");
    assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        town.person(ANA, Kind::Resident, None).await;
        let (mut here, mut there) = (town.browser(), town.browser());
        here.sign_in(ANA, PASSWORD).await;
        there.sign_in(ANA, PASSWORD).await;
        let before = here.cookies["session"].clone();
        let change =
            |current: &'static str, new: &'static str| [("current", current), ("password", new)];
        for (current, new, field) in [
            ("a wrong password", NEW, "current"),
            ("", NEW, "current"),
            (PASSWORD, "short", "password"),
            (PASSWORD, "Password1234!", "password"),
            (PASSWORD, "ana@example.org", "password"),
        ] {
            let fields = change(current, new);
            let answer = here.post("/account/password", "/account/password", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{current} {new}");
            assert!(answer.has(&format!("#{field}-error")), "{current} {new}");
            assert_eq!(
                answer.value("#current") + &answer.value("#password"),
                "",
                "never shown again"
            );
        }
        let fields = change(PASSWORD, NEW);
        let answer = here.post("/account/password", "/account/password", &fields).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account"));
        assert_ne!(here.cookies["session"], before);
        assert_eq!(here.get("/account").await.status, StatusCode::OK);
        assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
        let old = town.browser().sign_in(ANA, PASSWORD).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(town.browser().sign_in(ANA, NEW).await.to, "/account");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_a_link() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let mut browser = town.browser();
    browser.sign_in(ANA, PASSWORD).await;
    let answer = browser.post("/account/password", "/account/password-link", &[]).await;
    assert_eq!(answer.to, "/account");
    let link = town.link_in_letter(ANA).await;
    let answer = town.browser().post(&link, &link, &[("password", NEW)]).await;
    assert_eq!(answer.to, "/account");
    assert_eq!(town.browser().get(&link).await.status, StatusCode::GONE);
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "signed out");
    assert_eq!(town.browser().sign_in(ANA, NEW).await.to, "/account");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_only() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    town.person("bob@example.org", Kind::Resident, None).await;
    let (mut here, mut there, mut bob) = (town.browser(), town.browser(), town.browser());
    here.sign_in(ANA, PASSWORD).await;
    there.sign_in(ANA, PASSWORD).await;
    bob.sign_in("bob@example.org", PASSWORD).await;
    let page = here.get("/account").await;
    let other = page.value("input[name=session]");
    bob.post("/account", "/account/sessions/end", &[("session", &other)]).await;
    assert_eq!(there.get("/account").await.status, StatusCode::OK);
    here.post("/account", "/account/sessions/end", &[("session", &other)]).await;
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
    there.cookies.clear();
    there.sign_in(ANA, PASSWORD).await;
    here.post("/account", "/account/sessions/end-others", &[]).await;
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn details_are_changed_and_bad_ones_are_kept_in_the_form() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let mut browser = town.browser();
    browser.sign_in(ANA, PASSWORD).await;
    let page = "/account/details";
    let fields = [("name", "Ana \u{202e}Ruiz"), ("phone", "call me"), ("language", "tlh")];
    let answer = browser.post(page, page, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "phone", "language"] {
        assert!(answer.has(&format!("#{field}-error")), "{field}: {}", answer.text);
    }
    assert_eq!(answer.value("#phone"), "call me");
    let fields = [("name", "<b>Ana</b> Soto"), ("phone", ""), ("language", "es")];
    let answer = browser.post(page, page, &fields).await;
    assert_eq!(answer.to, "/account");
    let shown = browser.get("/account").await;
    assert!(shown.words("dl").contains("<b>Ana</b> Soto") && !shown.has("dl b"));
}
