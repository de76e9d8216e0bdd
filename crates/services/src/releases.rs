//! Publishing one service in the browser, and going back to what it was.

use std::collections::BTreeMap;

use base::PersonId;
use store::{StoreError, Tx, params};

use crate::Workflow;
use crate::pack::PackService;
use crate::versions::{self, Body, CatalogueError, Hand};

store::row! {
    /// A version of a service, as its history tells it.
    pub struct VersionLine {
        /// The version.
        pub version: i64,
        /// When it was published, in milliseconds since 1970.
        pub published_at: i64,
        /// Who published it in the browser; nobody, where a pack did.
        pub person: Option<i64>,
        /// Who else agreed.
        pub seconded_by: Option<i64>,
        /// The version whose content it brought back.
        pub restores: Option<i64>,
        /// Whether it is offered now.
        pub offered: bool,
    }
}

store::statements! {
    RELEASE: Statement = "INSERT INTO service_releases (service, version, person, seconded_by, restores)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (service, version) DO NOTHING";
    NEWEST: Query<(String, i64)> = "SELECT service, MAX(version) FROM service_releases GROUP BY service
        ORDER BY service LIMIT $1";
    HISTORY: Query<VersionLine> = "SELECT v.version, v.published_at, r.person, r.seconded_by, r.restores,
        CAST(CASE WHEN o.version = v.version THEN 1 ELSE 0 END AS BIGINT) AS offered
        FROM service_versions v
        LEFT JOIN service_releases r ON r.service = v.service AND r.version = v.version
        LEFT JOIN service_offers o ON o.service = v.service
        WHERE v.service = $1 ORDER BY v.version DESC LIMIT $2";
    LATEST: Query<(String, i64, i64)> = "SELECT v.service, v.version, v.published_at FROM service_versions v
        JOIN service_offers o ON o.service = v.service AND o.version = v.version ORDER BY v.service LIMIT $1";
}

/// More versions than anybody looks through.
const MAX_VERSIONS: i64 = 500;

/// Who publishes a service in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Who asked for it.
    pub by: PersonId,
    /// Who else agreed, where the town wants two.
    pub seconded_by: Option<PersonId>,
}

/// Publishes a service as a new version, live with the next look at the catalogue; gives the version.
///
/// # Errors
/// When the database fails or the definition cannot be written down.
pub fn release(
    tx: &mut Tx<'_>,
    service: &PackService,
    workflow: &Workflow,
    release: Release,
    hand: Hand<'_>,
) -> Result<i64, CatalogueError> {
    let version = versions::publish_one(tx, service, workflow, hand)?;
    note(tx, &service.definition.id, version, release, None)?;
    Ok(version)
}

/// Publishes the content of an earlier version as a new one; gives its number.
///
/// # Errors
/// When there is no such version, or those of [`release`].
pub fn restore(
    tx: &mut Tx<'_>,
    service: &str,
    version: i64,
    release: Release,
    hand: Hand<'_>,
) -> Result<i64, CatalogueError> {
    let gone = || CatalogueError::NoVersion(service.to_owned(), version);
    let row = versions::version(tx, service, version)?.ok_or_else(gone)?;
    let workflow = versions::workflow(tx, &row.workflow)?.ok_or_else(gone)?;
    let body: Body = serde_json::from_str(&row.body)
        .map_err(|error| CatalogueError::Stored(service.to_owned(), error))?;
    let kept = PackService { definition: body.definition, text: body.text };
    let new = versions::publish_one(tx, &kept, &workflow, hand)?;
    note(tx, service, new, release, Some(version))?;
    Ok(new)
}

fn note(
    tx: &mut Tx<'_>,
    service: &str,
    version: i64,
    release: Release,
    restores: Option<i64>,
) -> Result<(), StoreError> {
    let seconded = release.seconded_by.map(|person| person.0);
    tx.run(&RELEASE, params![service, version, release.by.0, seconded, restores])?;
    Ok(())
}

/// Lists the versions of a service, the newest first.
///
/// # Errors
/// When the database fails.
pub fn history(tx: &mut Tx<'_>, service: &str) -> Result<Vec<VersionLine>, StoreError> {
    tx.all(&HISTORY, params![service, MAX_VERSIONS])
}

/// Lists the services that are offered, with version and time of publishing.
///
/// # Errors
/// When the database fails.
pub fn latest(tx: &mut Tx<'_>) -> Result<BTreeMap<String, (i64, i64)>, StoreError> {
    let rows = tx.all(&LATEST, params![versions::MAX_SERVICES])?;
    Ok(rows.into_iter().map(|(service, version, at)| (service, (version, at))).collect())
}

/// The newest version of each service that was published in the browser.
pub(crate) fn newest(tx: &mut Tx<'_>, most: i64) -> Result<BTreeMap<String, i64>, StoreError> {
    Ok(tx.all(&NEWEST, params![most])?.into_iter().collect())
}
