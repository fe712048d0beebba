//! What administrators see: where each page of theirs is.

mod event_codes;
mod home;

pub use event_codes::{EventCodeRow, EventCodesPage, EventState, TypedEvent, event_codes};
pub use home::{HomePage, Task, home};
