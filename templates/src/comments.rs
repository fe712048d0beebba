//! Published comments: the list with its filters, and the pages of one tracking number.

mod list;
mod show;

pub use list::{ActiveFilter, CommentRow, ListPage, brief_row, list};
pub use show::{CommentPage, WithdrawnPage, WithheldPage, show, withdrawn, withheld};
