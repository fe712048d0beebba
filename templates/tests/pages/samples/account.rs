//! The pages of registering, signing in and one's own account.

use lectern_templates::account::{
    self, AccountPage, CheckYourMailPage, CodesPage, CommentToConfirm, ConfirmCommentPage,
    ConfirmPage, DraftRow, ForgotPasswordPage, GiveCodePage, MailedLink, OwnCommentRow, ProveBy,
    ProvePage, QrSquares, RecoveryCodesPage, RegisterPage, ResetPasswordPage, SetUpCodesPage,
    SignInLinkPage, SignInPage, WhySetUp,
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
                caps: account::Caps { per_hour: 3, per_day: 5 },
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
                comments: ["8Y2K-4MFD-QW3T", TRACKING_NUMBER]
                    .map(|tracking_number| CommentToConfirm {
                        place: area(),
                        tracking_number,
                        received_at: received(),
                        body: words.body,
                    })
                    .into(),
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

/// Proving who one is.
pub fn proofs() -> Vec<(&'static str, Markup)> {
    let next = "/moderation";
    let errors = || {
        let mut errors = ErrorSummary::none();
        errors.push("code", "This code is wrong, or it was used already.");
        errors
    };
    let prove = |by| account::prove(&ProvePage { by, next, errors: ErrorSummary::none() });
    let codes = |may_remove| {
        let notice = None;
        account::codes(&CodesPage { since: received(), n_recovery_codes: 9, may_remove, notice })
    };
    vec![
        ("give-code", account::give_code(&GiveCodePage { next, errors: errors() })),
        ("prove-by-code", account::prove(&ProvePage { by: ProveBy::Code, next, errors: errors() })),
        ("prove-by-password", prove(ProveBy::Password)),
        ("prove-by-link", prove(ProveBy::MailedLink)),
        (
            "set-up-codes",
            account::set_up_codes(&SetUpCodesPage {
                why: WhySetUp::Staff,
                // A pattern as large as the real one, with as many changes.
                qr: QrSquares { n_in_row: 41, dark: (0..41 * 41).map(|it| it % 2 == 0).collect() },
                secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
                link: "otpauth://totp/Lectern%20example.org:ana%40example.org?secret=GEZDGNBVGY3TQOJQ",
                offer: "5ea1ed",
                next,
                errors: errors(),
            }),
        ),
        ("codes", codes(true)),
        ("codes-of-staff", codes(false)),
        (
            "recovery-codes",
            account::recovery_codes(&RecoveryCodesPage {
                codes: vec!["k7m2-9xqp-04tz-hh3c-v8nd-2y6s".to_owned(); 10],
                next,
            }),
        ),
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
        drafts: [None, Some(TRACKING_NUMBER)]
            .map(|replaces| DraftRow {
                place: area(),
                saved_at: received(),
                excerpt: words.body,
                replaces,
            })
            .into(),
        comments: vec![
            row(Standing::Pending),
            row(Standing::Published),
            row(Standing::Withheld),
            row(Standing::Withdrawn),
        ],
        followed: vec![area()],
        moderates: true,
        administers: true,
        mail: account::MailNotes { undeliverable_since: Some(received()), is_stopped: true },
        notice: None,
    })
}
