//! Files that come with a comment: read within bounds, known by their content, cleaned, stored, and named by a draft or an entry.

pub mod incoming;
pub mod inspection;
mod keeping;
mod tidying;

pub use keeping::{GoesWith, keep, look_for_room};
pub use tidying::tidy;
