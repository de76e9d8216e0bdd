//! The pages for administrators, and the demo's.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use base::{Locale, Localized};
use people::{Kind, NewTeam, demo, teams};
use store::{StoreError, testing};
use town::{Browser, PASSWORD, TestTown};
use web::{Access, Role};

const ANA: &str = "ana@example.org";

/// An administrator who is signed in.
async fn administrator(town: &TestTown) -> Browser<'_> {
    let id = town.person(ANA, Kind::Staff, Some(Role::Administrator)).await;
    let (_, codes) = town.second_factor(id).await;
    let mut browser = town.browser();
    browser.sign_in(ANA, PASSWORD).await;
    let answer = browser.post("/sign-in/code", "/sign-in/code", &[("code", &codes[0])]).await;
    assert_eq!(answer.to, "/desk");
    browser
}

/// Makes two teams of the demo; gives the id of the first.
async fn make_teams(town: &TestTown) -> String {
    let act = town.act();
    let id = town
        .db
        .write(move |tx| {
            let mut ids = Vec::new();
            for key in ["works-central", "collections"] {
                let name = Localized::new(key).with(Locale::ES, key);
                let new = NewTeam { key: key.into(), name, department: "public-works".into() };
                ids.push(teams::ensure(tx, &new, &act)?);
            }
            Ok::<_, StoreError>(ids[0])
        })
        .await
        .unwrap();
    id.to_string()
}

#[tokio::test]
async fn a_colleague_is_invited_sets_everything_up_and_works() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        let team = make_teams(&town).await;
        let mut browser = administrator(&town).await;
        let page = "/desk/people/new";
        let empty = browser.post(page, page, &[("name", ""), ("role", "caseworker")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["name", "email", "language", "team"] {
            assert!(empty.has(&format!("#{field}-error")), "{field}");
        }
        let fields = [
            ("name", "Bo Li"),
            ("email", "bo@example.org"),
            ("role", "caseworker"),
            ("team", &team),
            ("language", "en"),
        ];
        let answer = browser.post(page, page, &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let twice = browser.post(page, page, &fields).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.has("#email-error"));
        let link = town.link_in_letter("bo@example.org").await;
        assert!(answer.words(".pe-secret").ends_with(&link));
        let mut bo = town.browser();
        let answer = bo.post(&link, &link, &[("password", PASSWORD)]).await;
        assert_eq!(answer.to, "/sign-in/set-up");
        let list = browser.get("/desk/people").await;
        assert!(list.words("table").contains("Bo Li"));
        let of_team = browser.get(&format!("/desk/people?team={team}")).await;
        assert!(
            of_team.words("tbody").contains("Bo Li") && !of_team.words("tbody").contains("Ana")
        );
    }
}

#[tokio::test]
async fn a_resident_is_hired_only_when_that_is_meant() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        let team = make_teams(&town).await;
        let bo = town.person("bo@example.org", Kind::Resident, None).await;
        let mut resident = town.browser();
        resident.sign_in("bo@example.org", PASSWORD).await;
        let mut browser = administrator(&town).await;
        let page = "/desk/people/new";
        let mut fields = vec![
            ("name", "Robert Li"),
            ("email", "bo@example.org"),
            ("role", "caseworker"),
            ("team", team.as_str()),
            ("language", "en"),
        ];
        assert!(!browser.get(page).await.has("[name=hire]"));
        let asked = browser.post(page, page, &fields).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.has("#hire-error") && asked.has("[name=hire]"), "{}", asked.text);
        assert_eq!(resident.get("/account").await.status, StatusCode::OK);
        fields.push(("hire", "yes"));
        let hired = browser.post(page, page, &fields).await;
        assert_eq!(hired.status, StatusCode::OK, "{}", hired.text);
        assert_eq!(resident.get("/account").await.status, StatusCode::SEE_OTHER, "signed out");
        assert_eq!(town.count("person.hire").await, 1);
        let listed = browser.get(&format!("/desk/people/{bo}")).await;
        assert_eq!(listed.status, StatusCode::OK);
        let link = town.link_in_letter("bo@example.org").await;
        let answer = town.browser().post(&link, &link, &[("password", PASSWORD)]).await;
        assert_eq!(answer.to, "/sign-in/set-up");
    }
}

