//! What a request says about where it comes from, in words that its owner recognizes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use woothee::parser::Parser;
use woothee::woothee::VALUE_UNKNOWN;

use super::client_address;
use super::edge::Edge;
use crate::domain::device::Device;
use crate::error::AppResult;

const UNKNOWN_BROWSER: &str = "Unknown browser";

/// The browser and the network of a request.
///
/// # Errors
/// If the edge is not registered, which it is.
pub fn of(request: &HttpRequest) -> AppResult<Device> {
    let edge = Edge::of(request)?;
    let agent = request.headers().get(USER_AGENT).and_then(|it| it.to_str().ok());
    Ok(Device {
        browser: browser(agent.unwrap_or_default()),
        network: network(client_address::of(request, &edge)),
    })
}

/// Names come from a fixed list: whatever somebody puts into the header, none of it is repeated.
fn browser(agent: &str) -> String {
    const N_READ_BYTES: usize = 512;
    let agent = agent.get(..N_READ_BYTES).unwrap_or(agent);
    let known = |it: &'static str| (it != VALUE_UNKNOWN && !it.is_empty()).then_some(it);
    let (name, system) = match Parser::new().parse(agent) {
        Some(it) => (
            NAMES.iter().find(|known| **known == it.name),
            SYSTEMS.iter().find(|(raw, _)| *raw == it.os),
        ),
        None => (None, None),
    };
    match (name.copied().and_then(known), system.map(|(_, words)| *words)) {
        (Some(name), Some(system)) => format!("{name} on {system}"),
        (Some(name), None) => name.to_owned(),
        (None, Some(system)) => format!("{UNKNOWN_BROWSER} on {system}"),
        (None, None) => UNKNOWN_BROWSER.to_owned(),
    }
}

/// Browsers as people call them.
const NAMES: [&str; 9] = [
    "Chrome",
    "Edge",
    "Firefox",
    "Internet Explorer",
    "Opera",
    "Safari",
    "SamsungBrowser",
    "Vivaldi",
    "Yandex Browser",
];

/// Systems as the parser spells them and as people call them, versions left out: an update makes no new device.
const SYSTEMS: [(&str, &str); 13] = [
    ("Windows 11", "Windows"),
    ("Windows 10", "Windows"),
    ("Windows 8.1", "Windows"),
    ("Windows 8", "Windows"),
    ("Windows 7", "Windows"),
    ("Mac OSX", "macOS"),
    ("Linux", "Linux"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("iPod", "iPod"),
    ("iOS", "iOS"),
    ("ChromeOS", "ChromeOS"),
];

/// IPv4 by /24 and IPv6 by /48: a place, not a machine.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(it) => {
            let [a, b, c, _] = it.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(it) => {
            let [a, b, c, ..] = it.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_people_call_it_and_nothing_of_the_header_is_repeated() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 \
                 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", "Unknown browser"),
            ("", "Unknown browser"),
            ("<script>alert(1)</script> https://evil.example", "Unknown browser"),
        ] {
            assert_eq!(browser(agent), words, "{agent}");
        }
        assert_eq!(browser(&"ü".repeat(5000)), "Unknown browser");
    }

    #[test]
    fn a_network_is_a_place_and_not_a_machine() {
        for (address, words) in [
            ("198.51.100.77", "198.51.100.0/24"),
            ("::ffff:198.51.100.77", "198.51.100.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("::1", "::/48"),
        ] {
            assert_eq!(network(address.parse().unwrap()), words);
        }
    }
}
