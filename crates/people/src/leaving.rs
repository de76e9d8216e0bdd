use base::PersonId;
use store::{StoreError, Tx};
use web::App;

use crate::Act;

/// What another department does for somebody whose account closes.
type Step = fn(&mut Tx<'_>, &App, PersonId, &Act) -> Result<(), StoreError>;

/// What becomes of somebody's work when their account closes, in the same transaction. Accounts know
/// nothing of the work; the app is built with whoever does.
#[derive(Clone, Copy, Debug)]
pub struct Leaving(Step);

impl Leaving {
    /// A step that is taken when an account closes.
    pub fn new(step: Step) -> Self {
        Self(step)
    }

    /// Takes the step, if the app has one.
    pub(crate) fn take(
        tx: &mut Tx<'_>,
        app: &App,
        person: PersonId,
        act: &Act,
    ) -> Result<(), StoreError> {
        match app.try_get::<Self>() {
            Some(leaving) => (leaving.0)(tx, app, person, act),
            None => Ok(()),
        }
    }
}
