//! A workflow as a picture: its states from top to bottom, forward moves on the left, moves back on the
//! right. The picture is made of the data; the list beside it says the same in words.

use std::collections::{BTreeMap, BTreeSet};

use base::Locale;
use serde::Serialize;
use services::{Phase, Who, Workflow};

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
pub(crate) fn draw(
    workflow: &Workflow,
    running: &Running,
    locale: Locale,
    say: &dyn Fn(&str) -> String,
) -> Diagram {
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
    // Arrows that end in the same state share a lane, or a workflow with "close" from everywhere is a thicket.
    let lanes = |far: fn(&(i64, i64)) -> bool| {
        let ends: BTreeSet<i64> =
            pairs.iter().filter(|pair| far(pair)).map(|(_, to)| *to).collect();
        ends.into_iter().zip(1..).collect::<BTreeMap<i64, i64>>()
    };
    let forward = lanes(|(from, to)| to - from > 1);
    let back = lanes(|(from, to)| to < from);
    let width_of = |lanes: usize| i64::try_from(lanes).unwrap_or(0) * LANE + 2 * LANE;
    let left = MARGIN + width_of(forward.len());
    let moves = pairs.iter().map(|(from, to)| {
        let lane = match to - from {
            1 => None,
            way if way > 0 => forward.get(to),
            _ => back.get(to),
        };
        arrow(*from, *to, left, lane.copied().unwrap_or(0))
    });
    let moves: Vec<MoveView> = moves.collect();
    let count = i64::try_from(workflow.states.len()).unwrap_or(0);
    Diagram {
        width: left + BOX.0 + width_of(back.len()) + MARGIN,
        height: 2 * MARGIN + count.saturating_sub(1) * STEP + BOX.1,
        states: states(workflow, running, (&place, left), locale, say),
        moves,
    }
}

/// An arrow: straight down to the next state, otherwise around the states between.
fn arrow(from: i64, to: i64, left: i64, lane: i64) -> MoveView {
    let top = |at: i64| MARGIN + at * STEP;
    if to - from == 1 {
        let (x, start, end) = (left + BOX.0 / 2, top(from) + BOX.1, top(to));
        let tip = format!("M{x} {end}l6 -10h-12z");
        return MoveView { path: format!("M{x} {start}V{}", end - 8), tip };
    }
    let is_forward = to > from;
    // What leaves a state leaves below its middle, what arrives arrives above, each lane at its own height.
    let (start, end) = (top(from) + BOX.1 / 2 + 4 + 4 * (lane % 5), top(to) + BOX.1 / 2 - 6);
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
    (place, left): (&BTreeMap<&str, i64>, i64),
    locale: Locale,
    say: &dyn Fn(&str) -> String,
) -> Vec<StateView> {
    let view = |state: &services::State| {
        let said = workflow.transitions_from(&state.id).map(|transition| Said {
            name: transition.name.get(locale).to_owned(),
            to: workflow
                .state(&transition.to)
                .map_or("", |to| to.name_for_all().get(locale))
                .to_owned(),
            who: transition.who.iter().map(|who| say(who_key(*who))).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use services::{Files, Pack};

    #[test]
    fn every_state_and_move_of_the_packs_workflows_is_drawn_and_said() {
        let say = |key: &str| key.to_owned();
        for workflow in Pack::load(&Files::demo()).unwrap().workflows {
            let drawn = draw(&workflow, &Running::default(), Locale::EN, &say);
            assert_eq!(drawn.states.len(), workflow.states.len());
            let said: usize = drawn.states.iter().map(|state| state.moves.len()).sum();
            let moves: usize = workflow.transitions.iter().map(|one| one.from.len()).sum();
            assert_eq!(said, moves, "the list leaves nothing out");
            assert!(
                !drawn.moves.is_empty() && drawn.states.iter().filter(|one| one.first).count() == 1
            );
            let inside = drawn
                .states
                .iter()
                .all(|one| one.x + BOX.0 < drawn.width && one.y + BOX.1 < drawn.height);
            assert!(inside, "{}", workflow.id);
        }
    }
}
