//! Letters through a real SMTP conversation on loopback, on both engines.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod mime;
mod server;

use base::{CaseId, Clock, IdMaker, Locale, Rng};
use jiff::SignedDuration;
use jobs::{Job, JobContext, JobError, Ran, Registry, Tools, Worker};
use post::{Letter, LetterRow, Mailer, Sender};
use server::{Answer, Server};
use store::testing::{TestDb, databases};

struct Town {
    db: TestDb,
    clock: Clock,
    ids: IdMaker,
    worker: Worker,
}

fn sender() -> Sender {
    Sender {
        name: "Ayuntamiento de Peñón".into(),
        address: "help@elm.example".parse().unwrap(),
        reply_to: Some("desk@elm.example".parse().unwrap()),
    }
}

fn towns(mailer: &Mailer) -> Vec<Town> {
    let town = |db: TestDb| {
        let clock = Clock::fixed("2028-02-29T12:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        let mut registry = Registry::new();
        post::register(&mut registry, mailer.clone());
        let tools =
            Tools { db: db.db(), clock: clock.clone(), ids: ids.clone(), rng: Rng::seeded(1) };
        Town { db, clock, ids, worker: Worker::new(tools, registry) }
    };
    databases().into_iter().map(town).collect()
}

fn letter(text: &str) -> Letter {
    let to = "ana@example.org".parse().unwrap();
    Letter::new(to, Locale::ES, "Hemos recibido su aviso sobre el bache", text)
}

impl Town {
    async fn queue(&self, letter: Letter) -> i64 {
        let (now, ids) = (self.clock.now(), self.ids.clone());
        self.db.write(move |tx| post::queue(tx, &letter, now, &ids)).await.unwrap()
    }

    async fn run(&self) -> Ran {
        self.worker.run_due().await.unwrap()
    }

    async fn letter(&self, id: i64) -> LetterRow {
        self.db.read(move |tx| post::letter(tx, id)).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn work_that_was_due_before_a_letter_does_not_wait_behind_it() {
    for town in towns(&Mailer::page(sender())) {
        let id = town.queue(letter("Hola")).await;
        let (ids, before) = (town.ids.clone(), town.clock.now() - SignedDuration::from_mins(1));
        town.db
            .write(move |tx| jobs::enqueue(tx, &Job::new("look", id.into()).at(before), &ids))
            .await
            .unwrap();
        let mut registry = Registry::new();
        post::register(&mut registry, Mailer::page(sender()));
        registry.on("look", |job: JobContext, letter: i64| async move {
            let letter = job.tools.db.read(move |tx| post::letter(tx, letter)).await?;
            match letter {
                Some(letter) if letter.state == "queued" => Ok(()),
                _ => Err(JobError::dead("the letter went first")),
            }
        });
        let rng = Rng::seeded(1);
        let tools =
            Tools { db: town.db.db(), clock: town.clock.clone(), ids: town.ids.clone(), rng };
        let ran = Worker::new(tools, registry).run_due().await.unwrap();
        assert_eq!((ran.done, ran.dead), (2, 0));
    }
}

#[tokio::test]
async fn a_letter_whose_link_has_ended_is_neither_sent_nor_kept() {
    let server = Server::start().await;
    for town in towns(&Mailer::smtp(sender(), &server.address()).unwrap()) {
        let end = town.clock.now() + SignedDuration::from_mins(30);
        let late = town.queue(letter("https://elm.example/sign-in/link/x").until(end)).await;
        let given_up = town.queue(letter("https://elm.example/sign-in/link/y").until(end)).await;
        let old = town.queue(letter("Hola").case(CaseId(7))).await;
        let die = format!("UPDATE outbox SET state = 'dead' WHERE id IN ({given_up}, {old})");
        town.db.write(move |tx| tx.batch(&die)).await.unwrap();
        let sweep = async || {
            let now = town.clock.now();
            town.db.write(move |tx| post::sweep(tx, now)).await.unwrap()
        };
        assert_eq!(sweep().await, 0);
        town.clock.advance(SignedDuration::from_mins(30));
        town.run().await;
        let is_there =
            async |id| town.db.read(move |tx| post::letter(tx, id)).await.unwrap().is_some();
        assert!(!is_there(late).await, "nobody wants a dead link");
        assert_eq!(sweep().await, 1);
        assert!(!is_there(given_up).await && is_there(old).await);
        town.clock.advance(SignedDuration::from_hours(24 * 91));
        assert_eq!(sweep().await, 1);
        assert!(!is_there(old).await);
    }
}

#[tokio::test]
async fn a_letter_arrives_whole() {
    let server = Server::start().await;
    let long = "palabra ".repeat(400);
    let text = format!(
        "Hola Ana:\n\n.una línea con punto\n.\n..dos\n\n{long}\n\nSu aviso: https://elm.example/c/ABCD-EFGH"
    );
    for town in towns(&Mailer::smtp(sender(), &server.address()).unwrap()) {
        let subject = "¿Dónde está el bache? Un asunto bastante largo, con eñes y acentos, de más de una línea";
        let to = "ana@example.org".parse().unwrap();
        let id = town
            .queue(
                Letter::new(to, Locale::ES, subject, &text)
                    .case(CaseId(7))
                    .unsubscribe("https://elm.example/unsubscribe/abc"),
            )
            .await;
        assert_eq!(town.run().await, Ran { done: 1, failed: 0, dead: 0 });

        let mail = server.take().await.remove(0);
        assert_eq!(mail.from, "help@elm.example");
        assert_eq!(mail.to, ["ana@example.org"]);
        assert!(mail.raw_lines().all(|line| line.len() <= 998 && line.is_ascii()));
        let message = mime::Message::parse(&mail.data);
        assert_eq!(message.header("Subject"), subject);
        assert_eq!(message.header("From"), "Ayuntamiento de Peñón <help@elm.example>");
        assert_eq!(message.header("To"), "ana@example.org");
        assert_eq!(message.header("Reply-To"), "desk@elm.example");
        assert_eq!(message.header("Date"), "Tue, 29 Feb 2028 12:00:00 +0000");
        assert_eq!(message.header("Message-ID"), format!("<{id}@elm.example>"));
        assert_eq!(message.header("References"), "<case.7@elm.example>");
        assert_eq!(message.header("Auto-Submitted"), "auto-generated");
        assert_eq!(message.header("Content-Language"), "es");
        let unsubscribe = "<https://elm.example/unsubscribe/abc>";
        assert_eq!(message.header("List-Unsubscribe"), unsubscribe);
        let [plain, html] = message.parts().try_into().unwrap();
        assert_eq!(plain.header("Content-Type"), "text/plain; charset=utf-8");
        assert_eq!(plain.text(), text);
        assert_eq!(html.header("Content-Type"), "text/html; charset=utf-8");
        assert!(html.text().contains("<a href=\"https://elm.example/c/ABCD-EFGH\">"));

        let row = town.letter(id).await;
        assert_eq!((row.state.as_str(), row.transport.as_deref()), ("sent", Some("smtp")));
        assert_eq!(row.sent_at, Some(town.clock.now_ms()));
        assert_eq!(row.body_text, "", "a personal link stays behind");
    }
}

#[tokio::test]
async fn a_passing_refusal_is_tried_again_under_the_same_message_id() {
    let server = Server::start().await;
    for town in towns(&Mailer::smtp(sender(), &server.address()).unwrap()) {
        server.answer(Answer::TryLater).await;
        let id = town.queue(letter("Hola")).await;
        assert_eq!(town.run().await, Ran { done: 0, failed: 1, dead: 0 });
        let row = town.letter(id).await;
        assert_eq!((row.state.as_str(), row.attempts), ("failed", 1));
        assert!(row.last_error.unwrap().contains("try later"));
        assert!(server.take().await.is_empty());

        town.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(town.run().await, Ran { done: 1, failed: 0, dead: 0 });
        let mail = server.take().await.remove(0);
        let message = mime::Message::parse(&mail.data);
        assert_eq!(message.header("Message-ID"), row.message_id.unwrap());
        assert_eq!(town.letter(id).await.state, "sent");
    }
}

#[tokio::test]
async fn a_final_refusal_makes_a_dead_letter_that_staff_can_retry_or_discard() {
    let server = Server::start().await;
    for town in towns(&Mailer::smtp(sender(), &server.address()).unwrap()) {
        server.answer(Answer::Refuse).await;
        let id = town.queue(letter("Hola")).await;
        assert_eq!(town.run().await, Ran { done: 1, failed: 0, dead: 0 });
        let dead = town.db.read(|tx| post::dead(tx, None, 10)).await.unwrap();
        assert_eq!(dead.iter().map(|letter| letter.id).collect::<Vec<_>>(), [id]);
        assert!(dead[0].last_error.as_ref().unwrap().contains("no such mailbox"));
        assert_eq!(town.db.read(post::standing).await.unwrap().dead, 1);

        let ids = town.ids.clone();
        assert!(town.db.write(move |tx| post::retry(tx, id, &ids)).await.unwrap());
        town.run().await;
        assert_eq!(server.take().await.len(), 1);
        assert!(!town.db.write(move |tx| post::discard(tx, id)).await.unwrap());

        server.answer(Answer::Refuse).await;
        let id = town.queue(letter("Adiós")).await;
        town.run().await;
        assert!(town.db.write(move |tx| post::discard(tx, id)).await.unwrap());
        assert_eq!(town.db.read(post::standing).await.unwrap().dead, 0);
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_middle_gets_the_letter_again() {
    let server = Server::start().await;
    for town in towns(&Mailer::smtp(sender(), &server.address()).unwrap()) {
        server.answer(Answer::HangUp).await;
        let id = town.queue(letter("Hola")).await;
        assert_eq!(town.run().await, Ran { done: 0, failed: 1, dead: 0 });
        assert_eq!(town.letter(id).await.state, "failed");
        town.clock.advance(SignedDuration::from_mins(2));
        town.run().await;
        assert_eq!(town.letter(id).await.state, "sent");
        assert_eq!(server.take().await.len(), 1);
    }
}

#[tokio::test]
async fn a_letter_that_never_goes_through_is_given_up_at_last() {
    // Nobody listens at a port that was just given back.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for town in towns(&Mailer::smtp(sender(), &format!("smtp://{gone}")).unwrap()) {
        let id = town.queue(letter("Hola")).await;
        let mut attempts = 0;
        while town.letter(id).await.state != "dead" {
            town.run().await;
            town.clock.advance(SignedDuration::from_hours(30));
            attempts += 1;
            assert!(attempts < 50, "it is tried for ever");
        }
        assert_eq!(town.letter(id).await.attempts, attempts);
        assert!(town.db.read(|tx| jobs::dead(tx, None, 1)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_and_missing_encryption_keep_the_letters_waiting() {
    let server = Server::start().await;
    let host = server.address().replace("smtp://", "");
    for address in [format!("smtp://ana:wrong@{host}"), format!("smtp://{host}?tls=required")] {
        for town in towns(&Mailer::smtp(sender(), &address).unwrap()) {
            let id = town.queue(letter("Hola")).await;
            assert_eq!(town.run().await, Ran { done: 0, failed: 1, dead: 0 });
            let row = town.letter(id).await;
            assert_eq!(row.state, "failed", "{row:?}");
            assert!(!row.last_error.unwrap().contains("wrong"));
        }
    }
    assert!(server.take().await.is_empty());
}

#[tokio::test]
async fn in_the_demo_letters_land_on_a_page() {
    for town in towns(&Mailer::page(sender())) {
        let id = town.queue(letter("Hola").case(CaseId(7))).await;
        town.queue(letter("Adiós")).await;
        town.run().await;
        let recent = town.db.read(|tx| post::recent(tx, None, 1)).await.unwrap();
        let next = recent[0].id;
        let older = town.db.read(move |tx| post::recent(tx, Some(next), 10)).await.unwrap();
        assert_eq!(older.iter().map(|letter| letter.id).collect::<Vec<_>>(), [id]);
        let row = town.letter(id).await;
        assert_eq!((row.state.as_str(), row.transport.as_deref()), ("sent", Some("page")));
        assert_eq!(row.body_text, "Hola");
        let of_case = town.db.read(|tx| post::of_case(tx, CaseId(7), None, 9)).await.unwrap();
        assert_eq!(of_case.len(), 1);
        assert_eq!(town.db.write(|tx| post::erase(tx, CaseId(7))).await.unwrap(), 1);
    }
}

#[test]
fn an_address_with_a_mistake_is_told_without_its_password() {
    for wrong in ["smtp//x", "ftp://ana:secret@mail.example", "smtp://ana:secret@mail.example:x"] {
        let error = Mailer::smtp(sender(), wrong).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
    let mailer = Mailer::smtp(sender(), "smtp://ana:secret@mail.example").unwrap();
    assert!(!format!("{mailer:?}").contains("secret"));
}
