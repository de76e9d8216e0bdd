//! Every verb of a case: what it does, whom it refuses, what happens when two are at it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use axum::http::StatusCode;
use town::{LUIS, MAYA, NADIA, TOM, YUKI, act, send, towns};

#[tokio::test]
async fn a_case_goes_through_its_verbs_to_its_end() {
    for town in towns() {
        let case = town.pothole(1);
        let mut maya = town.signed_in(MAYA).await;
        let steps: [(&str, &[(&str, &str)]); 6] = [
            ("assignment", &[("to", "me")]),
            ("notes", &[("text", "Seen from the car, about 60 cm.")]),
            ("transitions", &[("transition", "start"), ("text", "")]),
            ("messages", &[("text", "A crew is on its way.")]),
            ("closure", &[("outcome", "done"), ("text", "Filled and rolled.")]),
            ("reopen", &[("text", "The edge broke off.")]),
        ];
        for (verb, fields) in steps {
            let answer = act(&mut maya, &case, verb, fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{verb}: {}", answer.words("main"));
            assert_eq!(answer.location().unwrap(), format!("/desk/cases/{}", case.reference));
        }
        let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
        let said = page.words("main");
        for shown in [
            "about 60 cm",
            "A crew is on its way",
            "Closed: Done",
            "The edge broke off",
            "Received",
        ] {
            assert!(said.contains(shown), "{shown}");
        }
        assert_eq!(
            page.words(".desk-step--note .th-timeline__text"),
            "Seen from the car, about 60 cm."
        );
        let verbs =
            ["case.assign", "case.note", "case.move", "case.message", "case.close", "case.reopen"];
        for verb in verbs {
            assert_eq!(town.count(verb), 1, "{verb}");
        }
        assert_eq!(town.case(case.id).assignee, Some(town.person(MAYA)));
    }
}

#[tokio::test]
async fn asking_pauses_the_promise_until_the_answer() {
    for town in towns() {
        let case = town.pothole(1);
        let mut maya = town.signed_in(MAYA).await;
        let empty = act(&mut maya, &case, "question", &[("text", "  ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.has("details[open] #question-text-error"));
        act(&mut maya, &case, "question", &[("text", "Which lane is it?")]).await;
        let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
        assert!(page.words("#desk-context").contains("the resident must answer"));
        assert!(page.words("main").contains("Which lane is it?"));
        town.resident_writes(case.id, "The left one");
        assert!(town.case(case.id).unread);
        let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
        assert!(page.has(".desk-step--fresh") && page.has(".desk-news"));
        assert!(!town.case(case.id).unread, "opening it marks what the resident said as seen");
        assert_eq!(town.count("case.read"), 2, "when it came, and for the answer");
    }
}

#[tokio::test]
async fn the_second_of_two_people_is_told_and_loses_nothing() {
    for town in towns() {
        let case = town.pothole(1);
        let (mut maya, mut luis) = (town.signed_in(MAYA).await, town.signed_in(LUIS).await);
        let page = format!("/desk/cases/{}", case.reference);
        let old = luis.get(&page).await;
        act(&mut maya, &case, "closure", &[("outcome", "not-ours"), ("text", "State road.")]).await;
        for (verb, fields) in [
            ("messages", vec![("text", "We come on <Tuesday>.")]),
            ("transitions", vec![("transition", "start"), ("text", "We come on <Tuesday>.")]),
            ("question", vec![("text", "We come on <Tuesday>.")]),
        ] {
            let answer = send(&mut luis, &case, verb, &old, &fields).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{verb}");
            let told = answer.words(".desk-trouble");
            assert!(
                told.contains("Maya Okafor") && told.contains("Closed: Not ours to fix"),
                "{told}"
            );
            if verb == "messages" {
                assert_eq!(answer.words("#messages-text"), "We come on <Tuesday>.");
            }
        }
        assert_eq!((town.count("case.message"), town.count("case.move")), (0, 0));
        // The page that told it carries the new revision: sending again is a decision.
        let told = send(&mut luis, &case, "messages", &old, &[("text", "Sorry.")]).await;
        let again = send(&mut luis, &case, "messages", &told, &[("text", "Sorry.")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn being_read_and_followed_contradicts_nobody() {
    let town = town::TestTown::one();
    let case = town.pothole(1);
    let mut yuki = town.signed_in(YUKI).await;
    let page = format!("/desk/cases/{}", case.reference);
    let mut luis = town.signed_in(LUIS).await;
    let old = yuki.get(&page).await;
    let shown = luis.get(&page).await;
    town.follow(case.id);
    assert!(luis.get(&page).await.words(".th-timeline").contains("Somebody follows"));
    let over = [("service", "street-light-out"), ("text", "It is the lamp.")];
    let handed = send(&mut yuki, &case, "hand-over", &old, &over).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.words("main"));
    // A note stands beside whatever happened.
    let noted = send(&mut luis, &case, "notes", &shown, &[("text", "I saw it too.")]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_revision_that_no_page_showed_is_not_taken() {
    let town = town::TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    let page = maya.get(&format!("/desk/cases/{}", case.reference)).await;
    let csrf = page.value("input[name=csrf]").unwrap();
    let to = format!("/desk/cases/{}/messages", case.reference);
    for (revision, seen) in
        [("", ""), ("9999", "99999999999999999"), ("-1", "0"), ("x", "y"), ("0", "0")]
    {
        let fields =
            [("csrf", csrf.as_str()), ("revision", revision), ("seen", seen), ("text", "Hello")];
        let answer = maya.submit(&to, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{revision}/{seen}");
        assert_eq!(answer.words("#messages-text"), "Hello");
    }
    assert_eq!(town.count("case.message"), 0);
}

#[tokio::test]
async fn another_teams_case_can_be_read_and_noted_but_not_changed_or_handed_on() {
    for town in towns() {
        let case = town.pothole(1);
        let mut nadia = town.signed_in(NADIA).await;
        let page = nadia.get(&format!("/desk/cases/{}", case.reference)).await;
        assert!(page.words(".desk-foreign").contains("Street works, Central"));
        assert!(
            !page.has("#panel-messages") && !page.has("#panel-closure") && page.has("#panel-notes")
        );
        assert!(town.case(case.id).unread, "only the case's own team has read it");
        let over = [("service", "street-light-out"), ("text", "It is the lamp.")];
        let foreign: [(&str, &[(&str, &str)]); 7] = [
            ("hand-over", &over),
            ("messages", &[("text", "typed words")]),
            ("question", &[("text", "typed words")]),
            ("transitions", &[("transition", "start")]),
            ("assignment", &[("to", "me")]),
            ("closure", &[("outcome", "done")]),
            ("photos/1", &[("show", "yes")]),
        ];
        for (verb, fields) in foreign {
            let answer = act(&mut nadia, &case, verb, fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{verb}");
            assert!(answer.has(".desk-trouble"), "{verb}");
        }
        assert_eq!(town.case(case.id).revision, case.revision);
        let noted = act(&mut nadia, &case, "notes", &[("text", "The lamp is dark too.")]).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER);
        assert!(!page.has("a[href*='/hand-over']"));
        let choice = nadia.get(&format!("/desk/cases/{}/hand-over", case.reference)).await;
        assert!(!choice.has("[name=service]") && choice.words("main").contains("contact centre"));
        let mut yuki = town.signed_in(YUKI).await;
        let handed = act(&mut yuki, &case, "hand-over", &over).await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.words("main"));
        let case = town.case(case.id);
        assert_eq!(
            (case.service.as_str(), case.team),
            ("street-light-out", Some(town.team("street-lighting")))
        );
    }
}

#[tokio::test]
async fn the_contact_centre_gives_cases_to_teams() {
    let town = town::TestTown::one();
    let case = town.pothole(1);
    let mut yuki = town.signed_in(YUKI).await;
    let to = format!("team:{}", town.team("street-lighting"));
    let given =
        act(&mut yuki, &case, "assignment", &[("to", &to), ("text", "See the lamp.")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    assert_eq!(town.case(case.id).team, Some(town.team("street-lighting")));
    // Taking it is for the team's own people.
    let mine = act(&mut yuki, &case, "assignment", &[("to", "me")]).await;
    assert_eq!(mine.status, StatusCode::UNPROCESSABLE_ENTITY);
    for forged in ["", "team:1", "person:99", "team:x", "everybody"] {
        let answer = act(&mut yuki, &case, "assignment", &[("to", forged)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
    }
}

#[tokio::test]
async fn a_repeat_is_seen_beside_its_original_and_then_closed() {
    for town in towns() {
        let (original, repeat) = (town.pothole(1), town.pothole(2));
        let mut maya = town.signed_in(MAYA).await;
        let page = maya.get(&format!("/desk/cases/{}", repeat.reference)).await;
        assert!(page.words("#desk-context").contains("Compare"), "the other one is nearby");
        let address =
            format!("/desk/cases/{}/duplicate?of={}", repeat.reference, original.reference);
        let compared = maya.get(&address).await;
        assert_eq!(compared.count(".desk-side"), 2);
        assert!(
            compared.words(".desk-confirm").contains("11 m apart"),
            "{}",
            compared.words(".desk-confirm")
        );
        for wrong in ["ABCD-EFGH", "zzz", &repeat.reference.to_string()] {
            let answer = act(&mut maya, &repeat, "duplicate", &[("original", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(answer.has("#of-error"), "{wrong}");
        }
        let of = original.reference.to_string();
        let done = send(&mut maya, &repeat, "duplicate", &compared, &[("original", &of)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words("main"));
        assert_eq!(town.case(repeat.id).duplicate_of, Some(original.id));
        let page = maya.get(&format!("/desk/cases/{}", original.reference)).await;
        assert!(page.words("#desk-context").contains("1 case repeats this"));
        let page = maya.get(&format!("/desk/cases/{}", repeat.reference)).await;
        assert!(page.words("main").contains(&format!("This case repeats {of}")));
    }
}

#[tokio::test]
async fn nobody_marks_a_repeat_of_another_teams_case() {
    for town in towns() {
        let repeat = town.pothole(1);
        let lamp = town.open("street-light-out", serde_json::json!({}));
        let mut maya = town.signed_in(MAYA).await;
        let of = lamp.reference.to_string();
        let refused = act(&mut maya, &repeat, "duplicate", &[("original", &of)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(town.case(lamp.id), lamp);
        assert!(!town.case(repeat.id).is_closed());
    }
}

#[tokio::test]
async fn what_the_resident_will_read_is_seen_before_closing() {
    let town = town::TestTown::one();
    let case = town.pothole(1);
    let mut tom = town.signed_in(TOM).await;
    let fields = [("outcome", "made-safe"), ("text", "Cones <stand> there."), ("preview", "yes")];
    let shown = act(&mut tom, &case, "closure", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    let preview = shown.words(".desk-preview");
    assert!(
        preview.contains("We have made the place safe") && preview.contains("Cones <stand> there.")
    );
    assert!(!town.case(case.id).is_closed());
    assert!(shown.has("input[value=made-safe][checked]"));
    let none = act(&mut tom, &case, "closure", &[("text", "x")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.has("#closure-outcome-error"));
    let unknown = act(&mut tom, &case, "closure", &[("outcome", "exploded")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn moves_that_the_workflow_does_not_have_are_refused_in_words() {
    let town = town::TestTown::one();
    let case = town.pothole(1);
    let mut maya = town.signed_in(MAYA).await;
    for (key, words) in [
        ("resume", "moved on"),
        ("wait", "Enter a reason"),
        ("close", "Choose how the case ends"),
        ("nonsense", "moved on"),
        ("", "Choose what to do"),
        ("<script>", "Choose what to do"),
    ] {
        let answer =
            act(&mut maya, &case, "transitions", &[("transition", key), ("text", "")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        let said = answer.words(".govuk-error-summary");
        assert!(said.contains(words), "{key}: {said}");
    }
    let answer = act(&mut maya, &case, "reopen", &[("text", "Because")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "it is not closed");
}
