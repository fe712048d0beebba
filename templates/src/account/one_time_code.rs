//! Setting one-time codes up, and looking after them.

use maud::{Markup, html};

use super::{next_field, own_trail, submit};
use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, HiddenField, Need};
use crate::layout::{self, Frame, Section};
use crate::text::{Moment, count, moment};

/// Posts `offer`, `code` and `next` to `/account/one-time-code`.
pub struct SetUpCodesPage<'a> {
    pub why: WhySetUp,
    pub qr: QrSquares,
    /// In groups, to be typed.
    pub secret: &'a str,
    /// For an app on this device.
    pub link: &'a str,
    pub offer: &'a str,
    pub next: &'a str,
    pub errors: ErrorSummary,
}

/// What brings somebody here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhySetUp {
    /// They wish to.
    OwnWish,
    /// Their role needs it.
    Staff,
    /// There is an app already.
    AnotherApp,
}

/// The squares of a QR code, row by row.
pub struct QrSquares {
    pub n_in_row: usize,
    pub dark: Vec<bool>,
}

/// Posts `intent` (`recovery_codes`, `remove`) to `/account/one-time-code/change`.
pub struct CodesPage<'a> {
    pub since: Moment,
    pub n_recovery_codes: i64,
    /// Who has a role cannot do without.
    pub may_remove: bool,
    pub notice: Option<&'a str>,
}

pub struct RecoveryCodesPage<'a> {
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: &'a str,
}

/// Shows the secret and asks for a first code.
pub fn set_up_codes(page: &SetUpCodesPage<'_>) -> Markup {
    let title = "Set up one-time codes";
    let frame = Frame {
        trail: own_trail(),
        errors: Some(&page.errors),
        ..Frame::new(title, Section::Account)
    };
    let code = Field {
        name: "code",
        label: "The code that the app shows",
        hint: Some("Six digits. They change each half minute."),
        error: page.errors.of("code"),
        need: Need::Required,
        ..Field::default()
    };
    let content = html! {
        h1 { (title) }
        p { (page.why.said()) }
        p {
            "You need an app that makes such codes, on a phone or in a password manager. Any that says "
            "“authenticator” or “TOTP” will do."
        }
        h2 { "1. Add this site to the app" }
        p { "Let the app scan this picture:" }
        (qr_code(&page.qr))
        p { "Or open " a href=(page.link) { "this link" } " on the device that has the app, or type this key into it:" }
        p.secret { code id="secret" { (page.secret) } }
        h2 { "2. Enter a code" }
        (form::post("/account/one-time-code", html! {
            (form::hidden(&HiddenField { name: "offer", value: page.offer }))
            (form::text(&code, Autocomplete::OneTimeCode))
            (next_field(page.next))
            (submit("Set up"))
        }))
    };
    layout::page(&frame, content)
}

/// What is set up, and what can be done about it.
pub fn codes(page: &CodesPage<'_>) -> Markup {
    let content = html! {
        (layout::notice(page.notice))
        h1 { "One-time codes" }
        p { "Set up on " (moment(&page.since)) ". Signing in takes a code from your app." }
        h2 { "Another app" }
        p { "The codes of the present app, and the recovery codes, stop working once the new app is set up." }
        p { a href="/account/one-time-code/new-app" { "Set up another app" } }
        h2 { "Recovery codes" }
        p {
            "You have " (count(page.n_recovery_codes, "recovery code", "recovery codes"))
            " left. New ones take the place of those that you have."
        }
        (change("recovery_codes", "Make new recovery codes"))
        h2 { "Doing without" }
        @if page.may_remove {
            p { "Signing in will take your password or a mailed link, and nothing else." }
            (change("remove", "Remove one-time codes"))
        } @else {
            p { "Your role needs one-time codes, so they cannot be removed while you have it." }
        }
    };
    let frame = Frame { trail: own_trail(), ..Frame::new("One-time codes", Section::Account) };
    layout::page(&frame, content)
}

/// The recovery codes: the only time that anybody sees them.
pub fn recovery_codes(page: &RecoveryCodesPage<'_>) -> Markup {
    let content = html! {
        h1 { "Keep your recovery codes" }
        p {
            "Each opens your account once, in place of a code from the app: for the day when the app is gone. "
            strong { "They are shown only now." } " Print them, or keep them in a password manager."
        }
        ol.recovery-codes { @for code in &page.codes { li { code { (code) } } } }
        p { a.button href=(page.next) { "I have kept them" } }
    };
    layout::page(&Frame::new("Keep your recovery codes", Section::Account), content)
}

impl WhySetUp {
    fn said(self) -> &'static str {
        match self {
            Self::OwnWish => {
                "Signing in then takes your password or a mailed link, and a code from an app: whoever learns one of them is not in."
            }
            Self::Staff => {
                "Your role can change what the public sees, so signing in takes a code from an app besides your password or link. The pages of your role open once this is done."
            }
            Self::AnotherApp => {
                "The codes of the app that you have now, and your recovery codes, stop working once this is done."
            }
        }
    }
}

/// Dark squares on white whatever the colors of the page are: cameras expect that. Four squares of margin are part of
/// the code.
fn qr_code(qr: &QrSquares) -> Markup {
    const MARGIN: usize = 4;
    let side = qr.n_in_row + 2 * MARGIN;
    let mut path = String::new();
    for (y, row) in qr.dark.chunks(qr.n_in_row.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                path.push_str(&format!(
                    "M{} {}h{}v1h-{}z",
                    x + MARGIN,
                    y + MARGIN,
                    run.len(),
                    run.len()
                ));
            }
            x += run.len();
        }
    }
    html! {
        svg.qr role="img" aria-label="The key below, as a picture for the camera of the app"
            viewBox={ "0 0 " (side) " " (side) } width="240" height="240" shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

fn change(intent: &str, label: &str) -> Markup {
    let look = ButtonLook::Secondary;
    let button = Button { name: "intent", value: intent, label, look };
    form::post("/account/one-time-code/change", form::button(&button))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dark_square_is_drawn_where_it_is() {
        let dark = vec![true, true, false, false, false, true, true, false, true];

        let drawn = qr_code(&QrSquares { n_in_row: 3, dark }).into_string();

        assert!(drawn.contains("viewBox=\"0 0 11 11\""), "{drawn}");
        assert!(
            drawn.contains("d=\"M4 4h2v1h-2zM6 5h1v1h-1zM4 6h1v1h-1zM6 6h1v1h-1z\""),
            "{drawn}"
        );
    }
}
