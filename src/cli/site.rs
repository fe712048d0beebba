//! `lectern site`: the notice and the read-only switch, for when no page of the administration can be reached. Programs
//! that run learn of it within a second.

use std::io::Write;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use diesel_async::AsyncPgConnection;

use crate::auth::administration::site::{self, Switch};
use crate::domain::notice::{self, NoticeLevel};
use crate::models::audit::Actor;
use crate::models::bulletin::NewNotice;

#[derive(Debug, Clone, Args)]
pub struct NoticeOptions {
    /// What every page tells first: plain text
    #[arg(required_unless_present = "clear", conflicts_with = "clear", value_parser = parse_words)]
    pub text: Option<String>,
    /// Take the notice down
    #[arg(long)]
    pub clear: bool,
    /// How much it asks to be read: information or warning
    #[arg(long, default_value = "information", value_parser = parse_level)]
    pub level: NoticeLevel,
    /// Until when it stands, in UTC, as "2026-12-01 18:00"; until it is taken down if left out
    #[arg(long, conflicts_with = "clear", value_parser = parse_until)]
    pub until: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Args)]
pub struct ReadOnlyOptions {
    pub turn: Turn,
    /// Why, for everybody to read
    #[arg(long, default_value = "", value_parser = notice::words)]
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Turn {
    /// Give each form back, with all that was typed
    On,
    /// Take forms again
    Off,
}

/// Hangs a notice up in the place of the last one, or takes it down.
///
/// # Errors
/// What the database says.
pub async fn post_notice(
    conn: &mut AsyncPgConnection,
    options: &NoticeOptions,
) -> anyhow::Result<()> {
    let words = options.text.clone().unwrap_or_default();
    let done = if words.is_empty() { "There is no notice any more." } else { "The notice is up." };
    let notice = NewNotice { words, level: options.level, until: options.until };
    site::post_notice(conn, Actor::Operator, &notice).await?;
    say(done)
}

/// Lets the site be read only, or takes forms again.
///
/// # Errors
/// What the database says.
pub async fn turn(conn: &mut AsyncPgConnection, options: &ReadOnlyOptions) -> anyhow::Result<()> {
    let (switch, done) = match options.turn {
        Turn::On => {
            let reason = options.reason.clone();
            (Switch::ReadOnly { reason }, "The site can only be read from now on.")
        }
        Turn::Off => (Switch::Open, "The site takes forms again."),
    };
    site::turn(conn, Actor::Operator, &switch).await?;
    say(done)
}

fn say(done: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{done} Programs that run follow within a second.")?;
    Ok(())
}

fn parse_words(raw: &str) -> Result<String, String> {
    let words = notice::words(raw)?;
    if words.is_empty() { Err("use --clear to take it down".to_owned()) } else { Ok(words) }
}

fn parse_level(raw: &str) -> Result<NoticeLevel, String> {
    NoticeLevel::parse(raw).ok_or_else(|| "use information or warning".to_owned())
}

fn parse_until(raw: &str) -> anyhow::Result<DateTime<Utc>> {
    let until = notice::until(raw).map_err(|it| anyhow::anyhow!(it))?;
    until.context("write day and time")
}
