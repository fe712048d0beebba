//! The pages of administrators. Each handler asks for the role in its signature.

use super::address::Policy::Administrator;
use super::address::{Address, at};
use crate::handlers::administration::{self, event_codes};
use crate::http::limits::LimitedAction::Read;

pub fn addresses() -> Vec<Address> {
    vec![
        at("/admin", Administrator, &[Read]).get(administration::show_administration),
        at("/admin/event-codes", Administrator, &[Read])
            .get(event_codes::show_event_codes)
            .post(event_codes::create_event_code),
        at("/admin/event-codes/{event}/end", Administrator, &[Read])
            .post(event_codes::end_event_code),
    ]
}
