//! The form with which staff type what came on paper, and mend it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use lectern_templates::entries::{self, EntryForm, Typed};
use lectern_templates::form::{Choice, ErrorSummary, HiddenField};
use maud::Markup;

use super::{asked, find};
use crate::app::AppState;
use crate::auth::staff::Clerk;
use crate::domain::attribution::Attribution;
use crate::domain::entry::{Channel, Entered, EntryState, OWN_FIELDS};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::{Fields, Occurs};
use crate::domain::stance::Stance;
use crate::error::{AppError, AppResult};
use crate::handlers::comment_form::asked::Asked;
use crate::handlers::comment_form::page::new_key;
use crate::handlers::comment_form::{parse_key, questions, unplaced};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::entry::Entry;
use crate::record::entries::{self as record, EntryError};

/// What the form carries beside what was typed.
const CARRIED: [&str; 3] = ["submission_key", "question_set", "revision"];

const QUESTIONS_CHANGED: &str = "The stated direction or the questions changed while you were typing, so nothing is saved yet. Please look \
                                 through the form once more.";
const SAVED_BEFORE: &str = "This form was saved before, with other content, which stands. What is typed below is not saved: save it to keep \
                            it as another entry.";
const CHANGED: &str = "Somebody changed this entry in the meantime, so what you typed is not saved. Look at the entry in another tab; if \
                       you save again, the form below takes its place.";

/// The empty form.
pub async fn show_new_entry(
    clerk: Clerk,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let asked = asked::now(&mut *state.db().await?, &clerk, &path).await?;
    let fields = Fields::new(vec![("n_signatories".to_owned(), "1".to_owned())]);
    Ok(page(Form::new(&asked, &fields, new_key()).page()))
}

/// Keeps what was typed as an entry, which is no comment yet.
pub async fn create_entry(
    clerk: Clerk,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let asked = asked::now(&mut conn, &clerk, &path).await?;
    let key =
        parse_key(form.fields.one("submission_key")).map_or_else(|_| new_key(), str::to_owned);
    let again = Form::new(&asked, &form.fields, key.clone());
    let shown = form.fields.one("question_set");
    if !shown.is_empty() && shown != asked.set.version.to_string() {
        return Ok(again.conflict(QUESTIONS_CHANGED));
    }
    let days = asked::days(&mut conn, &asked).await?;
    let parsed = parse(&form, &asked, |fields| Entered::parse(fields, &asked.form, days.as_ref()));
    let entered = match parsed {
        Ok(entered) => entered,
        Err(errors) => return Ok(page_with(refused(&form), again.with_errors(&errors).page())),
    };
    let (written, by) = (written(&form.fields), clerk.account.id);
    let typed = (&written, &entered.arrival);
    let id = match record::enter(&mut conn, &asked::place(&asked), by, &key, typed).await? {
        Some(id) => id,
        None => {
            let before = Entry::find_by_key(&mut conn, &key).await?;
            if before.fields != written || !before.was_written_by(by) {
                let again = Form::new(&asked, &form.fields, new_key());
                return Ok(again.conflict(SAVED_BEFORE));
            }
            before.id
        }
    };
    Ok(see_other(&format!("/entries/{}?done=entered", id.0)))
}

/// The form as it was typed.
pub async fn show_edit(
    clerk: Clerk,
    id: Path<i64>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let entry = being_entered(find(&mut conn, &clerk, *id).await?)?;
    let asked = asked::of_entry(&mut conn, &entry).await?;
    Ok(page(Form::of_entry(&asked, &entry, &entry.fields).page()))
}

/// Keeps what was mended, unless somebody else changed the entry meanwhile.
pub async fn change_entry(
    clerk: Clerk,
    id: Path<i64>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let entry = being_entered(find(&mut conn, &clerk, *id).await?)?;
    let asked = asked::of_entry(&mut conn, &entry).await?;
    let days = asked::days(&mut conn, &asked).await?;
    let again = Form::of_entry(&asked, &entry, &form.fields);
    let parsed = parse(&form, &asked, |fields| Entered::parse(fields, &asked.form, days.as_ref()));
    let entered = match parsed {
        Ok(entered) => entered,
        Err(errors) => return Ok(page_with(refused(&form), again.with_errors(&errors).page())),
    };
    if form.fields.one("revision") != entry.revision.to_string() {
        return Ok(again.conflict(CHANGED));
    }
    let written = written(&form.fields);
    let (typed, by) = ((&written, &entered.arrival), clerk.account.id);
    match record::mend(&mut conn, &asked::place(&asked), &entry, by, typed).await {
        Ok(()) => Ok(see_other(&format!("/entries/{}?done=mended", entry.id.0))),
        Err(EntryError::Diesel(error)) => Err(error.into()),
        Err(_) => {
            let now = being_entered(find(&mut conn, &clerk, *id).await?)?;
            Ok(Form::of_entry(&asked, &now, &form.fields).conflict(CHANGED))
        }
    }
}

