//! What people tell the town, and what opens their cases, stands in no log line, no figure and no trace.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;
use std::time::Instant;

use serde_json::Value;
use store::testing::Stranger;

use crate::browser::Visitor;
use crate::collector::Collector;
use crate::mailbox::Mailbox;
use crate::metrics::hold_against_the_documents;
use crate::process::{PATIENCE, Place, Running};
use crate::staff;
use crate::town::write_pack;

const NAME: &str = "Zenobia Quartermain";
const EMAIL: &str = "zenobia@quartermain.example";
const PHONE: &str = "+1 212 555 0199";
const ADDRESS: &str = "77 Marmalade Crescent";
const TEXT: &str = "The heron took my umbrella.";
const WRONG_PASSWORD: &str = "pelican porridge 1931";
const FROM: &str = "203.0.113.77";
/// A piece of each, as it may not stand anywhere.
const PLANTED: [&str; 11] = [
    "zenobia",
    "quartermain",
    "5550199",
    "555 0199",
    "555-0199",
    "marmalade",
    "heron",
    "pelican",
    "long walk",
    "203.0.113",
    "elmford.example",
];
/// Our own crates at the level of debugging.
const FILTER: &str = "info,townhall=debug,web=debug,store=debug,jobs=debug,post=debug,search=debug,files=debug,\
    rules=debug,ledger=debug,people=debug,places=debug,services=debug,cases=debug,counter=debug,desk=debug,\
    waits=debug,reports=debug,proofs=debug,backup=debug,telemetry=debug,base=debug";

#[test]
fn nothing_about_a_person_is_in_logs_figures_and_traces() {
    for (place, format) in Place::all().into_iter().zip(["text", "json"]) {
        watched(&place, format);
    }
    watched(&Place::sqlite(), "json");
}

/// The town with a mail server that refuses every letter, and says whose it is.
fn watched(place: &Place, format: &str) {
    let pack = place.folder.path().join("pack");
    write_pack(&pack);
    assert_eq!(place.run(&["service", "load", &pack.display().to_string()]).code, Some(0));
    staff::hire(place);
    let (mailbox, collector) = (Mailbox::refusing(NAME), Collector::open());
    let log = place.folder.path().join("log");
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.args(["--base-url", "http://127.0.0.1", "--smtp", &mailbox.address()]);
    command.args(["--metrics-listen", "127.0.0.1:0", "--log", FILTER, "--log-format", format]);
    command.args(["--otlp-endpoint", &collector.address()]);
    let town = Running::start_with(command, Stdio::from(fs::File::create(&log).unwrap()));

    let mut secrets = resident(&town);
    secrets.extend(colleague(&town));
    stranger(town.address);
    let figures = town.metrics();
    let began = Instant::now();
    while !figures().contains("townhall_letters_total{outcome=\"given-up\"}") {
        assert!(began.elapsed() < PATIENCE, "no letter is given up: {}", figures());
    }
    broken(place, &town);
    let figures = figures();
    assert_eq!(town.terminate().0.code, Some(0));
    let log = fs::read_to_string(log).unwrap();

    let told = ["/track/{token}", "/desk/cases/{reference}", "/sign-in", "post.deliver"];
    let seen = ["a letter was given up", "the request failed", "refused", "answered", "DEBUG"];
    for word in told.iter().chain(&seen) {
        assert!(log.contains(word), "{word} is not in the log, so it shows nothing:\n{log}");
    }
    for word in told.iter().chain(&["status=\"5xx\"", "method=\"other\"", "route=\"none\""]) {
        assert!(figures.contains(word), "{word} is not in the figures:\n{figures}");
    }
    if place.is_sqlite() {
        hold_against_the_documents(&figures);
    }
    let traces = collector.text();
    for word in told.iter().chain(&["counter::drafts::", "http.route"]) {
        assert!(traces.contains(word), "{word} is not in the traces");
    }
    whole(&collector.spans());
    secrets.extend(PLANTED.map(str::to_owned));
    for (place, text) in [("log", log), ("figures", figures), ("traces", traces)] {
        for line in text.lines() {
            let small = line.to_lowercase();
            for secret in &secrets {
                assert!(
                    !small.contains(&secret.to_lowercase()),
                    "{secret} is in the {place}: {line}"
                );
            }
        }
    }
}

/// Statements belong to requests and jobs, and every span's parent is told too.
fn whole(spans: &[Value]) {
    let ids: BTreeSet<_> = spans.iter().filter_map(|span| span["spanId"].as_str()).collect();
    let (mut roots, mut inner) = (0, 0);
    for span in spans {
        let parent = span["parentSpanId"].as_str().unwrap();
        let is_statement = span["kind"] == 3;
        assert_eq!(parent.is_empty(), !is_statement, "{span}");
        assert!(parent.is_empty() || ids.contains(parent), "its parent is missing: {span}");
        *(if is_statement { &mut inner } else { &mut roots }) += 1;
    }
    assert!(roots > 20 && inner > roots, "{roots} requests and jobs, {inner} statements");
}

