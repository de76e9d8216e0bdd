//! Versions are kept, the catalogue offers the newest.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use std::sync::OnceLock;

use base::{Clock, IdMaker, Locale, Rng};
use jiff::Timestamp;
use ledger::Actor;
use sample::{POTHOLE, files, pack};
use services::{Catalogue, CatalogueError, Pack, Published, publish};
use store::testing;

fn published(db: &store::Db, pack: Pack) -> Published {
    // One maker for the whole test, for ids must not repeat.
    static IDS: OnceLock<IdMaker> = OnceLock::new();
    let ids = IDS.get_or_init(|| IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 1));
    db.write_blocking(move |tx| {
        publish(tx, &pack, Actor::System("test"), Timestamp::UNIX_EPOCH, ids, &Rng::seeded(1))
    })
    .unwrap()
}

fn verbs(db: &store::Db) -> Vec<String> {
    db.write_blocking(|tx| {
        ledger::sequence(tx, 100)?;
        ledger::after(tx, 0, 100)
    })
    .unwrap()
    .into_iter()
    .map(|entry: ledger::LedgerRow| entry.verb)
    .collect()
}

fn catalogue(db: &store::Db) -> Catalogue {
    db.read_blocking(Catalogue::load).unwrap()
}

fn deeper() -> Pack {
    let changed = POTHOLE.replace("max = 200", "max = 300");
    Pack::load(&files(&[("services/pothole.toml", &changed)])).unwrap()
}

#[test]
fn statements_fit_the_tables() {
    testing::check_statements(&services::statements());
}

#[test]
fn a_pack_is_published_once_and_every_change_leaves_an_entry() {
    for db in testing::databases() {
        let first = published(&db, pack());
        assert_eq!(first.added.len(), 3);
        assert_eq!(
            verbs(&db),
            ["outline.publish", "service.publish", "service.publish", "service.publish"]
        );
        let again = published(&db, pack());
        assert_eq!(again, Published { unchanged: 3, ..Published::default() });
        assert_eq!(verbs(&db).len(), 4, "nothing changed, so nothing is recorded");
        let changed = published(&db, deeper());
        assert_eq!(
            (changed.added.as_slice(), changed.unchanged),
            (&[("pothole".to_owned(), 2)][..], 2)
        );
    }
}

#[test]
fn a_case_keeps_the_version_that_it_began_with() {
    for db in testing::databases() {
        published(&db, pack());
        let catalogue = catalogue(&db);
        let begun = catalogue.get("pothole").unwrap();
        published(&db, deeper());
        assert_eq!(catalogue.get("pothole").unwrap().version, 1, "until it is reloaded");
        let shared = catalogue.clone();
        db.read_blocking(move |tx| shared.reload(tx)).unwrap();
        assert_eq!(catalogue.get("pothole").unwrap().version, 2);
        for _ in 0..2 {
            let (shared, begun) = (catalogue.clone(), begun.clone());
            db.read_blocking(move |tx| {
                assert_eq!(shared.version(tx, "pothole", 1)?, Some(begun.clone()));
                assert_eq!(shared.version(tx, "pothole", 9)?, None);
                assert_eq!(shared.version(tx, "nothing", 1)?, None);
                Ok::<_, CatalogueError>(())
            })
            .unwrap();
        }
    }
}

#[test]
fn a_service_can_be_withdrawn_and_offered_again() {
    for db in testing::databases() {
        published(&db, pack());
        let without = [
            ("services/permit.toml", ""),
            ("services/permit.md", ""),
            ("services/permit.es.md", ""),
        ];
        let gone = published(&db, Pack::load(&files(&without)).unwrap());
        assert_eq!(gone.withdrawn, ["permit"]);
        assert!(catalogue(&db).get("permit").is_none());
        let back = published(&db, pack());
        assert_eq!((back.offered.as_slice(), back.added.len()), (&["permit".to_owned()][..], 0));
        assert_eq!(catalogue(&db).get("permit").unwrap().version, 1);
    }
}

