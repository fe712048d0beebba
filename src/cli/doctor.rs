//! `lectern doctor`: looks at everything that a portal needs, changes nothing, and says what mends what is wrong.

mod database;
mod files;
mod finding;
mod grants;
mod machine;
mod mail;
mod patient;
mod people;
mod public_address;
mod roles;
mod work;

use std::io::Write;

use anyhow::ensure;
use clap::Args;

use super::Place;
use crate::db::roles::Roles;
use crate::domain::email::EmailAddress;
use crate::settings::{Settings, Sources};
use finding::{Finding, Verdict};
use patient::Patient;

#[derive(Debug, Clone, Args)]
pub struct DoctorOptions {
    /// Hand a test mail for this address to the mail server, and say what it answered
    #[arg(long, value_name = "ADDRESS", value_parser = parse_email)]
    pub test_mail: Option<EmailAddress>,
    /// Print the findings as JSON
    #[arg(long, conflicts_with = "sql")]
    pub json: bool,
    /// Only print the SQL with which a database administrator prepares a server for Lectern
    #[arg(long)]
    pub sql: bool,
}

/// Prints what it finds.
///
/// # Errors
/// If anything is wrong; warnings are no error.
pub async fn doctor(place: &Place, options: &DoctorOptions) -> anyhow::Result<()> {
    let loaded = Settings::load(&Sources::of_process(place.config.clone(), Vec::new()));
    if options.sql {
        let roles = Roles::new(&loaded?.database.role_prefix)?;
        write!(std::io::stdout().lock(), "{}", roles.administrator_sql())?;
        return Ok(());
    }
    let findings = match loaded {
        Ok(settings) => examine(settings, place, options).await,
        Err(error) => vec![Finding::wrong(
            "settings",
            error.to_string(),
            "Mend that setting; config/default.toml explains each of them. Then ask again.",
        )],
    };
    finding::print(&mut std::io::stdout().lock(), &findings, options.json)?;
    let n_wrong = findings.iter().filter(|it| it.verdict == Verdict::Wrong).count();
    ensure!(
        n_wrong == 0,
        "{}",
        if n_wrong == 1 {
            "1 thing is wrong".to_owned()
        } else {
            format!("{n_wrong} things are wrong")
        }
    );
    Ok(())
}

/// From what everything else stands on to what stands on it: the first thing that is wrong is the one to mend first.
async fn examine(settings: Settings, place: &Place, options: &DoctorOptions) -> Vec<Finding> {
    let mut findings =
        vec![Finding::ok("settings", "every key is known and every value makes sense")];
    let patient = match Patient::admit(settings, place.data_dir.clone()) {
        Ok(patient) => patient,
        Err(error) => {
            let remedy = "Name a data folder with --data-dir, or a database in DATABASE_URL.";
            findings.push(Finding::wrong("data folder", format!("{error:#}"), remedy));
            return findings;
        }
    };
    findings.extend(machine::examine(&patient));
    findings.extend(files::examine(&patient).await);
    findings.extend(examine_database(&patient).await);
    findings.extend(mail::examine(&patient.settings, options.test_mail.as_ref()).await);
    findings.extend(public_address::examine(&patient.settings).await);
    findings
}

/// What cannot be asked because something before it is wrong is left out.
async fn examine_database(patient: &Patient) -> Vec<Finding> {
    let (mut findings, url) = database::find(patient).await;
    let Some(url) = url else { return findings };
    let examined = async {
        let mut conn = patient::read_only(&url).await?;
        findings.extend(database::examine(patient, &mut conn).await?);
        findings.extend(roles::examine(patient, &mut conn).await?);
        if findings.iter().any(|it| it.about == "roles" && it.verdict == Verdict::Wrong) {
            return Ok(());
        }
        findings.extend(database::examine_migrations(patient, &url).await?);
        if findings.iter().any(|it| it.about == "migrations" && it.verdict == Verdict::Wrong) {
            return Ok(());
        }
        findings.extend(grants::examine(patient, &mut conn).await?);
        let mut conn = patient.as_application(&url).await?;
        findings.extend(people::examine(patient, &mut conn).await?);
        findings.extend(work::examine(patient, &mut conn).await?);
        anyhow::Ok(())
    };
    if let Err(error) = examined.await {
        let remedy = "Ask again; if it stays so, the log of the database says more.";
        findings.push(Finding::wrong("database", format!("a question failed: {error:#}"), remedy));
    }
    findings
}

fn parse_email(raw: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(raw)
}
