//! Files that come with a comment: read within bounds, known by their content, cleaned, stored, and named by a draft.

pub mod incoming;
pub mod inspection;
mod keeping;

pub use keeping::{keep, look_for_room};
