//! What each policy means for each person.

use lectern::error::FirstStep::{self, GiveCode, Prove, SetUpCodes, SignIn};
use lectern::routes::Policy;

use super::people::Person;

/// What stands between a person and an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Opens,
    /// Open, and this is the status.
    Answers(u16),
    First(FirstStep),
    Forbidden,
}

pub fn gate(policy: Policy, person: Person) -> Gate {
    match policy {
        Policy::Public | Policy::Anybody | Policy::Mailbox => Gate::Opens,
        Policy::Entering => entering(person),
        Policy::Account => signed_in(person),
        Policy::ProvedAccount => signed_in(person).then(|| proved(person)),
        Policy::Moderator => signed_in(person).then(|| moderates(person)),
        Policy::Clerk => signed_in(person).then(|| clerks(person)),
        Policy::Administrator => signed_in(person).then(|| administers(person)),
        Policy::ProvedAdministrator => {
            signed_in(person).then(|| administers(person)).then(|| proved(person))
        }
    }
}

impl Gate {
    fn then(self, next: impl FnOnce() -> Self) -> Self {
        if self == Self::Opens { next() } else { self }
    }
}

/// Whoever gave the code already goes on.
fn entering(person: Person) -> Gate {
    match signed_in(person) {
        Gate::First(GiveCode) => Gate::Opens,
        Gate::Opens => Gate::Answers(303),
        closed => closed,
    }
}

fn signed_in(person: Person) -> Gate {
    match person {
        Person::Stranger | Person::Suspended => Gate::First(SignIn),
        Person::WithoutTheCode => Gate::First(GiveCode),
        _ => Gate::Opens,
    }
}

fn proved(person: Person) -> Gate {
    if person == Person::SignedInLongAgo { Gate::First(Prove) } else { Gate::Opens }
}

fn moderates(person: Person) -> Gate {
    match person {
        Person::Moderator | Person::ModeratorElsewhere | Person::SignedInLongAgo => Gate::Opens,
        Person::StaffWithoutCodes => Gate::First(SetUpCodes),
        _ => Gate::Forbidden,
    }
}

/// Whoever moderates or administers.
fn clerks(person: Person) -> Gate {
    match moderates(person) {
        Gate::Forbidden => administers(person),
        gate => gate,
    }
}

fn administers(person: Person) -> Gate {
    match person {
        Person::Administrator | Person::SignedInLongAgo => Gate::Opens,
        Person::StaffWithoutCodes => Gate::First(SetUpCodes),
        _ => Gate::Forbidden,
    }
}
