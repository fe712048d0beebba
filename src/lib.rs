//! Lectern: a public-comment portal.
//!
//! The house has five floors, and each imports only from floors below it: ARCHITECTURE.md is the map.

pub mod app;
pub mod attachments;
pub mod auth;
pub mod breached_passwords;
pub mod bulletin;
pub mod campaigns;
pub mod cli;
pub mod datasets;
pub mod db;
pub mod domain;
pub mod error;
pub mod file_store;
pub mod handlers;
pub mod http;
pub mod import;
pub mod limits;
pub mod logging;
pub mod mail;
pub mod models;
pub mod moments;
pub mod record;
pub mod routes;
pub mod schema;
pub mod sealing;
pub mod settings;
mod text_enum;
pub mod worker;
