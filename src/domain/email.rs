//! Addresses to which mail can be sent.

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
    fn an_address_cannot_carry_a_second_one_or_a_header() {
        for raw in
            ["", "ana", "a@b@c.org", "a@x.org, b@x.org", "a@x.org\r\nBcc: b@x.org", "a\0@x.org"]
        {
            assert!(EmailAddress::parse(raw).is_err(), "{raw:?}");
        }
    }
}
