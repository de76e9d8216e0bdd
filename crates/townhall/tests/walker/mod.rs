//! Somebody who follows links and sends every form that stands on the way.

mod fill;
mod triggers;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use base::CaseId;
use cases::{Office, links};
use testkit::Browser;

use fill::Known;

use crate::town::TestTown;

/// How many pages of one pattern a walker opens: cases and services differ in what they offer.
const PAGES: usize = 6;
/// How many pages of one pattern are opened in the second language too.
const SPOKEN: usize = 2;
/// How many pages there are of a pattern under which much hides: letters with links of every kind, cases
/// of residents, forms.
const MANY: usize = 20;
/// How often a walker tries to change something by one route, with other answers each time.
const TRIES: usize = 12;
/// How many steps of forms a walker takes: a form has many, and corrections are forms too.
const STEPS: usize = 60;
/// Pages that a walker opens at most.
const MOST: usize = 600;

store::row! {
    struct KnownRow { reference: String, email: String, address: String, service: String }
}

store::statements! {
    KNOWN: Query<KnownRow> = "SELECT c.reference, a.email, c.address, c.service
        FROM cases AS c JOIN case_answers AS a ON a.case_id = c.id
        WHERE c.phase <> 'closed' AND c.public = 1 AND c.address IS NOT NULL AND a.email <> ''
        ORDER BY c.id DESC LIMIT 1";
    NEWEST: Query<String> = "SELECT reference FROM cases WHERE phase <> 'closed' ORDER BY id DESC LIMIT 4";
    CASES: Query<i64> = "SELECT id FROM cases WHERE phase <> 'closed' ORDER BY id DESC LIMIT $1";
    EXPECTED: Query<i64> = "SELECT live_case FROM appointments WHERE live_case IS NOT NULL ORDER BY id DESC LIMIT $1";
    CLOSED: Query<i64> = "SELECT c.id FROM cases AS c JOIN case_answers AS a ON a.case_id = c.id
        WHERE c.phase = 'closed' AND c.outcome NOT IN ('withdrawn', 'duplicate')
        AND NOT EXISTS (SELECT 1 FROM case_feedback AS f WHERE f.case_id = c.id)
        ORDER BY c.id DESC LIMIT $1";
}

pub struct Walker<'a> {
    town: &'a TestTown,
    /// The patterns of routes by which something changed.
    pub changed: BTreeSet<String>,
    /// What changed without an entry, and what broke.
    pub wrong: Vec<String>,
    /// What the attempts by each pattern came to.
    pub latest: BTreeMap<String, String>,
    /// Patterns that need leave no entry.
    quiet: Vec<&'static str>,
    known: Known,
    /// The service of the known case.
    service: String,
    /// A number for what must differ each time.
    turn: usize,
}

impl<'a> Walker<'a> {
    pub fn new(town: &'a TestTown, quiet: Vec<&'static str>) -> Self {
        let found = town.app.db().read_blocking(|tx| tx.one(&KNOWN, store::params![]));
        let found = found.unwrap().expect("a case that is known");
        let KnownRow { reference, email, address, service } = found;
        let reference: base::Reference = reference.parse().unwrap();
        triggers::give_work(town, &reference.to_string());
        triggers::prepare(town, &reference.to_string());
        let known = Known { reference: reference.to_string(), email, address };
        Self {
            town,
            changed: BTreeSet::new(),
            wrong: Vec::new(),
            latest: BTreeMap::new(),
            quiet,
            known,
            service,
            turn: 0,
        }
    }

    /// Walks as somebody, from the pages that they know.
    pub fn walk(&mut self, role: Option<&str>) {
        self.town.do_jobs();
        triggers::give_work(self.town, &self.known.reference);
        triggers::ask_to_publish(self.town);
        let mut browser = self.town.browser(role);
        let mut ahead: VecDeque<String> = self.starts().into();
        let (mut seen, mut opened) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
        let mut tries = BTreeMap::<String, usize>::new();
        while let Some(path) = ahead.pop_front() {
            let Some(pattern) = self.pattern("GET", &path) else { continue };
            let many = ["/demo/mail/{id}", "/track/{token}", "/apply/{draft}/{page}"];
            let most = if many.contains(&&*pattern) { MANY } else { PAGES };
            let count = opened.entry(pattern).or_default();
            if *count >= most || seen.len() >= MOST || !seen.insert(path.clone()) {
                continue;
            }
            *count += 1;
            if *count <= SPOKEN && !path.contains("lang=") {
                self.speaks_spanish(browser.clone(), role, &path);
            }
            let page = self.town.run(browser.get(&path));
            if let Some(to) = page.location() {
                ahead.push_front(to);
            }
            ahead.extend(page.links());
            ahead.extend(written_links(&page.text(), &self.town.app.town().base_url));
            for number in 0..page.forms().len() {
                if let Some(to) = self.act(&mut browser, role, &path, number, &mut tries) {
                    // What was done may have made other things possible there.
                    seen.remove(&to);
                    ahead.push_front(to);
                }
            }
        }
    }

    /// Opens a page in the second language: with its words all there.
    fn speaks_spanish(&mut self, mut browser: Browser, role: Option<&str>, path: &str) {
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = self.town.run(browser.get(&format!("{path}{joint}lang=es")));
        let text = page.text();
        if text.contains('⟦') {
            self.wrong.push(format!("{path} as {role:?} lacks a word in Spanish"));
        }
        if text.contains("<html") && !text.contains("<html lang=\"es\"") {
            self.wrong.push(format!("{path} as {role:?} is not in Spanish"));
        }
    }

