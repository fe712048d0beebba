//! Addresses to which mail can be sent.

use sha2::{Digest, Sha256};
use validator::ValidateEmail;

use super::text;

/// An address in the form `local@domain`, at most 254 bytes long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let hint = "Enter an address like name@example.org.";
        let address = text::single_line(raw, "The address", 254).map_err(|_| hint.to_owned())?;
        let deliverable = address.len() <= 254
            && address.validate_email()
            && address.parse::<lettre::Address>().is_ok();
        if deliverable { Ok(Self(address)) } else { Err(hint.to_owned()) }
    }

    /// As the person wrote it: this is where mail goes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By which two addresses are the same one: the domain in its ASCII form, and both parts in lower case,
    /// since no provider of note gives `Ana@` and `ana@` to two people.
    #[must_use]
    pub fn canonical(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let ascii = match url::Host::parse(domain) {
            Ok(url::Host::Domain(ascii)) => ascii,
            _ => domain.to_lowercase(),
        };
        format!("{}@{ascii}", local.to_lowercase())
    }

    /// By which mails to one person are counted or stopped, and nothing else is decided: most providers drop what
    /// follows a `+`, and one of them drops dots as well.
    #[must_use]
    pub fn folded(&self) -> String {
        let canonical = self.canonical();
        let (local, domain) = canonical.rsplit_once('@').unwrap_or((&canonical, ""));
        let local = local.split_once('+').map_or(local, |(before, _)| before);
        match domain {
            "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
            _ => format!("{local}@{domain}"),
        }
    }

    /// What stands for the folded address where it is not to be read.
    #[must_use]
    pub fn folded_sha256(&self) -> Vec<u8> {
        Sha256::digest(self.folded()).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_reach_one_mailbox_are_one() {
        for (one, other) in [
            ("Ana@Example.org", "ana@example.ORG"),
            ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ] {
            let [one, other] = [one, other].map(|it| EmailAddress::parse(it).unwrap().canonical());
            assert_eq!(one, other);
        }
    }

    #[test]
    fn mails_to_one_person_are_counted_together_however_the_address_is_dressed_up() {
        for (one, other) in [
            ("a.n.a+x@gmail.com", "ana@googlemail.com"),
            ("ana+news@example.org", "ANA@example.org"),
        ] {
            let [one, other] = [one, other].map(|it| EmailAddress::parse(it).unwrap().folded());
            assert_eq!(one, other);
        }
        let dotted = EmailAddress::parse("a.na@example.org").unwrap();
        assert_eq!(dotted.folded(), "a.na@example.org", "elsewhere a dot tells two people apart");
    }

    #[test]
    fn an_address_cannot_carry_a_second_one_or_a_header() {
        for raw in
            ["", "ana", "a@b@c.org", "a@x.org, b@x.org", "a@x.org\r\nBcc: b@x.org", "a\0@x.org"]
        {
            assert!(EmailAddress::parse(raw).is_err(), "{raw:?}");
        }
    }
}
