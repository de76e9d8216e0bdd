//! Signing in with a password and a second factor.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use people::Kind;
use store::testing;
use town::{PASSWORD, TestTown};
use web::Role;

const ANA: &str = "ana@example.org";

#[test]
fn every_word_exists_in_both_languages_and_is_used() {
    let sources = [concat!(env!("CARGO_MANIFEST_DIR"), "/src")];
    if let Err(wrong) = web::check_parts(&[&people::PART], &sources) {
        panic!("{wrong}");
    }
}

#[tokio::test]
async fn a_resident_signs_in_and_out() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        town.person(ANA, Kind::Resident, None).await;
        let mut browser = town.browser();
        let answer = browser.get("/account").await;
        assert_eq!(
            (answer.status, answer.to.as_str()),
            (StatusCode::SEE_OTHER, "/sign-in?return=%2Faccount")
        );
        let answer = browser.sign_in("ANA@example.org", PASSWORD).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/account"));
        let page = browser.get("/account").await;
        assert!(page.words("dl").contains(ANA), "{}", page.text);
        let session = browser.cookies["session"].clone();
        assert!(browser.cookies.get("visit").is_some_and(|number| !number.is_empty()));
        let answer = browser.post("/account", "/sign-out", &[]).await;
        // Whoever uses the computer next does not find what was begun on it.
        assert!(browser.cookies.get("visit").is_none_or(String::is_empty));
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"));
        browser.cookies.insert("session".into(), session);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(town.count("person.sign-in").await, 1);
        assert_eq!(town.count("person.sign-out").await, 1);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let mut texts = Vec::new();
    for email in [ANA, "nobody@example.org"] {
        let answer = town.browser().sign_in(email, "a wrong password").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.value("#email"), email);
        assert_eq!(answer.value("#password"), "");
        assert!(!answer.text.contains("a wrong password"));
        assert!(answer.has(".govuk-error-summary a[href='#email']"));
        texts.push(answer.words("main").replace(email, ""));
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(town.count("person.fail-sign-in").await, 2);
}

#[tokio::test]
async fn a_form_that_is_not_filled_in_says_so_and_keeps_what_was_typed() {
    let town = TestTown::new(testing::sqlite(), false);
    for (email, password, field) in [
        ("", "x", "email"),
        ("ana", "x", "email"),
        ("ana@example.org\0", "x", "email"),
        ("<b>@example.org", "x", "email"),
        (ANA, "", "password"),
        (ANA, &"x".repeat(10_000), "password"),
    ] {
        let answer = town.browser().sign_in(email, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(answer.has(&format!("#{field}-error")), "{email}: {}", answer.text);
        assert_eq!(answer.value("#email"), email.replace('\0', ""));
    }
    assert_eq!(town.count("person.fail-sign-in").await, 0);
}

#[tokio::test]
async fn the_tenth_failure_locks_for_a_quarter_of_an_hour_even_with_the_right_password() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        town.person(ANA, Kind::Resident, None).await;
        for email in [ANA, "nobody@example.org"] {
            for round in 1..=10 {
                let answer = town.browser().sign_in(email, "a wrong password").await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email} {round}");
                town.advance(60);
            }
            let answer = town.browser().sign_in(email, PASSWORD).await;
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(answer.words("#email-error").contains("14 minutes"), "{}", answer.text);
        }
        town.advance(15 * 60);
        let answer = town.browser().sign_in(ANA, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(town.count("person.lock-out").await, 2);
    }
}

#[tokio::test]
async fn a_form_of_another_browser_is_refused() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    let fields = [("email", ANA), ("password", PASSWORD)];
    let answer = town.browser().send_form("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let csrf = town.browser().get("/sign-in").await.value("main input[name=csrf]");
    let mut browser = town.browser();
    browser.get("/sign-in").await;
    let answer = browser
        .send_form("/sign-in", &[("csrf", &csrf), ("email", ANA), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!browser.cookies.contains_key("session"));
}

#[tokio::test]
async fn the_way_back_never_leaves_the_site() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Resident, None).await;
    for (wanted, to) in [
        ("/account/details?a=1", "/account/details?a=1"),
        ("https://evil.example", "/account"),
        ("//evil.example", "/account"),
        ("/\\evil.example", "/account"),
        ("javascript:alert(1)", "/account"),
        ("/a\r\nSet-Cookie: x=y", "/account"),
    ] {
        let mut browser = town.browser();
        let fields = [("email", ANA), ("password", PASSWORD), ("return", wanted)];
        let answer = browser.post("/sign-in", "/sign-in", &fields).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, to), "{wanted}");
    }
    let page = town.browser().get("/sign-in?return=https%3A%2F%2Fevil.example").await;
    assert_eq!(page.value("input[name=return]"), "");
}

#[tokio::test]
async fn each_step_gives_a_new_session_and_the_old_one_ends() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        let id = town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
        let (secret, _) = town.second_factor(id).await;
        let mut browser = town.browser();
        let answer = browser.sign_in(ANA, PASSWORD).await;
        assert_eq!(answer.to, "/sign-in/code");
        let first = browser.cookies["session"].clone();
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        let code = secret.code(town.clock.now_ms());
        let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", &code)]).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/desk"));
        let second = browser.cookies["session"].clone();
        assert_ne!(first, second);
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        let mut thief = town.browser();
        thief.cookies.insert("session".into(), first);
        assert_eq!(thief.get("/sign-in/code").await.to, "/sign-in");
        // Signing in once more rotates too.
        browser.sign_in_again(ANA).await;
        let mut thief = town.browser();
        thief.cookies.insert("session".into(), second);
        assert_eq!(thief.get("/desk").await.status, StatusCode::SEE_OTHER);
    }
}

