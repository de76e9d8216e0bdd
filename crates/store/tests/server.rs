//! What must hold of a server: conflicts are re-run, lost connections are made anew, outages are told.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use store::testing::{Proxy, TestDb, servers};
use store::{Db, Options, StoreError, Tx, params};

store::statements! {
    ADD: Statement = "INSERT INTO tallies (id, n) VALUES ($1, 0)";
    READ: Query<i64> = "SELECT n FROM tallies WHERE id = $1";
    SET: Statement = "UPDATE tallies SET n = $2 WHERE id = $1";
}

/// A table with one tally, on a server of this machine.
fn prepared() -> Vec<TestDb> {
    let servers = servers();
    for db in &servers {
        db.write_blocking(|tx| {
            tx.batch("CREATE TABLE tallies (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
        })
        .unwrap();
        db.write_blocking(|tx| tx.run(&ADD, params![1_i64])).unwrap();
    }
    servers
}

fn count_up(db: &Db) -> Result<i64, StoreError> {
    db.write_blocking(counted)
}

fn counted(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let n = tx.one(&READ, params![1_i64])?.unwrap_or(0) + 1;
    tx.run(&SET, params![1_i64, n])?;
    Ok(n)
}

fn tally(db: &Db) -> Result<i64, StoreError> {
    db.read_blocking(|tx| tx.one(&READ, params![1_i64])).map(Option::unwrap_or_default)
}

#[test]
fn writers_that_get_in_each_others_way_are_run_again_until_each_has_counted() {
    for server in prepared() {
        // Two nodes, each with writers that all want the same row.
        let options = Options { connections: 4, ..Options::default() };
        let nodes = [(); 2].map(|()| Db::open(&server.address(), &options).unwrap());
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let db = &nodes[writer % 2];
                scope.spawn(move || (0..25).for_each(|_| assert!(count_up(db).unwrap() > 0)));
            }
        });
        assert_eq!(tally(&nodes[0]).unwrap(), 200);
    }
}

#[test]
fn writers_of_rows_take_turns_at_the_same_row() {
    for server in prepared() {
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let db = Db::open(&server.address(), &Options::default()).unwrap();
        let counts: Vec<_> = (0..100)
            .map(|_| {
                let db = db.clone();
                runtime.spawn(async move { db.write_rows(counted).await })
            })
            .collect();
        let done = runtime.block_on(async {
            let mut done = Vec::new();
            for count in counts {
                done.push(count.await.unwrap().unwrap());
            }
            done
        });
        assert_eq!(done.iter().max(), Some(&100));
        assert_eq!(tally(&db).unwrap(), 100, "none overwrote another");
    }
}

#[test]
fn a_connection_that_broke_while_it_rested_is_made_anew() {
    for server in prepared() {
        let proxy = Proxy::to(&server.address());
        let options = Options { connections: 2, ..Options::default() };
        let db = Db::open(&proxy.address(), &options).unwrap();
        for round in 1..=5 {
            assert_eq!(count_up(&db).unwrap(), round);
            proxy.cut();
            assert_eq!(tally(&db).unwrap(), round, "a broken connection reached the reader");
            proxy.cut();
        }
    }
}

#[test]
fn a_server_that_is_gone_is_an_outage_and_its_return_is_noticed() {
    for server in prepared() {
        let proxy = Proxy::to(&server.address());
        let options = Options { connections: 2, ..Options::default() };
        let db = Db::open(&proxy.address(), &options).unwrap();
        assert_eq!(count_up(&db).unwrap(), 1);
        proxy.refuse(true);
        proxy.cut();
        for _ in 0..4 {
            let error = tally(&db).unwrap_err();
            assert!(error.is_outage(), "{error:?}");
            let error = count_up(&db).unwrap_err();
            assert!(error.is_outage(), "{error:?}");
        }
        proxy.refuse(false);
        assert_eq!(count_up(&db).unwrap(), 2);
    }
}

#[test]
fn a_connection_cut_in_the_middle_leaves_no_half_and_is_told_as_an_outage() {
    for server in prepared() {
        let proxy = Proxy::to(&server.address());
        let options = Options { connections: 1, ..Options::default() };
        let db = Db::open(&proxy.address(), &options).unwrap();
        let cutter = proxy.cutter();
        let cut = db.write_blocking(move |tx| {
            tx.run(&SET, params![1_i64, 99_i64])?;
            cutter.cut();
            tx.run(&SET, params![1_i64, 100_i64]).map(drop)
        });
        let error = cut.unwrap_err();
        assert!(error.is_outage(), "{error:?}");
        assert_eq!(tally(&db).unwrap(), 0);
    }
}
