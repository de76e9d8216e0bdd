//! Making, changing, trying and publishing services, each verb on every engine.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use services::{Catalogue, practice};
use testkit::Browser;
use town::{MAYA, OMAR, PRIYA, SAM, TestTown, send, send_known, towns};

const NEW: [(&str, &str); 5] = [
    ("name-en", "Borrow a town bicycle"),
    ("name-es", "Pedir prestada una bicicleta"),
    ("kind", "request"),
    ("topic", "parking-and-vehicles"),
    ("team", "works-central"),
];

const TEXTS: [(&str, &str); 14] = [
    ("name-en", "Borrow a town bicycle"),
    ("name-es", "Pedir prestada una bicicleta"),
    ("summary-en", "Borrow a bicycle of the town for a week."),
    ("cost-en", "Free"),
    ("cost-es", "Gratis"),
    ("text-en", "## What this is for\n\nYou can borrow a bicycle."),
    ("synonyms-en", "bike loan\nvelocipede"),
    ("kind", "request"),
    ("topic", "parking-and-vehicles"),
    ("team", "works-central"),
    ("workflow", "request"),
    ("audience", "residents"),
    ("amount", "3"),
    ("unit", "working-days"),
];

/// Makes a service with two pages, three questions and a condition.
async fn made(browser: &mut Browser) -> String {
    let answer = browser.post("/desk/services/new", "/desk/services/new", &NEW).await;
    let draft = answer.location().unwrap();
    assert_eq!(draft, "/desk/services/borrow-a-town-bicycle/draft");
    let texts = format!("{draft}/texts");
    let mut fields = TEXTS.to_vec();
    fields.push(("months", "24"));
    let answer = send(browser, &texts, &texts, &fields).await;
    assert!(answer.status.is_redirection(), "{}", answer.words(".govuk-error-summary"));
    for (title, questions) in [
        ("Which bicycle?", &[("Which size?", "one"), ("Do you need a child seat?", "yesno")][..]),
        ("The child", &[("How old is the child?", "number")]),
    ] {
        let form = format!("{draft}/pages/new");
        let mut fields = vec![("title-en", title), ("title-es", title)];
        if title == "The child" {
            fields.push(("when", "do_you_need_a_child_seat=true"));
        }
        let answer = send(browser, &form, &form, &fields).await;
        let to = answer.location().unwrap_or_else(|| panic!("{}", answer.text()));
        let page = to.rsplit("#page-").next().unwrap().to_owned();
        for (label, kind) in questions {
            let form = format!("{draft}/pages/{page}/questions/new");
            let fields = [
                ("kind", *kind),
                ("label-en", label),
                ("label-es", label),
                ("required", "yes"),
                ("option-1-en", "Small"),
                ("option-2-en", "Large"),
                ("option-2-es", "Grande"),
                ("min", "1"),
                ("max", "12"),
            ];
            let page = format!("{form}?kind={kind}");
            let answer = send(browser, &page, &form, &fields).await;
            assert!(answer.status.is_redirection(), "{}", answer.words(".govuk-error-summary"));
        }
    }
    draft
}

async fn publish(browser: &mut Browser, page: &str, to: &str) -> testkit::Answer {
    let shown = browser.get(page).await;
    let (known, over) = (shown.value("[name=known]").unwrap(), shown.value("[name=over]").unwrap());
    browser.post(page, to, &[("known", &known), ("over", &over)]).await
}

fn toml(town: &TestTown) -> String {
    let name = "borrow-a-town-bicycle";
    let catalogue = town.app.get::<Catalogue>();
    let service = catalogue.get(name).expect("the service is offered");
    services::to_toml(&services::plain(&service.definition))
}

#[tokio::test]
async fn a_service_is_made_from_an_empty_page_tried_and_published() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let readiness = format!("{draft}/readiness");
        let page = priya.get(&readiness).await;
        assert!(page.words("main").contains("Nothing stands in the way"), "{}", page.words("main"));
        assert!(page.words("main").contains("lack a language"), "the Spanish summary is missing");
        // Anybody who has the link can try it at the counter.
        let link = page.attributes("a", "href").into_iter().find(|to| to.starts_with("/practice/"));
        let signed = link.unwrap().replace("/practice/", "");
        let meant = town.app.signer().verify(practice::PURPOSE, &signed);
        assert_eq!(meant.as_deref(), Some("borrow-a-town-bicycle"));
        let answer = publish(&mut priya, &readiness, &format!("{draft}/publication")).await;
        assert_eq!(answer.location().as_deref(), Some("/desk/services/borrow-a-town-bicycle"));
        assert_eq!(town.told().1, "service.publish");
        let newest = town.read(|tx| practice::newest(tx, "borrow-a-town-bicycle"));
        assert_eq!(newest, None, "nobody practises with what is live");
        let text = toml(&town);
        assert!(text.contains("when = \"answers.do_you_need_a_child_seat == true\""), "{text}");
        assert!(
            text.contains("{ value = \"large\", label = { en = \"Large\", es = \"Grande\" } }")
        );
        let found = town.app.get::<Catalogue>().search("velocipede", base::Locale::EN, 5);
        assert_eq!(found[0].id(), "borrow-a-town-bicycle", "its words are found at once");
    }
}

