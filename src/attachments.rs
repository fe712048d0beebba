//! Files that come with a comment: read within bounds, known by their content, cleaned, stored, and named by a draft.

pub mod incoming;
pub mod inspection;
mod keeping;
mod tidying;

pub use keeping::{keep, look_for_room};
pub use tidying::tidy;
