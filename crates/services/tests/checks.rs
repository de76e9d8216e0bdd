//! Every fault in a pack is found, at its place, with a way to mend it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use proptest::prelude::*;
use sample::{ADVICE, PACK, PERMIT, POTHOLE, WORKFLOW, checked, files, listed, pack};
use services::{Files, Pack, QuestionKind, Severity, check};

/// Asserts that the change is reported in this file at the line where `marker` stands.
fn reports(path: &str, original: &str, from: &str, to: &str, message: &str, help: &str) {
    let checked = checked(path, original, from, to);
    let found = checked.problems.iter().find(|problem| problem.message.contains(message));
    let all = listed(&checked.problems);
    let problem = found.unwrap_or_else(|| panic!("`{to}`: `{message}` is not among\n{all}"));
    assert_eq!(problem.file, path, "{all}");
    assert!(problem.help.contains(help), "`{help}` is not in: {problem}");
    let text = original.replacen(from, to, 1);
    let changed =
        text.lines().zip(original.lines()).position(|(new, old)| new != old).unwrap_or(0) + 1;
    let near = problem.line.abs_diff(changed) <= 4 || problem.line <= 2;
    assert!(near, "line {} is not near the change in line {changed}: {problem}", problem.line);
}

#[test]
fn the_sample_town_is_sound_and_complete() {
    let checked = check(&files(&[]));
    assert!(checked.problems.is_empty(), "{}", listed(&checked.problems));
    let pack = pack();
    let permit = &pack.service("permit").unwrap().definition;
    let pages: Vec<&str> = permit.form.all_pages().iter().map(|page| page.id.as_str()).collect();
    assert_eq!(pages, ["about", "contact"], "the general form, then the contact page");
    assert!(permit.form.contact_question().unwrap().required, "an application needs an answer");
    let pothole = &pack.service("pothole").unwrap().definition;
    assert!(!pothole.form.contact_question().unwrap().required, "a report may be anonymous");
    assert!(pack.service("advice").unwrap().definition.form.is_empty(), "information has no form");
}

#[test]
fn faults_of_services_are_reported() {
    let path = "services/pothole.toml";
    for (from, to, message, help) in [
        ("topic = \"streets\"", "topic = \"street\"", "no topic `street`", "`streets`"),
        ("department = \"works\"", "department = \"work\"", "no department `work`", "`works`"),
        ("team = \"roads\"", "team = \"rods\"", "no team `rods`", "`roads`"),
        (
            "team = \"roads-south\"",
            "team = \"nobody\"",
            "no team `nobody`",
            "there are: roads, roads-south",
        ),
        ("workflow = \"field-work\"", "workflow = \"feld-work\"", "no workflow", "`field-work`"),
        ("popular = true", "poplar = true", "`poplar` is not known", "`popular`"),
        ("popular = true", "popular = \"yes\"", "true or false", ""),
        ("kind = \"report\"", "kind = \"reprot\"", "unknown variant `reprot`", ""),
        ("retention_months = 24", "", "`retention_months` is missing", ""),
        ("id = \"pothole\"", "id = \"hole\"", "not the file's name", "id = \"pothole\""),
        ("max_length = 50", "max_length = \"50\"", "a whole number is needed", ""),
        ("unit = \"working-days\"", "unit = \"weeks\"", "unknown variant `weeks`", ""),
        ("amount = 3", "amount = 0", "from 1 to 3650", ""),
    ] {
        reports(path, POTHOLE, from, to, message, help);
    }
}

