//! What the background has not done yet: mails that wait, figures, positions of events.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::Patient;

/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let left: Left = diesel::sql_query(
        "SELECT count(*) FILTER (WHERE sent_at IS NULL AND undeliverable_at IS NULL) AS n_waiting,
             count(*) FILTER (WHERE sent_at IS NULL AND undeliverable_at IS NULL
                 AND queued_at < now() - interval '10 minutes') AS n_overdue,
             count(*) FILTER (WHERE now() - interval '1 day' < undeliverable_at) AS n_given_up,
             (SELECT count(*) FROM intake.events
                 WHERE position IS NULL AND occurred_at < now() - interval '5 minutes') AS n_unplaced
         FROM intake.outbox",
    )
    .get_result(conn)
    .await?;
    let mut findings = outbox(&left, patient.settings.mail.has_server());
    findings.push(if left.n_unplaced == 0 {
        Finding::ok("background", "nothing is left lying")
    } else {
        let words = format!("{} events wait for their position for more than five minutes", left.n_unplaced);
        let remedy = "The background belongs to `lectern serve`: see that it runs, and look in its log for \"Background work failed\".";
        Finding::wrong("background", words, remedy)
    });
    Ok(findings)
}

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = BigInt)]
    n_waiting: i64,
    #[diesel(sql_type = BigInt)]
    n_overdue: i64,
    #[diesel(sql_type = BigInt)]
    n_given_up: i64,
    #[diesel(sql_type = BigInt)]
    n_unplaced: i64,
}

fn outbox(left: &Left, has_server: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let waiting = format!(
        "{} mails wait, {} of them for more than ten minutes",
        left.n_waiting, left.n_overdue
    );
    findings.push(if left.n_overdue == 0 || !has_server {
        Finding::ok("outbox", waiting)
    } else {
        let remedy = "See below whether the mail server answers; `last_error` in intake.outbox says what it said:\n\
                      SELECT last_error, count(*) FROM intake.outbox WHERE sent_at IS NULL GROUP BY 1;";
        Finding::warning("outbox", waiting, remedy)
    });
    if 0 < left.n_given_up {
        let words = format!("{} mails were given up in the last day", left.n_given_up);
        let remedy = "SELECT last_error, count(*) FROM intake.outbox WHERE now() - interval '1 day' < undeliverable_at GROUP BY 1;";
        findings.push(Finding::warning("undeliverable", words, remedy));
    }
    findings
}
