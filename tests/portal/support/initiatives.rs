//! What the stories are about: the plan for a harbor, and the initiative that ships with the program.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use lectern::domain::definition::{InitiativeDefinition, parse};
use lectern::models::audit::Actor;
use lectern::models::definition::{ChangedSince, apply};

use super::{Form, TestApp};

/// The area with a question of each kind.
pub const AREA: &str = "harbor/bridge";
/// Where its form is found.
pub const FORM: &str = "/initiatives/harbor/bridge/comment";
/// The area with the question that every area asks, and no other.
pub const OTHER_AREA: &str = "harbor/ferry";

const HARBOR: &str = include_str!("harbor.toml");
const GENESIS: &str = include_str!("../../../config/initiatives/genesis-mission.toml");

impl TestApp {
    /// Sets up the plan for the harbor: two areas, both open.
    pub async fn initiative(&self) {
        self.apply(&harbor()).await;
    }

    /// Sets up the initiative that ships with the program, with all areas but the last open now.
    pub async fn genesis(&self) {
        let mut definition = parse(GENESIS).unwrap();
        // To the second, as a file says it.
        let now = Utc::now().trunc_subsecs(0);
        let n_open = definition.areas.len() - 1;
        for area in &mut definition.areas[..n_open] {
            (area.opens_at, area.closes_at) = (days(now, -30), days(now, 60));
        }
        for area in &mut definition.areas[n_open..] {
            (area.opens_at, area.closes_at) = (days(now, 60), days(now, 120));
        }
        self.apply(&definition).await;
    }

    pub async fn apply(&self, definition: &InitiativeDefinition) {
        let mut conn = self.state.db().await.unwrap();
        apply(&mut conn, definition, ChangedSince::Overwrite, Actor::Operator, Utc::now())
            .await
            .unwrap();
    }

    /// Ends the comment period of the area with every kind of question, an hour ago.
    pub async fn close_area(&self, take_late_comments: LateComments) {
        let mut definition = harbor();
        definition.areas[0].closes_at = Utc::now() - TimeDelta::hours(1);
        definition.areas[0].take_late_comments = take_late_comments == LateComments::Taken;
        self.apply(&definition).await;
    }
}

/// Whether an area takes comments after it closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateComments {
    Taken,
    Refused,
}

/// The plan for the harbor, to be changed by a story.
pub fn harbor() -> InitiativeDefinition {
    parse(HARBOR).unwrap_or_else(|it| panic!("harbor.toml: {it:#?}"))
}

/// The form of the area with every kind of question, filled in from top to bottom.
pub fn fill_in(form: Form, body: &str) -> Form {
    form.set("stance", "support")
        .set("body", body)
        .set("answers.material", "other")
        .set("answers.material.other", "Glass, or nothing")
        .set("answers.users", "walkers")
        .add("answers.users", "cyclists")
        .set("answers.urgency", "4")
        .set("answers.order.cost", "1")
        .set("answers.order.beauty", "2")
        .set("answers.order.speed", "")
        .set("answers.place", "By the mill")
        .set("answers.story", "I row.\r\nMy brother swims.")
        .set("answers.distance", "near")
        .set("respondent_kind", "resident")
        .set("organization", "Friends of the Mill")
        .set("attribution", "named")
}

fn days(now: DateTime<Utc>, n: i64) -> DateTime<Utc> {
    now + TimeDelta::days(n)
}
