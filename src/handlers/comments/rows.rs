//! Published comments as rows of a list, and what a row has in common with the comment's own page.

use chrono_tz::Tz;
use lectern_templates::comments::CommentRow;
use lectern_templates::entries::OnPaper;
use lectern_templates::said::Who;
use lectern_templates::text::Moment;

use crate::domain::attribution::Attribution;
use crate::domain::standing::Source;
use crate::handlers::place::Scope;
use crate::models::public_comment::PublicComment;
use crate::models::respondent_kind::{self, RespondentKind};
use crate::moments;

const N_EXCERPT_CHARS: usize = 300;

/// A comment with its beginning cut out.
pub struct Excerpted {
    comment: PublicComment,
    excerpt: String,
}

impl From<PublicComment> for Excerpted {
    fn from(comment: PublicComment) -> Self {
        Self { excerpt: excerpt(&comment.body), comment }
    }
}

/// A row of the list; that of a whole initiative names the area.
pub fn row<'a>(it: &'a Excerpted, scope: &'a Scope, kinds: &'a [RespondentKind]) -> CommentRow<'a> {
    let area = scope.areas.iter().find(|area| area.id == it.comment.area_id);
    CommentRow {
        area_title: area.filter(|_| scope.area.is_none()).map(|it| it.title.as_str()),
        ..row_in_area(it, scope.initiative.zone(), kinds)
    }
}

/// The same where the area is plain.
pub fn row_in_area<'a>(it: &'a Excerpted, zone: Tz, kinds: &'a [RespondentKind]) -> CommentRow<'a> {
    let comment = &it.comment;
    CommentRow {
        tracking_number: comment.tracking_number.as_str(),
        who: who(comment),
        stance: comment.stance.map(|it| it.label()),
        respondent_kind: kind(comment, kinds),
        received: received(comment, zone),
        excerpt: &it.excerpt,
        late: comment.late,
        on_paper: on_paper(comment),
        area_title: None,
    }
}

/// Who the public sees as the author.
pub fn who(it: &PublicComment) -> Who<'_> {
    let organization = it.organization.as_deref();
    match (it.attribution, it.display_name.as_deref(), organization) {
        (Attribution::Named, Some(name), _) => Who::Named { name, organization },
        (Attribution::Organization, _, Some(organization)) => Who::Organization(organization),
        // Nobody asked for this: whoever imported the comment had no name.
        _ if it.source == Source::Import => Who::NotGiven,
        _ => Who::Anonymous,
    }
}

/// The kind of respondent, in words.
pub fn kind<'a>(it: &'a PublicComment, kinds: &'a [RespondentKind]) -> Option<&'a str> {
    it.respondent_kind.as_deref().map(|code| respondent_kind::label_of(kinds, code))
}

/// How it came, where it did not come through the site.
pub fn on_paper(it: &PublicComment) -> Option<OnPaper<'static>> {
    let channel = it.channel?.label();
    Some(OnPaper { channel, signatories: it.signatories.into() })
}

/// The time of receipt, or the day where that is all that is public.
pub fn received(it: &PublicComment, zone: Tz) -> Moment {
    it.received_at.map_or_else(|| moments::day(it.received_on), |at| moments::moment(at, zone))
}

fn excerpt(body: &str) -> String {
    let mut excerpt: String = body.chars().take(N_EXCERPT_CHARS).collect();
    if excerpt.len() < body.len() {
        excerpt.push('…');
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_characters_and_says_that_it_is_cut() {
        assert_eq!(excerpt("short"), "short");
        assert_eq!(excerpt(&"é".repeat(300)), "é".repeat(300));
        assert_eq!(excerpt(&"é".repeat(301)), "é".repeat(300) + "…");
    }
}
