//! Who is at the other end: the address that limits count by.
//!
//! Anybody can write `X-Forwarded-For`. It is believed only from proxies that the operator named, and then only the
//! rightmost address that is not a proxy itself: everything to its left was written by the visitor.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, X_FORWARDED_FOR};

use super::edge::Edge;
use crate::settings::ForwardedHeader;

/// The address of the visitor, behind all proxies that are trusted.
#[must_use]
pub fn of(request: &HttpRequest, edge: &Edge) -> IpAddr {
    // A listener on a Unix socket has no peer address; whoever reaches it shares one count.
    let peer =
        request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |it| it.ip().to_canonical());
    let trusted = |it: &IpAddr| edge.trusted_proxies.iter().any(|range| range.contains(it));

    let mut visitor = peer;
    let hops = hops(request, edge.forwarded_header);
    for hop in hops.iter().rev() {
        if !trusted(&visitor) {
            break;
        }
        // Where a trusted proxy names no address, the proxy is all that is known.
        let Some(hop) = hop else { break };
        visitor = *hop;
    }
    visitor
}

/// The addresses that the header names, from the visitor's side to ours; `None` for what is no address.
fn hops(request: &HttpRequest, header: ForwardedHeader) -> Vec<Option<IpAddr>> {
    let name = match header {
        ForwardedHeader::XForwardedFor => X_FORWARDED_FOR,
        ForwardedHeader::Forwarded => FORWARDED,
    };
    let mut hops = Vec::new();
    for line in request.headers().get_all(name) {
        // A line that is no text hides an unknown number of hops, so nothing to its left may count.
        let Ok(line) = line.to_str() else {
            hops.push(None);
            continue;
        };
        hops.extend(line.split(',').map(|hop| match header {
            ForwardedHeader::XForwardedFor => address(hop),
            ForwardedHeader::Forwarded => hop.split(';').find_map(for_parameter).and_then(address),
        }));
    }
    hops
}

fn for_parameter(pair: &str) -> Option<&str> {
    let (name, value) = pair.split_once('=')?;
    name.trim().eq_ignore_ascii_case("for").then_some(value)
}

/// An address with or without port, quotes and brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::settings::{Settings, Sources};

    fn edge(header: &str) -> Edge {
        let flags = vec![
            ("server.trusted_proxies", "10.0.0.0/8,::1".to_owned()),
            ("server.forwarded_header", header.to_owned()),
        ];
        Edge::new(&Settings::load(&Sources { flags, ..Sources::default() }).unwrap())
    }

    fn seen(header: &str, peer: &str, lines: &[(&'static str, &'static str)]) -> String {
        let mut request = TestRequest::get().peer_addr(SocketAddr::new(peer.parse().unwrap(), 1));
        for line in lines {
            request = request.append_header(*line);
        }
        of(&request.to_http_request(), &edge(header)).to_string()
    }

    #[test]
    fn forwarded_addresses_are_believed_from_trusted_proxies_only() {
        let by = |peer, chain| seen("x-forwarded-for", peer, &[("X-Forwarded-For", chain)]);

        assert_eq!(by("192.0.2.1", "198.51.100.7"), "192.0.2.1");
        assert_eq!(by("10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(by("::1", "198.51.100.7:1234"), "198.51.100.7");
        assert_eq!(by("::ffff:10.0.0.1", "::ffff:198.51.100.7"), "198.51.100.7");
        assert_eq!(by("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(by("10.0.0.1", "1.1.1.1, 198.51.100.7, 192.0.2.2"), "192.0.2.2");
        assert_eq!(by("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
        assert_eq!(by("10.0.0.1", "1.1.1.1, nonsense, 10.0.0.2"), "10.0.0.2");
        assert_eq!(by("10.0.0.1", ""), "10.0.0.1");
    }

    #[test]
    fn only_the_header_that_the_proxy_writes_is_read() {
        let both = [
            ("X-Forwarded-For", "198.51.100.7"),
            ("Forwarded", "for=\"[2001:db8::7]:80\";proto=https"),
        ];

        assert_eq!(seen("x-forwarded-for", "10.0.0.1", &both), "198.51.100.7");
        assert_eq!(seen("forwarded", "10.0.0.1", &both), "2001:db8::7");
    }

    #[test]
    fn lines_of_one_header_are_read_as_one_chain() {
        let lines = [("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "198.51.100.7")];

        assert_eq!(seen("x-forwarded-for", "10.0.0.1", &lines), "198.51.100.7");
    }
}
