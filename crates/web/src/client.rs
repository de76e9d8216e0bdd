use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;
use crate::fault::Fault;
use crate::proxies::Proxies;

/// The network that a request comes from, where the server knows it: one household or office.
/// Take it as an argument of a handler that counts attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientNetwork(Option<String>);

impl ClientNetwork {
    /// Reads who sent a request.
    pub(crate) fn read(extensions: &Extensions, headers: &HeaderMap) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
        let Some((peer, app)) = peer.zip(extensions.get::<App>()) else { return Self(None) };
        Self(sender(peer, headers, app.proxies()).map(network))
    }

    /// The network as a text: an IPv4 address or the front half of an IPv6 one. `None` where a
    /// proxy hides everybody behind one address, which then must not be counted.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

#[cfg(test)]
impl ClientNetwork {
    /// A network of this name.
    pub(crate) fn named(name: &str) -> Self {
        Self(Some(name.to_owned()))
    }
}

impl<S: Sync> FromRequestParts<S> for ClientNetwork {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Ok(Self::read(&parts.extensions, &parts.headers))
    }
}

/// Who sent a request: the peer, or whom our own proxies name in `X-Forwarded-For`, to which each
/// adds at the end whom it heard. From others nobody is believed. A proxy that names nobody hides
/// everybody behind one address, which then must not be counted.
fn sender(peer: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> Option<IpAddr> {
    if !proxies.trust(peer) {
        return Some(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let named: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    let mut sender = None;
    for name in named.into_iter().rev() {
        let Some(address) = address(name.trim()) else { break };
        sender = Some(address);
        if !proxies.trust(address) {
            break;
        }
    }
    sender
}

/// An address as proxies write it, some with a port.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    text.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
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
    fn only_a_trusted_proxy_is_believed() {
        let trusted: Proxies = "127.0.0.1, 10.1.0.0/16, fd00::/8".parse().unwrap();
        let sender = |peer: &str, forwarded: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let found = super::sender(peer.parse().unwrap(), &headers, &trusted);
            found.map_or_else(String::new, |ip| ip.to_string())
        };
        for (peer, forwarded, expected) in [
            ("192.0.2.7", &["198.51.100.1"][..], "192.0.2.7"),
            // Private, but not named in the settings: a neighbour may write what it likes.
            ("10.2.0.1", &["198.51.100.1"], "10.2.0.1"),
            ("192.168.1.9", &["198.51.100.1"], "192.168.1.9"),
            ("127.0.0.1", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["1.1.1.1", "198.51.100.1:4711"], "198.51.100.1"),
            ("10.1.0.2", &["6.6.6.6, 198.51.100.1, 10.1.0.3, fd00::1"], "198.51.100.1"),
            ("10.1.0.2", &["10.1.7.7, 10.1.0.3"], "10.1.7.7"),
            ("10.1.0.2", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("10.1.0.2", &["198.51.100.1, nonsense"], ""),
            ("10.1.0.2", &[], ""),
            ("127.0.0.1", &[], ""),
        ] {
            assert_eq!(sender(peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }
}
