//! The gate of an area: what has to be there before it takes comments.

use chrono::{DateTime, Utc};

use super::{AreaDefinition, InitiativeDefinition};

/// One thing that the gate asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatePart {
    PrivacyNotice,
    ModerationPolicy,
    Contact,
    /// An OMB control number, or why none is needed.
    PaperworkBasis,
}

impl GatePart {
    pub const ALL: [Self; 4] =
        [Self::PrivacyNotice, Self::ModerationPolicy, Self::Contact, Self::PaperworkBasis];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PrivacyNotice => "privacy notice",
            Self::ModerationPolicy => "moderation policy",
            Self::Contact => "contact",
            Self::PaperworkBasis => "OMB control number, or why none is needed",
        }
    }

    fn is_there(self, definition: &InitiativeDefinition) -> bool {
        let said = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.trim().is_empty());
        match self {
            Self::PrivacyNotice => !definition.privacy_notice.trim().is_empty(),
            Self::ModerationPolicy => !definition.moderation_policy.trim().is_empty(),
            Self::Contact => !definition.contact.trim().is_empty(),
            Self::PaperworkBasis => {
                said(&definition.omb_control_number) || said(&definition.paperwork_basis)
            }
        }
    }
}

/// What is missing before an area of the initiative may take comments; nothing where its gate is complete.
#[must_use]
pub fn gate(definition: &InitiativeDefinition) -> Vec<GatePart> {
    GatePart::ALL.into_iter().filter(|it| !it.is_there(definition)).collect()
}

/// The areas that would begin to take comments, now or by the clock, behind a gate that is not complete. One whose
/// period is still to end counts: nobody stands at its gate on the day that it opens.
///
/// An area that stands open since before is left in peace as long as its period stays and its gate lacks no more.
#[must_use]
pub fn shut<'a>(
    before: Option<&InitiativeDefinition>,
    after: &'a InitiativeDefinition,
    now: DateTime<Utc>,
) -> Vec<&'a AreaDefinition> {
    let missing = gate(after);
    if missing.is_empty() {
        return Vec::new();
    }
    let lacks_no_more =
        before.map(gate).is_some_and(|it| missing.iter().all(|part| it.contains(part)));
    let stood = |area: &AreaDefinition| {
        let same = |it: &AreaDefinition| {
            it.period() == area.period() && (it.take_late_comments || !area.take_late_comments)
        };
        lacks_no_more && before.and_then(|it| it.area(&area.slug)).is_some_and(same)
    };
    let takes = |it: &&AreaDefinition| now < it.closes_at || it.take_late_comments;
    after.areas.iter().filter(takes).filter(|it| !stood(it)).collect()
}
