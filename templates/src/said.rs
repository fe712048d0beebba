//! What somebody answered, and who they are to the public: read-only views of one comment's parts.

use maud::{Markup, html};

use crate::text;

/// One prompt of the form with what was answered, in words.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    pub prompt: &'a str,
    pub answer: Answer<'a>,
    pub publicity: Publicity,
}

/// An answer in words: labels of options, never their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Nothing was given.
    None,
    /// One line: a choice, a point on a scale, a name.
    Line(&'a str),
    /// Several choices, in the order of the form.
    Choices(Vec<&'a str>),
    /// A ranking, the first place first; what is unranked is left out.
    Ranking(Vec<&'a str>),
    /// Text as the respondent wrote it.
    Text(&'a str),
}

/// Who gets to see an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publicity {
    /// It stands on the public page and in the dataset once the comment is published.
    Public,
    /// It is counted in tables only, never beside a comment.
    StatisticsOnly,
    /// It decides how something else is shown and is not shown itself.
    Private,
}

/// Who the public sees as the author of a comment.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    Named {
        name: &'a str,
        organization: Option<&'a str>,
    },
    Organization(&'a str),
    Anonymous,
    /// An imported comment that came without an author.
    NotGiven,
}

/// The author as a line of text.
pub fn who(it: Who<'_>) -> Markup {
    html! {
        @match it {
            Who::Named { name, organization: Some(organization) } => {
                (text::isolated(name)) ", " (text::isolated(organization))
            }
            Who::Named { name, organization: None } => { (text::isolated(name)) }
            Who::Organization(organization) => { (text::isolated(organization)) }
            Who::Anonymous => { "Anonymous" }
            Who::NotGiven => { "Author not given" }
        }
    }
}

/// An answer in words.
pub fn answer(it: &Answer<'_>) -> Markup {
    html! {
        @match it {
            Answer::None => { span.quiet { "Not answered" } }
            Answer::Line(line) => { (text::isolated(line)) }
            Answer::Choices(choices) => {
                @if choices.is_empty() { span.quiet { "Not answered" } }
                @else { ul.plain { @for choice in choices { li { (text::isolated(choice)) } } } }
            }
            Answer::Ranking(ranked) => {
                @if ranked.is_empty() { span.quiet { "Not answered" } }
                @else { ol { @for choice in ranked { li { (text::isolated(choice)) } } } }
            }
            Answer::Text(said) => { (text::said(said)) }
        }
    }
}

/// Prompts and answers as a description list, with who can see each.
pub fn list_with_publicity(said: &[Said<'_>]) -> Markup {
    html! {
        dl.answers {
            @for it in said {
                div {
                    dt { (it.prompt) }
                    dd { (answer(&it.answer)) p.publicity { (it.publicity.words()) } }
                }
            }
        }
    }
}

/// Prompts and answers as a description list, for moderators: what the public never sees is marked.
pub fn list_for_staff(said: &[Said<'_>]) -> Markup {
    html! {
        dl.answers {
            @for it in said {
                div {
                    dt { (it.prompt) }
                    dd {
                        (answer(&it.answer))
                        @if it.publicity != Publicity::Public { p.publicity { (it.publicity.words()) } }
                    }
                }
            }
        }
    }
}

/// Prompts and answers as a description list, for readers who see public answers only.
pub fn list(said: &[Said<'_>]) -> Markup {
    html! {
        dl.answers { @for it in said { div { dt { (it.prompt) } dd { (answer(&it.answer)) } } } }
    }
}

impl Publicity {
    /// What the form says beside a field.
    pub fn words(self) -> &'static str {
        match self {
            Self::Public => "Public if your comment is published.",
            Self::StatisticsOnly => "Never public. Used for statistics only.",
            Self::Private => "Not public.",
        }
    }
}
