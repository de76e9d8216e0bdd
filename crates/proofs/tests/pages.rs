//! The public addresses of the ledger, as a journalist and a program meet them.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use axum::http::StatusCode;
use base::{CaseId, Clock, IdMaker, Rng};
use jiff::SignedDuration;
use jobs::{Registry, Tools, Worker};
use ledger::merkle::{self, Hash, verify_consistency, verify_inclusion};
use ledger::{Actor, Checkpoint, Entry, Seal, Subject, leaf_hash};
use serde_json::Value;
use store::testing::TestDb;
use testkit::{Answer, Browser};
use web::{App, Town};

struct Place {
    app: App,
    db: TestDb,
    worker: Worker,
}

fn places() -> Vec<Place> {
    store::testing::databases().into_iter().map(Place::new).collect()
}

impl Place {
    fn new(db: TestDb) -> Self {
        let clock = Clock::fixed("2028-02-29T08:00:00Z".parse().unwrap());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(29));
        let app = App::builder(db.db(), Town::default())
            .ambience(clock.clone(), ids.clone(), rng.clone())
            .part(&proofs::PART)
            .with(Seal::new("https://town.example", &[7; 32]))
            .build()
            .unwrap();
        let mut registry = Registry::new();
        proofs::register(&mut registry, &app);
        let worker = Worker::new(Tools { db: db.db(), clock, ids, rng }, registry);
        Self { app, db, worker }
    }

    fn browser(&self) -> Browser {
        Browser::new(proofs::routes().into_router(self.app.clone()))
    }

    async fn append(&self, count: i64) {
        let app = self.app.clone();
        let written = self.db.write(move |tx| {
            for number in 1..=count {
                let case = CaseId(number);
                let entry = Entry::new(Actor::Resident(case), "case.open", Subject::case(case))
                    .with("service", "pothole")
                    .personal("email", format!("resident{number}@example.org"));
                ledger::append(tx, &entry, app.clock().now(), app.ids(), app.rng())?;
            }
            Ok::<_, store::StoreError>(())
        });
        written.await.unwrap();
    }

    /// Lets five minutes pass and the job run.
    async fn sign(&self) {
        self.app.clock().advance(SignedDuration::from_mins(5));
        self.worker.run_due().await.unwrap();
    }

    fn checkpoint(&self, answer: &Answer) -> Checkpoint {
        let key = self.app.get::<Seal>().verifier();
        Checkpoint::open(&answer.text(), &key).unwrap()
    }

    /// A town of 700 entries with checkpoints of 300 and 700.
    async fn grown(self) -> Self {
        for count in [300, 400] {
            self.append(count).await;
            self.sign().await;
        }
        self
    }
}

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

