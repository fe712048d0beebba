//! The pages of administrators.

use lectern_templates::administration::{
    self, AccountPage, AccountsPage, ActPage, ActRow, AreaRow, EventCodeRow, EventCodesPage,
    EventState, GivePage, GrantRow, HomePage, InvitationRow, InvitePage, MailFigures, MailPage,
    MailRow, Offered, ProposalPage, ProposalRow, ReasonCodePage, ReasonCodeRow, ReasonCodesPage,
    RecentAct, RoleFields, SitePage, StaffRow, Task, Then, TypedEvent, TypedReason,
};
use lectern_templates::form::{Choice, ErrorSummary};
use maud::Markup;

use super::{Words, area, open, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let mut wrong = ErrorSummary::none();
    wrong.push("until", "Write day and time in UTC, as in 2026-12-01 18:00.");
    vec![
        ("administration", home(words)),
        ("admin-accounts", accounts(words)),
        ("admin-account", account(words, Offered::All)),
        ("admin-own-account", account(words, Offered::Nothing)),
        ("admin-act", act(words)),
        ("admin-give", give(words)),
        ("admin-invite", invite(words)),
        ("admin-proposal", proposal(words)),
        ("admin-mail", mail()),
        ("event-codes", event_codes(words)),
        ("reason-codes", reason_codes(words)),
        ("reason-code", reason_code(words, "off_topic")),
        ("reason-code-other", reason_code(words, "other")),
        ("administration-site", site(words, ErrorSummary::none())),
        ("administration-site-wrong", site(words, wrong)),
    ]
}

fn home(words: &Words<'_>) -> Markup {
    let recent = |actor| RecentAct {
        at: received(),
        actor,
        act: "Changed a comment period",
        scope: Some("genesis-mission/research-funding"),
        reason: Some(words.answer),
    };
    let task = |path, title| Task { path, title, sentence: "Who may do what." };
    administration::home(&HomePage {
        administrator: words.name,
        tasks: vec![task("/admin/accounts", "Accounts"), task("/admin/mail", "Mail")],
        areas: vec![AreaRow {
            place: area(),
            period: open(),
            pending: 1_204,
            replaced: 3,
            oldest: Some("3 days".to_owned()),
            unconfirmed: 12,
            to_check: 2,
        }],
        acts: vec![recent(Some(words.name)), recent(None)],
        n_proposals: 2,
        mail: Some(MailFigures { waiting: 1_204, overdue: 3, undeliverable: 2 }),
        read_only: Some(words.answer),
        notice: Some(words.body),
    })
}

fn wrong(field: &str, message: &str) -> ErrorSummary {
    let mut errors = ErrorSummary::none();
    errors.push(field, message);
    errors
}

fn accounts(words: &Words<'_>) -> Markup {
    let row = |id, suspended: bool| StaffRow {
        id,
        display_name: words.name,
        email: "mo@example.org",
        roles: vec![
            "Moderator: Everything".to_owned(),
            "Analyst: Genesis Mission: Safety and standards".to_owned(),
        ],
        has_codes: !suspended,
        last_seen: (!suspended).then(received),
        suspended,
    };
    administration::accounts(&AccountsPage {
        staff: vec![row(1, false), row(2, true)],
        proposals: vec![ProposalRow {
            id: 4,
            display_name: words.name,
            role: "Administrator: Everything".to_owned(),
            until: received(),
        }],
        invitations: vec![InvitationRow {
            id: 5,
            display_name: words.name,
            email: "lin@example.org",
            role: "Moderator: Everything".to_owned(),
            until: received(),
        }],
        email: words.answer,
        ends_sessions: true,
        first_href: Some("/admin/accounts"),
        next_href: Some("/admin/accounts?after=2"),
        notice: Some("The invitation is taken back."),
        errors: wrong("email", "There is no account with this address"),
    })
}

fn account(words: &Words<'_>, offered: Offered) -> Markup {
    let act = |actor| ActRow {
        at: received(),
        actor,
        act: "Took a role away",
        role: Some("moderator"),
        scope: Some("genesis-mission"),
        reason: Some(words.answer),
    };
    let suspended = offered == Offered::Nothing;
    administration::account(&AccountPage {
        id: 7,
        display_name: words.name,
        email: "mo@example.org",
        suspended_at: suspended.then(received),
        has_codes: true,
        n_sessions: 2,
        last_seen: Some(received()),
        grants: vec![GrantRow {
            id: 3,
            role: "Moderator",
            scope: "Genesis Mission".to_owned(),
            since: received(),
        }],
        offered,
        acts: vec![act(Some(words.name)), act(None)],
        notice: Some("The role is given."),
    })
}

