//! Mailed links as they come in: a token, which works or does not.

use serde::Deserialize;

use crate::error::AppError;

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
