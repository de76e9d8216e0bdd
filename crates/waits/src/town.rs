use std::collections::HashMap;

use axum::extract::{Query, State};
use serde::Serialize;
use services::Catalogue;
use web::chart::LineChart;
use web::{App, Cache, Page, Reply, Visitor, Words, show};

use crate::asked::{Asked, Sort};
use crate::board::{Board, Figures, PERIODS, Scope, Told};
use crate::charts::{self, DistrictChart, SplitChart};
use crate::fresh::Counts;
use crate::measure::Measure;
use crate::speak::Speak;
use crate::table::{self, Table};

/// How long anybody may keep a page of figures, in seconds: as long as they are fresh.
pub(crate) const KEPT_SECONDS: u32 = 60;

/// The page of the whole town, a topic or a department.
#[derive(Serialize)]
struct TownPage {
    heading: String,
    since: String,
    counted: i64,
    stats: Vec<Stat>,
    absent: Option<&'static str>,
    open: String,
    kept: Option<LineChart>,
    median: Option<LineChart>,
    split: Option<SplitChart>,
    districts: Option<DistrictChart>,
    table: Table,
    filter: Filter,
    counting: Counting,
    csv: String,
    json: String,
}

/// A figure in the row of figures.
#[derive(Serialize)]
pub(crate) struct Stat {
    figure: String,
    label: String,
    note: String,
}

/// The form above the figures.
#[derive(Serialize)]
struct Filter {
    of: String,
    months: usize,
    topics: Vec<Choice>,
    departments: Vec<Choice>,
    periods: Vec<Choice>,
    sorts: Vec<Choice>,
    sort: &'static str,
    search: String,
    all: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// What "how we count" tells besides its fixed words.
#[derive(Serialize)]
pub(crate) struct Counting {
    hours: String,
    repeats: String,
    withdrawn: String,
    recorded: String,
}

impl Page for TownPage {
    const TEMPLATE: &'static str = "waits/town.html";

    fn title(&self, _: &Words) -> String {
        self.heading.clone()
    }

    fn cache(&self) -> Cache {
        Cache::Anybody(KEPT_SECONDS)
    }
}

/// Shows how long things take in the whole town.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
) -> Reply {
    let board = app.get::<Counts>().board(&app).await?;
    let catalogue = app.get::<Catalogue>();
    let speak = Speak::new(&app, &visitor);
    let asked = Asked::read(&query);
    Ok(show(view(&speak, &board, &catalogue, asked)))
}

fn view(speak: &Speak, board: &Board, catalogue: &Catalogue, asked: Asked) -> TownPage {
    let figures = board.of(&asked.scope, asked.months);
    let by_month = board.by_month(&asked.scope);
    let name = scope_name(&asked.scope, catalogue, speak);
    TownPage {
        heading: heading(speak, &figures, name.as_deref(), asked.months),
        since: speak.day(board.since(asked.months)),
        counted: base::time::to_ms(board.at),
        stats: stats(speak, &figures),
        absent: absent(&figures.total),
        open: open(speak, board, &asked.scope),
        kept: charts::kept_by_month(speak, &board.months, by_month),
        median: charts::median_by_month(speak, &board.months, by_month),
        split: figures.total.shown().and_then(|measure| charts::split(speak, measure)),
        districts: charts::districts(speak, &figures, &board.districts),
        table: table::table(speak, board, catalogue, &asked),
        counting: counting(speak, &figures),
        csv: asked.address("/waits.csv"),
        json: asked.address("/waits.json"),
        filter: filter(speak, catalogue, &asked),
    }
}

/// The main finding as a sentence.
fn heading(speak: &Speak, figures: &Figures, name: Option<&str>, months: usize) -> String {
    let months = months.to_string();
    let share = figures.total.shown().and_then(|measure| measure.kept);
    match (share, name) {
        (Some(share), Some(name)) => speak.words.with(
            "waits-title-of",
            &[
                ("name", name.into()),
                ("share", speak.share(share).into()),
                ("months", months.into()),
            ],
        ),
        (Some(share), None) => speak.words.with(
            "waits-title-kept",
            &[("share", speak.share(share).into()), ("months", months.into())],
        ),
        (None, Some(name)) => speak.words.with("waits-title-name", &[("name", name.into())]),
        (None, None) => speak.words.t("waits-title"),
    }
}

