//! Causes: which failures they become, and what of them may stand in a log.

use diesel::result::DatabaseErrorKind;
use diesel::result::Error as DieselError;
use diesel_async::pooled_connection::PoolError;
use diesel_async::pooled_connection::deadpool::PoolError as DeadpoolError;

use super::AppError;

/// The chain of causes in one line.
///
/// The detail of a database error quotes the row that it refused, and with it addresses and comments. So a database
/// error gives its message and the name of the constraint, and the chain ends there.
pub fn describe(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        if let Some(DieselError::DatabaseError(kind, info)) = cause.downcast_ref() {
            let constraint = info.constraint_name().unwrap_or("none");
            parts.push(format!("{kind:?}: {} (constraint: {constraint})", info.message()));
            break;
        }
        let postgres =
            cause.downcast_ref::<tokio_postgres::Error>().and_then(|it| it.as_db_error());
        if let Some(refused) = postgres.or_else(|| cause.downcast_ref()) {
            let constraint = refused.constraint().unwrap_or("none");
            parts.push(format!(
                "{}: {} (constraint: {constraint})",
                refused.code().code(),
                refused.message()
            ));
            break;
        }
        parts.push(cause.to_string());
    }
    parts.join(": ")
}

impl From<DieselError> for AppError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, info) if is_passing(kind, info.message()) => {
                Self::Unavailable(error.into())
            }
            _ => Self::Internal(error.into()),
        }
    }
}

/// No connection: all of them are taken, or the database is away.
impl From<DeadpoolError> for AppError {
    fn from(error: DeadpoolError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<PoolError> for AppError {
    fn from(error: PoolError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// Whether the same request may well succeed in a few seconds.
fn is_passing(kind: &DatabaseErrorKind, message: &str) -> bool {
    match kind {
        DatabaseErrorKind::ClosedConnection
        | DatabaseErrorKind::UnableToSendCommand
        | DatabaseErrorKind::SerializationFailure
        | DatabaseErrorKind::ReadOnlyTransaction => true,
        // Diesel has no kinds for these, and passes the code of the error on to nobody.
        _ => [
            "statement timeout",
            "lock timeout",
            "deadlock detected",
            "terminating connection",
            "shutting down",
        ]
        .iter()
        .any(|it| message.contains(it)),
    }
}
