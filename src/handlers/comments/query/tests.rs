//! Stories about the queries of lists.

use super::*;
use crate::domain::question::{Question, QuestionKind, QuestionOption, Visibility};

fn rule() -> Question {
    let options = ["yes", "no"].map(|code| QuestionOption {
        code: code.to_owned(),
        label: code.to_owned(),
        exclusive: false,
    });
    Question {
        key: "rule".to_owned(),
        kind: QuestionKind::Ranking,
        prompt: "Which rule?".to_owned(),
        help: None,
        visibility: Visibility::Published,
        about_respondent: false,
        choose_up_to: None,
        max_chars: None,
        scale: None,
        options: options.into(),
    }
}

fn parse(query: &str) -> Result<ListQuery, BadParameter> {
    let respondent_kinds = vec!["company".to_owned()];
    ListQuery::parse(query, &Vocabulary { questions: vec![rule()], respondent_kinds })
}

#[test]
fn a_filter_is_read_back_from_its_own_link() {
    for query in [
        "stance=oppose&respondent_kind=company&received_on=2026-11-22&answers.rule=no",
        "stance=not_given&respondent_kind=not_given&answers.rule.no=2",
        "answers.rule=*",
    ] {
        let filter = parse(query).unwrap().filter;
        let link = crate::handlers::place::links::comments("", &filter);

        let link = link.trim_start_matches("/comments?");
        assert_eq!(link, query);
    }
}

#[test]
fn a_page_begins_after_the_last_comment_of_the_one_before() {
    let number = TrackingNumber::random();
    let received_on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

    let query = parse(&format!("after={}", after(received_on, &number))).unwrap();

    assert_eq!(query.after, Some(Position { received_on, tracking_number: number }));
}

#[test]
fn fields_left_empty_in_the_form_filter_nothing() {
    assert_eq!(parse("stance=&respondent_kind=&received_on=&after="), Ok(ListQuery::default()));
}

#[test]
fn what_makes_no_sense_is_named() {
    for (query, name) in [
        ("page=2", "page"),
        ("page=", "page"),
        ("=", ""),
        ("stance=maybe", "stance"),
        ("stance=oppose&stance=support", "stance"),
        ("stance=&stance=support", "stance"),
        ("stance=%FF", "stance"),
        ("respondent_kind=plumber", "respondent_kind"),
        ("respondent_kind=%00", "respondent_kind"),
        ("received_on=yesterday", "received_on"),
        ("received_on=0000-01-01", "received_on"),
        ("received_on=%2B10000-01-01", "received_on"),
        ("answers.rule=maybe", "answers.rule"),
        ("answers.rule.no=3", "answers.rule.no"),
        ("answers.unknown=yes", "answers.unknown"),
        ("answers.unknown", "answers.unknown"),
        ("after=2026-11-22", "after"),
        ("after=2026-11-22.ABCD-EFGH-JKMN", "after"),
        ("after=-0001-11-22.x", "after"),
    ] {
        assert_eq!(parse(query), Err(BadParameter(name.to_owned())), "{query}");
    }
}
