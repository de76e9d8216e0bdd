//! Whatever is typed or forged: a clear message at the field, what was typed still there, nothing stored.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use axum::http::{Method, StatusCode};
use town::{MAYA, PRIYA, SAM, TestTown, act};

#[tokio::test]
async fn texts_that_cannot_be_taken_come_back() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    let long = "ä".repeat(5_001);
    let bad = ["", "   \n ", "a\u{202e}b", "bell\u{7}", long.as_str()];
    for (verb, field) in
        [("messages", "messages-text"), ("question", "question-text"), ("notes", "notes-text")]
    {
        for text in bad {
            let answer = act(&mut maya, &case, verb, &[("text", text)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}: {text:.9}");
            assert!(answer.has(&format!("details[open] #{field}-error")), "{verb}: {text:.9}");
            let kept = answer.words(&format!("#{field}"));
            assert_eq!(kept, text.split_whitespace().collect::<Vec<_>>().join(" "), "{verb}");
        }
    }
    assert_eq!(town.case(case.id).revision, case.revision);
}

#[tokio::test]
async fn doubled_fields_nul_and_broken_text_are_refused() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
    let csrf = page.value("input[name=csrf]").unwrap();
    let (revision, seen) = town::carried(&page);
    let to = format!("/desk/cases/{}/notes", case.reference);
    for body in ["text=a&text=b", "text=a%00b", "text=%ff%fe", "other=x"] {
        let body = format!("csrf={csrf}&revision={revision}&seen={seen}&{body}");
        let kind = "application/x-www-form-urlencoded";
        let answer = maya.request(Method::POST, &to, kind, body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(answer.has("#notes-text-error"), "{body}");
    }
    for letter in ["x", "%C3%A4"] {
        let huge = letter.repeat(10_000_000 / letter.len());
        let body = format!("csrf={csrf}&revision={revision}&seen={seen}&text={huge}");
        let kind = "application/x-www-form-urlencoded";
        let answer = maya.request(Method::POST, &to, kind, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has("#notes-text-error"));
        let kept = answer.words("#notes-text");
        assert!(kept.starts_with(if letter == "x" { "xxx" } else { "äää" }));
    }
    let forged = maya.submit(&to, &[("csrf", "forged"), ("text", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(town.count("case.note"), 0);
}

#[tokio::test]
async fn html_is_shown_as_it_was_typed() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    let text = "<script>alert(1)</script> \"&'";
    act(&mut maya, &case, "notes", &[("text", text)]).await;
    act(&mut maya, &case, "messages", &[("text", text)]).await;
    let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
    assert_eq!(page.words(".desk-step--note .th-timeline__text"), text);
    assert!(!page.text().contains("<script>alert"));
    assert!(page.words("#desk-context").contains("Ana <b>Ruiz</b>"));
}

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    for path in [
        "/desk/cases/ABCD-EFGH",
        "/desk/cases/%00",
        "/desk/cases/nothing",
        "/desk/photos/1/full",
        "/desk/photos/x/thumbnail",
        "/desk/cases/ABCD-EFGH/duplicate",
    ] {
        assert_eq!(maya.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let odd = [
        "/desk?view=nothing&team=x&after=1&before=y&q=%E2%80%AE&phase=%00",
        "/desk?view=all&after=9223372036854775807.9223372036854775807",
        "/desk?q=%22%22%22+-+%2A+%28&view=all",
    ];
    for path in odd {
        assert_eq!(maya.get(path).await.status, StatusCode::OK, "{path}");
    }
    let odd = format!("/desk/cases/{}?list=%00&n=99999999999999999999&template=x", case.reference);
    assert_eq!(maya.get(&odd).await.status, StatusCode::OK);
    for verb in ["messages", "notes", "closure", "transitions", "question", "assignment", "reopen"]
    {
        let page = maya.get(&format!("/desk/cases/{}/{verb}", case.reference)).await;
        assert_eq!(page.status, StatusCode::OK, "{verb} can be reloaded");
    }
}

#[tokio::test]
async fn those_who_work_on_no_cases_see_none() {
    let town = TestTown::one();
    let case = town.pothole(1);
    for email in [PRIYA, SAM] {
        let mut browser = town.signed_in(email).await;
        let desk = browser.get("/desk").await;
        assert!(
            desk.status == StatusCode::OK && !desk.text().contains(&case.reference.to_string())
        );
        let page = browser.get(&format!("/desk/cases/{}", case.reference)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{email}");
    }
}
