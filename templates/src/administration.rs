//! What administrators see: where each page of theirs is.

mod home;

pub use home::{HomePage, Task, home};
