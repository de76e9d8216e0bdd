//! The style page: every component on one page, for whoever writes pages. Shown in the demo only.

use axum::extract::State;
use serde::Serialize;

use crate::chart::{Bar, BarChart, ColumnChart, DotChart, Line, LineChart, Span, Spark, Tone};
use crate::{
    Access, App, Fault, Flash, FormErrors, Page, Raw, Reply, Routes, Visitor, Words, numbers,
    see_other_with, show, unprocessable,
};

/// The routes of the style page.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/style", Access::Public, components)
        .get("/style/desk", Access::Public, desk)
        .post_query("/style", Access::Public, try_form)
}

/// The page that shows every component.
#[derive(Default, Serialize)]
struct StylePage {
    now: i64,
    form: Raw,
    errors: FormErrors,
    language_form: &'static str,
    charts: Option<Charts>,
}

impl Page for StylePage {
    const TEMPLATE: &'static str = "web/style.html";

    fn title(&self, words: &Words) -> String {
        words.t("style-title")
    }
}

/// The same components as the desk shows them.
#[derive(Serialize)]
struct DeskStylePage {
    now: i64,
}

impl Page for DeskStylePage {
    const TEMPLATE: &'static str = "web/style-desk.html";

    fn title(&self, words: &Words) -> String {
        words.t("style-desk-title")
    }
}

#[derive(Serialize)]
struct Charts {
    bars: BarChart,
    columns: ColumnChart,
    lines: LineChart,
    dots: DotChart,
    spark: Spark,
}

async fn components(State(app): State<App>, visitor: Visitor) -> Reply {
    only_in_demo(&app)?;
    Ok(show(page(&app, &visitor)))
}

async fn desk(State(app): State<App>) -> Reply {
    only_in_demo(&app)?;
    Ok(show(DeskStylePage { now: app.clock().now_ms() }))
}

async fn try_form(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    only_in_demo(&app)?;
    let words = visitor.words();
    let base = page(&app, &visitor);
    if form.language().is_some() {
        return Ok(show(StylePage { form, ..base }));
    }
    let mut errors = FormErrors::new();
    let missing = words.t("field-missing");
    errors.take("street", form.line("street", 60), &missing, words);
    errors.take("text", form.text("text", 200), &missing, words);
    errors.take("size", form.line("size", 20), &missing, words);
    errors.take("date-day", form.line("date-day", 2), &missing, words);
    if errors.is_empty() {
        return Ok(see_other_with("/style", Flash::success(words.t("flash-success"))));
    }
    Ok(unprocessable(StylePage { form, errors, ..base }))
}

fn only_in_demo(app: &App) -> Result<(), Fault> {
    if app.town().demo { Ok(()) } else { Err(Fault::NotFound) }
}

fn page(app: &App, visitor: &Visitor) -> StylePage {
    StylePage {
        now: app.clock().now_ms(),
        language_form: "try",
        charts: Some(charts(visitor.words())),
        ..StylePage::default()
    }
}

fn charts(words: &Words) -> Charts {
    let locale = words.locale();
    let number = |value: f64| numbers::number(value, locale);
    let [topic, reports] = ["style-topic", "style-reports"].map(|key| words.t(key));
    let topics = [("streets", 1_840.0), ("parks", 760.0), ("lights", 310.0), ("water", 95.0)];
    let bars: Vec<_> = topics
        .iter()
        .map(|(key, value)| {
            Bar::new(words.t(&format!("style-topic-{key}")), *value, number(*value))
        })
        .collect();
    let months: Vec<String> = (1..=9).map(|month| format!("{month}/26")).collect();
    let kept = [71.0, 74.0, 70.0, 78.0, 82.0, 81.0, 86.0, 84.0, 88.0];
    let columns: Vec<_> = months
        .iter()
        .zip(kept)
        .map(|(month, value)| {
            let tone = if value < 75.0 { Tone::Soon } else { Tone::Kept };
            Bar::new(month, value, numbers::percent(value / 100.0, locale)).tone(tone)
        })
        .collect();
    let line = |key: &str, values: [f64; 9]| Line {
        name: words.t(key),
        points: values.iter().map(|value| Some((*value, number(*value)))).collect(),
    };
    let lines = [
        line("style-median", [3.2, 3.0, 3.4, 2.8, 2.6, 2.4, 2.5, 2.1, 1.9]),
        line("style-slowest", [9.0, 8.4, 9.6, 8.0, 7.1, 7.4, 6.8, 6.2, 5.5]),
    ];
    let days = |value: f64| (value, number(value));
    let span = |key: &str, low: f64, high: f64| Span {
        label: words.t(&format!("style-topic-{key}")),
        low: days(low),
        high: days(high),
    };
    let spans = [span("streets", 1.9, 6.4), span("parks", 3.1, 11.0), span("lights", 2.2, 5.0)];
    let [median, slowest, month, share] =
        ["style-median", "style-slowest", "style-month", "style-share"].map(|key| words.t(key));
    Charts {
        bars: BarChart::new(words.t("style-bars"), [&topic, &reports], &bars),
        columns: ColumnChart::new(words.t("style-columns"), [&month, &share], &columns, &|value| {
            numbers::percent(value / 100.0, locale)
        }),
        lines: LineChart::new(words.t("style-lines"), &month, &months, &lines, &number),
        dots: DotChart::new(words.t("style-dots"), [&topic, &median, &slowest], &spans),
        spark: Spark::new(words.t("style-lines"), &[3.2, 3.0, 3.4, 2.8, 2.6, 2.4, 2.5, 2.1, 1.9]),
    }
}
