//! Where the mail about a comment sent without an account leads: it asks, and then the comment counts.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, CommentToConfirm, ConfirmCommentPage};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};

use super::mailed_link::{TokenQuery, link_is_spent};
use super::reply::{page, see_other};
use super::session;
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::http::forms::StrictForm;
use crate::moments::moment;
use crate::record::awaiting::{self, Confirmed, InItsPlace};

/// Shows the comment, and changes nothing by itself.
pub async fn show_comment_confirmation(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    let it = awaiting::look_at(&state, &token).await?.ok_or_else(link_is_spent)?;
    Ok(page(account::confirm_comment(&ConfirmCommentPage {
        token: token.reveal(),
        comments: it.comments.iter().map(comment).collect(),
        email: &it.email,
        display_name: &it.display_name,
        has_account: it.has_account,
    })))
}

fn comment(it: &InItsPlace) -> CommentToConfirm<'_> {
    CommentToConfirm {
        place: Place {
            initiative: InitiativeRef::from(&it.initiative),
            area: Some(AreaRef::from(&it.area)),
        },
        tracking_number: it.awaited.tracking_number.as_str(),
        received_at: moment(it.awaited.received_at, it.initiative.zone()),
        body: &it.awaited.submission.body,
    }
}

/// Makes the comment count. A new account is signed in; whoever had one before signs in on the way to the receipt.
pub async fn confirm_comment(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let known = form.check_names(&["token"]).is_empty();
    let token = SecretToken::parse(form.fields.one("token")).filter(|_| known);
    let token = token.ok_or_else(link_is_spent)?;
    let browser = Browser::of(&request, &state);
    let confirmed = awaiting::confirm(&state, &token, &browser).await?;
    match confirmed.ok_or_else(link_is_spent)? {
        Confirmed::SignedIn(begun) => session::begun(&state, &begun),
        Confirmed::Attached(number) => {
            Ok(see_other(&format!("/account/comments/{number}?received=1")))
        }
    }
}
