//! Journeys through the portal and the rules that never break: one binary, each test on its own database.
//!
//! `support` starts a real server for each test; a story arranges with its builders, acts over HTTP and asserts inline.

// Lints for programs that must not fail; a test fails by exactly these.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod accounts;
mod administration;
mod attachments;
mod awaiting;
mod browser;
mod bulletin;
mod canaries;
mod datasets;
mod definitions;
mod doctor;
mod drafts;
mod edge;
mod entries;
mod floors;
mod following;
mod health;
#[path = "../../templates/tests/pages/html_validate.rs"]
mod html_validate;
mod imports;
mod journey;
mod limits;
mod mail;
mod matrix;
mod metrics;
mod moderation;
mod one_time_codes;
mod own_account;
mod periods;
mod processes;
mod public_record;
mod replacing;
mod schema;
mod site;
mod submission;
mod supply_chain;
mod support;
mod tls;
mod weight;
mod worker;
