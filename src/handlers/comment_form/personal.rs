//! What looks like personal data in the parts of a comment that will be public.

use lectern_templates::comment_form::PersonalHint;

use crate::domain::attribution::Attribution;
use crate::domain::personal_data;
use crate::domain::submission::Submission;
use crate::models::question::QuestionSet;

/// Each finding with the prompt under which it was typed, in the order of the form.
pub fn hints<'a>(submission: &'a Submission, set: &'a QuestionSet) -> Vec<PersonalHint<'a>> {
    let mut texts = vec![("Your comment", submission.body.as_str())];
    for answer in &submission.answers {
        let Some(question) = set.by_key(&answer.key).filter(|it| it.is_published()) else {
            continue;
        };
        let free = answer.value.as_str().filter(|_| !question.is_countable());
        let said = [free, answer.other.as_deref()].into_iter().flatten();
        texts.extend(said.map(|it| (question.prompt.as_str(), it)));
    }
    if submission.attribution != Attribution::Anonymous {
        texts.extend(submission.organization.as_deref().map(|it| ("Organization", it)));
    }
    texts.into_iter().flat_map(|(prompt, text)| in_text(prompt, text)).collect()
}

fn in_text<'a>(prompt: &'a str, text: &'a str) -> impl Iterator<Item = PersonalHint<'a>> {
    personal_data::find(text).into_iter().filter_map(move |it| {
        let looks_like = it.kind.words();
        Some(PersonalHint { found: text.get(it.span)?, looks_like, prompt })
    })
}
