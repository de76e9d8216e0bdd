use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The reverse proxies that are believed when they say who sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// Addresses that begin with the same bits (RFC 4632, RFC 4291).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

/// Nobody but this very machine is believed unless the town says so.
impl Default for Proxies {
    fn default() -> Self {
        let v4 = Network { address: Ipv4Addr::LOCALHOST.into(), bits: 8 };
        let v6 = Network { address: Ipv6Addr::LOCALHOST.into(), bits: 128 };
        Self(vec![v4, v6])
    }
}

impl Proxies {
    /// Whether a proxy at this address is believed.
    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Network {
    fn holds(self, other: IpAddr) -> bool {
        let bits = u32::from(self.bits);
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let differ = ours.to_bits() ^ theirs.to_bits();
                differ.checked_shr(32 - bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let differ = ours.to_bits() ^ theirs.to_bits();
                differ.checked_shr(128 - bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || text.to_owned();
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most).ok_or_else(wrong)?,
            None => most,
        };
        Ok(Self { address, bits })
    }
}

impl FromStr for Proxies {
    /// The part that is neither an address nor a network.
    type Err = String;

    /// Reads addresses and networks, separated by commas: `10.0.0.5, 192.168.0.0/16, fd00::/8`.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        let proxies: Proxies = "10.0.0.5,192.168.4.0/22, fd00::/8,".parse().unwrap();
        let trusted = |text: &str| proxies.trust(text.parse().unwrap());
        for address in ["10.0.0.5", "192.168.4.1", "192.168.7.255", "fd12::1", "::ffff:10.0.0.5"] {
            assert!(trusted(address), "{address}");
        }
        for address in ["10.0.0.6", "192.168.8.0", "192.168.3.255", "fe80::1", "127.0.0.1", "::1"] {
            assert!(!trusted(address), "{address}");
        }
        let all: Proxies = "0.0.0.0/0".parse().unwrap();
        assert!(all.trust("203.0.113.9".parse().unwrap()) && !all.trust("::2".parse().unwrap()));
    }

    #[test]
    fn without_a_word_only_this_machine_is_trusted() {
        let proxies = Proxies::default();
        assert!(proxies.trust("127.0.0.1".parse().unwrap()));
        assert!(proxies.trust("127.8.8.8".parse().unwrap()));
        assert!(proxies.trust("::1".parse().unwrap()));
        for address in ["10.0.0.1", "192.168.1.1", "172.17.0.1", "fd00::1"] {
            assert!(!proxies.trust(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_is_no_network_is_named() {
        for text in ["10.0.0.0/33", "fd00::/129", "proxy", "10.0.0.1/", "10.0.0.1/-1", "/8"] {
            let told = format!("127.0.0.1, {text}").parse::<Proxies>();
            assert_eq!(told, Err(text.to_owned()));
        }
    }
}
