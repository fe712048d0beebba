//! Setting one-time codes up, and looking after them. All of it wants a proof that is a few minutes old at most.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{
    self, CodesPage, QrSquares, RecoveryCodesPage, SetUpCodesPage, WhySetUp,
};
use maud::Markup;

use super::reply::{page, page_with, refused, see_other, set_cookie, summary};
use super::session::NextQuery;
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::auth::cookies::CookieKind;
use crate::auth::extractors::Proved;
use crate::auth::next;
use crate::auth::one_time_codes::{self, NewCodes, Offer, Removed, SetUp};
use crate::domain::field_errors::FieldErrors;
use crate::domain::one_time_code::{TypedCode, qr_squares};
use crate::domain::recovery_code::{RecoveryCode, in_groups};
use crate::error::{AppError, AppResult, FirstStep};
use crate::http::forms::StrictForm;
use crate::models::account::Account;
use crate::models::grant::Grant;
use crate::models::one_time_code::OneTimeCode;
use crate::models::{clock, recovery_code};
use crate::moments::moment;

const HOME: &str = "/account/one-time-code";

/// What is set up; where nothing is, a secret to begin with.
pub async fn show_codes(
    Proved(owner): Proved,
    query: Query<NextQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    match overview(&state, &owner, None).await? {
        Some(overview) => Ok(page(overview)),
        None => Ok(page(offer_page(&state, &owner, query.path()).await?)),
    }
}

/// A new secret for another app.
pub async fn show_new_app(
    Proved(owner): Proved,
    query: Query<NextQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    Ok(page(offer_page(&state, &owner, query.path()).await?))
}

/// Sets codes up by a first one, and shows the recovery codes.
pub async fn set_up_codes(
    Proved(owner): Proved,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["offer", "code", "next"]);
    let now = clock::now(&mut *state.db().await?).await?;
    let offer = Offer::open(&state.sealer, owner.id, now, form.fields.one("offer"));
    let typed = errors.keep("code", TypedCode::parse(form.fields.one("code")));
    let next = form.fields.one("next");
    let Some(offer) = offer else {
        errors.add(
            "code",
            "This page was open for too long. Add the new key to the app and enter a code of it.",
        );
        let anew = Offer::new(&state.sealer, owner.id, now)?;
        let again = set_up_page(&state, &owner, &anew, next, &errors).await?;
        return Ok(page_with(refused(&form), again));
    };
    if let (Some(TypedCode::App(digits)), true) = (&typed, errors.is_empty()) {
        let browser = Browser::of(&request, &state);
        match one_time_codes::set_up(&state, &browser, &owner, &offer, digits).await? {
            SetUp::Done(new) => return shown_once(&state, &new, next),
            SetUp::Wrong => errors.add(
                "code",
                "This is not the code that the app shows now. Wait for the next one and try again.",
            ),
            SetUp::SignedOut => return Err(signed_out()),
        }
    } else if typed.is_some() {
        errors.add("code", "Enter the six digits that the app shows.");
    }
    let again = set_up_page(&state, &owner, &offer, next, &errors).await?;
    Ok(page_with(refused(&form), again))
}

/// Makes new recovery codes, or takes one-time codes away.
pub async fn change_codes(
    Proved(owner): Proved,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (browser, known) = (Browser::of(&request, &state), form.check_names(&["intent"]));
    match form.fields.one("intent") {
        "recovery_codes" if known.is_empty() => {
            match one_time_codes::make_recovery_codes(&state, &browser, &owner).await? {
                Some(new) => shown_once(&state, &new, HOME),
                None => Ok(see_other(HOME)),
            }
        }
        "remove" if known.is_empty() => {
            match one_time_codes::remove(&state, &browser, &owner).await? {
                Removed::Done | Removed::NothingThere => Ok(see_other(next::HOME)),
                Removed::StaffNeedThem => Err(AppError::Conflict(
                    "Your role needs one-time codes. They were not removed.".to_owned(),
                )),
            }
        }
        _ => {
            let again = match overview(&state, &owner, Some("Press one of the buttons.")).await? {
                Some(overview) => overview,
                None => offer_page(&state, &owner, "").await?,
            };
            Ok(page_with(refused(&form), again))
        }
    }
}

/// The recovery codes leave the program with this page and are nowhere in clear from now on.
fn shown_once(state: &AppState, new: &NewCodes, next: &str) -> AppResult<HttpResponse> {
    let codes = new.codes.iter().map(RecoveryCode::in_groups).collect();
    let view = RecoveryCodesPage { codes, next: next::safe(next) };
    let mut response = page(account::recovery_codes(&view));
    set_cookie(&mut response, &CookieKind::Session.carry(&new.token, &state.site, None))?;
    Ok(response)
}

async fn overview(
    state: &AppState,
    owner: &Account,
    notice: Option<&str>,
) -> AppResult<Option<Markup>> {
    let mut conn = state.db().await?;
    let Some(stored) = OneTimeCode::find(&mut conn, owner.id).await? else { return Ok(None) };
    Ok(Some(account::codes(&CodesPage {
        since: moment(stored.created_at, chrono_tz::UTC),
        n_recovery_codes: recovery_code::count_left(&mut conn, owner.id).await?,
        may_remove: Grant::of(&mut conn, owner.id).await?.is_empty(),
        notice,
    })))
}

async fn offer_page(state: &AppState, owner: &Account, next: &str) -> AppResult<Markup> {
    let now = clock::now(&mut *state.db().await?).await?;
    let offer = Offer::new(&state.sealer, owner.id, now)?;
    set_up_page(state, owner, &offer, next, &FieldErrors::default()).await
}

async fn set_up_page(
    state: &AppState,
    owner: &Account,
    offer: &Offer,
    next: &str,
    errors: &FieldErrors,
) -> AppResult<Markup> {
    let mut conn = state.db().await?;
    let why = if OneTimeCode::is_set_up(&mut conn, owner.id).await? {
        WhySetUp::AnotherApp
    } else if Grant::of(&mut conn, owner.id).await?.is_empty() {
        WhySetUp::OwnWish
    } else {
        WhySetUp::Staff
    };
    let link = offer.secret.link(&state.site.host(), &owner.email)?;
    let (n_in_row, dark) = qr_squares(&link)?;
    Ok(account::set_up_codes(&SetUpCodesPage {
        why,
        qr: QrSquares { n_in_row, dark },
        secret: &in_groups(&offer.secret.to_base32(), ' '),
        link: &link,
        offer: &offer.sealed,
        next,
        errors: summary(errors),
    }))
}

fn signed_out() -> AppError {
    AppError::First { step: FirstStep::SignIn, next: HOME.to_owned() }
}
