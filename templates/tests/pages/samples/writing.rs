//! The pages of somebody who comments.

use lectern_templates::attachments::FileRef;
use lectern_templates::comment_form::{
    self, AlreadySent, AnswerOption, CheckPage, CommentForm, DraftFileRow, FilesPage, InSteps,
    OtherDraft, PersonalHint, Question, QuestionKind, ReplacedComment, Step, Typed, Visitor,
    WaitingComment, YourAddressPage,
};
use lectern_templates::comments::CommentRow;
use lectern_templates::form::{Choice, ErrorSummary, HiddenField, Need};
use lectern_templates::receipts::{
    self, Arrival, Change, OwnCommentPage, PathStep, ReceiptPage, Replace, VersionRow, WaitingPage,
};
use lectern_templates::said::{Answer, Publicity, Said, Who};
use lectern_templates::standing::Standing;
use maud::Markup;

use super::{DIGEST, DIRECTION, PRIVACY, TRACKING_NUMBER, Words, area, open, received};

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    let fields = vec![
        HiddenField { name: "stance", value: "support" },
        HiddenField { name: "body", value: words.body },
    ];
    let check = CheckPage {
        place: area(),
        action: "/initiatives/genesis-mission/safety/comment",
        replaces: None,
        visitor: Visitor::SignedOut,
        period: open(),
        stated_direction: DIRECTION,
        privacy_notice: PRIVACY,
        omb_control_number: Some("0000-0000"),
        said: everything_said(words),
        files: files(words),
        personal: vec![
            PersonalHint {
                found: words.name,
                looks_like: "an email address",
                prompt: "Your comment",
            };
            13
        ],
        understood: vec![
            "In “What matters most?” you left a place empty. We keep the order shown below."
                .to_owned(),
        ],
        others: vec![CommentRow {
            tracking_number: "K7QM-2XWR-9TCD",
            who: Who::Organization(words.organization),
            stance: Some("Oppose"),
            respondent_kind: None,
            received: received(),
            excerpt: words.body,
            late: false,
            on_paper: None,
            area_title: None,
        }],
        steps: vec![
            (Step::Comment, "/comment?step=1".to_owned()),
            (Step::AboutYou, "/comment?step=2".to_owned()),
        ],
        fields,
        notice: None,
    };
    let fresh = CommentForm {
        stance: "",
        body: "",
        organization: "",
        respondent_kind: "",
        attribution: "named",
        files: Vec::new(),
        errors: ErrorSummary::none(),
        visitor: Visitor::SignedOut,
        saved: None,
        questions: questions(&Words::all(""), &[]),
        ..form(words)
    };
    let newer = Some(OtherDraft { saved_at: received(), said: everything_said(words) });
    vec![
        ("comment-form-new", comment_form::form(&fresh)),
        ("comment-form", comment_form::form(&form(words))),
        ("step-1", comment_form::form(&in_step(words, Step::Comment, 1))),
        ("step-2", comment_form::form(&in_step(words, Step::Questions, 2))),
        ("step-3", comment_form::form(&in_step(words, Step::AboutYou, 3))),
        (
            "other-draft",
            comment_form::form(&CommentForm {
                other_draft: newer,
                errors: ErrorSummary::none(),
                ..form(words)
            }),
        ),
        (
            "already-sent",
            comment_form::form(&CommentForm {
                already_sent: Some(AlreadySent { tracking_number: "K7QM-2XWR-9TCD" }),
                errors: ErrorSummary::none(),
                ..form(words)
            }),
        ),
        (
            "sent-and-waiting",
            comment_form::form(&CommentForm {
                waits: Some(WaitingComment { tracking_number: TRACKING_NUMBER }),
                errors: ErrorSummary::none(),
                ..form(words)
            }),
        ),
        (
            "replacing",
            comment_form::form(&CommentForm {
                action: "/account/comments/LX7-4QK9-T2MB/replace",
                replaces: Some(ReplacedComment { tracking_number: TRACKING_NUMBER, version: 1 }),
                errors: ErrorSummary::none(),
                ..form(words)
            }),
        ),
        ("check", comment_form::check(&check)),
        (
            "check-replacing",
            comment_form::check(&CheckPage { replaces: Some(TRACKING_NUMBER), ..check }),
        ),
        ("files-none", comment_form::files(&files_page(Vec::new(), &[]))),
        (
            "files",
            comment_form::files(&files_page(
                files(words),
                &["cat.gif: Files that end in .gif are not accepted."],
            )),
        ),
        (
            "files-full",
            comment_form::files(&FilesPage { most_files: 2, ..files_page(files(words), &[]) }),
        ),
        (
            "your-address",
            comment_form::your_address(&YourAddressPage {
                place: area(),
                display_name: words.name,
                email: words.name,
                fields: vec![HiddenField { name: "body", value: words.body }],
                waits_for: "72 hours",
                errors: {
                    let mut errors = ErrorSummary::none();
                    errors.push("email", "Enter an address like name@example.org.");
                    errors
                },
                notice: Some("Too many comments were sent from your address."),
            }),
        ),
        (
            "waiting-receipt",
            receipts::waiting(&WaitingPage {
                place: area(),
                tracking_number: TRACKING_NUMBER,
                received_at: received(),
                late: true,
                email: words.name,
                holds_until: received(),
                digest: DIGEST,
                canonical_href: "/account/comments/LX7-4QK9-T2MB.json",
                files: files(words),
                has_mailbox: true,
                asked_again: true,
            }),
        ),
        ("receipt", receipts::show(&receipt(words))),
        (
            "receipt-of-a-version",
            receipts::show(&ReceiptPage {
                version: 2,
                replaced_at: Some(received()),
                arrival: Arrival::Before,
                ..receipt(words)
            }),
        ),
        ("own-comment", receipts::own_comment(&own_comment(words))),
        (
            "own-comment-replaced",
            receipts::own_comment(&OwnCommentPage {
                standing: Standing::Published,
                decided_version: Some(1),
                versions: [1, 2].map(|version| VersionRow { version, sent_at: received() }).into(),
                replace: Replace::Late,
                ..own_comment(words)
            }),
        ),
    ]
}

