//! Failures as the mail library tells them, sorted into the kinds of the table.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::models::outbox::{FailureKind, Noted};

/// Why there is no connection, and how far it came.
#[derive(Debug)]
pub struct NoConnection {
    pub step: Step,
    pub error: Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Reaching,
    Securing,
    SigningIn,
}

impl NoConnection {
    pub fn on(step: Step, error: Error) -> Self {
        Self { step, error }
    }
}

/// Before a mail was begun: whatever went wrong, it would have with any other.
pub fn of_line(it: &NoConnection) -> Noted {
    let NoConnection { step, error } = it;
    let kind = match (code(error), step) {
        (None, _) if error.is_timeout() => FailureKind::Silent,
        // A server that does not offer it says so, or sends what is no TLS.
        (_, Step::Securing) => FailureKind::Unsecured,
        (Some(code), _) if is_about_admission(code) => FailureKind::NotAdmitted,
        (Some(500..), Step::SigningIn) => FailureKind::NotAdmitted,
        (Some(_), _) => FailureKind::Closing,
        (None, _) if error.is_tls() || is_about_tls(error) => FailureKind::Unsecured,
        // The library says so where no way to sign in fits.
        (None, Step::SigningIn) if error.is_client() => FailureKind::NotAdmitted,
        (None, _) => FailureKind::Unreachable,
    };
    Noted { kind, code: code(error) }
}

/// While a mail was handed over. Some answers are about us all the same. A good-bye (421) may be about this mail or its
/// recipient: whether it is about us is seen by the next one.
pub fn of_mail(error: &Error) -> Noted {
    let kind = match code(error) {
        Some(code) if is_about_admission(code) => FailureKind::NotAdmitted,
        Some(452 | 552) => FailureKind::Full,
        Some(_) if is_about_full_mailbox(error) => FailureKind::Full,
        Some(400..500) => FailureKind::Busy,
        Some(_) => FailureKind::Refused,
        None if error.is_timeout() => FailureKind::Slow,
        None => FailureKind::Broken,
    };
    Noted { kind, code: code(error) }
}

fn code(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

/// The handshake failed: what came was no TLS, or its certificate is none that we trust.
fn is_about_tls(error: &Error) -> bool {
    let cause = error.source().and_then(|it| it.downcast_ref::<std::io::Error>());
    cause.is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData)
}

/// Sign in first, that was the wrong password, use TLS first.
fn is_about_admission(code: u16) -> bool {
    matches!(code, 454 | 530 | 534 | 535 | 538)
}

/// The enhanced code X.2.2 of RFC 3463.
fn is_about_full_mailbox(error: &Error) -> bool {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    said.starts_with("4.2.2") || said.starts_with("5.2.2")
}
