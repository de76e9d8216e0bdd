//! Accounts, teams and roles, on every database that this machine offers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use base::{Clock, IdMaker, Locale, Localized, PersonId, Rng};
use ledger::{Actor, Subject};
use people::{Act, Kind, NewPerson, NewTeam, memberships, persons, teams};
use store::{StoreError, Tx, testing};
use web::Role;

fn act() -> Act {
    let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
    let ids = IdMaker::new(clock.clone(), 0);
    Act { actor: Actor::System("test"), at: clock.now(), ids, rng: Rng::seeded(1) }
}

fn ana(kind: Kind) -> NewPerson {
    NewPerson {
        kind,
        name: "Ana Ruiz".into(),
        email: "Ana.Ruiz@example.org".parse().unwrap(),
        phone: None,
        locale: Locale::ES,
    }
}

fn works() -> NewTeam {
    NewTeam {
        key: "works-north".into(),
        name: Localized::new("Street works, North").with(Locale::ES, "Obras, Norte"),
        department: "public-works".into(),
    }
}

/// Runs a check on a fresh database of each engine.
fn everywhere(
    check: impl Fn(&mut Tx<'_>, &Act) -> Result<(), StoreError> + Clone + Send + 'static,
) {
    for db in testing::databases() {
        let (check, act) = (check.clone(), act());
        db.write_blocking(move |tx| check(tx, &act)).unwrap();
    }
}

#[test]
fn every_statement_fits_both_engines() {
    testing::check_statements(&people::statements());
}

#[test]
fn a_team_is_made_once_and_renamed_in_place() {
    everywhere(|tx, act| {
        let id = teams::ensure(tx, &works(), act)?;
        assert_eq!(teams::ensure(tx, &works(), act)?, id);
        let renamed = NewTeam { name: Localized::new("North crew"), ..works() };
        assert_eq!(teams::ensure(tx, &renamed, act)?, id);
        let team = teams::by_key(tx, "works-north")?.unwrap();
        assert_eq!(team.name.get(Locale::EN), "North crew");
        assert_eq!(teams::all(tx)?, [team]);
        let verbs: Vec<_> = ledger::of_subject(tx, Subject::new("team", id), 9)?
            .into_iter()
            .map(|row| row.verb)
            .collect();
        assert_eq!(verbs, ["team.create", "team.change"]);
        Ok(())
    });
}

#[test]
fn an_address_has_one_account_whatever_its_capitals() {
    everywhere(|tx, act| {
        let id = persons::create(tx, &ana(Kind::Resident), act)?;
        let found = persons::find_by_email(tx, " ANA.ruiz@EXAMPLE.org ")?.unwrap();
        assert_eq!((found.id, found.kind, found.locale), (id, Kind::Resident, Locale::ES));
        Ok(())
    });
    for db in testing::databases() {
        let act = act();
        let twice = db.write_blocking(move |tx| {
            persons::create(tx, &ana(Kind::Resident), &act)?;
            persons::create(tx, &ana(Kind::Staff), &act)
        });
        assert!(matches!(twice, Err(StoreError::Constraint(_))), "{twice:?}");
    }
}

#[test]
fn names_and_addresses_stand_in_the_history_as_hashes_only() {
    everywhere(|tx, act| {
        let id = persons::create(tx, &ana(Kind::Resident), act)?;
        persons::rename(tx, id, "Ana R. Soto", Some("617-555-0134"), Locale::EN, act)?;
        for row in ledger::of_subject(tx, Subject::person(id), 9)? {
            for personal in ["Ana", "example.org", "0134"] {
                assert!(!row.entry.contains(personal), "{}", row.entry);
            }
        }
        Ok(())
    });
}

#[test]
fn roles_count_only_for_staff_with_a_second_factor() {
    everywhere(|tx, act| {
        let team = teams::ensure(tx, &works(), act)?;
        let id = persons::create(tx, &ana(Kind::Staff), act)?;
        memberships::grant(tx, id, Some(team), Role::Caseworker, act)?;
        memberships::grant(tx, id, Some(team), Role::Caseworker, act)?;
        memberships::grant(tx, id, None, Role::Designer, act)?;
        assert!(people::lookup(tx, id)?.unwrap().roles.is_empty());
        let secret = people::second_factor::TotpSecret::random(&act.rng).unwrap();
        people::credentials::set_second_factor(tx, id, &secret, 1, &[], act)?;
        let roles = people::lookup(tx, id)?.unwrap().roles;
        assert_eq!(roles, [(Some(team), Role::Caseworker), (None, Role::Designer)]);
        assert_eq!(memberships::with_role(tx, team, Role::Caseworker)?, [id]);
        assert!(memberships::revoke(tx, id, None, Role::Designer, act)?);
        assert!(!memberships::revoke(tx, id, None, Role::Designer, act)?);
        assert_eq!(memberships::roles(tx, id)?, [(Some(team), Role::Caseworker)]);
        Ok(())
    });
}

#[test]
fn a_closed_account_is_found_by_nobody_and_keeps_its_name() {
    everywhere(|tx, act| {
        let team = teams::ensure(tx, &works(), act)?;
        let id = persons::create(tx, &ana(Kind::Staff), act)?;
        memberships::grant(tx, id, Some(team), Role::TeamLead, act)?;
        assert_eq!(people::members(tx, team)?.len(), 1);
        persons::disable(tx, id, act)?;
        assert_eq!(people::lookup(tx, id)?, None);
        assert!(people::members(tx, team)?.is_empty());
        assert!(memberships::with_role(tx, team, Role::TeamLead)?.is_empty());
        let names = people::person_names(tx, [id, id, PersonId(1)])?;
        assert_eq!(names.len(), 1);
        assert_eq!(names[&id], "Ana Ruiz");
        assert_eq!(persons::staff(tx, ("", 0))?.len(), 1);
        persons::enable(tx, id, act)?;
        assert!(people::lookup(tx, id)?.is_some());
        Ok(())
    });
}
