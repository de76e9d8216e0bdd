//! What must hold of the numbers of nodes: no two that run have the same, whatever becomes of connections.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::{Duration, Instant};

use store::testing::{Proxy, servers};
use store::{Db, NodeNumber, Options, Seat, StoreError, params};

/// How long a server may take to notice that a connection has gone.
const PATIENCE: Duration = Duration::from_secs(20);

store::statements! {
    PATIENT: Query<String> = "SELECT current_setting('tcp_keepalives_idle')";
    TAKEN: Query<i64> = "SELECT COUNT(*) FROM nodes";
}

fn node(address: &str, number: NodeNumber, mark: i64) -> Result<Db, StoreError> {
    let seat = Some(Seat { number, mark });
    Db::open(address, &Options { connections: 2, seat, ..Options::default() })
}

/// Opens another until it gets the number: the server notices a while later that a connection has gone.
fn takes(address: &str, number: NodeNumber, wanted: u16, mark: i64) -> Db {
    let began = Instant::now();
    loop {
        match node(address, number, mark) {
            Ok(db) if db.node().number() == wanted => return db,
            Ok(_) | Err(StoreError::NodeTaken(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert!(began.elapsed() < PATIENCE, "number {wanted} is never free");
        std::thread::yield_now();
    }
}

fn works(db: &Db) {
    assert!(db.read_blocking(|tx| tx.one(&TAKEN, params![])).unwrap() >= Some(1));
}

#[test]
fn each_node_takes_the_lowest_free_number_and_commands_the_highest() {
    for server in servers() {
        let address = server.address();
        let nodes: Vec<Db> =
            (1..=3).map(|mark| node(&address, NodeNumber::Lowest, mark).unwrap()).collect();
        let numbers: Vec<u16> = nodes.iter().map(|db| db.node().number()).collect();
        assert_eq!(numbers, [0, 1, 2]);
        let command = node(&address, NodeNumber::Highest, 4).unwrap();
        assert_eq!(command.node().number(), 1_023);
        nodes.iter().for_each(works);
    }
}

#[test]
fn a_given_number_that_is_taken_refuses_the_second_node_until_the_first_has_gone() {
    for server in servers() {
        let address = server.address();
        let first = node(&address, NodeNumber::Given(7), 1).unwrap();
        let told = node(&address, NodeNumber::Given(7), 2).unwrap_err();
        assert!(matches!(told, StoreError::NodeTaken(7)), "{told:?}");
        works(&first);
        drop(first);
        works(&takes(&address, NodeNumber::Given(7), 7, 3));
    }
}

#[test]
fn a_node_keeps_its_number_when_its_connections_are_made_anew() {
    for server in servers() {
        let proxy = Proxy::to(&server.address());
        let db = node(&proxy.address(), NodeNumber::Lowest, 1).unwrap();
        for _ in 0..5 {
            proxy.cut();
            works(&db);
            assert_eq!(db.node().number(), 0);
        }
        let second = node(&server.address(), NodeNumber::Lowest, 2).unwrap();
        assert_eq!(second.node().number(), 1);
    }
}

#[test]
fn a_node_that_was_cut_off_goes_on_under_another_number_when_its_own_was_taken_meanwhile() {
    for server in servers() {
        for wish in [NodeNumber::Lowest, NodeNumber::Given(0)] {
            let proxy = Proxy::to(&server.address());
            let cut_off = node(&proxy.address(), wish, 1).unwrap();
            works(&cut_off);
            proxy.refuse(true);
            proxy.cut();
            let other = takes(&server.address(), NodeNumber::Given(0), 0, 2);
            proxy.refuse(false);
            works(&cut_off);
            assert_eq!((cut_off.node().number(), other.node().number()), (1, 0));
            works(&other);
            // Both go on side by side, on every connection.
            for _ in 0..8 {
                works(&cut_off);
                works(&other);
            }
            assert_eq!((cut_off.node().number(), other.node().number()), (1, 0));
            drop((cut_off, other));
            drop(takes(&server.address(), NodeNumber::Given(0), 0, 3));
            drop(takes(&server.address(), NodeNumber::Given(1), 1, 3));
        }
    }
}

#[test]
fn the_server_notices_soon_when_the_machine_of_a_node_has_gone() {
    for server in servers() {
        let db = node(&server.address(), NodeNumber::Lowest, 1).unwrap();
        for _ in 0..8 {
            let seconds = db.read_blocking(|tx| tx.one(&PATIENT, params![])).unwrap();
            assert_eq!(seconds.as_deref(), Some("60"));
        }
    }
}

#[test]
fn a_program_that_makes_no_ids_takes_no_number() {
    for server in servers() {
        let reader = Db::open(&server.address(), &Options::default()).unwrap();
        reader.read_blocking(|tx| tx.one(&TAKEN, params![])).unwrap();
        let first = node(&server.address(), NodeNumber::Lowest, 1).unwrap();
        assert_eq!(first.node().number(), 0);
    }
}
