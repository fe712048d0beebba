//! Accounts: registering, signing in and out, passwords, and one's own page.

mod address;
mod closing;
mod code;
mod confirm_comment;
mod data;
mod home;
mod mail_notes;
mod name;
mod one_time_code;
mod own_password;
mod password;
mod register;
mod sessions;
mod sign_in;
mod withdraw;

pub use address::{AddressPage, ConfirmAddressPage, address, confirm_address};
pub use closing::{ClosePage, ShownAs, StayingRow, close, closed};
pub use code::{GiveCodePage, ProveBy, ProvePage, give_code, prove};
pub use confirm_comment::{CommentToConfirm, ConfirmCommentPage, confirm_comment};
pub use data::data;
pub use home::{AccountPage, DraftRow, OwnCommentRow, home};
pub use mail_notes::MailNotes;
pub use name::{NamePage, name};
pub use one_time_code::{
    CodesPage, QrSquares, RecoveryCodesPage, SetUpCodesPage, WhySetUp, codes, recovery_codes,
    set_up_codes,
};
pub use own_password::{OwnPasswordPage, own_password};
pub use password::{ForgotPasswordPage, ResetPasswordPage, forgot_password, reset_password};
pub use register::{
    Caps, CheckYourMailPage, ConfirmPage, MailedLink, RegisterPage, check_your_mail, confirm,
    register,
};
pub use sessions::{SessionRow, SessionsPage, sessions};
pub use sign_in::{SignInLinkPage, SignInPage, sign_in, sign_in_link};
pub use withdraw::{WithdrawPage, withdraw};

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::Crumb;
use crate::text::query_value;

/// The path to go on to after signing in, carried along where there is one.
fn next_field(next: &str) -> Markup {
    html! { @if !next.is_empty() { (form::hidden(&HiddenField { name: "next", value: next })) } }
}

fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() { path.to_owned() } else { format!("{path}?next={}", query_value(next)) }
}

fn submit(label: &str) -> Markup {
    form::button(&Button { name: "", value: "", label, look: ButtonLook::Primary })
}

/// The way back from a page of the account.
fn own_trail() -> Vec<Crumb<'static>> {
    vec![Crumb { title: "My account", href: "/account".to_owned() }]
}