impl town::Browser<'_> {
    /// Signs in over a session that is there: the form is taken from the account page.
    async fn sign_in_again(&mut self, email: &str) {
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = self.post("/account", "/sign-in", &fields).await;
        assert_eq!(answer.to, "/sign-in/code");
    }
}

#[tokio::test]
async fn a_code_serves_once_and_a_recovery_code_too() {
    let town = TestTown::new(testing::sqlite(), false);
    let id = town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
    let (secret, recovery) = town.second_factor(id).await;
    let code = secret.code(town.clock.now_ms());
    for (given, status) in [
        (code.as_str(), StatusCode::SEE_OTHER),
        (code.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        (recovery[0].as_str(), StatusCode::SEE_OTHER),
        (recovery[0].as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        (&recovery[1].to_lowercase(), StatusCode::SEE_OTHER),
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("abc", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let mut browser = town.browser();
        browser.sign_in(ANA, PASSWORD).await;
        let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", given)]).await;
        assert_eq!(answer.status, status, "{given}");
    }
}

#[tokio::test]
async fn new_recovery_codes_need_a_code_and_replace_the_old_ones() {
    let town = TestTown::new(testing::sqlite(), false);
    let id = town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
    let (secret, old) = town.second_factor(id).await;
    let mut browser = town.browser();
    browser.sign_in(ANA, PASSWORD).await;
    browser.post("/sign-in/code", "/sign-in/code", &[("code", &old[0])]).await;
    let page = "/account/recovery-codes";
    let wrong = browser.post(page, page, &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = secret.code(town.clock.now_ms());
    let shown = browser.post(page, page, &[("code", &code)]).await.words(".pe-codes .pe-secret");
    let new = shown.split_whitespace().next().unwrap();
    for (given, status) in
        [(old[1].as_str(), StatusCode::UNPROCESSABLE_ENTITY), (new, StatusCode::SEE_OTHER)]
    {
        let mut browser = town.browser();
        browser.sign_in(ANA, PASSWORD).await;
        let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", given)]).await;
        assert_eq!(answer.status, status, "{given}");
    }
}

#[tokio::test]
async fn guessing_codes_locks_the_second_step() {
    let town = TestTown::new(testing::sqlite(), false);
    let id = town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
    let (secret, _) = town.second_factor(id).await;
    let mut browser = town.browser();
    for _ in 0..10 {
        browser.sign_in(ANA, PASSWORD).await;
        let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", "000000")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        town.advance(60);
    }
    browser.sign_in(ANA, PASSWORD).await;
    let code = secret.code(town.clock.now_ms());
    let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn staff_set_the_second_factor_up_before_anything_else() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
        let mut browser = town.browser();
        assert_eq!(browser.sign_in(ANA, PASSWORD).await.to, "/sign-in/set-up");
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER);
        let page = browser.get("/sign-in/set-up").await;
        assert!(page.has("svg.pe-qr path") && page.has("a[href^='otpauth://totp/']"));
        let secret = page.words(".pe-secret").replace(' ', "");
        let secret = people::second_factor::TotpSecret::parse(&secret).unwrap();
        let (csrf, sealed) =
            (page.value("main input[name=csrf]"), page.value("input[name=sealed]"));
        let wrong = [("csrf", csrf.as_str()), ("sealed", &sealed), ("code", "000000")];
        let answer = browser.send_form("/sign-in/set-up", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(&secret.base32()[..4]), "the same secret is shown again");
        let forged = [("csrf", csrf.as_str()), ("sealed", "x.y"), ("code", "000000")];
        assert_eq!(
            browser.send_form("/sign-in/set-up", &forged).await.status,
            StatusCode::SEE_OTHER
        );
        let code = secret.code(town.clock.now_ms());
        let right = [("csrf", csrf.as_str()), ("sealed", &sealed), ("code", &code)];
        let answer = browser.send_form("/sign-in/set-up", &right).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.words(".pe-codes .pe-secret").split_whitespace().count(), 8);
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        // The code that set it up does not sign in again.
        let mut other = town.browser();
        assert_eq!(other.sign_in(ANA, PASSWORD).await.to, "/sign-in/code");
        let answer = other.post("/sign-in/code", "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn forged_cookies_are_strangers() {
    let town = TestTown::new(testing::sqlite(), false);
    for forged in ["", "x", &"A".repeat(43), &"A".repeat(5_000), "%00", "' OR 1=1 --"] {
        let mut browser = town.browser();
        browser.cookies.insert("session".into(), forged.into());
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "{forged}");
        assert_eq!(browser.get("/sign-in").await.status, StatusCode::OK, "{forged}");
    }
}

#[tokio::test]
async fn the_demo_asks_staff_for_no_second_factor() {
    let town = TestTown::new(testing::sqlite(), true);
    town.person(ANA, Kind::Staff, Some(Role::Designer)).await;
    let mut browser = town.browser();
    assert_eq!(browser.sign_in(ANA, PASSWORD).await.to, "/desk");
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
}

#[tokio::test]
async fn switching_the_language_keeps_the_address_and_tries_nothing() {
    let town = TestTown::new(testing::sqlite(), false);
    let fields = [("email", ANA), ("password", "x"), ("switch-language", "es")];
    let answer = town.browser().post("/sign-in", "/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.value("#email"), ANA);
    assert!(answer.has("html[lang=es]") && answer.words("h1").contains("Iniciar"));
}
