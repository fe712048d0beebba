//! The address that people type: it governs cookies, links and which forms are accepted.

use std::net::SocketAddr;

use url::{Host, Url};

/// Scheme, host and port, with nothing behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    scheme: Scheme,
    reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

/// From where the address can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    ThisMachine,
    Anywhere,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPublicUrl {
    #[error("it must be an address such as https://comments.example.gov")]
    NotAnAddress,
    #[error("it must end after the host or port: no path, no name, no password")]
    MoreThanAnOrigin,
    #[error("plain http is accepted only for an address of this machine; use https")]
    PlainHttp,
}

impl PublicUrl {
    pub fn parse(text: &str) -> Result<Self, InvalidPublicUrl> {
        let url = Url::parse(text).map_err(|_| InvalidPublicUrl::NotAnAddress)?;
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(InvalidPublicUrl::NotAnAddress),
        };
        let reach = url.host().map(|it| reach(&it)).ok_or(InvalidPublicUrl::NotAnAddress)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidPublicUrl::MoreThanAnOrigin);
        }
        if scheme == Scheme::Http && reach == Reach::Anywhere {
            return Err(InvalidPublicUrl::PlainHttp);
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Self { origin: url.origin().ascii_serialization(), host, scheme, reach })
    }

    /// The address of a listener, where no other is set. Settings refuse this for a listener that others can reach.
    #[must_use]
    pub fn of_listener(listening: SocketAddr) -> Self {
        let ip = listening.ip();
        let host = if ip.is_ipv4() { ip.to_string() } else { format!("[{ip}]") };
        let origin = match listening.port() {
            80 => format!("http://{host}"),
            port => format!("http://{host}:{port}"),
        };
        let reach = if ip.is_loopback() { Reach::ThisMachine } else { Reach::Anywhere };
        Self { origin, host, scheme: Scheme::Http, reach }
    }

    /// What a browser sends as `Origin` from a page of ours: no slash at the end, no default port.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// The name or address of the host, without the port; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> String {
        self.host.clone()
    }

    /// Whether `host`, as a request names it, is ours. The usual port of the scheme may be said or left out.
    #[must_use]
    pub fn is_named(&self, host: &str) -> bool {
        let usual = match self.scheme {
            Scheme::Http => ":80",
            Scheme::Https => ":443",
        };
        let ours = self.origin.split_once("://").map_or("", |(_, it)| it);
        let bare = host.strip_suffix(usual).unwrap_or(host);
        [host, bare].iter().any(|it| it.eq_ignore_ascii_case(ours))
    }

    /// The whole address of a path of ours, which starts with a slash.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Cookies are `Secure` and `__Host-` wherever people come by https.
    #[must_use]
    pub fn cookies_are_secure(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// Whether only this machine can reach the address.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.reach == Reach::ThisMachine
    }
}

fn reach(host: &Host<&str>) -> Reach {
    let this_machine = match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    if this_machine { Reach::ThisMachine } else { Reach::Anywhere }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_accepted_for_this_machine_only() {
        for good in [
            "http://127.0.0.1:8080",
            "http://[::1]",
            "http://localhost:1",
            "https://a.example",
            "https://a.example/",
        ] {
            assert!(PublicUrl::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://comments.example.gov", InvalidPublicUrl::PlainHttp),
            ("http://192.168.0.2:8080", InvalidPublicUrl::PlainHttp),
            ("http://localhost.example.gov", InvalidPublicUrl::PlainHttp),
            ("https://a.example/portal", InvalidPublicUrl::MoreThanAnOrigin),
            ("https://a:b@a.example", InvalidPublicUrl::MoreThanAnOrigin),
            ("https://a.example?x", InvalidPublicUrl::MoreThanAnOrigin),
            ("ftp://a.example", InvalidPublicUrl::NotAnAddress),
            ("a.example", InvalidPublicUrl::NotAnAddress),
        ] {
            assert_eq!(PublicUrl::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn the_origin_is_what_a_browser_sends() {
        let origin = |it| PublicUrl::parse(it).unwrap().origin();
        assert_eq!(origin("https://Comments.Example.gov:443/"), "https://comments.example.gov");
        assert_eq!(origin("http://localhost:8080"), "http://localhost:8080");

        let listening = |it: &str| PublicUrl::of_listener(it.parse().unwrap()).absolute("/x");
        assert_eq!(listening("127.0.0.1:8080"), "http://127.0.0.1:8080/x");
        assert_eq!(listening("[::1]:80"), "http://[::1]/x");
    }

    #[test]
    fn cookies_are_secure_wherever_people_come_by_https() {
        assert!(PublicUrl::parse("https://localhost").unwrap().cookies_are_secure());
        assert!(!PublicUrl::parse("http://localhost").unwrap().cookies_are_secure());
    }
}
