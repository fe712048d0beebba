//! The answers to the published questions that can be counted.

use lectern_templates::figures::{Cell, CrossRow, CrossTable, Tally};
use lectern_templates::summary::{QuestionAnswers, QuestionFigure};

use super::tallied::Tallied;
use crate::domain::public_filter::{ANY, AnswerFilter, PublicFilter};
use crate::domain::question::{NOT_SURE, Question, QuestionKind};
use crate::handlers::place::labels;
use crate::models::figure::{Figures, answers_to};
use crate::models::question::QuestionSet;

const ANY_PLACE: &str = "Any place";

/// A question that is counted, with what its tables say at their sides.
#[derive(Debug)]
pub struct Asked<'a> {
    question: &'a Question,
    subject: String,
    /// Codes and their labels: what is offered first, then what only older versions offered.
    codes: Vec<(String, String)>,
    /// The places of a ranking: one for each code.
    places: Vec<String>,
}

impl<'a> Asked<'a> {
    /// The questions that all of these sets ask alike; all of one set's, where there is one.
    pub fn alike(sets: &'a [QuestionSet], figures: &Figures) -> Vec<Self> {
        let Some((first, others)) = sets.split_first() else { return Vec::new() };
        let in_all = |question: &&Question| {
            others
                .iter()
                .all(|it| it.by_key(&question.key).is_some_and(|it| is_alike(it, question)))
        };
        first
            .iter()
            .filter(|it| it.is_countable() && it.is_published())
            .filter(in_all)
            .map(|question| Self::new(question, figures))
            .collect()
    }

    fn new(question: &'a Question, figures: &Figures) -> Self {
        let subject = answers_to(&question.key);
        let mut codes = offered(question);
        for counted in figures.buckets(&subject) {
            if !codes.iter().any(|it| it == counted) {
                codes.push(counted.to_owned());
            }
        }
        let places = (1..=codes.len()).map(|it| it.to_string()).collect();
        let labelled = |code: String| {
            let label = labels::answer(question, &code);
            (code, label)
        };
        Self { question, subject, codes: codes.into_iter().map(labelled).collect(), places }
    }

    /// What was answered.
    pub fn figure(&self, it: &Tallied<'_>) -> QuestionFigure<'_> {
        QuestionFigure {
            key: &self.question.key,
            prompt: &self.question.prompt,
            // The empty bucket counts the comments that answered at all.
            answered: it.cell(it.figures.n(&self.subject, ""), self.chose(ANY)),
            answers: match self.question.kind {
                QuestionKind::Ranking => QuestionAnswers::Ranking(self.ranking(it)),
                QuestionKind::MultipleChoice => QuestionAnswers::MultipleChoice(self.tallies(it)),
                QuestionKind::Scale => QuestionAnswers::Scale(self.tallies(it)),
                _ => QuestionAnswers::SingleChoice(self.tallies(it)),
            },
        }
    }

    fn tallies(&self, it: &Tallied<'_>) -> Vec<Tally<'_>> {
        self.codes
            .iter()
            .map(|(code, label)| {
                it.tally(label, it.figures.n(&self.subject, code), self.chose(code))
            })
            .collect()
    }

    /// A row for each option, a column for each place, and their sum: in how many rankings it stands at all.
    fn ranking(&self, it: &Tallied<'_>) -> CrossTable<'_> {
        let columns = self.places.iter().map(String::as_str).chain([ANY_PLACE]);
        CrossTable {
            row_heading: "Option",
            columns: columns.collect(),
            rows: self
                .codes
                .iter()
                .map(|(code, label)| CrossRow { label, cells: self.cells(it, code) })
                .collect(),
        }
    }

    fn cells(&self, it: &Tallied<'_>, code: &str) -> Vec<Cell> {
        let in_place = self.places.iter().map(|place| {
            it.cell(it.figures.split(&self.subject, code, place), self.ranked(code, place))
        });
        let anywhere = it.cell(it.figures.n(&self.subject, code), self.chose(code));
        in_place.chain([anywhere]).collect()
    }

    fn chose(&self, code: &str) -> Option<PublicFilter> {
        AnswerFilter::for_code(self.question, code).map(filter)
    }

    fn ranked(&self, code: &str, place: &str) -> Option<PublicFilter> {
        AnswerFilter::for_place(self.question, code, place.parse().ok()?).map(filter)
    }
}

/// Only what is offered in the same codes can be added up, and be found by one filter.
fn is_alike(one: &Question, other: &Question) -> bool {
    one.kind == other.kind && one.is_published() && offered(one) == offered(other)
}

/// The codes that can be answered now.
fn offered(question: &Question) -> Vec<String> {
    let options = question.options.iter().map(|it| it.code.clone());
    let Some(scale) = &question.scale else { return options.collect() };
    let not_sure = scale.not_sure.as_ref().map(|_| NOT_SURE.to_owned());
    (1..=5).map(|it: u8| it.to_string()).chain(not_sure).collect()
}

fn filter(answer: AnswerFilter) -> PublicFilter {
    PublicFilter { answer: Some(answer), ..PublicFilter::default() }
}
