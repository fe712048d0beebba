//! Text fields, selects, hidden fields and buttons.

use maud::{Markup, html};

use super::errors::error_line;
use super::parts::{Choice, Need, describers, hint, options, publicity};
use crate::text::{figure, isolated};

/// One labelled field.
#[derive(Debug, Clone, Default)]
pub struct Field<'a> {
    pub name: &'a str,
    /// Where two forms of one page have a field of the same name; otherwise the name is the id.
    pub id: Option<&'a str>,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    /// Who will see what is typed here.
    pub publicity: Option<&'a str>,
    pub error: Option<&'a str>,
    /// What was typed so far.
    pub value: &'a str,
    pub need: Need,
    /// How many characters it may have. It stands beside the field, and a script counts there.
    pub limit: Option<u32>,
}

/// What a browser may fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autocomplete {
    Off,
    Name,
    Organization,
    OneTimeCode,
}

/// Which password a field asks for, so that a password manager offers the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordUse {
    Current,
    New,
}

/// A field that is carried along and not shown.
#[derive(Debug, Clone)]
pub struct HiddenField<'a> {
    pub name: &'a str,
    pub value: &'a str,
}

/// A submit button. An empty name sends nothing of its own.
#[derive(Debug, Clone)]
pub struct Button<'a> {
    pub name: &'a str,
    pub value: &'a str,
    pub label: &'a str,
    pub look: ButtonLook,
}

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonLook {
    Primary,
    Secondary,
}

/// One line of text.
pub fn text(field: &Field<'_>, autocomplete: Autocomplete) -> Markup {
    let autocomplete = match autocomplete {
        Autocomplete::Off => "off",
        Autocomplete::Name => "name",
        Autocomplete::Organization => "organization",
        Autocomplete::OneTimeCode => "one-time-code",
    };
    input(field, "text", autocomplete)
}

/// An email address.
pub fn email(field: &Field<'_>) -> Markup {
    input(field, "email", "email")
}

/// A password, which never comes back filled in.
pub fn password(field: &Field<'_>, asked: PasswordUse) -> Markup {
    let autocomplete = match asked {
        PasswordUse::Current => "current-password",
        PasswordUse::New => "new-password",
    };
    input(&Field { value: "", ..field.clone() }, "password", autocomplete)
}

/// Files, several at once. `accept` is what the file dialog offers: `.pdf,.png`.
pub fn file(field: &Field<'_>, accept: &str) -> Markup {
    let id = field.id();
    labelled(
        field,
        html! {
            input id=(id) name=(field.name) type="file" multiple accept=(accept)
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.describers()];
        },
    )
}

/// Several lines of text.
///
/// The line break before the value is not part of it: HTML drops the first one, which may be the visitor's.
pub fn textarea(field: &Field<'_>, rows: u32) -> Markup {
    let id = field.id();
    labelled(
        field,
        html! {
            textarea id=(id) name=(field.name) rows=(rows) dir="auto" required[field.need == Need::Required]
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.describers()]
                { "\n" (field.value) }
        },
    )
}

/// One choice from a list that starts with an empty one. `empty` is what that one says, such as `All`.
pub fn select(field: &Field<'_>, empty: &str, choices: &[Choice<'_>]) -> Markup {
    let id = field.id();
    labelled(
        field,
        html! {
            select id=(id) name=(field.name) required[field.need == Need::Required]
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.describers()] {
                (options(empty, choices, field.value))
            }
        },
    )
}

/// A box of its own; where it is checked, its value is `yes`.
pub fn checkbox(field: &Field<'_>) -> Markup {
    let id = field.id();
    html! {
        (error_line(id, field.error))
        div.choice {
            input id=(id) type="checkbox" name=(field.name) value="yes" checked[field.value == "yes"]
                aria-invalid=[field.error.map(|_| "true")]
                aria-describedby=[describers(id, &[("error", field.error.is_some())])];
            label for=(id) { (field.label) }
        }
    }
}

/// A field that is carried along and not shown.
pub fn hidden(field: &HiddenField<'_>) -> Markup {
    html! { input type="hidden" name=(field.name) value=(field.value); }
}

/// A submit button.
pub fn button(it: &Button<'_>) -> Markup {
    labelled_button(it, html! { (it.label) })
}

/// A submit button among others with the same words: whoever hears it hears also what it is about.
pub fn button_about(it: &Button<'_>, about: &str) -> Markup {
    labelled_button(it, html! { (it.label) span.hidden-visually { ": " (isolated(about)) } })
}

impl<'a> Field<'a> {
    fn id(&self) -> &'a str {
        self.id.unwrap_or(self.name)
    }

    fn describers(&self) -> Option<String> {
        let parts = [
            ("hint", self.hint.is_some()),
            ("limit", self.limit.is_some()),
            ("publicity", self.publicity.is_some()),
            ("error", self.error.is_some()),
        ];
        describers(self.id(), &parts)
    }
}

fn labelled_button(it: &Button<'_>, label: Markup) -> Markup {
    let class = match it.look {
        ButtonLook::Primary => "button",
        ButtonLook::Secondary => "button button-secondary",
    };
    html! {
        @if it.name.is_empty() { button class=(class) { (label) } }
        @else { button class=(class) name=(it.name) value=(it.value) { (label) } }
    }
}

fn input(field: &Field<'_>, kind: &str, autocomplete: &str) -> Markup {
    let id = field.id();
    let spellcheck = (kind != "text").then_some("false");
    labelled(
        field,
        html! {
            input id=(id) name=(field.name) type=(kind) value=(field.value) autocomplete=(autocomplete)
                spellcheck=[spellcheck] dir=[(kind == "text").then_some("auto")]
                required[field.need == Need::Required]
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.describers()];
        },
    )
}

fn labelled(field: &Field<'_>, control: Markup) -> Markup {
    let id = field.id();
    html! {
        div.field.field-wrong[field.error.is_some()] {
            label for=(id) { (field.label) }
            (hint(id, field.hint))
            @if let Some(limit) = field.limit {
                p.hint id={ (id) "--limit" } data-limit=(limit) { "Up to " (figure(i64::from(limit))) " characters" }
            }
            (publicity(id, field.publicity))
            (error_line(id, field.error))
            (control)
        }
    }
}
