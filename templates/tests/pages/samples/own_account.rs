//! The pages on which people change their own account.

use lectern_templates::account::{
    self, AddressPage, ClosePage, ConfirmAddressPage, NamePage, OwnPasswordPage, SessionRow,
    SessionsPage, ShownAs, StayingRow, WithdrawPage,
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
            "address",
            account::address(&AddressPage {
                current: words.name,
                email: words.name,
                errors: wrong("email", "Enter an address like name@example.org."),
            }),
        ),
        (
            "confirm-address",
            account::confirm_address(&ConfirmAddressPage { token: "t0k3n", new_email: words.name }),
        ),
        ("data", account::data()),
        ("close", account::close(&closing(false))),
        ("close-last-administrator", account::close(&closing(true))),
        ("closed", account::closed()),
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
                sessions: vec![
                    session(true),
                    session(false),
                    SessionRow { browser: "", network: "", ..session(false) },
                ],
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

fn closing(is_last_administrator: bool) -> ClosePage<'static> {
    let staying = |shown_as| StayingRow {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        standing: Standing::Published,
        shown_as,
    };
    let mut errors = ErrorSummary::none();
    if !is_last_administrator {
        errors.push("understood", "Tick the box to say that you understand what happens.");
    }
    ClosePage {
        n_drafts: 2,
        comments: vec![
            staying(ShownAs::AnonymousFromNowOn),
            staying(ShownAs::AnonymousAsBefore),
            staying(ShownAs::TheOrganizationAsBefore),
        ],
        has_roles: true,
        is_last_administrator,
        keep_mails_days: 30,
        errors,
    }
}