fn scope_name(scope: &Scope, catalogue: &Catalogue, speak: &Speak) -> Option<String> {
    let (outline, locale) = (catalogue.outline(), speak.words.locale());
    match scope {
        Scope::Topic(key) => Some(outline.topic(key)?.name.get(locale).to_owned()),
        Scope::Department(key) => Some(outline.department(key)?.name.get(locale).to_owned()),
        Scope::Town | Scope::Service(_) => None,
    }
}

/// The row of figures of a scope; empty where they are not told.
pub(crate) fn stats(speak: &Speak, figures: &Figures) -> Vec<Stat> {
    let Some(measure) = figures.total.shown() else { return Vec::new() };
    let stat = |figure: String, key: &str, note: String| Stat {
        figure,
        label: speak.words.t(&format!("waits-stat-{key}")),
        note,
    };
    let working = speak.words.t("waits-stat-working");
    vec![
        stat(speak.kept_of(measure), "kept", String::new()),
        stat(speak.short(measure.median_ms), "half", working.clone()),
        stat(speak.short(measure.p90_ms), "nine", working),
        stat(speak.closed_of(measure), "closed", speak.words.t("waits-stat-about")),
    ]
}

/// Why there are no figures; `None` where there are.
pub(crate) fn absent(total: &Told<Measure>) -> Option<&'static str> {
    match total {
        Told::Shown(_) => None,
        Told::Few => Some("few"),
        Told::Nothing => Some("nothing"),
    }
}

/// About how many are open now, in a sentence.
pub(crate) fn open(speak: &Speak, board: &Board, scope: &Scope) -> String {
    let found = board.open(scope);
    let open = match found.open {
        Told::Nothing => return speak.words.t("waits-open-none"),
        Told::Few => return speak.words.t("waits-open-few"),
        Told::Shown(open) => open,
    };
    let args = |late: usize| [("open", open.into()), ("late", late.into())];
    match found.late {
        Told::Few => speak.words.with("waits-open-late-few", &[("open", open.into())]),
        late => speak.words.with("waits-open", &args(late.shown().copied().unwrap_or(0))),
    }
}

pub(crate) fn counting(speak: &Speak, figures: &Figures) -> Counting {
    Counting {
        hours: speak.hours_of_day(),
        repeats: speak.few(figures.left_out.repeats),
        withdrawn: speak.few(figures.left_out.withdrawn),
        recorded: speak.few(figures.left_out.recorded),
    }
}

fn filter(speak: &Speak, catalogue: &Catalogue, asked: &Asked) -> Filter {
    let (outline, locale) = (catalogue.outline(), speak.words.locale());
    let choice = |kind: &str, key: &str, name: &base::Localized| Choice {
        value: format!("{kind}.{key}"),
        label: name.get(locale).to_owned(),
    };
    let topics = catalogue.topics();
    let topics = topics.iter().map(|(topic, _)| choice("topic", &topic.id, &topic.name));
    let mut departments: Vec<Choice> = outline
        .departments
        .iter()
        .map(|department| choice("department", &department.key, &department.name))
        .collect();
    departments.sort_by(|a, b| a.label.cmp(&b.label));
    let period = |months: usize| Choice {
        value: months.to_string(),
        label: speak.words.with("waits-period", &[("months", months.into())]),
    };
    let sort = |sort: Sort| Choice {
        value: sort.key().to_owned(),
        label: speak.words.t(&format!("waits-sort-{}", sort.key())),
    };
    Filter {
        of: asked.of(),
        months: asked.months,
        topics: topics.collect(),
        departments,
        periods: PERIODS.map(period).into(),
        sorts: Sort::ALL.map(sort).into(),
        sort: asked.sort.key(),
        search: asked.search.clone(),
        all: asked.all,
    }
}