#[tokio::test]
async fn where_two_publish_nobody_approves_their_own() {
    for town in towns(true) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let (readiness, to) = (format!("{draft}/readiness"), format!("{draft}/publication"));
        let answer = publish(&mut priya, &readiness, &to).await;
        assert_eq!(answer.location().as_deref(), Some(&*readiness), "it is asked for");
        assert_eq!(town.told().1, "service.draft.ask");
        let page = priya.get(&readiness).await;
        assert!(!page.has("form[action$=publication]"), "who asked is not asked again");
        let catalogue = town.app.get::<Catalogue>();
        assert!(catalogue.get("borrow-a-town-bicycle").is_none());
        // An administrator may be the second, and sees what changes.
        let mut sam = town.signed_in(SAM).await;
        let page = "/desk/approvals/borrow-a-town-bicycle";
        assert!(sam.get("/desk/approvals").await.links().contains(&page.to_owned()));
        let answer = publish(&mut sam, page, page).await;
        assert_eq!(answer.location().as_deref(), Some("/desk/approvals"));
        assert_eq!(catalogue.get("borrow-a-town-bicycle").unwrap().version, 1);
        let history = town.read(|tx| services::releases::history(tx, "borrow-a-town-bicycle"));
        assert!(history[0].person.is_some() && history[0].seconded_by.is_some());
    }
}

#[tokio::test]
async fn a_change_after_the_question_must_be_asked_for_again() {
    for town in towns(true) {
        let (mut priya, mut omar) = (town.signed_in(PRIYA).await, town.signed_in(OMAR).await);
        let draft = made(&mut priya).await;
        let (readiness, to) = (format!("{draft}/readiness"), format!("{draft}/publication"));
        publish(&mut priya, &readiness, &to).await;
        let before = omar.get(&readiness).await;
        let (known, over) =
            (before.value("[name=known]").unwrap(), before.value("[name=over]").unwrap());
        let page = format!("{draft}/pages/the-child");
        send(&mut priya, &page, &page, &[("title-en", "Your child")]).await;
        let answer = omar.post(&readiness, &to, &[("known", &known), ("over", &over)]).await;
        assert_eq!(answer.location().as_deref(), Some(&*readiness));
        let catalogue = town.app.get::<Catalogue>();
        assert!(catalogue.get("borrow-a-town-bicycle").is_none(), "it is not what was looked at");
    }
}

#[tokio::test]
async fn two_at_once_lose_nothing_and_the_second_is_told_what_changed() {
    for town in towns(false) {
        let (mut priya, mut omar) = (town.signed_in(PRIYA).await, town.signed_in(OMAR).await);
        let draft = made(&mut priya).await;
        let page = format!("{draft}/pages/the-child");
        let known = omar.get(&page).await.value("[name=known]").unwrap();
        let kept = send(&mut priya, &page, &page, &[("title-en", "Your child")]).await;
        assert!(kept.status.is_redirection());
        let mine = [("title-en", "The little one"), ("title-es", "El peque")];
        let told = send_known(&mut omar, &page, &page, &known, &mine).await;
        assert_eq!(told.status, 409);
        assert!(told.words(".de-news").contains("Priya Raman"), "{}", told.words(".de-news"));
        assert!(told.words(".de-news").contains("Your child"));
        assert_eq!(told.value("[name=title-es]").as_deref(), Some("El peque"), "nothing is lost");
        let known = told.value("[name=known]").unwrap();
        let kept = send_known(&mut omar, &page, &page, &known, &mine).await;
        assert!(kept.status.is_redirection());
        let look = omar.get(&format!("{draft}/history")).await;
        assert!(look.words("main").contains("Priya Raman") && look.words("main").contains("Omar"));
    }
}

#[tokio::test]
async fn what_is_taken_out_comes_back_and_what_is_moved_stays_moved() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let before = town.told().0;
        let question = [("thing", "down which-bicycle which_size")];
        send(&mut priya, &draft, &format!("{draft}/moves"), &question).await;
        let order = priya.get(&draft).await.words(".de-questions > li > div > a");
        assert!(order.starts_with("Do you need"), "{order}");
        let removed = send(&mut priya, &draft, &format!("{draft}/removals"), &question).await;
        let history = removed.location().unwrap();
        assert!(!priya.get(&draft).await.words(".de-questions").contains("Which size?"));
        let shown = priya.get(&history).await;
        let last: i64 = shown.value("[name=known]").unwrap().parse().unwrap();
        let back = (last - 1).to_string();
        send(&mut priya, &history, &history, &[("number", &back)]).await;
        assert!(priya.get(&draft).await.words(".de-questions").contains("Which size?"));
        assert_eq!(town.told().0, before + 3, "each leaves its entry");
    }
}

