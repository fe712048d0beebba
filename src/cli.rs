//! The command line: what an operator does.

pub mod account;
pub mod campaigns;
pub mod database;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod health;
pub mod import;
pub mod initiative;
pub mod metrics;
mod secret_key;
pub mod serve;
pub mod site;
pub mod told_to_stop;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A public-comment portal: structured comments, fair moderation, a summary that can be checked.
#[derive(Debug, Parser)]
#[command(name = "lectern", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer requests
    #[command(after_help = "Example: lectern serve --config /etc/lectern.toml")]
    Serve(serve::ServeOptions),
    /// Answer requests with a database of its own, the Genesis Mission and sample comments
    #[command(after_help = "Example: lectern demo --port 8080")]
    Demo(serve::ServeOptions),
    /// Bring the database up to this program, and stop
    #[command(after_help = "Example: DATABASE_URL=postgres://… lectern migrate")]
    Migrate(Place),
    /// Set up initiatives from files
    #[command(subcommand)]
    Initiative(InitiativeCommand),
    /// Look after the accounts of staff
    #[command(subcommand)]
    Account(AccountCommand),
    /// Hang up a notice on every page, or let the site be read only
    #[command(subcommand)]
    Site(SiteCommand),
    /// Take comments from CSV files into an area
    #[command(after_help = "Example: lectern import --area research-funding comments.csv")]
    Import {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        options: import::ImportOptions,
    },
    /// Try how comments are grouped into campaigns
    #[command(subcommand)]
    Campaigns(CampaignsCommand),
    /// Write the public record as CSV: the same bytes as the download
    #[command(after_help = "Example: lectern export --area research-funding --output comments.csv")]
    Export {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        options: export::ExportOptions,
    },
    /// Look at everything that a portal needs, and say what mends what is wrong; changes nothing
    #[command(
        after_help = "Example: lectern doctor --config /etc/lectern.toml --test-mail me@agency.example\n\n\
        Ends with code 1 if anything is wrong, else with 0. Run it as the user who runs the portal, with the same \
        settings and environment."
    )]
    Doctor {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        options: doctor::DoctorOptions,
    },
    /// Ask the portal of these settings whether it is ready: code 0 if it is
    #[command(after_help = "Example: lectern health --config /etc/lectern.toml")]
    Health(health::HealthOptions),
}

#[derive(Debug, Subcommand)]
pub enum InitiativeCommand {
    /// Set up an initiative from a file, or bring it up to the file
    #[command(
        after_help = "Example: lectern initiative apply config/initiatives/genesis-mission.toml --dry-run"
    )]
    Apply {
        /// The definition (TOML)
        file: PathBuf,
        #[command(flatten)]
        options: initiative::ApplyOptions,
        #[command(flatten)]
        place: Place,
    },
    /// Write an initiative as it stands to standard output, as a file that can be applied here or elsewhere
    #[command(
        after_help = "Example: lectern initiative export genesis-mission > genesis-mission.toml"
    )]
    Export {
        /// The slug of the initiative
        slug: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Invite a member of staff: a link that makes their account, once they follow it
    #[command(
        after_help = "Example: lectern account create --email mo@agency.example --role moderator"
    )]
    Create {
        #[command(flatten)]
        options: account::CreateOptions,
        #[command(flatten)]
        place: Place,
    },
    /// Take one-time codes from somebody who lost the app and the recovery codes
    #[command(after_help = "Example: lectern account reset-code --email mo@agency.example")]
    ResetCode {
        #[command(flatten)]
        options: account::ResetCodeOptions,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum SiteCommand {
    /// Hang a notice up on every page, in the place of the last one, or take it down
    #[command(
        after_help = "Example: lectern site notice --level warning --until '2026-12-01 18:00' 'Down for an hour tonight.'"
    )]
    Notice {
        #[command(flatten)]
        options: site::NoticeOptions,
        #[command(flatten)]
        place: Place,
    },
    /// Give each form back with all that was typed, or take forms again; pages can be read all the while
    #[command(after_help = "Example: lectern site read-only on --reason 'We move the database.'")]
    ReadOnly {
        #[command(flatten)]
        options: site::ReadOnlyOptions,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum CampaignsCommand {
    /// Compare the campaigns that are found in a file with labels that you have for it; needs no database
    #[command(
        after_help = "Example: lectern campaigns evaluate labels.csv comments.csv --json\n\n\
        Only pairs of labeled comments count. Where no pair is in one campaign, precision is 1; where no pair is of one \
        cluster, recall is 1. docs/campaigns.md says more."
    )]
    Evaluate(campaigns::EvaluateOptions),
}

/// Which settings and which database a command works with.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// A settings file; see config/default.toml for every key
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Work with the portal's own database in this folder, whatever `DATABASE_URL` says
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

impl Cli {
    /// Does what the command says.
    ///
    /// # Errors
    /// In words for an operator.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(options) => serve::serve(options).await,
            Command::Demo(options) => demo::demo(options).await,
            Command::Migrate(place) => database::migrate(&place).await,
            Command::Initiative(InitiativeCommand::Apply { file, options, place }) => {
                database::with_connection(&place, async |conn, _| {
                    initiative::apply(conn, &file, &options).await
                })
                .await
            }
            Command::Initiative(InitiativeCommand::Export { slug, place }) => {
                database::with_connection(&place, async |conn, _| {
                    initiative::export(conn, &slug).await
                })
                .await
            }
            Command::Account(AccountCommand::Create { options, place }) => {
                database::with_connection(&place, async |conn, settings| {
                    account::create(conn, settings, &options).await
                })
                .await
            }
            Command::Account(AccountCommand::ResetCode { options, place }) => {
                database::with_connection(&place, async |conn, settings| {
                    account::reset_code(conn, settings, &options).await
                })
                .await
            }
            Command::Site(SiteCommand::Notice { options, place }) => {
                database::with_connection(&place, async |conn, _| {
                    site::post_notice(conn, &options).await
                })
                .await
            }
            Command::Site(SiteCommand::ReadOnly { options, place }) => {
                database::with_connection(&place, async |conn, _| site::turn(conn, &options).await)
                    .await
            }
            Command::Import { place, options } => import::import(&place, &options).await,
            Command::Campaigns(CampaignsCommand::Evaluate(options)) => {
                campaigns::evaluate(&options)
            }
            Command::Export { place, options } => export::export(&place, &options).await,
            Command::Doctor { place, options } => doctor::doctor(&place, &options).await,
            Command::Health(options) => health::health(&options).await,
        }
    }
}