fn hash(value: &Value) -> Hash {
    use base64::Engine;
    let text = value.as_str().unwrap();
    base64::engine::general_purpose::STANDARD.decode(text).unwrap().try_into().unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

#[tokio::test]
async fn a_town_signs_while_its_ledger_grows_and_not_otherwise() {
    for place in places() {
        let mut browser = place.browser();
        place.sign().await;
        assert_eq!(browser.get("/ledger/checkpoint").await.status, StatusCode::NOT_FOUND);
        assert!(browser.get("/ledger").await.words("main").contains("Nothing is signed yet"));

        place.append(3).await;
        place.sign().await;
        let first = browser.get("/ledger/checkpoint").await;
        assert_eq!(place.checkpoint(&first).size, 3);
        assert_eq!(place.checkpoint(&first).origin, "town.example/ledger");
        assert_eq!(first.headers["content-type"], "text/plain; charset=utf-8");
        place.sign().await;
        assert_eq!(browser.get("/ledger/checkpoint").await.body, first.body);
        let page = browser.get("/ledger").await;
        assert!(page.words("pre").contains("town.example/ledger 3"), "{}", page.words("pre"));
        let key = place.app.get::<Seal>().verifier().to_string();
        assert!(page.words("main").contains(&key));
    }
}

#[tokio::test]
async fn a_copy_of_the_tiles_gives_the_signed_root() {
    for place in places() {
        let place = place.grown().await;
        let mut browser = place.browser();
        let checkpoint = place.checkpoint(&browser.get("/ledger/checkpoint").await);
        assert_eq!(checkpoint.size, 700);
        let mut leaves: Vec<Hash> = Vec::new();
        for tile in ["0/000", "0/001", "0/002.p/188"] {
            let answer = browser.get(&format!("/ledger/tile/{tile}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{tile}");
            let cache = answer.headers["cache-control"].to_str().unwrap();
            assert!(cache.contains("immutable"), "{cache}");
            assert_eq!(answer.headers["content-type"], "application/octet-stream");
            leaves.extend(answer.body.chunks(32).map(|hash| Hash::try_from(hash).unwrap()));
        }
        assert_eq!(merkle::root(leaves.iter().copied()), checkpoint.root);
        let above = browser.get("/ledger/tile/1/000.p/2").await;
        let expected = [0, 256].map(|at| merkle::root(leaves[at..at + 256].to_vec())).concat();
        assert_eq!(above.body, expected);
        // What is written but not signed is not there yet.
        place.append(100).await;
        place.db.write(|tx| ledger::sequence(tx, 1_000)).await.unwrap();
        for tile in ["0/002", "0/002.p/189", "0/003", "1/000", "1/000.p/3", "2/000", "entries/000"]
        {
            let answer = browser.get(&format!("/ledger/tile/{tile}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{tile}");
        }
    }
}

#[tokio::test]
async fn the_proofs_convince() {
    for place in places() {
        let place = place.grown().await;
        let mut browser = place.browser();
        let row = place.db.read(|tx| ledger::by_place(tx, 18)).await.unwrap().unwrap();
        let root = place.checkpoint(&browser.get("/ledger/checkpoint").await).root;
        let by_index = json(&browser.get("/ledger/inclusion.json?index=17").await);
        let by_id = json(&browser.get(&format!("/ledger/inclusion.json?entry={}", row.id)).await);
        assert_eq!(by_index, by_id);
        assert_eq!((by_id["place"].as_u64(), by_id["size"].as_u64()), (Some(18), Some(700)));
        let (leaf, proof) = (leaf_hash(&row.entry), hashes(&by_id["proof"]));
        assert_eq!(hash(&by_id["leaf"]), leaf);
        assert!(verify_inclusion(17, 700, &leaf, &proof, &root));
        let older = json(&browser.get("/ledger/inclusion.json?index=17&size=300").await);
        let older_root = hash(&older["root"]);
        assert!(verify_inclusion(17, 300, &leaf, &hashes(&older["proof"]), &older_root));

        let grown = json(&browser.get("/ledger/consistency.json?from=300").await);
        assert_eq!((hash(&grown["from_root"]), hash(&grown["to_root"])), (older_root, root));
        let proof = hashes(&grown["proof"]);
        assert!(verify_consistency((300, &older_root), (700, &root), &proof));
        let page = browser.get("/ledger/consistency?from=300").await;
        assert!(page.words("main").contains(grown["proof"][0].as_str().unwrap()));

        let page = browser.get("/ledger/inclusion?entry=18").await;
        assert!(page.words("h1").contains("18"), "{}", page.words("h1"));
        assert!(page.words("main").contains(by_id["proof"][0].as_str().unwrap()));
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_told_and_breaks_nothing() {
    let place = Place::new(store::testing::sqlite()).grown().await;
    let mut browser = place.browser();
    let huge = u64::MAX.to_string();
    for query in ["", "entry=", "entry=0", "entry=x", "index=-1", "entry=%00", "entry=701"] {
        let page = browser.get(&format!("/ledger/inclusion?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.has("form"), "{query}");
    }
    for query in
        [format!("index={huge}"), format!("entry={huge}"), "index=5&size=x".into(), String::new()]
    {
        let answer = browser.get(&format!("/ledger/inclusion.json?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
    for query in ["index=700".to_owned(), "index=5&size=701".into(), "index=5&size=0".into()] {
        let answer = browser.get(&format!("/ledger/inclusion.json?{query}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{query}");
    }
    for (query, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("from=0", StatusCode::BAD_REQUEST),
        ("from=701", StatusCode::NOT_FOUND),
        ("from=5&to=4", StatusCode::NOT_FOUND),
        ("from=5&to=701", StatusCode::NOT_FOUND),
    ] {
        for path in ["consistency", "consistency.json"] {
            let answer = browser.get(&format!("/ledger/{path}?{query}")).await;
            assert_eq!(answer.status, status, "{path} {query}");
        }
    }
}

#[tokio::test]
async fn a_checkpoint_that_somebody_kept_is_held_against_the_ledger() {
    for place in places() {
        place.append(300).await;
        place.sign().await;
        let mut browser = place.browser();
        let kept = browser.get("/ledger/checkpoint").await.text();
        place.append(400).await;
        place.sign().await;
        let title = async |browser: &mut Browser, given: &str| {
            let page = browser.post("/ledger/check", "/ledger/check", &[("given", given)]).await;
            page.words("h1")
        };
        assert_eq!(title(&mut browser, &kept).await, "Nothing was changed");
        assert_eq!(title(&mut browser, kept.trim()).await, "Nothing was changed");
        // A form sends line breaks as two characters.
        assert_eq!(title(&mut browser, &kept.replace('\n', "\r\n")).await, "Nothing was changed");
        let changed = kept.replacen("300", "299", 1);
        assert_eq!(title(&mut browser, &changed).await, "The signature does not fit");
        let foreign = Seal::new("https://town.example", &[8; 32]);
        let foreign = Checkpoint::sealed(300, &[0; 32], &foreign);
        assert_eq!(title(&mut browser, &foreign).await, "This was not signed by us");
        let other = Checkpoint::sealed(300, &[0; 32], &place.app.get::<Seal>());
        assert_eq!(title(&mut browser, &other).await, "The ledger has changed");
        let page = browser.post("/ledger/check", "/ledger/check", &[("given", "hello")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.words("textarea"), "hello");
    }
}

#[tokio::test]
async fn a_receipt_is_held_against_the_ledger() {
    for place in places() {
        let place = place.grown().await;
        let mut browser = place.browser();
        let receipt = place.db.read(|tx| {
            let rows = ledger::of_subject(tx, Subject::new("case", 5), 10)?;
            ledger::receipt::receipt(tx, &rows)
        });
        let receipt = receipt.await.unwrap().unwrap();
        assert_eq!(receipt.entries.len(), 2);
        let text = serde_json::to_string_pretty(&receipt).unwrap();
        let page = browser.post("/ledger/check", "/ledger/check", &[("given", &text)]).await;
        assert_eq!(page.words("h1"), "The receipt is true");
        assert!(page.has("a[href='/ledger/inclusion?entry=305']"));
        let changed = text.replace("pothole", "graffiti");
        let page = browser.post("/ledger/check", "/ledger/check", &[("given", &changed)]).await;
        assert_eq!(page.words("h1"), "An entry was changed");
    }
}

#[tokio::test]
async fn no_page_shows_what_stands_in_an_entry() {
    let place = Place::new(store::testing::sqlite()).grown().await;
    let mut browser = place.browser();
    for path in [
        "/ledger",
        "/ledger/checkpoint",
        "/ledger/check",
        "/ledger/inclusion?entry=5",
        "/ledger/inclusion.json?index=5",
        "/ledger/consistency?from=5",
        "/ledger/consistency.json?from=5",
        "/ledger/tile/0/000",
    ] {
        let text = browser.get(path).await.text();
        for word in ["pothole", "case.open", "resident:", "example.org"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}
