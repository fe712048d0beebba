//! Pure view functions: plain data in, HTML out.
//!
//! A view takes one plain struct and returns markup. It knows nothing of the database, of requests or of the domain's
//! types, so it cannot query, decide or fail. Modules are named after the section of the site that they draw.

pub mod account;
pub mod administration;
pub mod areas;
pub mod assets;
pub mod attachments;
pub mod bulletin;
pub mod comment_form;
pub mod comments;
pub mod entries;
pub mod error;
pub mod event;
pub mod figures;
pub mod following;
pub mod form;
pub mod home;
pub mod initiatives;
pub mod layout;
pub mod mail_stop;
pub mod mailbox;
pub mod mails;
pub mod moderation;
pub mod period;
pub mod place;
pub mod receipts;
pub mod said;
pub mod site;
pub mod standing;
pub mod summary;
pub mod text;
