//! How people come in, and what is theirs.

use super::address::Policy::{Account, Anybody, Entering, ProvedAccount};
use super::address::{Address, at};
use crate::handlers::account::{self, closing, sessions, withdraw};
use crate::handlers::comment_form::replacing;
use crate::handlers::{
    confirm_comment, mail_stop, one_time_code, own_comments, password, prove, registration, sign_in,
};
use crate::http::limits::LimitedAction::{
    FollowLink, MailedLink, OwnData, ProvingLink, Read, Register, SaveDraft, SignIn, Upload,
};

pub fn addresses() -> Vec<Address> {
    let parts = [doors(), own_pages(), settings(), one_time_codes()];
    parts.into_iter().flatten().collect()
}

fn doors() -> Vec<Address> {
    vec![
        at("/register", Anybody, &[Register])
            .get(registration::show_registration)
            .post(registration::create_registration),
        at("/verify-email", Anybody, &[Read, FollowLink])
            .get(registration::show_confirmation)
            .post(registration::confirm_registration)
            .also_when_read_only(),
        at("/confirm-comment", Anybody, &[Read, FollowLink])
            .get(confirm_comment::show_comment_confirmation)
            // What was received before lapses meanwhile, through no fault of its author.
            .post(confirm_comment::confirm_comment)
            .also_when_read_only(),
        at("/sign-in", Anybody, &[SignIn])
            .get(sign_in::show_sign_in)
            .post(sign_in::sign_in)
            .also_when_read_only(),
        at("/sign-in/link", Anybody, &[MailedLink])
            .get(sign_in::show_sign_in_link)
            .post(sign_in::send_sign_in_link)
            .also_when_read_only(),
        at("/sign-in/link/confirm", Anybody, &[SignIn])
            .post(sign_in::redeem_sign_in_link)
            .also_when_read_only(),
        at("/sign-in/code", Entering, &[SignIn])
            .get(sign_in::code::show_code_step)
            .post(sign_in::code::give_code),
        at("/forgot-password", Anybody, &[MailedLink])
            .get(password::show_forgot_password)
            .post(password::send_reset_link),
        at("/reset-password", Anybody, &[SignIn])
            .get(password::show_reset_password)
            .post(password::reset_password),
        at("/mail/stop", Anybody, &[Read])
            .get(mail_stop::show_mail_stop)
            .post(mail_stop::change_mail_stop)
            .also_when_read_only(),
        at("/sign-out", Anybody, &[]).post(sign_in::sign_out).also_when_read_only(),
    ]
}

fn own_pages() -> Vec<Address> {
    vec![
        at("/account/mail/allow", Account, &[Read]).post(mail_stop::allow_own_mail),
        at("/account", Account, &[Read]).get(own_comments::show_account),
        at("/account/comments/{tracking_number}", Account, &[Read])
            .get(own_comments::show_own_comment),
        at("/account/comments/{tracking_number}/receipt.json", Account, &[Read])
            .get(own_comments::download_receipt),
        at("/account/comments/{tracking_number}/files/{position}", Account, &[Read])
            .get(own_comments::download_own_file),
        at("/account/comments/{tracking_number}/withdraw", Account, &[Read])
            .get(withdraw::show_withdrawal)
            .post(withdraw::withdraw_comment),
        at("/account/comments/{tracking_number}/versions/{version}", Account, &[Read])
            .get(own_comments::show_version),
        at("/account/comments/{tracking_number}/versions/{version}/receipt.json", Account, &[Read])
            .get(own_comments::download_version_receipt),
        at("/account/comments/{tracking_number}/replace", Account, &[Read, SaveDraft])
            .get(replacing::show_replacement)
            .post(replacing::send_replacement),
        at("/account/comments/{tracking_number}/replace/files", Account, &[Read, Upload])
            .get(replacing::show_files)
            .post(replacing::send_files),
        at("/account/comments/{tracking_number}/replace/files/remove", Account, &[SaveDraft])
            .post(replacing::remove_file),
        // For the browser that sent a comment without an account.
        at("/account/comments/{tracking_number}/mail-again", Anybody, &[MailedLink])
            .post(own_comments::mail_again),
        at("/account/forget", Anybody, &[Read]).post(own_comments::forget),
    ]
}

/// What one changes about one's own account; what is delicate wants to know once more who is there.
fn settings() -> Vec<Address> {
    vec![
        at("/account/name", Account, &[Read])
            .get(account::name::show_name)
            .post(account::name::change_name),
        at("/account/address", ProvedAccount, &[Read, MailedLink])
            .get(account::address::show_address)
            .post(account::address::ask_for_change),
        at("/account/address/confirm", Anybody, &[Read, SignIn])
            .get(account::address::show_confirmation)
            .post(account::address::confirm_change),
        at("/account/password", ProvedAccount, &[Read, SignIn])
            .get(account::password::show_password)
            .post(account::password::set_password),
        at("/account/password/remove", ProvedAccount, &[Read])
            .post(account::password::remove_password),
        at("/account/sessions", Account, &[Read]).get(sessions::list_sessions),
        at("/account/sessions/end", Account, &[Read]).post(sessions::end_session),
        at("/account/sessions/end-others", Account, &[Read]).post(sessions::end_other_sessions),
        at("/account/data", ProvedAccount, &[Read, OwnData])
            .get(account::data::show_data)
            .post(account::data::download_data),
        at("/account/close", ProvedAccount, &[Read, SignIn])
            .get(closing::show_closing)
            .post(closing::close_account),
        at("/account/closed", Anybody, &[Read]).get(closing::show_closed),
    ]
}

fn one_time_codes() -> Vec<Address> {
    vec![
        at("/account/prove", Account, &[SignIn])
            .get(prove::show_prove)
            .post(prove::prove)
            .also_when_read_only(),
        at("/account/prove/link", Account, &[MailedLink, ProvingLink])
            .post(prove::send_proving_link)
            .also_when_read_only(),
        at("/account/one-time-code", ProvedAccount, &[SignIn])
            .get(one_time_code::show_codes)
            .post(one_time_code::set_up_codes)
            .also_when_read_only(),
        at("/account/one-time-code/new-app", ProvedAccount, &[SignIn])
            .get(one_time_code::show_new_app),
        at("/account/one-time-code/change", ProvedAccount, &[SignIn])
            .post(one_time_code::change_codes),
    ]
}
