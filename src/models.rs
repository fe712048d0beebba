//! Rows and their queries, beside one another; a file is named after its table.

pub mod account;
pub mod answer;
pub mod area;
pub mod audit;
pub mod comment;
pub mod comment_version;
pub mod decision;
pub mod definition;
pub mod draft;
pub mod event;
pub mod event_code;
pub mod figure;
pub mod grant;
pub mod initiative;
pub mod limit_count;
pub mod mailed_link;
pub mod moderation_policy;
pub mod never_mail;
pub mod outbox;
pub mod public_comment;
pub mod question;
pub mod reason_code;
pub mod registration;
pub mod respondent_kind;
pub mod session;
pub mod standing;