#[test]
fn faults_of_forms_are_reported() {
    let path = "services/pothole.toml";
    for (from, to, message, help) in [
        ("kind = \"number\"", "kind = \"numer\"", "no kind of question `numer`", "`number`"),
        ("id = \"depth\"", "id = \"size\"", "question `size` is there twice", ""),
        ("id = \"depth\"", "id = \"Depth-1\"", "cannot be the id", ""),
        ("id = \"hole\"", "id = \"where\"", "page `where` is there twice", ""),
        ("id = \"hole\"", "id = \"check\"", "an address of the form", ""),
        ("id = \"hole\"", "id = \"done\"", "an address of the form", ""),
        ("id = \"hole\"", "id = \"joined\"", "an address of the form", ""),
        ("value = \"large\"", "value = \"small\"", "option `small` is there twice", ""),
        (
            "answers.size == 'large'\"\n[[pages.questions]]",
            "answers.size == 'lorge'\"\n[[pages.questions]]",
            "no option `lorge`",
            "",
        ),
        (
            "answers.place.district == 'south'",
            "answers.place.distrikt == 'south'",
            "no field `distrikt`",
            "",
        ),
        (
            "answers.place.district == 'south'",
            "answers.place.district = 'south'",
            "`==`",
            "looks like",
        ),
        (
            "answers.place.district == 'south'",
            "answers.plaze.district == 'south'",
            "did you mean `place`",
            "",
        ),
        (
            "when = \"answers.harm\"",
            "when = \"answers.day == '2026-01-01'\"",
            "`day` is asked later",
            "earlier",
        ),
        ("when = \"answers.harm\"", "when = \"answers.depth\"", "must be yes or no", ""),
        ("min = \"today-30\"", "min = \"yesterday\"", "no date", ""),
        ("min = 1\n", "min = 500\n", "`max` is below `min`", ""),
    ] {
        reports(path, POTHOLE, from, to, message, help);
    }
}

#[test]
fn bounds_of_services_are_held() {
    reports("services/pothole.toml", POTHOLE, "max = 2\n", "max = 9\n", "from 1 to 5 photos", "");
    reports(
        "services/permit.toml",
        PERMIT,
        "promise =",
        "nearby = { radius_m = 5, days = 5 }\npromise =",
        "nothing is near",
        "place",
    );
    reports(
        "services/permit.toml",
        PERMIT,
        "promise = { amount = 20, unit = \"days\" }",
        "",
        "`promise` is missing",
        "",
    );
    reports(
        "services/advice.toml",
        ADVICE,
        "How to.",
        &"long ".repeat(40),
        "at most 160",
        "shorter",
    );
}

const HEIR: &str = r#"
id = "heir"
name = { en = "Report a pothole again", es = "Avisar otra vez" }
summary = { en = "A hole.", es = "Un hoyo." }
topic = "streets"
department = "works"
audience = ["residents"]
kind = "information"
source_type = "Pothole Repair (Internal)"
cost = { en = "Free", es = "Gratis" }
"#;

#[test]
fn contact_details_can_never_be_public() {
    for kind in ["contact", "email", "phone"] {
        let to = format!("kind = \"{kind}\"\npublic = true\n");
        reports("services/pothole.toml", POTHOLE, "kind = \"yesno\"\n", &to, "never be public", "");
    }
}

#[test]
fn faults_of_workflows_are_reported() {
    let path = "workflows/field-work.toml";
    for (from, to, message) in [
        ("to = \"waiting\"", "to = \"wating\"", "no state `wating`"),
        ("from = [\"closed\"]", "from = [\"close\"]", "no state `close`"),
        ("initial = \"received\"", "initial = \"recieved\"", "no state `recieved`"),
        ("initial = \"received\"", "initial = \"closed\"", "phase \"open\""),
        ("id = \"ask\"", "id = \"question\"", "transition `ask` is missing"),
        ("to = \"waiting\"", "to = \"received\"", "nothing leads to the state `waiting`"),
        ("to = \"waiting\"", "to = \"closed\"", "`ask` cannot lead to `closed`"),
        ("clock = \"resident\"", "clock = \"staff\"", "the clock does not fit"),
        ("id = \"waiting\", phase", "id = \"received\", phase", "state `received` is there twice"),
        ("who = [\"caseworker\"] }", "who = [] }", "nobody may make"),
        ("id = \"withdraw\"", "id = \"close\"", "already possible"),
        ("at = 0.8", "at = 80", "from 0.05 to 10"),
        ("outcomes = [", "others = [", "`others` is not known here"),
    ] {
        reports(path, WORKFLOW, from, to, message, "");
    }
    let trap =
        WORKFLOW.replace("from = [\"received\", \"waiting\"]", "from = [\"received\"]").replace(
            "    { id = \"answered\", from = [\"waiting\"], to = \"received\"",
            "    { id = \"answered\", from = [\"waiting\"], to = \"waiting\"",
        );
    let problems = check(&files(&[("workflows/field-work.toml", &trap)])).problems;
    assert!(
        listed(&problems).contains("a case in `waiting` can never end"),
        "{}",
        listed(&problems)
    );
}

