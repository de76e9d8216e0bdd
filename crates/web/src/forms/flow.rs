use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

/// So much of a body that is too large is read and forgotten, so that the browser is done sending
/// and reads the answer: it shows a broken connection otherwise.
pub(crate) const MOST_FORGOTTEN: usize = 100 << 20;

/// A body as it arrives, within its bound.
pub(crate) struct Flow {
    chunks: BodyDataStream,
    max: usize,
    seen: usize,
    is_done: bool,
}

/// The body is too large, or the connection broke.
#[derive(Debug, thiserror::Error)]
#[error("the body did not come to its end")]
pub(crate) struct Cut;

impl Flow {
    /// Takes a body of at most so many bytes.
    pub(crate) fn new(body: Body, max: usize) -> Self {
        Self { chunks: body.into_data_stream(), max, seen: 0, is_done: false }
    }

    /// Whether more came than may.
    pub(crate) fn is_over(&self) -> bool {
        self.seen > self.max
    }

    /// Reads what is left and forgets it.
    pub(crate) async fn forget(&mut self) {
        while !self.is_done && self.seen <= MOST_FORGOTTEN {
            match self.chunks.next().await {
                Some(Ok(chunk)) => self.seen += chunk.len(),
                Some(Err(_)) | None => self.is_done = true,
            }
        }
    }
}

impl Stream for Flow {
    type Item = Result<Bytes, Cut>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let flow = self.get_mut();
        if flow.is_done {
            return Poll::Ready(None);
        }
        if flow.is_over() {
            return Poll::Ready(Some(Err(Cut)));
        }
        flow.chunks.poll_next_unpin(context).map(|next| match next {
            Some(Ok(chunk)) => {
                flow.seen += chunk.len();
                Some(if flow.is_over() { Err(Cut) } else { Ok(chunk) })
            }
            Some(Err(_)) => {
                flow.is_done = true;
                Some(Err(Cut))
            }
            None => {
                flow.is_done = true;
                None
            }
        })
    }
}
