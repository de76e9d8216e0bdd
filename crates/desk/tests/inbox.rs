//! The inbox: views, filters, search, several cases at once; replies and photos.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use store::StoreError;
use town::{LUIS, MAYA, NADIA, PRIYA, SAM, TOM, TestTown, act, towns};

#[tokio::test]
async fn each_view_shows_its_cases_the_soonest_promise_first() {
    for town in towns() {
        let first = town.pothole(1);
        town.wait(24);
        let second = town.pothole(2);
        let mut maya = town.signed_in(MAYA).await;
        let mine = maya.get("/desk").await;
        assert!(mine.has(".th-empty") && mine.words(".th-views").contains("My team 2"));
        act(&mut maya, &second, "assignment", &[("to", "me")]).await;
        let mine = maya.get("/desk").await;
        assert_eq!(mine.count("tr[data-row]"), 1);
        let team = maya.get("/desk?view=team").await;
        let shown = team.attributes("tr[data-row]", "id");
        assert_eq!(
            shown,
            [format!("case-{}", first.reference), format!("case-{}", second.reference)]
        );
        let mut nadia = town.signed_in(NADIA).await;
        assert!(nadia.get("/desk?view=team").await.has(".th-empty"));
        assert_eq!(nadia.get("/desk?view=all").await.count("tr[data-row]"), 2);
        town.wait(24 * 30);
        let mut maya = town.signed_in(MAYA).await;
        let late = maya.get("/desk?view=all&late=1").await;
        assert_eq!(late.count(".th-tag--late"), 2);
        assert_eq!(maya.get("/desk?view=all&phase=closed").await.count("tr[data-row]"), 0);
    }
}

#[tokio::test]
async fn a_case_that_changed_since_the_last_visit_is_marked() {
    for town in towns() {
        let case = town.pothole(1);
        let mut maya = town.signed_in(MAYA).await;
        assert!(maya.get("/desk?view=team").await.has(".desk-mark--unread"));
        maya.get(&format!("/desk/cases/{}", case.reference)).await;
        assert!(!maya.get("/desk?view=team").await.has(".desk-mark"));
        town.wait(1);
        let mut luis = town.signed_in(LUIS).await;
        act(&mut luis, &case, "notes", &[("text", "News")]).await;
        assert!(maya.get("/desk?view=team").await.has(".desk-mark--changed"));
        assert!(!luis.get("/desk?view=team").await.has(".desk-mark"), "not for whoever did it");
        let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
        assert_eq!(page.count(".desk-step--fresh"), 1);
        let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
        assert_eq!(page.count(".desk-step--fresh"), 0);
    }
}

#[tokio::test]
async fn the_search_finds_words_within_the_view_and_references_at_once() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    act(&mut maya, &case, "notes", &[("text", "Beside the bandstand")]).await;
    town.index().await;
    assert_eq!(maya.get("/desk?view=team&q=bandst").await.count("tr[data-row]"), 1);
    assert!(maya.get("/desk?view=mine&q=bandstand").await.has(".th-empty"));
    assert!(maya.get("/desk?view=all&q=xyzzyplugh").await.has(".th-empty"));
    let compact = case.reference.compact().to_lowercase();
    let found = maya.get(&format!("/desk?view=mine&q={compact}")).await;
    assert_eq!(found.location().unwrap(), format!("/desk/cases/{}", case.reference));
}

#[tokio::test]
async fn a_search_among_ones_own_cases_is_not_crowded_out_by_those_of_others() {
    let town = TestTown::one();
    let mine = town.pothole(0);
    let mut maya = town.signed_in(MAYA).await;
    act(&mut maya, &mine, "assignment", &[("to", "me")]).await;
    for at in 1..=420 {
        town.pothole(at);
    }
    town.index().await;
    let found = maya.get("/desk?view=mine&q=elm").await;
    assert_eq!(found.attributes("tr[data-row]", "id"), [format!("case-{}", mine.reference)]);
    assert!(!found.has(".desk-more"));
    let all = maya.get("/desk?view=all&q=elm").await;
    assert_eq!(all.count("tr[data-row]"), 50);
    assert!(all.words(".desk-more").contains("50"), "it says that there are more");
    assert!(maya.get("/desk?view=team&q=elm&late=1").await.has(".th-empty"));
}

#[tokio::test]
async fn the_place_in_the_list_leads_on() {
    let town = TestTown::one();
    let all: Vec<_> = (1..=3)
        .map(|at| {
            town.wait(1);
            town.pothole(at)
        })
        .collect();
    let mut maya = town.signed_in(MAYA).await;
    let list = maya.get("/desk?view=team").await;
    let links = list.attributes("tr[data-row] a", "href");
    let page = maya.get(&links[1]).await;
    assert_eq!(page.attribute("[data-next]", "href"), Some(links[2].clone()));
    assert_eq!(page.attribute("[data-before]", "href"), Some(links[0].clone()));
    assert_eq!(page.count("#desk-list [aria-current]"), 1);
    // After closing it, the next one stands where it was.
    let to = page.attribute("form[action*=closure]", "action").unwrap();
    let (revision, seen) = town::carried(&page);
    let csrf = page.value("input[name=csrf]").unwrap();
    let fields =
        [("csrf", csrf.as_str()), ("revision", &revision), ("seen", &seen), ("outcome", "done")];
    let done = maya.submit(&to, &fields).await;
    let page = maya.get(&done.location().unwrap()).await;
    let next = page.attribute("[data-next]", "href").unwrap();
    assert!(next.starts_with(&format!("/desk/cases/{}", all[2].reference)), "{next}");
}

