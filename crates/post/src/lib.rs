//! Letters out: e-mail through SMTP, written in the transaction of the act that they tell of.
//!
//! [`queue`] puts a letter and its delivery job down together. The job hands the letter to the
//! town's mail server, tries again while that is worth it, and leaves a dead letter for staff when
//! it is not. In the demo no mail leaves the machine: letters land on a page ([`recent`], [`letter`]).
//!
//! A crash between the server's answer and our note of it sends a letter twice; both carry the same
//! Message-ID, so that mail programs show one. Not here: what the letters say, and ledger entries.
//!
//! ```
//! use base::{CaseId, Clock, IdMaker, Locale, Rng};
//! use jobs::{Registry, Tools, Worker};
//! use post::{Letter, Mailer, Sender};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! # let test = store::testing::sqlite();
//! # let (db, clock, rng) = (test.db(), Clock::fixed(jiff::Timestamp::UNIX_EPOCH), Rng::seeded(1));
//! # let ids = IdMaker::new(clock.clone(), 0);
//! let sender = Sender { name: "Town of Elm".into(), address: "help@elm.example".parse().unwrap(), reply_to: None };
//! let mut registry = Registry::new();
//! post::register(&mut registry, Mailer::page(sender)); // or Mailer::smtp(sender, "smtps://user:secret@mail.elm.example")
//! let worker = Worker::new(Tools { db: db.clone(), clock: clock.clone(), ids: ids.clone(), rng }, registry);
//!
//! let text = "We have your report.\n\nFollow it here: https://elm.example/c/ABCD-EFGH";
//! let to = "ana@example.org".parse().unwrap();
//! let letter = Letter::new(to, Locale::EN, "Your report ABCD-EFGH", text).case(CaseId(7));
//! db.write(move |tx| post::queue(tx, &letter, clock.now(), &ids)).await.unwrap();
//! worker.run_due().await.unwrap();
//!
//! let page = db.read(|tx| post::recent(tx, None, 50)).await.unwrap();
//! assert_eq!(page[0].state, "sent");
//! # }
//! ```

mod delivery;
mod html;
mod letter;
mod mailer;
mod message;
mod outbox;

pub use delivery::register;
pub use html::html_of;
pub use letter::{Letter, discard, queue, readdress, retry};
pub use mailer::{Mailer, MailerError, Sender};
pub use outbox::{
    LetterRow, LetterSummary, Standing, dead, erase, letter, of_case, recent, standing, statements,
    sweep,
};