#[test]
fn faults_of_the_pack_and_of_files_are_reported() {
    for (from, to, message) in [
        (
            "department = \"works\" }\nroads-south",
            "department = \"wrks\" }\nroads-south",
            "no department `wrks`",
        ),
        ("time_zone = \"America/New_York\"", "time_zone = \"Boston\"", "no time zone `Boston`"),
        ("to = \"17:00\"", "to = \"8:00\"", "close before they open"),
        ("to = \"17:00\"", "to = \"5pm\"", "`5pm` is no time"),
        ("2026-01-01", "2026-02-30", "no date"),
        ("id = \"empty\"", "id = \"streets\"", "topic `streets` is there twice"),
        ("[opening]", "[opening", "not TOML"),
    ] {
        reports("pack.toml", PACK, from, to, message, "");
    }
    for (path, text, message) in [
        ("pack.toml", "", "has no `pack.toml`"),
        ("services/pothole.md", "", "`services/pothole.md` is missing"),
        ("services/potholes.md", "Lost.", "belongs to no service"),
        (
            "services/again.toml",
            POTHOLE,
            "the id `pothole` is already that of `services/pothole.toml`",
        ),
        ("services/heir.toml", HEIR, "already stands for the service `heir`"),
        ("services/bad.toml", "id = \"bad\nname", "not TOML"),
    ] {
        let problems = check(&files(&[(path, text)])).problems;
        let all = listed(&problems);
        assert!(all.contains(message), "{path}: {all}");
    }
    let binary = Files::from_iter([("pack.toml".to_owned(), vec![0xff, 0xfe])]);
    assert!(listed(&check(&binary).problems).contains("not UTF-8"));
}

#[test]
fn a_state_that_speaks_to_the_resident_needs_words_for_everybody() {
    let words = r#", public_next = { en = "We asked them.", es = "Les preguntamos." }"#;
    let checked = checked("workflows/field-work.toml", WORKFLOW, words, "");
    let found: Vec<&str> =
        checked.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(found, ["`waiting` speaks to the resident, and everybody reads it"]);
    assert_eq!(checked.problems[0].severity, Severity::Warning);
    let pack = pack();
    let state = pack.workflow("field-work").unwrap().state("waiting").unwrap();
    assert_eq!(state.name.get(base::Locale::EN), "Waiting for you");
    assert_eq!(state.name_for_all().get(base::Locale::EN), "Waiting for an answer");
}

#[test]
fn a_missing_language_is_a_warning_and_all_faults_come_at_once() {
    let english_only = POTHOLE
        .replace(
            r#"name = { en = "Report a pothole", es = "Avisar de un bache" }"#,
            r#"name = "Report a pothole""#,
        )
        .replace("topic = \"streets\"", "topic = \"x\"")
        .replace("team = \"roads\"\n", "team = \"y\"\n");
    let checked = check(&files(&[("services/pothole.toml", &english_only)]));
    let severities: Vec<Severity> =
        checked.problems.iter().map(|problem| problem.severity).collect();
    assert_eq!(
        severities,
        [Severity::Warning, Severity::Error, Severity::Error],
        "{}",
        listed(&checked.problems)
    );
    let rest = checked.pack.unwrap();
    assert!(
        rest.service("pothole").is_none() && rest.service("permit").is_some(),
        "sound services remain"
    );
    assert!(Pack::load(&files(&[("services/pothole.toml", &english_only)])).is_err());
}

