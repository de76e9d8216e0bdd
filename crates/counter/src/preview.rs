//! What everybody will see of a report, shown before it is sent.

use base::geo::Point;
use serde::Serialize;
use services::form::{Row, RowValue};
use services::{Form, QuestionKind};
use web::App;

use crate::draft::Opened;

/// What the public report will show.
#[derive(Serialize)]
pub(crate) struct Preview {
    state: String,
    at: i64,
    address: String,
    district: String,
    /// The pin, exactly as the public map will show it.
    pin: Option<Pin>,
    answers: Vec<(String, String)>,
    /// The labels of what only the town sees.
    kept: Vec<String>,
    photos: bool,
}

/// A pin for the map, and as text: five decimals are about a metre.
#[derive(Serialize)]
struct Pin {
    lon: f64,
    lat: f64,
    lon_text: String,
    lat_text: String,
}

impl Pin {
    fn at(point: Point) -> Self {
        let Point { lon, lat } = point;
        Self { lon, lat, lon_text: format!("{lon:.5}"), lat_text: format!("{lat:.5}") }
    }
}

/// Exactly what the public report shows: what the definition marks as public, never a name, and no
/// photo that nobody has looked at.
pub(crate) fn preview(app: &App, opened: &Opened, rows: &[Row]) -> Preview {
    let (draft, service) = (&opened.draft, &opened.service);
    let form = service.form();
    let place = form.place_question();
    let public = form.public_preview(&draft.answers, draft.locale);
    let shows = |row: &&Row| {
        let question = form.question(&row.question).map(|question| &question.kind);
        !matches!(question, Some(QuestionKind::Place | QuestionKind::Photos { .. }))
    };
    let place = place.and_then(|question| draft.answers.place(&question.id));
    let district = place.as_ref().and_then(|place| place.district.as_deref());
    let district = district.and_then(|key| opened.geography.map.get(key));
    let state = service.workflow.state(&service.workflow.initial);
    let hidden = |row: &&Row| {
        !matches!(row.value, RowValue::None | RowValue::Contact { .. } | RowValue::Photos { .. })
            && !public.iter().filter(shows).any(|one| one.question == row.question)
            && !is_place(form, &row.question)
    };
    Preview {
        state: state
            .map(|state| state.name_for_all().get(draft.locale).to_owned())
            .unwrap_or_default(),
        at: app.clock().now_ms(),
        pin: place.as_ref().and_then(|place| place.point).map(Pin::at),
        district: district.map(|district| district.name.clone()).unwrap_or_default(),
        address: place.map(|place| place.address).unwrap_or_default(),
        answers: public
            .iter()
            .filter(shows)
            .map(|row| (row.label.clone(), row.text.clone()))
            .collect(),
        photos: rows.iter().any(|row| matches!(row.value, RowValue::Photos { .. })),
        kept: rows.iter().filter(hidden).map(|row| row.label.clone()).collect(),
    }
}

fn is_place(form: &Form, question: &str) -> bool {
    form.place_question().is_some_and(|place| place.id == question)
}