/// Sends a form with everything that a person tells, with mistakes first; gives what opens their case.
fn resident(town: &Running) -> Vec<String> {
    let mut visitor = Visitor::new(town.address);
    let token = visitor.token("/services/permit").unwrap();
    let started = visitor.submit(&token, "/services/permit/start", &[]).unwrap();
    let page = started.header("location").unwrap();
    let draft = page.rsplit_once('/').unwrap().0.to_owned();
    let long = TEXT.repeat(4_000);
    assert_eq!(visitor.submit(&token, &page, &[("about", &long)]).unwrap().status, 422);
    assert_eq!(visitor.submit(&token, &page, &[("about", TEXT)]).unwrap().status, 303);
    let contact =
        |email| [("contact-name", NAME), ("contact-email", email), ("contact-phone", PHONE)];
    let contacts = format!("{draft}/contact");
    let wrong = visitor.submit(&token, &contacts, &contact("zenobia quartermain")).unwrap();
    assert_eq!(wrong.status, 422);
    assert_eq!(visitor.submit(&token, &contacts, &contact(EMAIL)).unwrap().status, 303);
    let sent = visitor.submit(&token, &format!("{draft}/check"), &[]).unwrap();
    let done = visitor.get(&sent.header("location").unwrap()).body;
    let link = done.split("/track/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let track = format!("/track/{link}");
    assert_eq!(visitor.get(&track).status, 200);
    let token = visitor.token(&track).unwrap();
    assert_eq!(
        visitor.submit(&token, &format!("{track}/messages"), &[("text", TEXT)]).unwrap().status,
        303
    );
    assert_eq!(visitor.get(&format!("/track/{link}{link}")).status, 404);
    // A place that nobody finds.
    let started = visitor.post("/services/pothole", "/services/pothole/start", &[]).unwrap();
    let page = started.header("location").unwrap();
    let place =
        visitor.post(&page, &page, &[("place-address", ADDRESS), ("place", ADDRESS)]).unwrap();
    assert_eq!(place.status, 422);
    let mut secrets = visitor.secrets();
    assert!(!secrets.is_empty());
    // The signature is what opens the case.
    secrets.push(link.rsplit('.').next().unwrap().to_owned());
    secrets.push(draft.rsplit('/').next().unwrap().to_owned());
    secrets
}

/// Signs in, finds the case and writes about it; gives what keeps the colleague signed in.
fn colleague(town: &Running) -> Vec<String> {
    let mut visitor = Visitor::new(town.address);
    let form = [("email", EMAIL), ("password", WRONG_PASSWORD)];
    assert_eq!(visitor.post("/sign-in", "/sign-in", &form).unwrap().status, 422);
    staff::sign_in(&mut visitor);
    // Asking again and again would be more traces than are gathered in a second.
    let (figures, began) = (town.metrics(), Instant::now());
    while !figures().contains("townhall_search_lag_entries 0.0") {
        assert!(began.elapsed() < PATIENCE, "the search does not follow");
    }
    let page = visitor.get("/desk?view=all&q=Zenobia+Quartermain").body;
    let reference =
        page.split("/desk/cases/").nth(1).unwrap().split(['"', '?', '#']).next().unwrap();
    let case = format!("/desk/cases/{reference}");
    assert!(visitor.get(&case).body.contains(NAME));
    let note = visitor.post(&case, &format!("{case}/notes"), &[("text", TEXT)]).unwrap();
    assert_eq!(note.status, 303, "{note:?}");
    visitor.secrets()
}

/// What somebody sends who keeps to no rule.
fn stranger(address: SocketAddr) {
    let body = format!("csrf=forged&email={EMAIL}&password={WRONG_PASSWORD}");
    let length = body.len();
    for head in [
        format!("GET /{EMAIL}/heron HTTP/1.0"),
        format!("GET /services/zenobia-quartermain?q={EMAIL} HTTP/1.0"),
        format!("GET /search?q={EMAIL}&zenobia=heron HTTP/1.0"),
        "ZENOBIA / HTTP/1.0".to_owned(),
        "ZENOBIA /track/quartermain.heron HTTP/1.0".to_owned(),
        "DELETE /sign-in HTTP/1.0".to_owned(),
        "GET /desk/cases/ZENOBIA-QUARTERMAIN HTTP/1.0".to_owned(),
        format!("POST /sign-in HTTP/1.0\r\ncontent-length: {length}"),
        "POST /track HTTP/1.0\r\ncontent-type: multipart/form-data; boundary=heron\r\ncontent-length: 5"
            .to_owned(),
        "GET /%ff%fezenobia%00heron HTTP/1.0".to_owned(),
    ] {
        let request = format!(
            "{head}\r\nhost: quartermain.example\r\nuser-agent: {NAME}\r\nreferer: http://x/{EMAIL}\r\n\
             x-forwarded-for: {FROM}\r\nx-request-id: zenobia\r\ncookie: session=zenobia.heron; draft=quartermain\r\n\
             accept-language: zenobia\r\ncontent-type: application/x-www-form-urlencoded\r\n\r\n{body}"
        );
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let status = String::from_utf8_lossy(&answer).split(' ').nth(1).map(str::to_owned);
        assert!(status.is_some_and(|status| status != "500"), "{head}");
    }
    // No HTTP at all, and a head without end.
    for words in [format!("{NAME} {EMAIL}\r\n\r\n"), format!("GET /{NAME} {EMAIL}")] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
    }
}

/// A form that meets a database that is not as it should be.
fn broken(place: &Place, town: &Running) {
    let mut visitor = Visitor::new(town.address);
    let token = visitor.token("/services/permit").unwrap();
    let started = visitor.submit(&token, "/services/permit/start", &[]).unwrap();
    let page = started.header("location").unwrap();
    let sql = "ALTER TABLE drafts RENAME TO drafts_elsewhere";
    if place.is_sqlite() {
        Stranger::open(&place.file()).run(sql);
    } else {
        store::testing::run(place.database(), sql);
    }
    assert_eq!(visitor.submit(&token, &page, &[("about", TEXT)]).unwrap().status, 500);
}
