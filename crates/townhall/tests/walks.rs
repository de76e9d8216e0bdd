//! Walks over everything: every route with every role, every statement on every engine.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use axum::http::{Method, StatusCode};
use base::Locale;
use testkit::{Answer, Browser};
use town::{ROLES, TestTown, towns};
use web::{Access, RouteInfo};

store::statements! {
    A_CASE: Query<String> = "SELECT reference FROM cases WHERE phase <> 'closed' AND public = 1 ORDER BY id LIMIT 1";
}

#[test]
fn every_statement_fits_both_engines_and_its_rows() {
    store::testing::check_statements(&townhall::town::statements());
}

#[test]
fn every_route_refuses_whom_it_does_not_admit_and_never_breaks() {
    for town in towns() {
        let reference = a_case(&town);
        let mut wrong = Vec::new();
        for role in ROLES {
            // Signing out is the one route after which a browser is another's.
            for route in town.routes.iter().filter(|route| route.path != "/sign-out") {
                let mut browser = town.browser(role);
                let answer = town.run(open(&mut browser, route, &reference));
                if let Some(fault) = fault(route, role, &answer) {
                    wrong.push(format!("{}: {route} as {role:?}: {fault}", town.engine()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_page_speaks_every_language() {
    for town in towns() {
        let reference = a_case(&town);
        let mut wrong = Vec::new();
        for role in ROLES {
            let mut browser = town.browser(role);
            for route in town.routes.iter().filter(|route| route.method == Method::GET) {
                for locale in Locale::ALL {
                    let path = format!("{}?lang={locale}", path_of(route, &reference));
                    let answer = town.run(browser.get(&path));
                    let text = answer.text();
                    if text.contains('⟦') {
                        wrong.push(format!("{path} as {role:?} lacks a word"));
                    }
                    let html = answer
                        .headers
                        .get("content-type")
                        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
                    if html
                        && text.contains("<html")
                        && !text.contains(&format!("<html lang=\"{locale}\""))
                    {
                        wrong.push(format!("{path} as {role:?} is in another language"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Somebody begins a form signed in, goes to lunch, and sends a page when the session has ended: what
/// they typed waits behind their own sign-in, for nobody else at this computer.
#[test]
fn a_form_outlives_the_session_in_which_it_began_and_opens_for_nobody_else() {
    for town in towns() {
        let mut browser = town.browser(Some(people::demo::RESIDENT));
        town.run(async {
            let begun = browser.post("/services/pothole", "/services/pothole/start", &[]).await;
            let page = begun.location().unwrap();
            let token = browser.get(&page).await.value("main input[name=csrf]").unwrap();
            let session = browser.cookies.remove("session").unwrap();
            town.app.clock().advance(jiff::SignedDuration::from_mins(1));
            browser.site = Some("same-origin");
            let typed = [("csrf", token.as_str()), ("place-address", "3 Elm St")];
            let kept = browser.submit(&page, &typed).await.location().unwrap();
            let asked = browser.get(&kept).await.location().unwrap();
            assert!(asked.starts_with("/sign-in?return="), "{asked}");
            let service = browser.get("/services/pothole").await;
            assert!(!service.has("main a[href^='/apply/']"), "it is not offered to the next");
            browser.cookies.insert("session".into(), session);
            let shown = browser.get(&kept).await;
            assert_eq!(shown.value("[name='place-address']").as_deref(), Some("3 Elm St"));
            let service = browser.get("/services/pothole").await;
            assert!(service.has("main a[href^='/apply/']"), "it is offered to whose it is");
        });
    }
}

fn a_case(town: &TestTown) -> String {
    let compact = town.app.db().read_blocking(|tx| tx.one(&A_CASE, store::params![]));
    let compact: base::Reference = compact.unwrap().unwrap().parse().unwrap();
    compact.to_string()
}

fn path_of(route: &RouteInfo, reference: &str) -> String {
    let part = |part: &str| match part {
        "{reference}" | "{ref}" => reference.to_owned(),
        "{service}" => "pothole".to_owned(),
        "{id}" if route.path.starts_with("/services") => "pothole".to_owned(),
        "{id}" => "1".to_owned(),
        "{topic}" => "lighting".to_owned(),
        part if part.starts_with('{') => "AAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        part => part.to_owned(),
    };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn open(browser: &mut Browser, route: &RouteInfo, reference: &str) -> Answer {
    let path = path_of(route, reference);
    if route.method == Method::GET {
        browser.get(&path).await
    } else {
        browser.post("/demo", &path, &[]).await
    }
}

/// What is wrong with an answer for a role; `None` when it is as the route says.
fn fault(route: &RouteInfo, role: Option<&str>, answer: &Answer) -> Option<String> {
    let status = answer.status;
    if status.is_server_error() {
        return Some(format!("it broke: {status}"));
    }
    let to_sign_in = answer.location().is_some_and(|to| to.starts_with("/sign-in"));
    let turned_away = to_sign_in || status == StatusCode::FORBIDDEN;
    match (admits(route.access, role), role) {
        (false, None) if !to_sign_in => Some(format!("a stranger got {status}")),
        (false, Some(_)) if status != StatusCode::FORBIDDEN => Some(format!("got {status}")),
        (true, _) if route.access == Access::Public && turned_away && !own_way(&route.path) => {
            Some("a public page turned somebody away".into())
        }
        (true, _) if status == StatusCode::UNAUTHORIZED => Some("unauthorized".into()),
        _ => None,
    }
}

/// Pages of signing in lead there by themselves.
fn own_way(path: &str) -> bool {
    path.starts_with("/sign-in") || path.starts_with("/demo/sign-in")
}

fn admits(access: Access, role: Option<&str>) -> bool {
    use people::demo::{ADMINISTRATOR, CASEWORKER, DESIGNER, FINANCE, RESIDENT, TEAM_LEAD};
    let is = |those: &[&str]| role.is_some_and(|role| those.contains(&role));
    match access {
        Access::Public => true,
        Access::Resident => role.is_some(),
        Access::Staff => role.is_some() && !is(&[RESIDENT]),
        Access::Role(web::Role::Caseworker) => is(&[CASEWORKER, TEAM_LEAD]),
        Access::Role(web::Role::TeamLead) => is(&[TEAM_LEAD]),
        Access::Role(web::Role::Designer) => is(&[DESIGNER]),
        Access::Role(web::Role::Administrator) => is(&[ADMINISTRATOR]),
        Access::Role(web::Role::Finance) => is(&[FINANCE]),
    }
}
