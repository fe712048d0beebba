//! Which private tables are in the file, and why each other one is not. A test asks both lists about every table.

use super::parts::{ME, PARTS};

/// Private tables that are not in the file, each with the reason.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("events", "when a comment was received or decided on stands with the comment"),
    ("jobs", "work for the background, about nobody"),
    ("limit_counts", "counts under digests, from which nobody can be told"),
    ("event_codes", "codes for a room, about nobody"),
    (
        "working_copies",
        "initiatives that are being written, about nobody; your changes stand among your acts",
    ),
    (
        "awaiting_files",
        "nobody has confirmed that they are yours: they go with comments that wait, or lapse",
    ),
    ("entries", "what others sent on paper; that you entered it stands in acts"),
    ("entry_files", "scans of what others sent on paper"),
    ("never_mail", "digests of addresses that get no mail, kept to that end alone"),
    (
        "awaiting_comments",
        "nobody has confirmed that they are yours: they become comments, or lapse",
    ),
    ("invitations", "roles for whoever has no account yet: they become grants, or lapse"),
    ("announcements", "what followers of an area are told, about nobody"),
    ("announced", "which news you were mailed stands with your mails"),
    ("grant_proposals", "what came of them stands in grants and acts"),
];

/// Whether a private table is in the file.
#[must_use]
pub fn is_in_the_file(table: &str) -> bool {
    let place = format!("intake.{table} ");
    PARTS.iter().any(|it| format!("{ME} {} ", it.sql).contains(&place))
}
