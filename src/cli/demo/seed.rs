//! Fills the database of a demonstration: everything walks the same corridor as on a real portal.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::accounts::DemoAccount;
use super::samples::{self, Sample};
use crate::auth::hashing::Hasher;
use crate::auth::one_time_codes;
use crate::domain::definition::{self, InitiativeDefinition};
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::one_time_code::CodeSecret;
use crate::domain::password::Password;
use crate::domain::reason::Note;
use crate::domain::standing::{Outcome, Standing};
use crate::domain::submission::{FormDefinition, Submission};
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::audit::Actor;
use crate::models::comment::{Comment, Submitted};
use crate::models::definition::{ChangedSince, apply};
use crate::models::grant::Grant;
use crate::models::initiative::Initiative;
use crate::models::one_time_code::OneTimeCode;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;
use crate::record::decide::{self, Ruling, Seen};
use crate::record::receive::{self, Received};
use crate::schema::intake::{comments, outbox};
use crate::sealing::Sealer;
use crate::settings::PublicUrl;

const GENESIS_MISSION: &str = include_str!("../../../config/initiatives/genesis-mission.toml");
/// The one area that is not open yet, so that a demonstration shows that too.
const NOT_YET_OPEN: &str = "public-sector-adoption";

/// An area with what its form asks.
struct Place<'a> {
    initiative: &'a Initiative,
    area: &'a Area,
    question_set: QuestionSet,
    form: FormDefinition,
}

impl<'a> Place<'a> {
    async fn of(
        conn: &mut AsyncPgConnection,
        initiative: &'a Initiative,
        area: &'a Area,
        kinds: &[RespondentKind],
    ) -> QueryResult<Self> {
        let question_set = QuestionSet::latest(conn, area.id).await?;
        let form = FormDefinition {
            questions: question_set.iter().cloned().collect(),
            respondent_kinds: kinds.iter().map(|it| it.code.clone()).collect(),
            required: area.required.clone(),
        };
        Ok(Self { initiative, area, question_set, form })
    }
}

/// The Genesis Mission, the ready accounts, and the sample comments in every standing.
pub async fn fill(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    sealer: &Sealer,
    accounts: &[DemoAccount],
) -> anyhow::Result<()> {
    let now = Utc::now();
    let definition = genesis_mission(now)?;
    let operator = Actor::Operator;
    apply(conn, &definition, ChangedSince::Refuse, operator, now)
        .await
        .context("the Genesis Mission")?;
    let hasher = Hasher::new()?;
    let mut moderator = None;
    for account in accounts {
        let made = make_account(conn, &hasher, account).await?;
        set_up_codes(conn, sealer, account).await?;
        if account.role == "moderator" {
            moderator = Some(made);
        }
    }
    let moderator = moderator.context("no account is a moderator's")?;
    let initiative = Initiative::find_by_slug(conn, &definition.slug).await?;
    let areas = Area::of(conn, initiative.id).await?;
    let kinds = RespondentKind::of(conn, initiative.id).await?;
    let mut places = Vec::new();
    for area in &areas {
        places.push(Place::of(conn, &initiative, area, &kinds).await?);
    }
    for sample in samples::all()? {
        let place = places.iter().find(|it| it.area.slug == sample.area);
        let place = place.with_context(|| format!("no area {}", sample.area))?;
        receive_sample(conn, site, place, &moderator, &sample)
            .await
            .with_context(|| format!("the sample by {}", sample.author))?;
    }
    // Nobody reads mails to people who do not exist; the mailbox starts empty.
    diesel::delete(outbox::table).execute(conn).await?;
    Ok(())
}

/// The periods move with the day of the first start: a demonstration is open whenever it is tried.
fn genesis_mission(now: DateTime<Utc>) -> anyhow::Result<InitiativeDefinition> {
    let mut definition = definition::parse(GENESIS_MISSION)
        .map_err(|errors| anyhow::anyhow!("the Genesis Mission: {errors:?}"))?;
    let now = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
    for area in &mut definition.areas {
        let (opens, closes) = if area.slug == NOT_YET_OPEN { (30, 120) } else { (-30, 60) };
        area.opens_at = now + Duration::days(opens);
        area.closes_at = now + Duration::days(closes);
    }
    Ok(definition)
}

