use base::{CaseId, Clock, IdMaker, Rng};
use ledger::{Actor, Entry, Seal, Subject, tree};
use std::time::Instant;
use store::{Db, Options, StoreError};
fn main() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", dir.path().join("t.sqlite3").display()), &Options::default()).unwrap();
    let clock = Clock::system();
    let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::system());
    let total: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let seal = Seal::new("http://x", &[7; 32]);
    let mut done = 0;
    while done < total {
        let (clock, ids, rng) = (clock.clone(), ids.clone(), rng.clone());
        db.write_blocking(move |tx| {
            for n in 0..2000 {
                let case = CaseId(done + n);
                let e = Entry::new(Actor::Resident(case), "case.open", Subject::case(case)).with("service", "pothole").with("reference", "ABCD1234").with("state", "received").personal("email", "a@example.org").personal("answers", "{\"size\":\"large\",\"depth\":\"deep\"}");
                ledger::append(tx, &e, clock.now(), &ids, &rng)?;
            }
            Ok::<_, StoreError>(())
        }).unwrap();
        let t = Instant::now();
        db.write_blocking(|tx| ledger::sequence(tx, 2000)).unwrap();
        let spent = t.elapsed();
        done += 2000;
        if done % 50_000 == 0 || done == 2000 { println!("{done}: sequence of 2000 in {spent:?}"); 
            let (s, c) = (seal.clone(), clock.now());
            db.write_blocking(move |tx| ledger::checkpoints::sign(tx, &s, c)).unwrap(); }
    }
    let size = u64::try_from(total).unwrap();
    for (what, index) in [("first", 0), ("middle", size / 2), ("last", size - 1)] {
        let t = Instant::now();
        let p = db.read_blocking(move |tx| tree::inclusion_proof(tx, index, size - 1 + (index + 1) / size)).unwrap().unwrap();
        println!("inclusion {what}: {} hashes in {:?}", p.len(), t.elapsed());
    }
    let t = Instant::now();
    let p = db.read_blocking(move |tx| tree::consistency_proof(tx, size / 3, size)).unwrap().unwrap();
    println!("consistency: {} hashes in {:?}", p.len(), t.elapsed());
    let t = Instant::now();
    let a = ledger::audit(&db, &[], |_, _| {}).unwrap();
    println!("audit of {} in {:?}", a.entries, t.elapsed());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
