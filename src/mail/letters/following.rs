//! What followers of an area are told, and the link with which an address begins to follow.

use lectern_templates::mails::following as mails;
use lectern_templates::mails::following::{News, NewsMail};

use super::addressed;
use crate::domain::email::EmailAddress;
use crate::domain::secret_token::SecretToken;
use crate::models::announcement::{Announcement, AnnouncementKind};
use crate::models::area::Area;
use crate::models::area_outcome::AreaOutcome;
use crate::models::initiative::Initiative;
use crate::models::outbox::{MailKind, NewMail};
use crate::moments;
use crate::settings::PublicUrl;

/// The mail that asks whether an address wants to follow. It says nobody's name: the address may be a stranger's.
#[must_use]
pub fn confirm(
    site: &PublicUrl,
    recipient: &EmailAddress,
    token: &SecretToken,
    (initiative, area): (&Initiative, &Area),
    valid_for: &str,
) -> NewMail {
    let link = site.absolute(&format!("/follow/confirm?token={}", token.reveal()));
    let mail = mails::confirm(&link, &area.title, &initiative.title, valid_for);
    addressed(MailKind::ConfirmFollow, recipient.as_str(), mail)
}

/// What an announcement is about besides its area.
#[derive(Debug)]
pub enum About {
    /// A change of the comment period, and its reason.
    Period {
        reason: String,
    },
    Time,
    Outcome(AreaOutcome),
}

/// The mail of an announcement, the same for every follower.
pub fn news(
    site: &PublicUrl,
    announcement: &Announcement,
    about: &About,
    (initiative, area): (&Initiative, &Area),
) -> impl Fn(&str) -> NewMail {
    let closes = announcement.closes_at.or(area.closes_at);
    let closes = closes.map(|it| moments::moment(it, initiative.zone()).words).unwrap_or_default();
    let reason = match about {
        About::Period { reason } => reason.as_str(),
        About::Time | About::Outcome(_) => "",
    };
    let news = match (announcement.kind, about) {
        (AnnouncementKind::Outcome, About::Outcome(it)) => {
            News::Outcome { title: &it.title, body: &it.body, url: it.url.as_deref() }
        }
        (AnnouncementKind::ClosedEarly, _) => News::ClosedEarly { at: &closes, reason },
        (AnnouncementKind::Reopened, _) => News::Reopened { until: &closes, reason },
        (AnnouncementKind::ClosingSoon, _) => News::ClosingSoon { at: &closes },
        (AnnouncementKind::Closed | AnnouncementKind::Outcome, _) => News::Closed { at: &closes },
        (AnnouncementKind::Extended, _) => News::Extended { until: &closes, reason },
    };
    let mail = mails::news(&NewsMail {
        area_title: &area.title,
        initiative_title: &initiative.title,
        area_link: &site.absolute(&format!("/initiatives/{}/{}", initiative.slug, area.slug)),
        news,
    });
    move |recipient| addressed(MailKind::Followed, recipient, mail.clone())
}
