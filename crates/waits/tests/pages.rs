//! The pages and files over a town's cases, on every engine.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use axum::http::StatusCode;
use base::time::{DAY_MS, HOUR_MS, to_ms};
use base::{Clock, IdMaker, Rng};
use jiff::Timestamp;
use ledger::Actor;
use places::Places;
use services::{Catalogue, Files, Pack};
use store::testing::TestDb;
use testkit::{Answer, Browser};
use web::{App, Routes, Town};

const INSERT: &str = "INSERT INTO cases (id, reference, service, version, state, phase, side, opened_at, promised_at,
    closed_at, outcome, kept, since_at, staff_ms, resident_ms, others_ms, channel, locale, summary, public, district,
    followers, unread, revision, updated_at) VALUES ";

fn now() -> Timestamp {
    "2028-02-29T16:00:00Z".parse().unwrap()
}

/// A case of the past year: its number decides its month, its length and its place.
fn case(id: i64, service: &str, channel: &str) -> String {
    let closed = to_ms(now()) - id % 11 * 30 * DAY_MS - HOUR_MS;
    let opened = if channel == "staff" { closed } else { closed - 40 * DAY_MS };
    let (hours, kept) = (id % 40, i64::from(id % 40 < 30));
    let district = ["'roxbury'", "'dorchester'", "NULL"][usize::try_from(id % 3).unwrap()];
    format!(
        "({id}, 'R{id}', '{service}', 1, 'closed', 'closed', 'stopped', {opened}, {closed}, {closed}, 'done', {kept}, 0,
        {}, {}, 0, '{channel}', 'en', '', 0, {district}, 0, 0, 1, 0)",
        hours * HOUR_MS,
        id % 7 * HOUR_MS
    )
}

fn open(id: i64, service: &str) -> String {
    format!(
        "({id}, 'R{id}', '{service}', 1, 'received', 'open', 'staff', 0, 1, NULL, NULL, NULL, 0, 0, 0, 0, 'web', 'en', '',
        0, NULL, 0, 0, 1, 0)"
    )
}

fn rows() -> String {
    let mut rows: Vec<String> = (1..=440).map(|id| case(id, "graffiti", "web")).collect();
    rows.extend((441..=640).map(|id| case(id, "street-light-out", "phone")));
    rows.extend((641..=643).map(|id| case(id, "rats", "web")));
    rows.extend((644..=650).map(|id| case(id, "dead-animal", "web")));
    rows.extend((651..=700).map(|id| case(id, "pothole", "staff")));
    rows.extend((701..=712).map(|id| open(id, "graffiti")));
    format!("{INSERT}{}", rows.join(", "))
}

fn browser(db: &TestDb) -> Browser {
    let clock = Clock::fixed(now());
    let ids = IdMaker::new(clock.clone(), 0);
    let (pack, rng, at) = (Pack::load(&Files::demo()).unwrap(), Rng::seeded(5), clock.now());
    let catalogue = db
        .write_blocking({
            let (ids, rng) = (ids.clone(), rng.clone());
            move |tx| {
                services::publish(tx, &pack, Actor::System("test"), at, &ids, &rng)?;
                tx.batch(&rows())?;
                Catalogue::load(tx)
            }
        })
        .unwrap();
    let app = App::builder(db.db(), Town::default())
        .ambience(clock, ids, rng)
        .part(&places::PART)
        .part(&waits::PART)
        .with(Places::default())
        .with(catalogue)
        .with(waits::Counts::default())
        .build()
        .unwrap();
    Browser::new(Routes::new().merge(waits::routes()).into_router(app))
}

fn text(answer: &Answer) -> String {
    // Templates write slashes of values as references.
    String::from_utf8(answer.body.to_vec()).unwrap().replace("&#x2f;", "/")
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Runs a test in a town on each engine.
fn in_each_town(test: impl AsyncFn(Browser)) {
    for db in store::testing::databases() {
        let browser = browser(&db);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(test(browser));
    }
}

#[test]
fn the_town_says_what_it_kept_and_hides_what_is_rare() {
    in_each_town(async |mut browser| {
        let page = browser.get("/waits").await;
        assert_eq!(page.status, StatusCode::OK);
        let page = text(&page);
        assert!(page.contains("In the last 12 months we kept 75% of our promises"), "the finding");
        assert!(
            page.contains("About 10 cases are open now; about 10 of them are late."),
            "open now"
        );
        assert!(
            page.contains("href=\"/waits/graffiti\"") && !page.contains("href=\"/waits/rats\"")
        );
        assert!(!page.contains('⟦'));
        let all = text(&browser.get("/waits?all=1&sort=name").await);
        assert!(all.contains("href=\"/waits/rats\"") && all.contains("too few to show"));
        let spanish = text(&browser.get("/waits?lang=es&months=6&of=topic.lighting").await);
        assert!(spanish.contains("cumplimos el") && !spanish.contains('⟦'));
        let searched = text(&browser.get("/waits?q=graffitti").await);
        assert!(
            searched.contains("/waits/graffiti") && !searched.contains("/waits/street-light-out")
        );
    });
}

#[test]
fn a_service_shows_its_promise_against_what_happened() {
    in_each_town(async |mut browser| {
        let page = text(&browser.get("/waits/graffiti").await);
        assert!(page.contains("We promise 45 working days. Half are done within"));
        assert!(page.matches("<table").count() >= 4, "a table behind each chart");
        // Three cases are no figure, and nothing else tells them.
        let rare = text(&browser.get("/waits/rats").await);
        assert!(rare.contains("Too few cases") && !rare.contains("th-chart"));
        let recorded = text(&browser.get("/waits/pothole").await);
        assert!(recorded.contains("did 46 of these on their own"));
        assert_eq!(browser.get("/waits/no-such-service").await.status, StatusCode::NOT_FOUND);
        for bad in [
            "/waits?months=%00&of=%ff&sort=&q=%F0%9F",
            "/waits/%00",
            "/waits/graffiti?months=9999999999999",
        ] {
            assert!(!browser.get(bad).await.status.is_server_error(), "{bad}");
        }
    });
}

#[test]
fn the_files_hold_every_service_and_mark_what_is_hidden() {
    in_each_town(async |mut browser| {
        let file = browser.get("/waits.csv").await;
        assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
        assert!(header(&file, "content-disposition").contains("waits.csv"));
        let rows = text(&file);
        let mut reader = csv::Reader::from_reader(rows.as_bytes());
        let head = reader.headers().unwrap().clone();
        let at = |name: &str| head.iter().position(|column| column == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let row = |service: &str| rows.iter().find(|row| &row[0] == service).unwrap();
        // 440 less those of today; 12 are late, rounded.
        assert_eq!(&row("graffiti")[at("closed")], "400");
        assert_eq!(&row("graffiti")[at("late")], "10");
        // Rats are 3; dead animals are 6 and would tell them.
        for hidden in ["rats", "dead-animal"] {
            assert_eq!((&row(hidden)[at("closed")], &row(hidden)[at("suppressed")]), ("", "1"));
        }
        assert_eq!((&row("pothole")[at("closed")], &row("pothole")[at("suppressed")]), ("0", "0"));
        let one = text(&browser.get("/waits/graffiti.csv").await);
        assert!(one.lines().any(|line| line.starts_with("graffiti,month,2028-02,February 2028,")));
        let json: serde_json::Value =
            serde_json::from_slice(&browser.get("/waits.json").await.body).unwrap();
        assert_eq!(json["total"]["closed"], 595);
        assert_eq!(json["by_month"].as_array().unwrap().len(), 12);
    });
}
