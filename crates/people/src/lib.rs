//! Residents and staff: accounts, teams, roles and signing in.
//!
//! Everybody has one account by e-mail address. Residents sign in by a link or a password, staff by
//! password and second factor. Roles count for a team or for the whole town. What people do is
//! other crates' business; what they may do is decided by [`web::Access`] from the roles kept here.
//!
//! ```no_run
//! # fn act(tx: &mut store::Tx<'_>, act: &people::Act) -> Result<(), store::StoreError> {
//! if let Some(team) = people::teams::by_key(tx, "works-north")? {
//!     for member in people::members(tx, team.id)? {
//!         people::persons::disable(tx, member.id, act)?;
//!     }
//! }
//! # Ok(()) }
//! ```

mod account;
mod account_codes;
mod account_password;
pub mod accounts;
mod act;
mod address;
mod arrival;
mod attempts;
pub mod credentials;
pub mod demo;
mod demo_page;
mod desk_add;
mod desk_people;
mod desk_person;
mod leaving;
mod letters;
pub mod links;
mod lookup;
pub mod memberships;
mod new_password;
pub mod password;
mod person;
pub mod persons;
mod qr;
mod routes;
pub mod second_factor;
mod sign_in;
mod sign_in_code;
mod sign_in_link;
mod sign_in_set_up;
pub mod teams;
mod throttle;

pub use act::Act;
pub use desk_add::Hire;
pub use leaving::Leaving;
pub use lookup::{lookup, lookup_for};
pub use person::{Kind, MAX_NAME, NewPerson, Profile, person_name};
pub use persons::{members, person_names};
pub use routes::{nav, routes};
pub use teams::{NewTeam, Team};

web::part!(assets);

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [
        attempts::statements(),
        credentials::statements(),
        links::statements(),
        memberships::statements(),
        persons::statements(),
        teams::statements(),
    ]
    .concat()
}
