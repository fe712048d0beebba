//! The pages that everybody reads.

use lectern_templates::areas::{self, AreaPage, Document, Outcome, PeriodEvent, PeriodEventKind};
use lectern_templates::comments::{
    self, ActiveFilter, CommentPage, CommentRow, ListPage, WithdrawnPage, WithheldPage,
};
use lectern_templates::entries::OnPaper;
use lectern_templates::error::{self, ErrorPage, LimitedFormPage};
use lectern_templates::event::{self, EventPage};
use lectern_templates::form::{Choice, ErrorSummary, HiddenField};
use lectern_templates::home::{self, HomePage, InitiativeCard};
use lectern_templates::initiatives::{self, AreaCard, Contact, InitiativePage};
use lectern_templates::period::{Period, PeriodState};
use lectern_templates::place::Place;
use lectern_templates::said::Who;
use lectern_templates::summary;
use maud::Markup;

use super::figures::summary_page;
use super::writing::{files, said};
use super::{DIRECTION, PRIVACY, TRACKING_NUMBER, Words, area, at, initiative, open, received};

const CONTACT: Contact<'static> =
    Contact { name: "Office of Public Comment", email: "comments@agency.example" };
const SUMMARY: &str = "How to test, check and manage the risk of advanced models in fields where a failure hurts people.";

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let place = area();
    vec![
        ("home", home()),
        ("home-empty", home::show(&HomePage { initiatives: Vec::new() })),
        ("initiative", initiative_page()),
        ("area", area_page()),
        ("comments", list(words, Place { initiative: initiative(), area: None })),
        ("comment", comment(words)),
        (
            "withheld",
            comments::withheld(&WithheldPage {
                place: Some(place),
                tracking_number: TRACKING_NUMBER,
                reason: "Personal information",
                day: at("2026-11-21", "November 21, 2026"),
            }),
        ),
        (
            "withdrawn",
            comments::withdrawn(&WithdrawnPage { place: None, tracking_number: TRACKING_NUMBER }),
        ),
        ("summary-area", summary::show(&summary_page(area()))),
        (
            "summary-initiative",
            summary::show(&summary_page(Place { initiative: initiative(), area: None })),
        ),
        (
            "error",
            error::page(&ErrorPage {
                retry_after: None,
                first: Some(("/event", "Enter the code")),
                ..failure()
            }),
        ),
        (
            "event",
            event::enter(&EventPage {
                event_code: words.name,
                errors: {
                    let mut errors = ErrorSummary::none();
                    errors.push("event_code", "An event code is three words.");
                    errors
                },
                notice: Some("Thank you."),
            }),
        ),
        (
            "limited",
            error::limited_form(&LimitedFormPage {
                error: ErrorPage { first: Some(("/sign-in", "Sign in")), ..failure() },
                action: "/initiatives/genesis-mission/safety-standards/comment",
                fields: vec![
                    HiddenField { name: "stance", value: "support" },
                    HiddenField { name: "body", value: words.body },
                ],
            }),
        ),
    ]
}

fn home() -> Markup {
    home::show(&HomePage {
        initiatives: vec![InitiativeCard {
            slug: "genesis-mission",
            title: "Genesis Mission",
            summary: "A national program to speed up research and development of artificial intelligence. Comment on any of its seven areas.",
            demonstration: true,
            areas: 7,
            areas_open: 6,
            received: 7_754,
            published: 1,
        }],
    })
}

fn initiative_page() -> Markup {
    let closed = Period { state: PeriodState::Closed, ..open() };
    let card = |slug, title, period| AreaCard {
        slug,
        title,
        summary: SUMMARY,
        period,
        received: 1_234,
        published: 1_002,
    };
    initiatives::show(&InitiativePage {
        initiative: initiative(),
        summary: SUMMARY,
        description: "The Genesis Mission is a national program to speed up research in artificial intelligence. Its sponsors compare its size with the space race.\n\nComments are taken on seven areas. Each has its own page, questions and closing day.",
        contact: CONTACT,
        docket_number: Some("GM-2026-0001"),
        agency_id: Some("DOE"),
        omb_control_number: None,
        paperwork_basis: Some("No agency collects these answers."),
        areas: vec![
            card("federal-coordination", "Federal coordination", open()),
            card("research-funding", "Research funding and national laboratories", open()),
            card("safety-standards", "Safety and standards", closed),
        ],
        privacy_notice: PRIVACY,
        moderation_policy: "A moderator reads every comment. A comment is withheld only for one of the listed reasons, and its author is told which.",
        received: 7_754,
        published: 6_890,
    })
}

