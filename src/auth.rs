//! Who is asking: passwords, sessions, and the extractors that carry a role.

pub mod accounts;
pub mod administration;
pub mod beginning;
pub mod choosing;
pub mod cookies;
pub mod extractors;
pub mod following;
pub mod hashing;
pub mod keep_typed;
pub mod next;
pub mod one_time_codes;
pub mod own_account;
pub mod proving;
pub mod scopes;
pub mod staff;