fn receipt<'a>(words: &Words<'a>) -> ReceiptPage<'a> {
    ReceiptPage {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        received_at: received(),
        version: 1,
        replaced_at: None,
        late: true,
        digest: DIGEST,
        canonical_href: "/account/comments/LX7-4QK9-T2MB.json",
        who: Who::Organization(words.organization),
        body: words.body,
        said: said(words),
        files: files(words),
        arrival: Arrival::Now,
    }
}

pub fn files<'a>(words: &Words<'a>) -> Vec<FileRef<'a>> {
    vec![
        FileRef { name: words.name, kind: "PDF", bytes: 1_300_000, href: None },
        FileRef {
            name: "A scan with a name that goes on and on, without a break of any kind.jpg",
            kind: "JPEG image",
            bytes: 2_000,
            href: Some("/comments/LX7-4QK9-T2MB/files/2".to_owned()),
        },
    ]
}

fn files_page<'a>(files: Vec<FileRef<'a>>, wrong: &[&'static str]) -> FilesPage<'a> {
    let mut errors = ErrorSummary::none();
    wrong.iter().for_each(|it| errors.push("files", *it));
    FilesPage {
        place: area(),
        form: "/initiatives/genesis-mission/safety/comment",
        files: (1..).zip(files).map(|(id, file)| DraftFileRow { id, file }).collect(),
        most_files: 20,
        most_bytes: 10 << 20,
        accept: ".pdf,.png",
        errors,
        notice: Some("The file is taken away."),
    }
}

pub fn said<'a>(words: &Words<'a>) -> Vec<Said<'a>> {
    let public = |prompt, answer| Said { prompt, answer, publicity: Publicity::Public };
    vec![
        public(
            "Should advanced AI models be tested before they are released?",
            Answer::Line("Yes, required only for high-risk uses"),
        ),
        public(
            "If models are tested, who should do it?",
            Answer::Choices(vec!["Independent paid auditors", words.choice]),
        ),
        public(
            "In which fields should common tests come first, if anywhere?",
            Answer::Ranking(vec!["Health care", "Transport"]),
        ),
        public("Describe a failure that a test could have caught.", Answer::Text(words.answer)),
        public("Name a standard that works well today.", Answer::None),
        Said {
            prompt: "How many people work there?",
            answer: Answer::Line("10-49"),
            publicity: Publicity::StatisticsOnly,
        },
    ]
}

