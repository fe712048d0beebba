//! The site as a whole: the notice on every page, and the switch that makes it read-only.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, SitePage};
use maud::Markup;
use serde::Deserialize;

use crate::app::AppState;
use crate::auth::administration::site::{self, Switch};
use crate::auth::extractors::Proved;
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::notice::{self, NoticeLevel};
use crate::error::AppResult;
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use crate::models::bulletin::{NewNotice, StoredBulletin};

const PATH: &str = "/admin/site";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Shows both forms.
pub async fn show_site(
    administrator: Administrator,
    query: Query<SiteQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let stored = StoredBulletin::load(&mut *state.db().await?).await?;
    let fields = as_typed(&stored);
    Ok(page(view(&stored, &fields, &FieldErrors::default(), done(&query.done))))
}

/// Hangs up a notice, or takes it down.
pub async fn save_notice(
    administrator: Administrator,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let notice = match parse_notice(&form) {
        Ok(notice) => notice,
        Err(errors) => return refuse(&mut conn, &form, &errors).await,
    };
    let actor = Actor::Account(administrator.account.id);
    site::post_notice(&mut conn, actor, &notice).await?;
    state.board.post(StoredBulletin::now(&mut conn).await?);
    Ok(see_other(&format!("{PATH}?done=notice")))
}

/// Stops all forms of the site, or takes them again.
pub async fn switch_read_only(
    administrator: Administrator,
    _: Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let switch = match parse_switch(&form) {
        Ok(switch) => switch,
        Err(errors) => return refuse(&mut conn, &form, &errors).await,
    };
    let actor = Actor::Account(administrator.account.id);
    site::turn(&mut conn, actor, &switch).await?;
    state.board.post(StoredBulletin::now(&mut conn).await?);
    let done = match switch {
        Switch::ReadOnly { .. } => "read-only",
        Switch::Open => "open",
    };
    Ok(see_other(&format!("{PATH}?done={done}")))
}

fn done(done: &str) -> Option<&'static str> {
    match done {
        "notice" => Some("The notice is saved."),
        "read-only" => Some("Forms are not taken any more."),
        "open" => Some("Forms are taken again."),
        _ => None,
    }
}

fn parse_notice(form: &StrictForm) -> Result<NewNotice, FieldErrors> {
    let mut errors = form.check_names(&["notice", "level", "until"]);
    let words = errors.keep("notice", notice::words(form.fields.one("notice")));
    let until = errors.keep("until", notice::until(form.fields.one("until")));
    let level = NoticeLevel::parse(form.fields.one("level"));
    let level = errors.keep("level", level.ok_or_else(|| "Choose how it is shown.".to_owned()));
    match (words, level, until) {
        (Some(words), Some(level), Some(until)) if errors.is_empty() => {
            Ok(NewNotice { words, level, until })
        }
        _ => Err(errors),
    }
}

fn parse_switch(form: &StrictForm) -> Result<Switch, FieldErrors> {
    let mut errors = form.check_names(&["reason", "read_only"]);
    let reason = errors.keep("reason", notice::words(form.fields.one("reason")));
    let turned = match (form.fields.one("read_only"), reason) {
        ("yes", Some(reason)) => Some(Switch::ReadOnly { reason }),
        ("no", Some(_)) => Some(Switch::Open),
        ("yes" | "no", None) => None,
        _ => {
            errors.add("", "Press one of the buttons.");
            None
        }
    };
    turned.filter(|_| errors.is_empty()).ok_or(errors)
}

async fn refuse(
    conn: &mut AsyncPgConnection,
    form: &StrictForm,
    errors: &FieldErrors,
) -> AppResult<HttpResponse> {
    let stored = StoredBulletin::load(conn).await?;
    // The other form of the page stays as it is stored.
    let mut pairs: Vec<_> = pairs(&form.fields);
    pairs.extend(pairs_not_in(&as_typed(&stored), &form.fields));
    Ok(page_with(refused(form), view(&stored, &Fields::new(pairs), errors, None)))
}

fn pairs(fields: &Fields) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn pairs_not_in(stored: &Fields, typed: &Fields) -> Vec<(String, String)> {
    pairs(&stored.retain(|name| typed.iter().all(|(it, _)| it != name)))
}

fn as_typed(stored: &StoredBulletin) -> Fields {
    let level = stored.notice_level.as_str().to_owned();
    Fields::new(vec![
        ("notice".to_owned(), stored.notice.clone()),
        ("level".to_owned(), level),
        ("until".to_owned(), notice::until_typed(stored.notice_until)),
        ("reason".to_owned(), stored.read_only_reason.clone()),
    ])
}

fn view(
    stored: &StoredBulletin,
    fields: &Fields,
    errors: &FieldErrors,
    done: Option<&str>,
) -> Markup {
    administration::site(&SitePage {
        done,
        notice: fields.one("notice"),
        levels: NoticeLevel::ALL.iter().map(|it| (it.as_str(), it.label())).collect(),
        level: fields.one("level"),
        until: fields.one("until"),
        read_only: stored.read_only,
        reason: fields.one("reason"),
        errors: summary(errors),
    })
}
