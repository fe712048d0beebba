//! The pages on which people change their own account.

use lectern_templates::account::{
    self, NamePage, OwnPasswordPage, SessionRow, SessionsPage, WithdrawPage,
};
use lectern_templates::form::ErrorSummary;
use lectern_templates::standing::Standing;
use maud::Markup;

use super::{TRACKING_NUMBER, Words, area, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let wrong = |field, message| {
        let mut errors = ErrorSummary::none();
        errors.push(field, message);
        errors
    };
    let session = |is_this_one| SessionRow {
        id: "12".to_owned(),
        browser: words.name,
        network: words.organization,
        since: received(),
        last_seen: received(),
        is_this_one,
    };
    vec![
        (
            "name",
            account::name(&NamePage {
                display_name: words.name,
                errors: wrong("display_name", "Your name must be 80 characters or fewer."),
            }),
        ),
        (
            "own-password",
            account::own_password(&OwnPasswordPage {
                has_password: true,
                errors: wrong("password", "Use 15 characters or more."),
            }),
        ),
        (
            "first-password",
            account::own_password(&OwnPasswordPage {
                has_password: false,
                errors: ErrorSummary::none(),
            }),
        ),
        (
            "sessions",
            account::sessions(&SessionsPage {
                sessions: vec![session(true), session(false), SessionRow { browser: "", network: "", ..session(false) }],
                notice: Some("Signed out there."),
            }),
        ),
        (
            "withdraw",
            account::withdraw(&WithdrawPage {
                place: area(),
                tracking_number: TRACKING_NUMBER,
                standing: Standing::Published,
                notice: Some("A moderator decided on your comment just now."),
            }),
        ),
    ]
}