fn area_page() -> Markup {
    areas::show(&AreaPage {
        place: area(),
        summary: SUMMARY,
        background: "Advanced models are used in energy, health care and finance. When they fail there, people can be hurt.\n\nToday each field has its own tests, or none.",
        stated_direction: DIRECTION,
        documents: vec![Document {
            title: "Background paper on testing",
            href: "/static/paper.pdf",
            note: Some("PDF, 12 pages"),
        }],
        period: open(),
        events: vec![
            PeriodEvent {
                kind: PeriodEventKind::Opened,
                at: at("2026-11-02T09:00:00-05:00", "November 2, 2026, 9:00 a.m. EST"),
                noted_at: at("2026-10-20T09:00:00-04:00", "October 20, 2026, 9:00 a.m. EDT"),
                reason: "The notice was published.",
            },
            PeriodEvent {
                kind: PeriodEventKind::Extended,
                at: at("2027-01-15T23:59:00-05:00", "January 15, 2027, 11:59 p.m. EST"),
                noted_at: at("2026-12-01T09:00:00-05:00", "December 1, 2026, 9:00 a.m. EST"),
                reason: "Several groups asked for more time over the holidays.",
            },
        ],
        outcomes: vec![Outcome {
            title: "The plan is changed in two places",
            body: "Small colleges get a fixed part of the time.\n\nThe rest stays as it was.",
            url: Some("https://agency.example/answer"),
            published_at: at("2027-03-01T09:00:00-05:00", "March 1, 2027, 9:00 a.m. EST"),
        }],
        received: 1_234,
        published: 1_002,
        contact: CONTACT,
    })
}

fn list(words: &Words<'_>, place: Place<'_>) -> Markup {
    let row = |who, late| CommentRow {
        tracking_number: TRACKING_NUMBER,
        who,
        stance: Some("Support, with changes"),
        respondent_kind: Some("Academic or research institution"),
        received: at("2026-11-20", "November 20, 2026"),
        excerpt: words.body,
        late,
        on_paper: Some(OnPaper { channel: "On paper", signatories: 312 }),
        area_title: Some("Safety and standards"),
    };
    comments::list(&ListPage {
        place,
        stances: vec![
            Choice { value: "support", label: "Support" },
            Choice { value: "oppose", label: "Oppose" },
        ],
        stance: "support",
        respondent_kinds: vec![Choice { value: "individual", label: "Individual" }],
        respondent_kind: words.choice,
        sources: vec![Choice { value: "staff", label: "Entered by staff" }],
        source: words.choice,
        kept: vec![HiddenField { name: "day", value: "2026-11-20" }],
        active: vec![
            ActiveFilter { words: "Stance: Support", remove_href: "?day=2026-11-20".to_owned() },
            ActiveFilter {
                words: "Day: November 20, 2026",
                remove_href: "?stance=support".to_owned(),
            },
        ],
        matching: Some("1,002 comments"),
        rows: vec![
            row(Who::Named { name: words.name, organization: Some(words.organization) }, false),
            row(Who::Anonymous, true),
            row(Who::Organization(words.organization), false),
        ],
        next_href: Some("?before=abc"),
        first_href: Some("?"),
        csv_href: "/initiatives/genesis-mission/comments.csv?stance=support",
    })
}

fn comment(words: &Words<'_>) -> Markup {
    comments::show(&CommentPage {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        who: Who::Named { name: words.name, organization: Some(words.organization) },
        stance: Some("Support, with changes"),
        respondent_kind: Some("Academic or research institution"),
        received: received(),
        late: true,
        replaced: Some((2, received())),
        imported: false,
        on_paper: Some(OnPaper { channel: "At a hearing", signatories: 1 }),
        body: words.body,
        said: said(words),
        files: files(words),
    })
}

fn failure() -> ErrorPage<'static> {
    ErrorPage {
        status: 429,
        title: "Too many requests",
        message: "You sent a lot of forms in a short time.",
        request_id: "01JD7S0V9Q",
        retry_after: Some(45),
        first: None,
    }
}
