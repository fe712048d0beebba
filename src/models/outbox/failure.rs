//! The table of failures: what each means, whose fault it is, and when to try again.

use chrono::TimeDelta;

crate::text_enum! {
    /// Why a mail did not go out.
    pub enum FailureKind {
        Unreachable = "unreachable" => "the server could not be reached",
        Silent = "silent" => "the server did not answer in time",
        Unsecured = "unsecured" => "the connection could not be secured",
        NotAdmitted = "not_admitted" => "the server did not let us in",
        Closing = "closing" => "the server takes no mail at the moment",
        Busy = "busy" => "the server asked to try again later",
        Slow = "slow" => "the server did not take the mail in time",
        Broken = "broken" => "the connection broke off",
        Full = "full" => "the mailbox is full",
        Refused = "refused" => "the server refused the mail",
        Malformed = "malformed" => "the mail could not be put together",
        Expired = "expired" => "the link in it has run out",
        Unwanted = "unwanted" => "the recipient wants no such mail",
        Canceled = "canceled" => "an administrator canceled it",
    }
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Ours, or the server's: no mail would go out. All of them wait, and one after the wait finds out.
    Line,
    /// That of this mail or its recipient: others go on.
    Mail,
}

/// Minutes between tries. A mail is given up after the last.
const PASSING: &[i64] = &[1, 5, 15, 60, 180, 360, 720, 1440];
/// A mailbox is not emptied within minutes.
const FULL: &[i64] = &[60, 240, 720, 1440, 1440];
/// A line is never given up: its last wait is repeated.
const LINE: &[i64] = &[1, 2, 5, 10, 15];
/// Somebody has to mend a setting or a certificate.
const LINE_TO_MEND: &[i64] = &[5, 15, 30, 60];
const FINAL: &[i64] = &[];

impl FailureKind {
    /// The table.
    const fn row(self) -> (Fault, &'static [i64]) {
        match self {
            Self::Unreachable | Self::Silent | Self::Closing => (Fault::Line, LINE),
            Self::Unsecured | Self::NotAdmitted => (Fault::Line, LINE_TO_MEND),
            Self::Busy | Self::Slow | Self::Broken => (Fault::Mail, PASSING),
            Self::Full => (Fault::Mail, FULL),
            Self::Refused | Self::Malformed | Self::Expired | Self::Unwanted | Self::Canceled => {
                (Fault::Mail, FINAL)
            }
        }
    }

    #[must_use]
    pub const fn fault(self) -> Fault {
        self.row().0
    }

    /// How long to wait after so many failures in a row, counted from one; none where a mail is given up. Up to a
    /// fifth is added, by `jitter` between 0 and 1, so that many mails do not come back at the same moment.
    #[must_use]
    pub fn wait_after(self, n_failures: usize, jitter: f64) -> Option<TimeDelta> {
        let (fault, waits) = self.row();
        let minutes = match fault {
            Fault::Line => waits.get(n_failures.saturating_sub(1)).or(waits.last()),
            Fault::Mail => waits.get(n_failures.saturating_sub(1)),
        };
        let seconds = TimeDelta::minutes(*minutes?).as_seconds_f64() * (1.0 + jitter / 5.0);
        #[expect(clippy::cast_possible_truncation, reason = "two days in milliseconds")]
        Some(TimeDelta::milliseconds((seconds * 1000.0) as i64))
    }

    /// Whether the recipient's mailbox, not somebody's decision or the clock, is why a mail was given up.
    #[must_use]
    pub const fn is_about_recipient(self) -> bool {
        matches!(self, Self::Busy | Self::Slow | Self::Broken | Self::Full | Self::Refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(kind: FailureKind) -> Vec<i64> {
        let waits = (1..20).map_while(|it| kind.wait_after(it, 0.0));
        waits.map(|it| it.num_minutes()).collect()
    }

    #[test]
    fn a_mail_is_tried_less_and_less_often_and_given_up_after_two_days_and_a_line_never() {
        assert_eq!(minutes(FailureKind::Busy), [1, 5, 15, 60, 180, 360, 720, 1440]);
        assert_eq!(minutes(FailureKind::Full), [60, 240, 720, 1440, 1440]);
        assert_eq!(minutes(FailureKind::Refused), [0; 0]);
        let line = minutes(FailureKind::Unreachable);
        assert_eq!((line.len(), line.get(..6)), (19, Some([1, 2, 5, 10, 15, 15].as_slice())));
    }

    #[test]
    fn a_wait_is_never_shorter_and_at_most_a_fifth_longer() {
        let wait = |jitter| FailureKind::Busy.wait_after(2, jitter).unwrap().num_seconds();

        assert_eq!((wait(0.0), wait(0.5), wait(1.0)), (300, 330, 360));
    }
}
