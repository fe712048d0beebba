//! The pages of moderators. Each handler asks for the role in its signature.

use super::address::Policy::Moderator;
use super::address::{Address, at};
use crate::handlers::moderation;
use crate::http::limits::LimitedAction::{Decide, Read};

pub fn addresses() -> Vec<Address> {
    vec![
        at("/moderation", Moderator, &[Read]).get(moderation::show_queue),
        at("/moderation/comments/{tracking_number}", Moderator, &[Decide])
            .get(moderation::show_comment)
            .post(moderation::decide_comment),
        at("/moderation/comments/{tracking_number}/files/{position}", Moderator, &[Read])
            .get(moderation::download_file),
        at("/moderation/comments/{tracking_number}/undo", Moderator, &[Decide])
            .post(moderation::undo_decision),
    ]
}
