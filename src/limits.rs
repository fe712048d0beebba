//! Limits that programs on one database share: by account, and of everybody together.
//!
//! Rows of the table are in `http::limits`; which address is held to which stands in the route table. A count that
//! cannot be made, because the database is away, lets nothing through: the form comes back to be sent again.

pub mod bytes;
pub mod events;
pub mod tries;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::Data;
use actix_web::{Error, HttpRequest};
use anyhow::Context;
use diesel_async::AsyncPgConnection;

use crate::app::AppState;
use crate::auth::extractors::session_of;
use crate::error::AppResult;
use crate::http::form_again;
use crate::http::limits::{Allowed, By, LimitedAction, Row, WAIT, rows_of, too_many};
use crate::models::account::AccountId;
use crate::models::limit_count;
use crate::sealing::Purpose;

/// The middleware for a row of the route table: what its actions allow an account, and everybody together.
pub fn shared_limit<S>(
    actions: &'static [LimitedAction],
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |mut request: ServiceRequest, next: Next<BoxBody>| async move {
        match admit(request.request(), actions).await {
            Ok(()) => next.call(request).await,
            Err(error) => {
                let response = form_again::response(&mut request, error, WAIT).await;
                Ok(request.into_response(response))
            }
        }
    })
}

/// Counts one more for the account, where the action is limited by it.
///
/// # Errors
/// Too many requests; what the database says.
pub async fn spend_of_account(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    action: LimitedAction,
    account_id: AccountId,
) -> AppResult<()> {
    for row in rows_of(action).filter(|it| it.by == By::Account) {
        spend(state, conn, row, &account_id.0.to_be_bytes()).await?;
    }
    Ok(())
}

/// Counts one more for everybody together, where the action is limited so.
///
/// # Errors
/// Too many requests; what the database says.
pub async fn spend_of_everybody(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    action: LimitedAction,
) -> AppResult<()> {
    for row in rows_of(action).filter(|it| it.by == By::Everybody) {
        spend(state, conn, row, &[]).await?;
    }
    Ok(())
}

async fn admit(request: &HttpRequest, actions: &[LimitedAction]) -> AppResult<()> {
    let counted = actions.iter().filter(|it| it.counts(request.method()));
    let rows: Vec<&Row> = counted
        .flat_map(|it| rows_of(*it))
        .filter(|it| matches!(it.by, By::Account | By::Everybody))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let state = request.app_data::<Data<AppState>>().context("AppState is not registered")?;
    // Whoever has not given a code yet is counted too: it is their account that something is done with.
    let account_id = if rows.iter().any(|it| it.by == By::Account) {
        session_of(request).await?.map(|it| it.account.id)
    } else {
        None
    };
    let mut conn = state.db().await?;
    for row in rows {
        match (row.by, account_id) {
            (By::Account, Some(id)) => spend(state, &mut conn, row, &id.0.to_be_bytes()).await?,
            (By::Everybody, _) => spend(state, &mut conn, row, &[]).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn spend(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    row: &Row,
    whom: &[u8],
) -> AppResult<()> {
    let Allowed::PerHour(rate) = (row.allowed)(&state.settings.limits) else { return Ok(()) };
    let key = key(state, row, whom);
    let counted = limit_count::spend(conn, &key, rate.every(), rate.burst.get()).await?;
    counted.map_err(|wait| too_many(row.sentence, wait))
}

/// What stands for a row and whom it counts. The database learns neither an address nor who did what.
fn key(state: &AppState, row: &Row, whom: &[u8]) -> Vec<u8> {
    let counted = [row.setting.as_bytes(), &[0], whom].concat();
    state.sealer.digest(Purpose::Limit, &counted)
}