#[tokio::test]
async fn several_cases_are_given_at_once_and_what_stays_is_named() {
    for town in towns() {
        let (open, closed) = (town.pothole(1), town.pothole(2));
        let foreign = town.open("street-light-out", serde_json::json!({}));
        let mut maya = town.signed_in(MAYA).await;
        act(&mut maya, &closed, "closure", &[("outcome", "done")]).await;
        let references: Vec<String> =
            [&open, &closed, &foreign].iter().map(|case| case.reference.to_string()).collect();
        let shown: Vec<String> = [&open, &closed, &foreign]
            .iter()
            .map(|case| format!("{}:{}", case.reference, town.case(case.id).revision))
            .collect();
        let mut fields = vec![("query", "view=all"), ("to", "me")];
        fields.extend(shown.iter().map(|shown| ("case", shown.as_str())));
        let answer = maya.post("/desk?view=all", "/desk/assignments", &fields).await;
        assert_eq!(answer.location().as_deref(), Some("/desk?view=all"));
        let told = maya.get("/desk?view=all").await.words(".th-banner");
        assert!(told.contains("1 case was given"), "{told}");
        assert!(told.contains(&references[1]) && told.contains("closed"), "{told}");
        assert!(told.contains(&references[2]) && told.contains("another team"), "{told}");
        assert_eq!(town.case(open.id).assignee, Some(town.person(MAYA)));
        assert_eq!(town.count("case.assign"), 1);
        for wrong in [
            vec![("to", "me")],
            vec![("case", references[0].as_str())],
            vec![("case", "x"), ("to", "me")],
        ] {
            maya.post("/desk?view=all", "/desk/assignments", &wrong).await;
            assert!(maya.get("/desk").await.has(".th-banner--notice"));
        }
    }
}

#[tokio::test]
async fn a_case_that_changed_since_the_list_was_shown_stays_with_whoever_has_it() {
    for town in towns() {
        let case = town.pothole(1);
        let mut maya = town.signed_in(MAYA).await;
        let list = maya.get("/desk?view=team").await;
        let chosen = list.attributes("input[name=case]", "value").remove(0);
        let mut luis = town.signed_in(LUIS).await;
        act(&mut luis, &case, "assignment", &[("to", "me")]).await;
        let fields = [("query", "view=team"), ("to", "me"), ("case", chosen.as_str())];
        maya.post("/desk?view=team", "/desk/assignments", &fields).await;
        assert_eq!(town.case(case.id).assignee, Some(town.person(LUIS)));
        assert!(maya.get("/desk?view=team").await.words(".th-banner").contains("changed"));
        assert_eq!(town.count("case.assign"), 1);
    }
}

