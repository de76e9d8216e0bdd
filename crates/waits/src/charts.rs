//! The charts of both pages: what each shows, the sentence above it, the table behind it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use web::chart::{Bar, BarChart, ColumnChart, Line, LineChart, Table};

use crate::board::{Figures, Told};
use crate::hide::LEAST;
use crate::measure::{Measure, Side, count};
use crate::speak::Speak;

/// A month with a figure that is drawn, and whether a sentence may name it.
struct Point {
    month: Date,
    value: f64,
    named: bool,
}

/// The share of promises kept by month; `None` while there are fewer than two months to compare.
pub(crate) fn kept_by_month(
    speak: &Speak,
    months: &[Date],
    told: &[Told<Measure>],
) -> Option<LineChart> {
    let write = |share: f64| speak.share(share);
    let value = |measure: &Measure| measure.kept;
    let words = ["waits-kept-months", "waits-kept-same", "waits-kept-plain", "waits-kept"];
    by_month(speak, (months, told), value, &write, &write, words, 1.0)
}

/// The median by month; `None` while there are fewer than two months to compare.
pub(crate) fn median_by_month(
    speak: &Speak,
    months: &[Date],
    told: &[Told<Measure>],
) -> Option<LineChart> {
    let write = |ms: f64| speak.short_days(ms);
    let axis = |days: f64| speak.days(days);
    let value = |measure: &Measure| Some(speak.in_days(measure.median_ms));
    let words = ["waits-median-months", "waits-median-same", "waits-median-plain", "waits-half"];
    by_month(speak, (months, told), value, &write, &axis, words, 0.0)
}