#[tokio::test]
async fn roles_are_given_and_taken_but_never_the_last_administrators() {
    let town = TestTown::new(testing::sqlite(), false);
    let team = make_teams(&town).await;
    let mut browser = administrator(&town).await;
    let bob = town.person("bob@example.org", Kind::Staff, None).await;
    let page = format!("/desk/people/{bob}");
    let roles = format!("{page}/roles");
    let missing = browser.post(&page, &roles, &[("role", "team-lead")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = browser.post(&page, &roles, &[("role", "team-lead"), ("team", "7")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = browser.post(&page, &roles, &[("role", "team-lead"), ("team", &team)]).await;
    assert_eq!(given.to, page);
    let shown = browser.get(&page).await;
    assert!(shown.words("main").contains("Team lead"));
    let fields = [("role", "team-lead"), ("team", team.as_str())];
    assert_eq!(browser.post(&page, &format!("{roles}/end"), &fields).await.to, page);
    assert_eq!(town.count("role.revoke").await, 1);
    let own = people_page(&mut browser).await;
    let answer =
        browser.post(&page, &format!("{own}/roles/end"), &[("role", "administrator")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let answer = browser.post(&page, &format!("{own}/close"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(browser.get("/desk/people").await.status, StatusCode::OK);
}

/// The page of the first person in the list, the administrator.
async fn people_page(browser: &mut Browser<'_>) -> String {
    let list = browser.get("/desk/people").await;
    let page = scraper::Html::parse_document(&list.text);
    let selector = scraper::Selector::parse("tbody th a").unwrap();
    page.select(&selector).next().unwrap().value().attr("href").unwrap().to_owned()
}

#[tokio::test]
async fn a_closed_account_is_signed_out_at_once_and_stays_out() {
    for db in testing::databases() {
        let town = TestTown::new(db, false);
        let mut browser = administrator(&town).await;
        let bob = town.person("bob@example.org", Kind::Staff, Some(Role::Designer)).await;
        let (_, codes) = town.second_factor(bob).await;
        let mut his = town.browser();
        his.sign_in("bob@example.org", PASSWORD).await;
        his.post("/sign-in/code", "/sign-in/code", &[("code", &codes[0])]).await;
        assert_eq!(his.get("/desk").await.status, StatusCode::OK);
        let page = format!("/desk/people/{bob}");
        assert_eq!(browser.post(&page, &format!("{page}/close"), &[]).await.to, page);
        assert_eq!(his.get("/desk").await.status, StatusCode::SEE_OTHER);
        let refused = town.browser().sign_in("bob@example.org", PASSWORD).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let invited = browser.post(&page, &format!("{page}/invitation"), &[]).await;
        assert_eq!(invited.status, StatusCode::CONFLICT);
        browser.post(&page, &format!("{page}/reopen"), &[]).await;
        assert_eq!(town.browser().sign_in("bob@example.org", PASSWORD).await.to, "/sign-in/code");
        browser.post(&page, &format!("{page}/second-factor/reset"), &[]).await;
        assert_eq!(town.browser().sign_in("bob@example.org", PASSWORD).await.to, "/sign-in/set-up");
    }
}

#[tokio::test]
async fn a_lock_out_is_shown_and_can_be_ended() {
    let town = TestTown::new(testing::sqlite(), false);
    let mut browser = administrator(&town).await;
    let bob = town.person("bob@example.org", Kind::Staff, Some(Role::Designer)).await;
    for _ in 0..10 {
        town.browser().sign_in("bob@example.org", "a wrong password").await;
        town.advance(40);
    }
    let page = format!("/desk/people/{bob}");
    assert!(browser.get(&page).await.has(&format!("form[action='{page}/lock-out/end']")));
    browser.post(&page, &format!("{page}/lock-out/end"), &[]).await;
    assert_eq!(town.browser().sign_in("bob@example.org", PASSWORD).await.to, "/sign-in/set-up");
}

#[tokio::test]
async fn only_administrators_come_in_and_residents_are_nobodys_business() {
    let town = TestTown::new(testing::sqlite(), false);
    let resident = town.person("rosa@example.org", Kind::Resident, None).await;
    let mut rosa = town.browser();
    rosa.sign_in("rosa@example.org", PASSWORD).await;
    let mut browser = administrator(&town).await;
    let page = format!("/desk/people/{resident}");
    assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);
    let closed = browser.post("/account", &format!("{page}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    for route in people::routes(false).list() {
        if route.access != Access::Role(Role::Administrator) {
            continue;
        }
        let path = route.path.replace("{id}", &resident.to_string());
        let answer = match route.method.as_str() {
            "GET" => rosa.get(&path).await,
            _ => rosa.post("/account", &path, &[]).await,
        };
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{route}");
    }
    for path in ["/desk/people/x", "/desk/people/99999999999999999999", "/desk/people/7"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_routes_of_the_demo_exist_only_in_the_demo() {
    let town = TestTown::new(testing::sqlite(), false);
    town.person(ANA, Kind::Staff, Some(Role::Administrator)).await;
    assert_eq!(town.browser().get("/demo").await.status, StatusCode::NOT_FOUND);
    let mut browser = town.browser();
    let answer = browser.post("/sign-in", "/demo/sign-in", &[("person", "1")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(people::routes(false).list().iter().all(|route| !route.path.starts_with("/demo")));
    assert!(people::routes(true).list().iter().any(|route| route.path == "/demo/sign-in"));
}

#[tokio::test]
async fn the_demo_lets_anybody_be_anybody_with_one_click() {
    for db in testing::databases() {
        let town = TestTown::new(db, true);
        make_teams(&town).await;
        let act = town.act();
        for _ in 0..2 {
            let act = act.clone();
            town.db.write(move |tx| demo::fill(tx, &act)).await.unwrap();
        }
        assert!(town.db.read(demo::is_seeded).await.unwrap());
        let page = town.browser().get("/demo").await;
        assert_eq!(page.status, StatusCode::OK);
        let html = scraper::Html::parse_document(&page.text);
        let cards = scraper::Selector::parse(".pe-role").unwrap();
        let person = scraper::Selector::parse("input[name=person]").unwrap();
        let mut begins = Vec::new();
        for card in html.select(&cards) {
            let id = card.select(&person).next().unwrap().value().attr("value").unwrap();
            let mut browser = town.browser();
            let answer = browser.post("/demo", "/demo/sign-in", &[("person", id)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
            begins.push(answer.to);
        }
        assert_eq!(
            begins,
            ["/", "/desk", "/desk", "/desk/services", "/desk/people", "/desk/payments"]
        );
        for bad in ["", "x", "7", "-1"] {
            let answer = town.browser().post("/demo", "/demo/sign-in", &[("person", bad)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
        }
    }
}

#[test]
fn the_command_line_adds_staff_once_and_sets_passwords() {
    use people::accounts::{self, AccountError};
    let db = testing::sqlite();
    let act = people::Act {
        actor: ledger::Actor::System("user add"),
        at: "2028-02-29T12:00:00Z".parse().unwrap(),
        ids: base::IdMaker::new(base::Clock::system(), 0),
        rng: base::Rng::seeded(1),
    };
    let new = people::NewPerson {
        kind: Kind::Staff,
        name: "Ana Ruiz".into(),
        email: ANA.parse().unwrap(),
        phone: None,
        locale: Locale::EN,
    };
    let add = |role, team: Option<&str>| {
        let team = team.map(str::to_owned);
        accounts::add_staff(
            &db,
            new.clone(),
            (role, team, people::Hire::No),
            "http://town.example",
            &act,
        )
    };
    assert!(matches!(add(Role::Caseworker, None), Err(AccountError::NoTeam)));
    assert!(matches!(add(Role::Caseworker, Some("x")), Err(AccountError::Team(_))));
    let added = add(Role::Administrator, None).unwrap();
    assert!(added.invitation.starts_with("http://town.example/sign-in/password/"));
    assert!(matches!(add(Role::Administrator, None), Err(AccountError::Taken)));
    let set = |email, password| accounts::set_password(&db, email, password, &act);
    assert!(matches!(set("x@example.org", PASSWORD), Err(AccountError::Unknown)));
    assert!(matches!(set(ANA, "short"), Err(AccountError::Weak(_))));
    assert_eq!(set(ANA, PASSWORD).unwrap(), added.id);
    let listed = accounts::list(&db, ("", 0)).unwrap();
    assert_eq!(listed[0].roles, [(None, Role::Administrator)]);
}
