//! What somebody should know before they write, and once more before they send: folded, so that it is no wall of text.

use maud::{Markup, html};

use crate::initiatives;
use crate::place::Place;
use crate::text;

/// The privacy notice, what to leave out, and the number of the paperwork clearance.
pub(super) fn notes(
    place: &Place<'_>,
    privacy_notice: &str,
    omb_control_number: Option<&str>,
) -> Markup {
    html! {
        details {
            summary { "Privacy notice, and what to leave out" }
            (text::paragraphs(privacy_notice))
            p { "Please leave out:" }
            ul {
                li { "Social Security, passport, account and case numbers" }
                li { "health details, and home addresses or phone numbers" }
                li { "private facts about other people" }
                li { "business secrets and classified facts" }
            }
            p {
                "OMB control number: "
                (initiatives::omb_control_number(omb_control_number, &place.initiative))
            }
        }
    }
}