/// Draws a figure by month, from the first month that had a case. The words are the sentence with
/// the lowest and highest, the one for when they are the same, the plain one, the line's name.
fn by_month(
    speak: &Speak,
    (months, told): (&[Date], &[Told<Measure>]),
    value: impl Fn(&Measure) -> Option<f64>,
    write: &dyn Fn(f64) -> String,
    axis: &dyn Fn(f64) -> String,
    [ends_key, same_key, plain_key, name_key]: [&'static str; 4],
    top: f64,
) -> Option<LineChart> {
    let first = told.iter().position(|month| *month != Told::Nothing)?;
    let (months, told) = (months.get(first..)?, told.get(first..)?);
    let point = |(month, told): (&Date, &Told<Measure>)| {
        let measure = told.shown()?;
        Some(Point { month: *month, value: value(measure)?, named: measure.is_named })
    };
    let points: Vec<Option<Point>> = months.iter().zip(told).map(point).collect();
    if points.iter().flatten().count() < 2 {
        return None;
    }
    let title = match ends(&points) {
        Some((low, high)) => speak.words.with(
            if write(low.value) == write(high.value) { same_key } else { ends_key },
            &[
                ("low", write(low.value).into()),
                ("low_month", speak.month(low.month).into()),
                ("high", write(high.value).into()),
                ("high_month", speak.month(high.month).into()),
            ],
        ),
        None => speak.words.t(plain_key),
    };
    let drawn = points.iter().map(|point| point.as_ref().map(|at| (at.value, write(at.value))));
    let line = Line { name: speak.words.t(name_key), points: drawn.collect() };
    let month = speak.words.t("waits-month");
    Some(LineChart::up_to(top, title, &month, &labels(speak, months), &[line], axis))
}

/// The lowest and the highest of the months that may be named.
fn ends(points: &[Option<Point>]) -> Option<(&Point, &Point)> {
    let named = || points.iter().flatten().filter(|point| point.named);
    let low = named().min_by(|a, b| a.value.total_cmp(&b.value))?;
    let high = named().max_by(|a, b| a.value.total_cmp(&b.value))?;
    (named().count() > 1).then_some((low, high))
}

/// What staff recorded when it was done, by month.
pub(crate) fn recorded_by_month(speak: &Speak, months: &[Date], counts: &[usize]) -> ColumnChart {
    let bar = |(month, number): (&Date, &usize)| {
        Bar::new(speak.short_month(*month), count(*number), speak.number(*number))
    };
    let bars: Vec<Bar> = months.iter().zip(counts).map(bar).collect();
    let all: usize = counts.iter().sum();
    let title = speak.words.with("waits-recorded-months", &[("count", count(all).into())]);
    let head = [speak.words.t("waits-month"), speak.words.t("waits-closed")];
    ColumnChart::new(title, [&head[0], &head[1]], &bars, &|value| {
        speak.words.with("waits-number", &[("number", value.into())])
    })
}

fn labels(speak: &Speak, months: &[Date]) -> Vec<String> {
    months.iter().map(|month| speak.short_month(*month)).collect()
}

/// What staff recorded when it was done, by neighbourhood, the most first.
pub(crate) fn recorded_by_district(
    speak: &Speak,
    counts: &[(Option<String>, usize)],
    names: &BTreeMap<String, String>,
) -> Option<BarChart> {
    let name = |key: &Option<String>| district_name(speak, key.as_deref(), names);
    let elsewhere: usize =
        counts.iter().map(|(_, number)| *number).filter(|number| *number < LEAST).sum();
    let mut counts: Vec<_> = counts.iter().filter(|(_, number)| *number >= LEAST).collect();
    counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let (most, number) = counts.iter().find(|(key, _)| key.is_some())?;
    let title = speak.words.with(
        "waits-recorded-districts",
        &[("name", name(most).into()), ("count", count(*number).into())],
    );
    let bar = |(key, number): &&(Option<String>, usize)| {
        Bar::new(name(key), count(*number), speak.number(*number))
    };
    let mut bars: Vec<Bar> = counts.iter().map(bar).collect();
    if elsewhere > 0 {
        let name = speak.words.t("waits-elsewhere");
        bars.push(Bar::new(name, count(elsewhere), speak.number(elsewhere)));
    }
    let head = [speak.words.t("waits-district"), speak.words.t("waits-closed")];
    Some(BarChart::new(title, [&head[0], &head[1]], &bars))
}

fn district_name(speak: &Speak, key: Option<&str>, names: &BTreeMap<String, String>) -> String {
    match key {
        Some(key) => names.get(key).cloned().unwrap_or_else(|| key.to_owned()),
        None => speak.words.t("waits-no-place"),
    }
}

/// Where the time goes: one bar of three parts.
#[derive(Debug, Serialize)]
pub(crate) struct SplitChart {
    title: String,
    table: Table,
    parts: Vec<DrawnPart>,
}

#[derive(Debug, Serialize)]
struct DrawnPart {
    /// `staff`, `resident`, `others`.
    key: &'static str,
    name: String,
    share: String,
    note: String,
    x: f64,
    width: f64,
}

/// Draws where the time goes; `None` where no time was measured.
pub(crate) fn split(speak: &Speak, measure: &Measure) -> Option<SplitChart> {
    let shares = measure.split?;
    let mut x = 0.0;
    let mut drawn = Vec::new();
    for ((key, side), share) in
        ["staff", "resident", "others"].into_iter().zip(&measure.sides).zip(shares)
    {
        let width = share * 100.0;
        let name = speak.words.t(&format!("waits-side-{key}"));
        let note = note(speak, key, side);
        drawn.push(DrawnPart {
            key,
            name,
            share: speak.share(share),
            note,
            x: tenth(x),
            width: tenth(width),
        });
        x += width;
    }
    let [staff, resident, others] = shares.map(|share| speak.share(share));
    let title = speak.words.with(
        "waits-split",
        &[("staff", staff.into()), ("resident", resident.into()), ("others", others.into())],
    );
    let head = ["waits-side", "waits-side-share", "waits-side-cases"].map(|key| speak.words.t(key));
    let row = |part: &DrawnPart| vec![part.name.clone(), part.share.clone(), part.note.clone()];
    let table = Table { head: head.to_vec(), rows: drawn.iter().map(row).collect() };
    Some(SplitChart { title, table, parts: drawn })
}

/// How many cases had this part of the time, and how much of it is typical.
fn note(speak: &Speak, key: &str, side: &Told<Side>) -> String {
    let Some(side) = side.shown() else { return speak.words.t("waits-side-never") };
    let share = speak.share(side.share);
    speak.words.with(
        &format!("waits-side-note-{key}"),
        &[("share", share.into()), ("median", speak.short(side.median_ms).into())],
    )
}

/// The neighbourhoods: a bar each, and a line where the whole scope stands.
#[derive(Debug, Serialize)]
pub(crate) struct DistrictChart {
    title: String,
    table: Table,
    bars: Vec<DrawnBar>,
    mark: f64,
    mark_name: String,
}

#[derive(Debug, Serialize)]
struct DrawnBar {
    label: String,
    value: String,
    few: bool,
    width: f64,
}

/// Draws the medians by neighbourhood, the quickest first; `None` with fewer than two to compare.
pub(crate) fn districts(
    speak: &Speak,
    figures: &Figures,
    names: &BTreeMap<String, String>,
) -> Option<DistrictChart> {
    let whole = figures.total.shown()?;
    let name = |key: &Option<String>| district_name(speak, key.as_deref(), names);
    let median = |told: &Told<Measure>| told.shown().map(|measure| measure.median_ms);
    let mut rows: Vec<(String, bool, &Told<Measure>)> =
        figures.districts.iter().map(|(key, told)| (name(key), key.is_none(), told)).collect();
    // Those that are not told, and cases without a place, come last.
    rows.sort_by_key(|(name, nowhere, told)| {
        (median(told).is_none(), *nowhere, median(told), name.clone())
    });
    if rows.iter().filter(|(_, nowhere, told)| !nowhere && told.shown().is_some()).count() < 2 {
        return None;
    }
    let named = rows.iter().filter(|(_, nowhere, told)| {
        !nowhere && told.shown().is_some_and(|measure| measure.is_named)
    });
    let named: Vec<_> = named.filter_map(|(name, _, told)| Some((name, median(told)?))).collect();
    let title = match named.as_slice() {
        [quick, .., slow] => speak.words.with(
            "waits-districts",
            &[
                ("quick", quick.0.as_str().into()),
                ("quick_time", speak.short(quick.1).into()),
                ("slow", slow.0.as_str().into()),
                ("slow_time", speak.short(slow.1).into()),
            ],
        ),
        _ => speak.words.t("waits-districts-plain"),
    };
    let most = rows.iter().filter_map(|(.., told)| median(told)).max().unwrap_or(0).max(1);
    let width = |ms: i64| tenth(100.0 * speak.in_days(ms) / speak.in_days(most));
    let bar = |(label, _, told): &(String, bool, &Told<Measure>)| DrawnBar {
        label: label.clone(),
        value: speak.median(told),
        few: told.is_few(),
        width: median(told).map_or(0.0, |ms| width(ms).max(0.3)),
    };
    let bars = rows.iter().map(bar).collect();
    // The share is told of the town's neighborhoods alone.
    let kept = rows.iter().any(|(.., told)| told.shown().is_some_and(|one| one.kept.is_some()));
    let keys = ["waits-district", "waits-half", "waits-nine", "waits-kept"];
    let blank =
        |told: &Told<Measure>, text: String| if told.is_few() { "–".to_owned() } else { text };
    let cells = |(label, _, told): &(String, bool, &Told<Measure>)| {
        vec![
            label.clone(),
            speak.median(told),
            blank(told, speak.p90(told)),
            blank(told, speak.kept(told)),
        ]
    };
    let columns = keys.len() - usize::from(!kept);
    let first = |cells: Vec<String>| cells.into_iter().take(columns).collect();
    let table = Table {
        head: first(keys.map(|key| speak.words.t(key)).to_vec()),
        rows: rows.iter().map(cells).map(first).collect(),
    };
    let mark_name =
        speak.words.with("waits-mark", &[("time", speak.short(whole.median_ms).into())]);
    Some(DistrictChart { title, table, bars, mark: width(whole.median_ms).min(100.0), mark_name })
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
