//! Replies for the demonstration town, so that its staff do not begin with an empty list.

use base::time::to_ms;
use base::{Locale, Localized, PersonId};
use ledger::{Actor, Entry, Subject};
use store::StoreError;
use web::App;

use crate::replies::{self, Written};

/// A name, the outcome it closes with, and the text in English and Spanish.
const REPLIES: [(&str, Option<&str>, &str, &str); 5] = [
    (
        "Thank you, a crew is coming",
        None,
        "Hello {name},\n\nThank you for telling us. A crew has this on its list for this week. We write again when it is done.",
        "Hola {name}:\n\nGracias por avisarnos. Una brigada lo tiene en su lista de esta semana. Le escribiremos cuando esté hecho.",
    ),
    (
        "It takes longer than we promised",
        None,
        "Hello {name},\n\nWe promised to finish “{service}” sooner, and we are late. We are sorry. It is not forgotten: your reference is {reference}.",
        "Hola {name}:\n\nPrometimos terminar «{service}» antes y vamos con retraso. Lo sentimos. No está olvidado: su referencia es {reference}.",
    ),
    (
        "Please send a photo",
        None,
        "Hello {name},\n\nCould you send us a photo of the spot? You can add it on your page for {reference}. It helps the crew to bring the right things.",
        "Hola {name}:\n\n¿Podría enviarnos una foto del lugar? Puede añadirla en su página de {reference}. Ayuda a la brigada a llevar lo necesario.",
    ),
    (
        "Done, please tell us if it is not right",
        Some("done"),
        "The crew was there today. If something is not right, answer on your page and we look again.",
        "La brigada estuvo hoy. Si algo no quedó bien, responda en su página y lo volveremos a mirar.",
    ),
    (
        "The state looks after this road",
        Some("not-ours"),
        "This road belongs to the state. We have passed your report on to its highway office.",
        "Esta carretera es del estado. Hemos pasado su aviso a su oficina de carreteras.",
    ),
];

/// Writes the replies, if there are none yet. For callers outside the async runtime.
pub fn seed(app: &App) -> Result<(), StoreError> {
    let made = app.clone();
    app.db().write_blocking(move |tx| {
        if !replies::all(tx)?.is_empty() {
            return Ok(());
        }
        let (now, ids) = (made.clock().now(), made.ids());
        for (name, outcome, english, spanish) in REPLIES {
            let new = Written {
                name: name.to_owned(),
                service: None,
                outcome: outcome.map(ToOwned::to_owned),
                body: Localized::new(english).with(Locale::ES, spanish),
            };
            let id = ids.next();
            replies::insert(tx, id, &new, to_ms(now), PersonId(0))?;
            let subject = Subject::new("desk-template", id);
            let entry = Entry::new(Actor::System("demo"), "desk-template.create", subject)
                .with("name", name);
            ledger::append(tx, &entry, now, ids, made.rng())?;
        }
        Ok::<_, StoreError>(())
    })
}