#[tokio::test]
async fn a_closed_account_gives_its_cases_back_and_gets_no_more() {
    for town in towns() {
        let (open, done) = (town.pothole(1), town.pothole(2));
        let (luis, person) = (town.person(LUIS), format!("person:{}", town.person(LUIS)));
        let mut maya = town.signed_in(MAYA).await;
        for case in [&open, &done] {
            act(&mut maya, case, "assignment", &[("to", &person)]).await;
        }
        act(&mut maya, &done, "closure", &[("outcome", "done")]).await;
        let mut sam = town.signed_in(SAM).await;
        let page = format!("/desk/people/{luis}");
        sam.post(&page, &format!("{page}/close"), &[]).await;
        assert_eq!(town.case(open.id).assignee, None);
        assert_eq!(town.case(open.id).team, open.team, "it stays in its team");
        assert_eq!(town.case(done.id).assignee, Some(luis), "what is over keeps its history");
        assert_eq!(town.count("case.assign"), 3);
        for nobody in [luis, town.person(SAM), town.person(PRIYA), town.person(NADIA)] {
            let to = format!("person:{nobody}");
            let refused = act(&mut maya, &open, "assignment", &[("to", &to)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nobody}");
        }
    }
}

#[tokio::test]
async fn filters_are_kept_for_oneself() {
    for town in towns() {
        town.pothole(1);
        let mut maya = town.signed_in(MAYA).await;
        let list = "/desk?view=all&late=1";
        let keep = [("query", "view=all&late=1"), ("name", "Late <ones>")];
        maya.post(list, "/desk/filters", &keep).await;
        let page = maya.get("/desk?view=all").await;
        assert_eq!(page.words(".desk-saved"), "Late <ones>");
        assert_eq!(page.attribute(".desk-saved a", "href").as_deref(), Some(list));
        let mut luis = town.signed_in(LUIS).await;
        assert!(!luis.get("/desk?view=all").await.has(".desk-saved"));
        let forget = maya.get(list).await.attribute("form[action*=delete]", "action").unwrap();
        luis.post("/desk?view=all", &forget, &[]).await;
        assert!(maya.get(list).await.has(".desk-saved"), "nobody else's business");
        maya.post(list, &forget, &[]).await;
        assert!(!maya.get(list).await.has(".desk-saved"));
        assert_eq!((town.count("desk-filter.keep"), town.count("desk-filter.forget")), (1, 1));
    }
}

#[tokio::test]
async fn a_kept_filter_is_replaced_under_its_name_even_when_no_more_fit() {
    let town = TestTown::one();
    town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    let list = "/desk?view=all&late=1";
    for at in 0..21 {
        let name = format!("Filter {at}");
        let keep = [("query", "view=all&late=1"), ("name", name.as_str())];
        maya.post(list, "/desk/filters", &keep).await;
    }
    assert_eq!(maya.get("/desk?view=all").await.count(".desk-saved"), 20);
    let keep = [("query", "view=all&unread=1"), ("name", "Filter 7")];
    maya.post("/desk?view=all&unread=1", "/desk/filters", &keep).await;
    let links = maya.get("/desk?view=all").await.attributes(".desk-saved a", "href");
    assert_eq!(links.len(), 20);
    assert!(links.contains(&"/desk?view=all&unread=1".to_owned()), "{links:?}");
}

#[tokio::test]
async fn a_reply_is_written_by_a_lead_and_begins_a_message() {
    for town in towns() {
        let case = town.pothole(1);
        let mut tom = town.signed_in(TOM).await;
        let page = "/desk/templates/new";
        let empty = tom.post(page, page, &[("name", ""), ("text-en", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.has("#name-error") && empty.has("#text-en-error"));
        let text = "Dear {name}, {reference} is about: {service}.";
        let kept = tom
            .post(page, page, &[("name", "Thanks"), ("service", "pothole"), ("text-en", text)])
            .await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let link = tom.get("/desk/templates").await.attributes(".desk-dead a", "href").remove(0);
        let id = link.rsplit('/').next().unwrap().to_owned();
        let mut maya = town.signed_in(MAYA).await;
        assert_eq!(maya.get(&link).await.status, StatusCode::FORBIDDEN);
        let filled = maya.get(&format!("/desk/cases/{}?template={id}", case.reference)).await;
        let expected =
            format!("Dear Ana <b>Ruiz</b>, {} is about: Report a pothole.", case.reference);
        assert_eq!(filled.words("details[open] #messages-text"), expected);
        // Two leads at once: the second is told.
        let old = tom.get(&link).await.value("input[name=known]").unwrap();
        tom.post(&link, &link, &[("known", &old), ("name", "Thank you"), ("text-en", "One")]).await;
        let second = tom
            .post(&link, &link, &[("known", &old), ("name", "Thanks!"), ("text-en", "Two")])
            .await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert_eq!(second.words("#text-en"), "Two");
        tom.post(&link, &format!("{link}/delete"), &[]).await;
        assert!(tom.get("/desk/templates").await.has(".th-empty"));
        for verb in ["desk-template.create", "desk-template.change", "desk-template.delete"] {
            assert_eq!(town.count(verb), 1, "{verb}");
        }
    }
}

#[tokio::test]
async fn a_photo_is_shown_to_the_public_once_somebody_looked_at_it() {
    let town = TestTown::one();
    let case = town.pothole(1);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let store = town.app.get::<files::Files>();
    let photo = store.intake(bytes::Bytes::from(bytes.into_inner()), "hole.png").await.unwrap();
    let kept = store.keep(&photo).await.unwrap();
    let (ids, now, id) = (town.app.ids().clone(), town.app.clock().now(), case.id);
    let file = town
        .db
        .write(move |tx| {
            let (draft, owner) = (files::Owner::new("draft", 1), files::Owner::case(id));
            let file = files::record(tx, &kept, draft, now, &ids)?;
            files::attach(tx, file, draft, owner, files::Visibility::Private)?;
            Ok::<_, StoreError>(file)
        })
        .await
        .unwrap();
    let mut maya = town.signed_in(MAYA).await;
    let picture = maya.get(&format!("/desk/photos/{file}/thumbnail")).await;
    assert_eq!(picture.headers["content-type"], "image/jpeg");
    assert_eq!(picture.headers["cache-control"], "no-store", "as every page of the desk");
    let public = move |tx: &mut store::Tx<'_>| files::get(tx, file);
    act(&mut maya, &case, &format!("photos/{file}"), &[("show", "yes")]).await;
    assert!(town.read(public).unwrap().public);
    act(&mut maya, &case, &format!("photos/{file}"), &[("show", "no")]).await;
    assert!(!town.read(public).unwrap().public);
    assert_eq!((town.count("photo.show"), town.count("photo.hide")), (1, 1));
    let other = town.pothole(2);
    let wrong = act(&mut maya, &other, &format!("photos/{file}"), &[("show", "yes")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND, "a photo of another case");
}