async fn make_account(
    conn: &mut AsyncPgConnection,
    hasher: &Hasher,
    account: &DemoAccount,
) -> anyhow::Result<Account> {
    let name = DisplayName::parse(&format!("Demo {}", account.role)).map_err(anyhow::Error::msg)?;
    let email = EmailAddress::parse(&account.email).map_err(anyhow::Error::msg)?;
    let made = Account::find_or_create(conn, &email, &name).await?;
    let password = Password::attempt(&account.password).context("a password is too long")?;
    Account::set_password_hash(conn, made.id, &hasher.hash(&password).await?).await?;
    if let Some(role) = account.granted() {
        Grant::give(conn, made.id, role).await?;
    }
    Ok(made)
}

/// Sets up one-time codes from the secret of a ready account, if it has one.
pub async fn set_up_codes(
    conn: &mut AsyncPgConnection,
    sealer: &Sealer,
    account: &DemoAccount,
) -> anyhow::Result<()> {
    let Some(secret) = account.totp_secret.as_deref() else { return Ok(()) };
    let secret = CodeSecret::from_base32(secret).context("a totp_secret is not base 32")?;
    let email = EmailAddress::parse(&account.email).map_err(anyhow::Error::msg)?;
    // Whoever closed the account meanwhile does not need any.
    let Some(made) = Account::find_by_email(conn, &email).await? else { return Ok(()) };
    let sealed = one_time_codes::seal(sealer, made.id, &secret)?;
    OneTimeCode::set_up(conn, made.id, &sealed, 0).await?;
    Ok(())
}

/// One sample along the whole corridor: typed, received, and decided on.
async fn receive_sample(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    place: &Place<'_>,
    moderator: &Account,
    sample: &Sample,
) -> anyhow::Result<()> {
    let author = author(conn, &sample.author).await?;
    let typed = sample.fields(&place.form);
    let submission = Submission::parse(&typed, &place.form)
        .map_err(|errors| anyhow::anyhow!("{:?}", errors.iter().collect::<Vec<_>>()))?;
    let (number, submitted) = receive::receive(
        conn,
        site,
        &Received {
            initiative: place.initiative,
            area: place.area,
            question_set: &place.question_set,
            author: &author,
            submission_key: &hex::encode(rand::random::<[u8; 16]>()),
            submission: &submission,
            drafts: &[],
        },
    )
    .await?;
    anyhow::ensure!(submitted == Submitted::Received, "not received: {submitted:?}");
    let minutes_ago = (sample.days_ago * 24.0 * 60.0) as i64;
    let received_at = Utc::now() - Duration::minutes(minutes_ago);
    diesel::update(comments::table.filter(comments::tracking_number.eq(&number)))
        .set((
            comments::received_at.eq(received_at),
            comments::received_on.eq(place.initiative.day_of(received_at)),
        ))
        .execute(conn)
        .await?;
    settle(conn, site, &number, moderator, &author, sample).await
}

async fn settle(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    number: &TrackingNumber,
    moderator: &Account,
    author: &Account,
    sample: &Sample,
) -> anyhow::Result<()> {
    let comment = Comment::find(conn, number).await?;
    let ruling = |outcome| -> anyhow::Result<Ruling> {
        Ok(Ruling {
            outcome,
            reason_code: sample.reason_code.clone(),
            note: Note::parse(&sample.note).map_err(anyhow::Error::msg)?,
            seen: Seen::Unsaid,
            version: None,
        })
    };
    match sample.outcome {
        Standing::Pending => {}
        Standing::Published => {
            decide::decide(conn, site, &comment, moderator, &ruling(Outcome::Publish)?).await?;
        }
        Standing::Withheld => {
            decide::decide(conn, site, &comment, moderator, &ruling(Outcome::Withhold)?).await?;
        }
        Standing::Withdrawn => {
            decide::withdraw(conn, &comment, author).await?;
        }
    }
    Ok(())
}

/// Samples' authors have addresses that no mail reaches (RFC 2606), and no password.
async fn author(conn: &mut AsyncPgConnection, name: &str) -> anyhow::Result<Account> {
    let local: String = name
        .to_lowercase()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '.' })
        .collect();
    let local = local.split('.').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(".");
    let local = if local.is_empty() { hex::encode(name) } else { local };
    let email = EmailAddress::parse(&format!("{local}@people.example.org"));
    let email = email.map_err(anyhow::Error::msg)?;
    let name = DisplayName::parse(name).map_err(anyhow::Error::msg)?;
    Ok(Account::find_or_create(conn, &email, &name).await?)
}
