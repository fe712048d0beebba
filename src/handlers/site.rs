//! The site about itself: help, contact, privacy, accessibility, and two files for machines.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::Data;
use chrono::{Days, NaiveTime, SecondsFormat, Utc};
use lectern_templates::site::{
    self, AccessibilityPage, ContactPage, HelpPage, InitiativeContact, Operator, Periods,
    PrivacyPage,
};

use super::place::caching::{self, Keep};
use crate::app::PublicState;
use crate::auth::accounts::in_words;
use crate::error::{AppError, AppResult};
use crate::models::initiative::Initiative;
use crate::settings::Settings;

/// How long `security.txt` says that it is good. The standard asks for less than a year.
const GOOD_FOR: Days = Days::new(360);

/// How things are done here, in plain words.
pub async fn show_help(state: Data<PublicState>) -> HttpResponse {
    let page = HelpPage { operator: operator(&state.settings), periods: &periods(&state.settings) };
    caching::page(site::help(&page), Keep::UntilAskedAgain)
}

/// Whom to write to.
pub async fn show_contact(state: Data<PublicState>) -> AppResult<HttpResponse> {
    let initiatives = Initiative::all(&mut *state.db().await?).await?;
    let page = ContactPage {
        operator: operator(&state.settings),
        initiatives: initiatives.iter().map(InitiativeContact::from).collect(),
    };
    Ok(caching::page(site::contact(&page), Keep::UntilAskedAgain))
}

/// What is stored about whom, for how long, and who sees it.
pub async fn show_privacy(state: Data<PublicState>) -> AppResult<HttpResponse> {
    let initiatives = Initiative::all(&mut *state.db().await?).await?;
    let page = PrivacyPage {
        operator: operator(&state.settings),
        words: &state.settings.site.privacy_words,
        initiatives: initiatives.iter().map(InitiativeContact::from).collect(),
        periods: &periods(&state.settings),
    };
    Ok(caching::page(site::privacy(&page), Keep::UntilAskedAgain))
}

/// What was tried, and what was not.
pub async fn show_accessibility(state: Data<PublicState>) -> HttpResponse {
    let page = AccessibilityPage {
        operator: operator(&state.settings),
        words: &state.settings.site.accessibility_words,
    };
    caching::page(site::accessibility(&page), Keep::UntilAskedAgain)
}

/// Where crawlers find nothing. It keeps no secret: whatever is named here asks who is there.
pub async fn show_robots() -> HttpResponse {
    const ROBOTS: &str = "User-agent: *\nDisallow: /account\nDisallow: /admin\nDisallow: /moderation\n\
         Disallow: /mailbox\nDisallow: /sign-in\nDisallow: /register\nDisallow: /forgot-password\n\
         Disallow: /reset-password\nDisallow: /verify-email\nDisallow: /*/comment$\n";
    file(ROBOTS.to_owned())
}

/// Where to report a weakness (RFC 9116); not found, where nobody was named.
pub async fn show_security(state: Data<PublicState>) -> AppResult<HttpResponse> {
    let contact = &state.settings.site.security_contact;
    if contact.is_empty() {
        return Err(AppError::NotFound);
    }
    // The day is enough, so the file stays the same for a day.
    let today = Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc();
    let expires = today.checked_add_days(GOOD_FOR).unwrap_or(today);
    let expires = expires.to_rfc3339_opts(SecondsFormat::Secs, true);
    let canonical = state.site.absolute("/.well-known/security.txt");
    Ok(file(format!(
        "Contact: {contact}\nExpires: {expires}\nCanonical: {canonical}\nPreferred-Languages: en\n"
    )))
}

fn file(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header((CACHE_CONTROL, Keep::UntilAskedAgain.directives()))
        .body(text)
}

fn operator<'a>(settings: &'a Settings) -> Operator<'a> {
    let it = &settings.site;
    let or_contact = |own: &'a str| if own.is_empty() { it.contact.as_str() } else { own };
    Operator {
        name: &it.operator,
        contact: &it.contact,
        postal_address: &it.postal_address,
        privacy_contact: or_contact(&it.privacy_contact),
        accessibility_contact: or_contact(&it.accessibility_contact),
        security_contact: &it.security_contact,
    }
}

fn periods(settings: &Settings) -> Periods {
    let (sessions, links) = (&settings.sessions, &settings.links);
    Periods {
        idle: in_words(sessions.idle_minutes, "minute"),
        absolute: in_words(sessions.absolute_hours, "hour"),
        staff_idle: in_words(sessions.staff_idle_minutes, "minute"),
        staff_absolute: in_words(sessions.staff_absolute_hours, "hour"),
        registration: in_words(links.register_hours, "hour"),
        waiting: in_words(links.waiting_hours(), "hour"),
        sign_in_link: in_words(links.sign_in_minutes, "minute"),
        drafts: in_words(settings.drafts.days, "day"),
        mails: in_words(settings.mail.keep_days, "day"),
    }
}

impl<'a> From<&'a Initiative> for InitiativeContact<'a> {
    fn from(it: &'a Initiative) -> Self {
        Self { slug: &it.slug, title: &it.title, agency: &it.agency, contact: &it.contact }
    }
}
