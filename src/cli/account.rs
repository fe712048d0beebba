//! `lectern account`: the first way in for staff, and the way back for whoever lost the app that makes their codes.
//! Nobody but its owner ever knows a password.

use std::io::Write;

use anyhow::Context;
use clap::Args;
use diesel_async::AsyncPgConnection;

use crate::auth::accounts::in_words;
use crate::auth::administration::invitations::{self, Invited, Outcome};
use crate::auth::administration::{Refusal, access};
use crate::auth::scopes::{EVERYTHING, Scopes};
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::reason::Reason;
use crate::domain::role::Role;
use crate::mail::letters;
use crate::models::account::Account;
use crate::models::audit::Actor;
use crate::models::mailed_link::LinkPurpose;
use crate::settings::Settings;

#[derive(Debug, Clone, Args)]
pub struct CreateOptions {
    /// The address of the person
    #[arg(long, value_parser = parse_email)]
    pub email: EmailAddress,
    /// What they may do: moderator, analyst or administrator
    #[arg(long, value_parser = parse_role)]
    pub role: Role,
    /// What for: an initiative, an area as INITIATIVE/AREA, or everything
    #[arg(long, default_value = EVERYTHING)]
    pub scope: String,
    /// The name that colleagues see; the part of the address before the @ if left out
    #[arg(long, value_parser = DisplayName::parse)]
    pub name: Option<DisplayName>,
}

/// Prints and mails a link that works once and makes the account with the role; one that is there has it at once.
///
/// # Errors
/// What the database says; a scope that is none; an account that is suspended.
pub async fn create(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    options: &CreateOptions,
) -> anyhow::Result<()> {
    let name = options.name.clone().map_or_else(|| local_part(&options.email), Ok);
    let name = name.map_err(|it| anyhow::anyhow!(it))?;
    let scopes = Scopes::load(conn).await?;
    let scope = scopes.parse(&options.scope);
    let scope = scope.with_context(|| format!("there is no scope {}", options.scope))?;
    let invited = Invited { email: &options.email, name: &name, role: options.role, scope: &scope };
    let sent = invitations::invite(conn, settings, Actor::Operator, &invited).await?;
    let site = settings.server.public_url();
    let link = letters::link(&site, LinkPurpose::Invite, &sent.token);
    let mut out = std::io::stdout().lock();
    let (email, role) = (options.email.as_str(), options.role.as_str());
    match sent.outcome {
        Outcome::Given(..) => writeln!(out, "{email} is now {role} for {}.", scope.path)?,
        Outcome::Waits => writeln!(
            out,
            "{email} is {role} for {} once they follow this link, within {}.",
            scope.path,
            in_words(settings.links.invite_hours, "hour")
        )?,
    }
    writeln!(
        out,
        "They choose a password here (the link works once, and was mailed to them too):"
    )?;
    writeln!(out, "{link}")?;
    writeln!(
        out,
        "Then they set up one-time codes: no page of their role opens before. Any authenticator app will do."
    )?;
    Ok(())
}

#[derive(Debug, Clone, Args)]
pub struct ResetCodeOptions {
    /// The address of the person
    #[arg(long, value_parser = parse_email)]
    pub email: EmailAddress,
    /// Why, for the audit log
    #[arg(long, value_parser = Reason::parse, default_value = "lost app and recovery codes")]
    pub reason: Reason,
}

/// Takes one-time codes from an account whose owner lost the app and the recovery codes, and signs it out everywhere.
///
/// # Errors
/// What the database says; an address without an account, or without codes.
pub async fn reset_code(
    conn: &mut AsyncPgConnection,
    settings: &Settings,
    options: &ResetCodeOptions,
) -> anyhow::Result<()> {
    let email = options.email.as_str();
    let account = Account::find_by_email(conn, &options.email).await?;
    let account = account.with_context(|| format!("{email} has no account"))?;
    let site = settings.server.public_url();
    access::reset_codes(conn, &site, Actor::Operator, &account, &options.reason).await.map_err(
        |refusal| match refusal {
            Refusal::AlreadySo => anyhow::anyhow!("{email} has no one-time codes"),
            refusal => refusal.into(),
        },
    )?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{email} has no one-time codes any more, is signed out, and was told by mail.")?;
    writeln!(out, "A member of staff sets up new ones at the next sign-in.")?;
    Ok(())
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
