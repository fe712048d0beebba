//! The pages of administrators. Each handler asks for the role in its signature.

use super::address::Address;

pub fn addresses() -> Vec<Address> {
    vec![]
}