fn act(words: &Words<'_>) -> Markup {
    administration::act(&ActPage {
        title: "Suspend the account",
        whom: Some((words.name, "mo@example.org")),
        consequences: vec!["They cannot sign in.", "Comments stay as they are."],
        action: "/admin/accounts/7/suspend",
        button: "Suspend",
        back: "/admin/accounts/7",
        reason: words.answer,
        errors: wrong("reason", "Give the reason"),
    })
}

fn fields<'a>(words: &Words<'a>) -> RoleFields<'a> {
    RoleFields {
        role: words.choice,
        roles: vec![Choice { value: "moderator", label: "Moderator" }],
        scope: words.choice,
        scopes: vec![
            Choice { value: "everything", label: "Everything" },
            Choice { value: "genesis-mission", label: "Genesis Mission" },
        ],
        takes_two: true,
    }
}

fn give(words: &Words<'_>) -> Markup {
    administration::give(&GivePage {
        id: 7,
        display_name: words.name,
        email: "mo@example.org",
        fields: fields(words),
        errors: wrong("role", "Choose a role"),
    })
}

fn invite(words: &Words<'_>) -> Markup {
    administration::invite(&InvitePage {
        email: words.answer,
        display_name: words.name,
        fields: fields(words),
        valid_for: "72 hours",
        errors: wrong("email", "Write an address such as name@example.org"),
    })
}

fn proposal(words: &Words<'_>) -> Markup {
    administration::proposal(&ProposalPage {
        id: 4,
        display_name: words.name,
        email: "kim@example.org",
        role: "Administrator: Everything".to_owned(),
        proposed_by: words.name,
        proposed_at: received(),
        until: received(),
        can_agree: true,
    })
}

fn event_codes(words: &Words<'_>) -> Markup {
    let row = |id, state| EventCodeRow {
        id,
        name: words.name,
        code: Some("lusab-tomir-panok".to_owned()),
        per_minute: 600,
        from: received(),
        until: received(),
        state,
    };
    let mut errors = ErrorSummary::none();
    errors.push("valid_until", "Enter a day and a time, such as 2026-11-23 14:00.");
    administration::event_codes(&EventCodesPage {
        typed: TypedEvent {
            name: words.name,
            valid_from: "",
            valid_until: words.answer,
            per_minute: "600",
        },
        errors,
        notice: Some("The code was made."),
        zone: "America/New_York",
        rows: vec![row(3, EventState::ToCome), row(2, EventState::On), row(1, EventState::Over)],
    })
}

fn mail() -> Markup {
    let row = |id, then| MailRow {
        id,
        what: "Receipt",
        masked_recipient: "a•••@example.org".to_owned(),
        queued_at: received(),
        attempts: 3,
        last_error: Some("the mailbox is full (452)"),
        then,
    };
    administration::mail(&MailPage {
        waiting: 1_204,
        undeliverable: 2,
        oldest_waiting: Some(received()),
        state: "waiting",
        rows: vec![
            row(1, Then::TriedAt(received())),
            row(2, Then::GivenUp(received())),
            row(3, Then::Gone(received())),
        ],
        next_href: Some("/admin/mail?before=1".to_owned()),
        notice: Some("The mail is canceled."),
    })
}

fn reason_codes(words: &Words<'_>) -> Markup {
    let row = |code, retired| ReasonCodeRow { code, label: words.name, retired };
    administration::reason_codes(&ReasonCodesPage {
        reasons: vec![row("off_topic", false), row("obscenity", true)],
        code: words.choice,
        label: words.answer,
        errors: wrong("code", "There is a reason with this code already"),
        notice: Some("The reason is saved."),
    })
}

fn reason_code(words: &Words<'_>, code: &str) -> Markup {
    let states = match code {
        "other" => Vec::new(),
        _ => vec![Choice { value: "offered", label: "Yes" }],
    };
    administration::reason_code(&ReasonCodePage {
        code,
        title: words.name,
        typed: TypedReason { label: words.answer, place: "2", state: words.choice },
        places: vec![("1".to_owned(), "1 (as now)".to_owned())],
        states,
        seen: "ab",
        errors: wrong("label", "Say what the reason is"),
    })
}

fn site(words: &Words<'_>, errors: ErrorSummary) -> Markup {
    administration::site(&SitePage {
        done: Some("The notice is saved."),
        notice: words.body,
        levels: vec![("information", "Information"), ("warning", "Warning")],
        level: "warning",
        until: words.choice,
        read_only: errors.is_empty(),
        reason: words.answer,
        errors,
    })
}
