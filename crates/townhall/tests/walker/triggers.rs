//! Notes which tables a request touches, on either engine.

use store::Engine;

use crate::town::TestTown;

/// Tables that hold no act of anybody: what a browser or a worker needs to go on.
const BOOKKEEPING: [&str; 10] = [
    "jobs",
    "link_requests",
    "job_schedules",
    "web_sessions",
    "outbox",
    "ledger",
    "ledger_personal",
    "walk_touched",
    "sign_in_attempts",
    "migrations",
];

store::statements! {
    ENTRIES: Query<i64> = "SELECT COUNT(*) FROM ledger";
    TOUCHED: Query<String> = "SELECT DISTINCT name FROM walk_touched ORDER BY name LIMIT 500";
    FORGET: Statement = "DELETE FROM walk_touched";
    A_LETTER: Statement = "UPDATE outbox SET state = 'dead', last_error = 'no such mailbox',
        case_id = (SELECT id FROM cases WHERE reference = $1)
        WHERE id IN (SELECT id FROM outbox ORDER BY id DESC LIMIT 6)";
    /// The demo's caseworker and team lead have work.
    WORK: Statement = "UPDATE cases SET team = (SELECT MIN(m.team) FROM memberships AS m
        JOIN persons AS p ON p.id = m.person WHERE p.email_key = $1 AND m.team IS NOT NULL)
        WHERE reference = $2
        OR id IN (SELECT id FROM cases WHERE phase <> 'closed' ORDER BY id DESC LIMIT 24)
        OR id IN (SELECT case_id FROM appointments WHERE case_id IS NOT NULL)";
    A_JOB: Statement = "INSERT INTO jobs (id, kind, payload, state, due_at, attempts, last_error)
        VALUES ($1, 'post.deliver', '{\"letter\":1}', 'dead', 1, 14, 'gone')";
}

/// A service has a version to go back to.
fn publish_again(town: &TestTown) {
    let catalogue = town.app.get::<services::Catalogue>();
    let service = catalogue.get("pothole").expect("a service of the demo");
    let mut definition = service.definition.clone();
    definition.popular = !definition.popular;
    let (again, app) =
        (services::PackService { definition, text: service.text.clone() }, town.app.clone());
    let released = town.app.db().write_blocking(move |tx| {
        let person =
            people::persons::find_by_email(tx, people::demo::DESIGNER)?.expect("a designer");
        let by = services::releases::Release { by: person.id, seconded_by: None };
        let (actor, at) = (ledger::Actor::Person(person.id), app.clock().now());
        let hand = services::Hand { actor, at, ids: app.ids(), rng: app.rng() };
        services::releases::release(tx, &again, &service.workflow, by, hand)
    });
    released.unwrap();
    town.app.db().read_blocking(move |tx| catalogue.refresh(tx)).unwrap();
}

/// A designer waits for somebody to approve a draft.
pub fn ask_to_publish(town: &TestTown) {
    let page = "/desk/services/zoning-problem";
    let mut browser = town.browser(Some(people::demo::DESIGNER));
    town.run(async {
        browser.post(page, &format!("{page}/draft"), &[]).await;
        let shown = browser.get(&format!("{page}/draft/readiness")).await;
        let value = |name: &str| shown.value(&format!("[name={name}]")).unwrap_or_default();
        let (known, over) = (value("known"), value("over"));
        let fields = [("known", known.as_str()), ("over", over.as_str())];
        let to = format!("{page}/draft/publication");
        browser.post(&format!("{page}/draft/readiness"), &to, &fields).await;
    });
}

/// Sets the triggers, and lays out what only a mishap leaves: dead letters and dead jobs.
pub fn prepare(town: &TestTown, reference: &str) {
    publish_again(town);
    let compact = reference.replace('-', "");
    let sql = match town.app.db().engine() {
        Engine::Sqlite => sqlite(),
        Engine::Postgres => postgres(),
    };
    town.app
        .db()
        .write_blocking(move |tx| {
            tx.run(&A_LETTER, store::params![compact.as_str()])?;
            for id in 1..=4_i64 {
                tx.run(&A_JOB, store::params![id])?;
            }
            tx.batch(&sql)
        })
        .unwrap();
}

