use base::PersonId;
use store::{StoreError, Tx};
use web::{Person, PersonLookup, Town};

use crate::person::{Kind, Profile};
use crate::{memberships, persons};

/// The function by which the app finds people: [`lookup`], or in the demo one that asks for no
/// second factor.
pub fn lookup_for(town: &Town) -> PersonLookup {
    if town.demo { demo_lookup } else { lookup }
}

/// Finds an open account with its roles. Roles count only with a second factor: a session that
/// came about in any other way opens no staff page.
pub fn lookup(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    find(tx, id, |profile| profile.has_second_factor)
}

fn demo_lookup(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    find(tx, id, |_| true)
}

fn find(
    tx: &mut Tx<'_>,
    id: PersonId,
    has_proved: fn(&Profile) -> bool,
) -> Result<Option<Person>, StoreError> {
    let Some(profile) = persons::find(tx, id)? else { return Ok(None) };
    if profile.disabled_at.is_some() {
        return Ok(None);
    }
    let is_staff = profile.kind == Kind::Staff && has_proved(&profile);
    let roles = if is_staff { memberships::roles(tx, id)? } else { Vec::new() };
    Ok(Some(Person { id, name: profile.name, roles }))
}
