//! A statement that failed dooms its transaction, on both engines alike.

#![allow(missing_docs, clippy::unwrap_used)]

use store::{StoreError, params};

store::statements! {
    ADD: Statement = "INSERT INTO notes (id) VALUES ($1)";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM notes";
}

#[test]
fn a_closure_that_goes_on_after_a_failure_is_not_told_that_its_changes_are_kept() {
    for db in store::testing::databases() {
        db.write_blocking(|tx| tx.batch("CREATE TABLE notes (id BIGINT PRIMARY KEY)")).unwrap();
        let done = db.write_blocking(|tx| {
            tx.run(&ADD, params![1_i64])?;
            let twice = tx.run(&ADD, params![1_i64]);
            assert!(twice.is_err());
            Ok::<_, StoreError>(())
        });
        assert!(done.unwrap_err().is_constraint());
        assert_eq!(db.read_blocking(|tx| tx.one(&COUNT, params![])).unwrap(), Some(0));
    }
}
