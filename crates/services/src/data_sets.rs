//! The data sets in the database.

use std::collections::HashMap;

use base::time::to_ms;
use jiff::Timestamp;
use store::{StoreError, Tx, params};

use crate::data_set::DataSet;
use crate::pack::Pack;
use crate::{Definition, Form};

store::statements! {
    KEEP: Statement = "INSERT INTO data_sets (digest, name, body, published_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (digest) DO NOTHING";
    BODY: Query<String> = "SELECT body FROM data_sets WHERE digest = $1";
}

/// Keeps the data sets of a pack.
pub(crate) fn keep(tx: &mut Tx<'_>, pack: &Pack, at: Timestamp) -> Result<(), StoreError> {
    // A definition holds the digest of its data, so the ledger's entry of the version proves both.
    for (set, text) in &pack.data {
        if tx.one(&BODY, params![set.digest])?.is_none() {
            tx.run(&KEEP, params![set.digest, set.name, text, to_ms(at)])?;
        }
    }
    Ok(())
}

/// Gives the text of a data set that a version was published with.
pub fn data_text(tx: &mut Tx<'_>, set: &DataSet) -> Result<Option<String>, StoreError> {
    tx.one(&BODY, params![set.digest])
}

/// The data sets that were read already, by digest.
pub(crate) type Known = HashMap<String, DataSet>;

/// Puts the rows into the questions of a definition that choose from data sets.
pub(crate) fn fill(
    tx: &mut Tx<'_>,
    definition: &mut Definition,
    known: &mut Known,
) -> Result<(), StoreError> {
    if !definition.form.questions().any(|question| question.kind.data_set().is_some()) {
        return Ok(());
    }
    let mut pages = definition.form.all_pages().to_vec();
    for question in pages.iter_mut().flat_map(|page| &mut page.questions) {
        let Some(set) = question.kind.data_set_mut() else { continue };
        if let Some(read) = known.get(&set.digest) {
            set.clone_from(read);
            continue;
        }
        let lost = || StoreError::Corrupt(format!("the data set {} cannot be read", set.name));
        let body = tx.one(&BODY, params![set.digest])?.ok_or_else(lost)?;
        let read = DataSet::read(&set.name, &body).map_err(|_| lost())?;
        known.insert(set.digest.clone(), read.clone());
        *set = read;
    }
    definition.form = Form::new(pages);
    Ok(())
}
