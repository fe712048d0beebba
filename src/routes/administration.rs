//! The pages of administrators. Each handler asks for the role in its signature.

use super::address::Policy::Administrator;
use super::address::{Address, at};
use crate::handlers::administration;
use crate::http::limits::LimitedAction::Read;

pub fn addresses() -> Vec<Address> {
    vec![at("/admin", Administrator, &[Read]).get(administration::show_administration)]
}
