use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use web::{ClientNetwork, Fault, Signer};

use crate::attempts::Counter;

/// The network address that a request comes from, where the server knows it.
#[derive(Clone, Debug)]
pub(crate) struct Address(ClientNetwork);

impl Address {
    /// What counts the links asked for from here.
    pub(crate) fn asking(&self, signer: &Signer) -> Option<Counter> {
        self.0.as_str().map(|address| Counter::asking(signer, address))
    }

    /// What counts the attempts from here.
    pub(crate) fn counter(&self, signer: &Signer) -> Option<Counter> {
        self.0.as_str().map(|address| Counter::address(signer, address))
    }
}

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        ClientNetwork::from_request_parts(parts, state).await.map(Self)
    }
}