fn being_entered(entry: Entry) -> AppResult<Entry> {
    if entry.state == EntryState::Entering {
        return Ok(entry);
    }
    Err(AppError::Conflict("This entry is not being entered any more.".to_owned()))
}

fn written(fields: &Fields) -> Fields {
    fields.retain(|it| !CARRIED.contains(&it))
}

/// Everything that is wrong at once: what no form of ours sends, and what needs mending.
fn parse(
    form: &StrictForm,
    asked: &Asked,
    read: impl Fn(&Fields) -> Result<Entered, FieldErrors>,
) -> Result<Entered, FieldErrors> {
    let is_own = |name: &str| OWN_FIELDS.contains(&name) || CARRIED.contains(&name);
    let is_of_comment = |name: &str| {
        name.starts_with("answers.")
            || ["stance", "body", "respondent_kind", "organization", "attribution"].contains(&name)
    };
    let mut errors = form.check(|name| match name {
        _ if is_own(name) => Occurs::Once,
        _ if is_of_comment(name) => asked.form.occurs(name),
        _ => Occurs::Never,
    });
    match read(&form.fields) {
        Ok(entered) if errors.is_empty() => Ok(entered),
        Ok(_) => Err(errors),
        Err(more) => {
            errors.append(more);
            Err(errors)
        }
    }
}

/// The page of the form.
struct Form<'a> {
    asked: &'a Asked,
    typed: &'a Fields,
    action: String,
    title: &'static str,
    entry_href: Option<String>,
    carried: Vec<(&'static str, String)>,
    errors: FieldErrors,
    notice: Option<&'a str>,
}

impl<'a> Form<'a> {
    fn new(asked: &'a Asked, typed: &'a Fields, key: String) -> Self {
        let (initiative, area) = (&asked.initiative.slug, &asked.area.slug);
        let version = asked.set.version.to_string();
        Self {
            asked,
            typed,
            action: format!("/entries/new/{initiative}/{area}"),
            title: "Enter a comment",
            entry_href: None,
            carried: vec![("submission_key", key), ("question_set", version)],
            errors: FieldErrors::default(),
            notice: None,
        }
    }

    fn of_entry(asked: &'a Asked, entry: &Entry, typed: &'a Fields) -> Self {
        let id = entry.id.0;
        Self {
            action: format!("/entries/{id}/edit"),
            title: "Change what was typed",
            entry_href: Some(format!("/entries/{id}")),
            carried: vec![("revision", entry.revision.to_string())],
            ..Self::new(asked, typed, String::new())
        }
    }

    fn with_errors(self, errors: &FieldErrors) -> Self {
        Self { errors: errors.clone(), ..self }
    }

    fn conflict(self, notice: &'a str) -> HttpResponse {
        page_with(StatusCode::CONFLICT, Self { notice: Some(notice), ..self }.page())
    }

    /// What is wrong, and every answer that the questions have no place for any more: nothing typed is lost.
    fn summary(&self) -> ErrorSummary {
        let mut told = summary(&self.errors);
        let said = self.typed.retain(|it| !OWN_FIELDS.contains(&it));
        for (name, value) in unplaced::all(&said, &self.asked.form) {
            told.push(
                "",
                format!("“{name}” has no place in this form. This was typed in it: “{value}”"),
            );
        }
        told
    }

    fn page(&self) -> Markup {
        let (asked, one) = (self.asked, |name| self.typed.one(name));
        let choice = |value, label| Choice { value, label };
        entries::entry_form(&EntryForm {
            place: asked.place(),
            action: &self.action,
            title: self.title,
            hidden: self.carried.iter().map(|(name, value)| HiddenField { name, value }).collect(),
            entry_href: self.entry_href.as_deref(),
            stated_direction: &asked.set.stated_direction,
            channels: Channel::ALL.iter().map(|it| choice(it.as_str(), it.label())).collect(),
            stances: Stance::ALL.iter().map(|it| choice(it.as_str(), it.label())).collect(),
            respondent_kinds: asked.kinds.iter().map(|it| choice(&it.code, &it.label)).collect(),
            attributions: Attribution::ALL
                .iter()
                .map(|it| choice(it.as_str(), attribution(*it)))
                .collect(),
            questions: asked.set.iter().map(|it| questions::field(asked, it, self.typed)).collect(),
            typed: Typed {
                channel: one("channel"),
                received_on: one("received_on"),
                n_signatories: one("n_signatories"),
                kept_at: one("kept_at"),
                stance: one("stance"),
                body: one("body"),
                respondent_kind: one("respondent_kind"),
                organization: one("organization"),
                display_name: one("display_name"),
                attribution: one("attribution"),
            },
            errors: self.summary(),
            notice: self.notice,
        })
    }
}

/// Whoever types it is not its author.
fn attribution(it: Attribution) -> &'static str {
    match it {
        Attribution::Named => "With their name",
        Attribution::Organization => "With their organization only",
        Attribution::Anonymous => Attribution::Anonymous.label(),
    }
}
