//! Another name. What was sent before keeps the name that it was sent under.

use crate::app::AppState;
use crate::domain::display_name::DisplayName;
use crate::error::AppResult;
use crate::models::account::{Account, AccountId};

/// From now on the account goes by this name.
pub async fn change(state: &AppState, account_id: AccountId, name: &DisplayName) -> AppResult<()> {
    Ok(Account::set_display_name(&mut *state.db().await?, account_id, name).await?)
}