#[test]
fn an_unknown_question_kind_names_no_other_fault() {
    let checked = checked("services/pothole.toml", POTHOLE, "kind = \"yesno\"", "kind = \"bool\"");
    let errors: Vec<_> = checked
        .problems
        .iter()
        .filter(|problem| problem.message.contains("kind of question"))
        .collect();
    assert_eq!(errors.len(), 1);
    assert!(matches!(
        pack().service("pothole").unwrap().definition.form.question("harm").unwrap().kind,
        QuestionKind::YesNo
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Cut, doubled and mangled files are reported, never a panic.
    #[test]
    fn no_file_makes_the_check_panic(at in 0_usize..4_000, length in 0_usize..400, put in "\\PC{0,8}|[\\[\\]{}=\"'.,a-z \n]{0,12}", which in 0_usize..4) {
        let (path, original) = [("pack.toml", PACK), ("services/pothole.toml", POTHOLE), ("workflows/field-work.toml", WORKFLOW), ("services/permit.toml", PERMIT)][which];
        let characters: Vec<char> = original.chars().collect();
        let at = at % characters.len();
        let end = (at + length).min(characters.len());
        let text: String = characters[..at].iter().copied().chain(put.chars()).chain(characters[end..].iter().copied()).collect();
        let problems = check(&files(&[(path, &text)])).problems;
        for problem in problems {
            prop_assert!(problem.line >= 1 && problem.column >= 1);
            let _shown = problem.to_string();
        }
    }
}

#[test]
fn faults_of_fees_are_reported() {
    let path = "services/pothole.toml";
    let before = "synonyms = {";
    let fee = |amount: &str, more: &str| {
        format!(
            "fee = {{ amount = \"{amount}\", what = {{ en = \"A permit\", es = \"Un permiso\" }}{more} }}\n{before}"
        )
    };
    for (amount, more, message, help) in [
        ("answers.size == 'large'", "", "must be a number", ""),
        ("answers.sise", "", "did you mean `size`", "looks like"),
        ("-1.0", "", "less than nothing", "from 0"),
        ("1e9", "", "far too large", "from 0"),
        ("answers.depth * 2.0", "", "may stay without an answer", "has(answers.depth)"),
        ("10.0", ", wat = 1", "`wat` is not known", "did you mean `what`?"),
        (
            "10.0",
            ", concessions = [{ when = \"answers.depth\", amount = \"0\", because = { en = \"x\", es = \"x\" } }]",
            "must be yes or no",
            "",
        ),
        (
            "10.0",
            ", concessions = [{ when = \"answers.harm == true\", amount = \"-5\", because = { en = \"x\", es = \"x\" } }]",
            "less than nothing",
            "",
        ),
    ] {
        reports(path, POTHOLE, before, &fee(amount, more), message, help);
    }
    let guarded = fee("has(answers.depth) ? answers.depth * 2.0 : 5.0", "");
    let sound = checked(path, POTHOLE, before, &guarded);
    assert!(sound.problems.is_empty(), "{}", listed(&sound.problems));
    let before = "cost = { en = \"Free\"";
    let free =
        "fee = { amount = \"1\", what = { en = \"x\", es = \"x\" } }\ncost = { en = \"Free\"";
    reports("services/advice.toml", ADVICE, before, free, "takes no fee", "online");
    let both = fee("10.0", "").replacen(
        "fee =",
        "appointment = { title = { en = \"x\", es = \"x\" }, branches = [\"hall\"], minutes = 30 }\nfee =",
        1,
    );
    let before = "synonyms = {";
    reports(path, POTHOLE, before, &both, "cannot take a fee in advance", "at the appointment");
}

#[test]
fn an_appointment_that_must_be_booked_further_ahead_than_it_can_be_is_reported() {
    let before = "synonyms = {";
    let never = format!(
        "appointment = {{ title = {{ en = \"x\", es = \"x\" }}, branches = [\"hall\"], minutes = 30, lead_hours = 72, days = 2 }}\n{before}"
    );
    let path = "services/pothole.toml";
    reports(path, POTHOLE, before, &never, "far enough ahead and near enough", "`lead_hours`");
}
