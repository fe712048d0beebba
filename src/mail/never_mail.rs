//! The link that stops mail: it carries the address itself, sealed, so nothing is stored for a mail that is ignored.

use crate::app::AppState;
use crate::domain::email::EmailAddress;
use crate::sealing::Purpose;

/// The link for an address.
///
/// # Errors
/// If the address cannot be sealed, which needs gigabytes.
pub fn link(state: &AppState, address: &str) -> anyhow::Result<String> {
    let sealed = state.sealer.seal(Purpose::NeverMail, address.as_bytes())?;
    Ok(state.site.absolute(&format!("/mail/stop?token={}", hex::encode(sealed))))
}

/// The address that a link is about, if the link is one of ours.
#[must_use]
pub fn address(state: &AppState, token: &str) -> Option<EmailAddress> {
    let opened = state.sealer.open(Purpose::NeverMail, &hex::decode(token).ok()?)?;
    EmailAddress::parse(std::str::from_utf8(&opened).ok()?).ok()
}
