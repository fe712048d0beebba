//! What each URL does: authorise, parse, one call, a view or a way on. Files are named after sections of the site.

pub mod account;
pub mod administration;
pub mod areas;
pub mod assets;
pub mod comment_form;
pub mod comments;
pub mod confirm_comment;
pub mod datasets;
pub mod event;
pub mod health;
pub mod home;
pub mod initiatives;
pub mod mailbox;
mod mailed_link;
pub mod moderation;
pub mod own_comments;
pub mod password;
mod place;
pub mod registration;
mod reply;
mod said;
mod session;
pub mod sign_in;
mod standing;
pub mod summary;