    /// Opens the page anew, so that its revision is fresh, and sends one of its forms; gives where the
    /// answer leads.
    fn act(
        &mut self,
        browser: &mut Browser,
        role: Option<&str>,
        path: &str,
        number: usize,
        tries: &mut BTreeMap<String, usize>,
    ) -> Option<String> {
        let form = self.town.run(browser.get(path)).forms().into_iter().nth(number)?;
        let pattern =
            self.pattern("POST", &form.action).filter(|pattern| pattern != "/sign-out")?;
        // Whoever signs out or in as another is somebody else afterwards.
        let mut own = if pattern.starts_with("/sign-") || pattern.starts_with("/demo/sign-in") {
            browser.clone()
        } else {
            std::mem::replace(browser, self.town.stranger())
        };
        let stays = !pattern.starts_with("/sign-") && !pattern.starts_with("/demo/sign-in");
        let tried = tries.entry(pattern.clone()).or_default();
        let mut to = None;
        if *tried < if pattern.starts_with("/apply") { STEPS } else { TRIES } {
            *tried += 1;
            self.turn += 1;
            let sent = fill::filled(&form, &self.known, *tried, self.turn);
            triggers::forget(self.town);
            let before = triggers::entries(self.town);
            let answer = self.town.run(fill::send(&mut own, &form, &sent));
            let touched = triggers::touched(self.town);
            if answer.status.is_server_error() {
                self.wrong.push(format!("{pattern} as {role:?} broke with {sent:?}"));
            }
            let said = answer.words(".govuk-error-summary, h1");
            let (status, on) = (answer.status.as_u16(), answer.location().unwrap_or_default());
            let came = format!("{role:?} sent {sent:?}: {status} {on} {said}");
            let told = self.latest.entry(pattern.clone()).or_default();
            told.push('\n');
            told.push_str(&came);
            let told = triggers::entries(self.town) > before;
            if told || !touched.is_empty() {
                self.changed.insert(pattern.clone());
            }
            if !told && !touched.is_empty() && !self.quiet.contains(&&*pattern) {
                self.wrong.push(format!(
                    "{pattern} as {role:?} changed {touched:?} without an entry ({sent:?})"
                ));
            }
            to = answer.location();
        }
        if stays {
            *browser = own;
        }
        to
    }

    /// The pattern of the route that an address meets.
    fn pattern(&self, method: &str, address: &str) -> Option<String> {
        let path = address.split(['?', '#']).next()?;
        let mut found: Vec<_> = self
            .town
            .routes
            .iter()
            .filter(|route| route.method.as_str() == method && meets(&route.path, path))
            .map(|route| route.path.clone())
            .collect();
        // A fixed word wins over a place holder.
        found.sort_by_key(|pattern| pattern.matches('{').count());
        found.into_iter().next()
    }

    /// The references of the newest cases.
    fn references(&self) -> Vec<String> {
        let compact = self.town.app.db().read_blocking(|tx| tx.all(&NEWEST, store::params![]));
        let parsed = |text: String| text.parse::<base::Reference>().unwrap().to_string();
        compact.unwrap().into_iter().map(parsed).collect()
    }

    /// Where people begin: what they know by heart, and the links that were sent to them.
    fn starts(&self) -> Vec<String> {
        let limit = i64::try_from(PAGES / 2).unwrap();
        let ids = self.town.app.db().read_blocking(move |tx| {
            let mut ids = tx.all(&CLOSED, store::params![limit])?;
            ids.extend(tx.all(&CASES, store::params![limit])?);
            Ok::<_, store::StoreError>(ids)
        });
        let office = Office::of(&self.town.app);
        let mut starts: Vec<String> = ids
            .unwrap()
            .into_iter()
            .map(|id| format!("/track/{}", links::token(&office, CaseId(id))))
            .collect();
        let expected =
            self.town.app.db().read_blocking(move |tx| tx.all(&EXPECTED, store::params![limit]));
        let of_case = |id| format!("/track/{}/appointment", links::token(&office, CaseId(id)));
        starts.extend(expected.unwrap().into_iter().map(of_case));
        let known = [
            "/demo/mail",
            "/desk",
            "/desk?view=team",
            "/desk?view=all",
            "/desk?view=all&late=1",
            "/desk/services/pothole",
            "/desk/appointments?branch=registry&day=2028-03-02",
            "/desk/appointments?branch=registry&day=2028-03-01",
            "/desk/approvals",
            "/desk/people",
            "/desk/payments",
            "/desk/jobs",
            "/desk/templates",
            "/account",
            "/my-cases",
            "/track",
            "/reports",
            "/services/passport-application",
            "/services/allotments",
            "/services/pothole",
            "/services/comment",
            "/sign-in",
            "/style",
            "/",
        ];
        starts.extend(known.map(str::to_owned));
        starts.push(format!("/services/{}", self.service));
        // First, before an assignment takes the cases elsewhere.
        let (known, newest) = (&self.known.reference, self.references());
        let repeats = newest.iter().map(|one| format!("/desk/cases/{one}/duplicate?of={known}"));
        let handed = newest.iter().rev().map(|one| format!("/desk/cases/{one}/hand-over"));
        let letters = ["/desk/letters".to_owned()];
        let unpaid = triggers::unpaid(self.town);
        letters.into_iter().chain(unpaid).chain(repeats).chain(handed).chain(starts).collect()
    }
}

/// Links that stand in letters as text.
fn written_links(text: &str, base: &str) -> Vec<String> {
    let text = text.replace("&#x2f;", "/");
    let ends = |c: char| c.is_whitespace() || "\"<>'&".contains(c);
    let after = text.split(base).skip(1).filter_map(|rest| rest.split(ends).next());
    after.filter(|path| path.starts_with('/')).map(str::to_owned).collect()
}

fn meets(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern
            .iter()
            .zip(&path)
            .all(|(want, is)| want == is || (want.starts_with('{') && !is.is_empty()))
}