fn everything_said<'a>(words: &Words<'a>) -> Vec<Said<'a>> {
    let mut all = vec![
        Said {
            prompt: "What do you think of this direction?",
            answer: Answer::Line("Support, with changes"),
            publicity: Publicity::Public,
        },
        Said {
            prompt: "Your comment",
            answer: Answer::Text(words.body),
            publicity: Publicity::Public,
        },
        Said {
            prompt: "Organization",
            answer: Answer::Line(words.organization),
            publicity: Publicity::Public,
        },
    ];
    all.extend(said(words));
    all
}

fn form<'a>(words: &Words<'a>) -> CommentForm<'a> {
    let mut errors = ErrorSummary::none();
    errors.push("stance", "Choose one of the answers, or none");
    errors.push("body", "Write your comment");
    errors.push("answers.testing_rule.other", "Use 200 characters or fewer");
    errors.push("answers.tester", "Choose up to 2");
    errors.push("answers.first_sectors", "Give each place to one field only");
    errors.push("answers.first_sectors.health", "Choose a place from 1 to 6");
    errors.push("answers.existing_standard", "Use 300 characters or fewer");
    errors.push("files", "These are 22 files; 20 can go with a comment. Take some away.");
    errors.push("organization", "Give the organization, or choose another way to be shown");
    CommentForm {
        place: area(),
        action: "/initiatives/genesis-mission/safety/comment",
        replaces: None,
        visitor: Visitor::SignedIn { display_name: words.name },
        period: open(),
        stated_direction: DIRECTION,
        privacy_notice: PRIVACY,
        omb_control_number: None,
        submission_key: "8b9c1a52",
        writer: "5ea15ea15ea15ea1",
        revision: 3,
        question_set: 1,
        in_steps: None,
        stances: vec![
            Choice { value: "support", label: "Support" },
            Choice { value: "support_with_changes", label: "Support, with changes" },
            Choice { value: "oppose", label: "Oppose" },
        ],
        attributions: vec![
            Choice { value: "named", label: "With my name" },
            Choice { value: "organization", label: "With my organization only" },
            Choice { value: "anonymous", label: "Anonymous" },
        ],
        stance: "support_with_changes",
        body: words.body,
        questions: questions(words, &[("health", "1"), ("transport", "7")]),
        respondent_kinds: vec![
            Choice { value: "individual", label: "Individual" },
            Choice { value: "academic", label: "Academic or research institution" },
        ],
        respondent_kind: words.choice,
        organization: words.organization,
        attribution: "organization",
        files: files(words),
        errors,
        saved: Some(received()),
        other_draft: None,
        notice: None,
        already_sent: None,
        waits: None,
    }
}

fn in_step<'a>(words: &Words<'a>, step: Step, number: usize) -> CommentForm<'a> {
    let mut errors = ErrorSummary::none();
    errors.push_elsewhere("/comment?step=4&mend=1".to_owned(), "organization", "Shorten this");
    CommentForm {
        in_steps: Some(InSteps { step, number, of: 4 }),
        errors: if step == Step::Questions { errors } else { ErrorSummary::none() },
        ..form(words)
    }
}

