//! Every URL the portal answers, each with who gets an answer and the limits that it is held to.

mod accounts;
mod address;
mod administration;
mod entries;
mod machines;
mod moderation;
mod public_record;

use actix_web::error::QueryPayloadError;
use actix_web::web::{QueryConfig, ServiceConfig, to};

pub use address::{Address, Policy};

use crate::error::AppError;
use crate::http::not_found;

/// The whole site, as a list: what the server answers is what the tests go through.
#[must_use]
pub fn addresses() -> Vec<Address> {
    [
        public_record::addresses(),
        accounts::addresses(),
        moderation::addresses(),
        entries::addresses(),
        administration::addresses(),
        machines::addresses(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Lays out the site.
pub fn configure(site: &mut ServiceConfig) {
    site.app_data(QueryConfig::default().error_handler(|it, _| unreadable_query(&it).into()));
    for address in addresses() {
        address.register(site);
    }
    site.default_service(to(not_found));
}

/// Says which part of a query it is about: the words are the parser's, and quote names only.
fn unreadable_query(error: &QueryPayloadError) -> AppError {
    AppError::BadRequest(format!("A part of this address cannot be read: {error}."))
}
