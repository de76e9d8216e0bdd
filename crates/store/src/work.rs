//! Work that waits for a database thread, and the answers to it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;
use tracing::Span;

use crate::{StoreError, Tx};

/// A closure on its way to a database thread. It may run several times; [`Work::answer`] is called
/// once, when its transaction is committed or lost.
pub(crate) trait Work: Send {
    /// Runs the closure. `Ok` asks for a commit, `Err` for a rollback.
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome;

    /// Whether somebody still waits for the answer. A read for nobody need not run.
    fn is_awaited(&self) -> bool;

    /// Answers the caller: with the closure's own result, or with why it was lost.
    fn answer(self: Box<Self>, lost: Option<StoreError>);
}

/// What a closure asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Commit,
    RollBack,
    /// The engine could not serialise it: run it again.
    Again,
}

struct Closure<F, T, E> {
    run: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    /// What it was asked for, so that what happens on the database's thread is told as part of it.
    span: Span,
}

impl<F, T, E> Work for Closure<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome {
        let _span = self.span.enter();
        // A panic in one closure must not take the thread, and everybody's database, with it.
        let result = catch_unwind(AssertUnwindSafe(|| (self.run)(tx)))
            .unwrap_or_else(|_| Err(StoreError::Panicked.into()))
            .and_then(|value| match &tx.failed {
                None => Ok(value),
                Some(error) => Err(error.clone().into()),
            });
        let outcome = match &result {
            _ if tx.conflict => Outcome::Again,
            Ok(_) => Outcome::Commit,
            Err(_) => Outcome::RollBack,
        };
        self.result = Some(result);
        outcome
    }

    fn is_awaited(&self) -> bool {
        !self.reply.is_closed()
    }

    fn answer(self: Box<Self>, lost: Option<StoreError>) {
        let result = match (lost, self.result) {
            (Some(error), _) => Err(error.into()),
            (None, Some(result)) => result,
            (None, None) => Err(StoreError::Panicked.into()),
        };
        // The caller may have gone away (a closed browser); the work is done all the same.
        drop(self.reply.send(result));
    }
}

/// Wraps a closure with the place where its answer will arrive.
pub(crate) fn work<F, T, E>(run: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>)
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, receiver) = oneshot::channel();
    (Box::new(Closure { run, result: None, reply, span: Span::current() }), receiver)
}
