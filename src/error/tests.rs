//! Stories about failures.

use actix_web::body::to_bytes;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

use super::*;

/// A refusal that quotes the row that was refused.
struct Refusal(&'static str);

impl DatabaseErrorInformation for Refusal {
    fn message(&self) -> &str {
        self.0
    }

    fn details(&self) -> Option<&str> {
        Some("Failing row contains (ana@example.org).")
    }

    fn hint(&self) -> Option<&str> {
        None
    }

    fn table_name(&self) -> Option<&str> {
        Some("accounts")
    }

    fn column_name(&self) -> Option<&str> {
        None
    }

    fn constraint_name(&self) -> Option<&str> {
        Some("accounts_email_key")
    }

    fn statement_position(&self) -> Option<i32> {
        None
    }
}

fn refusal(kind: DatabaseErrorKind, message: &'static str) -> DieselError {
    DieselError::DatabaseError(kind, Box::new(Refusal(message)))
}

#[actix_web::test]
async fn a_page_shows_words_and_never_the_cause() {
    let error = AppError::from(anyhow::anyhow!("secret cause").context("outer"));

    let response = error.error_response();
    let status = response.status();
    let page = String::from_utf8(to_bytes(response.into_body()).await.unwrap().to_vec()).unwrap();

    assert_eq!(status, 500);
    assert!(!page.contains("secret cause") && !page.contains("outer"));
}

#[test]
fn what_is_logged_of_a_database_error_quotes_no_row() {
    let error = refusal(DatabaseErrorKind::UniqueViolation, "duplicate key");
    let error = anyhow::Error::from(error).context("registering");

    insta::assert_snapshot!(
        cause::describe(&error),
        @"registering: UniqueViolation: duplicate key (constraint: accounts_email_key)"
    );
}

#[test]
fn a_database_that_is_away_or_busy_asks_to_come_back() {
    let away = refusal(DatabaseErrorKind::ClosedConnection, "closed");
    let slow = refusal(DatabaseErrorKind::Unknown, "canceling statement due to statement timeout");
    for error in [away, slow] {
        let response = AppError::from(error).error_response();

        assert_eq!(response.status(), 503);
        assert!(response.headers().contains_key(header::RETRY_AFTER));
    }

    let wrong = AppError::from(refusal(DatabaseErrorKind::CheckViolation, "wrong"));
    assert_eq!(wrong.status_code(), 500);
}

#[test]
fn signing_in_first_leads_back_to_where_the_visitor_was() {
    let error = AppError::First { step: FirstStep::SignIn, next: "/account?a=b&c".to_owned() };

    let response = error.error_response();

    assert_eq!(response.status(), 303);
    assert_eq!(
        response.headers().get(header::LOCATION).unwrap(),
        "/sign-in?next=%2Faccount%3Fa%3Db%26c"
    );
}
