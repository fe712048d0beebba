//! What the background has not done yet: mails that wait, figures, positions of events.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::finding::Finding;
use super::patient::Patient;
use crate::models::backlog::Backlog;

/// # Errors
/// If the database does not answer.
pub async fn examine(
    patient: &Patient,
    conn: &mut AsyncPgConnection,
) -> anyhow::Result<Vec<Finding>> {
    let backlog = Backlog::of_outbox(conn).await?;
    let events: Events = diesel::sql_query(
        "SELECT count(*) AS n_unplaced FROM intake.events
         WHERE position IS NULL AND occurred_at < now() - interval '5 minutes'",
    )
    .get_result(conn)
    .await?;
    let mut findings = outbox(&backlog, patient.settings.mail.has_server());
    findings.push(if events.n_unplaced == 0 {
        Finding::ok("background", "nothing is left lying")
    } else {
        let words = format!("{} events wait for their position for more than five minutes", events.n_unplaced);
        let remedy = "The background belongs to `lectern serve`: see that it runs, and look in its log for \"Background work failed\".";
        Finding::wrong("background", words, remedy)
    });
    Ok(findings)
}

#[derive(QueryableByName)]
struct Events {
    #[diesel(sql_type = BigInt)]
    n_unplaced: i64,
}

fn outbox(backlog: &Backlog, has_server: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let waiting = format!(
        "{} mails wait, {} of them for more than ten minutes",
        backlog.n_waiting, backlog.n_overdue
    );
    findings.push(if backlog.n_overdue == 0 || !has_server {
        Finding::ok("outbox", waiting)
    } else {
        let remedy = "See below whether the mail server answers; `last_error` in intake.outbox says what it said:\n\
                      SELECT last_error, count(*) FROM intake.outbox WHERE sent_at IS NULL GROUP BY 1;";
        Finding::warning("outbox", waiting, remedy)
    });
    if 0 < backlog.n_lately_undeliverable {
        let words =
            format!("{} mails were given up in the last day", backlog.n_lately_undeliverable);
        let remedy = "SELECT last_error, count(*) FROM intake.outbox WHERE now() - interval '1 day' < undeliverable_at GROUP BY 1;";
        findings.push(Finding::warning("undeliverable", words, remedy));
    }
    findings
}