pub fn questions<'a>(words: &Words<'a>, places: &[(&'a str, &'a str)]) -> Vec<Question<'a>> {
    let option = |value, label| AnswerOption { value, label };
    let other = option("other", "Something else (say what)");
    let not_sure = option("not_sure", "Not sure or no view");
    let question = |key, prompt, kind, typed| Question {
        key,
        prompt,
        hint: None,
        warning: None,
        publicity: Publicity::Public,
        need: Need::Optional,
        kind,
        typed,
    };
    let one = |value| Typed { values: vec![value], ..Typed::default() };
    let rules = vec![
        option("law", "Yes, required by law for all advanced models"),
        option("high_risk", "Yes, required only for high-risk uses"),
        option("voluntary", "Testing should be voluntary"),
        option("none", "No federal role in testing"),
        other,
        not_sure,
    ];
    let testers = vec![
        option("developer", "The developer"),
        option("government", "A government body"),
        option("independent", "Independent paid auditors"),
        other,
        not_sure,
    ];
    let sectors = vec![
        option("energy", "Energy and water"),
        option("finance", "Banking and insurance"),
        option("health", "Health care"),
        option("jobs", "Hiring and work"),
        option("public_services", "Public services"),
        option("transport", "Transport"),
    ];
    vec![
        question(
            "testing_rule",
            "Should advanced AI models be tested before they are released?",
            QuestionKind::SingleChoice { options: rules },
            Typed { values: vec!["other"], other: words.answer, places: Vec::new() },
        ),
        question(
            "tester",
            "If models are tested, who should do it?",
            QuestionKind::MultipleChoice { options: testers, choose_up_to: Some(2) },
            Typed { values: vec!["developer", words.choice], ..Typed::default() },
        ),
        Question {
            warning: Some("Do not describe a weakness in enough detail to use it."),
            ..question(
                "safety_case",
                "Describe a failure, or a near miss, that a test could have caught, or a test that did not help.",
                QuestionKind::LongText { max_characters: 3_000 },
                one(words.answer),
            )
        },
        question(
            "first_sectors",
            "In which fields should common tests come first, if anywhere?",
            QuestionKind::Ranking { options: sectors },
            Typed { places: places.to_vec(), ..Typed::default() },
        ),
        question(
            "rules_effect",
            "What would clear federal testing rules do to new products in your field?",
            QuestionKind::Scale {
                low: "Slow them a lot",
                middle: "No effect",
                high: "Help them a lot",
                not_sure: Some(not_sure),
            },
            one("3"),
        ),
        Question {
            hint: Some("In any field."),
            ..question(
                "existing_standard",
                "Name a standard or test that works well today.",
                QuestionKind::ShortText { max_characters: 300 },
                one(words.answer),
            )
        },
        Question {
            publicity: Publicity::StatisticsOnly,
            ..question(
                "company_size",
                "How many people work there?",
                QuestionKind::SingleChoice {
                    options: vec![option("s1", "1-9"), option("s2", "10-49")],
                },
                one("s2"),
            )
        },
    ]
}

fn own_comment<'a>(words: &Words<'a>) -> OwnCommentPage<'a> {
    let step =
        |change, reason, note| PathStep { at: received(), change, version: Some(1), reason, note };
    OwnCommentPage {
        place: area(),
        tracking_number: TRACKING_NUMBER,
        standing: Standing::Withheld,
        decided_version: None,
        received_at: received(),
        late: false,
        who: Who::Organization(words.organization),
        body: words.body,
        said: said(words),
        files: files(words),
        path: vec![
            step(Change::Published, None, None),
            step(Change::Undone { back_to: Standing::Pending }, None, None),
            step(
                Change::Withheld,
                Some("Personal information"),
                Some("The text names a patient. Please send it again without the name."),
            ),
        ],
        versions: vec![VersionRow { version: 1, sent_at: received() }],
        replace: Replace::ToMend(received()),
        digest: DIGEST,
        canonical_href: "/account/comments/LX7-4QK9-T2MB.json",
    }
}
