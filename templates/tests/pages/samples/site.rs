//! The site about itself.

use lectern_templates::site::{
    self, AccessibilityPage, ContactPage, HelpPage, InitiativeContact, Operator, Periods,
    PrivacyPage,
};
use maud::Markup;

use super::Words;

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let periods = periods();
    let unset = Operator {
        name: "",
        contact: "",
        postal_address: "",
        privacy_contact: "",
        accessibility_contact: "",
        security_contact: "",
    };
    let operator = Operator {
        name: words.organization,
        contact: "ask@agency.example",
        postal_address: words.answer,
        privacy_contact: "privacy@agency.example",
        accessibility_contact: "access@agency.example",
        security_contact: "mailto:security@agency.example",
    };
    let initiatives = vec![InitiativeContact {
        slug: "genesis-mission",
        title: "Genesis Mission",
        agency: words.name,
        contact: "comments@agency.example",
    }];
    let privacy = PrivacyPage {
        operator,
        words: words.body,
        initiatives: initiatives.clone(),
        periods: &periods,
    };
    vec![
        ("help", site::help(&HelpPage { operator, periods: &periods })),
        ("contact", site::contact(&ContactPage { operator, initiatives })),
        ("contact-unset", site::contact(&ContactPage { operator: unset, initiatives: Vec::new() })),
        ("privacy", site::privacy(&privacy)),
        ("accessibility", site::accessibility(&AccessibilityPage { operator, words: words.body })),
    ]
}

fn periods() -> Periods {
    let words = |it: &str| it.to_owned();
    Periods {
        idle: words("60 minutes"),
        absolute: words("24 hours"),
        staff_idle: words("15 minutes"),
        staff_absolute: words("12 hours"),
        registration: words("24 hours"),
        waiting: words("72 hours"),
        sign_in_link: words("30 minutes"),
        drafts: words("30 days"),
        mails: words("30 days"),
    }
}
