//! The charts of both pages: what each shows, the sentence above it, the table behind it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use web::chart::{Bar, ColumnChart, Line, LineChart, Table};

use crate::board::{Figures, Told};
use crate::measure::{Measure, Part, count};
use crate::speak::Speak;

/// The share of promises kept by month; `None` while there are fewer than two months to compare.
pub(crate) fn kept_by_month(
    speak: &Speak,
    months: &[Date],
    told: &[Told<Measure>],
) -> Option<LineChart> {
    let points: Vec<Option<f64>> =
        told.iter().map(|month| month.shown().and_then(Measure::share_kept)).collect();
    let (low, high) = ends(&points)?;
    let title = speak.words.with(
        if low.1 == high.1 { "waits-kept-same" } else { "waits-kept-months" },
        &[
            ("low", speak.share(low.1).into()),
            ("low_month", speak.month(month_at(months, low.0)).into()),
            ("high", speak.share(high.1).into()),
            ("high_month", speak.month(month_at(months, high.0)).into()),
        ],
    );
    let write = |share: f64| speak.share(share);
    let line = Line { name: speak.words.t("waits-kept"), points: worded(&points, write) };
    Some(LineChart::up_to(1.0, title, &speak.words.t("waits-month"), &labels(speak, months), &[line], &write))
}

/// The median by month; `None` while there are fewer than two months to compare.
pub(crate) fn median_by_month(
    speak: &Speak,
    months: &[Date],
    told: &[Told<Measure>],
) -> Option<LineChart> {
    let shown = |month: &Told<Measure>| month.shown().map(|measure| measure.median_ms);
    let points: Vec<Option<f64>> =
        told.iter().map(|month| shown(month).map(|ms| speak.in_days(ms))).collect();
    let (low, high) = ends(&points)?;
    let median = |index: usize| told.get(index).and_then(shown).unwrap_or(0);
    let title = speak.words.with(
        "waits-median-months",
        &[
            ("low", speak.short(median(low.0)).into()),
            ("low_month", speak.month(month_at(months, low.0)).into()),
            ("high", speak.short(median(high.0)).into()),
            ("high_month", speak.month(month_at(months, high.0)).into()),
        ],
    );
    let worded = points.iter().zip(told).map(|(point, month)| {
        point.map(|days| (days, speak.median(month)))
    });
    let line = Line { name: speak.words.t("waits-half"), points: worded.collect() };
    let axis = |days: f64| speak.days(days);
    Some(LineChart::new(title, &speak.words.t("waits-month"), &labels(speak, months), &[line], &axis))
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
    ColumnChart::new(title, [&head[0], &head[1]], &bars, &|value| speak.words.with("waits-number", &[("number", value.into())]))
}

fn labels(speak: &Speak, months: &[Date]) -> Vec<String> {
    months.iter().map(|month| speak.short_month(*month)).collect()
}

fn month_at(months: &[Date], index: usize) -> Date {
    months.get(index).copied().unwrap_or_default()
}

fn worded(points: &[Option<f64>], write: impl Fn(f64) -> String) -> Vec<Option<(f64, String)>> {
    points.iter().map(|point| point.map(|value| (value, write(value)))).collect()
}

/// The lowest and the highest point with their places.
fn ends(points: &[Option<f64>]) -> Option<((usize, f64), (usize, f64))> {
    let shown = || points.iter().enumerate().filter_map(|(index, point)| Some((index, (*point)?)));
    let low = shown().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let high = shown().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (shown().count() > 1).then_some((low, high))
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
    let shares = measure.split()?;
    let parts = [
        ("staff", &measure.staff),
        ("resident", &measure.resident),
        ("others", &measure.others),
    ];
    let mut x = 0.0;
    let mut drawn = Vec::new();
    for ((key, part), share) in parts.into_iter().zip(shares) {
        let width = share * 100.0;
        let name = speak.words.t(&format!("waits-side-{key}"));
        let note = note(speak, key, part, measure.closed);
        drawn.push(DrawnPart { key, name, share: speak.share(share), note, x: tenth(x), width: tenth(width) });
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
fn note(speak: &Speak, key: &str, part: &Part, closed: usize) -> String {
    if part.cases == 0 {
        return speak.words.t("waits-side-never");
    }
    if part.cases < crate::hide::LEAST {
        return speak.words.t("waits-few");
    }
    let share = speak.share(crate::measure::ratio(part.cases, closed));
    speak.words.with(
        &format!("waits-side-note-{key}"),
        &[("share", share.into()), ("median", speak.short(part.median_ms).into())],
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
    let name = |key: &Option<String>| match key {
        Some(key) => names.get(key).unwrap_or(key).clone(),
        None => speak.words.t("waits-no-place"),
    };
    let median = |told: &Told<Measure>| told.shown().map(|measure| measure.median_ms);
    let mut rows: Vec<(String, bool, &Told<Measure>)> = figures
        .districts
        .iter()
        .map(|(key, told)| (name(key), key.is_none(), told))
        .collect();
    // Those that are not told, and cases without a place, come last.
    rows.sort_by_key(|(name, nowhere, told)| {
        (median(told).is_none(), *nowhere, median(told), name.clone())
    });
    let placed = rows.iter().filter(|(_, nowhere, _)| !nowhere);
    let shown: Vec<_> = placed.filter_map(|(name, _, told)| Some((name, median(told)?))).collect();
    let (quick, slow) = (shown.first()?, shown.last()?);
    if shown.len() < 2 {
        return None;
    }
    let title = speak.words.with(
        "waits-districts",
        &[
            ("quick", quick.0.as_str().into()),
            ("quick_time", speak.short(quick.1).into()),
            ("slow", slow.0.as_str().into()),
            ("slow_time", speak.short(slow.1).into()),
        ],
    );
    let most = rows.iter().filter_map(|(.., told)| median(told)).max().unwrap_or(0).max(1);
    let width = |ms: i64| tenth(100.0 * speak.in_days(ms) / speak.in_days(most));
    let bar = |(label, _, told): &(String, bool, &Told<Measure>)| DrawnBar {
        label: label.clone(),
        value: speak.median(told),
        few: told.is_few(),
        width: median(told).map_or(0.0, |ms| width(ms).max(0.3)),
    };
    let bars = rows.iter().map(bar).collect();
    let keys = ["waits-district", "waits-half", "waits-nine", "waits-kept", "waits-closed"];
    let cells = |(label, _, told): &(String, bool, &Told<Measure>)| {
        vec![label.clone(), speak.median(told), speak.p90(told), speak.kept(told), speak.closed(told)]
    };
    let table = Table {
        head: keys.map(|key| speak.words.t(key)).to_vec(),
        rows: rows.iter().map(cells).collect(),
    };
    let mark_name =
        speak.words.with("waits-mark", &[("time", speak.short(whole.median_ms).into())]);
    Some(DistrictChart { title, table, bars, mark: width(whole.median_ms).min(100.0), mark_name })
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
