//! The address that people type, what stands in front of the portal, and whether the portal answers.

use super::finding::Finding;
use crate::cli::health::{self, Health};
use crate::settings::Settings;

pub async fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![address(settings)];
    findings.extend(proxies(settings));
    findings.push(answers(settings).await);
    findings
}

fn address(settings: &Settings) -> Finding {
    let about = "public address";
    let site = settings.server.public_url();
    if site.cookies_are_secure() {
        return Finding::ok(about, site.origin());
    }
    Finding::warning(
        about,
        format!("{}: only people at this machine can use it", site.origin()),
        "For a real portal, set server.public_url to its https address.",
    )
}

fn proxies(settings: &Settings) -> Option<Finding> {
    let about = "trusted proxies";
    let server = &settings.server;
    if server.trusted_proxies.iter().any(|it| it.prefix_len() == 0) {
        return Some(Finding::wrong(
            about,
            "everybody is trusted to say where a visitor comes from, so nobody can be limited",
            "Name only the addresses of your own proxies in server.trusted_proxies.",
        ));
    }
    let has_proxy = server.public_url().cookies_are_secure() || !server.bind.is_loopback();
    if has_proxy && server.trusted_proxies.is_empty() {
        return Some(Finding::warning(
            about,
            "none is named, so behind a proxy all visitors count as one address in the limits",
            "Name your proxy: server.trusted_proxies = [\"127.0.0.1\", \"::1\"] where it runs on this machine.",
        ));
    }
    (!server.trusted_proxies.is_empty())
        .then(|| Finding::ok(about, format!("{} named", server.trusted_proxies.len())))
}

async fn answers(settings: &Settings) -> Finding {
    let about = "portal";
    if settings.server.port == 0 {
        return Finding::ok(about, "it picks a free port at each start, so it cannot be asked");
    }
    let place = health::place(settings);
    match health::ask(settings).await {
        Ok(Health::Ready) => Finding::ok(about, format!("it answers at {place} and is ready")),
        Ok(Health::NotReady) => Finding::wrong(
            about,
            format!("it answers at {place}, but says that it is not ready"),
            "The database does not answer both of its roles within two seconds: see above, and its log (\"Not ready\").",
        ),
        Ok(Health::SomethingElse) => Finding::wrong(
            about,
            format!("something answers at {place} that is no portal of this address"),
            "See who listens there (ss -ltnp), or whether server.public_url differs from the running portal's.",
        ),
        Err(error) => Finding::warning(
            about,
            format!("nothing answers at {place} ({error:#})"),
            "Start it: lectern serve. If it does not start, its last line says why.",
        ),
    }
}
