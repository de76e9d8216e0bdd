//! Letters and jobs in trouble.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use base::Locale;
use post::Letter;
use store::StoreError;
use town::{MAYA, NADIA, SAM, YUKI, towns};

/// Every letter to nobody, and every job, is given up.
const DIE: &str = "UPDATE outbox SET state = 'dead', last_error = '550 no <such> user'
    WHERE to_address = 'nobody@example.org'; UPDATE jobs SET state = 'dead'";

#[tokio::test]
async fn a_dead_letter_is_its_teams_and_one_about_no_case_the_administrators() {
    for town in towns() {
        let (ids, now) = (town.app.ids().clone(), town.app.clock().now());
        let case = town.pothole(1).id;
        let [about, link] = town::aside(|| {
            town.db.write_blocking(move |tx| {
                let letter = |subject| {
                    let to = "nobody@example.org".parse().unwrap();
                    Letter::new(to, Locale::EN, subject, "Hello")
                };
                let about = post::queue(tx, &letter("About a case").case(case), now, &ids)?;
                let link = post::queue(tx, &letter("Sign in"), now, &ids)?;
                tx.batch(DIE)?;
                Ok::<_, StoreError>([about, link])
            })
        })
        .unwrap();
        for (email, sees) in
            [(MAYA, "About a case"), (YUKI, "About a case"), (NADIA, ""), (SAM, "Sign in")]
        {
            let mut browser = town.signed_in(email).await;
            let page = browser.get("/desk/letters").await;
            assert_eq!(page.words(".desk-dead__title"), sees, "{email}");
        }
        let mut nadia = town.signed_in(NADIA).await;
        let mut maya = town.signed_in(MAYA).await;
        for verb in ["retry", "discard"] {
            nadia.post("/desk/letters", &format!("/desk/letters/{about}/{verb}"), &[]).await;
            maya.post("/desk/letters", &format!("/desk/letters/{link}/{verb}"), &[]).await;
        }
        let to = format!("/desk/letters/{about}/address");
        nadia.post("/desk/letters", &to, &[("email", "nadia@example.org")]).await;
        maya.post("/desk/letters", &to, &[("email", "ana@")]).await;
        let letter = move |tx: &mut store::Tx<'_>| post::letter(tx, about);
        assert_eq!(town.read(letter).unwrap().state, "dead");
        maya.post("/desk/letters", &to, &[("email", "ana@example.org")]).await;
        let sent = town.read(letter).unwrap();
        assert_eq!((sent.to_address.as_str(), sent.state.as_str()), ("ana@example.org", "queued"));
        let mut sam = town.signed_in(SAM).await;
        let away = [("email", "sam@example.org")];
        sam.post("/desk/letters", &format!("/desk/letters/{link}/address"), &away).await;
        let link = town.read(move |tx| post::letter(tx, link)).unwrap();
        assert_eq!((link.to_address.as_str(), link.state.as_str()), ("nobody@example.org", "dead"));
        assert_eq!((town.count("letter.readdress"), town.count("letter.retry")), (1, 0));
        assert_eq!(town.count("letter.discard"), 0);
    }
}

#[tokio::test]
async fn letters_and_jobs_in_trouble_are_sent_again_or_thrown_away() {
    for town in towns() {
        let (ids, now) = (town.app.ids().clone(), town.app.clock().now());
        let case = town.pothole(1).id;
        let letters = town::aside(|| {
            town.db.write_blocking(move |tx| {
                let mut letters = Vec::new();
                for subject in ["First", "Second"] {
                    let to = "nobody@example.org".parse().unwrap();
                    let letter = Letter::new(to, Locale::EN, subject, "Hello").case(case);
                    letters.push(post::queue(tx, &letter, now, &ids)?);
                }
                tx.batch(DIE)?;
                Ok::<_, StoreError>(letters)
            })
        })
        .unwrap();
        let mut maya = town.signed_in(MAYA).await;
        let page = maya.get("/desk/letters").await;
        assert_eq!(page.count(".desk-dead > li"), 2);
        assert!(page.words("main").contains("550 no <such> user"));
        maya.post("/desk/letters", &format!("/desk/letters/{}/retry", letters[0]), &[]).await;
        maya.post("/desk/letters", &format!("/desk/letters/{}/discard", letters[1]), &[]).await;
        maya.post("/desk/letters", "/desk/letters/7/discard", &[]).await;
        assert!(maya.get("/desk/letters").await.has(".th-banner--notice"));
        assert_eq!((town.count("letter.retry"), town.count("letter.discard")), (1, 1));
        assert!(maya.get("/desk/letters").await.has(".th-empty"));
        assert_eq!(maya.get("/desk/jobs").await.status, StatusCode::FORBIDDEN);
        let mut sam = town.signed_in(SAM).await;
        let page = sam.get("/desk/jobs").await;
        let retry = page.attributes("form[action*=retry]", "action").remove(0);
        sam.post("/desk/jobs", &retry, &[]).await;
        let discard = sam.get("/desk/jobs").await.attributes("form[action*=discard]", "action");
        sam.post("/desk/jobs", &discard[0], &[]).await;
        assert_eq!((town.count("job.retry"), town.count("job.discard")), (1, 1));
    }
}