#[tokio::test]
async fn a_published_service_is_changed_and_goes_back() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let page = "/desk/services/pothole";
        let draft = priya.post(page, &format!("{page}/draft"), &[]).await.location().unwrap();
        let form = format!("{draft}/source");
        let source = priya.get(&format!("{draft}/export")).await.text();
        let changed = source.replace("Report a pothole", "Tell us about a pothole");
        assert_ne!(source, changed);
        send(&mut priya, &form, &form, &[("source", &changed)]).await;
        let readiness = format!("{draft}/readiness");
        let told = priya.get(&readiness).await.words(".de-changes");
        assert!(told.contains("Report a pothole") && told.contains("Tell us about a pothole"));
        publish(&mut priya, &readiness, &format!("{draft}/publication")).await;
        let catalogue = town.app.get::<Catalogue>();
        let name = |version| {
            let now = catalogue.get("pothole").unwrap();
            assert_eq!(now.version, version);
            now.name(base::Locale::EN).to_owned()
        };
        assert_eq!(name(2), "Tell us about a pothole");
        let answer = priya.post(page, &format!("{page}/versions"), &[("version", "1")]).await;
        assert_eq!(answer.location().as_deref(), Some(page));
        assert_eq!(name(3), "Report a pothole");
    }
}

#[tokio::test]
async fn a_condition_that_cannot_be_read_is_told_with_its_place_and_kept_on_the_page() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let page = format!("{draft}/pages/the-child");
        let wrong = [("title-en", "The child"), ("written", "answers.which_size == ")];
        let answer = send(&mut priya, &page, &page, &wrong).await;
        assert_eq!(answer.status, 422);
        assert!(answer.words(".govuk-error-summary").contains("character"));
        assert!(answer.words("#written").contains("answers.which_size =="));
        // One that is sound but names nothing that is there stands in the way, with its line.
        let unknown = [("title-en", "The child"), ("written", "answers.wich_size == 'small'")];
        send(&mut priya, &page, &page, &unknown).await;
        let told = priya.get(&format!("{draft}/readiness")).await;
        assert!(told.words(".de-problems").contains("did you mean `which_size`"));
        assert!(!told.has("form[action$=publication]"));
    }
}

#[tokio::test]
async fn only_designers_design_and_staff_see_how_cases_run() {
    for town in towns(false) {
        let mut maya = town.signed_in(MAYA).await;
        assert_eq!(maya.get("/desk/services").await.status, 403);
        let page = maya.get("/desk/services/pothole").await;
        assert!(page.has("svg.de-diagram") && !page.has("form[action$=draft]"));
        assert_eq!(maya.get("/desk/services/pothole/draft").await.status, 403);
    }
}

#[tokio::test]
async fn what_waits_for_its_day_is_published_then_and_not_before() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let readiness = format!("{draft}/readiness");
        let shown = priya.get(&readiness).await;
        let (known, over) =
            (shown.value("[name=known]").unwrap(), shown.value("[name=over]").unwrap());
        let to = format!("{draft}/publication");
        let mut fields = vec![("known", &*known), ("over", &*over), ("on-day", "31")];
        fields.extend([("on-month", "2"), ("on-year", "2028")]);
        assert_eq!(priya.post(&readiness, &to, &fields).await.status, 422, "no such day");
        fields[2] = ("on-day", "28");
        assert_eq!(priya.post(&readiness, &to, &fields).await.status, 422, "yesterday");
        fields.splice(2.., [("on-day", "1"), ("on-month", "3"), ("on-year", "2028")]);
        assert!(priya.post(&readiness, &to, &fields).await.status.is_redirection());
        assert_eq!(town.told().1, "service.draft.schedule");
        let catalogue = town.app.get::<Catalogue>();
        assert!(catalogue.get("borrow-a-town-bicycle").is_none());
        assert!(priya.get(&readiness).await.words("main").contains("waits for its day"));
        town.do_jobs().await;
        assert!(catalogue.get("borrow-a-town-bicycle").is_none(), "its day has not come");
        town.clock.advance(jiff::SignedDuration::from_hours(20));
        town.do_jobs().await;
        assert_eq!(catalogue.get("borrow-a-town-bicycle").unwrap().version, 1);
    }
}

#[tokio::test]
async fn what_was_changed_after_it_was_put_off_is_not_published_on_the_day() {
    for town in towns(false) {
        let mut priya = town.signed_in(PRIYA).await;
        let draft = made(&mut priya).await;
        let readiness = format!("{draft}/readiness");
        let shown = priya.get(&readiness).await;
        let (known, over) =
            (shown.value("[name=known]").unwrap(), shown.value("[name=over]").unwrap());
        let mut fields = vec![("known", &*known), ("over", &*over), ("on-day", "1")];
        fields.extend([("on-month", "3"), ("on-year", "2028")]);
        priya.post(&readiness, &format!("{draft}/publication"), &fields).await;
        let page = format!("{draft}/pages/the-child");
        send(&mut priya, &page, &page, &[("title-en", "Your child")]).await;
        town.clock.advance(jiff::SignedDuration::from_hours(20));
        town.do_jobs().await;
        assert!(town.app.get::<Catalogue>().get("borrow-a-town-bicycle").is_none());
        let mut priya = town.signed_in(PRIYA).await;
        assert!(priya.get(&draft).await.status.is_success(), "the draft is still there");
    }
}