/// Forms that wait to be paid; gives the pages to pay at.
pub fn unpaid(town: &TestTown) -> Vec<String> {
    let office = cases::Office::of(&town.app);
    let service =
        office.catalogue().get("visitor-parking").expect("a service that costs something");
    let answers = services::Answers::from_text(
        r#"{"plate": "1ABC23", "stay": {"from": "2028-03-02", "to": "2028-03-04", "days": 3.0}, "reduced": false,
        "contact": {"name": "Ada Example", "email": "ada@example.org", "phone": ""}}"#,
    );
    let answers = answers.unwrap();
    let fee = service.definition.fee.as_ref().expect("a fee");
    let charge = fee.charge(&answers, office.catalogue().outline().currency).unwrap();
    let new = cases::NewCase {
        service,
        answers,
        locale: base::Locale::EN,
        channel: "web",
        by: cases::By::Resident,
        requester: None,
    };
    // The bank's page plays its buttons in turn: each of them and none.
    let begun = town.app.db().write_blocking(move |tx| {
        let all = (0..4).map(|_| payments::begin(tx, &office, &new, &charge));
        all.collect::<Result<Vec<_>, _>>()
    });
    begun.unwrap().iter().map(|one| payments::links::path(&town.app, one.id)).collect()
}

/// Gives a case and the newest ones, those of the walk among them, to the demo's caseworker and team lead.
pub fn give_work(town: &TestTown, reference: &str) {
    let compact = reference.replace('-', "");
    let given = move |tx: &mut store::Tx<'_>| {
        tx.run(&WORK, store::params![people::demo::CASEWORKER, compact.as_str()])
    };
    town.app.db().write_blocking(given).unwrap();
}

fn tables() -> Vec<String> {
    let tables: Vec<String> = store::migrations()
        .iter()
        .flat_map(|migration| migration.sql.split("CREATE TABLE ").skip(1))
        .filter_map(|rest| rest.split([' ', '(']).next().map(str::to_owned))
        .filter(|name| !BOOKKEEPING.contains(&name.as_str()))
        // A draft is what somebody has typed and not yet sent: no act of the town's.
        .filter(|name| !name.contains("draft") && !name.ends_with("_visits"))
        .collect();
    assert!(tables.contains(&"cases".to_owned()));
    tables
}

fn sqlite() -> String {
    let mut sql = String::from("CREATE TABLE walk_touched (name TEXT NOT NULL);");
    for table in tables() {
        for act in ["INSERT", "UPDATE", "DELETE"] {
            sql.push_str(&format!(
                "CREATE TRIGGER walk_{act}_{table} AFTER {act} ON {table} BEGIN \
                 INSERT INTO walk_touched VALUES ('{table}'); END;"
            ));
        }
    }
    sql
}

fn postgres() -> String {
    let mut sql = String::from(
        "CREATE TABLE walk_touched (name TEXT NOT NULL);
         CREATE FUNCTION walk_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO walk_touched VALUES (TG_TABLE_NAME); RETURN NULL; END $$;",
    );
    for table in tables() {
        sql.push_str(&format!(
            "CREATE TRIGGER walk_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION walk_touch();"
        ));
    }
    sql
}

pub fn touched(town: &TestTown) -> Vec<String> {
    town.app.db().read_blocking(|tx| tx.all(&TOUCHED, store::params![])).unwrap()
}

pub fn forget(town: &TestTown) {
    town.app.db().write_blocking(|tx| tx.run(&FORGET, store::params![])).unwrap();
}

pub fn entries(town: &TestTown) -> i64 {
    town.app.db().read_blocking(|tx| tx.one(&ENTRIES, store::params![])).unwrap().unwrap()
}
