//! Who may use what, and sessions.

use axum::http::StatusCode;
use web::Access;

use crate::harness::{routes, site};

#[tokio::test]
async fn strangers_are_sent_to_sign_in_and_the_wrong_role_is_refused() {
    let site = site();
    for path in ["/desk?view=mine", "/cases", "/people", "/mine"] {
        let sent = site.get(path, "").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}");
        assert!(sent.header("location").starts_with("/sign-in?return=%2F"), "{path}");
    }
    assert_eq!(
        site.get("/desk?view=mine", "").await.header("location"),
        "/sign-in?return=%2Fdesk%3Fview%3Dmine"
    );
    assert_eq!(site.post("/desk/act", "", "name=x").await.status, StatusCode::SEE_OTHER);
    let lead = site.get("/sign-in-as/1", "").await.cookies();
    let resident = site.get("/sign-in-as/2", "").await.cookies();
    let expected = [
        ("/desk", StatusCode::OK, StatusCode::FORBIDDEN),
        ("/cases", StatusCode::OK, StatusCode::FORBIDDEN),
        ("/people", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        ("/mine", StatusCode::OK, StatusCode::OK),
    ];
    for (path, for_lead, for_resident) in expected {
        assert_eq!(site.get(path, &lead).await.status, for_lead, "{path}");
        assert_eq!(site.get(path, &resident).await.status, for_resident, "{path}");
    }
    let api = site.get_with("/desk", "", "accept", "application/json").await;
    assert_eq!(api.status, StatusCode::UNAUTHORIZED);
    assert_eq!(api.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_session_ends_by_rest_and_a_pending_one_opens_nothing() {
    let site = site();
    let cookies = site.get("/sign-in-as/1", "").await.cookies();
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_hours(2));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_hours(4));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::SEE_OTHER);
    let pending = site.get("/sign-in-as/9", "").await.cookies();
    assert_eq!(site.get("/desk", &pending).await.status, StatusCode::SEE_OTHER);
    let gone = site.get("/sign-in-as/44", "").await.cookies();
    assert_eq!(site.get("/desk", &gone).await.status, StatusCode::SEE_OTHER);
    for forged in ["session=x", "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(site.get("/desk", forged).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_page_that_asks_by_itself_does_not_keep_a_session_alive() {
    for (name, value) in [("x-glance", "1"), ("accept", "text/event-stream")] {
        let site = site();
        let cookies = site.get("/sign-in-as/1", "").await.cookies();
        for _ in 0..2 {
            site.clock.advance(jiff::SignedDuration::from_hours(1));
            let asked = site.get_with("/desk", &cookies, name, value).await;
            assert_eq!(asked.status, StatusCode::OK);
        }
        site.clock.advance(jiff::SignedDuration::from_mins(90));
        assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::SEE_OTHER, "{name}");
    }
}

#[tokio::test]
async fn a_session_outlives_a_small_step_of_the_clock_and_not_days_that_it_was_ahead() {
    let site = site();
    let cookies = site.get("/sign-in-as/1", "").await.cookies();
    site.clock.advance(-jiff::SignedDuration::from_hours(3));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_hours(48));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::SEE_OTHER);
    let ahead = site.get("/sign-in-as/1", "").await.cookies();
    assert_eq!(site.get("/desk", &ahead).await.status, StatusCode::OK);
    site.clock.advance(-jiff::SignedDuration::from_hours(48));
    assert_eq!(site.get("/desk", &ahead).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_makes_a_new_token_and_ends_the_old_session() {
    let site = site();
    let first = site.get("/sign-in-as/2", "").await.cookies();
    let second = site.get("/sign-in-as/1", &first).await.cookies();
    assert_ne!(first, second);
    assert_eq!(site.get("/mine", &first).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/mine", &second).await.status, StatusCode::OK);
}

#[test]
fn routes_say_who_may_use_them_and_what_they_change() {
    let list = routes().list();
    let act = list.iter().find(|route| route.path == "/desk/act").unwrap();
    assert!(act.changes && act.access == Access::Staff);
    assert_eq!(list.iter().filter(|route| route.changes).count(), 3);
}
