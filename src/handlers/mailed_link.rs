//! Mailed links as they come in: a token, which works or does not.

use lectern_templates::account::Caps;
use serde::Deserialize;

use crate::error::AppError;
use crate::settings::Mail;

/// The token of a mailed link.
#[derive(Deserialize)]
pub struct TokenQuery {
    #[serde(default)]
    pub token: String,
}

/// One sentence for every link that does not work, so that trying links tells nothing.
pub fn link_is_spent() -> AppError {
    AppError::Gone(
        "This link does not work any more. It may have been used already, or it has expired. Ask for a new one."
            .to_owned(),
    )
}

/// What pages say about how many mails are sent: the same for every address.
#[must_use]
pub fn caps(settings: &Mail) -> Caps {
    Caps { per_hour: settings.stranger_per_hour, per_day: settings.stranger_per_day }
}
