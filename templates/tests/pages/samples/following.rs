//! The pages about following an area.

use lectern_templates::following::{self, ConfirmPage, FollowPage, Followed, StopPage, Who};
use lectern_templates::form::ErrorSummary;
use maud::Markup;

use super::{Words, area};

const TOKEN: &str = "5ea1";

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let mut wrong = ErrorSummary::none();
    wrong.push("email", "Enter an email address");
    let email = "ana@example.org";
    let page = |who, errors: ErrorSummary| {
        let done = errors.is_empty().then_some("You follow this area.");
        following::follow(&FollowPage { place: area(), who, done, errors })
    };
    let followed = || vec![Followed { id: 7, place: area() }];
    vec![
        ("follow", page(Who::Account { email }, ErrorSummary::none())),
        ("follow-follower", page(Who::Follower { email }, ErrorSummary::none())),
        ("follow-stranger", page(Who::Stranger { email: words.name }, wrong)),
        ("follow-confirm", following::confirm(&ConfirmPage { place: area(), email, token: TOKEN })),
        ("follow-stop", following::stop(&StopPage { email, token: TOKEN, followed: followed() })),
        (
            "follow-stopped",
            following::stop(&StopPage { email, token: TOKEN, followed: Vec::new() }),
        ),
    ]
}
