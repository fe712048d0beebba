//! What programs ask for: static files, the health of the portal, and the mailbox of one that sends no mail.

use super::address::Policy::{Mailbox, Public};
use super::address::{Address, at};
use crate::handlers::{assets, health, mailbox, site};

pub fn addresses() -> Vec<Address> {
    vec![
        at("/static/{file}", Public, &[]).get(assets::show_asset),
        at("/robots.txt", Public, &[]).get(site::show_robots),
        at("/.well-known/security.txt", Public, &[]).get(site::show_security),
        at("/health/live", Public, &[]).get(health::show_live),
        at("/health/ready", Public, &[]).get(health::show_ready),
        at("/mailbox", Mailbox, &[]).get(mailbox::list_mails),
        at("/mailbox/{id}", Mailbox, &[]).get(mailbox::show_mail),
    ]
}
