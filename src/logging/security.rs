//! What a watcher of security wants to know: one line for each event, in fixed words, under the target `security`.
//!
//! A line names accounts by number, and never by address; where it happened stands in the line of the request, under
//! the same request id. docs/security.md lists the words.

use crate::text_enum;

text_enum! {
    /// What happened.
    pub enum SecurityEvent {
        Started = "started" => "The program started, with these settings",
        SignedIn = "signed_in" => "Somebody signed in",
        SignInFailed = "sign_in_failed" => "A password was wrong, or the address unknown",
        AccessDenied = "access_denied" => "Somebody asked for what is not theirs to ask",
        LimitMet = "limit_met" => "A limit was met",
        CommentDecided = "comment_decided" => "A moderator decided, or took a decision back",
        StaffActed = "staff_acted" => "A member of staff or an operator did what is audited",
        DatasetTaken = "dataset_taken" => "A download of the dataset began",
    }
}

/// Logs an event. `account` is the number of who did it; `detail` is in our words and never in a visitor's.
pub fn note(event: SecurityEvent, account: Option<i64>, detail: &str) {
    tracing::info!(target: "security", event = event.as_str(), account, detail, "Security");
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = include_str!("../../docs/security.md");

    // L4
    #[test]
    fn every_event_is_explained() {
        for event in SecurityEvent::ALL {
            let line = format!("| `{}` | {} |", event.as_str(), event.label());
            assert!(WORDS.contains(&line), "docs/security.md lacks this line:\n{line}");
        }
    }
}
