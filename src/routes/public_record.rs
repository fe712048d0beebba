//! What anybody reads, and the form that anybody fills in.

use super::address::Policy::{Anybody, Public};
use super::address::{Address, at};
use crate::handlers::{
    areas, comment_form, comments, datasets, event, following, home, initiatives, site, summary,
};
use crate::http::limits::LimitedAction::{
    Download, EnterEventCode, FollowLink, MailedLink, Read, SaveDraft, Upload,
};

/// Within an initiative its own pages come before its areas, whose names are never theirs.
pub fn addresses() -> Vec<Address> {
    let of = |path: &str| format!("/initiatives/{{initiative}}{path}");
    vec![
        at("/", Public, &[Read]).get(home::show_home),
        at(of(""), Public, &[Read]).get(initiatives::show_initiative),
        at(of("/summary"), Public, &[Read]).get(summary::show_initiative_summary),
        at(of("/comments"), Public, &[Read]).get(comments::list_initiative_comments),
        at(of("/comments.csv"), Public, &[Download]).get(datasets::download_initiative),
        at(of("/{area}"), Public, &[Read]).get(areas::show_area),
        at(of("/{area}/summary"), Public, &[Read]).get(summary::show_area_summary),
        at(of("/{area}/comments"), Public, &[Read]).get(comments::list_area_comments),
        at(of("/{area}/comments.csv"), Public, &[Download]).get(datasets::download_area),
        at(of("/{area}/comment"), Anybody, &[Read, SaveDraft])
            .get(comment_form::show_form)
            .post(comment_form::send_form),
        at(of("/{area}/comment/files"), Anybody, &[Read, Upload])
            .get(comment_form::files::show_files)
            .post(comment_form::files::send_files),
        at(of("/{area}/comment/files/remove"), Anybody, &[SaveDraft])
            .post(comment_form::files::remove_file),
        at(of("/{area}/follow"), Anybody, &[Read, MailedLink])
            .get(following::show_follow)
            .post(following::change_follow),
        at("/follow/confirm", Anybody, &[Read, FollowLink])
            .get(following::show_confirmation)
            .post(following::confirm_follow),
        at("/follow/stop", Anybody, &[Read])
            .get(following::show_stop)
            .post(following::stop_following)
            .also_when_read_only(),
        at("/comments/{tracking_number}", Public, &[Read]).get(comments::show_comment),
        at("/comments/{tracking_number}/files/{position}", Public, &[Read])
            .get(comments::download_file),
        at("/event", Anybody, &[EnterEventCode]).get(event::show_event).post(event::enter_event),
        at("/help", Public, &[Read]).get(site::show_help),
        at("/contact", Public, &[Read]).get(site::show_contact),
        at("/privacy", Public, &[Read]).get(site::show_privacy),
        at("/accessibility", Public, &[Read]).get(site::show_accessibility),
    ]
}
