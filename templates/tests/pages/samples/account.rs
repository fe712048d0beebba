//! The pages of registering, signing in and one's own account.

use lectern_templates::account::{
    self, AccountPage, CheckYourMailPage, ConfirmCommentPage, ConfirmPage, DraftRow,
    ForgotPasswordPage, MailedLink, OwnCommentRow, RegisterPage, ResetPasswordPage, SignInLinkPage,
    SignInPage,
};
use lectern_templates::form::ErrorSummary;
use lectern_templates::standing::Standing;
use maud::Markup;

use super::{TRACKING_NUMBER, Words, area, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let next = "/initiatives/genesis-mission/safety-standards/comment";
    let wrong = |field, message| {
        let mut errors = ErrorSummary::none();
        errors.push(field, message);
        errors
    };
    let email = words.name;
    vec![
        (
            "register",
            account::register(&RegisterPage {
                display_name: words.name,
                email,
                next,
                errors: wrong("email", "Write an address such as name@example.org"),
            }),
        ),
        (
            "check-your-mail",
            account::check_your_mail(&CheckYourMailPage {
                email,
                sent: MailedLink::Register,
                has_mailbox: true,
            }),
        ),
        (
            "confirm",
            account::confirm(&ConfirmPage {
                token: "t0k3n",
                email,
                display_name: words.name,
                next,
                errors: wrong("password", "Use 15 characters or more"),
            }),
        ),
        (
            "confirm-comment",
            account::confirm_comment(&ConfirmCommentPage {
                token: "t0k3n",
                place: area(),
                tracking_number: TRACKING_NUMBER,
                received_at: received(),
                body: words.body,
                email,
                display_name: words.name,
                has_account: false,
            }),
        ),
        (
            "sign-in",
            account::sign_in(&SignInPage {
                email,
                next,
                errors: wrong("email", "Check the address and the password"),
                notice: Some("You were signed out. Your draft is safe."),
            }),
        ),
        (
            "sign-in-link",
            account::sign_in_link(&SignInLinkPage {
                token: "t0k3n",
                email: "ana@example.org",
                next: "",
            }),
        ),
        (
            "forgot-password",
            account::forgot_password(&ForgotPasswordPage { email, errors: ErrorSummary::none() }),
        ),
        (
            "reset-password",
            account::reset_password(&ResetPasswordPage {
                token: "t0k3n",
                errors: ErrorSummary::none(),
            }),
        ),
        ("account", home(words)),
    ]
}

fn home(words: &Words<'_>) -> Markup {
    let row = |standing| OwnCommentRow {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        received_at: received(),
        standing,
    };
    account::home(&AccountPage {
        display_name: words.name,
        email: "ana@example.org",
        drafts: vec![DraftRow { place: area(), saved_at: received(), excerpt: words.body }],
        comments: vec![
            row(Standing::Pending),
            row(Standing::Published),
            row(Standing::Withheld),
            row(Standing::Withdrawn),
        ],
        moderates: true,
        administers: true,
        notice: None,
    })
}
