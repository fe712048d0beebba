//! Two definitions that were both made from a third.

use super::{AreaDefinition, InitiativeDefinition};

/// What was changed in `ours` since `base`, upon `theirs`: where both changed something, it stays as in `ours`.
#[must_use]
pub fn merged(
    base: &InitiativeDefinition,
    ours: &InitiativeDefinition,
    theirs: &InitiativeDefinition,
) -> InitiativeDefinition {
    macro_rules! pick {
        ($field:ident) => {
            picked(&base.$field, &ours.$field, &theirs.$field)
        };
    }
    let asked_everywhere = pick!(asked_everywhere);
    let mut areas: Vec<AreaDefinition> =
        ours.areas.iter().map(|it| area(base, it, (ours, theirs))).collect();
    // What was published meanwhile cannot be missing.
    let new = theirs.areas.iter().filter(|it| ours.area(&it.slug).is_none());
    areas.extend(
        new.map(|it| AreaDefinition { questions: theirs.own_questions(it).to_vec(), ..it.clone() }),
    );
    for it in &mut areas {
        it.questions.extend_from_slice(&asked_everywhere);
    }
    InitiativeDefinition {
        came_from: None,
        slug: ours.slug.clone(),
        title: pick!(title),
        summary: pick!(summary),
        description: pick!(description),
        demonstration: pick!(demonstration),
        language: pick!(language),
        time_zone: pick!(time_zone),
        contact: pick!(contact),
        agency: pick!(agency),
        agency_id: pick!(agency_id),
        docket_number: pick!(docket_number),
        omb_control_number: pick!(omb_control_number),
        paperwork_basis: pick!(paperwork_basis),
        privacy_notice: pick!(privacy_notice),
        moderation_policy: pick!(moderation_policy),
        respondent_kinds: pick!(respondent_kinds),
        areas,
        asked_everywhere,
    }
}

/// An area of ours, with its own questions only.
fn area(
    base: &InitiativeDefinition,
    our: &AreaDefinition,
    (ours, theirs): (&InitiativeDefinition, &InitiativeDefinition),
) -> AreaDefinition {
    let own = ours.own_questions(our).to_vec();
    let (Some(old), Some(their)) = (base.area(&our.slug), theirs.area(&our.slug)) else {
        return AreaDefinition { questions: own, ..our.clone() };
    };
    macro_rules! pick {
        ($field:ident) => {
            picked(&old.$field, &our.$field, &their.$field)
        };
    }
    // A period is one thing: its ends come from the same hand.
    let (opens_at, closes_at) = picked(&old.period(), &our.period(), &their.period());
    AreaDefinition {
        slug: our.slug.clone(),
        title: pick!(title),
        summary: pick!(summary),
        background: pick!(background),
        stated_direction: pick!(stated_direction),
        opens_at,
        closes_at,
        take_late_comments: pick!(take_late_comments),
        in_steps: pick!(in_steps),
        period_reason: our.period_reason.clone(),
        required: pick!(required),
        documents: pick!(documents),
        questions: picked(
            &base.own_questions(old).to_vec(),
            &own,
            &theirs.own_questions(their).to_vec(),
        ),
    }
}

fn picked<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> T {
    if ours == base { theirs.clone() } else { ours.clone() }
}
