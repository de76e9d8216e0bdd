use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use web::{Fault, Signer};

use crate::attempts::Counter;

/// The network address that a request comes from, where the server knows it.
#[derive(Clone, Debug)]
pub(crate) struct Address(Option<String>);

impl Address {
    /// What counts the attempts from here.
    pub(crate) fn counter(&self, signer: &Signer) -> Option<Counter> {
        self.0.as_ref().map(|address| Counter::address(signer, address))
    }
}

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(address)| network(address.ip()))))
    }
}

/// One household or office: an IPv4 address, or the 64 bits of an IPv6 network, within which
/// everybody has more addresses than could be counted.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_household_count_as_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::3"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::3"), network("2001:db8:1:3::3"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
