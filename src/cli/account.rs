//! `lectern account create`: the first way in for staff. Nobody but its owner ever knows a password.

use std::io::Write;

use chrono::{Duration, Utc};
use clap::Args;
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use crate::auth::accounts::in_words;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::role::Role;
use crate::domain::secret_token::SecretToken;
use crate::mail::letters::{self, Invitation};
use crate::models::account::Account;
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::Grant;
use crate::models::mailed_link::{LinkFor, LinkPurpose, MailedLink};
use crate::settings::Settings;

#[derive(Debug, Clone, Args)]
pub struct CreateOptions {
    /// The address of the person
    #[arg(long, value_parser = parse_email)]
    pub email: EmailAddress,
    /// What they may do: moderator, analyst or administrator
    #[arg(long, value_parser = parse_role)]
    pub role: Role,
    /// The name that colleagues see; the part of the address before the @ if left out
    #[arg(long, value_parser = DisplayName::parse)]
    pub name: Option<DisplayName>,
}

/// Makes the account, grants the role, and prints and mails a link that works once.
///
/// # Errors
/// What the database says.
pub async fn create(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    options: &CreateOptions,
) -> anyhow::Result<()> {
    let name = options.name.clone().map_or_else(|| local_part(&options.email), Ok);
    let name = name.map_err(|it| anyhow::anyhow!(it))?;
    let token = conn.transaction(async |conn| invite(conn, settings, options, &name).await).await?;
    let site = settings.server.public_url();
    let link = letters::link(&site, LinkPurpose::Invite, &token);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} is now {}.", options.email.as_str(), options.role.as_str())?;
    writeln!(
        out,
        "They choose a password here (the link works once, and was mailed to them too):"
    )?;
    writeln!(out, "{link}")?;
    Ok(())
}

/// An account with a role, and the link that lets its owner in: all of it, or nothing.
async fn invite(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    options: &CreateOptions,
    name: &DisplayName,
) -> QueryResult<SecretToken> {
    let account = Account::find_or_create(conn, &options.email, name).await?;
    Grant::give(conn, account.id, options.role).await?;
    let subject = audit::account(account.id);
    let detail = json!({ "role": options.role });
    audit::record(conn, Actor::Operator, Act::GrantGiven, &subject, &detail).await?;
    let hours = settings.links.invite_hours;
    let expires_at = Utc::now() + Duration::hours(hours.into());
    let whom = LinkFor::Account(account.id);
    let token = MailedLink::create(conn, LinkPurpose::Invite, whom, "/account", expires_at).await?;
    let valid_for = in_words(hours, "hour");
    let invitation = Invitation { token: &token, valid_for: &valid_for };
    let site = settings.server.public_url();
    letters::staff_invitation(&site, &account.email, options.role, &invitation).queue(conn).await?;
    Ok(token)
}

fn parse_email(raw: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(raw)
}

fn parse_role(raw: &str) -> Result<Role, String> {
    Role::parse(raw).ok_or_else(|| "use moderator, analyst or administrator".to_owned())
}

fn local_part(email: &EmailAddress) -> Result<DisplayName, String> {
    DisplayName::parse(email.as_str().split('@').next().unwrap_or_default())
}
