//! Staff: somebody can administer, and what is sealed opens.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::secret_key;
use crate::schema::intake::one_time_codes;
use crate::sealing::{Purpose, Sealer};
use crate::settings::Secret;

/// So many secrets are tried; they were all sealed by the same key.
const TRIED: i64 = 1000;

/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let staff: Staff = diesel::sql_query(
        "SELECT count(DISTINCT g.account_id) FILTER (WHERE role = 'administrator'
                 AND initiative_id IS NULL AND area_id IS NULL) AS n_administrators,
             count(DISTINCT g.account_id) AS n_staff,
             count(DISTINCT g.account_id) FILTER (WHERE c.confirmed_at IS NULL) AS n_without_code,
             (SELECT count(*) FROM intake.invitations
              WHERE role = 'administrator' AND initiative_id IS NULL AND area_id IS NULL
                  AND ended_at IS NULL AND now() < expires_at) AS n_invited
         FROM intake.grants g JOIN intake.accounts a ON a.id = g.account_id AND a.suspended_at IS NULL
         LEFT JOIN intake.one_time_codes c ON c.account_id = a.id",
    )
    .get_result(conn)
    .await?;
    let mut findings = vec![administrators(&staff)];
    if 0 < staff.n_without_code {
        let words = format!(
            "{} of {} have not set up one-time codes, and pages of staff stay closed to them until they do",
            staff.n_without_code, staff.n_staff
        );
        let remedy = "They are asked for it when they sign in next.";
        findings.push(Finding::warning("staff", words, remedy));
    } else if 0 < staff.n_staff {
        findings.push(Finding::ok("staff", "all have set up one-time codes"));
    }
    findings.extend(sealed(patient, conn).await?);
    Ok(findings)
}

#[derive(QueryableByName)]
struct Staff {
    #[diesel(sql_type = BigInt)]
    n_administrators: i64,
    #[diesel(sql_type = BigInt)]
    n_staff: i64,
    #[diesel(sql_type = BigInt)]
    n_without_code: i64,
    /// Administrators for everything who have not followed their link yet.
    #[diesel(sql_type = BigInt)]
    n_invited: i64,
}

fn administrators(staff: &Staff) -> Finding {
    match staff.n_administrators {
        0 if 0 < staff.n_invited => Finding::warning(
            "administrators",
            format!("there is none for everything yet; invited and not here: {}", staff.n_invited),
            "They follow the link that was mailed and printed. If it has run out, invite them again.",
        ),
        0 => Finding::wrong(
            "administrators",
            "there is none for everything",
            "lectern account create --email NAME@AGENCY.EXAMPLE --role administrator",
        ),
        1 => Finding::warning(
            "administrators",
            "there is one for everything; nobody could let them in again",
            "lectern account create --email NAME@AGENCY.EXAMPLE --role administrator",
        ),
        n => Finding::ok("administrators", format!("{n} for everything")),
    }
}

async fn sealed(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Option<Finding>> {
    let sealed: Vec<Vec<u8>> =
        one_time_codes::table.select(one_time_codes::sealed_secret).limit(TRIED).load(conn).await?;
    if sealed.is_empty() {
        return Ok(None);
    }
    let about = "what is sealed";
    let key = secret_key::kept(&patient.settings, &patient.data_dir).unwrap_or_default();
    let n_opened = sealer(key).map_or(0, |sealer| {
        sealed.iter().filter(|it| sealer.open(Purpose::OneTimeCode, it).is_some()).count()
    });
    Ok(Some(if n_opened == sealed.len() {
        Finding::ok(about, "the key opens every secret of one-time codes")
    } else {
        let words = format!(
            "the key opens {n_opened} of {} secrets of one-time codes; it is not the one that sealed them, so their \
             owners cannot sign in",
            sealed.len()
        );
        let remedy = "Bring `secret.key` back from the backup of the time when they were made. If it is lost, an \
                      administrator resets the codes of each person.";
        Finding::wrong(about, words, remedy)
    }))
}

fn sealer(key: Option<Secret>) -> Option<Sealer> {
    Sealer::new(&key?).ok()
}
