//! What moderators see: the queue, a comment with its history, and who was first.

mod comment;
mod decided;
mod deciding;
mod queue;
mod replaced;

pub use comment::{Actor, CommentPage, HistoryRow, Offered, OnPaperFacts, show};
pub use decided::{AlreadyDecidedPage, already_decided};
pub use queue::{AreaFilter, QueuePage, QueueRow, ReplacedRow, queue};
pub use replaced::{Piece, Replaced, replaced_meanwhile};
