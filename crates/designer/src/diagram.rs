//! A workflow as a picture: its states from top to bottom, forward moves on the left, moves back on the
//! right. The picture is made of the data; the list beside it says the same in words.

use std::collections::BTreeMap;

use serde::Serialize;
use services::{Phase, Who, Workflow};
use web::Words;

use crate::running::Running;

/// The size of a state, and the room between two.
const BOX: (i64, i64) = (200, 48);
const STEP: i64 = 84;
/// How far the arcs lie apart.
const LANE: i64 = 16;
const MARGIN: i64 = 12;

/// A workflow to be shown.
#[derive(Debug, Serialize)]
pub(crate) struct Diagram {
    pub width: i64,
    pub height: i64,
    pub states: Vec<StateView>,
    pub moves: Vec<MoveView>,
}

#[derive(Debug, Serialize)]
pub(crate) struct StateView {
    pub name: String,
    /// `open`, `waiting` or `closed`.
    pub phase: &'static str,
    pub x: i64,
    pub y: i64,
    pub cases: i64,
    pub first: bool,
    /// The moves from here, in words.
    pub moves: Vec<Said>,
}

/// A move in words.
#[derive(Debug, Serialize)]
pub(crate) struct Said {
    pub name: String,
    pub to: String,
    pub who: Vec<String>,
    /// The median time that cases took for it.
    pub median_ms: Option<i64>,
}

#[derive(Debug, Serialize)]
pub(crate) struct MoveView {
    /// The path of its arrow.
    pub path: String,
    /// The tip of its arrow.
    pub tip: String,
}

/// Draws a workflow.
pub(crate) fn draw(workflow: &Workflow, running: &Running, words: &Words) -> Diagram {
    let place: BTreeMap<&str, i64> =
        workflow.states.iter().zip(0..).map(|(state, at)| (state.id.as_str(), at)).collect();
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    for transition in &workflow.transitions {
        let to = place.get(transition.to.as_str());
        let from = transition.from.iter().filter_map(|from| place.get(from.as_str()));
        pairs.extend(
            from.filter_map(|from| to.map(|to| (*from, *to))).filter(|(from, to)| from != to),
        );
    }
    pairs.sort_unstable_by_key(|(from, to)| ((from - to).abs(), *from, *to));
    pairs.dedup();
    let forward = pairs.iter().filter(|(from, to)| to - from > 1).count();
    let back = pairs.iter().filter(|(from, to)| to < from).count();
    let width_of = |lanes: usize| i64::try_from(lanes).unwrap_or(0) * LANE + 2 * LANE;
    let left = MARGIN + width_of(forward);
    let (mut lane_left, mut lane_right) = (0, 0);
    let moves = pairs.iter().map(|(from, to)| {
        let lane = match to - from {
            1 => 0,
            way if way > 0 => {
                lane_left += 1;
                lane_left
            }
            _ => {
                lane_right += 1;
                lane_right
            }
        };
        arrow(*from, *to, left, lane)
    });
    let moves: Vec<MoveView> = moves.collect();
    let count = i64::try_from(workflow.states.len()).unwrap_or(0);
    Diagram {
        width: left + BOX.0 + width_of(back) + MARGIN,
        height: 2 * MARGIN + count.saturating_sub(1) * STEP + BOX.1,
        states: states(workflow, running, &place, left, words),
        moves,
    }
}

/// An arrow: straight down to the next state, otherwise around the states between.
fn arrow(from: i64, to: i64, left: i64, lane: i64) -> MoveView {
    let top = |at: i64| MARGIN + at * STEP;
    if to - from == 1 {
        let (x, start, end) = (left + BOX.0 / 2, top(from) + BOX.1, top(to));
        let tip = format!("M{} {}l6 -10h-12z", x, end);
        return MoveView { path: format!("M{x} {start}V{}", end - 8), tip };
    }
    let is_forward = to > from;
    // Where several arrows meet a side, each has its own height.
    let shift = (lane % 4) * 7 - 10;
    let (start, end) = (top(from) + BOX.1 / 2 + shift, top(to) + BOX.1 / 2 - shift);
    let (edge, out, tip) = if is_forward {
        (left, left - LANE - lane * LANE, format!("M{left} {end}l-10 -6v12z"))
    } else {
        let right = left + BOX.0;
        (right, right + LANE + lane * LANE, format!("M{right} {end}l10 -6v12z"))
    };
    let rest = if is_forward { edge - 8 } else { edge + 8 };
    MoveView { path: format!("M{edge} {start}H{out}V{end}H{rest}"), tip }
}

fn states(
    workflow: &Workflow,
    running: &Running,
    place: &BTreeMap<&str, i64>,
    left: i64,
    words: &Words,
) -> Vec<StateView> {
    let locale = words.locale();
    let view = |state: &services::State| {
        let said = workflow.transitions_from(&state.id).map(|transition| Said {
            name: transition.name.get(locale).to_owned(),
            to: workflow
                .state(&transition.to)
                .map_or("", |to| to.name_for_all().get(locale))
                .to_owned(),
            who: transition.who.iter().map(|who| words.t(who_key(*who))).collect(),
            median_ms: running.moves.get(&(state.id.clone(), transition.to.clone())).copied(),
        });
        StateView {
            name: state.name_for_all().get(locale).to_owned(),
            phase: match state.phase {
                Phase::Open => "open",
                Phase::Waiting => "waiting",
                Phase::Closed => "closed",
            },
            x: left,
            y: MARGIN + place.get(state.id.as_str()).copied().unwrap_or(0) * STEP,
            cases: running.states.get(&state.id).copied().unwrap_or(0),
            first: state.id == workflow.initial,
            moves: said.collect(),
        }
    };
    workflow.states.iter().map(view).collect()
}

fn who_key(who: Who) -> &'static str {
    match who {
        Who::Resident => "designer-who-resident",
        Who::Caseworker => "designer-who-caseworker",
        Who::TeamLead => "designer-who-lead",
    }
}
