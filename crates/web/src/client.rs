use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::fault::Fault;

/// The network that a request comes from, where the server knows it: one household or office.
/// Take it as an argument of a handler that counts attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientNetwork(Option<String>);

impl ClientNetwork {
    /// Reads who sent a request.
    pub(crate) fn read(extensions: &Extensions, headers: &HeaderMap) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
        Self(peer.and_then(|peer| sender(peer, headers)).map(network))
    }

    /// The network as a text: an IPv4 address or the front half of an IPv6 one. `None` where a
    /// proxy hides everybody behind one address, which then must not be counted.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<S: Sync> FromRequestParts<S> for ClientNetwork {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Ok(Self::read(&parts.extensions, &parts.headers))
    }
}

/// Who sent a request: the peer, or whom a proxy in our own network names last in
/// `X-Forwarded-For`. From outside nobody is believed. A proxy on this very machine that names
/// nobody hides everybody behind one address, which then must not be counted.
fn sender(peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    let ours = match peer {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    if !ours {
        return Some(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter();
    let last = lines.filter_map(|line| line.to_str().ok()).next_back();
    let named = last.and_then(|line| line.rsplit(',').next()?.trim().parse().ok());
    named.or_else(|| (!peer.is_loopback()).then_some(peer))
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

    #[test]
    fn only_a_proxy_of_our_own_is_believed() {
        let sender = |peer: &str, forwarded: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(forwarded) = forwarded {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            super::sender(peer.parse().unwrap(), &headers).map(|ip| ip.to_string())
        };
        let some = |ip: &str| Some(ip.to_owned());
        assert_eq!(sender("192.0.2.7", Some("198.51.100.1")), some("192.0.2.7"));
        assert_eq!(sender("127.0.0.1", Some("1.1.1.1, 198.51.100.1")), some("198.51.100.1"));
        assert_eq!(sender("10.0.0.2", Some("nonsense")), some("10.0.0.2"));
        assert_eq!(sender("10.0.0.2", None), some("10.0.0.2"));
        assert_eq!(sender("::1", None), None);
    }
}
