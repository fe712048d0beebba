//! Every page of the site, with made-up but lifelike content.

mod account;
mod administration;
mod definitions;
mod entries;
mod figures;
mod following;
mod own_account;
mod periods;
mod public;
mod site;
mod staff;
mod writing;

use lectern_templates::period::{Period, PeriodState};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use lectern_templates::text::Moment;

/// What visitors typed, so that a test can type something else.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub name: &'a str,
    pub organization: &'a str,
    pub body: &'a str,
    pub answer: &'a str,
    pub choice: &'a str,
}

impl<'a> Words<'a> {
    pub fn calm() -> Self {
        Self {
            name: "Ana Whitcomb",
            organization: "Prairie State College",
            body: "We run two small clusters for twelve hundred students. When they are full, people wait for a week.\n\nA shared machine would help, if small colleges get a fair part of it.\nPlease publish how time is given out.",
            answer: "A near miss in a lab: the model read a pressure value in the wrong unit.",
            choice: "independent",
        }
    }

    pub fn all(text: &'a str) -> Self {
        Self { name: text, organization: text, body: text, answer: text, choice: text }
    }
}

/// Each page by name.
pub fn every_page(words: &Words<'_>) -> Vec<(&'static str, String)> {
    let pages = [
        public::pages(words),
        writing::pages(words),
        account::pages(words),
        own_account::pages(words),
        account::proofs(),
        staff::pages(words),
        entries::pages(words),
        administration::pages(words),
        definitions::pages(words),
        periods::pages(words),
        following::pages(words),
        site::pages(words),
    ];
    pages.into_iter().flatten().map(|(name, markup)| (name, markup.into_string())).collect()
}

fn initiative() -> InitiativeRef<'static> {
    InitiativeRef { slug: "genesis-mission", title: "Genesis Mission", demonstration: true }
}

fn area() -> Place<'static> {
    let area = AreaRef { slug: "safety-standards", title: "Safety and standards" };
    Place { initiative: initiative(), area: Some(area) }
}

fn at(machine: &str, words: &str) -> Moment {
    Moment { machine: machine.to_owned(), words: words.to_owned() }
}

fn received() -> Moment {
    at("2026-11-20T14:05:09-05:00", "November 20, 2026, 2:05 p.m. EST")
}

fn open() -> Period {
    Period {
        state: PeriodState::Open,
        opens_at: Some(at("2026-11-02T09:00:00-05:00", "November 2, 2026, 9:00 a.m. EST")),
        closes_at: Some(at("2027-01-15T23:59:00-05:00", "January 15, 2027, 11:59 p.m. EST")),
    }
}

const DIRECTION: &str =
    "Set common tests for advanced AI models that are used in high-risk fields.";
const TRACKING_NUMBER: &str = "LX7-4QK9-T2MB";
const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const PRIVACY: &str = "The agency asks for your comment to shape the Genesis Mission. Your comment, and the answers marked public, can be published.\n\nYour email address is used to send you receipts and news of your comment. It is never published.";
