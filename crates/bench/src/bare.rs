//! The limits of the databases: bare rusqlite with one writer that commits in groups, and bare
//! PostgreSQL with as many connections as Townhall has, each given the rows of [`crate::rows`].

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls};
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio::sync::oneshot;

use crate::Outcome;
use crate::load::{self, Figures};
use crate::rows::{Rows, Value};

/// How many share a commit at most, as in Townhall.
const GROUP: usize = 256;
/// Everything that makes a commit durable, as in Townhall.
const DURABLE: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;";

/// A case that waits for the writer, and the place of its answer.
type Waiting = (usize, oneshot::Sender<bool>);

/// Writes the rows into a file, each case for a caller that waits.
pub(crate) async fn sqlite(file: &Path, rows: Arc<Rows>, clients: usize) -> Outcome<Figures> {
    let connection = Connection::open(file)?;
    connection.execute_batch(DURABLE)?;
    let (queue, waiting) = sync_channel::<Waiting>(clients.max(1));
    let written = Arc::clone(&rows);
    let writer = std::thread::spawn(move || {
        write(&connection, &written, &waiting).map_err(|e| e.to_string())
    });
    let (next, begin) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = Vec::with_capacity(clients);
    for _ in 0..clients {
        let (queue, next, total) = (queue.clone(), Arc::clone(&next), rows.cases.len());
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= total {
                    return Ok(times);
                }
                let (reply, answer) = oneshot::channel();
                let sent = Instant::now();
                // The queue has a place for every client, so this never waits.
                queue.try_send((number, reply)).map_err(|error| error.to_string())?;
                answer.await.map_err(|error| error.to_string())?;
                times.push(sent.elapsed());
            }
        }));
    }
    drop(queue);
    let mut times = Vec::new();
    let mut lost = None;
    for task in tasks {
        match task.await? {
            Ok(some) => times.extend(some),
            Err(error) => lost = Some::<String>(error),
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    writer.join().map_err(|_| "the writer broke off")??;
    lost.map_or(Ok(load::figures(clients, seconds, times, 0)), |error| Err(error.into()))
}

fn write(connection: &Connection, rows: &Rows, waiting: &Receiver<Waiting>) -> Outcome<()> {
    let mut prepared =
        rows.statements.iter().map(|sql| connection.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
    while let Ok(first) = waiting.recv() {
        let group: Vec<Waiting> =
            std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for (case, _) in &group {
            for (statement, values) in rows.cases.get(*case).into_iter().flatten() {
                if let Some(prepared) = prepared.get_mut(*statement) {
                    prepared.execute(rusqlite::params_from_iter(values))?;
                }
            }
        }
        connection.execute_batch("COMMIT")?;
        for (_, reply) in group {
            // Nobody waits any more where a client has broken off.
            let _ = reply.send(true);
        }
    }
    Ok(())
}

/// Writes the rows over so many connections, a transaction each.
pub(crate) fn postgres(address: &str, rows: &Arc<Rows>, connections: usize) -> Outcome<Figures> {
    let (next, begin) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut threads = Vec::with_capacity(connections);
    for _ in 0..connections {
        let (address, rows, next) = (address.to_owned(), Arc::clone(rows), Arc::clone(&next));
        threads.push(std::thread::spawn(move || {
            insert(&address, &rows, &next).map_err(|error| error.to_string())
        }));
    }
    let mut times = Vec::new();
    for thread in threads {
        times.extend(thread.join().map_err(|_| "a connection broke off")??);
    }
    Ok(load::figures(connections, begin.elapsed().as_secs_f64(), times, 0))
}

fn insert(address: &str, rows: &Rows, next: &AtomicUsize) -> Outcome<Vec<std::time::Duration>> {
    let mut client = Client::connect(address, NoTls)?;
    let prepared =
        rows.statements.iter().map(|sql| client.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
    let mut times = Vec::new();
    while let Some(case) = rows.cases.get(next.fetch_add(1, Ordering::Relaxed)) {
        let sent = Instant::now();
        client.batch_execute("BEGIN")?;
        for (statement, values) in case {
            let values: Vec<&(dyn ToSql + Sync)> = values
                .iter()
                .map(|value| {
                    let value: &(dyn ToSql + Sync) = value;
                    value
                })
                .collect();
            let statement = prepared.get(*statement).ok_or("no such statement")?;
            client.execute(statement, &values)?;
        }
        client.batch_execute("COMMIT")?;
        times.push(sent.elapsed());
    }
    Ok(times)
}

/// Makes a copy of a database that nobody uses; gives its address.
pub(crate) fn copied(address: &str, name: &str) -> Outcome<String> {
    let (server, database) = address.rsplit_once('/').ok_or("an address without a database")?;
    let mut client = Client::connect(&format!("{server}/postgres"), NoTls)?;
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {database}"))?;
    Ok(format!("{server}/{name}"))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Real(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::FLOAT8 | Type::TEXT | Type::BYTEA)
    }

    to_sql_checked!();
}
