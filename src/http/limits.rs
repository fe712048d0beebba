//! How often one address may do a thing: one table, seen in the route table as `&[SignIn]`.
//!
//! This sheds floods cheaply, in the memory of each program. What must be right across programs is counted in the
//! database: `crate::limits`, by rows of the same table.

pub(super) mod action;
mod admission;
pub(super) mod limiter;
mod row;
mod table;

pub use action::LimitedAction;
pub use admission::{WAIT, admit, limit, network_of, too_many};
pub use row::{Allowed, By, Row};
pub use table::{TABLE, rows_of};

#[cfg(test)]
mod tests;
