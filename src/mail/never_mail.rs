//! The links that stop mail: they carry the address itself, sealed, so nothing is stored for a mail that is ignored.

use crate::app::AppState;
use crate::domain::email::EmailAddress;
use crate::sealing::Purpose;

/// The link that stops mail which strangers cause.
///
/// # Errors
/// If the address cannot be sealed, which needs gigabytes.
pub fn link(state: &AppState, address: &str) -> anyhow::Result<String> {
    Ok(state
        .site
        .absolute(&format!("/mail/stop?token={}", seal(state, Purpose::NeverMail, address)?)))
}

/// The link that ends what an address follows.
///
/// # Errors
/// If the address cannot be sealed, which needs gigabytes.
pub fn follow_link(state: &AppState, address: &str) -> anyhow::Result<String> {
    Ok(state
        .site
        .absolute(&format!("/follow/stop?token={}", seal(state, Purpose::Follows, address)?)))
}

/// The address that a link is about, if the link is one of ours.
#[must_use]
pub fn address(state: &AppState, token: &str) -> Option<EmailAddress> {
    open(state, Purpose::NeverMail, token)
}

/// The address whose follows a link is about, if the link is one of ours.
#[must_use]
pub fn follower(state: &AppState, token: &str) -> Option<EmailAddress> {
    open(state, Purpose::Follows, token)
}

fn seal(state: &AppState, purpose: Purpose, address: &str) -> anyhow::Result<String> {
    Ok(hex::encode(state.sealer.seal(purpose, address.as_bytes())?))
}

fn open(state: &AppState, purpose: Purpose, token: &str) -> Option<EmailAddress> {
    let opened = state.sealer.open(purpose, &hex::decode(token).ok()?)?;
    EmailAddress::parse(std::str::from_utf8(&opened).ok()?).ok()
}
