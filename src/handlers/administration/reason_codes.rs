//! Reasons for withholding: the list that moderators choose from, and the page of each.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use lectern_templates::administration::{
    self, ReasonCodePage, ReasonCodeRow, ReasonCodesPage, TypedReason,
};
use lectern_templates::form::Choice;
use maud::Markup;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::refused as refusal;
use crate::app::AppState;
use crate::auth::administration::Refusal;
use crate::auth::administration::reason_codes::{self, Wanted};
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::public_filter::NOT_GIVEN;
use crate::domain::text;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use crate::models::reason_code::{OTHER, ReasonCode};

const OFFERED: &str = "offered";
const RETIRED: &str = "retired";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// The list, and the form for another one.
pub async fn list_reason_codes(
    administrator: Administrator,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let reasons = ReasonCode::all(&mut *state.db().await?).await?;
    let notice = match query.done.as_str() {
        "added" => Some("The reason is added."),
        "changed" => Some("The reason is saved."),
        _ => None,
    };
    Ok(page(list(&reasons, &Fields::default(), &FieldErrors::default(), notice)))
}

/// Adds a reason.
pub async fn add_reason_code(
    administrator: Administrator,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let mut errors = form.check_names(&["code", "label"]);
    let label = errors.keep("label", parse_label(form.fields.one("label")));
    let code = errors.keep("code", parse_code(form.fields.one("code")));
    let (Some(label), Some(code), true) = (label, code, errors.is_empty()) else {
        let reasons = ReasonCode::all(&mut conn).await?;
        return Ok(page_with(refused(&form), list(&reasons, &form.fields, &errors, None)));
    };
    let actor = Actor::Account(administrator.account.id);
    match reason_codes::add(&mut conn, actor, &code, &label).await {
        Ok(()) => Ok(see_other("/admin/reason-codes?done=added")),
        Err(Refusal::AlreadySo) => {
            errors.add("code", "There is a reason with this code already. Choose another code.");
            let reasons = ReasonCode::all(&mut conn).await?;
            let again = list(&reasons, &form.fields, &errors, None);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, again))
        }
        Err(other) => Err(refusal(other)),
    }
}

/// One reason: its words, its place, and whether it is offered.
pub async fn show_reason_code(
    administrator: Administrator,
    code: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let shown = Shown::of(ReasonCode::all(&mut *state.db().await?).await?, &code)?;
    Ok(page(shown.page(&shown.fields(), &FieldErrors::default())))
}

/// Rewords a reason, moves it, retires it, or offers it again.
pub async fn change_reason_code(
    administrator: Administrator,
    code: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let mut conn = state.db().await?;
    let shown = Shown::of(ReasonCode::all(&mut conn).await?, &code)?;
    let mut errors = form.check_names(&["label", "place", "state", "seen"]);
    let wanted = shown.parse(&form.fields, &mut errors);
    let (Some(wanted), true) = (wanted, errors.is_empty()) else {
        return Ok(page_with(refused(&form), shown.page(&form.fields, &errors)));
    };
    if form.fields.one("seen") != shown.mark() {
        return Ok(shown.somebody_was_first(&form.fields));
    }
    let actor = Actor::Account(administrator.account.id);
    match reason_codes::change(&mut conn, actor, &wanted).await {
        Ok(()) => Ok(see_other("/admin/reason-codes?done=changed")),
        Err(Refusal::Gone) => {
            let now = Shown::of(ReasonCode::all(&mut conn).await?, &code)?;
            Ok(now.somebody_was_first(&form.fields))
        }
        Err(other) => Err(refusal(other)),
    }
}

fn list(
    reasons: &[ReasonCode],
    fields: &Fields,
    errors: &FieldErrors,
    notice: Option<&str>,
) -> Markup {
    administration::reason_codes(&ReasonCodesPage {
        reasons: reasons.iter().map(ReasonCodeRow::from).collect(),
        code: fields.one("code"),
        label: fields.one("label"),
        errors: summary(errors),
        notice,
    })
}

impl<'a> From<&'a ReasonCode> for ReasonCodeRow<'a> {
    fn from(it: &'a ReasonCode) -> Self {
        Self { code: &it.code, label: &it.label, retired: it.retired }
    }
}

