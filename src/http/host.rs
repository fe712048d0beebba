//! Under which name the site was asked for. It answers to its own alone: a page that was made under another name could
//! be kept by a cache, or be shown by another site as its own.
//!
//! What a proxy says in `X-Forwarded-Host` and the like is read nowhere.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HOST;

use super::edge::Edge;
use crate::error::{AppError, AppResult};

/// Watchers ask by address, and learn one word.
const FOR_WATCHERS: &str = "/health/";

pub fn check(request: &ServiceRequest, edge: &Edge) -> AppResult<()> {
    if request.path().starts_with(FOR_WATCHERS) {
        return Ok(());
    }
    let mut names: Vec<&str> =
        request.headers().get_all(HOST).map(|it| it.to_str().unwrap_or_default()).collect();
    if names.len() != 1 {
        return Err(AppError::BadRequest("A request names one host.".to_owned()));
    }
    names.extend(request.uri().authority().map(|it| it.as_str()));
    let is_near = request.peer_addr().is_some_and(|it| it.ip().to_canonical().is_loopback());
    let is_ours = |it: &&str| edge.public_url.is_named(it) || (is_near && is_loopback_name(it));
    if names.iter().all(is_ours) {
        return Ok(());
    }
    Err(AppError::Misdirected { site: edge.public_url.origin() })
}

/// A name of this machine with any port, such as a forwarded one: what a proxy on it says, or a visitor in front of it.
#[must_use]
pub fn is_loopback_name(host: &str) -> bool {
    let is_port = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::settings::{Settings, Sources};

    fn answers(host: &str, peer: &str) -> bool {
        let flags = vec![("server.public_url", "https://comments.example.gov".to_owned())];
        let edge = Edge::new(&Settings::load(&Sources { flags, ..Sources::default() }).unwrap());
        let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 1);
        let request = TestRequest::get().peer_addr(peer).insert_header((HOST, host));
        check(&request.to_srv_request(), &edge).is_ok()
    }

    // H4
    #[test]
    fn the_site_answers_to_its_own_name_and_to_this_machine_by_its_own() {
        let rows = [
            ("comments.example.gov", "198.51.100.7", true),
            ("Comments.Example.GOV", "198.51.100.7", true),
            ("comments.example.gov:443", "198.51.100.7", true),
            ("comments.example.gov:444", "198.51.100.7", false),
            ("comments.example.gov.", "198.51.100.7", false),
            ("comments.example.gov.evil.example", "198.51.100.7", false),
            ("evil.example", "198.51.100.7", false),
            ("evil.example", "127.0.0.1", false),
            ("", "127.0.0.1", false),
            ("127.0.0.1:8080", "127.0.0.1", true),
            ("localhost", "::ffff:127.0.0.1", true),
            ("[::1]:8080", "::1", true),
            ("localhost:8080", "198.51.100.7", false),
            ("localhost:80@evil.example", "127.0.0.1", false),
        ];
        for (host, peer, expected) in rows {
            assert_eq!(answers(host, peer), expected, "{host:?} from {peer}");
        }
    }
}
