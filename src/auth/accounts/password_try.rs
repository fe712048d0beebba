//! A password that somebody tries: first counted, then hashed.

use crate::app::{AppState, SignIn};
use crate::auth::hashing::Hasher;
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::error::AppResult;
use crate::http::address_key::AddressKey;
use crate::http::limits::LimitedAction;
use crate::limits::tries::{Try, Trying};
use crate::logging::measures;
use crate::models::account::{Account, AccountId};

/// Whose password it is, if it is the right one. The work is the same whether there is such an account or not.
pub async fn check(
    state: &AppState,
    email: &EmailAddress,
    password: &Password,
    network: AddressKey,
) -> AppResult<Option<AccountId>> {
    let tried = counted(state, email, password, network).await;
    if let Some(how) = said(&tried) {
        state.sign_ins.note(how);
    }
    tried
}

/// What a try says about the password. One that could not be made, for want of a hasher or of the database, says
/// nothing: operators would else be told of an attack when the site is merely busy.
fn said<E>(tried: &Result<Option<AccountId>, E>) -> Option<SignIn> {
    match tried {
        Ok(Some(_)) => Some(SignIn::Right),
        Ok(None) => Some(SignIn::Failed),
        Err(_) => None,
    }
}

async fn counted(
    state: &AppState,
    email: &EmailAddress,
    password: &Password,
    network: AddressKey,
) -> AppResult<Option<AccountId>> {
    let (tried, account) = {
        // Given back before the hash is computed.
        let mut conn = state.db().await?;
        let trying = Trying { account: &email.canonical(), network };
        let tried = Try::begin(state, &mut conn, LimitedAction::TryPassword, trying).await?;
        (tried, Account::find_by_email(&mut conn, email).await?)
    };
    let hash = account.as_ref().and_then(|it| it.password_hash.as_deref());
    let fits = match state.hasher.verify(hash, password).await {
        Ok(fits) => fits,
        Err(busy) => {
            tried.give_back(&mut *state.db().await?).await?;
            return Err(busy);
        }
    };
    let Some(account) = account.filter(|it| fits && !it.is_suspended()) else {
        measures::sign_in_failed();
        return Ok(None);
    };
    tried.succeeded(&mut *state.db().await?).await?;
    renew_old_hash(state, &account, password).await?;
    Ok(Some(account.id))
}

/// A hash that was made with older settings is made anew: only now is the password here.
async fn renew_old_hash(state: &AppState, account: &Account, password: &Password) -> AppResult<()> {
    let Some(old) = account.password_hash.as_deref().filter(|it| !Hasher::is_current(it)) else {
        return Ok(());
    };
    let hash = state.hasher.hash(password).await?;
    let mut conn = state.db().await?;
    Ok(Account::replace_password_hash(&mut conn, account.id, old, &hash).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_wrong_password_or_an_unknown_address_is_a_failed_sign_in() {
        assert_eq!(said::<()>(&Ok(Some(AccountId(1)))), Some(SignIn::Right));
        assert_eq!(said::<()>(&Ok(None)), Some(SignIn::Failed));
        assert_eq!(said(&Err("the hasher is busy, or there is no database")), None);
    }
}