#[test]
fn the_catalogue_lists_finds_and_sorts() {
    let db = testing::databases().into_iter().next().unwrap();
    assert_eq!(catalogue(&db).count(), 0, "an empty town has an empty catalogue");
    published(&db, pack());
    let catalogue = catalogue(&db);
    let ids = |services: Vec<std::sync::Arc<services::Service>>| {
        services.iter().map(|service| service.id().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(catalogue.count(), 3);
    assert_eq!(ids(catalogue.in_topic("streets", Locale::EN)), ["pothole", "permit", "advice"]);
    assert_eq!(ids(catalogue.popular(Locale::EN)), ["pothole"]);
    let letters: Vec<char> = catalogue.a_to_z(Locale::EN).into_keys().collect();
    assert_eq!(letters, ['A', 'R']);
    let topics: Vec<(String, usize)> =
        catalogue.topics().iter().map(|(topic, count)| (topic.id.clone(), *count)).collect();
    assert_eq!(topics, [("streets".to_owned(), 3)]);
    assert_eq!(ids(catalogue.search("hole in road", Locale::EN, 5))[0], "pothole");
    assert_eq!(ids(catalogue.search("hoyo", Locale::ES, 5))[0], "pothole");
    assert_eq!(catalogue.by_source_type("Pothole Repair (Internal)").unwrap().id(), "pothole");
    assert_eq!(catalogue.outline().opening.calendar().zone().iana_name(), Some("America/New_York"));
    let pothole = catalogue.get("pothole").unwrap();
    assert_eq!(pothole.workflow.initial, "received");
    assert_eq!(pothole.text.get(Locale::ES), "Los tapamos.");
}

fn release(db: &store::Db, pack: Pack, id: &'static str) -> i64 {
    static IDS: OnceLock<IdMaker> = OnceLock::new();
    let ids = IDS.get_or_init(|| IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 2));
    db.write_blocking(move |tx| {
        let rng = Rng::seeded(1);
        let at = Timestamp::UNIX_EPOCH;
        let hand = services::Hand { actor: Actor::System("test"), at, ids, rng: &rng };
        let by = services::releases::Release { by: base::PersonId(7), seconded_by: None };
        let service = pack.service(id).unwrap();
        let workflow = pack.workflow(&service.definition.workflow).unwrap();
        services::releases::release(tx, service, workflow, by, hand)
    })
    .unwrap()
}

#[test]
fn a_pack_leaves_alone_what_was_published_in_the_browser_until_it_is_told_to_replace_it() {
    for db in testing::databases() {
        published(&db, pack());
        assert_eq!(release(&db, deeper(), "pothole"), 2);
        let again = published(&db, pack());
        assert_eq!((again.kept.as_slice(), again.unchanged), (&["pothole".to_owned()][..], 2));
        assert_eq!(catalogue(&db).get("pothole").unwrap().version, 2);
        let replaced = db
            .write_blocking(move |tx| {
                let (ids, rng) =
                    (IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 3), Rng::seeded(1));
                let (actor, at) = (Actor::System("test"), Timestamp::UNIX_EPOCH);
                let hand = services::Hand { actor, at, ids: &ids, rng: &rng };
                services::publish_over(tx, &pack(), services::Browsers::Replace, hand)
            })
            .unwrap();
        assert_eq!(replaced.added, [("pothole".to_owned(), 3)]);
    }
}

#[test]
fn going_back_makes_a_new_version_with_the_old_content_and_every_node_notices() {
    for db in testing::databases() {
        published(&db, pack());
        let node = catalogue(&db);
        let first = node.get("pothole").unwrap();
        release(&db, deeper(), "pothole");
        assert!(
            db.read_blocking({
                let node = node.clone();
                move |tx| node.refresh(tx)
            })
            .unwrap()
        );
        assert_ne!(node.get("pothole").unwrap().definition, first.definition);
        let version = db
            .write_blocking(move |tx| {
                let (ids, rng) =
                    (IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 4), Rng::seeded(1));
                let (actor, at) = (Actor::System("test"), Timestamp::UNIX_EPOCH);
                let hand = services::Hand { actor, at, ids: &ids, rng: &rng };
                let by = services::releases::Release { by: base::PersonId(7), seconded_by: None };
                services::releases::restore(tx, "pothole", 1, by, hand)
            })
            .unwrap();
        assert_eq!(version, 3);
        assert!(
            db.read_blocking({
                let node = node.clone();
                move |tx| node.refresh(tx)
            })
            .unwrap()
        );
        assert!(
            !db.read_blocking({
                let node = node.clone();
                move |tx| node.refresh(tx)
            })
            .unwrap()
        );
        let now = node.get("pothole").unwrap();
        assert_eq!((now.version, &now.definition), (3, &first.definition));
        let history = db.read_blocking(|tx| services::releases::history(tx, "pothole")).unwrap();
        let told: Vec<_> =
            history.iter().map(|one| (one.version, one.restores, one.offered)).collect();
        assert_eq!(told, [(3, Some(1), true), (2, None, false), (1, None, false)]);
    }
}

#[test]
fn a_draft_to_practise_with_is_found_by_its_number_and_offered_to_nobody() {
    for db in testing::databases() {
        published(&db, pack());
        let number = db
            .write_blocking(move |tx| {
                let ids = IdMaker::new(Clock::fixed(Timestamp::UNIX_EPOCH), 5);
                let pack = deeper();
                let service = pack.service("pothole").unwrap();
                let workflow = pack.workflow(&service.definition.workflow).unwrap();
                services::practice::keep(tx, service, workflow, Timestamp::UNIX_EPOCH, &ids)
            })
            .unwrap();
        assert!(number < 0);
        let node = catalogue(&db);
        let found = db
            .read_blocking({
                let node = node.clone();
                move |tx| node.version(tx, "pothole", number)
            })
            .unwrap()
            .unwrap();
        assert!(found.is_practice());
        assert!(!node.get("pothole").unwrap().is_practice());
        let other = db.read_blocking(move |tx| node.version(tx, "rats", number)).unwrap();
        assert!(other.is_none(), "a number belongs to its service");
    }
}
