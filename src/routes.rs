//! Every URL the portal answers, in one place, with the limit that each is held to.

use actix_web::error::QueryPayloadError;
use actix_web::middleware::from_fn;
use actix_web::web::{QueryConfig, ServiceConfig, get, post, resource, to};

use crate::auth::staff;
use crate::error::AppError;
use crate::handlers::{
    areas, assets, comment_form, comments, datasets, health, home, initiatives, mailbox,
    moderation, own_comments, password, registration, sign_in, summary,
};
use crate::http::limits::LimitedAction::{
    Decide, Download, MailedLink, Read, Register, SaveDraft, SignIn,
};
use crate::http::limits::limit;
use crate::http::not_found;

/// Lays out the site. Within an initiative its own pages come before its areas, whose names are never theirs.
pub fn configure(site: &mut ServiceConfig) {
    site.app_data(QueryConfig::default().error_handler(|it, _| unreadable_query(&it).into()));
    public_record(site);
    accounts(site);
    moderators(site);
    site.route("/static/{file}", get().to(assets::show_asset))
        .route("/health/live", get().to(health::show_live))
        .route("/health/ready", get().to(health::show_ready))
        .default_service(to(not_found));
}

/// Says which part of a query it is about: the words are the parser's, and quote names only.
fn unreadable_query(error: &QueryPayloadError) -> AppError {
    AppError::BadRequest(format!("A part of this address cannot be read: {error}."))
}

/// What anybody reads, and the form that anybody fills in.
fn public_record(site: &mut ServiceConfig) {
    let page = |path: &str| resource(format!("/initiatives/{{initiative}}{path}"));

    site.service(resource("/").wrap(limit(Read)).get(home::show_home))
        .service(page("").wrap(limit(Read)).get(initiatives::show_initiative))
        .service(page("/summary").wrap(limit(Read)).get(summary::show_initiative_summary))
        .service(page("/comments").wrap(limit(Read)).get(comments::list_initiative_comments))
        .service(page("/comments.csv").wrap(limit(Download)).get(datasets::download_initiative))
        .service(page("/{area}").wrap(limit(Read)).get(areas::show_area))
        .service(page("/{area}/summary").wrap(limit(Read)).get(summary::show_area_summary))
        .service(page("/{area}/comments").wrap(limit(Read)).get(comments::list_area_comments))
        .service(page("/{area}/comments.csv").wrap(limit(Download)).get(datasets::download_area))
        .service(
            page("/{area}/comment")
                .wrap(limit(SaveDraft))
                .wrap(limit(Read))
                .get(comment_form::show_form)
                .post(comment_form::send_form),
        )
        .service(
            resource("/comments/{tracking_number}").wrap(limit(Read)).get(comments::show_comment),
        );
}

/// How people come in, and what is theirs.
fn accounts(site: &mut ServiceConfig) {
    site.service(
        resource("/register")
            .wrap(limit(Register))
            .get(registration::show_registration)
            .post(registration::create_registration),
    )
    .service(
        resource("/verify-email")
            .wrap(limit(SignIn))
            .wrap(limit(Read))
            .get(registration::show_confirmation)
            .post(registration::confirm_registration),
    )
    .service(
        resource("/sign-in").wrap(limit(SignIn)).get(sign_in::show_sign_in).post(sign_in::sign_in),
    )
    .service(
        resource("/sign-in/link")
            .wrap(limit(MailedLink))
            .get(sign_in::show_sign_in_link)
            .post(sign_in::send_sign_in_link),
    )
    .service(
        resource("/sign-in/link/confirm").wrap(limit(SignIn)).post(sign_in::redeem_sign_in_link),
    )
    .service(
        resource("/forgot-password")
            .wrap(limit(MailedLink))
            .get(password::show_forgot_password)
            .post(password::send_reset_link),
    )
    .service(
        resource("/reset-password")
            .wrap(limit(SignIn))
            .get(password::show_reset_password)
            .post(password::reset_password),
    )
    .route("/sign-out", post().to(sign_in::sign_out))
    .service(resource("/account").wrap(limit(Read)).get(own_comments::show_account))
    .service(
        resource("/account/comments/{tracking_number}")
            .wrap(limit(Read))
            .get(own_comments::show_own_comment),
    )
    .service(
        resource("/account/comments/{tracking_number}/receipt.json")
            .wrap(limit(Read))
            .get(own_comments::download_receipt),
    )
    .route("/mailbox", get().to(mailbox::list_mails))
    .route("/mailbox/{id}", get().to(mailbox::show_mail));
}

/// Staff. Each handler asks for the role in its signature.
fn moderators(site: &mut ServiceConfig) {
    site.service(resource("/moderation").wrap(limit(Read)).get(moderation::show_queue))
        .service(
            resource("/moderation/comments/{tracking_number}")
                .wrap(from_fn(staff::keep_typed))
                .wrap(limit(Decide))
                .get(moderation::show_comment)
                .post(moderation::decide_comment),
        )
        .service(
            resource("/moderation/comments/{tracking_number}/undo")
                .wrap(from_fn(staff::keep_typed))
                .wrap(limit(Decide))
                .post(moderation::undo_decision),
        );
}
