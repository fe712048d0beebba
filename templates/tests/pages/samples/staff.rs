//! The pages of moderators, and the demonstration's mailbox.

use lectern_templates::entries::OnPaper;
use lectern_templates::form::{Choice, ErrorSummary};
use lectern_templates::mail_stop::{MailStopPage, mail_stop};
use lectern_templates::mailbox::{self, MailPage, MailRow, MailboxPage};
use lectern_templates::mails::Letter;
use lectern_templates::moderation::{
    self, Actor, AlreadyDecidedPage, AreaFilter, CommentPage, HistoryRow, Offered, OnPaperFacts,
    Piece, QueuePage, QueueRow, Replaced, ReplacedRow,
};
use lectern_templates::receipts::Change;
use lectern_templates::said::Who;
use lectern_templates::standing::Standing;
use maud::Markup;

use super::writing::{files, said};
use super::{TRACKING_NUMBER, Words, area, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let decided = AlreadyDecidedPage {
        tracking_number: TRACKING_NUMBER,
        actor: Actor::Moderator(words.name),
        at: received(),
        change: Change::Withheld,
        reason: Some("Off topic"),
        note: words.answer,
    };
    let mail = MailRow { id: 12, to: "ana@example.org", subject: words.name, at: received() };
    vec![
        ("queue", queue(words)),
        ("moderation-comment", moderation::show(&comment(words))),
        ("moderation-replaced", replaced_comment(words)),
        ("replaced-meanwhile", moderation::replaced_meanwhile(TRACKING_NUMBER, words.answer)),
        ("already-decided", moderation::already_decided(&decided)),
        (
            "mail-stop",
            mail_stop(&MailStopPage {
                address: "ana@example.org",
                token: "abc",
                is_stopped: false,
            }),
        ),
        (
            "mail-stopped",
            mail_stop(&MailStopPage { address: "ana@example.org", token: "abc", is_stopped: true }),
        ),
        ("mailbox", mailbox::list(&MailboxPage { mails: vec![mail] })),
        (
            "mail",
            mailbox::show(&MailPage {
                from: "Lectern <lectern@agency.example>",
                to: "ana@example.org",
                at: received(),
                letter: Letter {
                    subject: "Confirm your address",
                    footer: None,
                    text: "Hello Ana,\n\nOpen this link:\n\nhttp://127.0.0.1:8080/verify-email?token=abc\n\nBye",
                },
            }),
        ),
    ]
}

fn queue(words: &Words<'_>) -> Markup {
    let filter = |label, waiting, current| AreaFilter {
        label,
        href: "/moderation?area=x".to_owned(),
        waiting,
        current,
    };
    let row = |who, late| QueueRow {
        tracking_number: TRACKING_NUMBER,
        initiative_title: "Genesis Mission",
        area_title: "Safety and standards",
        received_at: received(),
        who,
        stance: Some("Oppose"),
        excerpt: words.body,
        late,
        replaced: late.then_some(ReplacedRow {
            version: 2,
            decided_version: 1,
            standing: Standing::Published,
        }),
    };
    moderation::queue(&QueuePage {
        moderator: words.name,
        waiting: 1,
        to_check: 3,
        areas: vec![filter("All areas", 1_180, false), filter("Safety and standards", 1, true)],
        rows: vec![
            row(Who::Named { name: words.name, organization: None }, true),
            row(Who::NotGiven, false),
        ],
        next_href: Some("?after=x"),
        first_href: None,
        notice: Some("LX7-4QK9-T2MB was published."),
    })
}

fn comment<'a>(words: &Words<'a>) -> CommentPage<'a> {
    let mut errors = ErrorSummary::none();
    errors.push("reason_code", "Choose a reason");
    let history = |actor, change, reason, note| HistoryRow {
        at: received(),
        actor,
        change,
        version: None,
        reason,
        note,
    };
    CommentPage {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        standing: Standing::Pending,
        received_at: received(),
        late: true,
        imported: true,
        on_paper: Some(OnPaperFacts {
            came: OnPaper { channel: "By post", signatories: 312 },
            href: "/entries/7".to_owned(),
            entered_by: words.name,
            checked_by: words.name,
            kept_at: Some(words.answer),
            scans: files(words),
        }),
        who: Who::Named { name: words.name, organization: Some(words.organization) },
        body: words.body,
        said: said(words),
        files: files(words),
        signals: vec!["The text has characters that cannot be seen."],
        replaced: None,
        history: vec![
            history(
                Actor::Moderator(words.name),
                Change::Withheld,
                Some("Off topic"),
                Some(words.answer),
            ),
            history(Actor::System, Change::Undone { back_to: Standing::Pending }, None, None),
        ],
        decision: 41,
        version: 1,
        offered: Offered {
            publish: true,
            withhold: true,
            undo: Some("Withheld"),
            nothing_because: None,
        },
        reason_codes: vec![
            Choice { value: "off_topic", label: "Off topic" },
            Choice { value: "personal", label: "Personal information" },
        ],
        reason_code: words.choice,
        note: words.answer,
        errors,
        notice: None,
    }
}

/// The same after its author replaced it.
fn replaced_comment(words: &Words<'_>) -> Markup {
    let replaced = Replaced {
        version: 2,
        sent_at: received(),
        decided_version: 1,
        changed: vec!["Organization", "Files"],
        body: vec![
            Piece::Same(words.name.to_owned()),
            Piece::Gone(words.answer.to_owned()),
            Piece::New(words.body.to_owned()),
        ],
        who: Who::Organization(words.organization),
        body_before: words.body,
        said_before: said(words),
        files_before: files(words),
    };
    let step = HistoryRow {
        at: received(),
        actor: Actor::Author,
        change: Change::Replaced,
        version: Some(2),
        reason: None,
        note: None,
    };
    moderation::show(&CommentPage {
        standing: Standing::Published,
        replaced: Some(replaced),
        history: vec![step],
        version: 2,
        errors: ErrorSummary::none(),
        ..comment(words)
    })
}
