//! Comments sent without an account: they wait until their author's address is confirmed, and count from when they
//! were sent.

mod confirm;
mod waiting;

pub use confirm::{Confirmed, InItsPlace, LookedAt, confirm, confirm_own, look_at};
pub use waiting::{Sent, Waiting, mail_again, wait};
