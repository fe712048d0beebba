//! The pages of administrators. Each handler asks for the role in its signature; what gives or takes access for good
//! asks for a fresh proof as well.

use super::address::Policy::{Administrator, ProvedAdministrator};
use super::address::{Address, at};
use crate::handlers::administration::{
    self, account, accounts, acts, event_codes, initiatives, outcome, period, proposals,
    reason_codes, roles, site,
};
use crate::http::limits::LimitedAction::{Decide, Read};

pub fn addresses() -> Vec<Address> {
    [people(), the_site(), of_areas(), definitions(), parts_of_definitions()]
        .into_iter()
        .flatten()
        .collect()
}

fn the_site() -> Vec<Address> {
    vec![
        at("/admin", Administrator, &[Read]).get(administration::show_administration),
        at("/admin/mail", Administrator, &[Read]).get(administration::mail::list_mails),
        at("/admin/mail/{id}/retry", Administrator, &[Read]).post(administration::mail::retry_mail),
        at("/admin/mail/{id}/cancel", Administrator, &[Read])
            .post(administration::mail::cancel_mail),
        at("/admin/event-codes", Administrator, &[Read])
            .get(event_codes::show_event_codes)
            .post(event_codes::create_event_code),
        at("/admin/event-codes/{event}/end", Administrator, &[Read])
            .post(event_codes::end_event_code),
        at("/admin/reason-codes", Administrator, &[Read, Decide])
            .get(reason_codes::list_reason_codes)
            .post(reason_codes::add_reason_code),
        at("/admin/reason-codes/{reason}", Administrator, &[Read, Decide])
            .get(reason_codes::show_reason_code)
            .post(reason_codes::change_reason_code),
        at("/admin/site", Administrator, &[Read]).get(site::show_site).post(site::save_notice),
        at("/admin/site/read-only", ProvedAdministrator, &[Read]).post(site::switch_read_only),
    ]
}

fn of_areas() -> Vec<Address> {
    let of_area = |path: &str| format!("/admin/initiatives/{{initiative}}/areas/{{area}}{path}");
    vec![
        at(of_area("/period"), Administrator, &[Read, Decide])
            .get(period::show_period)
            .post(period::change_period),
        at(of_area("/outcome"), Administrator, &[Read, Decide])
            .get(outcome::show_outcome)
            .post(outcome::publish_outcome),
    ]
}

/// Initiatives as they are being changed, and published.
fn definitions() -> Vec<Address> {
    use initiatives::{desk, file, preview, publishing};
    let of = |path: &str| format!("/admin/initiatives/{{initiative}}{path}");
    vec![
        at("/admin/initiatives", Administrator, &[Read, Decide])
            .get(initiatives::list_initiatives)
            .post(initiatives::begin_initiative),
        at(of(""), Administrator, &[Read]).get(desk::show_initiative),
        at(of("/working-copy"), Administrator, &[Read, Decide]).post(desk::change_working_copy),
        at(of("/publish"), Administrator, &[Read, Decide])
            .get(publishing::show_publishing)
            .post(publishing::publish_initiative),
        at(of("/definition.toml"), Administrator, &[Read]).get(file::download_definition),
        at(of("/file"), Administrator, &[Read, Decide])
            .get(file::show_file_form)
            .post(file::take_file),
        at(of("/areas/{area}/preview"), Administrator, &[Read]).get(preview::preview_area),
        at(of("/areas/{area}/preview/comment"), Administrator, &[Read]).get(preview::preview_form),
    ]
}

/// What the path calls `{question}` is its key.
fn parts_of_definitions() -> Vec<Address> {
    use initiatives::{lists, parts};
    let of = |path: &str| format!("/admin/initiatives/{{initiative}}{path}");
    let part = |path: &str| {
        let address = at(of(path), Administrator, &[Read, Decide]);
        address.get(parts::show_part).post(parts::save_part)
    };
    let questions = |path: &str| {
        let address = at(of(path), Administrator, &[Read, Decide]);
        address.get(lists::list_questions).post(lists::change_questions)
    };
    vec![
        part("/parts/{part}"),
        questions("/questions"),
        part("/questions/{question}"),
        at(of("/areas"), Administrator, &[Read, Decide])
            .get(lists::list_areas)
            .post(lists::change_areas),
        part("/areas/{area}"),
        at(of("/areas/{area}/documents"), Administrator, &[Read, Decide])
            .get(parts::show_documents)
            .post(parts::save_documents),
        questions("/areas/{area}/questions"),
        part("/areas/{area}/questions/{question}"),
    ]
}

/// What the path calls `{person}` is the id of an account.
fn people() -> Vec<Address> {
    let of = |path: &str| format!("/admin/accounts/{{person}}{path}");
    vec![
        at("/admin/accounts", Administrator, &[Read, Decide])
            .get(accounts::list_accounts)
            .post(accounts::find_account),
        at("/admin/accounts/invite", ProvedAdministrator, &[Read, Decide])
            .get(roles::show_invitation_form)
            .post(roles::send_invitation),
        at(of(""), Administrator, &[Read]).get(account::show_account),
        at(of("/give"), ProvedAdministrator, &[Read, Decide])
            .get(roles::show_role_form)
            .post(roles::give_role),
        at(of("/revoke/{grant}"), ProvedAdministrator, &[Read, Decide])
            .get(acts::show_revocation_form)
            .post(acts::revoke_role),
        at(of("/suspend"), Administrator, &[Read, Decide])
            .get(acts::show_suspension_form)
            .post(acts::suspend_account),
        at(of("/lift"), Administrator, &[Read, Decide])
            .get(acts::show_lifting_form)
            .post(acts::lift_suspension),
        at(of("/end-sessions"), Administrator, &[Decide]).post(acts::end_sessions),
        at(of("/password-link"), Administrator, &[Decide]).post(acts::send_password_link),
        at(of("/reset-codes"), ProvedAdministrator, &[Read, Decide])
            .get(acts::show_codes_form)
            .post(acts::reset_codes),
        at("/admin/invitations/{invitation}/end", Administrator, &[Read, Decide])
            .post(accounts::end_invitation),
        at("/admin/proposals/{proposal}", ProvedAdministrator, &[Read, Decide])
            .get(proposals::show_proposal)
            .post(proposals::decide_proposal),
        at("/admin/sessions", ProvedAdministrator, &[Read, Decide])
            .get(acts::show_everybody_form)
            .post(acts::end_every_session),
    ]
}