/// A reason, and the list that it stands in.
struct Shown {
    reasons: Vec<ReasonCode>,
    /// Counted from 0.
    place: usize,
    own: ReasonCode,
}

impl Shown {
    fn of(reasons: Vec<ReasonCode>, code: &str) -> AppResult<Self> {
        let found = reasons.iter().enumerate().find(|(_, it)| it.code == code);
        let (place, own) = found.ok_or(AppError::NotFound)?;
        Ok(Self { place, own: own.clone(), reasons })
    }

    /// The fields as the reason stands now.
    fn fields(&self) -> Fields {
        let state = if self.own.retired { RETIRED } else { OFFERED };
        Fields::new(vec![
            ("label".to_owned(), self.own.label.clone()),
            ("place".to_owned(), (self.place + 1).to_string()),
            ("state".to_owned(), state.to_owned()),
        ])
    }

    fn parse<'a>(&'a self, fields: &Fields, errors: &mut FieldErrors) -> Option<Wanted<'a>> {
        let label = errors.keep("label", parse_label(fields.one("label")));
        let known = |it: &usize| (1..=self.reasons.len()).contains(it);
        let place = fields.one("place").parse().ok().filter(known);
        let place =
            errors.keep("place", place.ok_or_else(|| "Choose a place in the list.".to_owned()));
        let retired = match fields.one("state") {
            OFFERED => Some(false),
            RETIRED if self.own.code != OTHER => Some(true),
            "" if self.own.code == OTHER => Some(false),
            _ => {
                errors.add("state", "Choose whether moderators are offered this reason.");
                None
            }
        };
        let reason = ReasonCode { code: self.own.code.clone(), label: label?, retired: retired? };
        Some(Wanted { reason, place: place?, seen: &self.reasons })
    }

    fn page(&self, fields: &Fields, errors: &FieldErrors) -> Markup {
        let choice = |value, label| Choice { value, label };
        let states = match self.own.code.as_str() {
            OTHER => Vec::new(),
            _ => vec![choice(OFFERED, "Yes"), choice(RETIRED, "No: it is retired")],
        };
        administration::reason_code(&ReasonCodePage {
            code: &self.own.code,
            title: &self.own.label,
            typed: TypedReason {
                label: fields.one("label"),
                place: fields.one("place"),
                state: fields.one("state"),
            },
            places: (1..).zip(&self.reasons).map(|(n, it)| self.place_in_words(n, it)).collect(),
            states,
            seen: &self.mark(),
            errors: summary(errors),
        })
    }

    fn place_in_words(&self, n: usize, there: &ReasonCode) -> (String, String) {
        let words = if there.code == self.own.code {
            format!("{n} (as now)")
        } else {
            format!("{n}, where “{}” stands", there.label)
        };
        (n.to_string(), words)
    }

    /// Stands for the list as it is.
    fn mark(&self) -> String {
        let rows = self.reasons.iter().map(|it| json!([it.code, it.label, it.retired]));
        let digest = Sha256::digest(rows.collect::<serde_json::Value>().to_string());
        hex::encode(digest)
    }

    /// The page as it stands now, with what was typed.
    fn somebody_was_first(&self, typed: &Fields) -> HttpResponse {
        let mut errors = FieldErrors::default();
        errors.add(
            "",
            "Somebody changed the list in the meantime, so nothing was done. Look at it once more, and save again if \
             your change is still right.",
        );
        page_with(StatusCode::CONFLICT, self.page(typed, &errors))
    }
}

fn parse_label(typed: &str) -> Result<String, String> {
    match text::single_line(typed, "The words", 80)? {
        it if it.is_empty() => Err("Say what the reason is.".to_owned()),
        it => Ok(it),
    }
}

fn parse_code(typed: &str) -> Result<String, String> {
    let code = typed.trim();
    let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    let begins = code.bytes().next().is_some_and(|it| it.is_ascii_lowercase());
    match code {
        // The summary calls a reason that nobody gave so.
        NOT_GIVEN => Err("This code is taken for another purpose. Choose another one.".to_owned()),
        _ if begins && code.len() <= 40 && code.bytes().all(plain) => Ok(code.to_owned()),
        _ => Err("Write up to 40 lower-case letters, digits and underscores, such as off_topic."
            .to_owned()),
    }
}
